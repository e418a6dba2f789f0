import { isFinal, type Status } from '../../core/workflow/statuses.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import { tellAccount } from '../messages/account-notice.ts'
import { accountPlaces } from '../people/account.ts'

type OpenCase = { readonly number: string | null; readonly matter: string; readonly status: Status }

const openCases = async (tx: Transaction, deps: Pick<Deps, 'matters'>, accountId: string): Promise<readonly string[]> =>
  (
    await tx
      .trx('case_file')
      .where({ account_id: accountId })
      .whereNull('deleted_at')
      .orderBy('created_at')
      .select<OpenCase[]>('number', 'matter', 'status')
  )
    .filter(({ status }) => !isFinal(status))
    .map(({ number, matter }) => number ?? `未提交的${deps.matters.require(matter).title}`)

/**
 * To be called in the transaction in which an account proved its number: tells those who only typed it, and the holder
 * that there were such. Nothing else of their accounts changes.
 */
export const releaseOtherClaims = async (
  tx: Transaction,
  deps: Deps,
  proved: { readonly id: string; readonly documentIndex: string },
): Promise<void> => {
  const others = await tx
    .trx('account')
    .where({ id_number_idx: proved.documentIndex, kind: 'PERSONAL', real_name_level: 0 })
    .whereNull('closed_at')
    .whereNot({ id: proved.id })
    .orderBy('created_at')
    .select<{ id: string; phone_enc: string }[]>('id', 'phone_enc')
  for (const other of others) {
    const cases = await openCases(tx, deps, other.id)
    const kept =
      cases.length === 0
        ? '您的账号照常可以登录。'
        : `您的账号照常可以登录，正在办理的办件（${cases.join('、')}）仍由您办理，更正以后才能再提交。`
    await tellAccount(tx, deps, {
      accountId: other.id,
      title: '证件号码已由他人实名认证',
      body: `您的账号登记的证件号码已由通过实名认证的账号使用，不再属于您的账号，也不能再用它登录和找回密码。${kept}请在用户中心更正为您本人的证件号码；这确实是您本人号码的，请用通过认证的账号登录，没有办理过认证的，请立即联系服务热线。`,
      sms: {
        phones: [deps.crypto.decrypt(other.phone_enc, accountPlaces.phone(other.id))],
        template: 'number-released',
        facts: {},
      },
    })
    tx.audit({
      chain: 'platform',
      action: 'identity-claim-released',
      objectKind: 'account',
      objectId: other.id,
      details: { cases: cases.length },
    })
  }
  if (others.length > 0)
    await tellAccount(tx, deps, {
      accountId: proved.id,
      title: '其他账号不再登记您的证件号码',
      body: `另有${others.length}个没有实名认证的账号登记了您的证件号码，您认证以后已经不再属于这些账号。不是您本人注册的，可能有人填错，也可能有人冒用，如有疑问请联系服务热线。`,
    })
}
