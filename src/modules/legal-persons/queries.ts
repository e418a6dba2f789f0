import type { Database, Statement } from '../../db/client.ts'

const holderStatement: Statement = {
  name: 'legal-code-holder',
  text: `select a.real_name_level as level from legal_person l join account a on a.id = l.account_id
         where l.uscc = $1 and l.released_at is null`,
}

/** Who holds a code now: nobody, an account that never proved it, or one that did. */
export const codeHolder = async (
  db: Pick<Database, 'read'>,
  uscc: string,
): Promise<'nobody' | 'unverified' | 'verified'> => {
  const [row] = await db.read<{ level: number }>(holderStatement, [uscc])
  if (!row) return 'nobody'
  return row.level > 0 ? 'verified' : 'unverified'
}

const pendingStatement: Statement = {
  name: 'legal-pending',
  text: `select id, content_enc as content from pending_legal_registration
         where uscc = $1 and phone_idx = $2 and expires_at > $3`,
}

/** A registration that waits for its verification, still sealed. */
export const findPending = async (
  db: Pick<Database, 'read'>,
  code: string,
  phoneIndex: string,
  now: Date,
): Promise<{ readonly id: string; readonly content: string } | undefined> =>
  (await db.read<{ id: string; content: string }>(pendingStatement, [code, phoneIndex, now]))[0]
