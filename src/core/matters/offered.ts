import type { Matter } from './define.ts'
import type { MatterPolicies } from './policies.ts'

/** The matters a portal offers, given to it when it starts: what handles a case knows no matter by name. */
export type Matters = {
  readonly all: readonly Matter[]
  /** The matter a code names, as in an address; undefined for any other text. */
  readonly byCode: (code: string) => Matter | undefined
  /** The matter a case's row names. Throws for a code that is in no list: rows are only made with known ones. */
  readonly require: (code: string) => Matter
}

export const offered = (all: readonly Matter[]): Matters => {
  const known = new Map(all.map((matter) => [matter.code, matter]))
  return {
    all,
    byCode: (code) => known.get(code),
    require: (code) => {
      const found = known.get(code)
      if (!found) throw new Error(`no matter ${code}`)
      return found
    },
  }
}

/** What of it a province asks for. What is not asked any more is begun no more; cases of it go on. */
export const offeredUnder = (matters: Matters, policies: MatterPolicies): Matters => {
  const asked = offered(matters.all.filter(({ askedBy }) => askedBy?.(policies) ?? true))
  return { ...asked, require: matters.require }
}
