import type { Deps } from '../../deps.ts'
import type { LoginWay } from '../../sites/define.ts'
import { faqLink } from '../../web/faq.ts'
import { displacedMessage } from '../../web/page.ts'
import { paths } from '../../web/paths.ts'
import type { Context } from '../../web/route.ts'
import { ownNext, withQuery } from './form-view.ts'

type Link = { readonly href: string; readonly text: string }

/** A way to another door that takes along the name that was typed; see `carry` in views/components/login.njk. */
type Carried = { readonly to: string; readonly text: string }

/** What to do after something went wrong: a sentence and where to go. */
export type Advice = { readonly text: string; readonly links: readonly (Link | Carried)[] }

const ways = {
  personal: { href: paths.loginPersonal, text: '个人登录' },
  legal: { href: paths.loginLegal, text: '法人登录' },
  phone: { href: paths.loginPhone, text: '手机快速登录' },
  organization: { href: paths.loginOrganization, text: '社会组织用户登录' },
} as const satisfies Record<LoginWay, Link>

export const loginTitle = (way: LoginWay): string => ways[way].text

/** Said after a login that was under way when the password was changed. */
const againMessage = '账号的登录信息刚刚有变更，请重新登录。'

/** The page variables all login pages share: the tabs of the site's ways, the helplines, the title and its path. */
export const loginPage = (deps: Deps, context: Context<unknown>, way: LoginWay) => {
  const { query } = context
  const next = nextOf(context)
  const flash = query['displaced'] === '1' ? displacedMessage : query['again'] === '1' ? againMessage : undefined
  return {
    page: {
      title: loginTitle(way),
      breadcrumb: [
        { href: paths.home, text: '首页' },
        { href: '', text: loginTitle(way) },
      ],
      ...(flash === undefined
        ? {}
        : {
            flash: {
              kind: 'important',
              text: flash,
              ...(flash === displacedMessage ? { link: faqLink('F-14') } : {}),
            },
          }),
    },
    tabs: deps.site.logins.map((one) => ({
      ...ways[one],
      href: withQuery(ways[one].href, { next }),
      // The three choices of 社会组织用户登录 ask for no name.
      ...(one === 'organization' ? {} : { to: ways[one].href }),
      current: one === way,
    })),
    hotlines: deps.site.hotlines,
    next,
  }
}

/** Whether somebody came here by a button of another page, with what was typed there and nothing to be done yet. */
export const isOnlyShown = (body: Readonly<Record<string, string>>): boolean => body['action'] === 'show'

/** The kind of captcha that was asked for by a button of the form. */
export const switchedCaptcha = (body: Readonly<Record<string, string>>): 'question' | 'picture' | undefined => {
  const { action } = body
  return action === 'captcha-question' ? 'question' : action === 'captcha-picture' ? 'picture' : undefined
}

/** Where a login is on the way to. */
export const nextOf = (context: Pick<Context<unknown>, 'body' | 'query'>): string | undefined =>
  ownNext(context.body['next'] ?? context.query['next'])
