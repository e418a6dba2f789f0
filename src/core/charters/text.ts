import type { CharterText } from './define.ts'
import { chineseNumber } from './numerals.ts'

// The charter of an organization as plain text. Which article it is says its place: numbers are never kept.

/** One article; `chapter` and `section` are titles without their numbers, and each paragraph of the text is a line. */
export type Clause = { readonly chapter: string; readonly section: string; readonly text: string }

/** A charter as it was approved; `clauses` null: on paper, and its text is not kept here. */
export type CharterVersion = {
  readonly n: number
  readonly sha256: string
  /** ISO date from which it holds. */
  readonly from: string
  readonly clauses: readonly Clause[] | null
}

/** An article with where it stands: its number, and the chapter or section that begins with it. */
export type PlacedClause = Clause & { readonly number: string; readonly begins: readonly string[] }

/** 第三条, of the place in the order from 0 on. */
export const articleNumber = (place: number): string => `第${chineseNumber(place + 1)}条`

/** Articles with their numbers and the headings before them: 第二章 业务范围. */
export const placed = (clauses: readonly Clause[]): readonly PlacedClause[] => {
  let [chapters, sections] = [0, 0]
  return clauses.map((clause, place) => {
    const before = clauses[place - 1]
    const newChapter = clause.chapter !== '' && clause.chapter !== before?.chapter
    if (newChapter) [chapters, sections] = [chapters + 1, 0]
    const newSection = clause.section !== '' && (newChapter || clause.section !== before?.section)
    if (newSection) sections += 1
    return {
      ...clause,
      number: articleNumber(place),
      begins: [
        ...(newChapter ? [`第${chineseNumber(chapters)}章　${clause.chapter}`] : []),
        ...(newSection ? [`第${chineseNumber(sections)}节　${clause.section}`] : []),
      ],
    }
  })
}

/** The whole charter as lines, as it is printed, hashed and read again. */
export const linesOf = (clauses: readonly Clause[]): readonly string[] =>
  placed(clauses).flatMap(({ begins, number, text }) => {
    const [first = '', ...others] = text.split('\n')
    return [...begins, `${number}　${first}`, ...others]
  })

/** A model that was filled in, as a charter to go on with; what is open stays marked in the text. */
export const clausesOf = ({ chapters }: CharterText): readonly Clause[] =>
  chapters.flatMap(({ title, articles }) =>
    articles.map(({ option, paragraphs }) => ({
      chapter: title.replace(/^第.+?章[\s　]*/u, ''),
      section: '',
      text: paragraphs
        .map((one, index) => {
          const choice = one.option ?? (index === 0 ? option : undefined)
          return `${choice === undefined ? '' : `【${choice}】`}${one.runs.map(({ text }) => text).join('')}`
        })
        .join('\n'),
    })),
  )
