import { describe, expect, it } from 'vitest'
import type { Matter } from '../../../src/core/matters/define.ts'
import { matters } from '../../../src/matters/index.ts'
import { directory, findMatters, matterLines, readFilter } from '../../../src/modules/catalogue/directory.ts'
import { meant, searchText } from '../../../src/modules/catalogue/search.ts'
import { sites } from '../../../src/sites/index.ts'

const authorities = [
  ['山西省民政厅', '社会组织管理局', '140000', ['SOCIAL_GROUP', 'PRIVATE_NON_ENTERPRISE', 'FOUNDATION']],
  ['太原市行政审批服务管理局', '社会事务科', '140100', ['SOCIAL_GROUP', 'PRIVATE_NON_ENTERPRISE']],
] as const
const place = {
  site: sites.shanxi,
  departments: authorities.map(([name, office, divisionCode, orgTypes], index) => ({
    name: index === 0 ? '省民政厅' : name,
    authority: { name, office, divisionCode, orgTypes, address: '一号', hours: '上午', phone: '1' } as never,
  })),
}
const inTaiyuan = matterLines(
  matters.all.filter(({ orgType }) => orgType !== 'FOUNDATION'),
  sites.shanxi,
)
const filter = (query: Record<string, string> = {}) => directory(matters.all, place, '/x', readFilter(query))

describe('what a search means', () => {
  it.each([
    ['社会团体', true],
    ['成立登记', true],
    ['我想成立一个协会', true],
    ['商会', true],
    ['社会 登记', true],
    ['', true],
    ['驾驶证', false],
  ])('%s finds the establishment of a social group: %s', (query, found) => {
    expect(filter({ q: query }).groups.length > 0).toBe(found)
  })

  it('matches words of the title in any order, and keywords inside what was typed', () => {
    const found = (keyword: string, query: string): number =>
      meant([{ title: '章程核准', keywords: [keyword] }], query).length
    expect(found('章程', '核准 章程')).toBe(1)
    expect(found('修改章程', '怎么修改章程')).toBe(1)
    expect(found('修改章程', '年报')).toBe(0)
  })

  it.each([
    ['成立慈善基金会', ['FOUNDATION']],
    ['注册慈善组织', ['FOUNDATION']],
    ['慈善会', ['SOCIAL_GROUP', 'FOUNDATION']],
    ['我想成立一个慈善会', ['SOCIAL_GROUP', 'FOUNDATION']],
  ])('%s is first what names most of it: %s', (query, first) => {
    const types = findMatters(matters.all, query).map(({ orgType }) => orgType)
    expect(types.slice(0, first.length)).toEqual(first)
  })

  it.each([
    ['zhuxiao', '注销登记'],
    ['zhu xiao deng ji', '注销登记'],
    ['ZXDJ', '注销登记'],
    ['nb', '年度工作报告'],
  ])('24 %s finds %s', (query, title) => {
    const found = findMatters(matters.all, query)
    expect(found.map((matter) => matter.title)).toContainEqual(expect.stringContaining(title))
  })

  it('24 the directory finds the establishment by its sound, and nothing by letters that are none', () => {
    for (const query of ['chengli', 'shehuituanti', 'xiehui', 'clsy']) {
      const wanted = query === 'clsy' ? 0 : 1
      expect([query, filter({ q: query }).groups.length]).toEqual([query, wanted])
    }
  })

  it.each([
    [undefined, ''],
    ['  年报 ', '年报'],
    ['年\u0000\u200B报', '年报'],
    ['ＡＢＣ', 'ABC'],
    ['长'.repeat(100), '长'.repeat(60)],
  ])('reads %j as %j', (typed, text) => {
    expect(searchText(typed)).toBe(text)
  })
})

describe('the directory', () => {
  it('issue 8 item 25: choosing a way in keeps what was searched for, and searching what was chosen', () => {
    const { facets, chosen } = filter({ q: '成立', type: 'SOCIAL_GROUP' })
    for (const href of facets.flatMap((facet) => [facet.href, ...facet.values.map((value) => value.href)]))
      expect(new URL(href, 'http://x').searchParams.get('q')).toBe('成立')
    expect(chosen).toEqual([{ name: 'type', value: 'SOCIAL_GROUP' }])
  })

  it('leads from 按部门 over the department to matters with guide and start', () => {
    const { facets, groups } = filter()
    expect(facets.map(({ text, current }) => [text, current])).toEqual([
      ['按部门', true],
      ['按类型', false],
    ])
    expect(facets[0]?.values.map(({ text, count }) => [text, count])).toEqual([
      ['省民政厅', matterLines(matters.all, sites.shanxi).length],
      ['太原市行政审批服务管理局', inTaiyuan.length],
    ])
    expect(groups[0]?.title).toBe('省民政厅')
    expect(groups[0]?.items[0]).toMatchObject({
      guideHref: '/services/matters/social-group-establishment',
      applyHref: '/services/matters/social-group-establishment/start',
    })
  })

  it('issue 11: a city’s department does what it registers, at its own window, and leads there', () => {
    const [group] = filter({ department: '太原市行政审批服务管理局' }).groups
    expect(group?.window).toBe('太原市行政审批服务管理局社会事务科的窗口：一号，上午，电话1')
    expect(group?.items.length).toBe(inTaiyuan.length)
    expect(group?.items[0]).toMatchObject({
      guideHref: '/services/matters/social-group-establishment?at=140100',
      applyHref: '/services/matters/social-group-establishment/start?at=140100',
    })
    expect(group?.items[0]?.parts.map(({ title }) => title)).toEqual(matters.all[0]?.stages.map(({ title }) => title))
  })

  it('issue 11: a search finds every matter by its title, its keywords and its 子事项', () => {
    for (const matter of matters.all)
      for (const query of [
        matter.title,
        ...matter.keywords,
        ...[...matter.stages, ...(matter.guide.parts ?? [])].map(({ title }) => title),
      ])
        expect(findMatters(matters.all, query), query).toContain(matter)
    expect(findMatters(matters.all, 'huanjie').map(({ title }) => title)).toContain('负责人换届备案')
  })

  it('issue 12: kinds of one family and type stand behind one line, each leading to its guide', () => {
    const change = matters.all.filter(({ family }) => family === 'change')
    const kinds = change.flatMap((matter) =>
      ['印章备案', '银行账户备案'].map((title): Matter => ({ ...matter, title, family: 'filing' })),
    )
    const lines = matterLines([...change, ...kinds], sites.shanxi)
    expect(lines.map(({ title }) => title)).toEqual([
      '变更登记（社会团体）',
      '变更登记（民办非企业单位）',
      '变更登记（基金会）',
      '备案（社会团体）',
      '备案（民办非企业单位）',
      '备案（基金会）',
    ])
    expect(lines[3]).toMatchObject({
      applyHref: '/services/legal/filing?type=SOCIAL_GROUP',
      parts: [
        { title: '印章备案', href: '/services/matters/social-group-change' },
        { title: '银行账户备案', href: '/services/matters/social-group-change' },
      ],
    })
  })

  it('what an organization changes has a 子事项 for each item of its type, and is found by each', () => {
    const changes = matters.all.filter(({ family }) => family === 'change')
    expect(matterLines(changes, place.site).map(({ parts }) => parts.map(({ title }) => title.slice(2)))).toEqual([
      ['名称', '住所', '宗旨', '业务范围', '活动地域', '法定代表人', '活动资金', '业务主管单位'],
      ['名称', '住所', '宗旨', '业务范围', '法定代表人', '开办资金', '业务主管单位', '出资人'],
      ['名称', '住所', '类型', '宗旨', '公益活动的业务范围', '法定代表人', '原始基金数额', '业务主管单位'],
    ])
    for (const query of ['法定代表人变更', '名称变更', '改名', '换法人'])
      expect(findMatters(matters.all, query)).toEqual(expect.arrayContaining(changes))
  })

  it('shows nothing of a department or type that does not exist', () => {
    expect(filter({ department: '省公安厅' }).groups).toEqual([])
    expect(filter({ type: 'COMPANY' }).groups).toEqual([])
    expect(filter({ type: 'SOCIAL_GROUP' }).groups).toHaveLength(1)
  })
})
