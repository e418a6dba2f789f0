import { expect, it } from 'vitest'
import { certificateFaults } from '../../../src/core/signatures/certificate-faults.ts'
import { loginFaults } from '../../../src/core/signatures/key-faults.ts'
import { signingFaults } from '../../../src/core/signatures/signing.ts'

it.each([
  ['signing', signingFaults],
  ['login', loginFaults],
])('what is said of a certificate is never hidden by a fault of %s with the same name', (_where, faults) => {
  expect(Object.keys(faults).filter((code) => Object.hasOwn(certificateFaults, code))).toEqual([])
})
