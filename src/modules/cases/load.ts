import type { Knex } from 'knex'
import type { FieldCrypto } from '../../infra/field-crypto.ts'
import { requireMatter } from '../../matters/index.ts'
import { readAnswers } from '../../core/matters/answers.ts'
import { openAnswers, type AnswerRow } from './answers.ts'
import { caseFacts } from './facts.ts'
import type { CaseRow } from './store.ts'

/** A case's matter, stored answers and named facts, read inside a transaction. */
export const loadCase = async (knex: Knex, crypto: FieldCrypto, caseFile: Pick<CaseRow, 'id' | 'matter'>) => {
  const rows = await knex<AnswerRow & { case_id: string }>('answer')
    .where({ case_id: caseFile.id })
    .select('page', 'data_enc', 'version')
  const matter = requireMatter(caseFile.matter)
  const stored = openAnswers(crypto, caseFile.id, rows)
  const answers = readAnswers(matter.pages, stored)
  return { matter, stored, answers, facts: caseFacts(matter, answers) }
}
