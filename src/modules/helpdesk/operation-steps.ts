import { AppError } from '../../core/errors.ts'
import { readForm, validateFields } from '../../core/forms/page.ts'
import { maskWithin } from '../../core/forms/personal.ts'
import { agentFields, dataFaults } from '../../core/helpdesk/data.ts'
import { linePlace } from '../../core/helpdesk/complete.ts'
import { LETTER_MATTERS } from '../../core/helpdesk/letter.ts'
import { registerReasonPlace } from '../../core/helpdesk/register-check.ts'
import { DeskRefusal, obstacle, type Obstacle } from '../../core/helpdesk/refusals.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { errorPages } from '../../web/errors.ts'
import { paths } from '../../web/paths.ts'
import { receiveFiles } from '../files/receive.ts'
import { smsAbout } from '../messages/queries.ts'
import type { Seen } from './act.ts'
import { fieldsOf, removeScan, saveAgent, saveData, saveMaterial } from './commands.ts'
import { deskOf, home, refuseUnknown, type DeskContext } from './desk-context.ts'
import { confirmOperation, finishOperation, type Gathered } from './finishing.ts'
import { operationPage } from './operation-page.ts'
import type { TypedStep } from './operation-parts.ts'
import { findOperation, takenFields, type WholeOperation } from './queries.ts'
import type { Desk } from './refusing.ts'
import { checkRegister, registerNow } from './register-check.ts'
import { openPayload } from '../people/desk-operation.ts'
import { isId } from '../../web/params.ts'

const longestReason = 200

/** An operation of this authority; whoever asks for another one's is refused and recorded like whoever acts on it. */
export const requireOperation = async (deps: Deps, context: DeskContext): Promise<WholeOperation> => {
  const { actor, param } = context
  const whole = await findOperation(deps, actor.authority.id, param('id'))
  if (!whole) return refuseUnknown(deps, context, { kind: 'desk_operation', id: param('id') })
  const { register_check: seen, status } = whole.operation
  const sms = await smsAbout(deps, `desk_operation:${whole.operation.id}`)
  return { ...whole, sms, register: seen ?? (status === 'OPEN' ? await registerNow(deps, whole) : undefined) }
}

/** What is asked outside before an operation is finished; the commands see to it that the operation is still the same. */
const gather = async (deps: Deps, whole: WholeOperation): Promise<Gathered> => {
  const { kind } = whole.operation
  const taken = kind === 'REGISTER' ? await takenFields(deps, openPayload(deps.crypto, whole.operation)) : {}
  return {
    register: await registerNow(deps, whole),
    taken: Object.entries(taken).map(([field, text]) => obstacle('TAKEN', field, text)),
  }
}

export const showOperation = (
  deps: Deps,
  context: DeskContext,
  whole: WholeOperation,
  shown: Parameters<typeof operationPage>[3] = {},
  status = 200,
): void => {
  const { account } = whole
  const page = operationPage(deps, context.actor, whole, shown)
  context.view(
    'helpdesk/operation.njk',
    {
      ...page,
      page: {
        title: page.heading,
        breadcrumb: [
          home,
          ...(account ? [{ href: paths.deskAccount(account.id), text: account.login_name }] : []),
          { text: page.heading },
        ],
      },
    },
    status,
  )
}

const seenOf = ({ body, param }: DeskContext): Seen => {
  const version = body['version'] ?? ''
  if (!/^\d{1,9}$/.test(version)) throw new AppError('BAD_REQUEST')
  return { id: param('id'), version: Number(version) }
}

/** Whether what stands in the way is said beside its control; everything else is said above the page. */
const hasPlaces = (obstacles: readonly Obstacle[]): boolean => obstacles.every(({ place }) => place !== undefined)

/**
 * Takes one step; false when it was refused and that has been said on the operation's page, in its newest state, with
 * what was typed. What is not there is 404.
 */
const stepTaken = async (
  deps: Deps,
  context: DeskContext,
  work: (desk: Desk, seen: Seen) => Promise<unknown>,
  typed?: (refused: readonly Obstacle[]) => TypedStep | undefined,
): Promise<boolean> => {
  try {
    await work(deskOf(deps, context), seenOf(context))
  } catch (error) {
    if (!(error instanceof DeskRefusal) || error.code === 'NOT_FOUND') throw error
    const whole = await requireOperation(deps, context)
    const { obstacles } = error
    const placed = hasPlaces(obstacles)
    const kept = typed?.(obstacles)
    showOperation(
      deps,
      context,
      whole,
      {
        obstacles: placed && !kept ? obstacles : undefined,
        notice: placed ? undefined : { kind: 'error', title: '没有办理', text: obstacles[0]?.text ?? '' },
        typed: kept,
      },
      errorPages[error.code].status,
    )
    return false
  }
  return true
}

/** Takes one step and goes back to the operation. */
export const step = async (
  deps: Deps,
  context: DeskContext,
  work: (desk: Desk, seen: Seen) => Promise<unknown>,
  typed?: (refused: readonly Obstacle[]) => TypedStep | undefined,
  place = '',
): Promise<void> => {
  if (await stepTaken(deps, context, work, typed))
    context.redirect(`${paths.deskOperation(context.param('id'))}?done=1${place && `#${place}`}`)
}

/** Faults at the fields a refusal names. */
const atFields = (obstacles: readonly Obstacle[]): Readonly<Record<string, string>> =>
  Object.fromEntries(obstacles.flatMap(({ place, text }) => (place === undefined ? [] : [[place, text]])))

export const postAgent = async (deps: Deps, context: DeskContext): Promise<void> => {
  const { body } = context
  const values = readForm(agentFields, body)
  const matters = LETTER_MATTERS.filter((_text, index) => body[`matter-${index}`] === 'yes')
  const errors = {
    ...validateFields(agentFields, values, localDate(deps.clock.now())),
    ...(matters.length > 0 ? {} : { letterMatters: '请勾选授权委托书上写明的委托事项' }),
  }
  const typed = { step: 'agent', values, matters } as const
  if (Object.keys(errors).length > 0)
    return showOperation(deps, context, await requireOperation(deps, context), { typed: { ...typed, errors } }, 422)
  return step(
    deps,
    context,
    (desk, seen) => saveAgent(desk, seen, values, matters),
    (refused) => ({ ...typed, errors: atFields(refused) }),
    'materials',
  )
}

export const postMaterial = async (deps: Deps, context: DeskContext): Promise<void> => {
  const { actor, body, req, res } = context
  const line = body['line'] ?? ''
  const files = (req.files as Express.Multer.File[] | undefined) ?? []
  const upload = { bringer: { door: 'staff', whose: String(actor.id) }, res } as const
  const refused = req.filesRefused
  const { received, errors, status } = refused
    ? { received: [], errors: [refused.message], status: errorPages[refused.code].status }
    : await receiveFiles(deps, files, ['pdf', 'jpg', 'png'], upload)
  const ticked = body['ticked'] === 'yes'
  const save = (desk: Desk, seen: Seen): Promise<void> => saveMaterial(desk, seen, { line, ticked, files: received })
  if (errors.length === 0) return step(deps, context, save, undefined, linePlace(line))
  if (!(await stepTaken(deps, context, save))) return
  const whole = await requireOperation(deps, context)
  const kept = received.length > 0 || ticked ? '（其余内容已保存）' : ''
  const obstacles = errors.map(
    (text) => ({ reason: 'SCAN_MISSING', text: `${text}${kept}`, place: linePlace(line) }) as const,
  )
  showOperation(deps, context, whole, { obstacles }, status)
}

/** Asks before a scan goes: it cannot be had back, and whoever confirms looks at it. */
export const askRemoval = async (deps: Deps, context: DeskContext): Promise<void> => {
  const whole = await requireOperation(deps, context)
  const { operation, lines, heading } = operationPage(deps, context.actor, whole)
  const line = lines.find(({ files }) => files.some(({ id }) => id === context.query['scan']))
  const scan = line?.files.find(({ id }) => id === context.query['scan'])
  // Gone already, or the operation went on: its page says how it stands now.
  if (!line || !scan || whole.operation.status !== 'OPEN')
    return context.redirect(`${paths.deskOperation(whole.operation.id)}#materials`)
  context.view('helpdesk/remove-scan.njk', {
    operation,
    line,
    scan,
    page: {
      title: '删除扫描件',
      breadcrumb: [home, { href: paths.deskOperation(whole.operation.id), text: heading }, { text: '删除扫描件' }],
    },
  })
}

export const postRemoval = async (deps: Deps, context: DeskContext): Promise<void> => {
  const { answer, scan = '' } = context.body
  if (answer !== 'yes') {
    const { operation } = await requireOperation(deps, context)
    return context.redirect(`${paths.deskOperation(operation.id)}#materials`)
  }
  return step(
    deps,
    context,
    (desk, seen) => {
      if (!isId(scan)) throw new AppError('NOT_FOUND')
      return removeScan(desk, seen, scan)
    },
    undefined,
    'materials',
  )
}

export const postData = async (deps: Deps, context: DeskContext): Promise<void> => {
  const whole = await requireOperation(deps, context)
  const fields = fieldsOf(whole.operation)
  const values = readForm(fields, context.body)
  const { kind, user_type: type } = whole.operation
  const reason = sentence(context.body[registerReasonPlace]).slice(0, longestReason)
  const register = await checkRegister(deps, whole, values)
  const typed = { step: 'data', values, errors: {} } as const
  try {
    await saveData(deskOf(deps, context), seenOf(context), values, { register, reason: maskWithin(reason) })
  } catch (error) {
    if (!(error instanceof DeskRefusal) || error.code === 'NOT_FOUND') throw error
    const notice = { kind: 'error', title: '没有保存', text: error.obstacles[0]?.text ?? '' } as const
    showOperation(
      deps,
      context,
      await requireOperation(deps, context),
      { notice, typed },
      errorPages[error.code].status,
    )
    return
  }
  const errors = {
    // Said before any paper is scanned: most who come to be registered have an account already.
    ...(kind === 'REGISTER' ? await takenFields(deps, values) : {}),
    ...(register?.ended && kind === 'REGISTER' ? { uscc: obstacle('UNIT_ENDED').text } : {}),
    ...dataFaults(kind, type, values, localDate(deps.clock.now())),
    ...(register && register.outcome !== 'SAME' && reason === ''
      ? { [registerReasonPlace]: obstacle('REGISTER_REASON').text }
      : {}),
  }
  if (Object.keys(errors).length > 0)
    return showOperation(deps, context, await requireOperation(deps, context), { typed: { ...typed, errors } }, 422)
  context.redirect(`${paths.deskOperation(whole.operation.id)}?done=1#finish`)
}

/** A sentence somebody typed. */
const sentence = (typed: string | undefined): string => (typed ?? '').replaceAll(/\p{C}/gu, ' ').trim()

/** A step that needs a sentence why. */
export const postReason = async (
  deps: Deps,
  context: DeskContext,
  form: 'cancel' | 'refuse' | 'withdraw',
  work: (desk: Desk, seen: Seen, reason: string) => Promise<void>,
): Promise<void> => {
  const reason = sentence(context.body['reason'])
  const fault =
    reason === '' ? '请填写原因' : reason.length > longestReason ? `原因最多${longestReason}个字` : undefined
  if (fault !== undefined) {
    const whole = await requireOperation(deps, context)
    return showOperation(deps, context, whole, { typed: { step: 'reason', form, value: reason, error: fault } }, 422)
  }
  // Kept in clear, so nobody's number stands in it.
  return step(deps, context, (desk, seen) => work(desk, seen, maskWithin(reason)))
}

/** The first person's last button: done, or waiting for the second. */
export const postFinish = async (deps: Deps, context: DeskContext): Promise<void> => {
  const gathered = await gather(deps, await requireOperation(deps, context))
  await step(deps, context, (desk, seen) => finishOperation(desk, seen, gathered))
}

/** The second person's yes. */
export const postConfirm = async (deps: Deps, context: DeskContext): Promise<void> => {
  const whole = await requireOperation(deps, context)
  const gathered = await gather(deps, whole)
  await step(deps, context, (desk, seen) => confirmOperation(desk, seen, whole.operation.kind, gathered))
}
