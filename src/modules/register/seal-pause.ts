import type { Knex } from 'knex'

/** Since when an organization has put its electronic seal out of use; nothing while it is in use. */
export const pausedSince = async (knex: Knex, organizationId: string): Promise<Date | undefined> =>
  (
    await knex('seal_pause')
      .where({ organization_id: organizationId })
      .whereNull('resumed_at')
      .first<{ paused_at: Date } | undefined>('paused_at')
  )?.paused_at
