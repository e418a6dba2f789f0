import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { searchText } from '../../web/lists.ts'
import { stageFilter } from './lists.ts'

/** The list an official came to a case from, with what it was narrowed by; of 年报 as its address says it. */
export type Origin = {
  readonly list: 'queue' | 'history' | 'reports'
  readonly stage: string
  readonly q: string
  readonly filter?: string
}

export const allOfQueue: Origin = { list: 'queue', stage: '', q: '' }

type Query = Readonly<Record<string, string>>

/** Read of an address; whoever comes by none of our lists comes from all of 待办. */
export const readOrigin = (deps: Pick<Deps, 'matters'>, query: Query): Origin => ({
  list: query['from'] === 'history' || query['from'] === 'reports' ? query['from'] : 'queue',
  stage: stageFilter(deps, query['stage']),
  q: searchText(query['q']),
  filter: new URLSearchParams((query['filter'] ?? '').slice(0, 400)).toString(),
})

const parameters = ({ list, stage, q, filter = '' }: Origin): Query =>
  Object.fromEntries(
    Object.entries({ from: list === 'queue' ? '' : list, stage, q, filter }).filter(([, value]) => value !== ''),
  )

const withQuery = (path: string, query: Query): string => {
  const text = new URLSearchParams(query).toString()
  return text === '' ? path : `${path}?${text}`
}

/** An address of a case that leads back to the list one came from. */
export const fromList = (origin: Origin, path: string, more: Query = {}): string =>
  withQuery(path, { ...parameters(origin), ...more })

/** The list itself. */
export const listOf = (origin: Origin) => {
  const { from: _from, filter = '', ...kept } = parameters(origin)
  if (origin.list === 'reports') {
    const path = paths.staffReports
    return { path, href: filter === '' ? path : `${path}?${filter}`, text: '年报' }
  }
  return origin.list === 'history'
    ? { path: paths.staffHistory, href: paths.staffHistory, text: '办件查询' }
    : { path: paths.staffQueue, href: withQuery(paths.staffQueue, kept), text: '待办' }
}
