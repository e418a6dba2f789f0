import { isEnding, lostWith } from '../../core/workflow/endings.ts'
import { statuses } from '../../core/workflow/states.ts'
import { accountPlaces } from '../accounts/store.ts'
import type { StepContext } from '../cases/take-step.ts'
import { tellAccount } from './account-notice.ts'

/** Tells the applicant of a step that concerns them: in the inbox, and by SMS through the outbox. */
export const tellApplicant = async (context: StepContext): Promise<void> => {
  const { tx, deps, caseFile, event, stage, transition } = context
  if (!transition.notice) return
  // A function, because `$&` and its like in a text to put in would be read as patterns.
  const said = transition.notice.replace('{opinion}', () => event.opinion)
  const { phone_enc: phone } = await tx
    .trx('account')
    .where({ id: caseFile.account_id })
    .first<{ phone_enc: string }>('phone_enc')
  await tellAccount(tx, deps, {
    accountId: caseFile.account_id,
    caseId: caseFile.id,
    title: `${stage.title}：${statuses[event.to_status].text}`,
    body: `${said}${(isEnding(event.to_status) && lostWith(event.stage)) || ''}`,
    // What the applicant just did themselves is on the screen already.
    ...(event.actor_kind === 'applicant'
      ? {}
      : {
          sms: {
            phones: [deps.crypto.decrypt(phone, accountPlaces.phone(caseFile.account_id))],
            template: 'case-status',
            facts: {
              number: caseFile.number,
              stage: { matter: caseFile.matter, stage: caseFile.stage },
              status: event.to_status,
            },
          },
        }),
  })
}
