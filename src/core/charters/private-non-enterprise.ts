import type { Chapter, Charter } from './define.ts'
import { assetsChapter, organsChapter, representativeChapter } from './private-non-enterprise-organs.ts'
import {
  authoritiesArticle,
  charityBlanks,
  charityChapter,
  closingChapter,
  contributions,
  DIRECT,
  disclosureChapter,
  domicileArticle,
  DUAL,
  nameArticle,
  ONE_THIRD,
  OVER_HALF,
  partyArticle,
  purposeArticle,
  scopeArticle,
  sharedBlanks,
  sharedChoices,
  TWO_THIRDS,
  websiteArticle,
} from './shared.ts'

const OWN = '本单位'

const general: Chapter = {
  title: '总则',
  articles: [
    nameArticle(OWN),
    {
      code: 'nature',
      heading: '性质',
      text: [
        '本单位由举办者主要利用非国有资产自愿举办，是从事非营利性社会服务活动的民办非企业单位（社会服务机构），具有法人资格。',
      ],
    },
    purposeArticle(OWN),
    partyArticle(OWN),
    authoritiesArticle(OWN),
    domicileArticle(OWN),
    websiteArticle(OWN),
  ],
}

const founding: Chapter = {
  title: '举办者、开办资金和业务范围',
  articles: [
    {
      code: 'founders',
      heading: '举办者的权利',
      text: [
        {
          text: '本单位的举办者是{{founders}}。举办者享有下列权利：',
          items: [
            '了解本单位的经营状况和财务状况',
            '推荐理事和监事',
            '查阅理事会会议记录和财务会计报告',
            '对本单位的工作提出建议',
          ],
        },
        '举办者不得抽回开办资金，不得从本单位分取收益。',
      ],
      compulsory: ['contributors'],
      note: '写全部举办者的姓名或者名称，与申请表一致。',
    },
    {
      code: 'openingFund',
      heading: '开办资金',
      text: ['本单位的开办资金是{{fundAmount}}，其中：{{contributions}}。资金来源：{{fundSource}}。'],
      compulsory: ['openingFund'],
      note: '各项出资相加等于开办资金，与验资报告一致。',
    },
    scopeArticle(`${OWN}的`),
    {
      code: 'conduct',
      heading: '服务和收费',
      text: [
        '本单位面向社会提供服务，收费项目和标准合法、公开、合理；须先取得执业许可的，取得许可以后开展活动。',
        '本单位不设立分支机构。',
      ],
    },
  ],
}

const amendment: Chapter = {
  title: '章程的修改',
  articles: [
    {
      code: 'amendment',
      heading: '表决',
      text: ['修改本章程，由理事会按照重大事项的规定，经全体理事{{councilMajor}}同意。'],
      compulsory: ['amendment'],
    },
    {
      code: 'amendmentApproval',
      heading: '审查和核准',
      text: [
        {
          text: '修改后的章程，自理事会通过之日起十五日内报业务主管单位审查同意，自同意之日起三十日内报登记管理机关核准。',
          ...DUAL,
        },
        { text: '修改后的章程，自理事会通过之日起三十日内报登记管理机关核准。', ...DIRECT },
        '修改后的章程自核准之日起生效。',
      ],
      compulsory: ['amendment'],
    },
  ],
}

const termination: Chapter = {
  title: '终止和终止后资产的处理',
  articles: [
    {
      code: 'termination',
      heading: '终止',
      text: [
        {
          text: '本单位有下列情形之一的，应当终止：',
          items: [
            '完成章程规定的宗旨',
            '无法按照章程规定的宗旨继续开展活动',
            '发生分立、合并需要解散',
            '理事会决议自行解散',
            '依法被撤销登记、吊销登记证书或者执业许可',
            '法律、法规规定的其他情形',
          ],
        },
        '自行终止的，由理事会按照重大事项的规定表决通过。',
        { text: '终止报业务主管单位审查同意。', ...DUAL },
      ],
      compulsory: ['termination'],
    },
    {
      code: 'liquidation',
      heading: '清算和注销',
      text: [
        '办理注销登记以前，在登记管理机关和有关单位指导下成立清算组，清理债权债务，编制清算报告，并进行清算审计；清算期间不开展清算以外的活动。',
        '自完成清算之日起十五日内，向登记管理机关申请注销登记。',
      ],
      compulsory: ['termination'],
    },
    {
      code: 'residue',
      heading: '剩余财产',
      text: [
        '清算以后的剩余财产，在登记管理机关和有关单位监督下，用于与本单位宗旨相同或者相近的公益性、非营利性事业；无法确定的，转给宗旨相同或者相近的社会组织，并向社会公告，不向举办者、理事和工作人员分配。',
      ],
      compulsory: ['residue'],
    },
  ],
}

/** 民办非企业单位 in the form of a legal person, the only one that is still founded (domain.md §4.1). */
export const privateNonEnterpriseCharter: Charter = {
  orgType: 'PRIVATE_NON_ENTERPRISE',
  title: '民办非企业单位（法人）章程示范文本',
  own: OWN,
  chapters: [
    general,
    founding,
    organsChapter,
    representativeChapter,
    assetsChapter,
    charityChapter(OWN, '社会服务机构'),
    disclosureChapter(OWN),
    amendment,
    termination,
    closingChapter(OWN, '理事会'),
  ],
  choices: {
    ...sharedChoices,
    representative: {
      label: '法定代表人',
      options: [
        { code: 'CHAIR', label: '由理事长担任' },
        { code: 'HEAD', label: '由行政负责人担任' },
      ],
      by: {
        from: { value: 'representativeCode' },
        is: { COUNCIL_CHAIR: 'CHAIR', EXECUTIVE_HEAD: 'HEAD' },
      },
    },
  },
  blanks: {
    ...sharedBlanks,
    ...charityBlanks,
    contributions,
    founders: { kind: 'answer', label: '举办者', from: { value: 'founders' } },
    councilCount: {
      kind: 'answer',
      label: '理事人数',
      from: { value: 'councilCount' },
      bound: { least: 3, most: 25, basis: '民办非企业单位章程的通行要求' },
    },
    head: { kind: 'hand', label: '行政负责人的称谓', usual: '行政负责人' },
    councilPresent: { kind: 'share', label: '理事会出席比例', share: TWO_THIRDS },
    councilPass: { kind: 'share', label: '一般事项表决', share: OVER_HALF },
    councilMajor: { kind: 'share', label: '重大事项表决', share: TWO_THIRDS },
    councilAsked: { kind: 'share', label: '提议召开临时会议', share: ONE_THIRD },
  },
}
