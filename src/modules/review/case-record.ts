import type { Deps } from '../../deps.ts'
import { rows } from '../../core/forms/page.ts'
import { maskIdNumber, maskName } from '../../core/identity/mask.ts'
import { stageOf, stepText } from '../../core/matters/journey.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { stepOf } from '../../core/workflow/procedures/index.ts'
import { isFinal } from '../../core/workflow/statuses.ts'
import { paths } from '../../web/paths.ts'
import { saidText } from '../cases/progress.ts'
import { accountPlaces } from '../people/account.ts'
import { makingText } from '../documents/making.ts'
import { isForOfficials, isOfUnit } from './case-consent.ts'
import type { StaffCase } from './case-data.ts'
import { momentText as at } from '../../core/workflow/deadlines.ts'

const documentStatuses = {
  VALID: { text: '有效', tone: 'success' },
  REPLACED: { text: '已被新文书替代', tone: 'neutral' },
  REVOKED: { text: '已撤销', tone: 'danger' },
} as const

/** Rows of the table of documents. */
export const documentRows = (deps: Deps, found: StaffCase) =>
  found.documents.map((document) => [
    { text: deps.documents.titleOf(document.kind, document.note) },
    { text: document.number, nowrap: true },
    { text: at(document.issued_at) },
    { tag: documentStatuses[document.status] },
    document.ready
      ? {
          href: paths.staffDocument(found.caseFile.id, document.id),
          text: `查看${deps.documents.of(document.kind).shortName}`,
        }
      : { text: makingText(deps, { issuedAt: document.issued_at, awaited: document.awaited }) },
  ])

/** What happened to the case, the latest first. */
export const timeline = (deps: Pick<Deps, 'matters' | 'documents'>, found: StaffCase) => {
  const matter = deps.matters.require(found.caseFile.matter)
  const told = found.events.filter((event) => isForOfficials(found, event))
  const steps = told.map((event) => ({
    instant: event.at,
    title: `${stageOf(matter, event.stage).title}：${stepText(stageOf(matter, event.stage), event.action)}`,
    at: at(event.at),
    who:
      event.actor_kind === 'staff'
        ? isOfUnit(event)
          ? event.actor_role
          : [event.elsewhere, event.actor_role, event.actor_name].filter(Boolean).join(' ')
        : event.actor_kind === 'applicant'
          ? [event.actor_role ?? '申请人', event.actor_name].join(' ')
          : '系统',
    text: [saidText(event), event.opinion && `内部意见：${event.opinion}`].filter(Boolean).join('\n'),
    files: [
      ...found.documents
        .filter((document) => document.event_id === event.id && document.ready)
        .map((document) => ({
          href: paths.staffDocument(found.caseFile.id, document.id),
          name: `${deps.documents.titleOf(document.kind, document.note)} ${document.number}`,
        })),
      ...found.visits
        .filter((visit) => visit.event_id === event.id && !visit.elsewhere)
        .map((visit) => ({ href: paths.staffVisit(found.caseFile.id, visit.id), name: '现场核查记录' })),
    ],
  }))
  const transfers = found.transfers.map((transfer) => ({
    instant: transfer.at,
    title: '移交给他人办理',
    at: at(transfer.at),
    who: `申请人 ${maskName(transfer.from.name)}`,
    text: `由${maskName(transfer.from.name)}移交给${maskName(transfer.to.name)}，对方已接受。`,
  }))
  return [...steps, ...transfers].toReversed().toSorted((a, b) => Date.parse(b.instant) - Date.parse(a.instant))
}

/** One change of the handler in a sentence, old and new masked: neither is looked at in full here. */
export const handlerChange = (deps: Deps, { from, to, at: instant }: StaffCase['transfers'][number]): string => {
  const person = ({ id, name, id_number_enc: sealed }: typeof from): string =>
    `${maskName(name)}（证件号码${maskIdNumber(deps.crypto.decrypt(sealed, accountPlaces.idNumber(id)))}）`
  return `${at(instant)}，由${person(from)}移交给${person(to)}。`
}

/** Whether what was told is answered item by item: a correction notice is. */
const answered = (
  deps: Pick<Deps, 'matters'>,
  { caseFile }: StaffCase,
  { stage }: { readonly stage: string },
): boolean => stepOf(stageOf(deps.matters.require(caseFile.matter), stage).procedure, 'requireCorrection') !== undefined

/** The notices of 补正 and what was answered to each of their items, the latest first. */
export const corrections = (deps: Pick<Deps, 'matters'>, found: StaffCase) =>
  found.corrections.toReversed().map((correction) => ({
    title: `${at(correction.opened_at)} ${answered(deps, found, correction) ? '告知补正' : '告知修改'}`,
    late: correction.late_reason ?? undefined,
    state: correction.closed_at
      ? { text: `${at(correction.closed_at)} 结束`, tone: 'neutral' }
      : { text: `待申请人补正，${chineseDate(correction.due_on)}前`, tone: 'warning' },
    rows: correction.items.map((item) => [
      { text: item.title, ...(item.late ? { sub: '以前没有告知' } : {}) },
      { text: item.note },
      { text: item.answer ?? (answered(deps, found, correction) ? '尚未说明' : '不要求说明') },
    ]),
  }))

/** What an official chose in the fields of a step, such as the conclusion proposed of a report. */
export const formRows = ({
  procedure,
  action,
  details,
}: Pick<StaffCase['events'][number], 'procedure' | 'action' | 'details'>) =>
  rows(stepOf(procedure, action)?.form?.filter(({ kind }) => kind === 'choice') ?? [], details.form ?? {}).map(
    ({ label, text }) => ({ label, text }),
  )

/** What every node of the present stage proposed and wrote, for whoever decides after it. */
export const proposals = ({ caseFile, events }: StaffCase) =>
  events.flatMap((event) => {
    const step = event.stage === caseFile.stage ? stepOf(event.procedure, event.action) : undefined
    if (!step?.node || isFinal(caseFile.status)) return []
    const tag =
      step.proposes === 'agree'
        ? { text: '拟同意', tone: 'success' }
        : step.proposes === 'disagree'
          ? { text: '拟不同意', tone: 'danger' }
          : step.tone === 'back'
            ? { text: '退回', tone: 'warning' }
            : { text: step.text, tone: 'info' }
    const who = [event.actor_role, event.actor_name].filter(Boolean).join(' ')
    return [{ tag, who, step: step.text, at: at(event.at), opinion: event.opinion, said: formRows(event) }]
  })
