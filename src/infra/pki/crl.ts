import { readSignatureAlgorithm, verifySignature } from './algorithms.ts'
import type { Certificate } from './certificate.ts'
import {
  booleanOf,
  context,
  elementsOf,
  integerHex,
  octetsOf,
  oidOf,
  readDer,
  sequenceOf,
  tags,
  timeOf,
  wholeBitsOf,
  type Der,
} from './der.ts'

// Lists of revoked certificates (RFC 5280 chapter 5).

const limits = { bytes: 8 * 1_048_576, depth: 12, nodes: 2_000_000 }

const oids = {
  reason: '2.5.29.21',
  delta: '2.5.29.27',
  scope: '2.5.29.28',
} as const

const isTime = ({ tag }: Der): boolean => tag === tags.utcTime || tag === tags.time

type Extension = { readonly oid: string; readonly critical: boolean; readonly value: Uint8Array }

const extensionsOf = (list: Der | undefined): readonly Extension[] =>
  (list ? sequenceOf(list) : []).map((one) => {
    const [type, ...rest] = sequenceOf(one)
    return { oid: oidOf(type), critical: rest.length > 1 && booleanOf(rest[0]), value: octetsOf(rest.at(-1)) }
  })

const has = (flag: Der | undefined): boolean => flag?.content[0] === 0xff

/** Whether the list speaks of that certificate (RFC 5280 5.2.5): of its kind, of all reasons, and of its place. */
const isOfScope = (scope: Uint8Array, { isCa, crlUrls }: Certificate): boolean => {
  const parts = sequenceOf(readDer(scope))
  const part = (number: number, constructed = false): Der | undefined =>
    parts.find(({ tag }) => tag === context(number, constructed))
  const [onlyUsers, onlyAuthorities, someReasons, indirect, attributes] = [1, 2, 3, 4, 5].map((number) => part(number))
  if (someReasons || has(indirect) || has(attributes) || (has(onlyUsers) && isCa) || (has(onlyAuthorities) && !isCa))
    return false
  const names = part(0, true)?.children[0]
  if (!names) return true
  return (
    names.tag === context(0) &&
    names.children.some(({ content }) => crlUrls.includes(Buffer.from(content).toString('latin1')))
  )
}

export type CrlAnswer = {
  readonly thisUpdate: Date
  readonly nextUpdate: Date | undefined
  readonly revoked: { readonly at: Date; readonly reason: number | undefined } | undefined
}

/** The entry of a serial number in a list, read one after the other: a list may have a hundred thousand. */
const entryOf = (list: Der | undefined, serial: string): CrlAnswer['revoked'] => {
  for (const entry of list ? elementsOf(list.content) : []) {
    const [number, at, extensions] = sequenceOf(entry)
    if (integerHex(number) !== serial) continue
    const reason = extensionsOf(extensions).find(({ oid }) => oid === oids.reason)
    return { at: timeOf(at), reason: reason && readDer(reason.value).content[0] }
  }
  return undefined
}

/**
 * What a list of `issuer` says of a certificate; undefined where the list is of somebody else, is not signed by that
 * very key, or does not speak of such certificates. Throws DerError on what is no list.
 */
export const askCrl = (der: Uint8Array, certificate: Certificate, issuer: Certificate): CrlAnswer | undefined => {
  const [tbs, identifier, signature] = sequenceOf(readDer(der, limits))
  const fields = [...sequenceOf(tbs)]
  if (fields[0]?.tag === tags.integer) fields.shift()
  const [inner, name, thisUpdate, ...rest] = fields
  const next = rest[0] && isTime(rest[0]) ? rest.shift() : undefined
  const list = rest[0]?.tag === tags.sequence ? rest.shift() : undefined
  const extensions = extensionsOf(rest.find(({ tag }) => tag === context(0))?.children[0])
  if (!tbs || !name || !inner || !identifier) return undefined
  if (Buffer.compare(name.bytes, issuer.subjectDer) !== 0 || Buffer.compare(name.bytes, certificate.issuerDer) !== 0)
    return undefined
  const scope = extensions.find(({ oid }) => oid === oids.scope)
  const unknown = extensions.some(({ oid, critical }) => oid === oids.delta || (critical && oid !== oids.scope))
  if (unknown || (scope && !isOfScope(scope.value, certificate))) return undefined
  const algorithm = readSignatureAlgorithm(identifier)
  const isSigned =
    algorithm !== undefined &&
    Buffer.compare(inner.bytes, identifier.bytes) === 0 &&
    issuer.keyUsage.has('cRLSign') &&
    verifySignature(wholeBitsOf(signature), tbs.bytes, issuer, algorithm)
  if (!isSigned) return undefined
  return {
    thisUpdate: timeOf(thisUpdate),
    nextUpdate: next && timeOf(next),
    revoked: entryOf(list, certificate.serial),
  }
}
