/**
 * Invented organizations in any number, for measuring the register and the name check at size.
 * The same seed gives the same rows, on every machine.
 */
import { readFileSync } from 'node:fs'
import type { OrgType } from '../../src/core/org-types.ts'

export type RegisterName = {
  readonly name: string
  readonly orgType: OrgType
  readonly divisionCode: string
  /** Positions 9–16 of the unified code; its check characters follow from it. */
  readonly orgCodeBody: string
}

type Division = { code: string; name: string; parentCode: string | null; level: string }
type Place = { readonly code: string; readonly names: readonly [string, ...string[]] }

/** Unified codes of generated rows begin with these letters, so that they never meet a demo organization's. */
const ORG_CODE_PREFIX = 'MK'
const ORG_CODE_DIGITS = 6
const MOST_ROWS = 10 ** ORG_CODE_DIGITS
const PROVINCE = '140000'

const AUDIENCES = words(
  '青年 女 退休 民营 传统 现代 乡村 城市 数字 绿色 智能 基层 社区 校园 农村 职工 老年 少儿 残疾人 新型 高端 民间 区域 产业 山区 沿黄 文旅 军民 海外 中小',
)
const FIELDS = words(
  '科技创新 文化艺术 职业教育 特殊教育 中医药 护理 康复 养老服务 托育服务 心理健康 志愿服务 慈善救助 环境保护 水资源 煤层气 新能源 煤炭物流 冶金 装备制造 焦化 建筑装饰 建材 物业管理 房地产 交通运输 快递 仓储 电子商务 软件 大数据 人工智能 集成电路 信息安全 摄影 书法 美术 戏曲 晋剧 民歌 锣鼓 剪纸 面塑 漆艺 刺绣 陶瓷 收藏 武术 太极拳 围棋 象棋 篮球 足球 乒乓球 羽毛球 登山 骑行 游泳 广场舞 钓鱼 烹饪 面食 酿造 陈醋 杂粮 果业 苹果 红枣 核桃 药材 畜牧 奶业 养蜂 水产 农机 种业 花卉 园林 林业 气象 地质 测绘 地震 消防 安全生产 质量检验 标准化 计量 知识产权 律师 会计 税务 审计 评估 招标投标 拍卖 广告 会展 旅游 民宿 酒店 餐饮 美容美发 家政 殡葬 编辑 新闻 翻译 档案 图书馆 博物馆 方志 考古 古建筑 姓氏文化 孝文化 关公文化 红色文化 根祖文化',
)
const SOCIAL_GROUP_FORMS = words('协会 商会 学会 研究会 促进会 联合会')
const SERVICE_FIELDS = words(
  '社会工作 养老 托育 职业技能培训 艺术培训 体育培训 心理咨询 康复 助残 公益 环保 科普 文化传播 法律援助 志愿服务 社区服务 创业 医疗 护理 书画',
)
const SERVICE_FORMS = words('中心 服务中心 院 学校 馆 站 所 社')
const FOUNDATION_FIELDS = words(
  '教育 公益 慈善 助学 扶困 医疗救助 文化发展 环境保护 科技创新 体育发展 养老 见义勇为 乡村振兴 儿童 残疾人',
)
const TRADE_NAME_FIRST = Array.from(
  '晋华兴盛瑞祥和德仁义信诚泰安康宁明远志弘博雅文思源清泽润春晖阳光星辰云海天宇鸿鹏凯达通顺福禄嘉美善爱心同',
)
const TRADE_NAME_SECOND = Array.from(
  '昌隆盛达通源泉林森岳峰川江河湖海波涛风雨雪月星辰光辉煌明亮晨曦景园苑庭轩阁斋堂馨香兰菊梅竹松柏桐榕枫华',
)

function words(text: string): readonly string[] {
  return text.split(' ')
}

/** 山西 and its cities and counties, each with the ways its name may begin an organization's name. */
function placesOfShanxi(): readonly Place[] {
  const file = new URL('../data/divisions.json', import.meta.url)
  const divisions = JSON.parse(readFileSync(file, 'utf8')) as Division[]
  const byCode = new Map(divisions.map((division) => [division.code, division]))
  return divisions
    .filter(({ code }) => code.startsWith(PROVINCE.slice(0, 2)))
    .map(({ code, name, parentCode, level }) => {
      // A district needs its city in front (社会组织名称管理办法); shortened names under three characters mislead.
      if (level === 'COUNTY' && name.endsWith('区'))
        return { code, names: [`${byCode.get(parentCode ?? '')?.name}${name}`] }
      const short = name.slice(0, -1)
      return { code, names: short.length < 2 ? [name] : [name, short] }
    })
}

/** Small seeded generator of numbers in [0, 1) (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * Yields `count` organizations with names unique among them: about half social groups, half private non-enterprises and
 * one foundation in fifty, over all divisions of 山西. Throws RangeError for more than a million.
 */
export function* generateRegisterNames(count: number, seed: number): Generator<RegisterName, void, undefined> {
  if (!Number.isInteger(count) || count < 0 || count > MOST_ROWS) throw new RangeError(`Cannot generate ${count} rows`)
  const places = placesOfShanxi()
  const province = places.filter(({ code }) => code === PROVINCE)
  const random = createRandom(seed)
  const taken = new Set<string>()

  function pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(random() * items.length)]
    if (item === undefined) throw new RangeError('Nothing to pick from')
    return item
  }

  function invent(): Omit<RegisterName, 'orgCodeBody'> {
    const draw = random()
    const orgType: OrgType = draw < 0.5 ? 'SOCIAL_GROUP' : draw < 0.98 ? 'PRIVATE_NON_ENTERPRISE' : 'FOUNDATION'
    const place = pick(orgType === 'FOUNDATION' ? province : places)
    const start = pick(place.names)
    const divisionCode = place.code
    const tradeName = () => `${pick(TRADE_NAME_FIRST)}${pick(TRADE_NAME_SECOND)}`
    switch (orgType) {
      case 'SOCIAL_GROUP': {
        const audience = random() < 0.7 ? pick(AUDIENCES) : ''
        return { name: `${start}${audience}${pick(FIELDS)}${pick(SOCIAL_GROUP_FORMS)}`, orgType, divisionCode }
      }
      case 'PRIVATE_NON_ENTERPRISE':
        return { name: `${start}${tradeName()}${pick(SERVICE_FIELDS)}${pick(SERVICE_FORMS)}`, orgType, divisionCode }
      case 'FOUNDATION':
        return { name: `${start}${tradeName()}${pick(FOUNDATION_FIELDS)}基金会`, orgType, divisionCode }
    }
  }

  while (taken.size < count) {
    const invented = invent()
    if (taken.has(invented.name)) continue
    const orgCodeBody = `${ORG_CODE_PREFIX}${String(taken.size).padStart(ORG_CODE_DIGITS, '0')}`
    taken.add(invented.name)
    yield { ...invented, orgCodeBody }
  }
}
