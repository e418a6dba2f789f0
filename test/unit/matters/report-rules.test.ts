import { describe, expect, it } from 'vitest'
import type { PageData, RawValues } from '../../../src/core/forms/field.ts'
import { cellsOf, termsOf } from '../../../src/core/forms/sheet.ts'
import { readAnswers } from '../../../src/core/matters/answers.ts'
import type { RuleContext } from '../../../src/core/matters/contexts.ts'
import type { AnswerSet, Matter } from '../../../src/core/matters/define.ts'
import { applyRules, askedPages, stageState } from '../../../src/core/matters/journey.ts'
import { sampleOf } from '../../../src/core/matters/sample.ts'
import { yearData } from '../../../src/core/matters/year-page.ts'
import type { Holdings } from '../../../src/core/register/holdings.ts'
import { exampleStatement } from '../../../src/matters/report/example.ts'
import { inFiscalYear } from '../../../src/matters/example-case.ts'
import { reports } from '../../../src/matters/report/index.ts'
import { isLarge } from '../../../src/matters/report/rules/foundation.ts'
import { province, today } from './rule-cases.ts'

// 年度工作报告: every rule at its border (domain-2.md §18–21), what is carried over, and how much is left to type.

const [group, service, foundation] = reports as unknown as readonly [Matter, Matter, Matter]

const register = {
  name: '山西省古建筑彩绘保护研究会',
  domicile: '山西省太原市迎泽区文源巷21号',
  foundationKind: '',
  purpose: '',
  businessScope: '',
  certificateScope: '',
  activityArea: '',
  legalRepresentative: '张晓明',
  fund: '10',
  supervisoryUnit: '山西省文物局',
  contributors: '',
  charity: '',
}
const holdings: Holdings = {
  people: [],
  seals: [],
  accounts: [],
  units: [],
  term: { name: '第二届', from: '2023-04-16', to: '2028-04-15' },
  leaseTo: null,
  charter: null,
  reports: [],
  certificateTo: null,
}
const context: RuleContext = { ...province, today, posts: [], register, holdings }

/** The sample of a matter for a fiscal year, with some answers changed; `null` empties a page. */
const changed = (matter: Matter, changes: Readonly<Record<string, RawValues>> = {}, year = 2025): AnswerSet => {
  const begun = { ...sampleOf(matter), year: yearData(year) }
  const sample: Record<string, PageData> = { ...begun }
  for (const page of matter.pages.filter(({ sheet, when }) => sheet && when?.page === 'year')) {
    const [, statement = '', system = ''] = /^([a-z]+)(\d{4})$/.exec(page.code) ?? []
    sample[page.code] = { values: exampleStatement(matter.orgType, system, statement), items: [] }
  }
  for (const page of ['activity', 'councils']) {
    const { values = {}, items = [] } = sample[page] ?? {}
    const moved = items.map((item) => ({
      ...item,
      values: { ...item.values, heldOn: inFiscalYear(item.values['heldOn'] ?? '', year) },
    }))
    if (sample[page]) sample[page] = { values, items: moved }
  }
  return {
    ...sample,
    ...Object.fromEntries(
      Object.entries(changes).map(([page, values]) => [
        page,
        { values: { ...sample[page]?.values, ...values }, items: sample[page]?.items ?? [] },
      ]),
    ),
  }
}

/** The same with the items of a list as given, each over the first one of the example. */
const listed = (matter: Matter, page: string, items: readonly RawValues[], base = changed(matter)): AnswerSet => {
  const found = matter.pages.find(({ code }) => code === page)
  const example = base[page]?.items[0]?.values ?? {}
  if (!found?.list) throw new Error(`no list ${page}`)
  return {
    ...base,
    [page]: {
      values: base[page]?.values ?? {},
      items: items.map((values, at) => ({ id: String(at), values: { ...example, ...values } })),
    },
  }
}

const said = (matter: Matter, stored: AnswerSet, more: Partial<RuleContext> = {}): readonly string[] =>
  applyRules(matter, 'report', readAnswers(matter.pages, stored), { ...context, ...more }).map(({ code }) => code)

const had = (what: string) => ({ happened: { had: what } })

type Row = readonly [code: string, matter: Matter, stored: AnswerSet, more?: Partial<RuleContext>]

/** A register with one supervisor. */
const supervised = (name: string): Holdings => ({
  ...holdings,
  people: [{ id: '1', name, post: 'SUPERVISOR', legalRepresentative: false, since: null, until: null, terms: 1 }],
})

const charity = { standing: { charity: 'yes' } }
const spent = (values: RawValues, more: Readonly<Record<string, RawValues>> = {}): AnswerSet =>
  changed(group, {
    ...charity,
    spending: { charitable: '310000.00', publicFundraising: 'no', byMean: 'no', ...values },
    ...more,
  })

const speaks: readonly Row[] = [
  ['ITEMS-WRONG', group, changed(group, { entry: { itemsRight: 'WRONG', wrongItems: 'domicile' } })],
  [
    'ITEMS-FILED',
    group,
    changed(group, { entry: { itemsRight: 'FILED', wrongItems: 'domicile' } }),
    { underWay: new Map() },
  ],
  ['PEOPLE-WRONG', group, changed(group, { organs: { peopleRight: 'WRONG' } })],
  ['UNITS-WRONG', group, changed(group, { branches: { unitsRight: 'WRONG' } })],
  ['COUNTS-WITHIN', group, changed(group, { staff: { staffWomen: '9' } })],
  ['COUNTS-WITHIN', group, changed(group, { staff: { fullTime: '9' } })],
  ['IN-THE-YEAR', group, listed(group, 'activity', [{ heldOn: '2026-01-01' }])],
  ['IN-THE-YEAR', foundation, listed(foundation, 'councils', [{ heldOn: '2024-12-31' }, {}])],
  ['NONE-ALONE', group, changed(group, had('FEES,NONE'))],
  ['TICKED', group, changed(group, had('DONATIONS'))],
  ['DONATIONS-AGREE', group, changed(group, { donations: { 'persons-cash': '30000.01' } })],
  ['FEES-AGREE', group, changed(group, { feesYear: { feeReceived: '179999.99' } })],
  ['VALUATION', group, changed(group, { donations: { 'persons-inKind': '0.01' } })],
  ['OWN-UNIT', group, changed(group, { consent: { supervisoryUnit: '山西省教育厅' } })],
  [
    'LATE',
    group,
    changed(group),
    { reporting: { year: 2025, dueOn: '2026-05-31', unitDueOn: '2026-03-31', late: true } },
  ],
  ['LEASE-OVER', group, changed(group), { holdings: { ...holdings, leaseTo: '2026-11-19' } }],
  [
    'TERM-OVER',
    group,
    changed(group),
    { holdings: { ...holdings, term: { name: '第二届', from: '', to: '2026-11-19' } } },
  ],
  ['STATEMENTS', group, changed(group, { balance2004: { 'money-end': '362000.01' } })],
  ['STATEMENTS-ASK', group, changed(group, { cash2004: { 'outAssets-total': '6000.01' } })],
  ['STATEMENTS-EMPTY', group, { ...changed(group), cash2004: { values: {}, items: [] } }],
  ['MEMBERS-FEW', group, changed(group, { memberCount: { unitMembers: '29', individualMembers: '20' } })],
  ['COMPULSORY', group, changed(group, { ...had('FEES,DONATIONS,CHARGES'), charges: { compulsory: 'yes' } })],
  ['BY-POWER', group, changed(group, { ...had('FEES,DONATIONS,CHARGES'), charges: { byPower: 'yes' } })],
  ['NOT-PASSED', group, listed(group, 'charges', [{ passed: 'no' }], changed(group, had('FEES,DONATIONS,CHARGES')))],
  ['MEETINGS-FEW', group, changed(group, { meetings: { councils: '0' } })],
  [
    'MEETINGS-FEW',
    group,
    changed(group, { meetings: { assemblies: '0', assemblyEvery: '1', lastAssembly: '2024-12-31' } }),
  ],
  ['MEETINGS-FEW', service, changed(service, { meetings: { councils: '1' } })],
  ['OVER-70', group, changed(group, { organs: { over70: '1' } })],
  ['IDLE', group, listed(group, 'activity', [])],
  ['AUDIT-OPINION', group, changed(group, { oversight: { auditOpinion: 'EMPHASIS' } })],
  [
    'UNCHANGED',
    group,
    listed(group, 'changed', [{ item: '住所', handled: 'NOT' }], changed(group, had('FEES,DONATIONS,CHANGES'))),
  ],
  ['UNITS-UNFILED', group, listed(group, 'unitMoves', [{ filed: 'no' }], changed(group, had('FEES,DONATIONS,UNITS')))],
  [
    'CIVIL-UNAPPROVED',
    group,
    listed(group, 'civil', [{ approved: 'no' }], changed(group, had('FEES,DONATIONS,CIVIL'))),
  ],
  ['PENALTIES', group, listed(group, 'penalties', [{}], changed(group, had('FEES,DONATIONS,PENALTY')))],
  ['NO-PARTY', group, changed(group, { partyWork: { hasParty: 'no' }, staff: { staffParty: '3' } })],
  ['NO-FINANCE-RULES', group, changed(group, { internal: { rules: 'SEAL' } })],
  ['NET-ASSETS', foundation, changed(foundation, { balance2004: { 'unrestricted-end': '0.00' } })],
  [
    'BRANCHES',
    service,
    changed(service),
    {
      holdings: { ...holdings, units: [{ id: '1', kind: 'BRANCH', name: '分部', address: '', filedOn: '2024-01-01' }] },
    },
  ],
  // S4: 8 % of net assets and half of last year's income, 190,750.00.
  ['SPENDING', group, spent({ charitable: '190749.99' })],
  ['SPENDING-WITHIN', group, spent({ charitable: '315000.01' })],
  ['WELFARE', foundation, changed(foundation, { welfare: { welfare: '286399.99' } })],
  ['WELFARE', foundation, changed(foundation, { welfare: { wages: '263000.01', office: '120000.00' } })],
  ['WELFARE-WITHIN', foundation, changed(foundation, { welfare: { welfare: '3500000.01' } })],
  ['COUNCIL-TWICE', foundation, listed(foundation, 'councils', [{}])],
  ['COUNCIL-QUORUM', foundation, listed(foundation, 'councils', [{ present: '5' }, {}])],
  ['COUNCIL-MORE', foundation, listed(foundation, 'councils', [{ present: '10' }, {}])],
  [
    'PAID-THIRD',
    foundation,
    listed(foundation, 'paid', [{ post: 'COUNCIL' }, { post: 'COUNCIL' }, { post: 'COUNCIL' }, { post: 'COUNCIL' }]),
  ],
  ['SUPERVISOR-PAID', foundation, listed(foundation, 'paid', [{ post: 'SUPERVISOR' }])],
  ['PAID-LISTED', foundation, changed(foundation, { paid: { hasPaid: 'yes' } })],
  ['DONOR-SMALL', foundation, listed(foundation, 'donors', [{ cash: '210000.00' }])],
  ['PROJECTS-SUM', foundation, listed(foundation, 'projects', [{ spent: '3100000.01', major: 'no' }])],
  ['PROJECT-COST', foundation, listed(foundation, 'projects', [{ spent: '2500000.01', major: 'yes' }])],
  ['PAYEE-SMALL', foundation, listed(foundation, 'payees', [{ paid: '125000.00' }])],
  [
    'BELOW-NOTHING',
    foundation,
    listed(
      foundation,
      'balances',
      [{ start: '1.00', more: '1.00', less: '2.01' }],
      changed(foundation, had('DONATIONS,BALANCES')),
    ),
  ],
  [
    'NOT-AVOIDED',
    foundation,
    listed(foundation, 'related', [{ avoided: 'no' }], changed(foundation, had('DONATIONS,RELATED'))),
  ],
  ['SUPERVISORS-DISAGREE', foundation, listed(foundation, 'supervisors', [{ agrees: 'no' }])],
  ['NOT-DISCLOSED', foundation, changed(foundation, { disclosure: { item7: 'NO' } })],
  [
    'DISCLOSED-HAPPENED',
    foundation,
    changed(foundation, { ...had('DONATIONS,TRUST'), disclosure: { item16: 'NONE' } }),
  ],
  ['PROJECTS-NONE', foundation, listed(foundation, 'projects', [])],
  ['SUPERVISOR-SILENT', foundation, changed(foundation), { holdings: supervised('另一监事') }],
]

const silent: readonly Row[] = [
  ['DISCLOSED-HAPPENED', foundation, changed(foundation, { disclosure: { item16: 'NONE' } })],
  ['SUPERVISOR-SILENT', foundation, changed(foundation), { holdings: supervised('顾砚秋') }],
  [
    'ITEMS-FILED',
    group,
    changed(group, { entry: { itemsRight: 'FILED', wrongItems: 'domicile' } }),
    { underWay: new Map([['domicile', '办件编号1400002026000001']]) },
  ],
  ['ITEMS-WRONG', group, changed(group, { entry: { itemsRight: 'FILED', wrongItems: 'domicile' } })],
  ['COUNTS-WITHIN', group, changed(group, { staff: { staffWomen: '8', fullTime: '8' } })],
  ['NONE-ALONE', group, changed(group, had('NONE'))],
  ['VALUATION', group, changed(group, { donations: { 'persons-inKind': '0.01', valuation: '按发票' } })],
  [
    'LATE',
    group,
    changed(group),
    { reporting: { year: 2025, dueOn: '2026-11-20', unitDueOn: '2026-03-31', late: false } },
  ],
  ['LEASE-OVER', group, changed(group), { holdings: { ...holdings, leaseTo: '2026-11-20' } }],
  [
    'TERM-OVER',
    group,
    changed(group),
    { holdings: { ...holdings, term: { name: '第二届', from: '', to: '2026-11-20' } } },
  ],
  ['IN-THE-YEAR', group, listed(group, 'activity', [{ heldOn: '2025-01-01' }, { heldOn: '2025-12-31' }])],
  ['MEMBERS-FEW', group, changed(group, { memberCount: { unitMembers: '30', individualMembers: '0' } })],
  ['MEMBERS-FEW', group, changed(group, { memberCount: { unitMembers: '0', individualMembers: '50' } })],
  ['MEMBERS-FEW', group, changed(group, { memberCount: { unitMembers: '20', individualMembers: '30' } })],
  [
    'MEETINGS-FEW',
    group,
    changed(group, { meetings: { assemblies: '0', assemblyEvery: '1', lastAssembly: '2025-01-01' } }),
  ],
  ['NO-PARTY', group, changed(group, { partyWork: { hasParty: 'no' }, staff: { staffParty: '2' } })],
  ['SPENDING', group, spent({ charitable: '190750.00' })],
  ['SPENDING-WITHIN', group, spent({ charitable: '315000.00' })],
  [
    'WELFARE',
    foundation,
    changed(foundation, { welfare: { welfare: '286400.00', wages: '263000.00', office: '120000.00' } }),
  ],
  ['COUNCIL-QUORUM', foundation, listed(foundation, 'councils', [{ present: '6' }, {}])],
  [
    'PAID-THIRD',
    foundation,
    listed(foundation, 'paid', [{ post: 'COUNCIL' }, { post: 'COUNCIL' }, { post: 'COUNCIL' }]),
  ],
  ['DONOR-SMALL', foundation, listed(foundation, 'donors', [{ cash: '210000.01' }])],
  ['PAYEE-SMALL', foundation, listed(foundation, 'payees', [{ paid: '125000.01' }])],
]

describe('rules of a report', () => {
  it.each(speaks.map((row) => [row[0], row] as const))('%s speaks', (code, [, matter, stored, more]) => {
    expect(said(matter, stored, more)).toContain(code)
  })

  it.each(silent.map((row) => [row[0], row] as const))('%s is silent', (code, [, matter, stored, more]) => {
    expect(said(matter, stored, more)).not.toContain(code)
  })

  it('are all here, each with a case in which it speaks', () => {
    const known = new Set(speaks.map(([code]) => code))
    const tested = (code: string): boolean => known.has(code.replace(/-WHY$/, '')) || code.startsWith('ROLL-FORWARD')
    expect(reports.flatMap(({ rules }) => rules.map(({ code }) => code)).filter((code) => !tested(code))).toEqual([])
  })

  it.each([2025, 2026])('say nothing of the example of fiscal %i', (year) => {
    for (const matter of reports)
      expect([matter.code, said(matter, changed(matter, {}, year))]).toEqual([matter.code, []])
  })

  it('lead to what mends it', () => {
    const found = applyRules(
      group,
      'report',
      readAnswers(group.pages, changed(group, { entry: { itemsRight: 'WRONG', wrongItems: 'domicile,charity' } })),
      context,
    )
    expect(found.map(({ way }) => way)).toEqual([
      { text: '变更住所', family: 'change', about: 'domicile' },
      { text: '变更慈善组织', family: 'change' },
    ])
  })

  it('tell of a change that was handed in already', () => {
    const wrong = changed(group, { entry: { itemsRight: 'WRONG', wrongItems: 'domicile' } })
    const underWay = new Map([['domicile', '办件编号1400002026000001']] as const)
    const [finding] = applyRules(group, 'report', readAnswers(group.pages, wrong), { ...context, underWay })
    expect([finding?.message, finding?.way]).toEqual([
      '住所的变更已经提交（办件编号1400002026000001），请改选“已提交变更”',
      undefined,
    ])
  })

  it('ask why, and are content once it was said', () => {
    const late = { reporting: { year: 2025, dueOn: '2026-05-31', unitDueOn: '2026-03-31', late: true } }
    expect(said(group, changed(group, { handler: { lateReason: '' } }), late)).toEqual(['LATE', 'LATE-WHY'])
    expect(said(group, changed(group, { handler: { lateReason: '换届' } }), late)).toEqual(['LATE'])
  })

  it('know a large donor by its share and by its amount', () => {
    expect([isLarge(500n, 10_000n), isLarge(501n, 10_000n)]).toEqual([false, true])
    expect([isLarge(500_000_000n, 10n ** 12n), isLarge(500_000_001n, 10n ** 12n)]).toEqual([false, true])
  })
})

/** The report of the year before the example's, as it was handed in. */
const lastYear = (matter: Matter, year: number) => ({
  year: year - 1,
  answers: {
    ...changed(matter, {}, year - 1),
    ...Object.fromEntries(
      ['2004', '2024'].flatMap((system) =>
        ['balance', 'activity', 'cash'].map((statement) => [
          `${statement}${system}`,
          { values: exampleStatement(matter.orgType, system, statement, 1), items: [] },
        ]),
      ),
    ),
  },
})

const begun = (matter: Matter, year: number): AnswerSet => ({
  ...matter.prefill?.({ status: 'ACTIVE', items: register }, holdings, {
    authority: '山西省民政厅',
    fiscalYear: year,
    lastReport: lastYear(matter, year),
  }),
  year: yearData(year),
})

describe('the year before', () => {
  it.each([2025, 2026, 2027])('is where the statements of %i begin, with nothing to explain', (year) => {
    for (const matter of reports) {
      const prefilled = begun(matter, year)
      const stored = Object.fromEntries(
        Object.entries(changed(matter, {}, year)).map(([page, data]): [string, PageData] => [
          page,
          { items: data.items, values: { ...data.values, ...prefilled[page]?.values } },
        ]),
      )
      expect(said(matter, stored, { lastReport: lastYear(matter, year) })).toEqual([])
    }
  })

  it('is held against what is typed: told at the cell, and asked why', () => {
    const stored = changed(group, { balance2004: { 'money-start': '320000.01', 'stock-start': '' } }, 2025)
    const found = said(group, stored, { lastReport: lastYear(group, 2025) })
    expect(found).toContain('ROLL-FORWARD')
    expect(found).toContain('ROLL-FORWARD-WHY')
  })

  it('leaves a little to type: fields of a 社会团体 with last year’s there', () => {
    const prefilled = begun(group, 2026)
    const full = changed(group, {}, 2026)
    const answers = readAnswers(group.pages, full)
    const count = { all: 0, carried: 0, computed: 0, empty: 0, typed: 0 }
    for (const page of askedPages(group, group.stages[0]?.pages ?? [], answers)) {
      const before = prefilled[page.code]
      count.computed += page.sheet
        ? cellsOf(page.sheet).filter(({ line, column }) => termsOf(line, column) !== undefined).length
        : 0
      count.computed += (group.tells?.[page.code]?.({ answers, register, holdings }) ?? []).length
      const tally = (values: RawValues, kept: RawValues): void => {
        for (const [name, raw] of Object.entries(values)) {
          if (raw === '') count.empty += 1
          else if (kept[name]) count.carried += 1
          else count.typed += 1
        }
      }
      const data = full[page.code] ?? { values: {}, items: [] }
      const shown = Object.fromEntries(page.fields.map(({ name }) => [name, answers.value(page.code, name)]))
      tally(shown, before?.values ?? {})
      for (const [at, item] of data.items.entries()) tally(item.values, before?.items[at]?.values ?? {})
    }
    count.all = count.carried + count.computed + count.empty + count.typed
    const share = count.typed / count.all
    console.info(`社会团体 report: ${JSON.stringify(count)}, typed ${(share * 100).toFixed(1)} %`)
    expect(share).toBeLessThan(0.35)
  })
})

describe('a report', () => {
  it('of the example is complete on every page, of both systems', () => {
    for (const matter of reports)
      for (const year of [2025, 2026]) {
        const [stage] = matter.stages
        if (!stage) throw new Error('no stage')
        const stored = changed(matter, {}, year)
        const answers = readAnswers(matter.pages, stored)
        const { pages } = stageState(matter, stage, stored, answers, {}, context)
        expect(
          pages.filter(({ status }) => status !== 'done').map(({ page, findings }) => [page.code, findings]),
        ).toEqual([])
      }
  })

  it('asks for what a conclusion of the year before, an audit and a tax privilege bring with them', () => {
    const asked = (changes: Readonly<Record<string, RawValues>>) => {
      const stored = changed(group, changes)
      const [stage] = group.stages
      if (!stage) throw new Error('no stage')
      return stageState(group, stage, stored, readAnswers(group.pages, stored), {}, context).materials.map(
        ({ material }) => material.code,
      )
    }
    expect(asked({})).toEqual(['R01', 'R02', 'R05'])
    expect(asked({ standing: { lastConclusion: 'BASIC' }, oversight: { audited: 'no', deductible: 'yes' } })).toEqual([
      'R01',
      'R03',
      'R04',
      'R05',
    ])
  })
})
