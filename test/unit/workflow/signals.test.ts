import { describe, expect, test } from 'vitest'
import { signal, signalWords } from '../../../src/core/workflow/signals.ts'

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
    expect(new Set(Object.values(signalWords)).size).toBe(6)
  })
})
