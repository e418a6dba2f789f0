import { accountStanding, leftTexts, type UnitAccount } from '../../core/legal-persons/standing.ts'
import type { RegisterChange } from '../../core/register/changes.ts'
import { isSameUnitName } from '../../core/legal-persons/unit-name.ts'
import { isRegistered } from '../../core/register/statuses.ts'
import type { Transaction } from '../../db/command.ts'
import { tellAccount } from '../messages/account-notice.ts'
import { queueSms, type SmsDeps } from '../messages/sms.ts'
import { accountPlaces } from '../people/account.ts'
import type { OrganizationRow } from '../register/entry.ts'
import { representativeIn, requireFree } from '../register/held-posts.ts'
import { writeChanges, type WriterDeps } from '../register/write.ts'
import { endGrants } from './end.ts'
import { ofUnit, unitJson } from './organizations.ts'

type HolderRow = { readonly id: string; readonly name: string; readonly phone_enc: string; readonly unit: UnitAccount }

const holders = `select h.id, h.name, h.phone_enc, ${unitJson} as unit
  from organization u join legal_person l on ${ofUnit} join account h on h.id = l.account_id
  where u.id = ? and l.released_at is null and h.closed_at is null`

/** The organization's account, where the register does not name its representative. */
const whoLeft = async (tx: Transaction, organizationId: string): Promise<readonly HolderRow[]> => {
  const { rows } = await tx.trx.raw<{ rows: HolderRow[] }>(holders, [organizationId])
  return rows.filter(({ unit }) => accountStanding(unit) === 'left')
}

/** Tells accounts whose representative the register no longer names what they may still do, and who must act. */
const tellLeft = async (tx: Transaction, deps: SmsDeps, accounts: readonly HolderRow[]): Promise<void> => {
  for (const { id: accountId, phone_enc: phone, unit } of accounts) {
    await tellAccount(tx, deps, {
      accountId,
      title: leftTexts.title,
      body: leftTexts.text(unit),
      sms: {
        phones: [deps.crypto.decrypt(phone, accountPlaces.phone(accountId))],
        template: 'representative-left',
        facts: {},
      },
    })
    tx.audit({ chain: 'platform', action: 'legal-representative-left', objectKind: 'account', objectId: accountId })
  }
}

/** Accounts of the organization that bear the name it had take the one it has; one that bears another is asked about elsewhere. */
const followName = async (tx: Transaction, before: OrganizationRow, { id, name }: OrganizationRow): Promise<void> => {
  if (before.name === name) return
  const { rows } = await tx.trx.raw<{ rows: Pick<HolderRow, 'id' | 'name'>[] }>(holders, [id])
  for (const account of rows.filter((one) => isSameUnitName(one.name, before.name))) {
    await tx.trx('account').where({ id: account.id }).update({ name })
    tx.audit({ chain: 'platform', action: 'account-name-followed', objectKind: 'account', objectId: account.id })
  }
}

const day = 24 * 3_600_000

/** Tells whoever represents it from now on that its account is theirs to register anew. */
const tellNew = async (
  tx: Transaction,
  deps: SmsDeps,
  { name }: OrganizationRow,
  changes: readonly RegisterChange[],
): Promise<void> => {
  for (const change of changes)
    if (change.kind === 'person' && change.enters.legalRepresentative && change.enters.phone !== undefined)
      await queueSms(tx, deps, {
        phone: change.enters.phone,
        template: 'representative-new',
        facts: { organization: name },
        expiresAt: new Date(tx.now.getTime() + 3 * day),
      })
}

/**
 * Writes changes into the register (see writeChanges) unless they make somebody representative of two, and what they mean
 * for whoever acts for the organization: its account is called as it is, with its end its 经办人 are dismissed, and with
 * another legal representative its account is told that it speaks for it no more, and they that they register anew.
 */
export const writeRegister = async (
  tx: Transaction,
  deps: WriterDeps & SmsDeps,
  target: Parameters<typeof writeChanges>[2],
  ...rest: [Parameters<typeof writeChanges>[3], Parameters<typeof writeChanges>[4]]
): Promise<OrganizationRow> => {
  const { organization: before } = target
  const representative = representativeIn(rest[0])
  const caseFile = { id: rest[1].caseId, organization_id: before?.id ?? null }
  if (representative) await requireFree(tx, deps, { orgType: target.orgType, caseFile }, representative)
  const leftBefore = before ? (await whoLeft(tx, before.id)).map(({ id }) => id) : []
  const row = await writeChanges(tx, deps, target, ...rest)
  if (!before) return row
  await followName(tx, before, row)
  if (isRegistered(before.status) && !isRegistered(row.status))
    await endGrants(tx, deps, { organization_id: row.id }, 'organization-ended')
  else {
    const left = (await whoLeft(tx, row.id)).filter(({ id }) => !leftBefore.includes(id))
    await tellLeft(tx, deps, left)
    if (left.length > 0) await tellNew(tx, deps, row, rest[0])
  }
  return row
}
