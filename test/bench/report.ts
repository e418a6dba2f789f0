import type { Deps } from '../../src/deps.ts'
import { askedPages } from '../../src/core/matters/journey.ts'
import { savePages } from '../../src/modules/cases/fill-in.ts'
import { beginForOrganization } from '../../src/modules/cases/organization-case.ts'
import { loadForm } from '../../src/modules/cases/queries.ts'
import { ownExampleFor } from '../../src/sandbox/own-example.ts'
import { findApplicant } from '../../src/web/actors.ts'
import { paths } from '../../src/web/paths.ts'
import { unitAccount, units } from '../support/legal-persons.ts'
import { sessionCookie } from '../support/people.ts'

/** The page with the largest table there is, filled in: a statement of a report. */
export type LargestTable = { readonly cookie: string; readonly path: string; readonly fields: number }

/** Begins the report of a demo organization and fills in its largest statement. */
export const fillReport = async (deps: Deps, owner: Deps['db']): Promise<LargestTable> => {
  const { id: accountId } = await unitAccount({ deps, owner }, units.grain)
  await owner.knex('legal_person').where({ account_id: accountId }).update({ certificate_state: 'PASSED' })
  const actor = await findApplicant(deps, accountId)
  if (!actor) throw new Error('no account')
  const request = { ip: '127.0.0.1', requestId: 'bench' }
  const wanted = { matter: 'social-group-report', id: undefined, organization: undefined, about: undefined }
  const caseId = await beginForOrganization(deps, actor, request, wanted)
  const form = await loadForm(deps, caseId, actor, 'fill')
  const [page] = askedPages(form.matter, form.stage.pages, form.answers).toSorted(
    (one, other) => other.fields.length - one.fields.length,
  )
  if (!page?.sheet) throw new Error('no table of amounts')
  const data = (await ownExampleFor(deps, form))(page)
  const version = form.versions[page.code] ?? 0
  await savePages(deps, actor, request, { caseId, stage: form.stage.code, pages: [{ page: page.code, version, data }] })
  const cookie = await sessionCookie(deps, 'applicant', accountId, { accountId })
  return {
    cookie: `${cookie.name}=${cookie.value}`,
    path: paths.answerPage(caseId, page.code),
    fields: page.fields.length,
  }
}
