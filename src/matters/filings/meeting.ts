import { chineseDate } from '../../core/documents/dates.ts'
import type { Page } from '../../core/forms/page.ts'
import type { Material, Rule } from '../../core/matters/define.ts'
import { addDays } from '../../core/workflow/calendar.ts'
import { attendance, filingMinutes } from '../shared/forms/meetings.ts'
import { original } from '../shared/materials.ts'
import { heldLately, meetingFields, voteFields } from '../shared/meeting.ts'
import { voteRules } from '../shared/votes.ts'
import { byAuthority, ruleAt, type Filer, ask } from './define.ts'
import { organs } from './organs.ts'

/** Days from the meeting within which it is filed (domain.md §5.2). */
const FILED_WITHIN = 30

/** What a meeting votes on: the beginning of its fields, and what it is called. */
type Vote = 'officers' | 'fee' | 'decision'

/** What is set up, or put off, is decided by the council. */
const ofCouncil = { name: '第一届理事会第八次会议', expected: 15, present: 13 } as const

/** The meeting that decided what is filed. `decided`: of the example. */
export const meetingPage = ({ orgType }: Filer, prefix: Vote, text: string, decided: string): Page => {
  const meeting = prefix === 'decision' ? ofCouncil : organs[orgType].meeting
  const votes = { for: meeting.present, against: 0, abstain: 0 }
  return {
    code: 'resolution',
    title: '会议和表决',
    intro: '按照章程作出决定的那次会议，与会议纪要一致。',
    fields: [
      ...meetingFields({ ...meeting, held: heldLately }),
      ...voteFields(prefix, text, votes, {}),
      ask('textarea', 'summary', '会议内容', { max: 1000, example: decided }),
    ],
  }
}

export const meetingMaterial = ({ law }: Filer): Material => ({
  ...original,
  code: 'F02',
  title: '会议纪要和签到册',
  hint: '写明表决的票数，出席人员签名',
  maxFiles: 20,
  basis: law.charter,
  forms: [filingMinutes, attendance],
})

/** Votes that add up, a quorum, and, for a 基金会, two thirds of those present. */
export const electionRules = (filer: Filer, prefix: Vote, text: string): readonly Rule[] => {
  const { meeting, twoThirds } = organs[filer.orgType]
  const who = prefix === 'decision' ? { meeting: '会议', members: '应到人员' } : meeting.who
  return [
    ...voteRules(
      { ...ruleAt(filer, filer.law.charter), prefix: 'ELECTION', page: 'resolution' },
      { ...who, resolutions: [{ prefix, text }] },
    ),
    ...(twoThirds && prefix === 'officers'
      ? [
          {
            ...ruleAt(filer, twoThirds),
            code: 'ELECTION-TWO-THIRDS',
            level: 'BLOCK',
            check: (answers) => {
              const present = answers.number('resolution', 'presentCount')
              const agreed = answers.number('resolution', `${prefix}For`)
              if (present === undefined || agreed === undefined || agreed * 3 >= present * 2) return []
              const message = `${text}须经出席理事三分之二以上通过；实到${String(present)}人，同意${String(agreed)}票`
              return [{ page: 'resolution', field: `${prefix}For`, message }]
            },
          } satisfies Rule,
        ]
      : []),
  ]
}

/** Late is said, and closes no door. */
export const inTime = (filer: Filer): readonly Rule[] => [
  {
    ...ruleAt(filer, byAuthority),
    code: 'IN-TIME',
    level: 'WARN',
    check: (answers, { today }) => {
      const held = answers.value('resolution', 'meetingDate')
      const last = held && addDays(held, FILED_WITHIN)
      const message = `应当自会议之日起${String(FILED_WITHIN)}日内（${last && chineseDate(last)}以前）备案，现在已经超过，请在会议内容中说明原因`
      return last && today > last ? [{ page: 'resolution', field: 'meetingDate', message }] : []
    },
  },
]
