import { pinyin } from 'pinyin-pro'

/** The longest word a search looks for; what is typed beyond it is dropped. */
const longestQuery = 60

/** A search text without control characters, blanks at the ends and excess length. */
export const searchText = (typed: string | undefined): string =>
  (typed ?? '')
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .trim()
    .slice(0, longestQuery)

/** A sentence may be typed with other marks than it has: they do not count. */
const withoutMarks = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[\p{P}\p{S}]/gu, '')
    .toLowerCase()

const syllables = new Map<string, readonly string[]>()

/** How a text sounds, a syllable a character, without tones; what is no Chinese stays together. */
const soundOf = (text: string): readonly string[] => {
  const known = syllables.get(text)
  if (known) return known
  const sound = pinyin(withoutMarks(text), { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true })
  syllables.set(text, sound)
  return sound
}

/** Whether letters are the sound of a part of a text, in full or by the first letter of each character. */
const soundsLike = (text: string, letters: string): boolean => {
  const sound = soundOf(text)
  const initials = sound.map((syllable) => syllable[0] ?? '').join('')
  return (
    initials.includes(letters) ||
    sound.some((syllable, start) => syllable[0] === letters[0] && sound.slice(start).join('').startsWith(letters))
  )
}

/** What a search can find: what it is called, other words for it, and what else it says. */
type Findable = { readonly title: string; readonly keywords: readonly string[]; readonly text?: string }

/** Letters typed without the Chinese: 'zhu xiao', 'dsq'. One alone means nothing. */
const lettersOf = (query: string): string | undefined => {
  const letters = query.replaceAll(/[\s']/g, '').toLowerCase()
  return /^[a-z]{2,}$/.test(letters) ? letters : undefined
}

/** Two letters begin too many words to be looked for in whole titles. */
const fewest = 3

const says =
  (words: readonly string[], letters: string | undefined) =>
  ({ title, keywords, text = '' }: Findable): boolean => {
    const whole = withoutMarks(`${title} ${text}`)
    if (words.every((word) => whole.includes(word) || keywords.some((keyword) => keyword.includes(word)))) return true
    if (letters === undefined) return false
    return [...keywords, ...(letters.length >= fewest ? [title] : [])].some((each) => soundsLike(each, letters))
  }

const hasKeywordOf =
  (words: readonly string[]) =>
  ({ keywords }: Findable): boolean =>
    words.some((word) => keywords.some((keyword) => word.includes(keyword)))

/** How many of the characters typed belong to a keyword: what names more of them is meant more likely. */
const namedBy =
  (words: readonly string[]) =>
  ({ keywords }: Findable): number =>
    words
      .map((word) => {
        const at = keywords.flatMap((keyword) => {
          const start = word.indexOf(keyword)
          return start < 0 ? [] : Array.from(keyword, (_, index) => start + index)
        })
        return new Set(at).size
      })
      .reduce((sum, count) => sum + count, 0)

const pairsOf = (text: string): readonly string[] =>
  Array.from(text, (char, index) => char + (Array.from(text)[index + 1] ?? '')).slice(0, -1)

/** Part of the neighbouring characters of what was typed that must stand in a title or keyword. */
const nearEnough = 0.5

const isNear =
  (pairs: readonly string[]) =>
  ({ title, keywords }: Findable): boolean => {
    const whole = [title, ...keywords].map(withoutMarks).join(' ')
    return pairs.length > 0 && pairs.filter((pair) => whole.includes(pair)).length / pairs.length >= nearEnough
  }

/**
 * What of a list a person means who typed `query`; all of it for an empty one. First what says every word, has it as a
 * keyword or sounds like it; where there is none, what has a keyword that was typed among other words; where there is
 * none either, what shares half of the characters side by side.
 */
export const meant = <Item extends Findable>(list: readonly Item[], query: string): readonly Item[] => {
  const words = query.split(/\s+/).map(withoutMarks).filter(Boolean)
  if (words.length === 0) return list
  const named = namedBy(words)
  const ways = [says(words, lettersOf(query)), hasKeywordOf(words), isNear(pairsOf(words.join('')))]
  for (const way of ways) {
    const found = list.filter(way)
    if (found.length > 0) return found.toSorted((one, other) => named(other) - named(one))
  }
  return []
}
