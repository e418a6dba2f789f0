import { randomUUID } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { AppError } from '../../core/errors.ts'
import { unusedDays } from '../../core/registrations/states.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { readApplicantRole } from '../../core/matters/applicant-role.ts'
import type { Matter } from '../../core/matters/define.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, publicRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { divisionOfSite, siteDivision } from '../../web/division.ts'
import { createCase, titleFrom } from '../cases/drafts.ts'
import { askAgainPath, lapsedRequest, latestApproval, mayFound, waitingRequest } from '../people/admission.ts'
import { registerMismatch } from '../people/register-agreement.ts'
import { ownFamilies } from './families.ts'
import { whomToTurnTo } from './founding.ts'
import { hallView, noMatters, unitGate } from './hall.ts'
import { organizationsFor } from '../grants/organizations.ts'
import { postOrganizationStart, showOrganizationStart, speakersFor } from './organization-start.ts'
import { openCases } from './queries.ts'
import { authorityById } from '../../reference/reference.ts'
import { errorList } from '../../web/form-view.ts'
import {
  ageHints,
  authorityChosen,
  choiceFaults,
  choiceViews,
  holderViews,
  isQuestion,
  optionLists,
  readChoice,
  roleView,
  type StartErrors,
} from './start-form.ts'
import {
  choiceAt,
  choiceOf,
  matterOfType,
  startOptions,
  whereToGo,
  type StartChoice,
  type StartOptions,
} from './start-options.ts'

/** 在线办理: choosing where to apply, and the hall one comes to afterwards. */
export const startRoutes = (deps: Deps): readonly Route[] => {
  const { reference, site } = deps
  const root = site.rootDivisionCode

  const wantedMatter = (context: Context<Applicant>) => {
    const matter = deps.matters.byCode(context.param('matter'))
    if (!matter) throw new AppError('NOT_FOUND')
    return matter
  }

  /** Whether somebody acts for an organization here: its own account, or a 经办人, also one that was just dismissed. */
  const isForOrganization = async ({ actor, body }: Context<Applicant>, matter: Matter): Promise<boolean> =>
    matter.begunBy === 'organization' &&
    (actor.kind === 'LEGAL_PERSON' ||
      body['organization'] !== undefined ||
      (await speakersFor(deps, actor, matter)).length > 0)

  const optionsFor = (choice: StartChoice) => startOptions(deps.matters.all, reference, root, choice)

  const show = async (
    context: Context<Applicant>,
    options: StartOptions,
    problem: { readonly errors?: StartErrors; readonly message?: string | undefined; readonly elsewhere?: string } = {},
    status = 200,
  ): Promise<void> => {
    const matter = wantedMatter(context)
    const errors = problem.errors ?? {}
    context.view(
      'catalogue/start.njk',
      {
        page: {
          breadcrumb: [
            { href: paths.home, text: '首页' },
            { href: paths.personalServices, text: '个人服务' },
            { href: paths.guide(matter.code), text: matter.title },
            { text: '在线办理' },
          ],
        },
        errors: [...(problem.message === undefined ? [] : [{ text: problem.message }]), ...errorList(errors)],
        start: {
          title: matter.title,
          firstStage: matter.stages[0]?.title,
          action: paths.start(matter.code),
          guideHref: paths.guide(matter.code),
          elsewhere: problem.elsewhere,
          chosen: authorityChosen(options),
          draft: context.body['draft'] ?? randomUUID(),
          name: titleFrom(context.body['name'] ?? context.query['name']),
          fields: [
            ...holderViews(context.actor),
            ...choiceViews(options, errors),
            roleView(context.body['applicantRole'] ?? '', await ageHints(deps, context.actor.id)),
          ],
        },
      },
      status,
    )
  }

  /** What a person has to do, or wait for, before the account may found; nothing when it may. */
  const gateOf = async (actor: Applicant) => {
    if (actor.kind !== 'PERSONAL' || (await mayFound(deps.db.knex, site, actor))) return undefined
    const waiting = await waitingRequest(deps.db, actor.id)
    const lapsed = waiting ? undefined : await lapsedRequest(deps.db, actor.id)
    if (lapsed)
      return {
        waiting: true,
        title: '审核结果已失效',
        text: `您的申请（${lapsed.name}）审核通过后${unusedDays}天内没有开始办理，审核结果已失效。仍要成立社会组织的，请重新申请，原来填写的内容会自动填好。`,
        link: { href: askAgainPath(lapsed), text: '按原来的内容重新申请' },
      }
    if (!waiting)
      return {
        waiting: false,
        title: '还不能办理成立登记',
        text: '请先绑定原系统的账号，或者向登记管理机关提交申请，审核通过后再办理。',
        link: { href: paths.bind, text: '账号绑定和新申请' },
      }
    const { name, phone } = authorityById(reference, waiting.authorityId)
    if (waiting.dueOn < localDate(deps.clock.now()))
      return {
        waiting: true,
        title: '您的新申请已超过答复期限',
        text: `由${name}审核，应当在${chineseDate(waiting.dueOn)}以前答复。${whomToTurnTo(deps, waiting.orgType, waiting.authorityId)}`,
        link: { href: paths.bindRequestShow(waiting.id), text: '查看申请' },
      }
    return {
      waiting: true,
      title: '您的新申请正在审核',
      text: `由${name}审核，最迟${chineseDate(waiting.dueOn)}答复，结果用短信和站内消息通知您。审核通过后就可以办理成立登记。有疑问请拨打${phone}。`,
      link: { href: paths.bindRequestShow(waiting.id), text: '查看申请' },
    }
  }

  /** Says why an account cannot begin here, and which way leads on; nothing when it can. */
  const closedFor = async (actor: Applicant, matter: Matter) => {
    if (matter.begunBy === 'organization')
      return {
        title: '这个事项由法人账号或者经办人办理',
        text: [
          `您现在登录的是个人账号，还没有社会组织委任您为经办人。${matter.title}由已成立的社会组织办理：用单位的法人账号登录，或者由单位的法定代表人在法人账号中委任您为经办人，您用现在的个人账号办理。`,
        ],
        links: [
          { href: paths.loginLegal, text: '法人登录' },
          { href: paths.registerLegal, text: '法人注册' },
        ],
      }
    if (actor.kind !== 'PERSONAL')
      return {
        title: '这个事项由个人账号办理',
        text: [
          `您现在登录的是法人账号（${actor.name}）。法人账号用于已成立的社会组织办理变更、备案、章程核准、年报、注销。`,
          '成立新的社会组织，由发起人或者经办人用个人账号办理。账号类型不能互相转换，请退出后用个人账号登录；还没有的，注册一个。',
        ],
        links: [
          { href: paths.loginPersonal, text: '个人登录' },
          { href: paths.registerPersonal, text: '个人注册' },
          { href: paths.legalServices, text: '查看法人服务' },
        ],
      }
    const gate = await gateOf(actor)
    if (!gate) return undefined
    return {
      title: '请先完成账号绑定或者新申请',
      text: gate.waiting
        ? [`${gate.title}：${gate.text}`]
        : [
            '成立社会组织以前，要先做下面两件事中的一件：以前分配过登录名和密码的，绑定原系统的账号；没有分配过的，向登记管理机关提交申请，审核通过后再办理。',
          ],
      links: [gate.link],
    }
  }

  const admit = async (context: Context<Applicant>): Promise<boolean> => {
    const matter = wantedMatter(context)
    const closed = await closedFor(context.actor, matter)
    if (!closed) return true
    context.view(
      'catalogue/not-open.njk',
      {
        page: {
          title: closed.title,
          breadcrumb: [
            { href: paths.home, text: '首页' },
            { href: paths.guide(matter.code), text: matter.title },
            { text: closed.title },
          ],
        },
        closed,
        guideHref: paths.guide(matter.code),
      },
      403,
    )
    return false
  }

  /** What stands preselected: where a name was tried, the authority that let the account in, else the division switched to, else the province. */
  const firstChoice = async ({ actor, query, req }: Context<Applicant>, orgType: string): Promise<StartChoice> => {
    const asked = divisionOfSite(deps, query['at'] ?? '')
    if (asked) return choiceAt(orgType, asked)
    const approved = site.policies.newApplicantReview ? await latestApproval(deps.db, actor.id) : undefined
    return approved === undefined
      ? choiceAt(orgType, siteDivision(deps, req.headers.cookie))
      : choiceOf(orgType, authorityById(reference, approved.authorityId))
  }

  return [
    applicantRoute({
      method: 'get',
      path: paths.start(':matter'),
      handler: async (context) => {
        const wanted = wantedMatter(context)
        if (await isForOrganization(context, wanted)) return showOrganizationStart(deps, context, wanted)
        if (!(await admit(context))) return
        const choice = await firstChoice(context, wantedMatter(context).orgType)
        const options = optionsFor(choice)
        const unserved = choice.division !== '' && options.authorities.length === 0
        await show(
          context,
          options,
          unserved ? { elsewhere: whereToGo(reference, root, options.chosen.orgType, choice.division) } : {},
        )
      },
    }),
    applicantRoute({
      method: 'post',
      path: paths.start(':matter'),
      handler: async (context) => {
        const wanted = wantedMatter(context)
        if (await isForOrganization(context, wanted)) return postOrganizationStart(deps, context, wanted)
        if (!(await admit(context))) return
        const choice = readChoice(context.body)
        const options = optionsFor(choice)
        if (context.body['action'] === 'refresh') return show(context, options)
        const errors = choiceFaults(deps.matters.all, reference, root, choice)
        if (Object.keys(errors).length > 0) return show(context, options, { errors }, 422)
        const matter = matterOfType(deps.matters.all, choice.orgType)
        if (!matter) throw new AppError('BAD_REQUEST')
        try {
          const authorityId = Number(choice.authority)
          await createCase(deps, context.actor, context.audit, {
            matter: matter.code,
            authorityId,
            applicantRole: readApplicantRole(context.body['applicantRole']),
            id: context.body['draft'],
            name: context.body['name'],
          })
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== 'NOT_ALLOWED_NOW') throw error
          return show(context, options, { message: error.message }, 409)
        }
        return context.redirect(paths.hall)
      },
    }),
    publicRoute({
      method: 'get',
      path: paths.startOptions,
      handler: ({ query, res }) => {
        const wanted = query['for']
        if (!isQuestion(wanted)) throw new AppError('BAD_REQUEST')
        res.json({ options: optionsFor(readChoice(query))[optionLists[wanted]] })
      },
    }),
    applicantRoute({
      method: 'get',
      path: paths.hall,
      handler: async ({ actor, query, view }) => {
        const today = localDate(deps.clock.now())
        const cases = await openCases(deps.db, actor.id, today)
        const check = actor.kind === 'PERSONAL' ? undefined : await registerMismatch(deps, actor.id)
        const speakers = await organizationsFor(deps.db.knex, actor, today)
        const unit = speakers.find((speaker) => speaker.unit)?.unit
        view('catalogue/hall.njk', {
          page: {
            breadcrumb: [{ href: paths.home, text: '首页' }, { text: '社会组织办事大厅' }],
            ...(query['done'] === 'accepted'
              ? { flash: { kind: 'success', text: '已接受委任，可以替单位办理下列事项。' } }
              : {}),
          },
          hall: hallView(deps, deps.matters.all, cases, {
            legalPerson: actor.kind !== 'PERSONAL',
            organizations:
              actor.kind !== 'PERSONAL' && speakers.length === 0
                ? [{ name: undefined, homeHref: undefined, own: await ownFamilies(deps, undefined) }]
                : await Promise.all(
                    speakers.map(async (speaker) => ({
                      name: speaker.rights && speaker.organization.name,
                      homeHref: paths.organizationHomeOf(speaker.rights && speaker.organization.uscc),
                      own: await ownFamilies(deps, speaker),
                    })),
                  ),
            gate: (await gateOf(actor)) ?? (unit && unitGate(unit)),
            none: check && noMatters(deps, check),
          }),
        })
      },
    }),
  ]
}
