import { describe, expect, it } from 'vitest'
import { newTotpSecret, spacedSecret, totpAddress, totpStepOf } from '../../../src/modules/accounts/staff-totp-code.ts'

/** RFC 6238, appendix B: the ASCII secret 12345678901234567890 in base 32, and the last six digits of its codes. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const published = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
] as const

const at = (seconds: number): Date => new Date(seconds * 1000)

describe('codes of an authenticator app', () => {
  it.each(published)('are those of RFC 6238 at second %i', (seconds, code) => {
    expect(totpStepOf(secret, code, at(seconds))).toBe(Math.floor(seconds / 30))
  })

  it('count one step early and one step late, and never two', () => {
    for (const [seconds, code] of published) {
      const step = Math.floor(seconds / 30)
      for (const [shift, good] of [
        [-60, false],
        [-30, true],
        [0, true],
        [30, true],
        [60, false],
      ] as const)
        if (seconds + shift >= 0)
          expect([seconds, shift, totpStepOf(secret, code, at(seconds + shift))]).toEqual([
            seconds,
            shift,
            good ? step : undefined,
          ])
    }
  })

  it('are six digits and nothing else', () => {
    for (const code of ['', '28708', '2870822', ' 287082', '２８７０８２', '28708a', '94287082', '-87082'])
      expect(totpStepOf(secret, code, at(59))).toBeUndefined()
  })
})

describe('keys', () => {
  it('are 160 random bits in base 32, each different, and read in groups of four', () => {
    const keys = new Set(Array.from({ length: 200 }, newTotpSecret))
    expect(keys.size).toBe(200)
    for (const key of keys) expect(key).toMatch(/^[A-Z2-7]{32}$/)
    expect(spacedSecret(secret)).toBe('GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ')
  })

  it('reach the app as the address it expects', () => {
    const address = new URL(totpAddress(secret, { issuer: '示例平台', label: 'chuangkou' }))
    expect(address.protocol).toBe('otpauth:')
    expect(address.searchParams.get('secret')).toBe(secret)
    expect(address.searchParams.get('digits')).toBe('6')
    expect(address.searchParams.get('period')).toBe('30')
    expect(decodeURIComponent(address.pathname)).toContain('示例平台:chuangkou')
  })
})
