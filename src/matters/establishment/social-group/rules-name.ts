import type { Rule } from '../../../core/matters/define.ts'
import { REGULATION, REGULATION_IN_FORCE } from './rules-shared.ts'

/** What of a division's name stands in the name of a 商会 from there. */
const properName = (place: string): string =>
  place.length > 2 ? place.replace(/(?:特别行政区|自治区|自治州|自治县|[省市县区盟旗])$/u, '') : place

/** Rules about the area the group works in, and about chambers and industry associations. */
export const kindRules = [
  {
    code: 'SG-ACTIVITY-AREA',
    basis: `${REGULATION}第七条、第十四条`,
    level: 'WARN',
    effectiveFrom: REGULATION_IN_FORCE,
    stages: ['nameConsultation', 'nameApproval', 'establishmentSubmission'],
    check: (answers, { placesOutside }) => {
      const places = placesOutside?.(answers.value('purpose', 'activityArea')) ?? []
      if (places.length === 0) return []
      const message = `活动地域中的“${places.join('”“')}”超出登记管理机关的管辖范围；跨行政区域的，应当向共同的上一级登记管理机关申请`
      return [{ page: 'purpose', field: 'activityArea', message }]
    },
  },
  {
    code: 'SG-CHAMBER-NAME',
    basis: '《社会组织名称管理办法》第八条',
    level: 'BLOCK',
    effectiveFrom: '2024-05-01',
    stages: ['nameConsultation', 'nameApproval'],
    check: (answers) => {
      const home = answers.value('name', 'homePlace')
      if (home === '') return []
      const end = `${properName(home)}商会`
      return ['proposedName', 'alternativeName1', 'alternativeName2'].flatMap((field) => {
        const name = answers.value('name', field)
        const message = `异地商会名称应为“行政区划＋原籍地＋商会”，以“${end}”结尾；现在是“${name}”`
        return name === '' || name.endsWith(end) ? [] : [{ page: 'name', field, message }]
      })
    },
  },
  {
    code: 'SG-DIRECT-KIND',
    basis: '《关于改革社会组织管理制度促进社会组织健康有序发展的意见》',
    level: 'BLOCK',
    effectiveFrom: REGULATION_IN_FORCE,
    stages: ['nameApproval'],
    check: (answers) =>
      answers.value('supervision', 'directKind') === 'INDUSTRY' &&
      !['INDUSTRY', ''].includes(answers.value('name', 'orgKind')) &&
      answers.value('name', 'homePlace') === ''
        ? [
            {
              page: 'supervision',
              field: 'directKind',
              message:
                '按行业协会商会类直接登记的，“拟用名称”中的社会团体类别应当选“行业性”；异地商会选“联合性”并填写原籍地',
            },
          ]
        : [],
  },
] as const satisfies readonly Rule[]
