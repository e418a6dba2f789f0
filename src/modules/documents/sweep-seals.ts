import type { Task } from 'graphile-worker'
import type { Deps } from '../../deps.ts'
import { readCertificate } from '../../infra/pki/certificate.ts'

/** So many are asked for again at a time; the next sweep takes the next. */
const mostAtOnce = 100

type Waiting = { readonly id: string; readonly authority: string }

/** What waits for its seal, oldest first. */
const waitingDocuments = (deps: Deps): Promise<Waiting[]> =>
  deps.db
    .knex('document')
    .whereNull('sha256')
    .whereNotNull('seal_awaited_since')
    .orderBy('seal_awaited_since')
    .select<Waiting[]>('id', deps.db.knex.raw(`data->>'authorityName' as authority`))

const canSeal = async (deps: Deps, name: string): Promise<boolean> => {
  if (!deps.seals.on || deps.seals.selfActivating) return true
  const code = deps.reference.authorities.find((authority) => authority.name === name)?.code
  if (code === undefined) return false
  return (await deps.seals.standing(code)).some(({ state }) => state?.key)
}

/** Has what waits and can be sealed tried again. */
export const askForSeals = async (deps: Deps): Promise<void> => {
  const waiting = await waitingDocuments(deps)
  deps.metrics.sealsAwaited.set(waiting.length)
  const able = new Map<string, boolean>()
  for (const { authority } of waiting) if (!able.has(authority)) able.set(authority, await canSeal(deps, authority))
  for (const { id } of waiting.filter(({ authority }) => able.get(authority)).slice(0, mostAtOnce))
    await deps.db.knex.raw(
      `select graphile_worker.add_job('render-document', payload := ?::json, max_attempts := 12, job_key := ?)`,
      [JSON.stringify({ id }), `render-document:${id}`],
    )
}

type UsedCertificate = { readonly fingerprint: string; readonly chain: readonly Buffer[] }

/** What became of the certificates that sealed: their revocation is shown with every document they sealed. */
const lookAfter = async (deps: Deps): Promise<void> => {
  const used = await deps.db
    .knex('seal_certificate')
    .whereNull('revoked_at')
    .select<UsedCertificate[]>('fingerprint', 'chain')
  for (const { fingerprint, chain } of used) {
    const { state, revokedAt } = await deps.pki.revocation.check(
      chain.map((der) => readCertificate(der)),
      deps.clock.now(),
    )
    if (state !== 'revoked') continue
    deps.log.error({ fingerprint }, 'the certificate of a seal is revoked')
    await deps.command({ actorKind: 'system' }, async (tx) => {
      await tx
        .trx('seal_certificate')
        .where({ fingerprint })
        .whereNull('revoked_at')
        .update({ revoked_at: revokedAt ?? tx.now })
      tx.audit({ chain: 'platform', action: 'seal.revoked', objectKind: 'seal_certificate', objectId: fingerprint })
    })
  }
}

/** Has sealed what waits and can be, and looks whether a certificate that sealed was revoked. */
export const sweepSealsTask =
  (deps: Deps): Task =>
  async () => {
    await askForSeals(deps)
    await lookAfter(deps)
  }
