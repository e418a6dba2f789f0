import type { FindingCode, Found, Indication } from '../../core/signatures/verdicts.ts'
import type { Kind, Step } from './changes.ts'
import type { Pdf } from './document.ts'
import type { Coverage } from './ranges.ts'
import { isArray, isDict, nameText, Text, type Dict } from './tokens.ts'

export type Covered = Coverage & {
  readonly dict: Dict
  /** Somebody's signature, and not a time stamp. */
  readonly approves: boolean
  readonly indication: Indication
}

type Lookers = {
  /** What is wrong with the versions appended after so many bytes. */
  readonly appended: (end: number) => ReadonlyMap<number, string>
  readonly step: (version: number) => Step
}

/** What may follow the newest signature. */
const evidential: ReadonlySet<Kind> = new Set<Kind>(['evidence', 'timestamp', 'metadata'])

const notes: readonly (readonly [Kind, FindingCode])[] = [
  ['signature', 'signed-later'],
  ['visible', 'seen-later'],
  ['form', 'filled'],
  ['timestamp', 'stamped'],
  ['evidence', 'evidence'],
  ['metadata', 'metadata'],
  ['orphan', 'orphan'],
]

type Lock = { readonly action: string; readonly fields: readonly string[] }

/** What a signature says of later changes (ISO 32000-2 §12.8.2.2 and §12.8.2.4). */
const rulesOf = (pdf: Pdf, { dict, version }: Covered): { permission: number | undefined; locks: readonly Lock[] } => {
  const references = pdf.follow(dict.get('Reference'), version)
  const locks: Lock[] = []
  let permission: number | undefined
  for (const each of isArray(references) ? references : []) {
    const reference = pdf.follow(each, version)
    if (!isDict(reference)) continue
    const method = nameText(pdf.follow(reference.get('TransformMethod'), version))
    const given = pdf.follow(reference.get('TransformParams'), version)
    const params: Dict = isDict(given) ? given : new Map()
    if (method === 'DocMDP') {
      const level = pdf.follow(params.get('P'), version) ?? 2
      // What is not one of the three allows nothing.
      permission = level === 2 || level === 3 ? level : 1
    }
    if (method === 'FieldMDP') {
      const fields = pdf.follow(params.get('Fields'), version)
      locks.push({
        action: nameText(pdf.follow(params.get('Action'), version)) ?? 'All',
        fields: (isArray(fields) ? fields : []).flatMap((field) => {
          const name = pdf.follow(field, version)
          return name instanceof Text ? [name.bytes] : []
        }),
      })
    }
  }
  return { permission, locks }
}

const isLocked = ({ action, fields }: Lock, name: string): boolean => {
  const named = fields.some((field) => name === field || name.startsWith(`${field}.`))
  return action === 'All' || (action === 'Exclude' ? !named : named)
}

/**
 * What was done to a file after a signature, and whether it may have been: between signatures there may be signatures,
 * their fields and pictures, and what a form was filled with; after the newest one only evidence and time stamps. A
 * change stands between signatures only when a later sound one covers it.
 */
export const laterChanges = (pdf: Pdf, covered: readonly Covered[], { appended, step }: Lookers) => {
  const last = pdf.versions.length - 1
  const rules = covered.map((each) => ({ ...rulesOf(pdf, each), version: each.version }))
  const approving = covered.filter(({ approves, indication }) => approves && indication !== 'TOTAL-FAILED')

  const ofStep = (version: number, own: Coverage): readonly Found[] => {
    const fault = appended(own.end).get(version)
    if (fault !== undefined) return [{ code: 'appended', detail: fault }]
    const { kinds, filled, fault: changed } = step(version)
    if (changed !== undefined) return [{ code: 'changed-after', detail: changed }]
    const beyond = [...kinds].filter((kind) => !evidential.has(kind))
    const told = notes.flatMap(([kind, code]) => (kinds.has(kind) ? [{ code }] : []))
    if (beyond.length === 0) return told
    const behind = approving.filter((each) => each.version >= version && each.version > own.version)
    if (behind.length === 0) return [{ code: 'unsigned-after', detail: beyond.join(' ') }]
    const earlier = rules.filter((each) => each.version < version)
    if (earlier.some(({ permission }) => permission === 1)) return [{ code: 'not-permitted', detail: beyond.join(' ') }]
    const locked = filled.find((name) => earlier.some(({ locks }) => locks.some((lock) => isLocked(lock, name))))
    if (locked !== undefined) return [{ code: 'locked' }]
    const seen = kinds.has('form') || kinds.has('visible')
    const unproved = seen && !behind.some(({ indication }) => indication === 'TOTAL-PASSED')
    return [...(unproved ? [{ code: 'unproved-later' as const }] : []), ...told]
  }

  return (own: Coverage): readonly Found[] => {
    const found = new Map<FindingCode, Found>()
    for (let version = own.version + 1; version <= last; version += 1)
      for (const each of ofStep(version, own)) if (!found.has(each.code)) found.set(each.code, each)
    // Bytes at the end that belong to no version.
    const beyond = appended(own.end).get(last + 1)
    if (beyond !== undefined) found.set('appended', { code: 'appended', detail: beyond })
    return [...found.values()]
  }
}
