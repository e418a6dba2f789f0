import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { publicRoute, type Route } from '../../web/route.ts'
import { withQuery } from './form-view.ts'
import { loginPage, nextOf } from './login-view.ts'

const cookie = 'org-entry'
const year = 365 * 86_400_000

/** The three choices of the Liaoning guide (figure 3), in its order and with its numbers. */
const entries = [
  {
    number: 1,
    title: '已成立，已注册法人账号',
    text: '社会组织已经领取法人登记证书，并且完成了法人用户注册。用注册的用户名或者统一社会信用代码直接登录。',
    action: '法人账号登录',
    go: '1',
  },
  {
    number: 2,
    title: '已成立，还没有法人账号',
    text: '社会组织已经领取法人登记证书，但是还没有注册过法人用户。先注册，一个统一社会信用代码只能有一个法人账号，变更法定代表人以后由新法定代表人重新注册。',
    action: '注册法人账号',
    go: '2',
  },
  {
    number: 3,
    title: '拟成立或者新申请',
    text: '还没有成立，或者成立登记还没有全部办完。由发起人、经办人注册个人账号后办理；成立以后，再注册法人账号办理其他业务。',
    action: '注册个人账号',
    go: '3',
    other: { action: '已有个人账号，直接登录', go: '3-login' },
  },
] as const

const targets = new Map<string, { readonly path: string; readonly number: number }>([
  ['1', { path: paths.loginLegal, number: 1 }],
  ['2', { path: paths.registerLegal, number: 2 }],
  ['3', { path: paths.registerPersonal, number: 3 }],
  ['3-login', { path: paths.loginPersonal, number: 3 }],
])

const lastChoice = (cookies: string | undefined): string | undefined =>
  new RegExp(`(?:^|;\\s*)${cookie}=([\\w-]+)`).exec(cookies ?? '')?.[1]

/** 社会组织用户登录: three ways in, the last one taken offered first. */
export const organizationEntryRoutes = (deps: Deps): readonly Route[] => [
  publicRoute({
    method: 'get',
    path: paths.loginOrganization,
    handler: (context) => {
      const next = nextOf(context)
      const going = targets.get(context.query['go'] ?? '')
      if (going) {
        context.res.cookie(cookie, context.query['go'], {
          maxAge: year,
          httpOnly: true,
          sameSite: 'lax',
          secure: deps.secure,
          path: paths.loginOrganization,
        })
        return context.redirect(withQuery(going.path, { next }))
      }
      const last = lastChoice(context.req.headers.cookie)
      const lastNumber = targets.get(last ?? '')?.number
      const hrefOf = (go: string) => withQuery(paths.loginOrganization, { go, next })
      const cards = entries.map((entry) => ({
        number: entry.number,
        title: entry.title,
        text: entry.text,
        action: entry.action,
        href: hrefOf(entry.go),
        ...('other' in entry ? { other: { text: entry.other.action, href: hrefOf(entry.other.go) } } : {}),
        last: entry.number === lastNumber,
      }))
      context.view('accounts/login-organization.njk', {
        ...loginPage(deps, context, 'organization'),
        cards: cards.toSorted((a, b) => Number(b.last) - Number(a.last)),
      })
    },
  }),
]
