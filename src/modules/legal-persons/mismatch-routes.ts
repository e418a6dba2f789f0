import { AppError } from '../../core/errors.ts'
import { isCivilAffairs, legalPersonTypes } from '../../core/legal-persons/types.ts'
import type { Deps } from '../../deps.ts'
import { faqLink } from '../../web/faq.ts'
import { paths } from '../../web/paths.ts'
import { holderRoute, type Route } from '../../web/route.ts'
import { ownNext } from '../accounts/form-view.ts'
import { registerStatuses } from '../../core/register/statuses.ts'
import { siteAuthorities } from '../../reference/reference.ts'
import { endedAs, registerMismatch, type AccountCheck } from '../people/register-agreement.ts'

const kindTexts = { PERSONAL: '个人账号', LEGAL_PERSON: '法人账号' } as const satisfies Record<
  AccountCheck['account']['kind'],
  string
>

/** What to do about each item that differs; the register is right until it is changed. */
const advice = {
  type: '注册时选的法人类型与登记不一致。请拨打下面“账号填错了”的电话更正账号，或者到登记机关窗口办理信息修改。',
  name: '登记证书上是登记信息里的名称的，请拨打下面“账号填错了”的电话更正账号；证书上是账号里的名称的，说明登记信息有误或者变更登记尚未办完，请联系登记机关。',
  representative:
    '登记信息中的法定代表人是新任的，由新任法定代表人重新办理法人注册，或者到窗口办理账号的“变更法定代表人”，在这以前本账号可以查看和填写，不能提交和委任经办人。已经更换、还没有办理变更登记的，先办理变更登记；账号填错了的，请到窗口更正。',
  uscc: '请与登记证书核对统一社会信用代码。账号填错的，请拨打下面“账号填错了”的电话更正；证书与登记信息不一致的，请联系登记机关。',
} as const satisfies Record<AccountCheck['mismatches'][number]['item'], string>

const authorityOf = (deps: Deps, { account, authorityId }: AccountCheck) => {
  const own = siteAuthorities(deps.reference, deps.site.rootDivisionCode)
  return (
    deps.reference.authorities.find(({ id }) => id === authorityId) ??
    own.find(({ name }) => name === account.authority) ??
    own[0]
  )
}

const factsOf = ({ account, status }: AccountCheck) => [
  { label: '账号类型', text: kindTexts[account.kind] },
  { label: '用户账号', text: account.loginName },
  ...(account.type ? [{ label: '法人类型', text: legalPersonTypes[account.type].label }] : []),
  { label: account.kind === 'LEGAL_PERSON' ? '单位名称' : '用户姓名', text: account.name },
  ...(account.uscc ? [{ label: '统一社会信用代码', text: account.uscc }] : []),
  ...(status ? [{ label: '登记状态', text: registerStatuses[status].text }] : []),
]

/** Where an account and the register do not agree, what to do, and whom to call (Liaoning guide, 图7). */
export const mismatchRoutes = (deps: Deps): readonly Route[] => [
  holderRoute({
    method: 'get',
    path: paths.accountMismatch,
    handler: async (context) => {
      const check = await registerMismatch(deps, context.actor.id)
      if (!check) throw new AppError('NOT_FOUND')
      const { account, mismatches } = check
      context.view('legal-persons/mismatch.njk', {
        page: {
          title: '核对账号与登记信息',
          breadcrumb: [
            { href: paths.home, text: '首页' },
            { href: paths.account, text: '用户中心' },
            { href: '', text: '核对账号与登记信息' },
          ],
        },
        personal: account.kind === 'PERSONAL',
        released: account.released,
        unverified: account.kind === 'LEGAL_PERSON' && account.realNameLevel === 0,
        otherRegister: account.type !== null && !isCivilAffairs(account.type) && mismatches.length === 0,
        facts: factsOf(check),
        ended: endedAs(check),
        name: account.name,
        mismatches: mismatches.map((row) => ({
          ...row,
          register: row.register ?? '登记信息中没有这个代码',
          advice: advice[row.item],
          link: row.item === 'representative' ? { href: paths.registerLegal, text: '重新办理法人注册' } : undefined,
        })),
        authority: authorityOf(deps, check),
        hotlines: deps.site.hotlines,
        question: faqLink('F-15'),
        nextHref: ownNext(context.query['next']) ?? paths.hall,
      })
    },
  }),
]
