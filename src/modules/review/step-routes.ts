import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import type { DocumentContent } from '../../core/documents/blocks.ts'
import { codePointName, MissingGlyphs } from '../../core/documents/substitutes.ts'
import { availableActions } from '../../core/workflow/decide.ts'
import { stepFields } from '../../core/matters/grounds.ts'
import { stepText } from '../../core/matters/journey.ts'
import type { Step } from '../../core/workflow/procedure.ts'
import type { Action } from '../../core/workflow/procedures/index.ts'
import { readVersion } from '../../web/params.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, type Context, type Route, type Staff } from '../../web/route.ts'
import { grantsName, readActionForm, staffStepOf } from './action-forms.ts'
import { readWritings, writingName } from '../documents/writings.ts'
import { loadStaffCase, type StaffCase } from './case-data.ts'
import { askedBeside } from './case-names.ts'
import { certificateMadeAt, otherAuthorities, pastIn, type Typed } from './step-forms.ts'
import { organizationOf } from '../register/entry.ts'
import { collectorDifference } from './collector.ts'
import { previewStaffStep, takeStaffStep, type StaffStep } from './commands.ts'
import { readingView } from '../documents/reading.ts'
import { remindersOf, saidRows } from './confirm-view.ts'
import { readFaults } from './fault-form.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { fromList, listOf, readOrigin, type Origin } from './origin.ts'
import { submittedAnswers } from './submitted-answers.ts'
import { verdictsOf } from './verdict-state.ts'
import { type Named, showCase, staleNotice } from './show-case.ts'

const requireStep = (deps: Pick<Deps, 'matters'>, { caseFile }: StaffCase, text: string): Named => {
  const named = staffStepOf(deps, caseFile, text)
  if (!named) throw new AppError('NOT_FOUND')
  return named
}

const isOffered = (found: StaffCase, action: Action): boolean =>
  availableActions(found.position, found.actor, found.past).includes(action)

type Reading = {
  readonly typed: Typed
  readonly opinion: string
  readonly conclusion: string
  readonly details: StaffStep['details']
}

/** Tries a step, or what would come of it; what cannot be done is shown on the case with everything that was typed. */
const attempt = async <T>(
  deps: Deps,
  context: Context<Staff>,
  id: string,
  named: Named,
  typedSoFar: Typed,
  work: () => Promise<T>,
): Promise<{ readonly result: T } | undefined> => {
  const { actor } = context
  try {
    return { result: await work() }
  } catch (error) {
    if (error instanceof MissingGlyphs) {
      const errors = Object.fromEntries(
        error.missing.map(({ char }) => [
          writingName(char),
          `文书字库没有“${char}”（${codePointName(char)}），这一步没有办理。请填写它在文书上的写法`,
        ]),
      )
      const typed = { ...typedSoFar, errors, missing: error.missing }
      await showCase(deps, context, await loadStaffCase(deps, actor, id), { typed }, 422)
      return undefined
    }
    if (!(error instanceof AppError) || !['STALE', 'NOT_ALLOWED_NOW', 'INVALID'].includes(error.code)) throw error
    const found = await loadStaffCase(deps, actor, id)
    const status = error.code === 'INVALID' ? 422 : 409
    await showCase(deps, context, found, { typed: typedSoFar, notice: staleNotice(deps, found, named, error) }, status)
    return undefined
  }
}

/** Where an official goes after a step: back to the case, or, when it is another authority's now, to the list. */
const afterStep = (step: Step, { caseId, action }: StaffStep, origin: Origin): string =>
  step.effects?.includes('moveToAuthority')
    ? `${paths.staffQueue}?${new URLSearchParams({ given: caseId }).toString()}`
    : fromList(origin, paths.staffCase(caseId), { done: action })

/** Asked once more before what cannot be undone, with the documents as they will go out and what was posted. */
const askOnceMore = (
  deps: Deps,
  context: Context<Staff>,
  found: StaffCase,
  { stage, step }: Named,
  { caseId, action }: StaffStep,
  shown: {
    readonly reading: Reading
    readonly documents: readonly DocumentContent[]
    readonly difference?: string | undefined
    readonly reminders: Awaited<ReturnType<typeof remindersOf>>
    /** The last verdict the page rests on. */
    readonly judged: number | undefined
  },
): void => {
  const text = stepText(stage, action)
  const origin = readOrigin(deps, context.query)
  const list = listOf(origin)
  const kept = [
    ...Object.entries(context.posted)
      .filter(([name]) => !['_csrf', 'confirmed', 'back', 'judged'].includes(name))
      // Of several ticked each is posted again.
      .flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)])),
    ...(shown.judged === undefined ? [] : [['judged', String(shown.judged)]]),
  ]
  // 确认整改 says it already.
  const sure = text.startsWith('确认') ? text : `确认${text}`
  context.view('staff/confirm.njk', {
    sure,
    number: found.caseFile.number,
    name: found.caseFile.title,
    final: step.confirm === true,
    action: fromList(origin, paths.staffAction(caseId, action)),
    kept,
    said: saidRows(step, stepFields(stage, step, pastIn(found, stage), submittedAnswers(deps, found)), shown.reading),
    difference: shown.difference,
    reminders: shown.reminders,
    faults: (shown.reading.details.correctionItems ?? []).map(({ title, note }) => [{ text: title }, { text: note }]),
    documents: shown.documents.map((document) => readingView(document)),
    page: {
      title: sure,
      breadcrumb: [
        { href: list.href, text: list.text },
        { href: fromList(origin, paths.staffCase(caseId)), text: found.caseFile.number },
        { text: sure },
      ],
      listPath: list.path,
    },
  })
}

/** What was posted, checked; `written` is all the official wrote, should its form be gone by now. */
const readStep = async (
  deps: Deps,
  context: Context<Staff>,
  found: StaffCase,
  { action, stage, step }: Named,
): Promise<Reading> => {
  const { body } = context
  const beside = grantsName(deps.matters.require(found.caseFile.matter), step)
    ? await askedBeside(deps, found, action)
    : []
  const form = readActionForm(step, action, context, {
    stage,
    own: stepFields(stage, step, pastIn(found, stage), submittedAnswers(deps, found)),
    now: deps.clock.now(),
    extra: beside,
    authorities: otherAuthorities(deps, found),
    madeAt: certificateMadeAt(found),
    certificateFrom:
      action === 'declareLost' ? (await organizationOf(deps.db.knex, found.caseFile))?.valid_from : undefined,
  })
  const { values, errors, opinion, conclusion, details } = form
  const said = [conclusion, opinion, details.precedenceReason ?? '']
  const written = (more: readonly string[]) => [...said, ...more].filter((part) => part.trim() !== '').join('\n')
  if (step.verdicts !== 'required')
    return { typed: { action, values, errors, written: written([]) }, opinion, conclusion, details }
  // When the case moved on, the step itself says so: there is nothing left to make the list of.
  const faults = isOffered(found, action) ? readFaults(deps, step, found, body, localDate(deps.clock.now())) : undefined
  const words = Object.entries(body).flatMap(([name, text]) =>
    /^(words-|lateReason$)/.test(name) ? [text.trim()] : [],
  )
  return {
    typed: {
      action,
      values: { ...values, ...faults?.values },
      errors: { ...errors, ...faults?.errors },
      written: written(words),
    },
    opinion,
    conclusion,
    details: { ...details, correctionItems: faults?.items ?? [], lateReason: faults?.lateReason ?? '' },
  }
}

/** The same with what was written for characters without a glyph, which any step that issues documents may ask for. */
const withWritings = ({ typed, opinion, conclusion, details }: Reading, body: Context<Staff>['body']): Reading => {
  const substitutes = readWritings(body)
  const chars = Object.keys(substitutes)
  if (chars.length === 0) return { typed, opinion, conclusion, details }
  const values = {
    ...typed.values,
    ...Object.fromEntries(Object.entries(substitutes).map(([char, writing]) => [writingName(char), writing])),
  }
  return {
    typed: { ...typed, values, missing: chars.map((char) => ({ char, within: char })) },
    opinion,
    conclusion,
    details: { ...details, substitutes },
  }
}

/** What was posted for a step: checked, shown once more where it cannot be undone, and taken. */
const postStep = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { actor, body } = context
  const id = context.param('id')
  const found = await loadStaffCase(deps, actor, id)
  const named = requireStep(deps, found, context.param('action'))
  const { action, step } = named
  const reading = withWritings(await readStep(deps, context, found, named), body)
  const { typed } = reading
  if (Object.keys(typed.errors).length > 0) {
    await showCase(deps, context, found, { typed }, 422)
    return
  }
  if (body['back'] === 'yes') {
    await showCase(deps, context, found, { typed })
    return
  }
  const wanted: StaffStep = {
    caseId: id,
    action,
    opinion: reading.opinion,
    conclusion: reading.conclusion,
    requestKey: body['requestKey'] ?? '',
    version: readVersion(body['version']),
    ...(step.verdicts && body['judged'] !== undefined ? { judged: readVersion(body['judged']) } : {}),
    details: reading.details,
  }
  if (body['confirmed'] !== 'yes') {
    const difference = step.effects?.includes('recordHandOver')
      ? await collectorDifference(deps, found, reading.details.form)
      : undefined
    const reminders = await remindersOf(deps, actor, found, { step, text: stepText(named.stage, action) })
    if (step.confirm || step.verdicts === 'required' || difference || reminders.length > 0) {
      const previewed = await attempt(deps, context, id, named, typed, () => previewStaffStep(deps, actor, wanted))
      if (!previewed) return
      if (previewed.result) {
        askOnceMore(deps, context, found, named, wanted, {
          reading,
          documents: previewed.result,
          difference,
          reminders,
          judged: step.verdicts && verdictsOf(deps, found)?.upTo,
        })
        return
      }
    }
  }
  const taken = await attempt(deps, context, id, named, typed, () => takeStaffStep(deps, actor, context.audit, wanted))
  if (taken) context.redirect(afterStep(step, wanted, readOrigin(deps, context.query)))
}

export const stepRoutes = (deps: Deps): readonly Route[] => [
  permittedRoute('case:act', {
    method: 'get',
    path: paths.staffAction(':id', ':action'),
    // Steps are taken by their forms; whoever comes back to the address of one sees the case.
    handler: async (context) => {
      const found = await loadStaffCase(deps, context.actor, context.param('id'))
      requireStep(deps, found, context.param('action'))
      context.redirect(paths.staffCase(found.caseFile.id))
    },
  }),
  permittedRoute('case:act', {
    method: 'post',
    path: paths.staffAction(':id', ':action'),
    handler: (context) => postStep(deps, context),
  }),
]
