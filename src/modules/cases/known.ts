import type { ListItem } from '../../core/forms/field.ts'
import type { Page } from '../../core/forms/page.ts'
import {
  HOLDER,
  IN_OFFICE,
  notedItems,
  offersFor,
  takeOver,
  type Ground,
  type Known,
  type Taken,
} from '../../core/matters/take-over.ts'
import type { Statement } from '../../db/client.ts'
import type { Deps } from '../../deps.ts'
import { namePrefix } from '../organizations/check-name.ts'
import { accountPlaces } from '../people/account.ts'
import { legalPersonPlaces } from '../people/legal-person.ts'
import { paths } from '../../web/paths.ts'
import { openPage } from './answers.ts'
import { inOffice } from './in-office.ts'
import type { LoadedCase } from './queries.ts'

const holderStatement: Statement = {
  name: 'case-holder',
  text: `select a.name, a.id_type, a.id_number_enc, a.phone_enc, l.handler_name, l.handler_id_number_enc, l.handler_phone_enc,
      (select uscc from organization where id = $2) as uscc
    from account a left join legal_person l on l.account_id = a.id where a.id = $1`,
}

type HolderRow = {
  readonly name: string
  readonly id_type: string
  readonly id_number_enc: string
  readonly phone_enc: string
  readonly handler_name: string | null
  readonly handler_id_number_enc: string
  readonly handler_phone_enc: string
  readonly uscc: string | null
}

/** Contacts of the organization's cases that were handed in, the last first. */
const calledStatement: Statement = {
  name: 'case-called',
  text: `select c.id, c.matter, a.page, a.data_enc from case_file c join answer a on a.case_id = c.id
    where c.organization_id = $1 and c.id <> $2 and c.number is not null and c.deleted_at is null and a.page = any ($3)
    order by c.updated_at desc limit 1`,
}

type Called = NonNullable<Known['called']>

/** Whom the organization of a case had called in the case before, as long as it had one. */
const calledBefore = async (
  deps: Deps,
  { id, organization_id: organization }: LoadedCase['caseFile'],
): Promise<Called | undefined> => {
  if (organization === null) return undefined
  const pages = [...new Set(deps.matters.all.map(({ facts }) => facts.contact.page))]
  const [row] = await deps.db.read<{ id: string; matter: string; page: string; data_enc: string }>(calledStatement, [
    organization,
    id,
    pages,
  ])
  if (!row) return undefined
  const { contact } = deps.matters.require(row.matter).facts
  const { values } = openPage(deps.crypto, row.id, { ...row, version: 0 })
  const [name = '', phone = ''] = [values[contact.name], values[contact.phone]]
  return name === '' ? undefined : { name, phone, from: '上一件办件' }
}

type Holder = Readonly<Record<'name' | 'idType' | 'idNumber' | 'phone', string>>

/** What the portal knows of a case beside its answers; its holder is that of a personal account, or the 经办人 of an organization's. */
export const knownOf = async (
  deps: Deps,
  { caseFile }: Pick<LoadedCase, 'caseFile'>,
): Promise<Known & { readonly holder: Holder }> => {
  const id = caseFile.account_id
  const [row] = await deps.db.read<HolderRow>(holderStatement, [id, caseFile.organization_id])
  if (!row) throw new Error('no account')
  const holder = row.handler_name
    ? {
        name: row.handler_name,
        idType: 'RESIDENT_ID',
        idNumber: deps.crypto.decrypt(row.handler_id_number_enc, legalPersonPlaces.handlerIdNumber(id)),
        phone: deps.crypto.decrypt(row.handler_phone_enc, legalPersonPlaces.handlerPhone(id)),
      }
    : {
        name: row.name,
        idType: row.id_type,
        idNumber: deps.crypto.decrypt(row.id_number_enc, accountPlaces.idNumber(id)),
        phone: deps.crypto.decrypt(row.phone_enc, accountPlaces.phone(id)),
      }
  return { holder, area: namePrefix(deps.reference, caseFile.authority_id), uscc: row.uscc ?? '' }
}

const nothing: Taken = { values: {}, from: {} }

/** What may be taken over into a page; undefined where nothing is. */
const groundOf = async (deps: Deps, form: LoadedCase, { code }: Page): Promise<Ground | undefined> => {
  const { matter, answers } = form
  const takes =
    matter.takesOver?.items[code] ??
    Object.keys(matter.takesOver?.fields ?? {}).find((place) => place.startsWith(`${code}.`))
  if (!takes) return undefined
  const known = await knownOf(deps, form)
  const { organization, handler } = form.owner
  // A colleague is shown what the case holds, not what stands in its owner's account.
  const others = form.acting !== undefined || organization
  if (!others) return { matter, answers, known }
  // What an organization begins by its own account is of that account, by a 经办人 of theirs.
  const { name, phone } = known.holder
  const ofAccount = organization && (handler === null) === (form.acting === undefined)
  const called =
    (await calledBefore(deps, form.caseFile)) ?? (ofAccount ? { name, phone, from: '您的账号' } : undefined)
  const { organization_id: organizationId } = form.caseFile
  const people = matter.takesOver?.items[code]?.some(({ page }) => page === IN_OFFICE)
  return {
    matter,
    answers,
    known: {
      ...known,
      holder: {},
      called,
      ...(people && organizationId ? { inOffice: await inOffice(deps.db.knex, deps, organizationId) } : {}),
    },
  }
}

/** What a page opens with beside what stands on it; the offer of that key instead of what stands there. */
export const takenIntoPage = async (
  deps: Deps,
  form: LoadedCase,
  page: Page,
  values: Taken['values'],
  key?: string,
): Promise<Taken> => {
  const ground = await groundOf(deps, form, page)
  if (!ground) return { ...nothing, values }
  const chosen = key === undefined ? undefined : offersFor(ground, page, []).find((offer) => offer.key === key)?.taken
  if (!chosen) return takeOver(ground, page, page.fields, { values })
  return { values: { ...values, ...chosen.values }, from: chosen.from }
}

/** What the items of a page's list may be made of, with what each would begin with. */
export const offersOn = async (deps: Deps, form: LoadedCase, page: Page) => {
  const ground = await groundOf(deps, form, page)
  return ground ? offersFor(ground, page, form.stored[page.code]?.items ?? []) : []
}

/** What an empty list begins with as a table: everybody and everything named before, whoever applies if they said so. */
export const rowsToBegin = async (deps: Deps, form: LoadedCase, page: Page) => {
  if ((form.stored[page.code]?.items ?? []).length > 0) return []
  const offers = await offersOn(deps, form, page)
  return offers.filter(({ key }) => key !== HOLDER || form.role === 'LEGAL_REPRESENTATIVE')
}

/** Items of a page's list, with what in them was taken over noted. */
export const notedOn = async (deps: Deps, form: LoadedCase, page: Page, items: readonly ListItem[]) => {
  const ground = await groundOf(deps, form, page)
  return ground ? notedItems(ground, page, items, form.stored[page.code]?.items ?? []) : items
}

/** What a new item opens with: all that is known, made of the offer of that key. Without one of that key it is only what is usual. */
export const takenIntoItem = async (deps: Deps, form: LoadedCase, page: Page, key: string): Promise<Taken> => {
  const ground = await groundOf(deps, form, page)
  if (!ground) return nothing
  const others = form.stored[page.code]?.items ?? []
  const given = offersFor(ground, page, others).find((offer) => offer.key === key)?.taken
  return takeOver(ground, page, page.list?.fields ?? [], { values: {}, others, ...(given ? { given } : {}) })
}

/** Where a new item of a list is begun, or a page without one is filled in; with the offer of that key, if there is one. */
export const offerPath = (caseId: string, { code, list }: Page, key: string | undefined): string => {
  const path = list ? paths.answerItem(caseId, code, 'new') : paths.answerPage(caseId, code)
  return key === undefined ? path : `${path}?from=${encodeURIComponent(key)}`
}
