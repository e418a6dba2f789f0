import { AppError } from '../../core/errors.ts'
import { hindranceOf } from '../../core/legal-persons/standing.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { actFor } from '../../web/acting.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { ownFamilies } from '../catalogue/families.ts'
import { noMatters, unitGate } from '../catalogue/hall.ts'
import { makingText } from '../documents/making.ts'
import { serveFile } from '../files/serve.ts'
import { endedFor, maySeeAll, organizationsFor, type Speaker } from '../grants/organizations.ts'
import { findOrganization } from '../organizations/queries.ts'
import { registerMismatch } from '../people/register-agreement.ts'
import { foundingFile, homeData, homeDocument } from './queries.ts'
import { homeView } from './view.ts'

type Link = { readonly href: string; readonly text: string }
type Closed = { readonly title: string; readonly text: string; readonly link: Link }
type Reached = { readonly speaker: Speaker } | { readonly closed: Closed } | { readonly choices: readonly Link[] }

/** 机构主页: what an organization owes, what the register has of it, and what it may begin. */
export const organizationHomeRoutes = (deps: Deps): readonly Route[] => {
  /** Why somebody finds no organization here. */
  const nowhere = async (actor: Applicant): Promise<Closed> => {
    if (actor.kind !== 'LEGAL_PERSON')
      return {
        title: '您还没有可以办理的社会组织',
        text: '机构主页由社会组织用法人账号查看，或者由单位委任的经办人用自己的个人账号查看。还没有社会组织委任您为经办人。',
        link: { href: paths.accountOrganizations, text: '查看与我有关的社会组织' },
      }
    const check = await registerMismatch(deps, actor.id)
    return (
      (check && noMatters(deps, check)) ?? {
        title: '登记簿中没有找到本单位',
        text: '本平台的登记簿中没有这个统一社会信用代码的社会组织。',
        link: { href: paths.accountMismatch, text: '查看账号与登记信息' },
      }
    )
  }

  /** Why an account with the organization's code does not see its home yet. */
  const closedTo = (speaker: Speaker): Closed | undefined => {
    const { unit } = speaker
    if (!unit || maySeeAll(unit)) return undefined
    return (
      unitGate(unit) ?? {
        title: '请先实名认证',
        text: hindranceOf(unit) ?? '',
        link: { href: `${paths.verify}?next=${encodeURIComponent(paths.organizationHome)}`, text: '现在实名认证' },
      }
    )
  }

  /** The organization whose home somebody may see, the choice of several, or why they see none. */
  const reach = async ({ actor, query }: Context<Applicant>): Promise<Reached> => {
    const chosen = query['for']
    const speakers = await organizationsFor(deps.db.knex, actor, localDate(deps.clock.now()))
    const speaker = chosen ? speakers.find(({ organization }) => organization.uscc === chosen) : speakers[0]
    if (!chosen && speakers.length > 1)
      return {
        choices: speakers.map(({ organization: { name, uscc } }) => ({
          href: paths.organizationHomeOf(uscc),
          text: name,
        })),
      }
    if (!speaker) {
      const ended = chosen && (await endedFor(deps.db.knex, actor, chosen))
      if (ended) throw new AppError('FORBIDDEN', ended)
      if (chosen) throw new AppError('NOT_FOUND')
      return { closed: await nowhere(actor) }
    }
    const closed = closedTo(speaker)
    if (closed) return { closed }
    if (speaker.rights) actFor(actor, speaker.organization.name)
    return { speaker }
  }

  const requireSpeaker = async (context: Context<Applicant>): Promise<Speaker> => {
    const found = await reach(context)
    if (!('speaker' in found)) throw new AppError('NOT_FOUND')
    return found.speaker
  }

  /** Files somebody uploaded are open to whoever may fill in. */
  const readsFiles = ({ rights }: Speaker): boolean => rights === undefined || rights.includes('fill')

  const page = { title: '机构主页', breadcrumb: [{ href: paths.home, text: '首页' }, { text: '机构主页' }] }

  const show = async (context: Context<Applicant>): Promise<void> => {
    const { actor, view } = context
    const found = await reach(context)
    if ('choices' in found) return view('organization-home/choice.njk', { page, choices: found.choices })
    if ('closed' in found) return view('organization-home/closed.njk', { page, closed: found.closed }, 403)
    const { speaker } = found
    const own = speaker.organization
    const organization = await findOrganization(deps.db, own.uscc)
    if (!organization) throw new AppError('NOT_FOUND')
    view('organization-home/show.njk', {
      page: { ...page, title: organization.name },
      home: homeView(deps, {
        organization,
        data: await homeData(deps, own.id),
        beginning: { families: await ownFamilies(deps, speaker), chosen: speaker.rights && own.uscc },
        // The founding is the founder's.
        opens: ({ id, accountId }) => accountId === actor.id || id !== own.case_id,
        readsFiles: readsFiles(speaker),
      }),
    })
  }

  return [
    applicantRoute({ method: 'get', path: paths.organizationHome, handler: show }),
    applicantRoute({
      method: 'get',
      path: paths.organizationDocument(':id'),
      handler: async (context) => {
        const { organization } = await requireSpeaker(context)
        const found = await homeDocument(deps, organization.id, context.param('id'))
        if (found.sha256 === null)
          throw new AppError('UNAVAILABLE', `文书${makingText(deps, found.issuedAt, '登记管理机关')}。`, 3)
        await serveFile(context.res, deps, {
          sha256: found.sha256,
          shown: found.sha256,
          name: `${deps.documents.titleOf(found.kind, found.note)} ${found.number}.pdf`,
          type: 'pdf',
        })
      },
    }),
    applicantRoute({
      method: 'get',
      path: paths.organizationCharter(':id'),
      handler: async (context) => {
        const speaker = await requireSpeaker(context)
        const file = await foundingFile(deps, speaker.organization.id, context.param('id'))
        const material = deps.matters.require(file.matter).materials.find(({ code }) => code === file.material)
        if (!material?.charter || !readsFiles(speaker)) throw new AppError('NOT_FOUND')
        await serveFile(context.res, deps, file)
      },
    }),
  ]
}
