import { readCertificate, type Certificate } from '../pki/certificate.ts'
import { verifySignature } from '../pki/algorithms.ts'
import {
  context,
  definite,
  integerHex,
  numberOf,
  oidOf,
  readDer,
  sequenceOf,
  setOf,
  tags,
  type Der,
} from '../pki/der.ts'
import { cmsOids } from '../pki/cms.ts'

// A signature leaves parts of its own message unsigned: the list of digests, certificates nobody needs, what was added
// behind it. A byte changed there changes nothing that is proved, but the file is not the one that was signed any more,
// and that is told.

const limits = { bytes: 8 * 1_048_576, depth: 32, nodes: 400_000 }

/** An algorithm without parameters, or with none said out loud. */
const isPlainAlgorithm = (der: Der): boolean => {
  const [type, parameters, ...more] = sequenceOf(der)
  oidOf(type)
  return more.length === 0 && (parameters === undefined || parameters.bytes.length === 2)
}

/** Whether each certificate is signed by another one here, by itself, or is the last of its way. */
const areConnected = (certificates: readonly Certificate[]): boolean => {
  const issuedHere = (one: Certificate): boolean | undefined => {
    const issuers = certificates.filter(({ subjectDer }) => Buffer.compare(subjectDer, one.issuerDer) === 0)
    if (issuers.length === 0) return undefined
    return (
      one.signedWith === undefined ||
      issuers.some((issuer) => verifySignature(one.signature, one.tbs, issuer, one.signedWith))
    )
  }
  const answers = certificates.map(issuedHere)
  // One may lead out of the message: to an authority everybody has.
  return answers.every((answer) => answer !== false) && answers.filter((answer) => answer === undefined).length <= 1
}

const check = (message: Uint8Array): boolean => {
  const [type, wrapped, ...beyond] = sequenceOf(readDer(message[1] === 0x80 ? definite(message) : message, limits))
  if (beyond.length > 0 || ![cmsOids.signedData, cmsOids.smSignedData].includes(oidOf(type) as never)) return false
  if (wrapped?.children.length !== 1) return false
  const parts = sequenceOf(wrapped.children[0])
  const [version, digests] = parts
  if (![1, 3, 4, 5].includes(numberOf(version)) || !digests) return false
  const named = setOf(digests)
  const [signer] = setOf(parts.at(-1))
  const [signerVersion, , digest, ...rest] = sequenceOf(signer)
  if (![1, 3].includes(numberOf(signerVersion)) || !digest) return false
  const name = oidOf(sequenceOf(digest)[0])
  if (![digest, ...named].every(isPlainAlgorithm)) return false
  if (!named.some((each) => oidOf(sequenceOf(each)[0]) === name)) return false
  const unsigned = rest.find(({ tag }) => tag === context(1))
  const attributes = (unsigned?.children ?? []).map((each) => sequenceOf(each))
  if (
    !attributes.every(([kind, values, ...more]) => more.length === 0 && oidOf(kind) !== '' && setOf(values).length > 0)
  )
    return false
  const bag = parts.find(({ tag }) => tag === context(0))?.children ?? []
  const certificates = bag.filter(({ tag }) => tag === tags.sequence).map(({ bytes }) => readCertificate(bytes))
  for (const { serial } of certificates) if (serial === '') return false
  integerHex(version)
  return certificates.length === bag.length && areConnected(certificates)
}

/** Whether a signed message is made of nothing but what belongs there, each part as it must be. */
export const isTidy = (message: Uint8Array): boolean => {
  try {
    return check(message)
  } catch {
    return false
  }
}
