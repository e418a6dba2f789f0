import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))

/** Paths from the top of the tree of the files below a folder that end so. */
export const filesBelow = (folder: string, ending: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .toSorted()

export const textOf = (path: string): string => readFileSync(join(root, path), 'utf8')

/** A source without its comments and, when asked for, without the contents of its texts. */
export const codeOf = (path: string): string =>
  textOf(path)
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/(^|\s)\/\/.*$/gm, '$1')

export type Import = {
  readonly from: string
  /** A path from the top of the tree, or the name of a package. */
  readonly to: string
  readonly typeOnly: boolean
}

// The formatter keeps every statement in one of these shapes; a test of this file's own sees that none is missed.
const statement =
  /^(?:import|export)\s+(type\s+)?[^'";]*?\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm

const onlyTypes = (text: string, isType: boolean): boolean => {
  if (isType) return true
  const names = /\{([^}]*)\}/.exec(text)?.[1]
  if (names === undefined || /^import\s+\w/.test(text)) return false
  return names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .every((name) => name.startsWith('type '))
}

export const importsOf = (from: string): readonly Import[] =>
  [...codeOf(from).matchAll(statement)].map((match) => {
    const spoken = match[2] ?? match[3] ?? match[4] ?? ''
    return {
      from,
      to: spoken.startsWith('.') ? normalize(join(dirname(from), spoken)) : spoken,
      typeOnly: onlyTypes(match[0], match[1] !== undefined),
    }
  })
