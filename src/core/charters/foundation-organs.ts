import type { Chapter } from './define.ts'
import { BOARD, conflictArticle, DIRECT, DUAL, FEW, sealsArticle } from './shared.ts'

const OWN = '本基金会'

/** Council and supervision (R400 art. 20 to 22). */
export const organsChapter: Chapter = {
  title: '组织机构',
  articles: [
    {
      code: 'council',
      heading: '理事会的组成',
      text: [
        '理事会是本基金会的决策机构，由{{councilCount}}名理事组成，不少于五名，不多于二十五名。理事每届任期{{termYears}}年，任期届满可以连选连任。',
      ],
      compulsory: ['council', 'councilMembers'],
      note: '理事包括理事长、副理事长、秘书长；人数与申请表一致。',
    },
    {
      code: 'councilMembers',
      heading: '理事的资格',
      text: ['理事应当具有完全民事行为能力，遵纪守法，品行良好，热心公益事业，具有履行职责的知识和能力。'],
      compulsory: ['councilMembers'],
    },
    {
      code: 'councilElection',
      heading: '理事的产生和罢免',
      text: [
        { text: '第一届理事由业务主管单位、主要捐赠人、发起人分别提名并协商确定。', ...DUAL },
        { text: '第一届理事由主要捐赠人、发起人分别提名并协商确定。', ...DIRECT },
        '换届时，由理事会组织换届选举，产生新一届理事。理事的罢免、增补，由理事会表决决定，并按照规定备案。',
      ],
      compulsory: ['councilMembers'],
    },
    {
      code: 'kinAndPay',
      heading: '近亲属和报酬',
      text: [
        {
          text: '相互间有近亲属关系的理事，总数不得超过理事总数的三分之一。',
          without: 'PUBLIC',
          chosen: { of: 'kin', is: 'PRIVATE' },
        },
        {
          text: '具有近亲属关系的人，不得同时担任本基金会的理事。',
          without: 'PUBLIC',
          chosen: { of: 'kin', is: 'OTHER' },
        },
        { text: '具有近亲属关系的人，不得同时担任本基金会的理事。', trait: 'PUBLIC' },
        '在本基金会领取报酬的理事，不得超过理事总数的三分之一；监事和不在本基金会专职工作的理事，不得从本基金会领取报酬。',
      ],
      compulsory: ['conflicts'],
    },
    {
      code: 'councilPowers',
      heading: '理事会职权',
      text: [
        {
          text: '理事会的职权是：',
          items: [
            '制定、修改章程',
            '选举、罢免理事长、副理事长、秘书长',
            '决定重大业务活动计划，包括资金的募集、管理和使用计划',
            '审定年度收支预算和决算',
            '制定内部管理制度',
            '决定办事机构、分支机构、代表机构的设立',
            '决定由秘书长提名的副秘书长和各机构主要负责人的聘任',
            '听取、审议秘书长的工作报告，检查其工作',
            '决定分立、合并或者终止',
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
        '理事会每年至少召开两次会议，由理事长负责召集和主持。有{{councilAsked}}的理事提议，必须召开会议；理事长不能召集的，提议的理事可以推选召集人。',
        '召开会议，理事长或者召集人应当提前五日通知全体理事、监事。',
      ],
      compulsory: ['council'],
    },
    {
      code: 'councilQuorum',
      heading: '表决',
      text: [
        '理事会会议须有{{councilPresent}}的理事出席方能召开，决议须经出席理事{{councilPass}}通过方为有效。',
        {
          text: '下列重要事项的决议，须经出席理事{{councilMajor}}通过方为有效：',
          items: [
            '修改章程',
            '选举或者罢免理事长、副理事长、秘书长',
            '{{majorRaising}}万元以上的募捐、资助项目和{{investmentLimit}}万元以上的投资活动',
            '分立、合并',
          ],
        },
      ],
      compulsory: ['council'],
      note: '重大募捐、投资活动的标准由章程规定，横线处写具体数额。',
    },
    {
      code: 'councilRecords',
      heading: '会议记录和责任',
      text: [
        '理事会会议应当制作会议记录；形成决议的，当场制作会议纪要，由出席理事审阅、签名。决议违反法律、法规或者章程，致使本基金会遭受损失的，参与决议的理事承担责任；但是表决时表明异议并记载于会议记录的，可以免除责任。',
      ],
      compulsory: ['council'],
    },
    {
      code: 'supervisors',
      heading: '监督机构',
      text: [
        {
          text: '本基金会设监事会，由{{supervisorCount}}名监事组成；设监事长一名，由监事会推举产生。监事会的决议须经全体监事过半数同意。',
          ...BOARD,
        },
        { text: '本基金会设监事{{supervisorCount}}名。', ...FEW },
        { text: '监事由主要捐赠人、业务主管单位、登记管理机关根据工作需要选派。', ...DUAL },
        { text: '监事由主要捐赠人、登记管理机关根据工作需要选派。', ...DIRECT },
        '监事任期与理事相同，期满可以连任；变更监事按照产生的程序办理。理事、理事的近亲属和本基金会的财会人员不得兼任监事。',
        {
          text: '监事的职责是：',
          items: [
            '按照章程规定的程序检查财务和会计资料',
            '监督理事会遵守法律和章程的情况',
            '列席理事会会议，有权提出质询和建议',
            '向登记管理机关、业务主管单位和税务、会计主管部门反映情况',
          ],
        },
      ],
      compulsory: ['supervisors'],
    },
    sealsArticle(OWN),
  ],
}

/** 理事长, 副理事长, 秘书长 and who represents (R400 art. 20, 23, 24). */
export const officersChapter: Chapter = {
  title: '负责人和法定代表人',
  articles: [
    {
      code: 'officers',
      heading: '负责人的产生',
      text: [
        '理事会设理事长1名、副理事长{{viceChairs}}名、秘书长1名，从理事中选举产生，每届任期与理事相同。',
        '负责人应当坚持党的路线、方针、政策，在本基金会的业务领域内有较大影响，年龄不超过七十周岁，能够正常履行职责；秘书长专职。',
      ],
      compulsory: ['officers'],
    },
    {
      code: 'officerBars',
      heading: '不得任职的情形',
      text: [
        {
          text: '有下列情形之一的，不得担任理事长、副理事长、秘书长：',
          items: [
            '现职国家工作人员',
            '因犯罪被判处管制、拘役或者有期徒刑，刑期执行完毕之日起未逾五年',
            '因犯罪被判处剥夺政治权利正在执行期间或者曾经被判处剥夺政治权利',
            '曾在因违法被撤销登记的基金会担任上述职务，且对其违法行为负有个人责任，自被撤销之日起未逾五年',
          ],
        },
        '担任上述职务的香港居民、澳门居民、台湾居民和外国人，每年在中国内地居留的时间不得少于三个月。',
      ],
      compulsory: ['officers'],
    },
    {
      code: 'officerRemoval',
      heading: '罢免和辞职',
      text: [
        '理事长、副理事长、秘书长不履行职责、违反章程或者不再符合任职条件的，由理事会按照重要事项的规定罢免；辞职的，向理事会提交书面报告。职务空缺的，理事会及时补选，并按照规定办理变更登记或者备案。',
      ],
      compulsory: ['officers'],
    },
    {
      code: 'legalRepresentative',
      heading: '法定代表人',
      text: [
        '理事长是本基金会的法定代表人，不得同时担任其他组织的法定代表人。',
        { text: '法定代表人由内地居民担任。', trait: 'PUBLIC' },
        { text: '法定代表人由内地居民担任。', without: 'PUBLIC', chosen: { of: 'money', is: 'MAINLAND' } },
        {
          text: '法定代表人的职责是：',
          items: [
            '召集和主持理事会会议',
            '检查理事会决议的落实情况',
            '代表本基金会签署重要文件',
            '对本基金会依法开展活动负责',
          ],
        },
        '在任期间，本基金会发生违反法律、法规或者章程的行为，法定代表人承担相关责任；因失职造成财产损失的，承担个人责任。',
      ],
      compulsory: ['legalRepresentative'],
    },
    {
      code: 'secretaryPowers',
      heading: '秘书长的职权',
      text: [
        {
          text: '秘书长在理事长领导下开展工作，职权是：',
          items: [
            '主持日常工作，组织实施理事会决议',
            '组织实施年度公益活动计划',
            '拟订资金的筹集、管理和使用计划',
            '拟订内部管理制度，报理事会审批',
            '协调各机构开展工作',
            '提名副秘书长和财务负责人，由理事会决定',
            '决定专职工作人员的聘用',
          ],
        },
      ],
      compulsory: ['executive'],
    },
    { ...conflictArticle(OWN), compulsory: ['conflicts'] },
  ],
}
