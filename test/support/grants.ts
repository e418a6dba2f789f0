import { randomUUID } from 'node:crypto'
import { grantLevels, type GrantLevel } from '../../src/core/grants.ts'
import type { TestPortal } from './portal.ts'

/** A grant of a case or of an organization as it lies in the table after it was accepted. Gives its id. */
export const putGrant = async (
  { owner, clock }: Pick<TestPortal, 'owner' | 'clock'>,
  of: string | { readonly organization: string },
  giver: string | null,
  holder: string,
  level: GrantLevel,
  more: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const id = randomUUID()
  await owner.knex('access_grant').insert({
    id,
    ...(typeof of === 'string' ? { case_id: of } : { organization_id: of.organization }),
    giver_id: giver,
    invited_name: '李青禾',
    invited_phone_idx: 'none',
    invited_phone: '139****0000',
    title: '',
    rights: [...grantLevels[level].rights],
    valid_from: '2026-01-01',
    valid_to: '2030-01-01',
    invited_at: clock.now(),
    ...more,
  })
  await owner.knex('access_grant').where({ id }).update({ holder_id: holder, accepted_at: clock.now() })
  return id
}
