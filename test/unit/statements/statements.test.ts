import { describe, expect, it } from 'vitest'
import { doubtsAbout, validateFields } from '../../../src/core/forms/page.ts'
import { plainAmount } from '../../../src/core/forms/money.ts'
import { amountsOf, cellOf, linesOf, sheetFields, signed, type SheetLine } from '../../../src/core/forms/sheet.ts'
import { statementFindings, type TypedStatements } from '../../../src/core/statements/compute.ts'
import { defineStatements, type Check, type StatementSet } from '../../../src/core/statements/define.ts'
import { statementsOf } from '../../../src/core/statements/index.ts'
import { drawnYear } from '../../support/statements.ts'
import { carriedOver, rollForward } from '../../../src/core/statements/roll-forward.ts'

const sets = [statementsOf(2025), statementsOf(2026)] as const
const [old, current] = sets

const set = (lines: readonly SheetLine[], checks: readonly Check[] = []): StatementSet => ({
  code: '2024',
  title: '',
  statements: [{ code: 's', form: '', title: '', columns: [{ code: 'c', title: '' }], parts: [{ title: '', lines }] }],
  checks,
})

describe('a definition', () => {
  it('is refused at load where a sum counts itself, or names what is not there', () => {
    expect(() =>
      defineStatements(
        set([
          { code: 'a', title: '', sum: ['b'] },
          { code: 'b', title: '', sum: ['-a'] },
        ]),
      ),
    ).toThrow('a-c → b-c → a-c adds up itself')
    expect(() => defineStatements(set([{ code: 'a', title: '', sum: ['b'] }]))).toThrow(
      'a-c adds up b-c, which is not there',
    )
    expect(() =>
      defineStatements(
        set([
          { code: 'a', title: '' },
          { code: 'a', title: '' },
        ]),
      ),
    ).toThrow('a-c stands twice')
    const check: Check = { level: 'BLOCK', left: ['s.a-c'], relation: '=', right: ['-s.z-c'], at: 's.a-c', message: '' }
    expect(() => defineStatements(set([{ code: 'a', title: '' }], [check]))).toThrow('a check names -s.z-c')
  })

  it('changes with fiscal 2026', () => {
    expect([2004, 2025, 2026, 2030].map((year) => statementsOf(year).code)).toEqual(['2004', '2004', '2024', '2024'])
  })

  it.each(sets)('of $code counts every line below a total in exactly one total', ({ statements }) => {
    for (const statement of statements) {
      const counted = new Map<string, number>()
      for (const { sum = [] } of linesOf(statement))
        for (const term of sum) counted.set(signed(term).name, (counted.get(signed(term).name) ?? 0) + 1)
      const free = linesOf(statement).filter(({ code, within }) => !counted.has(code) && within === undefined)
      expect(free.map(({ code }) => code)).toEqual(
        { balance: ['assets', 'liabilitiesAndNetAssets'], activity: ['change'], cash: ['increase'] }[statement.code],
      )
      expect([...counted.values()].every((times) => times === 1)).toBe(true)
    }
  })
})

const changed = (typed: TypedStatements, statement: string, cell: string, text: string): TypedStatements => ({
  ...typed,
  [statement]: { ...typed[statement], [cell]: text },
})

describe('statements of a year', () => {
  it.each(sets)('of $code that agree have nothing wrong with them (20 drawn years)', (wanted) => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const found = statementFindings(wanted, drawnYear(wanted, seed))
      expect(found.filter(({ level }) => level === 'BLOCK')).toEqual([])
    }
  })

  it('tell a cell that is no amount at that cell, and count it nowhere as 0', () => {
    const typed = changed(drawnYear(current, 1), 'balance', 'money-end', '3万')
    const [balance] = current.statements
    if (!balance) throw new Error('no balance')
    expect(validateFields(sheetFields(balance), typed['balance'] ?? {}, '2027-01-01')).toEqual({
      'money-end': '货币资金（期末余额）：“3万”不是金额，请填写数字，最多两位小数，例如 30000.00',
    })
    // What hangs on it waits.
    expect(statementFindings(current, typed)).toEqual([])
    expect(amountsOf(balance, typed['balance'] ?? {}).get('assets-end')).toBeUndefined()
  })

  it.each([
    ['balance', 'stock-end', '资产总计应当等于负债和净资产总计，现在相差0.01元', 'assets-end'],
    ['balance', 'entrustedAssets-start', '受托代理资产应当等于受托代理负债，现在相差0.01元', 'entrustedAssets-start'],
    [
      'activity',
      'donations-unrestricted',
      '（非限定性）应当等于资产负债表非限定性净资产的年末数减年初数，现在相差0.01元',
      'change-unrestricted',
    ],
    [
      'activity',
      'donations-restricted',
      '（限定性）应当等于资产负债表限定性净资产的年末数减年初数，现在相差0.01元',
      'change-restricted',
    ],
    [
      'cash',
      'inFees-total',
      '现金流量表的净增加额一般等于资产负债表货币资金的年末数减年初数，现在相差0.01元',
      'increase-total',
    ],
  ])('one fen more in %s %s is found', (statement, cell, message, at) => {
    for (const wanted of sets) {
      const typed = drawnYear(wanted, 7)
      const sheet = wanted.statements.find(({ code }) => code === statement)
      const amount = sheet && amountsOf(sheet, typed[statement] ?? {}).get(cell)
      const found = statementFindings(wanted, changed(typed, statement, cell, plainAmount((amount ?? 0n) + 1n)))
      const told = found.find((each) => each.cell === at)
      expect(told?.message).toContain(message)
      expect(told?.level).toBe(statement === 'cash' ? 'WARN' : 'BLOCK')
    }
  })

  it('do not let depreciation pass the cost, nor amortisation: the same is allowed, a fen more is not', () => {
    for (const [part, whole] of [
      ['depreciation', 'fixedCost'],
      ['amortisation', 'intangibleCost'],
    ] as const) {
      const typed = drawnYear(current, 3)
      const cost = typed['balance']?.[`${whole}-end`] ?? ''
      const messages = (text: string): readonly string[] =>
        statementFindings(current, changed(typed, 'balance', `${part}-end`, text)).map(({ message }) => message)
      expect(messages(cost).some((message) => message.includes('不能大于'))).toBe(false)
      expect(
        messages(`${cost.slice(0, -1)}${cost.endsWith('9') ? '91' : '9'}`).some((message) =>
          message.includes('不能大于'),
        ),
      ).toBe(!cost.endsWith('9'))
    }
  })

  it('show what changes its restriction in both columns, adding up to nothing', () => {
    const [, activity] = current.statements
    if (!activity) throw new Error('no activity')
    const amounts = amountsOf(activity, {
      'released-unrestricted': '100',
      'restrictedNow-restricted': '30',
      // Never read: it follows from the other column.
      'released-restricted': '7',
    })
    const of = (line: string): unknown[] =>
      ['unrestricted', 'restricted', 'total'].map((column) => amounts.get(cellOf(line, column)))
    expect(of('released')).toEqual([10_000n, -10_000n, 0n])
    expect(of('restrictedNow')).toEqual([-3000n, 3000n, 0n])
    expect(of('change')).toEqual([7000n, -7000n, 0n])
  })

  it('refuse amounts below zero, ask about some, and let others pass', () => {
    const told = (statement: string, cell: string): readonly boolean[] => {
      const fields = sheetFields(
        current.statements.find(({ code }) => code === statement) ?? { columns: [], parts: [] },
      )
      const values = { [cell]: '-0.01' }
      return [validateFields(fields, values, '2027-01-01'), doubtsAbout(fields, values)].map((found) => cell in found)
    }
    expect(told('balance', 'money-end')).toEqual([true, false])
    expect(told('balance', 'unrestricted-end')).toEqual([false, true])
    expect(told('balance', 'disposal-end')).toEqual([false, false])
    expect(told('activity', 'donations-restricted')).toEqual([false, true])
    expect(told('activity', 'returns-unrestricted')).toEqual([false, false])
    expect(told('activity', 'released-unrestricted')).toEqual([true, false])
    expect(told('cash', 'inFees-total')).toEqual([true, false])
  })
})

describe('from one year into the next', () => {
  it('what the year before ended with is filled in and agrees', () => {
    const last = { set: current, typed: drawnYear(current, 11) }
    const carried = carriedOver(last, current)
    expect(carried['balance']?.['money-start']).toBe(last.typed['balance']?.['money-end'])
    expect(carried['activity']?.['donations-lastRestricted']).toBe(last.typed['activity']?.['donations-restricted'])
    expect(carried['cash']?.['inFees-last']).toBe(last.typed['cash']?.['inFees-total'])
    expect(carried['balance']?.['assets-start']).toBeUndefined()
    expect(rollForward(last, { set: current, typed: carried })).toEqual([])
    const off = changed(carried, 'balance', 'money-start', '0.01')
    expect(rollForward(last, { set: current, typed: off }).map(({ cell }) => cell)).toEqual(['money-start'])
  })

  it('the year the system changes is compared by what regrouping leaves as it was', () => {
    const typed = {
      balance: {
        'money-end': '500',
        'intangible-end': '200',
        'heritage-end': '50',
        'provisions-end': '40',
        'unrestricted-end': '710',
      },
    }
    const last = { set: old, typed }
    const carried = carriedOver(last, current)
    expect(carried['balance']).toEqual({
      'money-start': '500.00',
      'heritage-start': '50.00',
      'provisions-start': '40.00',
      'unrestricted-start': '710.00',
    })
    // The old 无形资产 is its net value; cost and amortisation are the organization's to say.
    const cells = (difference: Record<string, string>): readonly string[] =>
      rollForward(last, { set: current, typed: { balance: { ...carried['balance'], ...difference } } }).map(
        ({ cell }) => cell,
      )
    expect(cells({ 'intangibleCost-start': '260', 'amortisation-start': '60' })).toEqual([])
    expect(cells({})).toEqual(['assets-start'])
    // Moved to another line of the same total is no difference.
    expect(cells({ 'intangibleCost-start': '200', 'provisions-start': '', 'longPayables-start': '40' })).toEqual([])
  })
})
