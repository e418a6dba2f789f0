import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import { roles } from '../../src/core/access.ts'
import { identityKey } from '../../src/core/identity/documents.ts'
import type { PageData } from '../../src/core/forms/field.ts'
import { examplePage } from '../../src/core/forms/page.ts'
import { sections, stageState } from '../../src/core/matters/journey.ts'
import { elsewhereOf, readAnswers } from '../../src/core/matters/answers.ts'
import type { AnswerSet, Matter } from '../../src/core/matters/define.ts'
import { yearData } from '../../src/core/matters/year-page.ts'
import { findingKind } from '../../src/core/reports/findings.ts'
import type { Holdings } from '../../src/core/register/holdings.ts'
import { addDays } from '../../src/core/workflow/calendar.ts'
import { noClock, startClock } from '../../src/core/workflow/case-clock.ts'
import { exampleCase } from '../../src/matters/example-case.ts'
import { accountPlaces } from '../../src/modules/people/account.ts'
import { sealPage } from '../../src/modules/cases/answers.ts'
import { reportContext } from '../../src/modules/cases/report-year.ts'
import { ruleContext } from '../../src/modules/cases/rule-context.ts'
import { frozenSections } from '../../src/modules/cases/ready.ts'
import { sealSnapshot } from '../../src/modules/cases/snapshot.ts'
import { entryOf, type OrganizationRow } from '../../src/modules/register/entry.ts'
import { holdingsOf } from '../../src/modules/register/holdings.ts'
import { exampleStatement } from '../../src/matters/report/example.ts'
import { reports } from '../../src/matters/report/index.ts'
import { supervisorsOf } from '../../src/matters/report/supervisors.ts'
import { authorityById, type ReferenceData } from '../../src/reference/reference.ts'
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

/** The year before it spent less. */
const spentOf = (example: PageData, ago: 0 | 1): PageData =>
  ago === 0 ? example : { ...example, values: { ...example.values, charitable: '2800000.00' } }

/** The answers of the example for a year; `ago: 1` where the year ended as the example's own year begins. */
const answersOf = (matter: Matter, year: number, row: OrganizationRow, ago: 0 | 1): AnswerSet => {
  const [craft = ''] = row.business_scope.split('、')
  const sample: AnswerSet = {
    ...exampleCase(matter, {
      seed: row.uscc,
      fiscalYear: year,
      words: { 古建筑彩绘: craft, 古建彩绘: craft, 彩绘: craft },
    }),
    year: yearData(year),
  }
  const read = readAnswers(matter.pages, sample)
  const system = read.value('year', 'system')
  const statements = Object.fromEntries(
    ['balance', 'activity', 'cash'].map((code) => [
      `${code}${system}`,
      { values: exampleStatement(row.type, system, code, ago), items: [] },
    ]),
  )
  const other = system === '2004' ? '2024' : '2004'
  const supervised = row.supervisory_unit ?? ''
  const charity = row.charity !== ''
  const spending = matter.pages.find((page) => page.code === 'spending')
  return Object.fromEntries(
    Object.entries({
      ...sample,
      ...statements,
      ...(charity && spending ? { spending: spentOf(examplePage(spending, elsewhereOf(read)), ago) } : {}),
      consent: {
        values: supervised === '' ? { hasUnit: 'no' } : { ...sample['consent']?.values, supervisoryUnit: supervised },
        items: [],
      },
      standing: {
        values: {
          ...sample['standing']?.values,
          charity: charity ? 'yes' : 'no',
          supervised: supervised === '' ? 'no' : 'yes',
          lastConclusion: 'NONE',
        },
        items: [],
      },
    }).filter(([page]) => !page.endsWith(other) && !(charity && page === 'welfare')),
  )
}

/** Of a 基金会 the opinions are those of its own supervisors. */
const withOpinions = (answers: AnswerSet, holdings: Holdings): AnswerSet => {
  const { supervisors } = answers
  const [example] = supervisors?.items ?? []
  if (!supervisors || !example) return answers
  const items = supervisorsOf(holdings).map((name, at) => ({ id: String(at), values: { ...example.values, name } }))
  return { ...answers, supervisors: { ...supervisors, items } }
}

/** How far a report is, and since when. */
type Course =
  | { readonly status: 'QUALIFIED'; readonly on: string }
  /** Put right and handed in again that day; an official checked it the day after. */
  | { readonly status: 'SUBMITTED' | 'FIRST_REVIEWED'; readonly on: string }

/** A report that was handed in; gives the case, and its last event. */
export const reportCase = async (
  trx: Knex.Transaction,
  tools: DemoTools & { readonly reference: ReferenceData },
  row: OrganizationRow,
  { year, filedOn, course, serial }: { year: number; filedOn: string; course: Course; serial: number },
): Promise<{ readonly caseId: string; readonly eventId: number }> => {
  const { crypto, reference } = tools
  const matter = reports.find(({ orgType }) => orgType === row.type)
  const [stage] = matter?.stages ?? []
  if (!matter || !stage) throw new Error(`no report of ${row.type}`)
  const at = (on: string): Date => new Date(`${on}T02:00:00Z`)
  const accountId = await handlerId(trx, tools, at(filedOn))
  const id = randomUUID()
  const authority = authorityById(reference, row.authority_id)
  const limit = stage.limits.conclusion
  await trx('case_file').insert({
    id,
    matter: matter.code,
    account_id: accountId,
    authority_id: row.authority_id,
    organization_id: row.id,
    fiscal_year: year,
    stage: stage.code,
    procedure: stage.procedure,
    status: course.status,
    title: row.name,
    number: `${authority.divisionCode}${filedOn.slice(0, 4)}${String(900_000 + serial)}`,
    created_at: at(filedOn),
    updated_at: at(course.on),
    submitted_at: at(filedOn),
    ...(course.status === 'QUALIFIED' || !limit
      ? noClock
      : startClock('conclusion', limit, { now: at(course.on), calendar: reference.calendar })),
  })
  const holdings = await holdingsOf(trx, crypto, row.id)
  const answers = withOpinions(answersOf(matter, year, row, course.status === 'QUALIFIED' ? 1 : 0), holdings)
  await trx('answer').insert(
    Object.entries(answers).map(([page, data]) => ({
      case_id: id,
      page,
      data_enc: sealPage(crypto, id, page, data),
      version: 1,
      updated_at: at(filedOn),
    })),
  )
  const took = async (
    action: string,
    [from, to]: readonly [string, string],
    on: string,
    more = {},
  ): Promise<number> => {
    const byApplicant = action === 'submit' || action === 'resubmit'
    const [added] = await trx('case_event')
      .insert({
        case_id: id,
        stage: stage.code,
        procedure: stage.procedure,
        action,
        from_status: from,
        to_status: to,
        actor_kind: byApplicant ? 'applicant' : 'system',
        account_id: byApplicant ? accountId : null,
        actor_name: byApplicant ? handler.name : '系统',
        opinion: '',
        conclusion: '',
        details: '{}',
        request_key: randomUUID(),
        at: at(on),
        ...more,
      })
      .returning<{ id: number }[]>('id')
    if (!added) throw new Error('no event')
    return Number(added.id)
  }
  const { items } = entryOf(row)
  const handedIn = async (eventId: number, on: string): Promise<void> => {
    const { pages } = stageState(
      matter,
      stage,
      answers,
      readAnswers(matter.pages, answers),
      {},
      ruleContext(tools, on, row.authority_id, {
        posts: [],
        register: items,
        holdings,
        certifiedOn: row.valid_from ?? undefined,
        applicant: handler.name,
        ...reportContext(matter, year, items.charity, undefined, filedOn),
      }),
    )
    const found = pages.flatMap(({ page, findings }) => findings.map((finding) => ({ ...finding, page })))
    const codes = found.map(({ page, code = '' }) => ({ page: page.code, code }))
    const told = sections(matter, [...stage.locked, ...stage.pages], answers, items, holdings)
    await trx('snapshot').insert({
      case_id: id,
      event_id: eventId,
      stage: stage.code,
      at: at(on),
      finding_codes: codes.map(({ code }) => code),
      finding_kinds: [...new Set(codes.map((one) => findingKind(matter, one)))],
      ...sealSnapshot(crypto, id, eventId, {
        sections: frozenSections(told),
        materials: [],
        findings: found.map(({ page, message, basis = '' }) => ({ page: page.title, text: message, basis })),
      }),
    })
  }
  const submitted = await took('submit', ['DRAFT', 'SUBMITTED'], filedOn, { outcome: 'submitted' })
  await handedIn(submitted, filedOn)
  if (course.status === 'QUALIFIED')
    return {
      caseId: id,
      eventId: await took('concludeQualified', ['FIRST_REVIEWED', 'QUALIFIED'], course.on, { outcome: 'qualified' }),
    }
  const examiner = await trx('staff')
    .where({ authority_id: row.authority_id })
    .whereRaw(`'FIRST_REVIEWER' = any (roles)`)
    .first<{ id: number; name: string } | undefined>('id', 'name')
  if (!examiner) throw new Error('nobody who checks')
  const official = {
    actor_kind: 'staff',
    staff_id: examiner.id,
    actor_name: examiner.name,
    actor_role: roles.FIRST_REVIEWER.text,
  }
  await took('returnForChange', ['SUBMITTED', 'RETURNED'], addDays(course.on, -4), {
    ...official,
    outcome: 'returned',
    conclusion: '声明签章页上法定代表人的签名看不清，请重新上传。',
  })
  const again = await took('resubmit', ['RETURNED', 'SUBMITTED'], course.on, { outcome: 'submitted' })
  await handedIn(again, course.on)
  if (course.status === 'FIRST_REVIEWED')
    await took('checkReport', ['SUBMITTED', 'FIRST_REVIEWED'], addDays(course.on, 2), {
      ...official,
      opinion: '报表相符，核对没有提示。',
      details: JSON.stringify({ form: { proposed: 'QUALIFIED' } }),
    })
  return { caseId: id, eventId: again }
}
