import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { readXlsx } from 'hucre/xlsx'
import { plainAmount, readAmount } from '../src/core/forms/money.ts'
import type { Page } from '../src/core/forms/page.ts'
import { amountsOf, sheetFields } from '../src/core/forms/sheet.ts'
import { lineCode } from '../src/core/offline-pack/amounts.ts'
import type { TypedStatements } from '../src/core/statements/compute.ts'
import type { StatementSet } from '../src/core/statements/define.ts'
import { statementsOf } from '../src/core/statements/index.ts'
import { packSheets } from '../src/core/offline-pack/layout.ts'
import { readPack } from '../src/core/offline-pack/read.ts'
import { writeWorkbook } from '../src/infra/workbook-writer.ts'
import { drawnYear } from './support/statements.ts'

// The arithmetic of the statements against an independent program: workbooks of drawn years are written without what
// their formulas give, LibreOffice computes them, and every cell is compared. Wants Debian's libreoffice-calc.

const years = Number(process.argv[2] ?? 200)
const run = promisify(execFile)
const folder = await mkdtemp(path.join(tmpdir(), 'statements-'))
const [written, computed] = [path.join(folder, 'written'), path.join(folder, 'computed')]
await mkdir(written)

/** Statements as pages of a stage. */
const pagesOf = ({ statements }: StatementSet): readonly Page[] =>
  statements.map((sheet) => ({ code: sheet.code, title: sheet.title, fields: sheetFields(sheet), sheet }))

const bookOf = (set: StatementSet, typed: TypedStatements) =>
  packSheets({
    asking: { matter: { title: '', pages: [] }, words: {} },
    pages: pagesOf(set),
    stored: Object.fromEntries(Object.entries(typed).map(([code, values]) => [code, { values, items: [] }])),
    identity: { caseId: 'case', stage: 'report', title: '', edition: '1', pages: [] },
    paged: true,
    title: '',
    day: '',
  })

const drawn = Array.from({ length: years }, (_, index) => {
  const set = statementsOf(index % 2 === 0 ? 2025 : 2026)
  return { name: `year-${String(index)}`, set, typed: drawnYear(set, index + 1) }
})

try {
  for (const { name, set, typed } of drawn) {
    const sheets = bookOf(set, typed).map((sheet) => ({
      ...sheet,
      rows: sheet.rows.map((row) =>
        row.map((cell) =>
          typeof cell === 'object' && 'formula' in cell && cell.formula !== undefined ? { ...cell, amount: '' } : cell,
        ),
      ),
    }))
    await writeFile(path.join(written, `${name}.xlsx`), await writeWorkbook(sheets))
  }
  await run(
    'soffice',
    [
      '--headless',
      `-env:UserInstallation=file://${folder}/profile`,
      '--convert-to',
      'xlsx',
      '--outdir',
      computed,
      ...drawn.map(({ name }) => path.join(written, `${name}.xlsx`)),
    ],
    { timeout: 540_000 },
  )
  let cells = 0
  let differences = 0
  for (const { name, set, typed } of drawn) {
    const { sheets } = await readXlsx(await readFile(path.join(computed, `${name}.xlsx`)))
    // Read as if all of it had been typed: what LibreOffice added up is compared, not taken.
    for (const statement of set.statements) {
      const ours = amountsOf(statement, typed[statement.code] ?? {})
      const rows = sheets.find((sheet) => sheet.name === statement.title)?.rows ?? []
      const byCode = new Map(rows.map((row) => [String(row.at(-1) ?? ''), row]))
      for (const [cell, fen] of ours) {
        const [line = '', column = ''] = cell.split('-')
        const value = byCode.get(lineCode(statement.code, line))?.[
          1 + statement.columns.findIndex(({ code }) => code === column)
        ]
        const theirs = readAmount(typeof value === 'number' ? value.toFixed(2) : '')
        cells += 1
        if (fen === theirs) continue
        differences += 1
        console.log(
          `${name} ${set.code} ${statement.code} ${cell}: ${plainAmount(fen ?? 0n)} here, ${String(value)} there`,
        )
      }
    }
    const back = readPack(
      sheets.map(({ name: title, rows }) => ({
        name: title,
        lost: [],
        rows: rows.map((row) => row.map((value) => (value === null || value === undefined ? '' : String(value)))),
      })),
      pagesOf(set),
      () => '',
    )
    const values = set.statements.map(({ code }) => [code, back?.pages[code]?.values])
    const same = JSON.stringify(values) === JSON.stringify(Object.entries(sorted(set, typed)))
    if (same && back?.faults.length === 0 && back.ignored?.length === 0) continue
    differences += 1
    console.log(`${name}: what was taken back is not what was written`, back?.faults, back?.ignored)
  }
  console.log(
    `${String(years)} years, ${String(cells)} cells computed by LibreOffice, ${String(differences)} differences`,
  )
  process.exitCode = differences > 0 ? 1 : 0
} finally {
  await rm(folder, { recursive: true, force: true })
}

/** Typed cells in the order of the statements, without what is empty. */
function sorted(set: (typeof drawn)[number]['set'], typed: (typeof drawn)[number]['typed']) {
  return Object.fromEntries(
    set.statements.map(({ code }) => [
      code,
      Object.fromEntries(
        Object.entries(typed[code] ?? {}).map(([cell, text]) => [cell, plainAmount(readAmount(text) ?? 0n)]),
      ),
    ]),
  )
}
