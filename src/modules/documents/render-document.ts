import type { Task } from 'graphile-worker'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { NotSealed } from '../../core/seals/not-sealed.ts'
import { openSecrets } from './issue.ts'
import { recordSeal, sealPdf } from './seal-document.ts'
import { paths } from '../../web/paths.ts'

const payloadSchema = z.object({ id: z.uuid() })

type Row = {
  id: string
  data: unknown
  verification_code: string
  sha256: string | null
  seal_awaited_since: Date | null
}

/** It waits, with its number, until somebody can seal it; what hinders is for operators, not for whoever decided. */
const awaitSeal = async (deps: Deps, row: Row, error: NotSealed): Promise<void> => {
  const { id } = row
  deps.metrics.sealsMissed.inc({ why: error.why })
  if (error.why !== 'inactive')
    deps.log.error({ why: error.why, error: error.message, document: id }, 'a document could not be sealed')
  if (row.seal_awaited_since !== null) return
  await deps.command({ actorKind: 'system' }, async (tx) => {
    await tx.trx('document').where({ id }).whereNull('sha256').update({ seal_awaited_since: tx.now })
    tx.audit({
      chain: 'platform',
      action: 'document.awaits-seal',
      objectKind: 'document',
      objectId: id,
      details: { why: error.why },
    })
  })
}

/**
 * Makes the PDF of an issued document from its stored data and has it sealed, where documents are. A document that has its
 * file is left alone, and only the job that records its file first gives it one: killed anywhere, or run twice, there is never a second
 * (a file that nobody recorded is swept away).
 */
export const renderDocumentTask =
  (deps: Deps): Task =>
  async (payload) => {
    const { id } = payloadSchema.parse(payload)
    const row = await deps.db.knex('document').where({ id }).first<Row | undefined>()
    if (!row || row.sha256 !== null) return
    const data = deps.documents.parse(row.data)
    const content = deps.documents.content(data, openSecrets(deps, data))
    const drawn = await deps.pdf.render(content, {
      verifyUrl: `${deps.publicUrl}${paths.verifyDocument(row.verification_code)}`,
    })
    const authority = deps.reference.authorities.find(({ name }) => name === data.authorityName)
    let sealed: Awaited<ReturnType<typeof sealPdf>> | undefined
    try {
      if (deps.seals.on && !authority) throw new NotSealed('signer', `no authority is called ${data.authorityName}`)
      if (deps.seals.on && authority)
        sealed = await sealPdf(deps, drawn, { authority, reason: content.title, seam: content.layout === 'notice' })
    } catch (error) {
      if (!(error instanceof NotSealed)) throw error
      return awaitSeal(deps, row, error)
    }
    const file = await deps.files.put(sealed?.pdf ?? drawn)
    await deps.command({ actorKind: 'system' }, async (tx) => {
      await tx
        .trx('stored_file')
        .insert({ sha256: file.sha256, size: file.size, type: 'pdf', shown_sha256: file.sha256, created_at: tx.now })
        .onConflict('sha256')
        .ignore()
      const given = await tx.trx('document').where({ id }).whereNull('sha256').update({ sha256: file.sha256 })
      if (given > 0 && sealed && authority) await recordSeal(tx, id, authority, sealed.by)
      tx.audit({
        chain: 'platform',
        action: given > 0 ? 'document.render' : 'document.render-repeated',
        objectKind: 'document',
        objectId: id,
        details: { sha256: file.sha256, ...(sealed && { seal: sealed.by.certificate.serial }) },
      })
    })
  }
