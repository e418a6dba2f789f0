import { chineseDate } from '../../../core/documents/dates.ts'
import type { Answers, Rule } from '../../../core/matters/define.ts'
import { addMonths } from '../../../core/workflow/calendar.ts'
import type { FoundingLaw } from './law.ts'
import { atSubmission, numbersOf } from './rules.ts'

type Resolution = { readonly prefix: string; readonly text: string }

/** `quorum`: the provision that two thirds must be there, where it is one; a model charter only recommends it. */
type Meeting = {
  readonly meeting: string
  readonly members: string
  readonly quorum?: string
  /** How many may come, by the lists; nothing while they are empty. */
  readonly listed: (answers: Answers) => number | undefined
}

/**
 * Rules about the founding meeting and the term it elected for. `who`: whose meeting it is (会员大会, 理事会);
 * `resolutions`: what it voted on, by the prefix of the fields.
 */
export const meetingRules = (law: FoundingLaw, who: Meeting, resolutions: readonly Resolution[]): readonly Rule[] => [
  {
    code: `${law.prefix}-VOTES-COUNT`,
    basis: law.charter,
    level: 'BLOCK',
    ...atSubmission(law),
    check: (answers) => {
      const attendance = numbersOf(answers, 'foundingMeeting', ['expectedCount', 'presentCount'])
      if (!attendance) return []
      const { expectedCount: expected, presentCount: present } = attendance
      const tooMany = present > expected
      return [
        ...(tooMany
          ? [{ page: 'foundingMeeting', field: 'presentCount', message: `实到${present}人多于应到${expected}人` }]
          : []),
        ...resolutions.flatMap(({ prefix, text }) => {
          const names = [`${prefix}For`, `${prefix}Against`, `${prefix}Abstain`] as const
          const votes = numbersOf(answers, 'foundingMeeting', names)
          if (!votes) return []
          const [yes, no, abstain] = names.map((name) => votes[name]) as [number, number, number]
          const sum = yes + no + abstain
          const message = `${text}：同意${yes}票、反对${no}票、弃权${abstain}票，合计${sum}票，多于实到${present}人`
          return sum > present ? [{ page: 'foundingMeeting', field: names[0], message }] : []
        }),
      ]
    },
  },
  {
    code: `${law.prefix}-VOTES-MISSING`,
    basis: law.charter,
    level: 'WARN',
    ...atSubmission(law),
    check: (answers) => {
      const present = answers.number('foundingMeeting', 'presentCount')
      if (present === undefined) return []
      return resolutions.flatMap(({ prefix, text }) => {
        const names = [`${prefix}For`, `${prefix}Against`, `${prefix}Abstain`] as const
        const votes = numbersOf(answers, 'foundingMeeting', names)
        if (!votes) return []
        const sum = names.reduce((all, name) => all + (votes[name] ?? 0), 0)
        const message = `${text}：同意、反对、弃权合计${sum}票，少于实到${present}人，请核对；没有投票的，计入弃权票`
        return sum < present ? [{ page: 'foundingMeeting', field: names[0], message }] : []
      })
    },
  },
  {
    code: `${law.prefix}-VOTES-PASSED`,
    basis: law.charter,
    level: 'BLOCK',
    ...atSubmission(law),
    check: (answers) => {
      const present = answers.number('foundingMeeting', 'presentCount')
      if (present === undefined) return []
      return resolutions.flatMap(({ prefix, text }) => {
        const field = `${prefix}For`
        const yes = answers.number('foundingMeeting', field)
        if (yes === undefined || yes * 2 > present) return []
        const message = `${text}：同意${yes}票，没有超过实到${present}人的半数，决议未通过`
        return [{ page: 'foundingMeeting', field, message }]
      })
    },
  },
  {
    code: `${law.prefix}-QUORUM`,
    basis: who.quorum ?? law.charter,
    level: who.quorum ? 'BLOCK' : 'WARN',
    ...atSubmission(law),
    check: (answers) => {
      const counts = numbersOf(answers, 'foundingMeeting', ['expectedCount', 'presentCount'])
      if (!counts || counts.presentCount * 3 >= counts.expectedCount * 2) return []
      const message = `${who.meeting}${who.quorum ? '' : '一般'}须有三分之二以上的${who.members}出席；应到${counts.expectedCount}人，实到${counts.presentCount}人`
      return [{ page: 'foundingMeeting', field: 'presentCount', message }]
    },
  },
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
