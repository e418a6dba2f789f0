import { chineseNumber } from '../../../src/core/charters/numerals.ts'
import type { RequirementCode } from '../../../src/core/charters/requirements.ts'
import type { OrgType } from '../../../src/core/org-types.ts'

// Ten charters as organizations write them, in words of our own: other chapters, another order, other numbering than the
// model's. What each topic says is said once; a structure says which topics stand where.

type Topic = { readonly says: readonly RequirementCode[]; readonly text: string }
type Topics = Readonly<Record<string, Topic>>

const shared = (own: string): Topics => ({
  party: {
    says: ['party'],
    text: `${own}坚持党的领导，按照党章规定建立党组织；党员不足三人的，接受上级党组织派来的联络员指导。`,
  },
  values: {
    says: ['values'],
    text: `${own}遵守宪法和法律，践行社会主义核心价值观，尊重道德风尚，讲诚信、守信用。`,
  },
  authorities: {
    says: ['authorities'],
    text: `${own}的登记机关为山西省民政厅，党建工作领导机关为中共山西省委社会工作部，业务主管单位为山西省文物局。`,
  },
  domicile: { says: ['domicile'], text: `${own}住所：山西省太原市迎泽区文源巷21号。` },
  end: {
    says: ['termination'],
    text: `${own}完成使命或者自行解散的，应当终止。终止以前成立清算组，清算完毕十五日内办理注销登记。`,
  },
  residue: { says: ['residue'], text: `${own}清算后的剩余资产，交由宗旨相近的组织继续用于公益。` },
  effect: { says: ['effect'], text: '本章程自核准之日起施行，由理事会解释。' },
})

const group: Topics = {
  ...shared('本协会'),
  name: { says: ['name'], text: '本协会名称：山西省古建筑彩绘保护协会。' },
  purpose: { says: ['purpose'], text: '本协会宗旨：团结彩绘工匠和学者，让老房子上的颜色留下来。' },
  area: { says: ['area'], text: '本协会活动范围为山西省。' },
  scope: { says: ['scope'], text: '本协会开展下列业务：\n（一）记录彩绘；\n（二）培训工匠；\n（三）为维修出主意。' },
  members: {
    says: ['members'],
    text: '会员资格：在山西做彩绘工作的人和单位，自愿申请。会员有表决、选举的权利，会员负有守章程、交会费的义务。',
  },
  assembly: {
    says: ['organs'],
    text: '会员大会为最高权力机构，须有三分之二以上的会员出席方能召开。理事会为执行机构，对大会负责，会后行使大会交办的职权。',
  },
  fees: { says: ['fees'], text: '会费标准由会员大会不记名投票决定，每年公布一次收支。' },
  officers: {
    says: ['officers'],
    text: '会长、副会长、秘书长的任职条件：身体好，懂彩绘，不满七十周岁。不称职的，由会员大会罢免。',
  },
  representative: { says: ['legalRepresentative'], text: '会长为本协会法定代表人。' },
  assets: {
    says: ['assets'],
    text: '本协会的财产只能用于章程写明的事情，谁也不能侵占、私分。设会计一人，按国家制度记账。',
  },
  amendment: {
    says: ['amendment'],
    text: '修订章程，先由理事会讨论，再由会员大会到会会员三分之二以上表决通过，报业务主管单位同意、登记机关核准。',
  },
}

const unit: Topics = {
  ...shared('本馆'),
  name: { says: ['name'], text: '本馆全称为山西晋源古建彩绘研究院。' },
  purpose: { says: ['purpose'], text: '本馆以保存地方彩绘、服务公众为宗旨。' },
  scope: { says: ['scope'], text: '本馆业务范围包括：收藏、研究、陈列地方彩绘。' },
  contributors: { says: ['contributors'], text: '举办者顾砚秋有权了解本馆经营和财务，有权推荐首届理事。' },
  fund: { says: ['openingFund'], text: '开办资金共20万元，由举办者出资。' },
  council: {
    says: ['council'],
    text: '理事会由5名理事组成。理事会行使定计划、审预算、聘馆长等权力。会议须有三分之二以上的理事出席方可举行。',
  },
  councillors: { says: ['councilMembers'], text: '理事由举办者和职工推荐，每届任期3年，任满可以再任。' },
  head: { says: ['executive'], text: '馆长主持日常工作，组织落实理事会的决定。' },
  supervisors: { says: ['supervisors'], text: '监事一名，由职工推选，监督财务，行使查账的职权。' },
  representative: { says: ['legalRepresentative'], text: '理事长是本馆法定代表人。' },
  assets: { says: ['assets'], text: '本馆经费用于本章程所列业务，不得私分或者挪用。会计不得兼出纳。' },
  amendment: {
    says: ['amendment'],
    text: '章程修改由全体理事三分之二以上同意，经业务主管单位审查，报登记机关核准。',
  },
}

const foundation: Topics = {
  ...shared('本会'),
  name: { says: ['name'], text: '本会定名：名称为山西省晋源彩绘基金会。' },
  kind: { says: ['foundationKind'], text: '本会属于非公募基金会。' },
  purpose: { says: ['purpose'], text: '本会宗旨是资助彩绘的修复和传承。' },
  fund: { says: ['originalFund'], text: '原始基金为人民币500万元，由发起人捐赠。' },
  scope: { says: ['scope'], text: '本会公益活动的业务范围：资助修复，奖励工匠，支持研究。' },
  council: {
    says: ['council'],
    text: '理事会由9名理事组成，理事会的职权是议定大事。会议须有2/3以上理事出席方能召开，决议经到会理事过半数通过方为有效；修改章程须经到会理事2/3以上通过。',
  },
  councillors: { says: ['councilMembers'], text: '理事每届任期五年，由发起人和上届理事会共同提名。' },
  officers: {
    says: ['officers'],
    text: '理事长、副理事长、秘书长须符合以下条件：热心公益，能够履职。违法失职的，理事会予以免去。',
  },
  secretary: { says: ['executive'], text: '秘书长的职权是主持日常工作，落实年度计划。' },
  supervisors: { says: ['supervisors'], text: '监事3名，由发起人和登记机关选派，履行检查账目的职责。' },
  conflicts: {
    says: ['conflicts'],
    text: '相互间有近亲属关系的理事不超过三分之一。领取报酬的理事不超过三分之一。遇利害关系，当事理事回避。',
  },
  representative: { says: ['legalRepresentative'], text: '本会法定代表人由理事长担任，不兼任别处法定代表人。' },
  assets: { says: ['assets'], text: '本会财产使用遵照捐赠协议，任何人不得侵占。配备合格会计。' },
  accounts: { says: ['accounts'], text: '每年三月底前理事会审定上年决算和财务会计报告，再报登记机关。' },
  amendment: { says: ['amendment'], text: '章程的修改，理事会表决通过，业务主管单位同意，报登记机关核准。' },
}

type Structure = {
  readonly name: string
  readonly orgType: OrgType
  readonly topics: Topics
  /** Titles with the topics below them; a topic that is left out anywhere comes last. */
  readonly chapters: readonly (readonly [string, ...string[]])[]
  readonly article: (number: number) => string
  readonly chapter: (number: number, title: string) => readonly string[]
  readonly before?: readonly string[]
  /** Articles begin at one in each chapter. */
  readonly anew?: true
}

const chinese = (number: number): string => `第${chineseNumber(number)}条　`
const inOne = (number: number, title: string): readonly string[] => [`第${chineseNumber(number)}章 ${title}`]

const structures: readonly Structure[] = [
  {
    name: '章节齐全，汉字编号',
    orgType: 'SOCIAL_GROUP',
    topics: group,
    chapters: [
      ['总则', 'name', 'purpose', 'values', 'party', 'authorities', 'area', 'domicile'],
      ['业务范围', 'scope'],
      ['会员', 'members', 'fees'],
      ['组织机构', 'assembly', 'officers', 'representative'],
      ['财产', 'assets'],
      ['修改和终止', 'amendment', 'end', 'residue', 'effect'],
    ],
    article: chinese,
    chapter: inOne,
  },
  {
    name: '阿拉伯数字编号，章名另起一行',
    orgType: 'SOCIAL_GROUP',
    topics: group,
    chapters: [
      ['会员', 'members', 'fees'],
      ['总　则', 'domicile', 'name', 'party', 'purpose', 'values', 'authorities', 'area', 'scope'],
      ['机构', 'representative', 'officers', 'assembly'],
      ['附　则', 'effect', 'residue', 'end', 'amendment', 'assets'],
    ],
    article: (number) => `第${String(number)}条 `,
    chapter: (number, title) => [`第${String(number)}章`, title],
  },
  {
    name: '有封面和目录',
    orgType: 'SOCIAL_GROUP',
    topics: group,
    chapters: [
      ['总则', 'name', 'purpose', 'area', 'party', 'values'],
      [
        '管理',
        'authorities',
        'domicile',
        'scope',
        'members',
        'assembly',
        'fees',
        'officers',
        'representative',
        'assets',
      ],
      ['附则', 'amendment', 'end', 'residue', 'effect'],
    ],
    article: chinese,
    chapter: inOne,
    before: [
      '山西省古建筑彩绘保护协会章程',
      '（2026年10月18日会员大会通过）',
      '目  录',
      '第一章 总则 ………… 1',
      '第二章 管理 ………… 3',
      '第三章 附则 ………… 9',
    ],
  },
  {
    name: '每章从第一条编起',
    orgType: 'PRIVATE_NON_ENTERPRISE',
    topics: unit,
    chapters: [
      ['总则', 'name', 'purpose', 'values', 'party', 'authorities', 'domicile'],
      ['举办者和业务', 'contributors', 'fund', 'scope'],
      ['管理', 'council', 'councillors', 'head', 'supervisors', 'representative'],
      ['其他', 'assets', 'amendment', 'end', 'residue', 'effect'],
    ],
    article: chinese,
    chapter: inOne,
    anew: true,
  },
  {
    name: '没有章，全角数字',
    orgType: 'PRIVATE_NON_ENTERPRISE',
    topics: unit,
    chapters: [['', ...(Object.keys(unit) as [string, ...string[]])]],
    article: (number) =>
      `第${String(number).replaceAll(/\d/g, (digit) => '０１２３４５６７８９'[Number(digit)] ?? '')}条：`,
    chapter: () => [],
  },
  {
    name: '条号和章号前后有空格',
    orgType: 'PRIVATE_NON_ENTERPRISE',
    topics: unit,
    chapters: [
      ['名称、宗旨', 'purpose', 'name', 'party', 'values'],
      ['资金、业务', 'fund', 'scope', 'contributors', 'domicile', 'authorities'],
      ['机构', 'supervisors', 'head', 'councillors', 'council', 'representative'],
      ['终了', 'end', 'residue', 'assets', 'amendment', 'effect'],
    ],
    article: (number) => `　　第 ${chineseNumber(number)} 条　　`,
    chapter: (number, title) => [`  第 ${chineseNumber(number)} 章　${Array.from(title).join(' ')}  `],
  },
  {
    name: '先机构后宗旨',
    orgType: 'FOUNDATION',
    topics: foundation,
    chapters: [
      ['名称和类型', 'name', 'kind', 'domicile', 'authorities'],
      ['组织', 'council', 'councillors', 'officers', 'secretary', 'supervisors', 'conflicts', 'representative'],
      ['宗旨和业务', 'purpose', 'values', 'party', 'scope'],
      ['财产', 'fund', 'assets', 'accounts'],
      ['终止、修改', 'end', 'residue', 'amendment', 'effect'],
    ],
    article: chinese,
    chapter: inOne,
  },
  {
    name: '编号有跳号和重号',
    orgType: 'FOUNDATION',
    topics: foundation,
    chapters: [
      ['总则', 'name', 'kind', 'purpose', 'party', 'values'],
      ['其他', 'fund', 'scope', 'domicile'],
    ],
    article: (number) => chinese(number > 3 ? number + 1 : number),
    chapter: inOne,
  },
  {
    name: '一章到底，标着星号',
    orgType: 'FOUNDATION',
    topics: foundation,
    chapters: [['章程', ...(Object.keys(foundation) as [string, ...string[]])]],
    article: (number) => `★${chinese(number)}`,
    chapter: inOne,
  },
  {
    name: '一百条以上',
    orgType: 'SOCIAL_GROUP',
    topics: {
      ...group,
      ...Object.fromEntries(
        Array.from({ length: 90 }, (_, at) => [
          `more${String(at)}`,
          { says: [], text: `内部事项${String(at)}，由秘书处办理。` },
        ]),
      ),
    },
    chapters: [['总则', 'name', 'purpose']],
    article: chinese,
    chapter: inOne,
  },
]

/** The topics of a structure in its order, by chapter; those it does not place stand in the last one. */
const orderOf = ({ topics, chapters }: Structure): readonly (readonly [string, readonly string[]])[] => {
  const placed = new Set(chapters.flatMap(([, ...codes]) => codes))
  const rest = Object.keys(topics).filter((code) => !placed.has(code) && !chapters[0]?.includes(code))
  return chapters.map(([title, ...codes], at) => [title, [...codes, ...(at === chapters.length - 1 ? rest : [])]])
}

/** The lines of a charter of a structure, without one topic when that is named. */
const linesOf = (structure: Structure, without?: string): readonly string[] => {
  let number = 0
  return [
    ...(structure.before ?? []),
    ...orderOf(structure).flatMap(([title, codes], at) => {
      if (structure.anew) number = 0
      return [
        ...structure.chapter(at + 1, title),
        ...codes
          .filter((code) => code !== without)
          .flatMap((code) => {
            number += 1
            return `${structure.article(number)}${structure.topics[code]?.text ?? ''}`.split('\n')
          }),
      ]
    }),
  ]
}

/** Ten charters by their structure: their lines, how they are made up, and what each topic of them says. */
export const charterTexts = structures.map((structure) => ({
  name: structure.name,
  orgType: structure.orgType,
  topics: structure.topics,
  titles: orderOf(structure).map(([title]) => title.replaceAll(/\s/gu, '')),
  articles: orderOf(structure).flatMap(([, codes]) => codes).length,
  lines: (without?: string) => linesOf(structure, without),
}))
