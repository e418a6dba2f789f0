import { describe, expect, it } from 'vitest'
import { changesText, difference, onlyChanges } from '../../../src/core/submissions/difference.ts'
import { receivedSince } from '../../../src/core/submissions/received.ts'
import type { Snapshot, SubmittedMaterial, SubmittedRow } from '../../../src/core/submissions/snapshot.ts'
import { exampleDocument } from '../../support/documents.ts'

const row = (field: string, text: string, more: Partial<SubmittedRow> = {}): SubmittedRow => ({
  field,
  label: `问${field}`,
  text,
  ...more,
})
const typed = (kind: string, value: string, text = value): SubmittedRow => row('a', text, { kind, value })
const item = (id: string, ...rows: SubmittedRow[]) => ({ id, title: `项${id}`, rows })
const file = (sha256: string, name = `${sha256}.pdf`): SubmittedMaterial['files'][number] => ({
  id: `id-${sha256}`,
  name,
  sha256,
  size: 1,
  type: 'pdf',
})

const page = (rows: SubmittedRow[], items: ReturnType<typeof item>[] = [], code = 'p') => ({
  page: code,
  title: `页${code}`,
  rows,
  items,
})
const of = (sections: Snapshot['sections'], materials: Snapshot['materials'] = []): Snapshot => ({
  sections,
  materials,
  findings: [],
})
const material = (...files: SubmittedMaterial['files']) => ({ code: 'M1', title: '章程', files })

/** Everything that differs, one line a thing. */
const lines = (before: Snapshot, after: Snapshot): string[] => {
  const { sections, materials } = onlyChanges(difference(before, after))
  const sides = (one: { before: string | undefined; after: string | undefined }) =>
    `${one.before ?? '∅'}→${one.after ?? '∅'}`
  return [
    ...sections.flatMap((section) => [
      `${section.page} ${section.change}`,
      ...section.rows.map((one) => `${section.page}.${one.field} ${one.change} ${sides(one)}`),
      ...section.items.flatMap((one) => [
        `${section.page}#${one.id} ${one.change}`,
        ...one.rows.map((each) => `${section.page}#${one.id}.${each.field} ${each.change} ${sides(each)}`),
      ]),
    ]),
    ...materials.flatMap((one) => [
      `${one.code} ${one.change}`,
      ...one.files.map(
        (each) => `${one.code}/${each.sha256} ${each.change}${each.was ? ` ${each.was}→${each.name}` : ''}`,
      ),
    ]),
  ]
}

const rowsOnly = (before: SubmittedRow[], after: SubmittedRow[]) => lines(of([page(before)]), of([page(after)]))
const itemsOnly = (before: ReturnType<typeof item>[], after: ReturnType<typeof item>[]) =>
  lines(of([page([], before)]), of([page([], after)]))
const filesOnly = (before: SubmittedMaterial['files'], after: SubmittedMaterial['files']) =>
  lines(of([], [material(...before)]), of([], [material(...after)]))

describe('an answer', () => {
  it.each<[string, SubmittedRow[], SubmittedRow[], string[]]>([
    ['the same', [row('a', '1')], [row('a', '1')], []],
    ['another text', [row('a', '1')], [row('a', '2')], ['p changed', 'p.a changed 1→2']],
    ['asked only now', [], [row('a', '1')], ['p changed', 'p.a added ∅→1']],
    ['asked no more', [row('a', '1')], [], ['p changed', 'p.a removed 1→∅']],
    ['asked in another order', [row('a', '1'), row('b', '2')], [row('b', '2'), row('a', '1')], []],
    ['under another label', [row('a', '1')], [row('a', '1', { label: '改称' })], []],
    ['a number written otherwise', [typed('decimal', '3.50')], [typed('decimal', '3.5')], []],
    ['another number', [typed('integer', '50')], [typed('integer', '500')], ['p changed', 'p.a changed 50→500']],
    [
      'a number that is given only now',
      [typed('integer', '', '未填写')],
      [typed('integer', '0')],
      ['p changed', 'p.a changed 未填写→0'],
    ],
    ['a text that looks like a number', [typed('text', '07')], [typed('text', '7')], ['p changed', 'p.a changed 07→7']],
    ['the same options in another order', [typed('choices', 'A,B', '甲、乙')], [typed('choices', 'B,A', '乙、甲')], []],
    [
      'one option more',
      [typed('choices', 'A', '甲')],
      [typed('choices', 'A,B', '甲、乙')],
      ['p changed', 'p.a changed 甲→甲、乙'],
    ],
    ['the same value in other words', [typed('choice', 'A', '甲')], [typed('choice', 'A', '甲种')], []],
    [
      'another value in the same words',
      [typed('choice', 'A', '其他')],
      [typed('choice', 'B', '其他')],
      ['p changed', 'p.a changed 其他→其他'],
    ],
    ['another kind of question, read the same', [typed('text', '5')], [typed('integer', '5')], []],
    ['an old submission without values', [row('a', '5')], [typed('integer', '5')], []],
    [
      'an old submission that read otherwise',
      [row('a', '5人')],
      [typed('integer', '5')],
      ['p changed', 'p.a changed 5人→5'],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(rowsOnly(before, after)).toEqual(expected)
  })
})

describe('an item of a list', () => {
  const one = item('1', row('a', '甲'))
  const two = item('2', row('a', '乙'))
  it.each<[string, ReturnType<typeof item>[], ReturnType<typeof item>[], string[]]>([
    ['the same, in another order', [one, two], [two, one], []],
    ['added', [one], [one, two], ['p changed', 'p#2 added', 'p#2.a added ∅→乙']],
    ['taken away', [one, two], [two], ['p changed', 'p#1 removed', 'p#1.a removed 甲→∅']],
    ['changed', [one], [item('1', row('a', '丙'))], ['p changed', 'p#1 changed', 'p#1.a changed 甲→丙']],
    ['the same answers under another title', [one], [{ ...one, title: '改名' }], []],
    [
      'replaced by an equal one',
      [one],
      [{ ...one, id: '3' }],
      ['p changed', 'p#3 added', 'p#3.a added ∅→甲', 'p#1 removed', 'p#1.a removed 甲→∅'],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(itemsOnly(before, after)).toEqual(expected)
  })
})

describe('a material', () => {
  it.each<[string, SubmittedMaterial['files'], SubmittedMaterial['files'], string[]]>([
    ['the same files in another order', [file('x'), file('y')], [file('y'), file('x')], []],
    ['one file more', [file('x')], [file('x'), file('y')], ['M1 changed', 'M1/y added']],
    [
      'replaced under the same name',
      [file('x', '章程.pdf')],
      [file('y', '章程.pdf')],
      ['M1 changed', 'M1/y added', 'M1/x removed'],
    ],
    [
      'the same bytes under another name',
      [file('x', 'a.pdf')],
      [file('x', 'b.pdf')],
      ['M1 changed', 'M1/x changed a.pdf→b.pdf'],
    ],
    ['the same bytes uploaded anew', [file('x')], [{ ...file('x'), id: 'other' }], []],
    ['none any more', [file('x')], [], ['M1 changed', 'M1/x removed']],
  ])('%s', (_, before, after, expected) => {
    expect(filesOnly(before, after)).toEqual(expected)
  })
})

describe('whole submissions', () => {
  it('a page or material only one of them has is added or removed with all that is in it', () => {
    const early = of([page([row('a', '1')], [], 'p')], [material(file('x'))])
    const late = of([page([], [item('1', row('a', '甲'))], 'q')])
    expect(lines(early, late)).toEqual([
      'q added',
      'q#1 added',
      'q#1.a added ∅→甲',
      'p removed',
      'p.a removed 1→∅',
      'M1 removed',
      'M1/x removed',
    ])
  })

  it('with nothing left out, what is the same stands in it too', () => {
    const whole = of([page([row('a', '1'), row('b', '2')], [item('1', row('c', '3'))])], [material(file('x'))])
    const { sections, materials } = difference(whole, whole)
    expect(sections[0]).toMatchObject({ change: 'same', rows: [{ change: 'same' }, { change: 'same' }] })
    expect(sections[0]?.items[0]).toMatchObject({ change: 'same', rows: [{ before: '3', after: '3' }] })
    expect(materials[0]?.files[0]).toMatchObject({ change: 'same', name: 'x.pdf' })
    expect(onlyChanges(difference(whole, whole))).toEqual({ sections: [], materials: [] })
  })
})

it('a receipt of what came since says of a material whose files only went away that none came', () => {
  const parts = receivedSince(of([], [material(file('a'), file('b'))]), of([], [material(file('a'))]), 0)
  expect(parts).toEqual([{ name: '章程', form: 'FILE', files: 0, pages: null, note: '撤下原有的1个文件' }])
  expect(exampleDocument('RECEIPT', { materials: parts })).toMatchObject({ materials: parts })
})

it('how much two submissions differ is said in words', () => {
  const [one, other] = [
    of([page([row('a', '1')])], [material(file('x'))]),
    of([page([row('a', '2')])], [material(file('y'))]),
  ]
  expect(changesText(one, other)).toBe('改动1处填写内容、1份材料')
  expect(changesText(one, one)).toBe('没有改动')
})
