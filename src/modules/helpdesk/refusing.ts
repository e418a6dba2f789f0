import type { AuditContext } from '../../db/audit.ts'
import type { Deps } from '../../deps.ts'
import { DeskRefusal, obstacle } from '../../core/helpdesk/refusals.ts'
import type { Staff } from '../../web/route.ts'
import { isId } from '../../web/params.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { byStaff } from '../../web/acting.ts'

/** Whoever works at the counter, and with what. */
export type Desk = {
  readonly deps: Deps
  readonly staff: Staff
  readonly request: RequestFacts
}

export const clerk = ({ staff, request }: Desk): AuditContext => byStaff(staff, request)

/** What a refusal is about, for the audit log. */
export type Subject = { readonly kind: 'desk_operation' | 'account' | 'desk_material'; readonly id: string }

const isTaken = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === '23505'

/**
 * Does something at the counter; what is refused is recorded with its reasons (S11), although the transaction it was
 * refused in is undone.
 */
export const recordingRefusals = async <T>(
  desk: Desk,
  step: string,
  subject: Subject,
  work: () => Promise<T>,
): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    // Two at the same instant are told apart by the unique indexes.
    const refusal = isTaken(error) ? new DeskRefusal(obstacle('TAKEN', 'data')) : error
    if (!(refusal instanceof DeskRefusal)) throw error
    await desk.deps.command(clerk(desk), async (tx) => {
      tx.audit({
        chain: desk.staff.authority.code,
        action: 'desk-refused',
        objectKind: subject.kind,
        objectId: isId(subject.id) ? subject.id : undefined,
        details: {
          step,
          reason: refusal.obstacles[0]?.reason,
          reasons: [...new Set(refusal.obstacles.map(({ reason }) => reason))],
        },
      })
    })
    throw refusal
  }
}
