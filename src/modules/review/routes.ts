import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import type { DocumentContent } from '../../core/documents/blocks.ts'
import { documentOf } from '../../documents/index.ts'
import { codePointName, MissingGlyphs } from '../../core/documents/substitutes.ts'
import { availableActions } from '../../core/workflow/decide.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import { stageOf, stepText } from '../../core/matters/journey.ts'
import type { Step } from '../../core/workflow/procedure.ts'
import type { Action } from '../../core/workflow/procedures/index.ts'
import { requireMatter } from '../../matters/index.ts'
import { readVersion } from '../../web/params.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, staffRoute, type Context, type Route, type Staff } from '../../web/route.ts'
import { findDocument } from '../documents/queries.ts'
import { serveFile } from '../files/serve.ts'
import { grantsName, readActionForm, staffStepOf } from './action-forms.ts'
import { readWritings, writingName } from '../documents/writings.ts'
import { compareRoutes } from './compare-routes.ts'
import { findSubmittedAttachment, loadStaffCase, type StaffCase } from './case-data.ts'
import { askedBeside } from './case-names.ts'
import { casePage, certificateMadeAt, otherAuthorities, type Notice, type Shown, type Typed } from './case-page.ts'
import { peopleOf } from './case-people.ts'
import { collectorDifference } from './collector.ts'
import { previewStaffStep, recordReveal, recordView, takeStaffStep, type StaffStep } from './commands.ts'
import { documentView, saidRows } from './confirm-view.ts'
import { PERSON_WAYS, personalNumberIn, type PersonWay } from './case-search.ts'
import { choicesOf, readCorrectionForm } from './correction-form.ts'
import { historyHref, historyPage, personSearchPage, unansweredSearchPage } from './history.ts'
import { homePage } from './home.ts'
import { givenAway, queuePage } from './queue.ts'
import { readRevealReason } from '../../web/reveal-reason.ts'
import { visitRoutes } from './visit-routes.ts'

type Named = NonNullable<ReturnType<typeof staffStepOf>>

const requireStep = ({ caseFile }: StaffCase, text: string): Named => {
  const named = staffStepOf(caseFile, text)
  if (!named) throw new AppError('NOT_FOUND')
  return named
}

/** The word of a step in the stage it belongs to. */
const wordOf = ({ caseFile }: StaffCase, stage: string, action: Action): string =>
  stepText(stageOf(requireMatter(caseFile.matter), stage), action)

const showCase = async (
  deps: Deps,
  context: Context<Staff>,
  found: StaffCase,
  shown: Shown = {},
  status = 200,
): Promise<void> => {
  const page = await casePage(deps, context.actor, found, shown)
  context.view(
    'staff/case.njk',
    {
      ...page,
      page: {
        title: `${page.number} ${page.name}`,
        breadcrumb: [{ href: paths.staffQueue, text: '待办' }, { text: page.number }],
      },
    },
    status,
  )
}

/** What the official did last here, said once after the redirect; only what the record bears out is said. */
const doneNotice = (found: StaffCase, staff: Staff, done: string | undefined): Notice | undefined => {
  const last = found.events.at(-1)
  return last && last.action === done && last.staff_id === staff.id
    ? { kind: 'success', text: `已办理：${wordOf(found, last.stage, last.action)}。` }
    : undefined
}

/** Who moved the case on while this official was looking at it. */
const staleNotice = (found: StaffCase, { stage, action }: Named, error: AppError): Notice => {
  const text = stepText(stage, action)
  if (error.code === 'NOT_ALLOWED_NOW' && error.detail)
    return { kind: 'error', title: `“${text}”没有办理`, text: error.detail }
  const last = found.events.at(-1)
  const by = last && [last.actor_role, last.actor_name].filter(Boolean).join(' ')
  const latest = last
    ? `${by}已于${localDateTime(new Date(last.at)).text}办理“${wordOf(found, last.stage, last.action)}”。`
    : ''
  return {
    kind: 'error',
    title: '内容已被更改',
    text: `在您操作期间，该办件已有变化，“${text}”没有执行。${latest}请查看最新状态后再决定，您填写的内容保留在下面。`,
  }
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
    if (!(error instanceof AppError) || !['STALE', 'NOT_ALLOWED_NOW'].includes(error.code)) throw error
    const found = await loadStaffCase(deps, actor, id)
    await showCase(deps, context, found, { typed: typedSoFar, notice: staleNotice(found, named, error) }, 409)
    return undefined
  }
}

/** Where an official goes after a step: back to the case, or, when it is another authority's now, to the list. */
const afterStep = (step: Step, { caseId, action }: StaffStep): string =>
  step.effects?.includes('moveToAuthority')
    ? `${paths.staffQueue}?${new URLSearchParams({ given: caseId }).toString()}`
    : `${paths.staffCase(caseId)}?${new URLSearchParams({ done: action }).toString()}`

/** Asked once more before what cannot be undone, with the documents as they will go out and what was posted. */
const askOnceMore = (
  context: Context<Staff>,
  found: StaffCase,
  { stage, step }: Named,
  { caseId, action }: StaffStep,
  shown: {
    readonly reading: Reading
    readonly documents: readonly DocumentContent[]
    readonly difference?: string | undefined
  },
): void => {
  const text = stepText(stage, action)
  const kept = Object.entries(context.body).filter(([name]) => !['_csrf', 'confirmed', 'back'].includes(name))
  context.view('staff/confirm.njk', {
    text,
    number: found.caseFile.number,
    name: found.caseFile.title,
    final: step.confirm === true,
    action: paths.staffAction(caseId, action),
    kept,
    said: saidRows(step, shown.reading),
    difference: shown.difference,
    documents: shown.documents.map((document) => documentView(document)),
    page: {
      title: `确认${text}`,
      breadcrumb: [
        { href: paths.staffQueue, text: '待办' },
        { href: paths.staffCase(caseId), text: found.caseFile.number },
        { text: `确认${text}` },
      ],
    },
  })
}

/** What was posted, checked; `written` is all the official wrote, should its form be gone by now. */
const readStep = async (
  deps: Deps,
  { body }: Context<Staff>,
  found: StaffCase,
  { action, step }: Named,
): Promise<Reading> => {
  const beside = grantsName(step) ? await askedBeside(deps, found, action) : []
  const form = readActionForm(step, action, body, {
    now: deps.clock.now(),
    extra: beside,
    authorities: otherAuthorities(deps, found),
    madeAt: certificateMadeAt(found),
  })
  if (action !== 'requireCorrection') {
    const { values, errors, opinion, conclusion, details } = form
    const written = [conclusion, opinion, details.precedenceReason ?? ''].filter((part) => part !== '').join('\n')
    return { typed: { action, values, errors, written }, opinion, conclusion, details }
  }
  const written = Object.entries(body)
    .filter(([name, value]) => name.startsWith('note-') && value.trim() !== '')
    .map(([, value]) => value.trim())
    .join('\n')
  // When the case moved on, the step itself says so: there is nothing left to check the ticks against.
  const { items, errors } = isOffered(found, action)
    ? readCorrectionForm(choicesOf(found), body)
    : { items: [], errors: {} }
  return {
    typed: { action, values: body, errors: { ...form.errors, ...errors }, written },
    opinion: form.opinion,
    conclusion: form.conclusion,
    details: { ...form.details, correctionItems: items },
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

const postStep = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { actor, body } = context
  const id = context.param('id')
  const found = await loadStaffCase(deps, actor, id)
  const named = requireStep(found, context.param('action'))
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
    details: reading.details,
  }
  if (body['confirmed'] !== 'yes') {
    const difference = step.effects?.includes('recordHandOver')
      ? await collectorDifference(deps, found, reading.details.form)
      : undefined
    if (step.confirm || difference) {
      const previewed = await attempt(deps, context, id, named, typed, () => previewStaffStep(deps, actor, wanted))
      if (!previewed) return
      if (previewed.result) {
        askOnceMore(context, found, named, wanted, { reading, documents: previewed.result, difference })
        return
      }
    }
  }
  const taken = await attempt(deps, context, id, named, typed, () => takeStaffStep(deps, actor, context.audit, wanted))
  if (taken) context.redirect(afterStep(step, wanted))
}

/** Shows the people of a case in full, once, after who asked for it and why was written down (S30). */
const reveal = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const found = await loadStaffCase(deps, context.actor, context.param('id'))
  const { values, errors, reason } = readRevealReason(context.body)
  if (!reason) return showCase(deps, context, found, { asked: { values, errors } }, 422)
  await recordReveal(deps, context.actor, context.audit, { found, people: peopleOf(deps, found), ...reason })
  await showCase(deps, context, found, { inFull: true })
}

/** By what of a person is looked for; nothing when it is not for a person. */
const personWayOf = (deps: Deps, body: Readonly<Record<string, string>>): PersonWay | undefined =>
  PERSON_WAYS.find((one) => one === body['way']) ?? personalNumberIn(body['q'] ?? '', deps.clock.now())

/**
 * 办件查询 as it was typed. Numbers and names of people are answered at once, so that they stand in no address; what
 * may stand in one gets the address of its list, also a personal number that was typed as something else.
 */
const searchHistory = async (deps: Deps, { actor, audit, body, view, redirect }: Context<Staff>): Promise<void> => {
  const way = personWayOf(deps, body)
  if (!way) return redirect(historyHref(body))
  const page = await personSearchPage(deps, actor, audit, way, body)
  view('staff/history.njk', { ...page, page: { title: '办件查询' } }, page.error === undefined ? 200 : 422)
}

export const reviewRoutes = (deps: Deps): readonly Route[] => [
  ...compareRoutes(deps),
  staffRoute({
    method: 'get',
    path: paths.staffHome,
    handler: async ({ actor, query, view }) => view('staff/home.njk', await homePage(deps, actor, query['done'])),
  }),
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffQueue,
    handler: async ({ actor, query, view }) =>
      view('staff/queue.njk', {
        ...(await queuePage(deps, actor, query)),
        given: await givenAway(deps, actor, query['given']),
        page: { title: '待办' },
      }),
  }),
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffHistory,
    handler: async ({ actor, query, view }) =>
      view('staff/history.njk', { ...(await historyPage(deps, actor, query)), page: { title: '办件查询' } }),
  }),
  permittedRoute('case:read', {
    method: 'post',
    path: paths.staffHistory,
    handler: (context) => searchHistory(deps, context),
    again: ({ body, view }, sentence) => {
      const way = personWayOf(deps, body) ?? 'applicant'
      view('staff/history.njk', { ...unansweredSearchPage(deps, way, body, sentence), page: { title: '办件查询' } })
    },
  }),
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffCase(':id'),
    handler: async (context) => {
      const found = await loadStaffCase(deps, context.actor, context.param('id'))
      const { id } = found.caseFile
      await recordView(deps, context.actor, context.audit, { kind: 'case', id, caseId: id })
      await showCase(deps, context, found, { notice: doneNotice(found, context.actor, context.query['done']) })
    },
  }),
  permittedRoute('case:act', {
    method: 'get',
    path: paths.staffReveal(':id'),
    // Shown in full once only: whoever comes back to the address sees the case as it is by default.
    handler: async (context) => {
      const { caseFile } = await loadStaffCase(deps, context.actor, context.param('id'))
      context.redirect(paths.staffCase(caseFile.id))
    },
  }),
  permittedRoute('case:act', {
    method: 'post',
    path: paths.staffReveal(':id'),
    handler: (context) => reveal(deps, context),
  }),
  permittedRoute('case:act', {
    method: 'get',
    path: paths.staffAction(':id', ':action'),
    // Steps are taken by their forms; whoever comes back to the address of one sees the case.
    handler: async (context) => {
      const found = await loadStaffCase(deps, context.actor, context.param('id'))
      requireStep(found, context.param('action'))
      context.redirect(paths.staffCase(found.caseFile.id))
    },
  }),
  permittedRoute('case:act', {
    method: 'post',
    path: paths.staffAction(':id', ':action'),
    handler: (context) => postStep(deps, context),
  }),
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffAttachment(':id', ':attachment'),
    handler: async ({ actor, audit, param, res }) => {
      const file = await findSubmittedAttachment(deps, actor, param('id'), param('attachment'))
      await recordView(deps, actor, audit, { kind: 'attachment', id: param('attachment'), caseId: param('id') })
      await serveFile(res, deps, file)
    },
  }),
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffDocument(':id', ':document'),
    handler: async ({ actor, audit, param, res }) => {
      const found = await findDocument(deps.db, param('id'), param('document'), { authorityId: actor.authority.id })
      if (found.sha256 === null) throw new AppError('NOT_FOUND')
      await recordView(deps, actor, audit, { kind: 'document', id: param('document'), caseId: param('id') })
      await serveFile(res, deps, {
        sha256: found.sha256,
        shown: found.sha256,
        name: `${documentOf(found.kind).title} ${found.number}.pdf`,
        type: 'pdf',
      })
    },
  }),
  ...visitRoutes(deps),
]
