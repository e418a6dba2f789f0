import { AppError } from '../../core/errors.ts'
import { identityKey } from '../../core/identity/documents.ts'
import type { Deps } from '../../deps.ts'
import type { RateName } from '../../infra/limits.ts'
import type { LegalDraft } from './draft.ts'
import type { LegalRegistration } from './form.ts'
import { unprovedPerson } from './verify.ts'

export const tooMany = (error: unknown): AppError | undefined =>
  error instanceof AppError && error.code === 'TOO_MANY' ? error : undefined

/** Counts something; the refusal, when it was done too often. */
export const refusalOf = async (count: () => Promise<void>): Promise<AppError | undefined> => {
  try {
    await count()
    return undefined
  } catch (error) {
    const refusal = tooMany(error)
    if (!refusal) throw error
    return refusal
  }
}

export type Counted = { readonly name: RateName; readonly subject: string; readonly sentence: string }

/** What a try to verify counts against: the address and the document. */
export const countedFor = (
  deps: Deps,
  { idType, idNumber }: LegalRegistration,
  network: string,
): readonly Counted[] => [
  { name: 'legal-verify-address', subject: network, sentence: '当前网络实名认证的次数过多，请一小时后再试' },
  {
    name: 'verify-document-day',
    // A person's tries for units are counted apart from those for their own account.
    subject: `unit.${deps.crypto.index('id-number', identityKey(idType, idNumber))}`,
    sentence: '这位法定代表人今天实名认证的次数已达上限，请明天再试，或者到登记机关窗口办理',
  },
]

/**
 * Counts what may be a guess at whom a code belongs to. When guesses of the day are used up, by whomever, only who is
 * proved to be the person they say goes on: that is no guess, and strangers shut no representative out. Throws TOO_MANY
 * for others.
 */
export const useGuess = async (
  deps: Deps,
  code: string,
  registration: LegalRegistration,
  proved: LegalDraft['proved'],
): Promise<void> => {
  try {
    await deps.limits.use(
      'legal-verify-code-day',
      code,
      '这个代码今天实名认证的次数已达上限，请明天再试，或者到登记机关窗口办理',
    )
  } catch (error) {
    if (!tooMany(error) || (await unprovedPerson(deps, registration, proved))) throw error
  }
}

export const giveBackTry = async (deps: Deps, counted: readonly Counted[]): Promise<void> => {
  for (const { name, subject } of counted) await deps.limits.giveBack(name, subject)
}

/** Counts a try against all of them or none. */
export const useTry = async (deps: Deps, counted: readonly Counted[]): Promise<void> => {
  for (const [place, { name, subject, sentence }] of counted.entries())
    try {
      await deps.limits.use(name, subject, sentence)
    } catch (error) {
      await giveBackTry(deps, counted.slice(0, place))
      throw error
    }
}
