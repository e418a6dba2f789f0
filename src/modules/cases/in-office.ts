import type { Knex } from 'knex'
import type { ListItem } from '../../core/forms/field.ts'
import { identityKey } from '../../core/identity/documents.ts'
import type { AnswerSet, Matter } from '../../core/matters/define.ts'
import { IN_OFFICE } from '../../core/matters/take-over.ts'
import type { Deps } from '../../deps.ts'
import { openPage } from './answers.ts'

type Entered = {
  readonly person: string
  readonly idx: string
  readonly post: string
  readonly id: string
  readonly matter: string
  readonly page: string
  readonly data_enc: string
}

/**
 * Who holds a post in an organization without representing it, with all that the organization said of them when it
 * filed them; whoever was entered otherwise is not known well enough.
 */
export const inOffice = async (
  knex: Knex,
  { crypto, matters }: Pick<Deps, 'crypto' | 'matters'>,
  organizationId: string,
): Promise<readonly ListItem[]> => {
  const peopleOf = (code: string) => matters.require(code).facts.people
  const pages = [...new Set(matters.all.flatMap(({ code }) => peopleOf(code).map(({ page }) => page)))]
  const rows = (await knex('post_holder as p')
    .join('case_event as e', 'e.id', 'p.event_id')
    .join('case_file as c', { 'c.id': 'e.case_id', 'c.organization_id': 'p.organization_id' })
    .join('answer as a', 'a.case_id', 'c.id')
    .where({ 'p.organization_id': organizationId, 'p.legal_representative': false })
    .whereIn('a.page', pages)
    .orderBy('p.id')
    .select(
      'p.id as person',
      'p.id_number_idx as idx',
      'p.post',
      'c.id',
      'c.matter',
      'a.page',
      'a.data_enc',
    )) as Entered[]
  return rows.flatMap((row): readonly ListItem[] => {
    const list = peopleOf(row.matter).find(({ page }) => page === row.page)
    if (!list?.post) return []
    const { post } = list
    const found = openPage(crypto, row.id, { ...row, version: 0 }).items.find(({ values }) => {
      const key = identityKey(values[list.idType] ?? '', values[list.idNumber] ?? '')
      return values[post] === row.post && crypto.index('id-number', key) === row.idx
    })
    return found ? [{ id: String(row.person), values: found.values }] : []
  })
}

/** First answers whose items are people of the register, with what else is known of them. */
export const withKnownPeople = async (
  knex: Knex,
  deps: Pick<Deps, 'crypto' | 'matters'>,
  { takesOver }: Matter,
  organizationId: string,
  pages: AnswerSet,
): Promise<AnswerSet> => {
  const lists = Object.keys(pages).filter(
    (code) => takesOver?.items[code]?.some(({ page }) => page === IN_OFFICE) && (pages[code]?.items ?? []).length > 0,
  )
  if (lists.length === 0) return pages
  const people = await inOffice(knex, deps, organizationId)
  const known = (item: ListItem): ListItem => ({
    ...item,
    values: { ...people.find(({ id }) => id === item.id)?.values, ...item.values },
  })
  return {
    ...pages,
    ...Object.fromEntries(
      lists.map((code) => [code, { values: pages[code]?.values ?? {}, items: (pages[code]?.items ?? []).map(known) }]),
    ),
  }
}
