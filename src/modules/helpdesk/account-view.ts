import type { Deps } from '../../deps.ts'
import { ID_TYPES, type IdType } from '../../core/identity/documents.ts'
import { maskEmail, maskIdNumber, maskName, maskPhone } from '../../core/identity/mask.ts'
import { deskKinds, deskStatuses } from '../../core/helpdesk/operations.ts'
import { userTypeText } from '../../core/helpdesk/materials.ts'
import { legalPersonTypes } from '../../core/legal-persons/types.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import { paths } from '../../web/paths.ts'
import { accountPlaces, hasPhone } from '../people/account.ts'
import type { ListedOperation, WholeOperation } from './queries.ts'
import type { DeskAccountRow } from './store.ts'

/** An account as a statement gives it, or as one of its parts does: instants as dates or as ISO texts. */
export type AccountRow = DeskAccountRow | NonNullable<WholeOperation['account']>

const instant = (at: Date | string): Date => (typeof at === 'string' ? new Date(at) : at)

export const timeText = (at: Date | string): string => localDateTime(instant(at)).text

/** A person's name is masked; a unit's is in the public register. */
export const shownName = (account: Pick<AccountRow, 'kind' | 'name'>): string =>
  account.kind === 'PERSONAL' ? maskName(account.name) : account.name

const idTypeText = (type: string): string => (Object.hasOwn(ID_TYPES, type) ? ID_TYPES[type as IdType].label : type)

/** Whether wrong passwords have locked the account at this moment. */
const lockedUntil = (account: AccountRow, now: Date): Date | undefined => {
  const until = account.locked_until === null ? undefined : instant(account.locked_until)
  return until && until > now ? until : undefined
}

const lockTag = (account: AccountRow, now: Date) => {
  if (account.closed_at !== null) return { text: '已注销', tone: 'neutral' }
  if (account.frozen_at !== null) return { text: '已冻结', tone: 'danger' }
  return lockedUntil(account, now) ? { text: '已锁定', tone: 'danger' } : { text: '正常', tone: 'success' }
}

const phoneOf = (deps: Deps, account: AccountRow): string =>
  hasPhone(account)
    ? maskPhone(deps.crypto.decrypt(account.phone_enc, accountPlaces.phone(account.id)))
    : '没有（已在窗口移除）'

const idNumberOf = (deps: Deps, account: AccountRow): string =>
  maskIdNumber(deps.crypto.decrypt(account.id_number_enc, accountPlaces.idNumber(account.id)))

const kindOf = (account: AccountRow): string =>
  account.legal_type === null ? '个人' : legalPersonTypes[account.legal_type].label

/** One line of a search result. */
export const accountCells = (deps: Deps, account: AccountRow, now: Date) => [
  { href: paths.deskAccount(account.id), text: account.login_name },
  { text: shownName(account), sub: account.uscc ?? undefined },
  { text: kindOf(account), sub: account.real_name_level > 0 ? '已实名认证' : '未实名认证' },
  {
    text: idNumberOf(deps, account),
    sub: account.representative_name ? maskName(account.representative_name) : undefined,
  },
  { text: phoneOf(deps, account), nowrap: true },
  { tag: lockTag(account, now) },
]

/** What is kept now, to compare papers and changes with. */
export const keptFacts = (deps: Deps, account: AccountRow) => [
  ...(account.kind === 'LEGAL_PERSON'
    ? [
        { label: '统一社会信用代码', text: account.uscc ?? '' },
        { label: '现有法定代表人', text: maskName(account.representative_name ?? '') },
      ]
    : []),
  { label: '现有证件', text: `${idTypeText(account.id_type)} ${idNumberOf(deps, account)}` },
  { label: '现有预留手机号', text: phoneOf(deps, account) },
]

/** What the counter sees of an account: nothing in full that is nobody else's business. */
export const accountFacts = (deps: Deps, account: AccountRow, now: Date) => {
  const unit = account.kind === 'LEGAL_PERSON'
  const until = lockedUntil(account, now)
  const email =
    account.email_enc === null ? '' : maskEmail(deps.crypto.decrypt(account.email_enc, accountPlaces.email(account.id)))
  return [
    { label: '用户账号', text: account.login_name },
    { label: '账号类型', text: kindOf(account) },
    { label: unit ? '单位名称' : '姓名', text: shownName(account) },
    ...(unit
      ? [
          { label: '统一社会信用代码', text: `${account.uscc ?? ''}${account.released ? '（已由其他账号认证）' : ''}` },
          { label: '法定代表人', text: maskName(account.representative_name ?? '') },
        ]
      : []),
    { label: unit ? '法定代表人证件' : '证件', text: `${idTypeText(account.id_type)} ${idNumberOf(deps, account)}` },
    { label: '预留手机号', text: phoneOf(deps, account) },
    ...(unit ? [{ label: '经办人', text: maskName(account.handler_name ?? '') }] : []),
    { label: '电子邮箱', text: email },
    { label: '实名认证', text: account.real_name_level > 0 ? '已认证' : '未认证' },
    { label: '账号状态', tag: lockTag(account, now) },
    ...(account.frozen_at === null ? [] : [{ label: '冻结时间', text: timeText(account.frozen_at) }]),
    ...(until ? [{ label: '锁定至', text: timeText(until) }] : []),
    { label: '注册时间', text: timeText(account.created_at) },
    { label: '最近登录', text: account.last_login_at ? timeText(account.last_login_at) : '从未登录' },
  ]
}

/** Operations as lines of a list; those of other authorities are told, but not opened. */
export const operationCells = (operation: ListedOperation, withAccount: boolean) => [
  operation.own
    ? { href: paths.deskOperation(operation.id), text: deskKinds[operation.kind].text }
    : { text: deskKinds[operation.kind].text },
  ...(withAccount
    ? [
        {
          text:
            operation.account_name === null || operation.account_kind === null
              ? '新用户'
              : shownName({ name: operation.account_name, kind: operation.account_kind }),
          sub: userTypeText(operation.user_type),
        },
      ]
    : []),
  { tag: operation.withdrawing ? { text: '待确认撤回', tone: 'warning' } : deskStatuses[operation.status] },
  {
    text: operation.opener,
    sub: operation.left ? '已不在窗口，请接手办理' : withAccount ? undefined : operation.authority_name,
  },
  { text: timeText(operation.opened_at) },
]
