import type { Deps } from '../../deps.ts'
import type { Statement } from '../../db/client.ts'
import { keyset, type Cursor } from '../../db/keyset.ts'
import { constant, none, prepared, sql, type Sql } from '../../db/sql.ts'
import { AppError } from '../../core/errors.ts'
import type { OrgType } from '../../core/org-types.ts'
import type { RegistrationStatus } from '../../core/registrations/states.ts'
import type { Staff } from '../../web/route.ts'
import { accountPlaces } from '../people/account.ts'
import { isId } from '../../web/params.ts'
import { authorityById } from '../../reference/reference.ts'
import { pageSize } from '../../web/lists.ts'
import { requestPhonePlace } from '../people/admission.ts'
import {
  eventList,
  openSubmissions,
  sameNameCount,
  submissionList,
  type RequestEvent,
  type RequestInJson,
} from './request-queries.ts'
import { bindingIsOver, bindingPlaces } from './store.ts'

// Staff see the requests and the old accounts of their own authority only; the condition stands in each statement.

export type QueuedRequest = {
  readonly id: string
  readonly name: string
  readonly orgType: OrgType
  readonly status: RegistrationStatus
  readonly dueOn: string
  readonly submittedAt: string
  readonly applicant: string
  readonly own: boolean
  readonly forwarded: boolean
  /** Another authority has it now. */
  readonly moved: boolean
}

export type QueueFilter = {
  /** MOVED: what this authority decided on or passed on, and another one has now. */
  readonly status: RegistrationStatus | 'MOVED' | ''
  /** Only what is overdue, or due by today. */
  readonly due: '' | 'overdue' | 'today'
  readonly search: string
}

const dueOrder = [
  [sql`r.due_on`, 'date'],
  [sql`r.id`, 'uuid'],
] as const
/** What waits is listed by its last day, the most urgent first; what is done by the same day, the latest first. */
const orders = { urgent: keyset('asc', dueOrder), latest: keyset('desc', dueOrder) }

const holders = {
  requests: { name: sql`r.proposed_name`, owner: sql`r.authority_id` },
  legacy: { name: sql`l.name_key`, owner: sql`l.authority_id` },
} as const

/** Holds these words. One character alone has no index; the list is read for it. */
const named = ({ name, owner }: (typeof holders)[keyof typeof holders], authorityId: number, words: string): Sql =>
  words.length < 2
    ? sql`and strpos(${name}, ${words}) > 0`
    : sql`and bigrams(${name}, ${owner}::text || ':') @> bigrams(${words}, ${`${String(authorityId)}:`})
      and strpos(${name}, ${words}) > 0`

/** Requests of the official's authority after the filter, one more than a page. `today`: ISO date. */
export const queuedRequests = async (
  deps: Deps,
  staff: Staff,
  { status, due, search }: QueueFilter,
  today: string,
  cursor: Cursor | undefined,
): Promise<QueuedRequest[]> => {
  const { andBeyond, order } = orders[status === 'SUBMITTED' ? 'urgent' : 'latest'](cursor)
  const dueBy = due === 'overdue' ? sql`and r.due_on < ${today}::date` : sql`and r.due_on <= ${today}::date`
  const moved = status === 'MOVED'
  const own = staff.authority.id
  const lastStep = sql`(select max(e.id) from registration_request_event e where e.request_id = r.id
    and e.authority_id = ${own} and e.action in ('FORWARDED', 'APPROVED', 'REJECTED'))`
  const name = moved
    ? sql`coalesce((select s.proposed_name from registration_submission s
        where s.request_id = r.id and s.event_id <= ${lastStep} order by s.event_id desc limit 1), ${lost})`
    : sql`r.proposed_name`
  const whose = moved
    ? sql`r.authority_id <> ${own} and r.id in (select e.request_id from registration_request_event e
        where e.authority_id = ${own} and e.action in ('FORWARDED', 'APPROVED', 'REJECTED'))`
    : sql`r.authority_id = ${own} ${status === '' ? none : sql`and r.status = ${status}`}`
  const holding =
    search === '' ? none : moved ? sql`and strpos(${name}, ${search}) > 0` : named(holders.requests, own, search)
  const asked = sql`select r.id, ${name} as name, r.org_type as "orgType", r.status, r.due_on as "dueOn",
      r.submitted_at as "submittedAt", a.name as applicant, a.id_number_idx = ${staff.idNumberIndex} as own,
      exists (select 1 from registration_request_event e where e.request_id = r.id and e.action = 'FORWARDED') as forwarded
    from registration_request r join account a on a.id = r.account_id
    where ${whose} ${due === '' || moved ? none : sql`and r.status = 'SUBMITTED' ${dueBy}`} ${holding} ${andBeyond}
    order by ${order} limit ${pageSize + 1}`
  const rows = await deps.db.read<Omit<QueuedRequest, 'moved'>>(...prepared('registrations', asked))
  return rows.map((row) => ({ ...row, moved }))
}

/** The last step by which an authority decided on a request or passed it on. */
const lastOwnStep = (authority: string): string =>
  `(select max(e.id) from registration_request_event e where e.request_id = r.id and e.authority_id = ${authority}
    and e.action in ('FORWARDED', 'APPROVED', 'REJECTED'))`

const staffRequestStatement: Statement = {
  name: 'registration-for-staff',
  text: `select row_to_json(r) as request, ${eventList} as events,
      (select row_to_json(a) from (
        select id, login_name, name, id_number_enc, phone_enc, real_name_level, created_at,
          id_number_idx = $3 as own from account where id = r.account_id) a) as account,
      ${sameNameCount(['SUBMITTED', 'APPROVED'])} as "sameName", ${submissionList} as submissions,
      ${lastOwnStep('$2')} as "lastOwn"
    from registration_request r where r.id = $1 and (r.authority_id = $2 or ${lastOwnStep('$2')} > 0)`,
}

type StaffRequestRow = {
  request: RequestInJson
  events: RequestEvent[]
  account: {
    id: string
    login_name: string
    name: string
    id_number_enc: string
    phone_enc: string
    real_name_level: number
    created_at: string
    own: boolean
  }
  sameName: number
  submissions: Parameters<typeof openSubmissions>[2]
  lastOwn: number | null
}

const lost = '当时提交的内容没有保留'

/**
 * A request that another authority has now, as the one left it that passed it on, or refused what was then sent
 * elsewhere: what it decided on, and nothing that came after.
 */
const asDecided = (row: StaffRequestRow, authority: Staff['authority'], divisionCode: string): StaffRequestRow => {
  const last = row.lastOwn ?? 0
  const events = row.events.filter(({ id }) => id <= last)
  const submissions = row.submissions.filter(({ event_id }) => event_id <= last)
  const content = submissions.at(-1) ?? { proposed_name: lost, contact_name: '', reason: '' }
  const decision_reason = events.at(-1)?.reason ?? null
  return {
    ...row,
    events,
    submissions,
    sameName: 0,
    request: { ...row.request, ...content, authority_id: authority.id, division_code: divisionCode, decision_reason },
  }
}

/**
 * One request for an official of the authority that has it, or that decided on it or passed it on; personal data still
 * in clear: masking is for the page. `movedTo`: the authority that has it now, when it is another one.
 */
export const staffRequest = async (deps: Deps, staff: Staff, id: string) => {
  const [found] = isId(id)
    ? await deps.db.read<StaffRequestRow>(staffRequestStatement, [id, staff.authority.id, staff.idNumberIndex])
    : []
  if (!found) throw new AppError('NOT_FOUND')
  const moved = found.request.authority_id !== staff.authority.id
  const row = moved
    ? asDecided(found, staff.authority, authorityById(deps.reference, staff.authority.id).divisionCode)
    : found
  const { account } = row
  return {
    ...row,
    movedTo: moved ? found.request.authority_id : undefined,
    submissions: openSubmissions(deps, row.request.id, row.submissions),
    contactPhone:
      row.request.contact_name === ''
        ? ''
        : deps.crypto.decrypt(row.request.contact_phone_enc, requestPhonePlace(row.request.id)),
    idNumber: deps.crypto.decrypt(account.id_number_enc, accountPlaces.idNumber(account.id)),
    phone: deps.crypto.decrypt(account.phone_enc, accountPlaces.phone(account.id)),
  }
}

export type StaffRequest = Awaited<ReturnType<typeof staffRequest>>

const legacyColumns = `l.id, l.organization_name as name, l.login_name as "loginName", l.contact_name as "contactName",
  l.phone_enc as phone, l.stage, l.temporary_until as "temporaryUntil", l.bound_at as "boundAt",
  ${bindingIsOver('l')} as over, l.lock_version as version, a.login_name as "boundTo",
  (select case when m.sent_at is not null then 'SENT' when m.given_up_at is not null then 'LOST' else 'WAITING' end
   from outgoing_sms m where m.about = 'legacy_account:' || l.id order by m.seq desc limit 1) as message,
  (select json_build_object('at', e.at, 'by', s.name, 'reason', e.reason) from legacy_account_event e
   join staff s on s.id = e.staff_id where e.legacy_account_id = l.id and e.action = 'RESET' order by e.id desc limit 1) as reset
  from legacy_account l left join account a on a.id = l.bound_account_id`

const legacyRows = constant(legacyColumns)

/** Old accounts a list shows; whoever looks for another one writes more of its name. */
export const legacyShown = 50

const legacyOneStatement: Statement = {
  name: 'legacy-account',
  text: `select ${legacyColumns} where l.authority_id = $1 and l.id = $2`,
}

export type LegacyAccount = {
  readonly id: string
  readonly name: string
  readonly loginName: string
  readonly contactName: string
  readonly phone: string
  readonly stage: string
  readonly temporaryUntil: Date | null
  readonly boundAt: Date | null
  /** The binding is over: it can be bound again. */
  readonly over: boolean
  readonly boundTo: string | null
  readonly version: number
  /** What became of the text message with the temporary password; nothing of those of before that was kept. */
  readonly message: 'WAITING' | 'SENT' | 'LOST' | null
  readonly reset: { readonly at: string; readonly by: string; readonly reason: string } | null
}

const opened = (deps: Deps, row: LegacyAccount): LegacyAccount => ({
  ...row,
  phone: deps.crypto.decrypt(row.phone, bindingPlaces.legacyPhone(row.id)),
})

/** The first old accounts of the official's authority whose name holds the words, one more than are shown. */
export const legacyAccounts = async (deps: Deps, staff: Staff, search: string): Promise<readonly LegacyAccount[]> =>
  (
    await deps.db.read<LegacyAccount>(
      ...prepared(
        'legacy-accounts',
        sql`select ${legacyRows} where l.authority_id = ${staff.authority.id}
          ${search === '' ? none : named(holders.legacy, staff.authority.id, search)}
          order by l.name_key, l.login_name limit ${legacyShown + 1}`,
      ),
    )
  ).map((row) => opened(deps, row))

/** One old account of the official's authority; another authority's is not found. */
export const legacyAccount = async (deps: Deps, staff: Staff, id: string): Promise<LegacyAccount> => {
  const [row] = isId(id) ? await deps.db.read<LegacyAccount>(legacyOneStatement, [staff.authority.id, id]) : []
  if (!row) throw new AppError('NOT_FOUND')
  return opened(deps, row)
}
