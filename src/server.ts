import { ConfigError, loadConfig } from './config.ts'
import { runPortal } from './run.ts'

try {
  await runPortal(loadConfig())
} catch (error) {
  // A fault of the configuration is told in words; anything else with its trace.
  process.stderr.write(
    `${error instanceof ConfigError ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  )
  process.exit(1)
}
