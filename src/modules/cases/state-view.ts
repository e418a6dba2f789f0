import { randomUUID } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import type { Field } from '../../core/forms/field.ts'
import { readForm, validateFields } from '../../core/forms/page.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { allowedFrom } from '../../core/workflow/procedures/index.ts'
import type { RequestFacts } from '../../db/audit.ts'
import type { Deps } from '../../deps.ts'
import { byApplicant } from '../../web/acting.ts'
import { fieldViews } from '../../web/form-view.ts'
import { isId, readVersion } from '../../web/params.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, type Applicant, type Route } from '../../web/route.ts'
import type { WholeCase } from './queries.ts'
import { record } from './record.ts'
import { lockCase } from './store.ts'
import { takeStep } from './take-step.ts'

const action = 'stateView'

const fields: readonly Field[] = [
  {
    name: 'view',
    label: '陈述意见',
    kind: 'textarea',
    max: 500,
    hint: '登记管理机关在作出决定以前可以看到，不能修改；还有意见的可以再次陈述',
  },
]

/** Where an organization for which others apply says what it has to say, while it may. */
export const stateViewOf = ({ caseFile, owner, acting }: WholeCase) =>
  owner.behalf === null ||
  acting?.hindrance === undefined ||
  !allowedFrom(caseFile.procedure, action).includes(caseFile.status)
    ? undefined
    : {
        action: paths.stateView(caseFile.id),
        fields: fieldViews(fields, {}, {}),
        requestKey: randomUUID(),
        version: caseFile.lock_version,
      }

/** Records what the organization concerned has to say before the decision (行政许可法 art. 36). */
const stateView = (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  wanted: { readonly caseId: string; readonly view: string; readonly requestKey: string; readonly version: number },
): Promise<void> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    const caseFile = await lockCase(tx, wanted.caseId, actor, 'see')
    if (caseFile.on_behalf === null || caseFile.account_id === actor.id)
      throw new AppError('NOT_ALLOWED_NOW', '本件不是代为申请的，意见请联系登记管理机关。')
    const [fault] = Object.values(validateFields(fields, { view: wanted.view }, localDate(tx.now)))
    if (fault) throw new AppError('INVALID', `${fault}。`)
    if (!isId(wanted.requestKey)) throw new AppError('BAD_REQUEST')
    const { repeated } = await takeStep(tx, deps, caseFile, {
      action,
      by: { kind: 'applicant', accountId: actor.id, name: actor.name, role: '所涉社会组织' },
      conclusion: wanted.view,
      requestKey: wanted.requestKey,
      expectedVersion: wanted.version,
    })
    if (repeated) record(tx, deps, caseFile, 'stateView')
  })

export const stateViewRoutes = (deps: Deps): readonly Route[] => [
  applicantRoute({
    method: 'post',
    path: paths.stateView(':id'),
    handler: async ({ actor, audit, body, param, redirect }) => {
      await stateView(deps, actor, audit, {
        caseId: param('id'),
        view: readForm(fields, body)['view'] ?? '',
        requestKey: body['requestKey'] ?? '',
        version: readVersion(body['version']),
      })
      redirect(paths.case(param('id')))
    },
  }),
]
