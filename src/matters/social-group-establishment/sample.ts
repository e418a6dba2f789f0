import type { ListItem, RawValues } from '../../core/forms/field.ts'
import { exampleValues, readForm, type Page } from '../../core/forms/page.ts'
import type { AnswerSet } from '../../core/matters/define.ts'
import { socialGroupEstablishment } from './index.ts'

type Differences = Readonly<Record<string, readonly RawValues[]>>

/** What sets the items of a list page apart; everything else of an item is the example of its field. */
const listItems: Differences = {
  sponsors: [
    { name: '张晓明', idNumber: '140106198503120014' },
    { name: '沈若川', idNumber: '210302197806051246', phone: '13900001235', workPost: '副总经理' },
    {
      name: '顾砚秋',
      idNumber: '140105198806150038',
      phone: '13900001236',
      workUnit: '晋阳示例职业学院',
      workPost: '讲师',
    },
    {
      name: '温如栀',
      idNumber: '140402197511031026',
      phone: '13900001237',
      politicalStatus: '01',
      workUnit: '汾河示例设计院',
      workPost: '高级工程师',
    },
    { name: '许星野', idNumber: '140802199208182041', phone: '13900001238', workUnit: '无', workPost: '无' },
  ],
  sponsorOrgs: [
    {},
    {
      orgName: '太原市晋阳示例彩绘工作室有限公司',
      orgUscc: '91140105MA0LQ202X3',
      orgHead: '顾砚秋',
      orgPhone: '0351-6600234',
      orgSummary: '2014年成立，从事传统彩绘的临摹、复原和展示。',
    },
  ],
  contributors: [
    { amount: '6' },
    { contributorName: '张晓明', amount: '2.5' },
    { contributorName: '沈若川', amount: '1.5' },
  ],
  officers: [
    { name: '张晓明', idNumber: '140106198503120014', formerName: '' },
    {
      name: '沈若川',
      idNumber: '210302197806051246',
      phone: '13900001235',
      formerName: '',
      workPost: '副总经理',
      orgPost: 'VICE_PRESIDENT',
      isLegalRepresentative: 'no',
    },
    {
      name: '顾砚秋',
      idNumber: '140105198806150038',
      phone: '13900001236',
      formerName: '',
      workUnit: '晋阳示例职业学院',
      workPost: '讲师',
      professionalTitle: '讲师',
      orgPost: 'SECRETARY_GENERAL',
      fullTime: 'yes',
      isLegalRepresentative: 'no',
    },
    {
      name: '温如栀',
      idNumber: '140402197511031026',
      phone: '13900001237',
      formerName: '',
      politicalStatus: '01',
      workUnit: '汾河示例设计院',
      workPost: '高级工程师',
      orgPost: 'STANDING_COUNCIL_MEMBER',
      isLegalRepresentative: 'no',
    },
    {
      name: '许星野',
      idNumber: '140802199208182041',
      phone: '13900001238',
      formerName: '',
      workUnit: '无',
      workPost: '无',
      professionalTitle: '',
      orgPost: 'COUNCIL_MEMBER',
      isLegalRepresentative: 'no',
    },
    {
      name: '陆鹤鸣',
      idNumber: '210302196902203014',
      phone: '13900001239',
      formerName: '',
      politicalStatus: '01',
      workUnit: '汾河示例设计院',
      workPost: '总会计师',
      professionalTitle: '高级会计师',
      orgPost: 'CHIEF_SUPERVISOR',
      isLegalRepresentative: 'no',
    },
    {
      name: '白砚舟',
      idNumber: '210311198307090129',
      phone: '13900001240',
      formerName: '',
      workUnit: '晋阳示例职业学院',
      workPost: '教务员',
      professionalTitle: '',
      orgPost: 'SUPERVISOR',
      isLegalRepresentative: 'no',
    },
  ],
  seals: [{}, { sealKind: 'FINANCE', engraving: '山西省古建筑彩绘保护协会财务专用章', sealSize: '3.8' }],
}

const itemsOf = (page: Page): readonly ListItem[] => {
  const list = page.list
  if (!list) return []
  return (listItems[page.code] ?? []).map((difference, index) => ({
    id: `${page.code}-${index + 1}`,
    values: readForm(list.fields, { ...exampleValues(list.fields), ...difference }),
  }))
}

/** A complete case that passes every check of every stage: invented people, units and numbers. */
export const sampleAnswers: AnswerSet = Object.fromEntries(
  socialGroupEstablishment.pages.map((page: Page) => [
    page.code,
    { values: exampleValues(page.fields), items: itemsOf(page) },
  ]),
)
