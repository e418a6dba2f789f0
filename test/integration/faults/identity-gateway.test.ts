import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createIdentityGateway } from '../../../src/infra/identity/gateway.ts'
import { identitySignature } from '../../../src/infra/identity/messages.ts'
import { answer, identityKey, matching, startIdentityGateway } from '../../support/identity-gateway.ts'

type Gateway = Awaited<ReturnType<typeof startIdentityGateway>>
let outside: Gateway
let logged: string[]

beforeAll(async () => {
  outside = await startIdentityGateway()
})
afterAll(() => outside.stop())
beforeEach(() => {
  outside.asked.length = 0
  outside.behave(matching)
  logged = []
})

const now = new Date('2026-11-20T04:00:00.000Z')
/** Longer than a busy machine takes for an answer; where none comes, it is waited for less. */
const tryMilliseconds = 10_000
const silentMilliseconds = 500
const restMilliseconds = 1_000

/** A new client of the gateway: no breaker remembers an earlier test. */
const connect = (milliseconds = tryMilliseconds) =>
  createIdentityGateway({
    url: outside.url,
    key: identityKey,
    clock: { now: () => now },
    log: { warn: (...said: unknown[]) => void logged.push(JSON.stringify(said)) } as never,
    tryMilliseconds: milliseconds,
    restMilliseconds,
  })

const secret = {
  name: '张晓明',
  idNumber: '140106198503120014',
  cardNumber: '6222020000000000018',
  phone: '13900000001',
}
const unavailable = { kind: 'unavailable' } as const

describe('an identity gateway that behaves', () => {
  it('S56 is asked with a signature over time, nonce and body, and believed', async () => {
    expect(await connect().bankCard(secret)).toEqual({ kind: 'match' })
    const [asked] = outside.asked
    expect(asked && JSON.parse(asked.body)).toEqual(secret)
    expect(asked?.signature).toBe(asked && identitySignature(identityKey, { direction: 'question', ...asked }))
  })

  it('S56 gives its reason word for word', async () => {
    outside.behave(answer('{"result":"mismatch","reason":"该银行卡已挂失"}'))
    expect(await connect().bankCard(secret)).toEqual({ kind: 'mismatch', reason: '该银行卡已挂失' })
  })

  it('S56 is never asked twice with the same nonce', async () => {
    const identity = connect()
    await identity.person(secret)
    await identity.person(secret)
    expect(new Set(outside.asked.map(({ nonce }) => nonce)).size).toBe(2)
  })
})

/** Faults after which the same question may fare better: it is asked once more, and no third time. */
const passing: readonly (readonly [string, (gateway: Gateway) => void, number])[] = [
  ['does not answer in time', (gateway) => gateway.behave(() => undefined), silentMilliseconds],
  ['answers 500', (gateway) => gateway.behave((res) => void res.writeHead(500).end()), tryMilliseconds],
  ['answers 503', (gateway) => gateway.behave((res) => void res.writeHead(503).end()), tryMilliseconds],
  ['hangs up', (gateway) => gateway.behave((res) => void res.destroy()), tryMilliseconds],
  [
    'stops in the middle of its answer',
    (gateway) => gateway.behave((res) => void res.writeHead(200, { 'content-length': '50' }).write('{"res')),
    silentMilliseconds,
  ],
  [
    'sends people elsewhere',
    (gateway) => gateway.behave((res) => void res.writeHead(302, { location: 'http://127.0.0.1:9/' }).end()),
    tryMilliseconds,
  ],
]

/** Faults of a gateway, or of somebody who answers in its place, that are not worth another question. */
const lasting: readonly (readonly [string, (gateway: Gateway) => void])[] = [
  ['answers 403', (gateway) => gateway.behave((res) => void res.writeHead(403).end())],
  ['does not sign', (gateway) => gateway.behave((res) => void res.writeHead(200).end('{"result":"match"}'))],
  [
    'signs with another key',
    (gateway) => gateway.behave(answer('{"result":"match"}', { key: 'another key altogether' })),
  ],
  [
    'gives an old answer again',
    (gateway) => gateway.behave(answer('{"result":"match"}', { nonce: '6b0f8a3e-0000-4000-8000-000000000000' })),
  ],
  ['gives another channel’s answer', (gateway) => gateway.behave(answer('{"result":"match"}', { channel: 'face' }))],
  ['signs what is no JSON', (gateway) => gateway.behave(answer('<html>系统维护</html>'))],
  ['signs JSON of another shape', (gateway) => gateway.behave(answer('{"result":"maybe"}'))],
  ['signs a refusal without a reason', (gateway) => gateway.behave(answer('{"result":"mismatch","reason":" "}'))],
  ['answers without an end', (gateway) => gateway.behave(answer(`{"result":"match","more":"${'x'.repeat(200_000)}"}`))],
]

describe('an identity gateway that behaves ill', () => {
  it.each(passing)('S56 %s: asked once more, then unavailable', async (_what, misbehave, milliseconds) => {
    misbehave(outside)
    expect(await connect(milliseconds).bankCard(secret)).toEqual(unavailable)
    expect(outside.asked).toHaveLength(2)
  })

  it.each(lasting)('S56 %s: not believed, not asked again, unavailable', async (_what, misbehave) => {
    misbehave(outside)
    expect(await connect().bankCard(secret)).toEqual(unavailable)
    expect(outside.asked).toHaveLength(1)
  })

  it('S56 fails once and answers the second question: the person notices nothing', async () => {
    outside.behave((res, asked) => {
      if (outside.asked.length === 1) res.writeHead(500).end()
      else matching(res, asked)
    })
    expect(await connect().person(secret)).toEqual({ kind: 'match' })
  })

  it('S56 an address nobody listens at is unavailable, too', async () => {
    const identity = createIdentityGateway({
      url: 'http://127.0.0.1:9/none',
      key: identityKey,
      clock: { now: () => now },
      log: { warn: () => undefined } as never,
      tryMilliseconds,
    })
    expect(await identity.person(secret)).toEqual(unavailable)
  })

  it('S56 after three failures in a row the channel is left alone, others are not, and after a rest it opens again', async () => {
    const identity = connect()
    outside.behave((res, asked) =>
      asked.channel === 'bank-card' ? void res.writeHead(503).end() : matching(res, asked),
    )
    for (let count = 0; count < 3; count += 1) {
      expect(identity.isSuspended('bank-card')).toBe(false)
      await identity.bankCard(secret)
    }
    expect(identity.isSuspended('bank-card')).toBe(true)
    const before = outside.asked.length
    expect(await identity.bankCard(secret)).toEqual(unavailable)
    expect(outside.asked).toHaveLength(before)

    expect(await identity.socialSecurityCard(secret)).toEqual({ kind: 'match' })
    expect(identity.isSuspended('social-security-card')).toBe(false)

    outside.behave(matching)
    await sleep(restMilliseconds + 50)
    expect(identity.isSuspended('bank-card')).toBe(false)
    expect(await identity.bankCard(secret)).toEqual({ kind: 'match' })
  })

  it('S56 a rest that was not long enough is followed by another one', async () => {
    const identity = connect()
    outside.behave((res) => void res.writeHead(503).end())
    for (let count = 0; count < 3; count += 1) await identity.person(secret)
    await sleep(restMilliseconds + 50)
    await identity.person(secret)
    expect(identity.isSuspended('person')).toBe(true)
  })

  it('S56 what was asked never reaches the log', async () => {
    outside.behave((res) => void res.writeHead(500).end())
    await connect().bankCard(secret)
    expect(logged).toHaveLength(1)
    for (const value of Object.values(secret)) expect(logged.join()).not.toContain(value)
    expect(logged.join()).not.toContain(identityKey)
  })
})
