import { paths } from '../../web/paths.ts'
import type { Context, Staff } from '../../web/route.ts'

/** Whoever administers the staff. */
export type AdminContext = Context<Staff>

/** Title and place of a page below 工作人员管理. */
export const crumbs = (title: string) => ({
  title,
  breadcrumb: [{ href: paths.staffAdmin, text: '工作人员管理' }, { text: title }],
})
