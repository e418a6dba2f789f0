import { describe, expect, it } from 'vitest'
import { checkName } from '../../../src/core/names/engine.ts'
import { freeFrom } from '../../../src/core/names/free-date.ts'
import { NAME_RULES } from '../../../src/core/names/rules.ts'
import type { FindingLevel, NameQuestion, RegisterMatches, RuleCode } from '../../../src/core/names/types.ts'
import { FORM_WORDS } from '../../../src/core/names/words.ts'
import type { OrgType } from '../../../src/core/org-types.ts'
import {
  CHAOYANG_BEIJING,
  CHAOYANG_LIAONING,
  DATONG,
  DIVISIONS,
  ENSHI,
  GUANGXI,
  GUJIAO,
  holder,
  INNER_MONGOLIA,
  JILIN_CITY,
  JILIN_PROVINCE,
  NATION,
  NOTHING_FOUND,
  QINGXU,
  QIANXIAN,
  QIXIAN,
  SHANXI,
  SHENNONGJIA,
  TAIYUAN,
  TIEDONG,
  XILINGOL,
  XIUYAN,
  YANGQUAN,
  YANGQUAN_CHENGQU,
  YINGZE,
} from './cases.ts'

const TODAY = '2026-11-20'

function check(name: string, rest: Partial<NameQuestion> = {}) {
  return checkName({
    name,
    orgType: 'SOCIAL_GROUP',
    authority: SHANXI,
    divisions: DIVISIONS,
    register: NOTHING_FOUND,
    today: TODAY,
    ...rest,
  })
}

function codes(name: string, rest: Partial<NameQuestion> = {}): RuleCode[] {
  return check(name, rest).findings.map(({ code }) => code)
}

function found(register: Partial<RegisterMatches>): Partial<NameQuestion> {
  return { register: { ...NOTHING_FOUND, ...register } }
}

describe('names nothing speaks against', () => {
  it.each<[string, OrgType, NameQuestion['authority']]>([
    ['山西省文学学会', 'SOCIAL_GROUP', SHANXI],
    ['山西文学学会', 'SOCIAL_GROUP', SHANXI],
    ['山西省福建商会', 'SOCIAL_GROUP', SHANXI],
    ['山西省银行业协会', 'SOCIAL_GROUP', SHANXI],
    ['太原市二〇二六书画研究会', 'SOCIAL_GROUP', TAIYUAN],
    ['山西省城区绿化协会', 'SOCIAL_GROUP', SHANXI],
    ['太原市文学学会', 'SOCIAL_GROUP', TAIYUAN],
    ['山西省太原市文学学会', 'SOCIAL_GROUP', TAIYUAN],
    ['太原市场营销协会', 'SOCIAL_GROUP', TAIYUAN],
    ['大同区域经济促进会', 'SOCIAL_GROUP', DATONG],
    ['阳泉市城区绿化协会', 'SOCIAL_GROUP', YANGQUAN],
    ['阳泉市城区绿化协会', 'SOCIAL_GROUP', YANGQUAN_CHENGQU],
    ['太原市迎泽区文学学会', 'SOCIAL_GROUP', YINGZE],
    ['太原迎泽文学学会', 'SOCIAL_GROUP', YINGZE],
    ['清徐县葡萄协会', 'SOCIAL_GROUP', QINGXU],
    ['清徐葡萄协会', 'SOCIAL_GROUP', QINGXU],
    ['太原市清徐县葡萄协会', 'SOCIAL_GROUP', QINGXU],
    ['古交市煤炭工业协会', 'SOCIAL_GROUP', GUJIAO],
    ['祁县玻璃协会', 'SOCIAL_GROUP', QIXIAN],
    ['北京市朝阳区文学学会', 'SOCIAL_GROUP', CHAOYANG_BEIJING],
    ['朝阳市文学学会', 'SOCIAL_GROUP', CHAOYANG_LIAONING],
    ['朝阳文学学会', 'SOCIAL_GROUP', CHAOYANG_LIAONING],
    ['鞍山市铁东区文学学会', 'SOCIAL_GROUP', TIEDONG],
    ['岫岩满族自治县玉石协会', 'SOCIAL_GROUP', XIUYAN],
    ['岫岩玉石协会', 'SOCIAL_GROUP', XIUYAN],
    ['吉林省文学学会', 'SOCIAL_GROUP', JILIN_PROVINCE],
    ['吉林文学学会', 'SOCIAL_GROUP', JILIN_PROVINCE],
    ['吉林文学学会', 'SOCIAL_GROUP', JILIN_CITY],
    ['恩施土家族苗族自治州文学学会', 'SOCIAL_GROUP', ENSHI],
    ['恩施文学学会', 'SOCIAL_GROUP', ENSHI],
    ['神农架林区文学学会', 'SOCIAL_GROUP', SHENNONGJIA],
    ['乾县文学学会', 'SOCIAL_GROUP', QIANXIAN],
    ['咸阳市乾县文学学会', 'SOCIAL_GROUP', QIANXIAN],
    ['广西壮族自治区文学学会', 'SOCIAL_GROUP', GUANGXI],
    ['广西文学学会', 'SOCIAL_GROUP', GUANGXI],
    ['内蒙古文学学会', 'SOCIAL_GROUP', INNER_MONGOLIA],
    ['锡林郭勒盟文学学会', 'SOCIAL_GROUP', XILINGOL],
    ['太原市晨曦养老服务中心', 'PRIVATE_NON_ENTERPRISE', TAIYUAN],
    ['太原市迎泽区晨曦养老院', 'PRIVATE_NON_ENTERPRISE', YINGZE],
    ['山西省晨曦公益基金会', 'FOUNDATION', SHANXI],
    ['中国晨曦公益基金会', 'FOUNDATION', NATION],
    ['晨曦公益基金会', 'FOUNDATION', NATION],
    ['中华晨曦文化研究会', 'SOCIAL_GROUP', NATION],
  ])('%s (%s)', (name, orgType, authority) => {
    expect(check(name, { orgType, authority }).findings).toEqual([])
  })
})

describe('N01 length', () => {
  it.each(['', '协会', '文协会', '　'])('%j is too short', (name) => {
    expect(codes(name)).toContain('N01')
  })
  it('counts characters, not UTF-16 units: four rare ones are four', () => {
    expect(codes('𠮷𠮷协会')).not.toContain('N01')
    expect(codes('𠮷协会')).toContain('N01')
  })
  it('takes 60 characters and refuses 61', () => {
    expect(codes(`山西省${'书画'.repeat(27)}展协会`)).toEqual([])
    expect(codes(`山西省${'书画'.repeat(28)}协会`)).toEqual(['N01'])
  })
  it('of an empty name is all that is told', () => {
    expect(codes('')).toEqual(['N01'])
  })
})

describe('N02 characters', () => {
  it.each([
    ['山西省ABC文学学会', 'ABC', [3, 6]],
    ['山西省ＡＢ文学学会', 'AB', [3, 5]],
    ['山西省2026文学学会', '206', [3, 7]],
    ['山西省文学（青年）学会', '()', [5, 6]],
    ['山西省文学-学会', '-', [5, 6]],
    ['山西省文学😀学会', '😀', [5, 7]],
    ['山西省ひらがな学会', 'ひらがな', [3, 7]],
  ])('%s names %s and where it is', (name, characters, span) => {
    const findings = check(name).findings.filter(({ code }) => code === 'N02')
    expect(findings).toEqual([
      {
        code: 'N02',
        level: 'BLOCK',
        message: `名称只能使用规范汉字，不能含字母、数字、符号或空格（“${characters}”）`,
        basis: NAME_RULES.N02.basis,
        span,
      },
    ])
  })
  it('a dot between characters of a name only warns', () => {
    expect(check('山西省阿卜杜拉·艾山音乐研究会').findings).toMatchObject([
      { code: 'N02', level: 'WARN', span: [7, 8] },
    ])
  })
  it.each(['·山西省文学学会', '山西省文学学会·', '山西省文··学学会'])('a dot elsewhere blocks: %s', (name) => {
    expect(check(name).findings).toContainEqual(expect.objectContaining({ code: 'N02', level: 'BLOCK' }))
  })
  it('takes 〇 as the character it is, and leaves rare ideographs outside the basic plane to N04', () => {
    expect(codes('山西省二〇三〇文学学会')).toEqual([])
    expect(codes('山西省𠮷文学学会')).toEqual(['N04'])
  })
})

describe('N03 blanks and invisible characters', () => {
  it.each([
    ['山西省 文学学会', [3, 4]],
    ['山西省　　文学学会', [3, 5]],
    ['山西省\u200b文学学会', [3, 4]],
    ['\ufeff山西省文学学会', [0, 1]],
    ['山西省文学学会\u3164', [7, 8]],
    ['山西省\u00ad文学学会\n', [3, 4]],
  ])('%j is marked where it was typed and read without them', (name, span) => {
    const answer = check(name)
    expect(answer.normalized).toBe('山西省文学学会')
    expect(answer.findings).toMatchObject([{ code: 'N03', level: 'BLOCK', span }])
  })
})

describe('N10 to N12 division', () => {
  it.each<[string, NameQuestion['authority'], string]>([
    ['文学学会', SHANXI, '山西省'],
    ['晋川文学学会', SHANXI, '山西省'],
    ['文学学会', YINGZE, '太原市迎泽区'],
    ['文学学会', CHAOYANG_BEIJING, '北京市朝阳区'],
    ['徐县文学学会', QINGXU, '清徐县'],
  ])('N10: %s has no division', (name, authority, prefix) => {
    expect(check(name, { authority }).findings).toMatchObject([
      { code: 'N10', level: 'BLOCK', message: `名称应以“${prefix}”开头` },
    ])
  })

  it.each<[string, NameQuestion['authority'], string]>([
    ['迎泽区文学学会', YINGZE, '太原市迎泽区'],
    ['迎泽文学学会', YINGZE, '太原市迎泽区'],
    ['山西省迎泽区文学学会', YINGZE, '太原市迎泽区'],
    ['朝阳区文学学会', CHAOYANG_BEIJING, '北京市朝阳区'],
    ['铁东区文学学会', TIEDONG, '鞍山市铁东区'],
    ['城区绿化协会', YANGQUAN_CHENGQU, '阳泉市城区'],
  ])('N11: %s has a district without its city', (name, authority, example) => {
    expect(check(name, { authority }).findings).toMatchObject([
      {
        code: 'N11',
        level: 'BLOCK',
        message: `使用市辖区名称时，应当同时冠以所属市的名称，例如“${example}…”`,
      },
    ])
  })

  it('N11 names the city of another district by the list', () => {
    const [first, second] = check('万柏林区文学学会', { authority: YINGZE }).findings
    expect(first).toMatchObject({ code: 'N11', message: expect.stringContaining('太原市万柏林区') })
    expect(second).toMatchObject({ code: 'N12' })
  })

  it.each<[string, NameQuestion['authority'], string]>([
    ['山西省文学学会', TAIYUAN, '山西省'],
    ['山西文学学会', TAIYUAN, '山西'],
    ['太原市文学学会', YINGZE, '太原市'],
    ['太原市万柏林区文学学会', YINGZE, '太原市万柏林区'],
    ['辽宁省文学学会', SHANXI, '辽宁省'],
    ['吉林省文学学会', JILIN_CITY, '吉林省'],
    ['四平市铁东区文学学会', TIEDONG, '四平市铁东区'],
    ['朝阳市文学学会', CHAOYANG_BEIJING, '朝阳市'],
    ['大庆市大同区文学学会', DATONG, '大庆市大同区'],
    ['广西壮族自治区文学学会', SHANXI, '广西壮族自治区'],
  ])('N12: %s names another division', (name, authority, prefix) => {
    const { findings } = check(name, { authority })
    expect(findings).toMatchObject([{ code: 'N12', level: 'BLOCK', span: [0, prefix.length] }])
    expect(findings[0]?.message).toContain(`“${prefix}”`)
  })

  it.each<[string, NameQuestion['authority'], string]>([
    ['太原市文学学会', SHANXI, '太原市'],
    ['山西省太原市文学学会', SHANXI, '山西省太原市'],
    ['太原市迎泽区文学学会', TAIYUAN, '太原市迎泽区'],
    ['吉林市文学学会', JILIN_PROVINCE, '吉林市'],
  ])('N12: %s names a division of the authority’s own area, which somebody looks at', (name, authority, prefix) => {
    expect(check(name, { authority }).findings).toMatchObject([
      { code: 'N12', level: 'MANUAL', span: [0, prefix.length] },
    ])
  })

  it('N12 names the division as it was written', () => {
    expect(check('乾县文学学会').findings[0]?.message).toContain('“乾县”')
  })

  it('N12: a division that ended is known as such, with what to write today', () => {
    expect(check('大同县葡萄协会', { authority: DATONG }).findings).toMatchObject([
      {
        code: 'N12',
        level: 'MANUAL',
        message: '“大同县”已于2018年2月9日撤销，请使用现行的行政区划名称“大同市”',
        suggestion: '大同市葡萄协会',
      },
    ])
    expect(check('莱芜市葡萄协会', { authority: DATONG }).findings).toMatchObject([{ code: 'N12', level: 'BLOCK' }])
  })

  it('do not apply to national names', () => {
    expect(codes('文学研究学会', { authority: NATION })).toEqual([])
  })
})

describe('N20 nationwide words in front of a local name', () => {
  it.each(['中国', '全国', '中华', '国家', '国际', '世界'])('%s', (word) => {
    const { findings } = check(`${word}文学学会`)
    expect(findings.map(({ code }) => code)).toEqual(['N10', 'N20'])
    expect(findings[1]).toMatchObject({ message: `地方社会组织名称不得冠以“${word}”字样`, span: [0, 2] })
    expect(codes(`${word}文学学会`, { authority: NATION })).toEqual([])
    expect(codes(`山西省${word}文学学会`)).toEqual(['N21'])
  })
})

const TYPES: readonly OrgType[] = ['SOCIAL_GROUP', 'PRIVATE_NON_ENTERPRISE', 'FOUNDATION']

describe('N30 and N31 form', () => {
  it.each(FORM_WORDS)('$word belongs to $orgType and to no other kind', ({ word, orgType }) => {
    for (const type of TYPES) {
      const told = codes(`山西省晨曦${word}`, { orgType: type }).filter((code) => code === 'N30' || code === 'N31')
      expect(told).toEqual(type === orgType ? [] : ['N31'])
    }
  })

  it.each<[OrgType, FindingLevel, string]>([
    [
      'SOCIAL_GROUP',
      'WARN',
      '社会团体名称一般以“协会”“商会”“学会”“研究会”“促进会”“联合会”等结尾，使用其他组织形式的请说明理由',
    ],
    [
      'PRIVATE_NON_ENTERPRISE',
      'WARN',
      '民办非企业单位名称一般以“学校”“大学”“学院”“医院”“中心”“院”“园”“所”“馆”“站”“社”等结尾，使用其他组织形式的请说明理由',
    ],
    ['FOUNDATION', 'BLOCK', '基金会名称应以“基金会”结尾'],
  ])('N30: a %s with an unknown ending is told the usual ones (%s)', (orgType, level, message) => {
    for (const name of ['山西省晨曦文学', '山西省晨曦文学委员会', '山西省晨曦文学联盟', '山西省晨曦文学工作室'])
      expect(check(name, { orgType }).findings).toMatchObject([{ code: 'N30', level, message }])
  })

  it('N31 names the word and where it stands', () => {
    expect(check('山西省养老服务中心').findings).toMatchObject([
      {
        code: 'N31',
        level: 'BLOCK',
        message: expect.stringMatching(/^“中心”不是社会团体可用的组织形式/),
        span: [7, 9],
      },
    ])
    expect(check('山西省公益基金会').findings).toMatchObject([{ code: 'N31', span: [5, 8] }])
  })

  it('N31 goes by the longest word: 学院, not 院', () => {
    expect(check('山西省晨曦学院').findings[0]?.message).toContain('“学院”')
  })
})

describe('N70 a registered name', () => {
  it('is told with its holder', () => {
    expect(check('山西省文学学会', found({ exact: [holder('山西省文学学会')] })).findings).toMatchObject([
      { code: 'N70', level: 'BLOCK', message: '该名称已被登记：山西省文学学会（51140000MJ0000018C）' },
    ])
  })
  it('is not told of names given up long ago', () => {
    const exact = [holder('山西省文学学会', { status: 'DEREGISTERED', statusSince: '2020-01-01' })]
    expect(codes('山西省文学学会', found({ exact }))).toEqual([])
  })
})

describe('N71 the same 字号, field and form', () => {
  const orgType: OrgType = 'PRIVATE_NON_ENTERPRISE'
  const name = '山西省晨曦养老服务中心'
  it.each(['山西晨曦养老服务中心', '山西省晨曦敬老中心', '山西省晨曦老年关爱中心'])('%s blocks', (other) => {
    const { findings } = check(name, { orgType, ...found({ sameTradeName: [holder(other)] }) })
    expect(findings).toMatchObject([
      { code: 'N71', level: 'BLOCK', message: `与已登记的“${other}”同领域、同组织形式且字号相同` },
    ])
  })
  it.each([
    ['another form', '山西省晨曦养老服务院'],
    ['another field', '山西省晨曦教育培训中心'],
    ['another 字号', '山西省旭日养老服务中心'],
    ['the very name, which N70 is about', '山西省晨曦养老服务中心'],
  ])('%s does not: %s', (_, other) => {
    expect(codes(name, { orgType, ...found({ sameTradeName: [holder(other)] }) })).toEqual([])
  })
  it('does not apply to social groups, which have no 字号', () => {
    expect(codes('山西省文学学会', found({ sameTradeName: [holder('山西文学学会')] }))).toEqual([])
  })
  it('does not apply to a name without 字号', () => {
    const sameTradeName = [holder('山西省养老服务中心')]
    expect(codes('山西养老服务中心', { orgType, ...found({ sameTradeName }) })).toEqual(['N40'])
  })
})

describe('N72 and N73 names given up', () => {
  const name = '山西省文学学会'
  it.each([
    ['N72', 'RENAMED', '2025-11-21', `“${name}”于2025年11月21日更名，未满1年，2026年11月21日起方可使用`],
    ['N72', 'DEREGISTERED', '2026-01-05', `“${name}”于2026年1月5日注销，未满1年，2027年1月5日起方可使用`],
    ['N73', 'REVOKED', '2023-11-21', `“${name}”于2023年11月21日被撤销，未满3年，2026年11月21日起方可使用`],
  ] as const)('%s: %s on %s', (code, status, statusSince, message) => {
    const { findings } = check(name, found({ exact: [holder(name, { status, statusSince })] }))
    expect(findings).toMatchObject([{ code, level: 'BLOCK', message }])
  })

  it.each([
    ['RENAMED', '2025-11-20'],
    ['DEREGISTERED', '2025-11-20'],
    ['REVOKED', '2023-11-20'],
  ] as const)('are free on the day the period is full: %s on %s', (status, statusSince) => {
    expect(codes(name, found({ exact: [holder(name, { status, statusSince })] }))).toEqual([])
  })

  it.each([
    ['2025-06-10', 1, '2026-06-10'],
    ['2024-02-29', 1, '2025-03-01'],
    ['2024-02-29', 3, '2027-03-01'],
    ['2024-02-29', 4, '2028-02-29'],
    ['2023-02-28', 1, '2024-02-28'],
    ['2025-12-31', 1, '2026-12-31'],
  ])('since %s for %i years are free from %s', (since, years, free) => {
    expect(freeFrom(since, years)).toBe(free)
  })

  it('given up on 29 February are closed to the end of the next February', () => {
    const exact = [holder(name, { status: 'DEREGISTERED', statusSince: '2024-02-29' })]
    expect(codes(name, { ...found({ exact }), today: '2025-02-28' })).toEqual(['N72'])
    expect(codes(name, { ...found({ exact }), today: '2025-03-01' })).toEqual([])
  })

  it('also close the 字号 in the same field and form', () => {
    const former = (status: 'DEREGISTERED' | 'REVOKED') =>
      found({ sameTradeName: [holder('山西晨曦养老服务中心', { status, statusSince: '2026-06-01' })] })
    const orgType = 'PRIVATE_NON_ENTERPRISE'
    expect(codes('山西省晨曦养老中心', { orgType, ...former('DEREGISTERED') })).toEqual(['N72'])
    expect(codes('山西省晨曦养老中心', { orgType, ...former('REVOKED') })).toEqual(['N73'])
    expect(codes('山西省晨曦教育中心', { orgType, ...former('REVOKED') })).toEqual([])
  })

  it('are told one by one', () => {
    const exact = [
      holder(name, { status: 'RENAMED', statusSince: '2026-01-01' }),
      holder(name, { status: 'REVOKED', statusSince: '2024-12-01' }),
      holder(name),
    ]
    expect(codes(name, found({ exact }))).toEqual(['N70', 'N72', 'N73'])
  })
})

describe('N74 a reserved name', () => {
  const name = '山西省文学学会'
  it.each([
    ['2026-11-20', false, ['N74']],
    ['2027-03-01', false, ['N74']],
    ['2026-11-19', false, ['N74']],
    ['2027-03-01', true, []],
  ] as const)('until %s, by the same caseFile: %s', (until, sameCase, expected) => {
    expect(codes(name, found({ reserved: [{ name, until, sameCase }] }))).toEqual(expected)
  })
  it('says until when', () => {
    const reserved = [{ name, until: '2027-03-01', sameCase: false }]
    expect(check(name, found({ reserved })).findings[0]?.message).toBe('该名称已被其他申请人申请，保留至2027年3月1日')
  })
  it('8.31 stays kept past its last day until it is released', () => {
    const reserved = [{ name, until: '2026-11-19', sameCase: false }]
    expect(check(name, found({ reserved })).findings[0]?.message).toContain('名称继续保留')
  })
})

describe('N75 similar names', () => {
  const similar = (name: string, similarity: number) => ({ name, uscc: '51140100MJ100001XQ', similarity })
  it('warns with the list, nearest first', () => {
    const list = [similar('太原市文学协会', 0.6), similar('山西省文学研究会', 0.9), similar('山西省美术学会', 0.49)]
    expect(check('山西省文学学会', found({ similar: list })).findings).toMatchObject([
      {
        code: 'N75',
        level: 'WARN',
        message:
          '与下列已登记名称相近，请确认不会引起混淆：山西省文学研究会（51140100MJ100001XQ）、太原市文学协会（51140100MJ100001XQ）',
      },
    ])
  })
  it('leaves out the name itself', () => {
    expect(codes('山西省文学学会', found({ similar: [similar('山西省文学学会', 1)] }))).toEqual([])
  })
  it('names ten at most', () => {
    const list = Array.from({ length: 15 }, (_, index) => similar(`山西省文学${'甲'.repeat(index + 1)}协会`, 0.8))
    const message = check('山西省文学学会', found({ similar: list })).findings[0]?.message ?? ''
    expect(message.match(/（/g)).toHaveLength(10)
  })
})

describe('an answer', () => {
  it('has all findings at once, in the order of the rules', () => {
    const reserved = [{ name: '中国ABC中心', until: '2027-01-01', sameCase: false }]
    const exact = [holder('中国ABC中心')]
    expect(codes('中国 ABC中心', found({ reserved, exact }))).toEqual([
      'N02',
      'N03',
      'N10',
      'N20',
      'N31',
      'N51',
      'N70',
      'N74',
    ])
  })

  it('shows the parts and the normalised name', () => {
    expect(check(' 太原市晨曦养老服务中心', { orgType: 'PRIVATE_NON_ENTERPRISE', authority: TAIYUAN })).toMatchObject({
      normalized: '太原市晨曦养老服务中心',
      parts: { division: '太原市', tradeName: '晨曦', field: '养老服务', form: '中心' },
    })
  })

  it('cites a basis in every finding', () => {
    const exact = [holder('中国 ABC')]
    for (const { basis } of check('中国 ABC', found({ exact })).findings) expect(basis).not.toBe('')
  })

  it('before the rules were in force finds nothing', () => {
    expect(codes('', { today: '2024-04-30' })).toEqual([])
    expect(codes('', { today: '2024-05-01' })).toEqual(['N01'])
  })
})
