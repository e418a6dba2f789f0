import { AppError } from '../../core/errors.ts'
import type { IdType } from '../../core/identity/documents.ts'
import type { LegalPersonType } from '../../core/legal-persons/types.ts'
import type { Statement } from '../../db/client.ts'
import { keyset, type Cursor } from '../../db/keyset.ts'
import { prepared, sql, jsonRows } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import type { Applicant } from '../../web/route.ts'
import { accountPlaces } from '../people/account.ts'
import { legalPersonPlaces } from '../people/legal-person.ts'

type ProfileRow = {
  kind: Applicant['kind']
  login_name: string
  name: string
  id_type: IdType
  id_number_enc: string
  id_number_idx: string
  phone_enc: string
  phone_idx: string
  email_enc: string | null
  personal_subtype: 'NATURAL' | 'SELF_EMPLOYED'
  sponsor_uscc: string | null
  real_name_level: number
  real_name_channel: string | null
  real_name_at: Date | null
  created_at: Date
  last_login_at: Date | null
  legal: {
    type: LegalPersonType
    uscc: string
    representative_name: string
    handler_name: string
    handler_id_number_enc: string
    handler_phone_enc: string
    registration_authority: string
  } | null
}

const profileStatement: Statement = {
  name: 'centre-profile',
  text: `select a.kind, a.login_name, a.name, a.id_type, a.id_number_enc, a.id_number_idx, a.phone_enc, a.phone_idx,
           a.email_enc, a.personal_subtype, a.sponsor_uscc, a.real_name_level, a.real_name_channel, a.real_name_at,
           a.created_at, a.last_login_at,
           (select row_to_json(l) from (select type, uscc, representative_name, handler_name, handler_id_number_enc,
              handler_phone_enc, registration_authority from legal_person where account_id = a.id) l) as legal
         from account a where a.id = $1 and a.closed_at is null`,
}

/** Everything 用户中心 shows of an account, in clear: masking is for the page. Throws NOT_FOUND for one that is gone. */
export const ownProfile = async (deps: Pick<Deps, 'db' | 'crypto'>, id: string) => {
  const [row] = await deps.db.read<ProfileRow>(profileStatement, [id])
  if (!row) throw new AppError('NOT_FOUND')
  const { legal } = row
  return {
    kind: row.kind,
    loginName: row.login_name,
    name: row.name,
    idType: row.id_type,
    idNumber: deps.crypto.decrypt(row.id_number_enc, accountPlaces.idNumber(id)),
    idNumberIndex: row.id_number_idx,
    phone: deps.crypto.decrypt(row.phone_enc, accountPlaces.phone(id)),
    phoneIndex: row.phone_idx,
    email: row.email_enc === null ? undefined : deps.crypto.decrypt(row.email_enc, accountPlaces.email(id)),
    personalSubtype: row.personal_subtype,
    sponsorUscc: row.sponsor_uscc,
    verified: row.real_name_level > 0,
    realNameChannel: row.real_name_channel,
    realNameAt: row.real_name_at,
    createdAt: row.created_at,
    lastLoginAt: row.last_login_at,
    legal: legal && {
      type: legal.type,
      uscc: legal.uscc,
      representative: legal.representative_name,
      handler: legal.handler_name,
      handlerIdNumber: deps.crypto.decrypt(legal.handler_id_number_enc, legalPersonPlaces.handlerIdNumber(id)),
      handlerPhone: deps.crypto.decrypt(legal.handler_phone_enc, legalPersonPlaces.handlerPhone(id)),
      registrationAuthority: legal.registration_authority,
    },
  }
}

export type OwnProfile = Awaited<ReturnType<typeof ownProfile>>

const secretsStatement: Statement = {
  name: 'centre-password',
  text: `select password_hash as "passwordHash", replaced_password_hash as "replacedHash",
           must_change_password as "mustChange" from account
         where id = $1 and closed_at is null`,
}

export type OwnPassword = {
  readonly passwordHash: string
  /** Of the password that a given one stands in the place of. */
  readonly replacedHash: string | null
  readonly mustChange: boolean
}

/** The hash of the account's password, and whether it is one that was given to it. */
export const ownPassword = async (deps: Pick<Deps, 'db'>, id: string): Promise<OwnPassword> => {
  const [row] = await deps.db.read<OwnPassword>(secretsStatement, [id])
  if (!row) throw new AppError('NOT_FOUND')
  return row
}

/** Rows a page of a list read by key shows. */
const listPage = 50

/** The key of the last row of the page before, as an address says it; undefined for the first page. */
export const readBefore = (text: string | undefined): number | undefined =>
  text !== undefined && /^[1-9]\d{0,15}$/.test(text) ? Number(text) : undefined

/** Cuts a page out of the rows read (one more than a page), and gives the key the next page begins after. */
export const cutPage = <Row extends { readonly id: number }>(
  rows: readonly Row[],
): { readonly shown: readonly Row[]; readonly olderThan: number | undefined } => {
  const shown = rows.slice(0, listPage)
  return { shown, olderThan: rows.length > listPage ? shown.at(-1)?.id : undefined }
}

export type LoginRow = {
  readonly id: number
  readonly way: 'PASSWORD' | 'SMS' | 'CERTIFICATE'
  readonly outcome: 'SUCCESS' | 'WRONG_PASSWORD' | 'LOCKED' | 'FROZEN'
  readonly ip: string
  readonly device: string
  readonly at: Date
}

const newestLogin = keyset('desc', [[sql`id`, 'bigint']])

const olderThan = (before: number | undefined): Cursor | undefined =>
  before === undefined ? undefined : { key: [String(before)], direction: 'after' }

export const loginHistory = (deps: Pick<Deps, 'db'>, id: string, before: number | undefined): Promise<LoginRow[]> => {
  const { andBeyond, order } = newestLogin(olderThan(before))
  const asked = sql`select id, way, outcome, ip, device, at from login_history
    where account_id = ${id} ${andBeyond} order by ${order} limit ${listPage + 1}`
  return deps.db.read<LoginRow>(...prepared('centre-logins', asked))
}

export type ViewRow = {
  readonly id: number
  readonly staff_name: string
  readonly authority_name: string
  readonly place: string
  readonly field: string
  readonly reason: string
  readonly at: Date
}

const newestView = keyset('desc', [[sql`v.id`, 'bigint']])

/**
 * Who looked at the full number of the account's holder, the latest first. Whoever is not verified may have typed
 * somebody else's number: they see what happened in their own cases only.
 */
export const identityViews = (deps: Pick<Deps, 'db'>, id: string, before: number | undefined): Promise<ViewRow[]> => {
  const { andBeyond, order } = newestView(olderThan(before))
  const asked = sql`select v.id, v.staff_name, v.authority_name, v.place, v.field, v.reason, v.at
    from account a join identity_view v on v.id_number_idx = a.id_number_idx
    where a.id = ${id} ${andBeyond}
      and (a.real_name_level > 0
        or exists (select 1 from case_file p where p.account_id = a.id and v.place = '办件' || p.number)
        or exists (select 1 from registration_submission t join registration_request r on r.id = t.request_id
          where r.account_id = a.id and v.place = '注册用户申请：' || t.proposed_name))
    order by ${order} limit ${listPage + 1}`
  return deps.db.read<ViewRow>(...prepared('centre-views', asked))
}

export type ConsentRow = { readonly document: string; readonly version: string; readonly at: Date }

const consentsStatement: Statement = {
  name: 'centre-consents',
  text: 'select document, version, accepted_at as at from consent where account_id = $1 order by id desc',
}

/** What was agreed to, the latest first. */
export const consentsOf = (deps: Pick<Deps, 'db'>, id: string): Promise<ConsentRow[]> =>
  deps.db.read<ConsentRow>(consentsStatement, [id])

type Bound = { readonly name: string; readonly uscc: string; readonly status: string }

export type Organizations = {
  /** Posts held, as the register says. */
  readonly posts: readonly (Bound & { readonly post: string; readonly legalRepresentative: boolean })[]
  readonly founded: readonly Bound[]
  /** Legal-person accounts that name this person. */
  readonly accounts: readonly {
    readonly name: string
    readonly uscc: string
    readonly loginName: string
    readonly as: 'REPRESENTATIVE' | 'HANDLER'
  }[]
  /** Accounts of the old system that were bound. */
  readonly legacy: readonly { readonly name: string; readonly loginName: string; readonly at: string }[]
  /** A legal person's own entry in the register. */
  readonly own: (Bound & { readonly legalRepresentative: string }) | null
}

// Other people's registers and accounts are told to somebody who is verified only: a number is soon typed.
const organizationsStatement: Statement = {
  name: 'centre-organizations',
  text: `select
    ${jsonRows(`select o.name, o.uscc, o.status, p.post, p.legal_representative as "legalRepresentative"
            from post_holder p join organization o on o.id = p.organization_id
            where a.kind = 'PERSONAL' and a.real_name_level > 0 and p.id_number_idx = a.id_number_idx
            order by o.name, p.post`)} as posts,
    ${jsonRows(`select o.name, o.uscc, o.status from case_file f join organization o on o.case_id = f.id
            where f.account_id = a.id order by o.name`)} as founded,
    ${jsonRows(`select c.name, l.uscc, c.login_name as "loginName",
              case when c.id_number_idx = a.id_number_idx then 'REPRESENTATIVE' else 'HANDLER' end as as
            from legal_person l join account c on c.id = l.account_id
            where a.kind = 'PERSONAL' and a.real_name_level > 0 and c.closed_at is null and l.released_at is null
              and (c.id_number_idx = a.id_number_idx or l.handler_id_number_idx = a.id_number_idx)
            order by c.name`)} as accounts,
    ${jsonRows(`select b.organization_name as name, b.login_name as "loginName", b.bound_at as at
            from legacy_account b where b.bound_account_id = a.id order by b.bound_at`)} as legacy,
    (select row_to_json(r) from (
       select o.name, o.uscc, o.status, o.legal_representative as "legalRepresentative"
       from legal_person l join organization o on o.id = l.organization_id where l.account_id = a.id) r) as own
    from account a where a.id = $1`,
}

/** The organizations an account has to do with, in one round trip. */
export const organizationsOf = async (deps: Pick<Deps, 'db'>, id: string): Promise<Organizations> => {
  const [row] = await deps.db.read<Organizations>(organizationsStatement, [id])
  if (!row) throw new AppError('NOT_FOUND')
  return row
}
