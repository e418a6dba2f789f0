import { localDate, localDateTime } from '../../core/workflow/deadlines.ts'
import { bound, sql } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import type { Applicant } from '../../web/route.ts'
import { placeText, waitingItems } from '../cases/signed-papers.ts'
import { organizationsFor, type Speaker } from '../grants/organizations.ts'
import type { ItemRow, PlaceRow } from './store.ts'

type Listed = Pick<ItemRow, 'id' | 'organization_id' | 'title' | 'state' | 'listed_at' | 'settled_at'> & {
  readonly matter: string
  readonly fiscal_year: number | null
  readonly places: readonly (Pick<PlaceRow, 'role' | 'name'> & { readonly signed_at: string | null })[]
}

/** What was signed is told so long in the list; later it is found at its case. */
const signedDays = 30

/** Files are open to whoever may fill in: they show whole numbers. */
const reads = ({ rights }: Speaker): boolean => rights === undefined || rights.includes('fill')

const rowsOf = (deps: Deps, organizations: readonly string[]): Promise<Listed[]> =>
  deps.db
    .knex('signing_item as i')
    .join('case_file as f', 'f.id', 'i.case_id')
    .whereIn('i.organization_id', organizations)
    .whereRaw(
      ...bound(sql`(${waitingItems} or i.state = 'SIGNED' and f.deleted_at is null
        and i.settled_at > ${new Date(deps.clock.now().getTime() - signedDays * 24 * 3_600_000)})`),
    )
    .orderByRaw(`i.state = 'WAITING' desc, i.listed_at desc, i.id`)
    .limit(100)
    .select(
      'i.id',
      'i.organization_id',
      'i.title',
      'i.state',
      'i.listed_at',
      'i.settled_at',
      'f.matter',
      'f.fiscal_year',
      deps.db.knex.raw(`(select json_agg(json_build_object('role', p.role, 'name', p.name, 'signed_at', p.signed_at)
        order by p.position) from signing_place p where p.item_id = i.id) as places`),
    )

/** 待签章: what waits for the organizations an account acts for, and what was signed lately. */
export const queueView = async (deps: Deps, actor: Applicant) => {
  const speakers = await organizationsFor(deps.db.knex, actor, localDate(deps.clock.now()))
  const open = speakers.filter(reads)
  const rows = await rowsOf(
    deps,
    open.map(({ organization }) => organization.id),
  )
  const several = open.length > 1
  return {
    speaks: speakers.length > 0,
    readsFiles: open.length > 0,
    items: rows.map(({ id, organization_id: organization, title, state, listed_at: listed, places, ...row }) => ({
      href: paths.signItem(id),
      title,
      organization: several
        ? speakers.find((one) => one.organization.id === organization)?.organization.name
        : undefined,
      matter: `${row.fiscal_year ?? ''}${deps.matters.require(row.matter).title}`,
      when:
        state === 'WAITING'
          ? `${localDateTime(listed).text}列入`
          : `${localDateTime(row.settled_at ?? listed).text}签章完成`,
      waiting: state === 'WAITING',
      tag: stateTag(state),
      places: places.map(({ role, name, signed_at: at }) => ({ text: placeText(role, name), signed: at !== null })),
    })),
  }
}

/** The state of an item, as its list and its page say it. */
export const stateTag = (state: ItemRow['state']) =>
  ({
    WAITING: { text: '待签章', tone: 'warning' },
    SIGNED: { text: '已签章', tone: 'success' },
    VOID: { text: '已作废', tone: 'neutral' },
  })[state]
