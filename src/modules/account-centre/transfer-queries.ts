import type { Statement } from '../../db/client.ts'
import type { Deps } from '../../deps.ts'
import type { StageCode, Status } from '../../core/workflow/states.ts'

export type Transfer = {
  readonly id: string
  readonly caseId: string
  readonly number: string | null
  /** As it was when it was offered. */
  readonly title: string
  readonly matter: string
  readonly stage: StageCode
  readonly caseStatus: Status
  readonly caseDeleted: boolean
  readonly incoming: boolean
  /** The other side. */
  readonly name: string
  readonly loginName: string
  readonly status: 'OFFERED' | 'ACCEPTED' | 'DECLINED' | 'WITHDRAWN'
  readonly offeredAt: Date
  readonly decidedAt: Date | null
}

const columns = `c.id, c.case_id as "caseId", p.number, c.title, p.matter, p.stage,
  p.status as "caseStatus", p.deleted_at is not null as "caseDeleted", c.to_account = $1 as incoming,
  o.name, o.login_name as "loginName", c.status, c.offered_at as "offeredAt", c.decided_at as "decidedAt"
  from case_transfer c join case_file p on p.id = c.case_id
  join account o on o.id = case when c.to_account = $1 then c.from_account else c.to_account end`

const mineStatement: Statement = {
  name: 'centre-transfers',
  text: `select ${columns} where $1 in (c.from_account, c.to_account)
         order by (c.status = 'OFFERED') desc, c.offered_at desc, c.id limit 50`,
}

/** The transfers an account made or was offered; open ones first. */
export const transfersOf = (deps: Pick<Deps, 'db'>, accountId: string): Promise<Transfer[]> =>
  deps.db.read<Transfer>(mineStatement, [accountId])

const openStatement: Statement = {
  name: 'centre-open-transfer',
  text: `select ${columns} where c.case_id = $2 and c.from_account = $1 and c.status = 'OFFERED'`,
}

/** The offer that is open for a case, if any. */
export const openTransfer = async (
  deps: Pick<Deps, 'db'>,
  accountId: string,
  caseId: string,
): Promise<Transfer | undefined> => (await deps.db.read<Transfer>(openStatement, [accountId, caseId]))[0]
