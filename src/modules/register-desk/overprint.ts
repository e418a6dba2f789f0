import type { CertificateContent } from '../../core/documents/blocks.ts'
import type { DocumentKind } from '../../core/documents/kinds.ts'
import { noOffset, type Offset } from '../../core/documents/overprint.ts'
import { AppError } from '../../core/errors.ts'
import type { OrgType } from '../../core/org-types.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { RequestFacts } from '../../db/audit.ts'
import type { Database, Statement } from '../../db/client.ts'
import type { Deps } from '../../deps.ts'
import { byStaff } from '../../web/acting.ts'
import { paths } from '../../web/paths.ts'
import { isId } from '../../web/params.ts'
import type { Staff } from '../../web/route.ts'
import type { DocumentStatus } from '../documents/verify-queries.ts'

/** The parts of a certificate there are blanks for. */
export const blanks = {
  CERTIFICATE_ORIGINAL: '正本',
  CERTIFICATE_DUPLICATE: '副本',
} as const satisfies Partial<Record<DocumentKind, string>>
export type Blank = keyof typeof blanks
export const BLANKS = Object.keys(blanks) as Blank[]

export type Offsets = Readonly<Record<Blank, Offset>>

type OffsetRow = { readonly part: Blank } & Offset

const offsetsStatement: Statement = {
  name: 'overprint-offsets',
  text: `select part, right_mm::float8 as right, down_mm::float8 as down from overprint_offset where authority_id = $1`,
}

const offsetsIn = (rows: readonly OffsetRow[]): Offsets => {
  const of = (blank: Blank): Offset => {
    const { right, down } = rows.find(({ part }) => part === blank) ?? noOffset
    return { right, down }
  }
  return { CERTIFICATE_ORIGINAL: of('CERTIFICATE_ORIGINAL'), CERTIFICATE_DUPLICATE: of('CERTIFICATE_DUPLICATE') }
}

/** How an authority moves the fields on its blanks; not at all until somebody measured. */
export const offsetsOf = async (db: Pick<Database, 'read'>, authorityId: number): Promise<Offsets> =>
  offsetsIn(await db.read<OffsetRow>(offsetsStatement, [authorityId]))

/** What the official saw of the offsets: somebody else's measuring is not overwritten unseen. */
export const seenOffsets = (offsets: Offsets): string =>
  BLANKS.map((blank) => `${offsets[blank].right},${offsets[blank].down}`).join(';')

/** Keeps how an authority moves the fields on its blanks. Throws STALE when it is not what the official saw any more. */
export const setOffsets = (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  { seen, wanted }: { readonly seen: string; readonly wanted: Offsets },
): Promise<void> =>
  deps.command(byStaff(staff, request), async (tx) => {
    const set = { set_by: staff.id, set_at: tx.now }
    const row = (part: Blank) => ({ authority_id: staff.authority.id, part })
    // Rows to lock, so that of two who measured first only one saves.
    await tx
      .trx('overprint_offset')
      .insert(BLANKS.map((part) => ({ ...row(part), right_mm: noOffset.right, down_mm: noOffset.down, ...set })))
      .onConflict()
      .ignore()
    const rows = await tx
      .trx('overprint_offset')
      .where({ authority_id: staff.authority.id })
      .orderBy('part')
      .forUpdate()
      .select<OffsetRow[]>('part', tx.trx.raw('right_mm::float8 as right, down_mm::float8 as down'))
    const before = offsetsIn(rows)
    if (seenOffsets(before) !== seen)
      throw new AppError('STALE', '在您操作期间，套打位置已被改动，没有保存。请重新核对。')
    for (const part of BLANKS)
      await tx
        .trx('overprint_offset')
        .where(row(part))
        .update({ right_mm: wanted[part].right, down_mm: wanted[part].down, ...set })
    tx.audit({
      chain: staff.authority.code,
      action: 'certificate.overprint-set',
      objectKind: 'authority',
      objectId: String(staff.authority.id),
      details: { before, after: wanted },
    })
  })

/** A 套打 page made of a certificate of a type, on which nothing but the names of its fields is printed. */
export const testContent = (
  { documents, clock }: Pick<Deps, 'documents' | 'clock'>,
  { authority }: Staff,
  { blank, orgType }: { readonly blank: Blank; readonly orgType: OrgType },
): CertificateContent => {
  const example = documents.of(blank).example as { readonly activityArea: string }
  const content = documents.content(
    documents.parse({
      ...example,
      kind: blank,
      orgType,
      activityArea: orgType === 'SOCIAL_GROUP' ? example.activityArea : null,
      number: '—',
      authorityName: authority.name,
      issuedOn: localDate(clock.now()),
      applicantName: '—',
      organizationName: '—',
      applicationNumber: '—',
      matterTitle: '—',
      verificationCode: '—',
      demo: false,
    }),
  )
  if (content.layout !== 'certificate') throw new Error('not a certificate')
  return content
}

type PaperRow = {
  readonly kind: Blank
  readonly number: string
  readonly status: DocumentStatus
  readonly data: unknown
  readonly verification_code: string
}

/**
 * Of an issued certificate of the official's own authority only what a blank does not carry, as PDF; audited. Throws
 * NOT_FOUND, NOT_ALLOWED_NOW.
 */
export const overprintOf = async (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  id: string,
): Promise<{ readonly pdf: Buffer; readonly name: string }> => {
  if (!isId(id)) throw new AppError('NOT_FOUND')
  const row = await deps.db
    .knex('document as d')
    .join('certificate as c', 'c.id', 'd.certificate_id')
    .where({ 'd.id': id, 'c.authority_id': staff.authority.id })
    .first<PaperRow | undefined>('d.kind', 'd.number', 'd.status', 'd.data', 'd.verification_code')
  if (!row) throw new AppError('NOT_FOUND')
  if (row.status !== 'VALID') throw new AppError('NOT_ALLOWED_NOW', '这份证书已经失效，不能套打。')
  const { [row.kind]: overprint } = await offsetsOf(deps.db, staff.authority.id)
  const pdf = await deps.pdf.render(deps.documents.content(deps.documents.parse(row.data)), {
    verifyUrl: `${deps.publicUrl}${paths.verifyDocument(row.verification_code)}`,
    overprint,
  })
  await deps.command(byStaff(staff, request), async (tx) => {
    tx.audit({
      chain: staff.authority.code,
      action: 'certificate.overprint',
      objectKind: 'document',
      objectId: id,
      details: { overprint },
    })
  })
  return { pdf, name: `${deps.documents.of(row.kind).title} ${row.number}（套打）.pdf` }
}
