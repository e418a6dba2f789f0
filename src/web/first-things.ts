import type { Request } from 'express'
import { paths, setupPages } from './paths.ts'
import type { Applicant, Route, Staff } from './route.ts'

/** Something to do before anything else: where, what a request that must wait is told, and what it is when it is done. */
export type FirstThing = { readonly href: string; readonly wanted: string; readonly done: string }

const password = { wanted: '请先设置自己的登录密码，再继续办理。', done: '设置密码' } as const
const firstThings = {
  password: { href: setupPages.password, ...password },
  terms: { href: setupPages.terms, wanted: '协议或者声明有更新，请先阅读，同意后再继续办理。', done: '同意' },
  staffPassword: { href: paths.staffPassword, ...password },
} as const satisfies Record<string, FirstThing>

const hasOpenTerms = (actor: Applicant | Staff | undefined): boolean =>
  actor !== undefined && !('roles' in actor) && actor.setup === 'terms'

/** What somebody has to do before the route opens to them. */
export const firstThing = ({ access, duringSetup }: Route, actor: Applicant | Staff): FirstThing | undefined => {
  if (duringSetup || (access === 'holder' && hasOpenTerms(actor))) return undefined
  if ('roles' in actor) return actor.mustChangePassword ? firstThings.staffPassword : undefined
  return actor.setup && firstThings[actor.setup]
}

/** Said where it is done, to who came there with a form that was kept. */
export const firstThingFlash = ({ method, path, query }: Request) => {
  const here = Object.values(firstThings).find(({ href }) => href === path)
  if (here === undefined || method !== 'GET' || query['kept'] !== '1') return undefined
  const text = `刚才的内容没有提交。您填写的内容已经保留半小时，${here.done}后会回到原来的页面。`
  return { kind: 'important', text }
}

/** Said on what stays open to who has not agreed to new terms. */
export const openTermsFlash = ({ access }: Route, { path }: Request, actor: Applicant | Staff | undefined) => {
  if (access !== 'holder' || !hasOpenTerms(actor) || path === paths.acceptTerms) return undefined
  return {
    kind: 'important',
    text: '您还没有同意更新后的协议或者声明。同意以前，可以查看办件、消息和个人信息，下载自己的数据，撤回申请，注销账号；其他业务同意后才能办理。',
    link: { href: `${paths.acceptTerms}?next=${encodeURIComponent(path)}`, text: '阅读并同意' },
  }
}
