import { describe, expect, test } from 'vitest'
import type { Site } from '../../../src/sites/define.ts'
import { siteCodes, sites } from '../../../src/sites/index.ts'

describe.each(siteCodes)('site %s', (code) => {
  const site: Site = sites[code]

  test('stands under its own code and has the footer numbers in their official form', () => {
    expect(site.code).toBe(code)
    expect(site.rootDivisionCode).toMatch(/^\d{2}0000$/)
    expect(site.footer.siteIdentifierCode).toMatch(/^\d{10}$/)
    expect(site.footer.icp).toMatch(/^[\u4e00-\u9fff]ICP备\d{8}号$/)
    expect(site.footer.publicSecurity).toMatch(/^[\u4e00-\u9fff]公网安备\d{14}号$/)
  })

  test('the user agreement has its five parts and names this site and organ only', () => {
    expect(site.agreement.title).toBe('用户协议')
    expect(site.agreement.sections).toHaveLength(5)
    const text = JSON.stringify([site.agreement, site.privacyNotice])
    expect(text).toContain(site.name)
    expect(text).toContain(site.hostOrgan)
    for (const other of siteCodes.filter((otherCode) => otherCode !== code)) {
      expect(text).not.toContain(sites[other].hostOrgan)
    }
  })

  test('the privacy notice tells who, why, which kinds, how long and which rights', () => {
    const text = JSON.stringify(site.privacyNotice)
    for (const word of [
      '个人信息处理者',
      '处理方式',
      '敏感个人信息',
      '保存',
      '查阅、复制、更正、补充、删除',
      '单独征得',
    ]) {
      expect(text).toContain(word)
    }
  })
})
