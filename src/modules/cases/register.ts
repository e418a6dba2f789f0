import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { identityKey } from '../../core/identity/documents.ts'
import type { Matter, On } from '../../core/matters/define.ts'
import { representedElsewhere } from '../../core/matters/held-posts.ts'
import type { PostHolder, RegisterChange } from '../../core/register/changes.ts'
import { entryOf, organizationOf, type OrganizationRow } from '../register/entry.ts'
import { holdingsOf } from '../register/holdings.ts'
import { writeChanges } from '../register/write.ts'
import { releaseName } from './effects.ts'
import { heldPosts } from './held-posts.ts'
import { loadCase } from './load.ts'
import { forgetNames } from './name.ts'
import type { CaseRow } from './store.ts'

type Registering = {
  readonly tx: Transaction
  readonly deps: Deps
  readonly caseFile: CaseRow
  readonly matter: Matter
  readonly today: string
}

/**
 * Nobody becomes legal representative of two where the law forbids it, not even by two cases granted at one instant:
 * the lock makes the second wait for what the first wrote.
 */
const requireFree = async ({ tx, deps, caseFile, matter }: Registering, representative: PostHolder): Promise<void> => {
  const key = identityKey(representative.idType, representative.idNumber)
  await tx.trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [deps.crypto.index('id-number', key)])
  const posts = await heldPosts(tx.trx, deps.crypto, caseFile, [representative])
  const [elsewhere] = representedElsewhere(matter.orgType, posts, key)
  if (elsewhere)
    throw new AppError(
      'NOT_ALLOWED_NOW',
      `拟任法定代表人${representative.name}按登记信息已担任“${elsewhere.organization}”的法定代表人，依法不得同时担任，不能准予登记。`,
    )
}

type Registered = {
  readonly changes: readonly RegisterChange[]
  readonly organization: OrganizationRow | undefined
}

/**
 * What an outcome makes of the register: the changes it gives, and the organization as it is after them. `eventId`: the
 * step that came to it; none when another system decided.
 */
export const changeRegister = async (
  registering: Registering,
  on: On | undefined,
  eventId: number | null,
): Promise<Registered> => {
  const { tx, deps, caseFile, matter, today } = registering
  const organization = await organizationOf(tx.trx, caseFile, on?.changes ? 'for update' : 'plain')
  if (!on?.changes) return { changes: [], organization }
  const { answers } = await loadCase(tx.trx, deps, caseFile)
  const entry = organization && entryOf(organization)
  const context = {
    answers,
    entry,
    filed: caseFile.register_before ?? undefined,
    holdings: organization && (await holdingsOf(tx.trx, deps.crypto, organization.id)),
    validTo: organization?.valid_to ?? undefined,
    today,
    policies: deps.site.matters,
  }
  const changes = on.changes(context)
  const representative = changes
    .flatMap((change) => (change.kind === 'person' ? [change.enters] : []))
    .find((person) => person.legalRepresentative)
  const founds = changes.some(({ kind }) => kind === 'found')
  if (founds && !representative) throw new AppError('NOT_ALLOWED_NOW', '申请中没有拟任法定代表人，不能准予登记。')
  if (representative) await requireFree(registering, representative)
  const target = { orgType: matter.orgType, authorityId: caseFile.authority_id, organization }
  const source = { caseId: caseFile.id, eventId, effectiveOn: on.effectiveOn?.(context) ?? today }
  const changed = await writeChanges(tx, deps, target, changes, source)
  if (founds) {
    // The register tells of the name from now on.
    await tx.trx('case_file').where({ id: caseFile.id }).update({ organization_id: changed.id })
    await releaseName(registering)
    await forgetNames(tx, caseFile.id)
  }
  return { changes, organization: changed }
}
