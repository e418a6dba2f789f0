import { createHash, randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import { linesOf } from '../../core/charters/text.ts'
import { LEFT_POST } from '../../core/posts.ts'
import { AppError } from '../../core/errors.ts'
import { identityKey } from '../../core/identity/documents.ts'
import type { Held, RegisterChange } from '../../core/register/changes.ts'
import type { Holdings, RegisteredAccount } from '../../core/register/holdings.ts'
import type { FieldCrypto } from '../../infra/field-crypto.ts'
import { jsonRows } from '../../db/sql.ts'
import type { Writing } from './write.ts'

const numberPlace = (id: string): string => `organization_account.number:${id}`

/** How the row of somebody ends who keeps the post: it is no term of its own. */
const keptPost = '不再担任法定代表人'
const becameRepresentative = '担任法定代表人'

type Column = 'person_id' | 'seal_id' | 'account_id' | 'unit_id'

/** What has ended once does not end again: somebody else was faster. */
const end = async (
  { tx, source }: Pick<Writing, 'tx' | 'source'>,
  column: Column,
  { id, text }: Held,
  how: string,
): Promise<void> => {
  const ended = (await tx
    .trx('holding_end')
    .insert({ [column]: id, event_id: source.eventId, how, ended_on: source.effectiveOn })
    .onConflict()
    .ignore()
    .returning('id')) as object[]
  if (ended.length === 0) throw new AppError('STALE', `登记簿已有变化：${text}已经不在登记簿中。请重新核对后再办理。`)
}

/** Whoever keeps the post, or the representation, when the other is gone stands in it anew; in the post for the rest of the term. */
const standAgain = ({ tx, source }: Writing, id: string, as: 'keepsPost' | 'represents') =>
  as === 'keepsPost'
    ? tx.trx.raw(
        `insert into organization_person (organization_id, name, post, id_number_idx, legal_representative, since, until, elected, event_id)
         select organization_id, name, post, id_number_idx, false, since, until, elected, ? from organization_person where id = ?`,
        [source.eventId, id],
      )
    : tx.trx.raw(
        `insert into organization_person (organization_id, name, post, id_number_idx, legal_representative, since, event_id)
         select organization_id, name, ?, id_number_idx, true, since, ? from organization_person where id = ?`,
        [LEFT_POST, source.eventId, id],
      )

/**
 * Whoever holds the post already, by the document and whatever the name was written as, stands in it anew, for the term
 * they were elected for; nothing for whoever does not hold it.
 */
const riseFrom = async (
  { tx, source }: Writing,
  person: { readonly organization_id: string; readonly post: string; readonly id_number_idx: string },
) => {
  const held = await tx
    .trx('post_holder as h')
    .join('organization_person as p', 'p.id', 'h.id')
    .where({ 'h.organization_id': person.organization_id, 'h.post': person.post })
    .where({ 'h.id_number_idx': person.id_number_idx, 'h.legal_representative': false })
    .first<{ id: string; since: string | null; until: string | null; elected: boolean } | undefined>(
      'h.id',
      'h.since',
      'h.until',
      'p.elected',
    )
  if (!held) return undefined
  const { id, ...term } = held
  await end({ tx, source }, 'person_id', { id, text: '' }, becameRepresentative)
  return term
}

/** A year's first conclusion, or another one in place of the one that was there. */
const writeReport = async (
  { tx, source }: Writing,
  organizationId: string,
  { year, conclusion, before, filedOn, late }: Extract<RegisterChange, { kind: 'report' }>,
): Promise<void> => {
  const key = { organization_id: organizationId, fiscal_year: year }
  const now = {
    conclusion,
    concluded_on: source.effectiveOn,
    ...(filedOn === undefined ? {} : { filed_on: filedOn, late: late ?? false, case_id: source.caseId }),
  }
  const written =
    before === null
      ? await tx
          .trx('organization_report')
          .insert({ ...key, ...now })
          .onConflict()
          .ignore()
          .returning('fiscal_year')
      : await tx
          .trx('organization_report')
          .where({ ...key, conclusion: before })
          .update(now)
          .returning('fiscal_year')
  if (written.length === 0)
    throw new AppError('STALE', `登记簿已有变化：${String(year)}年度的年检结论已经变更。请重新核对后再办理。`)
}

/** Writes what an organization gets or loses besides its registered items; nothing for changes of other kinds. */
export const writeHolding = async (writing: Writing, organizationId: string, change: RegisterChange): Promise<void> => {
  const { tx, deps, source } = writing
  const filed = { organization_id: organizationId, event_id: source.eventId, filed_on: source.effectiveOn }
  switch (change.kind) {
    case 'person': {
      const { enters } = change
      const person = {
        organization_id: organizationId,
        post: enters.post,
        id_number_idx: deps.crypto.index('id-number', identityKey(enters.idType, enters.idNumber)),
      }
      const stood = enters.legalRepresentative ? await riseFrom(writing, person) : undefined
      await tx.trx('organization_person').insert({
        ...person,
        event_id: source.eventId,
        name: enters.name,
        legal_representative: enters.legalRepresentative,
        since: enters.since ?? stood?.since ?? source.effectiveOn,
        until: enters.until ?? stood?.until ?? null,
        elected: stood?.elected ?? enters.elected ?? true,
      })
      return
    }
    case 'leave':
      await end(writing, 'person_id', change.holder, change.keepsPost ? keptPost : change.how)
      if (change.keepsPost) await standAgain(writing, change.holder.id, 'keepsPost')
      if (change.represents) await standAgain(writing, change.holder.id, 'represents')
      return
    case 'seal':
      await tx.trx('organization_seal').insert({ ...filed, ...change.filed })
      return
    case 'sealEnd':
      return end(writing, 'seal_id', change.seal, change.how)
    case 'account': {
      const id = randomUUID()
      const { kind, bank, accountName, accountNumber } = change.filed
      await tx.trx('organization_account').insert({
        ...filed,
        id,
        kind,
        bank,
        account_name: accountName,
        account_number_enc: deps.crypto.encrypt(accountNumber, numberPlace(id)),
        number_idx: deps.crypto.index('bank-account', accountNumber),
      })
      return
    }
    case 'accountEnd':
      return end(writing, 'account_id', change.account, change.how)
    case 'unit':
      await tx.trx('organization_unit').insert({ ...filed, ...change.opened })
      return
    case 'unitEnd':
      return end(writing, 'unit_id', change.unit, change.how)
    case 'term':
      await tx
        .trx('organization')
        .where({ id: organizationId })
        .update({ term_name: change.name, term_from: change.from, term_to: change.to })
      return
    case 'charter': {
      const { after, clauses } = change
      const text = clauses && linesOf(clauses).join('\n')
      const written = (await tx
        .trx('organization_charter')
        .insert({
          organization_id: organizationId,
          n:
            after === undefined
              ? tx.trx.raw('(select coalesce(max(n), 0) + 1 from organization_charter where organization_id = ?)', [
                  organizationId,
                ])
              : after + 1,
          clauses: clauses && JSON.stringify(clauses),
          sha256: text === null ? '' : createHash('sha256').update(text).digest('hex'),
          effective_on: change.elsewhere?.on ?? source.effectiveOn,
          case_id: source.caseId,
          event_id: source.eventId,
        })
        .onConflict()
        .ignore()
        .returning('id')) as object[]
      if (written.length === 0) throw new AppError('STALE', '登记簿已有变化：章程已有新的版本。请重新核对后再办理。')
      return
    }
    case 'report':
      return writeReport(writing, organizationId, change)
    case 'lease':
      await tx
        .trx('organization')
        .where({ id: organizationId })
        .update({ lease_to: change.to === '' ? null : change.to })
      return
    default:
  }
}

/** Holdings as the database gives them: the numbers of accounts are sealed. */
export type SealedHoldings = Omit<Holdings, 'accounts'> & {
  readonly accounts: readonly (Omit<RegisteredAccount, 'end'> & { readonly number: string })[]
}

/** How often whoever holds the post of a row was elected to it, as an expression of SQL. */
const termsOf = (alias: string): string =>
  `(select count(*)::int from organization_person q where q.organization_id = ${alias}.organization_id
     and q.post = ${alias}.post and q.id_number_idx = ${alias}.id_number_idx and q.elected
     and not exists (select from holding_end k where k.person_id = q.id and k.how in ('${keptPost}', '${becameRepresentative}')))`

/** The same as a column beside the rows `p` of posts. */
export const termsOfPost = `${termsOf('p')} as terms`

const going = (column: Column, id: string): string => `not exists (select from holding_end e where e.${column} = ${id})`

/** What an organization has, as JSON inside a statement, by the alias of its row. */
export const holdingsJson = (alias: string): string =>
  `json_build_object(
    'people', ${jsonRows(`select p.id::text, p.name, p.post, p.legal_representative as "legalRepresentative", p.since, p.until,
        ${termsOfPost}
      from post_holder p where p.organization_id = ${alias}.id order by p.legal_representative desc, p.id`)},
    'seals', ${jsonRows(`select s.id::text, s.kind, s.engraving, s.size, s.filed_on as "filedOn" from organization_seal s
      where s.organization_id = ${alias}.id and ${going('seal_id', 's.id')} order by s.id`)},
    'accounts', ${jsonRows(`select b.id::text, b.kind, b.bank, b.account_number_enc as number, b.filed_on as "filedOn"
      from organization_account b
      where b.organization_id = ${alias}.id and ${going('account_id', 'b.id')} order by b.filed_on, b.id`)},
    'units', ${jsonRows(`select u.id::text, u.kind, u.name, u.address, u.filed_on as "filedOn" from organization_unit u
      where u.organization_id = ${alias}.id and ${going('unit_id', 'u.id')} order by u.id`)},
    'term', case when ${alias}.term_to is not null
      then json_build_object('name', ${alias}.term_name, 'from', ${alias}.term_from, 'to', ${alias}.term_to) end,
    'charter', (select json_build_object('n', c.n, 'sha256', c.sha256, 'from', c.effective_on, 'clauses', c.clauses)
      from organization_charter c where c.organization_id = ${alias}.id order by c.n desc limit 1),
    'reports', ${jsonRows(`select y.fiscal_year as year, y.conclusion, y.concluded_on as "concludedOn",
        y.filed_on as "filedOn", y.late from organization_report y
      where y.organization_id = ${alias}.id order by y.fiscal_year desc`)},
    'leaseTo', ${alias}.lease_to, 'certificateTo', ${alias}.valid_to)`

/** Holdings with the end of each account's number, all that is shown of it. */
export const openHoldings = (crypto: FieldCrypto, sealed: SealedHoldings): Holdings => ({
  ...sealed,
  accounts: sealed.accounts.map(({ number, ...account }) => ({
    ...account,
    end: crypto.decrypt(number, numberPlace(account.id)).slice(-4),
  })),
})

const holdingsText = `select ${holdingsJson('o')} as holdings from organization o where o.id = ?`

/** What an organization has now, read in a transaction. */
export const holdingsOf = async (knex: Knex, crypto: FieldCrypto, organizationId: string): Promise<Holdings> => {
  const { rows } = await knex.raw<{ rows: { holdings: SealedHoldings }[] }>(holdingsText, [organizationId])
  const [row] = rows
  if (!row) throw new AppError('NOT_FOUND')
  return openHoldings(crypto, row.holdings)
}
