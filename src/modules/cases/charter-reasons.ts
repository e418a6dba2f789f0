import { amendmentOf, clausesIn } from '../../core/charters/items.ts'
import { articleNumber } from '../../core/charters/text.ts'
import { readForm, validateFields, type FieldErrors } from '../../core/forms/page.ts'
import type { Field, ListItem, RawValues } from '../../core/forms/field.ts'
import { AppError } from '../../core/errors.ts'
import { pageOf } from '../../core/matters/journey.ts'
import type { Deps } from '../../deps.ts'
import { comparisonView } from '../../web/charter-comparison.ts'
import { errorList, fieldViews } from '../../web/form-view.ts'
import { readVersion } from '../../web/params.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, holderRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { charterBehind } from '../register/charters.ts'
import { ARTICLES, articlesOf, frame } from './charter-tools.ts'
import { isItemOpen, isOpenFor } from './corrections.ts'
import { PageConflict } from './fill-in.ts'
import { nextPath, saveOpened, today } from './open-page.ts'
import { loadForm, type LoadedCase } from './queries.ts'

const fieldOf = (item: string): string => `reason-${item}`

/** What was typed, where it was not kept. */
type Typed = { readonly values: RawValues; readonly errors: FieldErrors; readonly conflict?: boolean }

/** The charter a case amends; NOT_FOUND where it amends none that is on file. */
const behind = async (deps: Deps, { caseFile, answers, stage }: LoadedCase) => {
  const before = stage.pages.includes(ARTICLES)
    ? await charterBehind(deps.db, caseFile, answers.value('charter', 'base'))
    : null
  if (!before) throw new AppError('NOT_FOUND')
  return before
}

/** The reasons that may be written, a field for each article that is otherwise. */
const reasonFields = (form: LoadedCase, { rows }: ReturnType<typeof amendmentOf>): ReadonlyMap<string, Field> => {
  const field = pageOf(form.matter, ARTICLES)?.list?.fields.find(({ name }) => name === 'reason')
  const open = form.fillable && form.stage.procedure === 'licence' && isOpenFor(form.correction, ARTICLES)
  if (!field || !open) return new Map()
  const { hint: _, ...asked } = field
  return new Map(
    rows.flatMap(({ change, item, now, old }) => {
      if (change === 'same' || item === undefined || !isItemOpen(form.correction, ARTICLES, item)) return []
      return [
        [
          item,
          {
            ...asked,
            name: fieldOf(item),
            label: `${now ? '' : '原'}${articleNumber((now ?? old)?.place ?? 0)}的修改理由`,
          },
        ] as const,
      ]
    }),
  )
}

/** Answers with the charter of a case beside the one it was made of, and asks for the reasons while they may be written. */
const showComparison = async (
  deps: Deps,
  context: Context<Applicant>,
  form: LoadedCase,
  typed?: Typed,
  status = 200,
): Promise<void> => {
  const { caseFile, answers, stage, fillable } = form
  const before = await behind(deps, form)
  const all = context.query['all'] === 'yes'
  const amendment = amendmentOf(before, answers.items(ARTICLES))
  const asked = reasonFields(form, amendment)
  const stored = new Map(answers.items(ARTICLES).map(({ id, values }) => [id, values['reason'] ?? '']))
  const views = new Map(
    [...asked].map(([item, field]) => {
      const values = { [field.name]: typed?.values[field.name] ?? stored.get(item) ?? '' }
      return [item, { ...fieldViews([field], values, typed?.errors ?? {})[0], rows: 2, required: true }] as const
    }),
  )
  context.view(
    'cases/charter-comparison.njk',
    {
      ...frame({ form }, '修改对照'),
      comparison: comparisonView(amendment, {
        all,
        reasons: stage.procedure === 'licence',
        fieldOf: (item) => views.get(item),
        ...(fillable ? { hrefOf: (item: string) => paths.answerItem(caseFile.id, ARTICLES, item) } : {}),
      }),
      counts: { before: before.length, now: clausesIn(answers.items(ARTICLES)).length },
      errors: errorList(typed?.errors ?? {}),
      conflict: typed?.conflict,
      action: asked.size > 0 ? paths.charterComparison(caseFile.id) : undefined,
      version: form.versions[ARTICLES] ?? 0,
      all,
      allHref: `${paths.charterComparison(caseFile.id)}${all ? '' : '?all=yes'}`,
      backHref: fillable ? paths.answerPage(caseFile.id, ARTICLES) : paths.case(caseFile.id),
    },
    status,
  )
}

/** 修改对照: the charter of a case beside the one it was made of. */
const getComparison = async (deps: Deps, context: Context<Applicant>): Promise<void> =>
  showComparison(deps, context, await loadForm(deps, context.param('id'), context.actor, 'see'))

/** Keeps the reasons, each with its article, and goes on. */
const postReasons = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const opened = await articlesOf(deps, context)
  const { form } = opened
  const asked = reasonFields(form, amendmentOf(await behind(deps, form), opened.data.items))
  const fields = [...asked.values()]
  const values = readForm(fields, context.posted)
  const errors = validateFields(fields, values, today(deps))
  if (Object.keys(errors).length > 0) return showComparison(deps, context, form, { values, errors }, 422)
  const written = (item: ListItem): ListItem => {
    const field = asked.get(item.id)
    return field ? { ...item, values: { ...item.values, reason: values[field.name] ?? '' } } : item
  }
  try {
    await saveOpened(deps, context, opened, readVersion(context.body['version']), (now) => ({
      ...now,
      items: now.items.map(written),
    }))
  } catch (error) {
    if (!(error instanceof PageConflict)) throw error
    // Saved elsewhere since: what it says now is shown, with what was typed, before anything is replaced.
    return showComparison(
      deps,
      context,
      (await articlesOf(deps, context)).form,
      { values, errors, conflict: true },
      409,
    )
  }
  context.redirect(nextPath(deps, await articlesOf(deps, context)))
}

/** The charter of a case beside the one in force, and why it is otherwise. */
export const charterReasonRoutes = (deps: Deps): readonly Route[] => [
  holderRoute({
    method: 'get',
    path: paths.charterComparison(':id'),
    handler: (context) => getComparison(deps, context),
  }),
  applicantRoute({
    method: 'post',
    path: paths.charterComparison(':id'),
    handler: (context) => postReasons(deps, context),
  }),
]
