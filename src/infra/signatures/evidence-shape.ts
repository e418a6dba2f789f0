import { isArray, isDict, nameText, Stream, type Dict, type Value } from './tokens.ts'

type Follow = (value: Value | undefined) => Value | undefined

export const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

const ofEvidence = words('Type VRI Certs OCSPs CRLs')
const ofOneSignature = words('Type Cert OCSP CRL TU TS')
const ofPlainStream = words('Type Length Filter DecodeParms')

const hasOnly = (dict: Dict, keys: ReadonlySet<string>): boolean => [...dict.keys()].every((key) => keys.has(key))

const isPlainStream = (value: Value | undefined, is: Follow): boolean => {
  const stream = is(value)
  return stream instanceof Stream && hasOnly(stream.dict, ofPlainStream)
}

const isList = (value: Value | undefined, is: Follow): boolean => {
  const items = value === undefined ? [] : is(value)
  return isArray(items) && items.every((each) => isPlainStream(each, is))
}

const isOfOneSignature = (value: Value, is: Follow): boolean => {
  const one = is(value)
  return (
    isDict(one) &&
    hasOnly(one, ofOneSignature) &&
    ['Cert', 'OCSP', 'CRL'].every((part) => isList(one.get(part), is)) &&
    (!one.has('TS') || isPlainStream(one.get('TS'), is))
  )
}

/** Whether evidence for signatures (ISO 32000-2 §12.8.4.3) holds nothing but that: no viewer shows any of it. */
export const isEvidence = (dict: Dict, is: Follow): boolean => {
  const single = is(dict.get('VRI')) ?? new Map<string, Value>()
  return (
    hasOnly(dict, ofEvidence) &&
    (nameText(is(dict.get('Type'))) ?? 'DSS') === 'DSS' &&
    ['Certs', 'OCSPs', 'CRLs'].every((key) => isList(dict.get(key), is)) &&
    isDict(single) &&
    [...single].every(([key, each]) => key === 'Type' || isOfOneSignature(each, is))
  )
}

/** Whether a dictionary says names and numbers and no more, as the catalog's list of extensions does. */
export const isPlainDict = (value: Value | undefined, is: Follow, depth = 0): boolean => {
  const found = is(value)
  if (isDict(found)) return depth < 3 && [...found.values()].every((each) => isPlainDict(each, is, depth + 1))
  return depth > 0 && !isArray(found) && !(found instanceof Stream)
}
