import { AppError } from '../../core/errors.ts'
import { nameKey } from '../../core/names/normalize.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, type Context, type Route, type Staff } from '../../web/route.ts'
import { readVersion } from '../../web/params.ts'
import { paged, readCursor, searchText, sortValues } from '../../web/lists.ts'
import { checkRequestedName } from '../organizations/check-name.ts'
import { readRevealReason } from '../../web/reveal-reason.ts'
import { errorList } from '../../web/form-view.ts'
import {
  DecisionFault,
  decideRequest,
  recordLook,
  recordReveal,
  resetLegacyPassword,
  type StaffDecision,
} from './staff-commands.ts'
import { legacyAccount, legacyAccounts, legacyShown, queuedRequests, staffRequest } from './staff-queries.ts'
import {
  filterFields,
  legacyRow,
  legacyView,
  queueRow,
  readDue,
  readStatus,
  registrationCrumbs,
  staffRequestView,
  type Reveal,
  type TypedDecision,
} from './staff-view.ts'

const longestReason = 500

const decisions = ['APPROVED', 'REJECTED', 'FORWARDED', 'REOPENED'] as const satisfies readonly StaffDecision[]

const doneTexts = {
  APPROVED: '已审核通过，申请人会收到短信和站内消息。',
  REJECTED: '已审核不通过，申请人会收到短信和站内消息。',
  REOPENED: '已撤销不通过的结果，请重新审核；申请人会收到短信和站内消息。',
  FORWARDED: '已转办，申请人会收到短信和站内消息。',
} as const satisfies Record<StaffDecision, string>

const doneText = (done: string | undefined): string | undefined => {
  const action = decisions.find((one) => one === done)
  return action && doneTexts[action]
}

const reasonOf = (typed: string | undefined): string =>
  (typed ?? '')
    .replaceAll(/[^\P{C}\n]/gu, '')
    .trim()
    .slice(0, longestReason)

const nothingDone = '在您操作期间，该申请已有变化，您的操作没有执行。请查看最新状态后再决定。'

const resetOvertaken =
  '在您操作期间，该账号已由其他工作人员重置，您的操作没有执行。请查看最新状态后再决定是否再次重置。'

/** 注册用户审核 and the accounts of the old system, for the authority that holds them. */
export const staffRegistrationRoutes = (deps: Deps): readonly Route[] => {
  const queue = async ({ actor, query, view }: Context<Staff>): Promise<void> => {
    const filter = { status: readStatus(query['status']), due: readDue(query['due']), search: searchText(query['q']) }
    const cursor = readCursor(query, sortValues.date)
    const found = await queuedRequests(deps, actor, filter, localDate(deps.clock.now()), cursor)
    const { rows, pagination } = paged(
      found,
      cursor,
      (row) => ({ value: row.dueOn, id: row.id }),
      paths.staffRegistrations,
      { status: filter.status === '' ? 'ALL' : filter.status, due: filter.due, q: filter.search },
    )
    view('staff/registrations.njk', {
      fields: filterFields(filter),
      filtered: filter.status !== 'SUBMITTED' || filter.due !== '' || filter.search !== '',
      rows: rows.map((row) => queueRow(deps, row)),
      pagination,
      done: doneText(query['done']),
      page: { title: '注册用户审核', breadcrumb: registrationCrumbs({ text: '注册用户审核' }) },
    })
  }

  const showRequest = async (
    { actor, audit, param, view }: Context<Staff>,
    shown: {
      readonly typed?: TypedDecision
      readonly reveal?: Reveal
      readonly stale?: string
      readonly done?: string | undefined
    } = {},
    status = 200,
  ): Promise<void> => {
    const found = await staffRequest(deps, actor, param('id'))
    await recordLook(deps, actor, audit, { kind: 'registration_request', id: found.request.id })
    const name = await checkRequestedName(deps, {
      name: found.request.proposed_name,
      orgType: found.request.org_type,
      authorityId: found.request.authority_id,
    })
    view(
      'staff/registration.njk',
      {
        ...staffRequestView(deps, actor, found, name, shown),
        stale: shown.stale,
        done: doneText(shown.done),
        errors: shown.typed?.fault
          ? [
              {
                text: shown.typed.fault.text,
                href: shown.typed.fault.field === 'reason' ? `#${shown.typed.action}-reason` : '#toAuthority',
              },
            ]
          : errorList(shown.reveal?.asked?.errors ?? {}, 'reveal-'),
        page: {
          title: found.request.proposed_name,
          breadcrumb: registrationCrumbs(
            { href: paths.staffRegistrations, text: '注册用户审核' },
            { text: found.request.proposed_name },
          ),
        },
      },
      status,
    )
  }

  /** Shows the applicant in full, once, after who asked for it and why was written down (S30). */
  const reveal = async (context: Context<Staff>): Promise<void> => {
    const { actor, audit, body, param } = context
    const { request } = await staffRequest(deps, actor, param('id'))
    const { values, errors, reason } = readRevealReason(body)
    if (!reason) return showRequest(context, { reveal: { asked: { values, errors } } }, 422)
    await recordReveal(deps, actor, audit, { id: request.id, ...reason })
    return showRequest(context, { reveal: { inFull: true } })
  }

  const decide = async (context: Context<Staff>): Promise<void> => {
    const { actor, audit, body, param, redirect } = context
    const action = decisions.find((one) => one === body['action'])
    if (!action) throw new AppError('BAD_REQUEST')
    const reason = reasonOf(body['reason'])
    const toAuthority = body['toAuthority'] ?? ''
    try {
      await decideRequest(deps, actor, audit, {
        id: param('id'),
        version: readVersion(body['version']),
        action,
        reason,
        toAuthorityId: /^\d{1,9}$/.test(toAuthority) ? Number(toAuthority) : undefined,
      })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const typed = { action, reason, toAuthority, fault: undefined }
      if (error instanceof DecisionFault) {
        const fault = { field: error.field, text: error.message }
        return showRequest(context, { typed: { ...typed, fault } }, 422)
      }
      if (error.code === 'STALE') return showRequest(context, { typed, stale: error.detail ?? nothingDone }, 409)
      if (error.code === 'NOT_ALLOWED_NOW') return showRequest(context, { typed, stale: error.message }, 409)
      throw error
    }
    redirect(
      action === 'FORWARDED'
        ? `${paths.staffRegistrations}?done=${action}`
        : `${paths.staffRegistration(param('id'))}?done=${action}`,
    )
  }

  const legacyCrumbs = (...more: readonly { readonly text: string }[]) =>
    registrationCrumbs(
      { href: paths.staffRegistrations, text: '注册用户审核' },
      { ...(more.length > 0 ? { href: paths.staffLegacy } : {}), text: '原系统账号' },
      ...more,
    )

  const showReset = async (
    { actor, param, view }: Context<Staff>,
    problem: { readonly reason?: string; readonly error?: string; readonly stale?: string } = {},
    status = 200,
  ): Promise<void> => {
    const account = legacyView(deps, await legacyAccount(deps, actor, param('id')))
    if (account.bound) throw new AppError('NOT_ALLOWED_NOW', '该账号已经绑定到个人账号，不再使用原系统密码。')
    view(
      'staff/registrations-reset.njk',
      {
        account,
        stale: problem.stale,
        action: paths.staffLegacyReset(account.id),
        field: {
          kind: 'textarea',
          id: 'reason',
          name: 'reason',
          label: '怎样核实了对方的身份',
          hint: '例如：本人持身份证到窗口办理，与原系统登记的联系人一致。会留下记录',
          required: true,
          rows: 3,
          maxLength: longestReason,
          value: problem.reason ?? '',
          error: problem.error,
        },
        errors: problem.error ? [{ text: problem.error, href: '#reason' }] : [],
        page: { title: '重置原系统密码', breadcrumb: legacyCrumbs({ text: '重置原系统密码' }) },
      },
      status,
    )
  }

  return [
    permittedRoute('registration:review', { method: 'get', path: paths.staffRegistrations, handler: queue }),
    permittedRoute('registration:review', {
      method: 'get',
      path: paths.staffLegacy,
      handler: async ({ actor, audit, query, view }) => {
        const search = searchText(query['q'])
        const found = await legacyAccounts(deps, actor, nameKey(search))
        await recordLook(deps, actor, audit, { kind: 'legacy_account' })
        view('staff/registrations-legacy.njk', {
          search,
          rows: found.slice(0, legacyShown).map((account) => legacyRow(deps, account)),
          more: found.length > legacyShown ? legacyShown : undefined,
          done: query['done'] === 'reset',
          page: { title: '原系统账号', breadcrumb: legacyCrumbs() },
        })
      },
    }),
    permittedRoute('registration:review', {
      method: 'get',
      path: paths.staffLegacyReset(':id'),
      handler: (context) => showReset(context),
    }),
    permittedRoute('registration:review', {
      method: 'post',
      path: paths.staffLegacyReset(':id'),
      handler: async (context) => {
        const { actor, audit, body, param, redirect } = context
        const reason = reasonOf(body['reason'])
        try {
          await resetLegacyPassword(deps, actor, audit, {
            id: param('id'),
            version: readVersion(body['version']),
            reason,
          })
        } catch (error) {
          if (error instanceof AppError && error.code === 'STALE')
            return showReset(context, { reason, stale: resetOvertaken }, 409)
          if (!(error instanceof AppError) || error.code !== 'INVALID') throw error
          return showReset(context, { reason, error: error.message }, 422)
        }
        return redirect(`${paths.staffLegacy}?done=reset`)
      },
      again: (context, error) => showReset(context, { reason: reasonOf(context.body['reason']), error }),
    }),
    permittedRoute('registration:review', {
      method: 'get',
      path: paths.staffRegistration(':id'),
      handler: (context) => showRequest(context, { done: context.query['done'] }),
    }),
    permittedRoute('registration:review', {
      method: 'post',
      path: paths.staffRegistration(':id'),
      handler: decide,
    }),
    permittedRoute('registration:review', {
      method: 'get',
      path: paths.staffRegistrationReveal(':id'),
      // Shown in full once only: whoever comes back to the address sees the request as it is by default.
      handler: async ({ actor, param, redirect }) =>
        redirect(paths.staffRegistration((await staffRequest(deps, actor, param('id'))).request.id)),
    }),
    permittedRoute('registration:review', {
      method: 'post',
      path: paths.staffRegistrationReveal(':id'),
      handler: reveal,
    }),
  ]
}
