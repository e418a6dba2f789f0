import type { Chapter } from './define.ts'

/** Who belongs to a 社会团体 and how one comes and goes (R250 art. 14(3)). */
export const membersChapter: Chapter = {
  title: '会员',
  articles: [
    {
      code: 'memberKinds',
      heading: '会员种类',
      text: ['本会的会员分为单位会员和个人会员。'],
      compulsory: ['members'],
      note: '只吸收一种会员的，改为“本会的会员为单位会员（个人会员）”。',
    },
    {
      code: 'memberConditions',
      heading: '入会条件',
      text: [
        {
          text: '申请加入本会的，应当具备下列条件：',
          items: [
            '拥护本章程',
            '有加入本会的意愿',
            '在本会的业务领域内有一定的影响或者从事相关工作',
            '具备与权利义务相适应的能力',
          ],
        },
        {
          text: '单位会员应当是依法登记、正常经营的本行业企业、其他经济组织或者相关单位，不因规模、所有制和所在地受到歧视。',
          trait: 'INDUSTRY',
        },
        {
          text: '单位会员应当是{{homePlace}}籍投资者在本会活动地域内设立、依法登记并正常经营的企业或者其他经济组织。',
          trait: 'HOMETOWN',
        },
      ],
      compulsory: ['members'],
    },
    {
      code: 'admission',
      heading: '入会程序',
      text: [
        {
          text: '入会按照下列程序办理：',
          items: [
            '提交入会申请书',
            '由理事会讨论通过，常务理事会或者秘书处按照授权办理',
            '由本会发给会员证，并列入会员名册',
          ],
        },
      ],
      compulsory: ['members'],
    },
    {
      code: 'memberRights',
      heading: '会员权利',
      text: [
        {
          text: '会员享有下列权利：',
          items: [
            '选举权、被选举权和表决权',
            '参加本会的活动',
            '优先获得本会的服务',
            '查阅章程、会员名册、会议记录、会议决议和财务审计报告',
            '对本会的工作提出批评、建议和进行监督',
            '入会自愿、退会自由',
          ],
        },
      ],
      compulsory: ['members'],
    },
    {
      code: 'memberDuties',
      heading: '会员义务',
      text: [
        {
          text: '会员履行下列义务：',
          items: [
            '遵守本章程和各项制度',
            '执行本会的决议',
            '维护本会的合法权益和声誉',
            '完成本会交办的工作',
            '向本会反映情况、提供有关资料',
          ],
        },
        { text: '会员按照规定交纳会费。', chosen: { of: 'fees', is: 'YES' } },
      ],
      compulsory: ['members'],
    },
    {
      code: 'leaving',
      heading: '退会',
      text: ['会员退会应当书面通知本会并交回会员证。本会自收到通知之日起为其办理退会，不设置障碍。'],
      compulsory: ['members'],
    },
    {
      code: 'loss',
      heading: '自动丧失会员资格',
      text: [
        {
          text: '会员有下列情形之一的，自动丧失会员资格：',
          items: [
            '连续{{unpaidYears}}年不按规定交纳会费或者不参加本会活动',
            '不再符合入会条件',
            '个人会员死亡或者丧失完全民事行为能力，单位会员终止',
          ],
        },
      ],
      compulsory: ['members'],
      note: '横线处一般写一年或者两年，应当是具体的数字。',
    },
    {
      code: 'discipline',
      heading: '处分',
      text: [
        '会员严重违反本章程或者损害本会合法权益的，经理事会表决，可以给予批评、暂停会员权利或者除名。作出决定以前应当听取会员的陈述和申辩；会员不服的，可以向{{assembly}}申诉。',
      ],
      compulsory: ['members'],
    },
    {
      code: 'roster',
      heading: '会员名册',
      text: ['本会置备会员名册，记载会员的情况和变动并及时更新。会员资格丧失的，收回会员证，并以适当方式告知会员。'],
      compulsory: ['members'],
    },
  ],
}
