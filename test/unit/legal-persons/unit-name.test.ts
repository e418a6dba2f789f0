import { describe, expect, it } from 'vitest'
import { isSamePersonName, isSameUnitName, unitNameKey } from '../../../src/core/legal-persons/unit-name.ts'
import { nameDifference } from '../../../src/modules/legal-persons/name-difference.ts'

describe('A-010 the registered name is the typed one, character by character', () => {
  it.each([
    ['the same', '山西省古籍修复研究会', '山西省古籍修复研究会'],
    ['full-width brackets', '山西省（太原）书画院', '山西省(太原)书画院'],
    ['half-width brackets', '山西省(太原)书画院', '山西省（太原）书画院'],
    ['full-width square and curly brackets', '晋［甲］｛乙｝协会', '晋[甲]{乙}协会'],
    ['full-width digits', '山西１２３协会', '山西123协会'],
    ['full-width letters', '山西ＡＢｃ协会', '山西ABc协会'],
    ['blanks at the ends', '  山西省诗词学会\t', '山西省诗词学会'],
    ['an ideographic blank at the ends', '　山西省诗词学会　', '山西省诗词学会'],
    ['a composed letter (NFC)', 'Caf\u00e9协会', 'Cafe\u0301协会'],
    ['a rare character of the second plane', '山西𠮷野研究会', '山西𠮷野研究会'],
    ['a middle dot', '山西阿·克木基金会', '山西阿·克木基金会'],
  ])('A-010 %s counts as equal', (_what, typed, registered) => {
    expect(isSameUnitName(typed, registered)).toBe(true)
  })

  it.each([
    ['one character more', '山西省古籍修复研究会会', '山西省古籍修复研究会'],
    ['one character less', '山西省古籍修复研究', '山西省古籍修复研究会'],
    ['one character wrong', '山西省古籍修复研究院', '山西省古籍修复研究会'],
    ['a blank inside', '山西省 古籍修复研究会', '山西省古籍修复研究会'],
    ['an invisible character inside', '山西省\u200b古籍修复研究会', '山西省古籍修复研究会'],
    ['another dot', '山西阿•克木基金会', '山西阿·克木基金会'],
    ['a katakana dot', '山西阿・克木基金会', '山西阿·克木基金会'],
    ['upper and lower case', '山西abc协会', '山西ABC协会'],
    ['a traditional character', '山西省古籍修復研究会', '山西省古籍修复研究会'],
    ['a full-width comma', '山西，协会', '山西,协会'],
    ['corner brackets for round ones', '山西〔太原〕书画院', '山西(太原)书画院'],
    ['another rare character', '山西𠮷野研究会', '山西吉野研究会'],
    ['a compatibility ligature', '山西㈱协会', '山西(株)协会'],
    ['nothing', '', '山西省古籍修复研究会'],
  ])('A-010 %s counts as different', (_what, typed, registered) => {
    expect(isSameUnitName(typed, registered)).toBe(false)
  })

  it('A-010 normalizing twice changes nothing more', () => {
    for (const name of ['　山西（１２）Ａ　', 'Cafe\u0301', '晋［甲］', '山西，协会'])
      expect(unitNameKey(unitNameKey(name))).toBe(unitNameKey(name))
  })
})

describe('A-010 the difference shown', () => {
  const text = (parts: readonly { readonly text: string }[]): string => parts.map((part) => part.text).join('')

  it.each([
    ['山西省古籍修复研究院', '山西省古籍修复研究会', ['“院”应为“会”']],
    ['山西古籍修复研究会', '山西省古籍修复研究会', ['少了“省”']],
    ['山西省古籍修复研究会会', '山西省古籍修复研究会', ['多了“会”']],
    ['山西省 古籍修复研究会', '山西省古籍修复研究会', ['多了“〔空格〕”']],
    ['山西省\u200b古籍修复研究会', '山西省古籍修复研究会', ['多了“〔不可见字符〕”']],
    ['（山西）书画院', '(山西)书法院', ['“画”应为“法”']],
    ['山西𠮷野研究会', '山西吉野研究会', ['“𠮷”应为“吉”']],
    ['', '山西书画院', ['少了“山西书画院”']],
  ])('A-010 %j against %j', (typed, registered, sentences) => {
    const difference = nameDifference(typed, registered)
    expect(difference.sentences).toEqual(sentences)
    expect(text(difference.registered)).toBe(unitNameKey(registered))
    expect(difference.typed.some(({ kind }) => kind === 'registered')).toBe(false)
    expect(difference.registered.some(({ kind }) => kind === 'typed')).toBe(false)
  })
})

describe('names of representatives', () => {
  it.each([
    ['程望舒', '程 望 舒', true],
    ['阿·克木', '阿•克木', true],
    ['程望舒', '程望书', false],
    ['', '程望舒', false],
  ])('%j and %j: %s', (typed, registered, same) => {
    expect(isSamePersonName(typed, registered)).toBe(same)
  })
})
