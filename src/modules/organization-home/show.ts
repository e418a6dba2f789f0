import { AppError } from '../../core/errors.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import type { Applicant, Context } from '../../web/route.ts'
import { ownFamilies } from '../catalogue/families.ts'
import { countWaiting } from '../cases/signed-papers.ts'
import { unitGate } from '../catalogue/hall.ts'
import type { Speaker } from '../grants/organizations.ts'
import { findOrganization } from '../organizations/queries.ts'
import { openPlanned, plannedOf } from '../register/planned.ts'
import { plannedTexts } from '../register/planned-text.ts'
import { liveFeed } from './calendar-feeds.ts'
import { readOwing } from './owing.ts'
import { homeData } from './queries.ts'
import type { Reached } from './reach.ts'
import { homeView } from './view.ts'

/** Files somebody uploaded are open to whoever may fill in. */
export const readsFiles = ({ rights }: Speaker): boolean => rights === undefined || rights.includes('fill')

const page = { title: '机构主页', breadcrumb: [{ href: paths.home, text: '首页' }, { text: '机构主页' }] }

/** What the calendar of the home says of its address; `made`: the address itself, shown once. */
const feedView = async (deps: Deps, actor: Applicant, { organization, rights }: Speaker, made: string | undefined) => {
  const live = await liveFeed(deps.db, organization.id, actor.id)
  return {
    action: paths.organizationCalendar,
    organization: rights && organization.uscc,
    since: live && chineseDate(localDate(live.createdAt)),
    address: made,
    // Calendars of phones and desktops register for this scheme.
    webcal: made?.replace(/^https?:/, 'webcal:'),
  }
}

/** Shows the home of an organization, or the choice of one, or why there is none. */
export const showHome = async (
  deps: Deps,
  { actor, view }: Context<Applicant>,
  found: Reached,
  made?: string,
): Promise<void> => {
  if ('choices' in found) return view('organization-home/choice.njk', { page, choices: found.choices })
  if ('closed' in found) return view('organization-home/closed.njk', { page, closed: found.closed })
  const { speaker } = found
  const own = speaker.organization
  const organization = await findOrganization(deps.db, own.uscc)
  const [owing] = await readOwing(deps, [own.id])
  if (!organization || !owing) throw new AppError('NOT_FOUND')
  const planned = (await plannedOf(deps.db, own.id)).map((row) => ({
    on: chineseDate(row.effectiveOn),
    stale: row.status === 'STALE',
    text: plannedTexts(organization.type, openPlanned(deps, row)).join('；'),
  }))
  view('organization-home/show.njk', {
    page: { ...page, title: organization.name },
    planned,
    waiting: await countWaiting(deps, actor),
    gate: speaker.unit && unitGate(speaker.unit),
    feed: await feedView(deps, actor, speaker, made),
    home: homeView(deps, {
      organization,
      owing,
      data: await homeData(deps, own.id),
      beginning: { families: await ownFamilies(deps, speaker), chosen: speaker.rights && own.uscc },
      // The founding is the founder's.
      opens: ({ id, accountId }) => accountId === actor.id || id !== own.case_id,
      readsFiles: readsFiles(speaker),
    }),
  })
}
