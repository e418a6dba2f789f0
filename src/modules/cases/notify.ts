import { chineseDate } from '../../core/documents/dates.ts'
import { withWords } from '../../core/forms/words.ts'
import { statusText, toldText } from '../../core/matters/journey.ts'
import { collectingText, handedText, type Posted } from '../../core/register/collector.ts'
import { isEnding, lostWith } from '../../core/workflow/endings.ts'
import { askedBy } from '../../core/workflow/asks.ts'
import { authorityById } from '../../reference/reference.ts'
import { applicantsOf } from '../grants/applicants.ts'
import { tellColleagues } from '../grants/colleagues.ts'
import { tellAccount } from '../messages/account-notice.ts'
import type { SmsText } from '../messages/sms-texts.ts'
import { loadCase } from './load.ts'
import { overdueWarning } from './progress.ts'
import type { RegisteredContext, StepContext } from './take-step.ts'

/** A step as a text message tells it: what is asked and by when, where to come, or how it stands. */
const smsOf = (
  context: StepContext,
  facts: {
    readonly number: string | null
    readonly stage: { readonly matter: string; readonly stage: string }
    readonly posted: Posted | undefined
  },
): SmsText => {
  const { step, caseFile, event, clock, stage } = context
  const { number } = facts
  const status = { ...facts.stage, status: event.to_status }
  const ask = askedBy(stage.procedure, event.to_status)
  if (step.outcome === 'made')
    return {
      template: facts.posted ? 'case-post' : 'case-collect',
      facts: { number, authority: caseFile.authority_id },
    }
  if (ask && clock.clock_due_on !== null)
    return { template: 'case-asked', facts: { ...facts, status, day: clock.clock_due_on, ask } }
  return step.outcome ? { template: 'case-status', facts: { ...facts, status } } : { template: 'case-news', facts }
}

/**
 * Tells the applicant of a step that concerns them: in the inbox, and by SMS through the outbox. Colleagues who fill in
 * the case read it as well, and get a text message where something is asked.
 */
export const tellApplicant = async (context: StepContext): Promise<void> => {
  const { tx, deps, caseFile, event, stage, step, on, details, clock } = context
  const words = on?.notice ?? step.notice
  if (!words) return
  const notice = typeof words === 'string' ? words : words((await loadCase(tx.trx, deps, caseFile)).answers)
  const authority = authorityById(deps.reference, caseFile.authority_id)
  const posted = step.outcome === 'made' ? (await loadCase(tx.trx, deps, caseFile)).facts.posted : undefined
  const holes = {
    ...deps.site.matters,
    ...details.form,
    authorityPhone: deps.reference.authorities.find(({ name }) => name === details.form?.['authority'])?.phone,
    conclusion: event.conclusion,
    collecting: collectingText(posted, authority),
    handed: handedText(details.form ?? {}),
    dueOn: clock.clock_due_on ? chineseDate(clock.clock_due_on) : '',
  }
  const said = withWords(notice, holes)
  const byOther =
    event.actor_kind === 'applicant'
      ? `由${event.actor_role ?? ''}${event.actor_name}${event.actor_role === null ? '' : '代为'}提交。`
      : ''
  const asked = askedBy(stage.procedure, event.to_status)
  const overdue = asked ? overdueWarning({ procedure: stage.procedure, status: event.to_status }) : ''
  const facts = { number: caseFile.number, stage: { matter: caseFile.matter, stage: caseFile.stage }, posted }
  // What comes to nothing yet (延期, 转办) is called by the step, for the status says nothing of it.
  const title = `${stage.title}：${step.outcome ? statusText(stage, event.to_status) : toldText(stage, event.action)}`
  const body = `${said}${(isEnding(event.to_status) && lostWith(event.stage)) || ''}${overdue}`
  const sms = smsOf(context, facts)
  const applicants = await applicantsOf(tx, deps, caseFile.id)
  for (const { id: accountId, phone } of applicants) {
    // What one just did oneself is on the screen already.
    const own = event.account_id === accountId
    await tellAccount(tx, deps, {
      accountId,
      caseId: caseFile.id,
      title,
      body: `${own ? '' : byOther}${body}`,
      ...(own ? {} : { sms: { phones: [phone], ...sms } }),
    })
  }
  const asking = sms.template === 'case-asked' ? { ...sms, template: 'case-asked-colleague' as const } : undefined
  const told = { title, body, ...(asking ? { sms: asking } : {}) }
  await tellColleagues(tx, deps, caseFile.id, told, [...applicants.map(({ id }) => id), event.account_id ?? ''])
}

/** With its first certificate an organization acts for itself: its founder is told that it needs an account of its own, and who acts till then. */
export const tellOfOwnAccount = async (context: RegisteredContext): Promise<void> => {
  const { tx, deps, caseFile, changes, organization } = context
  const first = changes.some((change) => change.kind === 'certificate' && change.reason === 'FIRST')
  if (!first || !organization) return
  await tellAccount(tx, deps, {
    accountId: caseFile.account_id,
    title: '请为社会组织注册法人账号',
    body: `“${organization.name}”的登记证书已经制作，统一社会信用代码为${organization.uscc}。以后办理变更、备案、章程核准、年报、注销，由法定代表人用社会组织的法人账号，请到“我的办件”按提示注册；登记发证以后一年内，您也可以用自己的账号替它办理。`,
  })
}
