import { timingSafeEqual } from 'node:crypto'
import type { Request } from 'express'
import { demoPassword } from '../../seeds/demo/index.ts'
import { roles, type StaffRole } from '../core/access.ts'
import { AppError } from '../core/errors.ts'
import { localDateTime } from '../core/workflow/deadlines.ts'
import type { Deps } from '../deps.ts'
import { smsSignature } from '../infra/sms-gateway.ts'
import { staffPhonePlace } from '../modules/accounts/store.ts'
import { paths } from '../web/paths.ts'
import { publicRoute, signedRoute, type Route } from '../web/route.ts'
import { keepMessage, messageSchema, readMessages } from './gateway.ts'
import { sandboxPeople } from './people.ts'

const wantsJson = (req: Request): boolean => req.accepts(['html', 'json']) === 'json'

const isSigned = (req: Request, key: string): boolean => {
  const given = Buffer.from(req.get('x-signature') ?? '')
  const wanted = Buffer.from(smsSignature(key, req.rawBody?.toString('utf8') ?? ''))
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

type StaffRow = { loginName: string; name: string; roles: StaffRole[]; authority: string; phone: string }

const demoStaff = async (deps: Deps): Promise<readonly StaffRow[]> => {
  const rows = await deps.db.read<StaffRow>(
    {
      name: 'sandbox-staff',
      text: `select s.login_name as "loginName", s.name, s.roles, a.name as authority, s.phone_enc as phone
             from staff s join authority a on a.id = s.authority_id where s.active order by s.id`,
    },
    [],
  )
  return rows.map((row) => ({ ...row, phone: deps.crypto.decrypt(row.phone, staffPhonePlace(row.loginName)) }))
}

const organizations = (deps: Deps) =>
  deps.db.read<{ name: string; uscc: string; legalRepresentative: string }>(
    {
      name: 'sandbox-organizations',
      text: `select name, uscc, legal_representative as "legalRepresentative" from organization
             order by established_on desc, id limit 20`,
    },
    [],
  )

const texts = (...cells: readonly string[]) => cells.map((text) => ({ text }))
const heads = (...cells: readonly string[]) => cells.map((text) => ({ text }))

/** Stand-ins for the outside world, speaking the contracts the real ones speak; never part of a portal in service. */
export const sandboxRoutes = (deps: Deps): readonly Route[] => [
  signedRoute({
    method: 'post',
    path: paths.sandboxGatewaySms,
    handler: async ({ req, res }) => {
      if (!isSigned(req, deps.smsGatewayKey)) throw new AppError('FORBIDDEN')
      const message = messageSchema.safeParse(req.body)
      if (!message.success) throw new AppError('BAD_REQUEST')
      await keepMessage(deps.redis, message.data, deps.clock.now())
      res.json({ accepted: true })
    },
  }),
  publicRoute({
    method: 'get',
    path: paths.sandboxSms,
    handler: async (context) => {
      const phone = (context.query['phone'] ?? '').trim()
      const messages = await readMessages(deps.redis, phone)
      if (wantsJson(context.req)) {
        context.res.setHeader('Cache-Control', 'no-store')
        context.res.json(messages.map(({ phone: to, text, code, sentAt }) => ({ phone: to, text, code, sentAt })))
        return
      }
      context.view('sandbox/sms.njk', {
        page: {
          title: '短信记录',
          breadcrumb: [
            { href: paths.home, text: '首页' },
            { href: paths.sandbox, text: '沙箱' },
            { href: '', text: '短信记录' },
          ],
        },
        phone,
        refreshHref: context.req.originalUrl,
        messages: {
          caption: '短信',
          head: heads('时间', '手机号', '验证码', '内容'),
          rows: messages.map((message) => [
            { text: localDateTime(new Date(message.sentAt)).text, nowrap: true },
            { text: message.phone, nowrap: true },
            { text: message.code || '—', nowrap: true },
            { text: message.text },
          ]),
        },
      })
    },
  }),
  publicRoute({
    method: 'get',
    path: paths.sandbox,
    handler: async (context) => {
      const [staff, registered] = await Promise.all([demoStaff(deps), organizations(deps)])
      if (wantsJson(context.req)) {
        context.res.setHeader('Cache-Control', 'no-store')
        context.res.json({
          people: sandboxPeople,
          staff: staff.map((one) => ({ ...one, password: demoPassword })),
          organizations: registered,
        })
        return
      }
      context.view('sandbox/index.njk', {
        page: {
          title: '沙箱',
          breadcrumb: [
            { href: paths.home, text: '首页' },
            { href: '', text: '沙箱' },
          ],
        },
        people: {
          caption: '虚构人员',
          scroll: true,
          head: heads('姓名', '身份证号码', '手机号', '银行卡', '社会保障卡', '用途'),
          rows: sandboxPeople.map((person) =>
            texts(
              person.name,
              person.residentId,
              person.mobile,
              person.bankCard,
              person.socialSecurityCard,
              person.note,
            ),
          ),
        },
        staff: {
          caption: '演示工作人员',
          scroll: true,
          head: heads('用户名', '密码', '岗位', '单位', '接收短信的手机号'),
          rows: staff.map((one) =>
            texts(
              one.loginName,
              demoPassword,
              one.roles.map((role) => roles[role].text).join('、'),
              one.authority,
              one.phone,
            ),
          ),
        },
        organizations: {
          caption: '已登记的社会组织',
          scroll: true,
          head: heads('名称', '统一社会信用代码', '法定代表人'),
          rows: registered.map((one) => texts(one.name, one.uscc, one.legalRepresentative)),
        },
      })
    },
  }),
]
