import { normalizeCode } from '../../core/identity/checked.ts'
import { ID_TYPES } from '../../core/identity/documents.ts'
import { validateOrgCode, validateUscc } from '../../core/identity/uscc.ts'
import type { RateName } from '../../infra/limits.ts'
import { faqHref, type FaqCode } from '../../web/faq.ts'
import { paths } from '../../web/paths.ts'
import { loginTitle, type Advice } from './login-view.ts'
import type { AccountKind } from './store.ts'

/** One of the two ways to log in with a password: who may come in, and what its page says. */
export type LoginDoor = {
  readonly way: 'personal' | 'legal'
  readonly kind: AccountKind
  readonly path: string
  readonly identityLabel: string
  readonly intro: string
  /** Entries that help with 用户名或密码错误 and 该账号不存在 here. */
  readonly faq: { readonly wrong: FaqCode; readonly unknown: FaqCode }
  /** Counts what fails here of one network, apart from what fails elsewhere. */
  readonly limit: RateName
  /** What to try when no such account exists. */
  readonly adviceForUnknown: (identity: string) => Advice
}

const codeLength = 18

/** Never told by its prefix: codes of social organizations and resident numbers begin alike (domain.md 2.4). */
const mayBeUscc = (typed: string): boolean => {
  const code = normalizeCode(typed)
  return validateUscc(code).ok || (/^[0-9A-Z]{18}$/.test(code) && !ID_TYPES.RESIDENT_ID.pattern.test(code))
}

const faqLink = (code: FaqCode) => ({ href: faqHref(code), text: '常见问题：显示“该账号不存在”怎么办' })

const personal: LoginDoor = {
  way: 'personal',
  kind: 'PERSONAL',
  path: paths.loginPersonal,
  identityLabel: '用户名/手机号码/身份证号',
  intro: '准备成立社会组织的发起人、经办人，用个人账号登录。',
  faq: { wrong: 'F-04', unknown: 'F-05' },
  limit: 'login-personal-address',
  adviceForUnknown: (identity) =>
    mayBeUscc(identity)
      ? {
          text: '您填写的可能是统一社会信用代码，不能用于个人登录。单位的账号请从法人登录进入，并与登记证书逐字核对代码。',
          links: [{ to: paths.loginLegal, text: '到法人登录' }, faqLink('F-05')],
        }
      : {
          text: '请核对后重试，也可以改填身份证号登录。仍然显示该账号不存在的，说明还没有注册个人账号，请先注册。单位的账号请从法人登录进入。',
          links: [{ href: paths.registerPersonal, text: '注册个人账号' }, faqLink('F-05')],
        },
}

const legal: LoginDoor = {
  way: 'legal',
  kind: 'LEGAL_PERSON',
  path: paths.loginLegal,
  identityLabel: '用户名/统一社会信用代码',
  intro: '已经登记成立的社会组织和其他单位，用法人账号登录。',
  faq: { wrong: 'F-06', unknown: 'F-07' },
  limit: 'login-legal-address',
  adviceForUnknown: (identity) => {
    const code = normalizeCode(identity)
    if (validateOrgCode(code).ok)
      return {
        text: '您填写的是9位组织机构代码。请填写登记证书上18位的统一社会信用代码，其中第9至17位就是组织机构代码；也可以填写注册时的用户账号。',
        links: [faqLink('F-07')],
      }
    if (code.length === codeLength && !validateUscc(code).ok)
      return {
        text: '统一社会信用代码有误，请与登记证书逐字核对。您填写的是身份证号的，请从个人登录进入。',
        links: [{ to: paths.loginPersonal, text: '到个人登录' }, faqLink('F-07')],
      }
    return {
      text: '请核对后重试，也可以改填统一社会信用代码登录。仍然显示该账号不存在的，说明单位还没有注册法人账号，请先注册。',
      links: [{ href: paths.registerLegal, text: '注册法人账号' }, faqLink('F-07')],
    }
  },
}

export const loginDoors = [personal, legal] as const

export const doorTitle = (door: LoginDoor): string => loginTitle(door.way)
