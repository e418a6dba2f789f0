import { describe, expect, test } from 'vitest'
import { remainingText, signal, signalText, standingText, type Signal } from '../../../src/core/workflow/signals.ts'

describe('signals of a clock', () => {
  test('green only with more than two working days and more than a fifth of the limit left', () => {
    for (let limit = 1; limit <= 60; limit += 1) {
      for (let remaining = -5; remaining <= limit; remaining += 1) {
        const expected =
          remaining < 0 ? 'RED' : remaining > 2 && remaining / limit > 0.2 + Number.EPSILON ? 'GREEN' : 'YELLOW'
        if (signal(remaining, limit) !== expected) expect.unreachable(`${remaining} of ${limit}`)
      }
    }
  })

  test.each([
    [5, 20, 'PAUSED', 'GREY'],
    [0, 20, 'PAUSED', 'GREY'],
    [-1, 20, 'PAUSED', 'RED'],
    [0, 20, 'FINISHED', 'BLUE'],
    [15, 20, 'FINISHED', 'BLUE'],
    [-1, 20, 'FINISHED', 'DARK_RED'],
  ] as const)('%i working days left of %i, clock %s: %s', (remaining, limit, state, expected) => {
    expect(signal(remaining, limit, state)).toBe(expected)
  })

  test('every light has its own words', () => {
    const lights: readonly Signal[] = ['GREEN', 'YELLOW', 'RED', 'GREY', 'BLUE', 'DARK_RED']
    expect(new Set(lights.map(signalText)).size).toBe(6)
    expect(signalText('RED')).toBe('红灯·已超期')
  })

  test('the last day is said as such, and a stopped clock has none', () => {
    expect([-1, 0, 2].map(remainingText)).toEqual(['已超期1个工作日', '今天到期', '还剩2个工作日'])
    expect([-1, 0, 2].map((left) => standingText(signal(left, 20), left))).toEqual([
      '已超期 1 个工作日',
      '即将到期，今天到期',
      '即将到期，剩余 2 个工作日',
    ])
    expect(standingText('GREY', 0, true)).toBe('暂停计时，剩余 0 个工作日')
  })
})
