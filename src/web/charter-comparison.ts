import { changeTexts, type ClauseChange } from '../core/charters/compare.ts'
import { amendedText, type Amendment } from '../core/charters/items.ts'
import { articleNumber } from '../core/charters/text.ts'
import { wordDifference } from './word-difference.ts'

const tones = {
  same: 'neutral',
  changed: 'warning',
  added: 'success',
  removed: 'danger',
  moved: 'active',
} as const satisfies Record<ClauseChange, string>

/**
 * Two charters article by article, with the words that are otherwise, as components/charter.njk shows them. `all`: also
 * what stayed; `hrefOf`: where an article is
 * changed; `fieldOf`: the field its reason is written in; `reasons`: whether any has to be.
 */
export const comparisonView = (
  { rows, titles }: Amendment,
  {
    all,
    reasons = true,
    hrefOf,
    fieldOf = () => undefined,
  }: {
    readonly all: boolean
    readonly reasons?: boolean
    readonly hrefOf?: (item: string) => string
    readonly fieldOf?: (item: string) => object | undefined
  },
) => ({
  told: amendedText({ rows, titles }),
  titles,
  rows: rows
    .filter(({ change }) => all || change !== 'same')
    .map(({ change, old, now, item, reason }) => ({
      tag: { text: changeTexts[change], tone: tones[change] },
      number: now ? articleNumber(now.place) : '',
      before: old && old.place !== now?.place ? `原${articleNumber(old.place)}` : '',
      parts: wordDifference(old?.text ?? '', now?.text ?? ''),
      reason,
      needsReason: reasons && change !== 'same' && reason === '',
      ...(item && hrefOf && change !== 'same' ? { href: hrefOf(item) } : {}),
      field: item && change !== 'same' ? fieldOf(item) : undefined,
    })),
})
