import type { OrgType } from '../org-types.ts'
import type { DivisionPrefix } from './divisions.ts'
import { withStandardGlyphs } from './glyphs.ts'
import type { Finding, FindingLevel, NameParts, NameQuestion } from './types.ts'
import type { NameWordLists } from './word-lists.ts'

/** What a rule looks at: the question, and the name taken apart. */
export interface RuleContext extends Omit<NameQuestion, 'lists'> {
  /** The name as it is shown and stored. */
  normalized: string
  /** The same with one glyph for each character: what words are looked for in, and what spans count in. */
  folded: string
  /** The parts of `folded`. */
  parts: NameParts
  prefix: DivisionPrefix | undefined
  lists: NameWordLists
}

/** A finding without what the rule's row supplies; `level` only where it differs from the row. */
export interface Hit extends Pick<Finding, 'message' | 'span' | 'suggestion'> {
  level?: FindingLevel
}

export interface NameRule {
  level: FindingLevel
  appliesTo: readonly OrgType[]
  basis: string
  /** ISO dates; `effectiveTo` is the first day the rule no longer holds. */
  effectiveFrom: string
  effectiveTo?: string
  /** Looks at a name that was approved, not at one that is asked for. */
  onceApproved?: true
  check: (context: RuleContext) => Hit[]
}

/** Where the text between division and form begins and ends in `folded`. */
export function middleOf({ folded, parts }: RuleContext): { start: number; text: string } {
  const start = parts.division?.length ?? 0
  return { start, text: folded.slice(start, folded.length - parts.form.length) }
}

/** What stands in a stretch of `folded`, as it was written. */
export function written({ normalized, folded }: RuleContext, [start, end]: [number, number]): string {
  if (folded === normalized) return folded.slice(start, end)
  const count = (until: number): number => Array.from(folded.slice(0, until)).length
  return Array.from(normalized).slice(count(start), count(end)).join('')
}

/** The name in standard characters with a stretch of `folded` replaced. */
export function replaced({ normalized, folded }: RuleContext, [start, end]: [number, number], by: string): string {
  const count = (until: number): number => Array.from(folded.slice(0, until)).length
  const characters = Array.from(withStandardGlyphs(normalized))
  characters.splice(count(start), count(end) - count(start), by)
  return characters.join('')
}
