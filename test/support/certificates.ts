import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pemOf, type Certificate, type KeyUsage } from '../../src/infra/pki/certificate.ts'
import { makeCrl } from '../../src/sandbox/pki/answers.ts'
import { distinguished, issue, makeKey, type Key } from '../../src/sandbox/pki/issuing.ts'
import type { Browser, Page } from './browser.ts'

const day = 86_400_000

/** A certificate with its key. */
export type Held = { readonly certificate: Certificate; readonly key: Key }

type Wanted = {
  readonly unit: string
  readonly uscc?: string
  /** Resident number of the holder, where it is of a person of the unit. */
  readonly person?: { readonly name: string; readonly id: string }
  readonly from: Date
  readonly until: Date
  readonly usage?: readonly KeyUsage[]
  readonly key?: Key
}

/** An authority of a test's own, with its list of revoked certificates over HTTP. `now`: the test's clock. */
export const createAuthority = async (now: () => Date) => {
  const own = {
    name: distinguished([
      ['unit', '测试证书颁发机构'],
      ['commonName', '测试根'],
    ]),
    key: await makeKey('EC'),
  }
  const revoked: { serial: string; at: Date; reason: number }[] = []
  let age = 0
  const server = createServer((_request, response) => {
    const thisUpdate = new Date(now().getTime() - age)
    const nextUpdate = new Date(thisUpdate.getTime() + day)
    response.end(Buffer.from(makeCrl({ issuer: own, revoked, thisUpdate, nextUpdate })))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const crlUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/list.crl`
  const root = issue({
    subject: own.name,
    key: own.key,
    issuer: own,
    notBefore: new Date('2020-01-01'),
    notAfter: new Date('2040-01-01'),
    profile: { ca: {}, keyUsage: ['keyCertSign', 'cRLSign'] },
  })
  return {
    pem: pemOf(root),
    root,
    issue: async ({ unit, uscc, person, from, until, usage, key }: Wanted): Promise<Held> => {
      const holder = key ?? (await makeKey('EC'))
      const subject = distinguished([
        ['unit', unit],
        ...(uscc === undefined ? [] : [['unitCode', uscc] as const]),
        ...(person ? [['serialNumber', person.id] as const] : []),
        ['commonName', person?.name ?? unit],
      ])
      const profile = { keyUsage: usage ?? (['digitalSignature', 'nonRepudiation'] as const), crlUrl }
      return {
        certificate: issue({ subject, key: holder, issuer: own, notBefore: from, notAfter: until, profile }),
        key: holder,
      }
    },
    revoke: ({ certificate }: Held) => void revoked.push({ serial: certificate.serial, at: now(), reason: 1 }),
    /** Has the list be as old as that from now on, in milliseconds. */
    age: (milliseconds: number) => {
      age = milliseconds
    },
    stop: () => new Promise<unknown>((resolve) => server.close(resolve)),
  }
}

/** The open consent page of the platform, and the question on it. */
export const openConsent = async (browser: Browser): Promise<string> => {
  const page = await browser.get('/login/certificate/start')
  const question = page.$('form[data-present]').attr('data-present')
  if (question === undefined) throw new Error(`no consent page but ${page.url}: ${page.$('main').text()}`)
  return question
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

/** What the browser sends when its key has signed a question. */
export const presenting = ({ certificate, key }: Held, question: string) => ({
  certificate: base64(certificate.der),
  signature: base64(key.sign(Buffer.from(question))),
})

/** 一证通方式 → 授权并登录, with a key that the test holds. */
export const presentCertificate = async (browser: Browser, held: Held): Promise<Page> => {
  const question = await openConsent(browser)
  return browser.submit('form[data-present]', presenting(held, question))
}
