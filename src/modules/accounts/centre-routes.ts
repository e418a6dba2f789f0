import { ID_TYPES, type IdType } from '../../core/identity/documents.ts'
import { maskEmail, maskIdNumber, maskPhone } from '../../core/identity/mask.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, publicRoute, type Route } from '../../web/route.ts'
import { sessionLimits } from '../../web/sessions.ts'
import { skipRealName } from './commands.ts'
import { ownNext } from './form-view.ts'
import { accountProfile } from './queries.ts'

const year = 365 * 24 * 3_600_000

const consentTexts: Readonly<Record<string, string>> = { 'user-agreement': '用户协议', 'privacy-notice': '隐私声明' }

/** The channels of the guide, in its order and words. */
const realNameChannels = [
  { title: '银联卡实名认证', text: '用本人银联卡及银行预留手机号核验身份。' },
  { title: '社会保障卡实名认证', text: '用本人社会保障卡核验身份。' },
  { title: '刷脸实名认证', text: '用手机拍摄面部核验身份。' },
] as const

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
  applicantRoute({
    method: 'get',
    path: paths.verify,
    handler: async (context) => {
      const profile = await accountProfile(deps, context.actor.id)
      context.view('accounts/verify.njk', {
        page: {
          title: '实名认证',
          breadcrumb: [
            { href: paths.home, text: '首页' },
            { href: paths.account, text: '用户中心' },
            { href: '', text: '实名认证' },
          ],
        },
        justRegistered: profile !== undefined && !profile.realNameSkipped && profile.realNameLevel === 0,
        verified: context.actor.realNameLevel > 0,
        channels: realNameChannels,
        next: ownNext(context.query['next']),
      })
    },
  }),
  applicantRoute({
    method: 'post',
    path: paths.verify,
    handler: async (context) => {
      await skipRealName(deps, { actorKind: 'applicant', actorId: context.actor.id, ...context.audit })
      context.redirect(ownNext(context.body['next']) ?? paths.home)
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
