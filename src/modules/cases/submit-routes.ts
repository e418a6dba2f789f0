import { randomUUID } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import { beforeLeaving } from '../../core/legal-persons/standing.ts'
import { AppError } from '../../core/errors.ts'
import { onOutcome, titleOfStage } from '../../core/matters/journey.ts'
import { allowedFrom, procedureOf, stepOf, type ProcedureCode } from '../../core/workflow/procedures/index.ts'
import { applicantRoute, holderRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { caseHead } from '../../web/page.ts'
import { paths } from '../../web/paths.ts'
import { changePath } from './corrections.ts'
import { answerCorrection } from './fill-in.ts'
import { submitStage, withdraw } from './submit.ts'
import { tellOwner } from './tell-owner.ts'
import { loadForm, loadWhole } from './queries.ts'
import { realNameNotice } from './real-name.ts'
import { checkView } from './check-view.ts'
import { overviewView } from './views.ts'
import { readVersion } from '../../web/params.ts'
import { findSubmission } from './submissions.ts'
import { representativePage } from './facts.ts'
import { caseCrumbs } from './crumbs.ts'

const tellThatFilled = async (deps: Deps, { actor, param, audit, redirect }: Context<Applicant>): Promise<void> => {
  const { problems } = await checkView(deps, await loadWhole(deps, param('id'), actor, 'fill'))
  await tellOwner(deps, actor, audit, param('id'), problems.length)
  redirect(`${paths.case(param('id'))}?done=told`)
}

const postCorrectionAnswer = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const { actor, param, body, audit, redirect } = context
  const answers = Object.fromEntries(
    Object.entries(body)
      .filter(([name]) => name.startsWith('item-'))
      .map(([name, text]) => [name.slice('item-'.length), text]),
  )
  await answerCorrection(deps, actor, audit, { caseId: param('id'), answers })
  if (body['go'] === 'tell') return tellThatFilled(deps, context)
  const { correction } = await loadForm(deps, param('id'), actor, 'fill')
  const wanted = correction?.items.find(({ id }) => String(id) === body['go'])
  if (wanted) return redirect(changePath(param('id'), wanted))
  redirect(
    body['go'] === 'check' ? paths.checkAnswers(param('id')) : `${paths.case(param('id'))}?done=correction-saved`,
  )
}

const getCheck = async (deps: Deps, { actor, param, query, view, redirect }: Context<Applicant>): Promise<void> => {
  const whole = await loadWhole(deps, param('id'), actor, 'see')
  // Where nothing is asked there is nothing to look through.
  if (whole.stage.pages.length + whole.stage.materials.length === 0) return redirect(paths.case(whole.caseFile.id))
  const check = await checkView(deps, whole)
  view('cases/check.njk', {
    ...check,
    allOpen: query['all'] === '1',
    allHref: `${paths.checkAnswers(whole.caseFile.id)}?all=1`,
    realName: check.editable ? await realNameNotice(deps.db, whole, actor) : undefined,
    page: {
      title: check.title,
      sheetHead: caseHead(whole.caseFile.number, check.caseTitle, check.title),
      breadcrumb: caseCrumbs({ href: paths.case(whole.caseFile.id), text: whole.stage.title }, { text: check.title }),
    },
  })
}

const postCheck = async (deps: Deps, { actor, param, redirect }: Context<Applicant>): Promise<void> => {
  const form = await loadForm(deps, param('id'), actor, 'submit')
  redirect(paths.confirm(form.caseFile.id))
}

const getConfirm = async (deps: Deps, { actor, param, view, redirect }: Context<Applicant>): Promise<void> => {
  const whole = await loadWhole(deps, param('id'), actor, 'submit')
  const check = await checkView(deps, whole)
  if (!check.ready || (await realNameNotice(deps.db, whole, actor))?.now)
    return redirect(paths.checkAnswers(whole.caseFile.id))
  const replaces = representativePage(whole.matter)
  view('cases/confirm.njk', {
    stageTitle: titleOfStage(whole.matter, whole.stage, whole.answers),
    authorityName: check.authorityName,
    caseTitle: check.caseTitle,
    renamed: check.renamed,
    unmended: check.unmended,
    doubts: check.advice?.doubts.length ?? 0,
    leavingNote: replaces !== undefined && whole.answers.items(replaces).length > 0 ? beforeLeaving : undefined,
    caseId: whole.caseFile.id,
    withdrawn: withdrawnUntil(whole.caseFile.procedure),
    requestKey: randomUUID(),
    version: whole.caseFile.lock_version,
    page: { title: '确认提交', breadcrumb: caseCrumbs({ text: '确认提交' }) },
  })
}

/** Until when what was handed in may be taken back, in words; nothing where it may not. */
const withdrawnUntil = (procedure: ProcedureCode): string | undefined => {
  const from = allowedFrom(procedure, 'withdraw')
  if (from.length === 0) return undefined
  const checked = Object.values(procedureOf(procedure).steps).some(({ to }) => to === 'FIRST_REVIEWED')
  return checked && !from.includes('FIRST_REVIEWED') ? '初审以前' : '作出决定之前'
}

const postConfirm = async (
  deps: Deps,
  { actor, param, body, audit, redirect, view }: Context<Applicant>,
): Promise<void> => {
  if (body['answer'] !== 'yes') return redirect(paths.checkAnswers(param('id')))
  const requestKey = body['requestKey'] ?? ''
  try {
    await submitStage(deps, actor, audit, {
      caseId: param('id'),
      requestKey,
      version: readVersion(body['version']),
    })
  } catch (error) {
    // Found incomplete at the last moment: 核对 says what is missing.
    if (error instanceof AppError && error.code === 'INVALID') return redirect(paths.checkAnswers(param('id')))
    if (error instanceof AppError && error.code === 'NOT_VERIFIED') {
      const whole = await loadWhole(deps, param('id'), actor, 'submit')
      const overview = paths.case(whole.caseFile.id)
      return view(
        'cases/unverified.njk',
        {
          detail: error.detail,
          verifyHref: `${paths.verify}?next=${encodeURIComponent(paths.checkAnswers(whole.caseFile.id))}`,
          backHref: overview,
          page: {
            title: '需要先实名认证',
            breadcrumb: caseCrumbs({ href: overview, text: whole.stage.title }, { text: '需要先实名认证' }),
          },
        },
        409,
      )
    }
    throw error
  }
  redirect(`${paths.submitted(param('id'))}?key=${requestKey}`)
}

const getSubmitted = async (deps: Deps, { actor, param, query, view }: Context<Applicant>): Promise<void> => {
  const whole = await loadWhole(deps, param('id'), actor, 'see')
  const submission = findSubmission(deps, whole, query['key'] ?? '')
  if (!submission) throw new AppError('NOT_FOUND')
  view('cases/submitted.njk', {
    ...submission,
    page: {
      title: '提交成功',
      sheetHead: caseHead(whole.caseFile.number, whole.caseFile.title, '提交成功'),
      breadcrumb: caseCrumbs({ text: '提交成功' }),
    },
  })
}

const askWithdrawal = async (deps: Deps, { actor, param, view }: Context<Applicant>): Promise<void> => {
  const whole = await loadWhole(deps, param('id'), actor, 'own')
  const overview = await overviewView(deps, whole)
  if (!overview.giveUp) throw new AppError('NOT_ALLOWED_NOW')
  const abandon = overview.giveUp === 'abandon'
  const callsOff = overview.giveUp === 'callOff'
  const title = overview.giveUpText ?? ''
  const step = stepOf(whole.caseFile.procedure, overview.giveUp)
  view('cases/withdraw.njk', {
    caseId: whole.caseFile.id,
    number: whole.caseFile.number,
    caseTitle: overview.title,
    question: `${title}吗？`,
    losses: callsOff
      ? '撤回后准予的变更不再生效，登记信息保持不变，准予变更的决定作废，不能恢复。'
      : (onOutcome(whole.stage, step?.outcome)?.means ??
        [
          abandon
            ? `放弃后本次办理结束，“${whole.stage.title}”已填写的内容不能再提交，不能恢复。前面环节的答复和文书仍可以查看。`
            : '撤回后本次办理结束，不能恢复。',
          step?.documents ? '登记管理机关随即出具终止办理通知书。' : '',
          whole.reservedUntil === null ? '' : '已经核准的名称同时放弃，他人可以申请使用，名称核准通知书失效。',
          '已填写的内容以后可以复制为新申请。',
        ].join('')),
    yes: `是，${title.slice(0, 2)}`,
    requestKey: randomUUID(),
    version: whole.caseFile.lock_version,
    page: { title, breadcrumb: caseCrumbs({ text: title }) },
  })
}

const postWithdrawal = async (
  deps: Deps,
  { actor, param, body, audit, redirect }: Context<Applicant>,
): Promise<void> => {
  if (body['answer'] === 'yes')
    await withdraw(deps, actor, audit, {
      caseId: param('id'),
      requestKey: body['requestKey'] ?? '',
      version: readVersion(body['version']),
    })
  redirect(paths.case(param('id')))
}

/** From the answers to a correction notice over check and confirmation to the end, or to taking it back. */
export const submitRoutes = (deps: Deps): readonly Route[] => [
  applicantRoute({
    method: 'post',
    path: paths.correctionAnswer(':id'),
    handler: (context) => postCorrectionAnswer(deps, context),
  }),
  applicantRoute({
    method: 'post',
    path: paths.filledIn(':id'),
    handler: (context) => tellThatFilled(deps, context),
  }),
  holderRoute({
    method: 'get',
    path: paths.checkAnswers(':id'),
    handler: (context) => getCheck(deps, context),
  }),
  applicantRoute({
    method: 'post',
    path: paths.checkAnswers(':id'),
    handler: (context) => postCheck(deps, context),
  }),
  applicantRoute({
    method: 'get',
    path: paths.confirm(':id'),
    handler: (context) => getConfirm(deps, context),
  }),
  applicantRoute({
    method: 'post',
    path: paths.confirm(':id'),
    handler: (context) => postConfirm(deps, context),
  }),
  holderRoute({
    method: 'get',
    path: paths.submitted(':id'),
    handler: (context) => getSubmitted(deps, context),
  }),
  holderRoute({
    method: 'get',
    path: paths.withdraw(':id'),
    waits: 'withdraw',
    handler: (context) => askWithdrawal(deps, context),
  }),
  holderRoute({
    method: 'post',
    path: paths.withdraw(':id'),
    waits: 'withdraw',
    handler: (context) => postWithdrawal(deps, context),
  }),
]
