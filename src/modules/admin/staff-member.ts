import type { FieldErrors } from '../../core/forms/page.ts'
import { roles as roleFacts } from '../../core/access.ts'
import { maskIdNumber, maskPhone } from '../../core/identity/mask.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { smsAbout } from '../messages/queries.ts'
import { revealControls } from '../../web/reveal-reason.ts'
import { errorList } from '../../web/form-view.ts'
import { authoritiesInReach } from './reach.ts'
import { detailsFields, identityFieldViews, rolesField } from './staff-form.ts'
import { waitingOf, type StaffFacts, type StaffLine } from './staff-queries.ts'
import { type AdminContext, crumbs } from './staff-frame.ts'
import { rolesText, stateOf } from './staff-list.ts'

const lockedWhere = ({ lockedNetworks, lockedOffices, lockedEverywhere }: StaffLine): string => {
  const where = [
    ...(lockedEverywhere ? ['单位以外的所有网络'] : []),
    ...(lockedOffices ? ['单位的网络（一个月内有工作人员登录过）'] : []),
    ...(lockedNetworks > 0 ? [`${lockedNetworks}个网络`] : []),
  ]
  return `${where.join('、')}；以前登录过该账号的浏览器可以登录`
}

/** What was done, said once after the redirect. */
const doneTexts: Readonly<Record<string, string>> = {
  roles: '岗位已变更，本人的登录已退出，将以短信通知本人。',
  unlock: '账号已解除锁定，将以短信通知本人。',
  retire: '账号已停用，本人的登录已退出；本人未办结的窗口业务已移交本机关其他大厅帮办人员。',
}

type Asked = { readonly values: Readonly<Record<string, string>>; readonly errors: FieldErrors }

export type Shown = {
  readonly identity?: Readonly<Record<string, string>>
  /** The reason for seeing the number that was not good enough. */
  readonly asked?: Asked
  /** The number is shown in full, once. */
  readonly inFull?: true
  readonly roles?: readonly (keyof typeof roleFacts)[]
  readonly details?: Readonly<Record<string, string>>
  readonly errors?: FieldErrors
  readonly notice?: { readonly kind: string; readonly title?: string; readonly text: string }
}

const numberText = ({ idNumber }: StaffFacts, inFull: true | undefined): string =>
  idNumber === null ? '没有留存，请照证件更正' : inFull ? idNumber : maskIdNumber(idNumber)

export const showMember = async (
  deps: Deps,
  context: AdminContext,
  member: StaffFacts,
  shown: Shown = {},
  status = shown.errors || shown.asked ? 422 : 200,
): Promise<void> => {
  const { actor, query } = context
  const errors = shown.errors ?? {}
  const said = doneTexts[query['done'] ?? '']
  const authority = authoritiesInReach(deps.reference, actor).find(({ id }) => id === member.authorityId)
  const waiting = await waitingOf(deps, member.id)
  const messages = await smsAbout(deps, `staff:${member.id}`)
  context.view(
    'staff/admin-member.njk',
    {
      page: {
        ...crumbs(`${member.name} ${member.loginName}`),
        ...(said === undefined || context.req.method !== 'GET' ? {} : { flash: { kind: 'success', text: said } }),
      },
      member: { id: member.id, name: member.name, version: member.version, active: member.active },
      isOwn: member.id === actor.id,
      locked: member.lockedUntil !== null,
      facts: [
        { label: '用户名', text: member.loginName },
        { label: '姓名', text: member.name },
        { label: '机关', text: authority?.name ?? '' },
        { label: '岗位', text: rolesText(member) },
        ...(member.organ === null ? [] : [{ label: '业务主管单位', text: member.organ }]),
        { label: '状态', tag: stateOf(member) },
        { label: '手机号', text: maskPhone(member.phone) },
        { label: '身份证号码', text: numberText(member, shown.inFull) },
        { label: '动态验证码', text: member.hasTotp ? '已绑定' : '未绑定' },
        ...(member.temporaryUntil
          ? [{ label: '临时密码有效期至', text: localDateTime(member.temporaryUntil).text }]
          : []),
        ...(member.lockedUntil
          ? [
              { label: '锁定至', text: localDateTime(member.lockedUntil).text },
              { label: '锁定范围', text: lockedWhere(member) },
            ]
          : []),
        ...(member.createdAt ? [{ label: '开设时间', text: localDateTime(member.createdAt).text }] : []),
        ...(member.retiredAt ? [{ label: '停用时间', text: localDateTime(member.retiredAt).text }] : []),
        { label: '最近登录', text: member.lastLoginAt ? localDateTime(member.lastLoginAt).text : '从未登录' },
      ],
      rolesField: member.organ === null ? rolesField(shown.roles ?? member.roles, errors['roles']) : undefined,
      detailFields: detailsFields(shown.details ?? { name: member.name }, errors),
      identityFields: identityFieldViews(shown.identity ?? { trueName: member.name }, errors),
      identityOpen: shown.identity !== undefined || member.idNumber === null,
      messages: messages.map((one) => [
        { text: one.at, nowrap: true },
        { text: one.words, sub: one.phone },
        { tag: one.state.tag, sub: one.state.text },
      ]),
      waitingHref: waiting && paths.staffChange(waiting),
      reveal: member.idNumber !== null && {
        inFull: shown.inFull,
        open: shown.asked !== undefined,
        fields: revealControls(shown.asked?.values ?? {}, shown.asked?.errors ?? {}),
      },
      errors: [...errorList(errors), ...errorList(shown.asked?.errors ?? {}, 'reveal-')],
      notice: shown.notice,
    },
    status,
  )
}
