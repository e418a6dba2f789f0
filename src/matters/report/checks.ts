import type { Check } from '../../core/matters/define.ts'
import { isFoundation, isGroup, isService, type Reporter } from './law.ts'

const shows = (page: string, ...fields: readonly string[]) => fields.map((field) => ({ page, field }))

type Ground = Omit<Check, 'stages' | 'basis'>

/** What a conclusion rests on (民办非企业单位年度检查办法 art. 8; the same for the others), with what tells it. */
const grounds = (reporter: Reporter): readonly Ground[] => {
  const council = isFoundation(reporter) ? 'COUNCIL-TWICE' : 'MEETINGS-FEW'
  return [
    {
      code: 'J01',
      text: '没有违反法律、政策的情况',
      rules: ['PENALTIES'],
      shows: shows('happened', 'had'),
      counts: ['penalties'],
    },
    {
      code: 'J02',
      text: '登记证书、印章、票据使用符合规定',
      shows: shows('internal', 'certificateKeeper', 'sealKeeper'),
    },
    {
      code: 'J03',
      text: '按照章程开展活动，本年度开展了活动',
      rules: ['IDLE'],
      shows: shows('activity', 'summary'),
      counts: ['activity'],
    },
    {
      code: 'J04',
      text: '有固定的住所和办公场所',
      rules: ['LEASE-OVER'],
      shows: shows('office', 'sameOffice', 'officeAddress'),
    },
    {
      code: 'J05',
      text: '内部管理正常，按期换届、召开会议',
      rules: ['TERM-OVER', council],
      shows: [...shows('organs', 'peopleRight'), ...(isFoundation(reporter) ? [] : shows('meetings', 'councils'))],
    },
    {
      code: 'J06',
      text: '接受监督管理，按时报送，按要求补正',
      rules: ['LATE'],
      shows: shows('handler', 'contactName'),
    },
    {
      code: 'J07',
      text: '登记、备案事项变更的，办理了手续；修改章程的经过核准',
      rules: ['ITEMS-WRONG', 'PEOPLE-WRONG', 'UNITS-WRONG', 'UNCHANGED'],
      shows: [...shows('entry', 'itemsRight'), ...shows('organs', 'peopleRight'), ...shows('branches', 'unitsRight')],
      counts: ['changed'],
    },
    {
      code: 'J08',
      text: isService(reporter) ? '没有设立分支机构' : '分支机构按规定设立、备案，没有地域性分支机构',
      rules: ['UNITS-UNFILED', ...(isService(reporter) ? ['BRANCHES'] : [])],
      shows: shows('branches', 'unitsRight'),
      counts: ['unitMoves'],
    },
    {
      code: 'J09',
      text: '财务制度健全，会计报表平衡，资产来源和使用符合规定',
      rules: ['STATEMENTS', 'STATEMENTS-ASK', 'ROLL-FORWARD', 'NO-FINANCE-RULES', 'AUDIT-OPINION', 'DONATIONS-AGREE'],
      shows: [...shows('internal', 'rules'), ...shows('oversight', 'auditOpinion')],
    },
    {
      code: 'J10',
      text: '净资产不低于注册资金的最低标准',
      rules: ['NET-ASSETS'],
      shows: shows('year', 'system'),
    },
    { code: 'J11', text: '没有侵占、私分、挪用资产', rules: ['PENALTIES'], shows: shows('happened', 'had') },
    {
      code: 'J12',
      text: '收费、募捐和使用资金符合规定',
      rules: isGroup(reporter) ? ['COMPULSORY', 'BY-POWER', 'NOT-PASSED', 'FEES-AGREE'] : ['SPENDING'],
      shows: isGroup(reporter) ? shows('feesYear', 'feeReceived') : shows('spending', 'charitable'),
      ...(isGroup(reporter) ? { counts: ['charges'] } : {}),
    },
    { code: 'J13', text: '没有隐瞒真实情况、弄虚作假' },
  ]
}

/** What is looked at besides with a 社会团体 (domain-2.md §21). */
const ofGroups: readonly Ground[] = [
  {
    code: 'G01',
    text: '会员数符合规定',
    rules: ['MEMBERS-FEW'],
    shows: shows('memberCount', 'unitMembers', 'individualMembers'),
  },
  { code: 'G02', text: '超过70周岁的负责人经过审批', rules: ['OVER-70'], shows: shows('organs', 'over70') },
  {
    code: 'G03',
    text: '公务员兼职经过批准',
    rules: ['CIVIL-UNAPPROVED'],
    shows: shows('happened', 'had'),
    counts: ['civil'],
  },
]

const ofEverybody: readonly Ground[] = [
  {
    code: 'G04',
    text: '按规定建立党组织',
    rules: ['NO-PARTY'],
    shows: shows('partyWork', 'hasParty', 'partyWhyNot'),
  },
  {
    code: 'SPENDING',
    text: '慈善活动支出和管理费用达到标准；没有达到的，已经说明并向社会公开',
    when: { page: 'standing', field: 'charity', is: ['yes'] },
    rules: ['SPENDING'],
    shows: shows('spending', 'charitable', 'whyNotMet'),
  },
]

const ofFoundations: readonly Ground[] = [
  {
    code: 'WELFARE',
    text: '公益事业支出和工作人员费用符合规定的比例',
    when: { page: 'standing', field: 'charity', is: ['no'] },
    rules: ['WELFARE'],
    shows: shows('welfare', 'welfare', 'wages', 'office', 'whyNotMet'),
  },
]

/** 核对清单 of a report: told by the rules, decided by a person. */
export const checksOf = (reporter: Reporter): readonly Check[] =>
  [
    ...grounds(reporter),
    ...(isGroup(reporter) ? ofGroups : []),
    ...ofEverybody,
    ...(isFoundation(reporter) ? ofFoundations : []),
  ].map((ground) => ({ ...ground, basis: reporter.report.judged, stages: ['report'] }))
