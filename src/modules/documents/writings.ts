import { codePointName, type MissingGlyph, type Substitutes } from '../../core/documents/substitutes.ts'
import type { Field } from '../../core/forms/field.ts'

const writingLength = 20
export const writingName = (char: string): string => `writing-${(char.codePointAt(0) ?? 0).toString(16)}`

export const writingField = ({ char, within }: MissingGlyph): Field => ({
  name: writingName(char),
  label: `“${char}”（${codePointName(char)}）在文书上的写法`,
  kind: 'text',
  max: writingLength,
  hint: `见于“${within}”。文书字库没有这个字。请与当事人商定写法，例如部件“月＋朋”或者拼音，文书印成〔写法〕并注明编码；字本身写错的，退回更正；不能商定的，联系运维人员增加字库，再办理这一步。`,
})

/** What was written for characters without a glyph, by character. Controls and halves of characters are none. */
export const readWritings = (body: Readonly<Record<string, string>>): Substitutes =>
  Object.fromEntries(
    Object.entries(body).flatMap(([name, raw]) => {
      const code = Number.parseInt(/^writing-([0-9a-f]{2,6})$/.exec(name)?.[1] ?? '0', 16)
      const char = code <= 0x10_ffff ? String.fromCodePoint(code) : ''
      const writing = Array.from(raw.replaceAll(/[〔〕\s\p{C}]/gu, ''))
        .slice(0, writingLength)
        .join('')
      return /^[^\p{Cc}\p{Cs}]$/u.test(char) && writing !== '' ? [[char, writing]] : []
    }),
  )
