import { AppError, type ErrorCode } from '../errors.ts'
import type { LetterFault } from './letter.ts'

/** Why the counter did not do something. Every one of these is recorded. */
export type RefusalReason =
  | LetterFault
  | 'OWN_ACCOUNT'
  | 'OWN_AGENT'
  | 'OWN_PHONE'
  | 'SAME_PERSON'
  | 'AGENT_MISSING'
  | 'AGENT_IS_HOLDER'
  | 'AGENT_PHONE'
  | 'TICK_MISSING'
  | 'SCAN_MISSING'
  | 'DATA_MISSING'
  | 'TOO_MANY_SCANS'
  | 'TAKEN'
  | 'ACCOUNT_GONE'
  | 'CODE_LOST'
  | 'ALREADY_OPEN'
  | 'NOT_OPEN'
  | 'STALE'
  | 'UNKNOWN'
  | 'TOO_LATE'
  | 'CHANGED_SINCE'
  | 'UNIT_ENDED'
  | 'REGISTER_REASON'
  | 'REGISTER_CHANGED'
  | 'NO_PHONE'
  | 'NO_PHONE_BEFORE'
  | 'OTHER_PHONE'
  | 'RELEASED_BEFORE'
  | 'FROZEN_BEFORE'
  | 'NOT_FROZEN'
  | 'PHONE_HELD'
  | 'CASES_OPEN'

const refusals = {
  OWN_ACCOUNT: { code: 'FORBIDDEN', text: '不能办理与本人有关的账号，请由其他工作人员办理。' },
  OWN_AGENT: { code: 'FORBIDDEN', text: '工作人员不能担任代办人，请由账号持有人本人来办理，或者另行委托他人。' },
  OWN_PHONE: { code: 'FORBIDDEN', text: '不能把工作人员本人的手机号登记为账号的预留手机号，请由其他工作人员办理。' },
  SAME_PERSON: {
    code: 'FORBIDDEN',
    text: '您参与过这件业务，不能确认。请本机关没有参与的另一名大厅帮办人员登录后确认。',
  },
  AGENT_MISSING: { code: 'INVALID', text: '请填写代办人和授权委托书的信息' },
  AGENT_IS_HOLDER: {
    code: 'INVALID',
    text: '代办人就是账号持有人（法定代表人），请取消后按“本人”办理',
  },
  AGENT_PHONE: {
    code: 'INVALID',
    text: '预留手机号不能是代办人的手机号：短信验证码和密码只发给账号持有人。请填写账号持有人本人的手机号',
  },
  LETTER_FUTURE: {
    code: 'INVALID',
    text: '授权委托书的日期晚于今天，不能使用。请核对日期，或者到委托日期以后再来办理',
  },
  LETTER_EXPIRED: {
    code: 'INVALID',
    text: '授权委托书已超过一个月有效期，不能使用，请账号持有人重新出具，空白表在帮助中心打印；也可以由本人来办理',
  },
  LETTER_MATTER: {
    code: 'INVALID',
    text: '授权委托书没有写明这项业务，不能使用。请账号持有人重新出具，勾选这项业务；也可以由本人来办理',
  },
  TICK_MISSING: { code: 'INVALID', text: '请核对材料并勾选' },
  SCAN_MISSING: { code: 'INVALID', text: '请上传扫描件' },
  TOO_MANY_SCANS: { code: 'INVALID', text: '这一项材料的扫描件过多，请先删除不需要的' },
  DATA_MISSING: { code: 'INVALID', text: '请把办理内容填写完整' },
  TAKEN: {
    code: 'INVALID',
    text: '账号、证件号码或者统一社会信用代码已被使用，请核对；已有账号的，请查找并办理那个账号',
  },
  ACCOUNT_GONE: {
    code: 'NOT_ALLOWED_NOW',
    text: '该账号已注销，不能办理。还要使用的，请由账号持有人重新注册，或者在用户管理代为注册新用户。',
  },
  CODE_LOST: {
    code: 'NOT_ALLOWED_NOW',
    text: '该账号登记的统一社会信用代码已由其他账号认证，不能再代表该单位。请查找并办理持有该代码的账号。',
  },
  ALREADY_OPEN: {
    code: 'NOT_ALLOWED_NOW',
    text: '该账号已有一件同样的业务正在办理，请在账号页面打开它接着办理，或者先办结、取消。',
  },
  NOT_OPEN: { code: 'NOT_ALLOWED_NOW', text: '这件业务的状态已经变化，刚才的操作没有执行，请查看最新状态。' },
  STALE: { code: 'STALE', text: '这件业务刚才已被更改，您的操作没有执行。请查看最新内容后再操作。' },
  UNKNOWN: {
    code: 'NOT_FOUND',
    text: '没有这项内容，或者不属于本机关。请在用户管理重新查找；由其他机关办理的，请持有人到那个机关的窗口。',
  },
  TOO_LATE: { code: 'NOT_ALLOWED_NOW', text: '已超过可以撤回的时间，不能撤回。需要再改的，请重新办理修改手机号。' },
  CHANGED_SINCE: {
    code: 'NOT_ALLOWED_NOW',
    text: '该账号的手机号此后又在窗口办理过变更，请先撤回后一次办理。不能撤回的，请重新办理修改手机号。',
  },
  UNIT_ENDED: {
    code: 'INVALID',
    text: '登记信息显示该单位已经注销或者撤销登记，不能注册法人账号。请先向登记机关核实；要办理清算、注销后事宜的，请到登记机关窗口办理',
  },
  REGISTER_REASON: { code: 'INVALID', text: '与登记信息不一致，请写明原因和怎样核实的' },
  REGISTER_CHANGED: {
    code: 'NOT_ALLOWED_NOW',
    text: '填写以后登记信息有了变化，没有办理。还在办理中的，请重新保存办理内容，核对后再提交；已经提交的，请不予确认，按新的登记信息重新办理。',
  },
  NO_PHONE: { code: 'NOT_ALLOWED_NOW', text: '该账号没有预留手机号，临时密码无处可发。请先办理“修改手机号”。' },
  NO_PHONE_BEFORE: {
    code: 'NOT_ALLOWED_NOW',
    text: '该账号在修改以前没有预留手机号，没有可以恢复的号码。不是本人办理的，请办理“冻结账号”。',
  },
  OTHER_PHONE: {
    code: 'INVALID',
    text: '该账号的预留手机号不是这个号码。请核对号码；要找登记了这个号码的账号，请在用户管理按手机号查找',
  },
  RELEASED_BEFORE: {
    code: 'NOT_ALLOWED_NOW',
    text: '该账号已经没有预留手机号，不需要移除。持有人要登记新号码的，请办理“修改手机号”。',
  },
  FROZEN_BEFORE: {
    code: 'NOT_ALLOWED_NOW',
    text: '该账号已经冻结，不需要再办理。查明情况以后，请办理“解除冻结”。',
  },
  NOT_FROZEN: {
    code: 'NOT_ALLOWED_NOW',
    text: '该账号没有冻结。不能登录的，请查看账号状态：已锁定的办理“解除锁定”，忘记密码的办理“重置密码”。',
  },
  PHONE_HELD: {
    code: 'NOT_ALLOWED_NOW',
    text: '该账号的手机号或者密码在24小时内变动过，还可以撤回，现在不能注销。请持有人24小时以后再来办理。',
  },
  CASES_OPEN: {
    code: 'NOT_ALLOWED_NOW',
    text: '该账号还有没办完的办件，不能注销。请持有人先在“我的办件”办结、撤回、删除，或者在用户中心移交给他人，再来办理。',
  },
} as const satisfies Record<RefusalReason, { readonly code: ErrorCode; readonly text: string }>

export const refusalReasons = Object.keys(refusals) as readonly RefusalReason[]

/** One thing that stands in the way. `place` is the control on the page it is about. */
export type Obstacle = { readonly reason: RefusalReason; readonly text: string; readonly place?: string }

export const obstacle = (reason: RefusalReason, place?: string, text: string = refusals[reason].text): Obstacle => ({
  reason,
  text,
  ...(place === undefined ? {} : { place }),
})

/** A refusal at the counter, with everything that stands in the way; the first decides how it is answered. */
export class DeskRefusal extends AppError {
  readonly obstacles: readonly Obstacle[]

  constructor(first: Obstacle, ...others: Obstacle[]) {
    super(refusals[first.reason].code, first.text)
    this.name = 'DeskRefusal'
    this.obstacles = [first, ...others]
  }
}
