import type { Field, Option, RawValues } from '../../../core/forms/field.ts'
import type { Page } from '../../../core/forms/page.ts'
import { ELSEWHERE_ID_TYPES } from '../../../core/identity/documents.ts'
import type { FoundingLaw } from './law.ts'
import { identityFields, personBackgroundFields } from '../../shared/people.ts'

const isLeader = { field: 'isPartyGovLeader', is: ['yes'] } as const

const kinshipRemark: Field = {
  name: 'kinship',
  label: '与其他人员的亲属关系',
  kind: 'text',
  max: 200,
  optional: true,
  hint: '与其他负责人、理事、监事有夫妻、父母子女、兄弟姐妹等关系的，请写明',
  example: '无',
}

type Words = {
  readonly intro: string
  readonly posts: readonly Option[]
  /** 社团职务, 单位职务. */
  readonly postLabel: string
  readonly representativeHint: string
  /** Asked of whoever is to be legal representative; only where the law keeps them from a second such post. */
  readonly elsewhere: readonly Field[]
  /** What the law of the type asks of some of them beside. */
  readonly own?: readonly Field[]
  /** Who is whose kin, where the type does not leave it to a remark. */
  readonly kinship?: readonly Field[]
  /** What each promises, where the law of the type says more. */
  readonly promise?: string
  readonly law: FoundingLaw
  readonly examples: readonly RawValues[]
}

/** The people elected, and what is asked of each. */
export const officersPage = ({
  intro,
  posts,
  postLabel,
  representativeHint,
  elsewhere,
  own = [],
  kinship = [kinshipRemark],
  promise = '本人具有完全民事行为能力，未正在或者曾经受到剥夺政治权利的刑事处罚，同意担任上述职务。',
  law,
  examples,
}: Words): Page => ({
  code: 'officers',
  title: '负责人、理事、监事',
  intro,
  fields: [],
  list: {
    noun: '人员',
    measure: '名',
    min: 1,
    max: 300,
    titleField: 'name',
    summaryFields: ['idNumber', 'orgPost', 'isLegalRepresentative'],
    examples,
    fields: [
      ...identityFields,
      {
        name: 'formerName',
        label: '曾用名',
        kind: 'personName',
        optional: true,
        example: '林志远',
      },
      {
        name: 'nationality',
        label: '国籍或地区',
        kind: 'text',
        max: 50,
        hint: '持境外证件的人员填写',
        example: '中国香港',
        when: {
          field: 'idType',
          is: ELSEWHERE_ID_TYPES,
        },
      },
      ...personBackgroundFields,
      {
        name: 'professionalTitle',
        label: '专业技术职称',
        kind: 'text',
        max: 50,
        optional: true,
        example: '高级工程师',
      },
      {
        name: 'orgPost',
        label: postLabel,
        kind: 'choice',
        options: posts,
        hint: '用章程草案中的叫法',
        example: posts[0]?.value ?? '',
      },
      { name: 'fullTime', label: '是否专职', kind: 'yesNo', example: 'no' },
      {
        name: 'isLegalRepresentative',
        label: '是否法定代表人',
        kind: 'yesNo',
        hint: representativeHint,
        example: 'yes',
      },
      ...elsewhere,
      { name: 'otherOrgPosts', label: '其他社会组织任职', kind: 'text', max: 300, optional: true, example: '无' },
      ...kinship,
      ...own,
      { name: 'isRetired', label: '是否离退休', kind: 'yesNo', example: 'no' },
      {
        name: 'isPartyGovLeader',
        label: '是否现任或离退休党政领导干部',
        kind: 'yesNo',
        hint: '选“是”的，需要按干部管理权限办理兼职审批并上传批准文件',
        example: 'no',
      },
      {
        name: 'leaderRank',
        label: '干部职级',
        kind: 'choice',
        options: [
          { value: 'PROVINCIAL', text: '省部级' },
          { value: 'BUREAU', text: '厅局级' },
          { value: 'COUNTY', text: '县处级' },
          { value: 'BELOW', text: '乡科级及以下' },
        ],
        example: 'COUNTY',
        when: isLeader,
      },
      {
        name: 'approvalOrgan',
        label: '兼职审批机关',
        kind: 'text',
        max: 100,
        example: '中共山西省委组织部',
        when: isLeader,
      },
      {
        name: 'approvalDocNo',
        label: '兼职审批文号',
        kind: 'text',
        max: 50,
        example: '晋组函〔2026〕9号',
        when: isLeader,
      },
      {
        name: 'approvalDate',
        label: '兼职审批日期',
        kind: 'date',
        noLaterThanToday: true,
        example: '2026-09-15',
        when: isLeader,
      },
      {
        name: 'resume',
        label: '工作简历',
        kind: 'textarea',
        max: 1000,
        hint: '从参加工作写起，一段一行：起止年月、在何处、任何职',
        example:
          '2007.07—2015.06 山西某古建筑研究所 助理工程师、工程师\n2015.07—至今 山西晋源古建彩绘修缮有限公司 总工程师',
      },
      {
        name: 'noCriminalRecord',
        label: '任职资格承诺',
        kind: 'declaration',
        statement: promise,
        source: `${law.regulation}${law.articles.persons}`,
      },
    ],
  },
})
