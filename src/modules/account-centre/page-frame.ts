import { paths } from '../../web/paths.ts'

/** Title and way back of a page of 用户中心. */
export const centrePage = (title: string) => ({
  title,
  breadcrumb: [{ href: paths.home, text: '首页' }, { href: paths.account, text: '用户中心' }, { text: title }],
})
