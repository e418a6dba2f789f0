import type { StaffRole } from '../../core/access.ts'
import type { Field, RawValues } from '../../core/forms/field.ts'
import { readForm, validateFields, type FieldErrors } from '../../core/forms/page.ts'
import { instantAt, localDate, localDateTime } from '../../core/workflow/deadlines.ts'
import { stepOf } from '../../core/workflow/procedures/index.ts'
import type { CaseRow } from '../cases/store.ts'

/** Photos one record takes. */
export const mostPhotos = 12

const mostPeople = 4

export const visitConclusions = {
  CONFORMS: { text: '符合', tone: 'success' },
  FAILS: { text: '不符合', tone: 'danger' },
  RECTIFY: { text: '需整改', tone: 'warning' },
} as const
export type VisitConclusion = keyof typeof visitConclusions

export type VisitPerson = { readonly name: string; readonly post: string }

/** What a record of a visit says. */
export type VisitContent = {
  readonly visitedAt: Date
  readonly place: string
  readonly people: readonly VisitPerson[]
  readonly findings: string
  readonly conclusion: VisitConclusion
  readonly note: string
}

/** Somebody of the authority who may be the other one of the two. */
export type Colleague = { readonly id: number; readonly name: string; readonly roles: readonly StaffRole[] }

const numbers = Array.from({ length: mostPeople }, (_one, index) => index + 1)
const nameOf = (number: number): string => `personName${number}`
const postOf = (number: number): string => `personPost${number}`
const label = (number: number): string => (number === 1 ? '对方人员' : `对方人员（${number}）`)

const base: readonly Field[] = [
  { name: 'visitedOn', label: '核查日期', kind: 'date', noLaterThanToday: true },
  { name: 'visitedAt', label: '核查时间', kind: 'text', max: 8, hint: '24小时制，例如 09:30' },
  { name: 'place', label: '核查地点', kind: 'text', max: 100, hint: '写明地址；会告知申请人' },
  ...numbers.flatMap((number): Field[] => {
    const optional = number > 1 ? { optional: true as const } : {}
    return [
      { name: nameOf(number), label: `${label(number)}姓名`, kind: 'personName', ...optional },
      { name: postOf(number), label: `${label(number)}职务`, kind: 'text', max: 40, ...optional },
    ]
  }),
  { name: 'findings', label: '核查情况', kind: 'textarea', max: 2000, hint: '看到的事实，不告知申请人' },
  {
    name: 'conclusion',
    label: '核查结论',
    kind: 'choice',
    options: Object.entries(visitConclusions).map(([value, { text }]) => ({ value, text })),
  },
  {
    name: 'note',
    label: '结论说明',
    kind: 'textarea',
    max: 500,
    hint: '哪里不符合，或者需要怎样整改',
    when: { field: 'conclusion', is: ['FAILS', 'RECTIFY'] },
  },
]

/** The questions of a record; the other official is asked of whoever opens it. */
export const visitFields = (others: readonly { readonly value: string; readonly text: string }[] | undefined) => [
  ...base,
  ...(others
    ? [
        {
          name: 'second',
          label: '另一名核查人员',
          kind: 'choice',
          options: others,
          hint: '须由其本人登录后确认',
        } as const satisfies Field,
      ]
    : []),
]

/** Controls that stand beside one another: the name and the post of each person. */
export const besideOneAnother = <View extends { readonly name: string }>(views: readonly View[]): readonly View[][] =>
  views
    .filter(({ name }) => !numbers.some((number) => name === postOf(number)))
    .map((view) => {
      const number = numbers.find((one) => nameOf(one) === view.name)
      return [view, ...views.filter(({ name }) => number !== undefined && name === postOf(number))]
    })

/** Whether an official may write down a visit of this case now. */
export const mayVisit = (
  { procedure, status }: Pick<CaseRow, 'procedure' | 'status'>,
  roles: readonly StaffRole[],
): boolean => {
  const step = stepOf(procedure, 'visitSite')
  return step !== undefined && step.from.includes(status) && roles.some((role) => step.by.includes(role))
}

const peopleIn = (values: RawValues): readonly VisitPerson[] =>
  numbers
    .map((number) => ({ name: values[nameOf(number)] ?? '', post: values[postOf(number)] ?? '' }))
    .filter(({ name }) => name !== '')

/** Each name goes with a post, each post with a name. */
const halfPeople = (values: RawValues): FieldErrors =>
  Object.fromEntries(
    numbers.slice(1).flatMap((number) => {
      const [name, post] = [values[nameOf(number)] ?? '', values[postOf(number)] ?? '']
      if ((name === '') === (post === '')) return []
      return [
        name === '' ? [nameOf(number), `请填写${label(number)}姓名`] : [postOf(number), `请填写${label(number)}职务`],
      ]
    }),
  )

/** Reads and checks what was posted; `content` is there when nothing is wrong. */
export const readVisit = (
  fields: readonly Field[],
  body: Readonly<Record<string, string>>,
  now: Date,
): { readonly values: RawValues; readonly errors: FieldErrors; readonly content?: VisitContent } => {
  const values = readForm(fields, body)
  const visitedAt = instantAt(values['visitedOn'] ?? '', values['visitedAt'] ?? '')
  const found = { ...halfPeople(values), ...validateFields(fields, values, localDate(now)) }
  const whenFault = visitedAt === undefined ? '核查时间应为24小时制的时间，例如 09:30' : '核查时间不能晚于现在'
  const errors: FieldErrors =
    found['visitedOn'] || found['visitedAt'] || (visitedAt && visitedAt <= now)
      ? found
      : { visitedAt: whenFault, ...found }
  if (Object.keys(errors).length > 0 || !visitedAt) return { values, errors }
  return {
    values,
    errors,
    content: {
      visitedAt,
      place: values['place'] ?? '',
      people: peopleIn(values),
      findings: values['findings'] ?? '',
      conclusion: values['conclusion'] as VisitConclusion,
      note: values['note'] ?? '',
    },
  }
}

/** A record as its form holds it. */
export const visitValues = (content: VisitContent): RawValues => {
  const { date, time } = localDateTime(content.visitedAt)
  return {
    visitedOn: date,
    visitedAt: time,
    place: content.place,
    ...Object.fromEntries(
      content.people.flatMap(({ name, post }, index) => [
        [nameOf(index + 1), name],
        [postOf(index + 1), post],
      ]),
    ),
    findings: content.findings,
    conclusion: content.conclusion,
    note: content.note,
  }
}
