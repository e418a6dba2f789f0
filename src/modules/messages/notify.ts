import { isEnding, lostWith } from '../../core/workflow/endings.ts'
import { statuses } from '../../core/workflow/states.ts'
import { queueSms } from './sms.ts'
import type { StepContext } from '../applications/take-step.ts'

const smsLifeDays = 3
const day = 86_400_000

/** Tells the applicant of a step that concerns them: in the inbox, and by SMS through the outbox. */
export const tellApplicant = async (context: StepContext): Promise<void> => {
  const { tx, deps, application, event, stage, transition } = context
  if (!transition.notice) return
  // A function, because `$&` and its like in a text to put in would be read as patterns.
  const said = transition.notice.replace('{opinion}', () => event.opinion)
  const body = `${said}${(isEnding(event.to_status) && lostWith(event.stage)) || ''}`
  await tx.trx('message').insert({
    account_id: application.account_id,
    application_id: application.id,
    title: `${stage.title}：${statuses[event.to_status].text}`,
    body,
    created_at: tx.now,
  })
  // What the applicant just did themselves is on the screen already.
  if (event.actor_kind === 'applicant') return
  const account = await tx
    .trx('account')
    .where({ id: application.account_id })
    .first<{ id: string; phone_enc: string }>('id', 'phone_enc')
  await queueSms(tx, deps, {
    phone: deps.crypto.decrypt(account.phone_enc, `account.phone:${account.id}`),
    template: 'case-status',
    facts: {
      number: application.number,
      stage: { matter: application.matter, stage: application.stage },
      status: event.to_status,
    },
    expiresAt: new Date(tx.now.getTime() + smsLifeDays * day),
  })
}
