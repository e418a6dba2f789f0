import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { publicRoute, type Route, type Applicant, type Context } from '../../web/route.ts'
import { answerCodeRequest } from './code-step.ts'
import { wholeForm } from '../../web/form-view.ts'
import { recoveryDraft } from './recovery-draft.ts'
import { onTheWay, restart, restartMessages } from './recovery-way.ts'
import { showStart, identify } from './recovery-start.ts'
import { attemptOf, isProved } from './recovery-attempt.ts'
import { showCheck, check, sendsAllowed, send } from './recovery-check.ts'
import { showDone, showPassword, setPassword } from './recovery-password.ts'

const getStart = async (deps: Deps, context: Context<Applicant | undefined>): Promise<void> => {
  // Sent here by the second of two clicks: what the first one did is the answer.
  if (context.query['again'] === 'gone' && (await recoveryDraft.read(deps, context.req.sessionID)).done)
    return context.redirect(onTheWay(context, paths.recoverPassword))
  return showStart(deps, context)
}

const getCheck = async (deps: Deps, context: Context<Applicant | undefined>): Promise<void> => {
  const attempt = await attemptOf(deps, context)
  if (!attempt) return context.redirect(onTheWay(context, paths.recover))
  if (isProved(deps, attempt)) return context.redirect(onTheWay(context, paths.recoverPassword))
  return showCheck(deps, context, attempt)
}

const postCheck = async (deps: Deps, context: Context<Applicant | undefined>): Promise<void> => {
  const attempt = await attemptOf(deps, context)
  if (!attempt) return restart(context, 'gone')
  if (isProved(deps, attempt)) return context.redirect(onTheWay(context, paths.recoverPassword))
  if (context.body['action'] !== 'send-code') return check(deps, context, attempt)
  if (attempt.draft.sends >= sendsAllowed) return restart(context, 'sends')
  const result = await send(deps, context, attempt)
  return showCheck(
    deps,
    context,
    attempt,
    'sent' in result ? { sent: result.sent } : { errors: { [result.field]: result.error } },
  )
}

const postCode = async (deps: Deps, context: Context<Applicant | undefined>): Promise<void> => {
  const attempt = await attemptOf(deps, context)
  const over = !attempt || attempt.draft.sends >= sendsAllowed || isProved(deps, attempt)
  const refused = { field: 'smsCode', error: restartMessages[attempt ? 'sends' : 'gone'] } as const
  await answerCodeRequest(deps, context, over ? refused : await send(deps, context, attempt))
}

const getPassword = async (deps: Deps, context: Context<Applicant | undefined>): Promise<void> => {
  const { done } = await recoveryDraft.read(deps, context.req.sessionID)
  if (done) return showDone(deps, context, done)
  const attempt = await attemptOf(deps, context)
  if (!attempt) return context.redirect(onTheWay(context, paths.recover))
  if (!isProved(deps, attempt)) return context.redirect(onTheWay(context, paths.recoverCheck))
  return showPassword(deps, context, attempt)
}

const postPassword = async (deps: Deps, context: Context<Applicant | undefined>): Promise<void> => {
  const { done, flow } = await recoveryDraft.read(deps, context.req.sessionID)
  if (done && flow === context.body['flow']) return showDone(deps, context, done)
  const attempt = await attemptOf(deps, context)
  if (!attempt || !isProved(deps, attempt)) return restart(context, 'gone')
  return setPassword(deps, context, attempt)
}

/** 忘记密码: which account, its phone by SMS (and the end of the document number), a new password. */
export const recoveryRoutes = (deps: Deps): readonly Route[] => [
  publicRoute({
    method: 'get',
    path: paths.recover,
    handler: (context) => getStart(deps, context),
  }),
  publicRoute({
    method: 'post',
    path: paths.recover,
    handler: (context) => identify(deps, context),
    again: (context, sentence) => showStart(deps, context, { errors: { [wholeForm]: sentence } }),
  }),
  publicRoute({
    method: 'get',
    path: paths.recoverCheck,
    handler: (context) => getCheck(deps, context),
  }),
  publicRoute({
    method: 'post',
    path: paths.recoverCheck,
    handler: (context) => postCheck(deps, context),
  }),
  publicRoute({
    method: 'post',
    path: paths.recoverCode,
    handler: (context) => postCode(deps, context),
  }),
  publicRoute({
    method: 'get',
    path: paths.recoverPassword,
    handler: (context) => getPassword(deps, context),
  }),
  publicRoute({
    method: 'post',
    path: paths.recoverPassword,
    handler: (context) => postPassword(deps, context),
    again: async (context, sentence) => {
      const attempt = await attemptOf(deps, context)
      return attempt ? showPassword(deps, context, attempt, { [wholeForm]: sentence }) : restart(context, 'gone')
    },
  }),
]
