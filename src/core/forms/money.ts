// Money as statements count it: whole fen, exact. Nothing is ever rounded.

/** What amounts are shown in. Stored they are always in 元. */
export const MONEY_UNITS = {
  YUAN: { text: '元', decimals: 2 },
  TEN_THOUSAND: { text: '万元', decimals: 6 },
  HUNDRED_MILLION: { text: '亿元', decimals: 10 },
} as const
export type MoneyUnit = keyof typeof MONEY_UNITS

/** Above what any of these organizations owns (ten thousand 亿元): a longer number is a slip of the hand. */
const mostYuanDigits = 13

const grouped = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/
const plain = /^(?:\d+\.?\d*|\.\d+)$/

/**
 * An amount as people type it, in fen: `-1,234.50`, `（1,234.50）` for what accountants write in brackets, full-width
 * digits. Nothing for any other text (`3万`, `1,2,3`, more decimals than a fen has): that is a fault, never 0.
 */
export const readAmount = (text: string, unit: MoneyUnit = 'YUAN'): bigint | undefined => {
  const written = text
    .normalize('NFKC')
    .replaceAll(/\s/g, '')
    .replace(/^[¥￥]/u, '')
    .replace('−', '-')
  const bracketed = /^\((.*)\)$/.exec(written)
  const signed = bracketed ? `-${bracketed[1] ?? ''}` : written
  const negative = signed.startsWith('-')
  const digits = negative ? signed.slice(1) : signed
  if (!grouped.test(digits) && !plain.test(digits)) return undefined
  const [whole = '', fraction = ''] = digits.replaceAll(',', '').split('.')
  const { decimals } = MONEY_UNITS[unit]
  if (fraction.replace(/0+$/, '').length > decimals) return undefined
  if (whole.replace(/^0+/, '').length > mostYuanDigits - (decimals - 2)) return undefined
  const fen = BigInt(`${whole}${fraction.slice(0, decimals).padEnd(decimals, '0')}`)
  return negative ? -fen : fen
}

/** An amount for people: 元 with two decimals, 万元 with as many as it has; thousands are parted by commas. */
export const amountText = (fen: bigint, unit: MoneyUnit = 'YUAN'): string => {
  const { decimals } = MONEY_UNITS[unit]
  const digits = String(fen < 0n ? -fen : fen).padStart(decimals + 1, '0')
  const whole = digits.slice(0, -decimals).replaceAll(/\B(?=(?:\d{3})+$)/g, ',')
  const fraction = unit === 'YUAN' ? digits.slice(-decimals) : digits.slice(-decimals).replace(/0+$/, '')
  return `${fen < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

/** An amount as it is stored and as cells hold it: `-1234.50`, without commas. */
export const plainAmount = (fen: bigint, unit: MoneyUnit = 'YUAN'): string => amountText(fen, unit).replaceAll(',', '')

/** Spreadsheets add up in halves: 0.1+0.2 stands there as 0.30000000000000004. What is no such thing stays as it is. */
export const numberText = (text: string): string => {
  const written = text.trim()
  if (!/^-?\d+\.\d{7,}$|^-?\d(?:\.\d+)?e[+-]?\d+$/i.test(written)) return text
  const meant = Number(Number(written).toFixed(4))
  return Math.abs(Number(written) - meant) < 1e-6 ? String(meant) : text
}
