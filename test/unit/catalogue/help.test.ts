import { describe, expect, it } from 'vitest'
import { DESK_USER_TYPES, materialLines } from '../../../src/core/helpdesk/materials.ts'
import { printableFormCodes } from '../../../src/core/printable-forms/index.ts'
import { matters } from '../../../src/matters/index.ts'
import { formTable, helpGroups, materialGroups } from '../../../src/modules/catalogue/help.ts'
import { sites } from '../../../src/sites/index.ts'
import { faqEntries, faqHref, faqLink, faqMessage, siteFaqEntries, type FaqCode } from '../../../src/web/faq.ts'
import { paths } from '../../../src/web/paths.ts'

/** The questions of the source: their message word for word, or words of the situation, and what the help must offer. */
const rows: Readonly<Record<string, { message?: string; words: readonly string[]; links: readonly string[] }>> = {
  'F-01': {
    message: '该身份证号已被认证',
    words: ['填身份证号', '忘记密码', '短信验证码'],
    links: [paths.loginPersonal, paths.recover],
  },
  'F-02': {
    message: '该统一社会信用代码已被认证',
    words: ['填统一社会信用代码', '忘记密码'],
    links: [paths.loginLegal, paths.recover],
  },
  'F-03': { message: '登录账号已注册', words: ['换一个', '4至20个字符'], links: [paths.registerLegal] },
  'F-04': { message: '用户名或密码错误', words: ['忘记密码'], links: [paths.recover] },
  'F-05': { message: '该账号不存在', words: ['身份证号登录', '注册个人账号'], links: [paths.registerPersonal] },
  'F-06': { message: '用户名或密码错误', words: ['忘记密码', '统一社会信用代码'], links: [paths.recover] },
  'F-07': {
    message: '该账号不存在',
    words: ['统一社会信用代码登录', '注册法人账号'],
    links: [paths.registerLegal],
  },
  'F-08': { words: ['收不到短信验证码', '政务服务大厅'], links: [`${paths.help}#materials`, `${paths.help}#forms`] },
  'F-09': { words: ['修改', '政务服务大厅'], links: [`${paths.help}#materials`, `${paths.help}#forms`] },
  'F-10': {
    message: '实名核验失败，失败原因：验证失败，根据统一社会信用代码未查询到信息',
    words: ['登记证书', '政务服务大厅', '24小时'],
    links: [`${paths.help}#materials`, `${paths.help}#forms`],
  },
  'F-11': {
    message: '非市场监督管理局管理企业',
    words: ['企业法人', '社团法人', '民办非企业单位', '基金会', '机关事业单位法人', '个体工商户'],
    links: [paths.registerLegal, `${paths.help}#materials`],
  },
  'F-12': {
    message: '带星号为必填项',
    words: ['不需要删掉重填', '哪一项', '删除暂存办件'],
    links: [paths.cases],
  },
  'F-13': { words: ['证书错误', '不需要安装控件或插件', '不要输入密码'], links: [paths.contact] },
}

const entryOf = (code: string) => {
  const found = faqEntries.find(([each]) => each === code)
  if (!found) throw new Error(`no entry ${code}`)
  return found[1]
}

describe('the questions of the FAQ source', () => {
  it.each(Object.entries(rows))(
    '%s the entry quotes the message, says when it appears and offers what helps here',
    (code, row) => {
      const entry = entryOf(code)
      expect(entry.message).toBe(row.message)
      if (row.message !== undefined) {
        expect(entry.question).toContain(row.message)
        expect(faqMessage(code as 'F-01')).toBe(row.message)
      }
      expect(entry.when).not.toBe('')
      const text = [entry.question, ...entry.answer].join('')
      for (const words of row.words) expect(text).toContain(words)
      for (const link of row.links) expect(entry.links.map(({ href }) => href)).toContain(link)
    },
  )

  it.each(Object.entries(rows))('%s is found by its words', (_code, row) => {
    const [words = ''] = row.message === undefined ? row.words : [row.message]
    const found = helpGroups(sites.shanxi, matters.all, words).flatMap(({ entries }) => entries)
    expect(found.length).toBeGreaterThan(0)
    expect(found.every(({ open }) => open)).toBe(true)
  })

  it('the further situations of the other guides have their entries too', () => {
    const text = faqEntries.map(([, entry]) => entry.question + entry.answer.join('')).join('\n')
    for (const words of [
      '已在其他设备登录',
      '法人账号与登记信息不一致',
      '绑定原系统账号不成功',
      '手机快速登录',
      '忘记登录账号',
      '一证通',
    ])
      expect(text).toContain(words)
  })

  it('nothing says any more that accounts of units or lost passwords cannot be helped online', () => {
    const text = faqEntries.map(([, entry]) => entry.answer.join('')).join('\n')
    for (const words of ['目前还不能', '尚未开通', '在窗口领取', '请本人带身份证原件到当地政务服务大厅重新设置'])
      expect(text).not.toContain(words)
  })

  it('binding is a question only where accounts are bound', () => {
    const codes = (site: keyof typeof sites): readonly FaqCode[] => siteFaqEntries(sites[site]).map(([code]) => code)
    expect(codes('liaoning')).toContain('F-16')
    expect(codes('shanxi')).not.toContain('F-16')
  })
})

/** The entries a search finds, by their codes. */
const codesFor = (query: string, site: keyof typeof sites = 'shanxi'): readonly string[] =>
  helpGroups(sites[site], matters.all, query).flatMap(({ entries }) => entries.map(({ id }) => id.toUpperCase()))

describe('24 the search of the help', () => {
  it.each([
    ['手机号换了', 'F-08'],
    ['我手机号换了怎么办', 'F-08'],
    ['手机号码换掉了', 'F-08'],
    ['改名', 'F-09'],
    ['改名', 'F-33'],
    ['注销', 'F-27'],
    ['章程', 'F-31'],
    ['多少钱', 'F-30'],
    ['要多少钱啊', 'F-30'],
    ['会员名单', 'F-32'],
    ['登录名', 'F-23'],
    ['人脸', 'F-26'],
    ['人脸识别通不过', 'F-26'],
    ['shoujihao', 'F-08'],
    ['shou ji hao', 'F-08'],
    ['zhuxiao', 'F-27'],
    ['zxzh', 'F-27'],
    ['zhangcheng', 'F-31'],
    ['duoshaoqian', 'F-30'],
    ['dsq', 'F-30'],
    ['huiyuanmingdan', 'F-32'],
    ['hymd', 'F-32'],
    ['dengluming', 'F-23'],
    ['dlm', 'F-23'],
    ['renlian', 'F-26'],
    ['RL', 'F-26'],
  ])('%s finds %s', (query, code) => {
    expect(codesFor(query)).toContain(code)
    expect(codesFor(query).length).toBeLessThan(15)
  })

  // domain.md §7: where somebody stands before a closed door, in the words they would type, and the entry that opens it.
  it.each([
    ['A-001', '选错', 'F-19'],
    ['A-004', '经办人', 'F-21'],
    ['A-005', '暂不实名认证', 'F-26'],
    ['A-008', '法定代表人变更', 'F-21'],
    ['A-008', '组织机构代码', 'F-22'],
    ['A-010', '一字不差', 'F-15'],
    ['A-011', '统一社会信用代码已被认证', 'F-02'],
    ['A-012', '原来的密码', 'F-24'],
    ['A-013', '企业实名认证失败', 'F-22'],
    ['A-014', '用户类型', 'F-15'],
    ['A-015', '个体自然人', 'F-20'],
    ['A-016', '登录名', 'F-23'],
    ['A-017', '密码规则', 'F-24'],
    ['A-018', '几个账号', 'F-17'],
    ['A-019', '收不到短信', 'F-08'],
    ['A-020', '重新同意', 'F-28'],
    ['A-021', '文件太大', 'F-35'],
    ['A-022', '没有开通', 'F-34'],
    ['A-023', '修改信息', 'F-09'],
    ['L-003', '看不清', 'F-25'],
    ['L-006', '进不去系统', 'F-15'],
    ['L-007', '被下线', 'F-14'],
    ['L-009', '忘记账号', 'F-17'],
    ['L-011', '用户名或密码错误', 'F-04'],
    ['L-012', '该账号不存在', 'F-05'],
    ['H-01', '材料不全', 'F-29'],
    ['H-03', '委托书过期', 'F-29'],
    ['B-02', '绑定', 'F-16'],
    ['B-05', '注册用户审核', 'F-38'],
    ['B-06', '选错机关', 'F-38'],
    ['B-10', '成立以后', 'F-39'],
    ['P-02', '选不到', 'F-34'],
    ['P-03', '下一环节', 'F-37'],
    ['P-04', '年报', 'F-39'],
    ['P-06', '传不上去', 'F-35'],
    ['P-07', '进度', 'F-36'],
    ['P-10', '删除草稿', 'F-12'],
    ['E-05', '一证通', 'F-18'],
    ['E-08', '电子签章', 'F-18'],
    ['Q-03', '安全提示', 'F-13'],
  ])('%s, typed %s, has its entry %s', (_row, query, code) => {
    expect(codesFor(query, 'liaoning')).toContain(code)
  })

  it('the links of every entry lead to an address of the portal or a part of a page', () => {
    const known = new Set<unknown>(Object.values(paths).filter((path) => typeof path === 'string'))
    for (const [code, { links }] of faqEntries)
      for (const { href } of links) {
        const [path = ''] = href.split('#')
        expect([code, known.has(path) || matters.all.some((matter) => path === paths.guide(matter.code))]).toEqual([
          code,
          true,
        ])
      }
  })

  it('every entry speaks in the words of its site', () => {
    for (const site of Object.values(sites))
      for (const [code, { answer }] of siteFaqEntries(site))
        expect([code, answer.join('')]).toEqual([code, expect.not.stringContaining('{')])
  })
})

describe('the help page', () => {
  it('gives every entry an anchor of its own that its address names', () => {
    const ids = helpGroups(sites.liaoning, matters.all, '').flatMap(({ entries }) => entries.map(({ id }) => id))
    expect(new Set(ids).size).toBe(ids.length)
    for (const [code, entry] of faqEntries) {
      expect(ids).toContain(faqHref(code).split('#')[1])
      expect(faqLink(code)).toEqual({ href: faqHref(code), text: `常见问题：${entry.question}` })
    }
  })

  it('finds nothing for nonsense', () => {
    expect(helpGroups(sites.shanxi, matters.all, '量子纠缠')).toEqual([])
  })

  it('H-05 lists each form with what it is for and its three addresses', () => {
    const table = formTable(sites.shanxi)
    expect(table.rows).toHaveLength(printableFormCodes.length)
    const text = JSON.stringify(table.rows)
    for (const code of printableFormCodes)
      for (const address of [paths.helpForm(code), paths.helpFormPdf(code), `${paths.helpForm(code)}?prefill=1`])
        expect(text).toContain(`"${address}"`)
    for (const title of ['自然人授权委托书', '法人授权委托书', '负责人授权委托书（分公司）', '用户协议'])
      expect(text).toContain(title)
  })

  it('F-08 F-09 shows the whole table of materials, in person and by an agent, with the forms in it', () => {
    const groups = materialGroups(sites.shanxi)
    expect(groups).toHaveLength(DESK_USER_TYPES.length)
    for (const [index, type] of DESK_USER_TYPES.entries())
      expect(groups[index]?.lists.map(({ lines }) => lines.map(({ text }) => text))).toEqual(
        [false, true].map((byAgent) => materialLines(type, byAgent, sites.shanxi).map(({ text }) => text)),
      )
    expect(JSON.stringify(groups)).toContain(paths.helpForm('branch-letter'))
  })
})
