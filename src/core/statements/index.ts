import type { Sheet } from '../forms/sheet.ts'
import type { StatementSet } from './define.ts'
import { system2004 } from './system-2004.ts'
import { system2024 } from './system-2024.ts'

/** The first fiscal year that is kept by the system of 财会〔2024〕25号. */
const changeover = 2026

/** The statements of a fiscal year. */
export const statementsOf = (fiscalYear: number): StatementSet => (fiscalYear < changeover ? system2004 : system2024)

/** The system whose statements these are, told by one of them; nothing for another table. */
export const systemOf = (sheet: Sheet): StatementSet | undefined =>
  [system2004, system2024].find(({ statements }) => statements.some((statement) => statement === sheet))
