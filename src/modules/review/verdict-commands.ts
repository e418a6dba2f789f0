import type { Knex } from 'knex'
import type { Deps } from '../../deps.ts'
import type { RequestFacts } from '../../db/audit.ts'
import type { Transaction } from '../../db/command.ts'
import { roles } from '../../core/access.ts'
import { AppError } from '../../core/errors.ts'
import type { Target } from '../../core/verdicts/targets.ts'
import type { Verdict } from '../../core/verdicts/verdicts.ts'
import { mayJudge } from '../../core/workflow/decide.ts'
import { byStaff } from '../../web/acting.ts'
import type { Staff } from '../../web/route.ts'
import { eventsOf, type CaseRow } from '../cases/store.ts'
import { isOwnCase } from '../cases/take-step.ts'
import { ownCase } from './case-data.ts'
import { lockForStaff } from './commands.ts'

/** Another official said something of the same thing after this one looked at it: nothing was saved. */
export class VerdictConflict extends Error {}

/** A thing, and its own words where they are not those of all. */
type Said = Target & { readonly words?: string | undefined }

export type WantedVerdict = {
  readonly caseId: string
  /** What it is said of. */
  readonly targets: readonly Said[]
  /** The submission that was looked at. */
  readonly round: number
  readonly verdict: Verdict
  /** Of 不合格. */
  readonly reason: string | null
  readonly note: string
  /** The last thing said of the submission when the form was shown. */
  readonly seen: number
}

/** As what an official judges here. Refused to whom the case does not wait for. */
const judgingRole = async (trx: Knex.Transaction, caseFile: CaseRow, staff: Staff): Promise<string> => {
  if (await isOwnCase({ trx }, caseFile, staff.idNumberIndex)) throw ownCase()
  const past = (await eventsOf(trx, caseFile.id)).map(({ stage, action, staff_id: staffId }) => ({
    stage,
    action,
    staffId: staffId ?? undefined,
  }))
  const position = { ...caseFile, paused: caseFile.paused_on !== null }
  const role = staff.roles.find((held) =>
    mayJudge(position, { kind: 'staff', staffId: staff.id, roles: [held], own: false }, past),
  )
  if (!role) throw new AppError('NOT_ALLOWED_NOW', '该办件现在不由您审查，逐项意见没有保存。')
  return roles[role].text
}

type Row = { id: number; staff_id: number; verdict: string; reason: string | null; note: string }

/** Keeps one verdict on one thing; what was said before stays. Whether it was said just so already. */
const keepVerdict = async (
  { trx, now }: Transaction,
  staff: Staff,
  role: string,
  { caseId, round, verdict, reason, note: forAll, seen }: WantedVerdict,
  { kind, target, words: note = forAll }: Said,
): Promise<'kept' | 'repeated'> => {
  const place = { case_id: caseId, event_id: round, authority_id: staff.authority.id, target_kind: kind, target }
  const said = await trx('verdict').where(place).orderBy('id', 'desc').first<Row | undefined>()
  if (said?.staff_id === staff.id && said.verdict === verdict && said.reason === reason && said.note === note)
    return 'repeated'
  if (said && said.id > seen) throw new VerdictConflict()
  await trx('verdict').insert({
    ...place,
    verdict,
    reason,
    note,
    staff_id: staff.id,
    staff_name: staff.name,
    staff_role: role,
    at: now,
  })
  return 'kept'
}

/**
 * Keeps what an official says of things in a submission; what was said before stays. The same form sent twice is one.
 * Throws VerdictConflict when somebody said something else of one of them meanwhile, STALE when it was submitted anew.
 */
export const saveVerdict = (deps: Deps, staff: Staff, request: RequestFacts, wanted: WantedVerdict): Promise<void> =>
  deps.command(byStaff(staff, request), async (tx) => {
    const caseFile = await lockForStaff(tx.trx, wanted.caseId, staff)
    const role = await judgingRole(tx.trx, caseFile, staff)
    const latest = await tx
      .trx('snapshot')
      .where({ case_id: caseFile.id, stage: caseFile.stage })
      .orderBy('id', 'desc')
      .first<{ event_id: number } | undefined>('event_id')
    if (latest?.event_id !== wanted.round) throw new AppError('STALE')
    const { verdict, reason } = wanted
    for (const target of wanted.targets) {
      const kept = await keepVerdict(tx, staff, role, wanted, target)
      tx.audit({
        chain: staff.authority.code,
        action: kept === 'repeated' ? 'case.verdict-repeated' : 'case.verdict',
        objectKind: 'case',
        objectId: caseFile.id,
        details: { target: target.target, verdict, reason },
      })
    }
  })
