import type { Database, Statement } from '../../db/client.ts'

export type InboxMessage = {
  readonly id: number
  readonly caseId: string | null
  /** The name the organization of the case is to have; empty or absent while there is none. */
  readonly about: string | null
  readonly title: string
  readonly body: string
  readonly at: Date
  readonly unread: boolean
}

const pageSize = 20

const statement: Statement = {
  name: 'message-inbox',
  text: `select id, case_id as "caseId",
           (select case_file.title from case_file where case_file.id = message.case_id) as about,
           title, body, created_at as at, read_at is null as unread
         from message where account_id = $1 and id < $2 order by id desc limit ${pageSize + 1}`,
}

/** A page of a person's messages, newest first, those older than `before` when it is given. */
export const inbox = async (
  db: Pick<Database, 'read'>,
  accountId: string,
  before: number | undefined,
): Promise<{ readonly messages: readonly InboxMessage[]; readonly olderThan: number | undefined }> => {
  const rows = await db.read<InboxMessage>(statement, [accountId, before ?? Number.MAX_SAFE_INTEGER])
  const messages = rows.slice(0, pageSize)
  return { messages, olderThan: rows.length > pageSize ? messages.at(-1)?.id : undefined }
}
