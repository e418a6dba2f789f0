import { describe, expect, it } from 'vitest'
import { stageOf } from '../../../src/core/matters/journey.ts'
import type { Snapshot } from '../../../src/core/submissions/snapshot.ts'
import { faultText, reasonsFor, reasonText } from '../../../src/core/verdicts/reasons.ts'
import {
  isWithin,
  placeOf,
  TARGET_KINDS,
  targetsOf,
  type Target,
  type TargetGroup,
} from '../../../src/core/verdicts/targets.ts'
import {
  failuresOf,
  groupState,
  standing,
  sumText,
  wasGood,
  type Judgment,
} from '../../../src/core/verdicts/verdicts.ts'
import { socialGroupEstablishment } from '../../../src/matters/establishment/social-group/index.ts'

const file = { id: 'f', name: '章程.pdf', sha256: 'x', size: 1, type: 'pdf' }
const submitted: Snapshot = {
  findings: [],
  sections: [
    { page: 'name', title: '名称', rows: [{ field: 'proposedName', label: '拟用名称', text: '甲' }], items: [] },
    {
      page: 'domicile',
      title: '住所',
      rows: [
        { field: 'address', label: '地址', text: '某路1号' },
        { field: 'lease', label: '租期', text: '一年' },
      ],
      items: [],
    },
    { page: 'officers', title: '负责人', rows: [], items: [{ id: 'i1', title: '林知远', rows: [] }] },
  ],
  materials: [
    { code: 'M202', title: '章程草案', files: [file] },
    { code: 'M204', title: '验资报告', files: [] },
    { code: 'M999', title: '别的环节的材料', files: [file] },
  ],
}
const stage = stageOf(socialGroupEstablishment, 'establishmentSubmission')
const groups = targetsOf(socialGroupEstablishment, stage.code, submitted)

describe('what can be judged', () => {
  it('is every page the stage asks, its fields and items, and every material of it; nothing it only shows', () => {
    expect(groups.map(({ code, empty, targets }) => [code, empty, targets.map(({ target }) => target)])).toEqual([
      ['domicile', false, ['domicile', 'domicile.address', 'domicile.lease']],
      ['officers', false, ['officers', 'officers#i1']],
      ['M202', false, ['M202']],
      ['M204', true, ['M204']],
    ])
    expect(groups[1]?.targets[1]).toMatchObject({ kind: 'item', title: '负责人：第1项 林知远' })
  })

  it.each<[Target, string, string | undefined]>([
    [{ kind: 'page', target: 'officers' }, 'officers', undefined],
    [{ kind: 'field', target: 'domicile.address' }, 'domicile', 'address'],
    [{ kind: 'item', target: 'officers#i1' }, 'officers', 'i1'],
    [{ kind: 'material', target: 'M202' }, 'M202', undefined],
  ])('%o lies in %s', (target, code, part) => {
    expect(placeOf(target)).toEqual({ code, part })
  })

  it.each<[string, string, boolean]>([
    ['page:officers', 'page:officers', true],
    ['item:officers#i1', 'page:officers', true],
    ['field:officers.a', 'page:officers', true],
    ['page:officers', 'item:officers#i1', false],
    ['item:officers#i1', 'item:officers#i2', false],
    ['field:funds.a', 'page:officers', false],
    ['material:officers', 'page:officers', false],
    ['material:M202', 'material:M202', true],
  ])('%s within %s: %s', (inner, outer, expected) => {
    const read = (text: string): Target => {
      const [kind = '', target = ''] = text.split(':')
      return { kind: TARGET_KINDS.find((known) => known === kind) ?? 'page', target }
    }
    expect(isWithin(read(inner), read(outer))).toBe(expected)
  })
})

describe('reasons', () => {
  // A line of the check list is ticked or not: what is wrong is said of the page.
  it.each(TARGET_KINDS.filter((kind) => kind !== 'check'))(
    'of a %s are several, end with 其他, and each has its own words',
    (kind) => {
      const texts = reasonsFor(kind).map(({ text }) => text)
      expect(texts.length).toBeGreaterThan(3)
      expect(texts.at(-1)).toBe('其他')
      expect(new Set(texts).size).toBe(texts.length)
    },
  )

  it('say what is told of a fault', () => {
    expect(faultText('material', 'NOT_AS_ORIGINAL', '')).toBe('与原件不符')
    expect(faultText('material', 'UNSIGNED', '第3页')).toBe('缺少签字或者盖章：第3页')
    expect(faultText('page', 'OTHER', '请补充会议时间')).toBe('请补充会议时间')
    expect(reasonText('page', 'GONE')).toBe('GONE')
  })
})

let ids = 0
const said = (target: Target, verdict: Judgment['verdict'], round = 1): Judgment => ({
  ...target,
  id: (ids += 1),
  round,
  verdict,
  reason: verdict === 'FAIL' ? 'INCOMPLETE' : null,
  note: '',
  staffId: 1,
  staffName: '某',
  staffRole: '窗口受理',
  at: '2026-11-20T04:00:00Z',
})
const domicile: Target = { kind: 'page', target: 'domicile' }
const address: Target = { kind: 'field', target: 'domicile.address' }
const officer: Target = { kind: 'item', target: 'officers#i1' }
const charter: Target = { kind: 'material', target: 'M202' }

const stateOf = (code: string, judgments: readonly Judgment[], kept = false) => {
  const group = groups.find((one) => one.code === code) as TargetGroup
  return groupState(group, standing(judgments, 1), kept)
}

describe('verdicts', () => {
  it('the last word counts, in its own submission', () => {
    const judgments = [said(charter, 'FAIL'), said(charter, 'PASS'), said(officer, 'FAIL'), said(address, 'FAIL', 2)]
    expect(failuresOf(groups, judgments, 1).map(({ target }) => target)).toEqual(['officers#i1'])
    expect(failuresOf(groups, judgments, 2).map(({ target }) => target)).toEqual(['domicile.address'])
  })

  it('stand in the order of the case, whenever they were said', () => {
    const judgments = [said(charter, 'FAIL'), said(officer, 'FAIL'), said(domicile, 'FAIL')]
    expect(failuresOf(groups, judgments, 1).map(({ target }) => target)).toEqual(['domicile', 'officers#i1', 'M202'])
  })

  it.each<[string, readonly Judgment[], boolean, string]>([
    ['domicile', [], false, 'UNSEEN'],
    ['domicile', [], true, 'KEPT'],
    ['domicile', [said(domicile, 'PASS')], false, 'PASS'],
    ['domicile', [said(domicile, 'PASS'), said(address, 'FAIL')], false, 'FAIL'],
    ['domicile', [said(address, 'FAIL')], true, 'FAIL'],
    ['domicile', [said(address, 'PASS')], false, 'PASS'],
    ['domicile', [said(domicile, 'NOT_APPLICABLE')], false, 'NOT_APPLICABLE'],
    ['M204', [], false, 'EMPTY'],
    ['M204', [said({ kind: 'material', target: 'M204' }, 'FAIL')], false, 'FAIL'],
  ])('%s with %o, kept %s, is %s', (code, judgments, kept, expected) => {
    expect(stateOf(code, judgments, kept)).toBe(expected)
  })

  it('what was good before is told, what was not is not', () => {
    const [group] = groups
    if (!group) throw new Error('no group')
    expect(wasGood(group, standing([said(domicile, 'PASS')], 1))).toBe(true)
    expect(wasGood(group, standing([said(address, 'FAIL')], 1))).toBe(false)
    expect(wasGood(group, standing([], 1))).toBe(false)
  })

  it('are summed up: rows that stand as 不合格, and what nobody has looked at', () => {
    expect(sumText(3, ['FAIL', 'UNSEEN', 'PASS', 'KEPT', 'EMPTY', 'UNSEEN'])).toBe('3 项不合格 · 2 项未看')
  })
})
