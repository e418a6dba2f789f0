import { ID_TYPES, type IdType } from '../../core/identity/documents.ts'
import { maskEmail, maskIdNumber, maskPhone } from '../../core/identity/mask.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, publicRoute, type Route } from '../../web/route.ts'
import { sessionLimits } from '../../web/sessions.ts'
import { ownNext } from './form-view.ts'
import { accountProfile } from './queries.ts'

const year = 365 * 24 * 3_600_000

const consentTexts: Readonly<Record<string, string>> = { 'user-agreement': '用户协议', 'privacy-notice': '隐私声明' }

/** What belongs to an account once it exists, and the small things every page needs. */
export const centreRoutes = (deps: Deps): readonly Route[] => [
  applicantRoute({
    method: 'get',
    path: paths.account,
    handler: async (context) => {
      const profile = await accountProfile(deps, context.actor.id)
      if (!profile) throw new AppError('NOT_FOUND')
      context.view('accounts/account.njk', {
        page: {
          title: '个人资料',
          breadcrumb: [
            { href: paths.home, text: '首页' },
            { href: '', text: '用户中心' },
          ],
        },
        identity: [
          { label: '用户账号', text: profile.loginName },
          { label: '用户姓名', text: profile.name },
          { label: '证件类型', text: ID_TYPES[profile.idType as IdType].label },
          { label: '证件号码', text: maskIdNumber(profile.idNumber) },
          profile.realNameLevel > 0
            ? { label: '实名认证', tag: { text: '已实名认证', tone: 'success' } }
            : {
                label: '实名认证',
                tag: { text: '未实名认证', tone: 'warning' },
                change: { href: paths.verify, text: '查看认证方式', hidden: '实名认证' },
              },
        ],
        contact: [
          { label: '手机号', text: maskPhone(profile.phone) },
          { label: '电子邮箱', text: maskEmail(profile.email) },
        ],
        consents: [
          { label: '注册时间', text: localDateTime(profile.createdAt).text },
          { label: '最近登录', text: profile.lastLoginAt ? localDateTime(profile.lastLoginAt).text : '' },
          ...profile.consents.map((consent) => ({
            label: consentTexts[consent.document] ?? consent.document,
            text: `已同意版本 ${consent.version}，${localDateTime(consent.acceptedAt).text}`,
          })),
        ],
      })
    },
  }),
  publicRoute({
    method: 'get',
    path: paths.captchaPicture,
    handler: async ({ req, res }) => {
      // Only a page that carries a form has started a session; anything else would fill Redis with pictures for nobody.
      if (!req.session?.csrfToken) throw new AppError('NOT_FOUND')
      res.setHeader('Cache-Control', 'no-store')
      res.type('svg').send(await deps.captcha.picture(req.sessionID))
    },
  }),
  applicantRoute({
    method: 'post',
    path: paths.extendSession,
    // Reading the session has prolonged it already.
    handler: ({ res }) => {
      res.json({ minutes: sessionLimits.applicant.idleSeconds / 60 })
    },
  }),
  publicRoute({
    method: 'get',
    path: paths.elder,
    handler: ({ res, query, redirect }) => {
      res.cookie('elder', query['on'] === '1' ? '1' : '0', {
        maxAge: year,
        httpOnly: true,
        sameSite: 'lax',
        secure: deps.secure,
        path: '/',
      })
      redirect(ownNext(query['next']) ?? paths.home)
    },
  }),
  ...(
    [
      [paths.agreement, deps.site.agreement],
      [paths.privacy, deps.site.privacyNotice],
    ] as const
  ).map(([path, text]) =>
    publicRoute({
      method: 'get',
      path,
      handler: (context) =>
        context.view('static/legal-text.njk', {
          page: {
            title: text.title,
            breadcrumb: [
              { href: paths.home, text: '首页' },
              { href: '', text: text.title },
            ],
          },
          text,
        }),
    }),
  ),
]
