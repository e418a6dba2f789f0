import type { Deps } from '../../deps.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { codePointName } from '../../core/documents/substitutes.ts'
import { stageOf, stepText } from '../../core/matters/journey.ts'
import type { FormBlock, FormRow, PrintableForm } from '../../core/printable-forms/define.ts'
import { localDate, momentText } from '../../core/workflow/deadlines.ts'
import { stepOf } from '../../core/workflow/procedures/index.ts'
import { paths } from '../../web/paths.ts'
import type { Staff } from '../../web/route.ts'
import { statusTag } from '../cases/progress.ts'
import { masked } from './applicant-panel.ts'
import { isForOfficials, isOfUnit } from './case-consent.ts'
import { checksOf, saidOf } from './case-checks.ts'
import type { StaffCase } from './case-data.ts'
import { corrections, formRows } from './case-record.ts'
import { handOverRows } from './hand-over.ts'

// 审批表: what was made sure of, and who proposed and decided what with which words. It holds 内部意见: it is made for
// whoever may read the case, kept nowhere, and never shown to an applicant.

type Event = StaffCase['events'][number]

const proposals = { agree: '拟同意', disagree: '拟不同意' } as const

const opinionRow = (deps: Pick<Deps, 'matters'>, found: StaffCase, event: Event): FormRow => {
  const stage = stageOf(deps.matters.require(found.caseFile.matter), event.stage)
  const step = stepOf(event.procedure, event.action)
  const who = isOfUnit(event) ? event.actor_role : [event.elsewhere, event.actor_role, event.actor_name].join(' ')
  return {
    label: stepText(stage, event.action),
    value: [
      ...(step?.proposes ? [proposals[step.proposes]] : []),
      ...formRows(event).map(({ label, text }) => `${label}：${text}`),
      ...(event.conclusion === '' ? [] : [`结论和理由：${event.conclusion}`]),
      ...(event.opinion === '' ? [] : [`内部意见：${event.opinion}`]),
      `${(who ?? '').trim()} ${momentText(event.at)}`,
    ].join('　'),
  }
}

const checkRows = async (deps: Deps, found: StaffCase, stage: string): Promise<readonly FormRow[]> =>
  (await checksOf(deps, found, stage)).map((line) => {
    const { text, basis, shown, machine } = line
    const said = saidOf(line)
    return {
      label: text,
      value: [
        basis,
        ...shown,
        ...(machine ? [machine.good ? '系统核对：符合' : `系统核对：${machine.said.join('；')}`] : []),
        said ? `${said.text}　${said.who}` : '未核对',
      ].join('　'),
    }
  })

/** What was told in a stage to be put right, and what the applicant said to each of it. */
const correctionRows = (deps: Deps, found: StaffCase, stage: string): readonly FormRow[] =>
  corrections(deps, { ...found, corrections: found.corrections.filter((notice) => notice.stage === stage) })
    .toReversed()
    .flatMap(({ title, rows }) =>
      rows.map(([item, note, answer]) => ({
        label: item?.text ?? '',
        value: `${title}：${note?.text ?? ''}　补正说明：${answer?.text ?? ''}`,
      })),
    )

/** The stage in which a document was issued: 收件凭证 and 受理通知书 come in several. */
export const stageOfDocument = (
  deps: Pick<Deps, 'matters'>,
  { caseFile, events }: Pick<StaffCase, 'caseFile' | 'events'>,
  eventId: number,
): string =>
  stageOf(deps.matters.require(caseFile.matter), events.find(({ id }) => id === eventId)?.stage ?? caseFile.stage).title

/** The sheet of a case as it stands, for a person who decides on paper to sign and for the file. */
const approvalSheet = async (deps: Deps, staff: Staff, found: StaffCase): Promise<PrintableForm> => {
  const { caseFile, account, events } = found
  const matter = deps.matters.require(caseFile.matter)
  const stages = await Promise.all(
    matter.stages.map(async (stage): Promise<readonly FormBlock[]> => {
      const steps = events.filter(
        (event) => event.stage === stage.code && event.actor_kind === 'staff' && isForOfficials(found, event),
      )
      const checks = await checkRows(deps, found, stage.code)
      return [
        { title: '核对清单', rows: checks },
        { title: '告知和补正说明', rows: correctionRows(deps, found, stage.code) },
        { title: '办理意见', rows: steps.map((event) => opinionRow(deps, found, event)) },
      ]
        .filter(({ rows }) => rows.length > 0)
        .map(({ title, rows }) => ({ type: 'rows', title: `${stage.title}：${title}`, rows }))
    }),
  )
  const handedOver = await handOverRows(deps, found, masked)
  return {
    number: '',
    title: `${matter.title}审批表`,
    version: localDate(deps.clock.now()),
    purpose: '登记管理机关内部审批使用',
    holders: [],
    note: '',
    blocks: [
      {
        type: 'rows',
        title: '基本情况',
        rows: [
          { label: '办件编号', value: caseFile.number },
          { label: '名称', value: caseFile.title },
          { label: '申请人', value: account.applicant },
          { label: '登记管理机关', value: staff.authority.name },
          { label: '首次提交', value: momentText(caseFile.submitted_at) },
          { label: '现在的状态', value: `${stageOf(matter, caseFile.stage).title}：${statusTag(deps, caseFile).text}` },
          ...found.documents.map((document) => ({
            label: deps.documents.titleOf(document.kind, document.note),
            value: `${document.number}（${stageOfDocument(deps, found, document.event_id)}）`,
          })),
        ],
      },
      ...stages.flat(),
      ...(handedOver
        ? [
            {
              type: 'rows',
              title: '登记发证',
              rows: handedOver.map(({ label, text }) => ({ label, value: text ?? '' })),
            } as const,
          ]
        : []),
      {
        type: 'together',
        blocks: [
          { type: 'rows', title: '审批', rows: [{ label: `${caseFile.number} ${caseFile.title}`, value: '' }] },
          { type: 'signature', places: [{ label: '审批人（签字）', by: 'hand' }], date: '　　年　　月　　日' },
        ],
      },
    ],
  }
}

/** What stands at the head of what is printed for officials of a case. */
export const printOf = (deps: Deps, staff: Staff, { caseFile }: StaffCase) => ({
  code: caseFile.number ?? '',
  told: `办件编号：${caseFile.number ?? ''}　打印日期：${chineseDate(localDate(deps.clock.now()))}`,
  address: `${deps.publicUrl}${paths.staffCase(caseFile.id)}`,
  siteName: deps.site.name,
  hostOrgan: staff.authority.name,
  printedOn: localDate(deps.clock.now()),
  about: '扫描首页右上角二维码打开本办件，限本机关工作人员',
})

/** The same with every character no font has told by its number. */
export const withGlyphs = (form: PrintableForm, lacking: readonly string[]): PrintableForm => {
  const text = lacking.reduce((json, char) => json.replaceAll(char, `〔${codePointName(char)}〕`), JSON.stringify(form))
  return JSON.parse(text) as PrintableForm
}

/** 审批表 of a case as a PDF, with what it is printed with. */
export const approvalSheetPdf = async (deps: Deps, staff: Staff, found: StaffCase) => {
  const form = await approvalSheet(deps, staff, found)
  return deps.pdf.form(withGlyphs(form, await deps.pdf.lacking(form)), printOf(deps, staff, found))
}
