import { chineseNumber } from '../../core/charters/numerals.ts'
import type { FileFinding } from '../../core/file-findings.ts'
import { officeParts } from './office-parts.ts'
import type { Shown } from './protocol.ts'

// The text of a document of a word processor, paragraph by paragraph, with the numbers that it counts itself: 第一条 is
// mostly such a number and stands nowhere in the text, which is why no library that leaves numbers out would do.

const wanted = /^(?:\[Content_Types\]\.xml|word\/(?:document|numbering|styles)\.xml)$/
const maxCharacters = 400_000

// A tag ends before the next one begins, and a text before the next tag: one pass, however the text was made.
const tokens = /<[^<>]*>|[^<>]+/g
const attribute = (tag: string, name: string): string =>
  new RegExp(`\\s${name}\\s*=\\s*"([^"]{0,200})"`).exec(tag)?.[1] ?? ''
const nameOf = (tag: string): string => /^<\/?([\w:]{1,60})/.exec(tag)?.[1] ?? ''

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const decoded = (text: string): string =>
  text.replaceAll(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));/gi,
    (whole, decimal?: string, hex?: string, name = '') => {
      const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : undefined
      return code === undefined ? (entities[name] ?? whole) : code <= 0x10_ff_ff ? String.fromCodePoint(code) : ''
    },
  )

type Level = { start: number; format: string; text: string; goesOn: boolean }
type Numbering = { readonly list: string; readonly level: number }

/** The lists of a document: by the number a paragraph names, the levels of what it counts by. */
const listsOf = (xml: string): { readonly abstract: Map<string, string>; readonly levels: Map<string, Level[]> } => {
  const abstract = new Map<string, string>()
  const levels = new Map<string, Level[]>()
  let [list, number] = ['', '']
  let level: Level | undefined
  for (const [tag] of xml.matchAll(tokens)) {
    const value = attribute(tag, 'w:val')
    switch (nameOf(tag)) {
      case 'w:abstractNum':
        if (!tag.startsWith('</')) levels.set((list = attribute(tag, 'w:abstractNumId')), [])
        break
      case 'w:lvl':
        level = tag.startsWith('</') ? undefined : { start: 1, format: 'decimal', text: '', goesOn: false }
        if (level) levels.get(list)?.push(level)
        break
      case 'w:start':
        if (level) level.start = Number(/^\d{1,5}$/.exec(value)?.[0] ?? 1)
        break
      case 'w:lvlRestart':
        if (level) level.goesOn = value === '0'
        break
      case 'w:numFmt':
        if (level) level.format = value
        break
      case 'w:lvlText':
        if (level) level.text = decoded(value)
        break
      case 'w:num':
        if (!tag.startsWith('</')) number = attribute(tag, 'w:numId')
        break
      case 'w:abstractNumId':
        if (number !== '') abstract.set(number, value)
        break
      default:
    }
  }
  return { abstract, levels }
}

/** What paragraphs of a style are counted by. */
const stylesOf = (xml: string): ReadonlyMap<string, Numbering> => {
  const found = new Map<string, Numbering>()
  let [style, level] = ['', 0]
  for (const [tag] of xml.matchAll(tokens)) {
    const name = nameOf(tag)
    if (name === 'w:style') [style, level] = [tag.startsWith('</') ? '' : attribute(tag, 'w:styleId'), 0]
    else if (name === 'w:ilvl') level = Number(attribute(tag, 'w:val')) || 0
    else if (name === 'w:numId' && style !== '') found.set(style, { list: attribute(tag, 'w:val'), level })
  }
  return found
}

const CHINESE = /chinese|ideograph|japanese|taiwanese/i

/** Counts as the word processor does; gives what stands before a paragraph. */
const counter = ({ abstract, levels }: ReturnType<typeof listsOf>) => {
  const counts = new Map<string, number[]>()
  return ({ list, level }: Numbering): string => {
    const key = abstract.get(list) ?? ''
    const all = levels.get(key)
    const own = all?.[level]
    if (!all || !own) return ''
    const now = counts.get(key) ?? []
    now[level] = (now[level] ?? own.start - 1) + 1
    // What is below begins anew, unless it is counted through the whole text: 第…条 through the chapters.
    for (let below = level + 1; below < now.length; below += 1)
      if (all[below]?.goesOn !== true) Reflect.deleteProperty(now, below)
    counts.set(key, now)
    return own.text.replaceAll(/%([1-9])/g, (_, place: string) => {
      const at = Number(place) - 1
      const number = now[at] ?? all[at]?.start ?? 1
      return CHINESE.test(all[at]?.format ?? '') && number > 0 && number < 1000 ? chineseNumber(number) : String(number)
    })
  }
}

/** Deleted by a reviewer, moved elsewhere, or said a second time for old programmes. */
const left = new Set(['w:del', 'w:moveFrom', 'mc:Fallback'])

const linesOf = (
  document: string,
  number: (numbering: Numbering) => string,
  styles: ReadonlyMap<string, Numbering>,
) => {
  const lines: string[] = []
  let [text, list, level, style, reads, out] = ['', '', 0, '', false, 0]
  for (const [token] of document.matchAll(tokens)) {
    if (!token.startsWith('<')) {
      if (reads && out === 0) text += decoded(token)
      continue
    }
    const [name, closes, empty] = [nameOf(token), token.startsWith('</'), token.endsWith('/>')]
    if (left.has(name) && !empty) out += closes ? -1 : 1
    switch (name) {
      case 'w:p': {
        if (!closes) {
          ;[text, list, level, style] = ['', '', 0, '']
          break
        }
        const counted = list === '' ? styles.get(style) : { list, level }
        const before = text.trim() !== '' && counted && counted.list !== '0' ? number(counted) : ''
        lines.push(...`${before}${before === '' ? '' : ' '}${text}`.split('\n'))
        text = ''
        break
      }
      case 'w:pStyle':
        style = attribute(token, 'w:val')
        break
      case 'w:ilvl':
        level = Number(attribute(token, 'w:val')) || 0
        break
      case 'w:numId':
        list = attribute(token, 'w:val')
        break
      case 'w:t':
        reads = !closes && !empty
        break
      case 'w:tab':
        if (out === 0) text += ' '
        break
      case 'w:br':
      case 'w:cr':
        if (out === 0) text += '\n'
        break
      default:
    }
  }
  return lines
}

/** The lines of a DOCX as JSON of string[], or what is wrong with it. */
export const readDocx = async (bytes: Buffer): Promise<Shown | FileFinding> => {
  try {
    const parts = officeParts('text', bytes, wanted)
    if (typeof parts === 'string') return parts
    const document = parts['word/document.xml']?.xml
    if (document === undefined) return 'text-other'
    const number = counter(listsOf(parts['word/numbering.xml']?.xml ?? ''))
    const lines = linesOf(document, number, stylesOf(parts['word/styles.xml']?.xml ?? ''))
    const characters = lines.reduce((sum, { length }) => sum + length, 0)
    if (characters > maxCharacters) return 'text-too-large'
    if (lines.every((line) => line.trim() === '')) return 'text-none'
    return { bytes: Buffer.from(JSON.stringify(lines)), pages: 1 }
  } catch {
    return 'text-broken'
  }
}
