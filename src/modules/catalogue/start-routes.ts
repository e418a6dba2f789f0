import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { matterByCode, matters } from '../../matters/index.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, publicRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { createApplication } from '../applications/commands.ts'
import { hallView } from './hall.ts'
import { openApplications } from './queries.ts'
import { matterOfType, startOptions, whereToGo, type StartChoice, type StartOptions } from './start-options.ts'

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

const fieldViews = (actor: Applicant, options: StartOptions, errors: Errors) => [
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

  const show = (
    context: Context<Applicant>,
    options: StartOptions,
    problem: { readonly errors?: Errors; readonly message?: string | undefined } = {},
    status = 200,
  ): void => {
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
          fields: fieldViews(context.actor, options, errors),
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

  return [
    applicantRoute({
      method: 'get',
      path: paths.start(':matter'),
      handler: (context) =>
        show(context, optionsFor({ orgType: wantedMatter(context).orgType, level: '', division: '', authority: '' })),
    }),
    applicantRoute({
      method: 'post',
      path: paths.start(':matter'),
      handler: async (context) => {
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
          await createApplication(deps, context.actor, context.audit, { matter: matter.code, authorityId })
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
        const applications = await openApplications(deps.db, actor.id)
        view('catalogue/hall.njk', {
          page: { breadcrumb: [{ href: paths.home, text: '首页' }, { text: '社会组织办事大厅' }] },
          hall: hallView(matters, applications, reference),
        })
      },
    }),
  ]
}
