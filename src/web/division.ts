import type { Deps } from '../deps.ts'

type Known = {
  readonly site: Pick<Deps['site'], 'rootDivisionCode'>
  readonly reference: Pick<Deps['reference'], 'divisions'>
}

type Division = NonNullable<ReturnType<Deps['reference']['divisions']['get']>>

/** A division one may choose to work in. */
export type SiteDivision = Pick<Division, 'code' | 'name' | 'level'>

/** The division with everything above it, as far as the site's own; empty when it lies outside or exists no more. */
const lineWithin = ({ site, reference }: Known, code: string): readonly SiteDivision[] => {
  const found = reference.divisions.get(code)
  if (!found || found.validTo !== null) return []
  if (code === site.rootDivisionCode) return [found]
  if (found.parentCode === null) return []
  const above = lineWithin({ site, reference }, found.parentCode)
  return above.length === 0 ? [] : [found, ...above]
}

/** A division of the site by its code, named with its city where it is a county; undefined for any other text. */
export const divisionOfSite = (known: Known, code: string): SiteDivision | undefined => {
  const [own, above] = lineWithin(known, code)
  if (!own) return undefined
  return { ...own, name: own.level === 'COUNTY' && above?.level === 'CITY' ? above.name + own.name : own.name }
}

/** The division somebody switched to (切换区划), read from the request's cookies. */
export const siteDivision = (known: Known, cookie: string | undefined): SiteDivision | undefined => {
  const code = /(?:^|;\s*)division=(\d{6})(?:;|$)/.exec(cookie ?? '')?.[1]
  return code === undefined ? undefined : divisionOfSite(known, code)
}
