import { randomUUID } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import { unfit } from '../../core/helpdesk/fitness.ts'
import { DESK_USER_TYPES, userTypeText } from '../../core/helpdesk/materials.ts'
import {
  DESK_KINDS,
  deskKinds,
  isOffered,
  withdrawalConfirmHours,
  type DeskKind,
} from '../../core/helpdesk/operations.ts'
import { DeskRefusal, obstacle, type RefusalReason } from '../../core/helpdesk/refusals.ts'
import type { Deps } from '../../deps.ts'
import { errorPages } from '../../web/errors.ts'
import { paths } from '../../web/paths.ts'
import { paged, readCursor, sortValues } from '../../web/lists.ts'
import { accountCells, accountFacts, operationCells, shownName } from './account-view.ts'
import { stateOf } from './act.ts'
import { recordLook, startOperation } from './commands.ts'
import { deskOf, home, refuseUnknown, type DeskContext } from './desk-context.ts'
import {
  findDeskAccount,
  openOperations,
  operationsOfAccount,
  SEARCH_WAYS,
  searchAccounts,
  searchLimit,
  searchWays,
  waitingLimit,
  waitingOperations,
  type SearchWay,
} from './queries.ts'
import type { DeskAccountRow } from './store.ts'
import { isId } from '../../web/params.ts'
import { errorList } from '../../web/form-view.ts'
import { userTypesOf } from './user-types.ts'

type Searched = {
  readonly way: string
  readonly typed: string
  readonly error?: string
  readonly rows?: readonly unknown[]
  readonly more?: boolean
}

export const showDesk = async (deps: Deps, context: DeskContext, searched?: Searched): Promise<void> => {
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

const isWay = (text: string): text is SearchWay => (SEARCH_WAYS as readonly string[]).includes(text)

export const search = async (deps: Deps, context: DeskContext): Promise<void> => {
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

/** What can be begun for an account; what would only undo nothing is not offered. */
const offeredFor = (account: DeskAccountRow, now: Date): readonly DeskKind[] => {
  const [type = 'NATURAL_PERSON'] = userTypesOf(account)
  const nothingToDo: readonly (RefusalReason | undefined)[] = ['FROZEN_BEFORE', 'NOT_FROZEN', 'RELEASED_BEFORE']
  return DESK_KINDS.filter(
    (kind) => kind !== 'REGISTER' && isOffered(kind, type) && !nothingToDo.includes(unfit(kind, stateOf(account, now))),
  )
}

export const showAccount = async (deps: Deps, context: DeskContext): Promise<void> => {
  const { actor, param, view } = context
  const account =
    (await findDeskAccount(deps, param('id'))) ??
    (await refuseUnknown(deps, context, { kind: 'account', id: param('id') }))
  await recordLook(deskOf(deps, context), { action: 'desk-account-viewed', id: account.id })
  const operations = await operationsOfAccount(deps, actor.authority.id, account.id)
  const own = [account.id_number_idx, account.handler_id_number_idx].includes(actor.idNumberIndex)
  const underWay = ({ status }: { readonly status: string }): boolean => ['OPEN', 'WAITING_SECOND'].includes(status)
  const now = deps.clock.now()
  view('helpdesk/account.njk', {
    page: { title: shownName(account), breadcrumb: [home, { text: account.login_name }] },
    heading: shownName(account),
    facts: accountFacts(deps, account, now),
    refusal: own
      ? '这是与您本人有关的账号，请由其他工作人员办理。'
      : account.closed_at
        ? obstacle('ACCOUNT_GONE').text
        : undefined,
    kinds: offeredFor(account, now).map((kind) => ({
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

export const showNew = async (deps: Deps, context: DeskContext, form: NewForm): Promise<void> => {
  const { values, errors = {}, refusal } = form
  const wanted = values['account'] ?? ''
  const account = wanted === '' ? undefined : await findDeskAccount(deps, wanted)
  if (wanted !== '' && !account) return refuseUnknown(deps, context, { kind: 'account', id: wanted })
  if (account) await recordLook(deskOf(deps, context), { action: 'desk-account-viewed', id: account.id })
  const types = account ? userTypesOf(account) : DESK_USER_TYPES
  const kinds = account ? offeredFor(account, deps.clock.now()) : (['REGISTER'] as const)
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
      errors: errorList(errors),
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

export const begin = async (deps: Deps, context: DeskContext): Promise<void> => {
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
