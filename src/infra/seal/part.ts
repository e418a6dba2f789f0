import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto'
import { z } from 'zod'

// One person's part of a password on its way to the signer: encrypted to the key the signer made when it started, which
// nobody else has (X25519, HKDF-SHA-256, AES-256-GCM). Whoever carries it learns nothing and can alter nothing.

const partSchema = z.object({
  authority: z.string(),
  half: z.union([z.literal(1), z.literal(2)]),
  text: z.string(),
  /** Who typed it; the two parts come from two. */
  by: z.int(),
  /** Milliseconds. */
  at: z.number(),
})
export type Part = z.infer<typeof partSchema>

const boxSchema = z.object({ key: z.string(), iv: z.string(), data: z.string() })

const bytes = (text: string): Buffer => Buffer.from(text, 'base64')

const secretOf = (privateKey: KeyObject, publicKey: KeyObject): Buffer =>
  Buffer.from(hkdfSync('sha256', diffieHellman({ privateKey, publicKey }), Buffer.alloc(0), 'portal seal part', 32))

const spki = (key: KeyObject): string => key.export({ type: 'spki', format: 'der' }).toString('base64')

const keyOf = (text: string): KeyObject => createPublicKey({ key: bytes(text), type: 'spki', format: 'der' })

/** Encrypts a part for the signer with that public key. */
export const closePart = (publicKey: string, part: Part): string => {
  const own = generateKeyPairSync('x25519')
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', secretOf(own.privateKey, keyOf(publicKey)), iv)
  const data = Buffer.concat([cipher.update(JSON.stringify(part), 'utf8'), cipher.final(), cipher.getAuthTag()])
  return JSON.stringify({ key: spki(own.publicKey), iv: iv.toString('base64'), data: data.toString('base64') })
}

/** A key pair for one start of a signer. `open` throws on what was not encrypted to it. */
export const createPartBox = (): { readonly publicKey: string; readonly open: (closed: string) => Part } => {
  const own = generateKeyPairSync('x25519')
  return {
    publicKey: spki(own.publicKey),
    open: (closed) => {
      const { key, iv, data } = boxSchema.parse(JSON.parse(closed))
      const all = bytes(data)
      const decipher = createDecipheriv('aes-256-gcm', secretOf(own.privateKey, keyOf(key)), bytes(iv))
      decipher.setAuthTag(all.subarray(-16))
      const text = Buffer.concat([decipher.update(all.subarray(0, -16)), decipher.final()])
      return partSchema.parse(JSON.parse(text.toString('utf8')))
    },
  }
}
