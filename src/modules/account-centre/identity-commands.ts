import { AppError } from '../../core/errors.ts'
import { identityKey, type IdType } from '../../core/identity/documents.ts'
import type { Deps } from '../../deps.ts'
import type { Applicant, Context } from '../../web/route.ts'
import { isNumberProved } from '../people/claims.ts'
import { accountPlaces } from '../people/account.ts'
import { tellAccount } from '../messages/account-notice.ts'
import { byApplicant } from '../../web/acting.ts'

/**
 * Puts the right name and document in the place of those typed at registration. Throws NOT_ALLOWED_NOW when the account
 * was verified meanwhile: what was proved is changed at the counter. `taken`: somebody verified holds that document.
 */
export const correctIdentity = (
  deps: Deps,
  { actor, audit }: Pick<Context<Applicant>, 'actor' | 'audit'>,
  wanted: { readonly name: string; readonly idType: IdType; readonly idNumber: string; readonly phone: string },
): Promise<'corrected' | 'taken'> =>
  deps.command(byApplicant(actor, audit), async (tx) => {
    const { id } = actor
    const record = (action: string, details: Readonly<Record<string, unknown>> = {}): void =>
      tx.audit({ chain: 'platform', action, objectKind: 'account', objectId: id, details })
    const row = await tx
      .trx('account')
      .where({ id, kind: 'PERSONAL', real_name_level: 0 })
      .whereNull('closed_at')
      .forUpdate()
      .first<{ name: string; id_number_idx: string } | undefined>('name', 'id_number_idx')
    if (!row) throw new AppError('NOT_ALLOWED_NOW', '实名认证以后，姓名和证件号码不能在网上修改，请到窗口办理。')
    const documentIndex = deps.crypto.index('id-number', identityKey(wanted.idType, wanted.idNumber))
    if (await isNumberProved(tx, documentIndex)) {
      record('identity-correction-refused')
      return 'taken'
    }
    await tx
      .trx('account')
      .where({ id })
      .update({
        name: wanted.name,
        id_type: wanted.idType,
        id_number_enc: deps.crypto.encrypt(wanted.idNumber, accountPlaces.idNumber(id)),
        id_number_idx: documentIndex,
      })
    await tellAccount(tx, deps, {
      accountId: id,
      title: '姓名或者证件号码已更正',
      body: '您在用户中心更正了姓名或者证件号码。不是本人操作的，请立即修改登录密码，并联系服务热线。',
      sms: { phones: [wanted.phone], template: 'identity-corrected', facts: {} },
    })
    record('identity-corrected', { name: wanted.name !== row.name, number: documentIndex !== row.id_number_idx })
    return 'corrected'
  })
