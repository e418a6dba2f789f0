import type { Deps } from '../../deps.ts'
import { lastDoorPath } from '../../web/door.ts'
import { paths } from '../../web/paths.ts'
import { doorPaths, type LoginContext } from './entering.ts'
import { withQuery, smsCodeField } from './form-view.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { nextOf } from './login-view.ts'

const title = '忘记密码'

const lostPhone = smsCodeField.help

export const restartMessages = {
  gone: '这次找回密码已经超时、已经完成，或者在另一个窗口重新开始了。请从第一步重新填写。',
  changed: '在您操作期间，这个账号的登录信息已经变更，密码没有再次修改。请用最新的密码登录，或者重新开始。',
  sends: '这次已经发送了多次短信验证码。请从第一步重新填写后再获取。',
} as const

type RestartReason = keyof typeof restartMessages

/** Where somebody came from and is on the way to: every page of the flow takes it along. */
const wayOf = (context: LoginContext): { readonly door: string | undefined; readonly next: string | undefined } => ({
  door: context.body['door'] ?? context.query['door'],
  next: nextOf(context),
})

const isDoor = (text: string | undefined): text is keyof typeof doorPaths =>
  text !== undefined && Object.hasOwn(doorPaths, text)

/** The page of this flow with that address, on the same way. */
export const onTheWay = (context: LoginContext, path: string, more: Readonly<Record<string, string>> = {}): string =>
  withQuery(path, { ...more, ...wayOf(context) })

export const restart = (context: LoginContext, reason: RestartReason): void =>
  context.redirect(onTheWay(context, paths.recover, { again: reason }))

export const isReason = (text: string | undefined): text is RestartReason =>
  text !== undefined && Object.hasOwn(restartMessages, text)

export const shared = (deps: Deps, context: LoginContext, step: 1 | 2 | 3, flash?: string) => {
  const { door, next } = wayOf(context)
  const doorPath = isDoor(door) ? doorPaths[door] : lastDoorPath(context.req)
  return {
    page: {
      title,
      breadcrumb: [
        { href: paths.home, text: '首页' },
        { href: withQuery(doorPath, { next }), text: '登录' },
        { href: '', text: title },
      ],
      ...(flash === undefined ? {} : { flash: { kind: 'important', text: flash } }),
    },
    door,
    doorPath,
    next,
    startHref: onTheWay(context, paths.recover),
    steps: ['确认账号', '验证手机', '设置新密码'].map((name, index) => ({
      title: name,
      state: index + 1 < step ? 'done' : index + 1 === step ? 'current' : 'todo',
    })),
    hotlines: deps.site.hotlines,
    lostPhone,
  }
}

export const statusOf = (errors: FieldErrors): number => (Object.keys(errors).length > 0 ? 422 : 200)
