import type { OrgType } from '../org-types.ts'

export interface FormWord {
  word: string
  orgType: OrgType
  /** ISO date from which names may end in it. */
  effectiveFrom: string
  /** `NATIONAL`: named by the ministry's rule; the list there is open, `CUSTOMARY` words come from local and older rules. */
  origin: 'NATIONAL' | 'CUSTOMARY'
}

/** 社会组织名称管理办法 (民政部令第69号) in force. */
export const NAMING_RULES_IN_FORCE = '2024-05-01'

function endings(orgType: OrgType, origin: FormWord['origin'], words: string): FormWord[] {
  return words.split(' ').map((word) => ({ word, orgType, origin, effectiveFrom: NAMING_RULES_IN_FORCE }))
}

/**
 * 组织形式 by kind of organization. National: 社会组织名称管理办法 art. 12. Customary: 广东省 2016 for social groups,
 * 民办非企业单位名称管理暂行规定 (1999) art. 7 for private non-enterprises.
 */
export const FORM_WORDS: readonly FormWord[] = [
  ...endings('SOCIAL_GROUP', 'NATIONAL', '协会 商会 学会 研究会 促进会 联合会'),
  ...endings('SOCIAL_GROUP', 'CUSTOMARY', '联谊会 同业公会 校友会 慈善会 福利会 互助会 行业协会 工业协会 行业商会'),
  ...endings('FOUNDATION', 'NATIONAL', '基金会'),
  ...endings('PRIVATE_NON_ENTERPRISE', 'NATIONAL', '学校 大学 学院 医院 中心 院 园 所 馆 站 社'),
  ...endings('PRIVATE_NON_ENTERPRISE', 'CUSTOMARY', '公寓 俱乐部'),
]

/** 银行业协会 is 银行业 and 协会, not 银 and 行业协会. */
const endsIn = (name: string, word: string): boolean => name.endsWith(word) && !name.endsWith(`银${word}`)

/** The longest word of the list the name ends in. */
export function formAtEnd(name: string, words: readonly FormWord[] = FORM_WORDS): FormWord | undefined {
  return words
    .filter(({ word }) => endsIn(name, word))
    .reduce<FormWord | undefined>((best, row) => (best && best.word.length >= row.word.length ? best : row), undefined)
}

/** Endings in 社 that societies have borne for long; by the list 社 belongs to private non-enterprises. */
export const SOCIETY_ENDINGS = '学社 诗社 词社 印社 琴社 画社 书社 曲社 棋社'.split(' ')

/** Endings for which a private non-enterprise needs somebody's licence first, and the licence. */
export const LICENSED_ENDINGS: readonly (readonly [word: string, licence: string])[] = [
  ...'幼儿园 学校 大学 学院 中学 小学'.split(' ').map((word) => [word, '办学许可证'] as const),
  ...'医院 诊所 门诊部 卫生院 卫生所 卫生室 护理院 康复医学中心'
    .split(' ')
    .map((word) => [word, '医疗机构执业许可证'] as const),
]

/** Endings that say by themselves what is done. */
export const TELLING_ENDINGS =
  '学校 大学 学院 中学 小学 幼儿园 医院 诊所 门诊部 卫生院 护理院 养老院 敬老院 福利院 公寓 托儿所 托育园 博物馆 美术馆 图书馆 文化馆 科技馆 艺术团 乐团 剧团 校友会 同乡会 慈善会 福利会 商会'.split(
    ' ',
  )

/** Words a local organization's name may not begin with. */
export const NATIONWIDE_WORDS = ['中国', '全国', '中华', '国家', '国际', '世界'] as const

/** Those of them that stand in front of the name of an organization registered nationally, by approval. */
export const NATIONAL_PREFIXES = ['中国', '全国', '中华'] as const

/** Different ways to write the same thing in a name; compared names use the right-hand side. */
export const SYNONYMS: readonly (readonly [string, string])[] = [
  ['事业', '业'],
  ['产业', '业'],
  ['企业家', '企业'],
  ['志愿者', '志愿'],
  ['义工', '志愿'],
  ['老年人', '老年'],
  ['老龄', '老年'],
  ['残障', '残疾'],
  ['残疾人', '残疾'],
  ['文化艺术', '文艺'],
  ['与', ''],
  ['及', ''],
  ['暨', ''],
]

/** Fields of activity, by category: two field texts are the same field when a category is in both. */
const FIELDS_BY_CATEGORY = {
  ELDERLY: '养老 敬老 老年 老年人 老龄 托老 颐养',
  CHILDREN: '儿童 青少年 少年 少儿 未成年人 幼儿 托幼 托育 婴幼儿 青年',
  DISABILITY: '残疾人 残疾 残障 助残 孤独症 自闭症 听障 视障',
  HEALTH: '医疗 医学 医药 中医 中医药 健康 卫生 康复 护理 口腔 精神卫生 心理 心理健康 心理咨询 眼科 骨科 防治',
  EDUCATION: '教育 培训 助学 职业技能 职业培训 外语 英语 家庭教育 学前教育 职业教育 艺术教育 奖学',
  CULTURE:
    '文化 艺术 书法 美术 书画 音乐 舞蹈 戏曲 戏剧 摄影 文学 文物 博物 非物质文化遗产 非遗 古建筑 古籍 民俗 收藏 国学 曲艺 文艺 诗词',
  SPORT: '体育 足球 篮球 乒乓球 羽毛球 武术 太极拳 健身 游泳 登山 围棋 象棋',
  SCIENCE: '科技 科学 科普 科学技术 技术 信息 软件 人工智能 大数据 创新 工程 知识产权',
  ENVIRONMENT: '环保 环境 环境保护 生态 绿化 低碳 节能 动物保护 自然保护',
  RELIEF: '扶贫 济困 救助 救援 应急 减灾 救灾 帮扶 慈善 公益 志愿 志愿者 社会救助 见义勇为 乡村振兴',
  COMMUNITY: '社区 社会工作 社工 家庭 妇女 婚姻 家政 物业 邻里',
  EMPLOYMENT: '就业 创业 人力资源 人才 劳动',
  LAW: '法律 法律援助 调解 仲裁 普法 维权',
  AGRICULTURE: '农业 农村 种植 养殖 林业 水利 畜牧 果业 粮食',
  INDUSTRY: '行业 产业 工业 煤炭 建筑 物流 旅游 餐饮 电子商务 企业 民营企业 中小企业 质量 标准化 经济 贸易 金融',
  SOCIAL_ORGANIZATION: '社会组织 公益组织 孵化',
} as const

/** Words that say how, not what: they belong to the field text but name no category. */
const CATEGORY_FREE =
  '服务 发展 保护 传承 研究 交流 促进 咨询 评估 推广 管理 事务 保障 指导 合作 综合 社会 实践 体验 活动 展览 传播 关爱 援助'

/** Field word → category; undefined for the words that name none. */
export const FIELD_WORDS: ReadonlyMap<string, string | undefined> = new Map<string, string | undefined>([
  ...Object.entries(FIELDS_BY_CATEGORY).flatMap(([category, words]) =>
    words.split(' ').map((word): [string, string] => [word, category]),
  ),
  ...CATEGORY_FREE.split(' ').map((word): [string, undefined] => [word, undefined]),
])

/** Words whose first character may look like the end of a division name: 太原|市场 is not 太原市|场. */
export const DIVISION_TAIL_WORDS: ReadonlySet<string> = new Set([
  '市场',
  '区域',
  '区块',
  '县域',
  '省级',
  '市级',
  '县级',
  '区级',
])
