import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBrowser } from '../support/browser.ts'
import { browserOf, createAccount, type TestApplicant } from '../support/people.ts'
import { startTestPortal, type TestPortal } from '../support/portal.ts'
import { sqlPayloads } from '../support/sql-payloads.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())

const send = async (account: TestApplicant, titles: readonly string[]): Promise<number[]> => {
  const rows = titles.map((title) => ({
    account_id: account.id,
    title,
    body: `${title}的全文`,
    created_at: portal.clock.now(),
  }))
  const made = (await portal.owner.knex('message').insert(rows).returning('id')) as { id: number }[]
  return made.map(({ id }) => id)
}

const unreadOf = async (account: TestApplicant): Promise<number> =>
  (await portal.owner.knex('message').where({ account_id: account.id }).whereNull('read_at')).length

describe('the inbox', () => {
  it('is for people who are logged in', async () => {
    expect((await createBrowser(portal.baseUrl).raw('/messages')).headers.get('location')).toBe(
      '/login/personal?next=%2Fmessages',
    )
  })

  it('shows the newest first with the whole text, and says in words what is unread', async () => {
    const account = await createAccount(portal)
    const browser = await browserOf(portal, account)
    expect((await browser.get('/messages')).text).toContain('没有消息')
    await send(account, ['甲', '乙'])
    const { $, text } = await browser.get('/messages')
    expect(
      $('article h2')
        .toArray()
        .map((title) => $(title).text()),
    ).toEqual(['乙', '甲'])
    expect($('article .tag').text()).toBe('未读未读')
    expect(text).toContain('甲的全文')
    expect(text).toContain('您有2条未读消息')
    expect(await unreadOf(account)).toBe(2)
  })

  it('marks one as read, or all of them, by a button, and records it', async () => {
    const account = await createAccount(portal)
    const browser = await browserOf(portal, account)
    const [first] = await send(account, ['甲', '乙', '丙'])
    await browser.get('/messages')
    await browser.submit(`form[action="/messages/${first}/read"]`)
    expect(await unreadOf(account)).toBe(2)
    const { $ } = await browser.submit('form[action="/messages/read"]')
    expect(await unreadOf(account)).toBe(0)
    expect($('article .tag').text()).toBe('已读已读已读')
    expect($('form[action="/messages/read"]')).toHaveLength(0)
    const audit = await portal.owner.knex('audit_log').where({ action: 'message.read', actor_id: account.id })
    expect(audit).toHaveLength(2)
  })

  it("never shows, counts or marks somebody else's", async () => {
    const [account, other] = [await createAccount(portal), await createAccount(portal)]
    const [foreign] = await send(other, ['机密'])
    const browser = await browserOf(portal, account)
    await send(account, ['自己的'])
    expect((await browser.get('/messages')).text).not.toContain('机密')
    const answer = await browser.post(`/messages/${foreign}/read`, { _csrf: browser.token() })
    expect(answer.status).toBe(404)
    await browser.submit('form[action="/messages/read"]')
    expect(await unreadOf(other)).toBe(1)
  })

  it('pages by key', async () => {
    const account = await createAccount(portal)
    const browser = await browserOf(portal, account)
    await send(
      account,
      Array.from({ length: 45 }, (_value, index) => `第${String(index)}条`),
    )
    const seen: string[] = []
    let address: string | undefined = '/messages'
    while (address) {
      const { $ } = await browser.get(address)
      seen.push(
        ...$('article h2')
          .toArray()
          .map((title) => $(title).text()),
      )
      address = $('main a[rel=next]').attr('href')
    }
    expect(seen).toEqual(Array.from({ length: 45 }, (_value, index) => `第${String(44 - index)}条`))
  })

  it('changes nothing without the CSRF token', async () => {
    const account = await createAccount(portal)
    const browser = await browserOf(portal, account)
    const [id] = await send(account, ['甲'])
    await browser.get('/messages')
    for (const address of ['/messages/read', `/messages/${id}/read`])
      expect((await browser.post(address, { _csrf: 'x' })).status).toBe(403)
    expect(await unreadOf(account)).toBe(1)
  })

  it.each(sqlPayloads)('the payload %j as a place or an id is refused', async (payload) => {
    const browser = await browserOf(portal, await createAccount(portal))
    expect((await browser.get(`/messages?${new URLSearchParams({ before: payload }).toString()}`)).status).toBe(400)
    await browser.get('/account')
    const answer = await browser.post(`/messages/${encodeURIComponent(payload)}/read`, { _csrf: browser.token() })
    expect(answer.status).toBe(404)
  })
})
