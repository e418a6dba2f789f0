/**
 * Writes seeds/data/divisions.json from the dev dependency @vant/area-data: `node seeds/divisions-from-package.ts`.
 *
 * What it changes, so that the rows are those of GB/T 2260 (2,846 county-level rows at the end of 2024, the published
 * number):
 * - Invented codes go: development zones (suffix 71–79 and 90–99), a few others named below, and the towns the package
 *   lists as counties of the four cities without districts (东莞, 中山, 儋州, 嘉峪关), which stay without children.
 * - Group nodes that are no division (市辖区, 县, 省直辖县级行政区划 and the like) go: their counties hang directly
 *   under the municipality, province or autonomous region, which is also how names and authorities follow each other.
 * - 台湾, 香港 and 澳门 stay as provinces only, as in the standard.
 * - The changes of 2024 to 2026 the package lacks are added. Nothing is deleted when a division ends: old codes live on in
 *   unified codes and ID numbers, so an ended row keeps its code and points to its successor.
 *
 * Days of validity: 2024-12-27 and 2025-11-06 are the days of the public announcement. The days of 2020 and 2021 were not
 * checked against a notice, and of 653132 and 659013 only the months are known (the first day stands for them); an
 * administrator can correct them. A row without `validFrom` is older than the changes recorded here.
 */
import { writeFileSync } from 'node:fs'
import { areaList } from '@vant/area-data'

type Level = 'NATION' | 'PROVINCE' | 'CITY' | 'COUNTY'
type DivisionRow = {
  code: string
  name: string
  parentCode: string | null
  level: Level
  validFrom?: string
  validTo?: string
  replacedBy?: string
}
type Validity = Pick<DivisionRow, 'validFrom' | 'validTo' | 'replacedBy'>

const NATION = '100000'
const PROVINCES_WITHOUT_ROWS_BELOW = /^(71|81|82)/
const CITIES_WITHOUT_COUNTIES = /^(4419|4420|4604|6202)/
const MUNICIPALITIES = /^(11|12|31|50)/
const COUNTIES_UNDER_A_PROVINCE = /^\d\d90/

/** Not in GB/T 2260 although their codes look like it: new areas and the four districts of 大兴安岭 kept by statistics. */
const NOT_IN_THE_STANDARD = new Set(['320112', '321150', '232761', '232762', '232763', '232764', '632857'])

/** Divisions that have ended, or began after 2023; `validTo` is the first day on which the division is no more. */
const VALIDITY: Readonly<Record<string, Validity>> = {
  '320611': { validTo: '2020-07-10', replacedBy: '320613' },
  '350402': { validTo: '2021-02-08', replacedBy: '350404' },
  '370634': { validTo: '2020-06-05', replacedBy: '370614' },
  '653228': { validFrom: '2024-12-27' },
  '653229': { validFrom: '2024-12-27' },
  '500105': { validTo: '2025-11-06', replacedBy: '500157' },
  '500112': { validTo: '2025-11-06', replacedBy: '500157' },
}

/** Divisions set up after the package was made. */
const ADDED: readonly DivisionRow[] = [
  { code: '500157', name: '两江新区', parentCode: '500000', level: 'COUNTY', validFrom: '2025-11-06' },
  { code: '653132', name: '岑岭县', parentCode: '653100', level: 'COUNTY', validFrom: '2026-03-01' },
  { code: '659013', name: '草湖市', parentCode: '650000', level: 'COUNTY', validFrom: '2026-04-01' },
]

function isGroupNode(cityCode: string): boolean {
  return MUNICIPALITIES.test(cityCode) || COUNTIES_UNDER_A_PROVINCE.test(cityCode)
}

function isCityOfTheStandard(code: string): boolean {
  return !PROVINCES_WITHOUT_ROWS_BELOW.test(code) && !isGroupNode(code)
}

function isCountyOfTheStandard(code: string): boolean {
  if (PROVINCES_WITHOUT_ROWS_BELOW.test(code) || CITIES_WITHOUT_COUNTIES.test(code)) return false
  if (NOT_IN_THE_STANDARD.has(code)) return false
  const suffix = Number(code.slice(4))
  return suffix < 90 && !(suffix >= 71 && suffix <= 79)
}

function countyParent(code: string): string {
  return isGroupNode(code) ? `${code.slice(0, 2)}0000` : `${code.slice(0, 4)}00`
}

function row(code: string, name: string, parentCode: string, level: Level): DivisionRow {
  return { code, name, parentCode, level, ...VALIDITY[code] }
}

function divisionRows(): DivisionRow[] {
  const rows: DivisionRow[] = [
    { code: NATION, name: '全国', parentCode: null, level: 'NATION' },
    ...Object.entries(areaList.province_list).map(([code, name]) => row(code, name, NATION, 'PROVINCE')),
    ...Object.entries(areaList.city_list)
      .filter(([code]) => isCityOfTheStandard(code))
      .map(([code, name]) => row(code, name, `${code.slice(0, 2)}0000`, 'CITY')),
    ...Object.entries(areaList.county_list)
      .filter(([code]) => isCountyOfTheStandard(code))
      .map(([code, name]) => row(code, name, countyParent(code), 'COUNTY')),
    ...ADDED,
  ]
  return rows.sort((a, b) => a.code.localeCompare(b.code))
}

/** The whole text of divisions.json: one row a line, in order of code, so that a change shows as its lines only. */
export function divisionsJson(): string {
  const lines = divisionRows().map((division) => `  ${JSON.stringify(division)}`)
  return `[\n${lines.join(',\n')}\n]\n`
}

if (import.meta.main) writeFileSync(new URL('data/divisions.json', import.meta.url), divisionsJson())
