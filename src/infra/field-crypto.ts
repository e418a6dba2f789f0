import { createCipheriv, createDecipheriv, createHmac, createSecretKey, randomBytes } from 'node:crypto'

/**
 * Encryption of single values at rest and keyed hashes for equality search (PIPL art. 51).
 * `place` names table, column and row; a value moved to another place does not decrypt.
 */
export type FieldCrypto = {
  readonly encrypt: (plain: string, place: string) => string
  readonly decrypt: (sealed: string, place: string) => string
  /** Keyed hash of a normalised value; `kind` keeps equal texts of different meaning apart. */
  readonly index: (
    kind: 'id-number' | 'phone' | 'email' | 'login-identity' | 'session' | 'consent' | 'calendar' | 'bank-account',
    value: string,
  ) => string
}

const nonceBytes = 12
const tagBytes = 16
const keyId = 'k1'

/** Keys are 32 bytes in hexadecimal. Sealed form: `k1.<base64url of nonce, tag, ciphertext>`. */
export const createFieldCrypto = (keys: { readonly field: string; readonly index: string }): FieldCrypto => {
  const fieldKey = createSecretKey(Buffer.from(keys.field, 'hex'))
  const indexKey = createSecretKey(Buffer.from(keys.index, 'hex'))
  return {
    encrypt: (plain, place) => {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', fieldKey, nonce).setAAD(Buffer.from(place))
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return `${keyId}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    decrypt: (sealed, place) => {
      const [id, text] = sealed.split('.')
      if (id !== keyId || text === undefined) throw new Error('value sealed with an unknown key')
      const bytes = Buffer.from(text, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', fieldKey, bytes.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      })
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
      return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString('utf8')
    },
    index: (kind, value) => createHmac('sha256', indexKey).update(`${kind}:${value}`).digest('base64url'),
  }
}
