import type { Knex } from 'knex'
import type { FieldCrypto } from '../../infra/field-crypto.ts'
import { requireMatter } from '../../matters/index.ts'
import { readAnswers } from '../../core/matters/answers.ts'
import { openAnswers, type AnswerRow } from './answers.ts'
import { caseFacts } from './facts.ts'
import type { ApplicationRow } from './store.ts'

/** An application's matter, stored answers and named facts, read inside a transaction. */
export const loadCase = async (knex: Knex, crypto: FieldCrypto, application: ApplicationRow) => {
  const rows = await knex<AnswerRow & { application_id: string }>('answer')
    .where({ application_id: application.id })
    .select('page', 'data_enc', 'version')
  const matter = requireMatter(application.matter)
  const stored = openAnswers(crypto, application.id, rows)
  const answers = readAnswers(matter.pages, stored)
  return { matter, stored, answers, facts: caseFacts(matter, answers) }
}
