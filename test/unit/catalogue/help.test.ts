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
    links: [paths.applications],
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
    const found = helpGroups(sites.shanxi, matters, words).flatMap(({ entries }) => entries)
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

describe('the help page', () => {
  it('gives every entry an anchor of its own that its address names', () => {
    const ids = helpGroups(sites.liaoning, matters, '').flatMap(({ entries }) => entries.map(({ id }) => id))
    expect(new Set(ids).size).toBe(ids.length)
    for (const [code, entry] of faqEntries) {
      expect(ids).toContain(faqHref(code).split('#')[1])
      expect(faqLink(code)).toEqual({ href: faqHref(code), text: `常见问题：${entry.question}` })
    }
  })

  it('finds nothing for nonsense', () => {
    expect(helpGroups(sites.shanxi, matters, '量子纠缠')).toEqual([])
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
