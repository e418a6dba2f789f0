import type { RawValues } from '../../../core/forms/field.ts'

// Invented people and units: what sets the items of example lists apart.

export const founders: readonly RawValues[] = [
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
]

export const founderUnits: readonly RawValues[] = [
  {},
  {
    orgName: '太原市晋阳示例彩绘工作室有限公司',
    orgUscc: '91140105MA0LQ202X3',
    orgHead: '顾砚秋',
    orgPhone: '0351-6600234',
    orgSummary: '2014年成立，从事传统彩绘的临摹、复原和展示。',
  },
]

export const contributors: readonly RawValues[] = [
  { amount: '6' },
  { contributorName: '张晓明', amount: '2.5' },
  { contributorName: '沈若川', amount: '1.5' },
]

/** What a 基金会 begins with came in money, and is there. */
export const foundationContributions: readonly RawValues[] = [
  { amount: '120' },
  { contributorName: '张晓明', amount: '50', receivedOn: '2026-10-13' },
  { contributorName: '沈若川', amount: '30', receivedOn: '2026-10-13' },
]

const electedPeople: readonly RawValues[] = [
  { name: '张晓明', idNumber: '140106198503120014', formerName: '' },
  {
    name: '沈若川',
    idNumber: '210302197806051246',
    phone: '13900001235',
    formerName: '',
    workPost: '副总经理',
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
    isLegalRepresentative: 'no',
  },
]

/** Seven people elected into the posts given, the first of them legal representative. */
export const elected = (posts: readonly string[]): readonly RawValues[] =>
  electedPeople.map((person, index) => ({ ...person, orgPost: posts[index] ?? '' }))
