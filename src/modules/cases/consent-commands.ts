import type { Transaction } from '../../db/command.ts'
import type { RequestFacts } from '../../db/audit.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { stageOf } from '../../core/matters/journey.ts'
import { isId } from '../../web/params.ts'
import { byApplicant } from '../../web/acting.ts'
import type { Applicant } from '../../web/route.ts'
import type { Need } from '../grants/access.ts'
import { requireFillable } from './fill-in.ts'
import { record } from './record.ts'
import { consentFacts, seenOf, unitOnline } from './consent.ts'
import { forUnit, readyStage } from './ready.ts'
import { lockCase, type CaseRow } from './store.ts'
import { takenBy, takeStep } from './take-step.ts'
import { tellUnit } from './tell-unit.ts'

type Wanted = { readonly caseId: string; readonly requestKey: string; readonly version: number }

const lockForConsent = async (tx: Transaction, actor: Applicant, wanted: Wanted, need: Need): Promise<CaseRow> => {
  if (!isId(wanted.requestKey)) throw new AppError('BAD_REQUEST')
  return lockCase(tx, wanted.caseId, actor, need)
}

const isRepeated = async (tx: Transaction, caseFile: CaseRow, requestKey: string): Promise<boolean> =>
  (await tx
    .trx('case_event')
    .where({ case_id: caseFile.id, request_key: requestKey })
    .first<object | undefined>('id')) !== undefined

/**
 * Puts the present stage to its supervisory unit, checked as if it were submitted, but for what only the unit's consent
 * can give. The unit sees it as it is now. The same form sent twice asks once; a few times a day is enough for a case,
 * for each time everybody of the unit is told.
 */
export const sendToUnit = (deps: Deps, actor: Applicant, request: RequestFacts, wanted: Wanted): Promise<void> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    const caseFile = await lockForConsent(tx, actor, wanted, 'submit')
    if (await isRepeated(tx, caseFile, wanted.requestKey)) {
      record(tx, deps, caseFile, 'send-repeated')
      return
    }
    await requireFillable(tx, caseFile)
    const ready = await readyStage(tx, deps, actor, caseFile, 'unit')
    const { matter, stage, answers } = ready
    const unit = await unitOnline(deps, caseFile.authority_id, matter, answers)
    if (!unit)
      throw new AppError(
        'NOT_ALLOWED_NOW',
        '所填的业务主管单位还不能在线答复。请取得其书面批准文件，填写并上传，再提交申请。',
      )
    await deps.limits.use(
      'ask-unit',
      caseFile.id,
      '这件申请今天送业务主管单位的次数已达上限，内容已经保存，请明天再送。',
    )
    const { papers } = await consentFacts(tx.trx, caseFile.id)
    await takeStep(tx, deps, caseFile, {
      action: 'sendToUnit',
      by: takenBy(deps, actor, caseFile),
      requestKey: wanted.requestKey,
      expectedVersion: wanted.version,
      details: {
        asked: {
          organId: unit.id,
          content: forUnit(ready),
          seen: seenOf(deps.crypto, caseFile.id, { matter, stage, answers }, papers),
        },
      },
    })
    await tellUnit(tx, deps, caseFile.id)
  })

/** Takes back what lies with the unit, to change it. A unit that has answered meanwhile is told of: NOT_ALLOWED_NOW. */
export const takeBackFromUnit = (deps: Deps, actor: Applicant, request: RequestFacts, wanted: Wanted): Promise<void> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    const caseFile = await lockForConsent(tx, actor, wanted, 'own')
    if (await isRepeated(tx, caseFile, wanted.requestKey)) {
      record(tx, deps, caseFile, 'take-back-repeated')
      return
    }
    if (caseFile.status !== 'WAITING_CONSENT')
      throw new AppError(
        'NOT_ALLOWED_NOW',
        `“${stageOf(deps.matters.require(caseFile.matter), caseFile.stage).title}”已不在业务主管单位，没有取回。业务主管单位可能刚刚答复，请打开办件查看。`,
      )
    await takeStep(tx, deps, caseFile, {
      action: 'takeBackFromUnit',
      by: takenBy(deps, actor, caseFile),
      requestKey: wanted.requestKey,
      expectedVersion: wanted.version,
    })
  })
