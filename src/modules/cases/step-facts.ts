import type { Knex } from 'knex'
import type { Deps } from '../../deps.ts'
import type { CommonData } from '../../core/documents/define.ts'
import type { StepFacts } from '../../core/documents/facts.ts'
import { refusalFacts } from '../../core/matters/grounds.ts'
import type { Answers } from '../../core/matters/define.ts'
import { decidesText, lawOf, limitOf } from '../../core/matters/journey.ts'
import { isRenaming } from '../../core/register/changes.ts'
import { normalizeName } from '../../core/names/normalize.ts'
import { localDate, localDateTime, receiptStart } from '../../core/workflow/deadlines.ts'
import { stepOf } from '../../core/workflow/procedures/index.ts'
import { authorityById } from '../../reference/reference.ts'
import { entryOf } from '../register/entry.ts'
import { loadCase } from './load.ts'
import { receivedFacts } from './received.ts'
import type { RegisteredContext } from './take-step.ts'

/** What a case proves for a decision in its favour: the name it was given, what its answers hold, where officials looked. */
const provedBy = async (
  knex: Knex,
  { caseFile, on, events }: Pick<RegisteredContext, 'caseFile' | 'on' | 'events'>,
  answers: Answers,
  name: string,
): Promise<readonly string[]> => {
  if (!on?.proved) return []
  const approval = await knex('document')
    .where({ case_id: caseFile.id, kind: 'NAME_APPROVAL', status: 'VALID' })
    .first<{ number: string } | undefined>('number')
  const visit = events.findLast(({ stage, action }) => stage === caseFile.stage && action === 'visitSite')
  return [
    ...(approval ? [`名称“${name}”已经核准（${approval.number}）`] : []),
    ...on.proved(answers),
    ...(visit ? [visit.conclusion] : []),
  ]
}

/** The name that was handed in: what was typed since then and waits to be handed in again stands on no paper. */
const submittedName = ({ title }: Pick<RegisteredContext['caseFile'], 'title'>, typed: string): string =>
  normalizeName(typed) === title ? typed : title

type Heading = Pick<CommonData, 'applicantName' | 'applicantKind' | 'organizationName' | 'siteName'>

/** Everything the documents of a step may say, gathered once in the step's transaction, and what heads them. */
export const stepFacts = async (
  deps: Deps,
  knex: Knex,
  context: Pick<
    RegisteredContext,
    | 'caseFile'
    | 'matter'
    | 'stage'
    | 'step'
    | 'on'
    | 'event'
    | 'events'
    | 'details'
    | 'clock'
    | 'today'
    | 'changes'
    | 'organization'
    | 'effectiveOn'
  > & { readonly now: Date },
): Promise<{ readonly facts: StepFacts; readonly heading: Heading }> => {
  const {
    caseFile,
    matter,
    stage,
    step,
    on,
    event,
    events,
    details,
    clock,
    today,
    changes,
    organization,
    effectiveOn,
    now,
  } = context
  const { answers, facts } = await loadCase(knex, deps, caseFile)
  const name = submittedName(caseFile, facts.name)
  const account = await knex('account').where({ id: caseFile.account_id }).first<{ name: string }>('name')
  const applies = matter.begunBy === 'organization'
  const correctionNotice = await knex('document')
    .where({ case_id: caseFile.id, kind: 'CORRECTION_NOTICE' })
    .orderBy('issued_at', 'desc')
    .first<{ number: string } | undefined>('number')
  const reservation = await knex('name_reservation')
    .where({ case_id: caseFile.id })
    .whereNull('released_at')
    .first<{ until: string } | undefined>('until')
  const authority = authorityById(deps.reference, caseFile.authority_id)
  const here = events.filter((earlier) => earlier.stage === caseFile.stage)
  const first = here.find(({ outcome }) => outcome === 'submitted')
  const latest = here.findLast(({ outcome }) => outcome === 'submitted')
  const limit = clock.clock ? limitOf(matter, stage, clock.clock, deps.site.matters, answers) : undefined
  const { clock_started_on: startedOn, clock_due_on: dueOn, statutory_due_on: statutoryDueOn } = clock
  // Who gets a case from another authority has it from then on; who works late has it before it counts.
  const receivedOn = (submission: (typeof here)[number] | undefined): string => {
    const given = here.findLast(({ procedure, action }) =>
      stepOf(procedure, action)?.effects?.includes('moveToAuthority'),
    )
    const arrived = given && given.id > (submission?.id ?? 0) ? given : submission
    const day = receiptStart(arrived?.at ?? now, deps.reference.calendar)
    return day > today ? today : day
  }
  const nameNotice = step.effects?.includes('giveNameUp')
    ? await knex('document')
        .where({ case_id: caseFile.id, kind: 'NAME_APPROVAL' })
        .orderBy('issued_at', 'desc')
        .first<{ number: string } | undefined>('number')
    : undefined
  const renamed = changes.find(isRenaming)
  const provisional = (day: string): boolean => !deps.reference.calendar.isCovered(day)
  const started =
    clock.clock !== caseFile.clock && limit && startedOn && dueOn && statutoryDueOn
      ? {
          startedOn,
          committedDays: limit.committed,
          committedDueOn: dueOn,
          statutoryDays: limit.statutory,
          statutoryDueOn,
          ownPeriod: limit.ownPeriod === true,
          provisional: { committed: provisional(dueOn), statutory: provisional(statutoryDueOn) },
          afterHours: latest !== undefined && startedOn > localDate(latest.at) && startedOn === receivedOn(latest),
        }
      : undefined
  return {
    heading: {
      // Of an organization's case it applies, whoever of it began it.
      applicantName:
        caseFile.on_behalf ?? (applies && organization ? (renamed?.before ?? organization.name) : account.name),
      applicantKind: applies ? 'UNIT' : 'PERSON',
      // What is decided about who takes another name is told of the one it had.
      organizationName: renamed?.before ?? organization?.name ?? name,
      siteName: deps.site.name,
    },
    facts: {
      today,
      time: localDateTime(now).time,
      orgType: matter.orgType,
      handlerName: event.actor_name,
      byTime: event.actor_kind === 'system',
      action: event.action,
      conclusion: event.conclusion,
      proved: await provedBy(knex, context, answers, name),
      form: details.form ?? {},
      matterTitle: on?.formalTitle ?? stage.formalTitle ?? matter.title,
      law: lawOf(stage, answers),
      ...refusalFacts(stage, step, details.form ?? {}),
      decides: decidesText(stage),
      ...(on?.next ? { next: on.next } : {}),
      pausable: stepOf(stage.procedure, 'pause') !== undefined,
      correctionRule: deps.site.matters.correction,
      remedies: authority,
      contactName: facts.contactName || account.name,
      appliedOn: localDate(first?.at ?? now),
      submittedOn: localDate(latest?.at ?? now),
      receivedFirstOn: receivedOn(first),
      receivedOn: receivedOn(latest),
      ...(latest && latest !== first ? { correctedOn: localDate(latest.at) } : {}),
      acceptedOn: (caseFile.clock === 'decision' ? caseFile.clock_started_on : null) ?? today,
      ...(started ? { started } : {}),
      ...(step.clock === 'extend' && caseFile.statutory_due_on && statutoryDueOn
        ? {
            extended: {
              ownPeriod: limit?.ownPeriod === true,
              before: caseFile.statutory_due_on,
              after: statutoryDueOn,
              provisional: {
                promisedBefore: provisional(caseFile.clock_due_on ?? today),
                before: provisional(caseFile.statutory_due_on),
                after: provisional(statutoryDueOn),
              },
              paused: here.some(({ action }) => action === 'resume'),
            },
          }
        : {}),
      ...(caseFile.clock_due_on ? { dueOnBefore: caseFile.clock_due_on } : {}),
      ...(dueOn ? { dueOn } : {}),
      dueProvisional: dueOn !== null && provisional(dueOn),
      ...(step.documents?.includes('RECEIPT') ? { received: await receivedFacts(deps, knex, context) } : {}),
      corrections: details.correctionItems ?? [],
      ...(correctionNotice ? { correctionNoticeNumber: correctionNotice.number } : {}),
      proposedName: name,
      supervisoryUnit: facts.supervisoryUnit,
      ...(nameNotice ? { nameGivenUp: nameNotice.number } : {}),
      ...(reservation ? { reservedUntil: reservation.until } : {}),
      changes,
      effectiveOn,
      ...(organization
        ? {
            register: {
              ...entryOf(organization),
              uscc: organization.uscc,
              establishedOn: organization.established_on,
              validFrom: organization.valid_from ?? today,
              validTo: organization.valid_to ?? today,
            },
          }
        : {}),
    },
  }
}
