import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { certificateFaults } from '../../../src/core/signatures/certificate-faults.ts'
import { pemOf } from '../../../src/infra/pki/certificate.ts'
import { demoMark, openTrust } from '../../../src/infra/pki/trust.ts'
import { party } from './authorities.ts'

const folder = mkdtempSync(join(tmpdir(), 'trust-'))
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const [first, second, demo] = await Promise.all([party('根一'), party('根二'), party(`根（${demoMark}）`)])
const two = file('two.pem', `# 根一\n${pemOf(first.certificate)}\n# 根二\n${pemOf(second.certificate)}`)
const mixed = file('mixed.pem', `${pemOf(first.certificate)}${pemOf(demo.certificate)}`)
const names = async (trust: Promise<() => Promise<readonly { readonly subject: { readonly commonName: string } }[]>>) =>
  (await (await trust)()).map(({ subject }) => subject.commonName)

describe('whom the portal trusts', () => {
  it('is the roots of the file, and the sandbox’s where there is one', async () => {
    const sandbox = async () => demo.certificate
    expect(await names(openTrust({ file: two, production: true, sandbox: undefined }))).toEqual(['根一', '根二'])
    expect(await names(openTrust({ file: undefined, production: false, sandbox }))).toEqual([
      demo.certificate.subject.commonName,
    ])
    expect(await names(openTrust({ file: undefined, production: true, sandbox: undefined }))).toEqual([])
  })

  it('is refused where the file holds nothing, or a sandbox’s root in production', async () => {
    const open = (name: string, production: boolean) => openTrust({ file: name, production, sandbox: undefined })
    await expect(open(file('none.pem', 'nothing'), false)).rejects.toThrow('holds no certificate')
    await expect(open(mixed, true)).rejects.toThrow('root of a sandbox')
    await expect(open(join(folder, 'missing.pem'), true)).rejects.toThrow('ENOENT')
    expect(await names(open(mixed, false))).toHaveLength(2)
  })

  it('what is wrong with a certificate is told with what to do', () => {
    for (const { title, steps } of Object.values(certificateFaults)) {
      expect(title).toMatch(/[\u4e00-\u9fff]/)
      expect(steps.length).toBeGreaterThan(0)
    }
  })
})
