import { Certificate } from 'pkijs'

// What a page shows of a certificate before it is presented. Whether it is worth anything the portal judges.

const oids = { commonName: '2.5.4.3', unit: '2.5.4.10', uscc: '2.5.4.97', serialNumber: '2.5.4.5' }

const sm2Key = '1.2.156.10197.1.301'
const rsaKey = '1.2.840.113549.1.1.1'
const ecKey = '1.2.840.10045.2.1'

const valueOf = (name, oid) => name.typesAndValues.find(({ type }) => type === oid)?.value.valueBlock.value

/** RSA, EC or SM2, by the key a certificate is of; undefined for any other. */
const algorithmOf = ({ subjectPublicKeyInfo: { algorithm } }) => {
  if (algorithm.algorithmId === rsaKey) return 'RSA'
  if (algorithm.algorithmId !== ecKey) return undefined
  return algorithm.algorithmParams?.valueBlock?.toString() === sm2Key ? 'SM2' : 'EC'
}

/** Reads a certificate; `parsed` is what pkijs makes of it. Throws for what is none. */
export const readCertificate = (der) => {
  const parsed = Certificate.fromBER(der)
  const commonName = valueOf(parsed.subject, oids.commonName) ?? ''
  const unit = valueOf(parsed.subject, oids.unit)
  return {
    der: new Uint8Array(der),
    parsed,
    name: unit && unit !== commonName ? `${unit}（${commonName}）` : commonName,
    uscc: valueOf(parsed.subject, oids.uscc) ?? valueOf(parsed.subject, oids.serialNumber) ?? '',
    issuer: valueOf(parsed.issuer, oids.commonName) ?? valueOf(parsed.issuer, oids.unit) ?? '',
    algorithm: algorithmOf(parsed),
    notBefore: parsed.notBefore.value,
    notAfter: parsed.notAfter.value,
  }
}

/** Whether a certificate says that its key may sign; one that says nothing may do everything (RFC 5280 §4.2.1.3). */
export const maySign = ({ parsed }) => {
  const usage = parsed.extensions?.find(({ extnID }) => extnID === '2.5.29.15')?.parsedValue
  if (!usage) return true
  // digitalSignature, nonRepudiation: the two highest bits.
  return (usage.valueBlock.valueHexView[0] & 0xc0) !== 0
}
