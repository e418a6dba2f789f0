import type { LiveLogin } from '../../infra/session-store.ts'
import type { Context } from '../../web/route.ts'
import { maskIp } from '../../web/address.ts'
import { faqLink } from '../../web/faq.ts'

/** Asks whether the login elsewhere shall end. `live` is absent when it ended meanwhile. */
export const showDeviceQuestion = <Actor>(
  context: Context<Actor>,
  template: string,
  live: LiveLogin | undefined,
  {
    recoverHref,
    ...page
  }: {
    readonly breadcrumb?: readonly { readonly href: string; readonly text: string }[]
    readonly recoverHref?: string
  } = {},
): void => {
  context.view(template, {
    page: { title: '账号已在其他设备登录', ...page },
    question: faqLink('F-14'),
    recoverHref,
    rows: live
      ? [
          { label: '登录时间', at: live.at },
          { label: '登录地址', text: maskIp(live.ip) },
        ]
      : [],
  })
}
