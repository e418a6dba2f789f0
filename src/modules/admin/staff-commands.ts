import type { StaffRole } from '../../core/access.ts'
import { AppError } from '../../core/errors.ts'
import { needsSecondPerson, rolesLeftBare, staffFault, type StaffMember } from '../../core/staff-roles.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import type { Staff } from '../../web/route.ts'
import { authorityById } from '../../reference/reference.ts'
import type { RevealReason } from '../../web/reveal-reason.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { byStaff } from '../../web/acting.ts'
import { authoritiesInReach } from './reach.ts'
import { askSecond, overtakeWaiting } from './second-person.ts'
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
  staffNumberPlace,
  writeChange,
  type MemberChange,
  type NewMember,
  type StaffRefusal,
  type StaffRow,
} from './staff-writing.ts'

/** `asked`: it waits for a second person. `bare`: asked back first, because these roles would have too few people. */
export type StaffOutcome =
  | { readonly id: number }
  | { readonly asked: string }
  | { readonly bare: readonly StaffRole[] }
  | { readonly refused: StaffRefusal }

const actorAmong = (rows: readonly StaffRow[], actor: Staff): StaffMember => {
  const row = rows.find(({ id }) => id === actor.id)
  if (!row) throw new AppError('FORBIDDEN')
  return memberOf(row)
}

type Object = { readonly chain: string; readonly objectId?: string | undefined }

/** What is told and done about a refusal: no longer an administrator is no fault of the form. */
const refuse = (tx: Transaction, where: Object, change: string, fault: StaffRefusal): StaffOutcome => {
  tx.audit({ ...where, action: 'staff-change-refused', objectKind: 'staff', details: { change, fault } })
  return { refused: fault }
}

const forbidUnlessAdministrator = (outcome: StaffOutcome): StaffOutcome => {
  if ('refused' in outcome && outcome.refused === 'NOT_ADMINISTRATOR') throw new AppError('FORBIDDEN')
  return outcome
}

/** Whether name and number are one person's, as the identity service says; asked before anything is held. */
const identityFault = async (
  deps: Deps,
  holder: { readonly name: string; readonly idNumber: string },
): Promise<StaffRefusal | undefined> => {
  const { kind } = await deps.identity.person(holder)
  if (kind === 'match') return undefined
  return kind === 'mismatch' ? 'IDENTITY_DIFFERS' : 'IDENTITY_UNAVAILABLE'
}

/** Who has the name, the number or the phone already, before a second person is asked in vain. */
const takenAlready = async (tx: Transaction, deps: Deps, wanted: NewMember): Promise<StaffRefusal | undefined> => {
  const found = await tx
    .trx('staff')
    .where({ login_key: wanted.loginKey })
    .orWhere({ id_number_idx: numberIndex(deps.crypto, wanted.idNumber), active: true })
    .orWhere({ phone_idx: deps.crypto.index('phone', wanted.phone), active: true })
    .select<{ login_key: string; id_number_idx: string }[]>('login_key', 'id_number_idx')
  if (found.length === 0) return undefined
  if (found.some((row) => row.login_key === wanted.loginKey)) return 'LOGIN_NAME_TAKEN'
  const number = numberIndex(deps.crypto, wanted.idNumber)
  return found.some((row) => row.id_number_idx === number) ? 'PERSON_TAKEN' : 'PHONE_TAKEN'
}

/** Asks a second person for a new member of staff. Name and number must be one person's. */
export const addStaff = async (
  deps: Deps,
  actor: Staff,
  request: RequestFacts,
  wanted: NewMember,
): Promise<StaffOutcome> => {
  const authority = authoritiesInReach(deps.reference, actor).find(({ id }) => id === wanted.authorityId)
  if (!authority) throw new AppError('NOT_FOUND')
  const differs = await identityFault(deps, wanted)
  try {
    const outcome = await deps.command(byStaff(actor, request), async (tx): Promise<StaffOutcome> => {
      const held = await holdStaff(tx, [actor.authority.id, authority.id])
      const fault =
        newMemberFault(deps, held, actorAmong(held, actor), wanted) ?? (await takenAlready(tx, deps, wanted)) ?? differs
      if (fault) return refuse(tx, { chain: authority.code }, 'create', fault)
      const asked = await askSecond(tx, deps, actor, {
        staffId: null,
        loginKey: wanted.loginKey,
        authority,
        wanted: { kind: 'create', ...wanted },
        details: newMemberDetails(wanted),
      })
      return { asked }
    })
    return forbidUnlessAdministrator(outcome)
  } catch (error) {
    const refused = refusalOf(error)
    if (refused) return { refused }
    throw error
  }
}

/** The person a change says the member is, when that is to be compared: a name alone only where the number is kept. */
const holderAfter = (deps: Deps, row: StaffRow, change: MemberChange) => {
  if (change.kind === 'identity') return change
  if (change.kind !== 'details' || change.name === row.name || row.id_number_enc === null) return undefined
  return { name: change.name, idNumber: deps.crypto.decrypt(row.id_number_enc, staffNumberPlace(row.login_name)) }
}

/** Whether somebody else in use has the number or the phone the member would have. */
const takenByOther = async (
  tx: Transaction,
  deps: Deps,
  row: StaffRow,
  change: MemberChange,
): Promise<StaffRefusal | undefined> => {
  const back = change.kind === 'reinstate'
  const number = change.kind === 'identity' ? numberIndex(deps.crypto, change.idNumber) : back && row.id_number_idx
  const phone =
    change.kind === 'details' && change.phone !== undefined
      ? deps.crypto.index('phone', change.phone)
      : back && row.phone_idx
  const others = tx.trx('staff').where({ active: true }).whereNot({ id: row.id })
  const isThere = async (column: 'id_number_idx' | 'phone_idx', index: string | false): Promise<boolean> =>
    index !== false &&
    (await others
      .clone()
      .where({ [column]: index })
      .first<object | undefined>('id')) !== undefined
  if (await isThere('id_number_idx', number)) return 'PERSON_TAKEN'
  return (await isThere('phone_idx', phone)) ? 'PHONE_TAKEN' : undefined
}

/**
 * Changes a member of staff as the rules of core/staff-roles.ts let an administrator, or asks a second person where one
 * is needed; until that one confirms, nothing changes. A change of rights or credentials ends the member's session.
 * `sure`: the roles the administrator was told will have too few people. Throws NOT_FOUND for somebody out of reach,
 * STALE when the member was changed since the page was opened, FORBIDDEN when the administrator is one no longer.
 */
export const changeStaff = async (
  deps: Deps,
  actor: Staff,
  request: RequestFacts,
  wanted: {
    readonly id: number
    readonly version: number
    readonly change: MemberChange
    readonly sure: readonly StaffRole[]
  },
): Promise<StaffOutcome> => {
  const { id, change } = wanted
  const reach = authoritiesInReach(deps.reference, actor)
  const known = await deps.db.knex('staff').where({ id }).first<StaffRow | undefined>()
  if (!known || !reach.some((authority) => authority.id === known.authority_id)) throw new AppError('NOT_FOUND')
  const authority = authorityById(deps.reference, known.authority_id)
  const object = { chain: authority.code, objectId: String(id) }
  const holder = holderAfter(deps, known, change)
  const differs = holder && (await identityFault(deps, holder))
  let outcome: StaffOutcome
  try {
    outcome = await deps.command(byStaff(actor, request), async (tx): Promise<StaffOutcome> => {
      const held = await holdStaff(tx, [actor.authority.id, known.authority_id])
      const row = held.find((one) => one.id === id)
      if (!row) throw new AppError('NOT_FOUND')
      const rule = ruleOf(deps.crypto, change, row, tx.now)
      const member = memberOf(row)
      const fault = staffFault({
        actor: actorAmong(held, actor),
        member,
        change: rule,
        otherAdministrators: otherAdministrators(held, row),
      })
      if (fault === 'NOT_ADMINISTRATOR') return refuse(tx, object, change.kind, fault)
      if (row.lock_version !== wanted.version) throw new AppError('STALE')
      const stands = fault ?? (await takenByOther(tx, deps, row, change)) ?? differs
      if (stands) return refuse(tx, object, change.kind, stands)
      const colleagues = held
        .filter((one) => one.authority_id === row.authority_id && one.organ_id === row.organ_id)
        .map(memberOf)
      const bare = rolesLeftBare(member, rule, colleagues)
      if (bare.some((role) => !wanted.sure.includes(role))) {
        tx.audit({
          ...object,
          action: 'staff-change-asked-back',
          objectKind: 'staff',
          details: { change: change.kind, roles: bare },
        })
        return { bare }
      }
      if (needsSecondPerson(member, rule)) {
        const asked = await askSecond(tx, deps, actor, {
          staffId: id,
          loginKey: row.login_key,
          authority,
          wanted: change,
          details: changeDetails(deps.crypto, row, change),
        })
        return { asked }
      }
      if (change.kind !== 'unlock') await overtakeWaiting(tx, actor, id)
      await writeChange(tx, deps, actor, row, change, undefined, bare.length > 0 ? { bare } : {})
      return { id }
    })
  } catch (error) {
    const refused = refusalOf(error)
    if (refused) return { refused }
    throw error
  }
  const done = forbidUnlessAdministrator(outcome)
  if ('id' in done && id !== actor.id && endsSession(change)) await deps.sessions.staff.store.endAll(String(id))
  return done
}

/**
 * Records that an administrator sees a member's number in full, and why: where the person reads it, and in the audit
 * log. Awaited before anything is shown.
 */
export const recordNumberView = (
  deps: Deps,
  actor: Staff,
  request: RequestFacts,
  id: number,
  { ground, reason }: RevealReason,
): Promise<void> =>
  deps.command(byStaff(actor, request), async (tx) => {
    const row = await tx.trx('staff').where({ id }).first<StaffRow>('id_number_idx', 'authority_id')
    await tx.trx('identity_view').insert({
      id_number_idx: row.id_number_idx,
      staff_id: actor.id,
      staff_name: actor.name,
      authority_name: actor.authority.name,
      place: '工作人员管理',
      field: '身份证号码',
      reason,
      at: tx.now,
    })
    tx.audit({
      chain: authorityById(deps.reference, row.authority_id).code,
      action: 'staff-number-viewed',
      objectKind: 'staff',
      objectId: String(id),
      details: { ground },
    })
  })
