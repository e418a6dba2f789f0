import { diffChars } from 'diff'
import { unitNameKey } from '../../core/legal-persons/unit-name.ts'

/** A run of characters: in both names, only as typed (to be taken out), or only as registered (to be put in). */
export type NamePart = { readonly text: string; readonly kind: 'same' | 'typed' | 'registered' }

/** What a blank or an invisible character is called: nobody could see the mark around it. */
const shown = (text: string): string =>
  text.replaceAll(/[\s\p{Cf}]/gu, (character) =>
    character === ' ' || character === '\u3000' ? '〔空格〕' : '〔不可见字符〕',
  )

/**
 * Where a typed name differs from the registered one, character by character, after what A-010 normalizes. Gives the
 * parts of each name, and the difference in words.
 */
export const nameDifference = (
  typed: string,
  registered: string,
): {
  readonly typed: readonly NamePart[]
  readonly registered: readonly NamePart[]
  readonly sentences: readonly string[]
} => {
  const parts = diffChars(unitNameKey(typed), unitNameKey(registered)).map(({ value, added, removed }): NamePart => ({
    text: shown(value),
    kind: added ? 'registered' : removed ? 'typed' : 'same',
  }))
  const sentences = parts.flatMap((part, place) => {
    const next = parts[place + 1]
    const before = parts[place - 1]
    if (part.kind === 'typed')
      return [next?.kind === 'registered' ? `“${part.text}”应为“${next.text}”` : `多了“${part.text}”`]
    if (part.kind === 'registered' && before?.kind !== 'typed') return [`少了“${part.text}”`]
    return []
  })
  return {
    typed: parts.filter(({ kind }) => kind !== 'registered'),
    registered: parts.filter(({ kind }) => kind !== 'typed'),
    sentences,
  }
}
