import { AppError } from '../../core/errors.ts'
import type { ChangeContext } from '../../core/matters/contexts.ts'
import type { Rule, RuleFinding } from '../../core/matters/define.ts'
import type { Field } from '../../core/forms/field.ts'
import type { Page } from '../../core/forms/page.ts'
import type { Held } from '../../core/register/changes.ts'
import { heldBy, HOLDING_KINDS, type HoldingKind } from '../../core/register/holdings.ts'

/** What is chosen of what the organization had before the register had it: it is written beside. */
export const NOT_REGISTERED = '登记簿中没有，在下面填写'

const kindOf = ({ lookup }: Field): HoldingKind | undefined => HOLDING_KINDS.find((kind) => kind === lookup)

/** What was chosen from the register must still be there when it is handed in: somebody else may have been faster. */
export const stillRegistered = (
  pages: readonly Page[],
  law: Pick<Rule, 'basis' | 'effectiveFrom' | 'stages'>,
): Rule => ({
  ...law,
  code: 'STILL-REGISTERED',
  level: 'BLOCK',
  check: (answers, { holdings }) => {
    if (!holdings) return []
    const gone = (field: Field, text: string): string | undefined => {
      const kind = field.kind === 'registered' ? kindOf(field) : undefined
      return kind === undefined || text === '' || text === field.orElse || heldBy(holdings, kind, text)
        ? undefined
        : `登记簿中现在没有“${text}”，请重新选择${field.label}`
    }
    return pages.flatMap((page): readonly RuleFinding[] => [
      ...page.fields.flatMap((field) => {
        const message = gone(field, answers.value(page.code, field.name))
        return message === undefined ? [] : [{ page: page.code, field: field.name, message }]
      }),
      ...(page.list?.fields ?? []).flatMap((field) =>
        answers.items(page.code).flatMap(({ id, values }) => {
          const message = gone(field, values[field.name] ?? '')
          return message === undefined ? [] : [{ page: page.code, field: field.name, itemId: id, message }]
        }),
      ),
    ])
  },
})

/** The row of the register that an answer chose. Throws STALE when it is gone since the answer was handed in. */
export const chosenHeld = ({ holdings }: Pick<ChangeContext, 'holdings'>, kind: HoldingKind, text: string): Held => {
  const held = holdings && heldBy(holdings, kind, text)
  if (!held) throw new AppError('STALE', `登记簿已有变化：登记簿中现在没有“${text}”。请退回修改，由申请人重新选择。`)
  return held
}

/** The same thing of the register chosen in several items of a list. */
export const chosenOnce = (page: string, field: string): Rule['check'] => {
  return (answers) => {
    const seen = new Set<string>()
    return answers.items(page).flatMap(({ id, values }) => {
      const text = values[field] ?? ''
      const repeated = text !== '' && text !== NOT_REGISTERED && seen.has(text)
      seen.add(text)
      return repeated ? [{ page, field, itemId: id, message: `“${text}”已经在前面选过` }] : []
    })
  }
}
