import type { Field, Option } from '../../../core/forms/field.ts'
import { fields, type ListSpec, type Page } from '../../../core/forms/page.ts'
import { isCalendarDate } from '../../../core/identity/resident-id.ts'
import { applicantRoleOptions } from '../../../core/matters/applicant-role.ts'
import { addMonths } from '../../../core/workflow/calendar.ts'
import { commitmentPage } from '../../shared/closing.ts'
import { contactFields } from '../../shared/contact.ts'
import { contributors, founders, founderUnits } from './examples.ts'
import type { FoundingLaw } from './law.ts'
import { dualManagement } from './materials.ts'
import {
  householdField,
  identityFields,
  idTypeOptions,
  personPhoneField,
  politicalStatusField,
  workFields,
} from '../../shared/people.ts'

// Pages that every type is founded with; what differs is said by the caller.

/** Whom the authority calls, and what whoever applies is. */
export const contactPage = {
  code: 'contact',
  title: '联系人',
  fields: fields(...contactFields, {
    name: 'applicantRole',
    label: '您是',
    kind: 'choice',
    options: applicantRoleOptions,
    example: 'LEGAL_REPRESENTATIVE',
  }),
} as const satisfies Page

/** 直接登记 by kind of organization; who is none of them has a supervisory unit. */
export const directKinds = {
  INDUSTRY: { value: 'INDUSTRY', text: '行业协会商会类' },
  SCIENCE: { value: 'SCIENCE', text: '科技类' },
  CHARITY: { value: 'CHARITY', text: '公益慈善类' },
  COMMUNITY: { value: 'COMMUNITY', text: '城乡社区服务类' },
} as const

type Direct = { readonly intro: string; readonly hint: string; readonly kinds: readonly Option[] }

/** Who leads its party building, where that is not known from its kind. */
export const partyAuthority: readonly Field[] = [
  {
    name: 'partyBuildingAuthority',
    label: '党建工作机构',
    kind: 'text',
    max: 100,
    optional: true,
    hint: '负责党建工作的部门，尚不清楚的可以不填',
    example: '山西省文物局机关党委',
  },
]

/** Under whom the organization will stand. `direct`: who needs no supervisory unit; `beside`: who else leads it. */
export const supervisionPage = (law: FoundingLaw, direct: Direct, beside = partyAuthority) =>
  ({
    code: 'supervision',
    title: '业务主管单位',
    intro: direct.intro,
    fields: fields(
      {
        name: 'directRegistration',
        label: '是否直接登记',
        kind: 'yesNo',
        hint: direct.hint,
        source: '《关于改革社会组织管理制度促进社会组织健康有序发展的意见》',
        example: 'no',
      },
      {
        name: 'directKind',
        label: '直接登记的类别',
        kind: 'choice',
        options: direct.kinds,
        source: '《关于改革社会组织管理制度促进社会组织健康有序发展的意见》',
        example: direct.kinds[0]?.value ?? '',
        when: { field: 'directRegistration', is: ['yes'] },
      },
      {
        name: 'supervisoryUnit',
        label: '拟确定业务主管单位',
        kind: 'lookup',
        lookup: 'supervisoryUnits',
        max: 100,
        hint: '输入几个字查找，例如“文物”',
        source: `${law.regulation}${law.articles.sponsors}`,
        example: '山西省文物局',
        when: { field: 'directRegistration', is: ['no'] },
      },
      ...beside,
    ),
  }) as const satisfies Page

/** What the supervisory unit decided, on paper; nothing is asked of who has none. */
export const consentPage = (law: FoundingLaw) => {
  const given = { field: 'consentGiven', is: ['yes'] } as const
  return {
    code: 'supervisoryConsent',
    title: '业务主管单位批准',
    when: dualManagement,
    fields: fields(
      {
        name: 'consentGiven',
        label: '业务主管单位是否已经批准',
        kind: 'yesNo',
        source: `${law.regulation}${law.articles.consent}`,
        example: 'yes',
      },
      {
        name: 'consentDocNo',
        label: '批准文号',
        kind: 'text',
        max: 50,
        example: '晋文物函〔2026〕18号',
        when: given,
      },
      {
        name: 'consentDate',
        label: '批准日期',
        kind: 'date',
        noLaterThanToday: true,
        example: '2026-10-26',
        when: given,
      },
      {
        name: 'consentOpinion',
        label: '批准意见',
        kind: 'textarea',
        max: 300,
        hint: '摘录批准文件中的结论',
        example: '经审查，同意成立，并同意担任业务主管单位。',
        when: given,
      },
      { name: 'unitContact', label: '主管单位联系人', kind: 'personName', example: '苏明澈', when: given },
      { name: 'unitPhone', label: '主管单位联系电话', kind: 'contactPhone', example: '0351-6600456', when: given },
    ),
  } as const satisfies Page
}

/** Natural persons and units that found the organization, as two lists. */
export const founderPages = (founder: string, founderUnit: string, orgs: Pick<ListSpec, 'min'>) =>
  [
    {
      code: 'sponsors',
      title: `${founder}（自然人）`,
      intro: `逐一添加${founder}。一般不少于{sponsorPersons}名，或者${founderUnit}不少于{sponsorUnits}个。只有${founderUnit}、没有自然人${founder}的，可以不添加。${founder}应当年满18周岁。`,
      fields: [],
      list: {
        noun: founder,
        measure: '名',
        min: 0,
        max: 50,
        titleField: 'name',
        summaryFields: ['idNumber', 'workUnit', 'phone'],
        examples: founders,
        fields: fields(...identityFields, politicalStatusField, householdField, ...workFields, personPhoneField),
      },
    },
    {
      code: 'sponsorOrgs',
      title: founderUnit,
      intro: `逐一添加${founderUnit}。只有自然人${founder}的，可以不添加。`,
      fields: [],
      list: {
        noun: founderUnit,
        measure: '个',
        ...orgs,
        max: 50,
        titleField: 'orgName',
        examples: founderUnits,
        fields: fields(
          {
            name: 'orgName',
            label: '单位名称',
            kind: 'orgName',
            hint: '与登记证书或营业执照一致',
            example: '山西晋源古建彩绘修缮有限公司',
          },
          {
            name: 'orgUscc',
            label: '统一社会信用代码',
            kind: 'uscc',
            hint: '营业执照或登记证书上的18位代码',
            example: '91140100MA0KX0013Y',
          },
          { name: 'orgHead', label: '单位负责人', kind: 'personName', example: '林知远' },
          { name: 'orgPhone', label: '单位电话', kind: 'contactPhone', example: '0351-6600123' },
          {
            name: 'orgSummary',
            label: '单位简介',
            kind: 'textarea',
            max: 500,
            hint: '成立时间、主要业务、在本领域做过什么',
            example: '2009年成立，从事古建筑彩绘修缮，承担过多处文物保护单位的彩绘保护工程。',
          },
        ),
      },
    },
  ] as const satisfies readonly Page[]

const contributionForm: Field = {
  name: 'contributionForm',
  label: '出资方式',
  kind: 'choice',
  options: [
    { value: 'CASH', text: '货币' },
    { value: 'IN_KIND', text: '实物' },
  ],
  example: 'CASH',
}

/** Where the money comes from. `fund`: what it is called; `given`: what is asked of each contribution beside its amount. */
export const contributorsPage = (fund: string, given = contributionForm, examples = contributors) =>
  ({
    code: 'contributors',
    title: '出资人',
    intro: `逐一添加${fund}的出资人，各项金额相加应当等于${fund}数额。`,
    fields: [],
    list: {
      noun: '出资人',
      measure: '名',
      min: 1,
      max: 200,
      titleField: 'contributorName',
      examples,
      fields: fields(
        {
          name: 'contributorName',
          label: '出资人姓名或名称',
          kind: 'text',
          min: 2,
          max: 100,
          example: '山西晋源古建彩绘修缮有限公司',
        },
        {
          name: 'amount',
          label: '出资金额',
          kind: 'decimal',
          min: 0.0001,
          max: 99_999_999,
          decimals: 4,
          unit: '万元',
          example: '10',
        },
        given,
      ),
    },
  }) as const satisfies Page

/** Closing pages of 提交成立材料: party building, handling agent, commitment. `promising`: who commits themselves. */
export const closingPages = (promising: string) =>
  [
    {
      code: 'party',
      title: '党建情况',
      fields: fields(
        {
          name: 'partyMemberCount',
          label: '正式党员人数',
          kind: 'integer',
          min: 0,
          max: 100_000,
          unit: '人',
          hint: '专职工作人员和负责人中的中共正式党员，不含预备党员',
          example: '3',
        },
        {
          name: 'partyOrganization',
          label: '党组织形式',
          kind: 'choice',
          options: [
            { value: 'COMMITTEE', text: '党委' },
            { value: 'GENERAL_BRANCH', text: '党总支' },
            { value: 'BRANCH', text: '党支部' },
            { value: 'JOINT_BRANCH', text: '联合党支部' },
            { value: 'PROVISIONAL_BRANCH', text: '临时党支部' },
            { value: 'NONE', text: '尚未建立' },
          ],
          hint: '有3名以上正式党员的，应当建立党组织',
          example: 'PROVISIONAL_BRANCH',
        },
        {
          name: 'noPartyOrganizationReason',
          label: '尚未建立的原因',
          kind: 'choice',
          options: [
            { value: 'NO_MEMBERS', text: '无党员' },
            { value: 'FEWER_THAN_THREE', text: '正式党员不足3人' },
            { value: 'SHOULD_BUT_NOT', text: '应建未建' },
            { value: 'OTHER', text: '其他' },
          ],
          example: 'FEWER_THAN_THREE',
          when: { field: 'partyOrganization', is: ['NONE'] },
        },
      ),
    },
    {
      code: 'agent',
      title: '经办人',
      intro: '到窗口办理、领取文书的人，可以是拟任法定代表人本人。',
      fields: fields(
        { name: 'agentName', label: '经办人姓名', kind: 'personName', example: '沈若川' },
        {
          name: 'agentIdType',
          label: '经办人证件类型',
          kind: 'choice',
          options: idTypeOptions,
          example: 'RESIDENT_ID',
        },
        {
          name: 'agentIdNumber',
          label: '经办人证件号码',
          kind: 'idNumber',
          idTypeField: 'agentIdType',
          example: '210302197806051246',
        },
        { name: 'agentPhone', label: '经办人手机号码', kind: 'phone' },
      ),
    },
    commitmentPage(promising),
  ] as const satisfies readonly Page[]

/** For how long the first organs are elected. */
export const termPage = {
  code: 'term',
  title: '届次',
  fields: fields(
    { name: 'termName', label: '届次名称', kind: 'text', max: 30, hint: '例如“第一届”', example: '第一届' },
    {
      name: 'termYears',
      label: '每届任期',
      kind: 'integer',
      min: 1,
      max: 5,
      unit: '年',
      hint: '按章程草案填写，最长5年',
      example: '5',
    },
    {
      name: 'startDate',
      label: '任期开始日期',
      kind: 'date',
      hint: '一般为成立大会（理事会）选举之日',
      example: '2026-10-18',
    },
    {
      name: 'dueReElectionDate',
      label: '应换届日期',
      kind: 'date',
      hint: '任期开始日期加上每届任期；不填的，保存时由系统算出',
      example: '2031-10-18',
      ifEmpty: ({ startDate = '', termYears = '' }) =>
        isCalendarDate(startDate) && /^[1-5]$/.test(termYears) ? addMonths(startDate, Number(termYears) * 12) : '',
    },
  ),
} as const satisfies Page
