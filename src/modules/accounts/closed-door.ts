import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import type { Applicant, Context } from '../../web/route.ts'

/** A page in place of one that is not open online: says so, and whom to turn to. */
export const closedDoor = (
  deps: Deps,
  context: Context<Applicant | undefined>,
  door: {
    readonly title: string
    readonly text: string
    readonly other: { readonly href: string; readonly text: string }
    readonly question: { readonly href: string; readonly text: string }
  },
): void => {
  const province = deps.reference.authorities.filter((one) => one.divisionCode === deps.site.rootDivisionCode)
  context.view('accounts/closed.njk', {
    page: {
      title: door.title,
      breadcrumb: [
        { href: paths.home, text: '首页' },
        { href: '', text: door.title },
      ],
    },
    door,
    hotlines: deps.site.hotlines,
    authorities: province.map(({ name, address, phone, hours }) => ({ name, address, phone, hours })),
  })
}
