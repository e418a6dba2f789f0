import { kindOf } from '../forms/kinds.ts'
import { isVisible, itemTitle, type Page } from '../forms/page.ts'
import type { Elsewhere, Field, ListItem, PageData, RawValues } from '../forms/field.ts'
import { elsewhereOf } from './answers.ts'
import type { Answers, Matter } from './define.ts'

/** What the portal knows beside the answers of the case. */
export type Known = {
  /** Whoever applies, as the account has it: name, idType, idNumber, phone. */
  readonly holder: RawValues
  /** Who holds a post in the organization of the case, as the case that entered them said it. */
  readonly inOffice?: readonly ListItem[]
  /** Whom the organization of the case had called before, and where that is known from. */
  readonly called?: { readonly name: string; readonly phone: string; readonly from: string } | undefined
  /** The area of the authority (太原市). */
  readonly area: string
  /** The code of the organization, once it is registered. */
  readonly uscc: string
}

/** What stands beside a field that something is taken over into. */
type Beside = {
  /** What was taken over into the fields before it. */
  readonly here: RawValues
  /** Of a list: the other items. */
  readonly others: readonly ListItem[]
  readonly elsewhere: Elsewhere
  readonly known: Known
}

/** Where an answer is known from. `text`: what the page calls that. */
export type Source =
  | { readonly account: 'name' | 'phone' }
  | { readonly called: 'name' | 'phone' }
  | { readonly page: string; readonly field: string }
  /** Whom the authority calls. */
  | { readonly person: 'contact'; readonly field: 'name' | 'idType' | 'idNumber' | 'phone' }
  /** The item of the list that was added before. */
  | { readonly before: string }
  /** `text` is left out where nothing was taken over, only what is usual stands there. */
  | { readonly follows: (beside: Beside) => string; readonly text?: string }

/**
 * An earlier page, each item of its list, whoever applies, or who holds a post already, whose particulars may be chosen:
 * own field by theirs.
 */
export type Offer = { readonly page: string } & {
  /** None means what is called alike. */
  readonly fields?: Readonly<Record<string, string>>
}

/**
 * What is not asked because it is known: by `page.field` the places it may be known from, the first that says something
 * counts; by page the people and units its items, or it itself, may be made of.
 */
export type TakesOver = {
  readonly fields: Readonly<Record<string, readonly Source[]>>
  readonly items: Readonly<Record<string, readonly Offer[]>>
}

/** The offer of whoever applies, among those of lists, and that of who holds a post in the organization. */
export const HOLDER = 'account'
export const IN_OFFICE = 'inOffice'

/** What is chosen from that is no page of the case. */
export const outsideCase: readonly string[] = [HOLDER, IN_OFFICE]

/** What a page or an item is made of. */
export type Ground = {
  readonly matter: Pick<Matter, 'takesOver' | 'pages' | 'facts'>
  readonly answers: Answers
  readonly known: Known
}

/** What a form opens with, and what each of it is taken from; what is only usual is said to come from nowhere. */
export type Taken = { readonly values: RawValues; readonly from: Readonly<Record<string, string>> }

const titleOf = (matter: Ground['matter'], code: string): string =>
  matter.pages.find((page) => page.code === code)?.title ?? code

const peopleIn = ({ matter, answers, known }: Ground): readonly RawValues[] => [
  known.holder,
  ...matter.facts.people.flatMap(({ page }) => answers.items(page).map(({ values }) => values)),
]

/** Whom the authority calls: also what is said of the same name elsewhere. */
const contactIn = (ground: Ground): RawValues => {
  const { matter, answers } = ground
  const { page, name, phone } = matter.facts.contact
  const called = answers.value(page, name)
  const found = peopleIn(ground).find((person) => called !== '' && person['name'] === called)
  return { ...found, name: called, phone: answers.value(page, phone) }
}

const told = (
  ground: Ground,
  source: Source,
  beside: Beside,
): { readonly raw: string; readonly text: string | undefined } => {
  if ('account' in source) return { raw: ground.known.holder[source.account] ?? '', text: '您的账号' }
  if ('called' in source) return { raw: ground.known.called?.[source.called] ?? '', text: ground.known.called?.from }
  if ('follows' in source) return { raw: source.follows(beside), text: source.text }
  if ('before' in source) return { raw: beside.others.at(-1)?.values[source.before] ?? '', text: '上一项' }
  if ('person' in source) return { raw: contactIn(ground)[source.field] ?? '', text: '联系人' }
  return {
    raw: beside.elsewhere(source.page, source.field).find((raw) => raw !== '') ?? '',
    text: titleOf(ground.matter, source.page),
  }
}

/** Somewhere an answer is known from: a field, an item of a list, or all of a page. */
export type Place = { readonly page: string; readonly field?: string; readonly item?: string }

/** The places of the answers that a field is known from, as declared. */
export const placesOf = (
  matter: Pick<Matter, 'takesOver' | 'facts'>,
  answers: Answers,
  page: string,
  field: string,
): readonly Place[] => {
  const { contact, people } = matter.facts
  return (matter.takesOver?.fields[`${page}.${field}`] ?? []).flatMap((source): readonly Place[] => {
    if ('page' in source) return [source]
    if ('person' in source && source.person === 'contact')
      return [{ page: contact.page, field: source.field === 'phone' ? contact.phone : contact.name }]
    if ('person' in source)
      return people.flatMap(({ page: list, legalRepresentative: mark }) =>
        mark === undefined
          ? []
          : answers
              .items(list)
              .filter(({ values }) => mark === true || values[mark] === 'yes')
              .map(({ id }) => ({ page: list, item: id })),
      )
    if (!('follows' in source)) return []
    const read: Place[] = []
    const elsewhere = (from: string, name: string): readonly string[] => {
      read.push({ page: from, field: name })
      return elsewhereOf(answers)(from, name)
    }
    source.follows({ here: {}, others: [], elsewhere, known: { holder: {}, area: '', uscc: '' } })
    return read
  })
}

/**
 * Fills the empty fields of a form with what is known, in the order of the declaration; what stands there stays, and so
 * does what was `given`, from an offer. What its field would refuse is not taken over.
 */
export const takeOver = (
  ground: Ground,
  page: Page,
  fields: readonly Field[],
  stands: { readonly values: RawValues; readonly others?: readonly ListItem[]; readonly given?: Taken },
): Taken => {
  const values: Record<string, string> = { ...stands.given?.values, ...stands.values }
  const from: Record<string, string> = { ...stands.given?.from }
  const elsewhere = elsewhereOf(ground.answers)
  for (const field of fields) {
    const { name, when } = field
    // What the answer before it calls for is there when that is given: the page is not asked for again.
    const mayShow = isVisible(field, values, elsewhere) || (when && when.page === undefined && !values[when.field])
    if (values[name] || !mayShow) continue
    for (const source of ground.matter.takesOver?.fields[`${page.code}.${name}`] ?? []) {
      const beside = { here: values, others: stands.others ?? [], elsewhere, known: ground.known }
      const { raw, text } = told(ground, source, beside)
      if (raw === '' || kindOf(field).check(raw, field, { siblings: { ...values, [name]: raw }, today: '9999-12-31' }))
        continue
      values[name] = raw
      if (text) from[name] = text
      break
    }
  }
  return { values, from }
}

/** Somebody or something that an item may begin with. `key` names it in an address, `noun` says what it is (发起人). */
type Offered = { readonly key: string; readonly noun: string; readonly title: string; readonly taken: Taken }

const isSame = (one: RawValues, other: RawValues, titleField: string): boolean => {
  const by = one['idNumber'] && other['idNumber'] ? 'idNumber' : titleField
  return one[by] !== undefined && one[by] === other[by]
}

/** What was answered on a page, as something to choose: the items of its list, or the page itself. */
const chosenAmong = ({ matter, answers, known }: Ground, code: string): readonly ListItem[] => {
  if (code === HOLDER) return [{ id: '', values: known.holder }]
  if (code === IN_OFFICE) return known.inOffice ?? []
  const source = matter.pages.find((page) => page.code === code)
  if (source?.list) return answers.items(code)
  return [
    {
      id: 'page',
      values: Object.fromEntries((source?.fields ?? []).map(({ name }) => [name, answers.value(code, name)])),
    },
  ]
}

/**
 * What the items of a page's list, or the page itself, may be made of, each once: people and units of earlier pages that
 * the list does not have yet.
 */
export const offersFor = (ground: Ground, page: Page, items: readonly ListItem[]): readonly Offered[] => {
  const { matter } = ground
  const fields = page.list?.fields ?? page.fields
  const titleField = page.list?.titleField ?? fields.find(({ kind }) => kind === 'personName')?.name ?? ''
  const offered: Offered[] = []
  for (const offer of matter.takesOver?.items[page.code] ?? []) {
    const source = matter.pages.find(({ code }) => code === offer.page)
    for (const { id, values: theirs } of chosenAmong(ground, offer.page)) {
      const values: Record<string, string> = {}
      for (const { name } of fields) {
        const raw = theirs[offer.fields ? (offer.fields[name] ?? '') : name]
        if (raw) values[name] = raw
      }
      const title = values[titleField]
      const there = [...items.map((item) => item.values), ...offered.map(({ taken }) => taken.values)]
      if (!title || there.some((other) => isSame(values, other, titleField))) continue
      const registered = offer.page === IN_OFFICE
      const noun = registered ? '登记簿中的人员' : (source?.list?.noun ?? source?.title ?? '')
      const text = source ? `${noun}${title}` : registered ? '登记簿和本单位以前的办件' : '您的账号'
      offered.push({
        key: id === '' ? HOLDER : `${offer.page}.${id}`,
        noun,
        title,
        taken: { values, from: Object.fromEntries(Object.keys(values).map((name) => [name, text])) },
      })
    }
  }
  return offered
}

/** What of a saved form was taken over as it stands: noted with it, so that a change of the source can be told. */
export const notedAs = (taken: Taken, saved: RawValues, before: RawValues | undefined): RawValues =>
  Object.fromEntries(
    Object.entries(saved).filter(
      ([name, raw]) =>
        raw !== '' && ((taken.from[name] !== undefined && taken.values[name] === raw) || before?.[name] === raw),
    ),
  )

/** The same of items: what they hold as it was said of the same person or unit before. */
export const notedItems = (
  ground: Ground,
  page: Page,
  items: readonly ListItem[],
  before: readonly ListItem[],
): readonly ListItem[] => {
  const offers = offersFor(ground, page, [])
  return items.map((item) => {
    const offer = offers.find(({ taken }) => isSame(taken.values, item.values, page.list?.titleField ?? ''))
    const was = before.find(({ id }) => id === item.id)?.taken
    const taken = notedAs(offer?.taken ?? { values: {}, from: {} }, item.values, was)
    return { id: item.id, values: item.values, ...(Object.keys(taken).length > 0 ? { taken } : {}) }
  })
}

type Moved = { readonly page: string; readonly field: string; readonly itemId?: string; readonly message: string }

const movedIn = (
  fields: readonly Field[],
  { values, taken = {} }: Pick<ListItem, 'values' | 'taken'>,
  now: Taken,
  tell: (moved: Omit<Moved, 'page'>) => Moved,
): readonly Moved[] =>
  fields.flatMap((field) => {
    const { name, label } = field
    const [was, is, text] = [taken[name], now.values[name], now.from[name]]
    if (was === undefined || values[name] !== was || !text || !is || is === was) return []
    return [
      tell({ field: name, message: `${label}取自${text}，那里现在是“${kindOf(field).toText(is, field)}”，请核对` }),
    ]
  })

/** What was taken over into a page from other answers, stands there as it was, and is otherwise now where it came from. */
export const movedSince = (
  matter: Ground['matter'],
  answers: Answers,
  page: Page,
  data: PageData,
): readonly Moved[] => {
  const ground = { matter, answers, known: { holder: {}, area: '', uscc: '' } }
  const { list } = page
  return [
    ...movedIn(page.fields, data, takeOver(ground, page, page.fields, { values: {} }), (moved) => ({
      page: page.code,
      ...moved,
    })),
    ...(list ? data.items : []).flatMap((item) => {
      const same =
        list && offersFor(ground, page, []).find(({ taken }) => isSame(taken.values, item.values, list.titleField))
      if (!list || !same) return []
      return movedIn(list.fields, item, same.taken, ({ field, message }) => ({
        page: page.code,
        field,
        itemId: item.id,
        message: `${itemTitle(list, item)}：${message}`,
      }))
    }),
  ]
}
