import { randomBytes } from 'node:crypto'
import { documentKinds, formatDocumentNumber, type DocumentKind } from '../../core/documents/kinds.ts'
import { parseDocumentData } from '../../core/documents/data.ts'
import { authorityById } from '../catalogue/reference.ts'
import { nextNumber } from '../applications/store.ts'
import type { StepContext } from '../applications/take-step.ts'
import { commonFacts, documentData } from './data.ts'

// No letters that look alike; 16 of 31 characters are 79 bits, so codes are not guessed.
const codeAlphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXY'

const verificationCode = (): string => {
  let code = ''
  while (code.length < 16)
    for (const byte of randomBytes(24)) if (byte < 248 && code.length < 16) code += codeAlphabet[byte % 31]
  return code
}

/** Numbers, records and queues every document of a step. The PDF is made by a job from the stored data alone. */
export const issueDocuments = async (context: StepContext): Promise<void> => {
  const { tx, deps, application, event, transition, today } = context
  const kinds = transition.documents ?? []
  if (kinds.length === 0) return
  const authority = authorityById(deps.reference, application.authority_id)
  const year = Number(today.slice(0, 4))
  const facts = await commonFacts(context)
  for (const kind of kinds) {
    const { numberWord } = documentKinds[kind]
    const seq = await nextNumber(tx.trx, `document:${authority.code}:${kind}`, year)
    const number = formatDocumentNumber({ prefix: authority.docPrefix, word: numberWord, year, seq })
    const code = verificationCode()
    const data = parseDocumentData(documentData(kind, context, facts, number, code))
    const [row] = (await tx
      .trx('document')
      .insert({
        application_id: application.id,
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
const supersede = async ({ tx, application }: StepContext, kind: DocumentKind, newId: string): Promise<void> => {
  await tx.trx.raw(
    `update document d set status = 'REPLACED' from application_event e
     where d.event_id = e.id and e.stage = ? and d.application_id = ? and d.kind = ? and d.status = 'VALID' and d.id <> ?`,
    [application.stage, application.id, kind, newId],
  )
}
