// Amounts as whole fen, read and shown as core/forms/money.ts does; the server reads all of it again.

/** Decimals by unit: of 元, of 万元. */
export const decimalsOf = { 元: 2, 万元: 6 }

const mostYuanDigits = 13
const grouped = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/
const plain = /^(?:\d+\.?\d*|\.\d+)$/

/** Fen, or nothing for what is no amount; an empty text is none. */
export const read = (text, unit = '元') => {
  const written = text
    .normalize('NFKC')
    .replaceAll(/\s/g, '')
    .replace(/^[¥￥]/u, '')
    .replace('−', '-')
  const bracketed = /^\((.*)\)$/.exec(written)
  const signed = bracketed ? `-${bracketed[1]}` : written
  const negative = signed.startsWith('-')
  const digits = negative ? signed.slice(1) : signed
  if (!grouped.test(digits) && !plain.test(digits)) return undefined
  const [whole = '', fraction = ''] = digits.replaceAll(',', '').split('.')
  const decimals = decimalsOf[unit]
  if (fraction.replace(/0+$/, '').length > decimals) return undefined
  if (whole.replace(/^0+/, '').length > mostYuanDigits - (decimals - 2)) return undefined
  const fen = BigInt(`${whole}${fraction.slice(0, decimals).padEnd(decimals, '0')}`)
  return negative ? -fen : fen
}

/** 元 with two decimals, 万元 with as many as it has; thousands are parted by commas. */
export const show = (fen, unit = '元') => {
  const decimals = decimalsOf[unit]
  const digits = String(fen < 0n ? -fen : fen).padStart(decimals + 1, '0')
  const whole = digits.slice(0, -decimals).replaceAll(/\B(?=(?:\d{3})+$)/g, ',')
  const fraction = unit === '元' ? digits.slice(-decimals) : digits.slice(-decimals).replace(/0+$/, '')
  return `${fen < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

/**
 * What was typed in one unit as it is shown in another, or in the same, to the fen. What is no amount stays as it is, and never becomes
 * one by that: `12.345` in 元 is not 12.345 万元.
 */
export const inUnit = (text, from, to) => {
  const fen = read(text, from)
  if (fen !== undefined) return show(fen, to)
  return from === to || read(text, to) === undefined ? text : `${text}${from}`
}
