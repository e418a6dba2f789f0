import { privateNonEnterpriseIndustries, privateNonEnterprisePosts } from '../../../core/enumerations.ts'
import { fields, type Page } from '../../../core/forms/page.ts'
import { domicileFields } from '../../shared/domicile.ts'
import { elected } from '../shared/examples.ts'
import { fundFields, registrationFields } from '../shared/fields-money.ts'
import { privateNonEnterpriseLaw as law } from '../shared/law.ts'
import { meetingFields, voteFields } from '../../shared/meeting.ts'
import { officersPage } from '../shared/officers.ts'
import { collectionPage } from '../../shared/closing.ts'
import { charityPage } from '../shared/pages-charity.ts'
import { completionPages } from '../shared/pages-completion.ts'
import {
  closingPages,
  consentPage,
  contactPage,
  contributorsPage,
  directKinds,
  founderPages,
  supervisionPage,
  termPage,
} from '../shared/pages-founding.ts'

/** 业务范围 of the example, which its certificate bears as it is. */
const SCOPE = '古建筑彩绘技艺的传授和展示；彩绘现状的调查、记录；为文物保护单位提供彩绘保护技术服务；编印技术资料。'

const NAME = '山西省晋彩古建筑彩绘技艺中心'
const licensed = { field: 'needsLicence', is: ['yes'] } as const
const usesPerson = { field: 'personInName', is: ['yes'] } as const

/** Everything a 民办非企业单位 is asked; which link asks what stands in stages.ts. */
export const pages = [
  {
    code: 'name',
    title: '拟用名称',
    intro: '民办非企业单位名称由“行政区划名称＋字号＋业务领域＋组织形式”组成，字号由两个以上汉字组成。',
    fields: fields(
      {
        name: 'proposedName',
        label: '拟用名称',
        kind: 'proposedName',
        hint: '例如：{area}晋彩古建筑彩绘技艺中心。结尾一般用学校、医院、中心、院、园、所、馆、站、社',
        source: '《社会组织名称管理办法》第八条、第十二条',
        example: NAME,
      },
      {
        name: 'alternativeName1',
        label: '备选名称一',
        kind: 'proposedName',
        optional: true,
        hint: '拟用名称不可用时，依次考虑备选名称',
        example: '山西省晋彩古建筑彩绘技艺馆',
      },
      {
        name: 'alternativeName2',
        label: '备选名称二',
        kind: 'proposedName',
        optional: true,
        example: '山西省晋彩古建筑彩绘技艺社',
      },
      {
        name: 'personInName',
        label: '字号是否使用自然人姓名',
        kind: 'yesNo',
        hint: '选“是”的，应当取得本人同意；已故名人应当在相关领域有重大贡献',
        source: '《社会组织名称管理办法》第十五条',
        example: 'no',
      },
      {
        name: 'unitInName',
        label: '名称是否使用其他单位的名称',
        kind: 'yesNo',
        hint: '选“是”的，应当取得该单位同意',
        source: '《社会组织名称管理办法》第十四条',
        example: 'no',
      },
      {
        name: 'nameUseNote',
        label: '姓名或者单位名称的使用说明',
        kind: 'textarea',
        max: 300,
        hint: '写明用了谁的姓名、与本单位业务的关系',
        example: '字号取自创办人姓名，已取得本人书面同意。',
        when: usesPerson,
      },
    ),
  },
  {
    code: 'purpose',
    title: '宗旨和业务范围',
    intro: '名称、宗旨、业务范围应当相互一致，并与以后提交的章程草案一致。',
    fields: fields(
      {
        name: 'purpose',
        label: '宗旨',
        kind: 'textarea',
        min: 10,
        max: 500,
        hint: '用一两句话说明提供什么社会服务、为谁服务；应当遵守宪法、法律，不以营利为目的',
        source: `${law.regulation}第四条、第十条`,
        example:
          '遵守宪法、法律、法规和国家政策，践行社会主义核心价值观，面向社会传授古建筑彩绘技艺，为文物保护单位提供公益技术服务。',
      },
      {
        name: 'businessScope',
        label: '业务范围',
        kind: 'textarea',
        min: 10,
        max: 500,
        hint: '逐项列明提供的服务，用分号隔开；法律、法规规定须经批准的，注明“依法须经批准的项目，经批准后开展”',
        source: `${law.regulation}第十条`,
        example: SCOPE,
      },
    ),
  },
  contactPage,
  supervisionPage(law, {
    intro: '除可以直接登记的外，成立民办非企业单位应当先经业务主管单位审查同意。',
    hint: '科技类、公益慈善类、城乡社区服务类民办非企业单位可以直接登记；拿不准的选“否”，工作人员会告诉您',
    kinds: [directKinds.SCIENCE, directKinds.CHARITY, directKinds.COMMUNITY],
  }),
  {
    code: 'funds',
    title: '开办资金',
    intro: '开办资金应当与业务活动相适应，并且主要来自非国有资产。',
    fields: fields(
      ...fundFields('开办资金', `${law.regulation}${law.articles.money}`, {
        hint: '举办者捐资、社会捐赠',
        example: '举办单位和举办者捐资。',
        provedLater: true,
      }),
      {
        name: 'nonStateShare',
        label: '非国有资产占比',
        kind: 'decimal',
        min: 0,
        max: 100,
        decimals: 2,
        unit: '%',
        hint: '开办资金中非国有资产所占的百分比，全部由个人或者民营单位出资的填写100',
        source: `${law.regulation}第二条`,
        example: '100',
      },
    ),
  },
  { code: 'domicile', title: '住所', fields: domicileFields(`${law.regulation}${law.articles.domicile}`) },
  ...founderPages('举办者', '举办单位', { min: 0 }),
  {
    code: 'registration',
    title: '登记事项',
    fields: registrationFields(privateNonEnterpriseIndustries, SCOPE),
  },
  charityPage('no'),
  consentPage(law),
  contributorsPage('开办资金'),
  {
    code: 'licence',
    title: '执业许可',
    intro: '办学、医疗、养老等依法须先取得许可的，填写许可证；不需要的选“否”。',
    fields: fields(
      {
        name: 'needsLicence',
        label: '业务是否须先取得许可',
        kind: 'yesNo',
        hint: '例如办学许可证、医疗机构执业许可证；拿不准的，先向颁发许可证的部门询问',
        source: `${law.regulation}第十二条`,
        example: 'no',
      },
      {
        name: 'licenceName',
        label: '许可证名称',
        kind: 'text',
        max: 100,
        example: '民办学校办学许可证',
        when: licensed,
      },
      {
        name: 'licenceNo',
        label: '许可证编号',
        kind: 'text',
        max: 60,
        example: '教民114010070000001号',
        when: licensed,
      },
      { name: 'licenceUntil', label: '许可证有效期至', kind: 'date', example: '2029-08-31', when: licensed },
    ),
  },
  {
    code: 'staffing',
    title: '从业人员和设备',
    fields: fields(
      {
        name: 'staffCount',
        label: '从业人员总数',
        kind: 'integer',
        min: 1,
        max: 100_000,
        unit: '人',
        source: `${law.regulation}${law.articles.staff}`,
        example: '8',
      },
      {
        name: 'fullTimeCount',
        label: '专职工作人员数',
        kind: 'integer',
        min: 0,
        max: 100_000,
        unit: '人',
        hint: '与本单位签订劳动合同的人员',
        source: `${law.regulation}${law.articles.staff}`,
        example: '5',
      },
      {
        name: 'licensedCount',
        label: '持执业资格人数',
        kind: 'integer',
        min: 0,
        max: 100_000,
        unit: '人',
        hint: '持有业务所需资格证书的人员，没有的填写0',
        example: '3',
      },
      {
        name: 'facilities',
        label: '基本设备设施',
        kind: 'textarea',
        max: 500,
        hint: '开展业务的场地、设备，写明数量',
        example: '教室2间、彩绘工作台12张、颜料调制和检测设备1套。',
      },
    ),
  },
  {
    code: 'internalUnits',
    title: '内设机构',
    intro: '逐一添加内部机构，没有的可以不添加。民办非企业单位不得设立分支机构。',
    fields: [],
    list: {
      noun: '内设机构',
      measure: '个',
      min: 0,
      max: 50,
      titleField: 'unitName',
      fields: fields(
        { name: 'unitName', label: '机构名称', kind: 'text', min: 2, max: 50, example: '教务部' },
        { name: 'unitHead', label: '负责人', kind: 'personName', example: '顾砚秋' },
        { name: 'unitTask', label: '职责', kind: 'text', max: 200, example: '组织技艺传授和教学管理' },
      ),
    },
  },
  {
    code: 'foundingMeeting',
    title: '第一次理事会',
    intro: '填写举办者会议或者第一次理事会通过章程、产生理事长、行政负责人和监事的情况，与会议纪要一致。',
    fields: fields(
      ...meetingFields({ name: '第一届理事会第一次会议', expected: 4, present: 4, members: ['officers'] }),
      ...voteFields('charter', '章程草案', { for: 4, against: 0, abstain: 0 }, {}),
      ...voteFields('officers', '负责人选举', { for: 4, against: 0, abstain: 0 }, {}),
      {
        name: 'issues',
        label: '会议主要议题',
        kind: 'textarea',
        max: 1000,
        example: '审议通过章程草案；选举理事长；聘任行政负责人；产生监事。',
      },
    ),
  },
  termPage,
  officersPage({
    law,
    intro: '逐一添加理事长、副理事长、理事、行政负责人（院长、校长、所长、主任等）和监事。应当有且只有一名法定代表人。',
    posts: privateNonEnterprisePosts,
    postLabel: '本单位职务',
    representativeHint: '按章程草案，由理事长或者行政负责人担任',
    elsewhere: [],
    examples: elected([
      'COUNCIL_CHAIR',
      'COUNCIL_VICE_CHAIR',
      'EXECUTIVE_HEAD',
      'COUNCIL_MEMBER',
      'COUNCIL_MEMBER',
      'CHIEF_SUPERVISOR',
      'SUPERVISOR',
    ]),
  }),
  ...closingPages('本人和全体举办者'),
  collectionPage('AUTHORIZED_AGENT'),
  ...completionPages(law, NAME),
] as const satisfies readonly Page[]
