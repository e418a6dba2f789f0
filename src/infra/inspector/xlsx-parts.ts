import { strFromU8, strToU8, unzipSync } from 'fflate'
import type { FileFinding } from '../../core/file-findings.ts'
import { sheetLimits } from '../../core/workbooks.ts'

// What is looked at before any reader of spreadsheets sees a workbook. It is an archive of XML: nothing of it is taken
// over but the few parts that hold the cells, and each only within these bounds.

const maxParts = 400
const maxPartBytes = 24 * 1024 * 1024
const maxBytes = 48 * 1024 * 1024
/** XML of a table packs about twentyfold; hundreds of times is made to grow. */
const maxRatio = 200
const fewBytes = 1024 * 1024
const maxSheetBytes = 16 * 1024 * 1024
const maxStrings = 100_000

/** The parts that hold what a table says; whatever else is in the archive is left out. */
const wanted =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|xl\/(?:workbook|styles|sharedStrings)\.xml|xl\/_rels\/workbook\.xml\.rels|xl\/worksheets\/[^/]+\.xml)$/

/** Relationships of every part are read, to see what they bring in from outside. */
const relations = /(?:^|\/)_rels\/[^/]*\.rels$/

/** What runs. */
const running = /vbaProject|vbaData|macrosheets\/|dialogsheets\/|intlMacrosheets|attachedToolbars/i
/** What brings something in from elsewhere, or is another file. */
const foreign =
  /(?:^|\/)(?:externalLinks|embeddings|activeX|ctrlProps|queryTables|webextensions|model|customUI)\/|(?:^|\/)connections\.xml$|oleObject/i

const textOf = (bytes: Uint8Array): string => strFromU8(bytes)
const countOf = (text: string, pattern: RegExp, most: number): number => {
  let count = 0
  for (const _ of text.matchAll(pattern)) if (++count > most) break
  return count
}

// A tag ends before the next one begins: no search runs over the same text twice, however the text was made.
const cellTags = /<(?:\w+:)?c(?=[\s>/])[^<>]*>?/g
const relationshipTags = /<(?:\w+:)?Relationship\b[^<>]*>?/g
const cellPlace = /\br\s*=\s*["']([A-Z]{1,7})(\d{1,9})["']/

/** What is wrong with the names and sizes that the archive states, before any of it is unpacked. */
const outsideFinding = (parts: readonly Stated[]): FileFinding | undefined => {
  if (parts.some(({ name }) => running.test(name))) return 'sheet-macro'
  if (parts.some(({ name }) => foreign.test(name))) return 'sheet-external'
  const total = parts.reduce((sum, { originalSize }) => sum + originalSize, 0)
  const grows = ({ size, originalSize }: Stated): boolean => originalSize > fewBytes && originalSize > size * maxRatio
  if (parts.length > maxParts || total > maxBytes) return 'sheet-too-large'
  if (parts.some((part) => part.originalSize > maxPartBytes || grows(part))) return 'sheet-too-large'
  if (new Set(parts.map(({ name }) => name)).size < parts.length) return 'sheet-broken'
  return undefined
}

type Stated = { readonly name: string; readonly size: number; readonly originalSize: number }

/** A link somebody clicks on is text to us; anything else that lies outside would be fetched. */
const bringsIn = (tag: string): boolean =>
  /TargetMode\s*=\s*["']External["']/i.test(tag) && !/Type\s*=\s*["'][^"']*\/hyperlink["']/i.test(tag)

const relationsFinding = (xml: string): FileFinding | undefined => {
  for (const [tag] of xml.matchAll(relationshipTags)) {
    if (!tag.endsWith('>')) return 'sheet-broken'
    if (bringsIn(tag)) return 'sheet-external'
  }
  return undefined
}

const columnOf = (letters: string): number =>
  Array.from(letters).reduce((sum, letter) => sum * 26 + (letter.codePointAt(0) ?? 0) - 64, 0)

/**
 * A sheet without cells that are only coloured or framed, which programmes write down to the last row, and how many it
 * has; or what is wrong with its size: filled cells that lie far out count as well as many of them.
 */
const sheetOf = (xml: string): { readonly xml: string; readonly cells: number } | FileFinding => {
  if (xml.length > maxSheetBytes) return 'sheet-too-large'
  const kept: string[] = []
  let cells = 0
  let from = 0
  for (const { 0: tag, index } of xml.matchAll(cellTags)) {
    cells += 1
    if (cells > sheetLimits.cells) return 'sheet-too-large'
    if (!tag.endsWith('>')) return 'sheet-broken'
    const [, letters = '', row = ''] = cellPlace.exec(tag) ?? []
    if (tag.endsWith('/>')) {
      if (letters === '') continue
      kept.push(xml.slice(from, index))
      from = index + tag.length
    } else if (Number(row) > sheetLimits.rows || columnOf(letters) > sheetLimits.columns) return 'sheet-too-large'
  }
  return { xml: [...kept, xml.slice(from)].join(''), cells }
}

/** The parts of a workbook that hold its cells, checked; or what is wrong with it. Only what is returned may be read. */
export const workbookParts = (bytes: Buffer): Readonly<Record<string, Uint8Array>> | FileFinding => {
  const stated: Stated[] = []
  try {
    // The first pass reads the list of contents only.
    unzipSync(bytes, {
      filter: ({ name, size, originalSize }) => {
        stated.push({ name, size, originalSize })
        return false
      },
    })
    const finding = outsideFinding(stated)
    if (finding) return finding
    const parts = unzipSync(bytes, { filter: ({ name }) => wanted.test(name) || relations.test(name) })
    let cells = 0
    for (const [name, part] of Object.entries(parts)) {
      const xml = textOf(part)
      // Entities that grow, and files named by them, are declared there; no spreadsheet programme writes one.
      // Another encoding would hide it.
      if (
        /<!DOCTYPE|<!ENTITY/i.test(xml) ||
        /^.{0,3}<\?xml[^>]*encoding\s*=\s*["'](?!utf-?8)/i.test(xml) ||
        xml.includes('\0')
      )
        return 'sheet-broken'
      if (name === '[Content_Types].xml' && /macroEnabled|vbaProject/i.test(xml)) return 'sheet-macro'
      const related = relations.test(name) ? relationsFinding(xml) : undefined
      if (related) return related
      // Spreadsheets take 255 characters of a format; a reader searches them for what makes a date, cell by cell.
      if (name === 'xl/styles.xml' && /formatCode\s*=\s*(?:"[^"]{2000}|'[^']{2000})/.test(xml)) return 'sheet-broken'
      if (name.endsWith('sharedStrings.xml') && countOf(xml, /<(?:\w+:)?si[\s>/]/g, maxStrings) > maxStrings)
        return 'sheet-too-large'
      if (name.startsWith('xl/worksheets/') && !relations.test(name)) {
        const sheet = sheetOf(xml)
        if (typeof sheet === 'string') return sheet
        cells += sheet.cells
        if (cells > sheetLimits.cells) return 'sheet-too-large'
        parts[name] = strToU8(sheet.xml)
      }
    }
    return parts['[Content_Types].xml'] && parts['xl/workbook.xml']
      ? Object.fromEntries(Object.entries(parts).filter(([name]) => wanted.test(name)))
      : 'sheet-broken'
  } catch {
    return 'sheet-broken'
  }
}
