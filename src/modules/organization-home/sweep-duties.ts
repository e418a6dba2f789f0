import type { Task } from 'graphile-worker'
import { AppError } from '../../core/errors.ts'
import { verifiedLevel } from '../../core/matters/real-name.ts'
import { toldBefore } from '../../core/register/duties.ts'
import { addMonths } from '../../core/workflow/calendar.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { bound, constant, joined, sql, unionAll, type Sql } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import { authorityById } from '../../reference/reference.ts'
import { tellAccount } from '../messages/account-notice.ts'
import { findOrganization } from '../organizations/queries.ts'
import { accountPlaces } from '../people/account.ts'
import { homeData } from './queries.ts'
import { homeDuties } from './view.ts'

/** More wait for the next day. */
const mostInARun = 2000

/** What an organization is told of before its day, and where the register has the day. */
const dayOf = { TERM: 'o.term_to', CERTIFICATE: 'o.valid_to', LEASE: 'o.lease_to' } as const
type ToldKind = keyof typeof dayOf

type Due = {
  readonly id: string
  readonly uscc: string
  readonly kind: ToldKind
  readonly what: string
  readonly due_on: string
}

/** Organizations whose day lies within the months they are told before, and not so near that the next telling is due. */
const near = (kind: ToldKind, today: string, months: number, next: number | undefined): Sql => {
  const day = constant(dayOf[kind])
  const from = next === undefined ? sql`${day} >= ${today}::date` : sql`${day} > ${addMonths(today, next)}::date`
  return sql`select o.id, o.uscc, ${kind}::text as kind, ${`duty-${kind}-${String(months)}`}::text as what, ${day} as due_on
    from organization o where o.status in ('ACTIVE', 'SUSPENDED') and ${from} and ${day} <= ${addMonths(today, months)}::date`
}

const allNear = (today: string): Sql =>
  joined(
    (Object.keys(dayOf) as readonly ToldKind[]).flatMap((kind) => {
      const told: readonly number[] = toldBefore[kind]
      return told.map((months, index) => near(kind, today, months, told[index + 1]))
    }),
    unionAll,
  )

/** Accounts that act for an organization `o`: its own, once the window has passed it, and those of its 经办人. */
const acting = (today: string): Sql =>
  sql`select h.id, h.phone_enc from account h where h.closed_at is null and h.real_name_level >= ${verifiedLevel} and (
    exists (select from legal_person l where l.account_id = h.id and (l.organization_id = o.id or l.uscc = o.uscc)
      and l.released_at is null and l.certificate_state = 'PASSED')
    or exists (select from access_grant g where g.holder_id = h.id and g.organization_id = o.id and g.revoked_at is null
      and ${today}::date between g.valid_from and g.valid_to))`

const dueRows = async (knex: Deps['db']['knex'], today: string): Promise<readonly Due[]> => {
  const { rows } = await knex.raw<{ rows: Due[] }>(
    ...bound(sql`select o.* from (${allNear(today)}) o
      where not exists (select from reminder r where r.object_id = o.id and r.what = o.what and r.due_on = o.due_on)
        and exists (${acting(today)})
      order by o.due_on, o.id limit ${mostInARun}`),
  )
  return rows
}

/** Tells once of one day, with what helps, whoever acts for the organization. Throws STALE when it is owed no more. */
const remind = (deps: Deps, { id, uscc, kind, what, due_on: dueOn }: Due, today: string): Promise<void> =>
  deps.command({ actorKind: 'system' }, async (tx) => {
    const organization = await findOrganization(deps.db, uscc)
    const duty =
      organization &&
      homeDuties(deps, { organization, data: await homeData(deps, id) }).find(
        (one) => one.kind === kind && one.dueOn === dueOn,
      )
    const inserted = (await tx
      .trx('reminder')
      .insert({ object_id: id, what, due_on: dueOn, ends_on: dueOn, sent_at: tx.now })
      .onConflict()
      .ignore()
      .returning('what')) as object[]
    if (!duty || inserted.length === 0) throw new AppError('STALE')
    const { rows } = await tx.trx.raw<{ rows: { id: string; phone_enc: string }[] }>(
      ...bound(
        sql`select a.* from organization o cross join lateral (${acting(today)}) a where o.id = ${id} order by a.id`,
      ),
    )
    for (const account of rows)
      await tellAccount(tx, deps, {
        accountId: account.id,
        title: `${organization.name}：${duty.title}`,
        body: `${duty.text}。${duty.help}请到“机构主页”查看。`,
        sms: {
          template: 'duty-coming',
          facts: { duty: kind, day: dueOn },
          phones: [deps.crypto.decrypt(account.phone_enc, accountPlaces.phone(account.id))],
        },
      })
    tx.audit({
      chain: authorityById(deps.reference, organization.authorityId).code,
      action: 'organization.reminded',
      objectKind: 'organization',
      objectId: id,
      details: { what, until: dueOn },
    })
  })

/**
 * Tells organizations, each time once, of a term, a certificate and a lease that end. Each has its own transaction, so
 * that one that fails holds up no other; the job then fails as a whole and is tried again.
 */
export const sweepDutiesTask =
  (deps: Deps): Task =>
  async () => {
    const today = localDate(deps.clock.now())
    let failures = 0
    for (const due of await dueRows(deps.db.knex, today))
      try {
        await remind(deps, due, today)
      } catch (error) {
        if (error instanceof AppError && error.code === 'STALE') continue
        failures += 1
        deps.log.error({ err: error, organization: due.id, what: due.what }, 'an organization could not be reminded')
      }
    if (failures > 0) throw new Error(`${failures} reminders could not be sent`)
  }
