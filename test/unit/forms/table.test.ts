import { describe, expect, it } from 'vitest'
import { columnNames, readRows, rowValues, tableErrors } from '../../../src/core/forms/table.ts'
import type { ReadSheet } from '../../../src/core/workbooks.ts'
import { politicalStatusField } from '../../../src/matters/shared/people.ts'
import { memberPages } from '../../../src/matters/establishment/social-group/members.ts'

const { list } = memberPages[1]
const number = '140106198503120014'

const sheet = (rows: readonly (readonly string[])[], lost: ReadSheet['lost'] = []): ReadSheet[] => [
  { name: '名单', rows, lost },
]

const told = (rows: ReturnType<typeof readRows>) =>
  typeof rows === 'string'
    ? rows
    : [
        ...tableErrors(
          list,
          rows.map((row) => ({ ...row, id: '' })),
          '2026-11-30',
          true,
        ),
      ].map(([, errors]) => errors)

describe('a table of people’s own making', () => {
  it('is read by what people call its columns, where no other column can be meant', () => {
    const rows = readRows(
      list,
      sheet([
        ['姓名', '身份证号', '电话'],
        ['张晓明', number, '13900001234'],
      ]),
    )
    expect(rows).toMatchObject([
      { values: { name: '张晓明', idType: 'RESIDENT_ID', idNumber: number, phone: '13900001234' } },
    ])
    const titles = columnNames(list).flatMap(([, called]) => called)
    expect(new Set(titles).size).toBe(titles.length)
  })

  it('leaves out the numbers of the lines, and takes short words for long headings', () => {
    const heads = ['序号', '姓名', '身份证号', '电话']
    const rows = readRows(list, sheet([heads, ['1', '张晓明', number, '13900001234'], ['2', '', '', '']]))
    expect(rows).toMatchObject([{ values: { name: '张晓明', idNumber: number } }])
    const post = { name: 'workPost', label: '单位职务', kind: 'text' } as const
    expect(Object.fromEntries(columnNames({ ...list, fields: [...list.fields, post] }))['workPost']).toContain('职务')
  })

  it.each(['居民身份证', '身份证', 'RESIDENT_ID'])('takes %s for the kind of document', (idType) => {
    expect(rowValues(list, { name: '张晓明', idType, idNumber: number })['idType']).toBe('RESIDENT_ID')
  })

  it.each([
    ['党员', '01'],
    ['预备党员', '02'],
    ['团员', '03'],
    ['群众', '13'],
  ])('takes %s for the 政治面貌 it means, and names those there are to whoever wrote another', (written, code) => {
    const people = { ...list, fields: [...list.fields, politicalStatusField] }
    expect(rowValues(people, { politicalStatus: written })['politicalStatus']).toBe(code)
    const values = rowValues(people, { name: '张晓明', politicalStatus: '什么党' })
    const [errors] = tableErrors(people, [{ id: '', values }], '2026-11-30', true).values()
    expect(errors?.['politicalStatus']).toMatch(/“什么党”.+中共党员、.+、群众/)
  })

  it('tells one fault of a number and of the kind it belongs to', () => {
    const wrongKind = readRows(
      list,
      sheet([
        ['姓名', '证件类型', '身份证号', '电话'],
        ['张晓明', '工作证', number, '13900001234'],
      ]),
    )
    expect(told(wrongKind)).toEqual([{ idType: expect.any(String) }])
    const cut = readRows(
      list,
      sheet(
        [
          ['姓名', '身份证号', '电话'],
          ['张晓明', '140106198503120000', '13900001234'],
        ],
        [[1, 1]],
      ),
    )
    expect(told(cut)).toEqual([{ idNumber: expect.stringContaining('已经丢失') }])
  })
})
