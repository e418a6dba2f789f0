import { ConfigError, loadConfig } from './config.ts'
import { migrate } from './db/migrate.ts'
import { seedDemoData } from './demo-data.ts'

const config = loadConfig()
const { ownerDatabaseUrl } = config
if (!ownerDatabaseUrl) throw new ConfigError('DATABASE_OWNER_URL or DATABASE_URL is needed')
await migrate(ownerDatabaseUrl)
if (config.sandbox) await seedDemoData(config, ownerDatabaseUrl)
process.stdout.write('The schema and the reference data are up to date.\n')
