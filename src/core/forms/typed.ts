/** Money is asked for, stored and compared in this unit. */
export const tenThousandYuan = '万元'

/** Moves the decimal point of a plain decimal number, exactly: `shift('30000', -4)` is `3`. */
const shift = (decimal: string, places: number): string => {
  const [whole = '', fraction = ''] = decimal.split('.')
  const digits = '0'.repeat(Math.max(0, -places)) + whole + fraction + '0'.repeat(Math.max(0, places))
  const point = Math.max(0, -places) + whole.length + places
  const [left, right] = [digits.slice(0, point).replace(/^0+(?=\d)/, ''), digits.slice(point).replace(/0+$/, '')]
  return right ? `${left}.${right}` : left
}

/** Digits, perhaps in groups of three or of four; a comma elsewhere may be a decimal point and is left for the check. */
const grouped = /^(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,4}(?:,\d{4})+)(?:\.\d+)?$/

const money = /^(人民币|RMB|CNY|¥)?¥?([\d,.]+)(亿|万)?([元圆])?[整正]?$/i

/** An amount of money in 万元: `3万元`, `￥30,000` and `3` are all 3. Undefined when it is not read as one. */
const readMoney = (typed: string): string | undefined => {
  const [, currency, amount = '', group, yuan] = money.exec(typed) ?? []
  if (!grouped.test(amount)) return undefined
  const number = amount.replaceAll(',', '')
  if (group === '亿') return shift(number, 4)
  return group === undefined && (currency !== undefined || yuan !== undefined) ? shift(number, -4) : number
}

/**
 * A number as people type it, half-width and without spaces, as plain digits: thousands' commas and the unit of the
 * question fall away, money comes in 万元. What cannot be read so stays as it is, for the check to refuse.
 */
export const readNumber = (typed: string, unit: string | undefined): string => {
  if (unit === tenThousandYuan) return readMoney(typed) ?? typed
  const bare = unit !== undefined && typed.endsWith(unit) ? typed.slice(0, -unit.length) : typed
  return grouped.test(bare) ? bare.replaceAll(',', '') : typed
}

/** An amount in 万元 from 1亿元 up, as people say it without 元; undefined for a smaller one, or what is no number. */
export const inHundredMillions = (tenThousands: string): string | undefined =>
  /^\d+(?:\.\d+)?$/.test(tenThousands) && Number(tenThousands) >= 10_000 ? `${shift(tenThousands, -4)}亿` : undefined

const wholeDate = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))$/

/**
 * A date pasted whole into one of its parts (2026/1/5, 2026年1月5日, 20260105), or typed as three, as ISO text.
 * The other parts are empty or say the same; undefined when the parts are no three numbers either.
 */
export const readDate = (parts: readonly string[]): string | undefined => {
  const pasted = parts.map((part) => wholeDate.exec(part)).find((found) => found !== null)
  const numbers = pasted
    ? [pasted[1], pasted[2] ?? pasted[4], pasted[3] ?? pasted[5]]
    : parts.map((part) => part.replace(/[年月日]$/, ''))
  const agrees = (part: string, index: number): boolean =>
    part === '' || wholeDate.test(part) || Number(part) === Number(numbers[index])
  if (
    numbers.length !== 3 ||
    !numbers.every((part) => /^\d{1,4}$/.test(part ?? '')) ||
    (pasted && !parts.every(agrees))
  )
    return undefined
  const [year = '', month = '', day = ''] = numbers
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}
