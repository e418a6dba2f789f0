import type { Transaction } from '../../db/command.ts'
import { identityKey } from '../../core/identity/documents.ts'
import { loginNameKey } from '../../core/identity/login-name.ts'
import { maskPhone } from '../../core/identity/mask.ts'
import type { RawValues } from '../../core/forms/field.ts'
import { linePlace } from '../../core/helpdesk/complete.ts'
import { idTypeOf } from '../../core/helpdesk/data.ts'
import { changesIdentity, deskKinds, type DeskKind } from '../../core/helpdesk/operations.ts'
import { DeskRefusal, obstacle } from '../../core/helpdesk/refusals.ts'
import type { LegalPersonType } from '../../core/legal-persons/types.ts'
import { isNumberProved } from '../people/claims.ts'
import { releaseOtherClaims } from '../accounts/release-claims.ts'
import { phoneBack } from '../accounts/phone-hold.ts'
import { insertAccount } from '../accounts/store.ts'
import { accountPlaces } from '../people/account.ts'
import { endOffers } from '../cases/offers.ts'
import { insertLegalPerson, releaseUnverified } from '../legal-persons/store.ts'
import { legalPersonPlaces } from '../people/legal-person.ts'
import { tellAccount } from '../messages/account-notice.ts'
import { changedParts, type ChangedPart } from '../messages/sms-texts.ts'
import {
  atDesk,
  documentIndex,
  givePassword,
  hotline,
  needAccount,
  needSecond,
  needTemporary,
  phoneOf,
  putPhone,
  sealed,
  sendPassword,
  tellHolder,
  temporaryUntil,
  wherever,
  type Effect,
} from './effect-parts.ts'
import { takenTexts } from './taken.ts'
import { closeAtDesk, freeze, releasePhone, unfreeze } from './standing-effects.ts'
import type { Desk } from './refusing.ts'
import type { SecondPerson } from './second-person.ts'
import type { DeskAccountRow } from './store.ts'
import { legalTypeOf } from './user-types.ts'

/** Tells the holder that somebody came for their account and was sent away by the second person. */
export const tellRefused = (tx: Transaction, desk: Desk, account: DeskAccountRow, kind: DeskKind): Promise<void> => {
  const { text } = deskKinds[kind]
  return tellAccount(tx, desk.deps, {
    accountId: account.id,
    title: `政务大厅未予办理：${text}`,
    body: `有人于${wherever(tx, desk)}申请为您的账号办理${text}，复核后没有办理，账号没有变化。如非您本人或者您委托的人申请，请致电${hotline(desk)}。`,
    sms: {
      phones: [phoneOf(desk, account)],
      template: 'desk-refused',
      facts: { ...atDesk(tx, desk), desk: kind },
    },
  })
}

const certified = (tx: Transaction, _second: SecondPerson) =>
  ({ real_name_level: 1, real_name_channel: 'counter', real_name_at: tx.now }) as const

/** What an account is worth whose papers an agent brought: nobody saw the person. */
const unseen = { real_name_level: 0, real_name_channel: null, real_name_at: null } as const

const organizationOf = async (tx: Transaction, uscc: string): Promise<string | undefined> =>
  (await tx.trx('organization').where({ uscc }).first<{ id: string } | undefined>('id'))?.id

/** Takes a code whose certificate was seen from an account that only claimed it, and tells that account's holder. */
const takeCode = async (tx: Transaction, desk: Desk, uscc: string): Promise<void> => {
  const { crypto } = desk.deps
  const released = await releaseUnverified(tx, uscc)
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

const register = async (tx: Transaction, desk: Desk, effect: Effect): Promise<string> => {
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

/** The certificate last seen stays with a unit's account. */
const certificateColumns = ({ certificate }: Effect) =>
  certificate ? { certificate_sha256: certificate.sha256, certificate_name: certificate.name } : {}

const handlerColumns = ({ deps: { crypto } }: Desk, id: string, values: RawValues) => {
  const { handlerName, handlerIdNumber, handlerPhone } = values
  if (!handlerName || !handlerIdNumber || !handlerPhone) return {}
  return {
    handler_name: handlerName,
    handler_id_number_enc: crypto.encrypt(handlerIdNumber, legalPersonPlaces.handlerIdNumber(id)),
    handler_id_number_idx: crypto.index('id-number', identityKey('RESIDENT_ID', handlerIdNumber)),
    handler_phone_enc: crypto.encrypt(handlerPhone, legalPersonPlaces.handlerPhone(id)),
    handler_phone_idx: crypto.index('phone', handlerPhone),
  }
}

/** A code that was typed wrongly at registration; of two accounts at the same instant the unique index takes one. */
const codeColumns = async (tx: Transaction, desk: Desk, account: DeskAccountRow, uscc: string | undefined) => {
  if (!uscc || uscc === account.uscc) return {}
  await takeCode(tx, desk, uscc)
  const taken = await tx
    .trx('legal_person')
    .where({ uscc })
    .whereNull('released_at')
    .first<object | undefined>('account_id')
  if (taken) throw new DeskRefusal(obstacle('TAKEN', 'uscc', takenTexts.uscc))
  return { uscc, organization_id: (await organizationOf(tx, uscc)) ?? null }
}

const changeUnit = async (tx: Transaction, desk: Desk, account: DeskAccountRow, effect: Effect): Promise<void> => {
  const { values } = effect
  const columns = {
    ...(await codeColumns(tx, desk, account, values['uscc'])),
    ...handlerColumns(desk, account.id, values),
    ...certificateColumns(effect),
  }
  if (Object.keys(columns).length > 0) await tx.trx('legal_person').where({ account_id: account.id }).update(columns)
}

const changeData = async (tx: Transaction, desk: Desk, effect: Effect): Promise<void> => {
  const account = needAccount(effect)
  const { operation, values } = effect
  const { name, idNumber, uscc, email, handlerName } = values
  const unit = account.kind === 'LEGAL_PERSON'
  const seen = unit || !operation.by_agent
  const number = idNumber ? documentIndex(desk, values) : account.id_number_idx
  // A number somebody else proved stays theirs; one that was only typed elsewhere yields to whoever is seen here.
  if (!unit && changesIdentity(values) && (await isNumberProved(tx, number, account.id)))
    throw new DeskRefusal(obstacle('TAKEN', 'idNumber', takenTexts.idNumber))
  const changes = {
    ...(changesIdentity(values) ? (seen ? certified(tx, needSecond(effect)) : unseen) : {}),
    ...(name ? { name } : {}),
    ...(idNumber ? sealed.idNumber(desk, account.id, values) : {}),
    ...(email ? sealed.email(desk, account.id, email) : {}),
  }
  await tx
    .trx('account')
    .where({ id: account.id })
    .update({ ...changes, credentials_changed_at: tx.now })
  if (unit) await changeUnit(tx, desk, account, effect)
  else if (changesIdentity(values) && seen)
    await releaseOtherClaims(tx, desk.deps, { id: account.id, documentIndex: number })
  const parts: readonly ChangedPart[] = [
    ...(name ? [unit ? ('unitName' as const) : ('name' as const)] : []),
    ...(uscc ? ['uscc' as const] : []),
    ...(idNumber ? ['idNumber' as const] : []),
    ...(email ? ['email' as const] : []),
    ...(handlerName ? ['handler' as const] : []),
  ]
  await tellHolder(
    tx,
    desk,
    account.id,
    `${deskKinds.CHANGE_DATA.text}（${parts.map((part) => changedParts[part]).join('、')}）`,
    {
      phones: [phoneOf(desk, account)],
      template: 'desk-data',
      facts: { ...atDesk(tx, desk), desk: 'CHANGE_DATA', parts },
    },
  )
}

const changePhone = async (tx: Transaction, desk: Desk, effect: Effect): Promise<void> => {
  const account = needAccount(effect)
  const phone = effect.values['phone'] ?? ''
  await putPhone(tx, desk, account.id, phone, needSecond(effect))
  const what = `${deskKinds.CHANGE_PHONE.text}，新手机号${maskPhone(phone)}`
  await tellHolder(tx, desk, account.id, what, {
    phones: [phoneOf(desk, account), phone],
    template: 'desk-phone',
    facts: { ...atDesk(tx, desk), desk: 'CHANGE_PHONE', phone },
  })
}

const changeRepresentative = async (tx: Transaction, desk: Desk, effect: Effect): Promise<void> => {
  const account = needAccount(effect)
  const temporary = needTemporary(effect)
  const second = needSecond(effect)
  const { values } = effect
  const phone = values['phone'] ?? ''
  await putPhone(tx, desk, account.id, phone, second)
  // Whoever was representative knows the old password, and may be signed in with it.
  await givePassword(tx, account, temporary, second, {
    ...sealed.idNumber(desk, account.id, values),
    ...certified(tx, second),
  })
  await tx
    .trx('legal_person')
    .where({ account_id: account.id })
    .update({ representative_name: values['representativeName'], ...certificateColumns(effect) })
  const to = { phone, loginName: account.login_name, password: temporary.password, operation: effect.operation.id }
  await sendPassword(tx, desk, to, 'desk-representative-password')
  const what = `${deskKinds.CHANGE_REPRESENTATIVE.text}，预留手机号改为${maskPhone(phone)}，原密码作废`
  await tellHolder(tx, desk, account.id, what, {
    phones: [phoneOf(desk, account), phone],
    template: 'desk-representative',
    facts: { ...atDesk(tx, desk), desk: 'CHANGE_REPRESENTATIVE', phone },
  })
}

const resetPassword = async (tx: Transaction, desk: Desk, effect: Effect): Promise<void> => {
  const account = needAccount(effect)
  const temporary = needTemporary(effect)
  await givePassword(tx, account, temporary, needSecond(effect))
  const phone = phoneOf(desk, account)
  const to = { phone, loginName: account.login_name, password: temporary.password, operation: effect.operation.id }
  await sendPassword(tx, desk, to, 'desk-password-reset')
  await tellHolder(tx, desk, account.id, deskKinds.RESET_PASSWORD.text, {
    phones: [phone],
    template: 'desk-done',
    facts: { ...atDesk(tx, desk), desk: 'RESET_PASSWORD' },
  })
}

const unlock = async (tx: Transaction, desk: Desk, effect: Effect): Promise<void> => {
  const account = needAccount(effect)
  await tx.trx('account').where({ id: account.id }).update({ failed_logins: 0, locked_until: null })
  await tellHolder(tx, desk, account.id, deskKinds.UNLOCK.text, {
    phones: [phoneOf(desk, account)],
    template: 'desk-done',
    facts: { ...atDesk(tx, desk), desk: 'UNLOCK' },
  })
}

/** Carries an operation out, in the transaction that finishes it. Gives the account it was about. */
export const applyEffect = async (tx: Transaction, desk: Desk, effect: Effect): Promise<string> => {
  if (effect.operation.kind === 'REGISTER') return register(tx, desk, effect)
  switch (effect.operation.kind) {
    case 'CHANGE_DATA':
      await changeData(tx, desk, effect)
      break
    case 'CHANGE_PHONE':
      await changePhone(tx, desk, effect)
      break
    case 'CHANGE_REPRESENTATIVE':
      await changeRepresentative(tx, desk, effect)
      break
    case 'RESET_PASSWORD':
      await resetPassword(tx, desk, effect)
      break
    case 'UNLOCK':
      await unlock(tx, desk, effect)
      break
    case 'RELEASE_PHONE':
      await releasePhone(tx, desk, effect)
      break
    case 'FREEZE':
      await freeze(tx, desk, effect)
      break
    case 'UNFREEZE':
      await unfreeze(tx, desk, effect)
      break
    case 'CLOSE':
      await closeAtDesk(tx, desk, effect)
  }
  return needAccount(effect).id
}

/**
 * Opens an account again that was closed since its phone was changed. What somebody else proved or took meanwhile stays
 * theirs: the number is then only a claim, the code is not spoken for.
 */
const reopen = async (tx: Transaction, account: DeskAccountRow): Promise<void> => {
  const lost = account.kind === 'PERSONAL' && (await isNumberProved(tx, account.id_number_idx, account.id))
  await tx
    .trx('account')
    .where({ id: account.id })
    .update({ closed_at: null, ...(lost ? unseen : {}) })
  if (account.uscc === null) return
  const taken = await tx
    .trx('legal_person')
    .where({ uscc: account.uscc })
    .whereNull('released_at')
    .first<object | undefined>('account_id')
  if (!taken) await tx.trx('legal_person').where({ account_id: account.id }).update({ released_at: null })
}

/**
 * Takes a change of the phone back, whatever was done with the account since: the number from before is there again,
 * what the account offered to others is not offered any more, a closed account is open again, and because somebody else
 * may have used the new number, the password is a temporary one sent to the old one.
 */
export const takePhoneBack = async (
  tx: Transaction,
  desk: Desk,
  effect: Effect & { readonly previousPhone: string },
): Promise<void> => {
  const account = needAccount(effect)
  const temporary = needTemporary(effect)
  const { previousPhone, values } = effect
  const phones = [previousPhone, values['phone'] ?? '', phoneOf(desk, account)]
  const second = needSecond(effect)
  if (account.closed_at !== null) await reopen(tx, account)
  await givePassword(tx, account, temporary, second, phoneBack(tx, desk.deps.crypto, account.id, previousPhone))
  await endOffers(tx, desk.deps, { from_account: account.id }, 'phone-back')
  const to = {
    phone: previousPhone,
    loginName: account.login_name,
    password: temporary.password,
    operation: effect.operation.id,
  }
  await sendPassword(tx, desk, to, 'desk-phone-back-password')
  const what = `撤回修改手机号，恢复为${maskPhone(previousPhone)}${account.closed_at === null ? '' : '，恢复使用已注销的账号'}`
  await tellHolder(tx, desk, account.id, what, {
    phones,
    template: 'desk-phone-back',
    facts: { ...atDesk(tx, desk), phone: previousPhone },
  })
}
