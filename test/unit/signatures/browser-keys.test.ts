import { beforeAll, describe, expect, it } from 'vitest'
// @ts-expect-error -- plain script of the browser, which Node runs as well
import { openFile } from '../../../public/js/key/keys.js'
import { verifySignature } from '../../../src/infra/pki/algorithms.ts'
import { distinguished, issue, makeKey } from '../../../src/sandbox/pki/issuing.ts'
import { makePkcs12 } from '../../../src/sandbox/pki/pkcs12.ts'

type HeldKey = {
  readonly name: string
  readonly uscc: string
  readonly algorithm: string
  readonly certificate: Uint8Array
  readonly chain: readonly Uint8Array[]
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>
}
const open = openFile as (file: Blob, password: string) => Promise<readonly HeldKey[]>

const password = '演示-Pass 2026'
const uscc = '51140000MJ0000018C'
const authority = { name: distinguished([['commonName', '测试根']]), key: await makeKey('EC') }

const made = async (kind: 'EC' | 'RSA' | 'SM2', keyUsage: readonly ('digitalSignature' | 'keyEncipherment')[]) => {
  const key = await makeKey(kind)
  const certificate = issue({
    subject: distinguished([
      ['unit', '山西省示例协会'],
      ['unitCode', uscc],
      ['commonName', '山西省示例协会'],
    ]),
    key,
    issuer: authority,
    notBefore: new Date('2026-01-01'),
    notAfter: new Date('2027-01-01'),
    profile: { keyUsage },
  })
  return { certificate, file: new Blob([new Uint8Array(makePkcs12(key, [certificate], password))]) }
}

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'opened',
    (fault: { code?: string }) => fault.code,
  )

describe('a key in a file is opened in the browser', () => {
  it.each(['EC', 'RSA'] as const)('%s: what it signs its certificate verifies', async (kind) => {
    const { certificate, file } = await made(kind, ['digitalSignature'])
    const [held, ...others] = await open(file, password)
    expect(others).toEqual([])
    expect(held).toMatchObject({ name: '山西省示例协会', uscc, algorithm: kind })
    expect(Buffer.from(held?.certificate ?? []).equals(certificate.der)).toBe(true)
    for (const text of ['', 'ein Text', 'x'.repeat(70_000)]) {
      const bytes = new TextEncoder().encode(text)
      const signature = (await held?.sign(bytes)) ?? new Uint8Array()
      expect(verifySignature(signature, bytes, certificate)).toBe(true)
      expect(verifySignature(signature, new TextEncoder().encode(`${text}.`), certificate)).toBe(false)
    }
  })

  describe('and told apart when it cannot be', () => {
    let file: Blob
    beforeAll(async () => {
      ;({ file } = await made('EC', ['digitalSignature']))
    })
    it.each([
      ['another password', () => open(file, 'falsch'), 'wrong-password'],
      ['no password', () => open(file, ''), 'wrong-password'],
      ['no such file', () => open(new Blob(['abc']), password), 'unreadable-file'],
      ['half of it', () => open(file.slice(0, 300), password), 'unreadable-file'],
      ['too large', () => open(new Blob([new Uint8Array(300_000)]), password), 'unreadable-file'],
      ['only for encryption', async () => open((await made('EC', ['keyEncipherment'])).file, password), 'no-key'],
      [
        'SM2, which browsers do not know',
        async () => open((await made('SM2', ['digitalSignature'])).file, password),
        'unsupported-algorithm',
      ],
    ] as const)('%s', async (_what, work, code) => {
      expect(await codeOf(work())).toBe(code)
    })
  })
})
