import { columnName, lostDigits, type ReadSheet } from '../workbooks.ts'
import { fromCell } from '../forms/cells.ts'
import type { Field, RawValues } from '../forms/field.ts'
import type { Page } from '../forms/page.ts'
import { answerHead, codeOf, identitySheet, itemColumn, questionSheet, type PackIdentity } from './layout.ts'

/** Where something stands, in words: “单项问题”第12行B列. */
type Place = string

/** What a workbook says of a page: the fields it has a cell for, and, where it has the list, every item. */
export type PackPage = {
  readonly values: RawValues
  readonly items?: readonly { readonly id: string; readonly values: RawValues }[] | undefined
  /** Where each answer stands, by field, or by the item's place in the list and field. */
  readonly places: Readonly<Record<string, Place>>
}

export type PackFault = { readonly place: Place; readonly message: string }

export type Pack = {
  readonly identity: PackIdentity
  readonly pages: Readonly<Record<string, PackPage>>
  /** Codes nothing is asked under: dropped, and told. */
  readonly unknown: readonly string[]
  readonly faults: readonly PackFault[]
}

const placeText = (sheet: string, row: number, column: number): Place =>
  `“${sheet}”第${String(row + 1)}行${columnName(column)}列`

/** Key of an answer of an item among the places of its page. */
export const itemPlace = (index: number, field: string): string => `${String(index)}.${field}`

const identityOf = (sheets: readonly ReadSheet[]): PackIdentity | undefined => {
  const rows = sheets.find(({ name }) => name === identitySheet)?.rows ?? []
  const of = (what: string): string => rows.find(([first]) => first === what)?.[1] ?? ''
  const [caseId, stage, edition] = [of('办件'), of('环节'), of('版本')]
  if (caseId === '' || stage === '' || edition === '') return undefined
  const pages = rows.flatMap(([what, page = '', version = '', digest = '']) =>
    what === '页面' && /^\d{1,9}$/.test(version) ? [{ page, version: Number(version), digest }] : [],
  )
  return { caseId, stage, edition, pages }
}

const fitting = (list: readonly Field[], name: string): Field | undefined => list.find((field) => field.name === name)

/**
 * Reads a filled-in workbook by the codes that stand in it. Nothing is judged but whether a cell kept what was typed;
 * undefined when it does not say which case it is of.
 */
export const readPack = (sheets: readonly ReadSheet[], pages: readonly Page[]): Pack | undefined => {
  const identity = identityOf(sheets)
  if (!identity) return undefined
  const read = new Map<
    string,
    { values: Record<string, string>; places: Record<string, Place>; items?: PackPage['items'] }
  >()
  const of = (page: string) => {
    const known = read.get(page) ?? { values: {}, places: {} }
    read.set(page, known)
    return known
  }
  const unknown = new Set<string>()
  const faults: PackFault[] = []
  const byCode = (code: string): { readonly page: Page; readonly name: string } | undefined => {
    const [first = '', name = ''] = code.split('.')
    const page = pages.find((one) => one.code === first)
    return page && { page, name }
  }
  const isCode = (cell: string | undefined): cell is string => /^[A-Za-z]\w*\.(?:\w+|#)$/.test(cell ?? '')

  for (const sheet of sheets) {
    if (sheet.name === identitySheet) continue
    const lostCells = new Set(sheet.lost.map(([row, column]) => `${String(row)} ${String(column)}`))
    const lost = (row: number, column: number): void => {
      if (lostCells.has(`${String(row)} ${String(column)}`))
        faults.push({ place: placeText(sheet.name, row, column), message: lostDigits })
    }
    // A list names a field at the head of each column, single questions one at the end of each row.
    const head = sheet.rows
      .slice(0, 12)
      .findIndex((row) => row.some((cell) => isCode(cell) && cell.endsWith(`.${itemColumn}`)))
    if (head >= 0) {
      const columns = (sheet.rows[head] ?? []).map((code) => (isCode(code) ? { code, at: byCode(code) } : undefined))
      const page = columns.find((column) => column?.at)?.at?.page
      if (!page?.list) {
        for (const column of columns) if (column) unknown.add(column.code)
        continue
      }
      const { list } = page
      const into = of(page.code)
      const items: { id: string; values: Record<string, string> }[] = []
      for (const [offset, cells] of sheet.rows.slice(head + 1).entries()) {
        // One too many is too many: what follows is not even read.
        if (items.length > list.max) break
        const row = head + 1 + offset
        const values: Record<string, string> = {}
        let id = ''
        for (const [column, named] of columns.entries()) {
          if (!named) continue
          const cell = cells[column] ?? ''
          if (named.at?.page !== page) unknown.add(named.code)
          else if (named.at.name === itemColumn) id = cell.trim()
          else {
            const field = fitting(list.fields, named.at.name)
            if (!field) unknown.add(named.code)
            else {
              lost(row, column)
              values[field.name] = fromCell(cell, field)
              into.places[itemPlace(items.length, field.name)] = placeText(sheet.name, row, column)
            }
          }
        }
        if (Object.values(values).some((value) => value !== '')) items.push({ id, values })
      }
      into.items = items
      continue
    }
    const answerAt = Math.max(1, sheet.rows[0]?.indexOf(answerHead) ?? 1)
    for (const [row, cells] of sheet.rows.entries()) {
      const place = placeText(sheet.name, row, answerAt)
      // Answers may look like codes; the code stands behind them.
      const code = cells.findLast(isCode)
      if (code === undefined) {
        if (row > 0 && sheet.name === questionSheet && (cells[answerAt] ?? '').trim() !== '')
          faults.push({ place, message: '这一行没有编号，不知道是哪个问题的，请从下载的填报包恢复编号' })
        continue
      }
      const at = byCode(code)
      const field = at && fitting(at.page.fields, at.name)
      if (!at || !field) {
        unknown.add(code)
        continue
      }
      const into = of(at.page.code)
      if (Object.hasOwn(into.values, field.name))
        faults.push({ place, message: `编号${codeOf(at.page.code, field.name)}有两行，请删去一行` })
      lost(row, answerAt)
      into.values[field.name] = fromCell(cells[answerAt] ?? '', field)
      into.places[field.name] = place
    }
  }
  return { identity, pages: Object.fromEntries(read), unknown: [...unknown], faults }
}
