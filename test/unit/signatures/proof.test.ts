import { describe, expect, it } from 'vitest'
import { proofFault, proofLife, proofText, readProof, type Proof } from '../../../src/core/signatures/proof.ts'

const issued = new Date('2026-12-01T02:00:00.000Z')
const after = (milliseconds: number): Date => new Date(issued.getTime() + milliseconds)

const proof: Proof = {
  purpose: 'login',
  origin: 'https://yzt.example',
  audience: 'https://portal.example/login/certificate/callback',
  nonce: 'n'.repeat(43),
  challenge: 'c'.repeat(43),
  issued: issued.toISOString(),
  expires: after(proofLife).toISOString(),
}
const expected = { audience: proof.audience, nonce: proof.nonce }

describe('CE-01 the question a certificate signs to log in', () => {
  it('says itself for what, by whom, for whom and until when it is asked, and is read back exactly', () => {
    expect(readProof(proofText(proof))).toEqual(proof)
    expect(proofText(proof).split('\n')[0]).toBe('social-organization-portal certificate-proof v1')
  })

  it.each([
    ['another purpose', { purpose: 'sign' as 'login' }],
    ['a line more', { origin: 'https://yzt.example\nnonce: x' }],
  ])('is none with %s', (_what, change) => {
    expect(readProof(proofText({ ...proof, ...change }))).toBeUndefined()
  })

  it.each([
    '',
    '\u0031',
    'purpose: login',
    proofText(proof).slice(1),
    `${proofText(proof)}\n`,
    proofText(proof).replace('\n', '\r\n'),
  ])('is none when the text is %j', (text) => {
    expect(readProof(text)).toBeUndefined()
  })

  it.each([
    ['in time', {}, 0, undefined],
    ['at its last moment', {}, proofLife, undefined],
    ['a moment too late', {}, proofLife + 1, 'expired'],
    ['for another portal', { audience: 'https://other.example/callback' }, 0, 'foreign'],
    ['for another session', { nonce: 'm'.repeat(43) }, 0, 'foreign'],
    ['with a longer life', { expires: after(proofLife + 1).toISOString() }, 0, 'foreign'],
    ['without a moment', { issued: 'now' }, 0, 'foreign'],
    ['by a clock that runs ahead', {}, -proofLife, 'clock'],
  ] as const)('%s', (_when, change, later, fault) => {
    expect(proofFault({ ...proof, ...change }, expected, after(later))).toBe(fault)
  })
})
