import { describe, expect, it } from 'vitest'
import { checkCharter, type CharterFacts } from '../../../src/core/charters/check.ts'
import { compareCharters, pairsFound } from '../../../src/core/charters/compare.ts'
import { blankCharter } from '../../../src/core/charters/fill.ts'
import { charterKinds, charterOf } from '../../../src/core/charters/index.ts'
import { chineseNumber, numberOf } from '../../../src/core/charters/numerals.ts'
import { readCharter } from '../../../src/core/charters/read.ts'
import { requirements } from '../../../src/core/charters/requirements.ts'
import { clausesOf, linesOf, placed, sizeFault, type Clause } from '../../../src/core/charters/text.ts'
import type { ChangeContext } from '../../../src/core/matters/contexts.ts'
import type { Answers } from '../../../src/core/matters/define.ts'
import type { OrgType } from '../../../src/core/org-types.ts'
import type { RegisterItems } from '../../../src/core/register/changes.ts'
import { versionMade } from '../../../src/matters/charter/version.ts'
import { charterTexts } from '../../support/data/charter-texts.ts'

const clauses = (...texts: readonly string[]): readonly Clause[] =>
  texts.map((text) => ({ chapter: '总则', section: '', text }))
const told = (facts: CharterFacts, ...texts: readonly string[]) =>
  checkCharter(clauses(...texts), facts).filter(({ message }) => !message.startsWith('没有写明'))

describe('numbers of articles', () => {
  it('are written and read from 1 to 999', () => {
    for (let number = 1; number < 1000; number += 1) {
      expect(numberOf(chineseNumber(number))).toBe(number)
      expect(numberOf(String(number))).toBe(number)
    }
    expect([10, 20, 21, 100, 103, 110, 111, 120].map(chineseNumber)).toEqual([
      '十',
      '二十',
      '二十一',
      '一百',
      '一百零三',
      '一百一十',
      '一百一十一',
      '一百二十',
    ])
    expect(['', '百', '十百', '一二', '1条'].map(numberOf)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })
})

describe.each(charterTexts)('a charter: $name', ({ orgType, topics, titles, articles, lines }) => {
  const read = readCharter(lines())

  it('is read article by article, under its chapters', () => {
    expect(read.clauses).toHaveLength(articles)
    expect([...new Set(read.clauses.map(({ chapter }) => chapter))]).toEqual(titles)
    expect(read.clauses.map(({ text }) => text).toSorted()).toEqual(
      Object.values(topics)
        .map(({ text }) => text)
        .toSorted(),
    )
    // Printed and read again it is the same.
    expect(readCharter(linesOf(read.clauses)).clauses).toEqual(read.clauses)
  })

  it('says all that is compulsory, and without a topic not what that says', () => {
    const facts = { orgType, traits: [] }
    expect(checkCharter(read.clauses, facts)).toEqual([])
    for (const [code, { says }] of Object.entries(topics)) {
      const missing = checkCharter(readCharter(lines(code)).clauses, facts).filter(({ level }) => level === 'BLOCK')
      expect(missing.map(({ message }) => message)).toEqual(says.map((one) => `没有写明${requirements[one].text}`))
    }
  })

  it('tells what became of it: an article gone, one said otherwise, one more, and nothing else', () => {
    const [gone, said] = [3, Math.floor(articles / 2)]
    const now = read.clauses
      .map((clause, place) => (place === said ? { ...clause, text: `${clause.text}每年向社会公布一次。` } : clause))
      .filter((_, place) => place !== gone)
    const more = [...now, { ...(now.at(-1) as Clause), text: '纪念章的式样由秘书处设计，颁发办法另行制定。' }]
    const { rows } = compareCharters(read.clauses, more)
    expect(rows.filter(({ change }) => change !== 'same')).toEqual([
      { change: 'removed', old: { place: gone, text: read.clauses[gone]?.text } },
      {
        change: 'changed',
        old: { place: said, text: read.clauses[said]?.text },
        now: { place: said - 1, text: now[said - 1]?.text },
      },
      { change: 'added', now: { place: articles - 1, text: more.at(-1)?.text } },
    ])
    expect(rows).toHaveLength(articles + 1)
  })
})

describe('what is read', () => {
  it('tells the head, what stands before the first article, and numbers that jump', () => {
    const [, , cover] = charterTexts
    expect(readCharter(cover?.lines() ?? [])).toMatchObject({
      name: '山西省古建筑彩绘保护协会',
      told: ['第一条之前的2行（封面、目录、说明）没有读入'],
    })
    const jumping = charterTexts.find(({ name }) => name === '编号有跳号和重号')
    expect(readCharter(jumping?.lines() ?? []).told[0]).toContain('第3条之后是第5条')
  })

  it.each([
    ['第十条规定的事项，由理事会决定。', 1],
    ['第二条所称会员', 1],
    ['第二条、第三条的规定除外', 1],
    ['第2条 下一条', 2],
    ['第二条会员', 2],
    ['第二条之一的情形', 1],
    ['正文提到第二条', 1],
  ])('%s', (line, count) => {
    expect(readCharter(['第一条 名称', line]).clauses).toHaveLength(count)
  })

  it('keeps sections apart from chapters, and paragraphs as lines', () => {
    const { clauses: found } = readCharter([
      '第一章 机构',
      '第一节 大会',
      '第一条 甲',
      '（一）乙',
      '第二节',
      '理事会',
      '第二条 丙',
    ])
    expect(found).toEqual([
      { chapter: '机构', section: '大会', text: '甲\n（一）乙' },
      { chapter: '机构', section: '理事会', text: '丙' },
    ])
    expect(placed(found).map(({ begins }) => begins)).toEqual([['第一章　机构', '第一节　大会'], ['第二节　理事会']])
  })

  it('has no gaps that a word processor sets beside numbers', () => {
    const [one] = readCharter([
      '第 1 条 原始基金是人民币 800 万元，住所在示例街 53 号，英文名称是 Shanxi Foundation。',
    ]).clauses
    expect(one?.text).toBe('原始基金是人民币800万元，住所在示例街53号，英文名称是Shanxi Foundation。')
  })

  it('is nothing where no article is', () => {
    expect(readCharter(['山西省示例协会章程', '一、总则']).clauses).toEqual([])
  })
})

describe('what became of articles', () => {
  const long = (text: string): string => `${text}由理事会按照规定的程序讨论决定，并向全体会员公布。`
  const [first, second, third, fourth] = ['会费标准', '年度计划', '工作人员的聘用', '网站和刊物'].map(long) as [
    string,
    string,
    string,
    string,
  ]

  it.each([
    ['nothing', [first, second], [first, second], ['same', 'same']],
    ['spaces only', [first], [` ${first.slice(0, 4)} ${first.slice(4)}`], ['same']],
    ['a word', [first, second], [first.replace('全体', '部分'), second], ['changed', 'same']],
    ['one more', [first, second], [first, fourth, second], ['same', 'added', 'same']],
    ['one less', [first, second, third], [first, third], ['same', 'removed', 'same']],
    ['the first gone', [first, second], [second], ['removed', 'same']],
    ['the last moved up', [first, second, third], [third, first, second], ['moved', 'same', 'same']],
    [
      'little of it in common, but in the same place',
      [first, '本章程经第一届会议通过。', third],
      [first, '本章程经2026年11月16日召开的第三次会员代表大会表决通过。', third],
      ['same', 'changed', 'same'],
    ],
    ['something else', ['一二三四五六七八'], ['甲乙丙丁戊己庚辛'], ['removed', 'added']],
  ])('%s', (_, old, now, changes) => {
    expect(compareCharters(clauses(...old), clauses(...now)).rows.map(({ change }) => change)).toEqual(changes)
  })

  it('follows the pairs it is given, and tells titles that changed', () => {
    const given = compareCharters(clauses(first, second), clauses(second, first), new Map([[0, 0]]))
    expect(given.rows.map(({ change }) => change)).toEqual(['changed', 'removed', 'added'])
    const renamed = clauses(first, second).map((clause) => ({ ...clause, chapter: '通则' }))
    expect(compareCharters(clauses(first, second), renamed)).toMatchObject({
      rows: [{ change: 'same' }, { change: 'same' }],
      titles: [{ old: '总则', now: '通则' }],
    })
  })

  it('pairs two hundred articles with as many others in less than a second', () => {
    const many = (word: string) =>
      clauses(...Array.from({ length: 200 }, (_, at) => long(`${word}${String(at)}`.repeat(30))))
    const began = performance.now()
    expect(pairsFound(many('事项'), many('事情')).size).toBe(200)
    expect(performance.now() - began).toBeLessThan(5000)
  })
})

describe.each(charterKinds)('the model $code', ({ orgType, label, traits }) => {
  it('has nothing against it but what is left open', () => {
    const model = clausesOf(blankCharter(charterOf(orgType), label, traits))
    const found = checkCharter(model, { orgType, traits })
    expect(found.filter(({ message }) => !message.startsWith('还有没有填写的地方'))).toEqual([])
    expect(found.length).toBeGreaterThan(3)
  })
})

describe('what is left open', () => {
  const facts: CharterFacts = { orgType: 'SOCIAL_GROUP', traits: [] }
  it.each([
    ['本会名称是××协会。', '××'],
    ['本会的名称是xxx协会。', 'xxx'],
    ['【单位名称】', '【单位名称】'],
    ['由（）负责', '（）'],
    ['由（　）负责', '（　）'],
    ['由( )负责', '( )'],
    ['共__名', '__'],
    ['共＿＿＿＿名', '＿＿＿＿'],
    ['□设监事', '□'],
    ['于 年 月 日通过', '年 月 日'],
    ['○○协会', '○○'],
  ])('%s', (text, place) => {
    expect(told(facts, text)).toEqual([
      { level: 'BLOCK', at: 0, basis: '章程示范文本', message: `还有没有填写的地方：“${place}”` },
    ])
  })
  it.each(['二〇〇八年十月', '二○○八年', '3×4', '（一）学术交流', '2026年10月18日通过', '（章程）'])(
    'but not %s',
    (text) => {
      expect(told(facts, text)).toEqual([])
    },
  )
})

describe('what the law bounds', () => {
  it.each<[OrgType, string, 'BLOCK' | 'WARN' | undefined]>([
    ['FOUNDATION', '理事会由5名理事组成', undefined],
    ['FOUNDATION', '理事会由4名理事组成', 'BLOCK'],
    ['FOUNDATION', '理事会由二十五名理事组成', undefined],
    ['FOUNDATION', '理事会由26名理事组成', 'BLOCK'],
    ['FOUNDATION', '理事会由5至25名理事组成', undefined],
    ['FOUNDATION', '理事会由3—25名理事组成', 'BLOCK'],
    ['PRIVATE_NON_ENTERPRISE', '理事会由3名理事组成', undefined],
    ['PRIVATE_NON_ENTERPRISE', '理事会由2名理事组成', 'WARN'],
    ['FOUNDATION', '理事每届任期5年', undefined],
    ['FOUNDATION', '理事每届任期六年', 'BLOCK'],
    ['SOCIAL_GROUP', '会员大会每届五年', undefined],
    ['SOCIAL_GROUP', '会员大会每届6年', 'BLOCK'],
    ['FOUNDATION', '会议须有三分之二以上理事出席方能召开', undefined],
    ['FOUNDATION', '会议须有过半数理事出席方能召开', 'BLOCK'],
    ['FOUNDATION', '会议须有1/2以上理事出席方能召开', 'BLOCK'],
    ['SOCIAL_GROUP', '会员大会须有半数以上会员出席方能召开', 'WARN'],
    ['SOCIAL_GROUP', '三分之一以上会员提议，可以召开临时会议', undefined],
    ['FOUNDATION', '修改章程，须经出席理事三分之二以上通过', undefined],
    ['FOUNDATION', '修改章程，须经出席理事过半数通过', 'BLOCK'],
    ['SOCIAL_GROUP', '修改章程，须经到会会员过半数同意', 'WARN'],
    ['SOCIAL_GROUP', '依照本章程第三条', 'WARN'],
    ['SOCIAL_GROUP', '依照本章程第一条', undefined],
    ['SOCIAL_GROUP', '依照《条例》第十四条', undefined],
  ])('%s: %s', (orgType, text, level) => {
    expect(told({ orgType, traits: [] }, text).map((one) => one.level)).toEqual(level ? [level] : [])
  })
})

describe('what the register says otherwise', () => {
  const items: RegisterItems = {
    name: '山西省古建筑彩绘保护协会',
    domicile: '山西省太原市迎泽区文源巷21号',
    foundationKind: '',
    purpose: '保护彩绘。培训工匠',
    businessScope: '学术研究；人才培训',
    certificateScope: '',
    activityArea: '山西省',
    legalRepresentative: '林知远',
    fund: '10',
    supervisoryUnit: '山西省文物局',
    contributors: '',
    charity: '',
  }
  const holdings = {
    people: [
      { id: '1', name: '林知远', post: 'PRESIDENT', legalRepresentative: true, since: null, until: null, terms: 1 },
    ],
    term: { name: '第一届', from: '2023-01-01', to: '2027-12-31' },
  }
  const facts: CharterFacts = {
    orgType: 'SOCIAL_GROUP',
    traits: [],
    register: items,
    holdings,
    authority: '山西省民政厅',
  }

  it.each<[string, string | undefined]>([
    ['本会的名称是山西省古建筑彩绘保护协会。', undefined],
    ['本会的名称是山西省古建筑彩绘协会（简称协会）。', 'BLOCK name'],
    ['本会的住所设在山西省太原市。', undefined],
    ['本会的住所设在山西省太原市迎泽区文源巷21号3层。', undefined],
    ['本会的住所设在山西省大同市。', 'WARN domicile'],
    ['本会的宗旨是培训工匠，保护彩绘。', undefined],
    ['本会的宗旨是培训工匠。', 'WARN purpose'],
    ['本会的业务范围：人才培训、学术研究。', undefined],
    ['本会的业务范围：人才培训。', 'WARN businessScope'],
    ['本会的活动资金是10万元。', undefined],
    ['本会的活动资金是人民币100,000元。', undefined],
    ['本会的活动资金是20万元。', 'WARN fund'],
    ['本会的登记管理机关是山西省民政厅。', undefined],
    ['本会的登记管理机关是太原市民政局。', 'BLOCK undefined'],
    ['本会的业务主管单位是山西省文物局。', undefined],
    ['本会的业务主管单位是山西省文化和旅游厅。', 'WARN supervisoryUnit'],
    ['本会的活动地域是山西省。', undefined],
    ['本会的活动地域是太原市。', 'WARN activityArea'],
    ['本会的法定代表人由会长担任。', undefined],
    ['本会的法定代表人由秘书长担任。', 'WARN undefined'],
    ['会员大会每届5年。', undefined],
    ['会员大会每届4年。', 'WARN undefined'],
  ])('%s', (text, found) => {
    const all = told(facts, text)
    expect(all.map(({ level, item }) => `${level} ${String(item)}`)).toEqual(found ? [found] : [])
    const [one] = all
    if (one?.item) expect(one.message).toMatch(/章程写的是“.+”，登记的是“.+”/u)
  })
})

describe('a text that is too large to be a charter', () => {
  const article = (text: string, chapter = '总则'): Clause => ({ chapter, section: '', text })
  const many = (count: number, text: string) => Array.from({ length: count }, () => article(text))

  it.each<[string, readonly Clause[], string | undefined]>([
    ['400 articles', many(400, '甲'), undefined],
    ['401', many(401, '甲'), '章程最多400条，现在是401条'],
    ['a title of 60', [article('甲', '章'.repeat(60))], undefined],
    ['of 61', [article('甲'), article('甲', '章'.repeat(61))], '第二条的章名、节名最多60个字'],
    ['an article of 4000', [article('甲'.repeat(4000))], undefined],
    ['of 4001', [article('甲'.repeat(4001))], '第一条最多4000个字，请核对是否粘贴了其他内容'],
    ['120,000 in all', many(30, '甲'.repeat(4000)), undefined],
    ['one more', [...many(30, '甲'.repeat(4000)), article('甲')], '章程全文最多120000个字，请核对是否粘贴了其他内容'],
  ])('%s', (_name, clauses, fault) => expect(sizeFault(clauses)).toBe(fault))

  it('what is read has no control characters', () => {
    expect(readCharter(['第一条 本会\u0000的\u202E名称\u200B是甲']).clauses[0]?.text).toBe('本会的名称是甲')
  })
})

describe('a version', () => {
  const made = (onFile: string, base: string, charter: { n: number; clauses: readonly Clause[] | null } | null) => {
    const value = (_page: string, field: string): string => ({ onFile, base })[field] ?? ''
    const answers = { value, items: () => [] } as unknown as Answers
    return versionMade('SOCIAL_GROUP', { answers, holdings: { charter } } as unknown as ChangeContext).after
  }
  const text = clauses('甲')

  it.each<[string, string, { n: number; clauses: readonly Clause[] | null } | null, number]>([
    ['no', '', null, 0],
    ['no', '', { n: 2, clauses: null }, 2],
    // One with its text came meanwhile: it was not made of that.
    ['no', '', { n: 1, clauses: text }, 0],
    ['yes', '1', { n: 1, clauses: text }, 1],
    ['yes', '1', { n: 2, clauses: text }, 1],
  ])('made with onFile %s of version %s, while %o is in force, follows %i', (onFile, base, charter, after) =>
    expect(made(onFile, base, charter)).toBe(after),
  )
})
