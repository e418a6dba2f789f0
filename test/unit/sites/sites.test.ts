import { describe, expect, test } from 'vitest'
import { matterPolicies } from '../../../src/core/matters/policies.ts'
import { matters } from '../../../src/matters/index.ts'
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

  test('promises other days only where a stage has them, and asks no less money than 条例第十条', () => {
    for (const [matter, stages] of Object.entries(site.matters.committed))
      for (const [stage, clocks] of Object.entries(stages))
        expect([matter, stage, matters.byCode(matter)?.stages.find(({ code }) => code === stage)?.limits]).toEqual([
          matter,
          stage,
          expect.objectContaining(Object.fromEntries(Object.keys(clocks).map((clock) => [clock, expect.anything()]))),
        ])
    const { NATION, ...local } = site.matters.minimumFund.SOCIAL_GROUP
    expect([NATION, Math.min(...Object.values(local))]).toEqual([10, 3])
  })

  test('the user agreement has its five parts and names this site and organ only', () => {
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

  test('A-005 the privacy notice tells of verification, and that card numbers and faces are compared and not kept', () => {
    const text = JSON.stringify(site.privacyNotice)
    for (const word of ['银行卡号', '社会保障卡号', '人脸信息', '比对完成后不保存', '单独征得您的同意，默认不勾选'])
      expect(text).toContain(word)
  })

  test('A-023 the privacy notice tells of logins, counter scans, who looked, and the 24 hours', () => {
    const text = JSON.stringify(site.privacyNotice)
    for (const word of ['登录记录', '扫描件', '工作人员查看您的完整证件号码', '保留24小时', '至少保存6个月'])
      expect(text).toContain(word)
  })

  test('7 the privacy notice names what a browser keeps, for what and how long', () => {
    const text = JSON.stringify(site.privacyNotice)
    for (const word of [
      'Cookie',
      '最长180天',
      '认出这是您登录过的浏览器',
      '半小时有效的标识',
      '用标识记住一年',
      '经办人的授权和办理记录',
    ])
      expect(text).toContain(word)
    expect(site.privacyNotice.version).toBe('1.3')
  })

  test('every hotline has a name and a number, and says when or where it is good', () => {
    for (const line of site.hotlines) {
      expect(line.name).not.toBe('')
      expect(line.phone).toMatch(/^[\d/-]+$/)
      expect(line.note).not.toBe('')
    }
    expect(new Set(site.hotlines.map(({ phone }) => phone)).size).toBe(site.hotlines.length)
  })

  test('offers personal login first or second, and each way once', () => {
    expect(new Set(site.logins).size).toBe(site.logins.length)
    for (const way of ['personal', 'legal', 'phone'] as const) expect(site.logins).toContain(way)
    expect(site.personalSubtypes).toContain('NATURAL')
  })
})

describe('what differs between the provinces', () => {
  test('A-015 only Liaoning has two kinds of personal registration', () => {
    expect(sites.liaoning.personalSubtypes).toEqual(['NATURAL', 'SELF_EMPLOYED'])
    expect(sites.shanxi.personalSubtypes).toEqual(['NATURAL'])
  })

  test('L-008 the Liaoning helpline has its 7 and 8 digit numbers with the five cities', () => {
    const line = sites.liaoning.hotlines.find(({ phone }) => phone.includes('8890'))
    expect(line?.phone).toBe('88900000/8890000')
    for (const city of ['沈阳', '大连', '抚顺', '本溪', '铁岭']) expect(line?.note).toContain(city)
  })

  test('A-020 the agreement is called as the province calls it', () => {
    expect(sites.shanxi.agreement.title).toBe('用户协议')
    expect(sites.liaoning.agreement.title).toMatch(/^辽宁省.*注册协议$/)
    expect(JSON.stringify(sites.liaoning.agreement)).toContain('全省统一注册')
  })

  test('A-007 A-022 gates and entries are those of the guides', () => {
    expect(sites.shanxi.policies).toMatchObject({ newApplicantReview: false, legalPersonMustVerify: true })
    expect(sites.liaoning.policies).toMatchObject({ newApplicantReview: true, legalPersonMustVerify: false })
    expect(sites.liaoning.logins).toContain('organization')
    expect(sites.shanxi.logins).not.toContain('organization')
  })

  test.each([
    [
      'shanxi',
      ['山西政务服务平台', '山西政务服务网', '登陆', '社团组织', '社会信用代码', '社团组织代码', '代表人证件类型'],
      ['代表人手机号', '办事人员', '即将成立的社会组织法人', '成立社团', '按部门', '统一身份认证系统', '右上角“登录”'],
    ],
    [
      'liaoning',
      ['辽宁民政网', '鞍山政务服务网', '辽宁省统一身份认证平台', '注册账号', '自然人用户', '法人用户', '个体自然人'],
      [
        '企业认证',
        '暂不认证',
        '政府/事业单位认证',
        '单位名称',
        '统一代码',
        '账户信息',
        '用户类型',
        '登录帐号',
        '站点切换',
      ],
      ['登记机关所属地', '保存提交', '银行印章备案', '业务管理', '注册用户审核', '帐号绑定', '个人中心', '真实姓名'],
      ['登录名', '营业执照图片', '企业类型', '盈利性企业', '工商登记机关', '机构法人代表', '法人证件号', '个人办事'],
      ['法人办事', '查看子事项', '服务指南', '申报', '下一步', '我的申请', '软件运维', '技术服务部', '网上申报'],
    ],
  ] as const)('27 %s: 操作指南中的叫法 has every word of its guides that differs', (code, ...words) => {
    const listed = sites[code].guideWords.map(({ guide }) => guide).join('\n')
    const common = [
      '法人代表',
      '被授权人',
      '受委托人',
      '政务大厅',
      '暂存办件',
      '一证通',
      '非证书',
      '待签章',
      '绑定证书',
    ]
    for (const word of [...words.flat(), ...common]) expect(listed).toContain(word)
    const agreement = sites[code].guideWords.find(({ guide }) => guide.includes(sites[code].agreementInGuides))
    expect(agreement?.here).toContain(`《${sites[code].agreement.title}》`)
  })

  test('A-021 the words of the guides are explained at the field they stand for', () => {
    expect(sites.liaoning.legalPersonTypeHint).toContain('企业类型')
    expect(sites.liaoning.loginNameHint).toContain('登录名')
    expect(sites.shanxi.legalPersonTypeHint).toContain('社团组织')
  })
})

describe('what a site asks of matters', () => {
  const sound = sites.shanxi.matters
  test.each([
    ['a name kept no time', { ...sound, nameKeptMonths: 0 }],
    ['a prefix that leaves no room for five digits', { ...sound, orgCodePrefix: 'MJAA' }],
    ['a type without a minimum', { ...sound, minimumFund: { ...sound.minimumFund, FOUNDATION: undefined } }],
    ['a promise by a clock there is not', { ...sound, committed: { a: { b: { lunch: 3 } } } }],
    ['a promise of no days', { ...sound, committed: { a: { b: { decision: 0 } } } }],
    ['a row nobody reads', { ...sound, minimumFnud: {} }],
  ])('is refused at load: %s', (_what, faulty) => {
    expect(matterPolicies.safeParse(faulty).success).toBe(false)
  })
})
