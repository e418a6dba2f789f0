import { AppError } from '../../core/errors.ts'
import { maxGrants } from '../../core/grants.ts'
import { heldSentence } from '../../core/identity/phone-hold.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { hindranceOf } from '../../core/legal-persons/standing.ts'
import { verifiedLevel } from '../../core/matters/real-name.ts'
import { isRegistered } from '../../core/register/statuses.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { isFinal } from '../../core/workflow/statuses.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import { authorityById } from '../../reference/reference.ts'
import { byApplicant } from '../../web/acting.ts'
import { isId } from '../../web/params.ts'
import type { Applicant, Context } from '../../web/route.ts'
import { requireUnheld } from '../accounts/phone-hold.ts'
import { caseName } from '../cases/offers.ts'
import { lockAny, lockCase, type CaseRow } from '../cases/store.ts'
import { endGrants } from '../grants/end.ts'
import { offerGrant, type Invited } from '../grants/offer.ts'
import { maySeeAll, organizationsFor } from '../grants/organizations.ts'
import type { GrantRow } from '../grants/store.ts'
import { tellAccount } from '../messages/account-notice.ts'
import type { OrganizationRow } from '../register/entry.ts'
import { aboutOrganization } from './appoint.ts'

type Asker = Pick<Context<Applicant>, 'actor' | 'audit'>

const record = (tx: Transaction, deps: Deps, caseFile: CaseRow, action: string, grant: string): void =>
  tx.audit({
    chain: authorityById(deps.reference, caseFile.authority_id).code,
    action: `case.grant-${action}`,
    objectKind: 'case',
    objectId: caseFile.id,
    details: { grant },
  })

/** Whether a case may be shared: not a deleted draft, and not one that has ended. */
export const isShareable = (caseFile: Pick<CaseRow, 'status'> & { readonly deleted_at: unknown }): boolean =>
  caseFile.deleted_at === null && !isFinal(caseFile.status)

/** Invites a colleague to one case (see offerGrant). */
export const inviteColleague = (
  deps: Deps,
  asker: Asker,
  wanted: Omit<Invited, 'from'> & { readonly caseId: string },
): Promise<void> =>
  deps.command(byApplicant(asker.actor, asker.audit), async (tx) => {
    const { actor } = asker
    const caseFile = await lockCase(tx, wanted.caseId, actor, 'give')
    if (!isShareable(caseFile)) throw new AppError('NOT_ALLOWED_NOW', '该办件已经结束或者删除，不能请他人一起办理。')
    if (actor.realNameLevel < verifiedLevel)
      throw new AppError('NOT_VERIFIED', '请他人一起办理以前，您的账号要先实名认证。')
    await requireUnheld(tx, actor.id, heldSentence('grant'))
    const subject = {
      of: { case_id: caseFile.id },
      title: caseFile.draft_title ?? caseFile.title,
      full: `一件办件最多同时授权${maxGrants}人，请先收回不需要的`,
      offered: {
        template: 'grant-offered',
        facts: {
          giver: { kind: actor.kind, name: actor.name },
          matter: caseFile.matter,
          level: wanted.level,
          day: wanted.until,
        },
      },
      made: {
        title: '您已请同事一起办理',
        body: `您请${wanted.name}一起办理${caseName(deps, caseFile)}，至${chineseDate(wanted.until)}。可以随时在“用户中心—办件授权”收回。`,
        sms: { template: 'grant-made', facts: { number: caseFile.number, phone: wanted.phone } },
      },
    } as const
    const id = await offerGrant(tx, deps, actor, subject, { ...wanted, from: localDate(tx.now) })
    record(tx, deps, caseFile, 'offered', id)
  })

/** What a grant is of, locked, and what the account is in it. */
type Locked = {
  readonly grant: GrantRow
  readonly part: 'giver' | 'holder' | 'invited'
  readonly of: { readonly caseFile: CaseRow } | { readonly organization: OrganizationRow }
}

const lockSubject = async (
  tx: Transaction,
  { case_id: caseId, organization_id: id }: GrantRow,
): Promise<Locked['of']> => {
  if (caseId !== null) return { caseFile: await lockAny(tx.trx, caseId) }
  const organization = id ? await tx.trx<OrganizationRow>('organization').where({ id }).forUpdate().first() : undefined
  if (!organization) throw new AppError('NOT_FOUND')
  return { organization }
}

/** The organization whose grant it is, whichever account of it gave it: of all its cases, or of one. */
const organizationIn = ({ matters }: Pick<Deps, 'matters'>, of: Locked['of']): string | null =>
  'organization' in of
    ? of.organization.id
    : matters.require(of.caseFile.matter).begunBy === 'organization'
      ? of.caseFile.organization_id
      : null

/** What an account is to an organization, if it is its own account. */
const unitOf = async (tx: Transaction, account: Pick<Applicant, 'id'>, organizationId: string) => {
  const speakers = await organizationsFor(tx.trx, account, localDate(tx.now))
  return speakers.find(({ organization }) => organization.id === organizationId)?.unit
}

/** Whether an account may take a grant back: it gave it of a case, or has the organization it is of. */
const isGiver = async (
  tx: Transaction,
  deps: Pick<Deps, 'matters'>,
  actor: Applicant,
  grant: GrantRow,
  of: Locked['of'],
): Promise<boolean> => {
  if ('caseFile' in of && grant.giver_id === actor.id) return true
  const organization = organizationIn(deps, of)
  const unit = organization === null ? undefined : await unitOf(tx, actor, organization)
  if (!unit || !maySeeAll(unit)) return false
  const hindrance = hindranceOf(unit)
  if (hindrance !== undefined) throw new AppError('NOT_ALLOWED_NOW', hindrance)
  return true
}

/** An invitation or grant this account has a part in, with what it is of locked; anybody else's is not found (S21). */
const lockGrant = async (
  tx: Transaction,
  deps: Pick<Deps, 'matters'>,
  actor: Applicant,
  id: string,
): Promise<Locked> => {
  const find = () => tx.trx<GrantRow>('access_grant').where({ id }).first()
  const named = isId(id) ? await find() : undefined
  if (!named) throw new AppError('NOT_FOUND')
  const of = await lockSubject(tx, named)
  const grant = await find()
  if (!grant) throw new AppError('NOT_FOUND')
  if (grant.holder_id === actor.id) return { grant, of, part: 'holder' }
  if (await isGiver(tx, deps, actor, grant, of)) return { grant, of, part: 'giver' }
  const invited = await tx
    .trx('account')
    .where({ id: actor.id, phone_idx: grant.invited_phone_idx, name: grant.invited_name, kind: 'PERSONAL' })
    .first<object | undefined>('id')
  if (!invited || grant.accepted_at !== null || grant.revoked_at !== null) throw new AppError('NOT_FOUND')
  return { grant, of, part: 'invited' }
}

/** What is said of a grant of a case, and of one of an organization. */
const words = (deps: Deps, { grant, of }: Locked, actor: Applicant) =>
  'organization' in of
    ? {
        open: isRegistered(of.organization.status),
        over: '邀请已经过期，或者社会组织已经注销、撤销登记。还要担任经办人的，请对方重新邀请。',
        same: { organization_id: of.organization.id },
        title: '经办人已接受委任',
        body: `${actor.name}已接受委任，可以替“${of.organization.name}”办理事项，自${chineseDate(grant.valid_from)}至${chineseDate(grant.valid_to)}。`,
      }
    : {
        open: isShareable(of.caseFile),
        over: '邀请已经过期，或者办件已经结束。还要一起办的，请对方重新邀请。',
        same: { case_id: of.caseFile.id },
        caseId: of.caseFile.id,
        title: '同事已接受您的授权',
        body: `${actor.name}已接受授权，可以和您一起办理${caseName(deps, of.caseFile)}，至${chineseDate(grant.valid_to)}。`,
      }

/** An invitation of an organization's account holds while that account speaks for it. */
const requireStillGiven = async (tx: Transaction, deps: Deps, { grant, of }: Locked): Promise<void> => {
  const organization = organizationIn(deps, of)
  if (organization === null || grant.giver_id === null) return
  const unit = await unitOf(tx, { id: grant.giver_id }, organization)
  if (!unit || hindranceOf(unit) !== undefined)
    throw new AppError(
      'NOT_ALLOWED_NOW',
      '发出邀请的账号现在不能代表这个单位，不能接受。请单位用现在的法人账号重新邀请。',
    )
}

const accept = async (tx: Transaction, deps: Deps, actor: Applicant, locked: Locked): Promise<void> => {
  const { grant, of } = locked
  const { open, over, same, ...told } = words(deps, locked, actor)
  if (grant.valid_to < localDate(tx.now) || !open) throw new AppError('NOT_ALLOWED_NOW', over)
  const level = await tx.trx('account').where({ id: actor.id }).first<{ real_name_level: number }>('real_name_level')
  if (level.real_name_level < verifiedLevel)
    throw new AppError('NOT_VERIFIED', '接受以前，您本人的账号要先实名认证。邀请仍然有效，认证以后回来接受即可。')
  await requireStillGiven(tx, deps, locked)
  if (grant.giver_id !== null)
    await requireUnheld(tx, grant.giver_id, '委托人的账号在安全保护期内，现在不能接受。请过一天再接受，邀请仍然有效。')
  const before = await tx
    .trx<GrantRow>('access_grant')
    .where({ ...same, holder_id: actor.id })
    .whereNull('revoked_at')
    .first('id')
  if (before) await endGrants(tx, deps, { id: before.id }, 'replaced', actor.id)
  await tx.trx('access_grant').where({ id: grant.id }).update({ holder_id: actor.id, accepted_at: tx.now })
  if (grant.giver_id !== null) await tellAccount(tx, deps, { accountId: grant.giver_id, ...told })
  if ('caseFile' in of) return record(tx, deps, of.caseFile, 'accepted', grant.id)
  tx.audit(aboutOrganization(deps, of.organization, 'organization.grant-accepted', grant.id))
}

export type GrantAnswer = 'accept' | 'decline' | 'revoke' | 'give-back'

const answers = {
  accept: 'invited',
  decline: 'invited',
  revoke: 'giver',
  'give-back': 'holder',
} as const satisfies Record<GrantAnswer, Locked['part']>

export const isGrantAnswer = (text: string): text is GrantAnswer => Object.hasOwn(answers, text)

/**
 * Accepts or declines an invitation, takes a grant back as its giver, or gives it back as its holder. Everything about
 * one case happens one after the other: who saves at the instant of a revocation is first, or is refused. Gives the
 * case; nothing for a grant of an organization.
 */
export const answerGrant = (
  deps: Deps,
  asker: Asker,
  id: string,
  answer: GrantAnswer,
): Promise<{ readonly caseId: string | null }> =>
  deps.command(byApplicant(asker.actor, asker.audit), async (tx) => {
    const { actor } = asker
    const found = await lockGrant(tx, deps, actor, id)
    if (found.part !== answers[answer]) throw new AppError('NOT_FOUND')
    if (found.grant.revoked_at !== null) throw new AppError('NOT_ALLOWED_NOW', '这项授权已经结束，不需要再处理。')
    if (answer === 'accept') await accept(tx, deps, actor, found)
    else {
      const ending = { decline: 'declined', revoke: 'revoked', 'give-back': 'given-back' } as const
      await endGrants(tx, deps, { id: found.grant.id }, ending[answer], actor.id)
    }
    return { caseId: found.grant.case_id }
  })
