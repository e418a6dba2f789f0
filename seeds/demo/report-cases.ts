import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import { identityKey } from '../../src/core/identity/documents.ts'
import { sections } from '../../src/core/matters/journey.ts'
import { sampleOf } from '../../src/core/matters/sample.ts'
import { readAnswers } from '../../src/core/matters/answers.ts'
import type { AnswerSet, Matter } from '../../src/core/matters/define.ts'
import { yearData } from '../../src/core/matters/year-page.ts'
import { accountPlaces } from '../../src/modules/people/account.ts'
import { sealPage } from '../../src/modules/cases/answers.ts'
import { frozenSections } from '../../src/modules/cases/ready.ts'
import { sealSnapshot } from '../../src/modules/cases/snapshot.ts'
import { entryOf, type OrganizationRow } from '../../src/modules/register/entry.ts'
import { holdingsOf } from '../../src/modules/register/holdings.ts'
import { exampleStatement } from '../../src/matters/report/example.ts'
import { reports } from '../../src/matters/report/index.ts'
import { inventedPerson } from './heads.ts'
import type { DemoTools } from './tools.ts'

// Reports of an earlier year as they were handed in, so that one sees what the next one takes over from them. They were
// written by somebody who is not with any of them any more, and whom nobody can log in as.

const handler = inventedPerson(450)
const loginKey = 'demo-report-handler'

const handlerId = async (trx: Knex.Transaction, { crypto, passwords }: DemoTools, at: Date): Promise<string> => {
  const there = await trx('account').where({ login_key: loginKey }).first<{ id: string } | undefined>('id')
  if (there) return there.id
  const id = randomUUID()
  await trx('account').insert({
    id,
    kind: 'PERSONAL',
    login_name: loginKey,
    login_key: loginKey,
    password_hash: await passwords.hash(randomUUID()),
    name: handler.name,
    id_type: 'RESIDENT_ID',
    id_number_enc: crypto.encrypt(handler.residentId, accountPlaces.idNumber(id)),
    id_number_idx: crypto.index('id-number', identityKey('RESIDENT_ID', handler.residentId)),
    phone_enc: crypto.encrypt(handler.mobile, accountPlaces.phone(id)),
    phone_idx: crypto.index('phone', handler.mobile),
    email_enc: crypto.encrypt(`${loginKey}@example.org`, accountPlaces.email(id)),
    email_idx: crypto.index('email', `${loginKey}@example.org`),
    real_name_level: 1,
    created_at: at,
  })
  return id
}

/** The answers of the example for a year that ended where the example's own year begins. */
const answersOf = (matter: Matter, year: number, row: OrganizationRow): AnswerSet => {
  const sample: AnswerSet = { ...sampleOf(matter), year: yearData(year) }
  const read = readAnswers(matter.pages, sample)
  const system = read.value('year', 'system')
  const statements = Object.fromEntries(
    ['balance', 'activity', 'cash'].map((code) => [
      `${code}${system}`,
      { values: exampleStatement(row.type, system, code, 1), items: [] },
    ]),
  )
  const other = system === '2004' ? '2024' : '2004'
  return Object.fromEntries(
    Object.entries({
      ...sample,
      ...statements,
      standing: {
        values: { ...sample['standing']?.values, charity: row.charity === '' ? 'no' : 'yes', lastConclusion: 'NONE' },
        items: [],
      },
    }).filter(([page]) => !page.endsWith(other)),
  )
}

/** A report that was handed in and concluded; gives the case, and the event of its conclusion. */
export const reportCase = async (
  trx: Knex.Transaction,
  tools: DemoTools,
  row: OrganizationRow,
  { year, filedOn, concludedOn, serial }: { year: number; filedOn: string; concludedOn: string; serial: number },
): Promise<{ readonly caseId: string; readonly eventId: number }> => {
  const { crypto } = tools
  const matter = reports.find(({ orgType }) => orgType === row.type)
  const [stage] = matter?.stages ?? []
  if (!matter || !stage) throw new Error(`no report of ${row.type}`)
  const [filed, concluded] = [filedOn, concludedOn].map((on) => new Date(`${on}T02:00:00Z`)) as [Date, Date]
  const accountId = await handlerId(trx, tools, filed)
  const id = randomUUID()
  const authority = await trx('authority')
    .where({ id: row.authority_id })
    .first<{ division_code: string }>('division_code')
  await trx('case_file').insert({
    id,
    matter: matter.code,
    account_id: accountId,
    authority_id: row.authority_id,
    organization_id: row.id,
    fiscal_year: year,
    stage: stage.code,
    procedure: stage.procedure,
    status: 'QUALIFIED',
    title: row.name,
    number: `${authority.division_code}${filedOn.slice(0, 4)}${String(900_000 + serial)}`,
    created_at: filed,
    updated_at: concluded,
    submitted_at: filed,
  })
  const answers = answersOf(matter, year, row)
  await trx('answer').insert(
    Object.entries(answers).map(([page, data]) => ({
      case_id: id,
      page,
      data_enc: sealPage(crypto, id, page, data),
      version: 1,
      updated_at: filed,
    })),
  )
  const event = async (action: string, from: string, to: string, at: Date, outcome: string): Promise<number> => {
    const [added] = await trx('case_event')
      .insert({
        case_id: id,
        stage: stage.code,
        procedure: stage.procedure,
        action,
        outcome,
        from_status: from,
        to_status: to,
        actor_kind: action === 'submit' ? 'applicant' : 'system',
        account_id: action === 'submit' ? accountId : null,
        actor_name: action === 'submit' ? handler.name : '系统',
        opinion: '',
        conclusion: '',
        details: '{}',
        request_key: randomUUID(),
        at,
      })
      .returning<{ id: number }[]>('id')
    if (!added) throw new Error('no event')
    return Number(added.id)
  }
  const submitted = await event('submit', 'DRAFT', 'SUBMITTED', filed, 'submitted')
  const told = sections(
    matter,
    [...stage.locked, ...stage.pages],
    answers,
    entryOf(row).items,
    await holdingsOf(trx, crypto, row.id),
  )
  await trx('snapshot').insert({
    case_id: id,
    event_id: submitted,
    stage: stage.code,
    at: filed,
    ...sealSnapshot(crypto, id, submitted, { sections: frozenSections(told), materials: [], findings: [] }),
  })
  return {
    caseId: id,
    eventId: await event('concludeQualified', 'FIRST_REVIEWED', 'QUALIFIED', concluded, 'qualified'),
  }
}
