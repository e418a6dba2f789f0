import { diffArrays } from 'diff'

export type Part = { readonly text: string; readonly kind: 'same' | 'added' | 'removed' }

const words = new Intl.Segmenter('zh', { granularity: 'word' })
const wordsIn = (text: string): readonly string[] => Array.from(words.segment(text), ({ segment }) => segment)

/** Words that may be otherwise before the two are simply told one after the other: nobody follows more, and it costs. */
const mostChanges = 200

/** What of a text became what, word by word; as a whole where nearly all of it is otherwise. */
export const wordDifference = (old: string, now: string): readonly Part[] => {
  const found = diffArrays([...wordsIn(old)], [...wordsIn(now)], { maxEditLength: mostChanges })
  if (!found)
    return [
      { text: old, kind: 'removed' },
      { text: now, kind: 'added' },
    ]
  return found.map(({ value, added, removed }) => ({
    text: value.join(''),
    kind: added ? 'added' : removed ? 'removed' : 'same',
  }))
}
