import type { Deps } from '../../deps.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { AppError } from '../../core/errors.ts'
import { unusedDays } from '../../core/registrations/states.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { matterByCode, matters } from '../../matters/index.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, publicRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { siteDivision } from '../../web/division.ts'
import { accountAgeRemark } from '../cases/applicant-age.ts'
import { createCase } from '../cases/commands.ts'
import { askAgainPath, lapsedRequest, latestApproval, mayFound, waitingRequest } from '../binding/queries.ts'
import { registerMismatch } from '../legal-persons/queries.ts'
import { atCounter, foundingStart, whomToTurnTo } from './founding.ts'
import { hallView, noMatters } from './hall.ts'
import { openCases } from './queries.ts'
import { authorityById } from './reference.ts'
import {
  choiceAt,
  choiceOf,
  matterOfType,
  startOptions,
  whereToGo,
  type StartChoice,
  type StartOptions,
} from './start-options.ts'

type Question = keyof StartChoice

const questions = {
  orgType: '类型',
  level: '行政区划级别',
  division: '行政区划',
  authority: '登记管理机关',
} as const satisfies Record<Question, string>

/** Which list a choice cuts down next. */
const next = { orgType: 'level', level: 'division', division: 'authority', authority: undefined } as const

const optionLists = { orgType: 'orgTypes', level: 'levels', division: 'divisions', authority: 'authorities' } as const

const isQuestion = (text: string | undefined): text is Question => text !== undefined && Object.hasOwn(questions, text)

const readChoice = (given: Readonly<Record<string, string>>): StartChoice => ({
  orgType: given['orgType'] ?? '',
  level: given['level'] ?? '',
  division: given['division'] ?? '',
  authority: given['authority'] ?? '',
})

type Errors = Readonly<Partial<Record<Question, string>>>

type Role = 'HANDLER' | 'LEGAL_REPRESENTATIVE'

const roleOptions = [
  { value: 'HANDLER', text: '经办人', hint: '受发起人委托办理，不担任法定代表人' },
  { value: 'LEGAL_REPRESENTATIVE', text: '拟任法定代表人', hint: '成立后由您本人担任法定代表人' },
] as const satisfies readonly { readonly value: Role; readonly text: string; readonly hint: string }[]

/** 您是: whoever says nothing handles the papers, the commoner case. */
const readRole = (raw: string | undefined): Role => roleOptions.find(({ value }) => value === raw)?.value ?? 'HANDLER'

/** What is said of the holder's age in a role; nothing in most cases. */
type AgeHints = Readonly<Record<Role, string | undefined>>

const fieldViews = (actor: Applicant, options: StartOptions, errors: Errors, role: Role, ages: AgeHints) => [
  { id: 'applicantName', name: 'applicantName', kind: 'personName', label: '姓名', value: actor.name, readonly: true },
  { id: 'loginName', name: 'loginName', kind: 'text', label: '用户名', value: actor.loginName, readonly: true },
  ...(Object.keys(questions) as Question[]).map((question) => ({
    id: question,
    name: question,
    kind: 'division',
    label: questions[question],
    required: true,
    value: options.chosen[question],
    options: options[optionLists[question]],
    cascade: next[question] && { target: next[question], url: paths.startOptions },
    hint: question === 'authority' ? '没有可选的机关，说明当地还没有在本平台受理，请到当地政务服务大厅办理' : undefined,
    error: errors[question],
  })),
  {
    id: 'applicantRole',
    name: 'applicantRole',
    kind: 'choice',
    label: '您是',
    hint: '注册账号的人可以是经办人，也可以是拟任法定代表人',
    required: true,
    value: role,
    options: roleOptions.map((option) => ({ ...option, hint: `${option.hint}${ages[option.value] ?? ''}` })),
  },
]

/** 在线办理: choosing where to apply, and the hall one comes to afterwards. */
export const startRoutes = (deps: Deps): readonly Route[] => {
  const { reference, site } = deps
  const root = site.rootDivisionCode

  const wantedMatter = (context: Context<Applicant>) => {
    const matter = matterByCode(context.param('matter'))
    if (!matter) throw new AppError('NOT_FOUND')
    return matter
  }

  const optionsFor = (choice: StartChoice) => startOptions(matters, reference, root, choice)

  const ageHints = async (accountId: string): Promise<AgeHints> => {
    const hint = async (role: Role) => {
      const remark = await accountAgeRemark(deps, accountId, role)
      return remark && `。您${remark.message}`
    }
    const [HANDLER, LEGAL_REPRESENTATIVE] = await Promise.all([hint('HANDLER'), hint('LEGAL_REPRESENTATIVE')])
    return { HANDLER, LEGAL_REPRESENTATIVE }
  }

  const show = async (
    context: Context<Applicant>,
    options: StartOptions,
    problem: { readonly errors?: Errors; readonly message?: string | undefined; readonly elsewhere?: string } = {},
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
        errors: [
          ...(problem.message === undefined ? [] : [{ text: problem.message }]),
          ...Object.entries(errors).map(([field, text]) => ({ field, text, href: `#${field}` })),
        ],
        start: {
          title: matter.title,
          firstStage: matter.stages[0]?.title,
          action: paths.start(matter.code),
          guideHref: paths.guide(matter.code),
          elsewhere: problem.elsewhere,
          fields: fieldViews(
            context.actor,
            options,
            errors,
            readRole(context.body['applicantRole']),
            await ageHints(context.actor.id),
          ),
        },
      },
      status,
    )
  }

  /** What is not chosen yet; a division without an authority says where to go instead. */
  const missing = ({ chosen }: StartOptions): Errors => {
    if (chosen.orgType === '') return { orgType: '请选择类型' }
    if (chosen.level === '') return { level: '请选择行政区划级别' }
    if (chosen.division === '') return { division: '请选择行政区划' }
    if (chosen.authority !== '') return {}
    const elsewhere = optionsFor(chosen).authorities.length === 0
    return {
      authority: elsewhere ? whereToGo(reference, root, chosen.orgType, chosen.division) : '请选择登记管理机关',
    }
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
    const then =
      foundingStart(waiting.orgType) === undefined
        ? atCounter(reference, waiting.orgType, waiting.authorityId)
        : `审核通过后就可以办理成立登记。有疑问请拨打${phone}。`
    return {
      waiting: true,
      title: '您的新申请正在审核',
      text: `由${name}审核，最迟${chineseDate(waiting.dueOn)}答复，结果用短信和站内消息通知您。${then}`,
      link: { href: paths.bindRequestShow(waiting.id), text: '查看申请' },
    }
  }

  /** What somebody reads in the hall who was let in for a kind of organization that is founded at the counter. */
  const counterOf = async (actor: Applicant) => {
    const approved = site.policies.newApplicantReview ? await latestApproval(deps.db, actor.id) : undefined
    if (!approved || foundingStart(approved.orgType) !== undefined) return undefined
    return {
      title: '您的申请已经审核通过',
      text: atCounter(reference, approved.orgType, approved.authorityId),
      link: { href: paths.bindRequestShow(approved.id), text: '查看申请' },
    }
  }

  /** Says why an account cannot begin here, and which way leads on; nothing when it can. */
  const closedFor = async (actor: Applicant) => {
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
    const closed = await closedFor(context.actor)
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

  /** What stands preselected: the authority that let the account in, else the division switched to, else the province. */
  const firstChoice = async ({ actor, req }: Context<Applicant>, orgType: string): Promise<StartChoice> => {
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
        if (!(await admit(context))) return
        const choice = readChoice(context.body)
        const options = optionsFor(choice)
        if (context.body['action'] === 'refresh') return show(context, options)
        // What was chosen and no longer fits is asked again, never replaced by what happens to be preselected.
        const stale = (Object.keys(questions) as Question[]).find(
          (question) => choice[question] !== options.chosen[question],
        )
        const errors =
          stale === undefined || choice[stale] === ''
            ? missing({ ...options, chosen: choice })
            : { [stale]: `${questions[stale]}已不可选，请重新选择` }
        if (Object.keys(errors).length > 0) return show(context, options, { errors }, 422)
        const matter = matterOfType(matters, choice.orgType)
        if (!matter) throw new AppError('BAD_REQUEST')
        try {
          const authorityId = Number(choice.authority)
          await createCase(deps, context.actor, context.audit, {
            matter: matter.code,
            authorityId,
            applicantRole: readRole(context.body['applicantRole']),
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
      handler: async ({ actor, view }) => {
        const cases = await openCases(deps.db, actor.id)
        const check = actor.kind === 'PERSONAL' ? undefined : await registerMismatch(deps, actor.id)
        view('catalogue/hall.njk', {
          page: { breadcrumb: [{ href: paths.home, text: '首页' }, { text: '社会组织办事大厅' }] },
          hall: hallView(deps, matters, cases, {
            legalPerson: actor.kind !== 'PERSONAL',
            gate: (await gateOf(actor)) ?? (cases.length > 0 ? undefined : await counterOf(actor)),
            none: check && noMatters(deps, check),
          }),
        })
      },
    }),
  ]
}
