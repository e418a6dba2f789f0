import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { Certificate } from '../../infra/pki/certificate.ts'
import { context, integer, nothing, octets, oid, sequence, set, tlv } from '../../infra/pki/der.ts'
import type { Key } from './issuing.ts'

// A key with its certificates under a password (PKCS#12, RFC 7292), as people keep them in a file.

const oids = {
  data: '1.2.840.113549.1.7.1',
  shroudedKey: '1.2.840.113549.1.12.10.1.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
  x509: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const

const rounds = 2048
/** Of the digest, in octets (SHA-256). */
const block = 64

/** A text as UTF-16 with its end (RFC 7292 B.1). */
const bmp = (text: string): Buffer => Buffer.from(`${text}\0`, 'utf16le').swap16()

const filled = (bytes: Uint8Array): Buffer =>
  Buffer.alloc(Math.ceil(bytes.length / block) * block).map((_, place) => bytes[place % bytes.length] ?? 0) as Buffer

/** The key of the check sum from the password (RFC 7292 B.2, one round of SHA-256 being long enough). */
const macKey = (password: string, salt: Uint8Array): Buffer => {
  let key = Buffer.concat([Buffer.alloc(block, 3), filled(salt), filled(bmp(password))])
  for (let round = 0; round < rounds; round += 1) key = createHash('sha256').update(key).digest()
  return key
}

const bag = (type: string, value: Uint8Array, name: string, id: Uint8Array | undefined): Uint8Array =>
  sequence(
    oid(type),
    tlv(context(0), value),
    set(
      sequence(oid(oids.friendlyName), set(tlv(0x1e, bmp(name).subarray(0, -2)))),
      ...(id ? [sequence(oid(oids.localKeyId), set(octets(id)))] : []),
    ),
  )

const certBag = ({ der, subject }: Certificate, id?: Uint8Array): Uint8Array =>
  bag(oids.certBag, sequence(oid(oids.x509), tlv(context(0), octets(der))), subject.commonName, id)

const data = (...content: readonly Uint8Array[]): Uint8Array =>
  sequence(oid(oids.data), tlv(context(0), octets(...content)))

/**
 * Makes such a file: the key under PBES2 with AES-256, certificates open, all under a check sum with SHA-256, so that
 * browsers and programmes of today open it. The holder's certificate comes first.
 */
export const makePkcs12 = (key: Key, certificates: readonly Certificate[], password: string): Uint8Array => {
  const [holder, ...authorities] = certificates
  if (!holder) throw new Error('nobody’s key')
  const id = Buffer.from(holder.fingerprint, 'hex')
  const shrouded = key.object.export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: password })
  const certs = [certBag(holder, id), ...authorities.map((one) => certBag(one))]
  const content = sequence(
    data(sequence(bag(oids.shroudedKey, new Uint8Array(shrouded), holder.subject.commonName, id))),
    data(sequence(...certs)),
  )
  const salt = randomBytes(16)
  const sum = createHmac('sha256', macKey(password, salt)).update(content).digest()
  return sequence(
    integer(3),
    data(content),
    sequence(sequence(sequence(oid(oids.sha256), nothing()), octets(sum)), octets(salt), integer(rounds)),
  )
}
