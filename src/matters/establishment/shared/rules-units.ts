import type { RuleContext } from '../../../core/matters/contexts.ts'
import type { Answers, Rule, RuleFinding } from '../../../core/matters/define.ts'
import { isFullUnitName } from '../../../core/matters/units-meant.ts'
import type { FoundingLaw } from './law.ts'

const unitFields = ['supervisoryUnit', 'industryAuthority'] as const
const page = 'supervision'

const meant = (text: string, { unitsMeant }: RuleContext): readonly string[] => unitsMeant?.(text) ?? []

const asking = (field: string, text: string, choices: readonly string[]): RuleFinding => ({
  page,
  field,
  message:
    choices.length === 1
      ? `您是指“${choices[0] ?? ''}”吗？现在写的是“${text}”`
      : `“${text}”不是单位的全称，可能是${choices.map((choice) => `“${choice}”`).join('、')}`,
  choices,
})

const given = (answers: Answers) =>
  unitFields.flatMap((field) => {
    const text = answers.value(page, field)
    return text === '' ? [] : [{ field, text }]
  })

/**
 * Rules about the organs an organization stands under: written in full, because the case is sent to a unit by its name and
 * the certificate bears it. Of the units of the list one is never meant by half a name.
 */
export const unitRules = (law: FoundingLaw): readonly Rule[] => {
  const named = {
    basis: `${law.regulation}${law.articles.sponsors}`,
    effectiveFrom: law.inForce,
    stages: ['nameApproval'],
  } as const
  return [
    {
      code: `${law.prefix}-UNIT-ORGAN`,
      level: 'WARN',
      asks: true,
      ...named,
      check: (answers) => {
        const field = 'supervisoryUnit'
        const text = answers.value(page, field)
        if (!/(?:公司|集团|企业|工厂|合作社)$/u.test(text)) return []
        const message = `“${text}”像是企业；业务主管单位是政府有关部门或者经授权的组织，请核对`
        return [{ page, field, message }]
      },
    },
    {
      code: `${law.prefix}-UNIT-PLACE`,
      level: 'WARN',
      asks: true,
      ...named,
      check: (answers, { placesOutside }) => {
        const field = 'supervisoryUnit'
        const text = answers.value(page, field)
        const [place] = text === '' ? [] : (placesOutside?.(text) ?? [])
        if (place === undefined) return []
        const message = `“${text}”是${place}的单位，不在登记管理机关的辖区，请核对`
        return [{ page, field, message }]
      },
    },
    {
      code: `${law.prefix}-UNIT-NAME`,
      level: 'BLOCK',
      ...named,
      check: (answers, context) => [
        ...given(answers)
          .filter(({ text }) => !isFullUnitName(text) && context.unitsMeant?.(text) !== undefined)
          .map(({ field, text }) => {
            const choices = meant(text, context)
            if (choices.length > 0) return asking(field, text, choices)
            const message = `没有找到“${text}”，请写单位的全称，带行政区划和“厅”“局”“委员会”等字样，例如“山西省文物局”`
            return { page, field, message }
          }),
        ...['partyLeadingOrgan']
          .map((field) => ({ field, text: answers.value(page, field) }))
          .filter(({ text }) => text !== '' && !isFullUnitName(text))
          .map(({ field, text }) => ({
            page,
            field,
            message: `“${text}”不像机关的全称，请写全称，例如“中共山西省委社会工作部”`,
          })),
      ],
    },
    {
      code: `${law.prefix}-UNIT-MEANT`,
      level: 'WARN',
      asks: true,
      ...named,
      check: (answers, context) =>
        given(answers)
          .filter(({ text }) => isFullUnitName(text))
          .flatMap(({ field, text }) => {
            const choices = meant(text, context)
            return choices.length > 0 ? [asking(field, text, choices)] : []
          }),
    },
  ]
}
