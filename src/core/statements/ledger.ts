import type { RawValues } from '../forms/field.ts'
import { amountText, plainAmount } from '../forms/money.ts'
import { cellOf, signed } from '../forms/sheet.ts'
import type { ReadSheet } from '../workbooks.ts'
import { ACCOUNTS, isDebit, type Account } from './accounts.ts'
import type { TypedStatements } from './compute.ts'
import type { StatementSet } from './define.ts'
import { readLedger, type LedgerRow } from './ledger-rows.ts'

/** What a 科目余额表 proposes for the statements of a year. */
export type LedgerReading = {
  /** Typed cells by statement, in 元. 现金流量表 is not in it: a ledger does not say what money moved for. */
  readonly typed: TypedStatements
  /** What nothing was put in for, and what is to be looked at, in sentences. */
  readonly told: readonly string[]
  readonly faults: readonly { readonly place: string; readonly message: string }[]
}

const rootLength = 4

/** Sums of several lines; a column that none of them has stays without. */
const total = (rows: readonly LedgerRow[], of: 'opening' | 'closing' | 'debit' | 'credit'): bigint | undefined => {
  const amounts = rows.flatMap((row) => row[of] ?? [])
  return amounts.length === 0 ? undefined : amounts.reduce((sum, amount) => sum + amount, 0n)
}

/** The lines that make up an account: its own, or those next below it. */
const linesAt = (rows: readonly LedgerRow[], code: string): readonly LedgerRow[] => {
  const own = rows.filter((row) => row.code === code)
  if (own.length > 0) return own
  return below(rows, code)
}

const below = (rows: readonly LedgerRow[], code: string): readonly LedgerRow[] => {
  const under = rows.filter((row) => row.code.startsWith(code) && row.code.length > code.length)
  const shortest = Math.min(...under.map((row) => row.code.length))
  return under.filter((row) => row.code.length === shortest)
}

/** What came in or went out in the year: what moved on both sides alike was carried to net assets when it closed. */
const movedIn = (rows: readonly LedgerRow[], account: Account): bigint => {
  const [debit = 0n, credit = 0n] = [total(rows, 'debit'), total(rows, 'credit')]
  const [side, other] = isDebit(account) ? [debit, credit] : [credit, debit]
  return side === other ? side : side - other
}

/** Whether donors restricted it, as the name of a sub-account says it, or its number: …01, …02. */
const partOf = ({ code, name }: LedgerRow): 'unrestricted' | 'restricted' | undefined => {
  if (/非限定/.test(name)) return 'unrestricted'
  if (/限定/.test(name)) return 'restricted'
  const number = Number(code.slice(rootLength))
  return number === 1 ? 'unrestricted' : number === 2 ? 'restricted' : undefined
}

type Parts = { readonly unrestricted: bigint; readonly restricted: bigint; readonly rest: bigint }

const partsOf = (
  lines: readonly LedgerRow[],
  subs: readonly LedgerRow[],
  amount: (rows: readonly LedgerRow[]) => bigint,
): Parts => {
  const part = (which: 'unrestricted' | 'restricted'): bigint => amount(subs.filter((row) => partOf(row) === which))
  const [unrestricted, restricted] = [part('unrestricted'), part('restricted')]
  return { unrestricted, restricted, rest: amount(lines) - unrestricted - restricted }
}

const named = ({ code, names }: Account): string => `${code} ${names.at(-1) ?? ''}`

const isNamed = ({ names }: Account, name: string): boolean =>
  name === '' || names.some((one) => name.replaceAll(/\s/g, '').startsWith(one))

/**
 * What the ledger of a year says of its statements, by the codes of its accounts. An account is taken only where its
 * code and its name agree; what is not taken is told, one by one.
 */
export const ledgerReading = (set: StatementSet, sheets: readonly ReadSheet[]): LedgerReading | string => {
  const accounts = ACCOUNTS[set.code]
  const ledger = readLedger(sheets, (code) =>
    isDebit(accounts.find((account) => code.startsWith(account.code)) ?? { code }),
  )
  if (typeof ledger === 'string') return ledger
  const faults = [...ledger.faults]
  const twice = ledger.rows.filter(({ code }, index) => ledger.rows.findIndex((row) => row.code === code) !== index)
  for (const { code, place } of twice) faults.push({ place, message: `科目${code}有几行，请只保留本位币合计的一行` })

  const balance = new Map<string, bigint>()
  const activity = new Map<string, bigint>()
  const add = (into: Map<string, bigint>, cell: string, fen: bigint): void => {
    into.set(cell, (into.get(cell) ?? 0n) + fen)
  }
  const told: string[] = []
  const unsplit: string[] = []
  let [openUnrestricted, openRestricted] = [0n, 0n]
  const roots = new Set(ledger.rows.map(({ code }) => code.slice(0, rootLength)))
  for (const root of [...roots].toSorted()) {
    const lines = linesAt(ledger.rows, root)
    const own = lines.find(({ code }) => code === root)
    const isEmpty = lines.every((row) => [row.opening, row.closing, row.debit, row.credit].every((fen) => !fen))
    const account = accounts.find(({ code }) => code === root)
    if (!account || !isNamed(account, own?.name ?? '')) {
      const instead = account ? `本年度的会计制度里${root}是“${account.names.at(-1) ?? ''}”` : '没有对应的报表项目'
      if (!isEmpty) told.push(`${root} ${own?.name ?? ''}：${instead}，没有采用，请手工填写`)
      continue
    }
    if (account.tell !== undefined) {
      if (!isEmpty) told.push(`${named(account)}：${account.tell}`)
      continue
    }
    if (account.balance !== undefined) {
      const { sign, name: line } = signed(account.balance)
      const class1 = root.startsWith('1') ? 1n : -1n
      for (const [column, of] of [
        ['start', 'opening'],
        ['end', 'closing'],
      ] as const) {
        const fen = total(lines, of)
        if (fen !== undefined) add(balance, cellOf(line, column), sign * class1 * fen)
      }
    } else if (account.activity !== undefined) {
      const closing = (rows: readonly LedgerRow[]): bigint => (total(rows, 'closing') ?? 0n) * -1n
      const subs = account.split ? below(ledger.rows, root) : []
      const moved = partsOf(lines, subs, (rows) => movedIn(rows, account))
      const left = partsOf(lines, subs, closing)
      if (account.split && moved.rest !== 0n) unsplit.push(`${account.names[0] ?? ''}${amountText(moved.rest)}元`)
      add(activity, cellOf(account.activity, 'unrestricted'), moved.unrestricted + moved.rest)
      add(activity, cellOf(account.activity, 'restricted'), moved.restricted)
      openUnrestricted += left.unrestricted + left.rest
      openRestricted += left.restricted
    }
  }
  if (unsplit.length > 0)
    told.push(
      `账上没有分出限定性和非限定性、都计入非限定性的：${unsplit.join('、')}。其中有限定性收入的，请改到限定性一栏`,
    )
  if (openUnrestricted !== 0n || openRestricted !== 0n) {
    // What is still open on the accounts of the year belongs to net assets at its end.
    add(balance, cellOf('unrestricted', 'end'), openUnrestricted)
    add(balance, cellOf('restricted', 'end'), openRestricted)
    told.push('收入、费用科目期末还有余额，没有结转：期末净资产按结转以后计算')
  }
  told.push('现金流量表、限定性净资产的转换、一年内到期的长期投资和负债，余额表里看不出来，请手工填写')
  const texts = (cells: ReadonlyMap<string, bigint>): RawValues =>
    Object.fromEntries([...cells].map(([cell, fen]) => [cell, plainAmount(fen)]))
  return { typed: { balance: texts(balance), activity: texts(activity) }, told, faults }
}
