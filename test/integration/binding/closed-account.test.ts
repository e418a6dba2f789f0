import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoLegacyAccounts } from '../../../seeds/demo/index.ts'
import { bindLegacy } from '../../../src/modules/binding/bind-legacy.ts'
import { submitRequest } from '../../../src/modules/binding/requests.ts'
import { findApplicant } from '../../../src/web/actors.ts'
import { createAccount } from '../../support/people.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal({ SITE: 'liaoning' })
})
afterAll(() => portal.stop())

const request = { ip: '127.0.0.1', requestId: '00000000-0000-4000-8000-000000000001' }

/** Somebody whose request came in a moment before the account was closed in another window. */
const justClosed = async () => {
  const { deps, owner } = portal
  const { id } = await createAccount(portal)
  const actor = await findApplicant(deps, id)
  if (!actor) throw new Error('no account')
  await owner.knex('account').where({ id }).update({ closed_at: portal.clock.now() })
  return actor
}

describe('an account that is closed at the same instant', () => {
  it('S50 binds no organization of the old system: its case would belong to nobody', async () => {
    const actor = await justClosed()
    const [demo] = demoLegacyAccounts
    if (!demo) throw new Error('no old account')
    await expect(bindLegacy(portal.deps, actor, request, demo)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const { knex } = portal.owner
    expect(await knex('legacy_account').whereNotNull('bound_account_id')).toEqual([])
    expect(await knex('case_file').where({ account_id: actor.id })).toEqual([])
  })

  it('S50 sends no request to be reviewed', async () => {
    const actor = await justClosed()
    const authority = portal.deps.reference.authorities.find(({ divisionCode }) => divisionCode === '210000')
    const sent = submitRequest(portal.deps, actor, request, {
      name: '辽宁省古树保护协会',
      orgType: 'SOCIAL_GROUP',
      authorityId: authority?.id ?? 0,
      contactName: '柳青',
      contactPhone: '13900000001',
      reason: '保护古树',
    })
    await expect(sent).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await portal.owner.knex('registration_request').where({ account_id: actor.id })).toEqual([])
  })
})
