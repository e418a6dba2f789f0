import { randomUUID } from 'node:crypto'
import { chineseDate } from '../../core/documents/dates.ts'
import { consentText, paperFields, withConsent } from '../../core/matters/consent.ts'
import { limitOf, stageState, type StageState } from '../../core/matters/journey.ts'
import { readAnswers } from '../../core/matters/answers.ts'
import type { RuleContext } from '../../core/matters/contexts.ts'
import type { ConsentPlace } from '../../core/matters/facts.ts'
import { addWorkingDays, localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { unitOnline } from './consent.ts'
import { clockView } from './progress.ts'
import type { LoadedCase, WholeCase } from './queries.ts'
import { mayDo } from '../grants/access.ts'

/** The unit that could be asked now: the stage is a draft, its unit answers online and has not agreed to what is there. */
export const unitToAsk = async (deps: Deps, { caseFile, matter, answers, consent }: LoadedCase) =>
  consent && caseFile.status === 'DRAFT' && !consent.settled && matter.facts.consent?.page === consent.place.page
    ? unitOnline(deps, caseFile.authority_id, matter, answers)
    : undefined

/** How far the stage is as it would be if its unit agreed today. */
export const stateIfAgreed = (
  { matter, stage, stored, consent }: LoadedCase,
  fileCounts: Readonly<Record<string, number>>,
  context: RuleContext,
): StageState => {
  if (!consent) throw new Error('a stage that needs no consent')
  const agreed = withConsent(consent.place, stored, { unit: '', number: '', date: context.today, opinion: '' })
  return stageState(matter, stage, agreed, readAnswers(matter.pages, agreed), fileCounts, context, consent.place)
}

/** Whether the applicant has begun to answer from a paper. */
const isAnswered = ({ page, given, number }: ConsentPlace, { answers }: LoadedCase): boolean =>
  (given !== undefined && answers.value(page, given) === 'yes') || answers.value(page, number) !== ''

const hasPaper = (whole: WholeCase, place: ConsentPlace): boolean =>
  isAnswered(place, whole) || whole.attachments.some((file) => file.material === place.material)

/** The fields of a page that may stay as they are, because the unit can be asked instead of answering from a paper. */
export const leftToUnit = async (deps: Deps, form: LoadedCase, page: string): Promise<readonly string[]> => {
  const place = form.consent?.place
  if (!place || place.page !== page || isAnswered(place, form)) return []
  return (await unitToAsk(deps, form)) ? paperFields(place) : []
}

/** What of the paper is not told as missing, because the unit can be asked instead. */
export const askedInstead = (whole: WholeCase, unit: { readonly name: string } | undefined) => {
  const { consent } = whole
  if (!unit || !consent || hasPaper(whole, consent.place)) return undefined
  const fields = paperFields(consent.place)
  return {
    isPaper: (code: string, field?: string): boolean =>
      code === consent.place.material || (code === consent.place.page && field !== undefined && fields.includes(field)),
    problem: {
      href: paths.askUnit(whole.caseFile.id),
      text: `还没有业务主管单位的同意：请送${unit.name}在线答复，或者填写其批准文件并上传`,
    },
  }
}

const lost = '同意以后修改申请内容的，原来的同意不再适用，需要重新征求同意。'

const waitingView = (deps: Deps, whole: WholeCase) => {
  const { caseFile, consent } = whole
  const clock = clockView(deps, caseFile)
  if (!consent?.open || !clock) return undefined
  const overdue = clock.remaining < 0
  return {
    more: overdue
      ? '已提醒该单位。没有答复不等于同意，申请仍在该单位；您可以与该单位联系，也可以取回，凭书面批准文件提交。'
      : '没有答复不等于同意。答复以前不能修改；需要修改的，可以取回，以后重新送。',
    action: mayDo(whole, 'own') ? paths.takeBackFromUnit(caseFile.id) : undefined,
    fields: [
      { name: 'requestKey', value: randomUUID() },
      { name: 'version', value: String(caseFile.lock_version) },
    ],
  }
}

/** Whether it is about the draft of the stage the unit was asked about: of a later one it has seen nothing. */
const isOfDraft = ({ caseFile, stage, consent }: LoadedCase): boolean =>
  caseFile.status === 'DRAFT' && consent?.answered?.stage === stage.code

/** What the unit answered, as the draft shows it at its top. */
const answeredView = (whole: WholeCase) => {
  const { consent } = whole
  if (!consent?.answered || !isOfDraft(whole)) return undefined
  const { answered, given, changed, settled } = consent
  if (!given)
    return {
      kind: 'important',
      title: `${answered.unit}不同意`,
      lines: [
        `理由：${answered.conclusion ?? ''}`,
        ...(answered.documentNumber ? [`文号：${answered.documentNumber}`] : []),
        '您填写的内容都保留着，可以修改以后再次送业务主管单位。',
      ],
    }
  if (settled)
    return {
      kind: 'success',
      title: '业务主管单位在线同意',
      lines: [consentText(given), `批准文件不用另外填写和上传，请核对以后提交申请。${lost}`],
    }
  return {
    kind: 'important',
    title: '业务主管单位的同意不再适用',
    lines: [
      `${given.unit}同意（文号${given.number}）以后，您改动了：${changed.join('、')}。`,
      '改回原来的内容，原来的同意仍然适用；否则请重新送业务主管单位，或者凭书面批准文件提交。',
    ],
  }
}

/** Everything the task list says of the unit's consent. */
export const consentView = (
  deps: Deps,
  whole: WholeCase,
  unit: { readonly name: string } | undefined,
  ready: boolean,
) => ({
  waiting: whole.caseFile.status === 'WAITING_CONSENT' ? waitingView(deps, whole) : undefined,
  answered: answeredView(whole),
  ask:
    unit && mayDo(whole, 'submit')
      ? {
          href: paths.askUnit(whole.caseFile.id),
          ready,
          text: `${unit.name}可以在线答复是否同意，不用另外取得批准文件。${
            ready ? '' : '其他内容和材料完成以后就可以送。'
          }已经有书面批准文件的，填写“${pageTitle(whole)}”并上传，直接提交申请。`,
        }
      : undefined,
})

const pageTitle = ({ matter, consent }: WholeCase): string =>
  matter.pages.find(({ code }) => code === consent?.place.page)?.title ?? ''

/** What somebody is told before changing a page or paper of what the unit agreed to; `code`: of the page or paper. */
export const beforeChanging = (form: LoadedCase, code: string): string | undefined => {
  const { consent } = form
  return consent?.given && consent.settled && isOfDraft(form) && !consent.place.beside.includes(code)
    ? `${consent.given.unit}已同意现在的内容（文号${consent.given.number}）。改动以后，这项同意不再适用，需要重新征求同意。`
    : undefined
}

/** What is said where only a paper would be asked for, when the unit can be asked. */
export const insteadOfPaper = async (deps: Deps, form: LoadedCase, code: string): Promise<string | undefined> => {
  const { consent } = form
  if (code !== consent?.place.page && code !== consent?.place.material) return undefined
  const unit = await unitToAsk(deps, form)
  return (
    unit &&
    `${unit.name}可以在线答复：没有书面批准文件的，${
      code === consent.place.material ? '这里不用上传' : consent.place.given ? '选“否”' : '日期和文号不用填写'
    }，完成其他内容以后在任务清单中送业务主管单位。`
  )
}

/** 送业务主管单位, asked once: what it gets, by when it answers, and what that means for the name. */
export const askView = (
  deps: Deps,
  whole: WholeCase,
  unit: { readonly name: string },
  problems: readonly { readonly href: string; readonly text: string }[],
) => {
  const { caseFile, matter, stage, reservedUntil } = whole
  const limit = limitOf(matter, stage, 'consent', deps.site.matters)
  if (!limit) throw new Error(`${stage.code} has no limit for the unit`)
  const due = addWorkingDays(deps.reference.calendar, localDate(deps.clock.now()), limit.committed).date
  const reserved = reservedUntil === null ? undefined : chineseDate(reservedUntil)
  return {
    caseId: caseFile.id,
    stageTitle: stage.title,
    unit: unit.name,
    problems,
    facts: [
      { label: '业务主管单位', text: unit.name },
      { label: '答复期限', text: `${limit.committed}个工作日，今天送出的，最迟${chineseDate(due)}` },
      ...(reserved ? [{ label: '名称保留至', text: reserved }] : []),
    ],
    reservation:
      reservedUntil !== null && reserved
        ? due >= reservedUntil
          ? `答复期限不早于名称保留期的最后一天。名称只保留至${reserved}，届满时没有提交申请的，本次申请终止，名称不再保留。请先与${unit.name}联系，或者取得书面批准文件直接提交。`
          : `名称保留至${reserved}，等待答复期间照常计算。请在收到答复以后、${reserved}前（含当日）提交申请。`
        : undefined,
    requestKey: randomUUID(),
    version: caseFile.lock_version,
  }
}
