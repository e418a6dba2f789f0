import { maskPhone } from '../../core/identity/mask.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import type { Database, Statement } from '../../db/client.ts'
import type { Deps } from '../../deps.ts'
import { smsPlaces, type SmsSubject } from './sms.ts'
import { templateWords } from './sms-texts.ts'

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

type SentRow = {
  readonly id: string
  readonly template: string | null
  readonly phone: string
  readonly created: Date
  readonly sent: Date | null
  readonly givenUp: Date | null
  readonly why: 'EXPIRED' | 'FAILED' | 'REPLACED' | null
  readonly failures: number
}

const sentColumns = `m.id, m.template, m.phone_enc as phone, m.created_at as created, m.sent_at as sent,
  m.given_up_at as "givenUp", m.given_up_why as why, m.failures from outgoing_sms m`

/** What became of a message, in words that say no more than is known: a gateway took it, nobody saw it arrive. */
const stateOf = ({ sent, givenUp, why, failures }: SentRow) => {
  if (sent) return { tag: { text: '已发送', tone: 'success' }, text: `${localDateTime(sent).text}交短信平台` } as const
  if (givenUp && why === 'REPLACED')
    return { tag: { text: '不再发送', tone: 'neutral' }, text: '已有更新的短信' } as const
  if (givenUp) {
    const reason = why === 'EXPIRED' ? '超过有效时间' : `发送失败${failures}次，不再重试`
    return { tag: { text: '未送达', tone: 'danger' }, text: `${localDateTime(givenUp).text}，${reason}` } as const
  }
  return failures > 0
    ? ({ tag: { text: '已排队', tone: 'warning' }, text: `发送失败${failures}次，将自动重试` } as const)
    : ({ tag: { text: '已排队', tone: 'info' }, text: '等待发送' } as const)
}

const told = (deps: Pick<Deps, 'crypto'>, row: SentRow) => ({
  words: templateWords(row.template),
  phone: maskPhone(deps.crypto.decrypt(row.phone, smsPlaces.phone(row.id))),
  at: localDateTime(row.created).text,
  state: stateOf(row),
})

/** A message as somebody who relied on it reads it: its template, never what it said. */
export type ToldSms = ReturnType<typeof told>

const aboutStatement: Statement = {
  name: 'sms-about',
  text: `select ${sentColumns} where m.about = $1 order by m.seq desc limit 5`,
}

/** The last messages about something, the newest first. */
export const smsAbout = async (deps: Pick<Deps, 'db' | 'crypto'>, about: SmsSubject): Promise<readonly ToldSms[]> =>
  (await deps.db.read<SentRow>(aboutStatement, [about])).map((row) => told(deps, row))

/** The most messages the list for operations shows. */
export const undeliveredShown = 100

const undeliveredStatement: Statement = {
  name: 'sms-undelivered',
  text: `select ${sentColumns} where m.given_up_why in ('EXPIRED', 'FAILED')
      and ($1::boolean or m.about in (
        select 'staff:' || id from staff where authority_id = any ($2::int[])
        union all select 'desk_operation:' || id from desk_operation where authority_id = any ($2::int[])
        union all select 'legacy_account:' || id from legacy_account where authority_id = any ($2::int[])))
    order by m.given_up_at desc, m.id desc limit ${undeliveredShown}`,
}

/** What never went out, the latest first: of the whole portal, or what these authorities relied on. */
export const undeliveredSms = async (
  deps: Pick<Deps, 'db' | 'crypto'>,
  { everything, authorities }: { readonly everything: boolean; readonly authorities: readonly number[] },
): Promise<readonly ToldSms[]> =>
  (await deps.db.read<SentRow>(undeliveredStatement, [everything, authorities])).map((row) => told(deps, row))
