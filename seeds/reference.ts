import { readFileSync } from 'node:fs'
import type { Knex } from 'knex'

const read = <T>(name: string): T[] =>
  JSON.parse(readFileSync(new URL(`./data/${name}.json`, import.meta.url), 'utf8')) as T[]

const insertMissing = async (trx: Knex.Transaction, table: string, rows: readonly object[]): Promise<void> => {
  const atOnce = 1000
  for (let start = 0; start < rows.length; start += atOnce)
    await trx(table)
      .insert(rows.slice(start, start + atOnce))
      .onConflict()
      .ignore()
}

type DivisionRow = {
  code: string
  name: string
  parentCode: string | null
  level: string
  validFrom?: string
  validTo?: string
  replacedBy?: string
}
type AuthorityRow = {
  code: string
  name: string
  /** The office of it that registers, whose window people go to. */
  office: string
  kind: string
  divisionCode: string
  level: string
  docPrefix: string
  address: string
  phone: string
  complaintPhone: string
  hours: string
  reconsiderationOrgan: string
  court: string
  orgTypes: string[]
}

/**
 * Fills divisions, authorities, supervisory units and the working-day calendar where they are missing. What an
 * administrator has changed since stays as it is; nothing is ever deleted, since old codes live on in identifiers.
 */
export const seedReferenceData = async (knex: Knex): Promise<void> => {
  const divisions = read<DivisionRow>('divisions').map((row) => ({
    code: row.code,
    name: row.name,
    parent_code: row.parentCode,
    level: row.level,
    valid_from: row.validFrom ?? null,
    valid_to: row.validTo ?? null,
    replaced_by: row.replacedBy ?? null,
  }))
  const authorities = read<AuthorityRow>('authorities').map((row) => ({
    code: row.code,
    name: row.name,
    kind: row.kind,
    division_code: row.divisionCode,
    level: row.level,
    doc_prefix: row.docPrefix,
    address: row.address,
    phone: row.phone,
    complaint_phone: row.complaintPhone,
    hours: row.hours,
    org_types: row.orgTypes,
  }))
  const units = read<{ name: string; divisionCode: string }>('supervisory-units').map((row) => ({
    name: row.name,
    division_code: row.divisionCode,
  }))
  const calendar = read<{ date: string; kind: string; name: string; source: string }>('calendar')
  await knex.transaction(async (trx) => {
    await insertMissing(trx, 'division', divisions)
    await insertMissing(trx, 'authority', authorities)
    await insertMissing(trx, 'supervisory_unit', units)
    await insertMissing(trx, 'calendar_day', calendar)
  })
}

/**
 * Says of each authority that does not say so yet where people turn to against its decisions, and which office of it
 * registers. Apart from the rest, which older schemas know too.
 */
export const completeAuthorities = async (knex: Knex): Promise<void> => {
  for (const { code, office, reconsiderationOrgan, court } of read<AuthorityRow>('authorities'))
    await knex('authority')
      .where({ code })
      .update({
        reconsideration_organ: knex.raw('coalesce(reconsideration_organ, ?)', [reconsiderationOrgan]),
        court: knex.raw('coalesce(court, ?)', [court]),
        office: knex.raw('coalesce(office, ?)', [office]),
      })
}
