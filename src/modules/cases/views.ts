import type { Deps } from '../../deps.ts'
import { rightsText } from '../../core/documents/remedies.ts'
import { rightsText as grantText } from '../../core/grants.ts'
import { makingText } from '../documents/making.ts'
import { readAnswers } from '../../core/matters/answers.ts'
import { applicantRoleText } from '../../core/matters/applicant-role.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import type { AnyStage } from '../../core/matters/define.ts'
import { certificateBy } from '../../core/matters/expected.ts'
import { onOutcome, stepText, titleOfStage } from '../../core/matters/journey.ts'
import { localDate, localDateTime } from '../../core/workflow/deadlines.ts'
import { endings, isEnding, lostWith } from '../../core/workflow/endings.ts'
import { statuses } from '../../core/workflow/statuses.ts'
import { papersView } from './papers.ts'
import { paths } from '../../web/paths.ts'
import { authorityById } from '../../reference/reference.ts'
import { mayDo } from '../grants/access.ts'
import { invitedTo } from '../grants/colleagues.ts'
import { openAnswers } from './answers.ts'
import { isTransferable } from './change-handler.ts'
import { changeableStart } from './change-start.ts'
import { isDisposable } from './drafts.ts'
import { askedInstead, consentView, unitToAsk } from './consent-view.ts'
import { plannedByCase, type PlannedOfCase } from '../register/planned.ts'
import { movedSinceFiled } from './moved.ts'
import { countersView } from './counters-view.ts'
import { changePath, isOfferedAsPack } from './corrections.ts'
import { mendedItems, mendedSince, unmendedText } from './mended.ts'
import { checkNames, isNameUnfit } from './name.ts'
import {
  clockMoves,
  deadlineView,
  givingUp,
  preparing,
  stageSteps,
  statusTag,
  submitting,
  timelineOf,
} from './progress.ts'
import { recycleDays } from './purge-drafts.ts'
import { stateViewOf } from './state-view.ts'
import { submissionLinks } from './submissions.ts'
import { taskList, tasksOf } from './task-view.ts'
import { toldFilledIn } from './tell-owner.ts'
import { certificatesOf, tellText, turnView } from './turn-view.ts'
import type { ListedCase, RecycledCase, WholeCase } from './queries.ts'
import { titleOf, stateOf, renamed, stateForUnit } from './case-state.ts'
import { organizationOf } from '../register/entry.ts'
import { whyNotAnyMore } from './may-begin.ts'

/**
 * How a case is headed among others: what is to be founded by its name, what an organization applies for by what that is;
 * of several organizations each says whose it is.
 */
const headOf = (deps: Pick<Deps, 'matters' | 'crypto'>, caseFile: ListedCase, several: boolean) => {
  const matter = deps.matters.require(caseFile.matter)
  const name = titleOf(deps, caseFile)
  if (matter.begunBy !== 'organization') return { title: name, under: matter.title }
  const about = matter.about?.text(readAnswers(matter.pages, openAnswers(deps.crypto, caseFile.id, caseFile.about)))
  return {
    title: about ? `${matter.title}：${about}` : matter.title,
    under: several && caseFile.principal === null ? name : undefined,
  }
}

/** 我的办件: number, matter, stage, status, days left, and what one may do. */
export const listView = (
  deps: Deps,
  found: readonly ListedCase[],
  deleted: readonly RecycledCase[],
  pageSize: number,
) => {
  const shown = found.slice(0, pageSize)
  const last = shown.at(-1)
  const several = new Set(found.map(({ title }) => title)).size > 1
  return {
    rows: shown.map((caseFile) => {
      const matter = deps.matters.require(caseFile.matter)
      const clock = deadlineView(deps, caseFile, caseFile.reserved_until)
      return {
        id: caseFile.id,
        href: paths.case(caseFile.id),
        ...headOf(deps, caseFile, several),
        principal: caseFile.principal,
        number: caseFile.number,
        stage: matter.stages.find((stage) => stage.code === caseFile.stage)?.title,
        status: statusTag(deps, caseFile),
        mine: statuses[caseFile.status].turn === 'applicant' && caseFile.principal === null,
        clock,
        clockMoves: clock ? clockMoves(deps, caseFile.stage, caseFile.moves) : [],
        updated: localDateTime(caseFile.updated_at).text,
        deleteHref:
          caseFile.principal === null && isDisposable(deps, caseFile, caseFile.moved)
            ? paths.deleteDraft(caseFile.id)
            : undefined,
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
  // What a stage says of its being given up tells what became of the rest.
  const abandoned = status === 'ABANDONED' ? onOutcome(whole.stage, 'abandoned')?.notice : undefined
  const isOthers = whole.owner.behalf !== null
  return {
    title: `本次办理已经结束：${statusTag(deps, whole.caseFile).text}`,
    meaning: abandoned ?? ending.meaning,
    reason: event?.conclusion,
    lost: lostWith(stage),
    remedy: paper
      ? `《${deps.documents.of(paper.kind).title}》于${chineseDate(localDate(new Date(paper.issued_at)))}出具。${rightsText(
          authorityById(deps.reference, authorityId),
        )}`
      : remedy,
    next: isOthers ? '需要再次代为申请的，由登记管理机关窗口重新开始。' : ending.next,
    copyHref: mayDo(whole, 'own') && !isOthers ? paths.copyCase(whole.caseFile.id) : undefined,
  }
}

/** The way to change what was said at the start, per fact, while it may be. */
const startChange = (deps: Pick<Deps, 'matters'>, caseFile: WholeCase['caseFile']) => {
  const changeable = changeableStart(deps, caseFile)
  const change = { href: paths.caseStart(caseFile.id), text: '更改' }
  return { role: changeable && change, authority: changeable === 'all' ? change : undefined }
}

/** Where the register says it, once it does because of the case. */
const registeredView = ({ uscc, matter, stage }: WholeCase) =>
  !uscc || (matter.begunBy === 'organization' && stage === matter.stages[0])
    ? undefined
    : { href: paths.organization(uscc) }

/** How far an item of a notice is: by what is otherwise than it was handed in, where that is known. */
const mendedTag = (mended: boolean | undefined, answered: boolean) => {
  if (mended) return { text: '已修改', tone: 'success' }
  if (mended === undefined) return answered ? { text: '已说明', tone: 'success' } : { text: '需要补正', tone: 'danger' }
  return answered ? { text: '未修改，已说明', tone: 'warning' } : { text: '未修改', tone: 'danger' }
}

/** What a notice of correction asks, and what is left of it before the stage may be handed in again. */
const correctionView = (whole: WholeCase, complete: boolean, mended: ReadonlyMap<number, boolean>) => {
  const { caseFile, correction, owner } = whole
  if (!correction) return undefined
  const { binding, items } = correction
  const silent = items.filter(({ answer }) => !answer).length
  const left = [silent > 0 && `还有 ${silent} 项没有补正说明`, !complete && '还有内容有待修改'].filter(Boolean)
  return {
    binding,
    action: paths.correctionAnswer(caseFile.id),
    items: items.map((item) => ({
      ...item,
      href: changePath(caseFile.id, item),
      tag: mendedTag(mended.get(item.id), Boolean(item.answer)),
    })),
    along: correction.along.map((one) => ({ ...one, href: changePath(caseFile.id, one) })),
    press: mayDo(whole, 'submit') ? { text: '重新提交', value: 'check' } : { text: tellText(owner), value: 'tell' },
    left: left.length > 0 ? `现在${left.join('，')}。按下时先保存上面的补正说明，还缺的会逐项列出。` : undefined,
    unmended: unmendedText(correction, mended),
  }
}

const documentView = (deps: Deps, caseId: string, document: WholeCase['documents'][number]) => ({
  kind: document.kind,
  title: deps.documents.titleOf(document.kind, document.note),
  number: document.number,
  matter: document.matter,
  href: paths.document(caseId, document.id),
  ready: document.sha256 !== null,
  making: makingText(deps, { issuedAt: document.issued_at, awaited: document.awaited }, '登记管理机关'),
  status: document.status,
  issued: localDateTime(new Date(document.issued_at)).text,
  verifyHref: paths.verifyDocument(document.verification_code),
})

/** 2027年2月: when the certificate may be there; a day would promise what nobody can. */
const expectedText = (deps: Deps, { matter, caseFile }: WholeCase): string | undefined => {
  const { calendar } = deps.reference
  const day = certificateBy(matter, caseFile, deps.site.matters, { today: localDate(deps.clock.now()), calendar })
  return day && chineseDate(day.date).replace(/\d+日$/, '')
}

/** How a case is ended from the applicant's side, as its stage calls the step that does. */
const giveUpText = (stage: AnyStage, action: 'abandon' | 'withdraw' | 'callOff'): string =>
  action === 'callOff' ? '撤回未生效的变更' : stepText(stage, action)

/** What of a change waits for its day, or did not come to it. */
const plannedText = (planned: PlannedOfCase | undefined, mayCallOff: boolean): string | undefined => {
  if (!planned) return undefined
  const on = chineseDate(planned.on)
  return {
    WAITING: `变更已经准予，自${on}起生效；在那以前登记信息不变，原证书有效${mayCallOff ? '，可以撤回' : ''}。`,
    DONE: undefined,
    STALE: `变更应当自${on}起生效，但登记信息已有变化，没有生效。登记管理机关正在处理，您也可以致电询问。`,
    WITHDRAWN: `原定自${on}起生效的变更已经撤回，登记信息没有改变。`,
  }[planned.status]
}

/** Why the applicant has it again: what was to be changed, or why it was not come by this time. */
const returnedFor = ({ caseFile, ledHere, stage, events }: WholeCase): string | undefined => {
  if (caseFile.status === 'RECTIFICATION_DUE') return ledHere
  if (['SUGGESTED_CHANGE', 'RETURNED'].includes(caseFile.status))
    return events.findLast(({ outcome }) => outcome === 'correction')?.conclusion
  const last = events.at(-1)
  if (caseFile.status !== 'DRAFT' || !last?.outcome || !onOutcome(stage, last.outcome)?.reopens) return undefined
  return `${stepText(stage, last.action)}${last.conclusion === '' ? '' : `：${last.conclusion}`}`
}

/** So many papers and steps stand open; the others are folded. */
const shownAtOnce = 3

/** One case: where it stands, what to do, what happened. */
export const overviewView = async (deps: Deps, whole: WholeCase) => {
  const { caseFile, matter, stage, correction, fillable: editable } = whole
  const state = await stateOf(deps, whole)
  const authority = authorityById(deps.reference, caseFile.authority_id)
  const deadline = deadlineView(deps, caseFile, whole.reservedUntil)
  const nameBlocked = editable && isNameUnfit(await checkNames(deps, caseFile, whole.answers))
  const unit = editable ? await unitToAsk(deps, whole) : undefined
  const instead = askedInstead(whole, unit)
  const disposable = isDisposable(deps, caseFile, whole.events.length > 0)
  const own = mayDo(whole, 'own')
  const planned = await plannedByCase(deps.db.knex, caseFile.id)
  const today = localDate(deps.clock.now())
  const waits = planned?.status === 'WAITING' && planned.on > today && ['GRANTED', 'CERT_DUE'].includes(caseFile.status)
  const giveUp = disposable || !own ? undefined : (givingUp(caseFile) ?? (waits ? ('callOff' as const) : undefined))
  const tasks = taskList(tasksOf(whole, state, { nameBlocked, instead }))
  const complete = state.complete && !nameBlocked
  const silent = correction?.binding === true && correction.items.some(({ answer }) => !answer)
  const ready = complete && submitting(caseFile) !== undefined && !silent
  const consent = consentView(
    deps,
    whole,
    unit,
    unit !== undefined && !nameBlocked && (await stateForUnit(deps, whole)).complete,
  )
  const ask = consent.ask?.ready && !complete ? { text: '送业务主管单位', href: consent.ask.href } : undefined
  const told = editable && mayDo(whole, 'submit') ? await toldFilledIn(deps, whole) : undefined
  const organization =
    caseFile.status === 'DRAFT' && caseFile.number === null && matter.begunBy === 'organization'
      ? await organizationOf(deps.db.knex, caseFile)
      : undefined
  const turn = turnView(deps, whole, { tasks, ready, ask, told })
  const documents = whole.documents.map((document) => documentView(deps, caseFile.id, document)).toReversed()
  const timeline = timelineOf(deps, whole)
  const submissions = submissionLinks(whole)
  return {
    caseId: caseFile.id,
    title: titleOf(deps, caseFile),
    renamed: renamed(caseFile),
    number: caseFile.number,
    matterTitle: matter.title,
    applicantRole: matter.facts.applicantRole && applicantRoleText(whole.role),
    applicant: whole.acting && whole.acting.hindrance === undefined ? whole.owner.name : undefined,
    handler:
      whole.owner.behalf === null
        ? (whole.owner.handler ?? undefined)
        : `${whole.owner.handler ?? ''}（${whole.owner.behalf}）`,
    colleagues: (mayDo(whole, 'give') ? await invitedTo(deps, caseFile.id) : []).map(
      ({ name, rights, accepted }) => `${name}（${accepted ? grantText(rights) : '等待接受'}）`,
    ),
    changeStart: own ? startChange(deps, caseFile) : {},
    authority,
    steps: stageSteps(matter, caseFile.stage, caseFile.status),
    status: statusTag(deps, caseFile),
    ending: endingView(deps, whole),
    // What runs for the authority presses nobody here.
    clock: statuses[caseFile.status].turn === 'applicant' ? deadline : undefined,
    clockMoves: clockMoves(deps, caseFile.stage, whole.events),
    stageSummary: stage.title,
    expected: expectedText(deps, whole),
    turn: correction?.binding ? { ...turn, action: undefined, tell: undefined } : turn,
    certificates: certificatesOf(documents),
    editable,
    stageTitle: titleOfStage(whole.matter, stage, whole.answers),
    stageIntro: stage.intro,
    tasks,
    correction: correctionView(whole, complete, mendedItems(whole, await mendedSince(deps, whole))),
    returnedFor: returnedFor(whole),
    consent,
    counters: countersView(deps, whole),
    behalf: stateViewOf(whole),
    refused: organization && (await whyNotAnyMore(deps.db.knex, deps, organization, caseFile)),
    preparing: preparing(deps, whole),
    checkHref: paths.checkAnswers(caseFile.id),
    submissions: submissions.slice(0, 2),
    submissionCount: submissions.length,
    submissionSummary: submissions[0]?.title ?? '还没有提交',
    submissionsHref: submissions.length > 1 ? paths.submissions(caseFile.id) : undefined,
    compareHref: submissions.length > 1 ? paths.compareSubmissions(caseFile.id) : undefined,
    timeline: { recent: timeline.slice(0, shownAtOnce), older: timeline.slice(shownAtOnce) },
    documents: { recent: documents.slice(0, shownAtOnce), older: documents.slice(shownAtOnce), all: documents.length },
    papers: papersView(whole),
    workbook: isOfferedAsPack(whole) && {
      href: paths.workbook(caseFile.id),
      fileHref: paths.workbookFile(caseFile.id),
      paged: stage.workbook === true,
    },
    registered: registeredView(whole),
    reservation: reservationText(whole),
    withdrawHref: paths.withdraw(caseFile.id),
    // What nobody has seen is thrown away; there is nothing to give up.
    giveUp,
    giveUpText: giveUp && giveUpText(stage, giveUp),
    planned: plannedText(planned, giveUp === 'callOff'),
    moved: movedSinceFiled(whole),
    grantsHref: mayDo(whole, 'give') ? paths.caseGrants(caseFile.id) : undefined,
    transferHref: own && isTransferable(deps, caseFile) ? paths.transferCase(caseFile.id) : undefined,
    deleteHref: disposable && own ? paths.deleteDraft(caseFile.id) : undefined,
  }
}

export type Problem = {
  readonly href: string
  readonly text: string
  /** The page or paper it is about, and the field. */
  readonly code?: string
  readonly field?: string | undefined
}
