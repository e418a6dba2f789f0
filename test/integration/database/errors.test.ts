import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())

describe('S29: a statement that fails', () => {
  it('S29 is told of in the log without what was to be written', async () => {
    const { knex } = portal.deps.db
    const failing = knex('message').insert({ account_id: 'none', title: '柳青', body: '13900000001', created_at: null })
    const fault: unknown = await failing.then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(fault).toBeInstanceOf(Error)
    const said = JSON.stringify([(fault as Error).message, fault])
    expect(said).toContain('insert into')
    expect(said).not.toContain('柳青')
    expect(said).not.toContain('13900000001')
  })
})
