import { dictOf, isArray, Name, Ref, Stream, Text, type Dict, type Value } from './tokens.ts'
import { refsIn, type Pdf } from './document.ts'

export const sameScalar = (one: Value | undefined, other: Value | undefined): boolean => {
  if (one instanceof Text && other instanceof Text) return one.bytes === other.bytes
  if (one instanceof Name && other instanceof Name) return one.text === other.text
  return (one ?? null) === (other ?? null)
}

type Versions = {
  readonly pdf: Pdf
  readonly before: number
  readonly version: number
  /** Whether the object stands where it stood. */
  readonly unchanged: (num: number) => boolean
  /** Called for each place that is compared; throws when there were too many. */
  readonly count: () => void
}

/** Tells whether a value of one version is that of the version before, with all it leads to. */
export const createSameness = ({ pdf, before, version, unchanged, count }: Versions) => {
  const sameData = (one: Value | undefined, other: Value | undefined): boolean => {
    if (!(one instanceof Stream) && !(other instanceof Stream)) return true
    if (!(one instanceof Stream) || !(other instanceof Stream)) return false
    return one.start === other.start || pdf.raw(one, before).equals(pdf.raw(other, version))
  }
  const sameDicts = (one: Dict, other: Dict, depth: number): boolean =>
    [...new Set([...one.keys(), ...other.keys()])].every((key) => isSame(one.get(key), other.get(key), depth + 1))
  const isSame = (old: Value | undefined, now: Value | undefined, depth = 0): boolean => {
    count()
    if (depth > 24) return false
    if (old instanceof Ref && now instanceof Ref) {
      if (old.num !== now.num) return false
      const [one, other] = [pdf.object(old.num, before)?.value, pdf.object(old.num, version)?.value]
      // What was not touched itself is looked through one step; deeper changes are found by whoever walks all of it.
      const untouched = unchanged(old.num) && refsIn(other).every(({ num }) => unchanged(num))
      return untouched || isSame(one, other, depth + 1)
    }
    const [one, other] = [pdf.follow(old, before), pdf.follow(now, version)]
    const [left, right] = [dictOf(one), dictOf(other)]
    if (left && right) return sameData(one, other) && sameDicts(left, right, depth)
    if (isArray(one) && isArray(other))
      return one.length === other.length && one.every((each, n) => isSame(each, other[n], depth + 1))
    return sameScalar(one, other)
  }
  return { isSame, sameData }
}
