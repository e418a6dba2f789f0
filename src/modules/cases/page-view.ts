import type { Deps } from '../../deps.ts'
import { splitChoices, type Field, type RawValues } from '../../core/forms/field.ts'
import { type FieldErrors, rows, type Page } from '../../core/forms/page.ts'
import { toldRows } from '../../core/matters/journey.ts'
import type { Way } from '../../core/register/duties.ts'
import { wayLink } from '../../web/way-link.ts'
import { registerItems } from '../../core/register/items.ts'
import { elsewhereOf } from '../../core/matters/answers.ts'
import { fieldViews, errorList } from '../../web/form-view.ts'
import { askedByMeter, figuresOf } from '../../web/figures-view.ts'
import { cellNames, sheetEntry } from '../../web/sheet-view.ts'
import type { Context, Applicant } from '../../web/route.ts'
import { insteadOfPaper } from './consent-view.ts'
import { itemsAt, lockedFields } from './corrections.ts'
import { takenIntoPage } from './known.ts'
import { tellingUnderWay } from './under-way.ts'
import { type Opened, onTheWay } from './open-page.ts'
import { changedBy } from './autosave.ts'
import { charterTools } from './charter-tools.ts'
import { digestOf, ofAuthority, pageFrame } from './page-frame.ts'
import { judgePage } from './page-judgement.ts'
import { listView, offersView } from './list-view.ts'

/** What the register says now of what a page would change, and what the portal says there itself. */
const toldOn = ({ form, page }: Opened) => ({
  registered: [...new Set(Object.values(page.before ?? {}))].map((item) => ({
    label: registerItems[item].text[form.matter.orgType] ?? item,
    text: form.register?.[item] || '无',
  })),
  facts: toldRows(form.matter, page.code, form),
})

/** Which answers stand as the report of the year before has them. */
const fromLastYear = ({ form, page }: Opened, values: RawValues): Readonly<Record<string, string>> => {
  const last = form.report.lastReport
  const then = last?.answers[page.code]?.values
  if (!last || !then) return {}
  return Object.fromEntries(
    page.fields
      .filter(({ name, carries }) => carries && values[name] && values[name] === then[name])
      .map(({ name }) => [name, `${String(last.year)}年度报告`]),
  )
}

/** Why a statement is filled in where nobody typed yet. */
const carriedNote = ({ form, page }: Opened): string | undefined => {
  const last = form.report.lastReport
  return page.sheet && last && form.stored[page.code]
    ? `年初数、上年数取自${String(last.year)}年度报告，不一致的请改正并写明原因。`
    : undefined
}

/** The same as questions: the answer may be meant so. */
const askedOnce = (asked: FieldErrors): FieldErrors =>
  Object.fromEntries(
    Object.entries(asked).map(([field, message]) => [field, `${message}。确实如此的，请再按一次“保存并继续”`]),
  )

/** What a rule asks for is shown where it does, as needed then, and where it was answered. */
const askedByRules = (
  fields: readonly Field[],
  values: RawValues,
  wanted: ReadonlySet<string | undefined>,
  faults: FieldErrors,
): readonly Field[] =>
  fields
    .filter(({ name, byRule }) => !byRule || Boolean(values[name]) || wanted.has(name) || faults[name] !== undefined)
    .map((field) => {
      const { optional: _optional, ...needed } = field
      return field.byRule ? needed : field
    })

/** What is asked besides the cells of a table of amounts. */
const besidesSheet = ({ fields, sheet }: Page): readonly Field[] => {
  const cells = new Set(sheet ? cellNames(sheet) : [])
  return fields.filter(({ name }) => !cells.has(name))
}

/** A finding with the link to the organization's own matter that mends it. */
const withWay = <F extends object>(
  { matters }: Deps,
  { matter }: Opened['form'],
  finding: F & { readonly way?: Way },
) => {
  const { way } = finding
  if (!way) return finding
  const kinds = matters.all.filter(({ family, orgType }) => family === way.family && orgType === matter.orgType)
  return { ...finding, link: wayLink(kinds, way) }
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
  const { findings, nameChecks, faults, asked, isAsked, wanted, choices, underWay } = await judgePage(deps, opened)
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
        askedByRules(tellingUnderWay(besidesSheet(page), underWay), values, wanted, shown),
        taken?.values ?? values,
        shown,
        { locked, choices, from: { ...fromLastYear(opened, values), ...taken?.from }, ...ofAuthority(deps, form) },
      ).map(askedByMeter(page)),
      ...figuresOf(page, form.matter, taken?.values ?? values, elsewhereOf(form.answers)),
      errors: errorList(shown),
      told: status === 422 ? digestOf(values) : undefined,
      correctionNotes: itemsAt(form.correction, page.code).filter(({ kind }) => kind !== 'item'),
      ...toldOn(opened),
      carriedNote: carriedNote(opened),
      version,
      // What is asked at its field stands here as well where a matter mends it.
      findings: (asking ? findings.filter((finding) => finding.way !== undefined || !isAsked(finding)) : findings).map(
        (finding) => withWay(deps, form, finding),
      ),
      nameChecks,
      offers:
        page.list || locked.size > 0 ? undefined : await offersView(deps, opened, (href) => onTheWay(opened, href)),
      list: await listView(deps, opened),
      charter: charterTools(opened),
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
  // What nobody filled in is nothing to choose between.
  const mine = rows(fields, typed).filter(({ field, value }) => value !== '' || Boolean(stored[field]))
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
