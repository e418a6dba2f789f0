import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import nunjucks from 'nunjucks'
import { maxFileBytes } from '../core/files.ts'
import { momentText } from '../core/workflow/deadlines.ts'
import { chineseDate } from '../core/documents/dates.ts'
import { paths } from './paths.ts'

export type PageVariables = Readonly<Record<string, unknown>>

const viewsFolder = fileURLToPath(new URL('../../views', import.meta.url))
export const publicFolder = fileURLToPath(new URL('../../public', import.meta.url))

// Escaping is 40 % of a page's cost; most values hold nothing to escape, and a test is cheaper than a replacement.
const lib = nunjucks.lib as unknown as { escape: (value: string) => string }
const { escape } = lib
lib.escape = (value: string) => (/[&"'<>`\\]/.test(value) ? escape(value) : value)

type Exported = Readonly<Record<string, unknown>>
type ExportedCallback = (error: unknown, exported: Exported | null) => void
type Exporting = { getExported: (...args: [...unknown[], ExportedCallback]) => void }

// A page that imports macros would run every template they come from again, at each rendering. An import without
// context cannot see the page, so what it gives is always the same and is kept; after a fault it is made anew.
const exportedBy = new Map<object, Exported>()
const exporting = nunjucks.Template.prototype as unknown as Exporting
const { getExported } = exporting
exporting.getExported = function keepExported(this: Exporting, ...args) {
  const [callback] = args
  if (args.length !== 1 || typeof callback !== 'function') return Reflect.apply(getExported, this, args)
  const kept = exportedBy.get(this)
  if (kept) return callback(null, kept)
  Reflect.apply(getExported, this, [
    (error: unknown, exported: Exported | null) => {
      if (exported) exportedBy.set(this, exported)
      callback(error, exported)
    },
  ])
}

const hashes = new Map<string, string>()

/** What names the content of a static file, by its path below `public`. */
export const assetHash = (name: string): string => {
  const found = hashes.get(name)
  if (found) return found
  const hash = createHash('sha256')
    .update(readFileSync(join(publicFolder, name)))
    .digest('hex')
    .slice(0, 12)
  hashes.set(name, hash)
  return hash
}

/** The address of a static file with its content's hash, so that it may be kept for ever. */
export const asset = (name: string): string => `/assets/${name}?v=${assetHash(name)}`

export type Views = { readonly render: (template: string, variables: PageVariables) => string }

// Nothing in it belongs to one portal, so that the portals of one process compile a template once.
const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader(viewsFolder, { noCache: false }), {
  autoescape: true,
  throwOnUndefined: false,
  trimBlocks: true,
  lstripBlocks: true,
})
environment.addGlobal('paths', paths)
environment.addGlobal('maxFileBytes', maxFileBytes)
environment.addFilter('date', (iso: string | null | undefined) => (iso ? chineseDate(iso) : ''))
environment.addFilter('dateTime', (at: Date | string | null | undefined) => (at ? momentText(at) : ''))

/** Templates with autoescape on, compiled once and kept. */
export const createViews = (): Views => ({
  render: (template, variables) => {
    try {
      return environment.render(template, variables)
    } catch (error) {
      exportedBy.clear()
      throw error
    }
  },
})
