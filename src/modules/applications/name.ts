import type { NameAnswer } from '../../core/names/engine.ts'
import { EDITABLE } from '../../core/workflow/states.ts'
import type { Deps } from '../../deps.ts'
import { requireMatter } from '../../matters/index.ts'
import { checkApplicationName, checkApprovedName } from '../organizations/check-name.ts'
import type { ApplicationRow } from './store.ts'

const namingStages = new Set(['nameConsultation', 'nameApproval'])

type Named = Pick<ApplicationRow, 'id' | 'matter' | 'stage' | 'status' | 'authority_id'>

/** The name engine's answer in the stages that are about the name; nothing once the name is approved. */
export const checkStageName = async (deps: Deps, application: Named, name: string): Promise<NameAnswer | undefined> =>
  namingStages.has(application.stage) && name !== ''
    ? checkApplicationName(deps, {
        name,
        orgType: requireMatter(application.matter).orgType,
        authorityId: application.authority_id,
        applicationId: application.id,
      })
    : undefined

/**
 * The same for whoever fills a stage in: once the name is approved, whether it is still that name and, until the papers
 * are filed, still kept. What was filed in time keeps its name, also while it is corrected.
 */
export const checkNameToSubmit = async (
  deps: Deps,
  application: Named,
  name: string,
): Promise<NameAnswer | undefined> => {
  if (namingStages.has(application.stage)) return checkStageName(deps, application, name)
  if (!EDITABLE.includes(application.status)) return undefined
  const kept = await deps.db
    .knex('name_reservation')
    .where({ application_id: application.id })
    .whereNull('released_at')
    .first<{ name: string; until: string } | undefined>('name', 'until')
  return (
    kept &&
    checkApprovedName(
      deps,
      { name, orgType: requireMatter(application.matter).orgType, authorityId: application.authority_id },
      application.status === 'DRAFT' ? kept : { name: kept.name },
    )
  )
}
