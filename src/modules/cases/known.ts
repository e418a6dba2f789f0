import type { ListItem } from '../../core/forms/field.ts'
import type { Page } from '../../core/forms/page.ts'
import {
  HOLDER,
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
  // A colleague is shown what the case holds, not what stands in its owner's account.
  const others = form.acting !== undefined || form.owner.organization
  return { matter, answers, known: others ? { ...known, holder: {} } : known }
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
