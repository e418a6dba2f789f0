import type { Deps } from '../../deps.ts'
import type { Field, RawValues } from '../../core/forms/field.ts'
import { isVisible, validateFields, readForm, doubtsAbout, type FieldErrors } from '../../core/forms/page.ts'
import { type Context, type Applicant, type Route, applicantRoute } from '../../web/route.ts'
import { wholeForm } from '../../web/form-view.ts'
import { paths } from '../../web/paths.ts'
import { PageConflict } from './fill-in.ts'
import { notedAs } from '../../core/matters/take-over.ts'
import { leftToUnit } from './consent-view.ts'
import { lockedFields } from './corrections.ts'
import { takenIntoPage } from './known.ts'
import { readVersion } from '../../web/params.ts'
import { openedPage, openedPath, today, saveOpened, nextPath, type Opened } from './open-page.ts'
import { isTold } from './page-frame.ts'
import { judgePage, suggestionOf } from './page-judgement.ts'
import { showConflict, showPage } from './page-view.ts'
import { isAutosave, sameValues, tellVersion } from './autosave.ts'

/**
 * Answers a correction notice does not open keep what is stored, whatever was posted. What an open answer makes visible
 * is taken over only as far as it was stored.
 */
const keepLocked = (
  fields: readonly Field[],
  posted: RawValues,
  stored: RawValues,
  locked: ReadonlySet<string>,
): RawValues => {
  const values: Record<string, string> = {}
  for (const field of fields) {
    const { name } = field
    if (isVisible(field, values)) values[name] = (locked.has(name) ? stored[name] : posted[name]) ?? ''
  }
  return values
}

/** What is wrong with these answers; nothing is where the unit can be asked instead. */
const errorsOf = async (deps: Deps, { form, page }: Opened, values: RawValues): Promise<FieldErrors> => {
  const left = await leftToUnit(deps, form, page.code)
  const errors = validateFields(page.fields, values, today(deps))
  return Object.fromEntries(Object.entries(errors).filter(([name]) => !left.includes(name)))
}

/** The page as it was saved; with its faults, if it was saved with some. */
const getPage = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const opened = await openedPage(deps, context)
  // A page saved before with faults shows them when it is opened again.
  const seen = opened.version > 0 && Object.keys(opened.data.values).length > 0
  const errors = seen ? await errorsOf(deps, opened, opened.data.values) : {}
  await showPage(deps, context, opened, opened.data.values, errors, 200)
}

/** Saves what was typed, also what is wrong; goes on when nothing speaks against it or the person was told. */
const postPage = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const opened = await openedPage(deps, context)
  const { form, page, data } = opened
  const locked = lockedFields(form, page.code, page.fields)
  // A suggested name taken over replaces the one typed; everything else on the page is saved as typed.
  const taken = page.fields.find(({ name }) => context.body[suggestionOf(name)] !== undefined)
  const posted = taken
    ? { ...context.posted, [taken.name]: context.body[suggestionOf(taken.name)] ?? '' }
    : context.posted
  const values = keepLocked(page.fields, readForm(page.fields, posted), data.values, locked)
  try {
    const known = await takenIntoPage(deps, form, page, {})
    const version = await saveOpened(deps, context, opened, readVersion(context.body['version']), (now) => ({
      ...now,
      values,
      taken: notedAs(known, values, now.taken),
    }))
    if (isAutosave(context)) return tellVersion(context, version)
  } catch (error) {
    if (!(error instanceof PageConflict)) throw error
    const same = sameValues(values, error.stored.values)
    if (isAutosave(context)) return tellVersion(context, error.version, same, error.by)
    // Saved already, as by a script whose answer was lost: it goes on from there.
    if (!same) return showConflict(context, opened, page.fields, values, error.stored.values, error)
  }
  // What the engine says of a name that was taken over is shown first.
  if (taken?.kind === 'proposedName') return context.redirect(openedPath(opened))
  if (context.body['action'] === 'save-draft') return context.redirect(`${paths.case(form.caseFile.id)}?done=saved`)
  const saved = await openedPage(deps, context)
  const errors = await errorsOf(deps, saved, values)
  const { list } = page
  const few = list && saved.data.items.length < list.min
  const doubts: Record<string, string> = {
    ...doubtsAbout(page.fields, values),
    // Whoever has nobody to add yet goes on by the same press again.
    ...(few && {
      [wholeForm]: `请至少添加${list.min}${list.measure}${list.noun}。现在先不添加的，请再按一次“保存并继续”`,
    }),
  }
  const { faults, asked, findings } = await judgePage(deps, saved)
  // What speaks against a list stands at no field of its page.
  const against = few ? [] : findings.filter(({ level }) => level === 'BLOCK')
  if (against.length > 0)
    doubts[wholeForm] =
      `还不能提交：${against.map(({ message }) => message).join('；')}。现在先不改的，请再按一次“保存并继续”`
  const spoken = Object.keys({ ...doubts, ...faults, ...asked }).length > 0
  if (Object.keys(errors).length === 0 && (isTold(context.body, values) || !spoken))
    return context.redirect(nextPath(deps, saved))
  // What was typed is kept; the person is told what is missing before going on.
  const shown = { ...doubts, ...errors }
  await showPage(deps, context, { ...saved, data: { ...data, values } }, values, shown, 422, saved.version)
}

/** Form pages of a case: one handler and one template for all of them. */
export const answerPageRoutes = (deps: Deps): readonly Route[] => [
  applicantRoute({
    method: 'get',
    path: paths.answerPage(':id', ':page'),
    handler: (context) => getPage(deps, context),
  }),
  applicantRoute({
    method: 'post',
    path: paths.answerPage(':id', ':page'),
    handler: (context) => postPage(deps, context),
  }),
]
