import { describe, expect, it } from 'vitest'
import { matters } from '../../../src/matters/index.ts'
import { helpGroups } from '../../../src/modules/catalogue/help.ts'
import { faqEntries, faqHref } from '../../../src/web/faq.ts'

const quoted = [
  '该身份证号已被认证',
  '该统一社会信用代码已被认证',
  '登录账号已注册',
  '用户名或密码错误',
  '该账号不存在',
  '实名核验失败，失败原因：验证失败，根据统一社会信用代码未查询到信息',
  '非市场监督管理局管理企业',
  '带星号为必填项',
]

describe('the help page', () => {
  it('has one entry for each of the thirteen questions of the source, found by the message word for word', () => {
    expect(faqEntries).toHaveLength(13)
    for (const message of quoted)
      expect(helpGroups(matters, message).flatMap(({ entries }) => entries).length, message).toBeGreaterThan(0)
  })

  it('gives every entry an anchor of its own that its address names', () => {
    const ids = helpGroups(matters, '').flatMap(({ entries }) => entries.map(({ id }) => id))
    expect(new Set(ids).size).toBe(ids.length)
    for (const [code] of faqEntries) expect(ids).toContain(faqHref(code).split('#')[1])
  })

  it('opens what a search finds, and finds nothing for nonsense', () => {
    const found = helpGroups(matters, '手机号 不能用').flatMap(({ entries }) => entries)
    expect(found.length).toBeGreaterThan(0)
    expect(found.every(({ open }) => open)).toBe(true)
    expect(helpGroups(matters, '量子纠缠')).toEqual([])
  })
})
