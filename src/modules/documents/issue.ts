import { randomBytes } from 'node:crypto'
import { documentKinds, formatDocumentNumber, type DocumentKind } from '../../core/documents/kinds.ts'
import { parseDocumentData } from '../../core/documents/data.ts'
import { codePointName, MissingGlyphs, whereIn, type Substitutes } from '../../core/documents/substitutes.ts'
import { authorityById } from '../catalogue/reference.ts'
import { nextNumber } from '../cases/store.ts'
import type { StepContext } from '../cases/take-step.ts'
import { commonFacts, documentData } from './data.ts'

// No letters that look alike; 16 of 31 characters are 79 bits, so codes are not guessed.
const codeAlphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXY'

const verificationCode = (): string => {
  let code = ''
  while (code.length < 16)
    for (const byte of randomBytes(24)) if (byte < 248 && code.length < 16) code += codeAlphabet[byte % 31]
  return code
}

const agreedBefore = (events: StepContext['events']): Substitutes =>
  Object.assign({}, ...events.map(({ details }) => details['substitutes'] ?? {})) as Substitutes

/**
 * How every character of the documents that no font has is written: as said with this step, or with an earlier one of
 * the case. A step that time takes waits for nobody: there the character's code stands in its place.
 */
const substitutesFor = async (context: StepContext, data: unknown): Promise<Substitutes | undefined> => {
  const lacking = await context.deps.pdf.lacking(data)
  if (lacking.length === 0) return undefined
  const known = { ...agreedBefore(context.events), ...context.details.substitutes }
  const byTime = context.event.actor_kind === 'system'
  const unwritable = await Promise.all(
    lacking.map(
      async (char) => !Object.hasOwn(known, char) || (await context.deps.pdf.lacking(known[char])).length > 0,
    ),
  )
  const missing = lacking.filter((_char, index) => unwritable[index])
  if (missing.length > 0 && !byTime) throw new MissingGlyphs(whereIn(data, missing))
  return Object.fromEntries(lacking.map((char) => [char, known[char] ?? codePointName(char)]))
}

/**
 * Numbers, records and queues every document of a step, once it is known that each of its characters can be printed.
 * The PDF is made by a job from the stored data alone. Throws MissingGlyphs.
 */
export const issueDocuments = async (context: StepContext): Promise<void> => {
  const { tx, deps, caseFile, event, transition, today } = context
  const kinds = transition.documents ?? []
  if (kinds.length === 0) return
  const authority = authorityById(deps.reference, caseFile.authority_id)
  const year = Number(today.slice(0, 4))
  const facts = await commonFacts(context)
  const substitutes = await substitutesFor(
    context,
    kinds.map((kind) => documentData(kind, context, facts, '', '')),
  )
  for (const kind of kinds) {
    const { numberWord } = documentKinds[kind]
    const seq = await nextNumber(tx.trx, `document:${authority.code}:${kind}`, year)
    const number = formatDocumentNumber({ prefix: authority.docPrefix, word: numberWord, year, seq })
    const code = verificationCode()
    const data = parseDocumentData({ ...documentData(kind, context, facts, number, code), substitutes })
    const [row] = (await tx
      .trx('document')
      .insert({
        case_id: caseFile.id,
        event_id: event.id,
        kind,
        number,
        verification_code: code,
        status: 'VALID',
        data: JSON.stringify(data),
        issued_at: tx.now,
      })
      .returning('id')) as { id: string }[]
    if (!row) throw new Error('no document')
    await supersede(context, kind, row.id)
    tx.job('render-document', { id: row.id }, `render-document:${row.id}`)
  }
}

/** Of a notice that is issued again in the same stage, the newest counts. */
const supersede = async ({ tx, caseFile }: StepContext, kind: DocumentKind, newId: string): Promise<void> => {
  await tx.trx.raw(
    `update document d set status = 'REPLACED' from case_event e
     where d.event_id = e.id and e.stage = ? and d.case_id = ? and d.kind = ? and d.status = 'VALID' and d.id <> ?`,
    [caseFile.stage, caseFile.id, kind, newId],
  )
}
