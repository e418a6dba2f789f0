import { randomUUID } from 'node:crypto'
import { fileTypes, sizeText } from '../../core/files.ts'
import type { Field, RawValues } from '../../core/forms/field.ts'
import { readForm, rows, validateFields, type FieldErrors } from '../../core/forms/page.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { localDate, localDateTime, remainingWorkingDays } from '../../core/workflow/deadlines.ts'
import { remainingText, signal, signalText } from '../../core/workflow/signals.ts'
import { stepOf } from '../../core/workflow/procedures/index.ts'
import type { Deps } from '../../deps.ts'
import { fieldViews } from '../../web/form-view.ts'
import { figuresIn } from '../../web/figures-view.ts'
import { listTable, withSheet } from '../../web/list-table.ts'
import { paths } from '../../web/paths.ts'
import type { Staff } from '../../web/route.ts'

import { maskedSnapshot } from '../cases/masked.ts'
import type { UnitAnswer } from './commands.ts'
import { listRequests, openCount, whichOf, type UnitRequest } from './queries.ts'

export const unitActions = ['consent', 'refuseConsent'] as const satisfies readonly UnitAnswer['action'][]

const stepFor = (action: UnitAnswer['action']) => {
  const step = stepOf('licence', action)
  if (!step) throw new Error(`a licence without ${action}`)
  return step
}

/** The word on the button of an answer. */
export const answerText = (action: UnitAnswer['action']): string => stepFor(action).text

const conclusionField = (action: UnitAnswer['action']): Field => ({
  name: 'conclusion',
  label: '结论和理由',
  kind: 'textarea',
  max: 500,
  hint: action === 'consent' ? '发给申请人，并随申请送登记管理机关' : '发给申请人，不送登记管理机关',
  ...(stepFor(action).conclusion === 'optional' ? { optional: true } : {}),
})

const fieldsOfAnswer = (action: UnitAnswer['action']): readonly Field[] => [
  ...(stepFor(action).form ?? []),
  conclusionField(action),
]

/** What was posted for an answer, and what is wrong with it. */
export const readAnswer = (action: UnitAnswer['action'], body: RawValues, today: string) => {
  const list = fieldsOfAnswer(action)
  const values = readForm(list, body)
  const { conclusion = '', ...form } = values
  return { values, form, conclusion, errors: validateFields(list, values, today) }
}

/** What an answer says, for reading it once more. */
export const saidInAnswer = (action: UnitAnswer['action'], values: RawValues) =>
  rows(fieldsOfAnswer(action), values).map(({ label, text }) => ({ label, text }))

/** What was typed into an answer that could not be given. */
export type Typed = { readonly action: UnitAnswer['action']; readonly values: RawValues; readonly errors: FieldErrors }

const clockOf = (deps: Deps, dueOn: string, limit: number) => {
  const remaining = remainingWorkingDays(deps.reference.calendar, localDate(deps.clock.now()), dueOn)
  const light = signal(remaining, limit, 'RUNNING')
  return {
    signal: { colour: light, word: signalText(light) },
    text: remainingText(remaining),
  }
}

const limitOfRequest = (
  deps: Pick<Deps, 'matters'>,
  { matter, stage }: Pick<UnitRequest, 'matter' | 'stage'>,
): number => deps.matters.require(matter).stages.find(({ code }) => code === stage)?.limits.consent?.committed ?? 0

const outcomes = {
  consent: { text: '已同意', tone: 'success' },
  refuseConsent: { text: '不同意', tone: 'danger' },
  takeBackFromUnit: { text: '申请人已取回', tone: 'neutral' },
} as const

const outcomeOf = (closedBy: string) =>
  closedBy in outcomes ? outcomes[closedBy as keyof typeof outcomes] : { text: '办件已结束', tone: 'neutral' }

/** 征求意见: what waits for the unit's answer, or what it answered. */
export const listPage = async (deps: Deps, staff: Staff, query: Readonly<Record<string, string>>) => {
  const answered = query['state'] === 'answered'
  const { rows: found, pagination } = await listRequests(deps.db, staff, answered, query)
  return {
    unit: staff.organ?.name,
    answered,
    tabs: [
      { text: '待答复', href: paths.staffConsents, count: await openCount(deps.db, staff), current: !answered },
      { text: '已答复', href: `${paths.staffConsents}?state=answered`, current: answered },
    ],
    rows: found.map((row) => {
      const clock = row.closed_by === null ? clockOf(deps, row.due_on, limitOfRequest(deps, row)) : undefined
      return [
        { href: paths.staffConsent(row.id), text: row.title || deps.matters.require(row.matter).title },
        { text: deps.matters.require(row.matter).title, sub: whichOf(deps, row) },
        { text: row.applicant },
        { text: localDateTime(row.asked_at).text, nowrap: true },
        clock
          ? { signal: clock.signal, sub: `${chineseDate(row.due_on)}前答复，${clock.text}` }
          : {
              tag: outcomeOf(row.closed_by ?? ''),
              sub: row.closed_at ? localDateTime(row.closed_at).text : undefined,
            },
      ]
    }),
    pagination,
  }
}

const contentView = (deps: Pick<Deps, 'matters'>, request: UnitRequest) => {
  if (!request.content) return undefined
  const matter = deps.matters.require(request.matter)
  const content = maskedSnapshot(matter, request.content)
  return {
    sections: content.sections.map((section) => ({
      ...withSheet(matter, section),
      figures: figuresIn(matter, section, content.sections),
      table: listTable(matter, section),
    })),
    materials: content.materials.map(({ title, files }) => ({
      title,
      files: files.map((file) => ({
        href: paths.staffConsentFile(request.id, file.id),
        name: file.name,
        sizeText: sizeText(file.size),
        picture: file.type === fileTypes.jpg.extensions[0] || file.type === fileTypes.png.extensions[0],
        sheet: file.type === fileTypes.pdf.extensions[0],
      })),
    })),
  }
}

/** What became of a request, in rows. */
const answerRows = (request: UnitRequest) => {
  if (request.closed_by === null || request.closed_at === null) return undefined
  const byUnit = request.closed_by === 'consent' || request.closed_by === 'refuseConsent'
  return [
    { label: '结果', tag: outcomeOf(request.closed_by) },
    { label: '时间', text: localDateTime(request.closed_at).text },
    ...(byUnit
      ? [
          { label: '文号', text: request.document_number || '未填写' },
          { label: '结论和理由', text: request.conclusion || '未填写' },
          { label: '办理人', text: request.closed_name ?? '' },
        ]
      : []),
  ]
}

const variants = { forward: 'primary', back: 'danger', end: 'danger' } as const

/** Everything the page of one request shows; people's data masked. */
export const requestPage = (
  deps: Deps,
  request: UnitRequest,
  shown: { readonly typed?: Typed | undefined; readonly notice?: object | undefined },
) => {
  const { typed } = shown
  const matter = deps.matters.require(request.matter)
  const open = request.closed_by === null
  const clock = open ? clockOf(deps, request.due_on, limitOfRequest(deps, request)) : undefined
  return {
    name: request.title || matter.title,
    facts: [
      { label: '事项', text: `${matter.title}：${whichOf(deps, request)}` },
      { label: '申请人', text: request.applicant },
      { label: '送来时间', text: localDateTime(request.asked_at).text },
    ],
    clock: clock && { ...clock, dueText: chineseDate(request.due_on) },
    answer: answerRows(request),
    content: contentView(deps, request),
    forms: open
      ? unitActions.map((action) => ({
          action,
          /** The answer that was typed, or else that it is agreed to. */
          open: action === (typed?.action ?? unitActions[0]),
          text: answerText(action),
          variant: variants[stepFor(action).tone],
          href: paths.staffConsentStep(request.id, action),
          fields: fieldViews(
            fieldsOfAnswer(action),
            typed?.action === action ? typed.values : {},
            typed?.action === action ? typed.errors : {},
          ).map((field) => ({ ...field, id: `${action}-${field.id}` })),
        }))
      : [],
    leftOver: !open && typed ? Object.values(typed.values).filter(Boolean).join('\n') : undefined,
    requestKey: randomUUID(),
    version: request.lock_version,
    errors: Object.entries(typed?.errors ?? {}).map(([field, text]) => ({
      text,
      href: `#${typed?.action ?? ''}-${field}`,
    })),
    notice: shown.notice,
  }
}
