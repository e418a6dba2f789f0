import type { PageData } from '../forms/field.ts'
import type { Page } from '../forms/page.ts'
import { statementsOf } from '../statements/index.ts'

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

/** What the page of the year says from the beginning. */
export const yearData = (year: number): PageData => ({
  values: { fiscalYear: String(year), system: statementsOf(year).code },
  items: [],
})
