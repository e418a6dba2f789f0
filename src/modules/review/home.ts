import { may, roles } from '../../core/access.ts'
import { maskPhone } from '../../core/identity/mask.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { maskIp } from '../../web/address.ts'
import { paths } from '../../web/paths.ts'
import type { Staff } from '../../web/route.ts'
import { staffAccount } from '../people/staff-account.ts'
import { staleAt } from '../register/planned.ts'
import { roleTasks } from './role-tasks.ts'

/** What was done on the page before, said once after the redirect. */
const doneTexts: Readonly<Record<string, string>> = {
  password: '登录密码已修改。',
  totp: '已绑定动态验证码应用，下次登录可以填写应用显示的6位数字。',
  'totp-removed': '已解除动态验证码应用，登录时请使用短信验证码。',
}

/** The landing page of staff: what each role is for, and the own account. `done` names what was just done. */
export const homePage = async (deps: Deps, actor: Staff, done: string | undefined) => {
  const account = await staffAccount(deps, actor.id, actor.loginName)
  const stale = may(actor.roles, 'case:read') ? await staleAt(deps.db, actor.authority.id) : []
  const said = done === undefined ? undefined : doneTexts[done]
  return {
    stale:
      stale.length === 0
        ? undefined
        : {
            kind: 'important',
            title: `登记簿有${stale.length}项变动到期没有生效`,
            text: '作出决定以后登记簿有了变化。请打开查看，重新作出决定或者撤回。',
            link: { href: paths.staffOrganizations, text: '登记簿' },
          },
    tasks: actor.roles.map((role) => ({ role: roles[role].text, ...roleTasks[role] })),
    account: account && [
      { label: '用户名', text: actor.loginName },
      actor.organ ? { label: '业务主管单位', text: actor.organ.name } : { label: '机关', text: actor.authority.name },
      {
        label: '登录密码',
        text: account.credentialsChangedAt
          ? `登录凭证最近修改：${localDateTime(account.credentialsChangedAt).text}`
          : '已设置',
        change: { href: paths.staffPassword, text: '修改' },
      },
      { label: '短信验证码', text: `发送到${maskPhone(account.phone)}；更换手机号请联系本单位系统管理员` },
      {
        label: '动态验证码',
        tag: account.hasTotp ? { text: '已绑定', tone: 'success' } : { text: '未绑定', tone: 'neutral' },
        change: { href: paths.staffTotp, text: account.hasTotp ? '解除' : '绑定' },
      },
      {
        label: '最近登录',
        lines: account.logins.map(({ at, ip }) => `${localDateTime(at).text}，登录地址 ${maskIp(ip)}`),
      },
      ...(account.views.length > 0
        ? [
            {
              label: '身份证号码被查看',
              lines: account.views.map(({ at, by, reason }) => `${localDateTime(new Date(at)).text}，${by}：${reason}`),
            },
          ]
        : []),
    ],
    page: { title: '工作台', ...(said === undefined ? {} : { flash: { kind: 'success', text: said } }) },
  }
}
