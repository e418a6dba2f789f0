import type { Statement } from '../../db/client.ts'
import { keyset, type Cursor } from '../../db/keyset.ts'
import { prepared, sql, type Sql, jsonRows } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import { normalizeCode } from '../../core/identity/checked.ts'
import { ID_TYPES, identityKey, type IdType } from '../../core/identity/documents.ts'
import { loginNameKey } from '../../core/identity/login-name.ts'
import { normalizePersonName } from '../../core/identity/person-name.ts'
import { validateMobile } from '../../core/identity/phone.ts'
import { validateUscc } from '../../core/identity/uscc.ts'
import type { RawValues } from '../../core/forms/field.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { idTypeOf } from '../../core/helpdesk/data.ts'
import type { DeskUserType } from '../../core/helpdesk/materials.ts'
import type { DeskKind, DeskStatus } from '../../core/helpdesk/operations.ts'
import type { RegisterCheck, RegisterEntry } from '../../core/helpdesk/register-check.ts'
import type { RegisterStatus } from '../../core/register/statuses.ts'
import { registeredInSql } from '../register/entry.ts'
import type { ToldSms } from '../messages/queries.ts'
import { pageSize } from '../../web/lists.ts'
import type { ServedFile } from '../files/serve.ts'
import { takenTexts } from './taken.ts'
import { accountColumns, type DeskAccountRow, type OperationRow } from './store.ts'
import { isId } from '../../web/params.ts'

/** By what an account may be looked for; always the whole of it. */
export const SEARCH_WAYS = ['name', 'idNumber', 'uscc', 'phone', 'loginName'] as const
export type SearchWay = (typeof SEARCH_WAYS)[number]

export const searchWays = {
  name: { text: '姓名（单位名称）' },
  idNumber: { text: '身份证号码' },
  uscc: { text: '统一社会信用代码' },
  phone: { text: '手机号' },
  loginName: { text: '用户账号' },
} as const satisfies Record<SearchWay, { readonly text: string }>

const idTypes = Object.keys(ID_TYPES) as IdType[]

/** The most accounts shown for one search; a name many people bear must be looked for by its number. */
export const searchLimit = 20

// A statement for each way, so that each goes through its own index whatever plan is kept for it.
const searchStatement = (way: SearchWay, condition: string): Statement => ({
  name: `desk-search-${way}`,
  text: `select ${accountColumns} from account a left join legal_person l on l.account_id = a.id
         where a.closed_at is null and ${condition} order by a.created_at, a.id limit ${searchLimit + 1}`,
})

const searchStatements = {
  name: searchStatement('name', 'a.name = $1'),
  idNumber: searchStatement('idNumber', 'a.id_number_idx = any ($1::text[])'),
  uscc: searchStatement('uscc', 'l.uscc = $1 and l.released_at is null'),
  phone: searchStatement('phone', 'a.phone_idx = $1'),
  loginName: searchStatement('loginName', 'a.login_key = $1'),
} as const satisfies Record<SearchWay, Statement>

/**
 * Accounts that are exactly what was typed. Gives a sentence instead when it cannot be anybody's number or code.
 */
export const searchAccounts = async (
  deps: Deps,
  way: SearchWay,
  typed: string,
): Promise<{ readonly found: DeskAccountRow[] } | { readonly error: string }> => {
  let value: string | readonly string[] = typed
  switch (way) {
    case 'name':
      value = normalizePersonName(typed)
      break
    case 'loginName':
      value = loginNameKey(typed)
      break
    case 'phone': {
      const phone = validateMobile(typed)
      if (!phone.ok) return { error: phone.message }
      value = deps.crypto.index('phone', phone.value)
      break
    }
    case 'uscc': {
      const code = validateUscc(typed)
      if (!code.ok) return { error: code.message }
      value = code.value
      break
    }
    case 'idNumber': {
      const number = normalizeCode(typed)
      const possible = idTypes.filter((type) => ID_TYPES[type].pattern.test(number))
      if (possible.length === 0) return { error: '证件号码格式不正确，请核对后重新填写' }
      value = [...new Set(possible.map((type) => deps.crypto.index('id-number', identityKey(type, number))))]
    }
  }
  return { found: await deps.db.read<DeskAccountRow>(searchStatements[way], [value]) }
}

const accountStatement: Statement = {
  name: 'desk-account',
  text: `select ${accountColumns} from account a left join legal_person l on l.account_id = a.id where a.id = $1`,
}

export const findDeskAccount = async (deps: Deps, id: string): Promise<DeskAccountRow | undefined> =>
  isId(id) ? (await deps.db.read<DeskAccountRow>(accountStatement, [id]))[0] : undefined

/** An operation in a list. */
export type ListedOperation = {
  id: string
  kind: DeskKind
  user_type: DeskUserType
  by_agent: boolean
  status: DeskStatus
  /** The instant as text: a Date would cut its microseconds, and with them rows between two pages. */
  opened_at: string
  opener: string
  /** Left unfinished by somebody who no longer works at the counter. */
  left: boolean
  withdrawing: boolean
  own: boolean
  authority_name: string
  account_id: string | null
  account_name: string | null
  account_kind: 'PERSONAL' | 'LEGAL_PERSON' | null
}

/** Operations as the authority that asks sees them. */
const listed = (
  authorityId: number,
): Sql => sql`select o.id, o.kind, o.user_type, o.by_agent, o.status, to_json(o.opened_at) #>> '{}' as opened_at,
    o.withdrawal_by is not null and o.status = 'DONE' as withdrawing,
    s.name as opener, o.status in ('OPEN', 'WAITING_SECOND') and not (s.active and 'HELP_DESK' = any (s.roles)) as left,
    o.authority_id = ${authorityId} as own, u.name as authority_name, o.account_id,
    a.name as account_name, a.kind as account_kind
  from desk_operation o join staff s on s.id = o.opened_by join authority u on u.id = o.authority_id
    left join account a on a.id = o.account_id`

/** The most operations shown that wait for a second person; whoever has so many does not look for more. */
export const waitingLimit = 100

/**
 * What waits for a second person at the authority's counter, the longest waiting first. `doneSince`: changes of the
 * phone done since then can still be taken back.
 */
export const waitingOperations = (deps: Deps, authorityId: number, doneSince: Date): Promise<ListedOperation[]> =>
  deps.db.read(
    ...prepared(
      'desk-waiting',
      sql`${listed(authorityId)} where o.id in (
            select id from desk_operation where authority_id = ${authorityId} and status = 'WAITING_SECOND'
            union all
            select id from desk_operation
            where authority_id = ${authorityId} and withdrawal_by is not null and status = 'DONE'
              and finished_at >= ${doneSince})
          order by o.opened_at, o.id limit ${waitingLimit + 1}`,
    ),
  )

const byOpening = keyset('desc', [
  [sql`o.opened_at`, 'timestamptz'],
  [sql`o.id`, 'uuid'],
])

/** What is left half done at the authority's counter, the latest first; one more than a page. */
export const openOperations = (
  deps: Deps,
  authorityId: number,
  cursor: Cursor | undefined,
): Promise<ListedOperation[]> => {
  const { andBeyond, order } = byOpening(cursor)
  const asked = sql`${listed(authorityId)} where o.authority_id = ${authorityId} and o.status = 'OPEN' ${andBeyond}
    order by ${order} limit ${pageSize + 1}`
  return deps.db.read(...prepared('desk-open', asked))
}

/** Everything the counters of all authorities did to an account; `own` are those of the authority that asks. */
export const operationsOfAccount = (deps: Deps, authorityId: number, accountId: string): Promise<ListedOperation[]> =>
  deps.db.read(
    ...prepared(
      'desk-of-account',
      sql`${listed(authorityId)} where o.account_id = ${accountId} order by o.opened_at desc limit 100`,
    ),
  )

type Dates<Row, Names extends keyof Row> = Omit<Row, Names> & {
  [Name in Names]: Row[Name] extends Date ? string : string | null
}

/** An operation with its papers and what was done, as one statement gives it: instants are ISO texts. */
export type WholeOperation = {
  operation: Dates<OperationRow, 'opened_at' | 'submitted_at' | 'finished_at'>
  account: Dates<
    DeskAccountRow,
    'locked_until' | 'created_at' | 'last_login_at' | 'closed_at' | 'frozen_at' | 'phone_held_from'
  > | null
  checks: { line: string; original_seen: boolean; staff_name: string; checked_at: string }[]
  scans: { id: string; line: string; name: string; type: string; size: number; uploaded_at: string }[]
  /** `person`: the index of the clerk's document number, whichever account it was done with; null: no clerk's step. */
  events: {
    action: string
    staff_id: number | null
    person: string | null
    staff_name: string
    text: string
    at: string
  }[]
  /** What the register says, of a unit whose operation asks for it: as it was seen when the answers were written. */
  register?: RegisterCheck | undefined
  /** What became of the text messages with its temporary password. */
  sms?: readonly ToldSms[]
}

const wholeStatement: Statement = {
  name: 'desk-operation',
  text: `select row_to_json(o) as operation,
      (select row_to_json(r) from (select ${accountColumns} from account a
        left join legal_person l on l.account_id = a.id where a.id = o.account_id) r) as account,
      ${jsonRows(`select c.line, c.original_seen, s.name as staff_name, c.checked_at from desk_check c
        join staff s on s.id = c.checked_by where c.operation_id = o.id`)} as checks,
      ${jsonRows(`select m.id, m.line, m.name, m.type, f.size, m.uploaded_at from desk_material m
        join stored_file f on f.sha256 = m.sha256
        where m.operation_id = o.id and m.removed_at is null order by m.uploaded_at, m.id`)} as scans,
      ${jsonRows(`select e.action, e.staff_id, s.id_number_idx as person, e.staff_name, e.text, e.at
        from desk_event e left join staff s on s.id = e.staff_id where e.operation_id = o.id order by e.id`)} as events
    from desk_operation o where o.id = $1 and o.authority_id = $2`,
}

/** An operation of the authority's counter; of another one it is as good as not there (S21). */
export const findOperation = async (
  deps: Deps,
  authorityId: number,
  id: string,
): Promise<WholeOperation | undefined> =>
  isId(id) ? (await deps.db.read<WholeOperation>(wholeStatement, [id, authorityId]))[0] : undefined

const scanStatement: Statement = {
  name: 'desk-scan',
  text: `select m.sha256, m.name, m.type, f.shown_sha256 as shown from desk_material m
         join stored_file f on f.sha256 = m.sha256 join desk_operation o on o.id = m.operation_id
         where m.id = $1 and o.id = $2 and o.authority_id = $3 and m.removed_at is null`,
}

export const findScan = async (
  deps: Deps,
  authorityId: number,
  operationId: string,
  id: string,
): Promise<ServedFile | undefined> =>
  isId(operationId) && isId(id)
    ? (await deps.db.read<ServedFile>(scanStatement, [id, operationId, authorityId]))[0]
    : undefined

const unitStatement: Statement = {
  name: 'desk-unit',
  text: `select o.name, o.uscc, o.status,
      coalesce((select json_agg(json_build_object('name', p.name, 'idNumberIndex', p.id_number_idx))
        from post_holder p where p.organization_id = o.id and p.legal_representative), '[]') as representatives
    from organization o where o.uscc = $1 or o.name = $2
    order by o.uscc = $1 desc, o.status in ${registeredInSql} desc limit 1`,
}

/** The entry of the portal's own register with that code, or else with that name. */
export const findUnit = async (
  deps: Deps,
  unit: { readonly uscc: string; readonly name: string },
): Promise<(Omit<RegisterEntry, 'status' | 'active'> & { readonly status: RegisterStatus }) | undefined> =>
  (
    await deps.db.read<Omit<RegisterEntry, 'status' | 'active'> & { status: RegisterStatus }>(unitStatement, [
      unit.uscc,
      unit.name,
    ])
  )[0]

const takenStatement: Statement = {
  name: 'desk-taken',
  text: `select exists (select 1 from account where login_key = $1) as "loginName",
      exists (select 1 from account where id_number_idx = $2 and kind = 'PERSONAL' and closed_at is null
        and real_name_level > 0) as "idNumber",
      exists (select 1 from legal_person l join account a on a.id = l.account_id
        where l.uscc = $3 and l.released_at is null and a.real_name_level > 0) as uscc`,
}

/** What of somebody to be registered belongs to another account already, as messages at its fields. */
export const takenFields = async (deps: Deps, values: RawValues): Promise<FieldErrors> => {
  const person = values['uscc'] === undefined
  const [row] = await deps.db.read<Record<'loginName' | 'idNumber' | 'uscc', boolean>>(takenStatement, [
    loginNameKey(values['loginName'] ?? ''),
    person ? deps.crypto.index('id-number', identityKey(idTypeOf(values), values['idNumber'] ?? '')) : '',
    values['uscc'] ?? '',
  ])
  return {
    ...(row?.loginName ? { loginName: takenTexts.loginName } : {}),
    ...(row?.idNumber ? { idNumber: takenTexts.idNumber } : {}),
    ...(row?.uscc ? { uscc: takenTexts.uscc } : {}),
  }
}
