import type { Knex } from 'knex'

// 登记公告 are read by everybody, the newest first.
export const up = (knex: Knex): Promise<unknown> =>
  knex.raw(
    `create index document_announced on document (issued_at desc, id desc) where kind = 'ANNOUNCEMENT' and status = 'VALID'`,
  )

export const down = (knex: Knex): Promise<unknown> => knex.raw('drop index document_announced')
