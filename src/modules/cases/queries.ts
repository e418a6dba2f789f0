import type { Deps } from '../../deps.ts'
import type { Database, Statement } from '../../db/client.ts'
import { keyset } from '../../db/keyset.ts'
import { prepared, sql, jsonRows, jsonRowsOf } from '../../db/sql.ts'
import { AppError } from '../../core/errors.ts'
import type { ApplicantRole } from '../../core/matters/applicant-role.ts'
import type { AnswerSet, Answers, AnyStage, Matter } from '../../core/matters/define.ts'
import { stageOf } from '../../core/matters/journey.ts'
import { ledHere } from '../../core/matters/led-here.ts'
import { fillingHangsOnPast, mayFillIn } from '../../core/workflow/decide.ts'
import type { DocumentKind } from '../../core/documents/kinds.ts'
import { readAnswers } from '../../core/matters/answers.ts'
import type { RegisterItems } from '../../core/register/changes.ts'
import type { Holdings } from '../../core/register/holdings.ts'
import { actionsOf, PROCEDURES, stepOf } from '../../core/workflow/procedures/index.ts'
import { isEditable } from '../../core/workflow/statuses.ts'
import { itemsJson } from '../register/entry.ts'
import { holdingsJson, openHoldings, type SealedHoldings } from '../register/holdings.ts'
import {
  missingLegalAccountsOf,
  toLegalAccount,
  type MissingLegalAccount,
  type UnitWithoutAccount,
} from '../people/units-without-account.ts'
import type { ServedFile } from '../files/serve.ts'
import { openAnswers, type AnswerRow } from './answers.ts'
import { consentState, counted, requestsJson, type ConsentRequest, type ConsentState } from './consent.ts'
import { asCopies } from './going-along.ts'
import { isBinding, openedBy, type CorrectionItem, type OpenCorrection } from './corrections.ts'
import { handedInOn, lastReportJson, openReport, reportContext, type SealedReport } from './report-year.ts'
import { saidRole } from './role.ts'
import type { AttachmentRow, CaseRow, EventRow } from './store.ts'
import { isId } from '../../web/params.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import {
  mayDo,
  principalOf,
  reachable,
  reachedCases,
  requireReach,
  type Acting,
  type Asker,
  type Need,
  type Reach,
} from '../grants/access.ts'
import { waitingFor } from '../../db/grants-in-force.ts'

/** Rows inside JSON carry instants as texts. */
type InJson<Row> = {
  [K in keyof Row]: Row[K] extends Date ? string : Row[K] extends Date | null ? string | null : Row[K]
}

type DocumentRow = {
  readonly id: string
  readonly kind: DocumentKind
  /** What tells it apart from another of its kind. */
  readonly note: string | null
  /** 申请事项, which differs by stage. */
  readonly matter: string
  /** Whether it tells how to appeal. */
  readonly appealable: boolean
  readonly number: string
  readonly status: 'VALID' | 'REPLACED' | 'REVOKED'
  readonly sha256: string | null
  readonly verification_code: string
  readonly issued_at: string
  readonly awaited: boolean
  readonly event_id: number
}

/** A step of the case; `authority_id`: of the official who took it. */
type CaseEvent = InJson<EventRow> & { readonly authority_id: number | null }

type Whole = {
  caseFile: InJson<CaseRow>
  answers: AnswerRow[]
  attachments: AttachmentRow[]
  events: CaseEvent[]
  documents: DocumentRow[]
  corrections: {
    id: number
    stage: string
    opened_at: string
    due_on: string
    closed_at: string | null
    items: CorrectionItem[]
  }[]
  reserved_until: string | null
  register: RegisterItems | null
  holdings: SealedHoldings | null
  certified_on: string | null
  last_report: SealedReport | null
  uscc: string | null
  transfers: { from_name: string; to_name: string; at: string }[]
  reach: Reach
  requests: readonly ConsentRequest[]
}

type Registered = 'register' | 'holdings' | 'certified_on' | 'last_report'

/** The account is the second value of a statement, today the third. */
const reach = reachable('$2', '$3')

const ofOrganization = (what: string): string => `(select ${what} from organization o where o.id = a.organization_id)`

/** What rules see of the organization of a case. */
const registered = `${ofOrganization(itemsJson('o'))} as register, ${ofOrganization(holdingsJson('o'))} as holdings,
    ${ofOrganization('valid_from')} as certified_on, ${lastReportJson('a')} as last_report`

const wholeCaseOf: Statement = {
  name: 'caseFile-whole',
  text: `select row_to_json(a) as "caseFile",
    ${jsonRows('select page, data_enc, version from answer where case_id = a.id')} as answers,
    ${jsonRows(`select t.id, t.material, t.name, t.sha256, f.size, f.type, t.uploaded_at, t.signed_digest from attachment t
            join stored_file f on f.sha256 = t.sha256
            where t.case_id = a.id and t.removed_at is null order by t.uploaded_at, t.id`)} as attachments,
    ${jsonRows(`select e.*, s.authority_id from case_event e left join staff s on s.id = e.staff_id
            where e.case_id = a.id order by e.id`)} as events,
    ${jsonRows(`select id, kind, data->>'titleNote' as note, number, status, sha256, verification_code, issued_at, event_id,
              data->>'matterTitle' as matter, data->>'remedies' is not null as appealable, seal_awaited_since is not null as awaited from document d
            where d.case_id = a.id order by d.issued_at, d.number, d.kind desc`)} as documents,
    ${jsonRows(`select c.id, c.stage, c.opened_at, c.due_on, c.closed_at,
              (select json_agg(i order by i.id) from (select id, target_kind as kind, target, title, note, answer
                from correction_item where correction_id = c.id) i) as items
            from correction c where c.case_id = a.id order by c.id`)} as corrections,
    (select until from name_reservation n where n.case_id = a.id and n.released_at is null) as reserved_until,
    ${requestsJson('a.id')} as requests,
    ${ofOrganization('uscc')} as uscc, ${registered},
    ${jsonRows(`select f.name as from_name, t.name as to_name, c.decided_at as at
            from case_transfer c join account f on f.id = c.from_account join account t on t.id = c.to_account
            where c.case_id = a.id and c.status = 'ACCEPTED' order by c.decided_at`)} as transfers,
    ${reach.column} from ${reach.from} where a.id = $1 and ${reach.where}`,
}

const formPage: Statement = {
  name: 'caseFile-form-page',
  text: `select row_to_json(a) as "caseFile",
    ${jsonRows('select page, data_enc, version from answer where case_id = a.id')} as answers,
    ${registered},
    ${requestsJson('a.id')} as requests,
    ${jsonRows('select material, sha256 from attachment t where t.case_id = a.id and t.removed_at is null')} as attachments,
    ${jsonRows(`select c.id, c.opened_at, c.due_on,
              (select json_agg(i order by i.id) from (select id, target_kind as kind, target, title, note, answer
                from correction_item where correction_id = c.id) i) as items
            from correction c where c.case_id = a.id and c.closed_at is null`)} as corrections,
    ${jsonRows('select stage, procedure, action, conclusion, at from case_event e where e.case_id = a.id order by e.id')} as events,
    ${reach.column} from ${reach.from} where a.id = $1 and ${reach.where}`,
}

export type LoadedCase = {
  readonly caseFile: InJson<CaseRow>
  readonly matter: Matter
  readonly stage: AnyStage
  readonly stored: AnswerSet
  readonly versions: Readonly<Record<string, number>>
  readonly answers: Answers
  readonly correction: OpenCorrection | undefined
  /** What was concluded, and why, that is to be put right in this stage. */
  readonly ledHere: string | undefined
  /** Answers and files may be changed now, by whoever looks at them. */
  readonly fillable: boolean
  /** Whose it is. */
  readonly owner: Reach['owner']
  /** For whom somebody looks at it whose it is not, and what they may do; see `mayDo`. */
  readonly acting: Acting | undefined
  /** What a change would change: the register as it is while answers can be changed, as it was once they are submitted. */
  readonly register: RegisterItems | undefined
  /** What the organization has besides, now. */
  readonly holdings: Holdings | undefined
  /** From which day on the organization holds its certificate. */
  readonly certifiedOn: string | undefined
  /** Which year a report is about, and the report of the year before. */
  readonly report: ReturnType<typeof reportContext>
  /** 您是, as the applicant says it now. */
  readonly role: ApplicantRole | null
  /** What the unit was asked and said; nothing in a stage that needs no consent. */
  readonly consent: ConsentState | undefined
}

const opened = (
  deps: Deps,
  row: Pick<Whole, 'caseFile' | 'answers' | 'requests' | 'reach' | Registered> & {
    readonly attachments: readonly Pick<AttachmentRow, 'material' | 'sha256'>[]
    readonly events: readonly InJson<Pick<EventRow, 'stage' | 'procedure' | 'action' | 'conclusion' | 'at'>>[]
  },
  correction: { id: number; opened_at: string; due_on: string; items: CorrectionItem[] | null } | undefined,
  acting: Acting | undefined,
): LoadedCase => {
  const matter = deps.matters.require(row.caseFile.matter)
  const stage = stageOf(matter, row.caseFile.stage)
  const typed = openAnswers(deps.crypto, row.caseFile.id, row.answers)
  const asked = { matter, stage, answers: readAnswers(matter.pages, typed) }
  const consent = consentState(deps.crypto, row.caseFile, asked, row.requests, row.attachments)
  const counting = counted(typed, consent)
  const notice =
    correction && correction.items
      ? openedBy(
          {
            id: correction.id,
            openedAt: new Date(correction.opened_at),
            dueOn: correction.due_on,
            items: correction.items,
          },
          { matter, stage, stored: counting },
          { binding: isBinding(row.caseFile.status), today: localDate(deps.clock.now()) },
        )
      : undefined
  const stored = asCopies(counting, notice?.along)
  return {
    caseFile: row.caseFile,
    matter,
    stage,
    stored,
    versions: Object.fromEntries(row.answers.map((answer) => [answer.page, answer.version])),
    answers: readAnswers(matter.pages, stored),
    register:
      ((isEditable(row.caseFile.status) && !fillingHangsOnPast(row.caseFile.status)) ||
      row.caseFile.status === 'WAITING_CONSENT'
        ? row.register
        : row.caseFile.register_before) ?? undefined,
    holdings: row.holdings ? openHoldings(deps.crypto, row.holdings) : undefined,
    certifiedOn: row.certified_on ?? undefined,
    report: reportContext(
      matter,
      row.caseFile.fiscal_year,
      row.register?.charity,
      openReport(deps.crypto, row.last_report),
      handedInOn(row.events, row.caseFile.stage, localDate(deps.clock.now())),
    ),
    correction: notice,
    ledHere: row.caseFile.procedure === 'rectification' ? ledHere(matter, row.caseFile.stage, row.events) : undefined,
    fillable: mayFillIn(row.caseFile, row.events) && mayDo({ acting }, 'fill'),
    owner: row.reach.owner,
    acting,
    role: saidRole(matter, stored, row.caseFile),
    consent,
  }
}

/** What a form page needs, in one round trip. Somebody else's case is not found (see requireReach). */
export const loadForm = async (deps: Deps, id: string, asker: Asker, need: Need): Promise<LoadedCase> => {
  const [row] = isId(id)
    ? await deps.db.read<
        Pick<
          Whole,
          'caseFile' | 'answers' | 'requests' | Registered | 'attachments' | 'corrections' | 'events' | 'reach'
        >
      >(formPage, [id, asker.id, localDate(deps.clock.now())])
    : []
  if (!row || row.caseFile.deleted_at !== null) throw new AppError('NOT_FOUND')
  return opened(deps, row, row.corrections[0], requireReach(row.reach, asker, need))
}

type Rows = 'attachments' | 'events' | 'documents' | 'corrections' | 'uscc' | 'transfers'
export type WholeCase = LoadedCase &
  Readonly<Pick<Whole, Rows>> & {
    readonly reservedUntil: string | null
    /** What the register says now, whatever it said when the case was submitted. */
    readonly registeredNow: RegisterItems | undefined
  }

/** Everything of one case, in one round trip. Somebody else's is not found (see requireReach). */
export const loadWhole = async (deps: Deps, id: string, asker: Asker, need: Need): Promise<WholeCase> => {
  const [row] = isId(id) ? await deps.db.read<Whole>(wholeCaseOf, [id, asker.id, localDate(deps.clock.now())]) : []
  if (!row || row.caseFile.deleted_at !== null) throw new AppError('NOT_FOUND')
  const open = row.corrections.find((correction) => correction.closed_at === null)
  return {
    ...opened(deps, row, open, requireReach(row.reach, asker, need)),
    attachments: row.attachments,
    events: row.events,
    documents: row.documents,
    corrections: row.corrections,
    reservedUntil: row.reserved_until,
    uscc: row.uscc,
    transfers: row.transfers,
    registeredNow: row.register ?? undefined,
  }
}

/** Steps that move a clock's last day, or begin it anew elsewhere. */
const clockActions = [
  ...new Set(
    PROCEDURES.flatMap((procedure) =>
      actionsOf(procedure).filter((action) => {
        const step = stepOf(procedure, action)
        return ['pause', 'resume', 'extend'].includes(step?.clock ?? '') || step?.effects?.includes('moveToAuthority')
      }),
    ),
  ),
]

export type ListedCase = Pick<
  CaseRow,
  | 'id'
  | 'number'
  | 'matter'
  | 'title'
  | 'draft_title'
  | 'stage'
  | 'procedure'
  | 'status'
  | 'clock'
  | 'clock_due_on'
  | 'clock_limit'
  | 'paused_on'
  | 'updated_at'
  | 'authority_id'
> & {
  readonly reserved_until: string | null
  /** What moved the clock of the present stage. */
  readonly moves: readonly Pick<InJson<EventRow>, 'stage' | 'procedure' | 'action' | 'at' | 'details'>[]
  /** A step was taken in it. */
  readonly moved: boolean
  /** What it is about, sealed: of the pages asked for. */
  readonly about: readonly AnswerRow[]
  /** For whom, where it is not the account's own. */
  readonly principal: string | null
}

export type RecycledCase = Pick<CaseRow, 'id' | 'matter' | 'title' | 'draft_title'> & { readonly deleted_at: Date }

const newest = keyset('desc', [
  [sql`updated_at`, 'timestamptz'],
  [sql`id`, 'uuid'],
])

/**
 * A page of the account's cases and of those it holds a grant for, newest first, behind `after`; only the first shows the recycle bin. `pages`: what each is about.
 */
export const myCases = async (
  db: Database,
  accountId: string,
  day: string,
  after: { readonly at: Date; readonly id: string } | undefined,
  limit: number,
  pages: readonly string[],
): Promise<{
  readonly listed: readonly ListedCase[]
  readonly recycled: readonly RecycledCase[]
  readonly legalAccounts: readonly MissingLegalAccount[]
  /** Invitations to cases of others. */
  readonly invited: number
}> => {
  const { andBeyond, order } = newest(after && { key: [after.at.toISOString(), after.id], direction: 'after' })
  const recycled = sql`select id, matter, title, draft_title, deleted_at from case_file
    where account_id = ${accountId} and deleted_at is not null order by deleted_at desc limit 20`
  const asked = sql`select
    ${jsonRowsOf(sql`select id, number, matter, title, draft_title, stage, procedure, status, clock, clock_due_on, clock_limit, paused_on, updated_at, authority_id,
        (select until from name_reservation n where n.case_id = case_file.id and n.released_at is null) as reserved_until,
        ${jsonRowsOf(sql`select stage, procedure, action, at, details from case_event e where e.case_id = case_file.id
          and e.stage = case_file.stage and e.action = any (${clockActions}::text[]) order by e.id`)} as moves,
        exists (select from case_event e where e.case_id = case_file.id) as moved,
        ${jsonRowsOf(sql`select w.page, w.data_enc, w.version from answer w where w.case_id = case_file.id and w.page = any (${pages}::text[])`)} as about,
        ${principalOf(accountId)} as principal
      from case_file where ${reachedCases(accountId, day)} and deleted_at is null ${andBeyond}
      order by ${order} limit ${limit}`)} as listed,
    ${after ? sql`'[]'::json` : jsonRowsOf(recycled)} as recycled,
    ${after ? sql`0` : sql`(select count(*)::int from access_grant g where ${waitingFor(accountId, day)})`} as invited,
    ${jsonRowsOf(missingLegalAccountsOf(accountId))} as missing`
  const [row] = await db.read<{
    listed: InJson<ListedCase>[]
    recycled: InJson<RecycledCase>[]
    missing: UnitWithoutAccount[]
    invited: number
  }>(...prepared('cases-mine', asked))
  if (!row) throw new Error('no list')
  return {
    listed: row.listed.map((caseFile) => ({ ...caseFile, updated_at: new Date(caseFile.updated_at) })),
    recycled: row.recycled.map((caseFile) => ({ ...caseFile, deleted_at: new Date(caseFile.deleted_at) })),
    legalAccounts: row.missing.map(toLegalAccount),
    invited: row.invited,
  }
}

/** The account's own cases that wait for a correction, the most urgent first. */
export const openCorrectionsOf = async (db: Database, accountId: string) =>
  db
    .knex('case_file')
    .where({ account_id: accountId, status: 'CORRECTION_REQUIRED' })
    .whereNull('deleted_at')
    .orderBy('clock_due_on')
    .limit(3)
    .select<Pick<CaseRow, 'id' | 'title' | 'draft_title' | 'matter' | 'clock_due_on'>[]>(
      'id',
      'title',
      'draft_title',
      'matter',
      'clock_due_on',
    )

const attachmentStatement: Statement = {
  name: 'attachment-one',
  text: `select t.name, t.sha256, f.type, f.shown_sha256 as shown, ${reach.column}
    from ${reach.from} join attachment t on t.case_id = a.id join stored_file f on f.sha256 = t.sha256
    where a.id = $1 and ${reach.where} and t.id = $4`,
}

/** A file of a case, for whoever may fill it in: scans show whole numbers. A removed one still, for earlier snapshots. */
export const findAttachment = async (
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  caseId: string,
  attachmentId: string,
  asker: Asker,
): Promise<ServedFile> => {
  if (!isId(caseId) || !isId(attachmentId)) throw new AppError('NOT_FOUND')
  const values = [caseId, asker.id, localDate(clock.now()), attachmentId]
  const [row] = await db.read<ServedFile & { reach: Reach }>(attachmentStatement, values)
  if (!row) throw new AppError('NOT_FOUND')
  requireReach(row.reach, asker, 'fill')
  return row
}
