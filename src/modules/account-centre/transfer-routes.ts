import { maskPhone } from '../../core/identity/mask.ts'
import { maySubmit } from '../../core/matters/real-name.ts'
import { stageOf } from '../../core/matters/journey.ts'
import { AppError } from '../../core/errors.ts'
import { kinds } from '../../core/forms/kinds.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import { isFinal } from '../../core/workflow/statuses.ts'
import type { Deps } from '../../deps.ts'
import { faqHref } from '../../web/faq.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, holderRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { answerCodeRequest, codeFault, onProof, typedCode, type SentCode } from '../accounts/code-step.ts'
import { codeFaults } from '../accounts/codes.ts'
import { typedName } from '../accounts/form-view.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { errorList, wholeForm } from '../../web/form-view.ts'
import { isTransferable } from '../cases/change-handler.ts'
import { loadForm } from '../cases/queries.ts'
import { passwordErrors } from './confirm-password.ts'
import { ownProofFields, ownQuestion, sendOwnCode } from './own-code.ts'
import { centrePage } from './page-frame.ts'
import { ownProfile, type OwnProfile } from './queries.ts'
import { answerTransfer, offerTransfer } from './transfer-commands.ts'
import { openTransfer, transfersOf, type Transfer } from './transfer-queries.ts'
import { caseCrumbs } from '../cases/crumbs.ts'

/** Said of a wrong user name, a wrong name and both alike, so that nobody's account is found out. */
const unknownReceiver = '没有找到用户账号和姓名都相符的个人账号，请向对方核对后重新填写'

const titleOf = (deps: Pick<Deps, 'matters'>, one: { readonly title: string; readonly matter: string }): string =>
  one.title || `未命名的${deps.matters.require(one.matter).title}`

const ended = (one: Transfer): boolean => one.caseDeleted || isFinal(one.caseStatus)

const states = {
  OFFERED: { text: '等待接受', tone: 'warning' },
  ACCEPTED: { text: '已接受', tone: 'success' },
  DECLINED: { text: '已谢绝', tone: 'neutral' },
  WITHDRAWN: { text: '已撤回', tone: 'neutral' },
} as const satisfies Record<Transfer['status'], { text: string; tone: string }>

const roles = [
  { value: 'LEGAL_REPRESENTATIVE', text: '拟任法定代表人' },
  { value: 'HANDLER', text: '经办人' },
] as const

const openOffer = (deps: Pick<Deps, 'matters'>, one: Transfer, actor: Applicant, errors: FieldErrors) => {
  const matter = deps.matters.require(one.matter)
  return {
    id: one.id,
    incoming: one.incoming,
    title: titleOf(deps, one),
    ended: ended(one),
    // Said beforehand: whoever could not submit the stage cannot take it over either.
    verifyFirst:
      one.incoming && !ended(one) && !maySubmit(matter, one.stage, actor.realNameLevel)
        ? `这件办件已经到“${stageOf(matter, one.stage).title}”环节，您实名认证以后才能接受。`
        : undefined,
    answerHref: paths.transfer(one.id),
    rows: [
      one.incoming
        ? { label: '移交人', text: `${one.name}（用户账号 ${one.loginName}）` }
        : { label: '接收人', text: `${one.name}（用户账号 ${one.loginName}）` },
      { label: '事项', text: matter.title },
      { label: '办件编号', text: one.number ?? '还没有提交过，提交后生成' },
      { label: '当前环节', text: stageOf(matter, one.stage).title },
      { label: '提出时间', text: localDateTime(one.offeredAt).text },
    ],
    role: {
      kind: 'choice',
      id: `role-${one.id}`,
      name: 'role',
      label: '您是',
      hint: '接手以后，您在这件办件中的身份。',
      options: roles,
      value: '',
      error: errors[`role-${one.id}`],
      required: true,
    },
  }
}

const done: Readonly<Record<string, string>> = {
  offered: '已通知对方。对方接受以前，办件仍由您办理，您可以随时撤回。',
  declined: '您没有接手，办件仍由移交人办理。已通知移交人。',
  withdrawn: '移交已撤回，办件仍由您办理。已通知对方。',
}

const showList = async (deps: Deps, context: Context<Applicant>, errors: FieldErrors = {}): Promise<void> => {
  const all = await transfersOf(deps, context.actor.id)
  const isDone = done[context.query['done'] ?? '']
  context.view(
    'account-centre/transfers.njk',
    {
      page: { ...centrePage('办件移交'), ...(isDone ? { flash: { kind: 'success', text: isDone } } : {}) },
      open: all.filter(({ status }) => status === 'OFFERED').map((one) => openOffer(deps, one, context.actor, errors)),
      past: all
        .filter(({ status }) => status !== 'OFFERED')
        .map((one) => [
          one.status === 'ACCEPTED' && !one.incoming
            ? { text: titleOf(deps, one) }
            : one.incoming && one.status !== 'ACCEPTED'
              ? { text: titleOf(deps, one) }
              : { text: titleOf(deps, one), sub: one.number ?? '' },
          { text: one.incoming ? `${one.name}移交给我` : `我移交给${one.name}` },
          { tag: states[one.status] },
          { text: one.decidedAt ? localDateTime(one.decidedAt).text : '' },
        ]),
      errors: errorList(errors),
    },
    Object.keys(errors).length > 0 ? 422 : 200,
  )
}

const crumbs = (caseFile: { readonly id: string; readonly title: string }) =>
  caseCrumbs({ href: paths.case(caseFile.id), text: caseFile.title }, { text: '移交给他人办理' })

const typedReceiver = ({ body }: Context<Applicant>) => ({
  loginName: typedName(body['loginName']),
  name: kinds.personName.fromForm(body, 'name'),
})

type State = { readonly errors?: FieldErrors; readonly sent?: SentCode; readonly waitSeconds?: number | undefined }

const showForm = async (
  deps: Deps,
  context: Context<Applicant>,
  profile: OwnProfile,
  state: State = {},
): Promise<void> => {
  const errors = state.errors ?? {}
  const typed = typedReceiver(context)
  const { caseFile } = await loadForm(deps, context.param('id'), context.actor, 'own')
  if (!isTransferable(deps, caseFile)) throw new AppError('NOT_ALLOWED_NOW', '该办件已经结束，不能移交。')
  const open = await openTransfer(deps, context.actor.id, caseFile.id)
  const title = titleOf(deps, caseFile)
  context.view(
    'account-centre/transfer-case.njk',
    {
      page: { title: '移交给他人办理', breadcrumb: crumbs({ id: caseFile.id, title }) },
      caseId: caseFile.id,
      title,
      number: caseFile.number,
      open: open && openOffer(deps, open, context.actor, {}),
      fields: [
        {
          kind: 'text',
          id: 'loginName',
          name: 'loginName',
          label: '对方的用户账号',
          hint: '对方可以在用户中心的“个人资料”中看到自己的用户账号。',
          value: typed.loginName,
          error: errors['loginName'],
          autocomplete: 'off',
          required: true,
        },
        {
          kind: 'personName',
          id: 'name',
          name: 'name',
          label: '对方的姓名',
          value: typed.name,
          error: errors['name'],
          required: true,
        },
        ...(await ownProofFields(deps, context, profile, 'transfer-case', state, paths.transferCaseCode(caseFile.id))),
      ],
      phone: maskPhone(profile.phone),
      sent: state.sent,
      counterHref: faqHref('F-08'),
      errors: errorList(errors),
    },
    Object.keys(errors).length > 0 ? 422 : 200,
  )
}

const offer = async (deps: Deps, context: Context<Applicant>, profile: OwnProfile): Promise<void> => {
  const { actor, body, param } = context
  const typed = typedReceiver(context)
  // Somebody else's case is not found before anything is said of the form, and nothing is spent for one that is offered.
  const { caseFile } = await loadForm(deps, param('id'), actor, 'own')
  if (await openTransfer(deps, actor.id, caseFile.id)) return context.redirect(paths.transferCase(caseFile.id))
  const question = ownQuestion(deps, context, profile, 'transfer-case')
  const wrongCode = await codeFault(deps, question, typedCode(body['smsCode']))
  const errors: Record<string, string> = {}
  if (typed.loginName === '') errors['loginName'] = '请填写对方的用户账号'
  if (typed.name === '') errors['name'] = '请填写对方的姓名'
  if (wrongCode !== undefined) errors['smsCode'] = wrongCode
  if (!body['password']) errors['password'] = '请填写当前登录密码'
  if (Object.keys(errors).length > 0) return showForm(deps, context, profile, { errors })
  const refused = await passwordErrors(deps, context, 'transfer')
  if (Object.keys(refused).length > 0) return showForm(deps, context, profile, { errors: refused })
  await deps.limits.use('transfer-account', actor.id, '今天填写移交对象的次数已达上限，请明天再试')
  const wanted = { caseId: caseFile.id, ...typed, phone: profile.phone }
  const answer = await onProof(
    deps,
    question.purpose,
    question.subject,
    () => offerTransfer(deps, context, wanted),
    (made) => made === 'offered',
  )
  if (answer === 'gone') return showForm(deps, context, profile, { errors: { smsCode: codeFaults.gone } })
  if (answer === 'unknown') return showForm(deps, context, profile, { errors: { loginName: unknownReceiver } })
  if (answer === 'already') return context.redirect(paths.transferCase(caseFile.id))
  context.redirect(`${paths.transfers}?done=offered`)
}

/** Sends a code for a case of one's own only. */
const sendCode = async (deps: Deps, context: Context<Applicant>, profile: OwnProfile) => {
  await loadForm(deps, context.param('id'), context.actor, 'own')
  return sendOwnCode(deps, context, profile, 'transfer-case')
}

const answerOffer = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const { body, param } = context
  const id = param('id')
  switch (body['answer']) {
    case 'accept': {
      const role = roles.find(({ value }) => value === body['role'])?.value
      const offered = (await transfersOf(deps, context.actor.id)).find((one) => one.id === id && one.incoming)
      if (!offered) throw new AppError('NOT_FOUND')
      if (!role && offered.status === 'OFFERED') return showList(deps, context, { [`role-${id}`]: '请选择您是谁' })
      try {
        await answerTransfer(deps, context, id, { kind: 'accept', role: role ?? 'HANDLER' })
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'INVALID') throw error
        return showList(deps, context, { [`role-${id}`]: error.message })
      }
      return context.redirect(paths.case(offered.caseId))
    }
    case 'decline':
      await answerTransfer(deps, context, id, { kind: 'decline' })
      return context.redirect(`${paths.transfers}?done=declined`)
    case 'withdraw':
      await answerTransfer(deps, context, id, { kind: 'withdraw' })
      return context.redirect(`${paths.transfers}?done=withdrawn`)
    default:
      throw new AppError('NOT_FOUND')
  }
}

/** 办件移交: offering a case to somebody else, and answering such an offer. */
export const transferRoutes = (deps: Deps): readonly Route[] => [
  holderRoute({ method: 'get', path: paths.transfers, handler: (context) => showList(deps, context) }),
  applicantRoute({ method: 'post', path: paths.transfer(':id'), handler: (context) => answerOffer(deps, context) }),
  applicantRoute({
    method: 'get',
    path: paths.transferCase(':id'),
    waits: 'transfer',
    handler: async (context) => showForm(deps, context, await ownProfile(deps, context.actor.id)),
  }),
  applicantRoute({
    method: 'post',
    path: paths.transferCase(':id'),
    waits: 'transfer',
    handler: async (context) => {
      const profile = await ownProfile(deps, context.actor.id)
      if (context.body['action'] !== 'send-code') return offer(deps, context, profile)
      const result = await sendCode(deps, context, profile)
      if ('sent' in result) return showForm(deps, context, profile, { sent: result.sent })
      await showForm(deps, context, profile, {
        errors: { [result.field]: result.error },
        waitSeconds: result.waitSeconds,
      })
    },
    again: async (context, sentence) =>
      showForm(deps, context, await ownProfile(deps, context.actor.id), { errors: { [wholeForm]: sentence } }),
  }),
  applicantRoute({
    method: 'post',
    path: paths.transferCaseCode(':id'),
    waits: 'transfer',
    handler: async (context) => {
      const profile = await ownProfile(deps, context.actor.id)
      await answerCodeRequest(deps, context, await sendCode(deps, context, profile))
    },
  }),
]
