import { randomUUID } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import type { RawValues } from '../../core/forms/field.ts'
import { isSamePersonName } from '../../core/legal-persons/unit-name.ts'
import type { Matter } from '../../core/matters/define.ts'
import type { RequestFacts } from '../../db/audit.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import { byStaff } from '../../web/acting.ts'
import { findApplicant } from '../../web/actors.ts'
import type { Staff } from '../../web/route.ts'
import { insertDraft } from '../cases/drafts.ts'
import { notAllowed, standingOf } from '../cases/may-begin.ts'
import { applicantsOf } from '../grants/applicants.ts'
import { tellAccount } from '../messages/account-notice.ts'
import { entryOf, type OrganizationRow } from '../register/entry.ts'
import { holdingsOf } from '../register/holdings.ts'
import { lockOrganization } from './acts.ts'

/** The matter by which others may apply instead of an organization, where its law lets them (R250 art. 21(3)). */
export const orderedMatter = (
  deps: Pick<Deps, 'matters'>,
  { type }: Pick<OrganizationRow, 'type'>,
): Matter | undefined => deps.matters.all.find(({ orgType, onBehalf }) => onBehalf !== undefined && orgType === type)

/** Whoever handles it for the bodies: a personal account, by phone and name. Throws INVALID. */
const handlerOf = async (tx: Transaction, deps: Deps, phone: string, name: string) => {
  const row = await tx
    .trx('account')
    .where({ phone_idx: deps.crypto.index('phone', phone), kind: 'PERSONAL' })
    .whereNull('closed_at')
    .first<{ id: string; name: string } | undefined>('id', 'name')
  const applicant = row && isSamePersonName(row.name, name) ? await findApplicant(deps, row.id) : undefined
  if (!applicant) throw new AppError('INVALID', '没有这个手机号和姓名的个人账号，请经办人先注册个人账号并实名认证。')
  return applicant
}

/**
 * 代为申请: begins the 注销 of an organization for the bodies that required its end, in the hands of a person of theirs;
 * the organization is told, reads on and may say what it has to say. Throws NOT_ALLOWED_NOW with the reason, INVALID.
 */
export const beginOnBehalf = (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  { uscc, values }: { readonly uscc: string; readonly values: RawValues },
): Promise<void> =>
  deps.command(byStaff(staff, request), async (tx) => {
    const organization = await lockOrganization(tx, staff, uscc)
    const matter = orderedMatter(deps, organization)
    if (!matter?.onBehalf) throw new AppError('NOT_FOUND')
    // A draft of the organization's own keeps nobody from requiring its end.
    const standing = await standingOf(tx.trx, deps, organization)
    const refused = notAllowed(matter, { ...standing, open: standing.open.filter(({ binding }) => binding) })
    if (refused) throw new AppError('NOT_ALLOWED_NOW', refused)
    const { handlerName = '', handlerPhone = '', ...order } = values
    const handler = await handlerOf(tx, deps, handlerPhone, handlerName)
    const holdings = await holdingsOf(tx.trx, deps.crypto, organization.id)
    const id = randomUUID()
    await insertDraft(tx, deps, handler, {
      id,
      matter,
      authorityId: organization.authority_id,
      organization,
      pages: {
        ...matter.prefill?.(entryOf(organization), holdings, { authority: staff.authority.name }),
        [matter.onBehalf.page]: { values: order, items: [] },
      },
    })
    const body = order[matter.onBehalf.field] ?? ''
    await tx.trx('case_file').where({ id }).update({ on_behalf: body })
    for (const { id: accountId } of await applicantsOf(tx, deps, id))
      await tellAccount(tx, deps, {
        accountId,
        caseId: id,
        title: `${body}代为申请${matter.title}`,
        body:
          accountId === handler.id
            ? `登记管理机关已经开始“${organization.name}”的${matter.title}，由您为${body}办理，请到“我的办件”填写、提交。`
            : `依照《社会团体登记管理条例》第二十一条第三款，${body}代为申请“${organization.name}”${matter.title}。请在办件页面查看；申请提交以后有意见的，可以在办件页面陈述。`,
      })
    tx.audit({
      chain: staff.authority.code,
      action: 'case.on-behalf',
      objectKind: 'case',
      objectId: id,
      details: { organization: organization.uscc, by: body },
    })
  })
