import { buffer } from 'node:stream/consumers'
import type { DocumentContent } from '../../core/documents/blocks.ts'
import { AppError } from '../../core/errors.ts'
import type { Status } from '../../core/workflow/statuses.ts'
import { PROCEDURES, stepOf, type ProcedureCode } from '../../core/workflow/procedures/index.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { prepared, sql } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import type { BundlePart } from '../../infra/pdf/bundle.ts'
import type { Staff } from '../../web/route.ts'
import { makingText } from '../documents/making.ts'
import { notTheirOwn } from '../review/case-search.ts'
import type { ClockColumns } from '../review/clock.ts'
import { previewStaffStep, recordView, takeStaffStep } from '../review/commands.ts'
import { eachOf, type Result } from '../review/several.ts'
import { blanks, overprintOf, type Blank } from './overprint.ts'

// Certificates of several cases at once: each is made and printed as it is alone, by the same steps and with the same
// records, and each has its own result.

/** As many are shown and taken at once: a person looks at every one of them. */
export const mostAtOnce = 20

type Paper = {
  readonly id: string
  readonly kind: Blank
  readonly number: string
  readonly sha256: string | null
  readonly issuedAt: string
  readonly awaited: boolean
}

export type DeskCase = ClockColumns & {
  readonly id: string
  readonly number: string
  readonly title: string
  readonly matter: string
  readonly version: number
  /** 正本 and 副本 that are in force; none before they are made. */
  readonly papers: readonly Paper[]
}

const make = 'printCertificate'

const placesOf = (action: 'printCertificate' | 'handOver'): readonly { procedure: ProcedureCode; status: Status }[] =>
  PROCEDURES.flatMap((procedure) => (stepOf(procedure, action)?.from ?? []).map((status) => ({ procedure, status })))

const casesAt = (deps: Pick<Deps, 'db'>, staff: Staff, action: 'printCertificate' | 'handOver') => {
  const places = placesOf(action)
  return deps.db.read<DeskCase>(
    ...prepared(
      'desk-certificates',
      sql`select a.id, a.number, a.title, a.matter, a.stage, a.lock_version as version, a.clock, a.clock_due_on, a.clock_limit, a.paused_on,
        papers.papers
      from unnest(${places.map(({ procedure }) => procedure)}::text[], ${places.map(({ status }) => status)}::text[])
        as p (procedure, status)
      join case_file a on a.procedure = p.procedure and a.status = p.status and a.authority_id = ${staff.authority.id}
        and a.paused_on is null ${notTheirOwn(staff)}
      cross join lateral (select coalesce(json_agg(d order by d.kind desc), '[]') as papers from (
        select id, kind, number, sha256, issued_at as "issuedAt", seal_awaited_since is not null as awaited from document
        where case_id = a.id and kind = any(${Object.keys(blanks)}::text[]) and status = 'VALID') d) papers
      order by a.clock_due_on nulls last, a.updated_at, a.id limit ${mostAtOnce}`,
    ),
  )
}

/** Cases of the official's own authority whose certificate is to be made, and those whose certificate waits to be fetched. */
export const deskCases = async (deps: Pick<Deps, 'db'>, staff: Staff) => {
  const [due, made] = await Promise.all([casesAt(deps, staff, make), casesAt(deps, staff, 'handOver')])
  return { due, made }
}

const stepOfCase = ({ id, version }: DeskCase, requestKey: string) =>
  ({
    caseId: id,
    action: make,
    opinion: '',
    conclusion: '',
    requestKey,
    version,
    details: {},
  }) as const

/** The certificates as they would be made, case by case; nothing is recorded. `keys`: of their steps, by case. */
export const previewCertificates = (
  deps: Deps,
  staff: Staff,
  cases: readonly DeskCase[],
  keys: ReadonlyMap<string, string>,
): Promise<Result<DeskCase, readonly DocumentContent[]>[]> =>
  eachOf(
    cases,
    async (found) => (await previewStaffStep(deps, staff, stepOfCase(found, keys.get(found.id) ?? ''))) ?? [],
  )

/** 制作证书 of each case by itself: what one of them lacks keeps no other from being made. */
export const makeCertificates = (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  cases: readonly DeskCase[],
  keys: ReadonlyMap<string, string>,
): Promise<Result<DeskCase, void>[]> =>
  eachOf(cases, (found) => takeStaffStep(deps, staff, request, stepOfCase(found, keys.get(found.id) ?? '')))

/** Why the certificate of a case cannot be printed now. */
export const notPrintable = (deps: Deps, { papers }: DeskCase): string | undefined => {
  if (papers.length === 0) return '证书已经失效，没有可以打印的。'
  const making = papers.find(({ sha256 }) => sha256 === null)
  return making && `证书${makingText(deps, making)}。`
}

/**
 * 正本 and 副本 of several cases as one PDF in the order of the list, or what a blank does not carry of them. Recorded as
 * each alone is. Throws what hinders any of them: what is printed is what the page before said.
 */
export const printCertificates = async (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  cases: readonly DeskCase[],
  overprint: boolean,
): Promise<Buffer> => {
  const parts: BundlePart[] = []
  for (const found of cases)
    for (const { id, kind, number, sha256 } of found.papers) {
      if (sha256 === null) throw new AppError('NOT_ALLOWED_NOW', '证书还在生成，请稍后再打印。')
      if (overprint) {
        const { name, pdf } = await overprintOf(deps, staff, request, id)
        parts.push({ title: name, type: 'pdf', bytes: pdf })
      } else {
        await recordView(deps, staff, request, { kind: 'document', id, caseId: found.id })
        const bytes = await buffer(await deps.files.stream(sha256))
        parts.push({ title: `${blanks[kind]} ${number}`, type: 'pdf', bytes })
      }
    }
  return deps.pdf.join(parts)
}
