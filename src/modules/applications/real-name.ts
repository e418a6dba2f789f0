import { AppError } from '../../core/errors.ts'
import { mayDraft, maySubmit, verifiedLevel } from '../../core/matters/real-name.ts'
import type { Matter } from '../../core/matters/define.ts'
import { stageOf } from '../../core/matters/journey.ts'
import { isFinal, type StageCode } from '../../core/workflow/states.ts'
import type { Transaction } from '../../db/command.ts'
import type { Applicant } from '../../web/route.ts'
import { paths } from '../../web/paths.ts'
import { hasLostNumberNow } from '../accounts/claims.ts'
import type { WholeCase } from './queries.ts'

/** The level as it is now, not as it was when the request came in. */
const levelOf = async (tx: Transaction, accountId: string): Promise<number> => {
  const row = await tx
    .trx('account')
    .where({ id: accountId })
    .first<{ real_name_level: number } | undefined>('real_name_level')
  return row?.real_name_level ?? 0
}

/** Refuses to open an application of a matter that only verified accounts may begin. */
export const requireMayDraft = async (tx: Transaction, matter: Matter, accountId: string): Promise<void> => {
  if (!mayDraft(matter, await levelOf(tx, accountId)))
    throw new AppError('NOT_VERIFIED', `办理“${matter.title}”需要先实名认证。`)
}

/** Refuses to submit a stage that needs a verified account, and any stage under a number that is somebody else's. */
export const requireMaySubmit = async (
  tx: Transaction,
  matter: Matter,
  stage: StageCode,
  accountId: string,
): Promise<void> => {
  if (await hasLostNumberNow(tx, accountId))
    throw new AppError(
      'NOT_VERIFIED',
      '您的账号登记的证件号码已由他人实名认证，请先在用户中心更正为您本人的证件号码。您填写的内容都已保存，更正以后回来提交即可。',
    )
  if (!maySubmit(matter, stage, await levelOf(tx, accountId)))
    throw new AppError(
      'NOT_VERIFIED',
      `提交“${stageOf(matter, stage).title}”需要先实名认证。您填写的内容都已保存，认证以后回来提交即可。`,
    )
}

/**
 * What an account that is not verified is told about it, from the first stage on and not at the last click; nothing
 * when it is verified or the case has ended.
 */
export const realNameNotice = (
  { application, matter, stage }: Pick<WholeCase, 'application' | 'matter' | 'stage'>,
  actor: Applicant,
) => {
  if (actor.realNameLevel >= verifiedLevel || isFinal(application.status)) return undefined
  return {
    /** The stage before the applicant cannot be submitted without. */
    now: !maySubmit(matter, stage.code, actor.realNameLevel),
    stageTitle: stageOf(matter, matter.realName.submitFrom).title,
    href: `${paths.verify}?next=${encodeURIComponent(paths.application(application.id))}`,
  }
}
