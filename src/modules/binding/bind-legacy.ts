import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { maskLoginName } from '../../core/identity/mask.ts'
import { stageOf } from '../../core/matters/journey.ts'
import { nameKey } from '../../core/names/normalize.ts'
import type { Applicant } from '../../web/route.ts'
import { lockOpenAccount } from '../people/account.ts'
import { takeOverCase } from '../cases/take-over.ts'
import { authorityById } from '../../reference/reference.ts'
import { tellAccount } from '../messages/account-notice.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { byApplicant } from '../../web/acting.ts'
import { isLegacyPassword } from './legacy-hash.ts'
import { bindingIsOver, openLegacyCase, type LegacyRow } from './store.ts'

type Proof = { readonly name: string; readonly loginName: string; readonly password: string }

export type BindOutcome =
  | { readonly kind: 'bound'; readonly caseId: string }
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  /** Bound already; `to` is the login name of the personal account that has the case, masked. */
  | { readonly kind: 'taken'; readonly to: string }
  /** The temporary password is right but older than it may be. */
  | { readonly kind: 'lapsed' }

const findLegacy = (deps: Deps, proof: Proof): Promise<LegacyRow | undefined> =>
  deps.db
    .knex<LegacyRow>('legacy_account')
    .where({ name_key: nameKey(proof.name), login_name: proof.loginName })
    .first()

/**
 * Whether the three things belong together. Every question costs one old digest and one bcrypt, whether the name is
 * known, bound or neither, so that the time taken tells nothing (the old digests are quick, bcrypt is not).
 *
 * Once bound, the old digest is gone; what remains is the bcrypt of the password that was proven. So only somebody who
 * knows all three can learn that the organization is bound, and to which kind of account; all others get one answer.
 */
const isProven = async (deps: Deps, row: LegacyRow | undefined, password: string): Promise<boolean> => {
  const old = isLegacyPassword(row, password)
  const strong = await deps.passwords.verify(password, row?.strong_hash ?? undefined)
  return old || strong
}

const isLapsed = (row: LegacyRow, now: Date): boolean =>
  row.bound_account_id === null && row.temporary_until !== null && row.temporary_until < now

const recordFailure = (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  row: LegacyRow | undefined,
  reason: BindOutcome['kind'],
): Promise<void> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    tx.audit({
      chain: row ? authorityById(deps.reference, row.authority_id).code : 'platform',
      action: 'legacy.bind-refused',
      objectKind: 'legacy_account',
      objectId: row?.id,
      details: { reason },
    })
  })

const holderOf = async (deps: Deps, legacyId: string): Promise<string> => {
  const holder = await deps.db
    .knex('legacy_account as l')
    .leftJoin('case_file as x', 'x.id', 'l.case_id')
    .joinRaw('join account as a on a.id = coalesce(x.account_id, l.bound_account_id)')
    .where({ 'l.id': legacyId })
    .first<{ login_name: string } | undefined>('a.login_name')
  return maskLoginName(holder?.login_name ?? '')
}

const ownCase = async (deps: Deps, actor: Applicant, legacyId: string): Promise<string | undefined> => {
  const row = await deps.db
    .knex('legacy_account')
    .where({ id: legacyId, bound_account_id: actor.id })
    .first<{ case_id: string | null } | undefined>('case_id')
  return row?.case_id ?? undefined
}

/**
 * Links the account and takes its case over; nothing when somebody else was quicker, or holds it. A holder who closed
 * the account holds it no longer: what the old system left is taken over anew.
 */
const link = async (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  row: LegacyRow,
  strongHash: string,
): Promise<string | undefined> => {
  try {
    return await deps.command(byApplicant(actor, request), async (tx) => {
      await lockOpenAccount(tx, actor.id)
      const linked = await tx
        .trx('legacy_account')
        .where({ id: row.id, lock_version: row.lock_version })
        .where((free) => free.whereNull('bound_account_id').orWhereRaw(bindingIsOver('legacy_account')))
        .update({
          bound_account_id: actor.id,
          bound_at: tx.now,
          hash_kind: null,
          salt: null,
          password_hash: null,
          strong_hash: strongHash,
          temporary_until: null,
          lock_version: row.lock_version + 1,
        })
      if (linked !== 1) throw new AppError('STALE')
      const earlier = openLegacyCase(deps.crypto, row)
      const taken = await takeOverCase(tx, deps, { accountId: actor.id, authorityId: row.authority_id }, earlier)
      await tx.trx('legacy_account').where({ id: row.id }).update({ case_id: taken.id })
      await tx.trx('legacy_account_event').insert({
        legacy_account_id: row.id,
        action: 'BOUND',
        account_id: actor.id,
        at: tx.now,
      })
      const authority = authorityById(deps.reference, row.authority_id)
      const stageTitle = stageOf(deps.matters.require(earlier.matter), taken.stage).title
      const moved =
        taken.stage === earlier.stage
          ? `请从“${stageTitle}”继续办理。`
          : `原来核准的名称已经过了保留期或者已被使用，请从“${stageTitle}”重新办理。`
      await tellAccount(tx, deps, {
        accountId: actor.id,
        title: '原系统账号绑定成功',
        body: `“${row.organization_name}”在原系统的办件已转到您的账号，登记管理机关：${authority.name}。${moved}`,
      })
      tx.audit({
        chain: authority.code,
        action: 'legacy.bind',
        objectKind: 'legacy_account',
        objectId: row.id,
        details: { case: taken.id, from: earlier.stage, stage: taken.stage },
      })
      return taken.id
    })
  } catch (error) {
    if (error instanceof AppError && error.code === 'STALE') return undefined
    throw error
  }
}

/**
 * 选项一: binds an organization of the old system to the account, once. Limited per account and per organization, known
 * or not. The old digest is discarded, the case goes on where it stopped. Throws TOO_MANY, and BUSY when too many hash.
 */
export const bindLegacy = async (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  proof: Proof,
): Promise<BindOutcome> => {
  await deps.limits.use(
    'bind-account',
    actor.id,
    (wait) => `绑定尝试次数过多，请${wait}后再试，或者联系所属登记管理机关查询`,
  )
  const organization = deps.crypto.index('login-identity', nameKey(proof.name))
  await deps.limits.use(
    'bind-organization',
    organization,
    (wait) => `今天对这个社会组织的绑定尝试次数过多，请${wait}后再试，或者联系所属登记管理机关查询`,
  )
  const row = await findLegacy(deps, proof)
  const proven = await isProven(deps, row, proof.password)
  const refuse = async (outcome: BindOutcome): Promise<BindOutcome> => {
    await recordFailure(deps, actor, request, row, outcome.kind)
    return outcome
  }
  if (!row || !proven) {
    const left = [
      await deps.limits.left('bind-account', actor.id),
      await deps.limits.left('bind-organization', organization),
    ]
    return refuse({ kind: 'wrong', triesLeft: Math.max(0, Math.min(...left)) })
  }
  if (isLapsed(row, deps.clock.now())) return refuse({ kind: 'lapsed' })
  const caseId = await link(deps, actor, request, row, await deps.passwords.hash(proof.password))
  if (caseId === undefined) {
    // Pressed twice: the second answer leads to the same case.
    const own = await ownCase(deps, actor, row.id)
    if (own !== undefined) return { kind: 'bound', caseId: own }
    return refuse({ kind: 'taken', to: await holderOf(deps, row.id) })
  }
  await deps.limits.reset('bind-account', actor.id)
  return { kind: 'bound', caseId }
}
