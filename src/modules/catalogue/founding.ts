import type { OrgType } from '../../core/org-types.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { authorityById, divisionLine, siteAuthorities } from '../../reference/reference.ts'
import { matterOfType } from './start-options.ts'

/** Where founding an organization of that kind begins, and its guide; every kind is founded on this portal. */
export const foundingOf = (
  deps: Pick<Deps, 'matters'>,
  orgType: OrgType,
): { readonly startHref: string; readonly guideHref: string } => {
  const matter = matterOfType(deps.matters.all, orgType)
  if (!matter) throw new Error(`nothing founds ${orgType}`)
  return { startHref: paths.start(matter.code), guideHref: paths.guide(matter.code) }
}

/** Whom somebody turns to whose request an authority has not answered in time: itself, the one above it, the hotline. */
export const whomToTurnTo = (
  { reference, site }: Pick<Deps, 'reference' | 'site'>,
  orgType: OrgType,
  authorityId: number,
): string => {
  const { name, phone, divisionCode } = authorityById(reference, authorityId)
  const all = siteAuthorities(reference, site.rootDivisionCode).filter(({ orgTypes: types }) => types.includes(orgType))
  const above = divisionLine(reference, divisionCode)
    .slice(1)
    .flatMap(({ code }) => all.filter((authority) => authority.divisionCode === code))[0]
  const upper = above ? `向上级登记管理机关${above.name}（${above.phone}）反映，或者` : ''
  const hotline = site.hotlines.at(-1) ?? { name: '政务服务便民热线', phone: '12345' }
  return `请拨打${name}的电话${phone}询问；仍没有答复的，可以${upper}拨打${hotline.name}${hotline.phone}。您不需要重新提交。`
}
