const DIGITS = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九']

/** 1 to 999 as Chinese numbers an article: 第二十一条, 第一百零三条. */
export const chineseNumber = (number: number): string => {
  const [hundreds, tens, ones] = [Math.floor(number / 100), Math.floor(number / 10) % 10, number % 10]
  if (hundreds === 0) return `${tens > 1 ? DIGITS[tens] : ''}${tens > 0 ? '十' : ''}${DIGITS[ones]}`
  const rest = tens > 0 ? `${DIGITS[tens]}十${DIGITS[ones]}` : ones > 0 ? `零${DIGITS[ones]}` : ''
  return `${DIGITS[hundreds]}百${rest}`
}

const VALUES: Readonly<Record<string, number>> = {
  ...Object.fromEntries(DIGITS.map((digit, value) => [digit, value])),
  零: 0,
  〇: 0,
  两: 2,
}

/** The characters a number is written in, in a text that was normalized by NFKC. */
export const NUMERAL = '[零〇一二三四五六七八九十百两\\d]'

/** A number as people write it, in digits or in Chinese; nothing when it is none. */
export const numberOf = (text: string): number | undefined => {
  if (/^\d{1,3}$/.test(text)) return Number(text)
  const parts =
    /^(?:([一二三四五六七八九两])百)?[零〇]?(?:([一二三四五六七八九])?(十))?([一二三四五六七八九两])?$/.exec(text)
  if (!parts || text === '') return undefined
  const [, hundreds = '', tens = '', ten = '', ones = ''] = parts
  const value = (digit: string): number => VALUES[digit] ?? 0
  return value(hundreds) * 100 + (ten === '' ? 0 : (tens === '' ? 1 : value(tens)) * 10) + value(ones)
}
