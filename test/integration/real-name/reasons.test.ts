import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyIdentity } from '../../../src/modules/real-name/commands.ts'
import { findHolder } from '../../../src/modules/real-name/queries.ts'
import { createAccount } from '../../support/people.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())

describe('what a gateway answers', () => {
  it('S29 is said word for word, but kept without the numbers in it', async () => {
    const { deps, owner } = portal
    const { id } = await createAccount(portal, '柳青', { realNameLevel: 0 })
    const holder = await findHolder(deps, id)
    if (!holder) throw new Error('no account')
    const reason = '银行卡6222021234567890123与证件140105198001010016、手机13900000001不一致'
    const request = { ip: '127.0.0.1', requestId: '00000000-0000-4000-8000-000000000002' }
    const told = await verifyIdentity(deps, holder, request, 'bank-card', () =>
      Promise.resolve({ kind: 'mismatch', reason }),
    )
    expect(told).toEqual({ kind: 'mismatch', reason })
    const [kept] = await owner
      .knex('real_name_attempt')
      .where({ account_id: id })
      .select<{ reason: string }[]>('reason')
    expect(kept?.reason).toContain('不一致')
    expect(kept?.reason).not.toMatch(/\d{6}/)
  })
})
