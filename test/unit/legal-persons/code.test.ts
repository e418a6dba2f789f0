import { describe, expect, it } from 'vitest'
import { USCC_MESSAGES } from '../../../src/core/identity/uscc.ts'
import { notAnEnterprise, readCertificateCode, tidyCertificateCode } from '../../../src/core/legal-persons/code.ts'
import {
  isCivilAffairs,
  isLegalPersonType,
  legalPersonTypes,
  type LegalPersonType,
} from '../../../src/core/legal-persons/types.ts'

const company = '91350100M000100Y43'
const institution = '12100000401359321Q'
const group = '51140000MJ0000018C'

describe('A-008 the code on the certificate', () => {
  it.each([
    ['a unified code', group, 'SOCIAL_GROUP', 'USCC', group],
    ['a unified code in small letters with blanks', ' 51140000 mj0000018c ', 'SOCIAL_GROUP', 'USCC', group],
    ['a full-width unified code', '５１１４００００ＭＪ０００００１８Ｃ', 'SOCIAL_GROUP', 'USCC', group],
    ['an organization code', 'MJ0000018', 'SOCIAL_GROUP', 'ORG_CODE', 'MJ0000018'],
    ['an organization code as printed', 'mj000001-8', 'FOUNDATION', 'ORG_CODE', 'MJ0000018'],
    ['an old number', '晋民社证字第000101号', 'SOCIAL_GROUP', 'CERTIFICATE_NUMBER', '晋民社证字第000101号'],
    [
      'an old number with brackets',
      '晋社证〔２０１０〕第 12 号',
      'SOCIAL_GROUP',
      'CERTIFICATE_NUMBER',
      '晋社证(2010)第12号',
    ],
    ['a company code', company, 'ENTERPRISE', 'USCC', company],
    ['an institution code', institution, 'PUBLIC_INSTITUTION', 'USCC', institution],
  ] as const)('A-008 %s is accepted', (_what, raw, type, kind, value) => {
    expect(readCertificateCode(raw, type)).toEqual({ ok: true, kind, value })
    expect(tidyCertificateCode(raw)).toBe(value)
  })

  it.each([
    ['a wrong check character', '51140000MJ0000018D', 'SOCIAL_GROUP', 'uscc', USCC_MESSAGES.check],
    ['a letter outside the alphabet', '51140000MI0000018C', 'SOCIAL_GROUP', 'uscc', USCC_MESSAGES.format],
    ['too short', '51140000', 'SOCIAL_GROUP', 'uscc', USCC_MESSAGES.format],
    [
      'the class of another kind',
      '52140000MJ00000264',
      'SOCIAL_GROUP',
      'type',
      '这个代码属于民办非企业单位，法人类型请改选“民办非企业单位”',
    ],
    ['class 9', '59140000MJ0000093C', 'FOUNDATION', 'uscc', USCC_MESSAGES.orgType],
    ['a company code for a social group', company, 'SOCIAL_GROUP', 'uscc', USCC_MESSAGES.department],
    ['a wrong organization code', 'MJ0000019', 'SOCIAL_GROUP', 'uscc', '组织机构代码校验位不正确'],
    ['an organization code of a company', 'MJ0000018', 'ENTERPRISE', 'uscc', USCC_MESSAGES.format],
    [
      'a social group as an institution',
      group,
      'PUBLIC_INSTITUTION',
      'type',
      '这个代码属于社团法人，法人类型请改选“社团法人”',
    ],
    ['a company as a self-employed person', company, 'SELF_EMPLOYED', 'uscc', USCC_MESSAGES.orgType],
    ['F-11 a social group as a company', group, 'ENTERPRISE', 'type', notAnEnterprise],
    ['F-11 an institution as a company', institution, 'ENTERPRISE', 'type', notAnEnterprise],
    ['F-11 a social group as a self-employed person', group, 'SELF_EMPLOYED', 'type', notAnEnterprise],
  ] as const)('%s is refused', (_what, raw, type, about, message) => {
    expect(readCertificateCode(raw, type)).toEqual({ ok: false, about, message })
  })

  it('F-11 the sentence is the one of the FAQ', () => {
    expect(notAnEnterprise).toBe('非市场监督管理局管理企业')
  })
})

describe('A-013 kinds of legal persons', () => {
  it('A-013 are the six of the guides, social organizations with a register of their own among them', () => {
    expect(Object.values(legalPersonTypes).map(({ label }) => label)).toEqual([
      '企业法人',
      '社团法人',
      '民办非企业单位',
      '基金会',
      '机关事业单位法人',
      '个体工商户',
    ])
    const own = (Object.keys(legalPersonTypes) as LegalPersonType[]).filter(isCivilAffairs)
    expect(own).toEqual(['SOCIAL_GROUP', 'PRIVATE_NON_ENTERPRISE', 'FOUNDATION'])
    expect(isLegalPersonType('toString')).toBe(false)
  })
})
