import { loadConfig, type Config } from './config.ts'
import { verifyAudit } from './db/audit.ts'
import { anchorFaults, createAnchorStore, presentAnchor } from './db/audit-anchor.ts'
import { openDatabase } from './db/client.ts'
import { createCommandRunner, readAtOnce } from './db/command.ts'
import { startEmbedded } from './embedded/index.ts'
import { systemClock } from './infra/clock.ts'
import { createLogger } from './infra/logger.ts'

// Walks the audit chains of the configured database, or of the embedded one, which must not be in use by a portal, and
// compares them with the anchor outside of it. Ends with 1 when a row was changed, removed, reordered or added.
// `--accept` makes what is there the anchor, and records that: after a backup was restored.

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** Nobody waits for it at a page, and the log of years is long. */
const patient = { statement: 600_000, answer: 610_000 }

const verify = async (databaseUrl: string, config: Config, accept: boolean): Promise<boolean> => {
  const db = openDatabase(databaseUrl, createLogger('silent'), { read: patient, write: patient })
  try {
    const { rows, faults } = await readAtOnce(db.knex, verifyAudit)
    const store = createAnchorStore(config.dataDir, config.keys.field)
    const anchor = await store.read()
    const beyond = typeof anchor === 'string' ? [anchor] : anchor ? await anchorFaults(db.knex, anchor) : []
    const all = [...faults, ...(accept ? [] : beyond)]
    say(`${rows} audit rows checked, ${all.length} faults`)
    for (const fault of all) say(`  ${fault}`)
    if (anchor === undefined) say(`  no anchor in ${config.dataDir}: rows removed from the end would not be seen`)
    if (accept && faults.length === 0) {
      await createCommandRunner(db.knex, systemClock)({ actorKind: 'system' }, async (tx) => {
        tx.audit({ chain: 'platform', action: 'audit.accepted', objectKind: 'audit', details: { faults: beyond } })
      })
      await store.write(await presentAnchor(db.knex, systemClock.now()))
      say('  what is there is the anchor now; that is on record')
    }
    return all.length === 0
  } finally {
    await db.close()
  }
}

const run = async (): Promise<boolean> => {
  const config = loadConfig()
  const accept = process.argv.includes('--accept')
  if (config.databaseUrl) return verify(config.databaseUrl, config, accept)
  const embedded = await startEmbedded(config.dataDir, say)
  try {
    return await verify(embedded.databaseUrl, config, accept)
  } finally {
    await embedded.stop()
  }
}

try {
  process.exitCode = (await run()) ? 0 : 1
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
