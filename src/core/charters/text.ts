import type { CharterText } from './define.ts'
import { chineseNumber } from './numerals.ts'

// The charter of an organization as plain text. Which article it is says its place: numbers are never kept.

/** One article; `chapter` and `section` are titles without their numbers, and each paragraph of the text is a line. */
export type Clause = { readonly chapter: string; readonly section: string; readonly text: string }

/** What a charter has at most: several times the longest seen. What is longer is no charter, and is never looked through. */
const most = { articles: 400, title: 60, text: 4000, whole: 120_000 } as const

/** Why a text is too large to be a charter, in words; nothing when it is not. */
export const sizeFault = (clauses: readonly Clause[]): string | undefined => {
  if (clauses.length > most.articles) return `章程最多${String(most.articles)}条，现在是${String(clauses.length)}条`
  const title = clauses.findIndex(({ chapter, section }) => Math.max(chapter.length, section.length) > most.title)
  if (title >= 0) return `${articleNumber(title)}的章名、节名最多${String(most.title)}个字`
  const long = clauses.findIndex(({ text }) => text.length > most.text)
  if (long >= 0) return `${articleNumber(long)}最多${String(most.text)}个字，请核对是否粘贴了其他内容`
  return clauses.reduce((sum, { text }) => sum + text.length, 0) > most.whole
    ? `章程全文最多${String(most.whole)}个字，请核对是否粘贴了其他内容`
    : undefined
}

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
