import type { Deps } from '../../deps.ts'
import type { MissingGlyph } from '../../core/documents/substitutes.ts'
import { joinChoices, type RawValues } from '../../core/forms/field.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import type { AnyStage } from '../../core/matters/define.ts'
import { GROUNDS, groundsFor, stepFields } from '../../core/matters/grounds.ts'
import { onOutcome, stageOf, stepText, takesBack } from '../../core/matters/journey.ts'
import { availableActions } from '../../core/workflow/decide.ts'
import { stepOf, type Action } from '../../core/workflow/procedures/index.ts'
import type { Step } from '../../core/workflow/procedure.ts'
import { firstCollector } from '../../core/register/collector.ts'
import { siteAuthorities } from '../../reference/reference.ts'
import { fieldViews } from '../../web/form-view.ts'
import { paths } from '../../web/paths.ts'
import { localInput, inputInstant, opinionLength, textFields } from './action-forms.ts'
import { askedHandOver } from './collector.ts'
import { writingField } from '../documents/writings.ts'
import type { StaffCase } from './case-data.ts'
import { askedBeside } from './case-names.ts'
import { faultView } from './fault-form.ts'
import { submittedAnswers } from './submitted-answers.ts'
import { verdictsOf } from './verdict-state.ts'
import { phrasesOf, standardSentence } from './phrases.ts'

/** What was typed into a form of the case that could not be carried out. */
export type Typed = {
  readonly action: Action
  /** Posted fields by name, as they came. */
  readonly values: RawValues
  readonly errors: FieldErrors
  /** All that was written, in one text: shown when its form is no longer on the page. */
  readonly written: string
  /** Characters without a glyph that the step asks to have written otherwise. */
  readonly missing?: readonly MissingGlyph[]
}

const variants = { forward: 'primary', back: 'secondary', end: 'danger' } as const

/** The control for a step's opinion, and the library it can be taken from. */
const opinionControls = (stage: AnyStage, step: Step, action: Action, typed: Typed | undefined) => {
  const texts = textFields(step)
  if (texts.length === 0) return []
  const standard = standardSentence(stage, step, action)
  // The standard sentence stands in the field: chosen as well it would be said twice.
  const phrases = phrasesOf(stage, action)
    .map((text, index) => ({ value: String(index), text }))
    .filter(({ text }) => text !== standard)
  const view = (name: string) => ({
    id: `${action}-${name}`,
    name,
    value: (typed ? typed.values[name] : name === 'conclusion' && standard) || '',
    error: typed?.errors[name],
  })
  return [
    ...(phrases.length > 0
      ? [
          {
            ...view('phrase'),
            kind: 'select',
            label: '常用意见',
            hint: `选用的写入${step.conclusion ? '结论和理由' : '内部意见'}，另外填写的接在其后`,
            required: false,
            options: phrases,
            width: 'full',
          },
        ]
      : []),
    ...texts.map((field) => ({
      ...view(field.name),
      kind: 'textarea',
      label: field.label,
      hint: field.hint,
      required: !field.optional,
      maxLength: opinionLength,
      rows: 2,
    })),
  ]
}

/** Authorities of the site that register the same kind of organization: whom a case may be given to, or belongs to. */
export const otherAuthorities = (deps: Deps, { caseFile }: StaffCase): readonly string[] =>
  siteAuthorities(deps.reference, deps.site.rootDivisionCode)
    .filter(
      ({ id, orgTypes }) =>
        id !== caseFile.authority_id && orgTypes.includes(deps.matters.require(caseFile.matter).orgType),
    )
    .map(({ name }) => name)

/** When the certificate that waits to be fetched was made. */
export const certificateMadeAt = ({ events }: StaffCase): Date | undefined => {
  const made = events.findLast(({ procedure, action }) => stepOf(procedure, action)?.outcome === 'made')
  return made && new Date(made.at)
}

/** Steps taken in a stage of the case so far. */
export const pastIn = ({ past }: Pick<StaffCase, 'past'>, { code }: Pick<AnyStage, 'code'>): readonly string[] =>
  past.filter(({ stage }) => stage === code).map(({ action }) => action)

/** The grounds that what stands as 不合格 speaks for, ticked beforehand. */
const suggested = (deps: Deps, found: StaffCase, stage: AnyStage, step: Step): RawValues => {
  const states = verdictsOf(deps, found)?.states
  const codes = groundsFor(stage, step, pastIn(found, stage))
    .filter(({ pages = [] }) => pages.some((page) => states?.get(page) === 'FAIL'))
    .map(({ code }) => code)
  return codes.length === 0 ? {} : { [GROUNDS]: joinChoices(codes) }
}

/** What 登记遗失 asks, as the answers have it, where they say the certificate is lost. Of the case unmasked. */
export const lossTold = (deps: Deps, whole: StaffCase): RawValues | undefined =>
  stageOf(deps.matters.require(whole.caseFile.matter), whole.position.stage).lost?.(submittedAnswers(deps, whole))

/** Steps an official may take; what the answers say is lost is not taken back. */
export const offeredSteps = (deps: Deps, found: StaffCase): readonly Action[] => {
  const { position, actor, past, caseFile } = found
  const stage = stageOf(deps.matters.require(caseFile.matter), position.stage)
  const isLost = lossTold(deps, found) !== undefined
  return availableActions(position, actor, past).filter((action) => !(isLost && takesBack(stage, action)))
}

/** The form of one step the official may take: its controls, and its button. */
export const stepForm = async (
  deps: Deps,
  found: StaffCase,
  action: Action,
  typedAnywhere: Typed | undefined,
  loss: RawValues | undefined,
) => {
  const typed = typedAnywhere?.action === action ? typedAnywhere : undefined
  const stage = stageOf(deps.matters.require(found.caseFile.matter), found.position.stage)
  const step = stepOf(found.position.procedure, action)
  if (!step) throw new Error(`${found.position.procedure} has no step ${action}`)
  const now = localInput(deps.clock.now())
  const asked = action === 'handOver' ? await askedHandOver(deps, found) : undefined
  const collectedAt = typed?.values['collectedAt'] ?? now
  return {
    action,
    text: stepText(stage, action),
    variant: variants[step.tone],
    href: step.record ? paths.staffVisitNew(found.caseFile.id) : paths.staffAction(found.caseFile.id, action),
    // Written on a page of its own, which the button opens.
    opens: step.record !== undefined,
    fields: [
      ...(step.record ? [] : opinionControls(stage, step, action, typed)),
      ...fieldViews(
        [
          ...stepFields(stage, step, pastIn(found, stage), submittedAnswers(deps, found)),
          ...(await askedBeside(deps, found, action)),
          ...(typed?.missing ?? []).map((missing) => writingField(missing)),
        ],
        typed?.values ?? {
          ...firstCollector,
          ...asked?.values,
          ...(action === 'declareLost' ? loss : {}),
          ...onOutcome(stage, step.outcome)?.formKnown?.(submittedAnswers(deps, found), now.slice(0, 10)),
          ...suggested(deps, found, stage, step),
        },
        typed?.errors ?? {},
        { lookups: { authorities: otherAuthorities(deps, found) } },
      ).map((view) => ({
        ...view,
        ...(view.name === GROUNDS && !typed && view.value.length > 0
          ? { hint: `${view.hint ?? ''}。已按标为不合格的内容勾选，请核对` }
          : {}),
        ...(view.name === 'handedBy' && asked?.hint ? { hint: asked.hint } : {}),
        id: `${action}-${view.id}`,
        // An authority is picked, never written.
        kind: view.kind === 'lookup' ? 'select' : view.kind,
      })),
    ],
    collectedAt:
      action === 'handOver'
        ? {
            value: collectedAt,
            // A control for date and time empties itself of what is none.
            type: inputInstant(collectedAt) ? 'datetime-local' : 'text',
            error: typed?.errors['collectedAt'],
            earliest: localInput(certificateMadeAt(found) ?? deps.clock.now()),
            latest: now,
          }
        : undefined,
    faults: faultView(deps, step, action, found, typed?.values ?? {}, typed?.errors ?? {}),
  }
}

/** The controls of a step carry its name in front, for there is a form for each. */
export const typedErrors = (typed: Typed | undefined) =>
  Object.entries(typed?.errors ?? {}).map(([field, text]) => ({ text, href: `#${typed?.action ?? ''}-${field}` }))
