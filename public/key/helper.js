import { fromBase64, toBase64 } from './bytes.js'
import { maySign, readCertificate } from './certificate.js'
import { KeyFault } from './fault.js'

// A key in a medium, reached through the program of its vendor on this very computer (证书助手): a small protocol over
// HTTP on 127.0.0.1. The program answers pages of the portal's origin only, asks for the medium's password itself or
// takes it from this page, and never gives a key away. What it can do that browsers cannot: SM2 with SM3.
//
//   GET  <url>/media                      → { media: [{ id, label, state, triesLeft?, certificates: [[base64 DER, …]] }] }
//   (each of `certificates` is one and, after it, those above it that the medium holds)
//   POST <url>/sign { medium, certificate, password, data }   → { signature }   (base64; ECDSA and SM2 as DER)
//   a refusal: 4xx with { error: code, triesLeft? }; state and code: ready, unreadable, locked, wrong-password, no-medium

/** The program answers at once; before it signs it may ask for the password in a window of its own. */
const patience = { ask: 3000, sign: 120_000 }

const ask = async (url, milliseconds, init) => {
  let answer
  try {
    answer = await fetch(url, {
      ...init,
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(milliseconds),
    })
  } catch (cause) {
    throw new KeyFault('no-helper', { cause })
  }
  // A sandbox without the program, or something else that listens there.
  const body = await answer.json().catch(() => undefined)
  if (body === undefined) throw new KeyFault('no-helper')
  if (answer.ok) return body
  const known = ['unreadable', 'locked', 'wrong-password', 'no-medium', 'no-key']
  throw new KeyFault(known.includes(body.error) ? body.error : 'no-helper', { triesLeft: body.triesLeft })
}

const heldIn = (url, medium, [der, ...above]) => {
  const one = readCertificate(fromBase64(der))
  if (!maySign(one)) return undefined
  const { name, uscc, issuer, algorithm, notBefore, notAfter } = one
  return {
    certificate: one.der,
    chain: above.map(fromBase64),
    name,
    uscc,
    issuer,
    algorithm,
    notBefore,
    notAfter,
    asksPassword: true,
    sign: async (bytes, password = '') => {
      const { signature } = await ask(`${url}/sign`, patience.sign, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ medium: medium.id, certificate: der, password, data: toBase64(bytes) }),
      })
      return fromBase64(signature)
    },
  }
}

/** The keys of all media the helper program sees. Throws KeyFault: no helper, no medium, unreadable, locked. */
export const openHelper = async (url) => {
  const { media } = await ask(`${url}/media`, patience.ask)
  if (media.length === 0) throw new KeyFault('no-medium')
  const ready = media.filter(({ state }) => state === 'ready')
  if (ready.length === 0) throw new KeyFault(media[0].state === 'locked' ? 'locked' : 'unreadable')
  const keys = ready.flatMap((medium) => medium.certificates.map((one) => heldIn(url, medium, one))).filter(Boolean)
  if (keys.length === 0) throw new KeyFault('no-key')
  return keys
}
