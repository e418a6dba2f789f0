import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { stageOf } from '../../core/matters/journey.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { prepared, sql } from '../../db/sql.ts'
import { byApplicant } from '../../web/acting.ts'
import type { Applicant } from '../../web/route.ts'
import { applicantsOf } from '../grants/applicants.ts'
import { tellAccount } from '../messages/account-notice.ts'
import { requireFillable } from './fill-in.ts'
import { caseName } from './offers.ts'
import type { WholeCase } from './queries.ts'
import { record } from './record.ts'
import { lockCase } from './store.ts'

/**
 * A colleague who may not submit says that what was asked of them is filled in, with so many things of the case still
 * `open`: the owner learns it in the inbox and by SMS. Some times a day, for each time is a text message to somebody else.
 */
export const tellOwner = (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  caseId: string,
  open: number,
): Promise<void> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    const caseFile = await lockCase(tx, caseId, actor, 'fill')
    await requireFillable(tx, caseFile)
    const { matter, stage, number } = caseFile
    const owners = (await applicantsOf(tx, deps, caseId)).filter(({ id }) => id !== actor.id)
    if (owners.length === 0) throw new AppError('NOT_ALLOWED_NOW')
    await deps.limits.use(
      'tell-owner',
      `${caseId}:${actor.id}`,
      '今天已经告诉申请人多次，请明天再试，或者直接与申请人联系。',
    )
    for (const { id: accountId, phone } of owners)
      await tellAccount(tx, deps, {
        accountId,
        caseId,
        title: `${stageOf(deps.matters.require(matter), stage).title}：同事填好了，请您核对`,
        body: `${actor.name}说${caseName(deps, caseFile)}已经填好，请您核对并提交。${open > 0 ? `还有${open}项没有完成，见“核对申请信息”。` : ''}`,
        sms: { phones: [phone], template: 'case-filled-in', facts: { number, stage: { matter, stage } } },
      })
    record(tx, deps, caseFile, 'filled-in')
  })

/** Who said last that a case is filled in, and when, since it last moved: told to whoever has to submit it. */
export const toldFilledIn = async (
  deps: Pick<Deps, 'db'>,
  { caseFile, events }: Pick<WholeCase, 'caseFile' | 'events'>,
): Promise<string | undefined> => {
  const [row] = await deps.db.read<{ name: string; at: Date }>(
    ...prepared(
      'case-told-filled-in',
      sql`select h.name, l.at from audit_log l join account h on h.id::text = l.actor_id
        where l.object_kind = 'case' and l.object_id = ${caseFile.id} and l.action = 'case.filled-in'
          and l.at >= ${events.at(-1)?.at ?? '-infinity'}::timestamptz
        order by l.id desc limit 1`,
    ),
  )
  return row && `${row.name}${localDateTime(row.at).text}说已经填好，请您核对。`
}
