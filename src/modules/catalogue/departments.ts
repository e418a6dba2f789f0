import type { Deps } from '../../deps.ts'
import { siteAuthorities, type Authority, type ReferenceData } from '../../reference/reference.ts'

type Known = Pick<Authority, 'name' | 'office'>

/** An authority with the office of it that registers: 太原市行政审批服务管理局社会事务科. */
export const departmentText = ({ name, office }: Known): string => `${name}${office ?? ''}`

/** Where people go for what is not online, as a sentence. */
export const windowText = (authority: Known & Pick<Authority, 'address' | 'hours' | 'phone'>): string =>
  `${departmentText(authority)}的窗口：${authority.address}，${authority.hours}，电话${authority.phone}`

/** A department of the directory: the authority that does the matters of its place. */
export type Department = { readonly name: string; readonly authority: Authority }

/** The departments of a site, the province's first, which the guides call by its short name. */
export const departmentsOf = ({
  site,
  reference,
}: {
  readonly site: Pick<Deps['site'], 'departmentName' | 'rootDivisionCode'>
  readonly reference: Pick<ReferenceData, 'authorities' | 'divisions'>
}): readonly Department[] =>
  siteAuthorities(reference, site.rootDivisionCode).map((authority) => ({
    name: authority.divisionCode === site.rootDivisionCode ? site.departmentName : authority.name,
    authority,
  }))
