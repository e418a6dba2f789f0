import type { Chapter, Charter } from './define.ts'
import {
  authoritiesArticle,
  charityBlanks,
  charityChapter,
  closingChapter,
  DIRECT,
  disclosureChapter,
  domicileArticle,
  DUAL,
  nameArticle,
  ONE_FIFTH,
  OVER_HALF,
  partyArticle,
  purposeArticle,
  scopeArticle,
  sharedBlanks,
  sharedChoices,
  TWO_THIRDS,
  websiteArticle,
} from './shared.ts'
import { membersChapter } from './social-group-members.ts'
import { officersChapter, organsChapter } from './social-group-organs.ts'

const OWN = '本会'
const MODEL = '社会团体法人治理的通行要求'

const general: Chapter = {
  title: '总则',
  articles: [
    nameArticle(OWN),
    {
      code: 'nature',
      heading: '性质',
      text: [
        {
          text: '本会由{{memberGroup}}自愿发起、自愿入会，是按照章程开展活动的非营利性社会团体，具有社会团体法人资格。',
          without: 'INDUSTRY',
        },
        {
          text: '本会由从事{{industry}}的企业、其他经济组织和相关单位自愿组成，是实行行业服务和自律管理的行业性、非营利性社会团体，具有社会团体法人资格。',
          trait: 'INDUSTRY',
        },
        {
          text: '前款所称会员，是原籍地为{{homePlace}}的自然人、法人在本会活动地域内投资设立并依法登记的企业和其他经济组织。',
          trait: 'HOMETOWN',
        },
        '本会的活动地域是{{activityArea}}。',
      ],
      compulsory: ['area'],
      note: '横线处写清会员是什么样的单位和个人，例如“从事古建筑彩绘保护的单位和个人”；类别（学术性、行业性、专业性、联合性）与申请表一致。',
    },
    purposeArticle(OWN),
    partyArticle(OWN),
    authoritiesArticle(OWN, [{ text: '本会的行业管理部门是{{industryAuthority}}。', trait: 'INDUSTRY' }]),
    {
      code: 'industryAuthority',
      heading: '与行政机关的关系',
      trait: 'INDUSTRY',
      text: [
        '本会与行政机关在机构、职能、资产财务、人员、党建和外事等方面分开，依法自主办会。',
        '行业管理部门、登记管理机关等依照《社会团体登记管理条例》要求本会合并或者终止的，本会配合制定方案，并依法办理变更登记或者清算、注销登记。',
      ],
      compulsory: ['industryAuthority'],
    },
    domicileArticle(OWN),
    websiteArticle(OWN),
  ],
}

const business: Chapter = {
  title: '业务范围',
  articles: [
    scopeArticle(`${OWN}的`),
    {
      code: 'conduct',
      heading: '开展活动的要求',
      text: [
        '本会不从事营利性经营活动，不强制入会、强制收费或者摊派，不利用会员信息谋取不正当利益。',
        '举办评比、达标、表彰活动以及其他按规定须报告、批准的活动的，事先办理有关手续。',
        {
          text: '本会制定行业自律公约，推动会员依法经营、公平竞争，不组织会员达成垄断协议，不限制会员参加其他组织。',
          trait: 'INDUSTRY',
        },
        {
          text: '本会为会员在当地投资经营提供服务，促进两地经济文化交流，不以地域名义从事排斥、限制竞争的活动。',
          trait: 'HOMETOWN',
        },
      ],
    },
  ],
}

const assets: Chapter = {
  title: '资产管理、使用原则',
  articles: [
    {
      code: 'income',
      heading: '资产来源',
      text: [
        '本会登记时的活动资金是{{fundAmount}}，来源：{{fundSource}}。',
        {
          text: '本会的收入来源：',
          items: [
            '会费',
            '捐赠',
            '政府资助和购买服务的收入',
            '在业务范围内开展活动、提供服务的收入',
            '利息',
            '其他合法收入',
          ],
        },
      ],
      compulsory: ['assets'],
    },
    {
      code: 'fees',
      heading: '会费',
      text: [
        {
          text: '本会按照规定收取会费。会费标准由{{assembly}}以无记名投票方式表决，须有{{assemblyPresent}}的{{voters}}出席，并经到会{{voters}}{{assemblyPass}}同意。',
          chosen: { of: 'fees', is: 'YES' },
        },
        {
          text: '理事会、常务理事会不得制定或者调整会费标准。会费标准表决通过以后，按照规定报告并向会员公开；会费用于为会员服务和开展业务活动。',
          chosen: { of: 'fees', is: 'YES' },
        },
        {
          text: '本会不收取会费。决定收取会费的，由{{assembly}}以无记名投票方式表决通过会费标准，理事会、常务理事会不得自行制定。',
          chosen: { of: 'fees', is: 'NO' },
        },
      ],
      compulsory: ['fees'],
    },
    {
      code: 'donations',
      heading: '捐赠和资助',
      text: [
        '本会接受捐赠、资助，应当符合宗旨和业务范围，按照与捐赠人、资助人约定的期限、方式和用途使用，并向社会公开。',
      ],
    },
    {
      code: 'assetUse',
      heading: '资产使用',
      text: [
        '本会的资产用于章程规定的业务范围和非营利事业的发展，不在会员、负责人、理事中分配。任何单位和个人不得侵占、私分、挪用本会的资产。',
      ],
      compulsory: ['assets'],
    },
    {
      code: 'accounting',
      heading: '财务管理',
      text: [
        '本会执行国家统一的民间非营利组织会计制度，依法进行会计核算，建立内部会计监督制度，保证会计资料合法、真实、准确、完整。',
        '本会配备具有专业能力的会计人员，会计不兼任出纳。会计人员调动工作或者离职的，应当与接管人员办清交接手续。',
      ],
      compulsory: ['assets'],
    },
    {
      code: 'audit',
      heading: '审计和监督',
      text: [
        '理事会每年向{{assembly}}报告财务收支；资产来源于财政拨款或者社会捐赠、资助的，接受审计机关的监督，并把有关情况向社会公布。',
        '换届或者更换法定代表人以前，应当进行财务审计。',
      ],
      compulsory: ['assets'],
    },
    {
      code: 'pay',
      heading: '工作人员待遇',
      text: ['本会依法与专职工作人员订立劳动合同、参加社会保险，工资和福利待遇由理事会参照国家有关规定确定。'],
    },
  ],
}

const amendment: Chapter = {
  title: '章程的修改程序',
  articles: [
    {
      code: 'amendment',
      heading: '提出和表决',
      text: [
        '修改本章程，由理事会表决通过修改草案以后，提交{{assembly}}审议；经到会{{voters}}{{assemblyMajor}}同意，方为通过。',
      ],
      compulsory: ['amendment'],
    },
    {
      code: 'amendmentApproval',
      heading: '审查和核准',
      text: [
        {
          text: '修改后的章程，自{{assembly}}通过之日起十五日内报业务主管单位审查同意，自同意之日起三十日内报登记管理机关核准。',
          ...DUAL,
        },
        {
          text: '修改后的章程，自{{assembly}}通过之日起三十日内报登记管理机关核准。',
          ...DIRECT,
        },
        '修改后的章程自核准之日起生效。',
      ],
      compulsory: ['amendment'],
    },
  ],
}

const termination: Chapter = {
  title: '终止程序及终止后的财产处理',
  articles: [
    {
      code: 'termination',
      heading: '终止',
      text: [
        {
          text: '本会有下列情形之一的，应当终止：',
          items: [
            '完成章程规定的宗旨',
            '{{assembly}}决议解散',
            '因分立、合并需要解散',
            '依法被撤销登记或者吊销登记证书',
            '无法按照章程规定的宗旨继续开展活动',
            '法律、法规规定的其他情形',
          ],
        },
        '由本会自行决定终止的，由理事会提出终止方案，经到会{{voters}}{{assemblyMajor}}同意。',
        { text: '终止方案报业务主管单位审查同意。', ...DUAL },
      ],
      compulsory: ['termination'],
    },
    {
      code: 'liquidation',
      heading: '清算和注销',
      text: [
        '终止以前，在登记管理机关和有关单位指导下成立清算组，清理债权债务，处理善后事宜；清算期间不开展清算以外的活动。',
        {
          text: '行业管理部门配合清算。不及时清算的，有关机关、单位或者利害关系人可以申请人民法院指定人员组成清算组。',
          trait: 'INDUSTRY',
        },
        '自清算结束之日起十五日内，向登记管理机关申请注销登记；办理注销登记以后，本会终止。',
      ],
      compulsory: ['termination'],
    },
    {
      code: 'residue',
      heading: '剩余财产',
      text: [
        '本会终止后的剩余财产，在登记管理机关和有关单位监督下，用于与本会宗旨相同或者相近的公益性、非营利性事业；无法确定的，转给宗旨相同或者相近的社会组织，并向社会公告，不向会员和发起人分配。',
      ],
      compulsory: ['residue'],
    },
  ],
}

/** 社会团体: 会员 and their assembly decide (R250; domain-2.md §17 for numbers the regulation leaves to the charter). */
export const socialGroupCharter: Charter = {
  orgType: 'SOCIAL_GROUP',
  title: '社会团体章程示范文本',
  own: OWN,
  chapters: [
    general,
    business,
    membersChapter,
    organsChapter,
    officersChapter,
    assets,
    charityChapter(OWN, '社会团体'),
    disclosureChapter(OWN),
    amendment,
    termination,
    closingChapter(OWN, '理事会'),
  ],
  choices: {
    ...sharedChoices,
    assembly: {
      label: '最高权力机构',
      options: [
        { code: 'ALL', label: '会员大会' },
        { code: 'DELEGATES', label: '会员代表大会' },
      ],
    },
    standing: {
      label: '常务理事会',
      options: [
        { code: 'WITH', label: '设常务理事会' },
        { code: 'WITHOUT', label: '不设常务理事会' },
      ],
      by: { from: { page: 'members', field: 'standingCouncilCount' }, is: { 0: 'WITHOUT' }, other: 'WITH' },
    },
    fees: {
      label: '会费',
      options: [
        { code: 'YES', label: '收取会费' },
        { code: 'NO', label: '不收取会费' },
      ],
      by: { from: { page: 'foundingMeeting', field: 'feeDecided' }, is: { yes: 'YES', no: 'NO' } },
    },
  },
  blanks: {
    ...sharedBlanks,
    ...charityBlanks,
    activityArea: { kind: 'answer', label: '活动地域', from: { page: 'purpose', field: 'activityArea' } },
    homePlace: { kind: 'answer', label: '原籍地', from: { page: 'name', field: 'homePlace' } },
    industryAuthority: {
      kind: 'answer',
      label: '行业管理部门',
      from: { page: 'supervision', field: 'industryAuthority' },
    },
    chair: { kind: 'answer', label: '会长的称谓', from: { value: 'chair' }, usual: '会长' },
    viceChair: { kind: 'answer', label: '副会长的称谓', from: { value: 'viceChair' }, usual: '副会长' },
    viceChairs: { kind: 'answer', label: '副会长人数', from: { value: 'viceChairs' } },
    representativePost: { kind: 'answer', label: '法定代表人的职务', from: { value: 'representativePost' } },
    standingCount: {
      kind: 'answer',
      label: '常务理事人数',
      from: { page: 'members', field: 'standingCouncilCount' },
    },
    assembly: {
      kind: 'choice',
      label: '最高权力机构',
      of: 'assembly',
      words: { ALL: '会员大会', DELEGATES: '会员代表大会' },
    },
    voters: { kind: 'choice', label: '最高权力机构', of: 'assembly', words: { ALL: '会员', DELEGATES: '会员代表' } },
    assemblyPresent: {
      kind: 'share',
      label: '最高权力机构出席比例',
      share: TWO_THIRDS,
      least: TWO_THIRDS,
      basis: MODEL,
    },
    assemblyPass: { kind: 'share', label: '一般事项表决', share: OVER_HALF, least: OVER_HALF, basis: MODEL },
    assemblyMajor: { kind: 'share', label: '修改章程、终止表决', share: TWO_THIRDS, least: TWO_THIRDS, basis: MODEL },
    assemblyAsked: { kind: 'share', label: '提议召开临时会议', share: ONE_FIFTH },
    councilPresent: { kind: 'share', label: '理事会出席比例', share: TWO_THIRDS, least: TWO_THIRDS, basis: MODEL },
    councilPass: { kind: 'share', label: '理事会表决', share: TWO_THIRDS, least: TWO_THIRDS, basis: MODEL },
    memberGroup: { kind: 'hand', label: '会员是什么样的单位和个人' },
    industry: { kind: 'hand', label: '行业' },
    unpaidYears: { kind: 'hand', label: '不交会费、不参加活动满几年' },
  },
}
