import { randomUUID } from 'node:crypto'
import { maskWithin } from '../../core/forms/personal.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import type { IdentityResult } from '../../infra/identity/gateway.ts'
import { accountPlaces } from '../people/account.ts'
import { consentDocument, consentVersion, type RealNameChannel } from '../real-name/channels.ts'
import { keepFile, type ReceivedFile } from '../files/receive.ts'
import { tellAccount } from '../messages/account-notice.ts'
import type { RequestFacts } from '../../db/audit.ts'
import type { Certificate, PendingContent } from './draft.ts'
import { insertLegalPerson, legalChannel, pendingPlace, releaseUnproved, type NewLegalPerson } from './store.ts'
import type { Verification } from './verify.ts'

const pendingHours = 24
const hour = 3_600_000

/** Takes the picture of a certificate over before there is an account; the sweeper clears what no account names. */
export const keepCertificate = (deps: Deps, request: RequestFacts, file: ReceivedFile): Promise<Certificate> =>
  deps.command({ actorKind: 'nobody', ...request }, async (tx) => {
    await keepFile(tx, deps, file)
    // Known bytes count as new: whoever sends them now has the whole day before the sweeper looks.
    await tx.trx('stored_file').where({ sha256: file.sha256 }).update({ created_at: tx.now })
    tx.audit({
      chain: 'platform',
      action: 'legal-certificate-received',
      objectKind: 'stored_file',
      objectId: file.sha256,
    })
    const { sha256, size, type, name } = file
    return { sha256, size, type, name }
  })

/** Notes what was agreed to, document by document, before anything of the form is sent to whoever verifies it. */
export const recordAgreement = (
  deps: Deps,
  request: RequestFacts,
  details: Readonly<Record<string, string>>,
): Promise<void> =>
  deps.command({ actorKind: 'nobody', ...request }, (tx) => {
    tx.audit({
      chain: 'platform',
      action: 'legal-verification-agreed',
      objectKind: 'legal_registration',
      details,
    })
    return Promise.resolve()
  })

const recordAttempt = (
  tx: Transaction,
  accountId: string | undefined,
  outcome: string,
  reason: string | null,
  channel: string = legalChannel,
): Promise<unknown> =>
  tx.trx('real_name_attempt').insert({ account_id: accountId ?? null, channel, outcome, reason, at: tx.now })

/** Notes what came of a representative's proof by a channel, never what was shown. */
export const recordProof = (
  deps: Deps,
  request: RequestFacts,
  channel: RealNameChannel,
  result: IdentityResult,
): Promise<void> =>
  deps.command({ actorKind: 'nobody', ...request }, async (tx) => {
    const outcome = result.kind === 'match' ? 'MATCH' : result.kind === 'mismatch' ? 'MISMATCH' : 'UNAVAILABLE'
    await recordAttempt(tx, undefined, outcome, result.kind === 'mismatch' ? maskWithin(result.reason) : null, channel)
    tx.audit({
      chain: 'platform',
      action: result.kind === 'match' ? 'legal-representative-proved' : 'legal-verification-failed',
      objectKind: 'legal_registration',
      details: { channel, outcome },
    })
  })

const tellReleased = async (
  tx: Transaction,
  deps: Deps,
  holder: { readonly id: string; readonly phone_enc: string; readonly name: string },
): Promise<void> => {
  await tellAccount(tx, deps, {
    accountId: holder.id,
    title: '统一社会信用代码已由他人认证',
    body: `您的法人账号登记的统一社会信用代码已由通过实名认证的账号使用，您的账号不能再代表该单位。您本人确为“${holder.name}”办事的，请用通过认证的账号登录，或者联系登记机关核实。`,
    sms: {
      phones: [deps.crypto.decrypt(holder.phone_enc, accountPlaces.phone(holder.id))],
      template: 'uscc-released',
      facts: {},
    },
  })
  tx.audit({ chain: 'platform', action: 'legal-person-released', objectKind: 'account', objectId: holder.id })
}

export type RegistrationResult =
  { readonly id: string } | { readonly taken: 'login-name' | 'uscc' } | { readonly gone: 'certificate' }

/**
 * Makes a legal person's account with the consents given for it. Of two registrations of one code or one name at the
 * same instant exactly one succeeds. Who proved the code takes it from an account that only claimed it; the holder of
 * that account is told.
 */
export const registerLegalPerson = (
  deps: Deps,
  request: RequestFacts,
  wanted: NewLegalPerson & {
    readonly pending: { readonly code: string; readonly phoneIndex: string }
    /** By which channel the representative proved who that is; absent where the phone said so. */
    readonly channel?: RealNameChannel | undefined
  },
): Promise<RegistrationResult> =>
  deps.command({ actorKind: 'nobody', ...request }, async (tx) => {
    const refuse = <Refusal extends object>(refusal: Refusal): Refusal => {
      tx.audit({
        chain: 'platform',
        action: 'registration-refused',
        objectKind: 'account',
        details: { kind: 'LEGAL_PERSON', ...refusal },
      })
      return refusal
    }
    const file = await tx
      .trx('stored_file')
      .where({ sha256: wanted.registration.certificate.sha256 })
      .forShare()
      .first<object | undefined>('sha256')
    if (!file) return refuse({ gone: 'certificate' } as const)
    const released = wanted.verified ? await releaseUnproved(tx, wanted.unit.uscc) : undefined
    const result = await insertLegalPerson(tx, deps.crypto, wanted)
    if ('taken' in result) {
      // Nothing of a refused registration may stay, the release included.
      if (released) await tx.trx('legal_person').where({ account_id: released.id }).update({ released_at: null })
      return refuse(result)
    }
    if (released) await tellReleased(tx, deps, released)
    const consents = [
      { document: 'user-agreement', version: deps.site.agreement.version },
      { document: 'privacy-notice', version: deps.site.privacyNotice.version },
      ...(wanted.channel ? [{ document: consentDocument(wanted.channel), version: consentVersion }] : []),
    ]
    await tx.trx('consent').insert(consents.map((row) => ({ ...row, account_id: result.id, accepted_at: tx.now })))
    await tx
      .trx('pending_legal_registration')
      .where({ uscc: wanted.pending.code, phone_idx: wanted.pending.phoneIndex })
      .delete()
    if (wanted.verified) await recordAttempt(tx, result.id, 'MATCH', null)
    const object = { chain: 'platform', objectKind: 'account', objectId: result.id } as const
    tx.audit({
      ...object,
      action: 'account-registered',
      details: { kind: 'LEGAL_PERSON', type: wanted.registration.type, verified: wanted.verified },
    })
    if (wanted.verified)
      tx.audit({
        ...object,
        action: 'real-name-verified',
        details: { channel: legalChannel, representative: wanted.channel ?? 'phone' },
      })
    for (const details of consents) tx.audit({ ...object, action: 'consent-given', details })
    return result
  })

/**
 * Keeps a registration that could not be verified for a day, sealed, under its unified code and the phone that was
 * proven; a later try replaces it. Gives until when.
 */
export const keepPending = (
  deps: Deps,
  request: RequestFacts,
  waiting: {
    readonly code: string
    readonly phoneIndex: string
    readonly outcome: Exclude<Verification['kind'], 'verified'>
    /** Whoever verifies gave no answer. */
    readonly unanswered: boolean
    readonly reason: string
    readonly content: PendingContent
  },
): Promise<Date> =>
  deps.command({ actorKind: 'nobody', ...request }, async (tx) => {
    const id = randomUUID()
    const expiresAt = new Date(tx.now.getTime() + pendingHours * hour)
    const row = {
      id,
      uscc: waiting.code,
      phone_idx: waiting.phoneIndex,
      content_enc: deps.crypto.encrypt(JSON.stringify(waiting.content), pendingPlace(id)),
      certificate_sha256: waiting.content.certificate.sha256,
      reason: waiting.outcome,
      created_at: tx.now,
      expires_at: expiresAt,
    }
    await tx.trx('pending_legal_registration').insert(row).onConflict(['uscc', 'phone_idx']).merge()
    await recordAttempt(tx, undefined, waiting.unanswered ? 'UNAVAILABLE' : 'MISMATCH', maskWithin(waiting.reason))
    tx.audit({
      chain: 'platform',
      action: 'legal-verification-failed',
      objectKind: 'pending_legal_registration',
      objectId: id,
      details: { outcome: waiting.outcome },
    })
    return expiresAt
  })

/** Notes that a waiting registration was taken up again by whoever has its phone. */
export const recordResumed = (deps: Deps, request: RequestFacts, id: string): Promise<void> =>
  deps.command({ actorKind: 'nobody', ...request }, (tx) => {
    tx.audit({
      chain: 'platform',
      action: 'legal-registration-resumed',
      objectKind: 'pending_legal_registration',
      objectId: id,
    })
    return Promise.resolve()
  })
