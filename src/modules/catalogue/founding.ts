import { ORG_TYPES, type OrgType } from '../../core/org-types.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { authorityById, divisionLine, siteAuthorities, type ReferenceData } from '../../reference/reference.ts'
import { matterOfType } from './start-options.ts'

/** Where an organization of that kind is founded on this portal; undefined where it is founded at the counter. */
export const foundingStart = (deps: Pick<Deps, 'matters'>, orgType: OrgType): string | undefined => {
  const matter = matterOfType(deps.matters.all, orgType)
  return matter && paths.start(matter.code)
}

/** The guide to founding it here, if it is. */
export const foundingGuide = (deps: Pick<Deps, 'matters'>, orgType: OrgType): string | undefined => {
  const matter = matterOfType(deps.matters.all, orgType)
  return matter && paths.guide(matter.code)
}

const orgTypes = Object.keys(ORG_TYPES) as readonly OrgType[]

/** The kinds of organization that are founded on this portal. */
export const foundedHere = (deps: Pick<Deps, 'matters'>): readonly OrgType[] =>
  orgTypes.filter((orgType) => foundingStart(deps, orgType) !== undefined)

/** Says that a kind of organization is founded at the counter of its authority, and where that is. */
export const atCounter = (reference: ReferenceData, orgType: OrgType, authorityId: number): string => {
  const { name, address, hours, phone } = authorityById(reference, authorityId)
  return `${ORG_TYPES[orgType].shortLabel}的成立登记目前在${name}的窗口办理（${address}，${hours}，电话${phone}），本平台还不能在线提交。`
}

/** The same of every kind that is founded at the counter, before an authority is chosen; nothing when there is none. */
export const counterKinds = (deps: Pick<Deps, 'matters'>): string | undefined => {
  const here = foundedHere(deps)
  const kinds = orgTypes.filter((orgType) => !here.includes(orgType)).map((orgType) => ORG_TYPES[orgType].shortLabel)
  return kinds.length > 0
    ? `${kinds.join('、')}的成立登记目前在登记管理机关的窗口办理，本平台还不能在线提交`
    : undefined
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
