import type { Deps } from '../../deps.ts'
import { requireMatter } from '../../matters/index.ts'
import { checkApplicationName } from '../organizations/check-name.ts'
import type { ApplicationRow } from './store.ts'

const namingStages = new Set(['nameConsultation', 'nameApproval'])

/** The name engine's answer in the stages that are about the name; nothing once the name is approved. */
export const checkStageName = async (
  deps: Deps,
  application: Pick<ApplicationRow, 'id' | 'matter' | 'stage' | 'authority_id'>,
  name: string,
) =>
  namingStages.has(application.stage) && name !== ''
    ? checkApplicationName(deps, {
        name,
        orgType: requireMatter(application.matter).orgType,
        authorityId: application.authority_id,
        applicationId: application.id,
      })
    : undefined
