import { CHAIR_POSTS, LEFT_POST } from '../core/posts.ts'
import { examplePage, type Page } from '../core/forms/page.ts'
import type { Field, PageData, RawValues } from '../core/forms/field.ts'
import { identityKey } from '../core/identity/documents.ts'
import { ageOn, birthDateIn } from '../core/identity/resident-id.ts'
import { elsewhereOf, readAnswers } from '../core/matters/answers.ts'
import type { Words } from '../core/matters/sample.ts'
import { fieldsOf, type Matter } from '../core/matters/define.ts'
import { pageOf } from '../core/matters/journey.ts'
import { heldOf, HOLDING_KINDS, type Holdings } from '../core/register/holdings.ts'
import { localDate } from '../core/workflow/deadlines.ts'
import type { Statement } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import { exampleName, ownExample, subjectsFor, type Own, type StandIn, type Subject } from '../matters/example-case.ts'
import { typeWords } from '../matters/shared/forms/words.ts'
import { knownOf } from '../modules/cases/known.ts'
import { checkNames } from '../modules/cases/name.ts'
import type { LoadedCase } from '../modules/cases/queries.ts'
import { namePrefix } from '../modules/organizations/check-name.ts'
import { authorityById, divisionLine, type Division, type ReferenceData } from '../reference/reference.ts'
import { sandboxPeople } from './people.ts'

/** A county in the area of an authority, as addresses begin there, from the province down. */
const countyIn = (reference: ReferenceData, code: string): readonly string[] => {
  const below = (parent: Division): Division | undefined =>
    [...reference.divisions.values()]
      .filter(({ parentCode, validTo }) => parentCode === parent.code && validTo === null)
      .toSorted((one, other) => (one.code < other.code ? -1 : 1))[0]
  let at = reference.divisions.get(code)
  for (let next = at && below(at); at?.level !== 'COUNTY' && next; next = below(next)) at = next
  return divisionLine(reference, at?.code ?? code)
    .filter(({ level }) => level !== 'NATION')
    .map(({ name }) => name)
    .toReversed()
}

/** How papers of an invented unit are numbered: by its place, as the authority's are, and what it is about. */
const numberedBy = (unit: string, place: string, docPrefix: string): string =>
  `${docPrefix.slice(0, 1)}${unit.replace(place, '').slice(0, 2)}函`

/** What the examples say of Shanxi, as it is with the authority of the case. */
const placeWords = (deps: Deps, { caseFile, matter, register }: LoadedCase): Words => {
  const { reference } = deps
  const { id, divisionCode, docPrefix } = authorityById(reference, caseFile.authority_id)
  const prefix = namePrefix(reference, id)
  const place = reference.divisions.get(divisionCode)?.name ?? ''
  const county = countyIn(reference, divisionCode)
  const units = reference.supervisoryUnits.filter((unit) => unit.divisionCode === divisionCode)
  const unit = register?.supervisoryUnit || (units.find(({ name }) => name.includes('文物')) ?? units[0])?.name
  const words: Words = {
    山西省: prefix,
    山西: prefix.replace(/[省市]$/, ''),
    山西省太原市迎泽区: county.join(''),
    太原市迎泽区: county.slice(1).join(''),
    // Who is registered already is called so.
    ...(register ? { [typeWords[matter.orgType].sample.name]: register.name } : {}),
    ...(unit ? { 山西省文物局: unit, 晋文物函: numberedBy(unit, place, docPrefix) } : {}),
  }
  const address = '文源巷21号3层302室'
  // Where the organization is already it cannot move to.
  return register?.domicile.endsWith(address) ? { ...words, [address]: '柳溪街8号2层205室' } : words
}

/** The first subject whose names nothing speaks against, not the rules, the register or what others asked for. */
const freeSubject = async (deps: Deps, form: LoadedCase, seed: string, words: Words): Promise<Subject | undefined> => {
  const { matter, caseFile } = form
  const page = pageOf(matter, matter.facts.names?.proposed.page ?? '')
  if (!page) return undefined
  const subjects = subjectsFor(seed)
  for (const subject of subjects) {
    const stored = {
      ...form.stored,
      [page.code]: ownExample(matter, { seed, subject, words })(page, examplePage(page)),
    }
    const checked = await checkNames(deps, caseFile, readAnswers(matter.pages, stored))
    if (checked.every(({ answer }) => answer.findings.every(({ level }) => level === 'MANUAL'))) return subject
  }
  return subjects[0]
}

/** What the example is about: what the case is called after already, or else, and `anew`, a name that nobody has. */
const subjectOf = async (
  deps: Deps,
  form: LoadedCase,
  seed: string,
  words: Words,
  anew: boolean,
): Promise<Pick<Own, 'name' | 'subject'>> => {
  const { matter, answers } = form
  const proposed = matter.facts.names?.proposed
  if (!proposed) return {}
  const name = anew ? '' : answers.value(proposed.page, proposed.field)
  const subject = name
    ? subjectsFor(seed).find((one) => exampleName(matter, { subject: one, words }) === name)
    : await freeSubject(deps, form, seed, words)
  return { ...(name ? { name } : {}), ...(subject ? { subject } : {}) }
}

const heldBySandbox: Statement = {
  name: 'sandbox-posts',
  text: `select id_number_idx as idx, organization_id = $2 as own, legal_representative as represents
    from post_holder where id_number_idx = any($1)`,
}

/**
 * People of the sandbox who may be named in a case of an organization, so that each can go on to register: grown up,
 * representing nobody and not yet in its organs; before them whoever was elected to take the place of one who left.
 */
const standInsFor = async (
  deps: Deps,
  { caseFile, holdings }: LoadedCase,
  today: string,
): Promise<readonly StandIn[]> => {
  if (caseFile.organization_id === null) return []
  const people = sandboxPeople.map(({ name, residentId, mobile }) => ({
    name,
    idNumber: residentId,
    phone: mobile,
    idx: deps.crypto.index('id-number', identityKey('RESIDENT_ID', residentId)),
    age: ageOn(birthDateIn(residentId, today) ?? today, today),
  }))
  const held = await deps.db.read<{ idx: string; own: boolean; represents: boolean }>(heldBySandbox, [
    people.map(({ idx }) => idx),
    caseFile.organization_id,
  ])
  const fit = people.filter(
    ({ idx, age }) => age >= 18 && age < 65 && held.every((post) => post.idx !== idx || !post.represents),
  )
  const inOffice = (idx: string): boolean => held.some((post) => post.idx === idx && post.own)
  const elected = holdings?.people.some(({ post }) => post === LEFT_POST)
    ? fit.filter(
        ({ idx, name }) =>
          inOffice(idx) && holdings.people.some((one) => one.name === name && CHAIR_POSTS.includes(one.post)),
      )
    : []
  const free = fit.filter(({ idx }) => !inOffice(idx))
  const begin = Number.parseInt(caseFile.id.slice(0, 8), 16) % Math.max(free.length, 1)
  return [...elected, ...free.slice(begin), ...free.slice(0, begin)]
}

/** Of what is chosen from the register the last there is: who represents comes first, and leaves by a change only. */
const chosen = (fields: readonly Field[], holdings: Holdings | undefined): RawValues =>
  Object.fromEntries(
    fields.flatMap(({ kind, lookup, name }) => {
      const held = HOLDING_KINDS.find((one) => kind === 'registered' && one === lookup)
      const last = held && holdings && heldOf(holdings, held).at(-1)
      return last ? [[name, last.text]] : []
    }),
  )

/** An example with some of it otherwise; of a list its first item. */
const laidOver = ({ values, items }: PageData, other: RawValues = {}): PageData =>
  items.length === 0
    ? { values: { ...values, ...other }, items }
    : { values, items: items.map((item, at) => (at === 0 ? { ...item, values: { ...item.values, ...other } } : item)) }

/** Answers that decide what else is asked. */
const deciding = ({ pages, materials }: Matter) => {
  const places = new Set(
    [
      ...pages.flatMap((page) => [
        ...(page.when ? [page.when] : []),
        ...fieldsOf(page).flatMap(({ when }) => (when ? [{ page: page.code, ...when }] : [])),
      ]),
      ...materials.flatMap(({ when }) => (when ? [when] : [])),
    ].map(({ page, field }) => `${page ?? ''}.${field}`),
  )
  return (page: Page, { kind, name }: Field): boolean =>
    (kind === 'choice' || kind === 'choices') && places.has(`${page.code}.${name}`)
}

/** What was chosen already of what a case is about: an example is of that, and not of something else. */
const choicesMade = ({ matter, stored }: LoadedCase, page: Page): RawValues => {
  const decides = deciding(matter)
  const values = stored[page.code]?.values ?? {}
  return Object.fromEntries(
    page.fields.flatMap((field) => {
      const raw = values[field.name]
      return raw && decides(page, field) ? [[field.name, raw]] : []
    }),
  )
}

/**
 * The matter's examples as this applicant could have typed them into this case: valid today with its authority. What
 * the portal itself filled in, and nobody saved yet, stays. `anew`: under a name that is free, whatever it is called.
 */
export const ownExampleFor = async (deps: Deps, form: LoadedCase, anew = false): Promise<(page: Page) => PageData> => {
  const { matter, caseFile, stored, versions } = form
  const seed = caseFile.id
  const words = placeWords(deps, form)
  const today = localDate(deps.clock.now())
  const change = ownExample(matter, {
    seed,
    words,
    ...(await subjectOf(deps, form, seed, words, anew)),
    today,
    ...(caseFile.fiscal_year === null ? {} : { fiscalYear: caseFile.fiscal_year }),
    standIns: await standInsFor(deps, form, today),
    teller: { ...(await knownOf(deps, form)).holder, role: form.role },
  })
  const { register, holdings } = form
  const known =
    register &&
    holdings &&
    matter.prefill?.({ status: 'ACTIVE', items: register }, holdings, {
      authority: authorityById(deps.reference, caseFile.authority_id).name,
    })
  const lacking = holdings && matter.exampleFor?.(holdings)
  return (page) => {
    const data = change(
      page,
      laidOver(examplePage(page, elsewhereOf(form.answers), choicesMade(form, page)), lacking?.[page.code]),
    )
    const filledIn = versions[page.code] === 0 ? stored[page.code]?.values : undefined
    const items = known?.[page.code]?.items ?? []
    const { exampleOf } = page.list ?? {}
    if (exampleOf && items.length > 0)
      return {
        ...data,
        items: exampleOf(items.map(({ values }) => values)).map((values, at) => ({ id: items[at]?.id ?? '', values })),
      }
    return {
      ...data,
      values: { ...data.values, ...chosen(page.fields, holdings), ...known?.[page.code]?.values, ...filledIn },
      items: data.items.map((item) => ({
        ...item,
        values: { ...item.values, ...chosen(page.list?.fields ?? [], holdings) },
      })),
    }
  }
}
