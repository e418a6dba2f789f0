import type { Article, Chapter } from './define.ts'
import { BOARD, conflictArticle, FEW, recordsArticle, sealsArticle } from './shared.ts'

const OWN = '本会'
const DELEGATES = { chosen: { of: 'assembly', is: 'DELEGATES' } } as const
const STANDING = { chosen: { of: 'standing', is: 'WITH' } } as const
const DUAL = { chosen: { of: 'management', is: 'DUAL' } } as const

const assembly: readonly Article[] = [
  {
    code: 'assembly',
    heading: '最高权力机构',
    text: [
      {
        text: '本会的最高权力机构是{{assembly}}，其职权是：',
        items: [
          '制定和修改章程',
          '决定工作方针和发展规划',
          '选举和罢免理事、监事',
          '选举和罢免负责人，或者授权理事会选举和罢免',
          '制定和修改负责人、理事、监事的选举办法',
          '制定和修改会费标准',
          '审议理事会、监事机构的工作报告和理事会的财务报告',
          '改变或者撤销理事会不适当的决定',
          '决定名称变更、合并、分立和终止',
          '决定其他重大事项',
        ],
      },
    ],
    compulsory: ['organs'],
  },
  {
    code: 'delegates',
    heading: '会员代表',
    ...DELEGATES,
    text: [
      '会员代表由会员按照理事会制定、公布的办法选举产生，名额分配应当兼顾地区、行业和会员种类，并向全体会员公开。会员代表每届任期与理事会相同，可以连选连任，代表会员行使表决权，向会员报告并接受监督。',
    ],
    compulsory: ['organs'],
  },
  {
    code: 'assemblyTerm',
    heading: '届期和换届',
    text: [
      '{{assembly}}每届{{termYears}}年，每年至少召开一次会议，届满应当换届。',
      '因特殊情况需要提前或者延期换届的，应当在届满三个月以前由理事会表决通过，报登记管理机关批准；延期只能一次，最长不超过一年。',
      { text: '提前或者延期换届，先报业务主管单位审查同意。', ...DUAL },
    ],
    compulsory: ['organs'],
  },
  {
    code: 'assemblyQuorum',
    heading: '会议和表决',
    text: [
      '{{assembly}}须有{{assemblyPresent}}的{{voters}}出席方能召开，决议须经到会{{voters}}{{assemblyPass}}同意方为有效；修改章程、决定合并、分立和终止，须经到会{{voters}}{{assemblyMajor}}同意。',
      '召开会议，应当提前十五日把时间、地点和议题书面通知{{voters}}。选举和罢免采用无记名投票；因故不能出席的，可以书面委托其他{{voters}}代为表决，每人只能接受一份委托。',
    ],
    compulsory: ['organs'],
  },
  {
    code: 'assemblyExtraordinary',
    heading: '临时会议',
    text: [
      '理事会认为有必要，或者{{assemblyAsked}}的{{voters}}提议，应当召开临时会议。{{chair}}不能主持或者不主持的，由理事会推举的{{viceChair}}主持；仍不召开的，由提议者推举的{{voters}}召集和主持。',
    ],
    compulsory: ['organs'],
    note: '提议的比例由章程规定，示范文本写五分之一以上，可以放宽。',
  },
]

const council: readonly Article[] = [
  {
    code: 'council',
    heading: '理事会',
    text: [
      '理事会由{{councilCount}}名理事组成，不超过{{voters}}总数的三分之一。理事由{{assembly}}从会员中选举产生；单位理事由该单位推选的代表担任。',
      '理事会是{{assembly}}的执行机构，在闭会期间领导本会开展日常工作，对{{assembly}}负责。',
    ],
    compulsory: ['organs'],
    note: '理事、常务理事人数与申请表一致，一般为单数。',
  },
  {
    code: 'councilMembers',
    heading: '理事',
    text: [
      '理事应当代表性强、热心本会工作、具有完全民事行为能力。理事可以查阅本会的文件和财务资料，有权提出议案、表决和监督；应当按时参加会议，忠实、勤勉地履行职责。',
      '理事连续三次无故不出席会议的，自动丧失理事资格。理事的增补、罢免由{{assembly}}决定；闭会期间理事会可以调整不超过理事总数五分之一的理事，报下次{{assembly}}追认。',
    ],
    compulsory: ['organs'],
  },
  {
    code: 'councilPowers',
    heading: '理事会职权',
    text: [
      {
        text: '理事会的职权是：',
        items: [
          '筹备、召集{{assembly}}',
          '执行其决议',
          '决定办事机构、分支机构、代表机构和实体机构的设立、变更和终止',
          '按照授权选举、罢免负责人和常务理事',
          '决定会员的吸收和除名',
          '领导各机构开展工作',
          '决定副秘书长和各机构负责人的人选',
          '审议年度工作报告、工作计划和年度预算、决算',
          '制定内部管理制度',
          '决定其他重大事项',
        ],
      },
    ],
    compulsory: ['organs'],
  },
  {
    code: 'councilQuorum',
    heading: '理事会会议',
    text: [
      '理事会每年至少召开一次会议，须有{{councilPresent}}的理事出席方能召开，决议须经到会理事{{councilPass}}同意方为有效。{{chair}}或者三分之一以上的理事提议，应当召开临时会议。',
    ],
    compulsory: ['organs'],
  },
  {
    code: 'standingCouncil',
    heading: '常务理事会',
    ...STANDING,
    text: [
      '本会设常务理事会，由理事会从理事中选举{{standingCount}}名常务理事组成，不超过理事的三分之一。常务理事会在理事会闭会期间，按照理事会的授权行使职权，对理事会负责，但是不得行使制定会费标准、选举和罢免负责人、修改章程等专属于{{assembly}}和理事会的职权。',
      '常务理事会每半年至少召开一次会议，须有{{councilPresent}}的常务理事出席方能召开，决议须经到会常务理事{{councilPass}}同意方为有效。',
    ],
    compulsory: ['organs'],
  },
  {
    code: 'remoteMeetings',
    heading: '通讯和视频会议',
    text: [
      '理事会、常务理事会可以采用视频或者通讯方式召开；采用这些方式的，应当保证参加者的身份、意见和表决有据可查。决定负责人的选举和罢免、章程修改草案、会费标准草案、重大资产处置的，不采用通讯方式。',
    ],
  },
]

const supervision: readonly Article[] = [
  {
    code: 'supervisors',
    heading: '监督机构',
    text: [
      {
        text: '本会设监事会，由{{supervisorCount}}名监事组成；设监事长一名，由监事会推举产生。监事会会议须有三分之二以上的监事出席，决议须经到会监事过半数同意。',
        ...BOARD,
      },
      { text: '本会不设监事会，设监事{{supervisorCount}}名。', ...FEW },
      '监事由{{assembly}}从会员中选举产生，任期与理事相同；负责人、理事、常务理事和财务人员不得兼任监事。',
      {
        text: '监事的职责是：',
        items: [
          '列席理事会、常务理事会会议',
          '监督选举、罢免和本会遵守法律、章程的情况',
          '检查财务和会计资料',
          '对不履行职责或者违反章程的负责人、理事提出质询和罢免的建议',
          '向{{assembly}}报告工作，必要时向登记管理机关和有关部门反映情况',
        ],
      },
    ],
  },
]

const offices: readonly Article[] = [
  {
    code: 'secretariat',
    heading: '办事机构',
    text: ['本会设秘书处，在秘书长主持下处理日常工作，并可以按照工作需要设立其他办事机构。'],
  },
  {
    code: 'branches',
    heading: '分支机构和代表机构',
    text: [
      '本会在业务范围内设立分支机构、代表机构，由理事会决定。分支机构、代表机构是本会的组成部分，不具有法人资格，不得另订章程，不得再设分支机构，名称应当冠以本会名称，其财务纳入本会统一管理，法律责任由本会承担。',
      '本会不设立地域性的分支机构。',
    ],
  },
  recordsArticle(OWN, '{{assembly}}、理事会和监事'),
  sealsArticle(OWN),
  {
    code: 'democracy',
    heading: '内部民主和争议处理',
    text: [
      '本会实行民主管理，重大事项集体决定。会员、理事之间或者与本会之间发生争议的，先行协商；协商不成的，可以请监事、{{assembly}}或者有关部门调解，也可以依法起诉。',
    ],
    compulsory: ['organs'],
  },
]

/** Who decides and who carries out (R250 art. 14(4)). */
export const organsChapter: Chapter = {
  title: '组织机构',
  articles: [...assembly, ...council, ...supervision, ...offices],
}

/** Who leads and who represents (R250 art. 12, 14(5); domain-2.md §17). */
export const officersChapter: Chapter = {
  title: '负责人',
  articles: [
    {
      code: 'officers',
      heading: '负责人的组成',
      text: [
        '本会的负责人是{{chair}}1名、{{viceChair}}{{viceChairs}}名、秘书长1名。负责人由{{assembly}}或者经其授权由理事会从理事中选举产生。',
      ],
      compulsory: ['officers'],
      note: '称理事长、主席的，全文一致。秘书长也可以聘任；聘任的秘书长不是负责人，不能担任法定代表人。',
    },
    {
      code: 'officerConditions',
      heading: '负责人的条件',
      text: [
        {
          text: '负责人应当具备下列条件：',
          items: [
            '坚持党的路线、方针、政策，遵纪守法，品行良好',
            '在本会的业务领域内有较大影响',
            '具有完全民事行为能力，身体健康，能够正常履行职责',
            '年龄不超过七十周岁，秘书长专职',
            '没有受到过剥夺政治权利的刑事处罚',
            '没有法律、法规和国家政策规定不得任职的其他情形',
          ],
        },
        '党政领导干部在本会任职，按照干部管理权限批准。',
      ],
      compulsory: ['officers'],
    },
    {
      code: 'officerTerms',
      heading: '任期和超龄',
      text: [
        '负责人每届任期与{{assembly}}相同，连任不超过两届。因特殊情况需要延长任期的，须经到会{{voters}}三分之二以上同意，报登记管理机关批准后方可任职。',
        '超过前条规定年龄的，须经理事会表决通过，报登记管理机关批准后方可任职。',
        { text: '前两款事项，先报业务主管单位审查同意。', ...DUAL },
      ],
      compulsory: ['officers'],
    },
    {
      code: 'legalRepresentative',
      heading: '法定代表人',
      text: [
        '本会的法定代表人由{{representativePost}}担任，代表本会签署有关重要文件，不得同时担任其他社会团体的法定代表人。',
        '法定代表人被罢免、辞职或者不再担任前款职务的，由本会在三十日内召开会议决定新的法定代表人，并依法办理变更登记；原法定代表人不配合的，凭会议决议办理。',
      ],
      compulsory: ['legalRepresentative'],
      note: '一般由会长（理事长、主席）担任；由副会长或者选举产生的秘书长担任的，与申请表一致并说明理由。',
    },
    {
      code: 'chairPowers',
      heading: '{{chair}}的职权',
      text: [
        {
          text: '{{chair}}的职权是：',
          items: [
            '召集和主持理事会、常务理事会',
            '检查{{assembly}}、理事会、常务理事会决议的落实情况',
            '向{{assembly}}和理事会报告工作',
            '履行本章程规定的其他职权',
          ],
        },
        '{{viceChair}}协助{{chair}}工作。',
      ],
      compulsory: ['officers'],
    },
    {
      code: 'secretaryPowers',
      heading: '秘书长的职权',
      text: [
        {
          text: '秘书长在{{chair}}领导下开展工作，职权是：',
          items: [
            '主持办事机构的日常工作，组织实施年度计划',
            '协调分支机构、代表机构开展工作',
            '提名副秘书长和各机构负责人，提请理事会决定',
            '决定专职工作人员的聘用',
            '处理其他日常事务',
          ],
        },
      ],
      compulsory: ['officers'],
    },
    {
      code: 'removal',
      heading: '罢免、辞职和补选',
      text: [
        '负责人不履行职责、违反章程或者不再符合任职条件的，由理事会或者{{assemblyAsked}}的{{voters}}提出，按照选举的程序罢免。负责人辞职的，向理事会提交书面报告，理事会在三十日内讨论决定。',
        '负责人缺位的，应当及时补选，并按照规定办理变更登记或者备案。',
      ],
      compulsory: ['officers'],
    },
    conflictArticle(OWN),
  ],
}
