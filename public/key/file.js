import { PFX } from 'pkijs'
import { ecdsaToDer } from './bytes.js'
import { maySign, readCertificate } from './certificate.js'
import { KeyFault } from './fault.js'

// A key in a file (PKCS#12, RFC 7292), opened in this browser: neither file nor password nor key leaves it.

const largest = 256 * 1024
const shroudedKeyBag = '1.2.840.113549.1.12.10.1.2'
const plainKeyBag = '1.2.840.113549.1.12.10.1.1'
const certificateBag = '1.2.840.113549.1.12.10.1.3'
const localKeyId = '1.2.840.113549.1.9.21'
const pbes2 = '1.2.840.113549.1.5.13'

const schemes = {
  RSA: { import: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, sign: 'RSASSA-PKCS1-v1_5' },
  EC: { sign: { name: 'ECDSA', hash: 'SHA-256' } },
}

/** The value that ties a key to its certificate in the file, as text; undefined where there is none. */
const idOf = (bag) =>
  bag.bagAttributes?.find(({ type }) => type === localKeyId)?.values[0]?.valueBlock.valueHexView.toString()

const open = async (bytes, password) => {
  let pfx
  try {
    pfx = PFX.fromBER(bytes)
  } catch (cause) {
    throw new KeyFault('unreadable-file', { cause })
  }
  try {
    await pfx.parseInternalValues({ password, checkIntegrity: true })
  } catch (cause) {
    // The file itself was read: what the password is checked by does not fit it.
    throw new KeyFault(pfx.macData ? 'wrong-password' : 'unreadable-file', { cause })
  }
  const safe = pfx.parsedValue.authenticatedSafe
  try {
    await safe.parseInternalValues({ safeContents: safe.safeContents.map(() => ({ password })) })
    return safe.parsedValue.safeContents.flatMap(({ value }) => value.safeBags)
  } catch (cause) {
    throw new KeyFault('old-file', { cause })
  }
}

const keyInfo = async (bag, password) => {
  if (bag.bagId === plainKeyBag) return bag.bagValue
  if (bag.bagValue.encryptionAlgorithm.algorithmId !== pbes2) throw new KeyFault('old-file')
  await bag.bagValue.parseInternalValues({ password })
  return bag.bagValue.parsedValue
}

/** The key as this browser's own, which gives it to nobody. */
const importKey = (info, { algorithm, parsed }) => {
  const der = info.toSchema().toBER(false)
  if (algorithm === 'RSA') return crypto.subtle.importKey('pkcs8', der, schemes.RSA.import, false, ['sign'])
  const curves = { '1.2.840.10045.3.1.7': 'P-256', '1.3.132.0.34': 'P-384', '1.3.132.0.35': 'P-521' }
  const namedCurve = curves[parsed.subjectPublicKeyInfo.algorithm.algorithmParams?.valueBlock.toString()]
  if (!namedCurve) throw new KeyFault('unsupported-algorithm')
  return crypto.subtle.importKey('pkcs8', der, { name: 'ECDSA', namedCurve }, false, ['sign'])
}

const held = async (bag, certificates, password) => {
  const id = idOf(bag)
  const own = certificates.find((one) => id !== undefined && one.id === id) ?? certificates[0]
  if (!own || !maySign(own)) return undefined
  const { der, name, uscc, issuer, algorithm, notBefore, notAfter } = own
  if (algorithm === 'SM2' || algorithm === undefined) throw new KeyFault('unsupported-algorithm')
  const key = await importKey(await keyInfo(bag, password), own)
  return {
    certificate: der,
    chain: certificates.filter((one) => one !== own).map((one) => one.der),
    name,
    uscc,
    issuer,
    algorithm,
    notBefore,
    notAfter,
    asksPassword: false,
    sign: async (bytes) => {
      const raw = new Uint8Array(await crypto.subtle.sign(schemes[algorithm].sign, key, bytes))
      return algorithm === 'EC' ? ecdsaToDer(raw) : raw
    },
  }
}

/** The keys of a PKCS#12 file with their certificates. Throws KeyFault. */
export const openFile = async (file, password) => {
  if (file.size === 0 || file.size > largest) throw new KeyFault('unreadable-file')
  const secret = new TextEncoder().encode(password).buffer
  const bags = await open(await file.arrayBuffer(), secret)
  const certificates = bags
    .filter(({ bagId }) => bagId === certificateBag)
    .map((bag) => ({ id: idOf(bag), ...readCertificate(bag.bagValue.parsedValue.toSchema(true).toBER(false)) }))
  const keys = bags.filter(({ bagId }) => bagId === shroudedKeyBag || bagId === plainKeyBag)
  const found = []
  for (const bag of keys) {
    const one = await held(bag, certificates, secret)
    if (one) found.push(one)
  }
  if (found.length === 0) throw new KeyFault('no-key')
  return found
}
