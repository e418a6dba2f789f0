import type { Chapter, Charter } from './define.ts'
import { assetsChapter } from './foundation-assets.ts'
import { officersChapter, organsChapter } from './foundation-organs.ts'
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

const OWN = '本基金会'
const COUNCIL_BASIS = '《基金会管理条例》第二十一条'

const general: Chapter = {
  title: '总则',
  articles: [
    nameArticle(OWN),
    {
      code: 'nature',
      heading: '类型和性质',
      text: [
        {
          text: '本基金会是非公募基金会，是利用自然人、法人或者其他组织捐赠的财产，以从事公益事业为目的成立的非营利性法人，不面向公众募捐。',
          without: 'PUBLIC',
        },
        {
          text: '本基金会是公募基金会，是利用自然人、法人或者其他组织捐赠的财产，以从事公益事业为目的成立的非营利性法人。募捐的地域范围是{{fundraisingArea}}。',
          trait: 'PUBLIC',
        },
        '本基金会不为特定的自然人、法人或者其他组织谋取利益。',
      ],
      compulsory: ['foundationKind'],
    },
    purposeArticle(OWN),
    {
      code: 'originalFund',
      heading: '原始基金',
      text: [
        '本基金会的原始基金是人民币{{fundAmount}}，为到账货币资金，其中：{{contributions}}。资金来源：{{fundSource}}。',
      ],
      compulsory: ['originalFund'],
      note: '与验资证明一致。非公募基金会不低于200万元，地方性公募基金会不低于400万元。',
    },
    partyArticle(OWN),
    authoritiesArticle(OWN),
    domicileArticle(OWN),
    websiteArticle(OWN),
  ],
}

const business: Chapter = {
  title: '公益活动的业务范围',
  articles: [
    scopeArticle(`${OWN}公益活动的`),
    {
      code: 'conduct',
      heading: '开展活动的要求',
      text: [
        '本基金会资助或者开展公益活动，坚持公开、公平、公正，向社会公布所开展的公益资助项目种类和申请、评审程序。',
      ],
    },
  ],
}

const termination: Chapter = {
  title: '终止和剩余财产的处理',
  articles: [
    {
      code: 'termination',
      heading: '终止',
      text: [
        {
          text: '本基金会有下列情形之一的，应当终止：',
          items: [
            '完成章程规定的宗旨',
            '无法按照章程规定的宗旨继续从事公益活动',
            '发生分立、合并需要解散',
            '依法被撤销、吊销登记证书',
            '法律、法规规定的其他情形',
          ],
        },
        '自行终止的，由理事会提出方案，经出席理事{{councilMajor}}同意。',
        { text: '理事会表决以后十五日内，报业务主管单位审查同意。', ...DUAL },
      ],
      compulsory: ['termination'],
    },
    {
      code: 'liquidation',
      heading: '清算和注销',
      text: [
        '办理注销登记以前，在登记管理机关和有关单位指导下成立清算组，完成清算；清算期间不开展清算以外的活动。',
        '自清算结束之日起十五日内，向登记管理机关申请注销登记。',
      ],
      compulsory: ['termination'],
    },
    {
      code: 'residue',
      heading: '剩余财产',
      text: [
        '注销以后的剩余财产，在登记管理机关和有关单位监督下，按照宗旨用于公益目的；无法处理的，由登记管理机关组织捐赠给与本基金会性质、宗旨相同的社会公益组织，并向社会公告。',
      ],
      compulsory: ['residue'],
    },
  ],
}

const amendment: Chapter = {
  title: '章程的修改',
  articles: [
    {
      code: 'amendment',
      heading: '表决和核准',
      text: [
        '修改本章程，须经出席理事会会议的理事{{councilMajor}}同意。',
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

/** 基金会: the council decides (R400 art. 10, 20 to 29, 33). */
export const foundationCharter: Charter = {
  orgType: 'FOUNDATION',
  title: '基金会章程示范文本',
  own: OWN,
  chapters: [
    general,
    business,
    organsChapter,
    officersChapter,
    assetsChapter,
    charityChapter(OWN, '基金会'),
    disclosureChapter(OWN),
    termination,
    amendment,
    closingChapter(OWN, '理事会'),
  ],
  choices: {
    ...sharedChoices,
    kin: {
      label: '设立财产',
      options: [
        { code: 'PRIVATE', label: '用私人财产设立' },
        { code: 'OTHER', label: '不是用私人财产设立' },
      ],
      by: { from: { page: 'funds', field: 'privateFunded' }, is: { yes: 'PRIVATE', no: 'OTHER' } },
    },
    money: {
      label: '原始基金的来源',
      options: [
        { code: 'MAINLAND', label: '来自中国内地' },
        { code: 'ELSEWHERE', label: '来自境外' },
      ],
      by: { from: { page: 'funds', field: 'fromMainland' }, is: { yes: 'MAINLAND', no: 'ELSEWHERE' } },
    },
  },
  blanks: {
    ...sharedBlanks,
    ...charityBlanks,
    contributions,
    fundraisingArea: { kind: 'hand', label: '募捐的地域范围' },
    councilCount: {
      kind: 'answer',
      label: '理事人数',
      from: { value: 'councilCount' },
      bound: { least: 5, most: 25, basis: '《基金会管理条例》第二十条' },
    },
    supervisorCount: {
      kind: 'answer',
      label: '监事人数',
      from: { value: 'supervisorCount' },
      bound: { least: 1, basis: '《基金会管理条例》第二十二条' },
    },
    viceChairs: { kind: 'answer', label: '副理事长人数', from: { value: 'viceChairs' } },
    councilPresent: {
      kind: 'share',
      label: '理事会出席比例',
      share: TWO_THIRDS,
      least: TWO_THIRDS,
      basis: COUNCIL_BASIS,
    },
    councilPass: { kind: 'share', label: '一般事项表决', share: OVER_HALF, least: OVER_HALF, basis: COUNCIL_BASIS },
    councilMajor: { kind: 'share', label: '重要事项表决', share: TWO_THIRDS, least: TWO_THIRDS, basis: COUNCIL_BASIS },
    councilAsked: { kind: 'share', label: '提议召开会议', share: ONE_THIRD },
    investmentLimit: { kind: 'hand', label: '须由理事会表决的投资数额（万元）' },
    majorRaising: { kind: 'hand', label: '重大募捐、资助项目的数额（万元）' },
  },
}
