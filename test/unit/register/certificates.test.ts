import { describe, expect, it } from 'vitest'
import { certificateTag, certificateTerm, ranOut } from '../../../src/core/register/certificates.ts'

describe('the term of a certificate made anew', () => {
  const today = '2026-12-01'
  const of = (reason: 'CHANGE' | 'EXTENSION' | 'LOSS', to: string | undefined) =>
    certificateTerm(reason, to === undefined ? undefined : { from: '2022-12-01', to }, today, 48)
  const whole = { from: today, to: '2030-11-30' }

  it.each([
    ['CHANGE', '2028-05-20', { from: '2022-12-01', to: '2028-05-20' }],
    ['CHANGE', today, { from: '2022-12-01', to: today }],
    // One that ran out gives its place to one with a term of its own: nothing ends before it begins.
    ['CHANGE', '2026-11-30', whole],
    ['LOSS', '2026-11-30', whole],
    ['LOSS', undefined, whole],
    ['EXTENSION', '2028-05-20', whole],
  ] as const)('%s of one until %s', (reason, to, term) => expect(of(reason, to)).toEqual(term))
})

it('a certificate that nothing ended is called so from the day after its last one', () => {
  const valid = { status: 'VALID', lostCopy: null, validTo: '2026-11-03' } as const
  expect(certificateTag(valid, '2026-11-03').text).toBe('有效')
  expect(certificateTag(valid, '2026-11-04')).toBe(ranOut)
  expect(certificateTag({ ...valid, status: 'REPLACED' }, '2026-11-04').text).toBe('已换发')
})
