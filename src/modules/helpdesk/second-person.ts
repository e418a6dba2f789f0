import { DeskRefusal, obstacle } from '../../core/helpdesk/refusals.ts'
import type { EventAction, Opened } from './act.ts'
import type { Desk } from './refusing.ts'

/**
 * The proof that another clerk agreed. Whatever puts a verified account, a phone or a password into somebody's hands
 * asks for it, and it is had in one way only, so that no operation can forget the second person.
 */
export class SecondPerson {
  readonly staffId: number

  private constructor(staffId: number) {
    this.staffId = staffId
  }

  /**
   * Whoever confirms, unless they had a hand in the operation themselves (HD-02; `steps`: in those steps of it). It is
   * the person that counts: somebody who left and was taken on again may hold another account than the one those steps
   * were taken with.
   */
  static async confirming(
    { tx, operation }: Opened,
    { staff }: Desk,
    steps: Readonly<{ action?: EventAction }> = {},
  ): Promise<SecondPerson> {
    const took = await tx
      .trx('staff')
      .where({ id_number_idx: staff.idNumberIndex })
      .whereIn(
        'id',
        tx
          .trx('desk_event')
          .where({ operation_id: operation.id, ...steps })
          .select('staff_id'),
      )
      .first<object | undefined>('id')
    if (took) throw new DeskRefusal(obstacle('SAME_PERSON'))
    return new SecondPerson(staff.id)
  }
}
