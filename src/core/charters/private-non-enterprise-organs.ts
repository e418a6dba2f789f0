import type { Chapter } from './define.ts'
import { BOARD, conflictArticle, DUAL, FEW, recordsArticle, sealsArticle } from './shared.ts'

const OWN = '本单位'

/** Council, executive and supervision (R251 art. 10(3); domain-2.md §17, §22). */
export const organsChapter: Chapter = {
  title: '组织管理制度',
  articles: [
    {
      code: 'council',
      heading: '理事会的组成',
      text: [
        '理事会是本单位的决策机构，由{{councilCount}}名理事组成，不少于三名，不多于二十五名。理事每届任期{{termYears}}年，任期届满可以连选连任。',
        '第一届理事由举办者推荐并协商产生；以后各届由上一届理事会、举办者和职工代表推荐，由上一届理事会选举产生。理事的罢免、增补，由理事会表决决定。',
      ],
      compulsory: ['council', 'councilMembers'],
      note: '理事人数与申请表一致，一般为单数。',
    },
    {
      code: 'councilMembers',
      heading: '理事的资格',
      text: [
        '理事应当具有完全民事行为能力，遵纪守法，品行良好，具有履行职责的知识和能力。理事连续三次无故不出席会议的，由理事会罢免。',
        '理事会设理事长一名，可以设副理事长；理事长、副理事长由理事会经全体理事{{councilPass}}选举产生或者罢免。',
      ],
      compulsory: ['councilMembers'],
    },
    {
      code: 'councilPowers',
      heading: '理事会职权',
      text: [
        {
          text: '理事会的职权是：',
          items: [
            '修改章程',
            '决定业务活动计划',
            '审定年度财务预算、决算',
            '决定增加开办资金的方案',
            '决定分立、合并或者终止',
            '聘任或者解聘{{head}}和其提名的副职、财务负责人',
            '罢免、增补理事',
            '决定内部机构的设置',
            '制定内部管理制度',
            '决定从业人员的工资报酬',
            '决定其他重大事项',
          ],
        },
      ],
      compulsory: ['council'],
    },
    {
      code: 'councilMeetings',
      heading: '理事会会议',
      text: [
        '理事会每年至少召开两次会议，由理事长召集和主持；理事长不能履行职责的，由副理事长或者过半数理事推举的理事召集和主持。理事长认为有必要，或者{{councilAsked}}的理事提议，应当召开临时会议。',
        '召开会议，应当提前十日把时间、地点和议题通知全体理事。理事因故不能出席的，可以书面委托其他理事代为出席并载明授权范围。',
      ],
      compulsory: ['council'],
    },
    {
      code: 'councilQuorum',
      heading: '表决',
      text: [
        '理事会会议须有{{councilPresent}}的理事出席方能召开，实行一人一票。决议须经全体理事{{councilPass}}同意；修改章程，罢免理事，决定分立、合并或者终止，处分重大资产，须经全体理事{{councilMajor}}同意。',
      ],
      compulsory: ['council'],
    },
    recordsArticle(OWN, '理事会、监事'),
    sealsArticle(OWN),
    {
      code: 'chairPowers',
      heading: '理事长职权',
      text: [
        {
          text: '理事长的职权是：',
          items: ['召集和主持理事会会议', '检查理事会决议的实施情况', '法律、法规和本章程规定的其他职权'],
        },
      ],
      compulsory: ['council'],
    },
    {
      code: 'executive',
      heading: '执行机构',
      text: [
        {
          text: '{{head}}由理事会聘任，对理事会负责，职权是：',
          items: [
            '主持日常工作，组织实施理事会决议',
            '组织实施年度业务活动计划',
            '拟订内部机构设置方案和管理制度',
            '提请聘任或者解聘副职和财务负责人',
            '聘任或者解聘其他工作人员',
            '列席理事会会议',
          ],
        },
      ],
      compulsory: ['executive'],
      note: '“行政负责人”改为本单位使用的称谓：院长、校长、所长、主任、馆长等，全文一致。',
    },
    {
      code: 'supervisors',
      heading: '监督机构',
      text: [
        {
          text: '本单位设监事会，由{{supervisorCount}}名监事组成；设监事长一名，由监事会推举产生。监事会会议实行一人一票，决议须经全体监事过半数同意。',
          ...BOARD,
        },
        { text: '本单位不设监事会，设监事{{supervisorCount}}名。', ...FEW },
        '监事由举办者、职工和有关单位推荐产生或者更换，任期与理事相同；理事、{{head}}和财务负责人及其近亲属不得兼任监事。',
        {
          text: '监事的职责是：',
          items: [
            '检查财务',
            '监督理事、{{head}}遵守法律和章程的情况',
            '对损害本单位利益的行为要求予以纠正',
            '列席理事会会议，必要时提议召开临时会议或者向有关机关反映情况',
          ],
        },
      ],
      compulsory: ['supervisors'],
    },
    {
      code: 'partyParticipation',
      heading: '党组织参与',
      text: ['党组织的负责人可以列席理事会会议，参与重大问题的讨论；理事会研究重大事项以前，听取党组织的意见。'],
      compulsory: ['party'],
    },
    {
      code: 'staff',
      heading: '工作人员',
      text: [
        '本单位依法与工作人员订立劳动合同，参加社会保险，保障其合法权益；从事须有执业资格的工作的，应当具有相应资格。',
      ],
    },
    conflictArticle(OWN),
  ],
}

/** Who represents, who may not, and how the post is lost (R251 art. 10(4); domain-2.md §17). */
export const representativeChapter: Chapter = {
  title: '法定代表人',
  articles: [
    {
      code: 'legalRepresentative',
      heading: '法定代表人的产生',
      text: [
        { text: '本单位的法定代表人由理事长担任。', chosen: { of: 'representative', is: 'CHAIR' } },
        { text: '本单位的法定代表人由{{head}}担任。', chosen: { of: 'representative', is: 'HEAD' } },
        '法定代表人代表本单位签署有关重要文件，对本单位依法开展活动负责，每年向理事会报告履行职责的情况。',
      ],
      compulsory: ['legalRepresentative'],
    },
    {
      code: 'representativeBars',
      heading: '不得担任的情形',
      text: [
        {
          text: '有下列情形之一的，不得担任法定代表人：',
          items: [
            '无民事行为能力或者限制民事行为能力',
            '正在被执行刑罚或者正在被执行刑事强制措施',
            '正在被公安机关或者国家安全机关通缉',
            '因犯罪被判处刑罚，执行期满未逾三年，或者因犯罪被判处剥夺政治权利，执行期满未逾五年',
            '担任因违法被吊销、撤销登记的单位的法定代表人并负有个人责任，自该单位被处理之日起未逾三年',
            '不是内地居民',
            '法律、法规规定不得担任的其他情形',
          ],
        },
      ],
      compulsory: ['legalRepresentative'],
    },
    {
      code: 'representativeRemoval',
      heading: '罢免和变更',
      text: [
        '法定代表人不履行职责、出现前条情形或者不再担任规定职务的，由理事会罢免或者决定更换，经全体理事{{councilMajor}}同意，并进行财务审计。',
        { text: '更换法定代表人，报业务主管单位审查同意。', ...DUAL },
        '自决定作出之日起三十日内，向登记管理机关申请变更登记；原法定代表人不配合的，凭理事会决议办理。',
      ],
      compulsory: ['legalRepresentative'],
    },
  ],
}

/** What it owns and how it may be used (R251 art. 10(5)). */
export const assetsChapter: Chapter = {
  title: '资产管理和使用',
  articles: [
    {
      code: 'income',
      heading: '经费来源',
      text: [
        {
          text: '本单位的经费来源：',
          items: ['开办资金', '在业务范围内提供服务的收入', '政府资助和购买服务的收入', '捐赠', '利息', '其他合法收入'],
        },
      ],
      compulsory: ['assets'],
    },
    {
      code: 'assetUse',
      heading: '资产使用',
      text: [
        '经费用于章程规定的业务范围和事业的发展，盈余不分配。任何单位和个人不得侵占、私分、挪用本单位的资产。',
        '接受捐赠、资助，应当符合宗旨和业务范围，按照约定的期限、方式和用途使用，并向社会公开。',
      ],
      compulsory: ['assets'],
    },
    {
      code: 'accounting',
      heading: '财务管理',
      text: [
        '本单位执行国家统一的民间非营利组织会计制度，依法进行会计核算，建立内部会计监督制度，保证会计资料合法、真实、准确、完整。',
        '配备具有专业能力的会计人员，会计不兼任出纳；会计人员调动工作或者离职的，应当与接管人员办清交接手续。',
      ],
      compulsory: ['assets'],
    },
    {
      code: 'audit',
      heading: '审计',
      text: [
        '本单位按照规定接受审计；资产来源于国家拨款或者社会捐赠、资助的，接受审计机关的监督。换届或者更换法定代表人以前，应当进行财务审计。',
      ],
      compulsory: ['assets'],
    },
    {
      code: 'pay',
      heading: '工资和福利',
      text: ['工作人员的工资和福利待遇，由理事会按照国家有关规定决定；举办者、理事不因担任职务从本单位分取收益。'],
      compulsory: ['assets'],
    },
  ],
}
