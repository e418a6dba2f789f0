import { execFileSync } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { DOCUMENT_KINDS } from '../../../src/core/documents/kinds.ts'
import type { Deps } from '../../../src/deps.ts'
import { documents } from '../../../src/documents/index.ts'
import { createPdfRenderer } from '../../../src/infra/pdf/render.ts'
import { pemOf, type Certificate } from '../../../src/infra/pki/certificate.ts'
import { signedAttributes, verifySignedData } from '../../../src/infra/pki/cms.ts'
import { derLength } from '../../../src/infra/pki/der.ts'
import { NotSealed } from '../../../src/core/seals/not-sealed.ts'
import { sealPdf } from '../../../src/modules/documents/seal-document.ts'
import type { Authority } from '../../../src/reference/reference.ts'
import { makeKey, type Key } from '../../../src/sandbox/pki/issuing.ts'
import { exampleDocument } from '../../support/documents.ts'
import { makeSealAuthority, pkiOf, type SealAuthority } from '../../support/seal-keys.ts'

const renderer = createPdfRenderer()
const now = new Date()
const authority = { code: 'shanxi-mzt', name: '山西省民政厅', level: 'PROVINCE' } as Authority
const verifyUrl = 'https://portal.example.cn/verify-document/7K3MQ9RT2XWDABCD'

const folder = await mkdtemp(join(tmpdir(), 'portal-sealed-'))
const at = (name: string): string => join(folder, name)
const run = (tool: string, args: readonly string[]): string =>
  execFileSync(tool, [...args], { stdio: 'pipe' }).toString()

type World = Parameters<typeof pkiOf>[2]
let ca: SealAuthority
let key: Key
let certificate: Certificate
beforeAll(async () => {
  ca = await makeSealAuthority(now)
  key = await makeKey('RSA')
  certificate = ca.certify(authority.name, key)
})

const setUp = async (world: World) =>
  ({
    pdf: renderer,
    clock: { now: () => now },
    seals: {
      sign: async (_code: string, digest: Uint8Array) => {
        const attributes = signedAttributes({ digest, certificate })
        return { attributes, signature: key.sign(attributes), chain: [certificate.der] }
      },
    },
    pki: await pkiOf(ca, () => now, world),
  }) as unknown as Pick<Deps, 'seals' | 'pdf' | 'pki' | 'clock'>

const sealed = async (kind: (typeof DOCUMENT_KINDS)[number], world?: World) => {
  const content = documents.content(exampleDocument(kind))
  const drawn = await renderer.render(content, { verifyUrl })
  return {
    drawn,
    ...(await sealPdf(await setUp(world), drawn, {
      authority,
      reason: content.title,
      seam: content.layout === 'notice',
    })),
  }
}

/** The signature in a file and what it covers. */
const partsOf = (pdf: Buffer): { readonly cms: Buffer; readonly covered: Buffer } => {
  const [, ...numbers] = /\/ByteRange \[ 0 (\d+) (\d+) (\d+) *\]/.exec(pdf.toString('latin1')) ?? []
  const [from = 0, to = 0, rest = 0] = numbers.map(Number)
  const hole = Buffer.from(pdf.toString('latin1', from + 1, to - 1), 'hex')
  return {
    cms: hole.subarray(0, derLength(hole)),
    covered: Buffer.concat([pdf.subarray(0, from), pdf.subarray(to, to + rest)]),
  }
}

test('a document of each kind is valid for a reader that is not ours, with nothing of it uncovered but the evidence', async () => {
  for (const kind of DOCUMENT_KINDS) {
    const { drawn, pdf, by } = await sealed(kind)
    expect(pdf.subarray(0, drawn.length).equals(drawn)).toBe(true)
    await writeFile(at('sealed.pdf'), pdf)
    const said = run('pdfsig', ['-nocert', at('sealed.pdf')])
    expect([kind, said]).toEqual([kind, expect.stringContaining('Signature is Valid')])
    expect(said).toContain('ETSI.CAdES.detached')
    expect(said).toContain(authority.name)
    const { cms, covered } = partsOf(pdf)
    expect(verifySignedData(cms, { content: covered }).ok).toBe(true)
    expect(by).toMatchObject({ certificate: { serial: certificate.serial }, stampedAt: expect.any(Date) as Date })
    // What is behind the signature is the evidence alone.
    const behind = pdf.subarray(covered.length + 2 * 10_000 + 2).toString('latin1')
    expect(behind.match(/\/Type \/\w+/g)?.toSorted()).toEqual(['/Type /Catalog', '/Type /DSS'])
  }
}, 60_000)

test('OpenSSL verifies the signature and its time stamp', async () => {
  const { pdf } = await sealed('CERTIFICATE_ORIGINAL')
  const { cms, covered } = partsOf(pdf)
  await Promise.all([
    writeFile(at('root.pem'), pemOf(ca.root)),
    writeFile(at('cms.der'), cms),
    writeFile(at('covered'), covered),
  ])
  const given = `cms -verify -inform DER -in ${at('cms.der')} -content ${at('covered')} -binary`
  const trusted = `-CAfile ${at('root.pem')}`
  run('openssl', `${given} ${trusted} -purpose any -out /dev/null`.split(' '))
  const signed = verifySignedData(cms, { content: covered })
  if (!signed.ok || !signed.timestampToken) throw new Error('no time stamp')
  await Promise.all([writeFile(at('token.der'), signed.timestampToken), writeFile(at('signature'), signed.signature)])
  const stamp = `ts -verify -data ${at('signature')} -in ${at('token.der')} -token_in ${trusted}`
  const told = run('openssl', stamp.split(' '))
  expect(told).toContain('Verification: OK')
})

test.each([
  [{ away: true }, 'timestamp'],
  [{ state: 'revoked' }, 'revoked'],
  [{ state: 'stale' }, 'revocation'],
] as const)('%o: the document waits, because of %s', async (options, why) => {
  const failed = await sealed('RECEIPT', options).catch((error: unknown) => error)
  expect(failed).toBeInstanceOf(NotSealed)
  expect(failed).toMatchObject({ why })
})
