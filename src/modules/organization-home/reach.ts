import { AppError } from '../../core/errors.ts'
import { hindranceOf } from '../../core/legal-persons/standing.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { actFor } from '../../web/acting.ts'
import { paths } from '../../web/paths.ts'
import type { Applicant } from '../../web/route.ts'
import { noMatters, unitGate } from '../catalogue/hall.ts'
import { endedFor, maySeeAll, organizationsFor, type Speaker } from '../grants/organizations.ts'
import { registerMismatch } from '../people/register-agreement.ts'

type Link = { readonly href: string; readonly text: string }
type Closed = { readonly title: string; readonly text: string; readonly link: Link }
export type Reached =
  { readonly speaker: Speaker } | { readonly closed: Closed } | { readonly choices: readonly Link[] }

/** Why somebody finds no organization here. */
const nowhere = async (deps: Deps, actor: Applicant): Promise<Closed> => {
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
const closedTo = ({ unit }: Speaker): Closed | undefined => {
  if (!unit || maySeeAll(unit)) return undefined
  return (
    unitGate(unit) ?? {
      title: '请先实名认证',
      text: hindranceOf(unit) ?? '',
      link: { href: `${paths.verify}?next=${encodeURIComponent(paths.organizationHome)}`, text: '现在实名认证' },
    }
  )
}

/** The organization whose home an account may see (`chosen`: by its code), the choice of several, or why it sees none. */
export const reachHome = async (deps: Deps, actor: Applicant, chosen: string | undefined): Promise<Reached> => {
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
    const ended = chosen && (await endedFor(deps.db.knex, actor, localDate(deps.clock.now()), chosen))
    if (ended) throw new AppError('FORBIDDEN', ended)
    if (chosen) throw new AppError('NOT_FOUND')
    return { closed: await nowhere(deps, actor) }
  }
  const closed = closedTo(speaker)
  if (closed) return { closed }
  if (speaker.rights) actFor(actor, speaker.organization.name)
  return { speaker }
}

/** The same where only one of them will do. Throws NOT_FOUND. */
export const requireHome = async (deps: Deps, actor: Applicant, chosen: string | undefined): Promise<Speaker> => {
  const found = await reachHome(deps, actor, chosen)
  if (!('speaker' in found)) throw new AppError('NOT_FOUND')
  return found.speaker
}
