import { chineseDate } from '../../core/documents/dates.ts'
import type { Holdings } from '../../core/register/holdings.ts'
import { electronicSeal, electronicStates, endedSeals, type ElectronicSeal } from '../../core/seals/electronic.ts'
import type { OrganizationDetail } from '../organizations/queries.ts'
import { paths } from '../../web/paths.ts'

const shown = ({ name, state, made, why }: ElectronicSeal) => ({
  name,
  tag: electronicStates[state],
  made: made && `${chineseDate(made.on)}${made.by}时制作`,
  why,
})

/** The electronic seals of an organization: the one it has, with what may be done about it, and those that ended. */
export const sealsView = (
  { name, status, validFrom }: Pick<OrganizationDetail, 'name' | 'status' | 'validFrom'>,
  holdings: Holdings,
  paused: boolean,
  chosen: string | undefined,
) => {
  const present = electronicSeal({ name, status, certifiedOn: validFrom, seals: holdings.seals, paused })
  return {
    picture: present.state === 'ENDED' ? undefined : paths.organizationSeal(chosen),
    rows: [shown(present), ...endedSeals({ name, seals: holdings.seals }).map(shown)],
    // By the organization's own account only.
    change:
      present.state === 'ENDED' || chosen !== undefined
        ? undefined
        : present.state === 'PAUSED'
          ? { action: paths.organizationSeal(), value: 'resume', text: '启用' }
          : { action: paths.organizationSeal(), value: 'pause', text: '停用' },
  }
}
