import { randomUUID } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { RequestFacts } from '../../db/audit.ts'
import type { Deps } from '../../deps.ts'
import { authorityById } from '../../reference/reference.ts'
import { byApplicant } from '../../web/acting.ts'
import type { Applicant } from '../../web/route.ts'
import { organizationsFor } from '../grants/organizations.ts'
import { accountStanding } from '../../core/legal-persons/standing.ts'

/**
 * Puts the electronic seal of the account's organization out of use, or into use again; asked twice it is done once. Only
 * the organization's own account may, while it speaks for it.
 */
export const pauseSeal = (deps: Deps, actor: Applicant, request: RequestFacts, pause: boolean): Promise<void> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    const own = (await organizationsFor(tx.trx, actor, localDate(tx.now))).find(({ unit }) => unit !== undefined)
    if (!own?.unit) throw new AppError('FORBIDDEN', '电子印章由单位用法人账号停用和启用。')
    if (accountStanding(own.unit) !== 'speaks') throw new AppError('NOT_ALLOWED_NOW', '本账号现在不能代表单位办理。')
    const { id, authority_id: authority } = own.organization
    await tx.trx('organization').where({ id }).forUpdate().select('id')
    const running = () => tx.trx('seal_pause').where({ organization_id: id }).whereNull('resumed_at')
    const paused = (await running().first('id')) !== undefined
    if (pause && !paused)
      await tx
        .trx('seal_pause')
        .insert({ id: randomUUID(), organization_id: id, paused_by: actor.id, paused_at: tx.now })
    if (!pause && paused) await running().update({ resumed_by: actor.id, resumed_at: tx.now })
    tx.audit({
      chain: authorityById(deps.reference, authority).code,
      action: pause ? 'organization.seal-paused' : 'organization.seal-resumed',
      objectKind: 'organization',
      objectId: id,
      details: { repeated: pause === paused },
    })
  })
