import { randomUUID } from 'node:crypto'
import type { Task } from 'graphile-worker'
import type { Knex } from 'knex'
import { may } from '../../core/access.ts'
import { AppError } from '../../core/errors.ts'
import { secondFault, staffFault, type SecondFault, type StaffMember } from '../../core/staff-roles.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import type { FieldCrypto } from '../../infra/field-crypto.ts'
import type { Staff } from '../../web/route.ts'
import { authorityById, type Authority } from '../../reference/reference.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { byStaff } from '../../web/acting.ts'
import { authoritiesInReach } from './reach.ts'
import { newMemberFault, otherAdministrators } from './staff-judging.ts'
import {
  changeDetails,
  endsSession,
  holdStaff,
  memberOf,
  newMemberDetails,
  numberIndex,
  refusalOf,
  ruleOf,
  temporaryFor,
  writeChange,
  writeMember,
  type MemberChange,
  type NewMember,
  type StaffRefusal,
  type StaffRow,
} from './staff-writing.ts'

/** Days within which what was asked may be confirmed: who remembers it later than that asks anew. */
export const waitingDays = 7
const day = 24 * 3_600_000

const isTooOld = (askedAt: Date, now: Date): boolean => now.getTime() - askedAt.getTime() > waitingDays * day

/** What waits for a second person. */
export type WantedChange = MemberChange | ({ readonly kind: 'create' } & NewMember)

export type ChangeRow = {
  id: string
  kind: WantedChange['kind']
  staff_id: number | null
  login_key: string
  authority_id: number
  wanted_enc: string | null
  status: 'WAITING' | 'DONE' | 'REFUSED' | 'WITHDRAWN' | 'OVERTAKEN'
  asked_by: number
  asked_name: string
  asked_at: Date
}

const wantedPlace = (id: string): string => `staff_change.wanted:${id}`

/** Opens what is asked; it was sealed by askSecond, in this shape and no other. */
export const openWanted = (
  crypto: FieldCrypto,
  row: { readonly id: string; readonly wanted_enc: string },
): WantedChange => JSON.parse(crypto.decrypt(row.wanted_enc, wantedPlace(row.id))) as WantedChange

/** What of a decided change goes: nobody's number stays where it is not needed. */
const decided = (
  tx: Transaction,
  by: { readonly id: number | null; readonly name: string },
  status: ChangeRow['status'],
  reason = '',
) => ({
  status,
  wanted_enc: null,
  decided_by: by.id,
  decided_name: by.name,
  decided_at: tx.now,
  reason,
})

/** Ends what waits for a member whom something else has changed meanwhile. */
export const overtakeWaiting = async (tx: Transaction, by: Staff, staffId: number): Promise<void> => {
  await tx
    .trx('staff_change')
    .where({ staff_id: staffId, status: 'WAITING' })
    .update(decided(tx, by, 'OVERTAKEN', '账号已有其他变更'))
}

const lapsedWhy = '逾期没有复核'

/** What waited too long. */
const tooOld = (knex: Knex, now: Date) =>
  knex<ChangeRow>('staff_change')
    .where({ status: 'WAITING' })
    .andWhere('asked_at', '<', new Date(now.getTime() - waitingDays * day))

/** Ends what waited too long, so that nobody's number is kept for a change that will not be made. */
export const sweepStaffChangesTask =
  (deps: Pick<Deps, 'db' | 'clock' | 'command' | 'reference'>): Task =>
  async () => {
    if (!(await tooOld(deps.db.knex, deps.clock.now()).first('id'))) return
    await deps.command({ actorKind: 'system' }, async (tx) => {
      const ended = await tooOld(tx.trx, tx.now)
        .update(decided(tx, { id: null, name: '系统' }, 'OVERTAKEN', lapsedWhy))
        .returning(['id', 'kind', 'staff_id', 'authority_id'])
      for (const row of ended) record(deps, { tx, row }, 'staff-change-lapsed')
    })
  }

/**
 * Leaves a change for a second person. One at a time waits for one account; what waited too long gives way. Gives its
 * id.
 */
export const askSecond = async (
  tx: Transaction,
  deps: Deps,
  actor: Staff,
  asked: {
    readonly staffId: number | null
    readonly loginKey: string
    readonly authority: Pick<Authority, 'id' | 'code'>
    readonly wanted: WantedChange
    readonly details: Readonly<Record<string, unknown>>
  },
): Promise<string> => {
  const { staffId, loginKey, authority, wanted } = asked
  await tooOld(tx.trx, tx.now)
    .where({ login_key: loginKey })
    .update(decided(tx, actor, 'OVERTAKEN', lapsedWhy))
  const id = randomUUID()
  await tx.trx('staff_change').insert({
    id,
    kind: wanted.kind,
    staff_id: staffId,
    login_key: loginKey,
    authority_id: authority.id,
    wanted_enc: deps.crypto.encrypt(JSON.stringify(wanted), wantedPlace(id)),
    asked_by: actor.id,
    asked_name: actor.name,
    asked_at: tx.now,
  })
  tx.audit({
    chain: authority.code,
    action: 'staff-change-asked',
    objectKind: staffId === null ? 'staff_change' : 'staff',
    objectId: staffId === null ? id : String(staffId),
    details: { change: wanted.kind, ...asked.details },
  })
  return id
}

/** Whose changes somebody may confirm: an administrator those in reach, whoever decides those of the own authority. */
export const confirmableAuthorities = (deps: Pick<Deps, 'reference'>, actor: Staff): readonly Authority[] =>
  may(actor.roles, 'staff:manage')
    ? authoritiesInReach(deps.reference, actor)
    : [authorityById(deps.reference, actor.authority.id)]

export type SecondRefusal = StaffRefusal | SecondFault | 'ASKER_GONE' | 'TOO_OLD'
export type SecondOutcome = { readonly done: true } | { readonly refused: SecondRefusal }

type Held = {
  readonly tx: Transaction
  readonly row: ChangeRow & { wanted_enc: string }
  readonly wanted: WantedChange
  readonly staff: readonly StaffRow[]
  readonly asker: StaffRow | undefined
  readonly member: StaffRow | undefined
}

/** The people a change is about: the member as it is, and whoever it would be. */
const concerned = (deps: Deps, { wanted, member }: Held): readonly Pick<StaffMember, 'id' | 'idNumberIndex'>[] => [
  ...(member ? [memberOf(member)] : []),
  ...('idNumber' in wanted ? [{ idNumberIndex: numberIndex(deps.crypto, wanted.idNumber) }] : []),
]

/** One step at a change that waits, everybody concerned held. Throws NOT_FOUND out of reach (S21). */
const atChange = async <T>(
  deps: Deps,
  actor: Staff,
  request: RequestFacts,
  id: string,
  work: (held: Held) => Promise<T>,
): Promise<T> => {
  const known = await deps.db.knex<ChangeRow>('staff_change').where({ id }).first()
  const reach = confirmableAuthorities(deps, actor)
  if (!known || !reach.some((authority) => authority.id === known.authority_id)) throw new AppError('NOT_FOUND')
  const home = await deps.db.knex('staff').where({ id: known.asked_by }).first<{ authority_id: number }>('authority_id')
  return deps.command(byStaff(actor, request), async (tx) => {
    const staff = await holdStaff(tx, [actor.authority.id, known.authority_id, home.authority_id])
    const own = staff.find((one) => one.id === actor.id)
    if (!own?.active || !may(own.roles, 'staff:confirm')) throw new AppError('FORBIDDEN')
    const row = await tx.trx<ChangeRow>('staff_change').where({ id }).forUpdate().first()
    if (!row?.wanted_enc) throw new AppError('NOT_ALLOWED_NOW', '这项变更已经有了结果，您的操作没有执行。')
    const whole = { ...row, wanted_enc: row.wanted_enc }
    return work({
      tx,
      row: whole,
      wanted: openWanted(deps.crypto, whole),
      staff,
      asker: staff.find((one) => one.id === row.asked_by),
      member: staff.find((one) => one.id === row.staff_id),
    })
  })
}

const record = (
  deps: Pick<Deps, 'reference'>,
  { tx, row }: { readonly tx: Transaction; readonly row: Pick<ChangeRow, 'id' | 'kind' | 'staff_id' | 'authority_id'> },
  action: string,
  details: Readonly<Record<string, unknown>> = {},
): void =>
  tx.audit({
    chain: authorityById(deps.reference, row.authority_id).code,
    action,
    objectKind: row.staff_id === null ? 'staff_change' : 'staff',
    objectId: row.staff_id === null ? row.id : String(row.staff_id),
    details: { change: row.kind, ...details },
  })

/** What speaks against a change now: the asker's rights and the member's state may have changed since. */
const standing = (deps: Deps, actor: Staff, held: Held): SecondRefusal | undefined => {
  const { tx, row, wanted, staff, asker, member } = held
  if (!asker) return 'ASKER_GONE'
  const second = secondFault(
    { id: actor.id, idNumberIndex: actor.idNumberIndex },
    memberOf(asker),
    concerned(deps, held),
  )
  if (second) return second
  if (isTooOld(row.asked_at, tx.now)) return 'TOO_OLD'
  if (wanted.kind === 'create') {
    const fault = newMemberFault(deps, staff, memberOf(asker), wanted)
    return fault === 'NOT_ADMINISTRATOR' ? 'ASKER_GONE' : fault
  }
  if (!member) throw new AppError('NOT_FOUND')
  const fault = staffFault({
    actor: memberOf(asker),
    member: memberOf(member),
    change: ruleOf(deps.crypto, wanted, member, tx.now),
    otherAdministrators: otherAdministrators(staff, member),
  })
  return fault === 'NOT_ADMINISTRATOR' ? 'ASKER_GONE' : fault
}

/** The second person agrees, and it is done: in their name, the first one's beside it. */
export const confirmChange = async (
  deps: Deps,
  actor: Staff,
  request: RequestFacts,
  id: string,
): Promise<SecondOutcome> => {
  const known = await deps.db.knex<ChangeRow>('staff_change').where({ id }).first('kind')
  // Hashing takes its time, so the password is made before anything is held.
  const temporary = await temporaryFor(deps, known?.kind ?? '')
  let ended: { readonly id: number } | undefined
  try {
    const outcome = await atChange(deps, actor, request, id, async (held): Promise<SecondOutcome> => {
      const { tx, row, wanted, member } = held
      const fault = standing(deps, actor, held)
      if (fault) {
        record(deps, held, 'staff-change-refused', { fault })
        return { refused: fault }
      }
      const first = { askedBy: row.asked_name }
      let staffId = row.staff_id
      if (wanted.kind === 'create') staffId = await writeMember(tx, deps, wanted, temporary, first)
      else if (member) {
        await writeChange(tx, deps, actor, member, wanted, temporary, first)
        if (endsSession(wanted)) ended = { id: member.id }
      }
      await tx
        .trx('staff_change')
        .where({ id: row.id })
        .update({ ...decided(tx, actor, 'DONE'), staff_id: staffId })
      return { done: true }
    })
    if (ended) await deps.sessions.staff.store.endAll(String(ended.id))
    return outcome
  } catch (error) {
    const refused = refusalOf(error)
    if (refused) return { refused }
    throw error
  }
}

/** The second person does not agree; nothing changes. Nor is it the asker, who takes it back instead. */
export const refuseChange = (
  deps: Deps,
  actor: Staff,
  request: RequestFacts,
  id: string,
  reason: string,
): Promise<SecondOutcome> =>
  atChange(deps, actor, request, id, async (held): Promise<SecondOutcome> => {
    if (held.asker && secondFault(actor, memberOf(held.asker), []) === 'SAME_PERSON') {
      record(deps, held, 'staff-change-refused', { fault: 'SAME_PERSON' })
      return { refused: 'SAME_PERSON' }
    }
    await held.tx
      .trx('staff_change')
      .where({ id })
      .update(decided(held.tx, actor, 'REFUSED', reason))
    record(deps, held, 'staff-change-not-confirmed', whatWasAsked(deps, held))
    return { done: true }
  })

/** The asker takes it back. Throws FORBIDDEN for anybody else. */
export const withdrawChange = (deps: Deps, actor: Staff, request: RequestFacts, id: string): Promise<SecondOutcome> =>
  atChange(deps, actor, request, id, async (held): Promise<SecondOutcome> => {
    if (held.row.asked_by !== actor.id) throw new AppError('FORBIDDEN')
    await held.tx
      .trx('staff_change')
      .where({ id })
      .update(decided(held.tx, actor, 'WITHDRAWN'))
    record(deps, held, 'staff-change-withdrawn', whatWasAsked(deps, held))
    return { done: true }
  })

const whatWasAsked = (deps: Deps, { wanted, member }: Held): Readonly<Record<string, unknown>> => {
  if (wanted.kind === 'create') return newMemberDetails(wanted)
  return member ? changeDetails(deps.crypto, member, wanted) : {}
}
