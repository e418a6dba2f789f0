import { foundationPosts } from '../../../core/enumerations.ts'
import { ELSEWHERE_ID_TYPES } from '../../../core/identity/documents.ts'
import { elected } from '../shared/examples.ts'
import { foundationLaw as law } from '../shared/law.ts'
import { officersPage } from '../shared/officers.ts'
import { LEADERS, SUPERVISORS } from './posts.ts'

const ofLeaders = { field: 'orgPost', is: LEADERS } as const

/** The council and the supervisors, with what the regulation asks of each (art. 20 to 24). */
export const officers = officersPage({
  law,
  intro:
    '逐一添加全体理事（含理事长、副理事长、秘书长，5至25名）和监事（至少1名）。' +
    '秘书长从理事中选举产生，只添加一次；理事长是法定代表人。',
  posts: foundationPosts,
  postLabel: '基金会职务',
  representativeHint: '由理事长担任，其他人选“否”',
  elsewhere: [
    {
      name: 'legalRepresentativeElsewhere',
      label: '是否担任其他组织的法定代表人',
      kind: 'yesNo',
      hint: '包括公司、事业单位和其他社会组织',
      source: `${law.regulation}第二十三条`,
      example: 'no',
      when: { field: 'isLegalRepresentative', is: ['yes'] },
    },
  ],
  kinship: [
    {
      name: 'kinInCouncil',
      label: '是否与理事有近亲属关系',
      kind: 'yesNo',
      hint: '近亲属：配偶、父母、子女、兄弟姐妹、祖父母、外祖父母、孙子女、外孙子女。监事也要填写',
      source: `${law.regulation}第二十条、第二十二条，《民法典》第一千零四十五条`,
      example: 'no',
    },
    {
      name: 'kinship',
      label: '与哪名理事是什么关系',
      kind: 'text',
      max: 200,
      example: '理事张晓明的配偶',
      when: { field: 'kinInCouncil', is: ['yes'] },
    },
  ],
  own: [
    {
      name: 'paid',
      label: '是否从本基金会领取报酬',
      kind: 'yesNo',
      hint: '领取报酬的理事不超过理事总数的三分之一；监事和不专职的理事不能领取',
      source: `${law.regulation}第二十条、第二十三条`,
      example: 'no',
    },
    {
      name: 'civilServant',
      label: '是否现职国家工作人员',
      kind: 'yesNo',
      hint: '理事长、副理事长、秘书长不得由现职国家工作人员兼任',
      source: `${law.regulation}第二十三条`,
      example: 'no',
      when: ofLeaders,
    },
    {
      name: 'fitToLead',
      label: '没有不得任职的情形',
      kind: 'declaration',
      statement:
        '本人没有下列情形：因犯罪被判处管制、拘役或者有期徒刑，刑期执行完毕之日起未逾5年；因犯罪被判处剥夺政治权利正在执行期间或者曾经被判处剥夺政治权利；曾在因违法被撤销登记的基金会担任理事长、副理事长或者秘书长，且对该基金会的违法行为负有个人责任，自该基金会被撤销之日起未逾5年。',
      source: `${law.regulation}第二十三条`,
      when: ofLeaders,
    },
    {
      name: 'residence',
      label: '在内地居留的承诺',
      kind: 'declaration',
      statement: '担任理事长、副理事长或者秘书长期间，每年在中国内地居留时间不少于3个月。',
      source: `${law.regulation}第二十四条`,
      when: { field: 'idType', is: ELSEWHERE_ID_TYPES },
    },
    {
      name: 'accountant',
      label: '是否本基金会财会人员',
      kind: 'yesNo',
      hint: '财会人员不得兼任监事',
      source: `${law.regulation}第二十二条`,
      example: 'no',
      when: { field: 'orgPost', is: SUPERVISORS },
    },
  ],
  promise: '本人具有完全民事行为能力，同意担任上述职务；遇有个人利益与基金会利益关联时，不参与相关事宜的决策。',
  examples: elected([
    'COUNCIL_CHAIR',
    'COUNCIL_VICE_CHAIR',
    'SECRETARY_GENERAL',
    'COUNCIL_MEMBER',
    'COUNCIL_MEMBER',
    'CHIEF_SUPERVISOR',
    'SUPERVISOR',
  ]).map((person) => ({ ...person, paid: person['fullTime'] === 'yes' ? 'yes' : 'no' })),
})
