import { randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Clock } from '../../infra/clock.ts'
import { readCertificate, type Certificate } from '../../infra/pki/certificate.ts'
import { demoMark } from '../../infra/pki/trust.ts'
import { paths } from '../../web/paths.ts'
import { demoCertificates, demoKeyPassword, type DemoCertificate } from './demo-certificates.ts'
import { distinguished, issue, keyFromPem, keyToPem, makeKey, type Key, type Profile } from './issuing.ts'
import { makePkcs12 } from './pkcs12.ts'

// The invented authority of the sandbox: a root, below it one authority for units and people and one for seals, each
// with somebody who answers for it, and a time stamp. Made when first asked for, kept beside the portal's own keys.

export type Source = {
  readonly config: { readonly dataDir: string }
  readonly clock: Clock
  readonly publicUrl: string
}

/** A key with the certificate of it. */
export type Holder = { readonly key: Key; readonly certificate: Certificate }

const day = 86_400_000

const keptSchema = z.object({ kind: z.enum(['EC', 'RSA', 'SM2']), key: z.string(), certificate: z.base64() })
const fileSchema = z.record(z.string(), keptSchema)
type Kept = z.infer<typeof fileSchema>

const kept = ({ key, certificate }: Holder): Kept[string] => ({
  kind: key.kind,
  key: keyToPem(key),
  certificate: Buffer.from(certificate.der).toString('base64'),
})

const opened = ({ kind, key, certificate }: Kept[string]): Holder => ({
  key: keyFromPem(key, kind),
  certificate: readCertificate(Buffer.from(certificate, 'base64')),
})

/** Makes what a file holds, once for all processes that share the folder: whoever is first is followed. */
const once = async (
  { config }: Source,
  name: string,
  make: () => Promise<Readonly<Record<string, Holder>>>,
): Promise<ReadonlyMap<string, Holder>> => {
  const folder = join(config.dataDir, 'keys', 'sandbox-pki')
  const file = join(folder, name)
  const read = (): ReadonlyMap<string, Holder> =>
    new Map(
      Object.entries(fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')))).map(([id, one]) => [id, opened(one)]),
    )
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  const made = Object.entries(await make()).map(([id, one]) => [id, kept(one)])
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const draft = join(folder, `${randomUUID()}.draft`)
  writeFileSync(draft, JSON.stringify(Object.fromEntries(made)), { mode: 0o600 })
  try {
    linkSync(draft, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(draft)
  }
  return read()
}

const authorityName = (title: string): Uint8Array =>
  distinguished([
    ['country', 'CN'],
    ['unit', '演示证书颁发机构'],
    ['part', demoMark],
    ['commonName', title],
  ])

/** Who issues and answers; the names are part of addresses. */
const authorities = ['root', 'units', 'seals', 'foreign'] as const
export type AuthorityCode = (typeof authorities)[number]
export const isAuthority = (code: string): code is AuthorityCode => (authorities as readonly string[]).includes(code)

const answering = {
  ca: false,
  keyUsage: ['digitalSignature'],
  extendedKeyUsage: ['1.3.6.1.5.5.7.3.9'],
  ocspNoCheck: true,
} as const
const stamping = {
  ca: false,
  keyUsage: ['digitalSignature', 'nonRepudiation'],
  extendedKeyUsage: ['1.3.6.1.5.5.7.3.8'],
  extendedCritical: true,
} as const

/** Where a certificate says that its authority can be asked. */
const places = (
  { publicUrl }: Source,
  authority: AuthorityCode,
): Pick<Profile, 'crlUrl' | 'ocspUrl' | 'issuerUrl'> => ({
  crlUrl: `${publicUrl}${paths.sandboxCrl(authority)}`,
  issuerUrl: `${publicUrl}${paths.sandboxAuthority(authority)}`,
  ...(authority === 'root' ? {} : { ocspUrl: `${publicUrl}${paths.sandboxOcsp(authority)}` }),
})

const makeAuthorities = async (source: Source): Promise<Record<string, Holder>> => {
  const now = source.clock.now().getTime()
  const at = (days: number): Date => new Date(now + days * day)
  const hold = async (title: string, profile: Profile, issuer?: Holder): Promise<Holder> => {
    const key = await makeKey('EC')
    const subject = authorityName(title)
    const by = issuer ? { name: issuer.certificate.subjectDer, key: issuer.key } : { name: subject, key }
    return { key, certificate: issue({ subject, key, issuer: by, notBefore: at(-3650), notAfter: at(3650), profile }) }
  }
  const above: Profile = { ca: {}, keyUsage: ['keyCertSign', 'cRLSign'] }
  const root = await hold('演示根证书', above)
  const below: Profile = { ca: { pathLength: 0 }, keyUsage: ['keyCertSign', 'cRLSign'], ...places(source, 'root') }
  const [units, seals, foreign] = await Promise.all([
    hold('演示法人一证通证书', below, root),
    hold('演示电子印章证书', below, root),
    hold('别处的演示根证书', above),
  ])
  return {
    root,
    units,
    seals,
    foreign,
    'units-answers': await hold('演示法人一证通证书状态查询', answering, units),
    'seals-answers': await hold('演示电子印章证书状态查询', answering, seals),
    'foreign-answers': await hold('别处的证书状态查询', answering, foreign),
    stamps: await hold('演示时间戳', { ...stamping, ...places(source, 'root') }, root),
  }
}

const made = new Map<string, Promise<ReadonlyMap<string, Holder>>>()

const remembered = (source: Source, name: string, make: () => Promise<Record<string, Holder>>) => {
  const key = join(source.config.dataDir, name)
  const there = made.get(key) ?? once(source, name, make)
  made.set(key, there)
  return there
}

const of = (held: ReadonlyMap<string, Holder>, id: string): Holder => {
  const found = held.get(id)
  if (!found) throw new Error(`the sandbox holds no ${id}`)
  return found
}

/** Those who issue, who answer for them (`units-answers` …) and who stamp the time (`stamps`). */
export const sandboxAuthorities = async (source: Source) => {
  const held = await remembered(source, 'authorities.json', () => makeAuthorities(source))
  return (id: AuthorityCode | `${Exclude<AuthorityCode, 'root'>}-answers` | 'stamps'): Holder => of(held, id)
}

/** Root of the sandbox, which a portal with a sandbox believes. */
export const sandboxRoot = async (source: Source): Promise<Certificate> =>
  (await sandboxAuthorities(source))('root').certificate

const holderProfile = (one: DemoCertificate): Profile => ({
  ca: false,
  keyUsage: one.usage ?? ['digitalSignature', 'nonRepudiation'],
  extendedKeyUsage: ['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.4'],
})

const holderName = ({ unit, uscc, person }: DemoCertificate): Uint8Array =>
  distinguished([
    ['country', 'CN'],
    ...(unit === undefined ? [] : [['unit', unit] as const]),
    ['part', demoMark],
    ...(uscc === undefined ? [] : [['unitCode', uscc] as const]),
    ...(person ? [['serialNumber', person.id] as const] : []),
    ['commonName', person?.name ?? unit ?? ''],
  ])

const makeHolders = async (source: Source): Promise<Record<string, Holder>> => {
  const authority = await sandboxAuthorities(source)
  const now = source.clock.now().getTime()
  // A renewed one keeps its key; all others have one of their own, made beside each other.
  const keys = new Map(
    await Promise.all(
      demoCertificates.flatMap(({ id, kind, renews }) =>
        renews === undefined ? [makeKey(kind).then((key) => [id, key] as const)] : [],
      ),
    ),
  )
  return Object.fromEntries(
    demoCertificates.map((one) => {
      const code = one.foreign ? 'foreign' : 'units'
      const issuer = authority(code)
      const key = keys.get(one.renews ?? one.id)
      if (!key) throw new Error(`no key of ${one.id}`)
      const [from, to] = one.days
      const certificate = issue({
        subject: holderName(one),
        key,
        issuer: { name: issuer.certificate.subjectDer, key: issuer.key },
        notBefore: new Date(now + from * day),
        notAfter: new Date(now + to * day),
        profile: { ...holderProfile(one), ...places(source, code) },
      })
      return [one.id, { key, certificate }]
    }),
  )
}

/** A certificate of the sandbox with its key, and what leads from it to the root. */
export type SandboxKey = DemoCertificate & Holder & { readonly chain: readonly Certificate[] }

/** The certificates of demo units and people, and the root above them. */
export const sandboxKeys = async (
  source: Source,
): Promise<{ readonly root: Holder; readonly keys: readonly SandboxKey[] }> => {
  const authority = await sandboxAuthorities(source)
  const held = await remembered(source, 'holders.json', () => makeHolders(source))
  const root = authority('root')
  const trusted = [authority('units').certificate, root.certificate]
  return {
    root,
    keys: demoCertificates.flatMap((one) => {
      const found = held.get(one.id)
      return found ? [{ ...one, ...found, chain: one.foreign ? [authority('foreign').certificate] : trusted }] : []
    }),
  }
}

/** A certificate with its key as the file people keep, under the password that stands beside it. */
export const keyFile = ({ key, certificate, chain }: SandboxKey): Uint8Array =>
  makePkcs12(key, [certificate, ...chain], demoKeyPassword)

/** A fresh key for the seal of an authority, with its certificate and the one above it; whoever asks keeps it. */
export const issueSeal = async (
  source: Source,
  { code, name }: { readonly code: string; readonly name: string },
): Promise<{ readonly key: Key; readonly certificates: readonly Certificate[] }> => {
  const { certificate: above, key: by } = (await sandboxAuthorities(source))('seals')
  const key = await makeKey('EC')
  const now = source.clock.now().getTime()
  const certificate = issue({
    subject: distinguished([
      ['country', 'CN'],
      ['unit', name],
      ['part', demoMark],
      ['part', code],
      ['commonName', name],
    ]),
    key,
    issuer: { name: above.subjectDer, key: by },
    notBefore: new Date(now - day),
    notAfter: new Date(now + 1_825 * day),
    profile: { ca: false, keyUsage: ['digitalSignature', 'nonRepudiation'], ...places(source, 'seals') },
  })
  return { key, certificates: [certificate, above] }
}

/** Which of the demo certificates an authority has revoked. */
export const revokedBy = async (source: Source, authority: AuthorityCode) =>
  authority !== 'units'
    ? []
    : (await sandboxKeys(source)).keys
        .filter((one) => one.revoked)
        .map(({ certificate }) => ({
          serial: certificate.serial,
          at: new Date(certificate.notBefore.getTime() + day),
          reason: 1,
        }))
