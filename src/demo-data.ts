import type { Knex } from 'knex'
import { seedBoundAccount, seedDemo, seedRegisterLife, type DemoTools } from '../seeds/demo/index.ts'
import type { Config } from './config.ts'
import { openDatabase } from './db/client.ts'
import { systemClock } from './infra/clock.ts'
import { presentedOf } from './infra/presented-certificate.ts'
import { boundCertificate } from './sandbox/pki/demo-certificates.ts'
import { sandboxKeys } from './sandbox/pki/store.ts'
import { createFieldCrypto } from './infra/field-crypto.ts'
import { createLogger } from './infra/logger.ts'
import { createPasswords } from './infra/passwords.ts'
import { sites } from './sites/index.ts'

/** The organization whose certificate is bound already. */
const seedBound = async (config: Config, knex: Knex, tools: DemoTools): Promise<void> => {
  const publicUrl = config.publicUrl ?? `http://localhost:${config.port}`
  const { keys } = await sandboxKeys({ config, clock: systemClock, publicUrl })
  const held = keys.find(({ id }) => id === boundCertificate)
  if (held) await seedBoundAccount(knex, tools, 'wuliu_demo', presentedOf(held.certificate), systemClock.now())
}

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
    await seedBound(config, db.knex, tools)
  } finally {
    await db.close()
  }
}
