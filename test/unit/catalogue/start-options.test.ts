import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { matters } from '../../../src/matters/index.ts'
import type { Authority, Division } from '../../../src/reference/reference.ts'
import { matterOfType, startOptions, whereToGo } from '../../../src/modules/catalogue/start-options.ts'

const seed = <Row>(name: string): Row[] =>
  JSON.parse(readFileSync(new URL(`../../../seeds/data/${name}.json`, import.meta.url), 'utf8')) as Row[]

const reference = {
  divisions: new Map(
    seed<Division>('divisions').map((division) => [division.code, { ...division, validTo: division.validTo ?? null }]),
  ),
  authorities: seed<Authority>('authorities').map((authority, index) => ({ ...authority, id: index + 1 })),
}

const root = '140000'
const none = { orgType: '', level: '', division: '', authority: '' }
const options = (wanted: Partial<typeof none>) => startOptions(matters.all, reference, root, { ...none, ...wanted })

describe('options of the start form', () => {
  it('begins with the province and its one authority', () => {
    const { chosen, levels, orgTypes } = options({})
    const authority = reference.authorities.find(({ code }) => code === 'shanxi-mzt')
    expect(chosen).toEqual({
      orgType: 'SOCIAL_GROUP',
      level: 'PROVINCE',
      division: root,
      authority: String(authority?.id),
    })
    expect(levels.map(({ text }) => text)).toEqual(['省级', '市级', '县级'])
    expect(orgTypes).toEqual([
      { value: 'SOCIAL_GROUP', text: '社会团体' },
      { value: 'PRIVATE_NON_ENTERPRISE', text: '民办非企业单位（社会服务机构）' },
      { value: 'FOUNDATION', text: '基金会' },
    ])
  })

  it('offers the cities of the site and nothing of another province', () => {
    const { divisions, chosen } = options({ level: 'CITY', division: root })
    expect(divisions).toHaveLength(11)
    expect(divisions.every(({ value }) => value.startsWith('14'))).toBe(true)
    expect(chosen.division).toBe('')
    expect(chosen.authority).toBe('')
  })

  it('puts the city before the name of a county', () => {
    const { divisions } = options({ level: 'COUNTY' })
    expect(divisions).toContainEqual({ value: '140105', text: '太原市小店区' })
  })

  it('chooses the only authority of a division', () => {
    const { authorities, chosen } = options({ level: 'CITY', division: '140100' })
    expect(authorities.map(({ text }) => text)).toEqual(['太原市行政审批服务管理局'])
    expect(chosen.authority).toBe(authorities[0]?.value)
  })

  it('drops an authority that does not belong to the division', () => {
    const foreign = reference.authorities.find(({ code }) => code === 'liaoning-mzt')
    expect(options({ authority: String(foreign?.id) }).chosen.authority).not.toBe(String(foreign?.id))
    expect(options({ level: 'CITY', division: '210100' }).chosen.division).toBe('')
  })

  it('says where to go when a division has no authority here', () => {
    expect(options({ level: 'COUNTY', division: '140109' }).authorities).toEqual([])
    const words = whereToGo(reference, root, 'SOCIAL_GROUP', '140109')
    expect(words).toContain('太原市万柏林区')
    expect(words).toContain('太原市行政审批服务管理局（0351-5550201）')
  })

  it('lets foundations be founded with the province only', () => {
    const { levels, authorities } = options({ orgType: 'FOUNDATION', level: 'CITY' })
    expect([levels, authorities].map((list) => list.map(({ text }) => text))).toEqual([['省级'], ['山西省民政厅']])
    expect(matterOfType(matters.all, 'FOUNDATION')?.code).toBe('foundation-establishment')
  })
})
