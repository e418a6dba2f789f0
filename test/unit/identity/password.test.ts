import { describe, expect, it } from 'vitest'
import { passwordFaults } from '../../../src/core/identity/password.ts'
import type { PasswordFaultCode } from '../../../src/core/identity/password.ts'

const OWNER = { loginName: 'ZhangSan', phone: '13812341234', idNumber: '14010619850312009X' }

const CASES: readonly [password: string, faults: PasswordFaultCode[]][] = [
  // length, counted in characters as people see them typed, not in bytes
  ['', ['TOO_SHORT', 'TOO_FEW_KINDS']],
  ['Ab1!', ['TOO_SHORT']],
  ['Rv7!kqz', ['TOO_SHORT']],
  ['Rv7!kqzp', []],
  ['山水云天Ab1', ['TOO_SHORT']],
  ['山水云天Ab12', []],
  ['😀😀😀😀Ab1', ['TOO_SHORT']],
  ['😀😀😀😀Ab12', []],
  ['𠮷𠮷𠮷𠮷𠮷Rv7', []],
  [`Rv7!${'k'.repeat(124)}`, []],
  [`Rv7!${'k'.repeat(125)}`, ['TOO_LONG']],
  [`Rv7${'水'.repeat(125)}`, []],
  [`Rv7${'水'.repeat(126)}`, ['TOO_LONG']],
  [`Rv7${'😀'.repeat(125)}`, []],
  // kinds
  ['kvmqzprt', ['TOO_FEW_KINDS']],
  ['KVMQZPRT', ['TOO_FEW_KINDS']],
  ['40718263', ['TOO_FEW_KINDS']],
  ['!!!!????', ['TOO_FEW_KINDS']],
  ['山高水长风和日丽', ['TOO_FEW_KINDS']],
  ['kvmqzpr7', ['TOO_FEW_KINDS']],
  ['KvmqzprT', ['TOO_FEW_KINDS']],
  ['山高水长风和日丽7', ['TOO_FEW_KINDS']],
  ['kvmqzpR7', []],
  ['kvmqzp!7', []],
  ['KVMQZP!7', []],
  ['kvmqzp!R', []],
  ['山高水长kv7', ['TOO_SHORT']],
  ['山高水长kvm7', []],
  ['kvm qzp R', []],
  ['kvmqzp\u0000R7', []],
  ['ＡＢＣＤkvm7', []],
  // the owner's own data, in any case
  ['xzhangsan!7Q', ['HAS_LOGIN_NAME']],
  ['ZHANGSAN!7q', ['HAS_LOGIN_NAME']],
  ['Zhang.San!7', []],
  ['Kv!13812341234', ['HAS_PHONE']],
  ['Kv!1381234123', []],
  ['Kv!14010619850312009x', ['HAS_ID_NUMBER']],
  ['Kv!zhangsan13812341234', ['HAS_LOGIN_NAME', 'HAS_PHONE']],
  // common ones, in any case and with a tail
  ['12345678', ['TOO_FEW_KINDS', 'COMMON']],
  ['password', ['TOO_FEW_KINDS', 'COMMON']],
  ['Password123!', ['COMMON']],
  ['PassWord2026', ['COMMON']],
  ['P@ssw0rd', ['COMMON']],
  ['P@ssw0rd2026!!', ['COMMON']],
  ['Admin@123', ['COMMON']],
  ['Admin@2031', ['COMMON']],
  ['1qaz@WSX', ['COMMON']],
  ['Qwerty!!2026', ['COMMON']],
  ['Aa123456', ['COMMON']],
  ['Woaini1314', ['COMMON']],
  ['Zhongguo#1', ['COMMON']],
  ['Demo@2026', []],
  ['Test-Love-77', []],
  ['My!Password7x', []],
]

describe('S1 password rules', () => {
  it.each(CASES.map(([password, faults]) => ({ password, faults })))('$password → $faults', ({ password, faults }) => {
    expect(passwordFaults(password, OWNER).map(({ code }) => code)).toEqual(faults)
  })

  it('are tried with at least 40 passwords, of which some are longer in bytes than in characters', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(40)
    expect(CASES.filter(([password]) => Buffer.byteLength(password) > password.length).length).toBeGreaterThan(8)
  })

  it('tell every fault in a sentence of its own', () => {
    const messages = CASES.flatMap(([password]) => passwordFaults(password, OWNER))
    const byCode = new Map(messages.map(({ code, message }) => [code, message]))
    expect(byCode.size).toBe(7)
    expect(new Set(byCode.values()).size).toBe(7)
    for (const message of byCode.values()) expect(message).toMatch(/密码/)
  })

  it('leave own data of under four characters out of account', () => {
    expect(passwordFaults('kvm!7Qabc', { loginName: 'abc' })).toEqual([])
    expect(passwordFaults('kvm!7Qabcd', { loginName: 'abcd' }).map(({ code }) => code)).toEqual(['HAS_LOGIN_NAME'])
    expect(passwordFaults('kvm!7Qx', { loginName: '', phone: undefined }).map(({ code }) => code)).toEqual([
      'TOO_SHORT',
    ])
  })
})
