import type { PageData } from '../../core/forms/field.ts'
import type { Page } from '../../core/forms/page.ts'
import type { ChangeContext } from '../../core/matters/contexts.ts'
import type { RegisterChange } from '../../core/register/changes.ts'
import type { ReportConclusion } from '../../core/register/reports.ts'

/**
 * The year a report is about. It is written when the report begins and asked of nobody: a stage names it among its
 * `locked` pages, not among those it asks.
 */
export const yearPage: Page = {
  code: 'year',
  title: '报告年度',
  fields: [
    { name: 'fiscalYear', label: '年度', kind: 'integer', min: 2000, max: 2200, unit: '年度', example: '2026' },
    {
      name: 'system',
      label: '会计制度',
      kind: 'choice',
      options: [
        { value: '2004', text: '《民间非营利组织会计制度》（财会〔2004〕7号）' },
        { value: '2024', text: '《民间非营利组织会计制度》（财会〔2024〕25号）' },
      ],
      example: '2024',
    },
  ],
}

/** The first year whose statements follow the system of 2024. */
const firstOf2024 = 2026

/** What the page of the year says from the beginning. */
export const yearData = (year: number): PageData => ({
  values: { fiscalYear: String(year), system: year >= firstOf2024 ? '2024' : '2004' },
  items: [],
})

/** What a conclusion on a year's report makes of the register; it takes the place of 未参检 where that was recorded before. */
export const concluding =
  (conclusion: ReportConclusion) =>
  ({ reported, holdings }: ChangeContext): readonly RegisterChange[] => {
    if (!reported) throw new Error('a conclusion on no year')
    const { year, filedOn, late } = reported
    const before = holdings?.reports.find((one) => one.year === year)?.conclusion ?? null
    return [{ kind: 'report', year, conclusion, before, filedOn, ...(late ? { late } : {}) }]
  }
