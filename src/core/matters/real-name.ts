import type { StageCode } from '../workflow/states.ts'
import type { Matter } from './define.ts'

/** The account's real-name level that counts as verified. */
export const verifiedLevel = 1

/** Whether submitting a stage of the matter needs a verified account. Every stage after the declared one does too. */
export const needsRealName = (matter: Pick<Matter, 'realName' | 'stages'>, stage: StageCode): boolean => {
  const order = matter.stages.map(({ code }) => code)
  return order.indexOf(stage) >= order.indexOf(matter.realName.submitFrom)
}

/** Whether an account of that level may begin a case of the matter. */
export const mayDraft = (matter: Pick<Matter, 'realName'>, level: number): boolean =>
  matter.realName.draft || level >= verifiedLevel

/** Whether an account of that level may submit a stage of the matter. */
export const maySubmit = (matter: Pick<Matter, 'realName' | 'stages'>, stage: StageCode, level: number): boolean =>
  level >= verifiedLevel || !needsRealName(matter, stage)
