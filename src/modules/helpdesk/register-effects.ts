import type { Transaction } from '../../db/command.ts'
import { loginNameKey } from '../../core/identity/login-name.ts'
import { linePlace } from '../../core/helpdesk/complete.ts'
import { idTypeOf } from '../../core/helpdesk/data.ts'
import { deskKinds } from '../../core/helpdesk/operations.ts'
import { DeskRefusal, obstacle } from '../../core/helpdesk/refusals.ts'
import type { LegalPersonType } from '../../core/legal-persons/types.ts'
import { releaseOtherClaims } from '../accounts/release-claims.ts'
import { insertAccount } from '../accounts/store.ts'
import { accountPlaces } from '../people/account.ts'
import { insertLegalPerson, releaseUnproved } from '../legal-persons/store.ts'
import { tellAccount } from '../messages/account-notice.ts'
import {
  documentIndex,
  hotline,
  needSecond,
  needTemporary,
  sendPassword,
  tellHolder,
  temporaryUntil,
  type Effect,
  certified,
} from './effect-parts.ts'
import { takenTexts } from './taken.ts'
import type { Desk } from './refusing.ts'
import { legalTypeOf } from './user-types.ts'

export const organizationOf = async (tx: Transaction, uscc: string): Promise<string | undefined> =>
  (await tx.trx('organization').where({ uscc }).first<{ id: string } | undefined>('id'))?.id

/** Takes a code whose certificate was seen from an account that only claimed it, and tells that account's holder. */
export const takeCode = async (tx: Transaction, desk: Desk, uscc: string): Promise<void> => {
  const { crypto } = desk.deps
  const released = await releaseUnproved(tx, uscc)
  if (!released) return
  await tellAccount(tx, desk.deps, {
    accountId: released.id,
    title: '统一社会信用代码已由他人认证',
    body: `有人持“${released.name}”的证书在政务大厅办理了账号，您的账号不能再代表该单位。如有疑问，请致电${hotline(desk)}。`,
    sms: {
      phones: [crypto.decrypt(released.phone_enc, accountPlaces.phone(released.id))],
      template: 'uscc-released-at-desk',
      facts: {},
    },
  })
}

/** The papers were seen, so a unit's account is a verified one; it takes the code from an account that only claimed it. */
const registerUnit = async (
  tx: Transaction,
  desk: Desk,
  { values, certificate }: Effect,
  type: LegalPersonType,
  passwordHash: string,
): Promise<string> => {
  const { crypto } = desk.deps
  const value = (name: string): string => values[name] ?? ''
  if (!certificate) throw new DeskRefusal(obstacle('SCAN_MISSING', linePlace('certificate')))
  await takeCode(tx, desk, value('uscc'))
  const made = await insertLegalPerson(tx, crypto, {
    registration: {
      loginName: value('loginName'),
      loginKey: loginNameKey(value('loginName')),
      type,
      name: value('name'),
      code: { ok: true, kind: 'USCC', value: value('uscc') },
      representativeName: value('representativeName'),
      idType: idTypeOf(values),
      idNumber: value('idNumber'),
      phone: value('phone'),
      handlerName: value('handlerName'),
      handlerIdNumber: value('handlerIdNumber'),
      handlerPhone: value('handlerPhone'),
      authority: value('registrationAuthority'),
      certificate,
    },
    passwordHash,
    verified: true,
    unit: { uscc: value('uscc'), name: value('name'), organizationId: await organizationOf(tx, value('uscc')) },
  })
  if ('taken' in made) {
    const [field, text] = made.taken === 'uscc' ? ['uscc', takenTexts.uscc] : ['loginName', takenTexts.loginName]
    throw new DeskRefusal(obstacle('TAKEN', field, text))
  }
  return made.id
}

export const register = async (tx: Transaction, desk: Desk, effect: Effect): Promise<string> => {
  const { crypto } = desk.deps
  const { operation, values } = effect
  const second = needSecond(effect)
  const { password, hash } = needTemporary(effect)
  const value = (name: string): string => values[name] ?? ''
  const type = legalTypeOf(operation.user_type)
  const first = {
    must_change_password: true,
    temporary_until: temporaryUntil(tx),
    credentials_changed_at: tx.now,
  }
  let id: string
  if (type === undefined) {
    const made = await insertAccount(tx, crypto, {
      loginName: value('loginName'),
      loginKey: loginNameKey(value('loginName')),
      passwordHash: hash,
      name: value('name'),
      idType: idTypeOf(values),
      idNumber: value('idNumber'),
      phone: value('phone'),
      email: value('email'),
      personalSubtype: 'NATURAL',
      sponsorUscc: null,
    })
    if ('taken' in made) {
      const [field, text] =
        made.taken === 'id-number' ? ['idNumber', takenTexts.idNumber] : ['loginName', takenTexts.loginName]
      throw new DeskRefusal(obstacle('TAKEN', field, text))
    }
    id = made.id
    // Only whoever stood at the counter with the original was seen to be that person.
    await tx
      .trx('account')
      .where({ id })
      .update({ ...first, ...(operation.by_agent ? {} : certified(tx, second)) })
    if (!operation.by_agent) await releaseOtherClaims(tx, desk.deps, { id, documentIndex: documentIndex(desk, values) })
  } else {
    id = await registerUnit(tx, desk, effect, type, hash)
    await tx
      .trx('account')
      .where({ id })
      .update({ ...first, ...certified(tx, second) })
  }
  const to = { phone: value('phone'), loginName: value('loginName'), password, operation: operation.id }
  await sendPassword(tx, desk, to, 'desk-registered')
  await tellHolder(tx, desk, id, deskKinds.REGISTER.text)
  return id
}
