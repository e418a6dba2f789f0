import { z } from 'zod'
import type { Status } from '../../core/workflow/statuses.ts'
import { STATUSES, statuses } from '../../core/workflow/statuses.ts'
import type { StaffRole } from '../../core/access.ts'
import { AppError } from '../../core/errors.ts'
import { onOutcome } from '../../core/matters/journey.ts'
import type { Outcome } from '../../core/workflow/procedure.ts'
import { procedureOf } from '../../core/workflow/procedures/index.ts'
import { actionablePositions } from '../../core/workflow/decide.ts'
import type { Cursor } from '../../db/keyset.ts'
import { matters } from '../../matters/index.ts'
import { isId } from '../cases/store.ts'

/** Rows a page of a list shows. */
export const pageSize = 30

/** Above this a number is not counted any further: 999+. */
export const countedUpTo = 1000

/** A count as shown. */
export const countText = (count: number): string => (count >= countedUpTo ? `${countedUpTo - 1}+` : String(count))

/** A search text as it may reach the database: one line without control characters, and not endless. */
export const searchText = (raw: string | undefined): string =>
  (raw ?? '').normalize('NFKC').replaceAll(/\p{C}/gu, '').trim().slice(0, 60)

/** Every stage of every matter, by its code: stages called alike are one row of a filter. */
const stageTitles = new Map(matters.flatMap(({ stages }) => stages.map(({ code, title }) => [code, title] as const)))
const procedureOfStage = new Map(
  matters.flatMap(({ stages }) => stages.map(({ code, procedure }) => [code, procedure] as const)),
)
export const stageCodes: readonly string[] = [...stageTitles.keys()]
export const stageTitle = (code: string): string => stageTitles.get(code) ?? code

/** Every (stage, status) in which one of the roles has something to do: what a queue shows. */
export const stagePositions = (
  roles: readonly StaffRole[],
): readonly { readonly stage: string; readonly status: Status }[] => {
  const positions = actionablePositions(roles)
  return stageCodes.flatMap((stage) =>
    positions
      .filter(({ procedure }) => procedure === procedureOfStage.get(stage))
      .map(({ status }) => ({ stage, status })),
  )
}

const movingOn = matters.flatMap(({ stages }) =>
  stages.flatMap((stage) =>
    Object.values(procedureOf(stage.procedure).steps).flatMap((step) =>
      step.outcome && step.to && onOutcome(stage, step.outcome)?.opens ? [[step.to, step.outcome] as const] : [],
    ),
  ),
)
const outcomes = new Map<Status, Outcome>(movingOn)

/** What a case came to that no case stays at, because its next stage opens: 建议可用, 已核准, 准予登记. */
export const outcomeOf = (status: Status | ''): Outcome | undefined =>
  status === '' ? undefined : outcomes.get(status)

/** Statuses as a filter calls them: a submitted case is a draft only in a later stage. */
export const statusTitle = (status: Status): string => (status === 'DRAFT' ? '待申请人提交' : statuses[status].text)

/** A stage or status posted as a filter; anything else filters nothing. */
export const stageFilter = (raw: string | undefined): string => stageCodes.find((stage) => stage === raw) ?? ''
export const statusFilter = (raw: string | undefined): Status | '' => STATUSES.find((status) => status === raw) ?? ''

/** What a list may be sorted by, as its addresses write it. */
export const sortValues = { date: z.iso.date(), instant: z.iso.datetime({ offset: true }) }
type SortValue = (typeof sortValues)[keyof typeof sortValues]

const cursorOf = (raw: string, direction: Cursor['direction'], value: SortValue): Cursor => {
  const cut = raw.lastIndexOf('~')
  const [at, id] = [raw.slice(0, cut), raw.slice(cut + 1)]
  if (cut < 0 || !value.safeParse(at).success || !isId(id)) throw new AppError('BAD_REQUEST')
  return { key: [at, id], direction }
}

/** Reads `after` or `before` of an address. Throws BAD_REQUEST for what no link of ours says. */
export const readCursor = (query: Readonly<Record<string, string>>, value: SortValue): Cursor | undefined => {
  const { after, before } = query
  if (after !== undefined) return cursorOf(after, 'after', value)
  if (before !== undefined) return cursorOf(before, 'before', value)
  return undefined
}

type Keyed = { readonly value: string; readonly id: string }

const address = (path: string, filters: Readonly<Record<string, string>>, name: string, row: Keyed): string =>
  `${path}?${new URLSearchParams({ ...filters, [name]: `${row.value}~${row.id}` }).toString()}`

/**
 * Cuts a page out of the rows read (one more than a page, in the direction of reading) and makes the links to its
 * neighbours. A list read by key has no last page number, and no page costs more than the first.
 */
export const paged = <Row>(
  read: readonly Row[],
  cursor: Cursor | undefined,
  key: (row: Row) => Keyed,
  path: string,
  filters: Readonly<Record<string, string>>,
): { readonly rows: readonly Row[]; readonly pagination: { prev?: { href: string }; next?: { href: string } } } => {
  const more = read.length > pageSize
  const cut = read.slice(0, pageSize)
  const backwards = cursor?.direction === 'before'
  const rows = backwards ? cut.toReversed() : cut
  const first = rows[0]
  const last = rows.at(-1)
  const kept = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''))
  const hasPrevious = backwards ? more : cursor !== undefined
  const hasNext = backwards || more
  return {
    rows,
    pagination: {
      ...(hasPrevious && first ? { prev: { href: address(path, kept, 'before', key(first)) } } : {}),
      ...(hasNext && last ? { next: { href: address(path, kept, 'after', key(last)) } } : {}),
    },
  }
}
