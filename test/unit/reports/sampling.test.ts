import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  drawnOf,
  drawSample,
  isSeed,
  populationText,
  quotaText,
  readQuota,
  shellOf,
  sizesOf,
} from '../../../src/core/reports/sampling.ts'

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

const codes = (count: number, kind = '51'): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${kind}140000MJ${String(index).padStart(8, '0')}`)

describe('a quota as it is typed', () => {
  it.each([
    ['5%', { share: 5 }],
    ['１０％', { share: 10 }],
    [' 100 % ', { share: 100 }],
    ['20', { number: 20 }],
    ['', 'none'],
    ['0', 'none'],
    ['0%', 'none'],
    ['101%', undefined],
    ['5.5%', undefined],
    ['-3', undefined],
    ['三', undefined],
    ['05', undefined],
    ['100000', undefined],
  ])('%j', (typed, quota) => {
    expect(readQuota(typed)).toEqual(quota)
  })

  it('is told as it was meant', () => {
    expect([quotaText({ share: 5 }), quotaText({ number: 20 })]).toEqual(['5%', '20家'])
  })

  it.each([
    [{ share: 5 }, 0, 0],
    [{ share: 5 }, 1, 1],
    [{ share: 5 }, 100, 5],
    [{ share: 5 }, 101, 6],
    [{ share: 100 }, 7, 7],
    [{ number: 20 }, 7, 7],
    [{ number: 20 }, 3000, 20],
  ])('%j of %i is %i', (quota, size, drawn) => {
    expect(drawnOf(quota, size)).toBe(drawn)
  })
})

it.each([
  ['20261130', true],
  ['福彩3D-2026123.7', true],
  ["a'b", false],
  ['a b', false],
  ['$(x)', false],
  ['', false],
])('%j is a seed: %s', (text, good) => {
  expect(isSeed(text)).toBe(good)
})

describe('a sample', () => {
  const population = populationText(codes(300))
  const quota = { SOCIAL_GROUP: { number: 10 } } as const

  it('is the same for the same seed and population, in whatever order they are listed, and once or twice', () => {
    const drawn = drawSample(population, quota, 'seed', digest)
    expect(drawn).toHaveLength(10)
    expect(new Set(drawn).size).toBe(10)
    expect(drawSample(codes(300).toReversed().join('\n'), quota, 'seed', digest)).toEqual(drawn)
    expect(populationText([...codes(300).toReversed(), ...codes(300)])).toBe(population)
    expect(drawSample(population, quota, 'another', digest)).not.toEqual(drawn)
  })

  it('of more is that of fewer and some besides', () => {
    const few = drawSample(population, quota, 'seed', digest)
    const many = drawSample(population, { SOCIAL_GROUP: { share: 10 } }, 'seed', digest)
    expect(many).toHaveLength(30)
    expect(many.slice(0, 10)).toEqual(few)
  })

  const mixed = populationText([...codes(40), ...codes(9, '53'), ...codes(1, '52'), ...codes(5, '91')])

  it('is drawn by type, as the codes tell it, and of a type without a quota nobody is', () => {
    const drawn = drawSample(mixed, { SOCIAL_GROUP: { share: 10 }, FOUNDATION: { number: 100 } }, 's', digest)
    const count = (kind: string): number => drawn.filter((code) => code.startsWith(kind)).length
    expect([count('51'), count('53'), count('52'), drawn.length]).toEqual([4, 9, 0, 13])
    expect(sizesOf(mixed)).toEqual({ SOCIAL_GROUP: 40, PRIVATE_NON_ENTERPRISE: 1, FOUNDATION: 9 })
    expect(drawSample('', { SOCIAL_GROUP: { share: 50 } }, 's', digest)).toEqual([])
  })

  it('is what a shell finds with the lines the page gives', () => {
    const quotas = { SOCIAL_GROUP: { number: 5 }, FOUNDATION: { share: 30 } } as const
    const place = mkdtempSync(join(tmpdir(), 'sample-'))
    writeFileSync(join(place, 'population.txt'), mixed)
    const found = shellOf(quotas, '2026-福彩3D-123', sizesOf(mixed)).flatMap((line) =>
      execFileSync('sh', ['-c', line], { cwd: place, encoding: 'utf8' }).trim().split('\n'),
    )
    expect(found.map((line) => line.split(' ')[1])).toEqual(drawSample(mixed, quotas, '2026-福彩3D-123', digest))
  })

  it('takes everybody equally often, whoever stands first in the list', () => {
    const [size, rounds, taken] = [50, 3000, 10]
    const people = codes(size)
    const times = new Map(people.map((code) => [code, 0]))
    for (let round = 0; round < rounds; round += 1)
      for (const drawn of drawSample(people.join('\n'), { SOCIAL_GROUP: { number: taken } }, String(round), digest))
        times.set(drawn, (times.get(drawn) ?? 0) + 1)
    const expected = (rounds * taken) / size
    const deviation = Math.sqrt(rounds * (taken / size) * (1 - taken / size))
    const counts = [...times.values()]
    // Five standard deviations; these seeds are always the same.
    for (const count of counts) expect(Math.abs(count - expected)).toBeLessThan(5 * deviation)
    const half = counts.slice(0, size / 2).reduce((sum, count) => sum + count, 0)
    expect(Math.abs(half - (rounds * taken) / 2)).toBeLessThan(5 * Math.sqrt((rounds * taken) / 4))
  })
})
