import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pemOf, type Certificate } from '../../src/infra/pki/certificate.ts'
import { integer } from '../../src/infra/pki/der.ts'
import { answerTimestamp, makeCrl } from '../../src/sandbox/pki/answers.ts'
import { distinguished, issue, makeKey, type Key, type Profile } from '../../src/sandbox/pki/issuing.ts'

const day = 86_400_000

/** A certificate with its key, as somebody holds it. */
export type HeldKey = { readonly certificate: Certificate; readonly key: Key }

type Holder = { readonly unit?: string; readonly uscc?: string; readonly person?: string }

const usual: Profile = {
  ca: false,
  keyUsage: ['digitalSignature', 'nonRepudiation'],
  extendedKeyUsage: ['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.4'],
}

/** An authority of a test's own, with its list of the revoked and its time stamps over HTTP. `now`: the test's clock. */
export const createSigningAuthority = async (now: () => Date) => {
  const key = await makeKey('EC')
  const name = distinguished([
    ['country', 'CN'],
    ['unit', '测试证书颁发机构'],
    ['commonName', '测试签章根'],
  ])
  const long = { notBefore: new Date('2020-01-01'), notAfter: new Date('2040-01-01') }
  const own = { name, key }
  const root = issue({
    subject: name,
    key,
    issuer: own,
    ...long,
    profile: { ca: {}, keyUsage: ['keyCertSign', 'cRLSign'] },
  })
  const revoked: { serial: string; at: Date; reason: number }[] = []
  let url = ''
  const make = async (subject: Uint8Array, profile: Profile, period = long): Promise<HeldKey> => {
    const held = await makeKey('EC')
    const order = { subject, key: held, issuer: own, ...period, profile: { ...profile, crlUrl: `${url}/list.crl` } }
    return { certificate: issue(order), key: held }
  }
  let stamps = true
  const answers = async (path: string, body: Uint8Array): Promise<Uint8Array | undefined> => {
    if (path === '/list.crl')
      return makeCrl({ issuer: own, revoked, thisUpdate: now(), nextUpdate: new Date(now().getTime() + day) })
    if (!stamps) return undefined
    return answerTimestamp(body, {
      authority: tsa,
      chain: [],
      policy: '1.2.3.4.1',
      serial: integer(7).subarray(2),
      now: now(),
    })
  }
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      void answers(request.url ?? '', Buffer.concat(parts)).then((answer) => {
        response.statusCode = answer ? 200 : 503
        response.setHeader(
          'Content-Type',
          request.url === '/tsa' ? 'application/timestamp-reply' : 'application/pkix-crl',
        )
        response.end(answer ? Buffer.from(answer) : '')
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const tsa = await make(distinguished([['commonName', '测试时间戳']]), {
    ca: false,
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: ['1.3.6.1.5.5.7.3.8'],
    extendedCritical: true,
  })
  return {
    pem: pemOf(root),
    tsaUrl: `${url}/tsa`,
    /** A certificate of a unit, or of a person; `profile` where it is for something else. */
    issue: ({ unit, uscc, person }: Holder, profile: Profile = usual): Promise<HeldKey> =>
      make(
        distinguished([
          ...(unit === undefined ? [] : [['unit', unit] as const]),
          ...(uscc === undefined ? [] : [['unitCode', uscc] as const]),
          ['commonName', person ?? unit ?? ''],
        ]),
        profile,
        { notBefore: new Date(now().getTime() - 30 * day), notAfter: new Date(now().getTime() + 300 * day) },
      ),
    revoke: ({ certificate }: HeldKey): void => void revoked.push({ serial: certificate.serial, at: now(), reason: 4 }),
    /** Has the time stamp service answer, or not. */
    stamping: (answering: boolean): void => void (stamps = answering),
    stop: () => new Promise<unknown>((resolve) => server.close(resolve)),
  }
}
