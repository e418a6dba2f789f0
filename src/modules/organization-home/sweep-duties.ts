import type { Task } from 'graphile-worker'
import { AppError } from '../../core/errors.ts'
import { toldBefore, type Duty } from '../../core/register/duties.ts'
import { addMonths } from '../../core/workflow/calendar.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { bound, constant, jsonRowsOf, joined, none, sql, unionAll, type Sql } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import { authorityById } from '../../reference/reference.ts'
import { actingFor, toldFrom } from '../grants/applicants.ts'
import { tellAccount } from '../messages/account-notice.ts'
import { dutiesOwed, readOwing, type Owing } from './owing.ts'

/** Organizations read at once, and told in one run at most: more wait for the next day. */
const batch = 200
const mostInARun = 2000

/** What an organization is told of before its day, and where the register has the day. */
const dayOf = { TERM: 'o.term_to', CERTIFICATE: 'o.valid_to', LEASE: 'o.lease_to' } as const
type ToldKind = keyof typeof dayOf

type Due = {
  readonly id: string
  readonly kind: ToldKind
  readonly what: string
  readonly due_on: string
  /** Whoever acts for it. */
  readonly acting: readonly { readonly id: string; readonly phone_enc: string }[]
}

/** Organizations whose day lies within the months they are told before, and not so near that the next telling is due. */
const near = (kind: ToldKind, today: string, months: number, next: number | undefined): Sql => {
  const day = constant(dayOf[kind])
  const from = next === undefined ? sql`${day} >= ${today}::date` : sql`${day} > ${addMonths(today, next)}::date`
  return sql`select o.id, ${kind}::text as kind, ${`duty-${kind}-${String(months)}`}::text as what, ${day} as due_on
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

const ofO = constant('o.id')

/** The next days nobody was told of yet, with whoever acts for their organizations; nothing of one for whom nobody does. */
const dueRows = async (knex: Deps['db']['knex'], today: string, after: Due | undefined): Promise<readonly Due[]> => {
  const beyond = after
    ? sql`and (o.due_on, o.id, o.what) > (${after.due_on}::date, ${after.id}::uuid, ${after.what})`
    : none
  const { rows } = await knex.raw<{ rows: Due[] }>(
    ...bound(sql`select o.id, o.kind, o.what, o.due_on::text, a.acting from (${allNear(today)}) o
      cross join lateral (select ${jsonRowsOf(actingFor(ofO, today))} as acting) a
      where json_array_length(a.acting) > 0 ${beyond}
        and not exists (select from reminder r where r.object_id = o.id and r.what = o.what and r.due_on = o.due_on)
      order by o.due_on, o.id, o.what limit ${batch}`),
  )
  return rows
}

/** Tells whoever acts for the organization once of one day, with what helps. Throws STALE when somebody was faster. */
const remind = (deps: Deps, { id, what, due_on: dueOn, kind, acting }: Due, owing: Owing, duty: Duty): Promise<void> =>
  deps.command({ actorKind: 'system' }, async (tx) => {
    const inserted = (await tx
      .trx('reminder')
      .insert({ object_id: id, what, due_on: dueOn, ends_on: dueOn, sent_at: tx.now })
      .onConflict()
      .ignore()
      .returning('what')) as object[]
    if (inserted.length === 0) throw new AppError('STALE')
    for (const account of acting.map((one) => toldFrom(deps, one)))
      await tellAccount(tx, deps, {
        accountId: account.id,
        title: `${owing.name}：${duty.title}`,
        body: `${duty.text}。${duty.help}请到“机构主页”查看。`,
        sms: { template: 'duty-coming', facts: { duty: kind, day: dueOn }, phones: [account.phone] },
      })
    tx.audit({
      chain: authorityById(deps.reference, owing.authorityId).code,
      action: 'organization.reminded',
      objectKind: 'organization',
      objectId: id,
      details: { what, until: dueOn },
    })
  })

/** The duty of a day that still asks for something: one whose case is under way is left alone until that ends. */
const owed = (deps: Deps, owing: Owing | undefined, { kind, due_on: dueOn }: Due): Duty | undefined =>
  owing && dutiesOwed(deps, owing).find((one) => one.kind === kind && one.dueOn === dueOn && one.urgency !== 'running')

/**
 * Tells organizations, each time once, of a term, a certificate and a lease that end. They are read many at once; each has
 * its own transaction, so that one that fails holds up no other; the job then fails as a whole and is tried again.
 */
export const sweepDutiesTask =
  (deps: Deps): Task =>
  async () => {
    const today = localDate(deps.clock.now())
    let failures = 0
    let told = 0
    for (let rows = await dueRows(deps.db.knex, today, undefined); rows.length > 0 && told < mostInARun;) {
      const read = new Map(
        (
          await readOwing(
            deps,
            rows.map(({ id }) => id),
          )
        ).map((owing) => [owing.id, owing]),
      )
      for (const due of rows) {
        const owing = read.get(due.id)
        try {
          const duty = owed(deps, owing, due)
          if (!owing || !duty) continue
          await remind(deps, due, owing, duty)
          told += 1
        } catch (error) {
          if (error instanceof AppError && error.code === 'STALE') continue
          failures += 1
          deps.log.error({ err: error, organization: due.id, what: due.what }, 'an organization could not be reminded')
        }
      }
      rows = await dueRows(deps.db.knex, today, rows.at(-1))
    }
    if (failures > 0) throw new Error(`${failures} reminders could not be sent`)
  }
