import { meetingForms } from '../../core/enumerations.ts'
import { fields } from '../../core/forms/page.ts'
import type { Condition } from '../../core/forms/field.ts'

/** A meeting not long ago, within the 30 days in which what it decided is applied for or filed. */
export const heldLately = '2026-11-08'

/** One meeting: when, where, how, and how many had to be and were there. `example`: a meeting of the type. */
export const meetingFields = (example: {
  readonly name: string
  readonly expected: number
  readonly present: number
  readonly held?: string
  /** The lists of those who have to be there, where the matter asks for them. */
  readonly members?: readonly string[]
}) =>
  fields(
    { name: 'meetingName', label: '会议名称', kind: 'text', max: 100, example: example.name },
    { name: 'meetingForm', label: '会议形式', kind: 'choice', options: meetingForms, example: 'ON_SITE' },
    {
      name: 'meetingDate',
      label: '会议日期',
      kind: 'date',
      noLaterThanToday: true,
      example: example.held ?? '2026-10-18',
    },
    {
      name: 'meetingPlace',
      label: '会议地点',
      kind: 'text',
      max: 200,
      hint: '通讯或视频会议填写主会场或召集地点',
      example: '太原市迎泽区文源巷21号一层会议室',
    },
    {
      name: 'expectedCount',
      label: '应到人数',
      kind: 'integer',
      min: 1,
      max: 100_000,
      unit: '人',
      ...(example.members ? { counts: example.members } : {}),
      example: String(example.expected),
    },
    {
      name: 'presentCount',
      label: '实到人数',
      kind: 'integer',
      min: 1,
      max: 100_000,
      unit: '人',
      example: String(example.present),
    },
  )

/** How the meeting voted on one resolution; `prefix` keeps the names of several votes on a page apart. */
export const voteFields = <const P extends string, const C extends { readonly when?: Condition }>(
  prefix: P,
  resolution: string,
  votes: { readonly for: number; readonly against: number; readonly abstain: number },
  condition: C,
) => {
  const count = { kind: 'integer', min: 0, max: 100_000, unit: '票', ...condition } as const
  return [
    { ...count, name: `${prefix}For`, label: `${resolution}：同意票数`, example: String(votes.for) },
    { ...count, name: `${prefix}Against`, label: `${resolution}：反对票数`, example: String(votes.against) },
    { ...count, name: `${prefix}Abstain`, label: `${resolution}：弃权票数`, example: String(votes.abstain) },
  ] as const
}
