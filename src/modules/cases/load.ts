import type { Knex } from 'knex'
import type { Deps } from '../../deps.ts'
import { readAnswers } from '../../core/matters/answers.ts'
import { stageOf } from '../../core/matters/journey.ts'
import { consentFacts, consentState, counted } from './consent.ts'
import { openAnswers, type AnswerRow } from './answers.ts'
import { caseFacts } from './facts.ts'
import type { CaseRow } from './store.ts'

/**
 * A case's matter, its answers as typed and as they count (with what the unit said online), named facts and that consent,
 * read inside a transaction.
 */
export const loadCase = async (
  knex: Knex,
  deps: Pick<Deps, 'crypto' | 'matters'>,
  caseFile: Pick<CaseRow, 'id' | 'matter' | 'stage' | 'status'>,
) => {
  const rows = await knex<AnswerRow & { case_id: string }>('answer')
    .where({ case_id: caseFile.id })
    .select('page', 'data_enc', 'version')
  const matter = deps.matters.require(caseFile.matter)
  const stage = stageOf(matter, caseFile.stage)
  const typed = openAnswers(deps.crypto, caseFile.id, rows)
  const asked = matter.facts.consent && (await consentFacts(knex, caseFile.id))
  const consent =
    asked &&
    consentState(
      deps.crypto,
      caseFile,
      { matter, stage, answers: readAnswers(matter.pages, typed) },
      asked.requests,
      asked.papers,
    )
  const stored = counted(typed, consent)
  const answers = readAnswers(matter.pages, stored)
  return { matter, typed, stored, answers, facts: caseFacts(matter, answers), consent }
}
