import { describe, expect, it } from 'vitest'
import { kinds } from '../../../src/core/forms/kinds.ts'
import { isSamePersonName } from '../../../src/core/legal-persons/unit-name.ts'

describe('a person’s name as it is kept (item 10)', () => {
  it.each([
    ['张 晓明', '张晓明'],
    [' 张　 晓 明 ', '张晓明'],
    ['阿不都· 克里木', '阿不都·克里木'],
    ['John  Smith', 'John Smith'],
    ['李 Anna  Maria', '李 Anna Maria'],
    ['𠮷 野', '𠮷野'],
  ])('%j is %j', (typed, kept) => {
    expect(kinds.personName.fromForm({ name: typed }, 'name')).toBe(kept)
  })
})

describe('8.17 names of people as documents of every country write them', () => {
  const field = { name: 'name', label: '姓名', kind: 'personName' } as const
  const read = (typed: string) => {
    const kept = kinds.personName.fromForm({ name: typed }, 'name')
    return { kept, fault: kinds.personName.check(kept, field) }
  }

  it.each<readonly [typed: string, kept: string]>([
    ["SHANNON O'BRIEN", "SHANNON O'BRIEN"],
    ['SHANNON O’BRIEN', "SHANNON O'BRIEN"],
    ['Shannon O‘Brien', "Shannon O'Brien"],
    ['MARIA ELIA-THOMAS', 'MARIA ELIA-THOMAS'],
    ['MARIA ELIA‐THOMAS', 'MARIA ELIA-THOMAS'],
    ['MARIA ELIA－THOMAS', 'MARIA ELIA-THOMAS'],
    ['JOSÉ GARCÍA', 'JOSÉ GARCÍA'],
    ['JOSE\u0301 GARCI\u0301A', 'JOSÉ GARCÍA'],
    ['Nguyễn Văn An', 'Nguyễn Văn An'],
    ['Ａｎｎａ　Ｓｍｉｔｈ', 'Anna Smith'],
    ['J. R. Smith', 'J. R. Smith'],
    ['李 明', '李明'],
    ['张\u200b明', '张明'],
    ...Array.from('・‧．∙⋅•', (dot) => [`阿依古丽${dot}买买提`, '阿依古丽·买买提'] as const),
    ['阿依古丽 ・ 买买提', '阿依古丽·买买提'],
  ])('%s is kept as %s', (typed, kept) => {
    expect(read(typed)).toEqual({ kept, fault: undefined })
  })

  it.each(['张', '·', "' -", '张3明', '张@明', '<b>张明</b>', '张明（大）', '张_明', 'A'.repeat(51)])(
    '%j is no name',
    (typed) => {
      expect(read(typed).fault).toContain('请与证件上的姓名一致')
    },
  )

  it('is one name however its dot, blanks and apostrophe are written', () => {
    for (const typed of ['阿依古丽・买买提', '阿依古丽．买买提', '阿依古丽 · 买买提', '阿依古丽.买买提'])
      expect(isSamePersonName(typed, '阿依古丽·买买提'), typed).toBe(true)
    expect(isSamePersonName('Shannon O’Brien', "Shannon O'Brien")).toBe(true)
    expect(isSamePersonName('张明', '张鸣')).toBe(false)
  })
})
