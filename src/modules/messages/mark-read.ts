import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import type { Applicant, Context } from '../../web/route.ts'
import { byApplicant } from '../../web/acting.ts'

type Who = { readonly actor: Applicant; readonly audit: Context<Applicant>['audit'] }

const run = (deps: Pick<Deps, 'command'>, { actor, audit }: Who, messageId: number | undefined): Promise<void> =>
  deps.command(byApplicant(actor, audit), async ({ trx, now, audit: record }) => {
    const own = trx('message').where({ account_id: actor.id, ...(messageId === undefined ? {} : { id: messageId }) })
    if (messageId !== undefined && !(await own.clone().first('id'))) throw new AppError('NOT_FOUND')
    const read = await own.whereNull('read_at').update({ read_at: now })
    record({
      chain: 'platform',
      action: 'message.read',
      objectKind: 'message',
      objectId: messageId === undefined ? undefined : String(messageId),
      details: { read },
    })
  })

/** Marks one of a person's messages as read; somebody else's is not found (S21). */
export const markRead = (deps: Pick<Deps, 'command'>, who: Who, messageId: number): Promise<void> =>
  run(deps, who, messageId)

/** Marks all of a person's messages as read. */
export const markAllRead = (deps: Pick<Deps, 'command'>, who: Who): Promise<void> => run(deps, who, undefined)
