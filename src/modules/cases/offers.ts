import { verifiedLevel } from '../../core/matters/real-name.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import { accountPlaces } from '../people/account.ts'
import { authorityById } from '../../reference/reference.ts'
import { tellAccount } from '../messages/account-notice.ts'
import type { CaseRow } from './store.ts'

/** What a case is called in a message: its name, or what it is about while it has none. */
export const caseName = (deps: Pick<Deps, 'matters'>, caseFile: Pick<CaseRow, 'title' | 'matter' | 'number'>): string =>
  `“${caseFile.title || deps.matters.require(caseFile.matter).title}”${caseFile.number ? `（办件编号${caseFile.number}）` : ''}`

type TransferTemplate =
  | 'transfer-offered'
  | 'transfer-accepted'
  | 'transfer-taken'
  | 'transfer-declined'
  | 'transfer-withdrawn'
  | 'transfer-ended'

/** What somebody else sets off who need not be known to the receiver. */
const unasked: ReadonlySet<TransferTemplate> = new Set(['transfer-offered', 'transfer-withdrawn', 'transfer-ended'])

/**
 * Tells one side of a transfer what the other did. What an account does that nobody has verified sends no text message:
 * it is in the inbox only. Nor do more than a few a day that the receiver did nothing for, whoever they are from: the
 * notices of a number's own cases must not be used up by offers.
 */
export const tellSide = async (
  tx: Transaction,
  deps: Deps,
  sender: { readonly realNameLevel: number },
  to: { readonly id: string; readonly title: string; readonly body: string },
  text: { readonly template: TransferTemplate; readonly number: string | null },
): Promise<void> => {
  const row = await tx.trx('account').where({ id: to.id }).first<{ phone_enc: string }>('phone_enc')
  const phone = deps.crypto.decrypt(row.phone_enc, accountPlaces.phone(to.id))
  const isText =
    sender.realNameLevel >= verifiedLevel &&
    (!unasked.has(text.template) || (await deps.limits.isWithin('transfer-sms', to.id)))
  await tellAccount(tx, deps, {
    accountId: to.id,
    title: to.title,
    body: to.body,
    ...(isText ? { sms: { phones: [phone], template: text.template, facts: { number: text.number } } } : {}),
  })
}

/** Why open offers end that neither side answered, each with what it leaves behind and what both sides are told. */
const endings = {
  'case-ended': { status: 'WITHDRAWN', why: '办件已经结束或者删除', after: '您不需要处理' },
  'giver-closed': { status: 'WITHDRAWN', why: '移交人的账号已注销', after: '您不需要处理' },
  'giver-frozen': { status: 'WITHDRAWN', why: '移交人的账号已冻结', after: '办件仍由移交人办理' },
  'receiver-frozen': { status: 'DECLINED', why: '接收人的账号已冻结', after: '办件仍由移交人办理' },
  'receiver-closed': { status: 'DECLINED', why: '接收人的账号已注销', after: '办件仍由移交人办理' },
  'phone-back': { status: 'WITHDRAWN', why: '移交人的手机号修改已撤回', after: '办件仍由移交人办理' },
} as const

type OfferRow = {
  readonly id: string
  readonly case_id: string
  readonly from_account: string
  readonly to_account: string
  readonly title: string
}

/**
 * Ends the open offers of a case, or those an account made or was made. Both sides are told, and each end is recorded.
 * Whoever answers one at this instant finds that it is over, or was first.
 */
export const endOffers = async (
  tx: Transaction,
  deps: Deps,
  of: { readonly case_id: string } | { readonly from_account: string } | { readonly to_account: string },
  ending: keyof typeof endings,
): Promise<void> => {
  const { status, why, after } = endings[ending]
  const ended = await tx
    .trx('case_transfer')
    .where({ ...of, status: 'OFFERED' })
    .update({ status, decided_at: tx.now })
    .returning<OfferRow[]>(['id', 'case_id', 'from_account', 'to_account', 'title'])
  for (const offer of ended) {
    const caseFile = await tx
      .trx<CaseRow>('case_file')
      .where({ id: offer.case_id })
      .first('matter', 'number', 'authority_id')
    if (!caseFile) throw new Error('an offer of no case')
    const cause = status === 'DECLINED' ? offer.to_account : offer.from_account
    const { real_name_level: realNameLevel } = await tx
      .trx('account')
      .where({ id: cause })
      .first<{ real_name_level: number }>('real_name_level')
    const body = `${caseName(deps, { ...caseFile, title: offer.title })}的移交已终止：${why}。${after}。`
    for (const id of [offer.from_account, offer.to_account])
      await tellSide(
        tx,
        deps,
        { realNameLevel },
        { id, title: '办件移交已终止', body },
        { template: 'transfer-ended', number: caseFile.number },
      )
    tx.audit({
      chain: authorityById(deps.reference, caseFile.authority_id).code,
      action: 'case.transfer-ended',
      objectKind: 'case',
      objectId: offer.case_id,
      details: { transfer: offer.id, ending },
    })
  }
}
