import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../core/errors.ts'
import type { RequestFacts } from '../../db/audit.ts'
import type { Deps } from '../../deps.ts'
import type { Presented } from '../../infra/paper-signing.ts'
import { byApplicant } from '../../web/acting.ts'
import { isId } from '../../web/params.ts'
import type { Applicant } from '../../web/route.ts'
import { requireFillable } from '../cases/fill-in.ts'
import { record } from '../cases/record.ts'
import { attachSigned } from '../cases/signed-papers.ts'
import { lockCase } from '../cases/store.ts'
import { keepMade } from './list-paper.ts'
import { faceOf, NotSigned, proveSigner, sealingOrganization } from './signer.ts'
import { loadItem, type ItemRow, type LoadedItem, type PlaceRow } from './store.ts'

// Two requests make a signature: the first prepares the file and says what to sign, the second brings the signature. What
// lies between them is in Redis and ends by itself; tables change once, in the transaction of the second.

const minutes = 5
const keyOf = (attempt: string): string => `signing:${attempt}`
const text = z.string()

const attemptSchema = z.object({
  item: text,
  position: z.number(),
  /** The file it was prepared from: another one by now means that somebody else signed. */
  from: text,
  by: text,
  certificate: text,
  chain: z.array(text),
  attributes: text,
  hole: z.tuple([z.number(), z.number()]),
  pdf: text,
})

const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64')
const base64 = (data: Uint8Array): string => Buffer.from(data).toString('base64')

/** The place whose turn it is; throws where nothing is to be signed any more, or something else than was listed. */
const nextPlace = ({ places, open, changed }: LoadedItem): PlaceRow => {
  const next = places.find(({ signed_at: at }) => at === null)
  if (!open || !next)
    throw new AppError('NOT_ALLOWED_NOW', '这份文件已经签完、取消或者提交，不能再签章。请刷新页面查看。')
  if (changed)
    throw new AppError('STALE', '列入待签章以后，填写的内容有改动。请刷新页面，按现在的内容重新列入，核对以后再签章。')
  return next
}

/** Prepares the next signature of a file for a certificate. Throws NotSigned, NOT_ALLOWED_NOW and STALE. */
export const beginSignature = async (
  deps: Deps,
  actor: Applicant,
  id: string,
  presented: Presented,
): Promise<{ readonly attempt: string; readonly attributes: string }> => {
  const loaded = await loadItem(deps, id, actor, 'sign')
  const place = nextPlace(loaded)
  await deps.limits.use('own-form', actor.id)
  const proved = await proveSigner(deps, loaded, place, presented)
  const organization = await sealingOrganization(deps, loaded.whole, loaded.item.organization_id)
  const waiting = await deps.paperSigning.prepare(await deps.files.bytes(loaded.item.sha256), proved, {
    face: faceOf(deps, place, organization),
    place: place.place,
    seam: place.role === 'organization' && place.position === 0,
    name: place.name,
    reason: loaded.item.title,
  })
  const attempt = randomUUID()
  const kept: z.infer<typeof attemptSchema> = {
    item: id,
    position: place.position,
    from: loaded.item.sha256,
    by: actor.id,
    certificate: base64(presented.certificate),
    chain: presented.chain.map(base64),
    attributes: base64(waiting.attributes),
    hole: [waiting.hole[0], waiting.hole[1]],
    pdf: base64(waiting.pdf),
  }
  await deps.redis.set(keyOf(attempt), JSON.stringify(kept), 'EX', minutes * 60)
  return { attempt, attributes: base64(waiting.attributes) }
}

const attemptOf = async (deps: Deps, attempt: string, id: string, actor: Applicant) => {
  const kept = isId(attempt) ? await deps.redis.get(keyOf(attempt)) : null
  const found = kept === null ? undefined : attemptSchema.parse(JSON.parse(kept))
  if (found?.item !== id || found.by !== actor.id) throw new NotSigned('too-late')
  return found
}

/**
 * Takes the signature a key made, verifies it, puts it into the file and has the file stand as the material once all have
 * signed. The same signature sent twice counts once. Throws NotSigned, NOT_ALLOWED_NOW and STALE; then nothing is changed.
 */
export const finishSignature = async (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  { id, attempt, signature }: { readonly id: string; readonly attempt: string; readonly signature: Uint8Array },
): Promise<void> => {
  const kept = await attemptOf(deps, attempt, id, actor)
  const loaded = await loadItem(deps, id, actor, 'sign')
  const place = loaded.places[kept.position]
  if (!place) throw new AppError('NOT_FOUND')
  const presented = { certificate: bytes(kept.certificate), chain: kept.chain.map(bytes) }
  if (place.signed_at !== null && loaded.item.state !== 'VOID') return
  if (nextPlace(loaded).position !== kept.position || loaded.item.sha256 !== kept.from) throw new NotSigned('too-late')
  const proved = await proveSigner(deps, loaded, place, presented)
  const waiting = { pdf: bytes(kept.pdf), hole: kept.hole, attributes: bytes(kept.attributes) }
  const signed = await deps.paperSigning.complete(waiting, signature, proved)
  if (!signed.ok) throw new NotSigned(signed.fault)
  const file = await deps.files.put(signed.pdf)
  await deps.command(byApplicant(actor, request), async (tx) => {
    const caseFile = await lockCase(tx, loaded.item.case_id, actor, 'sign')
    await requireFillable(tx, caseFile)
    const item = await tx.trx<ItemRow>('signing_item').where({ id }).forUpdate().first<ItemRow | undefined>()
    const details = {
      material: loaded.item.paper,
      item: id,
      role: place.role,
      fingerprint: proved.certificate.fingerprint,
    }
    if (item?.state !== 'WAITING' || item.sha256 !== kept.from) {
      // Another window was faster with this very place, or something else happened to the file.
      const done = await tx
        .trx('signing_place')
        .where({ item_id: id, position: kept.position })
        .whereNotNull('signed_at')
        .first('position')
      if (!done || item?.state === 'VOID') throw new AppError('STALE')
      record(tx, deps, caseFile, 'paper-signed', { ...details, repeated: true })
      return
    }
    await keepMade(tx, file)
    const { certificate } = proved
    await tx.trx('signing_place').where({ item_id: id, position: kept.position }).update({
      signed_at: tx.now,
      signed_by: actor.id,
      stamped_at: signed.stampedAt,
      subject: certificate.subject.text,
      issuer: certificate.issuer,
      serial: certificate.serial,
      fingerprint: certificate.fingerprint,
      not_after: certificate.notAfter,
      revocation: 'good',
      sha256: file.sha256,
    })
    const last = kept.position === loaded.places.length - 1
    await tx
      .trx('signing_item')
      .where({ id })
      .update({ sha256: file.sha256, ...(last && { state: 'SIGNED', settled_at: tx.now }) })
    if (last)
      await attachSigned(tx, caseFile.id, {
        material: item.paper,
        name: `${item.title}（已签章）.pdf`,
        sha256: file.sha256,
        digest: item.digest,
      })
    record(tx, deps, caseFile, 'paper-signed', { ...details, sha256: file.sha256, complete: last })
  })
  await deps.redis.del(keyOf(attempt))
}
