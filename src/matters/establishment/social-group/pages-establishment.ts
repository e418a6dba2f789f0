import { socialGroupIndustries } from '../../../core/enumerations.ts'
import { fields, type Page } from '../../../core/forms/page.ts'
import { domicileFields } from '../../shared/domicile.ts'
import { fundFields, registrationFields } from '../shared/fields-money.ts'
import { socialGroupLaw as law } from '../shared/law.ts'
import { meetingFields, voteFields } from '../../shared/meeting.ts'
import { charityPage } from '../shared/pages-charity.ts'
import { memberPages } from './members.ts'
import { consentPage, contributorsPage, termPage } from '../shared/pages-founding.ts'
import { SCOPE } from './pages-name.ts'

/** Pages of 提交成立材料, up to the officers. */
export const establishmentPages = [
  { code: 'domicile', title: '住所', fields: domicileFields(`${law.regulation}${law.articles.domicile}`) },
  {
    code: 'registration',
    title: '登记事项',
    fields: registrationFields(socialGroupIndustries, SCOPE),
  },
  charityPage('no'),
  consentPage(law),
  contributorsPage('活动资金'),
  {
    code: 'funds',
    title: '活动资金',
    intro: '地方性社会团体和跨行政区域的社会团体活动资金不少于3万元，全国性社会团体不少于10万元。',
    fields: fundFields('活动资金', `${law.regulation}第十条`, {
      hint: '会费、捐赠、发起单位资助',
      example: '发起单位资助和发起人捐赠。',
    }),
  },
  {
    code: 'members',
    title: '理事会',
    fields: fields(
      // Asked no more: members are listed by name.
      {
        name: 'unitMemberCount',
        label: '单位会员数',
        kind: 'integer',
        min: 0,
        max: 1_000_000,
        unit: '个',
        when: { field: 'unitMemberCount', given: true },
      },
      {
        name: 'individualMemberCount',
        label: '个人会员数',
        kind: 'integer',
        min: 0,
        max: 1_000_000,
        unit: '个',
        when: { field: 'individualMemberCount', given: true },
      },
      {
        name: 'councilCount',
        label: '理事人数',
        kind: 'integer',
        min: 0,
        max: 10_000,
        unit: '人',
        hint: '理事人数一般不超过会员总数的三分之一',
        counts: ['officers'],
        example: '5',
      },
      {
        name: 'standingCouncilCount',
        label: '常务理事人数',
        kind: 'integer',
        min: 0,
        max: 10_000,
        unit: '人',
        hint: '不设常务理事会的填写0',
        example: '1',
      },
    ),
  },
  ...memberPages,
  {
    code: 'staffing',
    title: '工作人员',
    fields: fields(
      {
        name: 'staffCount',
        label: '工作人员总数',
        kind: 'integer',
        min: 1,
        max: 100_000,
        unit: '人',
        source: '《社会团体登记管理条例》第十条',
        example: '4',
      },
      {
        name: 'fullTimeCount',
        label: '专职工作人员数',
        kind: 'integer',
        min: 0,
        max: 100_000,
        unit: '人',
        hint: '与社会团体签订劳动合同的人员',
        source: '《社会团体登记管理条例》第十条',
        example: '2',
      },
    ),
  },
  {
    code: 'foundingMeeting',
    title: '成立大会',
    intro: '填写会员大会或者会员代表大会通过章程、产生负责人和执行机构的情况，与会议纪要一致。',
    fields: fields(
      ...meetingFields({
        name: '成立大会暨第一次会员大会',
        expected: 80,
        present: 72,
        members: ['unitMembers', 'individualMembers'],
      }),
      ...voteFields('charter', '章程草案', { for: 71, against: 0, abstain: 1 }, {}),
      ...voteFields('officers', '负责人选举', { for: 70, against: 1, abstain: 1 }, {}),
      {
        name: 'feeDecided',
        label: '是否表决会费标准',
        kind: 'yesNo',
        hint: '收取会费的，会费标准应当由会员大会或者会员代表大会无记名投票表决',
        example: 'yes',
      },
      ...voteFields(
        'fee',
        '会费标准',
        { for: 68, against: 3, abstain: 1 },
        { when: { field: 'feeDecided', is: ['yes'] } },
      ),
      {
        name: 'issues',
        label: '会议主要议题',
        kind: 'textarea',
        max: 1000,
        example: '审议通过章程草案；选举第一届理事会、负责人和监事；表决会费标准。',
      },
    ),
  },
  termPage,
] as const satisfies readonly Page[]
