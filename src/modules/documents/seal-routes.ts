import { chineseDate } from '../../core/documents/dates.ts'
import type { Field } from '../../core/forms/field.ts'
import { readForm, validateFields, type FieldErrors } from '../../core/forms/page.ts'
import { localDate, momentText } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import type { SealStanding } from '../../infra/seal/seals.ts'
import { byStaff } from '../../web/acting.ts'
import { errorList, fieldViews } from '../../web/form-view.ts'
import { paths } from '../../web/paths.ts'
import { awaitedOf, namesOf, usedCertificates, type Names, type UsedCertificate } from './seal-queries.ts'
import { permittedRoute, type Context, type Route, type Staff } from '../../web/route.ts'

// 电子印章 of the official's own authority: two persons activate it after each start, each with a part of the password
// (两人分持口令). The web process passes the parts on, encrypted to the signers; it never has the key.

const halfField: Field = {
  name: 'half',
  label: '口令的哪一部分',
  kind: 'choice',
  options: [
    { value: '1', text: '第一部分' },
    { value: '2', text: '第二部分' },
  ],
}

/** Typed like any password, taken as it is typed, and never given back to the page. */
const passwordView = (error: string | undefined) => ({
  kind: 'password',
  id: 'password',
  name: 'password',
  label: '这一部分口令',
  required: true,
  autocomplete: 'off',
  maxLength: longestPart,
  error,
})
const longestPart = 200

const moment = (at: number): string => momentText(new Date(at))

const lastTexts = {
  opened: '口令正确，印章已启用',
  wrong: '两部分合在一起不是印章的口令，请两人核对后重新提交',
  'same-person': '两部分是同一个人提交的，没有采用',
} as const

const people = (names: Names, ids: readonly number[]): string =>
  ids.every((id) => id < 0) ? '演示环境自动启用' : ids.map((id) => names.get(id) ?? '').join('、')

const standingRows = (names: Names, { state }: SealStanding) => {
  if (!state) return [{ label: '状态', tag: { text: '没有这个机关的印章密钥', tone: 'neutral' } }]
  const { key, activated, waiting, last, lockedUntil } = state
  return [
    {
      label: '状态',
      tag: key ? { text: '已启用', tone: 'success' } : { text: '未启用', tone: 'warning' },
    },
    ...(key
      ? [
          { label: '证书序列号', text: key.serial },
          { label: '证书有效期限至', text: chineseDate(localDate(new Date(key.validTo))) },
        ]
      : []),
    ...(activated ? [{ label: '启用', text: `${moment(activated.at)}，${people(names, activated.by)}` }] : []),
    ...(waiting
      ? [
          {
            label: '已收到',
            text: `第${waiting.half === 1 ? '一' : '二'}部分，${moment(waiting.at)}，${people(names, [waiting.by])}；10分钟内等待另一人提交另一部分`,
          },
        ]
      : []),
    ...(last
      ? [{ label: '最近一次', text: `${moment(last.at)}，${people(names, last.by)}：${lastTexts[last.result]}` }]
      : []),
    ...(lockedUntil === null
      ? []
      : [{ label: '暂停启用', text: `口令多次不正确，${moment(lockedUntil)}以前不接受口令` }]),
  ]
}

const usedRow = ({ serial, valid_to: validTo, revoked_at: revokedAt, documents }: UsedCertificate) => [
  { text: serial },
  { text: chineseDate(localDate(validTo)), nowrap: true },
  { text: String(documents), numeric: true },
  {
    tag: revokedAt
      ? { text: `已吊销（${chineseDate(localDate(revokedAt))}）`, tone: 'danger' }
      : { text: '未吊销', tone: 'success' },
  },
]

const waitingRows = async (deps: Deps, authorityName: string) => {
  const { count, since } = await awaitedOf(deps, authorityName)
  return [
    { label: '份数', text: String(count) },
    ...(since ? [{ label: '最早的', text: `${momentText(since)}起等待` }] : []),
  ]
}

const lead = (deps: Deps): string => {
  if (!deps.seals.on) return '这个平台没有配置电子印章，文书不加盖电子印章。'
  return deps.seals.selfActivating
    ? '演示环境在第一次需要时自动启用电子印章，不用提交口令。'
    : '签章进程每次启动以后，由两名工作人员各提交一部分口令启用电子印章。没有启用时照常办理，文书有文号，显示“待加盖印章”；启用以后自动补盖。'
}

const show = async (
  deps: Deps,
  { actor, query, view }: Context<Staff>,
  errors: FieldErrors = {},
  values: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const { authority } = actor
  const standings = await deps.seals.standing(authority.code)
  const names = await namesOf(
    deps,
    standings.flatMap(({ state }) => [
      ...(state?.activated?.by ?? []),
      ...(state?.last?.by ?? []),
      ...(state?.waiting ? [state.waiting.by] : []),
    ]),
  )
  const faulty = Object.keys(errors).length > 0
  view(
    'staff/seal.njk',
    {
      page: { title: `电子印章：${authority.name}` },
      lead: lead(deps),
      errors: errorList(errors),
      notice:
        query['given'] === 'yes' && !faulty
          ? { kind: 'success', title: '已提交', text: '签章进程收到以后，下面的状态会更新，请过几秒钟刷新查看。' }
          : undefined,
      standings: standings.map((standing, index) => ({
        title: standings.length > 1 ? `签章进程${index + 1}` : '印章的状态',
        rows: standingRows(names, standing),
      })),
      waiting: await waitingRows(deps, authority.name),
      used: (await usedCertificates(deps, authority.id)).map(usedRow),
      fields:
        deps.seals.on && !deps.seals.selfActivating
          ? [...fieldViews([halfField], values, errors), passwordView(errors['password'])]
          : [],
      action: paths.staffSeal,
    },
    faulty ? 422 : 200,
  )
}

const give = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { actor, audit, body, redirect } = context
  const values = readForm([halfField], body)
  const text = (body['password'] ?? '').slice(0, longestPart)
  const errors = {
    ...validateFields([halfField], values, localDate(deps.clock.now())),
    ...(text === '' && { password: '请填写口令' }),
  }
  if (Object.keys(errors).length > 0) return show(deps, context, errors, values)
  const { code } = actor.authority
  const half = values['half'] === '2' ? 2 : 1
  const standings = await deps.seals.standing(code)
  const states = standings.flatMap(({ state }) => (state ? [state] : []))
  const refuse = (why: string): Promise<void> => show(deps, context, { password: why }, values)
  if (states.length === 0) return refuse('没有正在运行、有本机关印章密钥的签章进程，请联系运维人员')
  if (states.every(({ lockedUntil }) => lockedUntil !== null)) return refuse('口令多次不正确，暂时不接受，请稍后再试')
  if (states.some(({ waiting }) => waiting?.by === actor.id && waiting.half !== half))
    return refuse('另一部分是您提交的：两部分口令由两个人分别提交')
  await deps.limits.use('seal-part', String(actor.id))
  await deps.command(byStaff(actor, audit), async (tx) => {
    tx.audit({
      chain: code,
      action: 'seal.part-given',
      objectKind: 'authority',
      objectId: String(actor.authority.id),
      details: { half },
    })
    await Promise.resolve()
  })
  await deps.seals.give({ authority: code, half, text, by: actor.id })
  redirect(`${paths.staffSeal}?given=yes`)
}

export const sealRoutes = (deps: Deps): readonly Route[] => [
  permittedRoute('seal:activate', { method: 'get', path: paths.staffSeal, handler: (context) => show(deps, context) }),
  permittedRoute('seal:activate', { method: 'post', path: paths.staffSeal, handler: (context) => give(deps, context) }),
]
