import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { context, integer, sequence, string, tlv } from '../../../src/infra/pki/der.ts'
import { ocspRequest } from '../../../src/infra/pki/ocsp.ts'
import { createRevocation, judgeOne, judgeRevocation, type Evidence } from '../../../src/infra/pki/revocation.ts'
import { answerOcsp, makeCrl, type CrlOrder, type OcspAnswering } from '../../../src/sandbox/pki/answers.ts'
import { extension, type Profile } from '../../../src/sandbox/pki/issuing.ts'
import { authorityProfile, holderProfile, later, now, party } from './authorities.ts'

const minute = 60_000
const hour = 60 * minute
const crlUrl = 'http://authority.example.org/one.crl'
const profile: Profile = { ...holderProfile, crlUrl, ocspUrl: 'http://authority.example.org/ocsp' }
const answeringProfile: Profile = {
  ca: false,
  keyUsage: ['digitalSignature'],
  extendedKeyUsage: ['1.3.6.1.5.5.7.3.9'],
  ocspNoCheck: true,
}

const issuer = await party('颁发机构')
const other = await party('别的机构')
const twin = await party('颁发机构')
const [leaf, responder, unasked, foreign, aged] = await Promise.all([
  party('持有人', { issuer, profile }),
  party('应答', { issuer, profile: answeringProfile }),
  party('应答', { issuer, profile: { ...answeringProfile, extendedKeyUsage: ['1.3.6.1.5.5.7.3.2'] } }),
  party('应答', { issuer: other, profile: answeringProfile }),
  party('应答', { issuer, profile: answeringProfile, notAfter: later(-2) }),
])
const { certificate } = leaf
const at = (milliseconds: number): Date => new Date(now.getTime() + milliseconds)

const list = (more: Partial<CrlOrder> = {}): Uint8Array =>
  makeCrl({ issuer, revoked: [], thisUpdate: at(-hour), nextUpdate: at(hour), ...more })
const nonce = Uint8Array.of(1, 2, 3, 4)
const answer = (more: Partial<OcspAnswering> = {}): Uint8Array =>
  answerOcsp(ocspRequest(certificate, issuer.certificate, nonce), {
    issuer: issuer.certificate,
    responder: issuer,
    statusOf: () => 'good',
    now: at(-minute),
    nextUpdate: at(hour),
    ...more,
  })
const gone = { serial: certificate.serial, at: at(-30 * minute), reason: 1 }
const lists = (...crls: readonly Uint8Array[]): Evidence => ({ crls, ocsps: [] })
const answers = (...ocsps: readonly Uint8Array[]): Evidence => ({ crls: [], ocsps })
const changed = (der: Uint8Array): Uint8Array =>
  Uint8Array.from(der, (octet, place) => (place === der.length - 3 ? octet ^ 1 : octet))
const judging = { at: now, now, freshness: hour }

describe('whether a certificate was revoked (CE-03)', () => {
  it.each([
    ['a list it is not in', 'good', lists(list())],
    ['a list with others', 'good', lists(list({ revoked: [{ ...gone, serial: '1234' }] }))],
    ['a list it is in', 'revoked', lists(list({ revoked: [{ ...gone, serial: '1234' }, gone] }))],
    [
      'a list it is in, however old',
      'revoked',
      lists(list({ revoked: [gone], thisUpdate: at(-20 * minute), nextUpdate: at(-10 * minute) })),
    ],
    ['a list whose next one is due', 'stale', lists(list({ thisUpdate: at(-9 * hour), nextUpdate: at(-hour) }))],
    ['a list of tomorrow', 'stale', lists(list({ thisUpdate: at(24 * hour), nextUpdate: at(48 * hour) }))],
    ['a list of another authority', 'unknown', lists(list({ issuer: other }))],
    ['a list of an authority with the same name', 'unknown', lists(list({ issuer: twin }))],
    ['a list that was changed', 'unknown', lists(changed(list()))],
    ['a list of changes only', 'unknown', lists(list({ more: [extension('2.5.29.27', integer(1), true)] }))],
    ['a list with what nobody knows', 'unknown', lists(list({ more: [extension('1.2.3', integer(1), true)] }))],
    [
      'a list of authorities only',
      'unknown',
      lists(list({ more: [extension('2.5.29.28', sequence(tlv(context(2, false), Uint8Array.of(0xff))), true)] })),
    ],
    [
      'a list of holders',
      'good',
      lists(list({ more: [extension('2.5.29.28', sequence(tlv(context(1, false), Uint8Array.of(0xff))), true)] })),
    ],
    [
      'a list of another place',
      'unknown',
      lists(
        list({
          more: [
            extension(
              '2.5.29.28',
              sequence(tlv(context(0), tlv(context(0), string('http://x/2.crl', context(6, false))))),
              true,
            ),
          ],
        }),
      ),
    ],
    [
      'a list of its own place',
      'good',
      lists(
        list({
          more: [
            extension('2.5.29.28', sequence(tlv(context(0), tlv(context(0), string(crlUrl, context(6, false))))), true),
          ],
        }),
      ),
    ],
    ['an answer of the authority', 'good', answers(answer())],
    ['an answer of whom it let answer', 'good', answers(answer({ responder }))],
    ['an answer that it was revoked', 'revoked', answers(answer({ statusOf: () => gone }))],
    ['an answer that it is not known', 'unknown', answers(answer({ statusOf: () => 'unknown' }))],
    ['an answer of yesterday shown again', 'stale', answers(answer({ now: at(-24 * hour) }))],
    ['an answer whose next one is due', 'stale', answers(answer({ nextUpdate: at(-1) }))],
    ['an answer of a holder', 'unknown', answers(answer({ responder: unasked }))],
    ['an answer of another authority’s', 'unknown', answers(answer({ responder: foreign }))],
    ['an answer by a certificate that had ended', 'unknown', answers(answer({ responder: aged }))],
    [
      'an answer signed by another key',
      'unknown',
      answers(answer({ responder: { certificate: issuer.certificate, key: other.key } })),
    ],
    ['an answer that was changed', 'unknown', answers(changed(answer({ responder })))],
    ['no answer at all', 'unknown', answers()],
    ['something else', 'unknown', { crls: [certificate.der], ocsps: [certificate.der] }],
    ['a good answer and a list it is in', 'revoked', { crls: [list({ revoked: [gone] })], ocsps: [answer()] }],
  ] as const)('%s: %s', (_what, state, evidence) => {
    expect(judgeOne(certificate, issuer.certificate, evidence, judging).state).toBe(state)
  })

  it('counts from the day it was revoked, and tells of it before', () => {
    const evidence = lists(list({ revoked: [gone] }))
    const before = judgeOne(certificate, issuer.certificate, evidence, { ...judging, at: at(-40 * minute) })
    expect(before).toMatchObject({ state: 'good', revokedAt: gone.at })
  })

  it('takes back what was on hold only', () => {
    const held = list({ revoked: [{ ...gone, reason: 6 }], thisUpdate: at(-20 * minute) })
    const before = list({ thisUpdate: at(-25 * minute) })
    const after = list({ thisUpdate: at(-minute) })
    const state = (...crls: readonly Uint8Array[]) =>
      judgeOne(certificate, issuer.certificate, lists(...crls), judging).state
    expect([state(held), state(before, held), state(held, after)]).toEqual(['revoked', 'revoked', 'good'])
    expect(state(list({ revoked: [gone], thisUpdate: at(-20 * minute) }), after)).toBe('revoked')
  })

  it('believes no list that was made after the certificate had ended: it may be forgotten there', async () => {
    const ended = (await party('持有人', { issuer, profile, notAfter: at(-2 * hour) })).certificate
    const then = { ...judging, at: at(-3 * hour) }
    expect(judgeOne(ended, issuer.certificate, lists(list()), then).state).toBe('stale')
    const made = list({ thisUpdate: at(-3 * hour) })
    expect(judgeOne(ended, issuer.certificate, lists(made, list()), then).state).toBe('good')
  })

  it('asks of every certificate below the anchor', async () => {
    const middle = await party('中间', { issuer, profile: authorityProfile })
    const holder = await party('持有人', { issuer: middle, profile })
    const chain = [holder.certificate, middle.certificate, issuer.certificate]
    const own = makeCrl({ issuer: middle, revoked: [], thisUpdate: at(-hour), nextUpdate: at(hour) })
    expect(judgeRevocation(chain, lists(own), judging)).toMatchObject({
      state: 'unknown',
      certificate: { serial: middle.certificate.serial },
    })
    const both = judgeRevocation(chain, lists(own, list()), judging)
    expect([both.state, both.evidence.crls.length]).toEqual(['good', 2])
    const off = { serial: middle.certificate.serial, at: at(-hour), reason: 2 }
    expect(judgeRevocation(chain, lists(own, list({ revoked: [off] })), judging).state).toBe('revoked')
  })
})

describe('asking over HTTP', () => {
  let moment = now
  let serve: { readonly ocsp?: (question: Buffer) => Uint8Array; readonly crl?: Uint8Array | 'endless' | 'round' } = {}
  let asked = 0
  const server = createServer((req, res) => {
    asked += 1
    const parts: Buffer[] = []
    req.on('data', (part: Buffer) => parts.push(part))
    req.on('end', () => {
      const isOcsp = req.method === 'POST'
      if (!isOcsp && serve.crl === 'round') return res.writeHead(302, { location: '/again' }).end()
      const bytes = isOcsp
        ? serve.ocsp?.(Buffer.concat(parts))
        : serve.crl === 'endless'
          ? Buffer.alloc(9_000_000)
          : serve.crl
      if (!bytes || typeof bytes === 'string') return res.writeHead(503).end()
      return res.end(bytes)
    })
  }).listen(0, '127.0.0.1')
  afterAll(() => server.close())
  const port = (): number => (server.address() as AddressInfo).port
  const chain = [certificate, issuer.certificate]
  const open = () =>
    createRevocation({
      clock: { now: () => moment },
      log: { warn: () => undefined },
      freshness: hour,
      placeOf: (url) => url.replace('http://authority.example.org', `http://127.0.0.1:${port()}`),
    })
  const asks =
    (more: Partial<OcspAnswering> = {}) =>
    (question: Buffer) =>
      answerOcsp(question, {
        issuer: issuer.certificate,
        responder,
        statusOf: () => 'good',
        now: moment,
        nextUpdate: new Date(moment.getTime() + 9 * hour),
        ...more,
      })

  it('believes what it was answered while nobody answers, up to the limit', async () => {
    moment = now
    const revocation = open()
    serve = { ocsp: asks() }
    expect((await revocation.check(chain)).state).toBe('good')
    serve = {}
    moment = at(9 * minute)
    expect((await revocation.check(chain)).state).toBe('good')
    moment = at(hour + minute)
    expect((await revocation.check(chain)).state).toBe('stale')
    serve = { ocsp: asks({ statusOf: () => gone }) }
    moment = at(2 * hour)
    expect(await revocation.check(chain)).toMatchObject({
      state: 'revoked',
      certificate: { serial: certificate.serial },
    })
  })

  it('asks once in five minutes', async () => {
    moment = now
    serve = { ocsp: asks() }
    const revocation = open()
    asked = 0
    await revocation.check(chain)
    moment = at(4 * minute)
    await revocation.check(chain)
    expect(asked).toBe(1)
  })

  it('takes the list where no answer comes, or one to another question', async () => {
    moment = now
    const old = answer({ now })
    serve = { ocsp: () => old, crl: list() }
    const good = await open().check(chain)
    expect([good.state, good.evidence.crls.length, good.evidence.ocsps.length]).toEqual(['good', 1, 0])
    serve = { crl: list({ revoked: [gone] }) }
    expect((await open().check(chain)).state).toBe('revoked')
    serve = { ocsp: () => old }
    expect((await open().check(chain)).state).toBe('unknown')
  })

  it('reads no more than it must, and follows nobody round in circles', async () => {
    moment = now
    serve = { crl: 'endless' }
    expect((await open().check(chain)).state).toBe('unknown')
    serve = { crl: 'round' }
    asked = 0
    expect((await open().check(chain)).state).toBe('unknown')
    expect(asked).toBeLessThan(6)
  })
})
