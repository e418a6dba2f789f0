import { describe, expect, it } from 'vitest'
import type { Field } from '../../../src/core/forms/field.ts'
import {
  isRetired,
  exampleValues,
  rows,
  validateFields,
  validatePage,
  type Page,
} from '../../../src/core/forms/page.ts'
import { elsewhereOf, readAnswers } from '../../../src/core/matters/answers.ts'
import { basisText, cite, typeOf } from '../../../src/core/law.ts'
import { checkMatter } from '../../../src/core/matters/check.ts'
import { fieldsOf, type AnyStage, type Matter } from '../../../src/core/matters/define.ts'
import { limitOf } from '../../../src/core/matters/journey.ts'
import { sampleOf } from '../../../src/core/matters/sample.ts'
import type { OrgType } from '../../../src/core/org-types.ts'
import { CLOCKS } from '../../../src/core/workflow/clocks.ts'
import { socialGroupEstablishment } from '../../../src/matters/establishment/social-group/index.ts'
import { matters } from '../../../src/matters/index.ts'
import { refusedGrounds } from '../../../src/matters/shared/grounds.ts'
import { sites } from '../../../src/sites/index.ts'

const today = '2026-11-20'
const regulations = {
  SOCIAL_GROUP: '《社会团体',
  PRIVATE_NON_ENTERPRISE: '《民办非企业单位',
  FOUNDATION: '《基金会',
} as const satisfies Record<OrgType, string>

describe.each(matters.all.map((matter) => ({ title: matter.title, matter })))('$title', ({ matter }) => {
  it('is declared without a fault', () => {
    expect(checkMatter(matter, today)).toEqual([])
  })

  it('is found by its code, and by nothing else', () => {
    expect(matters.byCode(matter.code)).toBe(matter)
    expect(matters.byCode('__proto__')).toBeUndefined()
    expect(matters.byCode('')).toBeUndefined()
  })

  it('has a guide that answers the questions people ask', () => {
    expect(matter.guide.conditions.length).toBeGreaterThan(0)
    expect(matter.guide.legalBasis.length).toBeGreaterThan(0)
    expect(matter.guide.faq.length).toBeGreaterThanOrEqual(6)
  })

  it('never promises more days than the law allows, in no province', () => {
    for (const site of Object.values(sites))
      for (const stage of matter.stages)
        for (const clock of CLOCKS) {
          const limit = limitOf(matter, stage, clock, site.matters)
          if (limit) expect(limit.committed).toBeLessThanOrEqual(limit.statutory)
        }
  })

  const elsewhere = elsewhereOf(readAnswers(matter.pages, sampleOf(matter)))

  for (const page of matter.pages) {
    it(`page ${page.code}: its examples are a valid answer`, () => {
      expect(validateFields(page.fields, exampleValues(page.fields, elsewhere), today, elsewhere)).toEqual({})
      const list = page.list
      if (!list) return
      const items = Array.from({ length: Math.max(1, list.min) }, (_, index) => ({
        id: String(index),
        values: exampleValues(list.fields, elsewhere),
      }))
      const data = { values: exampleValues(page.fields, elsewhere), items }
      expect(validatePage(page, data, today, elsewhere)).toEqual([])
    })

    it(`page ${page.code}: every answer can be read, and a question left open says so`, () => {
      for (const list of [page.fields, page.list?.fields ?? []]) {
        const read = rows(list, exampleValues(list, elsewhere), elsewhere)
        // What is mostly left empty is so in the example.
        expect(read.every(({ text, value }) => text !== '' && (text !== '未填写' || value === ''))).toBe(true)
        for (const row of rows(list, {}, elsewhere)) expect(row.text).toBe('未填写')
      }
    })

    it(`page ${page.code}: every question that must be answered is missed by name`, () => {
      for (const list of [page.fields, page.list?.fields ?? []])
        for (const field of list) {
          const { when } = field
          if (isRetired(field)) continue
          const raw = when && ('is' in when ? (when.is[0] ?? '') : 'has' in when ? when.has : 'x')
          const shown = when ? { [when.field]: raw ?? '' } : {}
          const message = validateFields(list, shown, today, () => [raw ?? ''])[field.name]
          if (field.optional) expect(message).toBeUndefined()
          else expect(message).toContain(field.label)
        }
    })
  }

  it('cites the regulation of its own type and of no other', () => {
    const cited = JSON.stringify(matter, (_key, value: unknown) => (typeof value === 'function' ? undefined : value))
    expect(cited).toContain(regulations[matter.orgType])
    for (const [type, regulation] of Object.entries(regulations))
      // Whom a 基金会 bars from representing another organization is said of every type (its art. 23).
      if (type !== matter.orgType && type !== 'FOUNDATION') expect(cited).not.toContain(regulation)
  })

  it('asks nothing twice: a label is unique on its page', () => {
    for (const page of matter.pages) {
      const labels = fieldsOf(page).map((field) => field.label)
      expect(new Set(labels).size).toBe(labels.length)
    }
  })
})

describe('the grounds of a refusal', () => {
  const listed = matters.all.flatMap(({ orgType, stages }) =>
    stages.flatMap((stage) =>
      Object.entries(stage.grounds ?? {}).flatMap(([outcome, grounds]) =>
        grounds.map((ground) => ({ ...ground, orgType, outcome })),
      ),
    ),
  )

  it('rest on an article that there is, of a law of the type', () => {
    expect(listed.length).toBeGreaterThan(60)
    for (const { code, basis, orgType } of listed) {
      expect(cite(basis.law, basis.article as never, basis.paragraph, basis.item), code).toEqual(basis)
      expect([undefined, orgType], code).toContain(typeOf(basis))
    }
  })

  it('of too few members is art. 10, never 12 or 13; each item of conditions and prohibitions is offered once', () => {
    const denied = (orgType: string) =>
      listed
        .filter((one) => one.orgType === orgType && one.outcome === 'denied' && typeOf(one.basis))
        .map(({ basis }) => basisText([basis]).replace(/^《.*》/, ''))
    const items = (place: string, numbers: string) => Array.from(numbers, (number) => `${place}第（${number}）项`)
    expect(denied('SOCIAL_GROUP')).toEqual([
      '第九条第一款',
      ...items('第十条第一款', '一二三四五六'),
      '第十二条第三款',
      ...items('第十三条', '一二三四五'),
      '第十八条第一款',
      '第十条第一款第（三）项',
      '第十条第一款第（五）项',
      '第十二条第三款',
      '第十四条',
      '第十八条第二款',
      '第十九条',
      '第二十条',
      '第二十一条',
    ])
    expect(denied('PRIVATE_NON_ENTERPRISE')).toEqual([
      ...items('第八条第一款', '一二三四五'),
      ...items('第十一条第二款', '一二三四五'),
      '第十五条第一款',
      '第八条第一款第（五）项',
      '第八条第一款第（四）项',
      '第十条',
      '第十五条第二款',
      '第十六条',
      '第十七条',
    ])
    expect(denied('FOUNDATION')).toEqual([
      '第九条第（五）项',
      '第八条第（一）项',
      '第八条第（二）项',
      '第八条第（三）项',
      '第八条第（四）项',
      '第八条第（五）项',
      '第二十条',
      '第二十一条',
      '第二十二条',
      '第二十三条',
      '第八条第（四）项',
      '第八条第（二）项',
      '第二十三条',
      '第十条',
      '第十五条第二款',
      '第二十一条',
      '第十六条',
      '第十八条',
      '第三十三条',
    ])
    expect(listed.filter(({ text }) => text.includes('会员数量')).map(({ basis }) => basisText([basis]))).toEqual([
      '《社会团体登记管理条例》第十条第一款第（一）项',
    ])
  })

  it('are cited law by law, each place once and in order', () => {
    expect(basisText([cite('R250', 13, 1, 2), cite('R250', 10, 1, 3), cite('APL', 78), cite('R250', 10, 1, 1)])).toBe(
      '《中华人民共和国行政许可法》第七十八条，《社会团体登记管理条例》第十条第一款第（一）项、第（三）项、第十三条第（二）项',
    )
    expect(basisText([cite('NAMES', 16, 1, 1), cite('NAMES', 16, 1, 1), cite('NAMES', 15)])).toBe(
      '《社会组织名称管理办法》（民政部令第69号）第十五条、第十六条第（一）项',
    )
  })

  it.each([
    [() => cite('R250', 10, 1, 7), 'R250 has no 10.1.7'],
    [() => cite('R250', 10, 3), 'R250 has no 10.3'],
    [() => cite('R251', 11, 1, 1), 'R251 has no 11.1.1'],
    [() => cite('NAMES', 15, 2), 'NAMES has no 15.2'],
    [() => cite('R250', 10, undefined, 1), 'R250 has no 10..1'],
  ])('a place no law has cannot be cited: %#', (citing, fault) => {
    expect(citing).toThrow(fault)
  })
})

describe('checkMatter', () => {
  const sound: Matter = socialGroupEstablishment
  const withPage = (fields: readonly Field[], page: Partial<Page> = {}): Matter => ({
    ...sound,
    pages: [...sound.pages, { code: 'extra', title: '附加', fields, ...page }],
    stages: sound.stages.map((stage, index) => (index === 0 ? { ...stage, pages: [...stage.pages, 'extra'] } : stage)),
  })
  const text: Field = { name: 'a', label: '甲', kind: 'text' }
  const asked: Field = { name: 'b', label: '乙', kind: 'yesNo' }
  const several: Field = {
    name: 'c',
    label: '丙',
    kind: 'choices',
    options: [
      { value: 'X', text: '某' },
      { value: 'Y', text: '另' },
    ],
  }
  const changedStage = (at: number, change: Partial<AnyStage>): Matter => ({
    ...sound,
    stages: sound.stages.map((stage, index) => (index === at ? ({ ...stage, ...change } as AnyStage) : stage)),
  })
  const firstStage = (change: Partial<AnyStage>): Matter => changedStage(0, change)
  const lastStage = sound.stages.length - 1
  const name = sound.pages[0]
  const material = sound.materials[0]
  const rule = sound.rules[0]
  const [consultation] = sound.stages
  const { names } = sound.facts
  if (!name || !material || !rule || !consultation || !names) throw new Error('the matter is empty')
  const { reply, ...withoutReply } = consultation.limits
  if (!reply) throw new Error('the consultation promises no reply')
  const { law } = consultation
  const special = { when: { page: 'charity', field: 'charity', is: ['yes'] }, text: '某类', limits: {}, law } as const

  const foreign = { code: 'G', text: '没有必要的场所', basis: cite('R251', 8, 1, 5), pages: ['gone'] }

  const planted: readonly (readonly [string, Matter, string])[] = [
    ['a page declared twice', { ...sound, pages: [...sound.pages, name] }, 'page name declared twice'],
    [
      'a material declared twice',
      { ...sound, materials: [...sound.materials, material] },
      'material M102 declared twice',
    ],
    ['a rule declared twice', { ...sound, rules: [...sound.rules, rule] }, `rule ${rule.code} declared twice`],
    [
      'a stage declared twice',
      { ...sound, stages: [consultation, ...sound.stages] },
      'stage nameConsultation declared twice',
    ],
    [
      'a rule that names no stage of the matter',
      { ...sound, rules: [{ ...rule, stages: ['gone'] }] },
      `rule ${rule.code}: no stage gone`,
    ],
    [
      'stages out of order: the last one leads on, another one nowhere',
      { ...sound, stages: sound.stages.toReversed() },
      'stage nameConsultation: opens the next stage by 1 outcomes',
    ],
    [
      'a stage that leads nowhere though another one follows',
      firstStage({ on: {} }),
      'stage nameConsultation: opens the next stage by 0 outcomes',
    ],
    [
      'a last stage that leads on',
      changedStage(lastStage, { on: { filed: { opens: 'next stage' } } }),
      'stage establishmentCompletion: opens the next stage by 1 outcomes',
    ],
    [
      'something hung on an outcome the procedure never comes to',
      firstStage({
        on: { ...consultation.on, granted: { documents: ['DECISION_GRANTED'] } } as never,
      }),
      'stage nameConsultation: consultation never comes to granted',
    ],
    [
      'a clock without a limit',
      firstStage({ limits: withoutReply }),
      'stage nameConsultation: no limit for the reply clock',
    ],
    [
      'a limit for a clock that never runs',
      firstStage({ limits: { ...consultation.limits, decision: reply } }),
      'stage nameConsultation: a limit for the decision clock, which never runs',
    ],
    [
      'a limit of no days',
      firstStage({ limits: { ...consultation.limits, reply: { ...reply, committed: 0 } } }),
      'stage nameConsultation: promises 0 of 3 days for the reply clock',
    ],
    [
      'a promise of more days than the law allows',
      firstStage({ limits: { ...consultation.limits, reply: { ...reply, committed: 4 } } }),
      'stage nameConsultation: promises 4 of 3 days for the reply clock',
    ],
    ...['declared twice', 'rests on R251', ': no page gone'].map(
      (fault) =>
        [
          `a ground that ${fault}`,
          changedStage(2, { grounds: { refused: refusedGrounds, denied: [foreign, foreign] } } as Partial<AnyStage>),
          `stage establishmentSubmission: ground G of denied${fault.startsWith(':') ? '' : ' '}${fault}`,
        ] as const,
    ),
    [
      'a special limit for a clock that has no other',
      firstStage({ special: { ...special, limits: { decision: reply } } }),
      'stage nameConsultation: a special limit for the decision clock alone',
    ],
    [
      'a special promise of more days than the law allows',
      firstStage({ special: { ...special, limits: { reply: { ...reply, committed: 4 } } } }),
      'stage nameConsultation: promises 4 of 3 days for the reply clock',
    ],
    [
      'something special of who gives an answer there is not',
      firstStage({ special: { ...special, when: { page: 'charity', field: 'gone', is: ['yes'] } } }),
      'stage nameConsultation: hangs on no field of an earlier page: charity.gone',
    ],
    ['a field declared twice', withPage([text, { ...text, label: '乙' }]), 'extra.a declared twice'],
    [
      'a field named as what the form carries',
      withPage([], {
        list: {
          noun: '项',
          measure: '个',
          min: 0,
          max: 9,
          titleField: 'stored',
          fields: [{ ...text, name: 'stored' }],
        },
      }),
      'extra.stored: the form carries something else of this name',
    ],
    ['a label used twice', withPage([text, { ...text, name: 'b' }]), 'extra: two fields are labelled 甲'],
    [
      'a condition on an unknown field',
      withPage([{ ...text, when: { field: 'gone', is: ['yes'] } }]),
      'extra.a: hangs on no earlier field gone',
    ],
    [
      'a condition on a later field',
      withPage([{ ...text, when: { field: 'b', is: ['yes'] } }, asked]),
      'extra.a: hangs on no earlier field b',
    ],
    [
      'a condition on a field of its own page by the name of the page',
      withPage([asked, { ...text, when: { page: 'extra', field: 'b', is: ['yes'] } }]),
      'extra.a: hangs on no field of an earlier page: extra.b',
    ],
    [
      'a condition on an option the question has not',
      withPage([asked, { ...text, when: { field: 'b', is: ['yes', 'perhaps'] } }]),
      'extra.a: b has no option perhaps',
    ],
    [
      'a condition on an option that none of several is',
      withPage([several, { ...text, when: { field: 'c', has: 'Z' } }]),
      'extra.a: c has no option Z',
    ],
    [
      'one of several asked of a question with one answer',
      withPage([asked, { ...text, when: { field: 'b', has: 'yes' } }]),
      'extra.a: b is not several choices',
    ],
    [
      'a condition on a field another page has not',
      withPage([{ ...text, when: { page: 'name', field: 'gone', is: ['x'] } }]),
      'extra.a: hangs on no field of an earlier page: name.gone',
    ],
    [
      'a page that hangs on an option of another page that is none',
      withPage([text], { when: { page: 'supervision', field: 'directRegistration', is: ['maybe'] } }),
      'page extra: supervision.directRegistration has no option maybe',
    ],
    [
      'a page that hangs on a later page',
      {
        ...sound,
        pages: [
          { ...name, when: { page: 'supervision', field: 'directRegistration', is: ['no'] } },
          ...sound.pages.slice(1),
        ],
      },
      'page name: hangs on no field of an earlier page: supervision.directRegistration',
    ],
    [
      'a page that hangs on a question without saying of which page',
      withPage([text], { when: { field: 'a', is: ['x'] } }),
      'page extra: hangs on no earlier field a',
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
      'several choices without options',
      withPage([{ name: 'a', label: '甲', kind: 'choices' }]),
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
      withPage([], { list: { noun: '项', measure: '个', min: 0, max: 9, titleField: 'gone', fields: [text] } }),
      'extra: its list names no field gone',
    ],
    [
      'a list that tells a field it has not',
      withPage([], {
        list: { noun: '项', measure: '个', min: 0, max: 9, titleField: 'a', summaryFields: ['gone'], fields: [text] },
      }),
      'extra: its list names no field gone',
    ],
    [
      'a material that depends on an unknown field',
      { ...sound, materials: [{ ...material, when: { page: 'name', field: 'gone', is: ['x'] } }] },
      'material M102: hangs on no field of an earlier page: name.gone',
    ],
    [
      'a material that depends on an option there is not',
      { ...sound, materials: [{ ...material, when: { page: 'officers', field: 'isPartyGovLeader', is: ['x'] } }] },
      'material M102: officers.isPartyGovLeader has no option x',
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
      { ...sound, facts: { ...sound.facts, names: { ...names, proposed: { page: 'gone', field: 'name' } } } },
      'facts: no field gone.name',
    ],
    [
      'an alternative name that leads nowhere',
      { ...sound, facts: { ...sound.facts, names: { ...names, alternatives: [{ page: 'name', field: 'gone' }] } } },
      'facts: no field name.gone',
    ],
    [
      'a marking field of the people that leads nowhere',
      { ...sound, facts: { ...sound.facts, people: sound.facts.people.map((list) => ({ ...list, post: 'gone' })) } },
      'facts: no field officers.gone',
    ],
    [
      'a contact that leads nowhere',
      { ...sound, facts: { ...sound.facts, contact: { ...sound.facts.contact, phone: 'gone' } } },
      'facts: no field contact.gone',
    ],
    [
      'a part of the applicant that leads nowhere',
      { ...sound, facts: { ...sound.facts, applicantRole: { page: 'contact', field: 'gone' } } },
      'facts: no field contact.gone',
    ],
    [
      'a material nobody says how to come by',
      { ...sound, materials: sound.materials.map((one) => (one.code === 'M218' ? { ...one, forms: [] } : one)) },
      'material M218: a form, or words where it comes from, not both',
    ],
    [
      'a form that names a question the matter does not ask',
      {
        ...sound,
        materials: sound.materials.map((one) => ({
          ...one,
          ...(one.forms && {
            forms: one.forms.map((form) => ({ ...form, known: { name: { page: 'name', field: 'gone' } } })),
          }),
        })),
      },
      'form truthfulness-social-group: no field name.gone',
    ],
  ]

  it.each(planted)('finds %s', (_title, matter, fault) => {
    expect(checkMatter(matter, today)).toContain(fault)
  })

  it('finds nothing in conditions that are met by an answer given before', () => {
    const chained = withPage(
      [several, { ...asked, when: { field: 'c', has: 'Y' } }, { ...text, when: { field: 'b', is: ['no'] } }],
      {
        when: { page: 'supervision', field: 'directRegistration', is: ['no'] },
      },
    )
    expect(checkMatter(chained, today)).toEqual([])
  })
})
