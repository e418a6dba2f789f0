import { ID_TYPES } from '../../core/identity/documents.ts'
import { maskEmail, maskIdNumber, maskPhone } from '../../core/identity/mask.ts'
import { legalPersonTypes } from '../../core/legal-persons/types.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { faqHref } from '../../web/faq.ts'
import { paths } from '../../web/paths.ts'
import { holderRoute, type Route } from '../../web/route.ts'
import { hasLostNumber } from '../people/claims.ts'
import { certificateOf } from '../people/legal-person.ts'
import { mismatchNotice } from '../people/register-agreement.ts'
import { channelText } from '../real-name/channels.ts'
import { centrePage } from './page-frame.ts'
import { ownProfile, type OwnProfile } from './queries.ts'

const when = (instant: Date | null): string => (instant ? localDateTime(instant).text : '没有记录')

const realNameRow = (profile: OwnProfile) => {
  const label = '实名认证'
  if (!profile.verified)
    return {
      label,
      tag: { text: '未实名认证', tone: 'warning' },
      change: { href: paths.verify, text: '去认证', hidden: label },
    }
  const at = profile.realNameAt ? `${when(profile.realNameAt)}，` : ''
  const told = `${at}${channelText(profile.realNameChannel)}`
  return { label, text: `已实名认证（${told}）` }
}

const subtypes = { NATURAL: '自然人', SELF_EMPLOYED: '个体自然人（个体工商户）' } as const

/** Typed wrongly at registration: put right by oneself until it was verified. */
const correction = (profile: OwnProfile, hidden: string) =>
  profile.verified ? {} : { change: { href: paths.accountIdentity, text: '更正', hidden } }

const personRows = (profile: OwnProfile) => [
  { label: '账号类型', text: subtypes[profile.personalSubtype] },
  ...(profile.sponsorUscc ? [{ label: '营业执照统一社会信用代码', text: profile.sponsorUscc }] : []),
  { label: '用户姓名', text: profile.name, ...correction(profile, '用户姓名') },
  { label: '证件类型', text: ID_TYPES[profile.idType].label },
  { label: '证件号码', text: maskIdNumber(profile.idNumber), ...correction(profile, '证件号码') },
  realNameRow(profile),
]

const unitRows = (profile: OwnProfile, legal: NonNullable<OwnProfile['legal']>) => [
  { label: '账号类型', text: '法人' },
  { label: '法人类型', text: legalPersonTypes[legal.type].label },
  { label: '单位名称', text: profile.name },
  { label: '统一社会信用代码', text: legal.uscc },
  { label: '登记机关', text: legal.registrationAuthority },
  { label: '法定代表人', text: legal.representative },
  { label: '法定代表人证件类型', text: ID_TYPES[profile.idType].label },
  { label: '法定代表人证件号码', text: maskIdNumber(profile.idNumber) },
  realNameRow(profile),
]

const done: Readonly<Record<string, string>> = {
  email: '电子邮箱已修改。',
  identity: '姓名和证件号码已更正，请核对。',
  password: '登录密码已修改，其他设备上的登录已经退出。',
  phone: '手机号已修改，已向原手机号和新手机号发送通知。其他设备上的登录已经退出。',
}

/** 个人资料: what the account says of its holder, and where each part of it is changed. */
export const profileRoutes = (deps: Deps): readonly Route[] => [
  holderRoute({
    method: 'get',
    path: paths.account,
    handler: async ({ actor, query, view }) => {
      const profile = await ownProfile(deps, actor.id)
      const { legal } = profile
      const isDone = done[query['done'] ?? '']
      view('account-centre/profile.njk', {
        page: { ...centrePage('个人资料'), ...(isDone ? { flash: { kind: 'success', text: isDone } } : {}) },
        mismatch: legal ? await mismatchNotice(deps, actor.id) : undefined,
        login: [
          { label: '用户账号', text: `${profile.loginName}（即登录账号，注册后不能更改）` },
          { label: '登录密码', text: '已设置', change: { href: paths.accountPassword, hidden: '登录密码' } },
          { label: '注册时间', text: when(profile.createdAt) },
          {
            label: '最近登录',
            text: when(profile.lastLoginAt),
            change: { href: paths.accountLogins, text: '登录记录' },
          },
        ],
        identity: legal ? unitRows(profile, legal) : personRows(profile),
        certificate: legal ? await certificateOf(deps.db, actor.id) : undefined,
        handler: legal && [
          { label: '经办人', text: legal.handler },
          { label: '经办人证件号码', text: maskIdNumber(legal.handlerIdNumber) },
          { label: '经办人手机号', text: maskPhone(legal.handlerPhone) },
        ],
        contact: [
          {
            label: legal ? '法定代表人手机号' : '手机号',
            text: profile.phone === '' ? '没有预留手机号' : maskPhone(profile.phone),
            change: { href: paths.accountPhone, hidden: '手机号' },
          },
          {
            label: '电子邮箱',
            text: profile.email === undefined ? '' : maskEmail(profile.email),
            change: { href: paths.accountEmail, hidden: '电子邮箱' },
          },
        ],
        legal: legal !== null,
        correctable: !legal && !profile.verified && { href: paths.accountIdentity },
        lostNumber: !legal && (await hasLostNumber(deps.db, actor.id)),
        counterHref: faqHref('F-09'),
      })
    },
  }),
]
