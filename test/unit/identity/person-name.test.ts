import { describe, expect, it } from 'vitest'
import { kinds } from '../../../src/core/forms/kinds.ts'

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
