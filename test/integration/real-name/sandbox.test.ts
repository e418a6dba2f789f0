import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { identitySignature, type IdentityChannel } from '../../../src/infra/identity/messages.ts'
import { sandboxEnterprises } from '../../../src/sandbox/enterprises.ts'
import { mainText } from '../../support/accounts.ts'
import { createBrowser } from '../../support/browser.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'
import {
  portraitOf,
  sandboxPerson,
  setGateway,
  unverified,
  verifyBySocialSecurityCard,
} from '../../support/real-name.ts'

let portal: TestPortal
const person = sandboxPerson(0)

beforeAll(async () => {
  portal = await startTestPortal({ LOG_LEVEL: 'silent' })
})
afterAll(() => portal.stop())

const question = JSON.stringify({ name: person.name, idNumber: person.residentId })

const ask = (
  more: {
    readonly channel?: IdentityChannel
    readonly time?: string
    readonly nonce?: string
    readonly key?: string
    readonly body?: string
  } = {},
) => {
  const { channel = 'person', nonce = randomUUID(), body = question } = more
  const time = more.time ?? portal.clock.now().toISOString()
  const key = more.key ?? portal.deps.identityGatewayKey
  return fetch(`${portal.baseUrl}/sandbox/gateway/identity/${channel}`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-timestamp': time,
      'x-nonce': nonce,
      'x-signature': identitySignature(key, { direction: 'question', channel, time, nonce, body: question }),
    },
  })
}

describe('the sandbox’s identity gateway', () => {
  it('S56 answers a signed question, once: the same question again is refused', async () => {
    const nonce = randomUUID()
    const first = await ask({ nonce })
    expect([first.status, await first.json()]).toEqual([200, { result: 'match' }])
    expect((await ask({ nonce })).status).toBe(403)
  })

  it.each([
    ['signed with another key', () => ask({ key: 'another key altogether' })],
    ['changed on the way', () => ask({ body: question.replace(person.name, '李四') })],
    ['of an hour ago', () => ask({ time: '2026-11-20T03:00:00.000Z' })],
    ['of no time at all', () => ask({ time: 'soon' })],
    [
      'without a signature',
      () =>
        fetch(`${portal.baseUrl}/sandbox/gateway/identity/person`, {
          method: 'POST',
          body: question,
          headers: { 'content-type': 'application/json' },
        }),
    ],
  ])('S56 refuses a question %s', async (_what, send) => {
    expect((await send()).status).toBe(403)
  })

  it('S56 knows no other channels', async () => {
    expect((await ask({ channel: 'palm' as IdentityChannel })).status).toBe(403)
    expect((await ask({ channel: 'bank-card' })).status).toBe(400)
  })

  it('compares name and number of a person', async () => {
    const { identity } = portal.deps
    expect(await identity.person({ name: person.name, idNumber: person.residentId })).toEqual({ kind: 'match' })
    expect(await identity.person({ name: person.name, idNumber: sandboxPerson(1).residentId })).toMatchObject({
      kind: 'mismatch',
    })
  })

  it.each(sandboxEnterprises)('knows $name', async ({ type, name, uscc, representative }) => {
    const asked = {
      type,
      name,
      uscc,
      representativeName: representative.name,
      representativeIdNumber: representative.residentId,
    }
    const { identity } = portal.deps
    expect(await identity.enterprise(asked)).toEqual({ kind: 'match' })
    expect(await identity.enterprise({ ...asked, name: `${name}分公司` })).toMatchObject({ kind: 'mismatch' })
    expect(await identity.enterprise({ ...asked, representativeName: '钱某' })).toMatchObject({ kind: 'mismatch' })
  })

  it('F-10 a code nobody knows gets the sentence of the FAQ', async () => {
    expect(
      await portal.deps.identity.enterprise({
        type: 'ENTERPRISE',
        name: '不存在的公司',
        uscc: '91140100MA0DEM997X',
        representativeName: person.name,
        representativeIdNumber: person.residentId,
      }),
    ).toEqual({ kind: 'mismatch', reason: '验证失败，根据统一社会信用代码未查询到信息' })
  })

  it('F-11 A-013 the code of a social organization asked about as an enterprise gets the sentence of the FAQ', async () => {
    const { organizations } = (await (
      await fetch(`${portal.baseUrl}/sandbox`, { headers: { accept: 'application/json' } })
    ).json()) as { organizations: { name: string; uscc: string }[] }
    const [organization] = organizations
    if (!organization) throw new Error('no organization')
    expect(
      await portal.deps.identity.enterprise({
        type: 'ENTERPRISE',
        ...organization,
        representativeName: person.name,
        representativeIdNumber: person.residentId,
      }),
    ).toEqual({ kind: 'mismatch', reason: '非市场监督管理局管理企业' })
  })
})

describe('the sandbox’s page', () => {
  it('lists cards, lost cards, portraits and enterprises, as a page and as JSON', async () => {
    const page = await createBrowser(portal.baseUrl).get('/sandbox')
    expect(mainText(page)).toContain('已挂失')
    expect(mainText(page)).toContain('他人的照片不能通过')
    for (const { uscc } of sandboxEnterprises) expect(page.text).toContain(uscc)
    const listed = (await (
      await fetch(`${portal.baseUrl}/sandbox`, { headers: { accept: 'application/json' } })
    ).json()) as { people: { face: string; bankCardLost: boolean }[]; enterprises: unknown[] }
    expect(listed.people.filter(({ bankCardLost }) => bankCardLost)).toHaveLength(1)
    expect(listed.enterprises).toHaveLength(sandboxEnterprises.length)
    const face = await fetch(portal.baseUrl + (listed.people[0]?.face ?? ''))
    expect(face.headers.get('content-type')).toBe('image/jpeg')
    expect(Buffer.from(await face.arrayBuffer())).toEqual(await portraitOf(person))
    expect((await fetch(`${portal.baseUrl}/sandbox/faces/nobody`)).status).toBe(404)
  })

  it('sets how a channel behaves; what is no channel and no behaviour is left out', async () => {
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/sandbox')
    await browser.submit('main form', { face: 'down', person: '__proto__', palm: 'down' })
    expect(await portal.deps.redis.hgetall('sandbox:identity:behaviour')).toMatchObject({ face: 'down' })
    const page = await browser.get('/sandbox')
    expect(page.$('select[name=face] option[selected]').attr('value')).toBe('down')
    expect(page.$('select[name=person] option[selected]').attr('value')).toBe('normal')
    await browser.submit('main form', { face: 'normal' })
  })

  it('S56 a channel that is slow is given up on, then rests; 暂停服务 is shown, and the others stay open', async () => {
    await setGateway(portal, 'social-security-card', 'slow')
    const { browser } = await unverified(portal, person)
    const started = performance.now()
    expect((await verifyBySocialSecurityCard(browser, person.socialSecurityCard)).status).toBe(503)
    expect(performance.now() - started).toBeLessThan(8_000)
    await setGateway(portal, 'social-security-card', 'down')
    for (let count = 0; count < 2; count += 1) await verifyBySocialSecurityCard(browser, person.socialSecurityCard)
    const page = await browser.get('/verify')
    expect(mainText(page)).toContain('暂停服务')
    expect(
      page
        .$('main a.button')
        .toArray()
        .map((link) => page.$(link).attr('href')),
    ).toEqual(['/verify/bank-card', '/verify/face'])
    expect(mainText(await browser.get('/verify/social-security-card'))).toContain('请先选择其他认证方式')
  }, 20_000)
})

it('a portal in service has no sandbox', async () => {
  const without = await startTestPortal({ SANDBOX: 'off' })
  try {
    for (const address of ['/sandbox', '/sandbox/faces/A00000001'])
      expect((await fetch(without.baseUrl + address)).status).toBe(404)
    expect(await without.deps.identity.person({ name: person.name, idNumber: person.residentId })).toEqual({
      kind: 'unavailable',
    })
  } finally {
    await without.stop()
  }
})
