import { randomBytes } from 'node:crypto'
import type { Transaction } from '../../db/command.ts'
import { nextNumber } from '../../db/number-sequence.ts'
import type { Deps } from '../../deps.ts'
import type { DocumentContent } from '../../core/documents/blocks.ts'
import type { CommonData, Secrets } from '../../core/documents/define.ts'
import type { StepFacts } from '../../core/documents/facts.ts'
import { formatDocumentNumber, type DocumentKind } from '../../core/documents/kinds.ts'
import { codePointName, MissingGlyphs, whereIn, type Substitutes } from '../../core/documents/substitutes.ts'
import type { Authority } from '../../reference/reference.ts'

// No letters that look alike; 16 of 31 characters are 79 bits, so codes are not guessed.
const codeAlphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXY'

const verificationCode = (): string => {
  let code = ''
  while (code.length < 16)
    for (const byte of randomBytes(24)) if (byte < 248 && code.length < 16) code += codeAlphabet[byte % 31]
  return code
}

/** What is issued on a step of a case, or by the authority itself: which kinds, on what facts, under whose name. */
export type Issue = {
  /** Of a kind that says how things stand only the newest of a stage counts. */
  readonly step?: { readonly caseId: string; readonly eventId: number; readonly stage: string }
  /** The certificate whose 正本 and 副本 they are. */
  readonly certificateId?: number | undefined
  /** The act of the authority they go out with, where that is neither a step nor a certificate. */
  readonly actId?: number
  readonly kinds: readonly DocumentKind[]
  readonly authority: Authority
  readonly heading: Omit<CommonData, 'number' | 'verificationCode' | 'sealed' | 'substitutes'>
  readonly facts: StepFacts
  /** How characters without a glyph are written, as far as it was said with this step or before. */
  readonly writings: Substitutes
  /** A step that time takes, or the applicant, asks nobody: there the character's code stands in its place. */
  readonly asksOfficial: boolean
}

/** How every character of the documents that no font has is written. Throws MissingGlyphs when nobody said. */
const substitutesFor = async (deps: Deps, issue: Issue, data: unknown): Promise<Substitutes | undefined> => {
  const lacking = await deps.pdf.lacking(data)
  if (lacking.length === 0) return undefined
  const { writings } = issue
  const unwritable = await Promise.all(
    lacking.map(async (char) => !Object.hasOwn(writings, char) || (await deps.pdf.lacking(writings[char])).length > 0),
  )
  const missing = lacking.filter((_char, index) => unwritable[index])
  if (missing.length > 0 && issue.asksOfficial) throw new MissingGlyphs(whereIn(data, missing))
  return Object.fromEntries(lacking.map((char) => [char, writings[char] ?? codePointName(char)]))
}

const unnumbered = { number: '—', verificationCode: '—' } as const

const gathered = (deps: Pick<Deps, 'documents'>, { kinds, heading, facts }: Issue, substitutes?: Substitutes) =>
  kinds.map((kind) => deps.documents.gather(kind, { ...heading, ...unnumbered, substitutes }, facts))

/**
 * The documents of a step as they would go out, without number: what the official reads before deciding. Throws
 * MissingGlyphs.
 */
export const previewDocuments = async (deps: Deps, issue: Issue): Promise<readonly DocumentContent[]> => {
  const substitutes = await substitutesFor(deps, issue, gathered(deps, issue))
  return gathered(deps, issue, substitutes).map((data) => deps.documents.content(data))
}

/**
 * Numbers, records and queues every document of a step, once it is known that each of its characters can be printed.
 * The PDF is made by a job from the stored data alone. Throws MissingGlyphs.
 */
export const issueDocuments = async (tx: Transaction, deps: Deps, issue: Issue): Promise<void> => {
  const { authority, heading, facts } = issue
  if (issue.kinds.length === 0) return
  const year = Number(facts.today.slice(0, 4))
  const substitutes = await substitutesFor(deps, issue, gathered(deps, issue))
  // One number for what has one word: 正本 and 副本 of a certificate. It is counted with the first of them.
  const numbers = new Map<string, string>()
  for (const kind of issue.kinds) {
    const { numberWord: word } = deps.documents.of(kind)
    const number =
      numbers.get(word) ??
      formatDocumentNumber({
        prefix: authority.docPrefix,
        word,
        year,
        seq: await nextNumber(tx.trx, `document:${authority.code}:${kind}`, year),
      })
    numbers.set(word, number)
    const code = verificationCode()
    const sealed = sealSecrets(deps.crypto, code, deps.documents.secrets(kind, facts))
    const data = deps.documents.gather(kind, { ...heading, number, verificationCode: code, sealed, substitutes }, facts)
    const [row] = (await tx
      .trx('document')
      .insert({
        case_id: issue.step?.caseId ?? null,
        event_id: issue.step?.eventId ?? null,
        certificate_id: deps.documents.of(kind).layout === 'certificate' ? issue.certificateId : null,
        act_id: issue.actId ?? null,
        kind,
        number,
        verification_code: code,
        status: 'VALID',
        data: JSON.stringify(data),
        issued_at: tx.now,
      })
      .returning('id')) as { id: string }[]
    if (!row) throw new Error('no document')
    if (issue.step && deps.documents.of(kind).supersedes) await supersede(tx, issue.step, kind, row.id)
    tx.job('render-document', { id: row.id }, `render-document:${row.id}`)
  }
}

const sealedPlace = (code: string): string => `document.sealed:${code}`

const sealSecrets = (crypto: Deps['crypto'], code: string, secrets: Secrets): string | undefined =>
  Object.keys(secrets).length === 0 ? undefined : crypto.encrypt(JSON.stringify(secrets), sealedPlace(code))

/** What a document prints beside its stored data. */
export const openSecrets = (
  { crypto }: Pick<Deps, 'crypto'>,
  { sealed, verificationCode: code }: Pick<CommonData, 'sealed' | 'verificationCode'>,
): Secrets => (sealed === undefined ? {} : (JSON.parse(crypto.decrypt(sealed, sealedPlace(code))) as Secrets))

const supersede = async (
  tx: Transaction,
  { caseId, stage }: NonNullable<Issue['step']>,
  kind: DocumentKind,
  newId: string,
): Promise<void> => {
  await tx.trx.raw(
    `update document d set status = 'REPLACED' from case_event e
     where d.event_id = e.id and e.stage = ? and d.case_id = ? and d.kind = ? and d.status = 'VALID' and d.id <> ?`,
    [stage, caseId, kind, newId],
  )
}
