import type { Knex } from 'knex'
import { composeUscc } from '../../src/core/identity/uscc.ts'
import type { PostHolder, RegisterChange, RegisterItems } from '../../src/core/register/changes.ts'
import { heldOf } from '../../src/core/register/holdings.ts'
import { reportConclusions } from '../../src/core/register/reports.ts'
import { exampleCharterOf } from '../../src/matters/charter/pages.ts'
import { addMonths } from '../../src/core/workflow/calendar.ts'
import { holdingsOf } from '../../src/modules/register/holdings.ts'
import { entryOf, type OrganizationRow } from '../../src/modules/register/entry.ts'
import { writeChanges, type WriterDeps } from '../../src/modules/register/write.ts'
import { authorityById, engineDivisions, loadReferenceData } from '../../src/reference/reference.ts'
import { inventedPerson, type InventedPerson } from './heads.ts'
import { livedOrganizations, type Lived, type Trait } from './lived.ts'
import { enterOrganization } from './organizations.ts'
import { reportCase } from './report-cases.ts'
import type { DemoTools } from './tools.ts'

// What organizations went through in some years, written as the portal writes it: each event by the one writer of the
// register on its day, so that ledger, certificates and people agree with each other.

const posts = {
  SOCIAL_GROUP: ['PRESIDENT', 'VICE_PRESIDENT', 'SECRETARY_GENERAL', 'COUNCIL_MEMBER', 'CHIEF_SUPERVISOR'],
  PRIVATE_NON_ENTERPRISE: ['COUNCIL_CHAIR', 'COUNCIL_VICE_CHAIR', 'EXECUTIVE_HEAD', 'COUNCIL_MEMBER', 'SUPERVISOR'],
  FOUNDATION: ['COUNCIL_CHAIR', 'COUNCIL_VICE_CHAIR', 'SECRETARY_GENERAL', 'COUNCIL_MEMBER', 'SUPERVISOR'],
} as const

const holder = (person: InventedPerson, post: string, since: string, years: number, first: boolean): PostHolder => ({
  name: person.name,
  idType: 'RESIDENT_ID',
  idNumber: person.residentId,
  post,
  legalRepresentative: first,
  since,
  until: addMonths(since, years * 12),
})

/** People `from` on, elected to the posts of the type. */
const elected = ({ type, years }: Lived, since: string, from: number): readonly RegisterChange[] =>
  posts[type].map((post, index) => ({
    kind: 'person',
    enters: holder(inventedPerson(from + index), post, since, years, index === 0),
  }))

const termFrom = ({ years }: Lived, name: string, from: string): RegisterChange => ({
  kind: 'term',
  name,
  from,
  to: addMonths(from, years * 12),
})

const seal = (engraving: string, kind = '公章'): RegisterChange => ({
  kind: 'seal',
  filed: { kind, engraving, size: '4.2厘米' },
})

const account = (row: OrganizationRow, n: number): RegisterChange => ({
  kind: 'account',
  filed: {
    kind: '基本存款账户',
    bank: '示例银行太原分行营业部',
    accountName: row.name,
    accountNumber: `0502123409300${String(10_000 + n)}`,
  },
})

/** `online`: the year of a report that was handed in on the portal. */
type Step = { readonly on: string; readonly changes: readonly RegisterChange[]; readonly online?: number }
type Now = {
  /** Of the certificate in force. */
  readonly serial: number
  readonly row: OrganizationRow
  readonly held: Awaited<ReturnType<typeof holdingsOf>>
  readonly n: number
}

const set = (item: keyof RegisterItems, before: string, after: string): readonly RegisterChange[] =>
  before === after ? [] : [{ kind: 'set', item, before, after }]

const everybody = ({ held }: Now, how: string): readonly RegisterChange[] =>
  heldOf(held, 'people').map((one) => ({ kind: 'leave', holder: one, how }))

const certificate = (reason: 'FIRST' | 'CHANGE' | 'EXTENSION', from: string, to?: string): RegisterChange => ({
  kind: 'certificate',
  reason,
  from,
  to: to ?? addMonths(from, 48),
})

/** What each trait adds to a life, on its day. */
const events: Readonly<Record<Trait, (one: Lived, now: Now) => Step>> = {
  moved: (one, now) => {
    const after = one.domicile.replace(/\d+号/, (number) => `${String(Number.parseInt(number, 10) + 40)}号3层`)
    return {
      on: '2024-04-16',
      changes: [
        ...set('domicile', now.row.domicile, after),
        certificate('CHANGE', '2024-04-16'),
        { kind: 'lease', to: '2027-04-15' },
      ],
    }
  },
  renamed: (one, now) => ({
    on: '2025-03-12',
    changes: [...set('name', now.row.name, one.renamedTo ?? now.row.name), certificate('CHANGE', '2025-03-12')],
  }),
  reelected: (one, now) => {
    const from = addMonths(one.established, one.years * 12)
    const head = inventedPerson(now.n + 1)
    return {
      on: from,
      changes: [
        ...everybody(now, '任期届满'),
        ...elected(one, from, now.n + 1),
        termFrom(one, '第二届', from),
        ...set('legalRepresentative', now.row.legal_representative, head.name),
        certificate('CHANGE', from),
      ],
    }
  },
  branch: (one) => ({
    on: '2025-09-18',
    changes: [
      {
        kind: 'unit',
        opened: { kind: 'BRANCH', name: `${one.name}学术分会`, address: one.domicile, head: inventedPerson(900).name },
      },
    ],
  }),
  fund: (one) => ({
    on: '2025-06-05',
    changes: [
      {
        kind: 'unit',
        opened: { kind: 'SPECIAL_FUND', name: `${one.name}星火助学专项基金`, address: one.domicile, head: '' },
      },
    ],
  }),
  fees: () => ({ on: '2025-05-20', changes: [{ kind: 'note', what: '会费标准', text: '单位会员每年2000元' }] }),
  leaseEnding: () => ({ on: '2024-01-10', changes: [{ kind: 'lease', to: '2027-01-09' }] }),
  extended: () => ({ on: '2026-02-10', changes: [certificate('EXTENSION', '2026-02-10')] }),
  liquidating: () => ({
    on: '2026-09-14',
    changes: [{ kind: 'status', before: 'ACTIVE', after: 'LIQUIDATING' }],
  }),
  suspended: () => ({ on: '2026-08-03', changes: [{ kind: 'status', before: 'ACTIVE', after: 'SUSPENDED' }] }),
  deregistered: (_, { serial }) => ({
    on: '2026-05-11',
    changes: [
      { kind: 'recovery', serial },
      { kind: 'status', before: 'ACTIVE', after: 'LIQUIDATING' },
      { kind: 'status', before: 'LIQUIDATING', after: 'DEREGISTERED' },
    ],
  }),
}

/** Founding to the first filing: people, certificate, seals and account. */
const beginning = (one: Lived, row: OrganizationRow, n: number): readonly Step[] => [
  {
    on: one.established,
    changes: [
      ...elected(one, one.established, n),
      termFrom(one, '第一届', one.established),
      certificate('FIRST', one.established, one.certificateTo),
    ],
  },
  ...(one.bare
    ? []
    : [
        {
          on: addMonths(one.established, 1),
          changes: [seal(one.name), seal(one.name, '财务专用章'), account(row, n)],
        },
      ]),
]

/** The day a report of the year before came. */
const filedOn = (year: string): string => `${year}-03-16`

/** The day a report came again that waits for its conclusion. */
const handedInAgain = '2026-11-10'

/** Conclusions on its reports, each in the summer after its year. */
const reported = ({ reports, online }: Lived): readonly Step[] =>
  Object.entries(reports).map(([year, conclusion]) => {
    const next = String(Number(year) + 1)
    const there = reportConclusions[conclusion].filed ? { filedOn: filedOn(next) } : {}
    return {
      on: `${next}-06-24`,
      ...(online.includes(Number(year)) ? { online: Number(year) } : {}),
      changes: [{ kind: 'report', year: Number(year), conclusion, before: null, ...there }],
    }
  })

const serialOf = async (trx: Knex.Transaction, organizationId: string): Promise<number> => {
  const found = await trx('certificate')
    .where({ organization_id: organizationId, status: 'VALID' })
    .first<{ serial: number }>('serial')
  return found.serial
}

/** The charter it has: the model of its type with what the register says of it. */
const charterOf = async (trx: Knex.Transaction, deps: WriterDeps, row: OrganizationRow): Promise<RegisterChange> => {
  const clauses = exampleCharterOf({
    orgType: row.type,
    items: entryOf(row).items,
    holdings: await holdingsOf(trx, deps.crypto, row.id),
    authority: authorityById(deps.reference, row.authority_id).name,
  })
  return { kind: 'charter', clauses, told: `第1版，共${String(clauses.length)}条`, follows: '' }
}

/** Writes the life of one organization; in the order of its days. */
const live = async (
  trx: Knex.Transaction,
  deps: WriterDeps,
  tools: DemoTools,
  one: Lived,
  entered: OrganizationRow,
  n: number,
) => {
  let row = entered
  const write = async ({ on, changes, online: year }: Step): Promise<void> => {
    const source =
      year === undefined
        ? { caseId: null, eventId: null }
        : await reportCase(trx, { ...deps, ...tools }, row, {
            year,
            filedOn: filedOn(on.slice(0, 4)),
            course: { status: 'QUALIFIED', on },
            serial: n,
          })
    const tx = { trx, now: new Date(`${on}T02:00:00Z`), audit: () => undefined, job: () => undefined }
    const target = { orgType: row.type, authorityId: row.authority_id, organization: row }
    row = await writeChanges(tx, deps, target, changes, { ...source, effectiveOn: on })
  }
  await trx('organization_change').insert({
    organization_id: row.id,
    kind: 'found',
    after: JSON.stringify(entryOf(row).items),
    effective_on: one.established,
    recorded_at: new Date(`${one.established}T02:00:00Z`),
  })
  for (const step of beginning(one, row, n)) await write(step)
  const stepOf = async (trait: Trait): Promise<Step> =>
    events[trait](one, {
      row,
      serial: await serialOf(trx, row.id),
      held: await holdingsOf(trx, deps.crypto, row.id),
      n,
    })
  const dated: { on: string; step: () => Step | Promise<Step> }[] = reported(one).map((step) => ({
    on: step.on,
    step: () => step,
  }))
  for (const trait of one.traits) dated.push({ on: (await stepOf(trait)).on, step: () => stepOf(trait) })
  const last = dated.reduce((latest, { on }) => (on > latest ? on : latest), addMonths(one.established, 2))
  for (const { step } of dated.toSorted((a, b) => (a.on < b.on ? -1 : 1))) await write(await step())
  if (!one.bare) await write({ on: last, changes: [await charterOf(trx, deps, row)] })
  // The portal of another province keeps the entry, and has nobody who would look at what waits.
  const looksAtReports = trx('staff')
    .where({ authority_id: row.authority_id })
    .whereRaw(`'FIRST_REVIEWER' = any (roles)`)
  if (one.waiting && (await looksAtReports.first('id'))) {
    const { year, status } = one.waiting
    const course = { status, on: handedInAgain } as const
    await reportCase(trx, { ...deps, ...tools }, row, { year, filedOn: filedOn(String(year + 1)), course, serial: n })
  }
}

const personNumber = (index: number): number => 10 + index * 12
const codeBody = (index: number): string => `MJ0004${String(index).padStart(2, '0')}`

/** Whoever may be legal representative of one of them, to try the portal with. */
export const livedHeads: readonly InventedPerson[] = livedOrganizations.flatMap((_, index) => [
  inventedPerson(personNumber(index)),
  inventedPerson(personNumber(index) + 1),
])

/** Code and people of one of them as it was founded: the legal representative first, the supervisor last. */
export const livedUnit = (name: string): { readonly uscc: string; readonly people: readonly InventedPerson[] } => {
  const index = livedOrganizations.findIndex((one) => one.name === name)
  const one = livedOrganizations[index]
  if (!one) throw new Error(`no demo organization ${name}`)
  return {
    uscc: composeUscc(one.type, '140000', codeBody(index)),
    people: posts[one.type].map((_, place) => inventedPerson(personNumber(index) + place)),
  }
}

/** Organizations of several years, some with duties that are overdue; missing ones are added, present ones stay. */
export const seedRegisterLife = async (knex: Knex, tools: DemoTools): Promise<void> => {
  const { crypto, site } = tools
  const reference = await loadReferenceData({ knex })
  for (const [index, one] of livedOrganizations.entries()) {
    const authority = reference.authorities.find(({ code }) => code === one.authority)
    if (!authority) continue
    const uscc = composeUscc(one.type, authority.divisionCode, codeBody(index))
    await knex.transaction(async (trx) => {
      const n = personNumber(index)
      const { name: head } = inventedPerson(n)
      const entering = { ...one, head, uscc, authorityId: authority.id }
      const row = await enterOrganization(trx, engineDivisions(reference), entering)
      if (row) await live(trx, { crypto, reference, site }, tools, one, row, n)
    })
  }
}
