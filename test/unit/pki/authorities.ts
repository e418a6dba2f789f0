import type { Certificate } from '../../../src/infra/pki/certificate.ts'
import { distinguished, issue, makeKey, type Key, type Order, type Profile } from '../../../src/sandbox/pki/issuing.ts'

export const now = new Date('2026-11-20T04:00:00Z')
const day = 86_400_000
export const later = (days: number): Date => new Date(now.getTime() + days * day)

export type Party = { readonly name: Uint8Array; readonly key: Key; readonly certificate: Certificate }

export const named = (text: string): Uint8Array =>
  distinguished([
    ['country', 'CN'],
    ['unit', '测试单位'],
    ['commonName', text],
  ])

export const authorityProfile: Profile = { ca: {}, keyUsage: ['keyCertSign', 'cRLSign'] }
export const holderProfile: Profile = {
  ca: false,
  keyUsage: ['digitalSignature', 'nonRepudiation'],
  extendedKeyUsage: ['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.4'],
}

type Making = Partial<Omit<Order, 'issuer' | 'profile'>> & {
  readonly issuer?: { readonly name: Uint8Array; readonly key: Key }
  readonly profile?: Profile
}

/** A party with its certificate; an authority of its own where no issuer is said. */
export const party = async (text: string, making: Making = {}): Promise<Party> => {
  const key = making.key ?? (await makeKey('EC'))
  const name = making.subject ?? named(text)
  const issuer = making.issuer ?? { name, key }
  const order: Order = {
    notBefore: later(-30),
    notAfter: later(300),
    profile: making.issuer ? holderProfile : authorityProfile,
    ...making,
    subject: name,
    key,
    issuer,
  }
  return { name, key, certificate: issue(order) }
}
