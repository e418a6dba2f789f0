import { FIRST, itemTitle } from '../../core/forms/page.ts'
import type { Applicant, Context } from '../../web/route.ts'
import type { Opened } from './open-page.ts'

/** Where in a list that has an order an item may stand: after each of the others, or first of all. */
export const placesOf = ({ page, data: { items } }: Opened, itemId: string, context: Context<Applicant>) => {
  if (!page.list?.ordered) return undefined
  const marks = page.list.ordered(items)
  const at = items.findIndex(({ id }) => id === itemId)
  const now = at < 0 ? items.at(-1)?.id : items[at - 1]?.id
  const chosen = context.body['place'] ?? context.query['place'] ?? now ?? FIRST
  return [
    { value: FIRST, text: '最前面', selected: chosen === FIRST },
    ...items.flatMap((item, index) =>
      item.id === itemId || !page.list
        ? []
        : [
            {
              value: item.id,
              text: `${marks[index] ?? ''}（${itemTitle(page.list, item)}）之后`,
              selected: chosen === item.id,
            },
          ],
    ),
  ]
}
