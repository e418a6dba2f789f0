import { columnName, lostDigits, type ReadSheet } from '../workbooks.ts'
import { fromCell } from '../forms/cells.ts'
import type { Field, FieldKind, RawValues } from '../forms/field.ts'
import type { Page } from '../forms/page.ts'
import { numberText } from '../forms/money.ts'
import { cellOf, termsOf } from '../forms/sheet.ts'
import { columnCode, lineCode, wrongSums } from './amounts.ts'
import { answerHead, codeOf, itemColumn, questionHead } from './blocks.ts'
import { identitySheet, type PackIdentity } from './layout.ts'

/** Where something stands, as spreadsheets name it: 资产负债表 C7. */
type Place = string

/** What a workbook says of a page: the fields it has a cell for, and, where it has the list, every item. */
export type PackPage = {
  readonly values: RawValues
  readonly items?: readonly { readonly id: string; readonly values: RawValues }[] | undefined
  /** Where each answer and each computed amount stands, by field, or by the item's place in the list and field. */
  readonly places: Readonly<Record<string, Place>>
}

export type PackFault = { readonly place: Place; readonly message: string }

export type Pack = {
  readonly identity: PackIdentity
  readonly pages: Readonly<Record<string, PackPage>>
  /** Codes nothing is asked under: dropped, and told. */
  readonly unknown: readonly string[]
  /** What else was written and is not taken, with the reason. */
  readonly ignored?: readonly string[]
  readonly faults: readonly PackFault[]
}

const placeText = (sheet: string, row: number, column: number): Place =>
  `${sheet} ${columnName(column)}${String(row + 1)}`

/** Key of an answer of an item among the places of its page. */
export const itemPlace = (index: number, field: string): string => `${String(index)}.${field}`

const identityOf = (sheets: readonly ReadSheet[]): PackIdentity | undefined => {
  const rows = sheets.find(({ name }) => name === identitySheet)?.rows ?? []
  const of = (what: string): string => rows.find(([first]) => first === what)?.[1] ?? ''
  const [caseId, stage, title, edition] = [of('办件'), of('环节'), of('事项').slice(0, 120), of('版本')]
  if (caseId === '' || stage === '' || edition === '') return undefined
  const pages = rows.flatMap(([what, page = '', version = '', digest = '']) =>
    what === '页面' && /^\d{1,9}$/.test(version) ? [{ page, version: Number(version), digest }] : [],
  )
  return { caseId, stage, title, edition, pages }
}

const numbers: ReadonlySet<FieldKind> = new Set(['money', 'decimal', 'integer'])
/** A formula nobody computed, or one that came to nothing. */
const unsolved = /^=[-+]?(?:\$?[A-Z]{1,3}\$?\d|[A-Z.]+\(|'|\d)|^#(?:REF!|DIV\/0!|VALUE!|NAME\?|N\/A|NUM!|NULL!)/
/** The unit of a table of amounts, changed by whoever filled it in. */
const inTenThousands = /单位\s*[:：]?\s*万元/
const isCode = (cell: string | undefined): cell is string => /^[A-Za-z]\w*\.(?:\w+|#|@\w*|!)$/.test(cell ?? '')

type Read = {
  readonly values: Record<string, string>
  readonly places: Record<string, Place>
  /** What stands in cells that are computed. */
  readonly sums: Record<string, string>
  items?: PackPage['items']
}

/**
 * Reads a filled-in workbook by the codes that stand in it. Nothing is judged but whether a cell kept what was typed;
 * undefined when it does not say which case it is of. `newId`: of an item that was added, so that what is taken twice
 * is one item.
 */
export const readPack = (
  sheets: readonly ReadSheet[],
  pages: readonly Page[],
  newId: () => string,
): Pack | undefined => {
  const identity = identityOf(sheets)
  if (!identity) return undefined
  const read = new Map<string, Read>()
  const unknown = new Set<string>()
  const faults: PackFault[] = []
  const of = (page: string): Read => {
    const known = read.get(page) ?? { values: {}, places: {}, sums: {} }
    read.set(page, known)
    return known
  }
  const byCode = (code: string): { readonly page: Page; readonly name: string } | undefined => {
    const [first = '', name = ''] = code.split('.')
    const page = pages.find((one) => one.code === first)
    return page && { page, name }
  }
  const fitting = (list: readonly Field[], name: string): Field | undefined => list.find((field) => field.name === name)

  const readSheet = (sheet: ReadSheet): void => {
    const lostCells = new Set(sheet.lost.map(([row, column]) => `${String(row)} ${String(column)}`))
    const answer = (field: Field, row: number, column: number): string => {
      const cell = sheet.rows[row]?.[column] ?? ''
      const place = placeText(sheet.name, row, column)
      const isNumber = numbers.has(field.kind)
      if (lostCells.has(`${String(row)} ${String(column)}`))
        faults.push({ place, message: isNumber ? '数字超过15位，表格软件没有全部保留，请核对' : lostDigits })
      else if (unsolved.test(cell.trim()))
        faults.push({
          place,
          message: '这一格是公式，没有算出结果。请在表格软件中打开、重新计算并保存，或者直接填写结果',
        })
      return fromCell(isNumber ? numberText(cell) : cell, field)
    }

    const readList = (head: number): void => {
      const columns = (sheet.rows[head] ?? []).map((code) => (isCode(code) ? { code, at: byCode(code) } : undefined))
      const page = columns.find((column) => column?.at)?.at?.page
      if (!page?.list) {
        for (const column of columns) if (column) unknown.add(column.code)
        return
      }
      const { list } = page
      const into = of(page.code)
      const items: { id: string; values: Record<string, string> }[] = []
      const taken = new Set<string>()
      for (const [offset, cells] of sheet.rows.slice(head + 1).entries()) {
        // One too many is too many: what follows is not even read.
        if (items.length > list.max) break
        const row = head + 1 + offset
        const values: Record<string, string> = {}
        let id = ''
        for (const [column, named] of columns.entries()) {
          if (!named) continue
          if (named.at?.page !== page) unknown.add(named.code)
          else if (named.at.name === itemColumn) id = (cells[column] ?? '').trim()
          else {
            const field = fitting(list.fields, named.at.name)
            if (!field) unknown.add(named.code)
            else {
              values[field.name] = answer(field, row, column)
              into.places[itemPlace(items.length, field.name)] = placeText(sheet.name, row, column)
            }
          }
        }
        if (Object.values(values).every((value) => value === '')) continue
        // The second of the same is another one.
        const own = id === '' || taken.has(id) ? newId() : id
        taken.add(own)
        items.push({ id: own, values })
      }
      into.items = items
    }

    /** By page, which column of the sheet holds which column of its table. */
    const tables = new Map<Page, ReadonlyMap<string, number>>()
    const readLine = ({ page }: { readonly page: Page }, code: string, row: number): void => {
      const { sheet: table } = page
      const cells = sheet.rows[row] ?? []
      if (!table) return void unknown.add(code)
      if (code === lineCode(page.code)) {
        const at = table.columns.map(
          (column) => [column.code, cells.indexOf(columnCode(page.code, column.code))] as const,
        )
        return void tables.set(page, new Map(at.filter(([, place]) => place >= 0)))
      }
      const line = table.parts.flatMap(({ lines }) => lines).find((one) => lineCode(page.code, one.code) === code)
      if (!line) return void unknown.add(code)
      const into = of(page.code)
      for (const column of table.columns) {
        const at = tables.get(page)?.get(column.code)
        if (at === undefined) continue
        const name = cellOf(line.code, column.code)
        if (Object.hasOwn(into.places, name)) {
          faults.push({ place: placeText(sheet.name, row, at), message: `“${line.title}”有两行，请删去一行` })
          return
        }
        into.places[name] = placeText(sheet.name, row, at)
        const field = termsOf(line, column) ? undefined : fitting(page.fields, name)
        if (field) into.values[name] = answer(field, row, at)
        else into.sums[name] = cells[at] ?? ''
      }
    }

    const tenThousands = sheet.rows.findIndex((cells) => cells.some((cell) => inTenThousands.test(cell)))
    if (tenThousands >= 0 && sheet.rows.some((cells) => cells.some((cell) => isCode(cell) && cell.endsWith('.@'))))
      faults.push({
        place: placeText(sheet.name, tenThousands, 0),
        message: '这张表写着以万元为单位。金额要以元为单位，请换算成元，并把单位改回“元”',
      })

    let answerAt = 1
    // Between the heading of questions and the empty row after them.
    let asking = false
    for (const [row, cells] of sheet.rows.entries()) {
      // Answers may look like codes; the code stands behind them.
      const code = cells.find((cell) => isCode(cell) && cell.endsWith('.@')) ?? cells.findLast(isCode)
      if (code === undefined) {
        if (cells.every((cell) => cell.trim() === '')) asking = false
        else if (cells.includes(questionHead) && cells.includes(answerHead)) {
          answerAt = cells.indexOf(answerHead)
          asking = true
        } else if (asking && (cells[answerAt] ?? '').trim() !== '')
          faults.push({
            place: placeText(sheet.name, row, answerAt),
            message: '这一行没有编号，不知道是哪个问题的，请从下载的表格恢复编号',
          })
        continue
      }
      // A list names a field at the head of each column; it goes on to the end of the sheet.
      if (cells.some((cell) => isCode(cell) && cell.endsWith(`.${itemColumn}`))) return readList(row)
      const at = byCode(code)
      if (code.endsWith('.!')) continue
      if (!at) unknown.add(code)
      else if (at.name.startsWith('@')) readLine(at, code, row)
      else {
        const field = fitting(at.page.fields, at.name)
        if (!field) {
          unknown.add(code)
          continue
        }
        const into = of(at.page.code)
        const place = placeText(sheet.name, row, answerAt)
        if (Object.hasOwn(into.values, field.name))
          faults.push({ place, message: `编号${codeOf(at.page.code, field.name)}有两行，请删去一行` })
        into.values[field.name] = answer(field, row, answerAt)
        into.places[field.name] = place
      }
    }
  }

  for (const sheet of sheets) if (sheet.name !== identitySheet) readSheet(sheet)
  const ignored = pages.flatMap(({ code, sheet }) => {
    const { values, sums, places } = read.get(code) ?? { values: {}, sums: {}, places: {} }
    return sheet ? wrongSums(sheet, values, sums).map(({ cell, message }) => `${places[cell] ?? ''}：${message}`) : []
  })
  return {
    identity,
    pages: Object.fromEntries([...read].map(([code, { values, places, items }]) => [code, { values, places, items }])),
    unknown: [...unknown],
    ignored,
    faults,
  }
}
