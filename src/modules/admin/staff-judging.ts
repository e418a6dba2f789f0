import { staffFault, type StaffMember } from '../../core/staff-roles.ts'
import type { Deps } from '../../deps.ts'
import { numberIndex, type NewMember, type StaffRefusal, type StaffRow } from './staff-writing.ts'

const isAdministrator = (row: StaffRow): boolean => row.active && row.roles.includes('SYS_ADMIN')

/** How many other administrators the authority of a member has. */
export const otherAdministrators = (held: readonly StaffRow[], row: StaffRow): number =>
  held.filter((one) => one.id !== row.id && one.authority_id === row.authority_id && isAdministrator(one)).length

/** What speaks against a new member, judged by the staff as it is held. */
export const newMemberFault = (
  deps: Pick<Deps, 'crypto'>,
  held: readonly StaffRow[],
  actor: StaffMember,
  wanted: NewMember,
): StaffRefusal | undefined => {
  const idNumberIndex = numberIndex(deps.crypto, wanted.idNumber)
  return staffFault({
    actor,
    member: { idNumberIndex, roles: [], active: false },
    change: {
      kind: 'create',
      roles: wanted.roles,
      workedHere: held.some(
        (one) => !one.active && one.authority_id === wanted.authorityId && one.id_number_idx === idNumberIndex,
      ),
    },
    otherAdministrators: 0,
  })
}
