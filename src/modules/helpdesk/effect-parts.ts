import type { Transaction } from '../../db/command.ts'
import { identityKey } from '../../core/identity/documents.ts'
import type { RawValues } from '../../core/forms/field.ts'
import { idTypeOf } from '../../core/helpdesk/data.ts'
import { DeskRefusal, obstacle } from '../../core/helpdesk/refusals.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import { heldFrom, replacePhone } from '../accounts/phone-hold.ts'
import { accountPlaces } from '../people/account.ts'
import { temporaryHours } from '../accounts/temporary-password.ts'
import type { Certificate } from '../legal-persons/draft.ts'
import { tellAccount } from '../messages/account-notice.ts'
import { queueSms } from '../messages/sms.ts'
import type { SmsText } from '../messages/sms-texts.ts'
import type { Desk } from './refusing.ts'
import type { SecondPerson } from './second-person.ts'
import type { DeskAccountRow, OperationRow } from './store.ts'

type TemporaryPassword = { readonly password: string; readonly hash: string }

/** What an operation is carried out with. `values` are faultless and in their stored form. */
export type Effect = {
  /** The proof that two agreed; operations that need none are carried out without. */
  readonly second: SecondPerson | undefined
  readonly operation: OperationRow
  readonly account: DeskAccountRow | undefined
  readonly values: RawValues
  readonly temporary: TemporaryPassword | undefined
  /** The scan of the certificate, kept with a unit's account. */
  readonly certificate: Certificate | undefined
}

const hour = 3_600_000

export const needAccount = ({ account }: Effect): DeskAccountRow => {
  if (!account) throw new DeskRefusal(obstacle('UNKNOWN'))
  return account
}

export const needTemporary = ({ temporary }: Effect): TemporaryPassword => {
  if (!temporary) throw new Error('no temporary password was made')
  return temporary
}

/** What gives level, phone or password takes the proof that two agreed as its last argument, whatever it does with it. */
export const needSecond = ({ second }: Effect): SecondPerson => {
  if (!second) throw new Error('nobody confirmed this')
  return second
}

export const temporaryUntil = (tx: Transaction): Date => new Date(tx.now.getTime() + temporaryHours * hour)

/** The password goes to the holder's phone and nowhere else: neither into the inbox nor onto the clerk's screen. */
export const sendPassword = (
  tx: Transaction,
  { deps }: Desk,
  to: { readonly phone: string; readonly loginName: string; readonly password: string; readonly operation: string },
  template:
    | 'desk-registered'
    | 'desk-password-reset'
    | 'desk-representative-password'
    | 'desk-unfrozen-password'
    | 'desk-phone-back-password',
): Promise<string | undefined> =>
  queueSms(tx, deps, {
    phone: to.phone,
    template,
    facts: { account: to.loginName, password: to.password, hours: temporaryHours },
    expiresAt: temporaryUntil(tx),
    about: `desk_operation:${to.operation}`,
  })

export const wherever = (tx: Transaction, { staff }: Desk): string =>
  `${localDateTime(tx.now).text}在${staff.authority.name}政务大厅`

export const hotline = ({ deps }: Desk): string => deps.site.hotlines[0]?.phone ?? '12345'

/** Tells the holder in the inbox, and on every phone concerned by `sms`, what the counter did. */
export const tellHolder = (
  tx: Transaction,
  desk: Desk,
  accountId: string,
  what: string,
  sms?: SmsText & { readonly phones: readonly string[] },
): Promise<void> =>
  tellAccount(tx, desk.deps, {
    accountId,
    title: `政务大厅办理：${what}`,
    body: `您的账号于${wherever(tx, desk)}办理了${what}，经办工作人员：${desk.staff.name}。如非您本人或者您委托的人办理，请立即致电${hotline(desk)}。`,
    ...(sms ? { sms } : {}),
  })

/** Where and when, for a text message. */
export const atDesk = (tx: Transaction, { staff }: Desk) => ({ at: tx.now, authority: staff.authority.id })

export const documentIndex = ({ deps: { crypto } }: Desk, values: RawValues): string =>
  crypto.index('id-number', identityKey(idTypeOf(values), values['idNumber'] ?? ''))

/** The columns that carry a document number, a phone or an address of an account. */
export const sealed = {
  idNumber: (desk: Desk, id: string, values: RawValues) => ({
    id_type: idTypeOf(values),
    id_number_enc: desk.deps.crypto.encrypt(values['idNumber'] ?? '', accountPlaces.idNumber(id)),
    id_number_idx: documentIndex(desk, values),
  }),
  email: ({ deps: { crypto } }: Desk, id: string, email: string) => ({
    email_enc: crypto.encrypt(email, accountPlaces.email(id)),
    email_idx: crypto.index('email', email.toLowerCase()),
  }),
} as const

export const putPhone = (
  tx: Transaction,
  { deps }: Desk,
  accountId: string,
  phone: string,
  _second: SecondPerson,
): Promise<void> => replacePhone(tx, deps.crypto, accountId, { phone, by: 'COUNTER' })

export const phoneOf = ({ deps }: Desk, account: DeskAccountRow): string =>
  deps.crypto.decrypt(account.phone_enc, accountPlaces.phone(account.id))

/** A password the holder must change, good for a day, in place of the one there was; a lock is lifted with it. */
export const givePassword = async (
  tx: Transaction,
  account: DeskAccountRow,
  { hash }: TemporaryPassword,
  _second: SecondPerson,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> => {
  await tx
    .trx('account')
    .where({ id: account.id })
    .update({
      password_hash: hash,
      must_change_password: true,
      temporary_until: temporaryUntil(tx),
      credentials_changed_at: tx.now,
      ...heldFrom(tx),
      failed_logins: 0,
      locked_until: null,
      ...more,
    })
}

/** What an account gets whose holder was seen at the counter: nobody says so alone. */
export const certified = (tx: Transaction, _second: SecondPerson) =>
  ({ real_name_level: 1, real_name_channel: 'counter', real_name_at: tx.now }) as const
