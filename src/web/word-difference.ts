import { diffArrays } from 'diff'

export type Part = { readonly text: string; readonly kind: 'same' | 'added' | 'removed' }

const words = new Intl.Segmenter('zh', { granularity: 'word' })
const wordsIn = (text: string): readonly string[] => Array.from(words.segment(text), ({ segment }) => segment)

/** What of a text became what, word by word. */
export const wordDifference = (old: string, now: string): readonly Part[] =>
  diffArrays([...wordsIn(old)], [...wordsIn(now)]).map(({ value, added, removed }) => ({
    text: value.join(''),
    kind: added ? 'added' : removed ? 'removed' : 'same',
  }))
