import { faqMessage } from '../../web/faq.ts'

/** What of an account belongs to another one, in the words people know, and what the counter does then. */
export const takenTexts = {
  loginName: `${faqMessage('F-03')}，请账号持有人另选一个用户账号`,
  idNumber: `${faqMessage('F-01')}。请在用户管理按身份证号码查找并办理那个账号；不是本人注册的，请办理那个账号的“冻结账号”`,
  uscc: `${faqMessage('F-02')}。请在用户管理按代码查找并办理那个账号：更换了法定代表人的办理“变更法定代表人”，被他人冒用的办理“冻结账号”`,
} as const
