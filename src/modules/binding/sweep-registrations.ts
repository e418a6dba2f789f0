import type { Task } from 'graphile-worker'
import type { Deps } from '../../deps.ts'
import { registrationActions, unusedDays } from '../../core/registrations/states.ts'
import { authorityById } from '../catalogue/reference.ts'
import { tellAccount } from '../messages/account-notice.ts'
import { recordStep, type RegistrationRow } from './store.ts'

const batchSize = 200
const day = 24 * 3_600_000

const nobodyUsed = `status = 'APPROVED' and decided_at < ?
  and not exists (select 1 from application p where p.account_id = registration_request.account_id)
  and not exists (select 1 from legacy_account l where l.bound_account_id = registration_request.account_id)`

/** Lets one approval lapse, unless it was used in the meantime. */
const lapse = (deps: Deps, id: string, before: Date): Promise<void> =>
  deps.command({ actorKind: 'system' }, async (tx) => {
    const held = await tx.trx<RegistrationRow>('registration_request').where({ id }).first('account_id', 'authority_id')
    if (!held) throw new Error('no request')
    // Beginning a case locks the account too, so that an approval does not lapse under it.
    await tx.trx('account').where({ id: held.account_id }).forUpdate().first('id')
    const lapsed = await tx
      .trx('registration_request')
      .where({ id })
      .whereRaw(nobodyUsed, [before])
      .update({
        status: registrationActions.EXPIRED.to,
        lock_version: tx.trx.raw('lock_version + 1'),
        updated_at: tx.now,
      })
    const authority = authorityById(deps.reference, held.authority_id)
    tx.audit({
      chain: authority.code,
      action: lapsed === 1 ? 'registration.expired' : 'registration.still-used',
      objectKind: 'registration_request',
      objectId: id,
    })
    if (lapsed !== 1) return
    await recordStep(tx, {
      requestId: id,
      action: 'EXPIRED',
      authorityId: held.authority_id,
      by: { kind: 'system', name: '系统' },
    })
    await tellAccount(tx, deps, {
      accountId: held.account_id,
      title: '注册用户审核结果已失效',
      body: `审核通过后${unusedDays}天内没有开始办理成立登记。仍要成立社会组织的，请重新申请。`,
    })
  })

/** Lets approvals lapse that nobody used for ninety days. Running twice does nothing twice. */
export const sweepRegistrationsTask =
  (deps: Deps): Task =>
  async () => {
    const before = new Date(deps.clock.now().getTime() - unusedDays * day)
    const due = await deps.db
      .knex<RegistrationRow>('registration_request')
      .whereRaw(nobodyUsed, [before])
      .orderBy('decided_at')
      .limit(batchSize)
      .select('id')
    for (const { id } of due) await lapse(deps, id, before)
  }
