import { describe, expect, it } from 'vitest'
import { paperOf, paperContent } from '../../../src/core/papers/content.ts'
import { maySignOnline, signersOf, signedText } from '../../../src/core/papers/signing.ts'
import { electronicSeal, endedSeals } from '../../../src/core/seals/electronic.ts'
import { signerFault } from '../../../src/core/signatures/signing.ts'
import { stageOf } from '../../../src/core/matters/journey.ts'
import { matters } from '../../../src/matters/index.ts'

const organizationMatters = matters.all.filter(({ begunBy }) => begunBy === 'organization')

describe('papers that may be signed online', () => {
  it('are those whose every signer has a certificate or says their word another way', () => {
    const told = (code: string): Record<string, boolean> =>
      Object.fromEntries(
        matters
          .require(code)
          .stages.flatMap((stage) =>
            (stage.papers ?? [])
              .filter(({ uploaded }) => uploaded)
              .map((paper) => [paper.code, maySignOnline(matters.require(code), stage, paper)]),
          ),
      )
    expect(told('social-group-change')).toEqual({ C201: true, C208: true, C210: false })
    expect(told('social-group-charter')).toEqual({ K201: true, K204: true, K205: true })
    expect(told('social-group-liquidation')).toEqual({ D401: true, D405: false, D411: true, D412: false })
    expect(told('foundation-report')).toEqual({ R01: true, R06: true, R20: true })
    // The print of a seal is made with ink; D412 the unit seals, whose consent was asked a stage before.
    expect(told('social-group-filing-seal')).toEqual({ F01: false })
    expect(told('social-group-establishment')).toEqual({ M301: false, M302: false })
  })

  it('of every matter of an organization there is at least one, and no box of them waits for ink', () => {
    for (const matter of organizationMatters)
      for (const stage of matter.stages)
        for (const paper of stage.papers ?? []) {
          if (!maySignOnline(matter, stage, paper)) continue
          const content = paperContent(
            matter,
            paper,
            { sections: [], materials: [] },
            {
              authority: '山西省民政厅',
              siteName: '平台',
              name: '山西省古籍修复研究会',
              uscc: '51140000MJ0000018C',
              number: null,
              submittedAt: undefined,
              madeOn: '2026-11-20',
              online: true,
            },
          )
          const boxes = content.sheets.flat().filter((block) => block.type === 'box')
          expect([matter.code, paper.code, boxes.filter(({ foot }) => foot !== '')]).toEqual([
            matter.code,
            paper.code,
            [],
          ])
          const places = signersOf(content).map(({ place }) => place)
          expect(new Set(places).size).toBe(places.length)
        }
  })

  it('the seal comes first, then the representative, then each supervisor; another answer is another text', () => {
    const matter = matters.require('foundation-report')
    const stage = stageOf(matter, 'report')
    const paper = paperOf(stage, 'R06')
    const supervisor = (name: string) => ({
      id: name,
      title: name,
      rows: [{ field: 'name', label: '姓名', text: name }],
    })
    const made = (...names: readonly string[]) =>
      paper &&
      paperContent(
        matter,
        paper,
        {
          sections: [{ page: 'supervisors', title: '监事意见', rows: [], items: names.map(supervisor) }],
          materials: [],
        },
        {
          authority: '山西省民政厅',
          siteName: '平台',
          name: '山西省晋阳教育发展基金会',
          number: null,
          submittedAt: undefined,
          madeOn: '2026-11-20',
          online: true,
        },
      )
    const [one, two] = [made('甲', '乙'), made('甲', '丙')]
    expect(one && signersOf(one)).toEqual([
      { role: 'organization', place: 'seal-organization' },
      { role: 'person', name: '甲', place: 'seal-person-1' },
      { role: 'person', name: '乙', place: 'seal-person-2' },
    ])
    expect(one && two && signedText(one) === signedText(two)).toBe(false)
  })
})

describe('whose certificate signs where', () => {
  const organization = { name: '山西省古籍修复研究会', uscc: '51140000MJ0000018C' }
  const seal = { role: 'organization', name: organization.name } as const
  const head = { role: 'representative', name: '程望舒' } as const
  const unit = { commonName: organization.name, unit: organization.name, uscc: organization.uscc }
  it.each([
    ['the unit’s own', seal, unit, undefined],
    ['in other widths of the same name', seal, { ...unit, unit: ` ${organization.name}` }, undefined],
    ['of another unit', seal, { ...unit, uscc: '51140000MJ0001010T' }, 'other-unit'],
    ['of a unit without a code', seal, { commonName: organization.name, unit: organization.name }, 'other-unit'],
    ['under a former name', seal, { ...unit, unit: '山西省旧名研究会' }, 'renamed'],
    ['of a person', seal, { commonName: '程望舒' }, 'of-a-person'],
    ['of a person of the unit', seal, { ...unit, commonName: '程望舒', person: '程望舒' }, 'of-a-person'],
    ['the representative’s', head, { commonName: '程望舒' }, undefined],
    ['the representative’s as one of the unit', head, { ...unit, person: '程望舒' }, undefined],
    ['another person’s', head, { commonName: '薛穗' }, 'other-person'],
    ['the unit’s for a person', head, unit, 'of-the-unit'],
  ] as const)('%s', (_what, place, holder, fault) => {
    expect(signerFault(place, holder, organization)).toBe(fault)
  })
})

describe('the life of an electronic seal', () => {
  const filed = { id: '1', kind: '公章', engraving: '山西省古籍修复研究会', size: '42', filedOn: '2020-05-06' }
  const about = {
    name: filed.engraving,
    status: 'ACTIVE',
    certifiedOn: '2019-01-01',
    seals: [filed],
    paused: false,
  } as const
  it.each([
    ['made at 印章备案', about, 'NORMAL', { on: '2020-05-06', by: '印章备案' }],
    [
      'before that at the issue of the certificate',
      { ...about, seals: [] },
      'NORMAL',
      { on: '2019-01-01', by: '登记发证' },
    ],
    ['put out of use', { ...about, paused: true }, 'PAUSED', { on: '2020-05-06', by: '印章备案' }],
    [
      'ended with the organization',
      { ...about, status: 'DEREGISTERED' },
      'ENDED',
      { on: '2020-05-06', by: '印章备案' },
    ],
    [
      'made anew under a new name',
      { ...about, name: '山西省新名研究会' },
      'NORMAL',
      { on: '2019-01-01', by: '登记发证' },
    ],
  ] as const)('%s', (_what, one, state, made) => {
    expect(electronicSeal(one)).toMatchObject({ name: one.name, state, made })
  })
  it('under a former name it is no more', () => {
    expect(endedSeals({ name: '山西省新名研究会', seals: about.seals })).toMatchObject([
      { name: filed.engraving, state: 'ENDED', made: { on: '2020-05-06' } },
    ])
    expect(endedSeals(about)).toEqual([])
  })
})
