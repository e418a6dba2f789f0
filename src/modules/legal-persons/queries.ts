import type { OrgType } from '../../core/org-types.ts'
import type { Database, Statement } from '../../db/client.ts'
import { registeredInSql } from '../register/entry.ts'

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

const prefillStatement: Statement = {
  name: 'legal-prefill',
  text: `select o.uscc, o.name, o.type, o.authority_id as "authorityId" from organization o
         where o.uscc = $1 and o.status in ${registeredInSql} and (
           exists (select 1 from case_file a where a.id = o.case_id and a.account_id = $2)
           or exists (select 1 from post_holder p join account c on c.id_number_idx = p.id_number_idx
                      where p.organization_id = o.id and p.legal_representative and c.id = $2
                        and c.real_name_level > 0))`,
}

/**
 * What the form may fill in for the founder or the verified legal representative of an organization; nothing for others:
 * a number is soon typed.
 */
export const prefillFor = async (
  db: Pick<Database, 'read'>,
  uscc: string,
  accountId: string,
): Promise<
  { readonly uscc: string; readonly name: string; readonly type: OrgType; readonly authorityId: number } | undefined
> =>
  (
    await db.read<{ uscc: string; name: string; type: OrgType; authorityId: number }>(prefillStatement, [
      uscc,
      accountId,
    ])
  )[0]

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
