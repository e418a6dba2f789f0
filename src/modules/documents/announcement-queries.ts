import type { Database, Statement } from '../../db/client.ts'
import { keyset } from '../../db/keyset.ts'
import { prepared, sql } from '../../db/sql.ts'
import { isId } from '../../web/params.ts'

/** A line of the list of 登记公告. */
export type AnnouncementLine = {
  readonly id: string
  readonly number: string
  readonly issuedAt: Date
  readonly note: string
  readonly organizationName: string
  readonly authorityName: string
}

/** The last line of the page before. */
export type AnnouncementCursor = Pick<AnnouncementLine, 'id' | 'issuedAt'>

const pageSize = 20
const newest = keyset('desc', [
  [sql`issued_at`, 'timestamptz'],
  [sql`id`, 'uuid'],
])

/** A page of what was announced, newest first. */
export const announcements = async (
  db: Pick<Database, 'read'>,
  after: AnnouncementCursor | undefined,
): Promise<{ readonly lines: readonly AnnouncementLine[]; readonly next: AnnouncementCursor | undefined }> => {
  const { andBeyond, order } = newest(after && { key: [after.issuedAt.toISOString(), after.id], direction: 'after' })
  const rows = await db.read<AnnouncementLine>(
    ...prepared(
      'announcements',
      sql`select id, number, issued_at as "issuedAt", data->>'titleNote' as note,
          data->>'organizationName' as "organizationName", data->>'authorityName' as "authorityName"
        from document where kind = 'ANNOUNCEMENT' and status = 'VALID' ${andBeyond}
        order by ${order} limit ${pageSize + 1}`,
    ),
  )
  const lines = rows.slice(0, pageSize)
  return { lines, next: rows.length > pageSize ? lines.at(-1) : undefined }
}

const oneStatement: Statement = {
  name: 'announcement',
  text: `select d.data, d.sha256, d.issued_at as "issuedAt", d.seal_awaited_since is not null as awaited, o.uscc
    from document d join case_file f on f.id = d.case_id
      left join organization o on o.id = coalesce(f.organization_id,
        (select founded.id from organization founded where founded.case_id = f.id limit 1))
    where d.id = $1 and d.kind = 'ANNOUNCEMENT' and d.status = 'VALID'`,
}

type Announcement = {
  readonly data: unknown
  readonly sha256: string | null
  readonly issuedAt: Date
  readonly awaited: boolean
  /** Of the organization it is about. */
  readonly uscc: string | null
}

/** One announcement; nothing for any other document. */
export const findAnnouncement = async (db: Pick<Database, 'read'>, id: string): Promise<Announcement | undefined> =>
  isId(id) ? (await db.read<Announcement>(oneStatement, [id]))[0] : undefined
