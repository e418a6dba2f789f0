import { socialGroupKinds } from '../../../core/enumerations.ts'
import type { Field } from '../../../core/forms/field.ts'
import { fields, type Page } from '../../../core/forms/page.ts'
import { socialGroupLaw as law } from '../shared/law.ts'
import { contactPage, directKinds, founderPages, partyAuthority, supervisionPage } from '../shared/pages-founding.ts'

const ofIndustry = { page: 'name', field: 'orgKind', is: ['INDUSTRY'] } as const
const ofOthers = { page: 'name', field: 'orgKind', is: ['ACADEMIC', 'PROFESSIONAL', 'FEDERATION'] } as const

/** Pages first asked in 拟用名称咨询 and 名称核准. */
/** 业务范围 of the example, which its certificate bears as it is. */
export const SCOPE =
  '开展古建筑彩绘保护的学术研究和技术交流；调查、记录古建筑彩绘现状；培训彩绘技艺人才；编印技术资料；提供咨询服务。'

export const namePages = [
  {
    code: 'name',
    title: '拟用名称',
    intro:
      '社会团体名称由“行政区划名称＋业务领域或会员组成＋组织形式”组成，不使用字号；异地商会是“行政区划名称＋原籍地＋商会”。',
    fields: fields(
      {
        name: 'proposedName',
        label: '拟用名称',
        kind: 'proposedName',
        hint: '例如：{area}古建筑彩绘保护协会。结尾一般用协会、商会、学会、研究会、促进会、联合会',
        source: '《社会组织名称管理办法》第八条、第十二条',
      },
      {
        name: 'alternativeName1',
        label: '备选名称一',
        kind: 'proposedName',
        optional: true,
        hint: '拟用名称不可用时，依次考虑备选名称',
        example: '山西省古建筑彩绘保护研究会',
      },
      {
        name: 'alternativeName2',
        label: '备选名称二',
        kind: 'proposedName',
        optional: true,
        example: '山西省古建筑彩绘保护促进会',
      },
      {
        name: 'orgKind',
        label: '社会团体类别',
        kind: 'choice',
        options: socialGroupKinds,
        hint: '以研究为主选学术性，由同行业单位组成选行业性，由同一专业人员组成选专业性，由不同群体联合选联合性；异地商会选联合性',
        example: 'PROFESSIONAL',
      },
      {
        name: 'homePlace',
        label: '异地商会的原籍地',
        kind: 'text',
        min: 2,
        max: 30,
        optional: true,
        hint: '由同一原籍地的外来投资企业组成的商会填写来自的省、市或者县，例如“浙江省”，名称写成“{area}浙江商会”；其他的不填',
        source: '《社会组织名称管理办法》第八条',
        example: '浙江省',
        when: { field: 'orgKind', is: ['FEDERATION'] },
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
        hint: '用一两句话说明为什么成立、为谁服务；应当遵守宪法、法律，不以营利为目的',
        source: '《社会团体登记管理条例》第四条、第十四条',
        example:
          '遵守宪法、法律、法规和国家政策，践行社会主义核心价值观，团结从事古建筑彩绘保护的单位和个人，研究、传承和保护山西古建筑彩绘技艺。',
      },
      {
        name: 'businessScope',
        label: '业务范围',
        kind: 'textarea',
        min: 10,
        max: 500,
        hint: '逐项列明要开展的活动，用分号隔开；法律、法规规定须经批准的，注明“依法须经批准的项目，经批准后开展”',
        source: '《社会团体登记管理条例》第十四条',
        example: SCOPE,
      },
      {
        name: 'activityArea',
        label: '活动地域',
        kind: 'text',
        min: 2,
        max: 100,
        hint: '与登记管理机关的管辖范围一致，例如：{area}',
        source: '《社会团体登记管理条例》第十四条',
        example: '山西省',
      },
    ),
  },
  contactPage,
  supervisionPage(
    law,
    {
      intro: '除可以直接登记的四类社会团体外，成立社会团体应当先经业务主管单位审查同意。',
      hint: '行业协会商会类、科技类、公益慈善类、城乡社区服务类社会团体可以直接登记；拿不准的选“否”，工作人员会告诉您',
      kinds: Object.values(directKinds),
    },
    [
      {
        name: 'industryAuthority',
        label: '行业管理部门',
        kind: 'lookup',
        lookup: 'supervisoryUnits',
        max: 100,
        hint: '主管本行业的政府部门，例如省工业和信息化厅；指导行业协会商会的业务，与业务主管单位不同',
        source: `${law.regulation}第十九条`,
        example: '山西省文化和旅游厅',
        when: ofIndustry,
      },
      {
        name: 'partyLeadingOrgan',
        label: '党建领导机关',
        kind: 'text',
        max: 100,
        hint: '领导本会党建工作的机关，一般是社会组织党工委或者行业党委，章程也要写明',
        source: '行业协会商会与行政机关脱钩有关规定',
        example: '中共山西省委社会工作部',
        when: ofIndustry,
      },
      ...partyAuthority.map((field): Field => ({ ...field, when: ofOthers })),
    ],
  ),
  {
    code: 'background',
    title: '成立的必要性',
    intro: '登记管理机关据此判断同一行政区域内是否已有业务范围相同或者相似的社会团体、有没有必要成立。',
    fields: fields(
      {
        name: 'existingSimilar',
        label: '国家及其他省市同类情况',
        kind: 'textarea',
        max: 1000,
        hint: '国家级和其他省市有哪些名称相近、业务相近的社会团体；没有查到的写明“未查到”',
        source: '《社会团体登记管理条例》第十三条',
        example: '国家级和邻近省份有文物保护、古建筑方面的社会团体；未查到专门从事古建筑彩绘保护的省级社会团体。',
      },
      {
        name: 'membersIntent',
        label: '拟吸收会员意向',
        kind: 'textarea',
        max: 1000,
        hint: '打算吸收哪些单位和个人、目前多少已表示愿意入会',
        example: '拟吸收省内彩绘修缮单位、院校师生和传承人；已有12家单位、68名个人表示愿意入会。',
      },
    ),
  },
  ...founderPages('发起人', '发起单位', { min: 0 }),
] as const satisfies readonly Page[]
