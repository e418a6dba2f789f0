import { describe, expect, it } from 'vitest'
import { placesOutside } from '../../../src/core/names/area.ts'
import { DIVISIONS, NATION, SHANXI, TAIYUAN, YINGZE } from './cases.ts'

describe('8.19 an area of activity wider than the authority’s', () => {
  it.each([
    ['山西省', SHANXI, []],
    ['山西省太原市、大同市', SHANXI, []],
    ['全省', SHANXI, []],
    ['山西省及周边省份', SHANXI, []],
    ['全国', SHANXI, ['全国']],
    ['山西省、河北省', SHANXI, ['河北省']],
    ['太原市', TAIYUAN, []],
    ['山西省太原市', TAIYUAN, []],
    ['太原市迎泽区', TAIYUAN, []],
    ['全市', TAIYUAN, []],
    ['山西省', TAIYUAN, ['山西省']],
    ['全省', TAIYUAN, ['全省']],
    ['太原市和大同市', TAIYUAN, ['大同市']],
    ['太原市迎泽区', YINGZE, []],
    ['迎泽区', YINGZE, []],
    ['太原市', YINGZE, ['太原市']],
    ['全市', YINGZE, ['全市']],
    ['全国', NATION, []],
    ['', SHANXI, []],
  ] as const)('%s', (text, authority, expected) => {
    expect(placesOutside(text, DIVISIONS, authority)).toEqual(expected)
  })
})
