import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskBankAccount, maskEmail, maskIdNumber, maskName, maskPhone } from '../../../src/core/identity/mask.ts'

describe('masked personal data', () => {
  it.each([
    ['140106198503120014', '1401**********0014'],
    ['USA310012345678', 'USA3*******5678'],
    ['E12345678', 'E1*****78'],
    ['1234', '****'],
    ['', ''],
  ])('show of the document number %j only %j', (value, masked) => {
    expect(maskIdNumber(value)).toBe(masked)
  })

  it.each([
    ['13812341234', '138****1234'],
    ['0351-4041234', '****34'],
    ['110', '***'],
  ])('show of the phone %j only %j', (value, masked) => {
    expect(maskPhone(value)).toBe(masked)
  })

  it.each([
    ['张三', '张*'],
    ['张三丰', '张*'],
    ['欧阳修', '欧阳*'],
    ['欧阳', '欧*'],
    ['买买提·吐尔逊', '买*'],
    ['𠮷田', '𠮷*'],
    ['', ''],
  ])('show of the name %j only %j', (value, masked) => {
    expect(maskName(value)).toBe(masked)
  })

  it.each([
    ['abc@x.com', 'a***@x.com'],
    ['a@x.com', 'a***@x.com'],
    ['nonsense', '***'],
    ['@x.com', '***'],
  ])('show of the e-mail %j only %j', (value, masked) => {
    expect(maskEmail(value)).toBe(masked)
  })

  it.each([
    ['6222020000000000018', '****0018'],
    ['1234567', '****'],
  ])('show of the bank account %j only %j', (value, masked) => {
    expect(maskBankAccount(value)).toBe(masked)
  })

  it('never show more than eight characters of a document number and keep its length', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Z]{0,24}$/), (value) => {
        const masked = maskIdNumber(value)
        expect(masked).toHaveLength(value.length)
        expect(masked.replaceAll('*', '').length).toBeLessThanOrEqual(8)
      }),
    )
  })
})
