import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Division } from '../../../src/reference/reference.ts'
import { divisionOfSite, siteDivision } from '../../../src/web/division.ts'

const divisions = new Map(
  (JSON.parse(readFileSync(new URL('../../../seeds/data/divisions.json', import.meta.url), 'utf8')) as Division[]).map(
    (division) => [division.code, { ...division, validTo: division.validTo ?? null }],
  ),
)
const known = { site: { rootDivisionCode: '210000' }, reference: { divisions } } as const

describe('the division somebody switched to', () => {
  it('A-022 is named with its city where it is a county', () => {
    expect(divisionOfSite(known, '210311')?.name).toBe('鞍山市千山区')
    expect(divisionOfSite(known, '210300')?.name).toBe('鞍山市')
    expect(divisionOfSite(known, '210000')?.name).toBe('辽宁省')
  })

  it('A-022 lies in the site’s own part of the country and exists today', () => {
    for (const code of ['140000', '140105', '000000', '', 'x', '21031'])
      expect(divisionOfSite(known, code)).toBeUndefined()
    const gone = { ...known, reference: { divisions: new Map(divisions) } }
    const qianshan = divisions.get('210311')
    if (!qianshan) throw new Error('no division')
    gone.reference.divisions.set('210311', { ...qianshan, validTo: '2025-01-01' })
    expect(divisionOfSite(gone, '210311')).toBeUndefined()
  })

  it.each([
    ['division=210311', '210311'],
    ['elder=1; division=210300; x=y', '210300'],
    ['mydivision=210300', undefined],
    ['division=2103000', undefined],
    ['division=', undefined],
    [undefined, undefined],
  ])('A-022 is read from the cookies %j', (cookie, code) => {
    expect(siteDivision(known, cookie)?.code).toBe(code)
  })
})
