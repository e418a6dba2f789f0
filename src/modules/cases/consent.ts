import type { Knex } from 'knex'
import type { AnswerSet, Answers, AnyStage, Matter } from '../../core/matters/define.ts'
import type { ConsentPlace } from '../../core/matters/facts.ts'
import { consentPlace, paperFields, withConsent, type Consent } from '../../core/matters/consent.ts'
import { askedPages, materialNeed, materialOf, pageOf } from '../../core/matters/journey.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Action } from '../../core/workflow/procedures/index.ts'
import { bound, constant, jsonRows, jsonRowsOf, sql } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import type { FieldCrypto } from '../../infra/field-crypto.ts'
import { authorityById, unitBeside, type SupervisoryUnit } from '../../reference/reference.ts'
import type { CaseRow } from './store.ts'

/** What was put to the unit of a stage, and what came of it; instants as texts, for they come out of JSON. */
export type ConsentRequest = {
  readonly id: string
  readonly unit: string
  readonly stage: string
  /** The step by which the unit answered, or by which the asking ended otherwise. */
  readonly closedEvent: number | null
  readonly askedAt: string
  readonly seen: Readonly<Record<string, string>>
  readonly closedBy: Action | null
  readonly closedAt: string | null
  readonly conclusion: string | null
  readonly documentNumber: string | null
  /** The stage was filed on what the unit answered. */
  readonly filed: boolean
  /** Pages, fields and papers that notices of 补正 have named since the answer. */
  readonly named: readonly string[]
}

/** All requests of a case as JSON, the oldest first; `owner`: the case's id as the statement around it names it. */
export const requestsJson = (owner: string): string =>
  jsonRows(`select r.id, u.name as unit, q.stage, q.at as "askedAt", r.seen, r.closed_by as "closedEvent",
      e.action as "closedBy", e.at as "closedAt", e.conclusion, e.details #>> '{form,documentNumber}' as "documentNumber",
      r.filed_by is not null as filed, array(select i.target from correction_item i join correction c on c.id = i.correction_id
        where c.case_id = r.case_id and c.opened_at >= e.at) as named
    from consent_request r join supervisory_unit u on u.id = r.organ_id join case_event q on q.id = r.event_id
    left join case_event e on e.id = r.closed_by where r.case_id = ${owner} order by r.event_id`)

const requestsOfCase = constant(requestsJson('a.id'))

type Paper = { readonly material: string; readonly sha256: string }

/** The requests of a case and the papers it holds now, inside a transaction. */
export const consentFacts = async (
  knex: Knex,
  caseId: string,
): Promise<{ readonly requests: readonly ConsentRequest[]; readonly papers: readonly Paper[] }> => {
  const { rows } = await knex.raw<{ rows: { requests: ConsentRequest[]; papers: Paper[] }[] }>(
    ...bound(sql`select ${requestsOfCase} as requests,
        ${jsonRowsOf(sql`select material, sha256 from attachment where case_id = a.id and removed_at is null`)} as papers
      from case_file a where a.id = ${caseId}`),
  )
  return rows[0] ?? { requests: [], papers: [] }
}

/** Of every page and paper the unit agrees to, a keyed hash of what it holds. */
export const seenOf = (
  crypto: FieldCrypto,
  caseId: string,
  { matter, stage, answers }: { readonly matter: Matter; readonly stage: AnyStage; readonly answers: Answers },
  papers: readonly Paper[],
): Readonly<Record<string, string>> => {
  const place = consentPlace(matter, stage)
  const seal = (code: string, content: unknown): [string, string] => [
    code,
    crypto.index('consent', `${caseId}:${code}:${JSON.stringify(content)}`),
  ]
  const notSeen = place ? paperFields(place) : []
  const pages = askedPages(matter, [...stage.locked, ...stage.pages], answers)
    .filter(({ code }) => !place?.beside.includes(code))
    .map(({ code, fields, list }) =>
      seal(code, [
        fields
          .filter(({ name }) => code !== place?.page || !notSeen.includes(name))
          .map(({ name }) => [name, answers.value(code, name)]),
        answers.items(code).map(({ values }) => list?.fields.map(({ name }) => [name, values[name] ?? ''])),
      ]),
    )
  const files = stage.materials
    .map((code) => materialOf(matter, code))
    .filter((material) => material !== undefined && material.code !== place?.material)
    .flatMap((material) => (material && materialNeed(material, answers) !== 'not-needed' ? [material.code] : []))
    .map((code) =>
      seal(
        code,
        papers
          .filter(({ material }) => material === code)
          .map(({ sha256 }) => sha256)
          .toSorted(),
      ),
    )
  return Object.fromEntries([...pages, ...files])
}

const titleOf = (matter: Matter, code: string): string =>
  pageOf(matter, code)?.title ?? materialOf(matter, code)?.title ?? code

/** Titles of what is otherwise now than what the unit saw. */
const changedSince = (
  matter: Matter,
  seen: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): readonly string[] =>
  [...new Set([...Object.keys(seen), ...Object.keys(now)])]
    .filter((code) => seen[code] !== now[code])
    .map((code) => titleOf(matter, code))

/** What the unit of the present stage was asked and said, and whether that still holds. */
export type ConsentState = {
  readonly place: ConsentPlace
  readonly requests: readonly ConsentRequest[]
  /** What waits for an answer. */
  readonly open: ConsentRequest | undefined
  /** The last answer, whatever it was. */
  readonly answered: ConsentRequest | undefined
  readonly given: Consent | undefined
  /** What the applicant has changed since the unit agreed. */
  readonly changed: readonly string[]
  /**
   * What of the paper the online consent stands for; nothing when it does not hold. Once the stage is filed on it, it does,
   * and who decides sees what is otherwise; what a notice of 补正 names is asked of the paper again.
   */
  readonly settled: ConsentPlace | undefined
}

/** The place without what a notice of 补正 named: that is the paper's again. */
const unlessNamed = (place: ConsentPlace, { named }: ConsentRequest): ConsentPlace => {
  const isNamed = (code: string): boolean => named.some((target) => target.split('.')[0] === code)
  return {
    ...place,
    page: isNamed(place.page) ? '' : place.page,
    material: isNamed(place.material) ? '' : place.material,
  }
}

/** How the online consent of a case stands; nothing in a stage that needs none. */
export const consentState = (
  crypto: FieldCrypto,
  caseFile: Pick<CaseRow, 'id' | 'status'>,
  asked: { readonly matter: Matter; readonly stage: AnyStage; readonly answers: Answers },
  requests: readonly ConsentRequest[],
  papers: readonly Paper[],
): ConsentState | undefined => {
  const { matter, stage } = asked
  const place = matter.facts.consent
  if (!place || (requests.length === 0 && !consentPlace(matter, stage))) return undefined
  const open = requests.find(({ closedBy }) => closedBy === null)
  const answered = requests.findLast(({ closedBy }) => closedBy === 'consent' || closedBy === 'refuseConsent')
  if (answered?.closedBy !== 'consent')
    return { place, requests, open, answered, given: undefined, changed: [], settled: undefined }
  const drafting = caseFile.status === 'DRAFT' && answered.stage === stage.code
  const changed =
    answered.stage === stage.code ? changedSince(matter, answered.seen, seenOf(crypto, caseFile.id, asked, papers)) : []
  const given = {
    unit: answered.unit,
    number: answered.documentNumber ?? '',
    date: localDate(new Date(answered.closedAt ?? '')),
    opinion: answered.conclusion ?? '',
  }
  const holds = drafting ? changed.length === 0 : answered.filed
  return { place, requests, open, answered, given, changed, settled: holds ? unlessNamed(place, answered) : undefined }
}

/** The answers as they count: with what the unit said, as long as that holds. */
export const counted = (stored: AnswerSet, state: ConsentState | undefined): AnswerSet =>
  state?.settled?.page && state.given ? withConsent(state.settled, stored, state.given) : stored

/** The unit the answers name, when it answers online: once somebody of it has an account. */
export const unitOnline = async (
  deps: Pick<Deps, 'db' | 'reference'>,
  authorityId: number,
  { facts }: Matter,
  answers: Answers,
): Promise<SupervisoryUnit | undefined> => {
  const ref = facts.supervisoryUnit
  const name = ref ? answers.value(ref.page, ref.field) : ''
  const unit = unitBeside(deps.reference, authorityById(deps.reference, authorityId), name)
  if (!unit) return undefined
  const [row] = await deps.db.read<{ id: number }>(
    { name: 'unit-online', text: 'select id from staff where organ_id = $1 and active limit 1' },
    [unit.id],
  )
  return row && unit
}
