import { roles as roleFacts, type StaffRole } from '../../core/access.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { grantLevels, rightsText, type GrantLevel, type Right } from '../../core/grants.ts'
import { deskKinds, type DeskKind } from '../../core/helpdesk/operations.ts'
import { maskLoginName, maskName, maskPhone } from '../../core/identity/mask.ts'
import { validateMobile } from '../../core/identity/phone.ts'
import { stageOf, statusText } from '../../core/matters/journey.ts'
import { asks, type Ask } from '../../core/workflow/asks.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import type { Status } from '../../core/workflow/statuses.ts'
import type { Deps } from '../../deps.ts'
import type { CodePurpose } from '../../infra/sms-codes.ts'
import { paths } from '../../web/paths.ts'
import { authorityById } from '../../reference/reference.ts'

/** What the words of a message are made of beside its facts. */
export type SmsSource = Pick<Deps, 'site' | 'reference' | 'publicUrl' | 'matters'> & {
  readonly replacedAtCounter?: boolean
}

const purposeTexts = {
  register: '注册个人账号',
  'register-legal': '注册法人账号',
  'resume-legal': '继续办理法人注册',
  'login-phone': '手机快速登录',
  recover: '重新设置登录密码',
  'bank-card': '银联卡实名认证',
  'phone-old': '修改手机号（核验原手机号）',
  'phone-new': '修改手机号（核验新手机号）',
  'close-account': '注销账号',
  'transfer-case': '移交办件',
  'staff-login': '工作人员登录',
} as const satisfies Record<CodePurpose, string>

/** What the counter changed of an account, as a message names it. */
export const changedParts = {
  name: '姓名',
  unitName: '单位名称',
  uscc: '统一社会信用代码',
  idNumber: '证件号码',
  email: '电子邮箱',
  handler: '经办人',
} as const
export type ChangedPart = keyof typeof changedParts

/** A value that looks as the portal's own values of that kind do; anything else is no fact and stops the message. */
const like =
  (pattern: RegExp) =>
  (value: string): string => {
    if (!pattern.test(value)) throw new TypeError('not a fact a text message may carry')
    return value
  }

/** The words of a code out of a table, which must have it. */
const oneOf =
  <Code extends string, Row>(table: Readonly<Record<Code, Row>>, textOf: (row: Row) => string) =>
  (code: Code): string => {
    if (!Object.hasOwn(table, code)) throw new TypeError('not a fact a text message may carry')
    return textOf(table[code])
  }
const text = (row: { readonly text: string }): string => row.text
const itself = (words: string): string => words

const unknown = '****'

const maskedPhone = (phone: string): string => {
  const checked = validateMobile(phone)
  return checked.ok ? maskPhone(checked.value) : unknown
}

const count = (n: number): string => like(/^\d{1,4}$/)(String(n))

type Place = { readonly matter: string; readonly stage: string }

/**
 * Everything a text message may say beside the words of its template, one row a hole. What a person typed has no row:
 * a message goes out under the authority's signature, so a name, a title or a reason in it would speak for the authority.
 */
export const facts = {
  code: like(/^\d{6}$/),
  password: like(/^[A-Za-z2-9]{12}$/),
  purpose: oneOf(purposeTexts, itself),
  minutes: count,
  hours: count,
  at: (instant: Date): string => localDateTime(instant).text,
  day: chineseDate,
  phone: maskedPhone,
  otherPhone: maskedPhone,
  /** A login name is chosen by its holder: two characters of it are enough to know it by. */
  account: (loginName: string): string => (/^[A-Za-z][\w-]*$/.test(loginName) ? maskLoginName(loginName) : unknown),
  /** Set by an administrator, and needed to log in at all. */
  staffName: like(/^[A-Za-z][\w-]{3,29}$/),
  /** 办件编号; nothing before the first submission. */
  number: (number: string | null): string => (/^\d{16}$/.test(number ?? '') ? (number ?? '') : ''),
  stage: ({ matter, stage }: Place, { matters }: SmsSource): string => stageOf(matters.require(matter), stage).title,
  /** In the words of its stage: 准予变更登记. */
  status: ({ matter, stage, status }: Place & { readonly status: Status }, { matters }: SmsSource): string =>
    statusText(stageOf(matters.require(matter), stage), status),
  matter: (code: string, { matters }: SmsSource): string => matters.require(code).title,
  /** Of a verified account, and of its name the surname only: the message speaks for the authority, not for the giver. */
  giver: ({ kind, name }: { readonly kind: 'PERSONAL' | 'LEGAL_PERSON'; readonly name: string }): string => {
    if (kind === 'LEGAL_PERSON') return '有单位'
    return /^[\p{Script=Han}·]{2,30}$/u.test(name) ? maskName(name) : '有人'
  },
  /** As the register has it, in the words an authority let it be called. */
  organization: (name: string): string => (/^[\p{Script=Han}（）()·A-Za-z0-9]{4,60}$/u.test(name) ? name : '有关单位'),
  level: oneOf<GrantLevel, { readonly rights: readonly Right[] }>(grantLevels, ({ rights }) => rightsText(rights)),
  ask: oneOf<Ask, string>(asks, itself),
  /** What of an organization ends, of what it is told before. */
  duty: oneOf({ TERM: '本届任期', CERTIFICATE: '登记证书', LEASE: '住所租期' }, itself),
  authority: (id: number, { reference }: SmsSource): string => authorityById(reference, id).name,
  desk: oneOf<DeskKind, { readonly text: string }>(deskKinds, text),
  parts: (parts: readonly ChangedPart[]): string => parts.map(oneOf(changedParts, itself)).join('、'),
  roles: (roles: readonly StaffRole[]): string =>
    roles.map(oneOf<StaffRole, { readonly text: string }>(roleFacts, text)).join('、'),
} as const
export type SmsFact = keyof typeof facts

/** What a site's messages say of themselves. */
export const own = {
  hotline: ({ site }: SmsSource): string => site.hotlines[0]?.phone ?? '12345',
  /** The phone that the counter has just replaced gets no code: whoever reads this on it is helped by calling only. */
  notMe: ({ site, replacedAtCounter }: SmsSource): string =>
    replacedAtCounter
      ? `不是本人操作的，请立即致电${site.hotlines[0]?.phone ?? '12345'}，撤回修改手机号。`
      : '不是本人操作的，请立即通过“忘记密码”重新设置登录密码，并联系服务热线。',
  staffLogin: ({ publicUrl }: SmsSource): string => `${publicUrl}${paths.staffLogin}`,
} as const
