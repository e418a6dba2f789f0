import { randomUUID } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import { grantLevels, maxGrants, type GrantLevel } from '../../core/grants.ts'
import { maskPhone } from '../../core/identity/mask.ts'
import { heldSentence } from '../../core/identity/phone-hold.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { verifiedLevel } from '../../core/matters/real-name.ts'
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
import { tellInvited } from '../grants/invited.ts'
import type { GrantRow } from '../grants/store.ts'
import { tellAccount } from '../messages/account-notice.ts'
import { queueSms } from '../messages/sms.ts'

type Asker = Pick<Context<Applicant>, 'actor' | 'audit'>

const day = 24 * 3_600_000

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

/** Grants and invitations of a case that hold today. */
const holding = (tx: Transaction, caseId: string) =>
  tx
    .trx<GrantRow>('access_grant')
    .where({ case_id: caseId })
    .whereNull('revoked_at')
    .where('valid_to', '>=', localDate(tx.now))

/**
 * Invites whoever has this phone and this name to one case. Nobody is told whether there is such an account: the text
 * goes to the phone, and the invitation waits for an account of both. An open one for the same person is replaced.
 * Throws INVALID for oneself and for one too many.
 */
export const inviteColleague = (
  deps: Deps,
  asker: Asker,
  wanted: {
    readonly caseId: string
    readonly name: string
    readonly phone: string
    readonly level: GrantLevel
    readonly until: string
    /** Of the giver, who is told on it. */
    readonly ownPhone: string
  },
): Promise<void> =>
  deps.command(byApplicant(asker.actor, asker.audit), async (tx) => {
    const { actor } = asker
    const caseFile = await lockCase(tx, wanted.caseId, actor, 'give')
    if (!isShareable(caseFile)) throw new AppError('NOT_ALLOWED_NOW', '该办件已经结束或者删除，不能请他人一起办理。')
    if (actor.realNameLevel < verifiedLevel)
      throw new AppError('NOT_VERIFIED', '请他人一起办理以前，您的账号要先实名认证。')
    await requireUnheld(tx, actor.id, heldSentence('grant'))
    if (wanted.phone === wanted.ownPhone) throw new AppError('INVALID', '这是您自己的手机号，请填写同事的手机号')
    const phoneIndex = deps.crypto.index('phone', wanted.phone)
    const present = await holding(tx, caseFile.id)
    const same = present.find(
      (one) => one.accepted_at === null && one.invited_phone_idx === phoneIndex && one.invited_name === wanted.name,
    )
    if (present.length - (same ? 1 : 0) >= maxGrants)
      throw new AppError('INVALID', `一件办件最多同时授权${maxGrants}人，请先收回不需要的`)
    await deps.limits.use('grant-account', actor.id, '今天发出的邀请已达上限，请明天再试')
    await deps.limits.use('grant-phone', phoneIndex, '今天发给这个手机号的邀请已达上限，请明天再试')
    if (same) await endGrants(tx, deps, { id: same.id }, 'replaced', actor.id)
    const id = randomUUID()
    await tx.trx('access_grant').insert({
      id,
      case_id: caseFile.id,
      giver_id: actor.id,
      invited_name: wanted.name,
      invited_phone_idx: phoneIndex,
      invited_phone: maskPhone(wanted.phone),
      title: caseFile.draft_title ?? caseFile.title,
      rights: [...grantLevels[wanted.level].rights],
      valid_from: localDate(tx.now),
      valid_to: wanted.until,
      invited_at: tx.now,
    })
    const known = await tx
      .trx('account')
      .where({ phone_idx: phoneIndex, name: wanted.name, kind: 'PERSONAL' })
      .whereNull('closed_at')
      .whereNull('frozen_at')
      .select<{ id: string }[]>('id')
    for (const { id: accountId } of known) await tellInvited(tx, deps, accountId, id)
    const expiresAt = new Date(tx.now.getTime() + 3 * day)
    await queueSms(tx, deps, {
      phone: wanted.phone,
      template: 'grant-offered',
      facts: {
        giver: { kind: actor.kind, name: actor.name },
        matter: caseFile.matter,
        level: wanted.level,
        day: wanted.until,
      },
      expiresAt,
    })
    await tellAccount(tx, deps, {
      accountId: actor.id,
      title: '您已请同事一起办理',
      body: `您请${wanted.name}一起办理${caseName(deps, caseFile)}，至${chineseDate(wanted.until)}。可以随时在“用户中心—办件授权”收回。不是本人操作的，请立即收回，通过“忘记密码”重新设置登录密码，并联系服务热线。`,
      sms: {
        phones: [wanted.ownPhone],
        template: 'grant-made',
        facts: { number: caseFile.number, phone: wanted.phone },
      },
    })
    record(tx, deps, caseFile, 'offered', id)
  })

/** An invitation or grant this account has a part in, with its case locked; anybody else's is not found (S21). */
const lockGrant = async (
  tx: Transaction,
  { id: accountId }: Pick<Applicant, 'id'>,
  id: string,
): Promise<{ readonly grant: GrantRow; readonly caseFile: CaseRow; readonly part: 'giver' | 'holder' | 'invited' }> => {
  const find = () => tx.trx<GrantRow>('access_grant').where({ id }).first()
  const named = isId(id) ? await find() : undefined
  if (!named?.case_id) throw new AppError('NOT_FOUND')
  const caseFile = await lockAny(tx.trx, named.case_id)
  const grant = await find()
  if (!grant) throw new AppError('NOT_FOUND')
  if (grant.giver_id === accountId) return { grant, caseFile, part: 'giver' }
  if (grant.holder_id === accountId) return { grant, caseFile, part: 'holder' }
  const invited = await tx
    .trx('account')
    .where({ id: accountId, phone_idx: grant.invited_phone_idx, name: grant.invited_name, kind: 'PERSONAL' })
    .first<object | undefined>('id')
  if (!invited || grant.accepted_at !== null || grant.revoked_at !== null) throw new AppError('NOT_FOUND')
  return { grant, caseFile, part: 'invited' }
}

const accept = async (
  tx: Transaction,
  deps: Deps,
  actor: Applicant,
  { grant, caseFile }: Awaited<ReturnType<typeof lockGrant>>,
): Promise<void> => {
  if (grant.valid_to < localDate(tx.now) || !isShareable(caseFile))
    throw new AppError('NOT_ALLOWED_NOW', '邀请已经过期，或者办件已经结束。还要一起办的，请对方重新邀请。')
  const level = await tx.trx('account').where({ id: actor.id }).first<{ real_name_level: number }>('real_name_level')
  if (level.real_name_level < verifiedLevel)
    throw new AppError('NOT_VERIFIED', '接受以前，您本人的账号要先实名认证。邀请仍然有效，认证以后回来接受即可。')
  if (grant.giver_id !== null)
    await requireUnheld(tx, grant.giver_id, '委托人的账号在安全保护期内，现在不能接受。请过一天再接受，邀请仍然有效。')
  const before = await tx
    .trx<GrantRow>('access_grant')
    .where({ case_id: caseFile.id, holder_id: actor.id })
    .whereNull('revoked_at')
    .first('id')
  if (before) await endGrants(tx, deps, { id: before.id }, 'replaced', actor.id)
  await tx.trx('access_grant').where({ id: grant.id }).update({ holder_id: actor.id, accepted_at: tx.now })
  if (grant.giver_id !== null)
    await tellAccount(tx, deps, {
      accountId: grant.giver_id,
      caseId: caseFile.id,
      title: '同事已接受您的授权',
      body: `${actor.name}已接受授权，可以和您一起办理${caseName(deps, caseFile)}，至${chineseDate(grant.valid_to)}。`,
    })
  record(tx, deps, caseFile, 'accepted', grant.id)
}

export type GrantAnswer = 'accept' | 'decline' | 'revoke' | 'give-back'

const answers = {
  accept: 'invited',
  decline: 'invited',
  revoke: 'giver',
  'give-back': 'holder',
} as const satisfies Record<GrantAnswer, 'invited' | 'giver' | 'holder'>

export const isGrantAnswer = (text: string): text is GrantAnswer => Object.hasOwn(answers, text)

/**
 * Accepts or declines an invitation, takes a grant back as its giver, or gives it back as its holder. Everything about
 * one case happens one after the other: who saves at the instant of a revocation is first, or is refused. Gives the case.
 */
export const answerGrant = (
  deps: Deps,
  asker: Asker,
  id: string,
  answer: GrantAnswer,
): Promise<{ readonly caseId: string }> =>
  deps.command(byApplicant(asker.actor, asker.audit), async (tx) => {
    const { actor } = asker
    const found = await lockGrant(tx, actor, id)
    if (found.part !== answers[answer]) throw new AppError('NOT_FOUND')
    if (found.grant.revoked_at !== null) throw new AppError('NOT_ALLOWED_NOW', '这项授权已经结束，不需要再处理。')
    const caseId = found.caseFile.id
    if (answer === 'accept') await accept(tx, deps, actor, found)
    else {
      const ending = { decline: 'declined', revoke: 'revoked', 'give-back': 'given-back' } as const
      await endGrants(tx, deps, { id: found.grant.id }, ending[answer], actor.id)
    }
    return { caseId }
  })
