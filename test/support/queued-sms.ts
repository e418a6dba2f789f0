import type { Deps } from '../../src/deps.ts'
import { queueSms } from '../../src/modules/messages/sms.ts'
import type { SmsText } from '../../src/modules/messages/sms-texts.ts'

/** Leaves a message that is worth sending for so many minutes for the job runner, and gives its id. */
export const queued = async (
  deps: Deps,
  message: SmsText & { readonly phone: string },
  minutes: number,
): Promise<string> => {
  const id = await deps.command({ actorKind: 'system' }, async (tx) => {
    tx.audit({ chain: 'platform', action: 'test.sms', objectKind: 'sms' })
    return queueSms(tx, deps, { ...message, expiresAt: new Date(tx.now.getTime() + minutes * 60_000) })
  })
  if (id === undefined) throw new Error('the number had enough messages')
  return id
}
