import type { LetterMatter } from './letter.ts'
import type { DeskUserType } from './materials.ts'

/** What the counter does to an account. */
export const DESK_KINDS = [
  'REGISTER',
  'CHANGE_DATA',
  'RESET_PASSWORD',
  'UNLOCK',
  'CHANGE_PHONE',
  'CHANGE_REPRESENTATIVE',
  'RELEASE_PHONE',
  'FREEZE',
  'UNFREEZE',
  'CLOSE',
] as const
export type DeskKind = (typeof DESK_KINDS)[number]

export type DeskStatus = 'OPEN' | 'WAITING_SECOND' | 'DONE' | 'CANCELLED' | 'REFUSED' | 'WITHDRAWN'

type KindFacts = {
  readonly text: string
  readonly hint: string
  /** Which matter an agent's letter must name. */
  readonly matter: LetterMatter
  /**
   * Whether a second clerk must confirm; `identity`: when the name, the document or the code changes. Whatever makes an
   * account a verified one, or gives somebody a phone of it or a password, needs one: its effect cannot be had without.
   */
  readonly second: 'always' | 'identity' | 'never'
  /** The holder gets a password that must be changed at the first login. */
  readonly temporaryPassword: boolean
  readonly legalOnly: boolean
  /** Whether somebody comes to speak for the unit of the account, so that it is compared with its register. */
  readonly speaksForUnit: boolean
}

export const deskKinds = {
  REGISTER: {
    text: '用户注册',
    hint: '代为注册一个新账号，临时密码由短信发给账号持有人。须第二人确认。',
    matter: '用户注册',
    second: 'always',
    temporaryPassword: true,
    legalOnly: false,
    speaksForUnit: true,
  },
  CHANGE_DATA: {
    text: '信息修改',
    hint: '修改姓名、证件号码、电子邮箱；单位可以修改名称、统一社会信用代码、电子邮箱、经办人。修改姓名（名称）、号码、代码须第二人确认。',
    matter: '用户修改',
    second: 'identity',
    temporaryPassword: false,
    legalOnly: false,
    speaksForUnit: true,
  },
  RESET_PASSWORD: {
    text: '重置密码',
    hint: '临时密码由短信发到账号的预留手机号，工作人员看不到。预留手机号不能用的，先办理“修改手机号”。须第二人确认。',
    matter: '用户登录',
    second: 'always',
    temporaryPassword: true,
    legalOnly: false,
    speaksForUnit: true,
  },
  UNLOCK: {
    text: '解除锁定',
    hint: '密码多次输错被锁定的，立即解除锁定。',
    matter: '用户登录',
    second: 'never',
    temporaryPassword: false,
    legalOnly: false,
    speaksForUnit: false,
  },
  CHANGE_PHONE: {
    text: '修改手机号',
    hint: '预留手机号收不到短信或者已停用的。须第二人确认。',
    matter: '用户修改',
    second: 'always',
    temporaryPassword: false,
    legalOnly: false,
    speaksForUnit: true,
  },
  CHANGE_REPRESENTATIVE: {
    text: '变更法定代表人',
    hint: '单位的法定代表人（负责人）已经变更登记的。原密码作废，临时密码由短信发给新任法定代表人。须第二人确认。',
    matter: '用户修改',
    second: 'always',
    temporaryPassword: true,
    legalOnly: true,
    speaksForUnit: true,
  },
  RELEASE_PHONE: {
    text: '移除手机号',
    hint: '别人的账号登记了本人正在使用的手机号：从那个账号移除这个号码，账号本身不变。号码要登记到本人账号的，再办理本人账号的“修改手机号”。须第二人确认。',
    matter: '用户修改',
    second: 'always',
    temporaryPassword: false,
    legalOnly: false,
    speaksForUnit: false,
  },
  FREEZE: {
    text: '冻结账号',
    hint: '账号被冒用、盗用，或者有权机关依法要求的：冻结以后不能登录，已有的登录立即退出，还没有被接受的办件移交终止，办件照常审查。须第二人确认。',
    matter: '用户登录',
    second: 'always',
    temporaryPassword: false,
    legalOnly: false,
    speaksForUnit: false,
  },
  UNFREEZE: {
    text: '解除冻结',
    hint: '查明情况以后恢复登录：原密码作废，临时密码由短信发到预留手机号。预留手机号不能用的，先办理“修改手机号”。须第二人确认。',
    matter: '用户登录',
    second: 'always',
    temporaryPassword: true,
    legalOnly: false,
    speaksForUnit: true,
  },
  CLOSE: {
    text: '注销账号',
    hint: '账号持有人不再使用账号的。有没办完的办件不能注销；注销后不能恢复。须第二人确认。',
    matter: '用户修改',
    second: 'always',
    temporaryPassword: false,
    legalOnly: false,
    speaksForUnit: true,
  },
} as const satisfies Record<DeskKind, KindFacts>

export const deskStatuses = {
  OPEN: { text: '办理中', tone: 'info' },
  WAITING_SECOND: { text: '待第二人确认', tone: 'warning' },
  DONE: { text: '已办结', tone: 'success' },
  CANCELLED: { text: '已取消', tone: 'neutral' },
  REFUSED: { text: '不予确认', tone: 'danger' },
  WITHDRAWN: { text: '已撤回', tone: 'danger' },
} as const satisfies Record<DeskStatus, { readonly text: string; readonly tone: string }>

/** Whether answers change who an account is: its name, its document or its unit's code. */
export const changesIdentity = (values: Readonly<Record<string, string>>): boolean =>
  Boolean(values['name'] || values['idNumber'] || values['uscc'])

/** Whether a second clerk must confirm an operation with these answers. */
export const needsSecond = (kind: DeskKind, values: Readonly<Record<string, string>>): boolean => {
  const { second } = deskKinds[kind]
  return second === 'always' || (second === 'identity' && changesIdentity(values))
}

/** Whether an operation is there for that kind of user. */
export const isOffered = (kind: DeskKind, type: DeskUserType): boolean =>
  type !== 'NATURAL_PERSON' || !deskKinds[kind].legalOnly

/** Within how many hours of a change of the phone its holder may ask that it be taken back. */
export const withdrawalHours = 24

/** Until when, in hours from the change, a second clerk may do what was asked in time: a weekend may lie between. */
export const withdrawalConfirmHours = 72
