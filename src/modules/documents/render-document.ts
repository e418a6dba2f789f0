import type { Task } from 'graphile-worker'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { openSecrets } from './issue.ts'
import { paths } from '../../web/paths.ts'

const payloadSchema = z.object({ id: z.uuid() })

type Row = { id: string; data: unknown; verification_code: string; sha256: string | null }

/**
 * Makes the PDF of an issued document from its stored data. The same data give the same bytes, so a job that runs
 * twice stores one file; a document that has its file is left alone.
 */
export const renderDocumentTask =
  (deps: Deps): Task =>
  async (payload) => {
    const { id } = payloadSchema.parse(payload)
    const row = await deps.db.knex('document').where({ id }).first<Row | undefined>()
    if (!row || row.sha256 !== null) return
    const data = deps.documents.parse(row.data)
    const pdf = await deps.pdf.render(deps.documents.content(data, openSecrets(deps, data)), {
      verifyUrl: `${deps.publicUrl}${paths.verifyDocument(row.verification_code)}`,
    })
    const file = await deps.files.put(pdf)
    await deps.command({ actorKind: 'system' }, async (tx) => {
      await tx
        .trx('stored_file')
        .insert({ sha256: file.sha256, size: file.size, type: 'pdf', shown_sha256: file.sha256, created_at: tx.now })
        .onConflict('sha256')
        .ignore()
      await tx.trx('document').where({ id }).whereNull('sha256').update({ sha256: file.sha256 })
      tx.audit({
        chain: 'platform',
        action: 'document.render',
        objectKind: 'document',
        objectId: id,
        details: { sha256: file.sha256 },
      })
    })
  }
