import { randomUUID } from 'node:crypto'
import type { StaffRole } from '../core/access.ts'
import type { AnyStage } from '../core/matters/define.ts'
import { exampleValues } from '../core/forms/page.ts'
import { identityKey } from '../core/identity/documents.ts'
import { stepFields } from '../core/matters/grounds.ts'
import { stageOf, stepText } from '../core/matters/journey.ts'
import { actionsOf, stepOf, type Action } from '../core/workflow/procedures/index.ts'
import type { Step } from '../core/workflow/procedure.ts'
import { statuses } from '../core/workflow/statuses.ts'
import type { Statement } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import { accountPlaces } from '../modules/people/account.ts'
import { loadCase } from '../modules/cases/load.ts'
import { representativesOf } from '../modules/register/held-posts.ts'
import { askedHandOver } from '../modules/review/collector.ts'
import { lossTold, offeredSteps } from '../modules/review/step-forms.ts'
import { statusTag } from '../modules/cases/progress.ts'
import { localInput } from '../modules/review/action-forms.ts'
import { loadStaffCase, type StaffCase } from '../modules/review/case-data.ts'
import { submittedAnswers } from '../modules/review/submitted-answers.ts'
import { phrasesOf, standardSentence } from '../modules/review/phrases.ts'
import { findStaff } from '../web/actors.ts'
import { paths } from '../web/paths.ts'
import type { Context, Staff } from '../web/route.ts'
import { known } from './identity.ts'
import { saidOn, type Form, type Press } from './press.ts'

/** Those that came with the sandbox, of the authority of a case and of the unit it lies with. */
const colleagues: Statement = {
  name: 'sandbox-colleagues',
  text: `select id, roles from staff where active and created_at is null
      and (organ_id is null and authority_id = $1 or organ_id = $2) order by id`,
}

/** What lies with a supervisory unit. */
const askedUnit: Statement = {
  name: 'sandbox-asked-unit',
  text: 'select id, organ_id from consent_request where case_id = $1 and closed_by is null',
}

/** A step that leads on: forward to another place, or out of a special procedure. Never an ending, never a disagreement. */
const leadsOn = (step: Step): boolean =>
  step.tone === 'forward' && step.proposes !== 'disagree' && (step.to !== undefined || step.whilePaused === 'only')

type Next = {
  readonly official: Staff
  readonly action: Action
  readonly step: Step
  /** Where its form is sent to. */
  readonly to: Pick<Form, 'path' | 'params'>
}

/** The next step that leads on and the first demo official who may take it, by the same rules as everybody. */
const nextStep = async (deps: Deps, viewed: StaffCase): Promise<Next | undefined> => {
  const { caseFile, position } = viewed
  const [asked] = await deps.db.read<{ id: string; organ_id: number }>(askedUnit, [caseFile.id])
  const rows = await deps.db.read<{ id: number; roles: StaffRole[] }>(colleagues, [
    caseFile.authority_id,
    asked?.organ_id ?? 0,
  ])
  for (const action of actionsOf(position.procedure)) {
    const step = stepOf(position.procedure, action)
    if (!step || !leadsOn(step) || !step.from.includes(position.status)) continue
    for (const { id, roles } of rows) {
      const actor = { kind: 'staff', staffId: id, roles, own: false } as const
      if (!offeredSteps(deps, { ...viewed, actor }).includes(action)) continue
      const official = await findStaff(deps.db, id)
      if (!official || official.mustChangePassword) continue
      const to =
        asked && official.organ
          ? { path: paths.staffConsentStep(':id', ':action'), params: { id: asked.id, action } }
          : { path: paths.staffAction(':id', ':action'), params: { id: caseFile.id, action } }
      return { official, action, step, to }
    }
  }
  return undefined
}

const sentence = '经审查，符合规定。'

/** Whom the register has as legal representative of the organization, where the sandbox knows the number. */
const headOf = async (deps: Deps, { organization_id: organization }: StaffCase['caseFile']) => {
  const heads = organization === null ? [] : await representativesOf(deps.db.knex, organization)
  const person = known.find(({ residentId }) => {
    const index = deps.crypto.index('id-number', identityKey('RESIDENT_ID', residentId))
    return heads.some(({ key }) => key === index)
  })
  return person && { name: person.name, idType: 'RESIDENT_ID', idNumber: person.residentId }
}

/** How the certificate goes out: by post to whom that was asked for; else to whoever was said to come, or handles the case. */
const collectorOf = async (deps: Deps, viewed: StaffCase) => {
  const { caseFile, account } = viewed
  const { collector, posted } = (await loadCase(deps.db.knex, deps, caseFile)).facts
  const asked = (await askedHandOver(deps, viewed)).values
  const collectedAt = localInput(deps.clock.now())
  if (posted)
    return {
      ...asked,
      parcelNumber: 'EMS202600001',
      collectedAt,
    }
  const named = collector?.idNumber ? collector : await headOf(deps, caseFile)
  return {
    collectorName: named?.name ?? asked['collectorName'] ?? account.name,
    collectorIdType: named?.idType ?? account.id_type,
    collectorIdNumber:
      named?.idNumber ?? deps.crypto.decrypt(account.id_number_enc, accountPlaces.idNumber(account.id)),
    collectedAt,
  }
}

/** The form of a step as an official would fill it in: what stands in it already, and what it must have. */
const filledIn = async (
  deps: Deps,
  viewed: StaffCase,
  stage: AnyStage,
  { action, step }: Next,
): Promise<Readonly<Record<string, string>>> => ({
  ...exampleValues(
    stepFields(
      stageOf(deps.matters.require(viewed.caseFile.matter), viewed.caseFile.stage),
      step,
      [],
      submittedAnswers(deps, viewed),
    ),
  ),
  ...(action === 'handOver' ? await collectorOf(deps, viewed) : {}),
  ...(action === 'declareLost' ? lossTold(deps, viewed) : {}),
  conclusion: standardSentence(stage, step, action) || (step.conclusion === 'required' ? sentence : ''),
  opinion: step.opinion === 'required' ? (phrasesOf(stage, action)[0] ?? sentence) : '',
  version: String(viewed.caseFile.lock_version),
  requestKey: randomUUID(),
})

/** Why nothing can be done for the authority now, in a sentence. */
const whyNothing = (deps: Pick<Deps, 'matters'>, { caseFile }: StaffCase): string => {
  const stage = stageOf(deps.matters.require(caseFile.matter), caseFile.stage)
  const where = `“${stage.title}”现在是“${statusTag(deps, caseFile).text}”`
  const why = {
    applicant: '轮到申请人：请用申请人的账号填写、提交，然后再按“办到下一步”。',
    unit: '轮到业务主管单位答复，这个单位没有演示工作人员。',
    nobody: '办理已经结束，没有下一步。',
    authority: '没有可以办理下一步的演示工作人员。',
  } as const
  return `${where}，${why[statuses[caseFile.status].turn]}`
}

export type DemoStep = { readonly taken: Action } | { readonly refused: string }

/** 演示：办到下一步. Takes the next step by the demo official whose turn it is, confirming what is asked once more. */
export const takeDemoStep = async (
  deps: Deps,
  press: Press,
  context: Context<Staff>,
  id: string,
): Promise<DemoStep> => {
  const viewed = await loadStaffCase(deps, context.actor, id)
  const next = await nextStep(deps, viewed)
  if (!next) return { refused: whyNothing(deps, viewed) }
  const { official, action } = next
  const stage = stageOf(deps.matters.require(viewed.caseFile.matter), viewed.caseFile.stage)
  const sender = { actor: official, pressedBy: context.actor.loginName }
  const form = { ...next.to, body: await filledIn(deps, viewed, stage, next) }
  const answer = await press(context, sender, form)
  const confirmed =
    'to' in answer || answer.template !== 'staff/confirm.njk'
      ? answer
      : await press(context, sender, { ...form, body: { ...form.body, confirmed: 'yes' } })
  if ('to' in confirmed) return { taken: action }
  const text = stepText(stageOf(deps.matters.require(viewed.caseFile.matter), viewed.caseFile.stage), action)
  return { refused: `${official.name}没有办理“${text}”：${saidOn(confirmed)}` }
}
