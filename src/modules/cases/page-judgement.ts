import type { Deps } from '../../deps.ts'
import type { FieldErrors, Page } from '../../core/forms/page.ts'
import { applyRules, type RuleResult } from '../../core/matters/journey.ts'
import { movedSince } from '../../core/matters/take-over.ts'
import { cellNames } from '../../web/sheet-view.ts'
import { leftToUnit } from './consent-view.ts'
import { accountsToTell } from './accounts-filed.ts'
import { organizationsNamed } from '../register/named.ts'
import { ruleContext, seenOf } from './rule-context.ts'
import { nameView, nameFault } from '../organizations/name-view.ts'
import { postsOf } from './held-posts.ts'
import { checkNames } from './name.ts'
import { itemsUnderWay } from './under-way.ts'
import { type Opened, today } from './open-page.ts'

/** What a suggested name is posted as, so that it replaces what was typed in its field. */
export const suggestionOf = (field: string): string => `suggestion-${field}`

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

/** What the rules say about a page somebody has begun: beside its fields what must change, above them the rest. */
export const judgePage = async (deps: Deps, { form, page, data, version }: Opened) => {
  const peoplePages = form.matter.facts.people.map((list) => list.page)
  // A statement begins where the year before ended, and is not begun by that.
  const begun = (Object.keys(data.values).length > 0 || data.items.length > 0) && (version > 0 || !page.sheet)
  const underWay = await itemsUnderWay(deps.db.knex, deps, form.caseFile)
  const ruled =
    begun || page.fields.some(({ byRule }) => byRule)
      ? applyRules(
          form.matter,
          form.stage.code,
          form.answers,
          ruleContext(deps, today(deps), form.caseFile.authority_id, {
            posts: peoplePages.includes(page.code) ? await postsOf(deps, form) : [],
            ...seenOf(form),
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
  const told = begun ? found : []
  return {
    underWay,
    /** Fields a rule asks for as things stand: shown from the beginning, not only once their page was saved without. */
    wanted: new Set(found.flatMap((finding) => (isFault(finding) ? [finding.field] : []))),
    findings: told.filter((finding) => !isFault(finding)),
    /** What is asked once at its field; see Rule.asks. */
    asked: faultsByField(page, told.filter(isAsked)),
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
      ...told.filter(isFault),
    ]),
  }
}
