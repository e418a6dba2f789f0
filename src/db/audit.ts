import { createHash } from 'node:crypto'
import type { Knex } from 'knex'

/** One line of the audit log. `details` holds no personal data in clear. */
export type AuditEntry = {
  /** Chain it belongs to: the code of the authority, or `platform` for what belongs to none. */
  readonly chain: string
  readonly action: string
  readonly objectKind: string
  readonly objectId?: string | undefined
  readonly details?: Readonly<Record<string, unknown>>
}

/** What is recorded of the request in which something was done. */
export type RequestFacts = {
  readonly ip: string
  readonly requestId: string
  /** Who pressed a button of the sandbox that does this for the actor; every line of the command says so. */
  readonly pressedBy?: string
}

export type AuditContext = {
  readonly actorKind: 'applicant' | 'staff' | 'system' | 'nobody'
  readonly actorId?: string | undefined
  readonly ip?: string | undefined
  readonly requestId?: string | undefined
  readonly pressedBy?: string | undefined
}

type AuditRow = {
  chain: string
  seq: number
  at: string
  actor_kind: string
  actor_id: string | null
  actor_name: string | null
  action: string
  object_kind: string
  object_id: string | null
  details: unknown
  ip: string | null
  request_id: string | null
}

export const firstHash = '0'.repeat(64)

/** JSON with sorted keys, so that the same facts always hash to the same value. */
const canonical = (value: unknown): string => {
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const entries = Object.entries(value)
    .filter(([, v]) => v !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, v]) => `${JSON.stringify(key)}:${canonical(v)}`).join(',')}}`
}

/** The hash that ties a row to the one before it. Rows of before names were kept have none, and none in their hash. */
const auditHash = (previous: string, row: AuditRow): string =>
  createHash('sha256')
    .update(previous)
    .update(canonical({ ...row, actor_name: row.actor_name ?? undefined }))
    .digest('hex')

type Head = { readonly seq: number; readonly hash: string; readonly actor_name: string | null }

/** What the actor is called now, to be read beside something else; of actors without a name nothing. */
const actorName = (trx: Knex.Transaction, { actorKind, actorId = '' }: AuditContext): Knex.Raw => {
  if (actorKind === 'staff' && /^\d{1,9}$/.test(actorId))
    return trx.raw('(select name from staff where id = ?::int) as actor_name', [actorId])
  if (actorKind === 'applicant' && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(actorId))
    return trx.raw('(select login_name from account where id = ?::uuid) as actor_name', [actorId])
  return trx.raw('null as actor_name')
}

/** The head of a chain, held, and beside it the name a row keeps, whatever the actor is called later. */
const lockHead = (trx: Knex.Transaction, chain: string, context: AuditContext): Promise<Head | undefined> =>
  trx('audit_head').where({ chain }).forUpdate().first<Head | undefined>('seq', 'hash', actorName(trx, context))

/** The head of a chain nobody has written to; two that come first at once get the same one, one after the other. */
const beginChain = async (trx: Knex.Transaction, chain: string, context: AuditContext): Promise<Head> => {
  await trx.raw('insert into audit_head (chain, seq, hash) values (?, 0, ?) on conflict do nothing', [chain, firstHash])
  const head = await lockHead(trx, chain, context)
  if (!head) throw new Error(`no head of the audit chain ${chain}`)
  return head
}

const logColumns =
  'chain, seq, at, actor_kind, actor_id, actor_name, action, object_kind, object_id, details, ip, request_id, previous_hash, hash'

// Rows and head in one statement: while the head is locked, everybody else of the authority waits.
const appendStatement = `with head as (update audit_head set seq = ?, hash = ? where chain = ?)
  insert into audit_log (${logColumns}) select ${logColumns} from json_populate_recordset(null::audit_log, ?::json)`

/**
 * Appends entries at the end of a transaction. A chain an authority keeps writers of different authorities apart;
 * the heads are locked in order of name, so that two transactions never wait for each other in a circle.
 */
export const appendAudit = async (
  trx: Knex.Transaction,
  entries: readonly AuditEntry[],
  context: AuditContext,
  now: Date,
): Promise<void> => {
  const chains = [...new Set(entries.map((entry) => entry.chain))].toSorted()
  for (const chain of chains) {
    const head = (await lockHead(trx, chain, context)) ?? (await beginChain(trx, chain, context))
    let { seq, hash } = head
    const lines = entries
      .filter((entry) => entry.chain === chain)
      .map((entry) => {
        seq += 1
        const row: AuditRow = {
          chain,
          seq,
          at: now.toISOString(),
          actor_kind: context.actorKind,
          actor_id: context.actorId ?? null,
          actor_name: head.actor_name,
          action: entry.action,
          object_kind: entry.objectKind,
          object_id: entry.objectId ?? null,
          details: JSON.parse(canonical({ ...entry.details, sandbox: context.pressedBy })) as unknown,
          ip: context.ip ?? null,
          request_id: context.requestId ?? null,
        }
        const previous = hash
        hash = auditHash(previous, row)
        return { ...row, previous_hash: previous, hash }
      })
    await trx.raw(appendStatement, [seq, hash, chain, JSON.stringify(lines)])
  }
}

type StoredRow = Omit<AuditRow, 'at'> & { previous_hash: string; hash: string; at: Date }

/**
 * Walks every chain from its first row to its head. Gives the faults found: changed, removed, reordered or added
 * rows, and a head that is not the last row. Where others write meanwhile it is to be given one moment (readAtOnce).
 */
export const verifyAudit = async (knex: Knex): Promise<{ rows: number; faults: string[] }> => {
  const faults: string[] = []
  const heads = await knex('audit_head').select<{ chain: string; seq: number; hash: string }[]>('*')
  let rows = 0
  const known = new Set(heads.map((head) => head.chain))
  const strays = await knex('audit_log').distinct<{ chain: string }[]>('chain')
  for (const { chain } of strays) if (!known.has(chain)) faults.push(`${chain}: rows without a head`)
  for (const head of heads) {
    let expected = 1
    let previous = firstHash
    const pageSize = 1000
    for (;;) {
      const page: StoredRow[] = await knex('audit_log')
        .where({ chain: head.chain })
        .andWhere('seq', '>=', expected)
        .orderBy('seq')
        .limit(pageSize)
      for (const stored of page) {
        rows += 1
        const { previous_hash: storedPrevious, hash, at, ...rest } = stored
        const row: AuditRow = {
          chain: rest.chain,
          seq: rest.seq,
          at: at.toISOString(),
          actor_kind: rest.actor_kind,
          actor_id: rest.actor_id,
          actor_name: rest.actor_name,
          action: rest.action,
          object_kind: rest.object_kind,
          object_id: rest.object_id,
          details: rest.details,
          ip: rest.ip,
          request_id: rest.request_id,
        }
        if (row.seq !== expected) faults.push(`${head.chain}: row ${expected} is missing`)
        if (storedPrevious !== previous) faults.push(`${head.chain}: row ${row.seq} does not follow the row before it`)
        if (auditHash(storedPrevious, row) !== hash) faults.push(`${head.chain}: row ${row.seq} was changed`)
        expected = row.seq + 1
        previous = hash
      }
      if (page.length < pageSize) break
    }
    if (head.seq !== expected - 1 || head.hash !== previous) faults.push(`${head.chain}: the head is not the last row`)
  }
  return { rows, faults }
}
