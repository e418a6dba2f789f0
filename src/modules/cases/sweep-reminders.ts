import type { Task } from 'graphile-worker'
import { chineseDate } from '../../core/documents/dates.ts'
import { AppError } from '../../core/errors.ts'
import { stageOf } from '../../core/matters/journey.ts'
import { addDays } from '../../core/workflow/calendar.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { bound, none, sql, type Sql } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import { authorityById } from '../../reference/reference.ts'
import { applicantsOf } from '../grants/applicants.ts'
import { tellColleagues } from '../grants/colleagues.ts'
import { tellAccount } from '../messages/account-notice.ts'
import type { SmsText } from '../messages/sms-texts.ts'
import { overdueWarning, submitting } from './progress.ts'
import { idleDays, idleDrafts } from './purge-drafts.ts'
import { tellUnit } from './tell-unit.ts'
import { lockAny, type CaseRow } from './store.ts'

const batchSize = 200
const nothingBefore = '00000000-0000-0000-0000-000000000000'

type Due = { readonly id: string; readonly due_on: string; readonly first: string | null }

type Notice = { readonly title: string; readonly body: string; readonly sms?: SmsText }

/** Something that runs out, and of which its holder is told `far` and once more `near` days before. */
type Watched = {
  readonly what: string
  readonly far: number
  readonly near: number
  /** Rows `id, due_on` of what may run out. */
  readonly rows: (deps: Pick<Deps, 'matters'>) => Sql
  /** Ends only after both were told: where the first is told late, the last day is later. */
  readonly waits?: true
  /** Of a case the message leads to it; of a draft, which may go, to none. */
  readonly linked: boolean
  readonly notice: (deps: Pick<Deps, 'matters'>, caseFile: CaseRow, endsOn: string) => Notice
  /** The unit is told as well. */
  readonly unit?: 'consent-ending' | 'consent-overdue'
}

const nameOf = (deps: Pick<Deps, 'matters'>, { title, matter }: Pick<CaseRow, 'title' | 'matter'>): string =>
  title || `未命名的${deps.matters.require(matter).title}`

const watched: readonly Watched[] = [
  {
    what: 'name',
    far: 30,
    near: 7,
    rows: () => sql`select a.id, n.until as due_on from case_file a
      join name_reservation n on n.case_id = a.id and n.released_at is null
      where a.stage = 'establishmentSubmission' and a.status in ('DRAFT', 'WAITING_CONSENT')`,
    linked: true,
    notice: (deps, caseFile, endsOn) => ({
      title: '已核准的名称即将到期',
      body: `“${nameOf(deps, caseFile)}”的名称保留至${chineseDate(endsOn)}（含当日），请在保留期内提交成立材料。届满以后名称不再保留，需要重新申请名称核准。`,
      sms: { template: 'name-ending', facts: { number: caseFile.number, day: endsOn } },
    }),
  },
  {
    what: 'term',
    far: 10,
    near: 3,
    rows: () =>
      sql`select id, clock_due_on as due_on from case_file where clock in ('correction', 'revision', 'completion')`,
    linked: true,
    notice: (deps, caseFile, endsOn) => {
      const { matter, stage, number } = caseFile
      const [what, how] = submitting(caseFile) === 'submit' ? ['提交', '填好'] : ['重新提交', '改好']
      return {
        title: `${stageOf(deps.matters.require(matter), stage).title}：请尽快${what}`,
        body: `请在${chineseDate(endsOn)}前${how}“${nameOf(deps, caseFile)}”并${what}。${overdueWarning(caseFile)}`,
        sms: { template: 'term-ending', facts: { number, stage: { matter, stage }, day: endsOn } },
      }
    },
  },
  {
    what: 'consent',
    far: 7,
    near: 2,
    rows: () => sql`select id, clock_due_on as due_on from case_file where clock = 'consent'`,
    linked: true,
    unit: 'consent-ending',
    notice: (deps, caseFile, endsOn) => ({
      title: '业务主管单位还没有答复',
      body: `“${nameOf(deps, caseFile)}”送业务主管单位征求意见，最迟${chineseDate(endsOn)}答复，到现在还没有答复，已提醒该单位。没有答复不等于同意。`,
    }),
  },
  {
    // From the day after the last one; told once, whenever the portal comes to it.
    what: 'consent-over',
    far: 0,
    near: 0,
    rows: () => sql`select id, clock_due_on + 1 as due_on from case_file where clock = 'consent'`,
    waits: true,
    linked: true,
    unit: 'consent-overdue',
    notice: (deps, { stage, matter, clock_due_on: dueOn, ...caseFile }) => ({
      title: '业务主管单位逾期没有答复',
      body: `“${nameOf(deps, { ...caseFile, matter })}”送业务主管单位征求意见，答复期限是${chineseDate(dueOn ?? '')}，已经超过，已再次提醒该单位。没有答复不等于同意，申请仍在该单位；您可以与该单位联系，也可以取回，凭书面批准文件提交。`,
      sms: { template: 'unit-asked-late', facts: { stage: { matter, stage }, day: dueOn ?? '' } },
    }),
  },
  {
    what: 'draft',
    far: 30,
    near: 7,
    rows: idleDrafts,
    waits: true,
    linked: false,
    notice: (deps, caseFile, endsOn) => ({
      title: '草稿即将清除',
      body: `“${nameOf(deps, caseFile)}”的草稿从未提交，已经很久没有修改，保留至${chineseDate(endsOn)}，之后清除，不能恢复。仍要办理的，请在“我的办件”中打开，保存任意一页，就再保留${idleDays}天。`,
      sms: { template: 'draft-ending', facts: { day: endsOn } },
    }),
  },
]

/** What is to be told today, in order of id; `one` narrows it to a single row. */
const dueRows = async (
  knex: Deps['db']['knex'],
  deps: Pick<Deps, 'matters'>,
  { what, far, near, rows, waits }: Watched,
  today: string,
  wanted: { readonly after: string } | { readonly one: string },
): Promise<readonly Due[]> => {
  const result = await knex.raw<{ rows: Due[] }>(
    ...bound(sql`select d.id, d.due_on, f.ends_on as first from (${rows(deps)}) d
      left join reminder f on f.object_id = d.id and f.what = ${`${what}-${far}`} and f.due_on = d.due_on
      left join reminder n on n.object_id = d.id and n.what = ${`${what}-${near}`} and n.due_on = d.due_on
      where n.object_id is null and ${'one' in wanted ? sql`d.id = ${wanted.one}` : sql`d.id > ${wanted.after}`}
        and d.due_on <= ${today}::date + ${far}::int ${waits ? none : sql`and d.due_on >= ${today}::date`}
        and (f.object_id is null or f.ends_on <= ${today}::date + ${near}::int)
      order by d.id limit ${batchSize}`),
  )
  return result.rows
}

/** Tells once of one thing that runs out; asked again with the case locked, for it may have moved on. */
const remind = (deps: Deps, watch: Watched, id: string, today: string): Promise<void> =>
  deps.command({ actorKind: 'system' }, async (tx) => {
    const caseFile = await lockAny(tx.trx, id)
    const [due] = await dueRows(tx.trx, deps, watch, today, { one: id })
    if (!due) throw new AppError('STALE')
    const { what, far, near, waits } = watch
    const days = due.first !== null || (!waits && due.due_on <= addDays(today, near)) ? near : far
    const soonest = addDays(today, days)
    const planned = due.first ?? due.due_on
    const endsOn = waits && planned < soonest ? soonest : planned
    await tx
      .trx('reminder')
      .insert({ object_id: id, what: `${what}-${days}`, due_on: due.due_on, ends_on: endsOn, sent_at: tx.now })
    const { title, body, sms } = watch.notice(deps, caseFile, endsOn)
    const applicants = await applicantsOf(tx, deps, id)
    for (const { id: accountId, phone } of applicants)
      await tellAccount(tx, deps, {
        accountId,
        ...(watch.linked ? { caseId: id } : {}),
        title,
        body,
        ...(sms ? { sms: { ...sms, phones: [phone] } } : {}),
      })
    const told = applicants.map((one) => one.id)
    if (watch.linked) await tellColleagues(tx, deps, id, { title, body }, told)
    if (watch.unit) await tellUnit(tx, deps, id, watch.unit)
    tx.audit({
      chain: authorityById(deps.reference, caseFile.authority_id).code,
      action: 'case.reminded',
      objectKind: 'case',
      objectId: id,
      details: { what: `${what}-${days}`, until: endsOn },
    })
  })

/**
 * Tells holders, each time once, that an approved name, a term for corrections or a draft runs out. Each case has its
 * own transaction, so one that fails holds up no other; the job then fails as a whole and is tried again.
 */
export const sweepRemindersTask =
  (deps: Deps): Task =>
  async () => {
    const today = localDate(deps.clock.now())
    let failures = 0
    for (const watch of watched)
      for (let after = nothingBefore; ;) {
        const rows = await dueRows(deps.db.knex, deps, watch, today, { after })
        for (const { id } of rows)
          try {
            await remind(deps, watch, id, today)
          } catch (error) {
            if (error instanceof AppError && error.code === 'STALE') continue
            failures += 1
            deps.log.error({ err: error, caseFile: id, what: watch.what }, 'a holder could not be reminded')
          }
        const last = rows.at(-1)
        if (last === undefined || rows.length < batchSize) break
        after = last.id
      }
    if (failures > 0) throw new Error(`${failures} reminders could not be sent`)
  }
