import { describe, expect, test } from 'vitest'
import { linesOf, signed } from '../../../src/core/forms/sheet.ts'
import { ACCOUNTS } from '../../../src/core/statements/accounts.ts'
import { statementFindings } from '../../../src/core/statements/compute.ts'
import { statementsOf } from '../../../src/core/statements/index.ts'
import { ledgerReading, type LedgerReading } from '../../../src/core/statements/ledger.ts'

const [old, current] = [statementsOf(2025), statementsOf(2026)]

/** A sheet as it is exported: cells between bars. */
const sheetOf = (text: string) => ({
  name: '科目余额表',
  lost: [],
  rows: text
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim())),
})
const read = (text: string, set = current): LedgerReading => {
  const reading = ledgerReading(set, [{ name: '封面', lost: [], rows: [['某协会']] }, sheetOf(text)])
  if (typeof reading === 'string') throw new Error(reading)
  return reading
}

const twoRows = `
某协会2026年科目余额表
科目编码|科目名称|期初余额||本期发生额||期末余额|
||借方|贷方|借方|贷方|借方|贷方
1001|库存现金|1,000.00||500.00|700.00|800.00|
1002|银行存款|200,000.00||150,000.00|100,000.00|250,000.00|
100201|工行|150,000.00||||180,000.00|
100202|建行|50,000.00||||70,000.00|
1121|应收账款|10,000.00||||10,000.00|
1131|坏账准备||1,000.00||500.00||1,500.00
1501|固定资产|60,000.00||||60,000.00|
1502|累计折旧||20,000.00||4,000.00||24,000.00
2202|应付账款||30,000.00|||| 30,000.00
3101|非限定性净资产||200,000.00|||| 225,300.00
3102|限定性净资产||20,000.00||||40,000.00
4101|捐赠收入|||70,000.00|70,000.00||
410101|非限定性收入|||50,000.00|50,000.00||
410102|限定性收入|||20,000.00|20,000.00||
4201|会费收入|||30,000.00|30,000.00||
5101|业务活动成本|||40,200.00|40,200.00||
5301|管理费用|||14,500.00|14,500.00||
合计||271,000.00|271,000.00||||
`

describe('科目余额表', () => {
  test('every account names a line that is typed, each code stands once, in both systems', () => {
    for (const set of [old, current]) {
      const accounts = ACCOUNTS[set.code]
      expect(new Set(accounts.map(({ code }) => code)).size).toBe(accounts.length)
      for (const { code, balance, activity, tell } of accounts) {
        const [statement, line] = balance ? ['balance', signed(balance).name] : ['activity', activity]
        const lines = linesOf(set.statements.find((one) => one.code === statement) ?? { columns: [], parts: [] })
        const found = lines.find((one) => one.code === line)
        expect([code, tell !== undefined || (found !== undefined && !found.sum && !found.mirror)]).toEqual([code, true])
      }
    }
  })

  test('with a head of two rows gives the lines of a closed year, and what it gives agrees', () => {
    const { typed, told, faults } = read(twoRows)
    expect(faults).toEqual([])
    expect(typed['balance']).toMatchObject({
      'money-start': '201000.00',
      'money-end': '250800.00',
      'receivables-end': '8500.00',
      'fixedCost-end': '60000.00',
      'depreciation-start': '20000.00',
      'depreciation-end': '24000.00',
      'payables-end': '30000.00',
      'unrestricted-end': '225300.00',
      'restricted-end': '40000.00',
    })
    expect(typed['activity']).toEqual({
      'donations-unrestricted': '50000.00',
      'donations-restricted': '20000.00',
      'fees-unrestricted': '30000.00',
      'fees-restricted': '0.00',
      'activities-unrestricted': '40200.00',
      'activities-restricted': '0.00',
      'management-unrestricted': '14500.00',
      'management-restricted': '0.00',
    })
    expect(told).toEqual([expect.stringContaining('会费收入30,000.00元'), expect.stringContaining('现金流量表')])
    const cells = statementFindings(current, typed).filter(({ level }) => level === 'BLOCK')
    expect(cells).toEqual([])
  })

  test('with one column a balance and its side, not closed: what moved since the year began says how it began', () => {
    const { typed, told } = read(`
科目代码|科目名称|期初方向|期初余额|本期借方|本期贷方|本年累计借方|本年累计贷方|期末方向|期末余额
1002|银行存款|借|900|0|0|500.10|200|借|1300.10
2202|应付账款|贷|50|0|0|0|0|贷|50
3101|非限定性净资产|贷|949.90|0|0|0|0|贷|949.90
4301|提供服务收入|贷|0|0|0|0.10|500.20|贷|500.10
5901|其他费用|借|0|0|0|200|0|借|200
`)
    expect(typed['balance']).toMatchObject({
      'money-start': '1000.00',
      'money-end': '1300.10',
      'unrestricted-start': '949.90',
      'unrestricted-end': '1250.00',
    })
    expect(typed['activity']).toMatchObject({
      'services-unrestricted': '500.10',
      'otherExpenses-unrestricted': '200.00',
    })
    expect(told.join()).toContain('没有结转')
  })

  test('an account of the other system is not taken by its code alone; what has no line is told', () => {
    const other = read(
      `
科目编码|科目名称|期初余额|本期借方|本期贷方|期末余额
5201|管理费用|0|100|100|0
1421|长期投资减值准备|10|0|0|10
1999|待处理财产损溢|0|0|0|7
1998|什么也没有|0|0|0|0
`,
    )
    expect(other.typed).toEqual({ balance: {}, activity: {} })
    expect(other.told.slice(0, 3)).toEqual([
      '1421 长期投资减值准备：请按所属的投资，从长期股权投资或者长期债权投资中减去',
      '1999 待处理财产损溢：没有对应的报表项目，没有采用，请手工填写',
      '5201 管理费用：本年度的会计制度里5201是“税金及附加”，没有采用，请手工填写',
    ])
    const then = read(`科目编码|科目名称|期初余额|本期借方|本期贷方|期末余额\n5201|管理费用|0|100|100|0`, old)
    expect(then.typed['activity']).toMatchObject({ 'management-unrestricted': '100.00' })
  })

  test('sub-accounts stand for an account that has no line of its own; points in codes are none of them', () => {
    const { typed } = read(`
科目编码|科目名称|年初余额借方|年初余额贷方|本年借方|本年贷方|期末余额借方|期末余额贷方
1002.01|工行|1||2||3|
1002.02|建行|10||20||30|
1002.02.01|建行专户|10||20||30|
`)
    expect(typed['balance']).toEqual({ 'money-start': '11.00', 'money-end': '33.00' })
  })

  test('heads are read to the last column, which a spreadsheet leaves out where it is empty', () => {
    const cut = twoRows.replaceAll('期末余额|\n', '期末余额\n')
    expect(read(cut)).toEqual(read(twoRows))
    const half = sheetOf(`科目编码|科目名称|期初借方|期初贷方|本期借方|本期贷方|期末借方\n1001|现金|1||2|3|0`)
    expect(ledgerReading(current, [half])).toContain('期末余额只有借方')
  })

  test('a cell that is no amount, a code twice, a table without its columns are told', () => {
    const { faults } = read(
      `科目编码|科目名称|期初余额|本期借方|本期贷方|期末余额\n1001|现金|1|2|3|三万\n1002|银行存款|1|2|2|1\n1002|银行存款|1|2|2|1`,
    )
    expect(faults).toEqual([
      { place: '科目余额表 F2', message: expect.stringContaining('“三万”不是金额') },
      { place: '科目余额表 第4行', message: expect.stringContaining('科目1002有几行') },
    ])
    expect(ledgerReading(current, [sheetOf('科目编码|科目名称|期初余额\n1001|现金|1')])).toContain('没有“期末余额”')
    expect(ledgerReading(current, [sheetOf('姓名|电话')])).toContain('没有找到科目余额表')
  })
})
