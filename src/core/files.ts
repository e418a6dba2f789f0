import type { FileType } from './matters/define.ts'

/** Workbooks and texts are read and not kept: a way to bring many rows at once, or a charter. */
export type TakenType = FileType | 'xlsx' | 'csv' | 'docx'

/** Kinds of file the portal takes and serves: what they are called, and whether a browser may show them in a page. */
export const fileTypes = {
  pdf: { mime: 'application/pdf', extensions: ['pdf'], text: 'PDF', inline: true },
  jpg: { mime: 'image/jpeg', extensions: ['jpg', 'jpeg', 'jpe', 'jfif'], text: 'JPG', inline: true },
  png: { mime: 'image/png', extensions: ['png'], text: 'PNG', inline: true },
  xlsx: {
    mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    extensions: ['xlsx'],
    text: 'XLSX',
    inline: false,
  },
  csv: { mime: 'text/csv', extensions: ['csv', 'txt'], text: 'CSV', inline: false },
  docx: {
    mime: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    extensions: ['docx'],
    text: 'DOCX',
    inline: false,
  },
} as const satisfies Record<
  TakenType,
  { readonly mime: string; readonly extensions: readonly string[]; readonly text: string; readonly inline: boolean }
>

export const maxFileBytes = 10 * 1024 * 1024
export const maxCaseBytes = 100 * 1024 * 1024

/** A file's size as lists show it. */
export const sizeText = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`

const nameCharacters = 120

/**
 * A file's name as it may be kept and shown: no folders, no control or direction characters, not endless.
 * The name is only ever shown; files are stored under their hash.
 */
export const cleanFileName = (raw: string): string => {
  const base = raw.normalize('NFC').replaceAll('\\', '/').split('/').at(-1) ?? ''
  const plain = base
    // oxlint-disable-next-line no-control-regex -- these are exactly the characters to remove
    .replaceAll(/[\u0000-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF"<>|:*?]/g, '')
    .trim()
  const characters = Array.from(plain)
  if (characters.length <= nameCharacters) return plain === '' ? '未命名文件' : plain
  const dot = plain.lastIndexOf('.')
  const ending = dot > 0 && plain.length - dot <= 6 ? plain.slice(dot) : ''
  return `${characters.slice(0, nameCharacters - ending.length).join('')}${ending}`
}

const endingOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1).toLowerCase()

const pictures: readonly TakenType[] = ['jpg', 'png']

const hasEndingOf = (name: string, type: TakenType): boolean =>
  (fileTypes[type].extensions as readonly string[]).includes(endingOf(name))

/**
 * The name under which a file whose bytes are of `type` is kept: a picture that carries another picture's ending gets
 * its own, as phones and chat programmes mix them up. Undefined when the name claims something else altogether.
 */
export const fittingName = (name: string, type: TakenType): string | undefined => {
  if (hasEndingOf(name, type)) return name
  const mixedUp = pictures.includes(type) && pictures.some((other) => hasEndingOf(name, other))
  return mixedUp ? `${name.slice(0, name.lastIndexOf('.'))}.${fileTypes[type].extensions[0]}` : undefined
}
