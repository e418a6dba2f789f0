import { controlCharacters } from '../forms/kinds.ts'
import { NUMERAL, numberOf } from './numerals.ts'
import type { Clause } from './text.ts'

/** What a text says as a charter; `told`: what was done otherwise than it stands there. */
export type ReadCharter = {
  /** The name its head gives the organization; empty when there is no head. */
  readonly name: string
  readonly clauses: readonly Clause[]
  readonly told: readonly string[]
}

const heading = (word: string): RegExp => new RegExp(`^[★☆*]?第\\s*(${NUMERAL}+)\\s*${word}(.*)$`, 'u')
const CHAPTER = heading('章')
const SECTION = heading('节')
const ARTICLE = heading('条')

/** A line that goes on with 第十条规定的…: it speaks of an article and begins none. */
const SPEAKS_OF = /^(?:规定|所|至|到|、|和|及|以及|或|的|中|第|款|项|之|,|，)/u

/** No heading is so long: what is cut off here is refused anyhow. */
const longestHead = 200

/** 目录 sets titles apart from page numbers by dots or gaps. */
const withoutPage = (title: string): string => title.replace(/[\s.·…。_-]*\d{1,3}$/u, '')
const titleOf = (rest: string): string =>
  withoutPage(
    rest
      .slice(0, longestHead)
      .replace(/^[\s:.、]+/u, '')
      .trim(),
  )
/** How a text is set makes gaps between characters that mean nothing: 总 则. */
const closed = (title: string): string => title.replaceAll(/\s+/gu, '')

/** What word processors set between Chinese and what is not, and a PDF says as a space. */
const GAP = /(?<=\p{sc=Han})[ ](?=[\dA-Za-z])|(?<=[\dA-Za-z%])[ ](?=\p{sc=Han})/gu

/** Full-width digits and letters as plain ones, no control characters and no gaps; punctuation stays as it was written. */
const plain = (line: string): string =>
  line
    .replaceAll(controlCharacters, '')
    .replaceAll(/[０-９Ａ-Ｚａ-ｚ]/gu, (letter) => letter.normalize('NFKC'))
    .replaceAll(/[\s　]+/gu, ' ')
    .replaceAll(GAP, '')
    .trim()

/**
 * Reads a charter from the lines of a text by its headings 第…章, 第…节, 第…条, in Chinese or Arabic numerals. What stands
 * before the first article (a cover, a table of contents) is left out; articles are numbered through anew.
 */
export const readCharter = (lines: readonly string[]): ReadCharter => {
  const clauses: { chapter: string; section: string; text: string }[] = []
  const jumps: string[] = []
  let [name, chapter, section] = ['', '', '']
  let waiting: 'chapter' | 'section' | undefined
  let [last, left] = [0, 0]
  for (const line of lines.map(plain)) {
    if (line === '') continue
    const asChapter = CHAPTER.exec(line)
    const asSection = SECTION.exec(line)
    const asArticle = ARTICLE.exec(line)
    if (asChapter && !SPEAKS_OF.test(asChapter[2] ?? '')) {
      chapter = closed(titleOf(asChapter[2] ?? ''))
      section = ''
      waiting = chapter === '' ? 'chapter' : undefined
      continue
    }
    if (asSection && !SPEAKS_OF.test(asSection[2] ?? '')) {
      section = closed(titleOf(asSection[2] ?? ''))
      waiting = section === '' ? 'section' : undefined
      continue
    }
    const number = asArticle ? numberOf(asArticle[1] ?? '') : undefined
    if (asArticle && number !== undefined && !SPEAKS_OF.test(asArticle[2] ?? '')) {
      if (number !== last + 1)
        jumps.push(last === 0 ? `从第${String(number)}条开始` : `第${String(last)}条之后是第${String(number)}条`)
      last = number
      waiting = undefined
      clauses.push({ chapter, section, text: (asArticle[2] ?? '').replace(/^[\s:：.、]+/u, '') })
      continue
    }
    const current = clauses.at(-1)
    if (waiting === 'chapter') chapter = closed(line)
    else if (waiting === 'section') section = closed(line)
    else if (current) current.text = current.text === '' ? line : `${current.text}\n${line}`
    else {
      const head = /^(.{4,60}?)章 ?程(?:（.*）|\(.*\))?$/u.exec(line)
      if (head) name = closed(head[1] ?? '')
      else left += 1
    }
    waiting = undefined
  }
  return {
    name,
    clauses,
    told: [
      ...(clauses.length > 0 && left > 0 ? [`第一条之前的${String(left)}行（封面、目录、说明）没有读入`] : []),
      ...(jumps.length > 0
        ? [`条号不连续：${jumps.slice(0, 5).join('；')}${jumps.length > 5 ? '等' : ''}；已按先后顺序重新编号`]
        : []),
    ],
  }
}
