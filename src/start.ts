import { ConfigError, loadConfig, type Config } from './config.ts'
import { openDatabase } from './db/client.ts'
import { migrate } from './db/migrate.ts'
import { startEmbedded, type EmbeddedServers } from './embedded/index.ts'
import { createFieldCrypto } from './infra/field-crypto.ts'
import { createLogger } from './infra/logger.ts'
import { createPasswords } from './infra/passwords.ts'
import { runPortal } from './run.ts'
import { demoPassword, seedDemo } from '../seeds/demo.ts'

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** Demo staff and organizations, for a portal that runs on the sandbox. */
const seedDemoData = async (config: Config & { ownerDatabaseUrl: string }): Promise<void> => {
  const db = openDatabase(config.ownerDatabaseUrl, createLogger('silent'))
  try {
    await seedDemo(db.knex, {
      crypto: createFieldCrypto(config.keys),
      passwords: createPasswords(config.keys.pepper, config.bcryptCost),
    })
  } finally {
    await db.close()
  }
}

const welcome = (config: Config): string => {
  const address = config.publicUrl ?? `http://localhost:${config.port}`
  const lines = ['', `社会组织服务平台已启动：${address}`]
  if (config.sandbox)
    lines.push(
      `  演示工作人员（${address}/staff/login）：chuangkou 窗口受理、chushen 初审、fushen 复审、zhongshen 终审、fazheng 制证发证，密码 ${demoPassword}`,
      `  短信验证码在这里查看：${address}/sandbox/sms`,
      `  可用于试用的虚构人员和机构：${address}/sandbox`,
    )
  return [...lines, '  按 Ctrl-C 停止', ''].join('\n')
}

/** `npm start`: the whole portal on one machine, with embedded servers unless real ones are configured. */
const start = async (): Promise<void> => {
  const config = loadConfig()
  let embedded: EmbeddedServers | undefined
  if (!config.databaseUrl) embedded = await startEmbedded(config.dataDir, say)
  try {
    const ownerDatabaseUrl = embedded?.ownerDatabaseUrl ?? config.ownerDatabaseUrl
    if (!ownerDatabaseUrl) throw new ConfigError('no database address')
    const complete = {
      ...config,
      databaseUrl: embedded?.databaseUrl ?? config.databaseUrl,
      redisUrl: embedded?.redisUrl ?? config.redisUrl,
      ownerDatabaseUrl,
    }
    await migrate(ownerDatabaseUrl)
    if (config.sandbox) await seedDemoData(complete)
    await runPortal(complete, async () => embedded?.stop())
    say(welcome(complete))
  } catch (error) {
    await embedded?.stop()
    throw error
  }
}

try {
  await start()
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String(error instanceof Error ? error.stack : error)}\n`)
  process.exit(1)
}
