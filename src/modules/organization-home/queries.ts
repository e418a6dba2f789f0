import type { DocumentKind } from '../../core/documents/kinds.ts'
import { AppError } from '../../core/errors.ts'
import { jsonRows } from '../../db/sql.ts'
import type { Statement } from '../../db/client.ts'
import type { Deps } from '../../deps.ts'
import { isId } from '../../web/params.ts'
import type { ServedFile } from '../files/serve.ts'
import type { DocumentStatus } from '../documents/verify-queries.ts'

/** A document of the organization: what a change of its entry was decided by, and its certificates. */
export type HomeDocument = {
  readonly id: string
  readonly kind: DocumentKind
  readonly note: string | null
  readonly number: string
  readonly status: DocumentStatus
  /** What of the ledger it goes with; see LedgerEntry. */
  readonly source: string
  readonly certificateId: number | null
  readonly made: boolean
}

type HomeFile = { readonly id: string; readonly material: string; readonly name: string }

export type HomeData = {
  readonly documents: readonly HomeDocument[]
  /** The case that founded it, with its files by the code of their material. */
  readonly founding: { readonly matter: string; readonly files: readonly HomeFile[] } | null
  /** Its electronic seal was put out of use for a while. */
  readonly sealPaused: boolean
}

// What hangs on the ledger: a paper that only went with a case, such as a receipt, is found there.
const documentsOf = `from document d left join certificate c on c.id = d.certificate_id
  where (c.organization_id = o.id and c.status not in ('MADE', 'CANCELLED'))
    or d.act_id in (select a.id from register_act a where a.organization_id = o.id)
    or (d.certificate_id is null and exists (select from organization_change h where h.organization_id = o.id and h.event_id = d.event_id))`

const homeStatement: Statement = {
  name: 'organization-home',
  text: `select ${jsonRows(`select d.id, d.kind, d.data->>'titleNote' as note, d.number, d.status,
        coalesce('event' || d.event_id, 'act' || coalesce(d.act_id, c.act_id)) as source, d.certificate_id as "certificateId",
        d.sha256 is not null as made
      ${documentsOf} order by d.issued_at, d.kind desc`)} as documents,
    (select json_build_object('matter', f.matter, 'files', ${jsonRows(`select t.id, t.material, t.name
        from attachment t where t.case_id = f.id and t.removed_at is null order by t.uploaded_at desc`)})
      from case_file f where f.id = o.case_id) as founding,
    exists (select from seal_pause p where p.organization_id = o.id and p.resumed_at is null) as "sealPaused"
    from organization o where o.id = $1`,
}

/** The papers of an organization, besides what everybody may read. */
export const homeData = async ({ db }: Pick<Deps, 'db'>, organizationId: string): Promise<HomeData> => {
  const [row] = await db.read<HomeData>(homeStatement, [organizationId])
  if (!row) throw new AppError('NOT_FOUND')
  return row
}

type FoundDocument = Pick<HomeDocument, 'kind' | 'note' | 'number'> & {
  readonly sha256: string | null
  readonly issuedAt: Date
  readonly awaited: boolean
  /** It prints a number in full. */
  readonly whole: boolean
}

const documentStatement: Statement = {
  name: 'organization-home-document',
  text: `select d.kind, d.data->>'titleNote' as note, d.number, d.sha256, d.issued_at as "issuedAt",
      d.seal_awaited_since is not null as awaited, d.data->>'sealed' is not null as whole
    from organization o join lateral (select d.* ${documentsOf}) d on d.id = $2 where o.id = $1`,
}

/** One of the organization's documents. Throws NOT_FOUND (S21). */
export const homeDocument = async (
  { db }: Pick<Deps, 'db'>,
  organizationId: string,
  id: string,
): Promise<FoundDocument> => {
  const [row] = isId(id) ? await db.read<FoundDocument>(documentStatement, [organizationId, id]) : []
  if (!row) throw new AppError('NOT_FOUND')
  return row
}

/** A paper of the organization as it is read. */
type FiledPaper = Pick<HomeDocument, 'kind' | 'note' | 'number'> & { readonly shown: string; readonly size: number }

const filedStatement: Statement = {
  name: 'organization-home-filed',
  text: `select d.kind, d.data->>'titleNote' as note, d.number, s.sha256 as shown, s.size::int as size
    from organization o join document d on d.sha256 is not null and (d.id in (select d.id ${documentsOf})
        or d.case_id in (select f.id from case_file f where f.organization_id = o.id and f.id is distinct from o.case_id))
      join stored_file f on f.sha256 = d.sha256 join stored_file s on s.sha256 = f.shown_sha256
    where o.id = $1 order by d.issued_at, d.kind desc`,
}

/** Every paper that hangs on the ledger of an organization or went with a case of its own, the oldest first. */
export const filedPapers = ({ db }: Pick<Deps, 'db'>, organizationId: string): Promise<readonly FiledPaper[]> =>
  db.read<FiledPaper>(filedStatement, [organizationId])

const fileStatement: Statement = {
  name: 'organization-home-file',
  text: `select t.material, f.matter, t.sha256, t.name, s.type, s.shown_sha256 as shown
    from organization o join case_file f on f.id = o.case_id
      join attachment t on t.case_id = f.id and t.removed_at is null join stored_file s on s.sha256 = t.sha256
    where o.id = $1 and t.id = $2`,
}

/** A file of the founding of an organization, with its material. Throws NOT_FOUND (S21). */
export const foundingFile = async (
  { db }: Pick<Deps, 'db'>,
  organizationId: string,
  id: string,
): Promise<ServedFile & { readonly material: string; readonly matter: string }> => {
  type Row = ServedFile & { readonly material: string; readonly matter: string }
  const [row] = isId(id) ? await db.read<Row>(fileStatement, [organizationId, id]) : []
  if (!row) throw new AppError('NOT_FOUND')
  return row
}
