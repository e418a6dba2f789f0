import { z } from 'zod'
import type { AnswerSet } from '../../core/matters/define.ts'
import type { PageData } from '../../core/forms/field.ts'
import type { FieldCrypto } from '../../infra/field-crypto.ts'

const values = z.record(z.string(), z.string())
const pageData = z.object({ values, items: z.array(z.object({ id: z.string(), values })) })

export type AnswerRow = { page: string; data_enc: string; version: number }

const place = (applicationId: string, page: string): string => `answer.data:${applicationId}:${page}`

/** Seals a page's answers for its row: answers hold people's ID numbers and phones. */
export const sealPage = (crypto: FieldCrypto, applicationId: string, page: string, data: PageData): string =>
  crypto.encrypt(JSON.stringify(data), place(applicationId, page))

export const openPage = (crypto: FieldCrypto, applicationId: string, row: AnswerRow): PageData =>
  pageData.parse(JSON.parse(crypto.decrypt(row.data_enc, place(applicationId, row.page))))

export const openAnswers = (crypto: FieldCrypto, applicationId: string, rows: readonly AnswerRow[]): AnswerSet =>
  Object.fromEntries(rows.map((row) => [row.page, openPage(crypto, applicationId, row)]))
