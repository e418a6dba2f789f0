import { isArray, isDict, nameText, readObject, Ref, Text, type Dict, type Value } from './tokens.ts'
import type { Pdf } from './document.ts'

/** A field of the form, or one of its pictures on a page, with what it has from those above it. */
export type Field = {
  readonly num: number
  readonly name: string
  readonly dict: Dict
  readonly isSignature: boolean
  /** The value it has or inherits. */
  readonly value: Value | undefined
}

const mostFields = 20_000
const deepest = 32

const formOf = (pdf: Pdf, version: number): Dict | undefined => {
  const catalog = pdf.follow(pdf.versions[version]?.trailer.get('Root'), version)
  const form = isDict(catalog) ? pdf.follow(catalog.get('AcroForm'), version) : undefined
  return isDict(form) ? form : undefined
}

/** All fields of a version's form, by object. Fields that are no objects of their own are left out: nobody signs in one. */
export const fieldsOf = (pdf: Pdf, version: number): ReadonlyMap<number, Field> => {
  const fields = new Map<number, Field>()
  const roots = pdf.follow(formOf(pdf, version)?.get('Fields'), version)
  type Step = { readonly value: Value; readonly above: Omit<Field, 'num' | 'dict'>; readonly depth: number }
  const waiting: Step[] = []
  const push = (values: Value | undefined, above: Step['above'], depth: number): void => {
    if (isArray(values) && depth < deepest) for (const value of values) waiting.push({ value, above, depth })
  }
  push(roots, { name: '', isSignature: false, value: undefined }, 0)
  for (let step = waiting.pop(); step && fields.size < mostFields; step = waiting.pop()) {
    const { value, above, depth } = step
    const dict = pdf.follow(value, version)
    if (!(value instanceof Ref) || !isDict(dict) || fields.has(value.num)) continue
    const own = pdf.follow(dict.get('T'), version)
    const kind = pdf.follow(dict.get('FT'), version)
    const field: Field = {
      num: value.num,
      name: own instanceof Text ? [above.name, own.bytes].filter((part) => part !== '').join('.') : above.name,
      dict,
      isSignature: kind === undefined ? above.isSignature : nameText(kind) === 'Sig',
      value: dict.get('V') ?? above.value,
    }
    fields.set(value.num, field)
    push(pdf.follow(dict.get('Kids'), version), field, depth + 1)
  }
  return fields
}

export type SignedField = {
  readonly field: string
  /** Object of the signature dictionary, and the version in which it is read. */
  readonly num: number
  readonly version: number
  readonly dict: Dict
  /** Where its dictionary stands; undefined in a list of objects, where nothing can be signed. */
  readonly offset: number | undefined
  /** Whether the last version has it still. */
  readonly present: boolean
}

/**
 * Every signature of every version: the newest version is asked first, and one that a later version does not show any
 * more is told as well.
 */
export const signaturesOf = (pdf: Pdf, most: number): readonly SignedField[] => {
  const found = new Map<string, SignedField>()
  const last = pdf.versions.length - 1
  for (let version = last; version >= 0 && found.size <= most; version -= 1)
    for (const { name, isSignature, value, dict: field } of fieldsOf(pdf, version).values()) {
      if (!isSignature || !field.has('V')) continue
      const ref = field.get('V')
      const dict = pdf.follow(value, version)
      if (!isDict(dict)) continue
      const object = ref instanceof Ref ? pdf.object(ref.num, version) : undefined
      const key = object ? `${(ref as Ref).num} ${object.offset}` : `in ${name} ${version}`
      if (found.has(key)) continue
      found.set(key, {
        field: name,
        num: ref instanceof Ref ? ref.num : 0,
        version,
        dict,
        offset: object?.offset,
        present: version === last,
      })
    }
  return [...found.values()]
}

/**
 * How many byte ranges stand in the file that belong to no signature of a form: what was a signature was made one no
 * more, or never was one. Those for rights of use (/UR3), long out of use, are left out.
 */
export const strayRanges = (pdf: Pdf, signed: readonly SignedField[]): number => {
  const owned: (readonly [number, number])[] = []
  const own = (offset: number | undefined): void => {
    if (offset !== undefined) owned.push([offset, readObject(pdf.bytes, offset, pdf.bytes.length, () => 0).end])
  }
  for (const { offset } of signed) own(offset)
  const last = pdf.versions.length - 1
  const catalog = pdf.follow(pdf.versions[last]?.trailer.get('Root'), last)
  const perms = isDict(catalog) ? pdf.follow(catalog.get('Perms'), last) : undefined
  const rights = isDict(perms) ? perms.get('UR3') : undefined
  if (rights instanceof Ref) own(pdf.object(rights.num, last)?.offset)
  let stray = 0
  for (let at = pdf.bytes.indexOf('/ByteRange'); at >= 0; at = pdf.bytes.indexOf('/ByteRange', at + 10))
    if (!owned.some(([start, end]) => at >= start && at < end)) stray += 1
  return stray
}
