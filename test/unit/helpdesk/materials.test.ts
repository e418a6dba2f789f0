import { describe, expect, it } from 'vitest'
import { DESK_USER_TYPES, materialLines, type DeskUserType } from '../../../src/core/helpdesk/materials.ts'
import { printableForm } from '../../../src/core/printable-forms/index.ts'
import { sites } from '../../../src/sites/index.ts'

const site = sites.shanxi

/**
 * The table of the source (用户注册和信息修改材料要求) once more, line by line; ✓ stands where it says 原件备查. The last three
 * types are not in it and follow 民办非企业.
 */
const table: Readonly<Record<DeskUserType, readonly [readonly string[], readonly string[]]>> = {
  NATURAL_PERSON: [
    ['✓身份证复印件（本人签字），原件备查。', '《用户协议》（本人签字，附录4，即山西省政务服务网用户协议）。'],
    [
      '✓授权人身份证复印件（授权人签字）和被授权人身份证复印件（被授权人签字），被授权人身份证原件备查。',
      '自然人授权委托书原件（附录1）。',
      '《用户协议》（本人签字，附录4，即山西省政务服务网用户协议）。',
    ],
  ],
  ENTERPRISE: [
    [
      '✓营业执照复印件（加盖公章），原件备查。',
      '✓法人代表身份证复印件（加盖公章），原件备查。',
      '《用户协议》（加盖公章，附录4，即山西省政务服务网用户协议）。',
    ],
    [
      '✓营业执照复印件（加盖公章），原件备查。',
      '✓法人代表身份证复印件（加盖公章）、被授权人身份证复印件（被授权人签字并加盖公章），被授权人身份证原件备查。',
      '法人授权委托书（附录2）。',
      '《用户协议》（加盖公章，附录4，即山西省政务服务网用户协议）。',
    ],
  ],
  ENTERPRISE_BRANCH: [
    [
      '✓分公司营业执照复印件（加盖分公司公章），原件备查。',
      '✓分公司负责人身份证复印件（加盖分公司公章），原件备查。',
      '总公司营业执照复印件（加盖总公司公章）。',
      '总公司法人代表身份证复印件（加盖总公司公章）。',
      '《用户协议》（加盖分公司公章，附录4，即山西省政务服务网用户协议）。',
    ],
    [
      '✓分公司营业执照复印件（加盖总公司公章），原件备查。',
      '✓分公司负责人身份证复印件（加盖分公司公章），原件备查。',
      '总公司营业执照复印件（加盖总公司公章）。',
      '总公司法人代表身份证复印件（加盖总公司公章）。',
      '✓被授权人身份证复印件（被授权人签字并加盖分公司公章），原件备查。',
      '负责人授权委托书（附录3）。',
      '《用户协议》（加盖分公司公章，附录4，即山西省政务服务网用户协议）。',
    ],
  ],
  PUBLIC_INSTITUTION: [
    [
      '✓事业单位法人证书复印件（加盖公章），原件备查。',
      '✓法人代表身份证复印件（加盖公章），原件备查。',
      '《用户协议》（加盖公章，附录4，即山西省政务服务网用户协议）。',
    ],
    [
      '✓事业单位法人证书复印件（加盖公章），原件备查。',
      '法人代表身份证复印件（加盖公章）。',
      '✓被授权人身份证复印件（被授权人签字并加盖公章），原件备查。',
      '法人授权委托书（附录2）。',
      '《用户协议》（加盖公章，附录4，即山西省政务服务网用户协议）。',
    ],
  ],
  PRIVATE_NON_ENTERPRISE: [
    [
      '✓民办非企业法人证书复印件（加盖公章），原件备查。',
      '✓法人代表身份证复印件（加盖公章），原件备查。',
      '《用户协议》（加盖公章，附录4，即山西省政务服务网用户协议）。',
    ],
    [
      '✓民办非企业法人证书复印件（加盖公章），原件备查。',
      '法人代表身份证复印件（加盖公章）。',
      '✓被授权人身份证复印件（被授权人签字并加盖公章），原件备查。',
      '法人授权委托书（附录2）。',
      '《用户协议》（加盖公章，附录4，即山西省政务服务网用户协议）。',
    ],
  ],
  SOCIAL_GROUP: [
    [
      '✓社会团体法人登记证书复印件（加盖公章），原件备查。',
      '✓法人代表身份证复印件（加盖公章），原件备查。',
      '《用户协议》（加盖公章，附录4，即山西省政务服务网用户协议）。',
    ],
    [
      '✓社会团体法人登记证书复印件（加盖公章），原件备查。',
      '法人代表身份证复印件（加盖公章）。',
      '✓被授权人身份证复印件（被授权人签字并加盖公章），原件备查。',
      '法人授权委托书（附录2）。',
      '《用户协议》（加盖公章，附录4，即山西省政务服务网用户协议）。',
    ],
  ],
  FOUNDATION: [
    [
      '✓基金会法人登记证书复印件（加盖公章），原件备查。',
      '✓法人代表身份证复印件（加盖公章），原件备查。',
      '《用户协议》（加盖公章，附录4，即山西省政务服务网用户协议）。',
    ],
    [
      '✓基金会法人登记证书复印件（加盖公章），原件备查。',
      '法人代表身份证复印件（加盖公章）。',
      '✓被授权人身份证复印件（被授权人签字并加盖公章），原件备查。',
      '法人授权委托书（附录2）。',
      '《用户协议》（加盖公章，附录4，即山西省政务服务网用户协议）。',
    ],
  ],
  SELF_EMPLOYED: [
    [
      '✓营业执照复印件（加盖公章），原件备查。',
      '✓经营者身份证复印件（加盖公章），原件备查。',
      '《用户协议》（加盖公章，附录4，即山西省政务服务网用户协议）。',
    ],
    [
      '✓营业执照复印件（加盖公章），原件备查。',
      '经营者身份证复印件（加盖公章）。',
      '✓被授权人身份证复印件（被授权人签字并加盖公章），原件备查。',
      '法人授权委托书（附录2）。',
      '《用户协议》（加盖公章，附录4，即山西省政务服务网用户协议）。',
    ],
  ],
}

const cells = DESK_USER_TYPES.flatMap((type) => [false, true].map((byAgent) => [type, byAgent] as const))

describe('the materials matrix', () => {
  it.each(cells)('H-01 %s, by agent %s: the lines of the source, word for word and in order', (type, byAgent) => {
    const told = materialLines(type, byAgent, site).map((line) => (line.originalSeen ? '✓' : '') + line.text)
    expect(told).toEqual(table[type][byAgent ? 1 : 0])
  })

  it.each(cells)('H-02 %s, by agent %s: an original is looked at exactly where the text says so', (type, byAgent) => {
    for (const line of materialLines(type, byAgent, site))
      expect([line.text, line.originalSeen]).toEqual([line.text, line.text.includes('原件备查')])
  })

  it.each(cells)('H-05 %s, by agent %s: each letter and the agreement can be printed', (type, byAgent) => {
    const lines = materialLines(type, byAgent, site)
    expect(new Set(lines.map(({ code }) => code)).size).toBe(lines.length)
    const letter =
      type === 'NATURAL_PERSON' ? 'personal-letter' : type === 'ENTERPRISE_BRANCH' ? 'branch-letter' : 'legal-letter'
    expect(lines.flatMap(({ form }) => form ?? [])).toEqual(byAgent ? [letter, 'agreement'] : ['agreement'])
    for (const line of lines) expect([line.text, line.form !== undefined]).toEqual([line.text, /附录/.test(line.text)])
  })

  it('5 the agreement has one name: the title the site gives it, with the words of the guides behind', () => {
    for (const { agreement, agreementInGuides, name } of Object.values(sites)) {
      const names = { agreement, agreementInGuides }
      for (const [type, byAgent] of cells) {
        const line = materialLines(type, byAgent, names).at(-1)?.text ?? ''
        expect(line.startsWith(`《${agreement.title}》（`), line).toBe(true)
        expect(line).toContain(`即${agreementInGuides}`)
      }
      const party = { siteName: name, agreement }
      expect(printableForm('agreement', party).title).toBe(agreement.title)
      for (const letter of ['personal-letter', 'legal-letter', 'branch-letter'] as const)
        expect(printableForm(letter, party).note).toContain(`《${agreement.title}》`)
    }
  })
})
