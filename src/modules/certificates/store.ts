import type { Knex } from 'knex'
import type { AccountUnit, BindingEnding, Presented } from '../../core/signatures/bindings.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'

/** A certificate that opens an account, or did. */
export type BindingRow = {
  readonly id: string
  readonly account_id: string
  readonly grant_id: string | null
  readonly uscc: string
  readonly unit_name: string
  readonly person_name: string | null
  readonly subject: string
  readonly issuer: string
  readonly serial: string
  readonly fingerprint: string
  readonly algorithm: string
  readonly not_before: Date
  readonly not_after: Date
  readonly purpose: 'ANNUAL' | null
  readonly bound_at: Date
  readonly renews: string | null
  readonly last_used_at: Date | null
  readonly ended_at: Date | null
  readonly ending: BindingEnding | null
}

export const bindings = (knex: Knex) => knex<BindingRow>('certificate_binding')

/** What a binding keeps of a certificate. */
export const certificateColumns = (one: Presented) => ({
  uscc: one.uscc,
  unit_name: one.unit,
  person_name: one.person ?? null,
  subject: one.subject,
  issuer: one.issuer,
  serial: one.serial,
  fingerprint: one.fingerprint,
  algorithm: one.algorithm,
  not_before: one.notBefore,
  not_after: one.notAfter,
})

/** The binding of that very certificate that holds, else how the last one ended. */
export const bindingOf = async (
  { knex }: Deps['db'],
  { issuer, serial }: Pick<Presented, 'issuer' | 'serial'>,
): Promise<BindingRow | undefined> =>
  bindings(knex)
    .where({ issuer, serial })
    .orderByRaw('ended_at is null desc, ended_at desc')
    .first<BindingRow | undefined>()

/** Bindings that hold of certificates one authority issued to a unit. */
export const boundByIssuer = (
  { knex }: Deps['db'],
  { issuer, uscc }: Pick<Presented, 'issuer' | 'uscc'>,
): Promise<BindingRow[]> => bindings(knex).where({ issuer, uscc }).whereNull('ended_at')

/** Whether the organization still lets the holder of a binding act for it; its own account always. */
export const grantHolds = async (
  { knex }: Deps['db'],
  { grant_id: id }: Pick<BindingRow, 'grant_id'>,
  now: Date,
): Promise<boolean> => {
  if (id === null) return true
  const day = localDate(now)
  const row = await knex('access_grant')
    .where({ id })
    .whereNull('revoked_at')
    .where('valid_from', '<=', day)
    .where('valid_to', '>=', day)
    .first<{ id: string } | undefined>('id')
  return row !== undefined
}

/** The unit an account is of, as account and register name it, and whether it was proved; undefined for one of none. */
export const unitOfAccount = async (
  { knex }: Deps['db'],
  accountId: string,
): Promise<(AccountUnit & { readonly verified: boolean }) | undefined> => {
  const row = await knex('legal_person as l')
    .join('account as a', 'a.id', 'l.account_id')
    .leftJoin('organization as o', (join) => join.on('o.id', 'l.organization_id').orOn('o.uscc', 'l.uscc'))
    .where({ 'l.account_id': accountId })
    .whereNull('l.released_at')
    .first<{ name: string; uscc: string; registered: string | null; level: number } | undefined>(
      'a.name',
      'l.uscc',
      'o.name as registered',
      'a.real_name_level as level',
    )
  return row && { name: row.name, uscc: row.uscc, registered: row.registered ?? undefined, verified: row.level > 0 }
}

/** The grant by which a person's account acts for the organization of that code today, with the organization's name. */
export const grantFor = async (
  { knex }: Deps['db'],
  accountId: string,
  uscc: string,
  now: Date,
): Promise<{ readonly id: string; readonly organization: string; readonly holder: string } | undefined> => {
  const day = localDate(now)
  return knex('access_grant as g')
    .join('organization as o', 'o.id', 'g.organization_id')
    .join('account as a', 'a.id', 'g.holder_id')
    .where({ 'g.holder_id': accountId, 'o.uscc': uscc })
    .whereNull('g.revoked_at')
    .where('g.valid_from', '<=', day)
    .where('g.valid_to', '>=', day)
    .first('g.id', 'o.name as organization', 'a.name as holder')
}
