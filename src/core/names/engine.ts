import { readDivisionPrefix } from './divisions.ts'
import { normalizeName } from './normalize.ts'
import { parseName } from './parse.ts'
import { NAME_RULES } from './rules.ts'
import type { NameRule, RuleContext } from './rules.ts'
import type { Finding, NameParts, NameQuestion, RuleCode } from './types.ts'

export interface NameAnswer {
  parts: NameParts
  normalized: string
  /** All findings at once, in the order of the rules; empty when nothing speaks against the name. */
  findings: Finding[]
}

/** Checks a proposed name against every rule in force on `today` (社会组织名称管理办法, 民政部令第69号). */
export function checkName(question: NameQuestion): NameAnswer {
  const { name, orgType, authority, divisions, today } = question
  const normalized = normalizeName(name)
  const parts = parseName(normalized, orgType, divisions, authority)
  const prefix = authority.level === 'NATION' ? undefined : readDivisionPrefix(normalized, divisions, authority)
  const context: RuleContext = { ...question, normalized, parts, prefix }

  const findings = (Object.keys(NAME_RULES) as RuleCode[]).flatMap((code): Finding[] => {
    const rule: NameRule = NAME_RULES[code]
    const inForce = rule.effectiveFrom <= today && (rule.effectiveTo === undefined || today < rule.effectiveTo)
    if (!inForce || !rule.appliesTo.includes(orgType)) return []
    return rule.check(context).map((hit) => ({ code, level: rule.level, basis: rule.basis, ...hit }))
  })
  return { parts, normalized, findings }
}
