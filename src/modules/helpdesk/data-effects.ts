import type { Transaction } from '../../db/command.ts'
import { identityKey } from '../../core/identity/documents.ts'
import { maskPhone } from '../../core/identity/mask.ts'
import type { RawValues } from '../../core/forms/field.ts'
import { changesIdentity, deskKinds } from '../../core/helpdesk/operations.ts'
import { DeskRefusal, obstacle } from '../../core/helpdesk/refusals.ts'
import { isNumberProved } from '../people/claims.ts'
import { releaseOtherClaims } from '../accounts/release-claims.ts'
import { legalPersonPlaces } from '../people/legal-person.ts'
import { changedParts, type ChangedPart } from '../messages/sms-facts.ts'
import {
  atDesk,
  documentIndex,
  givePassword,
  needAccount,
  needSecond,
  needTemporary,
  phoneOf,
  putPhone,
  sealed,
  sendPassword,
  tellHolder,
  type Effect,
  certified,
} from './effect-parts.ts'
import { takenTexts } from './taken.ts'
import type { Desk } from './refusing.ts'
import type { DeskAccountRow } from './store.ts'
import { takeCode, organizationOf } from './register-effects.ts'

/** What an account is worth whose papers an agent brought: nobody saw the person. */
export const unseen = { real_name_level: 0, real_name_channel: null, real_name_at: null } as const

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

export const changeData = async (tx: Transaction, desk: Desk, effect: Effect): Promise<void> => {
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

export const changePhone = async (tx: Transaction, desk: Desk, effect: Effect): Promise<void> => {
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

export const changeRepresentative = async (tx: Transaction, desk: Desk, effect: Effect): Promise<void> => {
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
