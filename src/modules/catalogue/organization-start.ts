import { randomUUID } from 'node:crypto'
import { chineseDate } from '../../core/documents/dates.ts'
import { AppError } from '../../core/errors.ts'
import { rightsText } from '../../core/grants.ts'
import type { Matter } from '../../core/matters/define.ts'
import { hopedFor, isRetiredMaterial } from '../../core/matters/journey.ts'
import { verifiedLevel } from '../../core/matters/real-name.ts'
import { draftedAlready } from '../../core/register/allowed.ts'
import { yearToBegin, type ReportYear, type ReportYears } from '../../core/register/report-years.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { authorityById } from '../../reference/reference.ts'
import { actFor } from '../../web/acting.ts'
import { paths } from '../../web/paths.ts'
import type { Applicant, Context } from '../../web/route.ts'
import { notAllowed, standingOf, type Entered } from '../cases/may-begin.ts'
import { beginForOrganization, openCaseOf, speakerHindrance } from '../cases/organization-case.ts'
import { maySeeAll, organizationsFor, type Speaker } from '../grants/organizations.ts'
import { materialNeedText } from './guide.ts'
import { unitGate } from './hall.ts'

/** The organizations somebody acts for that have a matter. */
export const speakersFor = async (
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  actor: Applicant,
  matter: Matter,
): Promise<readonly Speaker[]> =>
  (await organizationsFor(db.knex, actor, localDate(clock.now()))).filter(
    ({ organization }) => organization.type === matter.orgType,
  )

/** What keeps somebody from beginning a matter for an organization now, with the way out. */
const hindranceOn = async (
  deps: Deps,
  matter: Matter,
  speaker: Speaker,
  {
    actor,
    message,
    about,
    standing,
  }: {
    readonly actor: Applicant
    readonly message: string | undefined
    readonly about: string | undefined
    readonly standing: Entered
  },
) => {
  const { organization } = speaker
  const refused = message ?? notAllowed(matter, standing, about)
  const open =
    matter.family === 'report' && refused === undefined
      ? undefined
      : await openCaseOf(deps.db.knex, organization.id, matter, actor.id, about)
  const reached = open?.account_id === actor.id || speaker.rights || (speaker.unit && maySeeAll(speaker.unit))
  if (open)
    return {
      title: `已有正在办理的${matter.title}`,
      text: refused ?? draftedAlready(matter.title),
      link: reached ? { href: paths.case(open.id), text: '查看这件申请' } : undefined,
    }
  const hindered = speaker.rights && speakerHindrance(speaker)
  if (refused || hindered) return { title: '现在不能办理', text: refused ?? hindered }
  return speaker.unit && unitGate(speaker.unit)
}

const yearText = ({ year, dueOn, late }: ReportYear): string =>
  `${String(year)}年度（${late ? `已于${chineseDate(dueOn)}截止，现在报送属于逾期，须写明原因` : `${chineseDate(dueOn)}截止`}）`

/** The year a report would be begun for, and the others that are owed. */
const reportView = (reports: ReportYears, about: string | undefined) => {
  const found = yearToBegin(reports, about)
  const year = 'year' in found ? found.year : undefined
  return {
    year: year && String(year.year),
    text: year && yearText(year),
    others: reports.owed.filter((one) => one.year !== year?.year),
  }
}

const show = async (
  deps: Deps,
  context: Context<Applicant>,
  matter: Matter,
  problem: { readonly message?: string | undefined } = {},
  status = 200,
): Promise<void> => {
  const { actor } = context
  const speakers = await speakersFor(deps, actor, matter)
  const chosen = context.body['organization'] ?? context.query['for']
  const speaker = chosen
    ? speakers.find(({ organization }) => organization.uscc === chosen)
    : speakers.length === 1
      ? speakers[0]
      : undefined
  if (speakers.length === 0 || (chosen && !speaker)) throw new AppError('NOT_FOUND')
  const common = {
    page: {
      breadcrumb: [
        { href: paths.home, text: '首页' },
        { href: paths.hall, text: '社会组织办事大厅' },
        { text: matter.title },
      ],
    },
    start: { title: matter.title, intro: matter.guide.summary, guideHref: paths.guide(matter.code) },
  }
  if (!speaker)
    return context.view('catalogue/organization-choice.njk', {
      ...common,
      choices: speakers.map(({ organization: { name, uscc } }) => ({
        href: paths.start(matter.code, uscc, context.query['about']),
        text: name,
        uscc,
      })),
    })
  const { organization: own, rights } = speaker
  if (rights) actFor(actor, own.name)
  const { name, phone } = authorityById(deps.reference, own.authority_id)
  const about = context.body['about'] ?? context.query['about']
  const standing = await standingOf(deps.db.knex, deps, own)
  const report = matter.family === 'report' ? reportView(standing.reports, about) : undefined
  const here = paths.start(matter.code, rights && own.uscc, about)
  context.view(
    'catalogue/organization-start.njk',
    {
      ...common,
      start: {
        ...common.start,
        action: paths.start(matter.code),
        draft: context.body['draft'] ?? randomUUID(),
        organization: rights ? own.uscc : undefined,
        about: report?.year ?? about,
        years: report?.others.map((one) => ({
          href: paths.start(matter.code, rights && own.uscc, String(one.year)),
          text: yearText(one),
        })),
        othersHref: speakers.length > 1 ? paths.start(matter.code) : undefined,
        hindrance: await hindranceOn(deps, matter, speaker, {
          actor,
          message: problem.message,
          about,
          standing,
        }),
        verify: actor.realNameLevel >= verifiedLevel ? undefined : `${paths.verify}?next=${encodeURIComponent(here)}`,
        rows: [
          { label: '社会组织名称', text: own.name },
          { label: '统一社会信用代码', text: own.uscc },
          { label: '登记管理机关', text: `${name}（电话${phone}）` },
          ...(report?.text === undefined ? [] : [{ label: '报送年度', text: report.text }]),
          ...(rights ? [{ label: '经办人', text: `${actor.name}（${rightsText(rights)}）` }] : []),
        ],
        stages: hopedFor(matter)
          .map((stage) => ({
            title: stage.title,
            materials: matter.materials
              .filter((material) => stage.materials.includes(material.code) && !isRetiredMaterial(material))
              .map((material) => ({
                title: material.title,
                need: materialNeedText(matter, material),
                hint: material.hint,
              })),
          }))
          .filter(({ materials }) => materials.length > 0),
      },
    },
    status,
  )
}

/** The page an organization begins a matter from: as whom, with whom, and what it will need. */
export const showOrganizationStart = (deps: Deps, context: Context<Applicant>, matter: Matter): Promise<void> =>
  show(deps, context, matter)

/** Begins it and leads on to the case; what speaks against it is said on the same page. */
export const postOrganizationStart = async (deps: Deps, context: Context<Applicant>, matter: Matter): Promise<void> => {
  try {
    const id = await beginForOrganization(deps, context.actor, context.audit, {
      matter: matter.code,
      id: context.body['draft'],
      organization: context.body['organization'],
      about: context.body['about'],
    })
    context.redirect(paths.case(id))
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'NOT_ALLOWED_NOW') throw error
    await show(deps, context, matter, { message: error.message }, 409)
  }
}
