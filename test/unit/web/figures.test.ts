import * as cheerio from 'cheerio'
import nunjucks from 'nunjucks'
import { describe, expect, it } from 'vitest'
import type { Elsewhere, RawValues } from '../../../src/core/forms/field.ts'
import { readAmount } from '../../../src/core/forms/money.ts'
import type { Matter } from '../../../src/core/matters/define.ts'
import { statementsOf } from '../../../src/core/statements/index.ts'
import { moneyYears } from '../../../src/web/chart-view.ts'
import { figuresIn } from '../../../src/web/figures-view.ts'
import { sheetEntry } from '../../../src/web/sheet-view.ts'
import { drawnYear } from '../../support/statements.ts'

const views = new nunjucks.Environment(new nunjucks.FileSystemLoader('views'), {
  autoescape: true,
  trimBlocks: true,
  lstripBlocks: true,
})

const cells = ($: cheerio.CheerioAPI) =>
  $('tbody tr')
    .toArray()
    .map((row) =>
      $(row)
        .find('td')
        .toArray()
        .map((cell) => $(cell).text().trim()),
    )

describe('the chart of income and spending', () => {
  const drawn = (years: Parameters<typeof moneyYears>[1]) =>
    cheerio.load(
      views.renderString('{% from "components/chart.njk" import chart %}{{ chart(c) }}', {
        c: moneyYears('money', years),
      }),
    )
  it('is a picture with a name and a description, and every amount stands in the table', () => {
    const $ = drawn([
      { year: 2025, income: 101_000_000n, spending: 70_000_000n, charitable: 44_799_999n },
      { year: 2023 },
      { year: 2024, income: 64_000_000n, spending: 88_000_000n, charitable: 0n },
    ])
    const picture = $('svg')
    const named = (picture.attr('aria-labelledby') ?? '').split(' ').map((id) => $(`[id="${id}"]`).text())
    expect([picture.attr('role'), ...named]).toEqual([
      'img',
      '2023年至2025年的收入和支出',
      '柱形图，单位万元，每年依次为收入、支出、慈善活动支出。数额见旁边的表。',
    ])
    expect(cells($)).toEqual([
      ['2023年', '—', '—', '—', '—', '—'],
      ['2024年', '640,000.00', '880,000.00', '0.00', '—', '0.00%'],
      ['2025年', '1,010,000.00', '700,000.00', '447,999.99', '69.99%', '63.99%'],
    ])
    expect(picture.find('title').length).toBe(1 + 5)
    expect($('[style]').length).toBe(0)
  })

  it('of who is no charity has no share of it', () => {
    const $ = drawn([{ year: 2025, income: 100n, spending: 200n }])
    expect([$('th').length, cells($)]).toEqual([3, [['2025年', '1.00', '2.00']]])
  })
})

describe('what is read', () => {
  const matter = {
    orgType: 'FOUNDATION',
    pages: [
      {
        code: 'spending',
        fields: [],
        meter: {
          typed: { charitable: 'charitable', management: 'management' },
          explanation: 'why',
          known: (elsewhere: Elsewhere) => ({
            fiscalYear: Number(elsewhere('year', 'fiscalYear')[0]),
            publicFundraising: true,
            figures: { income: 1_000_000_000n, total: 800_000_000n },
          }),
        },
      },
      {
        code: 'series',
        fields: [],
        years: (_values: RawValues, elsewhere: Elsewhere) =>
          elsewhere('past', 'income').map((text, index) => ({ year: 2023 + index, income: readAmount(text) })),
      },
    ],
  } as unknown as Matter
  const row = (field: string, value: string) => ({ field, value })
  const sections = [
    { page: 'year', rows: [row('fiscalYear', '2025')], items: [] },
    { page: 'spending', rows: [row('charitable', '6999999.99'), row('management', '800000')], items: [] },
    { page: 'past', rows: [], items: [{ rows: [row('income', '1')] }, { rows: [row('income', '2')] }] },
    { page: 'series', rows: [], items: [] },
  ] as const
  const figures = (at: number) => {
    const section = sections[at]
    const found = section && figuresIn(matter, section, sections)
    return cheerio.load(
      views.renderString('{% from "components/figures.njk" import figures %}{{ figures(f) }}', { f: found ?? {} }),
    )
  }

  it('has its meters, which do not move', () => {
    const $ = figures(1)
    expect($('.meter .tag').text()).toBe('未达到未超过')
    expect($('[data-meters], [data-meter], input, [style]').length).toBe(0)
  })

  it('has its chart, out of the answers of other pages', () => {
    expect(cells(figures(3))).toEqual([
      ['2023年', '1.00', '—'],
      ['2024年', '2.00', '—'],
    ])
  })

  it('and nothing where a page has none', () => {
    expect(figures(0)('body').text().trim()).toBe('')
  })
})

describe('a table of amounts says whether it balances', () => {
  const set = statementsOf(2026)
  const [balance] = set.statements
  const shown = (change: Readonly<Record<string, string>>) => {
    if (!balance) throw new Error('no balance sheet')
    const sheet = sheetEntry(balance, { ...drawnYear(set, 3)['balance'], ...change }, {}, new Set())
    const $ = cheerio.load(
      views.renderString('{% from "components/sheet.njk" import sheetEntry %}{{ sheetEntry(sheet, "表") }}', { sheet }),
    )
    const told = $('[data-sheet-balance]')
    return { text: told.text().replaceAll(/\s+/g, ''), href: told.find('a').attr('href') }
  }
  const money = (cents: bigint) =>
    (BigInt(Math.round(Number(drawnYear(set, 3)['balance']?.['money-end']) * 100)) + cents)
      .toString()
      .replace(/(\d\d)$/, '.$1')

  it('when it does', () => {
    expect(shown({})).toEqual({ text: '已平衡✓', href: undefined })
  })

  it('by how much it does not, and where', () => {
    expect(shown({ 'money-end': money(500n) })).toEqual({
      text: '期末余额：资产总计应当等于负债和净资产总计，相差5.00元✗',
      href: '#assets-end',
    })
    expect(shown({ 'money-end': money(500n), 'entrustedAssets-start': '1' }).text).toMatch(/另有2处$/)
  })

  it('and that it cannot be said of what is no amount', () => {
    expect(shown({ 'money-end': '3万' }).text).toMatch(/还有不是金额的格$/)
  })

  it('only where something must be equal within it', () => {
    const activity = set.statements.find(({ code }) => code === 'activity')
    expect(activity && sheetEntry(activity, {}, {}, new Set()).balance).toBeUndefined()
  })
})
