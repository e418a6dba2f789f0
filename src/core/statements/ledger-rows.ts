import { numberText, readAmount } from '../forms/money.ts'
import { columnName, type ReadSheet } from '../workbooks.ts'

// 科目余额表 as accounting programmes export it: one line an account, with the balances at the beginning and the end and
// what moved between, debit and credit apart or one column with its side. Heads of one or two rows are understood.

/** What a column holds: when, and on which side; `net` has its side in a column of its own, or that of its account. */
type Column = {
  readonly when: 'opening' | 'moved' | 'year' | 'closing'
  readonly side: 'debit' | 'credit' | 'net'
  readonly at: number
}

/** An account's amounts in fen, debit less credit. */
export type LedgerRow = {
  /** Digits only. */
  readonly code: string
  readonly name: string
  readonly place: string
  readonly opening?: bigint
  readonly closing?: bigint
  readonly debit?: bigint
  readonly credit?: bigint
}

export type Ledger = {
  readonly rows: readonly LedgerRow[]
  readonly faults: readonly { readonly place: string; readonly message: string }[]
}

const isCodeHead = (cell: string): boolean => /^(?:会计)?科目(?:编码|代码|编号|代号)$|^编码$/.test(cell)
const isNameHead = (cell: string): boolean => /^(?:会计)?科目(?:名称)?$|^名称$/.test(cell)
const isSide = (cell: string): boolean => /^(?:借方|贷方|借|贷|方向|余额|金额)(?:金额|余额|发生额)?$/.test(cell)

const bare = (cell: string | undefined): string => (cell ?? '').normalize('NFKC').replaceAll(/[\s()]/g, '')

const whenOf = (head: string): Column['when'] | undefined => {
  if (/累计/.test(head)) return 'year'
  if (/期初|年初/.test(head)) return 'opening'
  if (/期末|年末/.test(head)) return 'closing'
  return /本期|本年|本月|发生/.test(head) ? 'moved' : undefined
}

/** Heads in full: what stands above several columns is said of each of them. */
const headsOf = (sheet: ReadSheet, row: number): { readonly heads: readonly string[]; readonly last: number } => {
  const cells = (index: number): readonly string[] => (sheet.rows[index] ?? []).map(bare)
  const [above, own, below] = [cells(row - 1), cells(row), cells(row + 1)]
  // A row ends with its last text: what stands above several columns may be the end of its row.
  const width = Math.max(own.length, below.length)
  const carried = (list: readonly string[]): readonly string[] => {
    let group = ''
    return Array.from({ length: width }, (_, at) => (group = list[at] || group))
  }
  const two = below.some(isSide) && !/^\d/.test(below.find((cell) => cell !== '') ?? '')
  const groups = two ? carried(own) : carried(above)
  return {
    heads: Array.from({ length: width }, (_, at) => {
      const cell = (two ? below : own)[at] ?? ''
      if (two) return cell === '' ? (own[at] ?? '') : `${groups[at] ?? ''}${cell}`
      return isSide(cell) ? `${groups[at] ?? ''}${cell}` : cell
    }),
    last: two ? row + 1 : row,
  }
}

type Plan = {
  readonly first: number
  readonly code: number
  readonly name: number | undefined
  readonly columns: readonly Column[]
  /** Columns that say on which side the balance beside them stands. */
  readonly sides: Readonly<Partial<Record<Column['when'], number>>>
}

const planOf = (sheet: ReadSheet): Plan | undefined => {
  const row = sheet.rows.slice(0, 20).findIndex((cells) => cells.some((cell) => isCodeHead(bare(cell))))
  if (row < 0) return undefined
  const { heads, last } = headsOf(sheet, row)
  const sides: Partial<Record<Column['when'], number>> = {}
  const columns = heads.flatMap((head, at): readonly Column[] => {
    const when = whenOf(head)
    if (head.includes('方向')) {
      // Without a word of when it is the side of the balance that follows it.
      const of = when ?? whenOf(heads.slice(at + 1).find((next) => whenOf(next) !== undefined) ?? '')
      if (of) sides[of] ??= at
      return []
    }
    if (!when) return []
    return [{ when, side: head.includes('借') ? 'debit' : head.includes('贷') ? 'credit' : 'net', at }]
  })
  const name = heads.findIndex(isNameHead)
  const code = heads.findIndex(isCodeHead)
  return { first: last + 1, code, name: name < 0 ? undefined : name, columns, sides }
}

/** `debitSide`: whether an account of this code stands on the debit side, where nothing else says so. */
const readSheet = (sheet: ReadSheet, plan: Plan, debitSide: (code: string) => boolean): Ledger => {
  const rows: LedgerRow[] = []
  const faults: { place: string; message: string }[] = []
  for (const [offset, cells] of sheet.rows.slice(plan.first).entries()) {
    const line = plan.first + offset
    const [, digits = '', after = ''] = /^(\d{4}[\d.\-_]*)\s*(.*)$/.exec((cells[plan.code] ?? '').trim()) ?? []
    if (digits === '') continue
    const code = digits.replaceAll(/\D/g, '')
    const written = (plan.name === undefined ? '' : (cells[plan.name] ?? '')).trim() || after
    const amountAt = (when: Column['when'], side: Column['side']): bigint | undefined => {
      const column = plan.columns.find((one) => one.when === when && one.side === side)
      if (!column) return undefined
      const text = (cells[column.at] ?? '').trim()
      const fen = text === '' || /^[-—]+$/.test(text) ? 0n : readAmount(numberText(text))
      if (fen === undefined)
        faults.push({
          place: `${sheet.name} ${columnName(column.at)}${String(line + 1)}`,
          message: `“${text.slice(0, 20)}”不是金额，应为数字，最多两位小数`,
        })
      return fen
    }
    const balance = (when: 'opening' | 'closing'): bigint | undefined => {
      const [debit, credit] = [amountAt(when, 'debit'), amountAt(when, 'credit')]
      if (debit !== undefined || credit !== undefined) return (debit ?? 0n) - (credit ?? 0n)
      const net = amountAt(when, 'net')
      const at = plan.sides[when] ?? plan.sides.closing ?? plan.sides.opening
      const side = at === undefined ? '' : (cells[at] ?? '').trim()
      const isDebit = side.startsWith('借') || (!side.startsWith('贷') && debitSide(code))
      return net === undefined ? undefined : isDebit ? net : -net
    }
    const when = plan.columns.some((column) => column.when === 'year') ? 'year' : 'moved'
    const [opening, closing] = [balance('opening'), balance('closing')]
    const [debit, credit] = [amountAt(when, 'debit'), amountAt(when, 'credit')]
    rows.push({
      code,
      name: written.replace(/^\d[\d.\-_\s]*/, ''),
      place: `${sheet.name} 第${String(line + 1)}行`,
      // What moved since the year began says how it began, whatever period was exported.
      ...(when === 'year' && closing !== undefined && debit !== undefined && credit !== undefined
        ? { opening: closing - (debit - credit) }
        : opening === undefined
          ? {}
          : { opening }),
      ...(closing === undefined ? {} : { closing }),
      ...(debit === undefined ? {} : { debit }),
      ...(credit === undefined ? {} : { credit }),
    })
  }
  return { rows, faults }
}

const balances = [
  ['opening', '期初余额'],
  ['closing', '期末余额'],
] as const

/** The first sheet that is a table of accounts; or what is missing. */
export const readLedger = (sheets: readonly ReadSheet[], debitSide: (code: string) => boolean): Ledger | string => {
  for (const sheet of sheets) {
    const plan = planOf(sheet)
    if (!plan) continue
    const has = (when: Column['when']): boolean => plan.columns.some((column) => column.when === when)
    if (!has('closing'))
      return '表格里没有“期末余额”一栏。请从财务软件导出全年的“科目余额表”，包括期初、本期发生额和期末。'
    for (const [when, text] of balances) {
      const sides = plan.columns.filter((column) => column.when === when).map(({ side }) => side)
      const [debit, credit] = [sides.includes('debit'), sides.includes('credit')]
      if (debit !== credit)
        return `表格里${text}只有${debit ? '借方' : '贷方'}，没有${debit ? '贷方' : '借方'}，算不出来。`
    }
    if (!has('moved') && !has('year'))
      return '表格里没有“本期发生额”或者“本年累计”一栏，收入、费用算不出来。请导出全年的“科目余额表”。'
    const ledger = readSheet(sheet, plan, debitSide)
    return ledger.rows.length > 0 ? ledger : '“科目编码”下面没有科目，请检查导出的表格。'
  }
  return '没有找到科目余额表：表头要有“科目编码”“科目名称”，以及期初、本期发生额、期末的借方和贷方。'
}
