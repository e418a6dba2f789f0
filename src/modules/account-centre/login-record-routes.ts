import { localDateTime } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { maskIp } from '../../web/address.ts'
import { paths } from '../../web/paths.ts'
import { holderRoute, type Route } from '../../web/route.ts'
import { renewLogin } from '../../web/sessions.ts'
import { endOtherLogins } from './credential-commands.ts'
import { centrePage } from './page-frame.ts'
import { cutPage, loginHistory, readBefore, type LoginRow } from './queries.ts'

const ways = {
  PASSWORD: '密码登录',
  SMS: '短信验证码登录',
  CERTIFICATE: '一证通证书登录',
} as const satisfies Record<LoginRow['way'], string>

const outcomes = {
  SUCCESS: { text: '登录成功', tone: 'success' },
  WRONG_PASSWORD: { text: '密码错误', tone: 'warning' },
  LOCKED: { text: '账号锁定中，未能登录', tone: 'danger' },
  FROZEN: { text: '账号冻结中，未能登录', tone: 'danger' },
} as const satisfies Record<LoginRow['outcome'], { text: string; tone: string }>

/** 登录记录: the login at hand, those before, and a button that leaves no other. */
export const loginRecordRoutes = (deps: Deps): readonly Route[] => [
  holderRoute({
    method: 'get',
    path: paths.accountLogins,
    handler: async ({ actor, query, req, view }) => {
      const before = readBefore(query['before'])
      const { shown, olderThan } = cutPage(await loginHistory(deps, actor.id, before))
      const ended = query['done'] === 'ended'
      view('account-centre/logins.njk', {
        page: {
          ...centrePage('登录记录'),
          ...(ended ? { flash: { kind: 'success', text: '其他设备上的登录已经退出，只保留当前这一处登录。' } } : {}),
        },
        present: [
          { label: '登录时间', text: localDateTime(new Date(req.session.loginAt ?? 0)).text },
          { label: '登录地址', text: maskIp(req.session.loginIp ?? '') },
        ],
        rows: shown.map((row) => [
          { text: localDateTime(row.at).text, nowrap: true },
          { text: ways[row.way] },
          { tag: outcomes[row.outcome] },
          { text: maskIp(row.ip) },
          { text: row.device },
        ]),
        pagination: {
          ...(before === undefined ? {} : { prev: { href: paths.accountLogins } }),
          ...(olderThan === undefined ? {} : { next: { href: `${paths.accountLogins}?before=${olderThan}` } }),
        },
      })
    },
  }),
  holderRoute({
    method: 'post',
    path: paths.accountEndOthers,
    handler: async (context) => {
      await endOtherLogins(deps, context)
      // Overtaken by another login at this very moment: that one stays, and this one is told at its next step.
      const alone = await renewLogin(context.req, deps.sessions.applicant.store, context.actor.id)
      context.redirect(alone ? `${paths.accountLogins}?done=ended` : paths.accountLogins)
    },
  }),
]
