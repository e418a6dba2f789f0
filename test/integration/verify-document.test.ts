import { createHash, randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBrowser } from '../support/browser.ts'
import { DOCUMENT_KINDS, type DocumentKind } from '../../src/core/documents/kinds.ts'
import { documents } from '../../src/documents/index.ts'
import { exampleDocument } from '../support/documents.ts'
import { load } from 'cheerio'
import { blank, signed } from '../support/signed-pdf.ts'
import { fieldPart, filePart, multipart } from '../support/upload.ts'
import { party } from '../unit/pki/authorities.ts'
import { createAccount } from '../support/people.ts'
import { startTestPortal, type TestPortal } from '../support/portal.ts'
import { sqlPayloads } from '../support/sql-payloads.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())

const anonymous = () => createBrowser(portal.baseUrl)
const pdf = Buffer.from('%PDF-1.7 an invented certificate')

// Always as many digits: what fills the code up is one of them.
let made = 100

type Wanted = {
  readonly kind?: DocumentKind
  readonly own?: object
  readonly certificate?: object
  readonly register?: string
}

const issue = async (
  status: 'VALID' | 'REPLACED' | 'REVOKED',
  file: Buffer | undefined,
  { kind = 'CERTIFICATE_ORIGINAL', own = {}, certificate, register = 'ACTIVE' }: Wanted = {},
): Promise<string> => {
  const { knex } = portal.owner
  const now = portal.clock.now()
  const account = await createAccount(portal)
  made += 1
  const number = `晋民社证〔2026〕${made}号`
  const [caseFile] = (await knex('case_file')
    .insert({
      matter: 'social-group-establishment',
      account_id: account.id,
      authority_id: 1,
      stage: 'establishmentCompletion',
      procedure: 'completion',
      status: 'COMPLETED',
      created_at: now,
      updated_at: now,
    })
    .returning('id')) as { id: string }[]
  const [event] = (await knex('case_event')
    .insert({
      case_id: caseFile?.id,
      stage: 'establishmentCompletion',
      procedure: 'completion',
      action: 'printCertificate',
      outcome: 'made',
      from_status: 'CERT_DUE',
      to_status: 'CERT_PRINTED',
      actor_kind: 'system',
      actor_name: '系统',
      request_key: randomUUID(),
      at: now,
    })
    .returning('id')) as { id: number }[]
  const stored = file && (await portal.deps.files.put(file))
  if (stored)
    await knex('stored_file')
      .insert({ ...stored, type: 'pdf', created_at: now })
      .onConflict()
      .ignore()
  const code = `TESTC${String(made).padStart(11, '2')}`
  const data = {
    ...exampleDocument(kind, {
      number,
      organizationName: '山西省碑刻拓印研究会',
      applicantName: '不公开的申请人',
      ...own,
    }),
    contactPhone: '13900009999',
  }
  const organization = await knex('organization').first<{ id: string }>('id')
  await knex('organization').where({ id: organization.id }).update({ status: register })
  await knex('certificate')
    .where({ organization_id: organization.id, status: 'VALID' })
    .update({ status: 'REPLACED', ended_on: '2026-11-20' })
  const [paper] = certificate
    ? ((await knex('certificate')
        .insert({
          organization_id: organization.id,
          authority_id: 1,
          serial: 90_000 + made,
          reason: 'FIRST',
          valid_from: '2020-01-01',
          valid_to: '2031-12-31',
          made_at: now,
          ...certificate,
        })
        .returning('id')) as { id: number }[])
    : []
  await knex('document').insert({
    case_id: caseFile?.id,
    event_id: event?.id,
    kind,
    certificate_id: paper?.id ?? null,
    number,
    verification_code: code,
    status,
    data: JSON.stringify(data),
    sha256: stored?.sha256 ?? null,
    issued_at: now,
  })
  return code
}

const uploads = () => readdir(portal.deps.files.uploadFolder)

describe('checking an issued document', () => {
  it.each([
    ['VALID', '有效'],
    ['REPLACED', '已被替换'],
    ['REVOKED', '已撤销'],
  ] as const)('a %s one says %s, whose it is and since when, and no more', async (status, words) => {
    const code = await issue(status, pdf)
    const page = await anonymous().get(`/verify-document/${code}`)
    expect(page.status).toBe(200)
    const text = page.$('main').text()
    for (const shown of [
      '登记证书（正本）',
      '晋民社证〔2026〕',
      '山西省碑刻拓印研究会',
      '山西省民政厅',
      '2026年11月20日',
    ])
      expect(text).toContain(shown)
    expect(page.$('main .tag').text()).toBe(words)
    expect(text).toContain(createHash('sha256').update(pdf).digest('hex'))
    expect(page.text).not.toContain('不公开的申请人')
    expect(page.text).not.toContain('13900009999')
  })

  const printedOn = async (code: string) => {
    const page = await anonymous().get(`/verify-document/${code}`)
    return page
      .$('main .facts')
      .last()
      .find('.facts__row')
      .map((_index, row) =>
        page
          .$(row)
          .find('dt, dd')
          .map((_at, part) => page.$(part).text().trim())
          .get()
          .join('：'),
      )
      .get()
  }

  it.each(['CERTIFICATE_ORIGINAL', 'CERTIFICATE_DUPLICATE'] as const)(
    '14 shows every printed field of %s in the order of the paper, and whole what is on the attached sheets',
    async (kind) => {
      const own = { businessScope: '开展碑刻拓印的学术研究；'.repeat(120), domicile: '太原市迎泽区示例路9号' }
      const data = exampleDocument(kind, { ...own, organizationName: '山西省碑刻拓印研究会' })
      const content = documents.content(data)
      if (content.layout !== 'certificate') throw new Error('no certificate')
      const printed = await printedOn(await issue('VALID', pdf, { kind, own }))
      const fields = content.fields.map(({ label, value }) => `${label}：${value}`)
      expect(printed.slice(2, -1)).toEqual(fields)
      expect(printed[0]).toBe(`证书名称：${content.title}`)
      expect(printed[1]).toMatch(kind === 'CERTIFICATE_ORIGINAL' ? /号（正本）$/ : /号（副本1-1）$/)
      expect(printed.at(-1)).toContain(content.note)
    },
  )

  it.each(DOCUMENT_KINDS.filter((kind) => !kind.startsWith('CERTIFICATE')))(
    '14 of %s it tells the matter and nothing of a person',
    async (kind) => {
      const page = await anonymous().get(`/verify-document/${await issue('VALID', pdf, { kind })}`)
      const text = page.$('main').text()
      expect(text).toMatch(/申请事项\s*社会团体成立登记/)
      const data = Object.values(exampleDocument(kind)).filter((value) => typeof value === 'string')
      for (const name of ['不公开的申请人', '赵明远', ...data.filter((value) => value.includes('孙'))])
        expect(page.text).not.toContain(name)
      expect(page.$('main .facts')).toHaveLength(1)
    },
  )

  it.each([
    [{ status: 'LOST', ended_on: '2026-11-21' }, '这份证书现在无效', '遗失作废（2026年11月21日）', 'ACTIVE'],
    [{ status: 'MADE' }, '这份证书还没有生效', '已制作，尚未发证', 'ACTIVE'],
    [{ status: 'VALID', valid_to: '2021-12-31' }, '有效期限已经届满', '有效期限', 'ACTIVE'],
    [{ status: 'VALID' }, '这份证书现在无效', '已注销', 'DEREGISTERED'],
  ])('14 a certificate that is %j says so before anything else', async (certificate, title, words, register) => {
    const page = await anonymous().get(`/verify-document/${await issue('VALID', pdf, { certificate, register })}`)
    const first = page.$('main h1').next()
    expect(first.text()).toContain(title)
    expect(first.text()).toContain(words)
    expect(page.$('main .tag').first().text()).toContain(words)
  })

  it('a certificate is told with the conclusions its 副本 is marked with', async () => {
    const code = await issue('VALID', pdf, { kind: 'CERTIFICATE_DUPLICATE', certificate: { status: 'VALID' } })
    const { knex } = portal.owner
    const { id } = await knex('organization').first<{ id: string }>('id')
    const report = { organization_id: id, fiscal_year: 2024, conclusion: 'BASIC', concluded_on: '2025-06-01' }
    await knex('organization_report').insert(report)
    expect((await anonymous().get(`/verify-document/${code}`)).$('main').text()).toMatch(
      /年检结论\s*.*2024年度基本合格/,
    )
    expect((await anonymous().get(`/verify-document/${await issue('VALID', pdf)}`)).text).not.toContain('年检结论')
  })

  it('finds a code typed in small letters, full width or groups', async () => {
    const code = await issue('VALID', pdf)
    const typed = [
      code.toLowerCase(),
      code.replace(/(.{4})/g, '$1-'),
      code.replace(/(.{4})/g, '$1 '),
      `ＴＥＳＴ${code.slice(4)}`,
    ]
    for (const text of typed) {
      const page = await anonymous().get(`/verify-document?${new URLSearchParams({ code: text }).toString()}`)
      expect(page.url).toBe(`/verify-document/${code}`)
      expect(page.status).toBe(200)
    }
  })

  it('says that a document is still being made', async () => {
    const page = await anonymous().get(`/verify-document/${await issue('VALID', undefined)}`)
    expect(page.text).toContain('文书正在生成')
    expect(page.$('input[type=file]')).toHaveLength(0)
  })

  it('an unknown code is a page that says so, with status 404', async () => {
    const page = await anonymous().get('/verify-document/NOSUCHCODE234567')
    expect(page.status).toBe(404)
    expect(page.text).toContain('未查询到该文书')
    expect((await anonymous().get('/verify-document?code=%20')).status).toBe(422)
  })

  it('compares a file without scripts and keeps nothing of it', async () => {
    const code = await issue('VALID', pdf)
    const browser = anonymous()
    const send = async (bytes: Buffer) => {
      await browser.get(`/verify-document/${code}`)
      return browser.upload(`/verify-document/${code}`, browser.token(), [
        { name: '证书.pdf', bytes: new Uint8Array(bytes) },
      ])
    }
    const same = await send(pdf)
    expect(same.status).toBe(200)
    expect(same.$('main .notice').text()).toContain('比对结果：一致')
    const other = Buffer.concat([pdf, Buffer.from(' ')])
    expect((await send(other)).$('main .notice').text()).toContain('比对结果：不一致')
    expect(await portal.deps.files.has(createHash('sha256').update(other).digest('hex'))).toBe(false)
    await browser.get(`/verify-document/${code}`)
    const empty = await browser.upload(`/verify-document/${code}`, browser.token(), [])
    expect(empty.status).toBe(422)
    expect(empty.text).toContain('请选择要比对的PDF文件')
    await expect.poll(uploads).toEqual([])
  })

  it('judges signatures for whoever brings a file, in words and for programmes, and keeps nothing of it', async () => {
    const browser = anonymous()
    const send = async (bytes: Buffer, accept?: string) => {
      await browser.get('/verify-document')
      const sent = multipart([fieldPart('_csrf', browser.token()), filePart('来文.pdf', bytes)])
      const headers = { 'content-type': sent.type, ...(accept ? { accept } : {}) }
      return browser.raw('/verify-document', { method: 'POST', body: sent.body, headers })
    }
    const signer = await party('某协会')
    const file = signed(blank(), { by: signer, at: portal.clock.now() }).pdf
    const page = load(await (await send(file)).text())
    expect(page('main').text()).toContain('不能确定 INDETERMINATE')
    expect(page('main').text()).toContain('颁发机构不在本系统信任的名单里')
    expect(page('main').text()).toContain('某协会')
    const changed = Buffer.from(file)
    changed.write('9', changed.indexOf('100 yuan'))
    expect(load(await (await send(changed)).text())('main').text()).toContain('签名无效 TOTAL-FAILED')
    expect(load(await (await send(blank().pdf)).text())('main').text()).toContain('没有签名')

    const code = await issue('REVOKED', file)
    const answer: unknown = await (await send(file, 'application/json')).json()
    expect(answer).toMatchObject({
      signaturesCount: 1,
      validSignaturesCount: 0,
      validatedDocument: { issued: { code, inForce: false } },
      signatures: [{ indication: 'INDETERMINATE', subIndication: 'NO_CERTIFICATE_CHAIN_FOUND', signedBy: '某协会' }],
    })
    expect(load(await (await send(file)).text())(`main a[href="/verify-document/${code}"]`)).toHaveLength(1)
    expect((await send(Buffer.alloc(0))).status).toBe(422)
    expect(load(await (await send(Buffer.from('GIF89a'))).text())('main').text()).toContain('不能核验这种文件')
    await expect.poll(uploads).toEqual([])
  })

  it('goes on checking codes for a network that has brought too many files', async () => {
    const browser = anonymous()
    await browser.get('/verify-document')
    for (let n = 0; n < 40; n += 1) await portal.deps.limits.isWithin('verify-signatures', '127.0.0.1')
    const refused = await browser.upload('/verify-document', browser.token(), [
      { name: 'a.pdf', bytes: new Uint8Array(pdf) },
    ])
    expect(refused.status).toBe(429)
    expect((await browser.get(`/verify-document/${await issue('VALID', pdf)}`)).status).toBe(200)
  })

  it('refuses a file above the limit and a form without its token', async () => {
    const code = await issue('VALID', pdf)
    const browser = anonymous()
    await browser.get(`/verify-document/${code}`)
    const large = new Uint8Array(10 * 1024 * 1024 + 1)
    const answer = await browser.upload(`/verify-document/${code}`, browser.token(), [{ name: 'a.pdf', bytes: large }])
    expect(answer.status).toBe(413)
    const stranger = anonymous()
    expect(
      (await stranger.upload(`/verify-document/${code}`, 'x', [{ name: 'a.pdf', bytes: new Uint8Array(pdf) }])).status,
    ).toBe(403)
    await expect.poll(uploads).toEqual([])
  })

  it.each(sqlPayloads)('the payload %j finds nothing', async (payload) => {
    expect([404, 422]).toContain(
      (await anonymous().get(`/verify-document?${new URLSearchParams({ code: payload }).toString()}`)).status,
    )
    expect((await anonymous().get(`/verify-document/${encodeURIComponent(payload)}`)).status).toBe(404)
  })

  it('stops somebody who tries codes one after another', async () => {
    const statuses: number[] = []
    for (let count = 0; count < 130; count += 1)
      statuses.push((await anonymous().raw(`/verify-document/GUESS${count}`)).status)
    expect(statuses).toContain(404)
    expect(statuses.at(-1)).toBe(429)
  })

  it('counts an IPv6 household, which has many addresses, as one', async () => {
    const behindProxy = await startTestPortal({ TRUST_PROXY_HOPS: '1' })
    try {
      const { limits } = behindProxy.deps
      while ((await limits.left('verify-document', '2001:db8:0:1::/64')) > 0)
        await limits.use('verify-document', '2001:db8:0:1::/64')
      const statusFor = async (ip: string) =>
        (
          await createBrowser(behindProxy.baseUrl).raw('/verify-document/GUESS1', {
            headers: { 'x-forwarded-for': ip },
          })
        ).status
      expect(await statusFor('2001:db8:0:1::7')).toBe(429)
      expect(await statusFor('2001:db8:0:1:ffff::8')).toBe(429)
      expect(await statusFor('2001:db8:0:2::7')).toBe(404)
    } finally {
      await behindProxy.stop()
    }
  })
})
