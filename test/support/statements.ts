import { plainAmount } from '../../src/core/forms/money.ts'
import { amountsOf, cellsOf, termsOf } from '../../src/core/forms/sheet.ts'
import type { StatementSet } from '../../src/core/statements/define.ts'

/** A year that agrees in itself, from a seed: every typed cell is drawn, then what has to agree is put right. */
export const drawnYear = (wanted: StatementSet, seed: number): Record<string, Record<string, string>> => {
  let state = BigInt(seed)
  const next = (): bigint => {
    state = (state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) % 2n ** 64n
    return (state >> 33n) % 100_000_000n
  }
  const typed: Record<string, Record<string, string>> = {}
  for (const statement of wanted.statements) {
    const cells: Record<string, string> = {}
    for (const { name, line, column } of cellsOf(statement))
      if (!termsOf(line, column)) cells[name] = plainAmount(line.within ? 0n : next())
    typed[statement.code] = cells
  }
  const balance = typed['balance'] ?? {}
  const amountAt = (statement: string, cell: string): bigint => {
    const found = wanted.statements.find(({ code }) => code === statement)
    return (found && amountsOf(found, typed[statement] ?? {}).get(cell)) ?? 0n
  }
  // Restricted net assets never fall below nothing.
  balance['restricted-start'] = '9000000000.00'
  const activity = {
    unrestricted: amountAt('activity', 'change-unrestricted'),
    restricted: amountAt('activity', 'change-restricted'),
  }
  for (const column of ['start', 'end']) {
    balance[`depreciation-${column}`] = '0'
    if (balance[`amortisation-${column}`] !== undefined) balance[`amortisation-${column}`] = '0'
    balance[`entrustedLiabilities-${column}`] = balance[`entrustedAssets-${column}`] ?? ''
  }
  for (const part of ['unrestricted', 'restricted'] as const)
    balance[`${part}-end`] = plainAmount(amountAt('balance', `${part}-start`) + activity[part])
  // What is owed and owned besides settles the two sides.
  for (const column of ['start', 'end']) {
    const short = amountAt('balance', `liabilitiesAndNetAssets-${column}`) - amountAt('balance', `assets-${column}`)
    const cell = short > 0n ? `stock-${column}` : `payables-${column}`
    balance[cell] = plainAmount(amountAt('balance', cell) + (short > 0n ? short : -short))
  }
  const cash = typed['cash'] ?? {}
  const gap = amountAt('balance', 'money-end') - amountAt('balance', 'money-start') - amountAt('cash', 'increase-total')
  cash['exchange-total'] = plainAmount(amountAt('cash', 'exchange-total') + gap)
  return typed
}
