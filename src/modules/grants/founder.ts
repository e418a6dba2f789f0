import { randomUUID } from 'node:crypto'
import { chineseDate } from '../../core/documents/dates.ts'
import { foundersLevel, grantLevels, longestGrantDays, rightsText } from '../../core/grants.ts'
import { maskPhone } from '../../core/identity/mask.ts'
import { addDays } from '../../core/workflow/calendar.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Transaction } from '../../db/command.ts'
import { tellAccount } from '../messages/account-notice.ts'
import type { SmsDeps } from '../messages/sms.ts'
import { accountPlaces } from '../people/account.ts'
import type { OrganizationRow } from '../register/entry.ts'

type Founder = { readonly name: string; readonly phone_enc: string; readonly phone_idx: string }

/**
 * With its certificate an organization may act, but has no account yet: whoever handled its founding may act for it at
 * once, by a grant of the portal itself, for as long as a grant can last. Nothing where the account is closed or was
 * appointed already.
 */
export const grantFounder = async (
  tx: Transaction,
  deps: SmsDeps,
  organization: Pick<OrganizationRow, 'id' | 'name'>,
  accountId: string,
): Promise<void> => {
  const founder = await tx
    .trx('account')
    .where({ id: accountId, kind: 'PERSONAL' })
    .whereNull('closed_at')
    .first<Founder | undefined>('name', 'phone_enc', 'phone_idx')
  const before = await tx
    .trx('access_grant')
    .where({ organization_id: organization.id, holder_id: accountId })
    .whereNull('revoked_at')
    .first<object | undefined>('id')
  if (!founder || before) return
  const { rights } = grantLevels[foundersLevel]
  const from = localDate(tx.now)
  const until = addDays(from, longestGrantDays - 1)
  await tx.trx('access_grant').insert({
    id: randomUUID(),
    organization_id: organization.id,
    holder_id: accountId,
    invited_name: founder.name,
    invited_phone_idx: founder.phone_idx,
    invited_phone: maskPhone(deps.crypto.decrypt(founder.phone_enc, accountPlaces.phone(accountId))),
    title: organization.name,
    rights: [...rights],
    valid_from: from,
    valid_to: until,
    invited_at: tx.now,
    accepted_at: tx.now,
  })
  await tellAccount(tx, deps, {
    accountId,
    title: '您可以替社会组织办理事项',
    body: `“${organization.name}”的登记证书已经发出。从今天起到${chineseDate(until)}，您可以用自己的个人账号替它办理事项（${rightsText(rights)}），请到“办事大厅”。法定代表人注册法人账号以后，可以查看和收回这项授权，也可以委任其他经办人。`,
  })
  tx.audit({
    chain: 'platform',
    action: 'organization.grant-founder',
    objectKind: 'organization',
    objectId: organization.id,
    details: { until },
  })
}
