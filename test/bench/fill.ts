import { randomBytes, randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import type { Deps } from '../../src/deps.ts'
import { composeUscc } from '../../src/core/identity/uscc.ts'
import { pageOf, stageOf } from '../../src/core/matters/journey.ts'
import { nameKey } from '../../src/core/names/normalize.ts'
import { comparisonKey, parseName } from '../../src/core/names/parse.ts'
import type { Status } from '../../src/core/workflow/statuses.ts'
import { sampleAnswers } from '../support/sample.ts'
import { socialGroupEstablishment as matter } from '../../src/matters/establishment/social-group/index.ts'
import { sealPage } from '../../src/modules/cases/answers.ts'
import { engineDivisions } from '../../src/reference/reference.ts'
import { generateRegisterNames } from '../../seeds/generate/register-names.ts'
import { sessionCookie } from '../support/people.ts'

/** Rows in bulk: one array a column. */
export const insertColumns = async (
  knex: Knex,
  table: string,
  columns: Readonly<Record<string, readonly [type: string, values: readonly unknown[]]>>,
): Promise<void> => {
  const names = Object.keys(columns)
  const sources = Object.values(columns)
  await knex.raw(
    `insert into ${table} (${names.join(', ')}) select * from unnest(${sources.map(([type]) => `?::${type}[]`).join(', ')})`,
    sources.map(([, values]) => [...values]) as unknown as Knex.RawBinding[],
  )
}

/** Fills the register with invented organizations, keys and all, as registration would. */
export const fillRegister = async (deps: Deps, count: number): Promise<void> => {
  const { reference } = deps
  const divisions = engineDivisions(reference)
  const byDivision = new Map(reference.authorities.map((authority) => [authority.divisionCode, authority.id]))
  const names = [...generateRegisterNames(count, 20_261_121)]
  const slice = 20_000
  for (let from = 0; from < names.length; from += slice) {
    const part = names.slice(from, from + slice)
    const all = (value: string | number) => part.map(() => value)
    await insertColumns(deps.db.knex, 'organization', {
      uscc: ['text', part.map((row) => composeUscc(row.orgType, row.divisionCode, row.orgCodeBody))],
      name: ['text', part.map((row) => row.name)],
      name_key: ['text', part.map((row) => nameKey(row.name))],
      type: ['text', part.map((row) => row.orgType)],
      authority_id: ['int', part.map((row) => byDivision.get(row.divisionCode) ?? reference.authorities[0]?.id)],
      comparison_key: ['text', part.map((row) => comparisonKey(row.name, divisions))],
      trade_name: ['text', part.map((row) => parseName(row.name, row.orgType, divisions).tradeName ?? null)],
      legal_representative: ['text', all('程望舒')],
      purpose: ['text', all('团结会员，服务社会。')],
      business_scope: ['text', all('业务交流与服务')],
      activity_area: ['text', all('山西省')],
      domicile: ['text', all('太原市小店区示例街1号')],
      fund_ten_thousands: ['numeric', all(5)],
      status: ['text', all('ACTIVE')],
      status_since: ['date', all('2020-06-01')],
      established_on: [
        'date',
        part.map((_row, index) => `20${String(10 + (index % 15))}-0${String(1 + (index % 9))}-01`),
      ],
    })
  }
}

/** Where the cases of the bench stand: each pair is one a case can be in. */
const positions = [
  ['nameConsultation', 'SUBMITTED'],
  ['nameConsultation', 'SUGGESTED_CHANGE'],
  ['nameApproval', 'RECEIVED'],
  ['nameApproval', 'ACCEPTED'],
  ['nameApproval', 'FIRST_REVIEWED'],
  ['nameApproval', 'CORRECTION_REQUIRED'],
  ['establishmentSubmission', 'RECEIVED'],
  ['establishmentSubmission', 'ACCEPTED'],
  ['establishmentSubmission', 'SECOND_REVIEWED'],
  ['establishmentSubmission', 'DENIED'],
  ['establishmentCompletion', 'SUBMITTED'],
  ['establishmentCompletion', 'COMPLETED'],
] as const satisfies readonly (readonly [string, Status])[]

const day = (index: number): string => `2026-12-${String(1 + (index % 28)).padStart(2, '0')}`

/** Accounts as registration and verification leave them; they have no password yet. */
const addAccounts = async (deps: Deps, count: number): Promise<string[]> => {
  const ids = Array.from({ length: count }, () => randomUUID())
  const sealed = (column: 'id_number' | 'phone' | 'email', value: string) =>
    ids.map((id) => deps.crypto.encrypt(value, `account.${column}:${id}`))
  await insertColumns(deps.db.knex, 'account', {
    id: ['uuid', ids],
    kind: ['text', ids.map(() => 'PERSONAL')],
    login_name: ['text', ids.map((_id, index) => `bench${String(index)}`)],
    login_key: ['text', ids.map((_id, index) => `bench${String(index)}`)],
    password_hash: ['text', ids.map(() => '-')],
    name: ['text', ids.map(() => '张晓明')],
    id_type: ['text', ids.map(() => 'RESIDENT_ID')],
    id_number_enc: ['text', sealed('id_number', 'TEST-ID')],
    id_number_idx: ['text', ids.map((id) => deps.crypto.index('id-number', id))],
    phone_enc: ['text', sealed('phone', '13900000000')],
    phone_idx: ['text', ids.map((id) => deps.crypto.index('phone', id))],
    email_enc: ['text', sealed('email', 'bench@example.org')],
    email_idx: ['text', ids.map((id) => deps.crypto.index('email', id))],
    real_name_level: ['int', ids.map(() => 1)],
    created_at: ['timestamptz', ids.map(() => deps.clock.now())],
  })
  const { agreement, privacyNotice } = deps.site
  for (const [document, version] of [
    ['user-agreement', agreement.version],
    ['privacy-notice', privacyNotice.version],
  ] as const)
    await insertColumns(deps.db.knex, 'consent', {
      account_id: ['uuid', ids],
      document: ['text', ids.map(() => document)],
      version: ['text', ids.map(() => version)],
      accepted_at: ['timestamptz', ids.map(() => deps.clock.now())],
    })
  return ids
}

const pagesUpTo = (stage: string): readonly string[] => {
  const last = matter.stages.findIndex(({ code }) => code === stage)
  return [...new Set(matter.stages.slice(0, last + 1).flatMap(({ pages }) => pages))]
}

type Draft = {
  readonly id: string
  readonly accountId: string
  readonly authorityId: number
  readonly stage: string
}

/** Drafts that are filled in completely up to their stage; `named` gives the name at that authority. */
export const addDrafts = async (
  deps: Deps,
  drafts: readonly Draft[],
  placeOf: (authorityId: number) => string,
): Promise<void> => {
  const now = deps.clock.now()
  const { knex } = deps.db
  await insertColumns(knex, 'case_file', {
    id: ['uuid', drafts.map(({ id }) => id)],
    matter: ['text', drafts.map(() => matter.code)],
    account_id: ['uuid', drafts.map(({ accountId }) => accountId)],
    authority_id: ['int', drafts.map(({ authorityId }) => authorityId)],
    title: ['text', drafts.map(({ authorityId }) => `${placeOf(authorityId)}古建筑彩绘保护协会`)],
    stage: ['text', drafts.map(({ stage }) => stage)],
    procedure: ['text', drafts.map(({ stage }) => stageOf(matter, stage).procedure)],
    status: ['text', drafts.map(() => 'DRAFT')],
    created_at: ['timestamptz', drafts.map(() => now)],
    updated_at: ['timestamptz', drafts.map(() => now)],
  })
  const namePage = matter.facts.names.proposed.page
  const answers = drafts.flatMap((draft) =>
    pagesUpTo(draft.stage)
      .filter((code) => pageOf(matter, code))
      .map((code) => {
        const data = sampleAnswers[code] ?? { values: {}, items: [] }
        const values =
          code === namePage
            ? Object.fromEntries(
                Object.entries(data.values).map(([field, value]) => [
                  field,
                  value.replace(/^山西省/, placeOf(draft.authorityId)),
                ]),
              )
            : data.values
        return { id: draft.id, code, sealed: sealPage(deps.crypto, draft.id, code, { ...data, values }) }
      }),
  )
  await insertColumns(knex, 'answer', {
    case_id: ['uuid', answers.map(({ id }) => id)],
    page: ['text', answers.map(({ code }) => code)],
    data_enc: ['text', answers.map(({ sealed }) => sealed)],
    version: ['int', answers.map(() => 1)],
    updated_at: ['timestamptz', answers.map(() => now)],
  })
}

/** Somebody logged in, with the drafts the form scenarios work on. */
export type Applicant = {
  readonly id: string
  readonly cookie: string
  readonly csrfToken: string
  /** At the stage with the most questions, everything before it filled in. */
  readonly formDraft: string
  /** At the first stage, with a name to check. */
  readonly nameDraft: string
}

const listLength = 20

/** So many cases over many accounts, authorities and states; the accounts given back have a full list each. */
export const fillCases = async (deps: Deps, count: number, logins: number): Promise<readonly Applicant[]> => {
  const { knex } = deps.db
  const authorities = deps.reference.authorities.filter(({ orgTypes }) => orgTypes.includes(matter.orgType))
  const [first] = authorities
  if (!first) throw new Error('no authority')
  const accounts = await addAccounts(deps, logins * 8)
  const owners = accounts.slice(0, logins)
  const cases = Array.from({ length: count - 2 * logins }, (_none, index) => {
    const [stage, status] = positions[index % positions.length] ?? positions[0]
    const listed = listLength - 2
    const account = index < logins * listed ? Math.floor(index / listed) : logins + (index % (accounts.length - logins))
    // Every other case lies with the first authority, whose staff the queue is measured with.
    const authority = index % 2 === 0 ? first : (authorities[index % authorities.length] ?? first)
    return { account: accounts[account], stage, status, authority, index }
  })
  const now = deps.clock.now()
  await insertColumns(knex, 'case_file', {
    number: ['text', cases.map(({ index }) => `1400002025${String(index).padStart(6, '0')}`)],
    matter: ['text', cases.map(() => matter.code)],
    account_id: ['uuid', cases.map(({ account }) => account)],
    authority_id: ['int', cases.map(({ authority }) => authority.id)],
    title: ['text', cases.map(({ index }) => `山西省示例产业第${String(index)}协会`)],
    stage: ['text', cases.map(({ stage }) => stage)],
    procedure: ['text', cases.map(({ stage }) => stageOf(matter, stage).procedure)],
    status: ['text', cases.map(({ status }) => status)],
    lock_version: ['int', cases.map(() => 3)],
    created_at: ['timestamptz', cases.map(() => now)],
    updated_at: ['timestamptz', cases.map(({ index }) => new Date(now.getTime() - index * 60_000))],
    submitted_at: ['timestamptz', cases.map(() => now)],
    clock: ['text', cases.map(() => 'decision')],
    clock_started_on: ['date', cases.map(() => '2026-11-20')],
    clock_limit: ['int', cases.map(() => 20)],
    clock_due_on: ['date', cases.map(({ index }) => day(index))],
    statutory_due_on: ['date', cases.map(({ index }) => day(index + 7))],
  })
  const drafts = owners.map((accountId) => ({
    form: { id: randomUUID(), accountId, authorityId: first.id, stage: 'establishmentSubmission' as const },
    name: { id: randomUUID(), accountId, authorityId: first.id, stage: 'nameConsultation' as const },
  }))
  await addDrafts(
    deps,
    drafts.flatMap(({ form, name }) => [form, name]),
    () => '山西省',
  )
  return Promise.all(
    drafts.map(async ({ form, name }) => {
      const csrfToken = randomBytes(16).toString('hex')
      const cookie = await sessionCookie(deps, 'applicant', form.accountId, { accountId: form.accountId, csrfToken })
      return {
        id: form.accountId,
        cookie: `${cookie.name}=${cookie.value}`,
        csrfToken,
        formDraft: form.id,
        nameDraft: name.id,
      }
    }),
  )
}
