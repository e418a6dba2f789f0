import type { OrgType } from '../../core/org-types.ts'
import type { RegisteredReport, ReportConclusion } from '../../core/register/reports.ts'
import type { Snapshot } from '../../core/submissions/snapshot.ts'
import { jsonRows } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import { openSnapshot, type SnapshotRow } from '../cases/snapshot.ts'

// A year's report of an organization, as far as everybody may know it (R400 art. 38, 慈善法 art. 77).

type Paper = { readonly kind: string; readonly number: string }
type Sealed = Pick<SnapshotRow, 'case_id' | 'event_id' | 'content_enc'>

type Row = RegisteredReport & {
  readonly name: string
  readonly type: OrgType
  readonly charity: string
  readonly matter: string | null
  readonly authorityId: number
  readonly papers: readonly Paper[]
  /** What was concluded for 整改, and what was told with it. */
  readonly asked: string | null
  readonly rectifiedOn: string | null
  readonly underRectification: boolean
  readonly revisions: readonly {
    readonly before: ReportConclusion | null
    readonly conclusion: ReportConclusion
    readonly on: string
    readonly number: string | null
  }[]
  readonly report: Sealed | null
  readonly rectification: Sealed | null
}

const sealed = (stage: string): string => `(select json_build_object('case_id', s.case_id, 'event_id', s.event_id,
    'content_enc', s.content_enc) from snapshot s where s.case_id = y.case_id and s.stage = '${stage}'
    order by s.id desc limit 1)`

const statement = {
  name: 'published-report',
  text: `select o.name, o.type, o.charity, o.authority_id as "authorityId", y.fiscal_year as year, y.conclusion, y.late,
      y.concluded_on::text as "concludedOn", y.filed_on::text as "filedOn", c.matter,
      ${jsonRows(`select d.kind, d.number from document d where d.case_id = y.case_id and d.status = 'VALID'
        and d.kind in ('REPORT_CONCLUSION', 'RECTIFICATION_NOTICE') order by d.id`)} as papers,
      (select e.conclusion from case_event e where e.case_id = y.case_id and e.outcome in ('basic', 'unqualified')
        order by e.id desc limit 1) as asked,
      (select (e.at at time zone 'Asia/Shanghai')::date::text from case_event e where e.case_id = y.case_id
        and e.outcome = 'rectified' order by e.id desc limit 1) as "rectifiedOn",
      coalesce(c.procedure = 'rectification' and c.status <> 'COMPLETED', false) as "underRectification",
      ${jsonRows(`select v.before, v.conclusion, (v.decided_at at time zone 'Asia/Shanghai')::date::text as "on",
          (select d.number from document d where d.act_id = v.act_id) as number
        from report_revision v where v.organization_id = o.id and v.fiscal_year = y.fiscal_year and v.status = 'DONE'
        order by v.act_id desc`)} as revisions,
      ${sealed('report')} as report, ${sealed('rectification')} as rectification
    from organization o join organization_report y on y.organization_id = o.id
      left join case_file c on c.id = y.case_id
    where o.uscc = $1 and y.fiscal_year = $2::int`,
}

export type PublishedReport = Omit<Row, 'report' | 'rectification' | 'asked'> & {
  /** What was handed in; of whom the province publishes nothing more than the conclusion, and before the portal, nothing. */
  readonly content: Snapshot | undefined
  /** What 整改 was asked for, and what was reported of it; published with the report. */
  readonly asked: string | undefined
  readonly mended: Snapshot | undefined
}

/** A year's report with its conclusion; nothing where none was concluded. */
export const publishedReport = async (
  { db, crypto, site }: Pick<Deps, 'db' | 'crypto' | 'site'>,
  uscc: string,
  year: number,
): Promise<PublishedReport | undefined> => {
  const [row] = await db.read<Row>(statement, [uscc, year])
  if (!row) return undefined
  const { report, rectification, asked, ...known } = row
  const whole = site.matters.reports.allPublished || row.type === 'FOUNDATION' || row.charity !== ''
  return {
    ...known,
    content: whole && report ? openSnapshot(crypto, report) : undefined,
    asked: whole && asked ? asked : undefined,
    // What is still looked at is nobody's yet.
    mended: whole && rectification && row.rectifiedOn !== null ? openSnapshot(crypto, rectification) : undefined,
  }
}
