import { readDivisionPrefix } from './divisions.ts'
import { foldGlyphs } from './glyphs.ts'
import { normalizeName } from './normalize.ts'
import { asWritten, partsOf } from './parse.ts'
import type { NameRule, RuleContext } from './rule-context.ts'
import { NAME_RULES } from './rules.ts'
import type { Finding, NameParts, NameQuestion, RuleCode } from './types.ts'
import { NAME_WORD_LISTS } from './word-lists.ts'

export interface NameAnswer {
  parts: NameParts
  normalized: string
  /** All findings at once, in the order of the rules; empty when nothing speaks against the name. */
  findings: Finding[]
  /** How many rules were applied. */
  rules: number
}

/**
 * Checks a proposed name against every rule in force on `today` (社会组织名称管理办法, 民政部令第69号); a name that was
 * approved only against the rules for such names.
 */
export function checkName(question: NameQuestion): NameAnswer {
  const { name, orgType, authority, divisions, today, lists } = question
  const normalized = normalizeName(name)
  const folded = foldGlyphs(normalized)
  const parts = partsOf(folded, orgType, divisions, authority)
  const prefix = authority.level === 'NATION' ? undefined : readDivisionPrefix(folded, divisions, authority)
  const context: RuleContext = {
    ...question,
    normalized,
    folded,
    parts,
    prefix,
    lists: lists ? { ...NAME_WORD_LISTS, ...lists } : NAME_WORD_LISTS,
  }

  const rules = (Object.entries(NAME_RULES) as [RuleCode, NameRule][]).filter(
    ([, rule]) =>
      rule.effectiveFrom <= today &&
      (rule.effectiveTo === undefined || today < rule.effectiveTo) &&
      rule.appliesTo.includes(orgType) &&
      (rule.onceApproved ?? false) === (question.approved !== undefined),
  )
  const findings = rules.flatMap(([code, rule]) =>
    rule.check(context).map((hit): Finding => {
      const finding = { code, level: rule.level, basis: rule.basis, ...hit }
      // N03 is about what normalising removes; everything else was looked for in the folded spelling.
      return code === 'N03' || !hit.span ? finding : { ...finding, span: spanAsWritten(hit.span, folded, normalized) }
    }),
  )
  return { parts: asWritten(parts, normalized), normalized, findings, rules: rules.length }
}

/** A span of the folded spelling in the normalised name: as many characters, perhaps more or fewer UTF-16 units. */
function spanAsWritten([start, end]: [number, number], folded: string, normalized: string): [number, number] {
  if (folded.length === normalized.length) return [start, end]
  const written = Array.from(normalized)
  const at = (offset: number): number => written.slice(0, Array.from(folded.slice(0, offset)).length).join('').length
  return [at(start), at(end)]
}
