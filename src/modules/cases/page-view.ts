import { createHash, randomUUID } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { splitChoices, type Field, type ListItem, type RawValues } from '../../core/forms/field.ts'
import { type FieldErrors, itemTitle, rows, validateFields, type Page } from '../../core/forms/page.ts'
import { askedPages, applyRules, type RuleResult } from '../../core/matters/journey.ts'
import { HOLDER, movedSince, type Taken } from '../../core/matters/take-over.ts'
import { heldOf, HOLDING_KINDS, type HoldingKind } from '../../core/register/holdings.ts'
import { beforeLeaving } from '../../core/legal-persons/standing.ts'
import { representativePage } from './facts.ts'
import { registerItems } from '../../core/register/items.ts'
import { fieldViews, errorList } from '../../web/form-view.ts'
import { cellNames, sheetEntry } from '../../web/sheet-view.ts'
import type { Context, Applicant } from '../../web/route.ts'
import { paths } from '../../web/paths.ts'
import { beforeChanging, insteadOfPaper, leftToUnit } from './consent-view.ts'
import { itemTarget, keyOf } from '../../core/verdicts/targets.ts'
import { isItemOpen, itemsAt, lockedFields, type CorrectionItem } from './corrections.ts'
import { authorityById, unitsAt } from '../../reference/reference.ts'
import { accountsToTell } from './accounts-filed.ts'
import { organizationsNamed } from '../register/named.ts'
import { ruleContext } from './rule-context.ts'
import { nameView, nameFault } from '../organizations/name-view.ts'
import { postsOf } from './held-posts.ts'
import { offerPath, offersOn, takenIntoPage } from './known.ts'
import { checkNames } from './name.ts'
import { itemsUnderWay, tellingUnderWay } from './under-way.ts'
import type { LoadedCase } from './queries.ts'
import { type Opened, today, keyOfForm, openedPath, onTheWay, wordsOf } from './open-page.ts'
import { changedBy } from './autosave.ts'
import { placesOf } from './item-places.ts'
import { charterTools } from './charter-tools.ts'
import { caseCrumbs } from './crumbs.ts'
import { withBack } from './way-back.ts'

/** What a suggested name is posted as, so that it replaces what was typed in its field. */
export const suggestionOf = (field: string): string => `suggestion-${field}`

/** Names a set of answers, so that a form can say which ones its faults were told of. */
const digestOf = (values: RawValues): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(values).toSorted(([one], [other]) => (one < other ? -1 : 1))))
    .digest('base64url')

/** What a form says an item was like when it was shown; nothing for one that was not there. */
export const wasOf = (item: ListItem | undefined): string => (item ? digestOf(item.values) : '')

/**
 * Whether somebody was told what speaks against exactly these answers: whoever sends the same again may go on, because
 * the fault may have to be mended on another page, or the answer is meant so.
 */
export const isTold = (body: Readonly<Record<string, string>>, values: RawValues): boolean =>
  body['told'] === digestOf(values)

const heldTexts = ({ holdings }: LoadedCase, kind: HoldingKind): readonly string[] =>
  holdings ? heldOf(holdings, kind).map(({ text }) => text) : []

/** What the fields of a page take from the authority that was chosen, and from the register. */
export const ofAuthority = (deps: Deps, form: LoadedCase) => {
  const authority = authorityById(deps.reference, form.caseFile.authority_id)
  return {
    lookups: {
      supervisoryUnits: unitsAt(deps.reference, authority).map(({ name }) => name),
      ...Object.fromEntries(HOLDING_KINDS.map((kind) => [kind, heldTexts(form, kind)])),
    },
    words: wordsOf(deps, form),
  }
}

/** What every page of a form says: where it stands, and what is to be corrected on it. */
export const pageFrame = (opened: Opened, title: string) => {
  const { form, page } = opened
  const { id } = form.caseFile
  const asked = askedPages(form.matter, form.stage.pages, form.answers)
  return {
    caseId: id,
    stageTitle: form.stage.title,
    pageCode: page.code,
    pageHref: openedPath(opened),
    intro: page.intro,
    consentNote: beforeChanging(form, page.code),
    leavingNote: representativePage(form.matter) === page.code ? beforeLeaving : undefined,
    position: asked.findIndex(({ code }) => code === page.code) + 1,
    total: asked.length,
    binding: form.correction?.binding,
    backHref: paths.case(id),
    page: {
      title,
      breadcrumb: caseCrumbs({ href: paths.case(id), text: form.stage.title }, { text: title }),
    },
  }
}

/** What the register says now of what a page would change. */
const registered = ({ form, page }: Opened) =>
  [...new Set(Object.values(page.before ?? {}))].map((item) => ({
    label: registerItems[item].text[form.matter.orgType] ?? item,
    text: form.register?.[item] || '无',
  }))

/** What stands in the way of submitting and is about fields of one page, by field; several of one field in one text. */
const faultsByField = (
  { fields, sheet }: Page,
  found: readonly { readonly field?: string | undefined; readonly message: string }[],
): FieldErrors => {
  const faults: Record<string, string> = {}
  const known = [...fields.map(({ name }) => name), ...(sheet ? cellNames(sheet) : [])]
  for (const { field, message } of found) {
    const name = known.find((each) => each === field) ?? known[0]
    if (name !== undefined) faults[name] = faults[name] === undefined ? message : `${faults[name]}；${message}`
  }
  return faults
}

/** The same as questions: the answer may be meant so. */
const askedOnce = (asked: FieldErrors): FieldErrors =>
  Object.fromEntries(
    Object.entries(asked).map(([field, message]) => [field, `${message}。确实如此的，请再按一次“保存并继续”`]),
  )

/** What the rules say about a page somebody has begun: beside its fields what must change, above them the rest. */
export const judgePage = async (deps: Deps, { form, page, data }: Opened) => {
  const peoplePages = form.matter.facts.people.map((list) => list.page)
  const begun = Object.keys(data.values).length > 0 || data.items.length > 0
  const underWay = await itemsUnderWay(deps.db.knex, deps, form.caseFile)
  const ruled = begun
    ? applyRules(
        form.matter,
        form.stage.code,
        form.answers,
        ruleContext(deps, today(deps), form.caseFile.authority_id, {
          posts: peoplePages.includes(page.code) ? await postsOf(deps, form) : [],
          register: form.register,
          holdings: form.holdings,
          certifiedOn: form.certifiedOn,
          applicant: form.owner.name,
          named: await organizationsNamed(deps.db.knex, form.matter, form.answers),
          accountsFiled: await accountsToTell(deps, form),
          underWay,
        }),
      ).filter((finding) => finding.page === page.code)
    : []
  const left = await leftToUnit(deps, form, page.code)
  const found: readonly (Omit<RuleResult, 'code'> | (typeof ruled)[number])[] = [
    ...ruled.filter(({ field = '' }) => !left.includes(field)),
    ...movedSince(form.matter, form.answers, page, data).map((moved) => ({
      ...moved,
      level: 'WARN' as const,
      basis: '',
    })),
  ]
  const fact = form.matter.facts.names?.proposed
  const names =
    page.code === fact?.page
      ? await checkNames(deps, form.caseFile, {
          ...form.answers,
          value: (code, field) => (code === page.code ? (data.values[field] ?? '') : form.answers.value(code, field)),
        })
      : []
  const isFault = (finding: (typeof found)[number]): boolean =>
    finding.level === 'BLOCK' && finding.itemId === undefined && page.fields.length > 0
  const isAsked = ({ asks, field }: (typeof found)[number]): boolean =>
    asks === true && page.fields.some(({ name }) => name === field)
  return {
    underWay,
    findings: found.filter((finding) => !isFault(finding)),
    /** What is asked once at its field; see Rule.asks. */
    asked: faultsByField(page, found.filter(isAsked)),
    isAsked,
    choices: Object.fromEntries(found.flatMap(({ field = '', choices }) => (choices ? [[field, choices]] : []))),
    nameChecks: names.map(({ field, label, name, answer }) => ({
      ...nameView(answer, name, field === fact?.field ? undefined : { field, label }),
      suggestionField: suggestionOf(field),
    })),
    faults: faultsByField(page, [
      ...names.flatMap(({ field, label, answer }) => {
        const message = nameFault(answer, field === fact?.field ? undefined : label)
        return message === undefined ? [] : [{ field, message }]
      }),
      ...found.filter(isFault),
    ]),
  }
}

/** What has to be put right of one item of the page's list. */
const notesOn = ({ form, page }: Opened, item: string): readonly CorrectionItem[] =>
  itemsAt(form.correction, page.code).filter((note) => keyOf(note) === keyOf(itemTarget(page.code, item)))

/** People and units named before, each with the way to begin an item with them. */
const offersView = async (deps: Deps, opened: Opened, way: (href: string) => string) => {
  const { form, page } = opened
  const offers = (await offersOn(deps, form, page)).map((offer) => ({
    ...offer,
    href: way(offerPath(form.caseFile.id, page, offer.key)),
  }))
  const listed = offers.filter(({ key }) => key !== HOLDER)
  return {
    from: [...new Set(listed.map(({ noun }) => noun))].join('、'),
    listed: listed.map(({ title, href }) => ({ title, href })),
    holderHref: offers.find(({ key }) => key === HOLDER)?.href,
  }
}

type ListedItem = {
  readonly mark: string
  readonly insertHref?: string | undefined
  readonly title: string
  readonly rows: readonly { readonly label: string; readonly text: string }[]
  readonly faults: number
  readonly href?: string
  readonly removeHref?: string
}

/** What a rule asks for is shown where it does, as needed then, and where it was answered. */
const askedByRules = (fields: readonly Field[], values: RawValues, faults: FieldErrors): readonly Field[] =>
  fields
    .filter(({ name, byRule }) => !byRule || Boolean(values[name]) || faults[name] !== undefined)
    .map((field) => {
      const { optional: _optional, ...needed } = field
      return field.byRule ? needed : field
    })

/** Items of a list of many, a line each. */
const bulkRows = (noun: string, items: readonly ListedItem[], ofItem: (href: string) => string) =>
  items.map(({ mark, title, rows: told, faults, href, removeHref, insertHref }) => [
    { text: mark },
    { text: title, ...(faults > 0 ? { sub: `${faults}处待修改` } : {}) },
    { text: told.map(({ label, text }) => `${label}：${text}`).join('；') },
    {
      actions: [
        ...(href ? [{ href, text: '修改', hidden: noun + title }] : []),
        ...(insertHref ? [{ href: insertHref, text: '在后面插入', hidden: noun + title }] : []),
        ...(removeHref ? [{ href: ofItem(removeHref), text: '删除', hidden: noun + title }] : []),
      ],
    },
  ])

/** The items of a page that is a list, each by its title and what of it is told first. */
const listView = async (deps: Deps, opened: Opened) => {
  const { form, page, data } = opened
  const { list } = page
  const mayAdd = list && data.items.length < list.max && isItemOpen(form.correction, page.code, 'new')
  if (!list) return undefined
  const ofItem = (href: string): string => withBack(href, opened.back, 'list')
  const marks = list.ordered?.(data.items)
  const newHref = ofItem(paths.answerItem(form.caseFile.id, page.code, 'new'))
  const items = data.items.map((item, index) => ({
    id: item.id,
    mark: marks?.[index] ?? String(index + 1),
    insertHref: list.ordered && mayAdd ? `${newHref}${newHref.includes('?') ? '&' : '?'}place=${item.id}` : undefined,
    title: itemTitle(list, item),
    rows: rows(
      list.fields.filter(({ name: field }) =>
        list.summaryFields ? list.summaryFields.includes(field) : field !== list.titleField,
      ),
      item.values,
    )
      .filter((row) => item.values[row.field])
      .slice(0, 3),
    faults: Object.keys(validateFields(list.fields, item.values, today(deps))).length,
    notes: notesOn(opened, item.id),
    ...(isItemOpen(form.correction, page.code, item.id)
      ? {
          href: ofItem(paths.answerItem(form.caseFile.id, page.code, item.id)),
          removeHref: paths.removeItem(form.caseFile.id, page.code, item.id),
        }
      : {}),
  }))
  return {
    noun: list.noun,
    measure: list.measure,
    min: list.min,
    bulk: list.bulk,
    /** All of it may change; a correction notice can open single items only. */
    open: isItemOpen(form.correction, page.code, 'new'),
    items,
    // A form that asks for an address takes no query of its own along.
    fields: opened.back ? [{ name: 'list', value: opened.back }] : [],
    table: list.bulk ? bulkRows(list.noun, items, ofItem) : undefined,
    addHref: mayAdd ? newHref : undefined,
    tableHref:
      list.max > 1 && !list.ordered && isItemOpen(form.correction, page.code, 'new')
        ? withBack(paths.answerTable(form.caseFile.id, page.code), opened.back)
        : undefined,
    offers: mayAdd ? await offersView(deps, opened, ofItem) : undefined,
  }
}

/** What is asked besides the cells of a table of amounts. */
const besidesSheet = ({ fields, sheet }: Page): readonly Field[] => {
  const cells = new Set(sheet ? cellNames(sheet) : [])
  return fields.filter(({ name }) => !cells.has(name))
}

/** Answers with a page of the form: what was typed, what is wrong with it, and what the rules say of it. */
export const showPage = async (
  deps: Deps,
  context: Context<Applicant>,
  opened: Opened,
  values: RawValues,
  errors: FieldErrors,
  status: number,
  version = opened.version,
) => {
  const { form, page } = opened
  const { findings, nameChecks, faults, asked, isAsked, choices, underWay } = await judgePage(deps, opened)
  const asking = status === 422
  const shown = { ...(asking ? askedOnce(asked) : {}), ...faults, ...errors }
  // What somebody saved is theirs, empty or not.
  const chosen = status === 200 && !page.list ? context.query['from'] : undefined
  const taken = version > 0 && chosen === undefined ? undefined : await takenIntoPage(deps, form, page, values, chosen)
  const locked = lockedFields(form, page.code, page.fields)
  context.view(
    'cases/page.njk',
    {
      ...pageFrame(opened, page.title),
      unitNote: await insteadOfPaper(deps, form, page.code),
      sheet: page.sheet && sheetEntry(page.sheet, taken?.values ?? values, shown, locked),
      fields: fieldViews(
        askedByRules(tellingUnderWay(besidesSheet(page), underWay), values, shown),
        taken?.values ?? values,
        shown,
        { locked, choices, from: taken?.from, ...ofAuthority(deps, form) },
      ),
      errors: errorList(shown),
      told: status === 422 ? digestOf(values) : undefined,
      correctionNotes: itemsAt(form.correction, page.code).filter(({ kind }) => kind !== 'item'),
      registered: registered(opened),
      version,
      findings: asking ? findings.filter((finding) => !isAsked(finding)) : findings,
      nameChecks,
      offers:
        page.list || locked.size > 0 ? undefined : await offersView(deps, opened, (href) => onTheWay(opened, href)),
      list: await listView(deps, opened),
      charter: charterTools(opened),
    },
    status,
  )
}

/** Answers with one item of a list. */
export const showItem = async (
  deps: Deps,
  context: Context<Applicant>,
  opened: Opened,
  itemId: string,
  { values, from }: Pick<Taken, 'values'> & Partial<Taken>,
  errors: FieldErrors,
  status: number,
) => {
  const { list } = opened.page
  if (!list) throw new AppError('NOT_FOUND')
  const { items } = opened.data
  const isNew = itemId === 'new'
  const stored = items.find(({ id }) => id === itemId)
  const before = isNew ? items.find(({ id }) => id === context.query['after']) : undefined
  const key = isNew ? (keyOfForm(context.body) ?? keyOfForm(context.query) ?? randomUUID()) : itemId
  const action = paths.answerItem(opened.form.caseFile.id, opened.page.code, itemId)
  context.view(
    'cases/item.njk',
    {
      ...pageFrame(opened, isNew ? `添加${list.noun}` : `修改${list.noun}`),
      correctionNotes: notesOn(opened, itemId),
      // A browser would put in whoever sits before it, and the item is mostly somebody else.
      fields: fieldViews(list.fields, values, errors, { from, ...ofAuthority(deps, opened.form) }).map((field) => ({
        ...field,
        autocomplete: 'off',
      })),
      offers: isNew && status === 200 ? await offersView(deps, opened, (href) => onTheWay(opened, href)) : undefined,
      places: placesOf(opened, itemId, context),
      nextText:
        items.length + (isNew ? 1 : 0) < list.max && isItemOpen(opened.form.correction, opened.page.code, 'new')
          ? `保存，再添加${list.noun}`
          : undefined,
      errors: errorList(errors),
      told: status === 422 ? digestOf(values) : undefined,
      version: opened.version,
      itemId,
      itemKey: key,
      // Read again, it is the form of the same item.
      action: isNew
        ? `${action}?${new URLSearchParams({ ...context.query, itemKey: key }).toString()}`
        : onTheWay(opened, action),
      was: wasOf(stored),
      savedBefore:
        before && `已保存“${itemTitle(list, before)}”。现在添加第${items.length + 1}${list.measure}${list.noun}。`,
      backHref: openedPath(opened),
    },
    status,
  )
}

/** Both versions side by side, and the typed one in a form that can still be saved. */
export const showConflict = (
  context: Context<Applicant>,
  opened: Opened,
  fields: readonly Field[],
  typed: RawValues,
  stored: RawValues,
  { version, by }: { readonly version: number; readonly by?: string | undefined },
  again: { readonly action: string; readonly itemKey?: string | undefined } = { action: context.req.originalUrl },
) => {
  const mine = rows(fields, typed)
  const theirs = new Map(rows(fields, stored).map((row) => [row.field, row.text]))
  context.view(
    'cases/conflict.njk',
    {
      ...pageFrame(opened, changedBy(by)),
      by,
      comparison: mine.map((row) => ({
        ...row,
        stored: theirs.get(row.field) ?? '未填写',
        same: theirs.get(row.field) === row.text,
      })),
      typed: fields.flatMap(({ name, kind }) => {
        const raw = typed[name] ?? ''
        return (kind === 'choices' ? splitChoices(raw) : [raw]).map((value) => ({ name, value }))
      }),
      version,
      ...again,
    },
    409,
  )
}
