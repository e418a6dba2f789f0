import type { Knex } from 'knex'
import type { Deps } from '../../deps.ts'
import type { CommonData } from '../../core/documents/define.ts'
import type { StepFacts } from '../../core/documents/facts.ts'
import { decidesText, limitOf, materialNeed, materialOf } from '../../core/matters/journey.ts'
import { localDate, localDateTime } from '../../core/workflow/deadlines.ts'
import { stepOf } from '../../core/workflow/procedures/index.ts'
import { authorityById } from '../../reference/reference.ts'
import { entryOf } from '../register/entry.ts'
import type { ConsentState } from './consent.ts'
import { loadCase } from './load.ts'
import type { RegisteredContext } from './take-step.ts'
import type { Answers, Matter } from '../../core/matters/define.ts'

const materialsReceived = (
  matter: Matter,
  materials: readonly string[],
  answers: Answers,
  consent: ConsentState | undefined,
): StepFacts['materials'] => [
  { name: `${matter.title}申请表（系统生成）`, form: 'ORIGINAL', copies: 1, note: null },
  ...materials
    .map((code) => materialOf(matter, code))
    .filter((material) => material !== undefined && materialNeed(material, answers) === 'required')
    .map((material) => ({
      name: material?.title ?? '',
      form: material?.form === '原件' ? ('ORIGINAL' as const) : ('COPY' as const),
      copies: material?.copies ?? 1,
      note:
        consent?.given && material?.code === consent.settled?.material
          ? `业务主管单位在线同意，文号${consent.given.number}`
          : '电子扫描件',
    })),
]

type Heading = Pick<CommonData, 'applicantName' | 'applicantKind' | 'organizationName' | 'siteName'>

/** Everything the documents of a step may say, gathered once in the step's transaction, and what heads them. */
export const stepFacts = async (
  deps: Deps,
  knex: Knex,
  context: Pick<
    RegisteredContext,
    'caseFile' | 'matter' | 'stage' | 'event' | 'events' | 'details' | 'clock' | 'today' | 'changes' | 'organization'
  > & { readonly now: Date },
): Promise<{ readonly facts: StepFacts; readonly heading: Heading }> => {
  const { caseFile, matter, stage, event, events, details, clock, today, changes, organization, now } = context
  const { answers, facts, consent } = await loadCase(knex, deps, caseFile)
  const account = await knex('account')
    .where({ id: caseFile.account_id })
    .first<{ name: string; kind: 'PERSONAL' | 'LEGAL_PERSON' }>('name', 'kind')
  const correctionNotice = await knex('document')
    .where({ case_id: caseFile.id, kind: 'CORRECTION_NOTICE', status: 'VALID' })
    .first<{ number: string } | undefined>('number')
  const reservation = await knex('name_reservation')
    .where({ case_id: caseFile.id })
    .whereNull('released_at')
    .first<{ until: string } | undefined>('until')
  const authority = authorityById(deps.reference, caseFile.authority_id)
  const latest = (...actions: readonly string[]): Date | undefined =>
    events.findLast((earlier) => earlier.stage === caseFile.stage && actions.includes(earlier.action))?.at
  const limit = clock.clock ? limitOf(matter, stage, clock.clock, deps.site.matters) : undefined
  const { clock_started_on: startedOn, clock_due_on: dueOn, statutory_due_on: statutoryDueOn } = clock
  const started =
    clock.clock !== caseFile.clock && limit && startedOn && dueOn && statutoryDueOn
      ? {
          startedOn,
          committedDays: limit.committed,
          committedDueOn: dueOn,
          statutoryDays: limit.statutory,
          statutoryDueOn,
          ownPeriod: limit.ownPeriod === true,
        }
      : undefined
  return {
    heading: {
      applicantName: account.name,
      applicantKind: account.kind === 'PERSONAL' ? 'PERSON' : 'UNIT',
      organizationName: organization?.name ?? facts.name,
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
      form: details.form ?? {},
      matterTitle: stage.formalTitle ?? matter.title,
      law: stage.law,
      decides: decidesText(stage),
      pausable: stepOf(stage.procedure, 'pause') !== undefined,
      correctionRule: deps.site.matters.correction,
      remedies: authority,
      contactName: facts.contactName || account.name,
      submittedOn: localDate(latest('submit', 'resubmit') ?? now),
      acceptedOn: localDate(latest('accept', 'deemAccepted') ?? now),
      ...(started ? { started } : {}),
      ...(caseFile.clock_due_on ? { dueOnBefore: caseFile.clock_due_on } : {}),
      ...(dueOn ? { dueOn } : {}),
      materials: materialsReceived(matter, stage.materials, answers, consent),
      corrections: details.correctionItems ?? [],
      ...(correctionNotice ? { correctionNoticeNumber: correctionNotice.number } : {}),
      proposedName: facts.name,
      supervisoryUnit: facts.supervisoryUnit,
      ...(reservation ? { reservedUntil: reservation.until } : {}),
      changes,
      ...(organization
        ? {
            register: {
              ...entryOf(organization),
              uscc: organization.uscc,
              validFrom: organization.valid_from ?? today,
              validTo: organization.valid_to ?? today,
            },
          }
        : {}),
    },
  }
}
