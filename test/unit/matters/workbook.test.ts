import { describe, expect, test } from 'vitest'
import { readXlsx } from 'hucre/xlsx'
import type { PageData } from '../../../src/core/forms/field.ts'
import { fields, type Page } from '../../../src/core/forms/page.ts'
import { plainAmount, readAmount } from '../../../src/core/forms/money.ts'
import { amountsOf, sheetFields } from '../../../src/core/forms/sheet.ts'
import { lineCode } from '../../../src/core/offline-pack/amounts.ts'
import { idlePages, packPages, packSheets, settledPages } from '../../../src/core/offline-pack/layout.ts'
import { readPack } from '../../../src/core/offline-pack/read.ts'
import { readAnswers } from '../../../src/core/matters/answers.ts'
import { stageOf } from '../../../src/core/matters/journey.ts'
import { yearData } from '../../../src/core/matters/year-page.ts'
import { reports } from '../../../src/matters/report/index.ts'
import { statementsOf } from '../../../src/core/statements/index.ts'
import { writeWorkbook } from '../../../src/infra/workbook-writer.ts'
import type { ReadSheet } from '../../../src/core/workbooks.ts'
import { drawnYear } from '../../support/statements.ts'
import { asRead } from '../../support/workbooks.ts'

const set = statementsOf(2026)
const typed = drawnYear(set, 7)

/** Pages of all kinds: questions, a list below questions, tables, and a question below a table. */
const pages: readonly Page[] = [
  {
    code: 'confirm',
    title: '基本信息',
    intro: '请核对登记簿的内容',
    fields: fields(
      {
        name: 'address',
        label: '住所是否正确',
        kind: 'choice',
        options: [
          { value: 'RIGHT', text: '正确' },
          { value: 'WRONG', text: '不正确' },
        ],
        source: '《社会团体登记管理条例》第三十条',
      },
      { name: 'phone', label: '联系电话', kind: 'phone' },
      { name: 'total', label: '年末会费', kind: 'money' },
    ),
  },
  {
    code: 'meetings',
    title: '会议情况',
    fields: fields({ name: 'held', label: '是否召开会员大会', kind: 'yesNo' }),
    list: {
      noun: '会议',
      measure: '个',
      min: 0,
      max: 100,
      titleField: 'name',
      fields: fields(
        { name: 'name', label: '会议名称', kind: 'text' },
        { name: 'on', label: '日期', kind: 'date' },
        { name: 'cost', label: '支出', kind: 'money', optional: true },
      ),
    },
  },
  ...set.statements.map((sheet) => ({
    code: sheet.code,
    title: sheet.title,
    fields: [
      ...sheetFields(sheet),
      ...(sheet.code === 'balance'
        ? fields({ name: 'note', label: '补充说明', kind: 'textarea', optional: true, max: 200 })
        : []),
    ],
    sheet,
  })),
]
const matter = { title: '年度工作报告', pages }
const stored: Readonly<Record<string, PageData>> = {
  confirm: { values: { address: 'RIGHT', phone: '13800000000', total: '1200.50' }, items: [] },
  meetings: {
    values: { held: 'yes' },
    items: [{ id: 'one', values: { name: '会员大会', on: '2026-05-01', cost: '300.00' } }],
  },
  ...Object.fromEntries(set.statements.map(({ code }) => [code, { values: typed[code] ?? {}, items: [] }])),
}
const registered = (page: Page, field: string) =>
  page.code === 'confirm' && field === 'address' ? '太原市迎泽区1号' : undefined
const book = packSheets({
  asking: {
    matter,
    words: {},
    registered,
    told: ({ code }) => (code === 'confirm' ? [{ label: '会员数', text: '80' }] : []),
  },
  pages,
  stored,
  identity: { caseId: 'case', stage: 'report', title: '年报', edition: '1', pages: [] },
  paged: true,
  title: '协会',
  day: '',
})
const read = (sheets: readonly ReadSheet[]) => {
  const pack = readPack(sheets, pages, () => 'new')
  if (!pack) throw new Error('not read')
  return pack
}
/** Sheets with some cells written over, by sheet and address. */
const withCells = (written: Readonly<Record<string, string>>) => {
  const sheets = asRead(book)
  for (const [at, text] of Object.entries(written)) {
    const [, name, column = '', row] = /^(.*) ([A-Z])(\d+)$/.exec(at) ?? []
    const cells = sheets.find((sheet) => sheet.name === name)?.rows[Number(row) - 1]
    if (!cells) throw new Error(`no ${at}`)
    cells[column.charCodeAt(0) - 65] = text
  }
  return sheets
}
const addressOf = (sheetName: string, code: string, column: string) => {
  const rows = asRead(book).find(({ name }) => name === sheetName)?.rows ?? []
  return `${sheetName} ${column}${String(rows.findIndex((row) => row.at(-1) === code) + 1)}`
}

describe('a workbook with a sheet a page', () => {
  test('has guidance first, then the pages by their titles; codes and what is computed stand apart from answers', () => {
    expect(book.map(({ name }) => name)).toEqual([
      '填写说明',
      '基本信息',
      '会议情况',
      '资产负债表',
      '业务活动表',
      '现金流量表',
      '识别信息',
    ])
    expect(book.slice(1, -1).every(({ guarded, widths }) => guarded && widths.at(-1) === 0)).toBe(true)
    const cells = book[1]?.rows.find((row) => row.at(-1) === 'confirm.address') ?? []
    expect(cells.slice(0, 2)).toEqual([{ text: '住所是否正确', note: '《社会团体登记管理条例》第三十条' }, '正确'])
    expect(JSON.stringify(cells[3])).toContain('登记簿记载：太原市迎泽区1号')
    expect(book[1]?.rows[2]?.slice(0, 2)).toEqual([{ text: '会员数' }, { text: '80' }])
  })

  test('says what was written, and is read as it was', () => {
    const pack = read(asRead(book))
    expect([pack.faults, pack.unknown, pack.ignored]).toEqual([[], [], []])
    for (const page of pages) {
      const given = stored[page.code]
      const got = pack.pages[page.code]
      const canonical = (name: string) => {
        const raw = given?.values[name] ?? ''
        const fen = page.fields.find((field) => field.name === name)?.kind === 'money' ? readAmount(raw) : undefined
        return fen === undefined ? raw : plainAmount(fen)
      }
      expect(got?.values).toEqual(Object.fromEntries(page.fields.map(({ name }) => [name, canonical(name)])))
      expect(got?.items ?? []).toEqual(given?.items ?? [])
    }
  })

  test('a cell that is no answer is named by sheet and cell; a sum that was written over is told and not taken', () => {
    const money = addressOf('资产负债表', lineCode('balance', 'money'), 'B')
    const total = addressOf('资产负债表', lineCode('balance', 'current'), 'B')
    const pack = read(withCells({ [money]: '=SUM(X1:X9)', [addressOf('基本信息', 'confirm.total', 'B')]: '3万' }))
    expect(pack.faults).toEqual([{ place: money, message: expect.stringContaining('是公式，没有算出结果') as string }])
    expect(pack.pages['confirm']?.values['total']).toBe('3万')
    expect(pack.pages['confirm']?.places['total']).toBe(addressOf('基本信息', 'confirm.total', 'B'))
    const over = read(withCells({ [total]: '1' }))
    expect(over.ignored).toHaveLength(1)
    expect(over.ignored?.[0]).toMatch(new RegExp(`^${total}：流动资产合计（期末余额）由系统计算，表格里写的是“1”`))
    expect(over.pages['balance']?.values).toEqual(read(asRead(book)).pages['balance']?.values)
    // A program that keeps formulas and works none out wrote over nothing.
    expect(read(withCells({ [total]: '=B6+B7' })).ignored).toEqual([])
  })

  test('answers are found behind a column that was put in before them', () => {
    const shifted = asRead(book).map((sheet) =>
      sheet.name === '基本信息' ? { ...sheet, rows: sheet.rows.map((row) => ['', ...row]) } : sheet,
    )
    expect(read(shifted).pages['confirm']?.values).toEqual(read(asRead(book)).pages['confirm']?.values)
    expect(read(shifted).faults).toEqual([])
  })

  test('a table that was made one of 万元 is not taken for one of 元', () => {
    const scaled = asRead(book).map((sheet) => ({
      ...sheet,
      rows: sheet.rows.map((row) => row.map((cell) => cell.replace('单位：元', '单位：万元'))),
    }))
    expect(read(scaled).faults.map(({ place }) => place)).toEqual(set.statements.map(({ title }) => `${title} A1`))
  })

  test('what hangs on the year, which nobody changes, is asked without a condition or not at all', () => {
    const [report] = reports
    if (!report) throw new Error('no report')
    const stage = stageOf(report, 'report')
    const answers = readAnswers(report.pages, {
      year: yearData(2025),
      standing: { values: { charity: 'no', supervised: 'yes' }, items: [] },
    })
    const idle = idlePages(report, stage, answers)
    const asked = settledPages(stage, packPages(report, stage, new Set(idle)), answers)
    expect(asked.find(({ code }) => code === 'balance2004')?.when).toBeUndefined()
    expect(asked.find(({ code }) => code === 'feesYear')?.when).toEqual({ page: 'happened', field: 'had', has: 'FEES' })
    expect(asked.find(({ code }) => code === 'office')?.fields.some(({ name }) => name === 'publicFundraising')).toBe(
      false,
    )
  })

  test('halves that a spreadsheet adds up wrongly are the amounts that were meant', () => {
    const money = addressOf('资产负债表', lineCode('balance', 'money'), 'B')
    const pack = read(withCells({ [money]: '0.30000000000000004' }))
    expect(pack.pages['balance']?.values['money-end']).toBe('0.30')
  })

  test('lines and columns are found wherever they were moved to; the same line twice is a fault', () => {
    const moved = asRead(book).map((sheet) =>
      sheet.name === '业务活动表'
        ? {
            ...sheet,
            rows: sheet.rows
              .map((row) => row.toReversed())
              .toSorted((one, other) => Number(other.includes('activity.@')) - Number(one.includes('activity.@'))),
          }
        : sheet,
    )
    expect(read(moved).pages['activity']?.values).toEqual(read(asRead(book)).pages['activity']?.values)
    const twice = asRead(book).map((sheet) =>
      sheet.name === '业务活动表' ? { ...sheet, rows: [...sheet.rows, ...sheet.rows.slice(-1)] } : sheet,
    )
    expect(read(twice).faults.map(({ message }) => message)).toEqual(['“净资产变动额”有两行，请删去一行'])
  })

  test('its formulas give what the portal computes, cell by cell, in the file that is written', async () => {
    const { sheets } = await readXlsx(await writeWorkbook(book))
    let sums = 0
    for (const statement of set.statements) {
      const sheet = sheets.find(({ name }) => name === statement.title)
      if (!sheet) throw new Error(statement.title)
      expect(sheet.protection?.sheet).toBe(true)
      const fenAt = (address: string): bigint => {
        const [, column = '', row = ''] = /^([A-Z])(\d+)$/.exec(address) ?? []
        const [y, x] = [Number(row) - 1, column.charCodeAt(0) - 65]
        const { formula } = sheet.cells?.get(`${String(y)},${String(x)}`) ?? {}
        if (formula === undefined) return readAmount(Number(sheet.rows[y]?.[x] ?? 0).toFixed(2)) ?? 0n
        return [...formula.matchAll(/([+-]?)([A-Z]\d+)/g)].reduce(
          (sum, [, sign, part = '']) => sum + (sign === '-' ? -fenAt(part) : fenAt(part)),
          0n,
        )
      }
      for (const [cell, fen] of amountsOf(statement, typed[statement.code] ?? {})) {
        const [line = '', code = ''] = cell.split('-')
        const y = sheet.rows.findIndex((row) => row.at(-1) === lineCode(statement.code, line))
        const x = 1 + statement.columns.findIndex((column) => column.code === code)
        sums += sheet.cells?.get(`${String(y)},${String(x)}`)?.formula === undefined ? 0 : 1
        expect([cell, fenAt(`${String.fromCharCode(65 + x)}${String(y + 1)}`)]).toEqual([cell, fen])
      }
    }
    expect(sums).toBeGreaterThan(80)
  })
})
