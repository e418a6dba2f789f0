import { bindingEndings } from '../../core/signatures/bindings.ts'
import { grantEndings, rightsText } from '../../core/grants.ts'
import { auditActionText } from '../../core/audit-words.ts'
import { rows as answerRows } from '../../core/forms/page.ts'
import { operationFields } from '../../core/helpdesk/data.ts'
import { userTypeText } from '../../core/helpdesk/materials.ts'
import { deskKinds, deskStatuses } from '../../core/helpdesk/operations.ts'
import { ID_TYPES } from '../../core/identity/documents.ts'
import { heldUntil } from '../../core/identity/phone-hold.ts'
import { legalPersonTypes } from '../../core/legal-persons/types.ts'
import { stageOf, toldText } from '../../core/matters/journey.ts'
import { ORG_TYPES } from '../../core/org-types.ts'
import { registrationActions, registrationStatuses } from '../../core/registrations/states.ts'
import type { Deps } from '../../deps.ts'
import { accountPlaces } from '../people/account.ts'
import { bindingPlaces } from '../binding/store.ts'
import { openPayload, operationPlaces } from '../people/desk-operation.ts'
import { channelText } from '../real-name/channels.ts'
import { requestPhonePlace } from '../people/admission.ts'
import { exportedCase } from './export-cases.ts'
import { recordsOf, timeOf, type Records } from './export-records.ts'
import { ownProfile, organizationsOf, type OwnProfile } from './queries.ts'
import { consentName } from './terms.ts'
import { maskThirdPersons, tellRows, type Tell } from './third-persons.ts'

const transferStates: Readonly<Record<string, string>> = {
  OFFERED: '等待对方接受',
  ACCEPTED: '已接受',
  DECLINED: '已谢绝',
  WITHDRAWN: '已撤回',
}

const choices = { LEGACY: '绑定原系统账号', REQUEST: '新申请成立社会组织', LATER: '以后再说' } as const

const actors: Readonly<Record<string, string>> = {
  applicant: '其他用户',
  staff: '工作人员',
  system: '系统',
  nobody: '未登录的访问者',
}

/** The phone from before, while the account is held for its change. */
const previousPhone = (deps: Deps, accountId: string, { account }: Records): string | null => {
  const { phone_held_from: from, previous_phone_enc: sealed } = account
  if (from === null || sealed === null || !heldUntil(new Date(from), deps.clock.now())) return null
  return deps.crypto.decrypt(sealed, accountPlaces.previousPhone(accountId))
}

const phoneTold = (told: Tell, phone: string): string => told({ kind: 'phone' }, '手机号', phone)

const accountPart = (deps: Deps, accountId: string, profile: OwnProfile, records: Records, told: Tell) => {
  const { legal } = profile
  return {
    用户账号: profile.loginName,
    账号类型: legal ? '法人' : '自然人',
    [legal ? '单位名称' : '用户姓名']: profile.name,
    [legal ? '法定代表人证件类型' : '证件类型']: ID_TYPES[profile.idType].label,
    [legal ? '法定代表人证件号码' : '证件号码']: profile.idNumber,
    手机号: profile.phone,
    修改前的手机号: previousPhone(deps, accountId, records),
    电子邮箱: profile.email ?? null,
    实名认证: profile.verified,
    实名认证方式: profile.verified ? channelText(profile.realNameChannel) : null,
    实名认证时间: timeOf(profile.realNameAt),
    注册时间: timeOf(profile.createdAt),
    最近登录: timeOf(profile.lastLoginAt),
    发起单位统一社会信用代码: records.account.sponsor_uscc,
    ...(legal
      ? {
          法人类型: legalPersonTypes[legal.type].label,
          统一社会信用代码: legal.uscc,
          法定代表人: legal.representative,
          登记机关: legal.registrationAuthority,
          法人证书图片: records.account.certificate_name,
          经办人: legal.handler,
          经办人证件号码: told({ kind: 'idNumber' }, '证件号码', legal.handlerIdNumber),
          经办人手机号: phoneTold(told, legal.handlerPhone),
        }
      : {}),
  }
}

const requestPart = (deps: Deps, one: Records['requests'][number], told: Tell) => ({
  拟用名称: one.proposed_name,
  社会组织类型: ORG_TYPES[one.org_type].label,
  登记管理机关: one.authority,
  联系人: one.contact_name,
  联系电话: phoneTold(told, deps.crypto.decrypt(one.contact_phone_enc, requestPhonePlace(one.id))),
  申请理由: one.reason,
  状态: registrationStatuses[one.status].text,
  审核意见: one.decision_reason,
  申请时间: timeOf(one.created_at),
  历次提交: one.submissions.map((sent) => ({
    时间: timeOf(sent.at),
    登记管理机关: sent.authority,
    拟用名称: sent.proposed_name,
    联系人: sent.contact_name,
    联系电话: phoneTold(told, deps.crypto.decrypt(sent.contact_phone_enc, requestPhonePlace(one.id))),
    申请理由: sent.reason,
  })),
  过程: one.events.map((event) => ({
    时间: timeOf(event.at),
    事情: registrationActions[event.action].text,
    机关: event.authority,
    原因: event.reason,
  })),
})

const operationPart = (deps: Deps, one: Records['operations'][number], told: Tell) => {
  const { crypto } = deps
  const fields = operationFields(one.kind, one.user_type)
  const values = openPayload(crypto, one)
  const open = (sealed: string | null, place: string): string | null => sealed && crypto.decrypt(sealed, place)
  const agentNumber = open(one.agent_id_number_enc, operationPlaces.agentIdNumber(one.id))
  const agentPhone = open(one.agent_phone_enc, operationPlaces.agentPhone(one.id))
  return {
    业务: deskKinds[one.kind].text,
    机关: one.authority,
    用户类型: userTypeText(one.user_type),
    状态: deskStatuses[one.status].text,
    原因: one.reason,
    开始时间: timeOf(one.opened_at),
    提交时间: timeOf(one.submitted_at),
    结束时间: timeOf(one.finished_at),
    代办人: one.by_agent
      ? {
          姓名: one.agent_name,
          证件号码: agentNumber && told({ kind: 'idNumber' }, '证件号码', agentNumber),
          手机号: agentPhone && phoneTold(told, agentPhone),
          委托日期: one.letter_date,
        }
      : null,
    办理内容: tellRows(
      told,
      fields,
      answerRows(fields, values).filter(({ field }) => values[field]),
    ),
    修改前的手机号: values['previousPhone'] ?? null,
    扫描件: one.scans,
    经办: one.events.map((event) => ({ 时间: timeOf(event.at), 工作人员: event.staff_name })),
  }
}

/**
 * Everything the portal keeps about an account's holder, in words, as a copy for that person (个人信息保护法 art. 45): the
 * holder's own data in clear, the numbers, phones and addresses of other people masked. Passwords are kept as hashes
 * only, so there is none in it.
 */
export const dataOf = async (deps: Deps, accountId: string) => {
  const profile = await ownProfile(deps, accountId)
  const records = await recordsOf(deps, accountId)
  // What was written of the holder at the counter is theirs as well.
  const told = maskThirdPersons([
    profile.idNumber,
    profile.phone,
    profile.email,
    previousPhone(deps, accountId, records),
  ])
  const cases: unknown[] = []
  for (const row of records.cases) cases.push(await exportedCase(deps, accountId, row, records, told))
  return {
    说明: `${deps.site.name}保存的个人信息副本。其他人的证件号码、手机号和电子邮箱只显示一部分。`,
    导出时间: timeOf(deps.clock.now()),
    账号: accountPart(deps, accountId, profile, records, told),
    协议与授权: records.consents.map((one) => ({
      内容: consentName(deps.site, one.document),
      版本: one.version,
      时间: timeOf(one.at),
    })),
    社会组织: await organizationsOf(deps, accountId),
    登录记录: records.logins.map((one) => ({
      时间: timeOf(one.at),
      方式: one.way,
      结果: one.outcome,
      地址: one.ip,
      设备: one.device,
    })),
    操作记录: records.acts.map((one) => ({
      时间: timeOf(one.at),
      操作者: one.own ? '本人账号' : (actors[one.by] ?? one.by),
      事情: auditActionText(one.action),
      地址: one.ip,
    })),
    实名认证记录: records.attempts.map((one) => ({
      时间: timeOf(one.at),
      方式: channelText(one.channel),
      结果: one.outcome,
      原因: one.reason,
    })),
    注册用户申请: records.requests.map((one) => requestPart(deps, one, told)),
    账号绑定选择: records.choices.map((one) => ({ 选择: choices[one.choice], 时间: timeOf(one.chosen_at) })),
    原系统账号: records.legacy.map((one) => ({
      名称: one.organization_name,
      用户名: one.login_name,
      联系人: one.contact_name,
      手机号: phoneTold(told, deps.crypto.decrypt(one.phone_enc, bindingPlaces.legacyPhone(one.id))),
      绑定时间: timeOf(one.bound_at),
      过程: one.events.map((event) => ({
        时间: timeOf(event.at),
        事情: event.action === 'RESET' ? '机关重置原系统密码' : '绑定账号',
        原因: event.reason,
      })),
    })),
    窗口办理: records.operations.map((one) => operationPart(deps, one, told)),
    办件: cases,
    办理步骤: records.steps.map((one) => ({
      时间: timeOf(one.at),
      环节: stageOf(deps.matters.require(one.matter), one.stage).title,
      事情: toldText(stageOf(deps.matters.require(one.matter), one.stage), one.action),
    })),
    办件移交: records.transfers.map((one) => ({
      办件: one.case_file_title,
      移交人: one.from_name,
      接收人: one.to_name,
      状态: transferStates[one.status] ?? one.status,
      提出时间: timeOf(one.offered_at),
      决定时间: timeOf(one.decided_at),
    })),
    办件授权: records.grants.map((one) => ({
      办件: one.case_file_title,
      委托人: one.giver,
      受托同事: one.colleague,
      权限: rightsText(one.rights),
      有效期至: one.valid_to,
      邀请时间: timeOf(one.invited_at),
      接受时间: timeOf(one.accepted_at),
      结束时间: timeOf(one.revoked_at),
      结束原因: one.ending === null ? null : grantEndings[one.ending],
    })),
    证书绑定: records.bindings.map((one) => ({
      证书名称: one.unit_name,
      持有人: one.person_name,
      颁发机构: one.issuer,
      序列号: one.serial,
      用于年报: one.purpose === 'ANNUAL' ? '是' : '否',
      绑定时间: timeOf(one.bound_at),
      上次使用: timeOf(one.last_used_at),
      结束时间: timeOf(one.ended_at),
      结束原因: one.ending && bindingEndings[one.ending],
    })),
    凭证书申请重置密码: records.resets.map((one) => ({
      单位: one.unit_name,
      证书序列号: one.certificate,
      说明: one.note,
      申请时间: timeOf(one.requested_at),
      答复时间: timeOf(one.decided_at),
      结果: one.decision && { SENT: '已发送临时密码', REFUSED: '没有同意' }[one.decision],
      答复: one.reason,
    })),
    日历订阅: records.calendars.map((one) => ({
      社会组织: one.organization,
      生成时间: timeOf(one.created_at),
      停用时间: timeOf(one.ended_at),
    })),
    消息: records.messages.map((one) => ({
      标题: one.title,
      内容: one.body,
      时间: timeOf(one.at),
      阅读时间: timeOf(one.read_at),
    })),
    信息查看记录: records.views.map((one) => ({
      时间: timeOf(one.at),
      机关: one.authority_name,
      查看人: one.staff_name,
      办件: one.place,
      内容: one.field,
      原因: one.reason,
    })),
  }
}
