import {
  ambiguous,
  dictOf,
  isArray,
  isDict,
  Name,
  nameText,
  Ref,
  Stream,
  Unreadable,
  type Dict,
  type Value,
} from './tokens.ts'
import { refsIn, type Pdf } from './document.ts'
import { fieldsOf, type Field } from './signed-fields.ts'
import { isEvidence, isPlainDict, words } from './evidence-shape.ts'
import { createSameness, sameScalar } from './sameness.ts'
import type { Entry } from './xref.ts'

// What one version changed of the one before. Both are walked together from the trailer, and whatever is reached must be
// the same, but for the places where a signature, a filled field or evidence for signatures may stand (ISO 32000-2
// §12.8.2.2, ETSI EN 319 142-1 §5.4). An object that is reached by two ways is the same by both: a picture of a field
// that something else shows as well may not change.

export type Kind =
  /** A signature was put into a field that was there or is new. */
  | 'signature'
  /** The same by a time-stamping authority, of the document. */
  | 'timestamp'
  /** A new field for a signature, or the picture of an empty one. */
  | 'field'
  /** One of these shows something on a page. */
  | 'visible'
  | 'form'
  | 'evidence'
  | 'metadata'
  /** Objects nothing leads to. */
  | 'orphan'

export type Step = {
  readonly kinds: ReadonlySet<Kind>
  /** Names of the fields that were filled in. */
  readonly filled: readonly string[]
  /** Where something changed that must not: the way to it. */
  readonly fault: string | undefined
}

/** Places compared in one file: a bound for files made to be walked for ever. */
const mostVisits = 4_000_000

const ofTheListItself = words('Size Prev XRefStm Type W Index Length Filter DecodeParms ID DocChecksum')
const ofEveryVersion = words('ModDate Producer')
const ofMetadata = words('Type Subtype Length Filter DecodeParms')
const ofSigning = words('V AP F MK')
const ofFilling = words('V AP AS I M RV')

/** What an object that was not touched leads to. */
type Looked = {
  /** Where the list of objects stood it was read from. */
  readonly list: Entry | undefined
  readonly refs: readonly number[]
  readonly isPage: boolean
}

type Pair = { readonly old: Value | undefined; readonly now: Value | undefined; readonly way: string }

/** Compares versions one after the other, within one bound for the whole file. */
export const createComparison = (pdf: Pdf) => {
  let visits = 0
  const looked = new Map<Entry, Looked>()
  const formFields = new Map<number, ReadonlyMap<number, Field>>()
  const fieldsIn = (version: number): ReadonlyMap<number, Field> => {
    const fields = formFields.get(version) ?? fieldsOf(pdf, version)
    formFields.set(version, fields)
    return fields
  }

  return (version: number): Step => {
    const before = version - 1
    const kinds = new Set<Kind>()
    const filled: string[] = []
    const faults: string[] = []
    const explained = new Set<number>()
    const seen = new Set<number>()
    const waiting: Pair[] = []
    /** Objects that stayed as they were, still to be looked through. */
    const untouched: number[] = []
    const fieldsBefore = fieldsIn(before)
    const fieldsNow = fieldsIn(version)
    formFields.delete(before)

    const count = (): void => {
      visits += 1
      if (visits > mostVisits) throw new Unreadable('too many places to compare')
    }
    const fault = (way: string): void => void faults.push(way)
    const was = (value: Value | undefined): Value | undefined => pdf.follow(value, before)
    const is = (value: Value | undefined): Value | undefined => pdf.follow(value, version)
    const unchanged = (num: number): boolean => pdf.entry(num, before) === pdf.entry(num, version) && !listChanged(num)
    const listChanged = (num: number): boolean => {
      const place = pdf.entry(num, version)
      return place?.kind === 'in' && pdf.entry(place.list, before) !== pdf.entry(place.list, version)
    }
    const { isSame, sameData } = createSameness({ pdf, before, version, unchanged, count })
    const isChanged = (old: Dict, now: Dict, which: ReadonlySet<string>): boolean =>
      [...which].some((key) => !isSame(old.get(key), now.get(key)))
    const keys = (old: Dict, now: Dict): ReadonlySet<string> => new Set([...old.keys(), ...now.keys()])

    /** Everything new that hangs on a place where something new may stand. */
    const explain = (value: Value | undefined): void => {
      const open = [...refsIn(value)]
      for (let ref = open.pop(); ref; ref = open.pop()) {
        if (explained.has(ref.num)) continue
        explained.add(ref.num)
        if (!unchanged(ref.num)) open.push(...refsIn(pdf.object(ref.num, version)?.value))
      }
    }

    const compare = (old: Value | undefined, now: Value | undefined, way: string): void =>
      void waiting.push({ old, now, way })

    const compareDicts = (old: Dict, now: Dict, way: string, apart: ReadonlySet<string>): void => {
      if (old !== now && now.has(ambiguous)) return fault(way)
      for (const key of keys(old, now))
        if (!apart.has(key)) compare(old.get(key), now.get(key), way.length > 200 ? way : `${way}/${key}`)
    }

    const isVisible = (field: Dict): boolean => {
      const rect = is(field.get('Rect'))
      const [a, b, c, d] = isArray(rect) ? rect.map(is) : []
      return field.has('AP') && !(a === c || b === d)
    }

    /** A signature that was put into a field. */
    const signed = (field: Dict, value: Value | undefined): void => {
      const dict = is(value)
      const stamp = isDict(dict) && nameText(is(dict.get('SubFilter'))) === 'ETSI.RFC3161'
      kinds.add(stamp ? 'timestamp' : 'signature')
      const widgets = is(field.get('Kids'))
      for (const each of [field, ...(isArray(widgets) ? widgets.map(is) : [])])
        if (isDict(each) && isVisible(each)) kinds.add('visible')
      explain(value)
      explain(field.get('AP'))
    }

    const newField = (num: number, way: string): void => {
      const field = fieldsNow.get(num)
      if (!field?.isSignature) return fault(way)
      explained.add(num)
      explain(field.dict.get('AP'))
      explain(field.dict.get('MK'))
      explain(field.dict.get('Kids'))
      explain(field.dict.get('Lock'))
      explain(field.dict.get('SV'))
      if (isVisible(field.dict)) kinds.add('visible')
      if (field.dict.has('V')) signed(field.dict, field.dict.get('V'))
      else if (!field.value) kinds.add('field')
    }

    const compareFields = (old: Field, now: Field, way: string): void => {
      const wasSigned = (was(old.value) ?? null) !== null
      if (old.isSignature && (wasSigned || !now.isSignature)) return compareDicts(old.dict, now.dict, way, new Set())
      const mayChange = old.isSignature ? ofSigning : ofFilling
      // What was not touched on the surface must not be touched deeper down.
      if (!isChanged(old.dict, now.dict, mayChange)) return compareDicts(old.dict, now.dict, way, new Set())
      compareDicts(old.dict, now.dict, way, mayChange)
      for (const key of mayChange) explain(now.dict.get(key))
      if (!old.isSignature) {
        kinds.add('form')
        filled.push(now.name)
      } else if (now.dict.has('V')) signed(now.dict, now.dict.get('V'))
      else {
        kinds.add('field')
        if (isVisible(now.dict)) kinds.add('visible')
      }
    }

    /** Lists of fields and of annotations: what was there stays in its order, what is added is a field for a signature. */
    const compareLists = (old: Value | undefined, now: Value | undefined, way: string): void => {
      for (const each of [old, now]) if (each instanceof Ref) explained.add(each.num)
      const [one, other] = [was(old) ?? [], is(now) ?? []]
      if (!isArray(one) || !isArray(other)) return fault(way)
      let at = 0
      for (const item of other) {
        const expected = one[at]
        const follows =
          item instanceof Ref ? expected instanceof Ref && expected.num === item.num : expected !== undefined
        if (follows) {
          compare(expected, item, way)
          at += 1
        } else if (item instanceof Ref && !fieldsBefore.has(item.num)) newField(item.num, way)
        else return fault(way)
      }
      if (at < one.length) fault(way)
    }

    const compareForms = (old: Value | undefined, now: Value | undefined, way: string): void => {
      for (const each of [old, now]) if (each instanceof Ref) explained.add(each.num)
      const [one, other] = [was(old) ?? new Map<string, Value>(), is(now) ?? new Map<string, Value>()]
      if (!isDict(one) || !isDict(other)) return fault(way)
      compareDicts(one, other, way, words('Fields SigFlags DR DA NeedAppearances'))
      compareLists(one.get('Fields'), other.get('Fields'), `${way}/Fields`)
      if (typeof (is(other.get('SigFlags')) ?? 0) !== 'number') fault(`${way}/SigFlags`)
      // Asked for pictures of its own a viewer shows what nobody signed.
      if (is(other.get('NeedAppearances')) === true && was(one.get('NeedAppearances')) !== true)
        fault(`${way}/NeedAppearances`)
      if (one.has('DA')) compare(one.get('DA'), other.get('DA'), `${way}/DA`)
      compareResources(one.get('DR'), other.get('DR'), `${way}/DR`)
    }

    /** What pictures of fields are made of: nothing that is in use changes, but for pictures of signatures. */
    const compareResources = (old: Value | undefined, now: Value | undefined, way: string): void => {
      for (const each of [old, now]) if (each instanceof Ref) explained.add(each.num)
      const [one, other] = [was(old) ?? new Map<string, Value>(), is(now) ?? new Map<string, Value>()]
      if (!isDict(one) || !isDict(other)) return fault(way)
      for (const [kind, list] of other) {
        const [left, right] = [was(one.get(kind)), is(list)]
        if (list instanceof Ref) explained.add(list.num)
        if (!isDict(left) || !isDict(right)) {
          if (left === undefined) explain(list)
          else compare(one.get(kind), list, `${way}/${kind}`)
          continue
        }
        for (const [key, each] of right) {
          if (kind !== 'XObject' && left.has(key)) compare(left.get(key), each, `${way}/${kind}/${key}`)
          else explain(each)
        }
      }
    }

    const compareEvidence = (old: Value | undefined, now: Value | undefined, way: string): void => {
      if (isSame(old, now)) return compare(old, now, way)
      const dict = is(now)
      if (!isDict(dict) || !isEvidence(dict, is)) return fault(way)
      kinds.add('evidence')
      explain(now)
    }

    const compareExtensions = (old: Value | undefined, now: Value | undefined, way: string): void => {
      const [one, other] = [was(old) ?? new Map<string, Value>(), is(now)]
      if (isSame(old, now)) return compare(old, now, way)
      if (!isDict(one) || !isDict(other) || !isPlainDict(now, is)) return fault(way)
      for (const key of one.keys()) compare(one.get(key), other.get(key), `${way}/${key}`)
      explain(now)
    }

    const compareMetadata = (old: Value | undefined, now: Value | undefined, way: string): void => {
      if (isSame(old, now)) return compare(old, now, way)
      const stream = is(now)
      if (!(stream instanceof Stream) || ![...stream.dict.keys()].every((key) => ofMetadata.has(key))) return fault(way)
      kinds.add('metadata')
      explain(now)
    }

    const compareInfo = (old: Value | undefined, now: Value | undefined, way: string): void => {
      const [one, other] = [was(old) ?? new Map<string, Value>(), is(now) ?? new Map<string, Value>()]
      if (!isDict(one) || !isDict(other)) return fault(way)
      for (const key of keys(one, other)) {
        if (!ofEveryVersion.has(key)) compare(one.get(key), other.get(key), `${way}/${key}`)
        else if (!isSame(one.get(key), other.get(key))) kinds.add('metadata')
      }
      explain(now)
    }

    const compareCatalogs = (one: Dict, other: Dict, way: string): void => {
      compareDicts(one, other, way, words('AcroForm DSS Extensions Metadata Version'))
      compareForms(one.get('AcroForm'), other.get('AcroForm'), `${way}/AcroForm`)
      compareEvidence(one.get('DSS'), other.get('DSS'), `${way}/DSS`)
      compareExtensions(one.get('Extensions'), other.get('Extensions'), `${way}/Extensions`)
      compareMetadata(one.get('Metadata'), other.get('Metadata'), `${way}/Metadata`)
      if (other.has('Version') ? !(is(other.get('Version')) instanceof Name) : one.has('Version'))
        fault(`${way}/Version`)
    }

    const rootBefore = pdf.versions[before]?.trailer.get('Root')
    const rootNow = pdf.versions[version]?.trailer.get('Root')

    /** Two dictionaries of one object, by what that object is. */
    const compareObjects = (num: number, one: Dict, other: Dict, way: string): void => {
      const [left, right] = [fieldsBefore.get(num), fieldsNow.get(num)]
      if (rootNow instanceof Ref && rootNow.num === num) return compareCatalogs(one, other, way)
      if (left && right) return compareFields(left, right, way)
      const isPage = nameText(was(one.get('Type'))) === 'Page'
      compareDicts(one, other, way, isPage ? words('Annots') : new Set())
      if (isPage) compareLists(one.get('Annots'), other.get('Annots'), `${way}/Annots`)
    }

    const compareValues = (one: Value | undefined, other: Value | undefined, way: string, num?: number): void => {
      const [left, right] = [dictOf(one), dictOf(other)]
      if (left && right) {
        if (!sameData(one, other)) return fault(way)
        if (num !== undefined && !(one instanceof Stream)) return compareObjects(num, left, right, way)
        return compareDicts(left, right, way, new Set())
      }
      if (isArray(one) && isArray(other)) {
        if (one.length !== other.length) return fault(way)
        for (const [n, each] of one.entries()) compare(each, other[n], way)
        return
      }
      if (!sameScalar(one, other)) fault(way)
    }

    /** An object by what it was and is; one that was not touched is looked through for others that were. */
    const visit = (num: number, way: string): void => {
      if (seen.has(num)) return
      seen.add(num)
      explained.add(num)
      if (!unchanged(num))
        return compareValues(pdf.object(num, before)?.value, pdf.object(num, version)?.value, way, num)
      const place = pdf.entry(num, version)
      if (!place || place.kind === 'free') return
      const list = place.kind === 'in' ? pdf.entry(place.list, version) : undefined
      const kept = looked.get(place)
      const known = kept && kept.list === list ? kept : lookAt(num, list)
      looked.set(place, known)
      // Its evidence and its form hang on the catalog: they are looked at as such even if it was not touched itself.
      const root = rootNow instanceof Ref && rootNow.num === num
      if (root || known.isPage || fieldsNow.has(num)) {
        const value = pdf.object(num, version)?.value
        return compareValues(value, value, way, num)
      }
      for (const each of known.refs) untouched.push(each)
    }
    const lookAt = (num: number, list: Entry | undefined): Looked => {
      const value = pdf.object(num, version)?.value
      const refs = [...new Set(refsIn(value).map((ref) => ref.num))]
      return { list, refs, isPage: isDict(value) && nameText(is(value.get('Type'))) === 'Page' }
    }

    const trailerBefore = pdf.versions[before]?.trailer ?? new Map<string, Value>()
    const trailerNow = pdf.versions[version]?.trailer ?? new Map<string, Value>()
    if (!(rootBefore instanceof Ref) || !(rootNow instanceof Ref) || rootBefore.num !== rootNow.num) fault('Root')
    compareDicts(trailerBefore, trailerNow, 'trailer', new Set([...ofTheListItself, 'Info']))
    compareInfo(trailerBefore.get('Info'), trailerNow.get('Info'), 'Info')
    // The first of the two names the file for good.
    const [idBefore, idNow] = [was(trailerBefore.get('ID')), is(trailerNow.get('ID'))]
    if (isArray(idBefore)) compare(idBefore[0], isArray(idNow) ? idNow[0] : undefined, 'trailer/ID')

    while (faults.length === 0) {
      count()
      const pair = waiting.pop()
      if (!pair) {
        const num = untouched.pop()
        if (num === undefined) break
        visit(num, `object ${num}`)
        continue
      }
      const { old, now, way } = pair
      if (old instanceof Ref && now instanceof Ref) {
        if (old.num === now.num && old.gen === now.gen) visit(now.num, way)
        else fault(way)
        continue
      }
      if (now instanceof Ref) explained.add(now.num)
      compareValues(was(old), is(now), way)
    }

    if (faults.length === 0 && changedObjects(pdf, version).some((num) => !explained.has(num))) kinds.add('orphan')
    return { kinds, filled, fault: faults[0] }
  }
}

/** Objects a version put down or took away, without those that only say where objects stand. */
const changedObjects = (pdf: Pdf, version: number): readonly number[] =>
  (pdf.versions[version]?.sections ?? []).flatMap(({ entries }) =>
    [...entries].flatMap(([num, entry]) => {
      if (num === 0 || entry.kind === 'free' || pdf.entry(num, version - 1) === pdf.entry(num, version)) return []
      const value = pdf.object(num, version)?.value
      const ofTheList = value instanceof Stream && ['XRef', 'ObjStm'].includes(nameText(value.dict.get('Type')) ?? '')
      return ofTheList ? [] : [num]
    }),
  )
