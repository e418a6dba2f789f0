import type { Task } from 'graphile-worker'
import { z } from 'zod'
import type { DeskKind } from '../../core/helpdesk/operations.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import { staffPhonePlace } from '../people/account.ts'
import { authorityById } from '../../reference/reference.ts'
import { tellStaff } from '../messages/staff-notice.ts'

const payloadSchema = z.object({ accountId: z.uuid() })

const why = '账号已注销，业务终止，不需要再办'

type Ended = { id: string; kind: DeskKind; authority_id: number; opened_by: number; submitted_by: number | null }

const tellClerks = async (tx: Transaction, deps: Deps, one: Ended): Promise<void> => {
  const clerks = await tx
    .trx('staff')
    .whereIn('id', [one.opened_by, one.submitted_by ?? one.opened_by])
    .andWhere({ active: true })
    .select<{ login_name: string; phone_enc: string }[]>('login_name', 'phone_enc')
  const phones = clerks.map((clerk) => deps.crypto.decrypt(clerk.phone_enc, staffPhonePlace(clerk.login_name)))
  await tellStaff(tx, deps, { phones, template: 'staff-desk-ended', facts: { desk: one.kind } })
}

/**
 * The job that ends what counters have begun for an account that was closed: nothing can come of it any more. Its history
 * says so, and the clerks who had it in hand are told. A job of its own, because a step at the counter locks the
 * operation before the account, and closing the account first.
 */
export const endOperationsTask =
  (deps: Deps): Task =>
  async (payload) => {
    const { accountId } = payloadSchema.parse(payload)
    const left = (knex: Transaction['trx'] | Deps['db']['knex']) =>
      knex('desk_operation')
        .where({ account_id: accountId })
        .whereIn('status', ['OPEN', 'WAITING_SECOND'])
        .whereIn('account_id', knex('account').whereNotNull('closed_at').select('id'))
    if (!(await left(deps.db.knex).first<object | undefined>('id'))) return
    await deps.command({ actorKind: 'system' }, async (tx) => {
      const ended = await left(tx.trx)
        .update({ status: 'CANCELLED', reason: why, finished_at: tx.now, lock_version: tx.trx.raw('lock_version + 1') })
        .returning<Ended[]>(['id', 'kind', 'authority_id', 'opened_by', 'submitted_by'])
      for (const one of ended) {
        await tx.trx('desk_event').insert({
          operation_id: one.id,
          action: 'ENDED',
          staff_id: null,
          staff_name: '系统',
          text: why,
          at: tx.now,
        })
        await tellClerks(tx, deps, one)
        tx.audit({
          chain: authorityById(deps.reference, one.authority_id).code,
          action: 'desk-ended',
          objectKind: 'desk_operation',
          objectId: one.id,
          details: { kind: one.kind, account: accountId },
        })
      }
    })
  }
