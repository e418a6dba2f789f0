import { ConfigError, loadConfig, type Config } from './config.ts'
import { migrate } from './db/migrate.ts'
import { startEmbedded, type EmbeddedServers } from './embedded/index.ts'
import { sites } from './sites/index.ts'
import { seedDemoData } from './demo-data.ts'
import { runPortal } from './run.ts'
import { demoPassword } from '../seeds/demo/index.ts'

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const welcome = (config: Config): string => {
  const address = config.publicUrl ?? `http://localhost:${config.port}`
  const lines = ['', `${sites[config.site].name}已启动：${address}`]
  if (config.sandbox)
    lines.push(
      `  演示工作人员（${address}/staff/login）：chuangkou 窗口受理、chushen 初审、fushen 复审、zhongshen 终审、fazheng 制证发证，密码 ${demoPassword}`,
      '    其他登记管理机关的账号在前面加机关的拼音，例如 taiyuan-chuangkou、datong-chushen，全部列在“虚构人员和机构”中',
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
    }
    await migrate(ownerDatabaseUrl)
    if (config.sandbox) await seedDemoData(complete, ownerDatabaseUrl)
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
  process.stderr.write(
    `${error instanceof ConfigError ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  )
  process.exit(1)
}
