import type { Rule } from '../../core/matters/define.ts'
import { numbersOf } from './numbers.ts'

/** What was voted on, by the prefix of its fields (see voteFields), and what it is called. */
export type Resolution = { readonly prefix: string; readonly text: string }

/** `quorum`: the provision that two thirds must be there, where it is one; a model charter only recommends it. */
export type Quorum = { readonly meeting: string; readonly members: string; readonly quorum?: string }

type At = Pick<Rule, 'basis' | 'effectiveFrom' | 'stages'> & { readonly prefix: string; readonly page: string }

/** Rules about who was there and how they voted, wherever a meeting is asked for. `prefix`: of their codes. */
export const voteRules = (
  { prefix, basis, page, ...inForce }: At,
  { resolutions, ...who }: Quorum & { readonly resolutions: readonly Resolution[] },
): readonly Rule[] => [
  {
    code: `${prefix}-VOTES-COUNT`,
    basis,
    level: 'BLOCK',
    ...inForce,
    check: (answers) => {
      const attendance = numbersOf(answers, page, ['expectedCount', 'presentCount'])
      if (!attendance) return []
      const { expectedCount: expected, presentCount: present } = attendance
      const tooMany = present > expected
      return [
        ...(tooMany ? [{ page, field: 'presentCount', message: `实到${present}人多于应到${expected}人` }] : []),
        ...resolutions.flatMap(({ prefix, text }) => {
          const names = [`${prefix}For`, `${prefix}Against`, `${prefix}Abstain`] as const
          const votes = numbersOf(answers, page, names)
          if (!votes) return []
          const [yes, no, abstain] = names.map((name) => votes[name]) as [number, number, number]
          const sum = yes + no + abstain
          const message = `${text}：同意${yes}票、反对${no}票、弃权${abstain}票，合计${sum}票，多于实到${present}人`
          return sum > present ? [{ page, field: names[0], message }] : []
        }),
      ]
    },
  },
  {
    code: `${prefix}-VOTES-MISSING`,
    basis,
    level: 'WARN',
    asks: true,
    ...inForce,
    check: (answers) => {
      const present = answers.number(page, 'presentCount')
      if (present === undefined) return []
      return resolutions.flatMap(({ prefix, text }) => {
        const names = [`${prefix}For`, `${prefix}Against`, `${prefix}Abstain`] as const
        const votes = numbersOf(answers, page, names)
        if (!votes) return []
        const sum = names.reduce((all, name) => all + (votes[name] ?? 0), 0)
        const message = `${text}：同意、反对、弃权合计${sum}票，少于实到${present}人，请核对；没有投票的，计入弃权票`
        return sum < present ? [{ page, field: names[0], message }] : []
      })
    },
  },
  {
    code: `${prefix}-VOTES-PASSED`,
    basis,
    level: 'BLOCK',
    ...inForce,
    check: (answers) => {
      const present = answers.number(page, 'presentCount')
      if (present === undefined) return []
      return resolutions.flatMap(({ prefix, text }) => {
        const field = `${prefix}For`
        const yes = answers.number(page, field)
        if (yes === undefined || yes * 2 > present) return []
        const message = `${text}：同意${yes}票，没有超过实到${present}人的半数，决议未通过`
        return [{ page, field, message }]
      })
    },
  },
  {
    code: `${prefix}-QUORUM`,
    basis: who.quorum ?? basis,
    level: who.quorum ? 'BLOCK' : 'WARN',
    ...inForce,
    check: (answers) => {
      const counts = numbersOf(answers, page, ['expectedCount', 'presentCount'])
      if (!counts || counts.presentCount * 3 >= counts.expectedCount * 2) return []
      const message = `${who.meeting}${who.quorum ? '' : '一般'}须有三分之二以上的${who.members}出席；应到${counts.expectedCount}人，实到${counts.presentCount}人`
      return [{ page, field: 'presentCount', message }]
    },
  },
]
