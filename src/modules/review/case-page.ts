import { randomUUID } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import { codePointName } from '../../core/documents/substitutes.ts'
import type { RawValues } from '../../core/forms/field.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { stageOf } from '../../core/matters/journey.ts'
import { ledHere } from '../../core/matters/led-here.ts'
import { availableActions, decide } from '../../core/workflow/decide.ts'
import { momentText } from '../../core/workflow/deadlines.ts'
import { actionsOf, stepOf, type Action } from '../../core/workflow/procedures/index.ts'
import { isFinal } from '../../core/workflow/statuses.ts'
import { paths } from '../../web/paths.ts'
import { may } from '../../core/access.ts'
import type { Staff } from '../../web/route.ts'
import { stageSteps, statusTag } from '../cases/progress.ts'
import { baseIn } from '../register/charters.ts'
import { applicantPanel, masked, type Telling } from './applicant-panel.ts'
import type { StaffCase } from './case-data.ts'
import { namesPanel, precedenceTexts } from './case-names.ts'
import { maskedCase } from './case-people.ts'
import { clockPanel } from './clock.ts'
import { faultView } from './fault-form.ts'
import { handOverRows } from './hand-over.ts'
import { allOfQueue, fromList, listOf, type Origin } from './origin.ts'
import { neighboursOf } from './queue.ts'
import { revealControls } from '../../web/reveal-reason.ts'
import { errorList } from '../../web/form-view.ts'
import { reportFacts } from './report-facts.ts'
import { neighbouringReports } from './report-filter.ts'
import { visitRows } from './visit-view.ts'
import { verdictAnchor, verdictPanel, type VerdictPanel, type VerdictTyped } from './verdict-view.ts'
import { lossTold, offeredSteps, type Typed, stepForm, typedErrors } from './step-forms.ts'
import { findingMarks } from './finding-marks.ts'
import { verdictsOf } from './verdict-state.ts'
import { checksAnchor, checksPanel } from './case-checks.ts'
import { comparisonLines, postsPanel } from './case-comparison.ts'
import { caseParts, contents } from './case-parts.ts'
import { consentRows } from './case-consent.ts'
import { handlerChange, timeline, corrections, documentRows, proposals } from './case-record.ts'

/** Why an official sees no button although the case waits for their role. */
const refusalText = (found: StaffCase): string | undefined => {
  const refusals = actionsOf(found.position.procedure)
    .map((action) => decide(found.position, action, found.actor, found.past))
    .flatMap((decision) => (decision.ok ? [] : [decision.refusal]))
  if (refusals.includes('ALREADY_REVIEWED'))
    return '您已办理过本环节的另一审查步骤，同一人不能办理两个审查步骤，请由其他工作人员办理。'
  return refusals.includes('OTHER_HANDS') ? '证书由您制作，请由另一名工作人员登记发证。' : undefined
}

/** The lists of faults that steps of the official would send out, as they stand now. */
export const faultForms = (deps: Pick<Deps, 'matters'>, found: StaffCase) =>
  availableActions(found.position, found.actor, found.past).flatMap((action) => {
    const step = stepOf(found.position.procedure, action)
    const faults = step && faultView(deps, step, action, found, {}, {})
    return faults ? [faults] : []
  })

/** The submission of the present stage, or the last one before it. */
const latestOf = (deps: Pick<Deps, 'matters'>, { caseFile, submissions }: StaffCase) =>
  deps.matters
    .require(caseFile.matter)
    .stages.flatMap(({ code }) => submissions.filter(({ stage }) => stage === code))
    .at(-1)

/** 目录 of what was submitted last, for the parts of the page a script exchanges. */
export const presentContents = (deps: Pick<Deps, 'matters'>, found: StaffCase, panel: VerdictPanel | undefined) => {
  const present = latestOf(deps, found)
  return present
    ? contents(caseParts(deps, found, present, panel, { inFull: false, opened: { at: '', all: false } }))
    : []
}

/** The characters of a case that no font of the documents has, in one sentence. */
const missingGlyphs = async (deps: Deps, { caseFile, account, submissions }: StaffCase) => {
  const said = [caseFile.title, account.applicant, submissions.map(({ content }) => content.sections)]
  const chars = await deps.pdf.lacking(said)
  return chars.map((char) => `“${char}”（${codePointName(char)}）`).join('、')
}

export type Notice = {
  readonly kind: 'success' | 'important' | 'error'
  readonly title?: string
  readonly text: string
}

/** What an official asked to see in full and could not be shown yet, as typed. */
type Asked = { readonly values: RawValues; readonly errors: FieldErrors }

export type Shown = {
  readonly typed?: Typed | undefined
  readonly notice?: Notice | undefined
  readonly asked?: Asked | undefined
  /** A verdict that was not saved, as typed. */
  readonly verdict?: VerdictTyped | undefined
  /** Key of what is to be marked. */
  readonly mark?: string | undefined
  /** Anchor of the page or material one comes back to, whose part stands open. */
  readonly at?: string | undefined
  /** Everything stands open. */
  readonly all?: boolean
  /** Something was refused: one stays with this case. */
  readonly refused?: boolean
  /** The list one came from. */
  readonly origin?: Origin | undefined
  /** People's data in full: only in the answer to a request that was recorded. */
  readonly inFull?: boolean
}

const openly: Telling = { number: (text) => text, phone: (text) => text }

/** The certificates that can be printed while one waits to be fetched. */
const printableCertificates = (deps: Pick<Deps, 'documents'>, staff: Staff, { caseFile, documents }: StaffCase) =>
  documents
    .filter(
      ({ ready, kind, status }) =>
        caseFile.status === 'CERT_PRINTED' &&
        ready &&
        status === 'VALID' &&
        deps.documents.of(kind).layout === 'certificate',
    )
    .map(({ id, kind, number }) => ({
      href: paths.staffDocument(caseFile.id, id),
      name: `${deps.documents.of(kind).title} ${number}`,
      overprint: may(staff.roles, 'certificate:issue') ? paths.staffOverprintPaper(id) : undefined,
    }))

/**
 * The step whose form stands open: what was typed, a notice there are faults for, or what leads forward; what leaves the
 * case in its place never by itself.
 */
const openStep = ({ position }: StaffCase, actions: readonly Action[], faulty: boolean, typed: Typed | undefined) => {
  const stepFor = (action: Action) => stepOf(position.procedure, action)
  return (
    actions.find((action) => action === typed?.action) ??
    (faulty ? actions.find((action) => stepFor(action)?.verdicts === 'required') : undefined) ??
    actions.find((action) => stepFor(action)?.tone === 'forward' && !stepFor(action)?.record) ??
    actions.find((action) => !stepFor(action)?.record && !stepFor(action)?.aside)
  )
}

/** Steps as they stand below each other: what leads forward first, what is taken along the way or on a record last. */
const inOrder = ({ position }: StaffCase, actions: readonly Action[]): readonly Action[] => {
  const weight = (action: Action): number => {
    const step = stepOf(position.procedure, action)
    return step?.aside ? 2 : step?.tone === 'forward' ? 0 : 1
  }
  return actions.toSorted((one, other) => weight(one) - weight(other))
}

/** Everything the page of one case shows; people's data masked unless it is the answer to a recorded request (S30). */
export const casePage = async (deps: Deps, staff: Staff, whole: StaffCase, shown: Shown) => {
  const inFull = shown.inFull === true
  const found = inFull ? whole : maskedCase(deps, whole)
  const tell = inFull ? openly : masked
  const { caseFile } = found
  const matter = deps.matters.require(caseFile.matter)
  const applicant = await applicantPanel(deps, staff, found, tell)
  const actions = inOrder(found, offeredSteps(deps, whole))
  const origin = shown.origin ?? allOfQueue
  const verdicts = verdictPanel(deps, whole, shown.verdict, shown.mark)
  const present = latestOf(deps, found)
  const parts = present
    ? caseParts(deps, found, present, verdicts, { inFull, opened: { at: shown.at ?? '', all: shown.all === true } })
    : []
  const posts = found.posts.length > 0 ? postsPanel(matter, found) : undefined
  const names = await namesPanel(deps, staff, found)
  const checks = await checksPanel(deps, whole, shown.verdict, shown.mark)
  return {
    caseId: caseFile.id,
    over: isFinal(caseFile.status),
    mayActOnCases: may(staff.roles, 'case:act'),
    number: caseFile.number,
    name: caseFile.title,
    matter: matter.title,
    stage: stageOf(matter, caseFile.stage).title,
    report: await reportFacts(deps, found),
    status: statusTag(deps, caseFile),
    steps: stageSteps(matter, caseFile.stage, caseFile.status),
    clock: clockPanel(deps, caseFile, found.events),
    applicant: applicant.rows,
    moved: applicant.moved,
    // What the organization has to say where others apply instead of it.
    views: found.events.flatMap(({ action, at, actor_name: name, conclusion }) =>
      action === 'stateView' ? [{ who: name, at: momentText(at), text: conclusion }] : [],
    ),
    handlerChanges: found.transfers.map((transfer) => handlerChange(deps, transfer)),
    submitted: present && {
      title: stageOf(matter, present.stage).title,
      at: momentText(present.at),
      findings: present.content.findings,
      consent: consentRows(present.content),
    },
    parts,
    contents: contents(parts),
    checks,
    checksOpen: shown.all === true || shown.at === checksAnchor || checks?.open === true,
    findings: findingMarks(whole, verdictsOf(deps, whole), verdicts?.judges === true),
    allHref: fromList(origin, paths.staffCase(caseFile.id), { open: 'all' }),
    neighbours: shown.refused
      ? {}
      : origin.list === 'reports'
        ? await neighbouringReports(deps, staff, caseFile, origin)
        : await neighboursOf(deps, staff, caseFile, origin, actions.length > 0),
    /** Goes on with every form, so that one comes back to the list. */
    originQuery: fromList(origin, ''),
    listHref: listOf(origin).href,
    earlier: found.submissions
      .filter((submission) => submission !== present)
      .toReversed()
      .map((submission) => ({
        href: paths.staffSubmission(caseFile.id, submission.round),
        text: `以前环节：${stageOf(matter, submission.stage).title}（${momentText(submission.at)} 提交）`,
        // In full only here: the answer to a request that was recorded stands at no other address.
        parts: inFull
          ? caseParts(deps, found, submission, undefined, {
              inFull,
              opened: { at: '', all: true },
              prefix: `${submission.stage}-`,
            })
          : undefined,
      })),
    verdicts,
    charterHref: present && baseIn(present.content) !== '' ? paths.staffCharter(caseFile.id) : undefined,
    compareHref:
      found.events.filter(({ procedure, action }) => stepOf(procedure, action)?.outcome === 'submitted').length > 1
        ? paths.staffCompare(caseFile.id)
        : undefined,
    missingGlyphs: await missingGlyphs(deps, whole),
    names,
    comparison: comparisonLines(names, posts, present?.content, matter.facts.people.length > 0),
    consultedTitle: caseFile.procedure === 'nameApproval' ? caseFile.consulted_title : null,
    precedences: precedenceTexts(found),
    namesPeople: matter.facts.people.length > 0,
    posts,
    timeline: timeline(deps, found),
    visits: visitRows(found),
    corrections: corrections(deps, found),
    documents: documentRows(deps, found),
    handOver: await handOverRows(deps, found, tell),
    certificates: printableCertificates(deps, staff, found),
    ledHere: isFinal(found.caseFile.status) ? undefined : ledHere(matter, found.caseFile.stage, found.events),
    proposals: proposals(found),
    work: {
      forms: await Promise.all(
        actions.map((action) => stepForm(deps, found, action, shown.typed, lossTold(deps, whole))),
      ),
      open: openStep(found, actions, (verdicts?.failures.length ?? 0) > 0, shown.typed),
      refusal: actions.length === 0 ? refusalText(found) : undefined,
      requestKey: randomUUID(),
      version: caseFile.lock_version,
      leftOver: shown.typed && !actions.includes(shown.typed.action) ? shown.typed.written : undefined,
    },
    reveal: {
      href: paths.staffReveal(caseFile.id),
      fields: revealControls(shown.asked?.values ?? {}, shown.asked?.errors ?? {}),
      open: shown.asked !== undefined,
      inFull,
      backHref: paths.staffCase(caseFile.id),
    },
    errors: [
      ...typedErrors(shown.typed),
      ...errorList(shown.verdict?.errors ?? {}, `${verdictAnchor(shown.verdict?.code ?? '')}-`),
      ...errorList(shown.asked?.errors ?? {}, 'reveal-'),
    ],
    notice: shown.notice,
  }
}
