import { codePointName, type MissingGlyph, type Substitutes } from '../../core/documents/substitutes.ts'
import { fields, readForm, validateFields, type FieldErrors } from '../../core/forms/page.ts'
import type { Field, RawValues } from '../../core/forms/field.ts'
import { kindOf } from '../../core/forms/kinds.ts'
import { toDayNumber } from '../../core/workflow/calendar.ts'
import { localDate, localDateTime } from '../../core/workflow/deadlines.ts'
import { ACTIONS, transitionOf, type Action } from '../../core/workflow/transitions.ts'
import type { StepDetails } from '../cases/take-step.ts'
import { phrasesOf } from './phrases.ts'

/** Longest opinion, in characters. */
export const opinionLength = 500

const opinionField: Field = { name: 'opinion', label: '办理意见', kind: 'textarea', max: opinionLength, optional: true }

/** The ground of a refusal, as the notice states it (行政许可法 art. 32). */
const refusalFields = fields(
  {
    name: 'ground',
    label: '不予受理的情形',
    kind: 'choice',
    options: [
      { value: 'NO_LICENCE_NEEDED', text: '申请事项依法不需要取得行政许可' },
      { value: 'OTHER_AUTHORITY', text: '申请事项依法不属于本机关职权范围' },
      { value: 'OTHER', text: '其他情形' },
    ],
  },
  {
    name: 'competentAuthority',
    label: '有权办理的行政机关',
    kind: 'text',
    max: 60,
    showIf: { field: 'ground', is: ['OTHER_AUTHORITY'] },
  },
  { name: 'opinion', label: '不予受理的理由', kind: 'textarea', max: opinionLength },
)

/** Who took the certificate away, and when. `collectedAt` is minutes precise, as the control gives it. */
const handOverFields = fields(
  { name: 'collectorName', label: '领取人', kind: 'personName' },
  { name: 'collectorPhone', label: '联系电话', kind: 'contactPhone' },
)

/** Asked where the step grants a name that another case submitted before. */
export const precedenceField: Field = {
  name: 'precedence',
  label: '核准在后申请的理由',
  kind: 'textarea',
  max: opinionLength,
  hint: '有在先提交的申请使用相同或者相近的名称。理由随决定保存，在先申请的承办人员可以看到，不写入文书',
}

export const grantsName = (action: Action): boolean => transitionOf(action).effects?.includes('reserveName') ?? false

/** Steps that ask for more than an opinion. */
const special = { refuse: refusalFields, handOver: handOverFields } as const
export const specialFields: Readonly<Partial<Record<Action, readonly Field[]>>> = special

/** Steps whose form says in its own words what the opinion would say. */
export const opinionIsOwn = (action: Action): boolean => action in special || action === 'requireCorrection'

/** The step an address names, if officials take it. */
export const staffActionOf = (text: string): Action | undefined =>
  ACTIONS.find(
    (action) => action === text && transitionOf(action).by.some((by) => by !== 'applicant' && by !== 'system'),
  )

export type ActionForm = {
  readonly values: RawValues
  readonly errors: FieldErrors
  readonly opinion: string
  readonly details: StepDetails
}

/** '2026-11-21T10:05' of Asia/Shanghai as an instant; undefined for anything else. */
const localInstant = (text: string): Date | undefined => {
  const parts = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)$/.exec(text)
  const [, date, hours, minutes] = parts ?? []
  if (date === undefined) return undefined
  try {
    return new Date(toDayNumber(date) * 86_400_000 + (Number(hours) - 8) * 3_600_000 + Number(minutes) * 60_000)
  } catch {
    return undefined
  }
}

/** An instant as the control for date and time writes it. */
export const localInput = (instant: Date): string => {
  const { date, time } = localDateTime(instant)
  return `${date}T${time}`
}

const collectedAtLabel = '领取时间'

const readCollectedAt = (raw: string, now: Date): { error: string } | { at: Date } => {
  if (raw === '') return { error: `请填写${collectedAtLabel}` }
  const at = localInstant(raw)
  if (!at) return { error: `${collectedAtLabel}应为日期和时间，例如 2026-11-20T15:30` }
  return at > now ? { error: `${collectedAtLabel}不能晚于现在` } : { at }
}

const handOver = (body: Readonly<Record<string, string>>, now: Date): ActionForm => {
  const values = readForm(special.handOver, body)
  const raw = (body['collectedAt'] ?? '').trim()
  const collected = readCollectedAt(raw, now)
  const errors = {
    ...validateFields(special.handOver, values, localDate(now)),
    ...('error' in collected ? { collectedAt: collected.error } : {}),
  }
  return {
    values: { ...values, collectedAt: raw },
    errors,
    opinion: '',
    details: {
      collectorName: values['collectorName'] ?? '',
      collectorPhone: values['collectorPhone'] ?? '',
      ...('at' in collected ? { collectedAt: collected.at } : {}),
    },
  }
}

const grounds = ['NO_LICENCE_NEEDED', 'OTHER_AUTHORITY', 'OTHER'] as const

const refusal = (body: Readonly<Record<string, string>>, now: Date): ActionForm => {
  const values = readForm(special.refuse, body)
  const ground = grounds.find((known) => known === values['ground'])
  return {
    values,
    errors: validateFields(special.refuse, values, localDate(now)),
    opinion: values['opinion'] ?? '',
    details: {
      ...(ground ? { refusalGround: ground } : {}),
      ...(values['competentAuthority'] ? { competentAuthority: values['competentAuthority'] } : {}),
    },
  }
}

const plain = (
  action: Action,
  body: Readonly<Record<string, string>>,
  now: Date,
  extra: readonly Field[],
): ActionForm => {
  const { opinion: rule } = transitionOf(action)
  if (rule === 'none') return { values: {}, errors: {}, opinion: '', details: {} }
  const posted = body['phrase'] ?? ''
  const phrase = posted === '' ? '' : phrasesOf(action)[Number(posted)]
  const typed = kindOf(opinionField).fromForm(body, 'opinion', opinionField)
  const asked = readForm(extra, body)
  const opinion = [phrase ?? '', typed].filter((part) => part !== '').join('\n')
  const errors = {
    ...(phrase === undefined ? { phrase: '请从列出的常用意见中选择' } : {}),
    ...(rule === 'required' && opinion === '' ? { opinion: '请填写办理意见' } : {}),
    ...validateFields([opinionField, ...extra], { ...asked, opinion }, localDate(now)),
  }
  const reason = asked[precedenceField.name]
  return {
    values: { ...asked, opinion: typed, phrase: posted },
    errors,
    opinion,
    details: reason ? { precedenceReason: reason } : {},
  }
}

/** Reads and checks what was posted for a step. `now` is the moment of the request, `extra` what the case adds to ask. */
export const readActionForm = (
  action: Action,
  body: Readonly<Record<string, string>>,
  now: Date,
  extra: readonly Field[],
): ActionForm =>
  action === 'handOver'
    ? handOver(body, now)
    : action === 'refuse'
      ? refusal(body, now)
      : plain(action, body, now, extra)

const writingLength = 20
export const writingName = (char: string): string => `writing-${(char.codePointAt(0) ?? 0).toString(16)}`

export const writingField = ({ char, within }: MissingGlyph): Field => ({
  name: writingName(char),
  label: `“${char}”（${codePointName(char)}）在文书上的写法`,
  kind: 'text',
  max: writingLength,
  hint: `见于“${within}”。文书字库没有这个字。请与当事人商定写法，例如部件“月＋朋”或者拼音，文书印成〔写法〕并注明编码；字本身写错的，退回更正；不能商定的，联系运维人员增加字库，再办理这一步。`,
})

/** What was written for characters without a glyph, by character. Controls and halves of characters are none. */
export const readWritings = (body: Readonly<Record<string, string>>): Substitutes =>
  Object.fromEntries(
    Object.entries(body).flatMap(([name, raw]) => {
      const code = Number.parseInt(/^writing-([0-9a-f]{2,6})$/.exec(name)?.[1] ?? '0', 16)
      const char = code <= 0x10_ffff ? String.fromCodePoint(code) : ''
      const writing = Array.from(raw.replaceAll(/[〔〕\s\p{C}]/gu, ''))
        .slice(0, writingLength)
        .join('')
      return /^[^\p{Cc}\p{Cs}]$/u.test(char) && writing !== '' ? [[char, writing]] : []
    }),
  )
