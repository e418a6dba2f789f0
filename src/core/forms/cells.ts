import { joinChoices, splitChoices, type Condition, type Field, type Option } from './field.ts'
import { kindOf } from './kinds.ts'

// Answers as they stand in the cells of a spreadsheet: words where the portal keeps codes, and back.

const yes: Option = { value: 'yes', text: '是' }
const agreed: Option = { value: 'yes', text: '已确认' }

/** What a cell may say, where that is one of a few words. */
export const cellOptions = ({ kind, options = [] }: Field): readonly Option[] => {
  if (kind === 'yesNo') return [yes, { value: 'no', text: '否' }]
  return kind === 'declaration' ? [agreed] : options
}

/** Words people write for a tick and for none. */
const yesWords = new Set(['yes', '是', '有', '√', 'y', 'Y', '1', '同意', '已确认'])
const noWords = new Set(['no', '否', '无', '×', 'n', 'N', '0', '未确认'])

/** Whether a cell says one of a few words for a code. */
export const isCoded = ({ kind, options }: Field): boolean =>
  options !== undefined || kind === 'yesNo' || kind === 'declaration'

const between = '；'

/** An answer as a cell says it; a code nobody knows stays as it is. */
export const toCell = (raw: string, field: Field): string => {
  if (!isCoded(field)) return raw
  const textOf = (code: string): string => cellOptions(field).find(({ value }) => value === code)?.text ?? code
  return field.kind === 'choices' ? splitChoices(raw).map(textOf).join(between) : textOf(raw)
}

/** When something is asked that hangs on the answer to `on`, in words: 只在“住所来源”为“租赁”时填写. `place`: where `on` stands. */
export const askedWhen = (condition: Condition, on: Field, place = ''): string => {
  const codes = 'is' in condition ? condition.is : 'has' in condition ? [condition.has] : []
  // Of many it is shorter said which are not meant.
  const others = cellOptions(on).flatMap(({ value }) => (codes.includes(value) ? [] : [value]))
  const not = others.length > 0 && others.length < codes.length
  const words = (not ? others : codes).map((code) => `“${toCell(code, on)}”`).join('或者')
  const is = not ? '不是' : '为'
  const answered = 'absent' in condition ? '没有填' : 'has' in condition || isCoded(on) ? '选了' : '填了'
  return `只在${place}“${on.label}”${'is' in condition ? is : answered}${words}时填写`
}

/** What was written in a cell as a raw answer; words that are no option stay as they are, for `cellFault` to name. */
export const fromCell = (cell: string, field: Field): string => {
  const written = cell.trim()
  if (!isCoded(field)) return kindOf(field).fromForm({ [field.name]: cell }, field.name, field)
  if (field.kind === 'yesNo' || field.kind === 'declaration') {
    if (yesWords.has(written)) return 'yes'
    return noWords.has(written) ? (field.kind === 'yesNo' ? 'no' : '') : written
  }
  const codeOf = (text: string): string =>
    field.options?.find((option) => option.value === text || option.text === text || option.also?.includes(text))
      ?.value ?? text
  if (field.kind !== 'choices') return codeOf(written)
  const codesBy = (between: RegExp): readonly string[] =>
    written
      .split(between)
      .map((part) => codeOf(part.trim()))
      .filter((code) => code !== '')
  const known = (code: string): boolean => cellOptions(field).some(({ value }) => value === code)
  // Pages and papers set 、 between several; an option may have one in it.
  const listed = codesBy(/[；;、，,\n]/u)
  const codes = listed.every(known) ? listed : codesBy(/[；;\n]/u)
  const order = cellOptions(field).map(({ value }) => value)
  return joinChoices(codes.toSorted((one, other) => order.indexOf(one) - order.indexOf(other)))
}

/** So many words are told in full to whoever wrote another one. */
const toldUpTo = 20

/** What is wrong with words where one of a few was to be chosen. */
export const cellFault = (raw: string, field: Field): string | undefined => {
  if (!isCoded(field) || raw === '') return undefined
  const known = cellOptions(field)
  const wrong = (field.kind === 'choices' ? splitChoices(raw) : [raw]).find(
    (code) => !known.some(({ value }) => value === code),
  )
  if (wrong === undefined) return undefined
  const texts = known.slice(0, toldUpTo).map(({ text }) => text)
  return `“${wrong}”不在可以填写的内容之内，应为：${texts.join('、')}${known.length > toldUpTo ? '等，请从列表中选择' : ''}`
}
