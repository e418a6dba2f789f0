import { describe, expect, it } from 'vitest'
import { checkName } from '../../../src/core/names/engine.ts'
import { NAME_RULES } from '../../../src/core/names/rules.ts'
import type {
  Finding,
  FindingLevel,
  NameDeclarations,
  NameQuestion,
  RegisterMatches,
  RuleCode,
} from '../../../src/core/names/types.ts'
import { NAME_WORD_LISTS } from '../../../src/core/names/word-lists.ts'
import {
  DATONG,
  DIVISIONS,
  holder,
  JILIN_PROVINCE,
  NATION,
  NOTHING_FOUND,
  QINGXU,
  SHANXI,
  TAIYUAN,
  YINGZE,
} from './cases.ts'

const TODAY = '2026-11-30'

type Question = Partial<NameQuestion>
/** A name, what is asked with it, and for a name that is flagged the level and the corrected name if one is offered. */
type Flagged = readonly [name: string, question: Question, level: FindingLevel, suggestion?: string]
type Passing = readonly [name: string, question?: Question]

const unit = (authority = TAIYUAN): Question => ({ orgType: 'PRIVATE_NON_ENTERPRISE', authority })
const fund = (authority = SHANXI): Question => ({ orgType: 'FOUNDATION', authority })
const at = (authority: NameQuestion['authority']): Question => ({ authority })
const found = (register: Partial<RegisterMatches>): Question => ({ register: { ...NOTHING_FOUND, ...register } })
const reserved = (name: string, sameCase = false) => found({ reserved: [{ name, until: '2027-03-01', sameCase }] })
const inOpenCase = (name: string, same: boolean) => ({
  name,
  same,
  since: '2026-11-20',
  authorityName: '山西省民政厅',
})
const similar = (name: string, divisionCode: string, authorityName: string) =>
  found({ similar: [{ name, uscc: '51140100MJ100001XQ', similarity: 1, divisionCode, authorityName }] })
const trade = (name: string): Question => ({ ...unit(SHANXI), ...found({ sameTradeName: [holder(name)] }) })
const gone = (name: string, status: 'DEREGISTERED' | 'RENAMED' | 'REVOKED', statusSince: string) =>
  found({ exact: [holder(name, { status, statusSince })] })
const approved = (name: string, until = '2027-05-30'): Question => ({ approved: { name, until } })

const declares = (said: Partial<NameDeclarations>): NameDeclarations => ({
  personInName: false,
  unitInName: false,
  withoutTradeName: false,
  licensed: false,
  founders: [],
  ...said,
})

/** All names are invented. */
const CASES: Readonly<
  Record<RuleCode, { readonly flagged: readonly Flagged[]; readonly passing: readonly Passing[] }>
> = {
  N01: {
    flagged: [
      ['文协会', {}, 'BLOCK'],
      [`山西省${'书画'.repeat(29)}协会`, {}, 'BLOCK'],
    ],
    passing: [['山西省书画协会'], ['祁县玻璃协会']],
  },
  N02: {
    flagged: [
      ['山西省VR文学学会', {}, 'BLOCK'],
      ['山西省文学（青年）学会', {}, 'BLOCK'],
      ['山西省阿依·古丽音乐协会', {}, 'WARN'],
    ],
    passing: [['山西省文学学会'], ['山西省二〇三〇文学学会']],
  },
  N03: {
    flagged: [
      ['山西省 文学学会', {}, 'BLOCK', '山西省文学学会'],
      ['山西省文学\u200b学会', {}, 'BLOCK', '山西省文学学会'],
    ],
    passing: [['山西省文学学会'], ['太原市书画协会', at(TAIYUAN)]],
  },
  N04: {
    flagged: [
      ['山西省黃河文化研究会', {}, 'WARN', '山西省黄河文化研究会'],
      ['山西省靑年书画协会', {}, 'WARN', '山西省青年书画协会'],
      ['山西省書畫協會', {}, 'WARN', '山西省书画协会'],
      ['山西省𠮷祥文学学会', {}, 'WARN'],
    ],
    passing: [['山西省黄河文化研究会'], ['山西省二〇三〇文学学会'], ['山西省古籍脩复研究会']],
  },
  N10: {
    flagged: [
      ['书画协会', {}, 'BLOCK', '山西省书画协会'],
      ['迎晖养老服务中心', unit(YINGZE), 'BLOCK', '太原市迎泽区迎晖养老服务中心'],
    ],
    passing: [['山西书画协会'], ['山西省书画协会'], ['书画协会', at(NATION)]],
  },
  N11: {
    flagged: [
      ['迎泽区书画协会', at(YINGZE), 'BLOCK', '太原市迎泽区书画协会'],
      ['山西省迎泽区书画协会', at(YINGZE), 'BLOCK', '太原市迎泽区书画协会'],
    ],
    passing: [
      ['太原市迎泽区书画协会', at(YINGZE)],
      ['清徐县书画协会', at(QINGXU)],
    ],
  },
  N12: {
    flagged: [
      ['辽宁省书画协会', {}, 'BLOCK'],
      ['山西省书画协会', at(TAIYUAN), 'BLOCK', '太原市书画协会'],
      ['太原市书画协会', {}, 'MANUAL'],
      ['大同县书画协会', at(DATONG), 'MANUAL', '大同市书画协会'],
    ],
    passing: [['山西省书画协会'], ['山西省太原市书画协会', at(TAIYUAN)]],
  },
  N13: {
    flagged: [
      ['山西省辽宁书画协会', {}, 'MANUAL'],
      ['山西省福建省茶业商会', {}, 'MANUAL'],
      ['太原市石家庄市书画促进会', at(TAIYUAN), 'MANUAL'],
    ],
    passing: [
      ['山西省书画协会'],
      ['山西省辽宁商会'],
      ['太原市大同书画协会', at(TAIYUAN)],
      // 河源 is no place in the middle of the 字号 汾河源.
      ['山西省汾河源书画协会'],
    ],
  },
  N14: {
    flagged: [
      ['山西省福建省商会', {}, 'BLOCK', '山西省福建商会'],
      ['太原市辽宁企业家商会', at(TAIYUAN), 'BLOCK', '太原市辽宁商会'],
    ],
    passing: [['山西省福建商会'], ['山西省辽宁鞍山商会'], ['山西省茶业商会']],
  },
  N15: {
    flagged: [
      ['柳林湾镇商会', at(TAIYUAN), 'BLOCK'],
      ['桃园岭街道志愿者协会', at(TAIYUAN), 'BLOCK'],
      ['唐槐林开发区企业联合会', at(TAIYUAN), 'BLOCK'],
    ],
    passing: [
      ['太原市柳林湾镇商会', at(TAIYUAN)],
      ['农村发展促进会', at(TAIYUAN)],
    ],
  },
  N20: {
    flagged: [
      ['中国书画协会', {}, 'BLOCK', '山西省书画协会'],
      ['国际茶文化研究会', at(TAIYUAN), 'BLOCK', '太原市茶文化研究会'],
    ],
    passing: [['山西省国际茶文化研究会'], ['中国茶文化研究会', at(NATION)]],
  },
  N21: {
    flagged: [
      ['山西省国际茶文化研究会', {}, 'WARN'],
      ['太原市中华武术协会', at(TAIYUAN), 'WARN'],
    ],
    passing: [['山西省武术协会'], ['中国国际武术协会', at(NATION)]],
  },
  N22: {
    flagged: [
      ['中国晨曦养老服务中心', unit(), 'BLOCK'],
      ['太原市中华晨曦养老服务中心', unit(), 'BLOCK', '太原市晨曦养老服务中心'],
      ['中华晨曦养老服务中心', unit(NATION), 'BLOCK'],
    ],
    passing: [
      ['太原市晨曦养老服务中心', unit()],
      ['太原市中华武术协会', at(TAIYUAN)],
    ],
  },
  N30: {
    flagged: [
      ['山西省书画总会', {}, 'WARN'],
      ['太原市晨曦艺术团', unit(), 'WARN'],
      ['山西省晨曦公益信托', fund(), 'BLOCK'],
    ],
    passing: [['山西省总商会'], ['山西省银行业协会'], ['山西省晨曦公益基金会', fund()]],
  },
  N31: {
    flagged: [
      ['山西省养老服务中心', {}, 'BLOCK'],
      ['太原市晨曦养老促进会', unit(), 'BLOCK'],
      ['山西省晨曦慈善会', fund(), 'BLOCK'],
    ],
    passing: [['山西省养老促进会'], ['太原市晨曦养老服务中心', unit()], ['山西省汾水诗社']],
  },
  N32: {
    flagged: [
      ['太原市晨曦总医院', unit(), 'BLOCK', '太原市晨曦医院'],
      ['太原市晨曦教育集团', unit(), 'BLOCK'],
      ['太原市晨曦养老连锁中心', unit(), 'BLOCK', '太原市晨曦养老中心'],
    ],
    passing: [
      ['太原市晨曦医院', unit()],
      ['太原市总角儿童关爱中心', unit()],
    ],
  },
  N33: {
    flagged: [
      ['太原市晨曦幼儿园', unit(), 'WARN'],
      ['太原市晨曦口腔门诊部', unit(), 'WARN'],
    ],
    passing: [
      ['太原市晨曦养老服务中心', unit()],
      ['太原市晨曦图书馆', unit()],
      ['太原市晨曦幼儿园', { ...unit(), declared: declares({ licensed: true }) }],
    ],
  },
  N40: {
    flagged: [
      ['太原市养老服务中心', unit(), 'BLOCK'],
      ['太原市医院', unit(), 'BLOCK'],
      ['山西省教育基金会', fund(), 'WARN'],
      ['山西省教育基金会', { ...fund(), declared: declares({}) }, 'BLOCK'],
      ['山西省教育基金会', { ...fund(), declared: declares({ withoutTradeName: true }) }, 'MANUAL'],
    ],
    passing: [['太原市晨曦养老服务中心', unit()], ['山西省晨曦教育基金会', fund()], ['山西省教育协会']],
  },
  N41: {
    flagged: [
      ['太原市光养老服务中心', unit(), 'BLOCK'],
      ['山西省仁公益基金会', fund(), 'BLOCK'],
      ['太原市新农村发展中心', unit(), 'MANUAL'],
    ],
    passing: [
      ['太原市仁和养老服务中心', unit()],
      ['山西省仁爱公益基金会', fund()],
    ],
  },
  N42: {
    flagged: [
      ['太原市石家庄养老服务中心', unit(), 'BLOCK'],
      ['山西省鞍山市助学基金会', fund(), 'BLOCK'],
      ['太原市大同养老服务中心', unit(), 'MANUAL'],
      ['太原市清徐养老服务中心', unit(), 'MANUAL'],
    ],
    passing: [
      ['太原市晨曦养老服务中心', unit()],
      ['山西省晨曦助学基金会', fund()],
    ],
  },
  N43: {
    flagged: [
      ['太原市养老养老服务中心', unit(), 'BLOCK'],
      ['山西省助学助学基金会', fund(), 'BLOCK'],
    ],
    passing: [
      ['太原市晨曦养老服务中心', unit()],
      ['山西省晨曦助学基金会', fund()],
    ],
  },
  N44: {
    flagged: [
      ['太原市林知远书法中心', { ...unit(), declared: declares({ founders: ['林知远'] }) }, 'WARN'],
      ['太原市晨曦书法中心', { ...unit(), declared: declares({ personInName: true }) }, 'WARN'],
      ['山西省林知远助学基金会', { ...fund(), declared: declares({ founders: ['林知远'] }) }, 'WARN'],
    ],
    passing: [
      ['太原市晨曦书法中心', { ...unit(), declared: declares({ founders: ['林知远'] }) }],
      ['太原市林知远书法中心', unit()],
    ],
  },
  N45: {
    flagged: [
      ['山西省林知远书法研究会', { declared: declares({ founders: ['林知远'] }) }, 'WARN'],
      ['山西省白居易诗歌研究会', {}, 'WARN'],
      ['太原市傅山书法协会', at(TAIYUAN), 'WARN'],
    ],
    passing: [['山西省诗歌研究会'], ['山西省孔子助学基金会', fund()]],
  },
  N46: {
    flagged: [
      ['山西省朱德诗词研究会', {}, 'BLOCK'],
      ['山西省周恩来公益基金会', fund(), 'BLOCK'],
      ['太原市孙中山文化研究会', at(TAIYUAN), 'MANUAL'],
    ],
    passing: [['山西省诗词研究会'], ['山西省恩来助学基金会', fund()]],
  },
  N47: {
    flagged: [
      ['山西省腾讯公益协会', {}, 'WARN'],
      ['山西大同大学校友会', {}, 'WARN'],
      ['太原市晨曦养老服务中心', { ...unit(), declared: declares({ unitInName: true }) }, 'WARN'],
      [
        '山西省古井文化研究会志愿者协会',
        found({ contained: [{ name: '山西省古井文化研究会', uscc: '51140000MJ0000018C' }] }),
        'WARN',
      ],
    ],
    passing: [['山西省银行业协会'], ['山西省大学生创业促进会'], ['山西省民办大学联合会']],
  },
  N50: {
    flagged: [
      ['山西省第一武术协会', {}, 'WARN'],
      ['太原市顶级教育促进会', at(TAIYUAN), 'WARN'],
      ['山西省国家级非遗保护协会', {}, 'WARN'],
    ],
    passing: [['山西省武术协会'], ['山西省第一中学校友会']],
  },
  N51: {
    flagged: [
      ['山西省晨曦协会', {}, 'WARN'],
      ['山西省协会', {}, 'WARN'],
      ['太原市晨曦发展中心', unit(), 'WARN'],
    ],
    passing: [['山西省力学学会'], ['山西省丝绸协会'], ['太原市晨曦养老院', unit()], ['太原市福建商会', at(TAIYUAN)]],
  },
  N60: {
    flagged: [
      ['山西省日本文化研究会', {}, 'MANUAL'],
      ['太原市公安局书画协会', at(TAIYUAN), 'BLOCK'],
      ['山西省世界卫生组织志愿者协会', {}, 'BLOCK'],
      ['山西省武警书画协会', {}, 'BLOCK'],
      ['太原市清真寺文化研究会', at(TAIYUAN), 'MANUAL'],
      ['世界卫生组织志愿者协会', at(NATION), 'MANUAL'],
    ],
    passing: [
      ['山西省朝鲜族书画协会'],
      ['山西省社区政府购买服务促进会'],
      ['山西省教育部门书画协会'],
      ['山西省退役军人创业促进会'],
    ],
  },
  N61: {
    flagged: [
      ['山西省算命文化研究会', {}, 'BLOCK'],
      ['太原市风水文化研究会', at(TAIYUAN), 'BLOCK'],
      ['山西省邪教研究会', {}, 'BLOCK'],
    ],
    passing: [
      ['山西省反邪教协会'],
      ['太原市毒品预防教育协会', at(TAIYUAN)],
      ['山西省特色情景剧协会'],
      ['太原市携手相伴养老服务中心', unit()],
    ],
  },
  N62: {
    flagged: [
      ['山西省红十字志愿者协会', {}, 'MANUAL'],
      ['山西省奥林匹克收藏协会', {}, 'MANUAL'],
      ['太原市妇联书画协会', at(TAIYUAN), 'MANUAL'],
    ],
    passing: [['山西省妇女书画协会'], ['山西省理工会计学会'], ['山西省人文联合会']],
  },
  N70: {
    flagged: [
      ['山西省书画协会', found({ exact: [holder('山西省书画协会')] }), 'BLOCK'],
      ['山西省書画协会', found({ exact: [holder('山西省书画协会')] }), 'BLOCK'],
    ],
    passing: [['山西省书画协会'], ['山西省书画协会', gone('山西省书画协会', 'DEREGISTERED', '2020-01-01')]],
  },
  N71: {
    flagged: [
      ['山西省晨曦养老服务中心', trade('山西晨曦敬老中心'), 'BLOCK'],
      ['山西省晨曦養老服务中心', trade('山西晨曦敬老中心'), 'BLOCK'],
    ],
    passing: [
      ['山西省晨曦养老服务中心', trade('山西晨曦教育中心')],
      ['山西省晨曦养老服务中心', trade('山西晨曦养老院')],
    ],
  },
  N72: {
    flagged: [
      ['山西省书画协会', gone('山西省书画协会', 'RENAMED', '2026-03-01'), 'BLOCK'],
      ['山西省书画协会', gone('山西省书画协会', 'DEREGISTERED', '2025-12-01'), 'BLOCK'],
    ],
    passing: [
      ['山西省书画协会', gone('山西省书画协会', 'RENAMED', '2025-11-30')],
      ['山西省书画协会', gone('山西省书画协会', 'REVOKED', '2026-03-01')],
    ],
  },
  N73: {
    flagged: [
      ['山西省书画协会', gone('山西省书画协会', 'REVOKED', '2026-03-01'), 'BLOCK'],
      ['山西省书画协会', gone('山西省书画协会', 'REVOKED', '2023-12-01'), 'BLOCK'],
    ],
    passing: [
      ['山西省书画协会', gone('山西省书画协会', 'REVOKED', '2023-11-30')],
      ['山西省书画协会', gone('山西省书画协会', 'RENAMED', '2026-03-01')],
    ],
  },
  N74: {
    flagged: [
      ['山西省书画协会', reserved('山西省书画协会'), 'BLOCK'],
      ['山西省書畫协会', reserved('山西省书画协会'), 'BLOCK'],
    ],
    passing: [['山西省书画协会'], ['山西省书画协会', reserved('山西省书画协会', true)]],
  },
  N75: {
    flagged: [
      ['山西省书画协会', similar('山西省书画研究会', '140000', '山西省民政厅'), 'WARN'],
      ['山西省书画协会', similar('辽宁省书画协会', '210000', '辽宁省民政厅'), 'WARN'],
    ],
    passing: [
      ['山西省书画协会', similar('太原市书画协会', '140100', '太原市民政局')],
      ['山西省書畫协会', similar('山西省书画协会', '140000', '山西省民政厅')],
    ],
  },
  N76: {
    flagged: [
      ['山西省书画协会', similar('太原市书画协会', '140100', '太原市民政局'), 'MANUAL'],
      ['太原市书画协会', { ...at(TAIYUAN), ...similar('山西省书画协会', '140000', '山西省民政厅') }, 'MANUAL'],
    ],
    passing: [
      ['山西省书画协会', similar('辽宁省书画协会', '210000', '辽宁省民政厅')],
      ['山西省书画协会', similar('太原市书画学会', '140100', '太原市民政局')],
      ['吉林省书画协会', { ...at(JILIN_PROVINCE), ...similar('山西省书画协会', '140000', '山西省民政厅') }],
    ],
  },
  N77: {
    flagged: [
      ['山西省书画协会', found({ open: [inOpenCase('山西省书画协会', true)] }), 'WARN'],
      ['山西省书画协会', found({ open: [inOpenCase('山西省书画家协会', false)] }), 'WARN'],
    ],
    passing: [
      ['山西省书画协会'],
      // Whoever keeps it is told of by N74.
      ['山西省书画协会', found({ ...reserved('山西省书画协会').register, open: [inOpenCase('山西省书画协会', true)] })],
    ],
  },
  N90: {
    flagged: [
      ['山西省书画学会', approved('山西省书画协会'), 'BLOCK', '山西省书画协会'],
      ['山西省书画家协会', approved('山西省书画协会'), 'BLOCK', '山西省书画协会'],
    ],
    passing: [
      ['山西省书画协会', approved('山西省书画协会')],
      ['中国 书画', {}],
    ],
  },
  N91: {
    flagged: [
      ['山西省书画协会', approved('山西省书画协会', '2026-11-29'), 'BLOCK'],
      ['山西省书画协会', approved('山西省书画协会', '2025-01-01'), 'BLOCK'],
    ],
    passing: [
      ['山西省书画协会', approved('山西省书画协会', '2026-11-30')],
      ['山西省书画协会', approved('山西省书画协会')],
    ],
  },
}

const ask = (name: string, question: Question = {}): Finding[] =>
  checkName({
    name,
    orgType: 'SOCIAL_GROUP',
    authority: SHANXI,
    divisions: DIVISIONS,
    register: NOTHING_FOUND,
    today: TODAY,
    ...question,
  }).findings

describe('8.12 every rule finds what it is for and leaves the rest', () => {
  const rows = Object.entries(CASES) as [RuleCode, (typeof CASES)[RuleCode]][]
  it('has a row for each, in the order of the table', () => {
    expect(rows.map(([code]) => code)).toEqual(Object.keys(NAME_RULES))
  })

  it.each(rows)('%s', (code, { flagged, passing }) => {
    expect(flagged.length).toBeGreaterThanOrEqual(2)
    expect(passing.length).toBeGreaterThanOrEqual(2)
    for (const [name, question, level, suggestion] of flagged) {
      const hits = ask(name, question).filter((finding) => finding.code === code)
      expect(hits, name).toHaveLength(1)
      expect(hits[0], name).toMatchObject({ level, ...(suggestion === undefined ? {} : { suggestion }) })
    }
    for (const [name, question] of passing)
      expect(
        ask(name, question).filter((finding) => finding.code === code),
        name,
      ).toEqual([])
  })

  it('a suggestion is no name the same rule would find again', () => {
    for (const [code, { flagged }] of rows)
      for (const [name, question] of flagged)
        for (const { suggestion } of ask(name, question).filter((finding) => finding.code === code))
          if (suggestion !== undefined)
            expect(
              ask(suggestion, question).filter((finding) => finding.code === code),
              `${code} ${name} → ${suggestion}`,
            ).toEqual([])
  })

  it('marks words where they stand in the name as written, whatever the width of its characters', () => {
    const marked = (name: string, code: RuleCode): string | undefined => {
      const span = ask(name).find((finding) => finding.code === code)?.span
      return span && name.slice(...span)
    }
    expect(marked('山西省𠮷祥腾讯文学学会', 'N47')).toBe('腾讯')
    expect(marked('山西省第一書畫协会', 'N50')).toBe('第一')
    expect(marked('山西省𡻕月國際文学学会', 'N21')).toBe('國際')
  })
})

describe('8.12 the table of rules', () => {
  it('gives each rule one row with basis, level and dates', () => {
    for (const rule of Object.values(NAME_RULES)) {
      expect(['BLOCK', 'WARN', 'MANUAL']).toContain(rule.level)
      expect(rule.basis.length).toBeGreaterThan(5)
      expect(rule.effectiveFrom).toBe('2024-05-01')
    }
  })

  it('keeps word lists as data with source and date, each word once', () => {
    for (const [name, list] of Object.entries(NAME_WORD_LISTS)) {
      expect(list.source.length, name).toBeGreaterThan(5)
      expect(list.asOf, name).toMatch(/^\d{4}-\d{2}-\d{2}$/)
      for (const row of list.words) {
        expect(row.word, name).toMatch(/^\p{Unified_Ideograph}+$/u)
        for (const longer of row.unless ?? []) expect(longer, name).toContain(row.word)
      }
    }
  })

  it('takes a list an administrator has changed instead of its own', () => {
    const leaders = { source: '管理员', asOf: TODAY, words: [{ word: '某先贤' }] }
    expect(ask('山西省某先贤书画协会', { lists: { leaders } }).map(({ code }) => code)).toEqual(['N46'])
    expect(ask('山西省朱德书画协会', { lists: { leaders } })).toEqual([])
  })
})
