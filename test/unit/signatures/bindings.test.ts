import { describe, expect, it } from 'vitest'
import {
  commonNameIn,
  renews,
  unitFault,
  unitFaultText,
  type Presented,
} from '../../../src/core/signatures/bindings.ts'

const now = new Date('2026-12-01T02:00:00Z')
const bound: Presented = {
  issuer: 'CN=演示签发机构',
  serial: '01',
  fingerprint: 'a',
  subject: 'CN=山西省示例协会,O=山西省示例协会',
  algorithm: 'RSA',
  unit: '山西省示例协会',
  uscc: '51140000MJ0000018C',
  person: undefined,
  notBefore: new Date('2025-12-10T00:00:00Z'),
  notAfter: new Date('2026-12-10T00:00:00Z'),
}
const renewed: Presented = {
  ...bound,
  serial: '02',
  fingerprint: 'b',
  notBefore: new Date('2026-11-30T00:00:00Z'),
  notAfter: new Date('2027-12-10T00:00:00Z'),
}

describe('E-02 a renewed certificate is recognised', () => {
  it.each([
    ['near the end of the other', {}, {}, true],
    ['after the end of the other', {}, { notAfter: new Date('2026-10-01T00:00:00Z') }, true],
    [
      'while the other is good for long: a second certificate',
      {},
      { notAfter: new Date('2027-06-01T00:00:00Z') },
      false,
    ],
    ['of another authority (CE-05)', { issuer: 'CN=另一机构' }, {}, false],
    [
      'of another subject of the same name',
      { subject: 'CN=山西省示例协会,O=山西省示例协会,SERIALNUMBER=2' },
      {},
      false,
    ],
    ['of another unit', { uscc: '52140000MJ00020138' }, {}, false],
    ['the very same one', { serial: '01' }, {}, false],
    ['that began earlier', { notBefore: new Date('2025-11-30T00:00:00Z') }, {}, false],
    ['that ends earlier', { notAfter: new Date('2026-12-09T00:00:00Z') }, {}, false],
  ])('%s', (_what, change, before, answer) => {
    expect(renews({ ...renewed, ...change }, { ...bound, ...before }, now)).toBe(answer)
  })
})

it.each([
  ['CN=演示签发机构,O=演示,C=CN', '演示签发机构'],
  ['C=CN,O=演示,CN=甲\\,乙', '甲,乙'],
  ['O=演示', 'O=演示'],
])('the authority %s is called %s', (text, name) => {
  expect(commonNameIn(text)).toBe(name)
})

describe('E-06 unit name and code of the certificate are the account’s', () => {
  const account = { name: '山西省示例协会', uscc: bound.uscc, registered: '山西省示例协会' }

  it.each([
    ['the same', bound, account, undefined],
    [
      'brackets of another width',
      { ...bound, unit: '示例(山西)协会' },
      { ...account, name: '示例（山西）协会' },
      undefined,
    ],
    ['another code', { ...bound, uscc: '52140000MJ00020138' }, account, 'other-unit'],
    ['the old name in the certificate', { ...bound, unit: '山西省旧名协会' }, account, 'renamed'],
    ['the old name of the account', bound, { ...account, name: '山西省旧名协会' }, 'account-renamed'],
    [
      'another name and no entry in the register',
      { ...bound, unit: '别的协会' },
      { ...account, registered: undefined },
      'renamed',
    ],
  ] as const)('%s', (_what, presented, unit, fault) => {
    expect(unitFault(presented, unit)).toBe(fault)
    if (fault) expect(unitFaultText(fault, presented, unit)).toContain(presented.unit)
  })
})
