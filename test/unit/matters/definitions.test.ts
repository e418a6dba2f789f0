import { describe, expect, it } from 'vitest'
import type { Field } from '../../../src/core/forms/field.ts'
import { exampleValues, rows, validateFields, validatePage } from '../../../src/core/forms/page.ts'
import { checkMatter } from '../../../src/core/matters/check.ts'
import { fieldsOf, type Matter } from '../../../src/core/matters/define.ts'
import { matterByCode, matters } from '../../../src/matters/index.ts'

const today = '2026-11-20'

describe.each(matters.map((matter) => ({ title: matter.title, matter })))('$title', ({ matter }) => {
  it('is declared without a fault', () => {
    expect(checkMatter(matter, today)).toEqual([])
  })

  it('is found by its code, and by nothing else', () => {
    expect(matterByCode(matter.code)).toBe(matter)
    expect(matterByCode('__proto__')).toBeUndefined()
    expect(matterByCode('')).toBeUndefined()
  })

  it('has a guide that answers the questions people ask', () => {
    expect(matter.guide.conditions.length).toBeGreaterThan(0)
    expect(matter.guide.legalBasis.length).toBeGreaterThan(0)
    expect(matter.guide.faq.length).toBeGreaterThanOrEqual(6)
  })

  it('never promises more days than the law allows', () => {
    for (const stage of matter.stages)
      for (const limit of [stage.reply, stage.receipt, stage.correction, stage.decision, stage.certificate])
        if (limit) expect(limit.committed).toBeLessThanOrEqual(limit.statutory)
  })

  for (const page of matter.pages) {
    it(`page ${page.code}: its examples are a valid answer`, () => {
      expect(validateFields(page.fields, exampleValues(page.fields), today)).toEqual({})
      const list = page.list
      if (!list) return
      const items = Array.from({ length: Math.max(1, list.min) }, (_, index) => ({
        id: String(index),
        values: exampleValues(list.fields),
      }))
      expect(validatePage(page, { values: exampleValues(page.fields), items }, today)).toEqual([])
    })

    it(`page ${page.code}: every answer can be read, and a question left open says so`, () => {
      for (const list of [page.fields, page.list?.fields ?? []]) {
        const read = rows(list, exampleValues(list))
        expect(read.every((row) => row.text !== '' && row.text !== '未填写')).toBe(true)
        for (const row of rows(list, {})) expect(row.text).toBe('未填写')
      }
    })

    it(`page ${page.code}: every question that must be answered is missed by name`, () => {
      for (const list of [page.fields, page.list?.fields ?? []])
        for (const field of list) {
          const shown = field.when ? { [field.when.field]: field.when.is[0] ?? '' } : {}
          const message = validateFields(list, shown, today)[field.name]
          if (field.optional) expect(message).toBeUndefined()
          else expect(message).toContain(field.label)
        }
    })
  }

  it('asks nothing twice: a label is unique on its page', () => {
    for (const page of matter.pages) {
      const labels = fieldsOf(page).map((field) => field.label)
      expect(new Set(labels).size).toBe(labels.length)
    }
  })
})

describe('checkMatter', () => {
  const sound = matters[0]
  if (!sound) throw new Error('there is no matter')
  const withPage = (fields: readonly Field[]): Matter => ({
    ...sound,
    pages: [...sound.pages, { code: 'extra', title: '附加', fields }],
    stages: sound.stages.map((stage, index) => (index === 0 ? { ...stage, pages: [...stage.pages, 'extra'] } : stage)),
  })
  const text: Field = { name: 'a', label: '甲', kind: 'text' }
  const firstStage = (change: Partial<Matter['stages'][number]>): Matter => ({
    ...sound,
    stages: sound.stages.map((stage, index) => (index === 0 ? { ...stage, ...change } : stage)),
  })
  const name = sound.pages[0]
  const material = sound.materials[0]
  const rule = sound.rules[0]
  if (!name || !material || !rule) throw new Error('the matter is empty')

  const planted: readonly (readonly [string, Matter, string])[] = [
    ['a page declared twice', { ...sound, pages: [...sound.pages, name] }, 'page name declared twice'],
    [
      'a material declared twice',
      { ...sound, materials: [...sound.materials, material] },
      'material M102 declared twice',
    ],
    ['a rule declared twice', { ...sound, rules: [...sound.rules, rule] }, `rule ${rule.code} declared twice`],
    ['stages out of order', { ...sound, stages: sound.stages.toReversed() }, 'stages are not the four in order'],
    ['a field declared twice', withPage([text, { ...text, label: '乙' }]), 'extra.a declared twice'],
    ['a label used twice', withPage([text, { ...text, name: 'b' }]), 'extra: two fields are labelled 甲'],
    [
      'a condition on an unknown field',
      withPage([{ ...text, when: { field: 'gone', is: ['yes'] } }]),
      'extra.a: when names no earlier field',
    ],
    [
      'a condition on a later field',
      withPage([
        { ...text, when: { field: 'b', is: ['yes'] } },
        { name: 'b', label: '乙', kind: 'yesNo' },
      ]),
      'extra.a: when names no earlier field',
    ],
    [
      'a document number without its type',
      withPage([{ name: 'a', label: '甲', kind: 'idNumber', idTypeField: 'gone' }]),
      'extra.a: idTypeField names no field',
    ],
    [
      'a choice without options',
      withPage([{ name: 'a', label: '甲', kind: 'choice' }]),
      'extra.a: a choice without options',
    ],
    [
      'a declaration without a statement',
      withPage([{ name: 'a', label: '甲', kind: 'declaration' }]),
      'extra.a: a declaration without a statement',
    ],
    [
      'an example that is refused',
      withPage([{ name: 'a', label: '甲', kind: 'integer', max: 5, example: '9' }]),
      'extra.a: its example is refused: 甲不能大于5',
    ],
    [
      'a list named after no field',
      {
        ...sound,
        pages: sound.pages.map((page) => (page.list ? { ...page, list: { ...page.list, titleField: 'gone' } } : page)),
      },
      'sponsors: titleField names no field',
    ],
    [
      'a material that depends on an unknown field',
      { ...sound, materials: [{ ...material, when: { page: 'name', field: 'gone', is: ['x'] } }] },
      'material M102: no field name.gone',
    ],
    ['a stage with an unknown page', firstStage({ pages: ['gone'] }), 'stage nameConsultation: no page gone'],
    [
      'a stage with an unknown material',
      firstStage({ materials: ['M999'] }),
      'stage nameConsultation: no material M999',
    ],
    [
      'a page both asked and locked',
      firstStage({ locked: ['name'] }),
      'stage nameConsultation: page name is both asked and locked',
    ],
    [
      'a document nobody declared',
      firstStage({ issues: [] }),
      'stage nameConsultation: CONSULTATION_REPLY is issued but not declared',
    ],
    [
      'a document nobody issues',
      firstStage({ issues: ['CONSULTATION_REPLY', 'FILING_RECEIPT'] }),
      'stage nameConsultation: FILING_RECEIPT is declared but never issued',
    ],
    [
      'a clock without a limit',
      {
        ...sound,
        stages: sound.stages.map(({ code, title, intro, pages, locked, materials, issues, flow }) => ({
          code,
          title,
          intro,
          pages,
          locked,
          materials,
          issues,
          flow,
        })),
      },
      'stage nameConsultation: no limit for the opening clock',
    ],
    [
      'a page no stage asks',
      { ...sound, pages: [...sound.pages, { ...name, code: 'lost' }] },
      'page lost is in no stage',
    ],
    [
      'a material no stage wants',
      { ...sound, materials: [...sound.materials, { ...material, code: 'M998' }] },
      'material M998 is in no stage',
    ],
    [
      'a fact that leads nowhere',
      { ...sound, facts: { ...sound.facts, name: { page: 'gone', field: 'name' } } },
      'fact name: no field gone.name',
    ],
    [
      'an alternative name that leads nowhere',
      { ...sound, facts: { ...sound.facts, alternativeNames: [{ page: 'name', field: 'gone' }] } },
      'fact alternativeNames: no field name.gone',
    ],
    [
      'a marking field of the people that leads nowhere',
      { ...sound, facts: { ...sound.facts, people: { ...sound.facts.people, post: 'gone' } } },
      'fact officers post: no field officers.gone',
    ],
  ]

  it.each(planted)('finds %s', (_title, matter, fault) => {
    expect(checkMatter(matter, today)).toContain(fault)
  })
})
