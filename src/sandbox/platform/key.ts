import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The key the stand-in of the platform signs its answers with: made on first start, kept with the others. */
export const platformKey = (dataDir: string): KeyObject => {
  const folder = join(dataDir, 'keys')
  const file = join(folder, 'sandbox-platform.pem')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  }
  return createPrivateKey(readFileSync(file))
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** The public key as clients ask for it (RFC 7517). */
export const publicJwk = (key: KeyObject) => ({
  ...createPublicKey(key).export({ format: 'jwk' }),
  kid: 'sandbox',
  alg: 'ES256',
  use: 'sig',
})

/** Claims signed as a compact JWT (RFC 7515, ES256). */
export const signedToken = (key: KeyObject, claims: Readonly<Record<string, unknown>>): string => {
  const text = `${part({ alg: 'ES256', typ: 'JWT', kid: 'sandbox' })}.${part(claims)}`
  return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}
