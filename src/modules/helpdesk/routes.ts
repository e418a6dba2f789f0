import { randomUUID } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import { maxFileBytes } from '../../core/files.ts'
import { readForm, validateFields } from '../../core/forms/page.ts'
import { maskWithin } from '../../core/forms/personal.ts'
import { agentFields, dataFaults } from '../../core/helpdesk/data.ts'
import { linePlace } from '../../core/helpdesk/complete.ts'
import { LETTER_MATTERS } from '../../core/helpdesk/letter.ts'
import { DESK_USER_TYPES, userTypeText } from '../../core/helpdesk/materials.ts'
import { DESK_KINDS, deskKinds, withdrawalConfirmHours } from '../../core/helpdesk/operations.ts'
import { registerReasonPlace } from '../../core/helpdesk/register-check.ts'
import { DeskRefusal, obstacle, type Obstacle } from '../../core/helpdesk/refusals.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { errorPages } from '../../web/errors.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, type Context, type Route, type Staff } from '../../web/route.ts'
import { receiveFiles } from '../files/receive.ts'
import { serveFile } from '../files/serve.ts'
import { paged, readCursor, sortValues } from '../review/lists.ts'
import type { Seen } from './act.ts'
import { fieldsOf, recordLook, removeScan, saveAgent, saveData, saveMaterial, startOperation } from './commands.ts'
import { cancelOperation, confirmOperation, finishOperation, refuseOperation, type Gathered } from './finishing.ts'
import { askWithdrawal, confirmWithdrawal } from './taking-back.ts'
import { accountFacts, accountCells, operationCells, shownName } from './account-view.ts'
import { noticeOf, operationPage, type TypedStep } from './operation-page.ts'
import {
  findDeskAccount,
  findOperation,
  findScan,
  openOperations,
  operationsOfAccount,
  SEARCH_WAYS,
  searchAccounts,
  searchLimit,
  searchWays,
  takenFields,
  waitingLimit,
  waitingOperations,
  type SearchWay,
  type WholeOperation,
} from './queries.ts'
import { checkRegister, registerNow } from './register-check.ts'
import { recordingRefusals, type Desk, type Subject } from './refusing.ts'
import { isId, openPayload } from './store.ts'
import { userTypesOf } from './user-types.ts'

type DeskContext = Context<Staff>

const deskOf = (deps: Deps, { actor, audit }: DeskContext): Desk => ({ deps, staff: actor, request: audit })

const home = { href: paths.desk, text: '用户管理' }

/** Scans sent at once with one line. */
const filesAtOnce = 5
const longestReason = 200

type Searched = {
  readonly way: string
  readonly typed: string
  readonly error?: string
  readonly rows?: readonly unknown[]
  readonly more?: boolean
}

const showDesk = async (deps: Deps, context: DeskContext, searched?: Searched): Promise<void> => {
  const { id: authorityId } = context.actor.authority
  const cursor = readCursor(context.query, sortValues.instant)
  const doneSince = new Date(deps.clock.now().getTime() - withdrawalConfirmHours * 3_600_000)
  const [waiting, left] = await Promise.all([
    waitingOperations(deps, authorityId, doneSince),
    openOperations(deps, authorityId, cursor),
  ])
  const open = paged(left, cursor, (one) => ({ value: one.opened_at, id: one.id }), paths.desk, {})
  context.view(
    'helpdesk/index.njk',
    {
      page: { title: '用户管理' },
      errors: searched?.error ? [{ text: searched.error, href: '#value' }] : [],
      ways: SEARCH_WAYS.map((way) => ({ value: way, text: searchWays[way].text, selected: way === searched?.way })),
      searched,
      waiting: waiting.slice(0, waitingLimit).map((one) => operationCells(one, true)),
      moreWaiting: waiting.length > waitingLimit,
      open: open.rows.map((one) => operationCells(one, true)),
      pagination: open.pagination,
    },
    searched?.error ? 422 : 200,
  )
}

/** What is not there, or not of this authority: recorded, and answered as if it had never been. */
const refuseUnknown = (deps: Deps, context: DeskContext, subject: Subject): Promise<never> =>
  recordingRefusals(deskOf(deps, context), 'open', subject, () => Promise.reject(new DeskRefusal(obstacle('UNKNOWN'))))

const isWay = (text: string): text is SearchWay => (SEARCH_WAYS as readonly string[]).includes(text)

const search = async (deps: Deps, context: DeskContext): Promise<void> => {
  const { actor, body } = context
  const way = body['way'] ?? ''
  const typed = (body['value'] ?? '').replaceAll(/\p{C}/gu, '').trim().slice(0, 100)
  if (!isWay(way)) throw new AppError('BAD_REQUEST')
  if (typed === '') return showDesk(deps, context, { way, typed, error: `请填写${searchWays[way].text}` })
  const desk = deskOf(deps, context)
  try {
    await deps.limits.use(
      'desk-search',
      String(actor.id),
      (wait) => `查找次数过多，请${wait}后再试。每小时的查找次数有限，并且全部记录。`,
    )
  } catch (error) {
    if (error instanceof AppError && error.code === 'TOO_MANY')
      await recordLook(desk, { action: 'desk-search', details: { way, limited: true } })
    throw error
  }
  const answer = await searchAccounts(deps, way, typed)
  if ('error' in answer) {
    await recordLook(desk, { action: 'desk-search', details: { way, found: 0 } })
    return showDesk(deps, context, { way, typed, error: answer.error })
  }
  await recordLook(desk, { action: 'desk-search', details: { way, found: answer.found.length } })
  const now = deps.clock.now()
  return showDesk(deps, context, {
    way,
    typed,
    rows: answer.found.slice(0, searchLimit).map((account) => accountCells(deps, account, now)),
    more: answer.found.length > searchLimit,
  })
}

const showAccount = async (deps: Deps, context: DeskContext): Promise<void> => {
  const { actor, param, view } = context
  const account =
    (await findDeskAccount(deps, param('id'))) ??
    (await refuseUnknown(deps, context, { kind: 'account', id: param('id') }))
  await recordLook(deskOf(deps, context), { action: 'desk-account-viewed', id: account.id })
  const operations = await operationsOfAccount(deps, actor.authority.id, account.id)
  const own = [account.id_number_idx, account.handler_id_number_idx].includes(actor.idNumberIndex)
  const underWay = ({ status }: { readonly status: string }): boolean => ['OPEN', 'WAITING_SECOND'].includes(status)
  const [type = 'NATURAL_PERSON'] = userTypesOf(account)
  view('helpdesk/account.njk', {
    page: { title: shownName(account), breadcrumb: [home, { text: account.login_name }] },
    heading: shownName(account),
    facts: accountFacts(deps, account, deps.clock.now()),
    refusal: own
      ? '这是与您本人有关的账号，请由其他工作人员办理。'
      : account.closed_at
        ? '该账号已注销，不能办理。'
        : undefined,
    kinds: DESK_KINDS.filter(
      (kind) => kind !== 'REGISTER' && (type !== 'NATURAL_PERSON' || !deskKinds[kind].legalOnly),
    ).map((kind) => ({
      href: `${paths.deskNew}?${new URLSearchParams({ account: account.id, kind }).toString()}`,
      text: deskKinds[kind].text,
      hint: deskKinds[kind].hint,
    })),
    open: operations.filter(underWay).map((one) => operationCells(one, false)),
    past: operations.filter((one) => !underWay(one)).map((one) => operationCells(one, false)),
  })
}

type NewForm = {
  readonly values: Readonly<Record<string, string>>
  readonly errors?: Readonly<Record<string, string>>
  readonly refusal?: DeskRefusal
}

const showNew = async (deps: Deps, context: DeskContext, form: NewForm): Promise<void> => {
  const { values, errors = {}, refusal } = form
  const wanted = values['account'] ?? ''
  const account = wanted === '' ? undefined : await findDeskAccount(deps, wanted)
  if (wanted !== '' && !account) throw new AppError('NOT_FOUND')
  const types = account ? userTypesOf(account) : DESK_USER_TYPES
  const kinds = DESK_KINDS.filter((kind) =>
    account
      ? kind !== 'REGISTER' && (account.kind === 'LEGAL_PERSON' || !deskKinds[kind].legalOnly)
      : kind === 'REGISTER',
  )
  const requestKey = values['requestKey'] ?? ''
  context.view(
    'helpdesk/new.njk',
    {
      page: {
        title: account ? '办理账号业务' : '代为注册',
        breadcrumb: [
          home,
          ...(account ? [{ href: paths.deskAccount(account.id), text: account.login_name }] : []),
          { text: account ? '办理账号业务' : '代为注册' },
        ],
      },
      notice: refusal && { kind: 'error', title: '没有办理', text: refusal.obstacles[0]?.text },
      errors: Object.entries(errors).map(([field, text]) => ({ text, href: `#${field}` })),
      account: account && { id: account.id, facts: accountFacts(deps, account, deps.clock.now()) },
      requestKey: isId(requestKey) ? requestKey : randomUUID(),
      fields: [
        {
          kind: 'choice',
          id: 'kind',
          name: 'kind',
          label: '操作',
          required: true,
          value: values['kind'] ?? (kinds.length === 1 ? kinds[0] : ''),
          error: errors['kind'],
          options: kinds.map((kind) => ({ value: kind, text: deskKinds[kind].text, hint: deskKinds[kind].hint })),
        },
        {
          kind: 'choice',
          id: 'userType',
          name: 'userType',
          label: '用户类型',
          required: true,
          value: values['userType'] ?? (types.length === 1 ? types[0] : ''),
          error: errors['userType'],
          options: types.map((type) => ({ value: type, text: userTypeText(type) })),
        },
        {
          kind: 'choice',
          id: 'byAgent',
          name: 'byAgent',
          label: '到场人',
          required: true,
          value: values['byAgent'] ?? '',
          error: errors['byAgent'],
          options: [
            { value: 'no', text: '本人', hint: '自然人本人，或者单位的法定代表人（负责人）本人。' },
            { value: 'yes', text: '代办人', hint: '须持一个月内的授权委托书，不能转委托。' },
          ],
        },
      ],
    },
    refusal ? errorPages[refusal.code].status : Object.keys(errors).length > 0 ? 422 : 200,
  )
}

const begin = async (deps: Deps, context: DeskContext): Promise<void> => {
  const { body } = context
  const kind = DESK_KINDS.find((one) => one === body['kind'])
  const userType = DESK_USER_TYPES.find((one) => one === body['userType'])
  const byAgent = body['byAgent']
  const errors = {
    ...(kind ? {} : { kind: '请选择操作' }),
    ...(userType ? {} : { userType: '请选择用户类型' }),
    ...(byAgent === 'yes' || byAgent === 'no' ? {} : { byAgent: '请选择到场人' }),
  }
  if (!kind || !userType || Object.keys(errors).length > 0) return showNew(deps, context, { values: body, errors })
  const id = body['requestKey'] ?? ''
  if (!isId(id)) throw new AppError('BAD_REQUEST')
  const accountId = body['account'] || undefined
  if (accountId !== undefined && !isId(accountId)) throw new AppError('NOT_FOUND')
  try {
    await startOperation(deskOf(deps, context), { id, kind, userType, byAgent: byAgent === 'yes', accountId })
  } catch (error) {
    if (!(error instanceof DeskRefusal) || error.code === 'NOT_FOUND') throw error
    return showNew(deps, context, { values: body, refusal: error })
  }
  context.redirect(paths.deskOperation(id))
}

/** An operation of this authority; whoever asks for another one's is refused and recorded like whoever acts on it. */
const requireOperation = async (deps: Deps, context: DeskContext): Promise<WholeOperation> => {
  const { actor, param } = context
  const whole = await findOperation(deps, actor.authority.id, param('id'))
  if (!whole) return refuseUnknown(deps, context, { kind: 'desk_operation', id: param('id') })
  const { register_check: seen, status } = whole.operation
  return { ...whole, register: seen ?? (status === 'OPEN' ? await registerNow(deps, whole) : undefined) }
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

const showOperation = (
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
const step = async (
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

const postAgent = async (deps: Deps, context: DeskContext): Promise<void> => {
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

const postMaterial = async (deps: Deps, context: DeskContext): Promise<void> => {
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

const postData = async (deps: Deps, context: DeskContext): Promise<void> => {
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
const postReason = async (
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

/** 用户管理: what the counter does for people who cannot help themselves online. */
export const helpdeskRoutes = (deps: Deps): readonly Route[] => {
  const get = (path: string, handler: (context: DeskContext) => Promise<void>): Route =>
    permittedRoute('desk:work', { method: 'get', path, handler })
  const post = (path: string, handler: (context: DeskContext) => Promise<void>): Route =>
    permittedRoute('desk:work', { method: 'post', path, handler })
  /** A step that makes a password: when too many wait for theirs, the page of the operation comes again. */
  const postHashing = (path: string, handler: (context: DeskContext) => Promise<void>): Route =>
    permittedRoute('desk:work', {
      method: 'post',
      path,
      handler,
      again: async (context, text) =>
        showOperation(deps, context, await requireOperation(deps, context), {
          notice: { kind: 'error', title: '没有办理', text },
        }),
    })
  return [
    get(paths.desk, (context) => showDesk(deps, context)),
    permittedRoute('desk:work', {
      method: 'post',
      path: paths.desk,
      handler: (context) => search(deps, context),
      again: (context, error) => {
        const { way = '', value = '' } = context.body
        return showDesk(deps, context, { way, typed: value, error })
      },
    }),
    get(paths.deskAccount(':id'), (context) => showAccount(deps, context)),
    get(paths.deskNew, (context) => {
      const { account = '', kind } = context.query
      return showNew(deps, context, { values: { account, ...(kind === undefined ? {} : { kind }) } })
    }),
    post(paths.deskNew, (context) => begin(deps, context)),
    get(paths.deskOperation(':id'), async (context) => {
      const whole = await requireOperation(deps, context)
      await recordLook(deskOf(deps, context), { action: 'desk-operation-viewed', id: whole.operation.id })
      showOperation(deps, context, whole, { notice: noticeOf(whole, context.actor, context.query['done']) })
    }),
    get(paths.deskStep(':id', 'print'), async (context) => {
      const whole = await requireOperation(deps, context)
      const { heading, facts, lines } = operationPage(deps, context.actor, whole)
      context.view('helpdesk/checklist.njk', {
        page: { title: `材料清单：${heading}`, backHref: paths.deskOperation(whole.operation.id) },
        heading,
        facts,
        lines,
      })
    }),
    post(paths.deskStep(':id', 'agent'), (context) => postAgent(deps, context)),
    permittedRoute('desk:work', {
      method: 'post',
      path: paths.deskStep(':id', 'material'),
      upload: {
        maxFiles: filesAtOnce,
        maxBytes: maxFileBytes,
        count: ({ actor }) => deps.limits.use('upload', `staff-${actor.id}`),
        keepsForm: true,
      },
      handler: (context) => postMaterial(deps, context),
    }),
    post(paths.deskStep(':id', 'remove-scan'), (context) =>
      step(
        deps,
        context,
        (desk, seen) => {
          const scan = context.body['scan'] ?? ''
          if (!isId(scan)) throw new AppError('NOT_FOUND')
          return removeScan(desk, seen, scan)
        },
        undefined,
        'materials',
      ),
    ),
    post(paths.deskStep(':id', 'data'), (context) => postData(deps, context)),
    post(paths.deskStep(':id', 'finish'), async (context) => {
      const gathered = await gather(deps, await requireOperation(deps, context))
      await step(deps, context, (desk, seen) => finishOperation(desk, seen, gathered))
    }),
    postHashing(paths.deskStep(':id', 'confirm'), async (context) => {
      const whole = await requireOperation(deps, context)
      const gathered = await gather(deps, whole)
      await step(deps, context, (desk, seen) => confirmOperation(desk, seen, whole.operation.kind, gathered))
    }),
    post(paths.deskStep(':id', 'refuse'), (context) => postReason(deps, context, 'refuse', refuseOperation)),
    post(paths.deskStep(':id', 'cancel'), (context) => postReason(deps, context, 'cancel', cancelOperation)),
    post(paths.deskStep(':id', 'withdraw'), (context) => postReason(deps, context, 'withdraw', askWithdrawal)),
    post(paths.deskStep(':id', 'confirm-withdrawal'), (context) => step(deps, context, confirmWithdrawal)),
    get(paths.deskScan(':id', ':scan'), async (context) => {
      const { actor, param, res } = context
      const scan = await findScan(deps, actor.authority.id, param('id'), param('scan'))
      if (!scan) return refuseUnknown(deps, context, { kind: 'desk_material', id: param('scan') })
      await recordLook(deskOf(deps, context), { action: 'desk-scan-viewed', id: param('scan') })
      await serveFile(res, deps, scan)
    }),
  ]
}
