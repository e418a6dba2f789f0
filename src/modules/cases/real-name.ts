import { AppError } from '../../core/errors.ts'
import { mayDraft, maySubmit, verifiedLevel } from '../../core/matters/real-name.ts'
import type { Matter } from '../../core/matters/define.ts'
import { stageOf } from '../../core/matters/journey.ts'
import { isFinal } from '../../core/workflow/statuses.ts'
import type { Database } from '../../db/client.ts'
import type { Transaction } from '../../db/command.ts'
import type { Applicant } from '../../web/route.ts'
import { paths } from '../../web/paths.ts'
import { hasLostNumber, hasLostNumberNow } from '../people/claims.ts'
import type { WholeCase } from './queries.ts'

/** The level as it is now, not as it was when the request came in. */
const levelOf = async (tx: Transaction, accountId: string): Promise<number> => {
  const row = await tx
    .trx('account')
    .where({ id: accountId })
    .first<{ real_name_level: number } | undefined>('real_name_level')
  return row?.real_name_level ?? 0
}

/** Refuses to open a case of a matter that only verified accounts may begin. */
export const requireMayDraft = async (tx: Transaction, matter: Matter, accountId: string): Promise<void> => {
  if (!mayDraft(matter, await levelOf(tx, accountId)))
    throw new AppError('NOT_VERIFIED', `办理“${matter.title}”需要先实名认证。`)
}

/** What is refused to an account that may not submit a stage, and how it goes on when that is mended. */
const refused = {
  submit: {
    whose: '您的账号登记的证件号码已由他人实名认证，请先在用户中心更正为您本人的证件号码。',
    need: (stage: string) => `提交“${stage}”需要先实名认证。`,
    later: (mended: string) => `您填写的内容都已保存，${mended}以后回来提交即可。`,
  },
  submitFor: {
    whose: '申请人的账号登记的证件号码已由他人实名认证，请申请人本人先在用户中心更正。',
    need: (stage: string) => `提交“${stage}”需要申请人本人的账号先实名认证。`,
    later: (mended: string) => `填写的内容都已保存，申请人${mended}以后再提交即可。`,
  },
  takeOver: {
    whose: '您的账号登记的证件号码已由他人实名认证，请先在用户中心更正为您本人的证件号码。',
    need: (stage: string) => `这件办件已经到“${stage}”环节，接手的人需要先实名认证。`,
    later: (mended: string) => `移交仍然有效，${mended}以后回来接受即可。`,
  },
} as const

/**
 * Refuses to submit a stage that needs a verified account, and any stage under a number that is somebody else's; and to
 * put a case into the hands of an account that could not submit its present stage.
 */
export const requireMaySubmit = async (
  tx: Transaction,
  what: keyof typeof refused,
  { matter, stage }: { readonly matter: Matter; readonly stage: string },
  accountId: string,
): Promise<void> => {
  const { whose, need, later } = refused[what]
  if (await hasLostNumberNow(tx, accountId)) throw new AppError('NOT_VERIFIED', `${whose}${later('更正')}`)
  if (!maySubmit(matter, stage, await levelOf(tx, accountId)))
    throw new AppError('NOT_VERIFIED', `${need(stageOf(matter, stage).title)}${later('认证')}`)
}

/**
 * What an account that is not verified is told about it, from the first stage on and not at the last click; nothing
 * when it is verified or the case has ended. `now`: the stage before the applicant cannot be submitted without.
 */
export const realNameNotice = async (
  db: Pick<Database, 'read'>,
  { caseFile, matter, stage, owner, acting }: Pick<WholeCase, 'caseFile' | 'matter' | 'stage' | 'owner' | 'acting'>,
  actor: Applicant,
) => {
  if (acting?.hindrance !== undefined)
    return isFinal(caseFile.status) ? undefined : { now: true, title: '现在不能提交', text: acting.hindrance }
  if (acting) {
    // Whoever acts for somebody can do nothing about it but say so.
    const now = !maySubmit(matter, stage.code, owner.verified ? verifiedLevel : 0)
    if (!now || isFinal(caseFile.status)) return undefined
    const title = `提交“${stage.title}”以前，${owner.name}要先实名认证`
    return { now, title, text: '申请人的账号认证以后，这一环节才能提交。填写的内容会保存。' }
  }
  if (actor.realNameLevel >= verifiedLevel || isFinal(caseFile.status)) return undefined
  if (await hasLostNumber(db, actor.id))
    return {
      now: true,
      title: '请先更正证件号码',
      text: '您的账号登记的证件号码已由他人实名认证，更正为您本人的证件号码以后才能提交。填写的内容会保存，更正以后从这里继续。',
      link: { href: paths.accountIdentity, text: '更正姓名和证件号码' },
    }
  const link = {
    href: `${paths.verify}?next=${encodeURIComponent(paths.case(caseFile.id))}`,
    text: '现在实名认证',
  }
  if (!maySubmit(matter, stage.code, actor.realNameLevel))
    return {
      now: true,
      title: `提交“${stage.title}”以前，请先实名认证`,
      text: '您的账号还没有实名认证，这一环节认证以后才能提交。填写的内容会保存，认证以后从这里继续。',
      link,
    }
  const from = stageOf(matter, matter.realName.submitFrom).title
  return {
    now: false,
    title: '请及早实名认证',
    text: `您的账号还没有实名认证。现在的环节可以直接提交；从“${from}”环节起，认证以后才能提交。`,
    link,
  }
}
