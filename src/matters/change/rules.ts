import { chineseDate } from '../../core/documents/dates.ts'
import type { Rule } from '../../core/matters/define.ts'
import { addDays } from '../../core/workflow/calendar.ts'
import { domicileRules } from '../shared/rules-domicile.ts'
import type { ChangeLaw } from './law.ts'

/** What speaks against a change, for the applicant and for the reviewer. */
export const changeRules = (law: ChangeLaw): readonly Rule[] => {
  const inForce = { effectiveFrom: law.inForce, stages: ['change'] } as const
  const basis = `${law.regulation}${law.article}`
  return [
    {
      ...inForce,
      code: 'CHANGES-SOMETHING',
      basis,
      level: 'BLOCK',
      check: (answers, { register }) => {
        const address = answers.value('domicile', 'address')
        return register && address !== '' && address === register.domicile
          ? [{ page: 'domicile', field: 'address', message: '与现在登记的住所相同，没有变更' }]
          : []
      },
    },
    {
      ...inForce,
      code: 'WITHIN-AREA',
      basis: '《行政许可法》第三十二条（管辖）',
      level: 'WARN',
      check: (answers, { placesOutside }) => {
        const places = placesOutside?.(answers.value('domicile', 'address')) ?? []
        const message = `新住所提到“${places.join('、')}”，不在登记管理机关的管辖区域内，请先向登记管理机关咨询`
        return places.length > 0 ? [{ page: 'domicile', field: 'address', message }] : []
      },
    },
    {
      ...inForce,
      code: 'RESOLVED',
      basis: '章程',
      level: 'BLOCK',
      check: (answers) => {
        const number = (field: string) => answers.number('resolution', field)
        const [expected, present, yes] = [number('expectedCount'), number('presentCount'), number('resolutionFor')]
        if (expected === undefined || present === undefined || yes === undefined) return []
        const votes = yes + (number('resolutionAgainst') ?? 0) + (number('resolutionAbstain') ?? 0)
        const at = (field: string, message: string) => [{ page: 'resolution', field, message }]
        if (present > expected) return at('presentCount', `实到${present}人多于应到${expected}人`)
        if (votes > present) return at('resolutionFor', `同意、反对、弃权合计${votes}票，多于实到${present}人`)
        if (yes * 2 <= present) return at('resolutionFor', `同意${yes}票，没有超过实到${present}人的半数，决议未通过`)
        return []
      },
    },
    {
      ...inForce,
      code: 'OWN-UNIT',
      basis,
      level: 'WARN',
      check: (answers, { register }) => {
        const given = answers.value('consent', 'supervisoryUnit')
        if (!register || answers.value('consent', 'hasUnit') === '' || given === register.supervisoryUnit) return []
        const registered = register.supervisoryUnit || '没有业务主管单位'
        return [{ page: 'consent', field: 'supervisoryUnit', message: `与登记的不一致，登记的是：${registered}` }]
      },
    },
    {
      ...inForce,
      code: 'IN-TIME',
      basis,
      level: 'WARN',
      check: (answers, { today }) => {
        const from = answers.value('consent', 'consentDate')
        if (!law.days || !from) return []
        const last = addDays(from, law.days)
        const message = `应当自业务主管单位同意之日起${law.days}日内（${chineseDate(last)}以前）申请变更登记，现在已经超过，请在决议内容中说明原因`
        return today > last ? [{ page: 'consent', field: 'consentDate', message }] : []
      },
    },
    ...domicileRules({ prefix: 'CHANGE', basis, ...inForce }),
  ]
}
