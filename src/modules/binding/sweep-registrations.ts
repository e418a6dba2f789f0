import type { Knex } from 'knex'
import type { Task } from 'graphile-worker'
import type { Deps } from '../../deps.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { lastDayOf, leastDays, registrationActions, unusedDays, warnedDays } from '../../core/registrations/states.ts'
import { addDays } from '../../core/workflow/calendar.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Transaction } from '../../db/command.ts'
import { bound, sql } from '../../db/sql.ts'
import { accountPlaces } from '../people/account.ts'
import { authorityById } from '../../reference/reference.ts'
import { tellAccount } from '../messages/account-notice.ts'
import { recordStep } from './store.ts'
import type { RegistrationRow } from '../people/admission.ts'

const batchSize = 200
const what = 'approval'

type Held = Pick<RegistrationRow, 'id' | 'account_id' | 'authority_id' | 'proposed_name'> & {
  readonly decided_at: Date
}

const lastDay = sql`(r.decided_at at time zone 'Asia/Shanghai')::date + ${unusedDays}::int`
const told = sql`from reminder m where m.object_id = r.id and m.what = ${what} and m.due_on = ${lastDay}`

/** Approvals nobody used. */
const unused = (knex: Knex) =>
  knex('registration_request as r')
    .where('r.status', 'APPROVED')
    .whereRaw('not exists (select 1 from case_file p where p.account_id = r.account_id)')
    .whereRaw('not exists (select 1 from legacy_account l where l.bound_account_id = r.account_id)')

/** Those whose end is near and whose holders have not been told of it. */
const untold = (knex: Knex, today: string) =>
  unused(knex)
    .whereRaw(...bound(sql`${lastDay} <= ${addDays(today, warnedDays)}::date`))
    .whereRaw(...bound(sql`not exists (select 1 ${told})`))

/** Those whose end has passed, the one their holders were told of. */
const over = (knex: Knex, today: string) =>
  unused(knex)
    .whereRaw(...bound(sql`${lastDay} < ${today}::date`))
    .whereRaw(...bound(sql`exists (select 1 ${told} and m.ends_on < ${today}::date)`))

const phonesOf = async (tx: Transaction, deps: Deps, accountId: string): Promise<readonly string[]> => {
  const account = await tx.trx('account').where({ id: accountId }).first<{ phone_enc: string }>('phone_enc')
  return [deps.crypto.decrypt(account.phone_enc, accountPlaces.phone(accountId))]
}

/** Does something about one of those rows, unless it is none any more. */
const each = (
  deps: Deps,
  { id, account_id: accountId, authority_id: authorityId }: Held,
  rows: typeof untold,
  today: string,
  step: (tx: Transaction, row: Held) => Promise<string>,
): Promise<void> =>
  deps.command({ actorKind: 'system' }, async (tx) => {
    // Beginning a case locks the account too, so that an approval does not lapse under it.
    await tx.trx('account').where({ id: accountId }).forUpdate().first('id')
    const row = await rows(tx.trx, today).where('r.id', id).forUpdate('r').first<Held | undefined>('r.*')
    tx.audit({
      chain: authorityById(deps.reference, authorityId).code,
      action: row ? await step(tx, row) : 'registration.still-used',
      objectKind: 'registration_request',
      objectId: id,
    })
  })

const tell = async (deps: Deps, today: string, tx: Transaction, row: Held): Promise<string> => {
  const due = lastDayOf(row.decided_at)
  const soonest = addDays(today, leastDays)
  const endsOn = due < soonest ? soonest : due
  await tx.trx('reminder').insert({ object_id: row.id, what, due_on: due, ends_on: endsOn, sent_at: tx.now })
  await tellAccount(tx, deps, {
    accountId: row.account_id,
    title: '注册用户审核结果即将失效',
    body: `您的申请（${row.proposed_name}）审核通过后还没有开始办理成立登记，${chineseDate(endsOn)}以后失效。仍要成立社会组织的，请在此之前到“社会组织办事大厅”开始办理。`,
    sms: {
      template: 'registration-ending',
      facts: { day: endsOn },
      phones: await phonesOf(tx, deps, row.account_id),
    },
  })
  return 'registration.lapse-told'
}

const lapse = async (deps: Deps, tx: Transaction, row: Held): Promise<string> => {
  await tx
    .trx('registration_request')
    .where({ id: row.id })
    .update({
      status: registrationActions.EXPIRED.to,
      lock_version: tx.trx.raw('lock_version + 1'),
      updated_at: tx.now,
    })
  await recordStep(tx, {
    requestId: row.id,
    action: 'EXPIRED',
    authorityId: row.authority_id,
    by: { kind: 'system', name: '系统' },
  })
  await tellAccount(tx, deps, {
    accountId: row.account_id,
    title: '注册用户审核结果已失效',
    body: `您的申请（${row.proposed_name}）审核通过后${unusedDays}天内没有开始办理成立登记，审核结果已失效。仍要成立社会组织的，请在“账号绑定”中打开这件申请，按原来的内容重新申请。`,
    sms: { template: 'registration-lapsed', facts: {}, phones: await phonesOf(tx, deps, row.account_id) },
  })
  return 'registration.expired'
}

/**
 * Tells holders of approvals nobody used that they end, and lets those lapse that were told. Running twice does nothing
 * twice.
 */
export const sweepRegistrationsTask =
  (deps: Deps): Task =>
  async () => {
    const { knex } = deps.db
    const today = localDate(deps.clock.now())
    const due = async (rows: typeof untold): Promise<Held[]> =>
      rows(knex, today).orderBy('r.decided_at').limit(batchSize).select<Held[]>('r.*')
    for (const row of await due(untold)) await each(deps, row, untold, today, (tx, held) => tell(deps, today, tx, held))
    for (const row of await due(over)) await each(deps, row, over, today, (tx, held) => lapse(deps, tx, held))
  }
