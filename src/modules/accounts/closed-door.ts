import type { Deps } from '../../deps.ts'
import { faqLink } from '../../web/faq.ts'
import { paths } from '../../web/paths.ts'
import type { Applicant, Context } from '../../web/route.ts'

/** A page in place of one that is not open online: says so, and whom to turn to. */
const closedDoor = (
  deps: Deps,
  context: Context<Applicant | undefined>,
  door: {
    readonly title: string
    readonly text: string
    readonly other: { readonly href: string; readonly text: string }
    readonly question: { readonly href: string; readonly text: string }
  },
  status = 200,
): void => {
  const province = deps.reference.authorities.filter((one) => one.divisionCode === deps.site.rootDivisionCode)
  context.view(
    'accounts/closed.njk',
    {
      page: {
        title: door.title,
        breadcrumb: [
          { href: paths.home, text: '首页' },
          { href: '', text: door.title },
        ],
      },
      door,
      hotlines: deps.site.hotlines,
      authorities: province.map(({ name, address, phone, hours }) => ({ name, address, phone, hours })),
    },
    status,
  )
}

/** What whoever proved to hold a frozen account is told. */
export const frozenDoor = (deps: Deps, context: Context<Applicant | undefined>): void =>
  closedDoor(
    deps,
    context,
    {
      title: '账号已冻结',
      text: '您填写的内容正确，但这个账号已由政务大厅冻结，现在不能登录。已经提交的办件照常审查。要了解原因或者解除冻结，请拨打下面的电话，或者带身份证件到登记管理机关窗口办理；查明情况、解除冻结以后，会向预留手机号发送新的临时密码。',
      other: { href: paths.home, text: '返回首页' },
      question: faqLink('F-40'),
    },
    403,
  )
