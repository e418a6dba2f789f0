import { AppError } from '../../core/errors.ts'
import { ORG_TYPES, type OrgType } from '../../core/org-types.ts'
import { FAMILIES, families, type OrganizationMatter } from '../../core/register/allowed.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { actFor } from '../../web/acting.ts'
import { paths } from '../../web/paths.ts'
import { publicRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { organizationFor } from '../grants/organizations.ts'
import { kindsOf, ownFamilies } from './families.ts'

const isFamily = (text: string): text is OrganizationMatter => FAMILIES.some((family) => family === text)
const types = Object.keys(ORG_TYPES) as readonly OrgType[]

/** The matters of one family (备案 with its kinds): what each is for, its guide, and for an organization why it may not begin now. */
export const familyRoutes = (deps: Deps): readonly Route[] => {
  /** Whoever looks for their own account's organization, or for the one they come to act for. */
  const speakerOf = async (actor: Applicant | undefined, chosen: string | undefined) =>
    actor && (actor.kind === 'LEGAL_PERSON' || chosen)
      ? organizationFor(deps.db.knex, actor, localDate(deps.clock.now()), chosen)
      : undefined

  const show = async ({ actor, param, query, view }: Context<Applicant | undefined>): Promise<void> => {
    const family = param('family')
    if (!isFamily(family)) throw new AppError('NOT_FOUND')
    const speaker = await speakerOf(actor, query['for'])
    const own = speaker?.organization
    if (actor && own && speaker.rights) actFor(actor, own.name)
    const type = own?.type ?? types.find((each) => each === query['type']) ?? 'SOCIAL_GROUP'
    const kinds = speaker
      ? (await ownFamilies(deps, speaker)).flatMap((each) => (each.family === family ? each.kinds : []))
      : kindsOf(deps, family, type).map((matter) => ({ matter, reason: undefined }))
    if (kinds.length === 0) throw new AppError('NOT_FOUND')
    const { title } = families[family]
    view('catalogue/family.njk', {
      page: {
        title,
        breadcrumb: [
          { href: paths.home, text: '首页' },
          own ? { href: paths.hall, text: '社会组织办事大厅' } : { href: paths.legalServices, text: '法人服务' },
          { text: title },
        ],
        description: `${title}：${ORG_TYPES[type].label}可以办理的子事项、各是什么、怎样办理。`,
      },
      family: {
        title,
        name: own?.name,
        type: ORG_TYPES[type].label,
        types: own
          ? []
          : types.map((each) => ({
              text: ORG_TYPES[each].label,
              href: `${paths.serviceFamily(family)}?type=${each}`,
              current: each === type,
            })),
        kinds: kinds.map(({ matter, reason }) => ({
          title: matter.title,
          text: matter.guide.summary,
          reason,
          guideHref: paths.guide(matter.code),
          startHref: paths.start(matter.code, speaker?.rights && own?.uscc),
        })),
      },
    })
  }

  return [publicRoute({ method: 'get', path: paths.serviceFamily(':family'), handler: show })]
}
