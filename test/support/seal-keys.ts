import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pemOf, type Certificate } from '../../src/infra/pki/certificate.ts'
import { readDer, sequenceOf } from '../../src/infra/pki/der.ts'
import { timestampRequest } from '../../src/infra/pki/timestamp.ts'
import { answerTimestamp, makeCrl } from '../../src/sandbox/pki/answers.ts'
import type { Deps } from '../../src/deps.ts'
import { distinguished, issue, makeKey, type Key } from '../../src/sandbox/pki/issuing.ts'

const day = 86_400_000
/** id-kp-timeStamping (RFC 5280 4.2.1.12). */
const timeStamping = '1.3.6.1.5.5.7.3.8'

/** An authority that issues certificates of seals, for tests: its key, its name, its certificate. */
export const makeSealAuthority = async (now: Date) => {
  const key = await makeKey('EC')
  const name = distinguished([['commonName', '测试根']])
  const years = (count: number): Date => new Date(now.getTime() + count * 365 * day)
  const root = issue({
    subject: name,
    key,
    issuer: { name, key },
    notBefore: years(-1),
    notAfter: years(10),
    profile: { ca: {}, keyUsage: ['keyCertSign', 'cRLSign'] },
  })
  const certify = (
    commonName: string,
    own: Key,
    { from = years(-1), extendedKeyUsage }: { from?: Date; extendedKeyUsage?: readonly string[] } = {},
  ): Certificate =>
    issue({
      subject: distinguished([['commonName', commonName]]),
      key: own,
      issuer: { name, key },
      notBefore: from,
      notAfter: years(3),
      profile: {
        ca: false,
        keyUsage: ['digitalSignature', ...(extendedKeyUsage ? [] : (['nonRepudiation'] as const))],
        ...(extendedKeyUsage && { extendedKeyUsage, extendedCritical: true }),
      },
    })
  return { key, name, root, certify }
}

export type SealAuthority = Awaited<ReturnType<typeof makeSealAuthority>>

/** What a portal asks about certificates and time, answered by the authority; `world` may change while it runs. */
export const pkiOf = async (
  authority: SealAuthority,
  now: () => Date,
  world: { state?: 'good' | 'revoked' | 'stale'; away?: boolean; revokedAt?: Date } = {},
): Promise<Deps['pki']> => {
  const key = await makeKey('EC')
  const certificate = authority.certify('时间戳', key, { extendedKeyUsage: [timeStamping] })
  const crls = [
    makeCrl({ issuer: authority, revoked: [], thisUpdate: now(), nextUpdate: new Date(now().getTime() + day) }),
  ]
  const request = async (data: Uint8Array): Promise<Uint8Array> => {
    if (world.away) throw new Error('ECONNREFUSED')
    const answer = answerTimestamp(timestampRequest(data, Uint8Array.of(5)), {
      authority: { key, certificate },
      chain: [],
      policy: '1.2.3.4',
      serial: Uint8Array.of(7),
      now: now(),
    })
    return sequenceOf(readDer(answer))[1]?.bytes ?? answer
  }
  return {
    anchors: async () => [authority.root],
    timestamps: { request },
    revocation: {
      check: async () => ({ state: world.state ?? 'good', revokedAt: world.revokedAt, evidence: { crls, ocsps: [] } }),
    },
  } as unknown as Deps['pki']
}

/** The file of a key that seals, as `openssl pkcs12` writes one. */
export const sealFile = (key: Key, certificates: readonly Certificate[], password: string): string =>
  [
    key.object.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: password }).toString(),
    ...certificates.map(pemOf),
  ].join('\n')

/** A folder with such files by name. */
export const sealFolder = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'portal-seals-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}
