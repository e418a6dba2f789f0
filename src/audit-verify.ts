import { loadConfig } from './config.ts'
import { verifyAudit } from './db/audit.ts'
import { openDatabase } from './db/client.ts'
import { startEmbedded } from './embedded/index.ts'
import { createLogger } from './infra/logger.ts'

// Walks the audit chains of the configured database, or of the embedded one, which must not be in use by a portal.
// Ends with 1 when a row was changed, removed, reordered or added.

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const verify = async (databaseUrl: string): Promise<boolean> => {
  const db = openDatabase(databaseUrl, createLogger('silent'))
  try {
    const { rows, faults } = await verifyAudit(db.knex)
    say(`${rows} audit rows checked, ${faults.length} faults`)
    for (const fault of faults) say(`  ${fault}`)
    return faults.length === 0
  } finally {
    await db.close()
  }
}

const run = async (): Promise<boolean> => {
  const config = loadConfig()
  if (config.databaseUrl) return verify(config.databaseUrl)
  const embedded = await startEmbedded(config.dataDir, say)
  try {
    return await verify(embedded.databaseUrl)
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
