import { AppError } from '../../core/errors.ts'
import { identityKey } from '../../core/identity/documents.ts'
import { representedElsewhere } from '../../core/matters/held-posts.ts'
import type { PostHolder, RegisterChange } from '../../core/register/changes.ts'
import { entryOf, organizationOf, type OrganizationRow } from '../register/entry.ts'
import { writeChanges } from '../register/write.ts'
import { releaseName } from './effects.ts'
import { heldPosts } from './held-posts.ts'
import { loadCase } from './load.ts'
import { forgetNames } from './name.ts'
import type { StepContext } from './take-step.ts'

/**
 * Nobody becomes legal representative of two where the law forbids it, not even by two cases granted at one instant:
 * the lock makes the second wait for what the first wrote.
 */
const requireFree = async ({ tx, deps, caseFile, matter }: StepContext, representative: PostHolder): Promise<void> => {
  const key = identityKey(representative.idType, representative.idNumber)
  await tx.trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [deps.crypto.index('id-number', key)])
  const posts = await heldPosts(tx.trx, deps.crypto, caseFile.id, [representative])
  const [elsewhere] = representedElsewhere(matter.orgType, posts, key)
  if (elsewhere)
    throw new AppError(
      'NOT_ALLOWED_NOW',
      `拟任法定代表人${representative.name}按登记信息已担任“${elsewhere.organization}”的法定代表人，依法不得同时担任，不能准予登记。`,
    )
}

/** What a step makes of the register: the changes its outcome gives, and the organization as it is after them. */
export const changeRegister = async (
  context: StepContext,
): Promise<{ readonly changes: readonly RegisterChange[]; readonly organization: OrganizationRow | undefined }> => {
  const { tx, deps, caseFile, matter, on, event, today } = context
  const organization = await organizationOf(tx.trx, caseFile, on?.changes ? 'for update' : 'plain')
  if (!on?.changes) return { changes: [], organization }
  const { answers } = await loadCase(tx.trx, deps.crypto, caseFile)
  const entry = organization && entryOf(organization)
  const changes = on.changes({ answers, entry, today, policies: deps.site.matters })
  const representative = changes
    .flatMap((change) => (change.kind === 'person' ? [change.enters] : []))
    .find((person) => person.legalRepresentative)
  const founds = changes.some(({ kind }) => kind === 'found')
  if (founds && !representative) throw new AppError('NOT_ALLOWED_NOW', '申请中没有拟任法定代表人，不能准予登记。')
  if (representative) await requireFree(context, representative)
  const target = { orgType: matter.orgType, authorityId: caseFile.authority_id, organization }
  const source = { caseId: caseFile.id, eventId: event.id, effectiveOn: today }
  const changed = await writeChanges(tx, deps, target, changes, source)
  if (founds) {
    // The register tells of the name from now on.
    await tx.trx('case_file').where({ id: caseFile.id }).update({ organization_id: changed.id })
    await releaseName(context)
    await forgetNames(tx, caseFile.id)
  }
  return { changes, organization: changed }
}
