import { strFromU8, unzipSync } from 'fflate'
import type { FileFinding } from '../../core/file-findings.ts'

// What is looked at before any reader sees a workbook or a text of an office programme. It is an archive of XML: nothing of
// it is taken over but the few parts that are asked for, and each only within these bounds.

const maxParts = 400
const maxPartBytes = 24 * 1024 * 1024
const maxBytes = 48 * 1024 * 1024
/** XML packs about twentyfold; hundreds of times is made to grow. */
const maxRatio = 200
const fewBytes = 1024 * 1024

/** Relationships of every part are read, to see what they bring in from outside. */
const relations = /(?:^|\/)_rels\/[^/]*\.rels$/

/** What runs. */
const running = /vbaProject|vbaData|macrosheets\/|dialogsheets\/|intlMacrosheets|attachedToolbars/i
/** What brings something in from elsewhere, or is another file. */
const foreign =
  /(?:^|\/)(?:externalLinks|embeddings|activeX|ctrlProps|queryTables|webextensions|model|customUI)\/|(?:^|\/)connections\.xml$|oleObject|afchunk/i

// A tag ends before the next one begins: no search runs over the same text twice, however the text was made.
const relationshipTags = /<(?:\w+:)?Relationship\b[^<>]*>?/g

type Kind = 'sheet' | 'text'
type Stated = { readonly name: string; readonly size: number; readonly originalSize: number }

/** What is wrong with the names and sizes that the archive states, before any of it is unpacked. */
const outsideFinding = (kind: Kind, parts: readonly Stated[]): FileFinding | undefined => {
  if (parts.some(({ name }) => running.test(name))) return `${kind}-macro`
  if (parts.some(({ name }) => foreign.test(name))) return `${kind}-external`
  const total = parts.reduce((sum, { originalSize }) => sum + originalSize, 0)
  const grows = ({ size, originalSize }: Stated): boolean => originalSize > fewBytes && originalSize > size * maxRatio
  if (parts.length > maxParts || total > maxBytes) return `${kind}-too-large`
  if (parts.some((part) => part.originalSize > maxPartBytes || grows(part))) return `${kind}-too-large`
  if (new Set(parts.map(({ name }) => name)).size < parts.length) return `${kind}-broken`
  return undefined
}

/** A link somebody clicks on is text to us; anything else that lies outside would be fetched. */
const bringsIn = (tag: string): boolean =>
  /TargetMode\s*=\s*["']External["']/i.test(tag) && !/Type\s*=\s*["'][^"']*\/hyperlink["']/i.test(tag)

const relationsFinding = (kind: Kind, xml: string): FileFinding | undefined => {
  for (const [tag] of xml.matchAll(relationshipTags)) {
    if (!tag.endsWith('>')) return `${kind}-broken`
    if (bringsIn(tag)) return `${kind}-external`
  }
  return undefined
}

/** The wanted parts of an archive and all relationships, checked, by their names; or what is wrong. Throws for no archive. */
export const officeParts = (
  kind: Kind,
  bytes: Buffer,
  wanted: RegExp,
): Readonly<Record<string, { readonly bytes: Uint8Array; readonly xml: string }>> | FileFinding => {
  const stated: Stated[] = []
  // The first pass reads the list of contents only.
  unzipSync(bytes, {
    filter: ({ name, size, originalSize }) => {
      stated.push({ name, size, originalSize })
      return false
    },
  })
  const finding = outsideFinding(kind, stated)
  if (finding) return finding
  const parts: Record<string, { readonly bytes: Uint8Array; readonly xml: string }> = {}
  const unpacked = unzipSync(bytes, { filter: ({ name }) => wanted.test(name) || relations.test(name) })
  for (const [name, part] of Object.entries(unpacked)) {
    const xml = strFromU8(part)
    // Entities that grow, and files named by them, are declared there; no office programme writes one.
    // Another encoding would hide it.
    if (
      /<!DOCTYPE|<!ENTITY/i.test(xml) ||
      /^.{0,3}<\?xml[^>]*encoding\s*=\s*["'](?!utf-?8)/i.test(xml) ||
      xml.includes('\0')
    )
      return `${kind}-broken`
    if (name === '[Content_Types].xml' && /macroEnabled|vbaProject/i.test(xml)) return `${kind}-macro`
    const related = relations.test(name) ? relationsFinding(kind, xml) : undefined
    if (related) return related
    parts[name] = { bytes: part, xml }
  }
  return parts
}
