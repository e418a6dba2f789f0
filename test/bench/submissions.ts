import { randomUUID } from 'node:crypto'
import type { Deps } from '../../src/deps.ts'
import { firstHash } from '../../src/db/audit.ts'
import { createCommandRunner, type CommandRunner } from '../../src/db/command.ts'
import { socialGroupEstablishment as matter } from '../../src/matters/establishment/social-group/index.ts'
import { submitStage } from '../../src/modules/cases/submit.ts'
import { authorityById } from '../../src/reference/reference.ts'
import { addDrafts } from './fill.ts'
import { figuresOf, type Figures } from './load.ts'

/** The portal's own transactions, but audit rows are written without a chain: no head is locked and nothing hashed. */
const withoutChain = (deps: Deps): CommandRunner => {
  let written = 1_000_000
  return (who, work) =>
    deps.db.knex.transaction(async (trx) => {
      const now = deps.clock.now()
      const entries: Record<string, unknown>[] = []
      const jobs: (readonly [string, string, string | null])[] = []
      const result = await work({
        trx,
        now,
        audit: (entry) => {
          written += 1
          entries.push({
            chain: entry.chain,
            seq: written,
            at: now,
            actor_kind: who.actorKind,
            actor_id: who.actorId ?? null,
            action: entry.action,
            object_kind: entry.objectKind,
            object_id: entry.objectId ?? null,
            details: JSON.stringify(entry.details ?? {}),
            previous_hash: firstHash,
            hash: firstHash,
          })
        },
        job: (name, payload, key) => jobs.push([name, JSON.stringify(payload), key ?? null]),
      })
      for (const job of jobs)
        await trx.raw('select graphile_worker.add_job(?, payload := ?::json, max_attempts := 12, job_key := ?)', [
          ...job,
        ])
      await trx('audit_log').insert(entries)
      return result
    })
}

const atOnce = 16

/** Submits complete drafts of all authorities, `atOnce` at a time, and says how fast they went in. */
const submitAll = async (deps: Deps, accountId: string, count: number): Promise<Figures> => {
  const authorities = deps.reference.authorities.filter(
    ({ orgTypes, divisionCode }) => orgTypes.includes(matter.orgType) && divisionCode.startsWith('14'),
  )
  const drafts = Array.from({ length: count }, (_none, index) => ({
    id: randomUUID(),
    accountId,
    authorityId: authorities[index % authorities.length]?.id ?? 0,
    stage: 'nameConsultation' as const,
  }))
  const divisionName = (authorityId: number): string => {
    const { divisionCode, level } = authorityById(deps.reference, authorityId)
    const division = deps.reference.divisions.get(divisionCode)
    const city =
      level === 'COUNTY' && division?.name.endsWith('区')
        ? deps.reference.divisions.get(division.parentCode ?? '')
        : undefined
    return `${city?.name ?? ''}${division?.name ?? ''}`
  }
  await addDrafts(deps, drafts, divisionName)
  const actor = {
    id: accountId,
    loginName: 'bench',
    name: '张晓明',
    kind: 'PERSONAL' as const,
    uscc: null,
    realNameLevel: 1,
    heldFrom: null,
    unread: 0,
    atHome: false,
    invited: false,
    setup: undefined,
  }
  const times: number[] = []
  let next = 0
  const start = performance.now()
  const work = async (): Promise<void> => {
    for (let draft = drafts[next]; draft; draft = drafts[next]) {
      next += 1
      const begun = performance.now()
      await submitStage(
        deps,
        actor,
        { ip: '127.0.0.1', requestId: randomUUID() },
        { caseId: draft.id, requestKey: randomUUID(), version: 0 },
      )
      times.push(performance.now() - begun)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return figuresOf(times, (performance.now() - start) / 1000)
}

/** The rate of submissions as the portal makes them, and of the same ones without the audit chain. */
export const measureSubmissions = async (
  deps: Deps,
  accountId: string,
  count: number,
): Promise<{ readonly chained: Figures; readonly unchained: Figures }> => {
  const chained = { ...deps, command: createCommandRunner(deps.db.knex, deps.clock) }
  const unchained = { ...deps, command: withoutChain(deps) }
  // Plans, pools and compiled code are warm before either is measured.
  await submitAll(chained, accountId, 100)
  await submitAll(unchained, accountId, 100)
  return {
    chained: await submitAll(chained, accountId, count),
    unchained: await submitAll(unchained, accountId, count),
  }
}
