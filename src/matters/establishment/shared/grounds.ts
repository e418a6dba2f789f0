import { cite } from '../../../core/law.ts'
import type { Ground, Grounds } from '../../../core/matters/grounds.ts'

// Why a name is not approved and an organization not registered, by type. The words follow the provision each rests on.

const NATIONAL = '名称冠以“中国”“全国”“中华”等字样'
const unclear = {
  code: 'NAMES_7',
  text: '名称的含义不明确、不健康，或者文字不规范、不简洁',
  basis: cite('NAMES', 7, 1),
  pages: ['name'],
} as const
const indistinct = {
  code: 'NAMES_6_1',
  text: '名称不符合法律、行政法规、规章和国家有关规定，或者不能准确反映特征、不具有显著识别性',
  basis: cite('NAMES', 6, 1),
  pages: ['name'],
} as const

/** 社会组织名称管理办法 art. 16: with a registered one, with one that gave its name up, with one whose name was revoked. */
const taken = (what: string): Grounds => [
  {
    code: 'NAMES_16_1',
    text: `${what}与本机关已经登记的同行（事）业领域且同组织形式的社会组织相同`,
    basis: cite('NAMES', 16, 1, 1),
  },
  {
    code: 'NAMES_16_2',
    text: `${what}与名称变更登记或者注销登记未满1年的同行（事）业领域且同组织形式的原社会组织相同`,
    basis: cite('NAMES', 16, 1, 2),
  },
  {
    code: 'NAMES_16_3',
    text: `${what}与被撤销成立登记或者被撤销名称变更登记未满3年的同行（事）业领域且同组织形式的社会组织相同`,
    basis: cite('NAMES', 16, 1, 3),
  },
]

/** 慈善法 art. 9, 16: only of who asks to be a 慈善组织. */
const notCharitable: readonly Ground[] = [
  {
    code: 'CL_9',
    text: '申请登记为慈善组织，但是不符合慈善组织应当符合的条件',
    basis: cite('CL', 9),
    pages: ['charity'],
  },
  {
    code: 'CL_16',
    text: '申请登记为慈善组织，但是拟任负责人有不得担任慈善组织负责人的情形',
    basis: cite('CL', 16),
    pages: ['charity'],
  },
]

/** 社会团体登记管理条例 art. 9, 10, 12, 13, as in force since 2026-03-12. */
export const socialGroupGrounds = {
  rejected: [
    indistinct,
    {
      code: 'NAMES_6_2',
      text: '名称与业务范围、会员分布、活动地域不一致',
      basis: cite('NAMES', 6, 2),
      pages: ['purpose'],
    },
    unclear,
    {
      code: 'NAMES_8',
      text: '名称不是由行政区划名称、行（事）业领域或者会员组成、组织形式依次构成',
      basis: cite('NAMES', 8, 1),
    },
    { code: 'NAMES_15', text: '名称使用自然人姓名，不符合规定', basis: cite('NAMES', 15) },
    ...taken('名称'),
    { code: 'R250_10_MORALS', text: '名称违背社会道德风尚', basis: cite('R250', 10, 2) },
    { code: 'R250_10_NATIONAL', text: `地方性的社会团体的${NATIONAL}`, basis: cite('R250', 10, 2) },
  ],
  denied: [
    {
      code: 'R250_9',
      text: '没有经业务主管单位审查同意',
      basis: cite('R250', 9, 1),
      pages: ['supervisoryConsent'],
    },
    {
      code: 'R250_10_1',
      text: '会员数量不足：个人会员不足50个且单位会员不足30个，混合组成的会员总数不足50个',
      basis: cite('R250', 10, 1, 1),
      pages: ['members', 'unitMembers', 'individualMembers'],
    },
    { code: 'R250_10_2', text: '没有规范的名称或者相应的组织机构', basis: cite('R250', 10, 1, 2) },
    { code: 'R250_10_3', text: '没有固定的住所', basis: cite('R250', 10, 1, 3), pages: ['domicile'] },
    {
      code: 'R250_10_4',
      text: '没有与业务活动相适应的专职工作人员',
      basis: cite('R250', 10, 1, 4),
      pages: ['staffing'],
    },
    {
      code: 'R250_10_5',
      text: '没有合法的资产和经费来源，或者活动资金不足规定数额',
      basis: cite('R250', 10, 1, 5),
      pages: ['funds'],
    },
    { code: 'R250_10_6', text: '没有独立承担民事责任的能力', basis: cite('R250', 10, 1, 6) },
    { code: 'R250_12', text: '拟任法定代表人同时担任其他社会团体的法定代表人', basis: cite('R250', 12, 3) },
    { code: 'R250_13_1', text: '有根据证明宗旨、业务范围不符合该条例第四条的规定', basis: cite('R250', 13, 1, 1) },
    {
      code: 'R250_13_2',
      text: '在同一行政区域内已有业务范围相同或者相似的社会团体，没有必要成立',
      basis: cite('R250', 13, 1, 2),
    },
    {
      code: 'R250_13_3',
      text: '发起人、拟任负责人正在或者曾经受到剥夺政治权利的刑事处罚，或者不具有完全民事行为能力',
      basis: cite('R250', 13, 1, 3),
    },
    { code: 'R250_13_4', text: '在申请登记时弄虚作假', basis: cite('R250', 13, 1, 4) },
    { code: 'R250_13_5', text: '有法律、行政法规禁止的其他情形', basis: cite('R250', 13, 1, 5) },
    ...notCharitable,
  ],
} as const satisfies Readonly<Record<'rejected' | 'denied', Grounds>>

/** Of the types whose names have a 字号. */
const offPurpose = {
  code: 'NAMES_6_2',
  text: '名称与业务范围、公益目的不一致',
  basis: cite('NAMES', 6, 2),
  pages: ['purpose'],
} as const
const namedAfterPerson = {
  code: 'NAMES_15',
  text: '以自然人姓名作为字号，不符合规定',
  basis: cite('NAMES', 15),
} as const

/** 民办非企业单位登记管理暂行条例 art. 8, 11. */
export const privateNonEnterpriseGrounds = {
  rejected: [
    indistinct,
    offPurpose,
    unclear,
    {
      code: 'NAMES_8',
      text: '名称不是由行政区划名称、字号、行（事）业领域、组织形式依次构成',
      basis: cite('NAMES', 8, 2),
    },
    namedAfterPerson,
    ...taken('名称或者字号'),
    { code: 'R251_8_NATIONAL', text: NATIONAL, basis: cite('R251', 8, 2) },
  ],
  denied: [
    {
      code: 'R251_8_1',
      text: '没有经业务主管单位审查同意',
      basis: cite('R251', 8, 1, 1),
      pages: ['supervisoryConsent'],
    },
    { code: 'R251_8_2', text: '没有规范的名称或者必要的组织机构', basis: cite('R251', 8, 1, 2) },
    {
      code: 'R251_8_3',
      text: '没有与业务活动相适应的从业人员',
      basis: cite('R251', 8, 1, 3),
      pages: ['staffing'],
    },
    {
      code: 'R251_8_4',
      text: '没有与业务活动相适应的合法财产',
      basis: cite('R251', 8, 1, 4),
      pages: ['funds'],
    },
    { code: 'R251_8_5', text: '没有必要的场所', basis: cite('R251', 8, 1, 5), pages: ['domicile'] },
    { code: 'R251_11_1', text: '有根据证明宗旨、业务范围不符合该条例第四条的规定', basis: cite('R251', 11, 2, 1) },
    { code: 'R251_11_2', text: '在申请成立时弄虚作假', basis: cite('R251', 11, 2, 2) },
    {
      code: 'R251_11_3',
      text: '在同一行政区域内已有业务范围相同或者相似的民办非企业单位，没有必要成立',
      basis: cite('R251', 11, 2, 3),
    },
    {
      code: 'R251_11_4',
      text: '拟任负责人正在或者曾经受到剥夺政治权利的刑事处罚，或者不具有完全民事行为能力',
      basis: cite('R251', 11, 2, 4),
    },
    { code: 'R251_11_5', text: '有法律、行政法规禁止的其他情形', basis: cite('R251', 11, 2, 5) },
    ...notCharitable,
  ],
} as const satisfies Readonly<Record<'rejected' | 'denied', Grounds>>

/** 基金会管理条例 art. 8, 9, 20 to 23: it names no grounds of its own, so that each is a condition that is not met. */
export const foundationGrounds = {
  rejected: [
    indistinct,
    offPurpose,
    unclear,
    {
      code: 'NAMES_8',
      text: '名称不是由行政区划名称、字号、行（事）业领域、组织形式依次构成，又不符合可以不使用字号的条件',
      basis: cite('NAMES', 8, 2),
    },
    namedAfterPerson,
    ...taken('名称或者字号'),
  ],
  denied: [
    {
      code: 'R400_9_5',
      text: '没有业务主管单位同意设立的文件',
      basis: cite('R400', 9, 1, 5),
      pages: ['supervisoryConsent'],
    },
    { code: 'R400_8_1', text: '不是为特定的公益目的而设立', basis: cite('R400', 8, 1, 1), pages: ['purpose'] },
    {
      code: 'R400_8_2',
      text: '原始基金低于规定数额，或者不是到账货币资金',
      basis: cite('R400', 8, 1, 2),
      pages: ['funds', 'contributors'],
    },
    {
      code: 'R400_8_3',
      text: '没有规范的名称、章程、组织机构，或者没有与其开展活动相适应的专职工作人员',
      basis: cite('R400', 8, 1, 3),
      pages: ['staffing'],
    },
    { code: 'R400_8_4', text: '没有固定的住所', basis: cite('R400', 8, 1, 4), pages: ['domicile'] },
    { code: 'R400_8_5', text: '不能独立承担民事责任', basis: cite('R400', 8, 1, 5) },
    {
      code: 'R400_20',
      text: '理事会的人数、任期、理事相互间的近亲属关系或者领取报酬的理事人数不符合规定',
      basis: cite('R400', 20),
      pages: ['term', 'officers'],
    },
    {
      code: 'R400_21',
      text: '理事会会议的出席人数或者表决不符合规定',
      basis: cite('R400', 21),
      pages: ['foundingMeeting'],
    },
    {
      code: 'R400_22',
      text: '没有设监事，或者理事、理事的近亲属、基金会财会人员兼任监事',
      basis: cite('R400', 22),
    },
    {
      code: 'R400_23',
      text: '拟任理事长、副理事长、秘书长或者法定代表人不符合任职规定，或者领取报酬不符合规定',
      basis: cite('R400', 23),
    },
    ...notCharitable,
  ],
} as const satisfies Readonly<Record<'rejected' | 'denied', Grounds>>
