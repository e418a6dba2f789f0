import { Secret, TOTP } from 'otpauth'

/** What authenticator apps expect when nothing else is agreed on (RFC 6238): SHA-1, six digits, 30 seconds. */
const period = 30
const digits = 6
const secretBytes = 20
/** A clock may go wrong by one step, a code may be typed while it runs out. */
const stepsEitherWay = 1

const generator = (secret: string, names: { readonly issuer: string; readonly label: string }): TOTP =>
  new TOTP({ ...names, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits, period })

/** A new key, in base 32 as people type it into their app. */
export const newTotpSecret = (): string => new Secret({ size: secretBytes }).base32

/** The key in groups of four, to be read from the screen. */
export const spacedSecret = (secret: string): string => secret.replaceAll(/.{4}(?=.)/g, '$& ')

/** The address an authenticator app reads from the picture. */
export const totpAddress = (secret: string, names: { readonly issuer: string; readonly label: string }): string =>
  generator(secret, names).toString()

/**
 * The number of the 30-second step the code belongs to, or nothing when it is none of the present step or the one
 * before or after it. Whoever takes a code must remember the step: a code is good once (RFC 6238, 5.2).
 */
export const totpStepOf = (secret: string, code: string, now: Date): number | undefined => {
  if (!/^\d{6}$/.test(code)) return undefined
  const totp = generator(secret, { issuer: '', label: '' })
  const timestamp = now.getTime()
  const delta = totp.validate({ token: code, timestamp, window: stepsEitherWay })
  return delta === null ? undefined : totp.counter({ timestamp }) + delta
}
