import { randomUUID } from 'node:crypto'
import type { JobHelpers } from 'graphile-worker'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setDeleted } from '../../../src/modules/cases/drafts.ts'
import { sweepFilesTask } from '../../../src/modules/cases/sweep-files.ts'
import { sweepClocksTask } from '../../../src/modules/review/sweep-clocks.ts'
import { makeCase, smallPdf } from '../../support/cases.ts'
import { startTestPortal, testMoment, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off', LOG_LEVEL: 'silent' })
})
afterAll(async () => {
  await portal.stop()
})

// The tasks ask nothing of the runner.
const helpers = {} as JobHelpers
const sweepClocks = async (at: string): Promise<void> => {
  portal.clock.set(at)
  await sweepClocksTask(portal.deps)({}, helpers)
}
const sweepFiles = async (at: string): Promise<void> => {
  portal.clock.set(at)
  await sweepFilesTask(portal.deps)({}, helpers)
}

const actions = async (id: string): Promise<string[]> => {
  const rows = await portal.owner
    .knex('case_event')
    .where({ case_id: id })
    .orderBy('id')
    .select<{ action: string }[]>('action')
  return rows.map((row) => row.action)
}

describe('deemed acceptance (行政许可法 art. 32)', () => {
  test.each([
    ['nameApproval', 'SUBMITTED'],
    ['establishmentSubmission', 'SUBMITTED'],
    ['establishmentSubmission', 'RECEIVED'],
  ] as const)(
    '%s %s: not on the fifth working day, but on the day after it, from the day of receipt',
    async (stage, status) => {
      portal.clock.set(testMoment)
      const found = await makeCase(portal, { stage, status })
      expect((await found.row()).clock_due_on).toBe('2026-11-27')
      await sweepClocks('2026-11-27T15:59:59Z')
      expect((await found.row()).status).toBe(status)
      await sweepClocks('2026-11-27T16:00:00Z')
      const row = await found.row()
      expect(row).toMatchObject({ status: 'ACCEPTED', clock: 'decision', clock_started_on: '2026-11-20' })
      const notice = await portal.owner
        .knex('document')
        .where({ case_id: found.id, kind: 'ACCEPTANCE_NOTICE' })
        .orderBy('issued_at', 'desc')
        .first<{ data: { deemed: boolean; acceptedOn: string } }>('data')
      // Nobody accepted it: the paper names no 经办人.
      expect(notice.data).toMatchObject({ deemed: true, acceptedOn: '2026-11-20', handlerName: null })
    },
  )

  test('a consultation that waits too long is no licence: nothing is deemed, and its light is red', async () => {
    portal.clock.set(testMoment)
    const found = await makeCase(portal, { stage: 'nameConsultation', status: 'SUBMITTED' })
    await sweepClocks('2027-03-01T00:00:00Z')
    expect((await found.row()).status).toBe('SUBMITTED')
  })

  test('runs once, however often and by however many it is started', async () => {
    portal.clock.set(testMoment)
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
    portal.clock.set('2026-11-30T01:00:00Z')
    await Promise.all(
      Array.from({ length: 5 }, async () => {
        await sweepClocksTask(portal.deps)({}, helpers)
      }),
    )
    await sweepClocksTask(portal.deps)({}, helpers)
    expect((await actions(found.id)).filter((action) => action === 'deemAccepted')).toHaveLength(1)
  })

  test('a case that is withdrawn in the meantime is left alone', async () => {
    portal.clock.set(testMoment)
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
    portal.clock.set('2026-11-30T01:00:00Z')
    await Promise.all([found.step('withdraw').catch(() => undefined), sweepClocksTask(portal.deps)({}, helpers)])
    const taken = (await actions(found.id)).filter((action) => action === 'withdraw' || action === 'deemAccepted')
    expect(taken).toHaveLength(1)
  })

  test('more cases than one look into the table gives are all moved on', async () => {
    portal.clock.set(testMoment)
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
    // Cases that cannot be moved on, because nothing can be read of them, hold up no other.
    const broken = await portal.owner.knex.raw<{ rows: { id: string }[] }>(
      `insert into case_file (id, number, matter, account_id, authority_id, title, stage, procedure, status, created_at, updated_at,
         submitted_at, clock, clock_started_on, clock_limit, clock_due_on, statutory_due_on)
       select case when n = 1 then '00000000-0000-4000-8000-000000000001'::uuid else gen_random_uuid() end, 'B' || n,
         'no-such-matter', account_id, authority_id, title, stage, procedure, status, now(), now(), now(), clock, clock_started_on,
         clock_limit, clock_due_on, statutory_due_on
       from case_file, generate_series(1, 250) n where case_file.id = ? returning id`,
      [found.id],
    )
    portal.clock.set('2026-11-30T01:00:00Z')
    await expect(sweepClocksTask(portal.deps)({}, helpers)).rejects.toThrow('250 cases')
    expect((await found.row()).status).toBe('ACCEPTED')
    await portal.owner
      .knex('case_file')
      .whereIn(
        'id',
        broken.rows.map(({ id }) => id),
      )
      .delete()
  })
})

describe('what is not corrected in time', () => {
  test('is ended the day after the last one, with its notice, and its name is free again', async () => {
    portal.clock.set(testMoment)
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'CORRECTION_REQUIRED' })
    const { clock_due_on: due } = await found.row()
    await sweepClocks(`${String(due)}T15:59:59Z`)
    expect((await found.row()).status).toBe('CORRECTION_REQUIRED')
    await sweepClocks(`${String(due)}T16:00:00Z`)
    expect(await found.row()).toMatchObject({ status: 'TERMINATED', clock: null })
    const notice = await portal.owner
      .knex('document')
      .where({ case_id: found.id, kind: 'TERMINATION_NOTICE' })
      .first<{ data: unknown }>('data')
    // It rests on the rule of the province that sets the period.
    const period = { rule: '《山西省社会组织登记补正期限规定》（示例）', days: 30 }
    expect(notice.data).toMatchObject({ cause: { type: 'NOT_CORRECTED', correctBy: due, period } })
    const reservation = await portal.owner.knex('name_reservation').where({ case_id: found.id }).first()
    expect(reservation.released_at).not.toBeNull()
  })

  test('a resubmission on the last day has a clock of its own and stays', async () => {
    portal.clock.set(testMoment)
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'CORRECTION_REQUIRED' })
    const { clock_due_on: due } = await found.row()
    portal.clock.set(`${String(due)}T08:00:00Z`)
    await found.step('resubmit')
    portal.clock.forward(86_400_000)
    await sweepClocksTask(portal.deps)({}, helpers)
    expect((await found.row()).status).toBe('SUBMITTED')
  })
})

describe('a name kept for six months', () => {
  test('is free again the day after, and the case that did not use it ends', async () => {
    portal.clock.set(testMoment)
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'DRAFT' })
    await sweepClocks('2027-05-19T15:59:59Z')
    expect((await found.row()).status).toBe('DRAFT')
    await sweepClocks('2027-05-19T16:00:00Z')
    expect((await found.row()).status).toBe('EXPIRED')
    expect(await portal.owner.knex('name_reservation').where({ case_id: found.id }).whereNull('released_at')).toEqual(
      [],
    )
  })

  test('a submitted case keeps its name however long the authority takes', async () => {
    portal.clock.set(testMoment)
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'ACCEPTED' })
    await sweepClocks('2027-09-01T00:00:00Z')
    expect((await found.row()).status).toBe('ACCEPTED')
    expect(
      await portal.owner.knex('name_reservation').where({ case_id: found.id }).whereNull('released_at'),
    ).toHaveLength(1)
  })
})

describe('files and drafts nobody refers to', () => {
  const keep = async (bytes: string, hoursAgo: number): Promise<string> => {
    const file = await portal.deps.files.put(Buffer.from(bytes))
    await portal.owner.knex('stored_file').insert({
      sha256: file.sha256,
      size: file.size,
      type: 'pdf',
      created_at: new Date(portal.clock.now().getTime() - hoursAgo * 3_600_000),
    })
    return file.sha256
  }

  test('a file without a reference goes after a day, row and bytes; a younger one and a used one stay', async () => {
    portal.clock.set(testMoment)
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
    const used = await portal.owner.knex('attachment').where({ case_id: found.id }).first<{ sha256: string }>('sha256')
    await portal.owner.knex('stored_file').where({ sha256: used.sha256 }).update({ created_at: '2020-01-01' })
    const old = await keep('nobody refers to this one', 25)
    const young = await keep('an upload may be under way', 23)
    await sweepFiles(testMoment)
    expect(await portal.deps.files.has(old)).toBe(false)
    expect(await portal.owner.knex('stored_file').where({ sha256: old })).toEqual([])
    expect(await portal.deps.files.has(young)).toBe(true)
    expect((await portal.deps.files.bytes(used.sha256)).equals(smallPdf)).toBe(true)
  })

  test('a removed attachment keeps its file: an earlier submission may show it', async () => {
    portal.clock.set(testMoment)
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
    const sha256 = await keep('taken off later', 48)
    await portal.owner.knex('attachment').insert({
      id: randomUUID(),
      case_id: found.id,
      material: 'M102',
      sha256,
      name: '旧文件.pdf',
      uploaded_at: portal.clock.now(),
      removed_at: portal.clock.now(),
    })
    await sweepFiles(testMoment)
    expect(await portal.deps.files.has(sha256)).toBe(true)
  })

  test('a draft goes for good after 30 days in the bin; one that was ever submitted never does', async () => {
    portal.clock.set(testMoment)
    const draft = await makeCase(portal, { stage: 'nameConsultation', status: 'DRAFT' })
    const submitted = await makeCase(portal, { stage: 'nameConsultation', status: 'SUBMITTED' })
    await setDeleted(portal.deps, draft.applicant, { ip: '', requestId: '' }, { caseId: draft.id, deleted: true })
    await portal.owner.knex('case_file').where({ id: submitted.id }).update({ deleted_at: '2020-01-01' })
    const present = async (id: string) => (await portal.owner.knex('case_file').where({ id })).length
    await sweepFiles('2026-12-20T03:59:59Z')
    expect(await present(draft.id)).toBe(1)
    await sweepFiles('2026-12-20T04:00:01Z')
    expect(await present(draft.id)).toBe(0)
    expect(await present(submitted.id)).toBe(1)
    const record = await portal.owner.knex('audit_log').where({ action: 'case.purge' }).orderBy('id', 'desc').first()
    expect(record.details).toEqual({ cases: [draft.id] })
  })

  test('a draft taken out of the bin stays', async () => {
    portal.clock.set(testMoment)
    const draft = await makeCase(portal, { stage: 'nameConsultation', status: 'DRAFT' })
    const target = { caseId: draft.id }
    await setDeleted(portal.deps, draft.applicant, { ip: '', requestId: '' }, { ...target, deleted: true })
    await setDeleted(portal.deps, draft.applicant, { ip: '', requestId: '' }, { ...target, deleted: false })
    await sweepFiles('2027-06-01T00:00:00Z')
    expect((await draft.row()).deleted_at).toBeNull()
  })
})
