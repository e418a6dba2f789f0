import type { FileVerdict, Found, SignatureVerdict } from '../../core/signatures/verdicts.ts'
import { answerOf } from '../../core/signatures/verdicts.ts'
import { appendedFaults } from './appended.ts'
import { createComparison, type Step } from './changes.ts'
import { readPdf, type Pdf } from './document.ts'
import { evidenceIn, isConsistent } from './evidence.ts'
import { laterChanges, type Covered } from './later-changes.ts'
import { coverageOf } from './ranges.ts'
import { signaturesOf, strayRanges, type SignedField } from './signed-fields.ts'
import { nameText, Unreadable } from './tokens.ts'
import { claimedTimeOf, judgeSignature, type Judged, type Trust } from './trust.ts'

/** More signatures than any paper has; beyond, none is judged. */
const mostSignatures = 64

const formats: Readonly<Record<string, string>> = {
  'ETSI.CAdES.detached': 'PAdES',
  'adbe.pkcs7.detached': 'PKCS#7',
  'ETSI.RFC3161': 'RFC 3161',
}

/** A verdict that needs nothing but a reason. */
const only = (found: readonly Found[], over: Partial<SignatureVerdict> = {}): SignatureVerdict => ({
  kind: 'signature',
  field: '',
  intact: false,
  signer: undefined,
  claimedTime: undefined,
  bestTime: undefined,
  format: '',
  covers: undefined,
  chain: [],
  ...over,
  ...answerOf(found),
  found,
})

type Looked = {
  readonly signed: SignedField
  readonly subFilter: string
  readonly coverage: ReturnType<typeof coverageOf>
  readonly judged: Judged | undefined
  readonly found: readonly Found[]
}

const look = (pdf: Pdf, signed: SignedField, trust: Trust): Looked => {
  const subFilter = nameText(pdf.follow(signed.dict.get('SubFilter'), signed.version)) ?? ''
  const coverage = coverageOf(pdf, signed)
  if (typeof coverage === 'string')
    return { signed, subFilter, coverage, judged: undefined, found: [{ code: coverage }] }
  if (!Object.hasOwn(formats, subFilter))
    return { signed, subFilter, coverage, judged: undefined, found: [{ code: 'other-format', detail: subFilter }] }
  const [before, behind] = coverage.hole
  const parts = [pdf.bytes.subarray(0, before), pdf.bytes.subarray(behind, coverage.end)]
  const judged = judgeSignature(
    coverage.contents,
    parts,
    subFilter === 'ETSI.RFC3161' ? 'timestamp' : 'signature',
    trust,
  )
  return { signed, subFilter, coverage, judged, found: judged.found }
}

/** Finds the faults of appended bytes from some place on, each place once. */
const appendedFrom = (pdf: Pdf) => {
  const known = new Map<number, ReadonlyMap<number, string>>()
  return (end: number): ReadonlyMap<number, string> => {
    const faults = known.get(end) ?? appendedFaults(pdf, end)
    known.set(end, faults)
    return faults
  }
}

const stepsOf = (pdf: Pdf) => {
  const compare = createComparison(pdf)
  const known = new Map<number, Step>()
  return (version: number): Step => {
    const step = known.get(version) ?? safely(() => compare(version))
    known.set(version, step)
    return step
  }
}

const safely = (compare: () => Step): Step => {
  try {
    return compare()
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { kinds: new Set(), filled: [], fault: error.message }
  }
}

/** What cannot be read and yet was signed once is never good. */
const unreadable = (bytes: Buffer, error: Unreadable): FileVerdict => {
  const signedOnce = /\/ByteRange|\/SigFlags|\/Type\s*\/Sig\b/.test(bytes.toString('latin1'))
  const code = error.message === 'encrypted' || error.message === 'too-many' ? error.message : 'structure'
  const whole = bytes.subarray(-1024).includes('%%EOF') && !bytes.includes('/Encrypt')
  return {
    kind: 'pdf',
    note: signedOnce ? undefined : whole ? 'none' : 'unreadable',
    bytes: bytes.length,
    versions: 0,
    signatures: signedOnce ? [only([{ code, detail: error.message }])] : [],
  }
}

const judge = (bytes: Buffer, given: Trust): FileVerdict => {
  const pdf = readPdf(bytes)
  const whole = { kind: 'pdf', note: undefined, bytes: bytes.length, versions: pdf.versions.length } as const
  const signed = signaturesOf(pdf, mostSignatures)
  const stray = strayRanges(pdf, signed)
  if (signed.length === 0 && stray === 0) return { ...whole, note: 'none', signatures: [] }
  if (signed.length > mostSignatures) return { ...whole, signatures: [only([{ code: 'too-many' }])] }

  const inFile = evidenceIn(pdf)
  const trust: Trust = {
    ...given,
    certificates: [...given.certificates, ...inFile.certificates],
    crls: [...given.crls, ...inFile.crls],
    ocsps: [...given.ocsps, ...inFile.ocsps],
  }
  // Time stamps of the whole document prove the time of every signature they cover: they are looked at first.
  const stamps = signed.map((each) => look(pdf, each, trust)).filter(({ subFilter }) => subFilter === 'ETSI.RFC3161')
  const provedBy = (version: number): Date | undefined =>
    stamps
      .filter(
        ({ coverage, found }) =>
          typeof coverage !== 'string' && coverage.version > version && answerOf(found).indication === 'TOTAL-PASSED',
      )
      .flatMap(({ judged }) => (judged?.bestTime ? [judged.bestTime] : []))
      .toSorted((one, other) => one.getTime() - other.getTime())[0]
  const all = signed.map((each): Looked => {
    const stamp = stamps.find((one) => one.signed === each)
    if (stamp) return stamp
    const coverage = coverageOf(pdf, each)
    return look(pdf, each, {
      ...trust,
      provedAt: typeof coverage === 'string' ? undefined : provedBy(coverage.version),
    })
  })

  const covered: Covered[] = []
  for (const {
    coverage,
    found,
    signed: { dict },
    subFilter,
    judged,
  } of all)
    if (typeof coverage !== 'string')
      covered.push({
        ...coverage,
        dict,
        approves: subFilter !== 'ETSI.RFC3161' && judged?.sound === true,
        indication: answerOf(found).indication,
      })
  const changes = laterChanges(pdf, covered, { appended: appendedFrom(pdf), step: stepsOf(pdf) })
  const brought = all.flatMap(({ judged }) => judged?.certificates ?? [])
  const loose = isConsistent(inFile, [...brought, ...given.anchors]) ? [] : [{ code: 'loose-evidence' as const }]
  const signatures = all.map(({ signed: each, coverage, judged, found, subFilter }): SignatureVerdict => {
    const later =
      typeof coverage === 'string' ? [] : [...changes(coverage), ...(judged && judged.chain.length > 0 ? loose : [])]
    const removed: readonly Found[] = each.present ? [] : [{ code: 'removed' }]
    return only(
      [
        ...removed,
        ...[found, later].flatMap((each) => each.filter(isSerious)),
        ...[found, later].flatMap((each) => each.filter((one) => !isSerious(one))),
      ],
      {
        kind: subFilter === 'ETSI.RFC3161' ? 'timestamp' : 'signature',
        field: each.field,
        format: formats[subFilter] ?? subFilter,
        intact: judged?.sound === true,
        signer: judged?.signer,
        claimedTime:
          judged?.claimedTime ??
          (pdf.encrypted ? undefined : claimedTimeOf(pdf.follow(each.dict.get('M'), each.version))),
        bestTime: judged?.bestTime?.toISOString(),
        covers: typeof coverage === 'string' ? undefined : { bytes: coverage.end, version: coverage.version + 1 },
        chain: judged?.chain ?? [],
      },
    )
  })
  const lost = stray > 0 ? [only([{ code: 'not-in-form' }])] : []
  return { ...whole, signatures: [...signatures.toReversed(), ...lost] }
}

/** What decides before anything else is said. */
const isSerious = (found: Found): boolean => answerOf([found]).indication === 'TOTAL-FAILED'

/** Judges every signature of a PDF: what it covers, whether it is sound, who made it, and what was changed after it. */
export const judgePdf = (bytes: Buffer, trust: Trust): FileVerdict => {
  try {
    return judge(bytes, trust)
  } catch (error) {
    if (error instanceof Unreadable) return unreadable(bytes, error)
    throw error
  }
}
