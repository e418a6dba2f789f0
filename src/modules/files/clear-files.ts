import type { Deps } from '../../deps.ts'

const hour = 3_600_000
const batchSize = 200

/** A file nobody refers to yet may belong to an upload that is under way. */
const orphanHours = 24

const removeOrphans = async (deps: Deps): Promise<number> => {
  const before = new Date(deps.clock.now().getTime() - orphanHours * hour)
  const orphans = () =>
    deps.db
      .knex('stored_file as f')
      .where('f.created_at', '<', before)
      .whereNotExists((used) => used.select('t.id').from('attachment as t').whereRaw('t.sha256 = f.sha256'))
      .whereNotExists((used) => used.select('d.id').from('document as d').whereRaw('d.sha256 = f.sha256'))
      .whereNotExists((used) =>
        used.select('o.sha256').from('stored_file as o').whereRaw('o.shown_sha256 = f.sha256 and o.sha256 <> f.sha256'),
      )
      .whereNotExists((used) =>
        used.select('l.account_id').from('legal_person as l').whereRaw('l.certificate_sha256 = f.sha256'),
      )
      .whereNotExists((used) => used.select('v.id').from('site_visit_photo as v').whereRaw('v.sha256 = f.sha256'))
      .whereNotExists((used) => used.select('m.id').from('desk_material as m').whereRaw('m.sha256 = f.sha256'))
      .whereNotExists((used) => used.select('s.id').from('signing_item as s').whereRaw('s.sha256 = f.sha256'))
      .whereNotExists((used) => used.select('n.item_id').from('signing_place as n').whereRaw('n.sha256 = f.sha256'))
      .whereNotExists((used) =>
        used.select('p.id').from('pending_legal_registration as p').whereRaw('p.certificate_sha256 = f.sha256'),
      )
  const found = await orphans().limit(batchSize).select<{ sha256: string }[]>('f.sha256')
  if (found.length === 0) return 0
  await deps.command({ actorKind: 'system' }, async (tx) => {
    const rows = (await tx
      .trx('stored_file')
      .whereIn(
        'sha256',
        orphans()
          .whereIn(
            'f.sha256',
            found.map(({ sha256 }) => sha256),
          )
          .select('f.sha256'),
      )
      .delete()
      .returning('sha256')) as { sha256: string }[]
    // While the rows are locked: whoever uploads the same bytes now waits, and brings them again afterwards.
    for (const { sha256 } of rows) await deps.files.remove(sha256)
    tx.audit({
      chain: 'platform',
      action: 'file.sweep',
      objectKind: 'stored_file',
      details: { files: rows.map(({ sha256 }) => sha256) },
    })
  })
  return found.length
}

/** Files of a process that was stopped between storing and recording them: they lie in the store and have no row. */
const removeUnrecorded = async (deps: Deps): Promise<void> => {
  const before = new Date(deps.clock.now().getTime() - orphanHours * hour)
  for await (const sha256 of deps.files.olderThan(before)) {
    const known = await deps.db.knex('stored_file').where({ sha256 }).first<object | undefined>('sha256')
    if (known) continue
    await deps.command({ actorKind: 'system' }, async (tx) => {
      // A row of our own makes whoever uploads the same bytes now wait until they are gone.
      const claimed = await tx
        .trx('stored_file')
        .insert({ sha256, size: 0, type: 'unknown', created_at: tx.now })
        .onConflict('sha256')
        .ignore()
        .returning<object[]>('sha256')
      if (claimed.length > 0) {
        await deps.files.remove(sha256)
        await tx.trx('stored_file').where({ sha256 }).delete()
      }
      tx.audit({
        chain: 'platform',
        action: 'file.sweep',
        objectKind: 'stored_file',
        details: { files: claimed.length > 0 ? [sha256] : [] },
      })
    })
  }
}

const untilDone = async (work: () => Promise<number>): Promise<void> => {
  for (;;) if ((await work()) < batchSize) return
}

/** Removes files no attachment and no document names, and what a stopped process left of uploads. */
export const clearFiles = async (deps: Deps): Promise<void> => {
  await untilDone(() => removeOrphans(deps))
  // Once more: what was shown instead of the files that have just gone.
  await untilDone(() => removeOrphans(deps))
  await removeUnrecorded(deps)
  await deps.files.clearAbandoned()
}
