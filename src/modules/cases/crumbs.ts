import { paths } from '../../web/paths.ts'

/** Where the pages about cases stand: 首页, 我的办件, and what is below. */
export const caseCrumbs = (...more: readonly { href?: string; text: string }[]) => [
  { href: paths.home, text: '首页' },
  { href: paths.cases, text: '我的办件' },
  ...more,
]
