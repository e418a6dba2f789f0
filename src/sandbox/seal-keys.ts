import { randomUUID } from 'node:crypto'
import { existsSync, linkSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pemOf } from '../infra/pki/certificate.ts'
import type { DemoKeys } from '../infra/seal/seals.ts'
import { issueSeal, type Source } from './pki/store.ts'

/** Everybody may know them: what they open is worth nothing outside the sandbox. */
const parts = ['Yinzhang', '@2026'] as const

/**
 * The parts of the password of an authority’s seal; its key is made when it is needed for the first time, once for all
 * processes that share the folder.
 */
export const sandboxSealParts = async (
  source: Source,
  authority: Parameters<DemoKeys>[0],
  folder: string,
): ReturnType<DemoKeys> => {
  const file = join(folder, `${authority.code}.pem`)
  if (existsSync(file)) return parts
  const { key, certificates } = await issueSeal(source, authority)
  const passphrase = parts.join('')
  const pem = key.object.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString()
  const draft = join(folder, `${randomUUID()}.draft`)
  writeFileSync(draft, [pem, ...certificates.map(pemOf)].join('\n'), { mode: 0o600 })
  try {
    linkSync(draft, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(draft)
  }
  return parts
}
