import { createHash } from 'node:crypto'
import { consentPlace, paperFields } from '../../core/matters/consent.ts'
import type { AnswerSet, AnyStage, Matter } from '../../core/matters/define.ts'
import { materialNeed, materialOf, sections } from '../../core/matters/journey.ts'
import { paperContent, paperOf } from '../../core/papers/content.ts'
import type { PaperContent } from '../../core/papers/define.ts'
import { maySignOnline, signedText } from '../../core/papers/signing.ts'
import type { RegisterItems } from '../../core/register/changes.ts'
import type { Holdings } from '../../core/register/holdings.ts'
import { localDate, localDateTime } from '../../core/workflow/deadlines.ts'
import { isEditable, STATUSES } from '../../core/workflow/statuses.ts'
import type { Transaction } from '../../db/command.ts'
import { bound, sql } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import { authorityById } from '../../reference/reference.ts'
import { paths } from '../../web/paths.ts'
import type { Applicant } from '../../web/route.ts'
import { mayDo } from '../grants/access.ts'
import { organizationsFor } from '../grants/organizations.ts'
import { isOpenFor } from './corrections.ts'
import type { WholeCase } from './queries.ts'
import type { AttachmentRow, CaseRow } from './store.ts'

// Papers an organization signs online (待签章): what they say is made of the answers as they are now, and a file that was
// signed stands for a material only as long as they say the same.

/** What a paper that is signed is made of. */
type Written = {
  readonly matter: Matter
  readonly stage: AnyStage
  readonly stored: AnswerSet
  readonly register: RegisterItems | undefined
  readonly holdings: Holdings | undefined
  readonly uscc: string | null | undefined
  readonly caseFile: Pick<CaseRow, 'number' | 'title' | 'authority_id'>
}

/** The paper of the present stage to be signed online; nothing where it has no such paper, or others sign on it too. */
export const paperToSignOnline = (
  deps: Pick<Deps, 'site' | 'reference' | 'clock'>,
  { matter, stage, stored, register, holdings, uscc, caseFile }: Written,
  code: string,
): PaperContent | undefined => {
  const paper = paperOf(stage, code)
  if (!paper || !uscc || !maySignOnline(matter, stage, paper)) return undefined
  const place = consentPlace(matter, stage)
  // What the unit says, the organization does not sign: it may be said before or after.
  const units = place ? paperFields(place) : []
  const told = sections(matter, [...stage.locked, ...stage.pages], stored, register, holdings)
  return paperContent(
    matter,
    paper,
    {
      sections: told.map((section) => ({
        ...section,
        rows: section.rows.filter(({ field }) => section.page !== place?.page || !units.includes(field)),
        items: section.items.map((item) => ({ ...item, rows: [...item.rows] })),
      })),
      materials: [],
      charterBefore: holdings?.charter?.clauses,
    },
    {
      authority: authorityById(deps.reference, caseFile.authority_id).name,
      siteName: deps.site.name,
      name: caseFile.title,
      uscc,
      number: caseFile.number,
      submittedAt: undefined,
      madeOn: localDate(deps.clock.now()),
      online: true,
    },
  )
}

/** What is signed is known by: the digest of what the paper says. */
export const signedDigest = (content: PaperContent): string =>
  createHash('sha256').update(signedText(content)).digest('hex')

/** The materials whose signed file says something else than their paper would say now. */
export const changedSinceSigned = (
  deps: Pick<Deps, 'site' | 'reference' | 'clock'>,
  written: Written,
  files: readonly Pick<AttachmentRow, 'material' | 'signed_digest'>[],
): readonly string[] =>
  files.flatMap(({ material, signed_digest: digest }) => {
    if (digest === null) return []
    const content = paperToSignOnline(deps, written, material)
    return content && signedDigest(content) === digest ? [] : [material]
  })

export const resignText = (matter: Matter, code: string): string =>
  `${materialOf(matter, code)?.title ?? code}签章以后，填写的内容有改动，请重新签章`

type Standing = {
  readonly id: string
  readonly paper: string
  readonly state: 'WAITING' | 'SIGNED'
  readonly places: readonly { readonly role: string; readonly name: string; readonly signed_at: string | null }[]
}

/** How signing a material online stands, for its page; nothing where it is not signed online, or not by whoever looks. */
export const onlineSigning = async (deps: Deps, whole: WholeCase) => {
  const { matter, stage, answers, caseFile, attachments, correction } = whole
  const offered = (whole.fillable ? (stage.papers ?? []) : []).filter(
    (paper) => paper.uploaded && maySignOnline(matter, stage, paper) && isOpenFor(correction, paper.code),
  )
  if (offered.length === 0 || !mayDo(whole, 'fill')) return () => undefined
  const rows = await deps.db
    .knex('signing_item as i')
    .where({ 'i.case_id': caseFile.id })
    .whereIn('i.state', ['WAITING', 'SIGNED'])
    .orderBy('i.listed_at')
    .select<Standing[]>(
      'i.id',
      'i.paper',
      'i.state',
      deps.db.knex.raw(`(select json_agg(json_build_object('role', p.role, 'name', p.name, 'signed_at', p.signed_at)
        order by p.position) from signing_place p where p.item_id = i.id) as places`),
    )
  const changed = changedSinceSigned(deps, whole, attachments)
  return (code: string) => {
    const material = materialOf(matter, code)
    if (!offered.some((paper) => paper.code === code) || !material) return undefined
    if (materialNeed(material, answers) === 'not-needed') return undefined
    const row = rows.findLast(({ paper }) => paper === code)
    const signed = attachments.some((file) => file.material === code && file.signed_digest !== null)
    const waiting = row?.state === 'WAITING'
    return {
      action: paths.listForSigning(caseFile.id, code),
      href: row && (waiting || signed) ? paths.signItem(row.id) : undefined,
      waitsFor: waiting
        ? row.places.filter(({ signed_at: at }) => at === null).map(({ role, name }) => placeText(role, name))
        : undefined,
      signedBy:
        !waiting && signed
          ? row?.places.map(
              ({ role, name, signed_at: at }) =>
                `${placeText(role, name)}，${at === null ? '' : localDateTime(new Date(at)).text}`,
            )
          : undefined,
      changed: signed && changed.includes(code),
    }
  }
}

const editable: readonly string[] = STATUSES.filter(isEditable)

/** Rows `i` of signing_item that can still be signed: their case `f` was not handed in since. */
export const waitingItems = sql`i.state = 'WAITING' and f.deleted_at is null and f.status = any (${editable}::text[])`

/** How many papers wait for the organizations an account may sign for. */
export const countWaiting = async (
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  account: Pick<Applicant, 'id'>,
): Promise<number> => {
  const speakers = await organizationsFor(db.knex, account, localDate(clock.now()))
  const signing = speakers.filter(({ rights }) => rights === undefined || rights.includes('sign'))
  if (signing.length === 0) return 0
  const { rows } = await db.knex.raw<{ rows: { count: number }[] }>(
    ...bound(sql`select count(*)::int as count from signing_item i join case_file f on f.id = i.case_id
      where i.organization_id = any (${signing.map(({ organization }) => organization.id)}::uuid[]) and ${waitingItems}`),
  )
  return rows[0]?.count ?? 0
}

/** Who signs, as pages name it. */
export const placeText = (role: string, name: string): string =>
  role === 'organization' ? `${name}（公章）` : role === 'representative' ? `法定代表人${name}` : name

/**
 * Has a file all have signed stand as the material's, in place of one that was signed before, inside the transaction of
 * the last signature. The case is locked and open; the file is in the store.
 */
export const attachSigned = async (
  tx: Transaction,
  caseId: string,
  file: { readonly material: string; readonly name: string; readonly sha256: string; readonly digest: string },
): Promise<void> => {
  const earlier = () =>
    tx
      .trx('attachment')
      .where({ case_id: caseId, material: file.material })
      .whereNotNull('signed_digest')
      .whereNull('removed_at')
  // What an earlier submission had stays readable there.
  await earlier().update({ removed_at: tx.now })
  await tx.trx('attachment').insert({
    case_id: caseId,
    material: file.material,
    sha256: file.sha256,
    name: file.name,
    uploaded_at: tx.now,
    signed_digest: file.digest,
  })
  await tx.trx('case_file').where({ id: caseId }).update({ updated_at: tx.now })
}
