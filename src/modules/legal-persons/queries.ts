import type { UnitAccount } from '../../core/legal-persons/standing.ts'
import type { Database, Statement } from '../../db/client.ts'
import { ofUnit, unitJson } from '../grants/organizations.ts'
import { provesCode } from './store.ts'

const holderStatement: Statement = {
  name: 'legal-code-holder',
  text: `select h.real_name_level as level, case when u.id is not null then ${unitJson} end as unit
         from legal_person l join account h on h.id = l.account_id left join organization u on ${ofUnit}
         where l.uscc = $1 and l.released_at is null`,
}

/**
 * Who holds a code now: nobody, an account that proves it no more (it never did, or the register names another
 * representative), or one that does.
 */
export const codeHolder = async (
  db: Pick<Database, 'read'>,
  uscc: string,
): Promise<'nobody' | 'unverified' | 'verified'> => {
  const [row] = await db.read<{ level: number; unit: UnitAccount | null }>(holderStatement, [uscc])
  if (!row) return 'nobody'
  return provesCode(row) ? 'verified' : 'unverified'
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
