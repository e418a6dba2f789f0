import { ConfigError, loadConfig } from './config.ts'
import { migrate } from './db/migrate.ts'

const { ownerDatabaseUrl } = loadConfig()
if (!ownerDatabaseUrl) throw new ConfigError('DATABASE_OWNER_URL or DATABASE_URL is needed')
await migrate(ownerDatabaseUrl)
process.stdout.write('The schema and the reference data are up to date.\n')
