import type { FindingCode } from '../../core/signatures/verdicts.ts'
import { isArray, Text, twiceIn } from './tokens.ts'
import { versionEndingAt, type Pdf } from './document.ts'
import type { SignedField } from './signed-fields.ts'

/** What of a file one signature covers. */
export type Coverage = {
  /** The bytes before and behind the signature's own. */
  readonly hole: readonly [number, number]
  readonly end: number
  readonly version: number
  /** What stands in the hole. */
  readonly contents: Buffer
}

const oneCase = /^<(?:[0-9a-f]+|[0-9A-F]+)>$/

/**
 * One /ByteRange of four numbers that begins at 0, leaves out exactly the hexadecimal string of /Contents with its
 * brackets, and ends where a version of the file ends. Anything else is how signatures are moved, emptied or stretched
 * over bytes nobody signed.
 */
export const coverageOf = (pdf: Pdf, { dict, offset }: SignedField): Coverage | FindingCode => {
  if (twiceIn(dict).length > 0) return 'twofold'
  const contents = dict.get('Contents')
  if (!(contents instanceof Text) || contents.bytes.length === 0) return 'no-contents'
  const range = dict.get('ByteRange')
  const whole = (value: unknown): value is number =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
  if (offset === undefined || !isArray(range) || range.length !== 4) return 'byte-range'
  const [first, before, behind, after] = range
  if (first !== 0 || !whole(before) || !whole(behind) || !whole(after)) return 'byte-range'
  const end = behind + after
  if (before >= behind || after === 0 || end > pdf.bytes.length) return 'byte-range'
  if (!contents.hex || contents.start !== before || contents.end !== behind) return 'hole'
  if (!oneCase.test(pdf.bytes.toString('latin1', before, behind))) return 'hole'
  const version = versionEndingAt(pdf, end)
  if (version === undefined) return 'not-covered'
  return { hole: [before, behind], end, version, contents: Buffer.from(contents.bytes, 'latin1') }
}
