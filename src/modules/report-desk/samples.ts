import { createHash, randomBytes } from 'node:crypto'
import type { OrgType } from '../../core/org-types.ts'
import { drawSample, populationText, sizeOf, type Quotas } from '../../core/reports/sampling.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { RequestFacts } from '../../db/audit.ts'
import type { Transaction } from '../../db/command.ts'
import { bound, prepared, sql, type Sql } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import { byStaff } from '../../web/acting.ts'
import type { Staff } from '../../web/route.ts'
import { reportsOfYear } from '../review/reports-of-year.ts'

/** SHA-256 in hexadecimal digits, as `sha256sum` prints it. */
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

type Owing = { readonly id: string; readonly code: string }

const populationQuestion = (deps: Deps, staff: Staff, year: number, now: Date): Sql => {
  const { from, where } = reportsOfYear(deps, { authorityId: staff.authority.id, year, today: localDate(now) })
  return sql`select o.id, o.uscc as code from ${from} where ${where}`
}

const textOf = (owing: readonly Owing[]): string => populationText(owing.map(({ code }) => code))

/** Everybody who can be drawn now, as it is told: who owes a report of the year or has handed one in. */
export const populationOf = async (deps: Deps, staff: Staff, year: number): Promise<string> =>
  textOf(
    await deps.db.read<Owing>(
      ...prepared('report-population', populationQuestion(deps, staff, year, deps.clock.now())),
    ),
  )

export type SampleWish = {
  readonly year: number
  /** Empty: the portal makes one. */
  readonly seed: string
  readonly seedOrigin: string
  readonly quotas: Quotas
  readonly requestKey: string
}

const idBytes = 16

const insertSample = async (
  { trx, now }: Transaction,
  staff: Staff,
  wish: SampleWish & { readonly population: string },
): Promise<number> => {
  const [row] = (await trx('report_sample')
    .insert({
      request_key: wish.requestKey,
      authority_id: staff.authority.id,
      fiscal_year: wish.year,
      seed: wish.seed,
      seed_origin: wish.seedOrigin,
      population: wish.population,
      population_sha256: sha256(wish.population),
      population_size: sizeOf(wish.population),
      quotas: JSON.stringify(wish.quotas),
      staff_id: staff.id,
      staff_name: staff.name,
      at: now,
    })
    .returning('id')) as { id: number }[]
  if (!row) throw new Error('no sample')
  return row.id
}

/**
 * Draws a sample and keeps everything it can be drawn again from. The same form sent twice is one sample. Nothing of it
 * is shown before: who draws cannot look for a seed that suits.
 */
export const drawReportSample = (deps: Deps, staff: Staff, request: RequestFacts, wish: SampleWish): Promise<number> =>
  deps.command(byStaff(staff, request), async (tx) => {
    const { trx, now } = tx
    const drawn = async (): Promise<{ id: number } | undefined> =>
      trx('report_sample')
        .where({ request_key: wish.requestKey, authority_id: staff.authority.id })
        .first<{ id: number } | undefined>('id')
    await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 2))', [wish.requestKey])
    const before = await drawn()
    const audit = (id: number, details: Readonly<Record<string, unknown>>): void =>
      tx.audit({
        chain: staff.authority.code,
        action: 'report.sample-drawn',
        objectKind: 'report_sample',
        objectId: String(id),
        details,
      })
    if (before) {
      audit(before.id, { repeated: true })
      return before.id
    }
    const { rows: owing } = await trx.raw<{ rows: Owing[] }>(...bound(populationQuestion(deps, staff, wish.year, now)))
    const seed = wish.seed === '' ? randomBytes(idBytes).toString('hex') : wish.seed
    const population = textOf(owing)
    const picked = drawSample(population, wish.quotas, seed, sha256)
    const id = await insertSample(tx, staff, { ...wish, seed, population })
    const ids = new Map(owing.map((one) => [one.code, one.id]))
    if (picked.length > 0)
      await trx.batchInsert(
        'report_sample_pick',
        picked.map((code, place) => ({
          sample_id: id,
          organization_id: ids.get(code),
          fiscal_year: wish.year,
          place: place + 1,
        })),
        500,
      )
    audit(id, { year: wish.year, population: sha256(population), drawn: picked.length })
    return id
  })

/** A sample as it was drawn; `drawn`: how many. */
export type Sample = {
  readonly id: number
  readonly year: number
  readonly seed: string
  readonly seedOrigin: string
  readonly sha256: string
  readonly size: number
  readonly quotas: Quotas
  readonly staffName: string
  readonly at: Date
  readonly drawn: number
}

const columns = sql`s.id, s.fiscal_year as year, s.seed, s.seed_origin as "seedOrigin", s.population_sha256 as sha256,
  s.population_size as size, s.quotas, s.staff_name as "staffName", s.at,
  (select count(*) from report_sample_pick p where p.sample_id = s.id) as drawn`

/** The samples of a year, the last one first. */
export const samplesOf = (deps: Pick<Deps, 'db'>, staff: Staff, year: number): Promise<readonly Sample[]> =>
  deps.db.read<Sample>(
    ...prepared(
      'report-samples',
      sql`select ${columns} from report_sample s where s.authority_id = ${staff.authority.id}
        and s.fiscal_year = ${year}::smallint order by s.id desc limit 50`,
    ),
  )

export type Picked = { readonly uscc: string; readonly name: string; readonly type: OrgType }

/** One sample with whom it drew and out of whom; nothing for one of another authority. */
export const findSample = async (
  deps: Pick<Deps, 'db'>,
  staff: Staff,
  id: string,
): Promise<(Sample & { readonly population: string; readonly picked: readonly Picked[] }) | undefined> => {
  if (!/^[1-9]\d{0,9}$/.test(id)) return undefined
  const [found] = await deps.db.read<Sample & { population: string; picked: Picked[] }>(
    ...prepared(
      'report-sample',
      sql`select ${columns}, s.population, (select coalesce(json_agg(json_build_object(
            'uscc', o.uscc, 'name', o.name, 'type', o.type) order by p.place), '[]')
          from report_sample_pick p join organization o on o.id = p.organization_id where p.sample_id = s.id) as picked
        from report_sample s where s.id = ${id}::bigint and s.authority_id = ${staff.authority.id}`,
    ),
  )
  return found
}

/** Whether the seed draws the same out of what was kept; whoever checks a sample does no more. */
export const isDrawnSo = ({
  population,
  picked,
  quotas,
  seed,
}: NonNullable<Awaited<ReturnType<typeof findSample>>>): boolean =>
  drawSample(population, quotas, seed, sha256).join() === picked.map(({ uscc }) => uscc).join()
