import { seedDemo, seedRegisterLife } from '../seeds/demo/index.ts'
import type { Config } from './config.ts'
import { openDatabase } from './db/client.ts'
import { createFieldCrypto } from './infra/field-crypto.ts'
import { createLogger } from './infra/logger.ts'
import { createPasswords } from './infra/passwords.ts'
import { sites } from './sites/index.ts'

/** Demo staff and organizations, for a portal that runs on the sandbox; written as the owner of the tables. */
export const seedDemoData = async (config: Config, ownerDatabaseUrl: string): Promise<void> => {
  const db = openDatabase(ownerDatabaseUrl, createLogger('silent'))
  try {
    const tools = {
      crypto: createFieldCrypto(config.keys),
      passwords: createPasswords(config.keys.pepper, config.bcryptCost),
      site: sites[config.site],
    }
    await seedDemo(db.knex, tools)
    await seedRegisterLife(db.knex, tools)
  } finally {
    await db.close()
  }
}
