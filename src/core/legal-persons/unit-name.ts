import { normalizePersonName } from '../identity/person-name.ts'

/** Full-width digits, letters and brackets, and nothing else: a full-width comma is a character of its own. */
const fullWidth = /[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A\uFF08\uFF09\uFF3B\uFF3D\uFF5B\uFF5D]/g

/**
 * The form in which a unit's name is compared with the register's, character by character (domain.md A-010):
 * Unicode NFC, full-width digits, letters and brackets as half-width ones, no blanks at the ends. Blanks inside, dots
 * and other punctuation stay as they were typed.
 */
export const unitNameKey = (name: string): string =>
  name
    .normalize('NFC')
    .replaceAll(fullWidth, (character) => String.fromCodePoint((character.codePointAt(0) ?? 0) - 0xfee0))
    .trim()

/** Whether a name as typed is the registered one. */
export const isSameUnitName = (typed: string, registered: string): boolean =>
  unitNameKey(typed) === unitNameKey(registered)

/** Whether two people's names are one: width and blanks aside. */
export const isSamePersonName = (typed: string, registered: string): boolean => {
  const key = (name: string): string => normalizePersonName(name).replaceAll(' ', '').replaceAll('.', '·')
  return key(typed) === key(registered)
}
