import { AppError } from '../../core/errors.ts'
import { maxGrants, rightsText, grantLevels } from '../../core/grants.ts'
import { heldSentence } from '../../core/identity/phone-hold.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { hindranceOf } from '../../core/legal-persons/standing.ts'
import { isRegistered, registerStatuses } from '../../core/register/statuses.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { AuditEntry } from '../../db/audit.ts'
import type { Deps } from '../../deps.ts'
import { authorityById } from '../../reference/reference.ts'
import { byApplicant } from '../../web/acting.ts'
import type { Applicant, Context } from '../../web/route.ts'
import { requireUnheld } from '../accounts/phone-hold.ts'
import { offerGrant, type Invited } from '../grants/offer.ts'
import { organizationsFor } from '../grants/organizations.ts'
import type { OrganizationRow } from '../register/entry.ts'

/** A line of the audit log about a grant of an organization. */
export const aboutOrganization = (
  { reference }: Pick<Deps, 'reference'>,
  { id, authority_id: authorityId }: OrganizationRow,
  action: string,
  grant: string,
): AuditEntry => ({
  chain: authorityById(reference, authorityId).code,
  action,
  objectKind: 'organization',
  objectId: id,
  details: { grant },
})

/** The organization of a legal person's account; throws NOT_FOUND for an account that has none. */
export const ownUnit = async ({ db, clock }: Pick<Deps, 'db' | 'clock'>, actor: Applicant, knex = db.knex) => {
  const speakers = await organizationsFor(knex, actor, localDate(clock.now()))
  const own = speakers.find(({ unit }) => unit)
  if (own?.unit) return { organization: own.organization, unit: own.unit }
  if (speakers.length > 0)
    throw new AppError('FORBIDDEN', '经办人由单位用法人账号委任和收回，您可以在“用户中心—办件授权”查看您的授权。')
  throw new AppError('NOT_FOUND')
}

/**
 * Appoints a 经办人 of the organization whose account asks, by invitation (see offerGrant). Throws NOT_ALLOWED_NOW, saying
 * why, while the account does not speak for it or once it is no more.
 */
export const appoint = (
  deps: Deps,
  { actor, audit }: Pick<Context<Applicant>, 'actor' | 'audit'>,
  wanted: Invited,
): Promise<void> =>
  deps.command(byApplicant(actor, audit), async (tx) => {
    const before = await ownUnit(deps, actor, tx.trx)
    await tx.trx('organization').where({ id: before.organization.id }).forUpdate().select('id')
    const { organization, unit } = await ownUnit(deps, actor, tx.trx)
    const hindrance = hindranceOf(unit)
    if (hindrance !== undefined) throw new AppError('NOT_ALLOWED_NOW', hindrance)
    if (!isRegistered(organization.status))
      throw new AppError('NOT_ALLOWED_NOW', `本单位${registerStatuses[organization.status].text}，不能再委任经办人。`)
    await requireUnheld(tx, actor.id, heldSentence('grant'))
    const subject = {
      of: { organization_id: organization.id },
      title: organization.name,
      full: `一个单位最多同时委任${maxGrants}名经办人，请先收回不需要的`,
      offered: {
        template: 'handler-offered',
        facts: { organization: organization.name, level: wanted.level, day: wanted.until },
      },
      made: {
        title: '您已委任经办人',
        body: `您委任${wanted.name}为“${organization.name}”的经办人（${rightsText(grantLevels[wanted.level].rights)}），自${chineseDate(wanted.from)}至${chineseDate(wanted.until)}，对方接受以后生效。可以随时在“经办人”收回。`,
        sms: { template: 'handler-made', facts: { phone: wanted.phone } },
      },
    } as const
    const id = await offerGrant(tx, deps, actor, subject, wanted)
    tx.audit(aboutOrganization(deps, organization, 'organization.grant-offered', id))
  })
