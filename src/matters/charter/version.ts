import { amendedText, amendmentOf, clausesIn, itemsBegun } from '../../core/charters/items.ts'
import { modelFor } from '../../core/charters/registered.ts'
import type { ChangeContext } from '../../core/matters/contexts.ts'
import type { AnswerSet, Matter } from '../../core/matters/define.ts'
import type { OrgType } from '../../core/org-types.ts'
import type { RegisterChange } from '../../core/register/changes.ts'
import { registerItems } from '../../core/register/items.ts'
import { foundIn } from './rules.ts'

/** A charter and what it makes of the one before it; 全文录入: what is said where that one was on paper. */
export const versionMade = (
  orgType: OrgType,
  { answers, entry, holdings }: ChangeContext,
): Extract<RegisterChange, { kind: 'charter' }> => {
  const items = answers.items('articles')
  const before = holdings?.charter
  // What it was made of: where another version came meanwhile, the register has moved (STALE).
  const base =
    answers.value('charter', 'onFile') === 'yes'
      ? Number(answers.value('charter', 'base'))
      : before?.clauses
        ? 0
        : (before?.n ?? 0)
  const clauses = clausesIn(items)
  const follows = foundIn(orgType, answers, { register: entry?.items, holdings }).flatMap(({ item }) =>
    item ? (registerItems[item].text[orgType] ?? []) : [],
  )
  return {
    kind: 'charter',
    after: base,
    clauses,
    told: `第${String((before?.n ?? 0) + 1)}版，共${String(clauses.length)}条，${before?.clauses ? amendedText(amendmentOf(before.clauses, items)) : '全文录入'}`,
    follows: [...new Set(follows)].join('、'),
  }
}

/** First answers: the charter in force to go on from, or else the model with what the register says. */
export const begunFrom = (
  orgType: OrgType,
  { items }: Parameters<NonNullable<Matter['prefill']>>[0],
  holdings: Parameters<NonNullable<Matter['prefill']>>[1],
  { authority }: { readonly authority: string },
): AnswerSet => {
  const inForce = holdings.charter?.clauses
  const begun = inForce ?? modelFor({ orgType, items, holdings, authority })
  return {
    charter: {
      values: inForce ? { onFile: 'yes', base: String(holdings.charter?.n) } : { onFile: 'no' },
      items: [],
    },
    articles: {
      values: {},
      items: itemsBegun(begun, inForce !== undefined && inForce !== null).map((values, place) => ({
        id: `article-${String(place + 1)}`,
        values,
      })),
    },
  }
}
