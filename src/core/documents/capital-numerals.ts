const DIGITS = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'] as const
const PLACES = ['', '拾', '佰', '仟'] as const
const GROUPS = ['', '万', '亿'] as const

const digitWord = (digit: number): string => DIGITS[digit] ?? ''

/** One group of four digits, e.g. '0305' gives 叁佰零伍; leading zeros are left to the caller. */
function groupWords(digits: string): string {
  let words = ''
  let gap = false
  for (const [index, char] of digits.split('').entries()) {
    const digit = Number(char)
    if (digit === 0) {
      gap = words !== ''
      continue
    }
    words += (gap ? '零' : '') + digitWord(digit) + (PLACES[digits.length - 1 - index] ?? '')
    gap = false
  }
  return words
}

/** Whole yuan without the unit, '' for nought. */
function integerWords(yuan: string): string {
  const groups: string[] = []
  for (let end = yuan.length; end > 0; end -= 4) groups.unshift(yuan.slice(Math.max(0, end - 4), end).padStart(4, '0'))
  let words = ''
  for (const [index, group] of groups.entries()) {
    if (group === '0000') continue
    // 零 stands for missing places between two groups, never at the front of the amount.
    const gap = words !== '' && (group.startsWith('0') || groups[index - 1] === '0000')
    words += (gap ? '零' : '') + groupWords(group) + (GROUPS[groups.length - 1 - index] ?? '')
  }
  return words
}

/**
 * An amount in the capital numerals of Chinese bills (支付结算办法, annex on filling in bills), without the word 人民币:
 * '35000' gives 叁万伍仟元整, '1409.5' 壹仟肆佰零玖元伍角整, '325.04' 叁佰贰拾伍元零肆分.
 * Takes yuan as a decimal string with at most two decimals and at most twelve whole digits (仟亿); RangeError otherwise.
 */
export function capitalAmount(yuan: string): string {
  const match = /^0*(\d{1,12})(?:\.(\d{1,2}))?$/.exec(yuan)
  if (!match) throw new RangeError(`not an amount in yuan: ${yuan}`)
  const whole = integerWords(match[1] ?? '')
  const cents = (match[2] ?? '').padEnd(2, '0')
  const jiao = Number(cents[0])
  const fen = Number(cents[1])
  if (jiao === 0 && fen === 0) return `${whole || '零'}元整`
  const wholePart = whole && `${whole}元`
  const jiaoPart = jiao > 0 ? `${digitWord(jiao)}角` : whole && '零'
  return wholePart + jiaoPart + (fen > 0 ? `${digitWord(fen)}分` : '整')
}

/**
 * The same for money kept in 万元: '3' gives 叁万元整, '3.5' 叁万伍仟元整, '0.0001' 壹元整.
 * Takes a decimal string with at most four decimals, so the result is always whole yuan; RangeError otherwise.
 */
export function capitalAmountFromTenThousands(tenThousands: string): string {
  const match = /^(\d+)(?:\.(\d{1,4}))?$/.exec(tenThousands)
  if (!match) throw new RangeError(`not an amount in 万元: ${tenThousands}`)
  return capitalAmount((match[1] ?? '') + (match[2] ?? '').padEnd(4, '0'))
}
