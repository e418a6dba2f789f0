import { readXlsx, writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { paths } from '../../../src/web/paths.ts'
import type { Browser } from '../../support/browser.ts'
import { units } from '../../support/legal-persons.ts'
import { beginOwn, caseRow, organizationAt } from '../../support/organizations.ts'
import { storedPages } from '../../support/own-cases.ts'
import { browserOf } from '../../support/people.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

// A report filled in as a workbook: down, wrong, right, taken over once, and its statements proposed from a ledger.

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
})
afterAll(() => portal.stop())

type Cells = { readonly name: string; readonly rows: string[][] }

const download = async (who: Browser, id: string): Promise<{ readonly name: string; readonly sheets: Cells[] }> => {
  const answer = await who.raw(paths.workbookFile(id))
  const { sheets } = await readXlsx(new Uint8Array(await answer.arrayBuffer()))
  return {
    name: decodeURIComponent(answer.headers.get('content-disposition') ?? ''),
    sheets: sheets.map(({ name, rows }) => ({
      name,
      rows: rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell as string)))),
    })),
  }
}

const upload = async (who: Browser, id: string, sheets: readonly Cells[]) => {
  await who.get(paths.workbook(id))
  const bytes = Buffer.from(await writeXlsx({ sheets: [...sheets] }))
  return who.upload(paths.workbook(id), who.token(), [{ name: '年报.xlsx', bytes }])
}

/** Where a line of a table stands; its first typed column is B. */
const lineOf = (sheets: readonly Cells[], sheet: string, code: string) => {
  const rows = sheets.find(({ name }) => name === sheet)?.rows ?? []
  const at = rows.findIndex((row) => row.at(-1) === code)
  return { cells: rows[at] ?? [], place: `${sheet} B${String(at + 1)}` }
}

test('a report goes down as a sheet a page and comes back checked by cell; its statements come from a ledger as well', async () => {
  const own = await organizationAt(portal, units.grain)
  const id = await beginOwn(own, 'report')
  const mine = await browserOf(portal, { id: (await caseRow(portal, id)).account_id })
  const shown = await mine.get(paths.case(id))
  expect(
    shown
      .$('#workbook a')
      .map((_, link) => shown.$(link).attr('href'))
      .get(),
  ).toEqual([paths.workbookFile(id), paths.workbook(id)])
  const { name, sheets } = await download(mine, id)
  expect(name).toContain('用Excel填写 2025年度工作报告.xlsx')
  const names = sheets.map((sheet) => sheet.name)
  expect(names[0]).toBe('填写说明')
  expect(names).toEqual(expect.arrayContaining(['资产负债表', '业务活动表', '现金流量表']))
  // Of two systems only that of the year.
  expect(names.filter((one) => one.startsWith('资产负债表'))).toHaveLength(1)

  const money = lineOf(sheets, '资产负债表', 'balance2004.@money')
  money.cells[1] = '3万'
  const wrong = await upload(mine, id, sheets)
  expect([wrong.status, wrong.$('#faults').text()]).toEqual([422, expect.stringContaining(money.place)])
  expect((await storedPages(portal, id)).pages['balance2004']?.values['money-start'] ?? '').toBe('')

  money.cells[1] = '30000'
  const total = lineOf(sheets, '资产负债表', 'balance2004.@current')
  total.cells[1] = '999'
  const preview = await upload(mine, id, sheets)
  expect([preview.status, preview.$('h1').text()]).toEqual([200, '核对表格的改动'])
  expect(preview.$('#balance2004').text()).toContain('30,000.00元')
  expect(preview.$('main').text()).toContain(`${total.place}：流动资产合计`)
  const take = `form[action="${paths.workbookTake(id)}"]`
  expect((await mine.submit(take)).$('main').text()).toContain('表格的内容已保存')
  const balance = async () => (await storedPages(portal, id)).pages['balance2004']
  const saved = await balance()
  expect(saved?.values['money-start']).toBe('30000.00')
  expect((await mine.submit(take, {}, preview)).$('main').text()).toContain('先前已经保存')
  expect(await balance()).toEqual(saved)

  await mine.get(paths.workbook(id))
  const ledger = [
    '科目编码,科目名称,期初借方,期初贷方,本期借方,本期贷方,期末借方,期末贷方',
    '1002,银行存款,30000,,80000,20000,90000,',
    '4201,会费收入,,,80000,80000,,',
    '5201,管理费用,,,20000,20000,,',
    '5301,管理费用,,,7,7,,',
  ].join('\n')
  const proposed = await mine.upload(paths.workbookLedger(id), mine.token(), [
    { name: '余额表.csv', bytes: Buffer.from(ledger) },
  ])
  expect([proposed.status, proposed.$('#balance2004, #activity2004').length]).toEqual([200, 2])
  expect(proposed.$('main').text()).toContain('5301 管理费用：本年度的会计制度里5301是“筹资费用”')
  await mine.submit(take)
  expect((await balance())?.values).toMatchObject({ 'money-start': '30000.00', 'money-end': '90000.00' })
}, 60_000)
