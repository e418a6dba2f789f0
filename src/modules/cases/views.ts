import type { Deps } from '../../deps.ts'
import { rightsText } from '../../core/documents/remedies.ts'
import { makingText } from '../documents/making.ts'
import { applicantRoleText } from '../../core/matters/applicant-role.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { localDate, localDateTime } from '../../core/workflow/deadlines.ts'
import { endings, isEnding, lostWith } from '../../core/workflow/endings.ts'
import { statuses } from '../../core/workflow/statuses.ts'
import { placeOf } from '../../core/verdicts/targets.ts'
import { papersView } from './papers.ts'
import { paths } from '../../web/paths.ts'
import { authorityById } from '../../reference/reference.ts'
import { isTransferable } from './change-handler.ts'
import { changeableStart } from './change-start.ts'
import { isDisposable } from './drafts.ts'
import { askedInstead, consentView, unitToAsk } from './consent-view.ts'
import { isOfferedAsPack, isOpenFor, itemsAt, type CorrectionItem } from './corrections.ts'
import { checkNames, isNameUnfit } from './name.ts'
import {
  clockMoves,
  deadlineView,
  givingUp,
  nextStep,
  preparing,
  stageSteps,
  statusTag,
  timelineOf,
} from './progress.ts'
import { recycleDays } from './purge-drafts.ts'
import type { ListedCase, RecycledCase, WholeCase } from './queries.ts'
import { titleOf, stateOf, renamed, stateForUnit } from './case-state.ts'

/** 我的办件: number, matter, stage, status, days left, and what one may do. */
export const listView = (
  deps: Deps,
  found: readonly ListedCase[],
  deleted: readonly RecycledCase[],
  pageSize: number,
) => {
  const shown = found.slice(0, pageSize)
  const last = shown.at(-1)
  return {
    rows: shown.map((caseFile) => {
      const matter = deps.matters.require(caseFile.matter)
      const clock = deadlineView(deps, caseFile, caseFile.reserved_until)
      return {
        id: caseFile.id,
        href: paths.case(caseFile.id),
        title: titleOf(deps, caseFile),
        number: caseFile.number,
        matter: matter.title,
        stage: matter.stages.find((stage) => stage.code === caseFile.stage)?.title,
        status: statusTag(deps, caseFile),
        mine: statuses[caseFile.status].turn === 'applicant',
        clock,
        clockMoves: clock ? clockMoves(deps, caseFile.stage, caseFile.moves) : [],
        updated: localDateTime(caseFile.updated_at).text,
        deleteHref: isDisposable(deps, caseFile, caseFile.moved) ? paths.deleteDraft(caseFile.id) : undefined,
      }
    }),
    recycled: deleted.map((caseFile) => ({
      title: titleOf(deps, caseFile),
      deleted: localDateTime(caseFile.deleted_at).text,
      restoreAction: paths.restoreDraft(caseFile.id),
    })),
    recycleDays,
    nextHref:
      found.length > pageSize && last
        ? `${paths.cases}?at=${encodeURIComponent(last.updated_at.toISOString())}&id=${last.id}`
        : undefined,
  }
}

const taskStatus = {
  todo: { status: 'todo', statusText: '未开始' },
  error: { status: 'error', statusText: '有待修改' },
  done: { status: 'done', statusText: '已完成' },
} as const

/** A page nobody has saved yet is not done, whatever it holds. */
const unopened = (status: keyof typeof taskStatus, filled: boolean) => {
  if (status !== 'done') return taskStatus.todo
  return filled ? { status: 'current', statusText: '已带入，请核对' } : { status: 'todo', statusText: '选填' }
}

/** What holds of an approved name now: to be filed in time, or kept because it was. */
const reservationText = ({ caseFile, reservedUntil, uscc }: WholeCase): string | undefined => {
  if (reservedUntil === null || uscc !== null) return undefined
  return caseFile.status === 'DRAFT' || caseFile.status === 'WAITING_CONSENT'
    ? `名称已核准并保留至${chineseDate(reservedUntil)}（含当日），请在保留期内提交成立材料。逾期未提交的，本次申请终止，名称不再保留。`
    : '名称已核准。成立材料已经提交，办理期间名称继续保留。'
}

/** What an ending means, why, what is lost with it, what can be done against it, and where to go on. */
const endingView = (deps: Deps, whole: WholeCase) => {
  const { status, stage, authority_id: authorityId } = whole.caseFile
  if (!isEnding(status)) return undefined
  const ending = endings[status]
  const event = whole.events.findLast(({ to_status: to }) => to === status)
  const paper = whole.documents.find((one) => one.event_id === event?.id && one.appealable)
  const remedy = 'remedy' in ending ? ending.remedy : undefined
  return {
    title: `本次办理已经结束：${statusTag(deps, whole.caseFile).text}`,
    meaning: ending.meaning,
    reason: event?.conclusion,
    lost: lostWith(stage),
    remedy: paper
      ? `《${deps.documents.of(paper.kind).title}》于${chineseDate(localDate(new Date(paper.issued_at)))}出具。${rightsText(
          authorityById(deps.reference, authorityId),
        )}`
      : remedy,
    next: ending.next,
    copyHref: paths.copyCase(whole.caseFile.id),
  }
}

/** The way to change what was said at the start, per fact, while it may be. */
const startChange = (deps: Pick<Deps, 'matters'>, caseFile: WholeCase['caseFile']) => {
  const changeable = changeableStart(deps, caseFile)
  const change = { href: paths.caseStart(caseFile.id), text: '更改' }
  return { role: changeable && change, authority: changeable === 'all' ? change : undefined }
}

/** What the register says because of the case, once it does. */
const registeredView = ({ uscc, matter, stage }: WholeCase) => {
  if (!uscc || (matter.begunBy === 'organization' && stage === matter.stages[0])) return undefined
  return {
    title: matter.begunBy === 'organization' ? '变更已经登记' : '社会组织已登记',
    href: paths.organization(uscc),
  }
}

/** Where a fault is put right: at the very field, item of a list or material. */
const faultHref = (caseId: string, item: CorrectionItem): string => {
  const { code, part } = placeOf(item)
  if (item.kind === 'material') return paths.material(caseId, code)
  if (item.kind === 'item') return paths.answerItem(caseId, code, part ?? '')
  return `${paths.answerPage(caseId, code)}${part === undefined ? '' : `#${part}`}`
}

/** One case: where it stands, what to do, what happened. */
export const overviewView = async (deps: Deps, whole: WholeCase) => {
  const { caseFile, matter, stage, correction, fillable: editable } = whole
  const state = await stateOf(deps, whole)
  const authority = authorityById(deps.reference, caseFile.authority_id)
  const deadline = deadlineView(deps, caseFile, whole.reservedUntil)
  const nameBlocked = editable && isNameUnfit(await checkNames(deps, caseFile, whole.answers))
  const unit = editable ? await unitToAsk(deps, whole) : undefined
  const settled = whole.consent?.settled
  const instead = askedInstead(whole, unit)
  const disposable = isDisposable(deps, caseFile, whole.events.length > 0)
  const open = (code: string): boolean =>
    editable && isOpenFor(correction, code) && code !== settled?.page && code !== settled?.material
  const toPutRight = (code: string): boolean =>
    correction?.binding === true && itemsAt(correction, code).some(({ answer }) => !answer)
  const locked = (code: string) => ({
    status: 'locked',
    statusText: code === settled?.page || code === settled?.material ? '业务主管单位已在线同意' : '不需修改',
  })
  return {
    caseId: caseFile.id,
    title: titleOf(deps, caseFile),
    renamed: renamed(caseFile),
    number: caseFile.number,
    matterTitle: matter.title,
    applicantRole: matter.facts.applicantRole && applicantRoleText(whole.role),
    changeStart: startChange(deps, caseFile),
    authority,
    steps: stageSteps(matter, caseFile.stage, caseFile.status),
    status: statusTag(deps, caseFile),
    ending: endingView(deps, whole),
    clock: deadline,
    clockMoves: clockMoves(deps, caseFile.stage, whole.events),
    next: nextStep(deps, whole),
    editable,
    stageTitle: stage.title,
    stageIntro: stage.intro,
    tasks: state.pages.map(({ page, status, findings }) => {
      const facts =
        page.code === matter.facts.names?.proposed.page && nameBlocked
          ? { status: 'error', statusText: '名称需要修改' }
          : (whole.versions[page.code] ?? 0) === 0
            ? unopened(status, whole.stored[page.code] !== undefined)
            : status === 'done' && toPutRight(page.code)
              ? { status: 'error', statusText: '需要补正' }
              : taskStatus[status]
      return {
        id: page.code,
        title: page.title,
        ...(open(page.code) ? { href: paths.answerPage(caseFile.id, page.code), ...facts } : locked(page.code)),
        hint: instead?.isPaper(page.code, findings[0]?.field)
          ? '可以送业务主管单位在线答复'
          : status === 'error'
            ? findings[0]?.message
            : undefined,
      }
    }),
    materials: state.materials.map(({ material, need, files, done }) => ({
      id: material.code,
      title: `${material.title}${need === 'optional' ? '（选填）' : ''}`,
      ...(open(material.code)
        ? {
            href: paths.material(caseFile.id, material.code),
            status: toPutRight(material.code) ? 'error' : files > 0 ? 'done' : done ? 'current' : 'todo',
            statusText: toPutRight(material.code)
              ? '需要补正'
              : files > 0
                ? `已上传${files}个文件`
                : need === 'optional'
                  ? '选填'
                  : '未上传',
            hint: instead?.isPaper(material.code) ? '可以送业务主管单位在线答复' : undefined,
          }
        : files > 0
          ? { status: 'locked', statusText: `已上传${files}个文件` }
          : locked(material.code)),
    })),
    correction: correction && {
      binding: correction.binding,
      dueText: deadline?.dueText,
      rule: deps.site.matters.correction.rule,
      action: paths.correctionAnswer(caseFile.id),
      items: correction.items.map((item) => ({
        ...item,
        href: faultHref(caseFile.id, item),
      })),
    },
    returnedFor: ['SUGGESTED_CHANGE', 'RETURNED'].includes(caseFile.status)
      ? whole.events.findLast(({ outcome }) => outcome === 'correction')?.conclusion
      : undefined,
    ready: state.complete && !nameBlocked,
    consent: consentView(
      deps,
      whole,
      unit,
      unit !== undefined && !nameBlocked && (await stateForUnit(deps, whole)).complete,
    ),
    preparing: preparing(deps, whole),
    checkHref: paths.checkAnswers(caseFile.id),
    submittedHref:
      caseFile.status === 'WAITING_CONSENT' ||
      (!editable && whole.events.some(({ stage: of, action }) => of === caseFile.stage && action === 'submit'))
        ? paths.checkAnswers(caseFile.id)
        : undefined,
    compareHref:
      whole.events.filter(({ outcome }) => outcome === 'submitted').length > 1
        ? paths.compareSubmissions(caseFile.id)
        : undefined,
    timelineEntries: timelineOf(deps, whole),
    documents: whole.documents.map((document) => ({
      title: deps.documents.titleOf(document.kind, document.note),
      number: document.number,
      matter: document.matter,
      href: paths.document(caseFile.id, document.id),
      ready: document.sha256 !== null,
      making: makingText(deps, document.issued_at, '登记管理机关'),
      status: document.status,
      issued: localDateTime(new Date(document.issued_at)).text,
      verifyHref: paths.verifyDocument(document.verification_code),
    })),
    papers: papersView(whole),
    offlinePack: isOfferedAsPack(whole) ? paths.offlinePack(caseFile.id) : undefined,
    registered: registeredView(whole),
    reservation: reservationText(whole),
    withdrawHref: paths.withdraw(caseFile.id),
    // What nobody has seen is thrown away; there is nothing to give up.
    giveUp: disposable ? undefined : givingUp(caseFile),
    transferHref: isTransferable(deps, caseFile) ? paths.transferCase(caseFile.id) : undefined,
    deleteHref: disposable ? paths.deleteDraft(caseFile.id) : undefined,
  }
}

export type Problem = {
  readonly href: string
  readonly text: string
  /** The page or paper it is about, and the field. */
  readonly code?: string
  readonly field?: string | undefined
}
