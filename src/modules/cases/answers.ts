import type { AnswerSet } from '../../core/matters/define.ts'
import type { PageData } from '../../core/forms/field.ts'
import type { FieldCrypto } from '../../infra/field-crypto.ts'

export type AnswerRow = { page: string; data_enc: string; version: number }

const place = (caseId: string, page: string): string => `answer.data:${caseId}:${page}`

/** Seals a page's answers for its row: answers hold people's ID numbers and phones. */
export const sealPage = (crypto: FieldCrypto, caseId: string, page: string, data: PageData): string =>
  crypto.encrypt(JSON.stringify(data), place(caseId, page))

/** Opens a page's answers. They were sealed by sealPage and by nobody else, so their shape needs no second proof. */
export const openPage = (crypto: FieldCrypto, caseId: string, row: AnswerRow): PageData =>
  JSON.parse(crypto.decrypt(row.data_enc, place(caseId, row.page))) as PageData

export const openAnswers = (crypto: FieldCrypto, caseId: string, rows: readonly AnswerRow[]): AnswerSet =>
  Object.fromEntries(rows.map((row) => [row.page, openPage(crypto, caseId, row)]))
