import type { ChangeContext } from '../../core/matters/contexts.ts'
import type { RegisterChange } from '../../core/register/changes.ts'
import type { ReportConclusion } from '../../core/register/reports.ts'

/** What a conclusion on a year's report makes of the register; it takes the place of 未参检 where that was recorded before. */
export const concluding =
  (conclusion: ReportConclusion) =>
  ({ reported, holdings }: ChangeContext): readonly RegisterChange[] => {
    if (!reported) throw new Error('a conclusion on no year')
    const { year, filedOn, late } = reported
    const before = holdings?.reports.find((one) => one.year === year)?.conclusion ?? null
    return [{ kind: 'report', year, conclusion, before, filedOn, ...(late ? { late } : {}) }]
  }
