import { randomUUID } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import { grantLevels, maxGrants, type GrantLevel } from '../../core/grants.ts'
import { maskPhone } from '../../core/identity/mask.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import type { Applicant } from '../../web/route.ts'
import { tellAccount } from '../messages/account-notice.ts'
import { queueSms } from '../messages/sms.ts'
import type { SmsText } from '../messages/sms-texts.ts'
import { endGrants } from './end.ts'
import { tellInvited } from './invited.ts'
import type { GrantRow } from './store.ts'

const day = 24 * 3_600_000

/** Whoever is asked, and what for. */
export type Invited = {
  readonly name: string
  readonly phone: string
  readonly level: GrantLevel
  readonly from: string
  readonly until: string
  /** Of the giver, who is told on it. */
  readonly ownPhone: string
}

/** What is given: something of one case, or of an organization. */
type Subject = {
  readonly of: { readonly case_id: string } | { readonly organization_id: string }
  readonly title: string
  /** Said when one more would be too many. */
  readonly full: string
  readonly offered: SmsText
  /** What the giver is told. */
  readonly made: { readonly title: string; readonly body: string; readonly sms: SmsText }
}

/**
 * Invites whoever has this phone and this name. Nobody is told whether there is such an account: the text goes to the
 * phone, and the invitation waits for an account of both. An open one for the same person is replaced. The caller has
 * locked what it is of. Throws INVALID for oneself and for one too many. Gives its id.
 */
export const offerGrant = async (
  tx: Transaction,
  deps: Deps,
  actor: Applicant,
  subject: Subject,
  wanted: Invited,
): Promise<string> => {
  if (wanted.phone === wanted.ownPhone) throw new AppError('INVALID', '这是您自己的手机号，请填写对方的手机号')
  const phoneIndex = deps.crypto.index('phone', wanted.phone)
  const present = await tx
    .trx<GrantRow>('access_grant')
    .where(subject.of)
    .whereNull('revoked_at')
    .where('valid_to', '>=', localDate(tx.now))
  const same = present.find(
    (one) => one.accepted_at === null && one.invited_phone_idx === phoneIndex && one.invited_name === wanted.name,
  )
  if (present.length - (same ? 1 : 0) >= maxGrants) throw new AppError('INVALID', subject.full)
  await deps.limits.use('grant-account', actor.id, '今天发出的邀请已达上限，请明天再试')
  await deps.limits.use('grant-phone', phoneIndex, '今天发给这个手机号的邀请已达上限，请明天再试')
  if (same) await endGrants(tx, deps, { id: same.id }, 'replaced', actor.id)
  const id = randomUUID()
  await tx.trx('access_grant').insert({
    id,
    ...subject.of,
    giver_id: actor.id,
    invited_name: wanted.name,
    invited_phone_idx: phoneIndex,
    invited_phone: maskPhone(wanted.phone),
    title: subject.title,
    rights: [...grantLevels[wanted.level].rights],
    valid_from: wanted.from,
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
  await queueSms(tx, deps, { phone: wanted.phone, ...subject.offered, expiresAt })
  await tellAccount(tx, deps, {
    accountId: actor.id,
    title: subject.made.title,
    body: `${subject.made.body}不是本人操作的，请立即收回，通过“忘记密码”重新设置登录密码，并联系服务热线。`,
    sms: { phones: [wanted.ownPhone], ...subject.made.sms },
  })
  return id
}
