import { ID_TYPES } from '../../core/identity/documents.ts'
import { legalPersonTypes } from '../../core/legal-persons/types.ts'
import { sections, stageOf } from '../../core/matters/journey.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import { statuses, type StageCode, type Status } from '../../core/workflow/states.ts'
import { transitions } from '../../core/workflow/transitions.ts'
import type { Statement } from '../../db/client.ts'
import type { Deps } from '../../deps.ts'
import { requireMatter } from '../../matters/index.ts'
import { loadWhole } from '../applications/queries.ts'
import { channelText } from '../real-name/channels.ts'
import { ownProfile, organizationsOf, type ViewRow, type LoginRow } from './queries.ts'
import { consentName } from './terms.ts'

type InJson<Row> = { readonly [K in keyof Row]: Row[K] extends Date ? string : Row[K] }

type Records = {
  readonly consents: readonly { document: string; version: string; at: string }[]
  readonly logins: readonly InJson<LoginRow>[]
  readonly attempts: readonly { channel: string; outcome: string; reason: string | null; at: string }[]
  readonly applications: readonly {
    id: string
    number: string | null
    matter: string
    title: string
    stage: StageCode
    status: Status
    created_at: string
    submitted_at: string | null
    deleted_at: string | null
  }[]
  readonly messages: readonly { title: string; body: string; at: string; read_at: string | null }[]
  readonly views: readonly InJson<ViewRow>[]
  readonly transfers: readonly {
    application_title: string
    from_name: string
    to_name: string
    status: string
    offered_at: string
    decided_at: string | null
  }[]
}

const list = (rows: string): string => `(select coalesce(json_agg(r), '[]') from (${rows}) r)`

const recordsStatement: Statement = {
  name: 'centre-records',
  text: `select
    ${list('select document, version, accepted_at as at from consent where account_id = a.id order by id')} as consents,
    ${list('select id, way, outcome, ip, device, at from login_history where account_id = a.id order by id')} as logins,
    ${list('select channel, outcome, reason, at from real_name_attempt where account_id = a.id order by id')} as attempts,
    ${list(`select id, number, matter, title, stage, status, created_at, submitted_at, deleted_at
            from application where account_id = a.id order by created_at, id`)} as applications,
    ${list('select title, body, created_at as at, read_at from message where account_id = a.id order by id')} as messages,
    ${list(`select v.id, v.staff_name, v.authority_name, v.place, v.field, v.reason, v.at from identity_view v
            where v.id_number_idx = a.id_number_idx and (a.real_name_level > 0
              or exists (select 1 from application p where p.account_id = a.id and v.place = '办件' || p.number))
            order by v.id`)} as views,
    ${list(`select c.title as application_title, f.name as from_name, t.name as to_name, c.status, c.offered_at, c.decided_at
            from case_transfer c join account f on f.id = c.from_account join account t on t.id = c.to_account
            where a.id in (c.from_account, c.to_account) order by c.offered_at`)} as transfers
    from account a where a.id = $1`,
}

const time = (instant: string | Date | null): string | null =>
  instant === null ? null : localDateTime(new Date(instant)).text

/** One application with every answer as it reads, its files by name and what happened. */
const wholeApplication = async (deps: Deps, accountId: string, row: Records['applications'][number]) => {
  const matter = requireMatter(row.matter)
  const head = {
    办件编号: row.number,
    事项: matter.title,
    名称: row.title,
    环节: stageOf(matter, row.stage).title,
    状态: statuses[row.status].text,
    创建时间: time(row.created_at),
    首次提交时间: time(row.submitted_at),
  }
  if (row.deleted_at !== null) return { ...head, 删除时间: time(row.deleted_at) }
  const whole = await loadWhole(deps, row.id, accountId)
  const asked = matter.pages.filter(({ code }) => whole.stored[code] !== undefined).map(({ code }) => code)
  const told = (rows: readonly { label: string; text: string }[]) => rows.map(({ label, text }) => [label, text])
  return {
    ...head,
    填写内容: sections(matter, asked, whole.stored).map((section) => ({
      页面: section.title,
      内容: told(section.rows),
      列表: section.items.map((item) => told(item.rows)),
    })),
    上传的文件: whole.attachments.map((file) => ({ 名称: file.name, 上传时间: time(file.uploaded_at) })),
    办理过程: whole.events.map((event) => ({
      时间: time(event.at),
      环节: stageOf(matter, event.stage).title,
      事情: transitions[event.action].text,
    })),
    文书: whole.documents.map((document) => ({ 文号: document.number, 出具时间: time(document.issued_at) })),
  }
}

const transferStates: Readonly<Record<string, string>> = {
  OFFERED: '等待对方接受',
  ACCEPTED: '已接受',
  DECLINED: '已谢绝',
  WITHDRAWN: '已撤回',
}

/**
 * Everything the portal keeps about an account's holder, in clear and in words, as a copy for that person
 * (个人信息保护法 art. 45). Passwords are kept as hashes only, so there is none in it.
 */
export const dataOf = async (deps: Deps, accountId: string) => {
  const profile = await ownProfile(deps, accountId)
  const [records] = await deps.db.read<Records>(recordsStatement, [accountId])
  if (!records) throw new Error('an account without its records')
  const { legal } = profile
  const applications: unknown[] = []
  for (const row of records.applications) applications.push(await wholeApplication(deps, accountId, row))
  return {
    说明: `${deps.site.name}保存的个人信息副本`,
    导出时间: time(deps.clock.now()),
    账号: {
      用户账号: profile.loginName,
      账号类型: legal ? '法人' : '自然人',
      [legal ? '单位名称' : '用户姓名']: profile.name,
      [legal ? '法定代表人证件类型' : '证件类型']: ID_TYPES[profile.idType].label,
      [legal ? '法定代表人证件号码' : '证件号码']: profile.idNumber,
      手机号: profile.phone,
      电子邮箱: profile.email ?? null,
      实名认证: profile.verified,
      实名认证方式: profile.verified ? channelText(profile.realNameChannel) : null,
      实名认证时间: time(profile.realNameAt),
      注册时间: time(profile.createdAt),
      最近登录: time(profile.lastLoginAt),
      ...(legal
        ? {
            法人类型: legalPersonTypes[legal.type].label,
            统一社会信用代码: legal.uscc,
            法定代表人: legal.representative,
            登记机关: legal.registrationAuthority,
            经办人: legal.handler,
            经办人证件号码: legal.handlerIdNumber,
            经办人手机号: legal.handlerPhone,
          }
        : {}),
    },
    协议与授权: records.consents.map((one) => ({
      内容: consentName(deps.site, one.document),
      版本: one.version,
      时间: time(one.at),
    })),
    社会组织: await organizationsOf(deps, accountId),
    登录记录: records.logins.map((one) => ({
      时间: time(one.at),
      方式: one.way,
      结果: one.outcome,
      地址: one.ip,
      设备: one.device,
    })),
    实名认证记录: records.attempts.map((one) => ({
      时间: time(one.at),
      方式: channelText(one.channel),
      结果: one.outcome,
      原因: one.reason,
    })),
    办件: applications,
    办件移交: records.transfers.map((one) => ({
      办件: one.application_title,
      移交人: one.from_name,
      接收人: one.to_name,
      状态: transferStates[one.status] ?? one.status,
      提出时间: time(one.offered_at),
      决定时间: time(one.decided_at),
    })),
    消息: records.messages.map((one) => ({
      标题: one.title,
      内容: one.body,
      时间: time(one.at),
      阅读时间: time(one.read_at),
    })),
    信息查看记录: records.views.map((one) => ({
      时间: time(one.at),
      机关: one.authority_name,
      查看人: one.staff_name,
      办件: one.place,
      内容: one.field,
      原因: one.reason,
    })),
  }
}
