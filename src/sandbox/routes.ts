import { timingSafeEqual } from 'node:crypto'
import type { Request } from 'express'
import { demoLegacyAccounts, demoPassword, livedHeads } from '../../seeds/demo/index.ts'
import { roles, type StaffRole } from '../core/access.ts'
import { AppError } from '../core/errors.ts'
import { ORG_TYPES, type OrgType } from '../core/org-types.ts'
import { localDateTime } from '../core/workflow/deadlines.ts'
import type { Deps } from '../deps.ts'
import type { EnterpriseType } from '../infra/identity/gateway.ts'
import { identityChannels } from '../infra/identity/messages.ts'
import { smsSignature } from '../infra/sms-gateway.ts'
import { staffPhonePlace } from '../modules/people/account.ts'
import { paths } from '../web/paths.ts'
import { publicRoute, signedRoute, type Route } from '../web/route.ts'
import { sandboxEnterprises } from './enterprises.ts'
import { portrait } from './faces.ts'
import { keepMessage, messageSchema, readMessages } from './gateway.ts'
import {
  answerQuestion,
  behaviours,
  channelTitles,
  lostCards,
  readBehaviours,
  setBehaviours,
  switchMinutes,
} from './identity.ts'
import { demoCertificates, demoKeyPassword } from './pki/demo-certificates.ts'
import { sandboxPeople, type SandboxPerson } from './people.ts'

const wantsJson = (req: Request): boolean => req.accepts(['html', 'json']) === 'json'

const isSigned = (req: Request, key: string): boolean => {
  const given = Buffer.from(req.get('x-signature') ?? '')
  const wanted = Buffer.from(smsSignature(key, req.rawBody?.toString('utf8') ?? ''))
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

type StaffRow = { loginName: string; name: string; roles: StaffRole[]; authority: string; phone: string }

/** Those that came with the sandbox: whoever an administrator added has a password of their own. */
const demoStaff = async (deps: Deps): Promise<readonly StaffRow[]> => {
  const rows = await deps.db.read<StaffRow>(
    {
      name: 'sandbox-staff',
      text: `select s.login_name as "loginName", s.name, s.roles, coalesce(u.name, a.name) as authority, s.phone_enc as phone
             from staff s join authority a on a.id = s.authority_id
               left join supervisory_unit u on u.id = s.organ_id
             where s.active and s.created_at is null order by s.id`,
    },
    [],
  )
  return rows.map((row) => ({ ...row, phone: deps.crypto.decrypt(row.phone, staffPhonePlace(row.loginName)) }))
}

type OrganizationRow = {
  name: string
  uscc: string
  type: OrgType
  legalRepresentative: string
  formerCertificateNumber: string | null
  representativeIndex: string | null
}

/** Registered organizations with what a newcomer needs to register their legal-person accounts. */
const organizations = async (deps: Deps) => {
  const rows = await deps.db.read<OrganizationRow>(
    {
      name: 'sandbox-organizations',
      text: `select name, uscc, type, legal_representative as "legalRepresentative",
               former_certificate_number as "formerCertificateNumber",
               (select p.id_number_idx from post_holder p where p.organization_id = organization.id
                  and p.legal_representative limit 1) as "representativeIndex"
             from organization order by established_on desc, id limit 60`,
    },
    [],
  )
  const people = new Map<string | null, Pick<SandboxPerson, 'residentId' | 'mobile'>>(
    [...livedHeads, ...sandboxPeople].map((person) => [deps.crypto.index('id-number', person.residentId), person]),
  )
  return rows.map(({ representativeIndex, type, ...row }) => ({
    ...row,
    type: ORG_TYPES[type].shortLabel,
    legalRepresentativeIdNumber: people.get(representativeIndex)?.residentId ?? null,
    legalRepresentativePhone: people.get(representativeIndex)?.mobile ?? null,
  }))
}

const enterpriseTypes = {
  ENTERPRISE: '企业法人',
  PUBLIC_INSTITUTION: '机关事业单位法人',
  SELF_EMPLOYED: '个体工商户',
} as const satisfies Record<EnterpriseType, string>

const cardText = (card: string): string => (lostCards.has(card) ? `${card}（已挂失）` : card)

const stageTitle = (deps: Pick<Deps, 'matters'>, code: string): string =>
  deps.matters.all[0]?.stages.find((stage) => stage.code === code)?.title ?? code

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
  signedRoute({
    method: 'post',
    path: paths.sandboxGatewayIdentity(':channel'),
    handler: ({ req, res, param }) => answerQuestion(deps, param('channel'), { req, res }),
  }),
  publicRoute({
    method: 'post',
    path: paths.sandboxIdentitySwitches,
    handler: async ({ body, redirect }) => {
      await setBehaviours(deps.redis, body)
      redirect(`${paths.sandbox}#identity`)
    },
  }),
  publicRoute({
    method: 'get',
    path: paths.sandboxFace(':card'),
    handler: async ({ res, param }) => {
      const person = sandboxPeople.find((one) => one.socialSecurityCard === param('card'))
      if (!person) throw new AppError('NOT_FOUND')
      res.attachment(`portrait-${person.socialSecurityCard}.jpg`).type('jpg')
      res.setHeader('Cache-Control', 'no-store')
      res.send(await portrait(person))
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
      const [staff, registered, channels] = await Promise.all([
        demoStaff(deps),
        organizations(deps),
        readBehaviours(deps.redis),
      ])
      if (wantsJson(context.req)) {
        context.res.setHeader('Cache-Control', 'no-store')
        context.res.json({
          people: sandboxPeople.map((person) => ({
            ...person,
            bankCardLost: lostCards.has(person.bankCard),
            socialSecurityCardLost: lostCards.has(person.socialSecurityCard),
            face: paths.sandboxFace(person.socialSecurityCard),
          })),
          enterprises: sandboxEnterprises.map(({ representative, ...unit }) => ({
            ...unit,
            representativeName: representative.name,
            representativeIdNumber: representative.residentId,
          })),
          identityChannels: channels,
          staff: staff.map((one) => ({ ...one, password: demoPassword })),
          organizations: registered,
          certificates: demoCertificates.map(({ id, unit, uscc, person, note, kind }) => ({
            id,
            unit: unit ?? null,
            uscc: uscc ?? null,
            person: person?.name ?? null,
            note,
            kind,
            file: paths.sandboxKeyFile(id),
            password: demoKeyPassword,
          })),
          legacyAccounts: demoLegacyAccounts.map(({ name, loginName, password, authority, stage }) => ({
            name,
            loginName,
            password,
            authority,
            stage,
          })),
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
          head: heads('姓名', '身份证号码', '手机号', '银联卡', '社会保障卡', '人脸照片', '用途'),
          rows: sandboxPeople.map((person) => [
            ...texts(
              person.name,
              person.residentId,
              person.mobile,
              cardText(person.bankCard),
              cardText(person.socialSecurityCard),
            ),
            { href: paths.sandboxFace(person.socialSecurityCard), text: `${person.name}照片`, nowrap: true },
            { text: person.note },
          ]),
        },
        channels: identityChannels.map((channel) => ({
          kind: 'select',
          id: channel,
          name: channel,
          label: channelTitles[channel],
          value: channels[channel],
          required: true,
          options: Object.entries(behaviours).map(([value, text]) => ({ value, text })),
        })),
        switchMinutes,
        enterprises: {
          caption: '虚构企业、事业单位和个体工商户',
          scroll: true,
          head: heads('类型', '名称', '统一社会信用代码', '法定代表人（经营者）', '身份证号码'),
          rows: sandboxEnterprises.map((unit) =>
            texts(
              enterpriseTypes[unit.type],
              unit.name,
              unit.uscc,
              unit.representative.name,
              unit.representative.residentId,
            ),
          ),
        },
        // Every authority has the same eleven: those of the province first, the others behind a line each.
        staff: [...Map.groupBy(staff, ({ authority }) => authority)].map(([authority, own]) => ({
          caption: `演示工作人员：${authority}`,
          scroll: true,
          head: heads('用户名', '密码', '岗位', '接收短信的手机号'),
          rows: own.map((one) =>
            texts(one.loginName, demoPassword, one.roles.map((role) => roles[role].text).join('、'), one.phone),
          ),
        })),
        certificates: {
          caption: '一证通演示证书（不具法律效力）',
          scroll: true,
          head: heads('持有人', '统一社会信用代码', '用途', '证书文件', '证书密码'),
          rows: demoCertificates.map(({ id, unit, uscc, person, note }) => [
            ...texts([unit, person?.name].filter((name) => name !== undefined).join('，'), uscc ?? '—', note),
            { href: paths.sandboxKeyFile(id), text: `${id}.p12`, nowrap: true },
            ...texts(demoKeyPassword),
          ]),
        },
        legacyAccounts: {
          caption: '原系统账号（辽宁，用于“账号绑定”）',
          scroll: true,
          head: heads('社会组织名称', '登录名', '密码', '登记管理机关', '停在的环节'),
          rows: demoLegacyAccounts.map((one) =>
            texts(one.name, one.loginName, one.password, one.authority, stageTitle(deps, one.stage)),
          ),
        },
        organizations: {
          caption: '已登记的社会组织',
          scroll: true,
          head: heads('名称', '类型', '统一社会信用代码', '原证书编号', '法定代表人', '身份证号码', '手机号'),
          rows: registered.map((one) =>
            texts(
              one.name,
              one.type,
              one.uscc,
              one.formerCertificateNumber ?? '—',
              one.legalRepresentative,
              one.legalRepresentativeIdNumber ?? '—',
              one.legalRepresentativePhone ?? '—',
            ),
          ),
        },
      })
    },
  }),
]
