import { chineseDate } from '../../../core/documents/dates.ts'
import type { Answers, Rule } from '../../../core/matters/define.ts'
import { addMonths } from '../../../core/workflow/calendar.ts'
import type { FoundingLaw } from './law.ts'
import { voteRules, type Quorum, type Resolution } from '../../shared/votes.ts'
import { atSubmission } from './rules.ts'

type Meeting = Quorum & {
  /** How many may come, by the lists; nothing while they are empty. */
  readonly listed: (answers: Answers) => number | undefined
}

/**
 * Rules about the founding meeting and the term it elected for. `who`: whose meeting it is (会员大会, 理事会);
 * `resolutions`: what it voted on, by the prefix of the fields.
 */
export const meetingRules = (law: FoundingLaw, who: Meeting, resolutions: readonly Resolution[]): readonly Rule[] => [
  ...voteRules(
    { prefix: law.prefix, basis: law.charter, page: 'foundingMeeting', ...atSubmission(law) },
    { ...who, resolutions },
  ),
  {
    code: `${law.prefix}-MEETING-EXPECTED`,
    basis: who.quorum ?? law.charter,
    level: 'WARN',
    ...atSubmission(law),
    check: (answers) => {
      const expected = answers.number('foundingMeeting', 'expectedCount')
      const listed = who.listed(answers)
      if (expected === undefined || !listed || expected === listed) return []
      // Delegates are fewer than those they speak for.
      if (expected < listed && answers.value('foundingMeeting', 'meetingName').includes('代表')) return []
      const message = `${who.meeting}应到${expected}人，添加的${who.members}有${listed}名，两者应当一致，请核对`
      return [{ page: 'foundingMeeting', field: 'expectedCount', message }]
    },
  },
  {
    code: `${law.prefix}-TERM-END`,
    basis: law.charter,
    level: 'BLOCK',
    ...atSubmission(law),
    check: (answers) => {
      const start = answers.value('term', 'startDate')
      const due = answers.value('term', 'dueReElectionDate')
      const years = answers.number('term', 'termYears')
      if (!start || !due || years === undefined) return []
      const expected = addMonths(start, years * 12)
      if (due === expected) return []
      const message = `任期${years}年，从${chineseDate(start)}起算，应换届日期应为${chineseDate(expected)}`
      return [{ page: 'term', field: 'dueReElectionDate', message }]
    },
  },
  {
    code: `${law.prefix}-TERM-AFTER-MEETING`,
    basis: law.charter,
    level: 'WARN',
    ...atSubmission(law),
    check: (answers) => {
      const start = answers.value('term', 'startDate')
      const held = answers.value('foundingMeeting', 'meetingDate')
      if (!start || !held || start >= held) return []
      const message = `任期从${chineseDate(start)}开始，早于${who.meeting}的日期${chineseDate(held)}`
      return [{ page: 'term', field: 'startDate', message }]
    },
  },
]
