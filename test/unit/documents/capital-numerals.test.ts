import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { capitalAmount, capitalAmountFromTenThousands } from '../../../src/core/documents/capital-numerals.ts'

/** An independent reader of capital numerals, in 分. */
function readCapital(words: string): bigint {
  const digit = (char: string) => '零壹贰叁肆伍陆柒捌玖'.indexOf(char)
  const place: Record<string, bigint> = { 拾: 10n, 佰: 100n, 仟: 1000n }
  let total = 0n
  let section = 0n
  let current = 0n
  for (const char of words.replace('整', '')) {
    if (digit(char) >= 0) current = BigInt(digit(char))
    else if (char in place) {
      section += current * (place[char] ?? 0n)
      current = 0n
    } else if (char === '万' || char === '亿') {
      total += (section + current) * (char === '万' ? 10_000n : 100_000_000n)
      section = 0n
      current = 0n
    } else if (char === '元') {
      total = (total + section + current) * 100n
      section = 0n
      current = 0n
    } else {
      total += current * (char === '角' ? 10n : 1n)
      current = 0n
    }
  }
  return total
}

const inYuan = (fen: bigint): string => `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`

function expectWellFormed(words: string): void {
  expect(words).not.toMatch(/零零|零[拾佰仟万亿]|亿万|^零[壹-玖]/)
  expect(words).not.toMatch(/零元.+[角分]/)
  expect(words.endsWith('整') || words.endsWith('分')).toBe(true)
}

describe('amounts in capital numerals', () => {
  test.each([
    ['0', '零元整'],
    ['0.00', '零元整'],
    ['1', '壹元整'],
    ['10', '壹拾元整'],
    ['11', '壹拾壹元整'],
    ['101', '壹佰零壹元整'],
    ['110', '壹佰壹拾元整'],
    ['1001', '壹仟零壹元整'],
    ['1010', '壹仟零壹拾元整'],
    ['10001', '壹万零壹元整'],
    ['10010', '壹万零壹拾元整'],
    ['100100', '壹拾万零壹佰元整'],
    ['107000', '壹拾万柒仟元整'],
    ['1000000', '壹佰万元整'],
    ['10005000', '壹仟万伍仟元整'],
    ['10000500', '壹仟万零伍佰元整'],
    ['100000000', '壹亿元整'],
    ['100000001', '壹亿零壹元整'],
    ['100005000', '壹亿零伍仟元整'],
    ['100010000', '壹亿零壹万元整'],
    ['110000000', '壹亿壹仟万元整'],
    ['999999999999', '玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元整'],
    ['0.5', '伍角整'],
    ['0.05', '伍分'],
    ['0.55', '伍角伍分'],
    ['1.05', '壹元零伍分'],
    ['1409.5', '壹仟肆佰零玖元伍角整'],
    ['6007.14', '陆仟零柒元壹角肆分'],
    ['325.04', '叁佰贰拾伍元零肆分'],
    ['16409.02', '壹万陆仟肆佰零玖元零贰分'],
    ['0035000', '叁万伍仟元整'],
  ])('%s yuan is written %s', (yuan, words) => {
    expect(capitalAmount(yuan)).toBe(words)
  })

  test.each([
    ['3', '叁万元整'],
    ['3.5', '叁万伍仟元整'],
    ['10', '壹拾万元整'],
    ['0.0001', '壹元整'],
    ['3.0500', '叁万零伍佰元整'],
    ['800', '捌佰万元整'],
    ['99999999.9999', '玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元整'],
    ['0', '零元整'],
  ])('%s 万元 is written %s', (amount, words) => {
    expect(capitalAmountFromTenThousands(amount)).toBe(words)
  })

  test('every whole amount up to 100,000 yuan reads back as itself', () => {
    for (let yuan = 0n; yuan <= 100_000n; yuan += 1n) {
      const words = capitalAmount(String(yuan))
      if (readCapital(words) !== yuan * 100n) expect.fail(`${yuan}: ${words}`)
    }
  })

  test('every amount below ten yuan reads back to the 分 and is well formed', () => {
    for (let fen = 0n; fen < 1_000n; fen += 1n) {
      const words = capitalAmount(inYuan(fen))
      expect(readCapital(words)).toBe(fen)
      expectWellFormed(words)
    }
  })

  test('every pattern of noughts across twelve places reads back and has no doubled or stray 零', () => {
    for (let mask = 1; mask < 4096; mask += 1) {
      const yuan = Array.from({ length: 12 }, (_, place) => ((mask >> place) & 1 ? '7' : '0')).join('')
      const words = capitalAmount(yuan)
      expect(readCapital(words)).toBe(BigInt(yuan) * 100n)
      expectWellFormed(words)
    }
  })

  test('any amount up to 仟亿 reads back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 99_999_999_999_999n }), (fen) => {
        const words = capitalAmount(inYuan(fen))
        expectWellFormed(words)
        return readCapital(words) === fen
      }),
      { seed: 20261120 },
    )
  })

  test.each(['', '-1', '1.234', '1,000', 'abc', '1.', '.5', '1000000000000', '１'])('%j is not an amount', (yuan) => {
    expect(() => capitalAmount(yuan)).toThrow(RangeError)
  })

  test.each(['', '-3', '3.00001', '3.', '100000000', '3万'])('%j is not an amount in 万元', (amount) => {
    expect(() => capitalAmountFromTenThousands(amount)).toThrow(RangeError)
  })
})
