import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { deflateSync } from 'node:zlib'
import * as cheerio from 'cheerio'
import PDFDocument from 'pdfkit'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sweepFilesTask } from '../../../src/modules/cases/sweep-files.ts'
import { paths } from '../../../src/web/paths.ts'
import { publicFolder } from '../../../src/web/views.ts'
import { onePage, pdfOfObjects, pdfStream } from '../../support/hostile-files.ts'
import { putCase, sha256, tinyPdf } from '../../support/own-cases.ts'
import { createBrowser, type Browser, type Page } from '../../support/browser.ts'
import { poppler } from '../../support/poppler.ts'
import { browserOf, createAccount, staffBrowser, type TestApplicant } from '../../support/people.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'
import { fieldPart, filePart, multipart, postBroken, postBytes } from '../../support/upload.ts'

type Bytes = Buffer<ArrayBuffer>

let portal: TestPortal
let account: TestApplicant
let browser: Browser
let caseFile: string
let token: string

beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
  account = await createAccount(portal)
  browser = await browserOf(portal, account)
})
afterAll(() => portal.stop())
beforeEach(async () => {
  caseFile = await putCase(portal, account.id, { stage: 'nameApproval' })
  await browser.get(paths.material(caseFile, 'M102'))
  token = browser.token()
  await portal.deps.limits.reset('upload', account.id)
})

const pdfOf = (draw: (pdf: PDFKit.PDFDocument) => void = () => undefined, options: PDFKit.PDFDocumentOptions = {}) =>
  new Promise<Bytes>((resolve) => {
    const pdf = new PDFDocument({ size: 'A4', ...options })
    const pieces: Buffer[] = []
    pdf.on('data', (piece: Buffer) => pieces.push(piece))
    pdf.on('end', () => resolve(Buffer.concat(pieces)))
    draw(pdf)
    pdf.end()
  })

const picture = (format: 'jpeg' | 'png' | 'gif' | 'webp', width = 64, height = 48): Promise<Bytes> =>
  sharp({ create: { width, height, channels: 3, background: '#7a4b2c' } })
    [format]()
    .toBuffer() as Promise<Bytes>

const upload = (files: readonly { name: string; bytes: Bytes }[], material = 'M102'): Promise<Page> =>
  browser.upload(paths.material(caseFile, material), token, files)

/** Every file in the store and in the upload folder. */
const stored = (): readonly string[] => {
  const root = join(portal.config.dataDir, 'files')
  return existsSync(root)
    ? readdirSync(root, { recursive: true, withFileTypes: true }).flatMap((entry) =>
        entry.isFile() ? [entry.name] : [],
      )
    : []
}
const waiting = (): readonly string[] =>
  readdirSync(join(portal.config.dataDir, 'uploads'), { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [entry.name] : [],
  )
/** The upload folder is cleared when the answer is out, which is a moment after it arrived. */
const nothingWaits = async (): Promise<void> => {
  for (let tries = 0; tries < 100 && waiting().length > 0; tries += 1) await sleep(20)
  expect(waiting()).toEqual([])
}
const attachments = () =>
  portal.owner
    .knex('attachment')
    .where({ case_id: caseFile })
    .orderBy('uploaded_at')
    .select<{ id: string; name: string; sha256: string; removed_at: Date | null }[]>(
      'id',
      'name',
      'sha256',
      'removed_at',
    )

/** What is shown of a stored file. */
const shownOf = async (hash = ''): Promise<string> => {
  const row = await portal.owner
    .knex('stored_file')
    .where({ sha256: hash })
    .first<{ shown_sha256: string }>('shown_sha256')
  return row.shown_sha256
}

/** A PNG that claims to be enormous: a few hundred bytes that decode to gigabytes. */
const pixelBomb = (width: number, height: number): Bytes => {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data])
    const out = Buffer.alloc(body.length + 8)
    out.writeUInt32BE(data.length, 0)
    body.copy(out, 4)
    let crc = 0xffffffff
    for (const byte of body) {
      crc ^= byte
      for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
    }
    out.writeUInt32BE((crc ^ 0xffffffff) >>> 0, body.length + 4)
    return out
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(1000))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const zip = Buffer.concat([
  Buffer.from('PK\u0003\u0004\u0014\u0000\u0000\u0000\u0000\u0000', 'latin1'),
  Buffer.alloc(20),
  Buffer.from('PK\u0001\u0002', 'latin1'),
  Buffer.alloc(42),
  Buffer.from('PK\u0005\u0006', 'latin1'),
  Buffer.alloc(18),
])

/** A PDF of one page, whose object 9 is a stream. */
const withStream = (dictionary: string, content: Buffer): Bytes =>
  pdfOfObjects([...onePage, [9, pdfStream(dictionary, content)]])

const wordsFor = /PDF|JPG|PNG|文件|图片|过大|过多/

const refused: readonly (readonly [string, string, () => Promise<Bytes> | Bytes])[] = [
  ['a Windows programme called .pdf', '申请表.pdf', () => Buffer.concat([Buffer.from('MZ'), randomBytes(2000)])],
  [
    'a Linux programme called .pdf',
    '申请表.pdf',
    () => Buffer.concat([Buffer.from('\x7fELF', 'latin1'), randomBytes(2000)]),
  ],
  ['a page of HTML called .jpg', '照片.jpg', () => Buffer.from('<!doctype html><script>alert(1)</script>')],
  ['a page of HTML called .pdf', '章程.pdf', () => Buffer.from('<html><body onload=alert(1)>%PDF-1.4 %%EOF')],
  [
    'an SVG with a script',
    '印章.svg',
    () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  ],
  [
    'an SVG called .png',
    '印章.png',
    () => Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
  ],
  ['a PDF that is a ZIP too', '材料.pdf', () => Buffer.concat([tinyPdf('polyglot'), zip])],
  [
    'a ZIP that begins like a PDF',
    '材料.pdf',
    () => Buffer.concat([Buffer.from('%PDF-1.4\n'), zip, Buffer.from('\n%%EOF')]),
  ],
  [
    'an encrypted PDF',
    '章程.pdf',
    () => pdfOf((pdf) => pdf.text('x'), { userPassword: 'secret', ownerPassword: 'owner' }),
  ],
  [
    'a PDF that runs JavaScript when opened',
    '章程.pdf',
    () => Buffer.from('%PDF-1.4\n1 0 obj\n<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>\nendobj\n%%EOF\n'),
  ],
  [
    'a PDF whose JavaScript is spelt with escapes',
    '章程.pdf',
    () =>
      Buffer.from(
        '%PDF-1.4\n1 0 obj\n<< /OpenAction << /S /J#61va#53cript /J#53 (app.alert(1)) >> >>\nendobj\n%%EOF\n',
      ),
  ],
  [
    'a PDF whose JavaScript lies in a compressed object',
    '章程.pdf',
    () =>
      withStream(
        '/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode',
        deflateSync(
          Buffer.from('1 0 << /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>'),
        ),
      ),
  ],
  ['a PDF that starts a programme', '章程.pdf', () => Buffer.from('%PDF-1.4\n<< /S /Launch /F (cmd.exe) >>\n%%EOF\n')],
  ['a PDF with another file inside', '章程.pdf', () => Buffer.from('%PDF-1.4\n<< /Type /EmbeddedFile >>\n%%EOF\n')],
  ['a PDF with a dynamic form', '章程.pdf', () => Buffer.from('%PDF-1.4\n<< /XFA 3 0 R >>\n%%EOF\n')],
  ['a PDF cut off in the middle', '章程.pdf', async () => (await pdfOf((pdf) => pdf.text('x'))).subarray(0, 500)],
  ['nothing at all (0 bytes)', '空.pdf', () => Buffer.alloc(0)],
  ['a text', '说明.txt', () => Buffer.from('说明'.repeat(100))],
  ['a text called .pdf', '说明.pdf', () => Buffer.from('说明'.repeat(100))],
  ['a Word document', '章程.docx', () => Buffer.concat([zip, Buffer.from('word/vbaProject.bin')])],
  ['a Word document called .pdf', '章程.pdf', () => zip],
  [
    'an old Word document',
    '章程.doc',
    () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2000)]),
  ],
  ['a ZIP', '材料.zip', () => zip],
  ['a GZIP', '材料.pdf', () => Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), randomBytes(500)])],
  ['a JPG cut off in the middle', '照片.jpg', async () => (await picture('jpeg', 800, 600)).subarray(0, 1500)],
  ['a JPG of nothing but its first bytes', '照片.jpg', () => Buffer.from('ffd8ffe000104a46494600', 'hex')],
  ['a PNG of 50,000 × 50,000 pixels in 1 KB', '照片.png', () => pixelBomb(50_000, 50_000)],
  ['a PNG of 60,000,000 × 1 pixels', '照片.png', () => pixelBomb(60_000_000, 1)],
  ['a GIF called .png', '照片.png', () => picture('gif')],
  ['a WebP called .jpg', '照片.jpg', () => picture('webp')],
  ['a JPG called .pdf', '照片.pdf', () => picture('jpeg')],
  ['a PDF called .png', '章程.png', () => tinyPdf('as png')],
  ['a double extension', '章程.pdf.exe', () => tinyPdf('double')],
  ['a trailing dot', '章程.pdf.', () => tinyPdf('trailing')],
  ['no extension', '章程', () => tinyPdf('none')],
  [
    'a shortcut',
    '章程.pdf',
    () => Buffer.concat([Buffer.from('4c0000000114020000000000c000000000000046', 'hex'), Buffer.alloc(200)]),
  ],
  [
    'a web archive',
    '章程.pdf',
    () => Buffer.from('From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<script>'),
  ],
  ['an executable script', '章程.pdf', () => Buffer.from('#!/bin/sh\nrm -rf /\n')],
]

describe('all materials of a stage on one page', () => {
  const put = (...files: readonly (readonly [material: string, name: string, bytes: Bytes])[]) =>
    postBytes(
      browser,
      paths.materials(caseFile),
      multipart([
        fieldPart('_csrf', token),
        ...files.map(([material, name, bytes]) => ({
          head: [
            `Content-Disposition: form-data; name="${material}"; filename="${name}"\r\nContent-Type: application/pdf`,
          ],
          body: bytes,
        })),
      ]),
    )
  const held = async () =>
    (await portal.owner.knex('attachment').where({ case_id: caseFile }).orderBy('material')).map(
      ({ material, name }: { material: string; name: string }) => [material, name],
    )

  it('keeps what is good under its material, says of the rest what is wrong, and drops what is for nothing', async () => {
    const answer = await put(
      ['M102', '报告.pdf', await pdfOf()],
      ['M103', '身份证.pdf', Buffer.from('no document')],
      ['M210', '章程.pdf', await pdfOf((pdf) => pdf.text('another stage'))],
      ['__proto__', '别的.pdf', await pdfOf((pdf) => pdf.text('nothing'))],
    )
    expect(answer.status).toBe(422)
    const text = await answer.text()
    expect(text).toContain('href="#material-M103"')
    expect(text).toContain('发起人身份证明、发起单位登记证书：身份证.pdf：')
    expect(await held()).toEqual([['M102', '报告.pdf']])
    await nothingWaits()
    // What lies there already leaves the form whole, as the answer to the refused file and when it is opened again.
    for (const $ of [cheerio.load(text), (await browser.get(paths.materials(caseFile))).$]) {
      const sends = $('button:contains(上传并继续)').closest('form')
      expect([sends.attr('action'), sends.attr('method')]).toEqual([paths.materials(caseFile), 'post'])
      expect(sends.find('input[type=file]').length).toBeGreaterThan(1)
      const asks = $('a:contains(删除)').attr('href') ?? ''
      expect((await browser.get(asks)).$('h1').text()).toBe('删除文件吗？')
    }
    expect((await put()).status).toBe(422)
    expect((await put(['M103', '身份证.pdf', await pdfOf((pdf) => pdf.text('good'))])).status).toBe(303)
    expect((await held()).map(([material]) => material)).toEqual(['M102', 'M103'])
  })
})

describe('what is not a whole PDF, JPG or PNG', () => {
  it.each(refused)('S40 refuses %s: 422, a sentence, nothing written', async (_what, name, make) => {
    const before = stored()
    const page = await upload([{ name, bytes: await make() }])
    expect(page.status).toBe(422)
    expect(page.$('.govuk-error-message').text()).toMatch(wordsFor)
    expect(page.$('title').text()).toMatch(/^错误：/)
    expect(await attachments()).toEqual([])
    expect(stored()).toEqual(before)
    await nothingWaits()
  })

  it('S40 refuses a file over the limit with 413 at its field, and stops reading', async () => {
    const before = stored()
    const page = await upload([{ name: '大.pdf', bytes: Buffer.alloc(10 * 1024 * 1024 + 1, '%PDF-1.4 ') as Bytes }])
    expect(page.status).toBe(413)
    // issue 7 item 6: without scripts the answer says which file and how large it may be.
    expect(page.$('.upload .govuk-error-message').text()).toMatch(/文件“大\.pdf”过大，单个文件不超过10 MB/)
    expect(stored()).toEqual(before)
    await nothingWaits()
  })

  it('S40 refuses 200 files at once and keeps none of them', async () => {
    const before = stored()
    const files = Array.from({ length: 200 }, (_, n) => ({ name: `${n}.pdf`, bytes: tinyPdf(String(n)) }))
    const page = await upload(files)
    expect(page.status).toBe(413)
    expect(await attachments()).toEqual([])
    expect(stored()).toEqual(before)
    await nothingWaits()
  })

  it('S40 more files than a material may have are refused together and leave nothing in the store', async () => {
    const tenFiles = Array.from({ length: 10 }, (_, n) => ({ name: `${n}.pdf`, bytes: tinyPdf(`${caseFile} ${n}`) }))
    expect((await upload(tenFiles)).status).toBe(200)
    const before = stored()
    const page = await upload([{ name: '11.pdf', bytes: tinyPdf(`${caseFile} eleventh`) }])
    expect(page.status).toBe(422)
    expect(page.$('.govuk-error-message').text()).toContain('最多上传10个文件')
    expect(stored()).toEqual(before)
    await nothingWaits()
  })

  it('S40 of several files the good ones are kept and each bad one is named', async () => {
    const page = await upload([
      { name: '好.pdf', bytes: await pdfOf((pdf) => pdf.addPage()) },
      { name: '坏.pdf', bytes: Buffer.from('MZ') },
      { name: '空.png', bytes: Buffer.alloc(0) },
    ])
    expect(page.status).toBe(422)
    expect(page.$('.govuk-error-message').text()).toMatch(/坏\.pdf[\s\S]*空\.png/)
    const kept = await attachments()
    expect(kept.map(({ name }) => name)).toEqual(['好.pdf'])
    const stored = await portal.owner
      .knex('stored_file')
      .where({ sha256: kept[0]?.sha256 })
      .first<{ pages: number }>('pages')
    expect(stored.pages).toBe(2)
    await nothingWaits()
  })

  it.each([
    ['10,000 characters', `${'a'.repeat(10_000)}.pdf`, /^a{116}\.pdf$/],
    ['5,000 characters of three bytes each', `${'长'.repeat(5_000)}.pdf`, /^长{116}\.pdf$/],
    ['a path upwards', '../../../../etc/cron.d/章程.pdf', /^章程\.pdf$/],
    ['a path upwards in Windows', '..\\..\\Windows\\章程.pdf', /^章程\.pdf$/],
    ['an absolute path', '/etc/passwd.pdf', /^passwd\.pdf$/],
    ['encoded dots', '%2e%2e%2f章程.pdf', /^%2e%2e%2f章程\.pdf$/],
    ['a text direction override', '章程\u202Efdp.pdf', /^章程fdp\.pdf$/],
    ['zero-width characters', '章\u200B程\uFEFF.pdf', /^章程\.pdf$/],
    ['markup', '<img src=x onerror=alert(1)>.pdf', /^img src=x onerror=alert\(1\)\.pdf$/],
    ['a device name', 'CON.pdf', /^CON\.pdf$/],
    ['four-byte characters', '𠮷野家🏮.pdf', /^𠮷野家🏮\.pdf$/u],
  ])('S40 a name of %s is made harmless', async (_what, name, expected) => {
    const { body, type } = multipart([fieldPart('_csrf', token), filePart(name, tinyPdf(`name ${name.slice(0, 50)}`))])
    const answer = await postBytes(browser, paths.material(caseFile, 'M102'), { body, type })
    expect(answer.status).toBe(303)
    const [row] = await attachments()
    expect(row?.name).toMatch(expected)
    expect(Array.from(row?.name ?? '').length).toBeLessThanOrEqual(120)
    expect(existsSync(join(portal.config.dataDir, 'files', row?.sha256.slice(0, 2) ?? '', row?.sha256 ?? ''))).toBe(
      true,
    )
  })

  it.each([
    ['NUL', Buffer.from('章程.pdf\u0000.exe')],
    ['line breaks', Buffer.from('章程\r\nX-Evil: 1\r\n.pdf')],
    ['30,000 bytes', Buffer.from(`${'长'.repeat(10_000)}.pdf`)],
    ['broken UTF-8', Buffer.from([0xff, 0xfe, 0xc0, 0xaf, 0x2e, 0x70, 0x64, 0x66])],
  ])('S40 a name with %s ends in a page, not in a fault', async (_what, name) => {
    const { body, type } = multipart([
      fieldPart('_csrf', token),
      filePart(name, tinyPdf(`odd ${name.toString('hex')}`)),
    ])
    const answer = await postBytes(browser, paths.material(caseFile, 'M102'), { body, type })
    expect(answer.status).toBeLessThan(500)
    // oxlint-disable-next-line no-control-regex -- none of these may have got into a name
    for (const row of await attachments()) expect(row.name).not.toMatch(/[\u0000-\u001F\u007F]/)
    await nothingWaits()
  })
})

describe('good files', () => {
  const good: readonly (readonly [string, string, () => Promise<Bytes>])[] = [
    ['a PDF of one page', '情况简介.pdf', () => pdfOf((pdf) => pdf.text('Report'))],
    [
      'a PDF of forty pages',
      '章程草案.pdf',
      () => pdfOf((pdf) => Array.from({ length: 40 }, () => pdf.addPage().text('Page'))),
    ],
    [
      'a PDF with a photograph',
      '扫描件.pdf',
      async () => {
        const photo = await picture('jpeg', 600, 800)
        return pdfOf((pdf) => pdf.image(photo, 0, 0))
      },
    ],
    ['an uncompressed PDF', '清单.pdf', () => pdfOf((pdf) => pdf.text('List'), { compress: false })],
    ['a PDF 1.7', '决定.pdf', () => pdfOf((pdf) => pdf.text('1.7'), { pdfVersion: '1.7' })],
    [
      'a PDF with links and an outline',
      '目录.pdf',
      () =>
        pdfOf((pdf) => {
          pdf.text('Link', { link: 'https://example.org/', underline: true })
          pdf.outline.addItem('One')
        }),
    ],
    [
      'a PDF whose compressed content happens to spell short forbidden words',
      '巧合.pdf',
      async () =>
        withStream(
          '/Filter /FlateDecode',
          Buffer.concat([Buffer.from('/JS (/XFA/JS(PK\u0005\u0006', 'latin1'), Buffer.alloc(70_000, 1)]),
        ),
    ],
    [
      'a PDF with its objects packed',
      '新版.pdf',
      async () =>
        withStream(
          '/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode',
          deflateSync(Buffer.from('10 0 << /Type /Catalog /Pages 2 0 R >>')),
        ),
    ],
    ['a PDF with upper-case ending', '扫描.PDF', async () => tinyPdf('upper case')],
    ['a JPG', '身份证.jpg', () => picture('jpeg', 1200, 800)],
    ['a JPG called .jpeg', '身份证.jpeg', () => picture('jpeg', 640, 480)],
    ['a JPG called .jfif', '身份证.jfif', () => picture('jpeg', 640, 481)],
    [
      'a progressive JPG',
      '照片.JPG',
      () =>
        sharp({ create: { width: 300, height: 200, channels: 3, background: '#fff' } })
          .jpeg({ progressive: true })
          .toBuffer() as Promise<Bytes>,
    ],
    [
      'a grey JPG',
      '照片.jpg',
      () =>
        sharp({ create: { width: 300, height: 200, channels: 3, background: '#888' } })
          .greyscale()
          .jpeg()
          .toBuffer() as Promise<Bytes>,
    ],
    [
      'a CMYK JPG',
      '照片.jpg',
      () =>
        sharp({ create: { width: 300, height: 200, channels: 3, background: '#888' } })
          .toColourspace('cmyk')
          .jpeg()
          .toBuffer() as Promise<Bytes>,
    ],
    ['a PNG', '印章.png', () => picture('png')],
    [
      'a transparent PNG',
      '签名.png',
      () =>
        sharp({ create: { width: 300, height: 100, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
          .png()
          .toBuffer() as Promise<Bytes>,
    ],
    [
      'a PNG with a palette',
      '扫描.png',
      () =>
        sharp({ create: { width: 2480, height: 3508, channels: 3, background: '#fff' } })
          .png({ palette: true })
          .toBuffer() as Promise<Bytes>,
    ],
  ]

  it.each(good)('FI-01 takes %s', async (_what, name, make) => {
    const page = await upload([{ name, bytes: await make() }])
    expect([page.status, page.$('.govuk-error-message').text()]).toEqual([200, ''])
    const [row] = await attachments()
    expect(row?.name).toBe(name)
    expect(sha256(await portal.deps.files.bytes(row?.sha256 ?? ''))).toBe(row?.sha256)
    await nothingWaits()
  })

  it.each([
    ['a JPG called .png', '微信图片.png', '微信图片.jpg', () => picture('jpeg', 70, 50)],
    ['a PNG called .JPG', '截屏.1.JPG', '截屏.1.png', () => picture('png', 70, 50)],
    ['a PNG called .jfif', '截屏.jfif', '截屏.png', () => picture('png', 71, 50)],
  ])('7.6 %s is kept under its right name without a complaint', async (_what, name, kept, make) => {
    const page = await upload([{ name, bytes: await make() }])
    expect([page.status, page.$('.govuk-error-message').text()]).toEqual([200, ''])
    expect((await attachments()).map((row) => row.name)).toEqual([kept])
  })

  it.each(['1.3', '1.4', '1.6', '1.7', '1.7ext3'] as const)(
    '7.6 a PDF %s whose permissions are locked and which opens for everybody is taken, and what it says is shown',
    async (pdfVersion) => {
      const bytes = await pdfOf((pdf) => pdf.text('Opens for (all)'), { ownerPassword: 'owner', pdfVersion })
      expect(bytes.includes('/Encrypt')).toBe(true)
      expect((await upload([{ name: '章程.pdf', bytes }])).status).toBe(200)
      const [row] = await attachments()
      const shown = await portal.deps.files.bytes(await shownOf(row?.sha256))
      expect(shown.includes('/Encrypt')).toBe(false)
      expect(await poppler('pdftotext', ['-', '-'], shown)).toContain('Opens for (all)')
    },
  )

  it('7.6 what phones and office programmes write is refused with the way to what is taken', async () => {
    const heic = Buffer.concat([
      Buffer.from('00000018667479706865696300000000', 'hex'),
      Buffer.from('mif1heic'),
      Buffer.alloc(100),
    ])
    for (const [name, bytes, words] of [
      ['IMG_0001.HEIC', heic, /兼容性最佳.*JPG/],
      ['名单.xlsx', zip, /表格.*PDF/],
      ['章程.docx', zip, /文字文档.*PDF/],
      ['章程.wps', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2000)]), /文字文档.*PDF/],
      ['证书.bmp', Buffer.concat([Buffer.from('BM'), Buffer.alloc(200)]), /另存为JPG/],
      ['证书.webp', await picture('webp'), /另存为JPG/],
      ['材料.zip', zip, /解压/],
    ] as const) {
      const page = await upload([{ name, bytes }])
      expect([name, page.status]).toEqual([name, 422])
      expect(page.$('.govuk-error-message').text()).toMatch(words)
    }
  })

  it('S44 a photograph loses the place and the camera it was taken with', async () => {
    const photo = (await sharp({ create: { width: 80, height: 60, channels: 3, background: '#333' } })
      .withExif({
        IFD0: { Make: 'SecretCamera', Model: 'X100', Copyright: 'Somebody' },
        IFD3: {
          GPSLatitudeRef: 'N',
          GPSLatitude: '37/1 52/1 0/1',
          GPSLongitudeRef: 'E',
          GPSLongitude: '112/1 33/1 0/1',
        },
      })
      .jpeg()
      .toBuffer()) as Bytes
    expect(photo.includes('SecretCamera')).toBe(true)
    expect((await upload([{ name: '照片.jpg', bytes: photo }])).status).toBe(200)
    const [row] = await attachments()
    const kept = await portal.deps.files.bytes(row?.sha256 ?? '')
    expect(kept.includes('SecretCamera')).toBe(false)
    expect((await sharp(kept).metadata()).exif).toBeUndefined()
  })
})

describe('uploads that break off', () => {
  it('S41 free their space, wherever they stop', async () => {
    const before = stored()
    const whole = multipart([
      fieldPart('_csrf', token),
      filePart('一.pdf', Buffer.concat([tinyPdf('broken'), Buffer.alloc(2_000_000, 'x')])),
      filePart('二.pdf', Buffer.alloc(1_000_000, 'y')),
    ])
    const cuts = [100, 300, 600, 65_536, 1_000_000, 2_000_500, 2_500_000, whole.body.length - 5]
    await Promise.all(
      cuts.map((cut, n) =>
        postBroken(browser, portal.baseUrl, paths.material(caseFile, 'M102'), {
          body: whole.body.subarray(0, cut),
          type: whole.type,
          length: whole.body.length,
          pause: 20 + n * 15,
        }),
      ),
    )
    await nothingWaits()
    expect(stored()).toEqual(before)
    expect(await attachments()).toEqual([])
    expect((await fetch(`${portal.baseUrl}${paths.health}`)).status).toBe(200)
  })

  it('S41 free their space when the token is wrong or missing', async () => {
    const before = stored()
    for (const parts of [
      [filePart('一.pdf', tinyPdf('no token'))],
      [fieldPart('_csrf', 'wrong'), filePart('一.pdf', tinyPdf('wrong token'))],
    ]) {
      const answer = await postBytes(browser, paths.material(caseFile, 'M102'), multipart(parts))
      expect(answer.status).toBe(403)
    }
    await nothingWaits()
    expect(stored()).toEqual(before)
  })

  it('S41 are not read at all from somebody who is not logged in', async () => {
    const { body, type } = multipart([fieldPart('_csrf', 'x'), filePart('一.pdf', tinyPdf('nobody'))])
    const answer = await fetch(`${portal.baseUrl}${paths.material(caseFile, 'M102')}`, {
      method: 'POST',
      body,
      headers: { 'content-type': type, accept: 'text/html' },
      redirect: 'manual',
    })
    expect(answer.status).toBe(303)
    await nothingWaits()
  })
})

describe('issue 7 item 5: limits come before bytes', () => {
  const code = '/verify-document/NOSUCHCODE234567'
  const places = () => portal.deps.redis.keys('limit:uploads:*')
  const noPlaceTaken = () => expect.poll(places, { timeout: 5000 }).toEqual([])
  /** A post that begins a file and stops there, until `hangUp`. */
  const begun = (browserOfSender: Browser, address: string, csrf: string) => {
    const { body, type } = multipart([fieldPart('_csrf', csrf), filePart('一.pdf', Buffer.alloc(300_000, 'x'))])
    return postBroken(browserOfSender, portal.baseUrl, address, {
      body: body.subarray(0, 200_000),
      type,
      length: body.length,
    })
  }
  const anonymous = async () => {
    const stranger = createBrowser(portal.baseUrl)
    await stranger.get('/login/personal')
    return { stranger, csrf: stranger.token() }
  }
  const idle = 15_000
  beforeEach(async () => {
    portal.deps.uploads.idleMilliseconds = idle
    await noPlaceTaken()
  })

  it('a wrong or missing token is answered at the first file, while the rest is still on its way', async () => {
    for (const csrf of ['wrong', '']) {
      const answer = await begun(browser, paths.material(caseFile, 'M102'), csrf)
      expect(answer).toMatch(/^HTTP\/1\.1 403 /)
      expect(waiting()).toEqual([])
    }
    // The token after the file is too late.
    const { body, type } = multipart([filePart('一.pdf', tinyPdf('late token')), fieldPart('_csrf', token)])
    const late = await postBytes(browser, paths.material(caseFile, 'M102'), { body, type })
    expect(late.status).toBe(403)
    expect(await attachments()).toEqual([])
  })

  it('a body longer than the form can be is refused before it is read', async () => {
    const answer = await postBroken(browser, portal.baseUrl, paths.material(caseFile, 'M102'), {
      body: Buffer.from('--b\r\n'),
      type: 'multipart/form-data; boundary=b',
      length: 300 * 1024 * 1024,
    })
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  })

  it('whoever is not logged in has six uploads under way in a network; they do not take the place of those who are', async () => {
    portal.deps.uploads.idleMilliseconds = 2_000
    const { stranger, csrf } = await anonymous()
    const open = Array.from({ length: 6 }, () => begun(stranger, code, csrf))
    await expect.poll(() => waiting().length).toBe(6)
    const seventh = await begun(stranger, code, csrf)
    expect(seventh).toMatch(/^HTTP\/1\.1 429 /)
    expect(seventh).toMatch(/Retry-After: 30/i)
    expect(waiting()).toHaveLength(6)
    expect((await upload([{ name: 'a.pdf', bytes: tinyPdf('other lane') }])).status).toBe(200)
    // They send nothing more: the connection is cut, and space and places are free again.
    expect(await Promise.all(open)).toEqual(['', '', '', '', '', ''])
    await nothingWaits()
    await noPlaceTaken()
    const again = await stranger.upload(code, csrf, [{ name: 'a.pdf', bytes: tinyPdf('free again') }])
    expect(again.status).toBe(404)
  })

  it('one customer’s many networks do not fill the places of all who are not logged in', async () => {
    const take = (network: string) => portal.deps.uploads.take({ network, subject: undefined }, 1000)
    const free: (() => Promise<void>)[] = []
    for (let n = 0; n < 18; n += 1) free.push(await take(`2001:db8:7:${n}::/64`))
    await expect(take('2001:db8:7:18::/64')).rejects.toMatchObject({ code: 'TOO_MANY' })
    free.push(await take('2001:db8:8:1::/64'), await take('203.0.113.7'))
    await Promise.all(free.map((each) => each()))
    await noPlaceTaken()
  })

  it('the limit of a form is counted before its file is taken in, and the form is kept', async () => {
    const { limits } = portal.deps
    const { stranger, csrf } = await anonymous()
    while ((await limits.left('verify-document', '127.0.0.1')) > 0) await limits.use('verify-document', '127.0.0.1')
    expect(await begun(stranger, code, csrf)).toMatch(/^HTTP\/1\.1 429 /)
    expect(waiting()).toEqual([])
    await limits.reset('verify-document', '127.0.0.1')

    while ((await limits.left('upload', account.id)) > 0) await limits.use('upload', account.id)
    const page = await upload([{ name: 'a.pdf', bytes: tinyPdf('one too many') }])
    expect(page.status).toBe(429)
    expect(page.$('.upload .govuk-error-message').text()).toContain('操作过于频繁')
    expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0)
    await nothingWaits()
  })
})

describe('bodies that are no uploads', () => {
  const boundary = 'b'
  const type = `multipart/form-data; boundary=${boundary}`
  const line = `--${boundary}\r\n`
  const disposition = 'Content-Disposition: form-data; name="files"; filename="a.pdf"'
  const malformed: readonly (readonly [string, string | Buffer, string])[] = [
    ['no boundary', line, 'multipart/form-data'],
    ['an empty boundary', line, 'multipart/form-data; boundary='],
    ['a boundary of 5,000 characters', line, `multipart/form-data; boundary=${'b'.repeat(5000)}`],
    ['an empty body', '', type],
    ['only an end', `--${boundary}--`, type],
    ['another boundary', '--other\r\n\r\nx\r\n--other--', type],
    ['no headers', `${line}\r\nx\r\n--${boundary}--`, type],
    ['an empty field name', `${line}Content-Disposition: form-data; name=""\r\n\r\nx\r\n--${boundary}--`, type],
    [
      'an empty file field name',
      `${line}Content-Disposition: form-data; name=""; filename="a"\r\n\r\nx\r\n--${boundary}--`,
      type,
    ],
    ['no field name', `${line}Content-Disposition: form-data\r\n\r\nx\r\n--${boundary}--`, type],
    ['another field name', `${line}${disposition.replace('files', 'file')}\r\n\r\nx\r\n--${boundary}--`, type],
    [
      'names like of a prototype',
      `${line}${disposition.replace('files', '__proto__')}\r\n\r\nx\r\n--${boundary}--`,
      type,
    ],
    [
      'fields like of a prototype',
      `${line}Content-Disposition: form-data; name="__proto__[x]"\r\n\r\n1\r\n${line}Content-Disposition: form-data; name="constructor[prototype][x]"\r\n\r\n1\r\n--${boundary}--`,
      type,
    ],
    [
      'nested names',
      `${line}Content-Disposition: form-data; name="a[b][c][d][e][f]"\r\n\r\nx\r\n--${boundary}--`,
      type,
    ],
    [
      'unclosed quotes',
      `${line}Content-Disposition: form-data; name="files; filename="a\r\n\r\nx\r\n--${boundary}--`,
      type,
    ],
    ['no line before the content', `${line}${disposition}\r\nx\r\n--${boundary}--`, type],
    ['no end', `${line}${disposition}\r\n\r\nx`, type],
    ['an end in the header', `${line}Content-Disposition: form-da`, type],
    ['a header of 100 KB', `${line}X-Long: ${'x'.repeat(100_000)}\r\n${disposition}\r\n\r\nx\r\n--${boundary}--`, type],
    ['3,000 headers', `${line}${'X-H: 1\r\n'.repeat(3000)}${disposition}\r\n\r\nx\r\n--${boundary}--`, type],
    [
      '3,000 parts',
      `${`${line}Content-Disposition: form-data; name="a"\r\n\r\nx\r\n`.repeat(3000)}--${boundary}--`,
      type,
    ],
    [
      'a field of 200 KB',
      `${line}Content-Disposition: form-data; name="a"\r\n\r\n${'x'.repeat(200_000)}\r\n--${boundary}--`,
      type,
    ],
    [
      'a field name of 10 KB',
      `${line}Content-Disposition: form-data; name="${'n'.repeat(10_000)}"\r\n\r\nx\r\n--${boundary}--`,
      type,
    ],
    [
      'multipart inside multipart',
      `${line}Content-Type: multipart/mixed; boundary=c\r\n${disposition}\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n--${boundary}--`,
      type,
    ],
    [
      'an encoding that is not one',
      `${line}${disposition}\r\nContent-Transfer-Encoding: evil\r\n\r\nx\r\n--${boundary}--`,
      type,
    ],
    ['bare line feeds', `--b\nContent-Disposition: form-data; name="a"\n\nx\n--b--`, type],
    ['bare carriage returns', `--b\rContent-Disposition: form-data; name="a"\r\rx\r--b--`, type],
    ['zero bytes', Buffer.alloc(10_000), type],
  ]

  it.each(malformed)('FI-07 %s: a refusal, the process lives, nothing stays', async (_what, body, contentType) => {
    const before = stored()
    const answer = await postBytes(browser, paths.material(caseFile, 'M102'), {
      body: Buffer.from(body as string),
      type: contentType,
    })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
    expect(stored()).toEqual(before)
    await nothingWaits()
  })

  it('FI-07 200 bodies damaged at random: no fault of ours, the process lives, nothing stays', async () => {
    const before = stored()
    const bad = Buffer.from('MZ not a pdf')
    for (let n = 0; n < 200; n += 1) {
      const { body, type: contentType } = multipart([
        fieldPart('_csrf', token),
        fieldPart('a', 'b'),
        filePart('一.pdf', bad),
        filePart('二.png', bad),
      ])
      // A sequence of its own, the same in every run.
      let seed = n + 1
      const next = (limit: number): number => {
        seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
        return seed % limit
      }
      for (let changes = 1 + next(6); changes > 0; changes -= 1) {
        const at = next(body.length)
        if (next(2) === 0) body[at] = next(256)
        else body.copyWithin(at, next(body.length))
      }
      const sent = next(3) === 0 ? body.subarray(0, next(body.length)) : body
      const answer = await postBytes(browser, paths.material(caseFile, 'M102'), { body: sent, type: contentType })
      expect([n, answer.status >= 400 && answer.status < 500]).toEqual([n, true])
    }
    expect(await attachments()).toEqual([])
    expect(stored()).toEqual(before)
    await nothingWaits()
    expect((await fetch(`${portal.baseUrl}${paths.ready}`)).status).toBe(200)
  })
})

describe('files that are served', () => {
  const names = [
    '章程.pdf',
    '章程 (1).pdf',
    '会员名单（最终）.pdf',
    "O'Brien.pdf",
    'a;b.pdf',
    'a,b.pdf',
    'a%20b.pdf',
    'a+b.pdf',
    'a&b=c.pdf',
    'a#b.pdf',
    '#.pdf',
    '𠮷野家.pdf',
    '🏮.pdf',
    'é.pdf',
    'e\u0301.pdf',
    'ｆｕｌｌ.pdf',
    '«x».pdf',
    'a~b!.pdf',
    '..pdf',
    '-rf.pdf',
    '=cmd.pdf',
    '中　文.pdf',
    'a`b$(id).pdf',
    '{{7-7}}.pdf',
    'x.pdf.pdf',
  ]

  it('S42 go out under the name they came with, 25 names there and back', async () => {
    for (const [n, name] of names.entries()) {
      const id = await putCase(portal, account.id, { stage: 'nameApproval' })
      const { body, type } = multipart([fieldPart('_csrf', token), filePart(name, tinyPdf(`name ${n}`))])
      expect((await postBytes(browser, paths.material(id, 'M102'), { body, type })).status).toBe(303)
      const row = await portal.owner.knex('attachment').where({ case_id: id }).first<{ id: string }>('id')
      const answer = await browser.raw(paths.attachment(id, row.id))
      expect(answer.status).toBe(200)
      const disposition = answer.headers.get('content-disposition') ?? ''
      const [, encoded = ''] = /^inline; filename\*=UTF-8''([\w!#$&+.^`|~%-]+)$/.exec(disposition) ?? []
      expect([disposition, decodeURIComponent(encoded)]).toEqual([disposition, name.normalize('NFC')])
    }
  }, 60_000)

  it('S42 have their own type, are never sniffed, framed by others or kept', async () => {
    await upload([{ name: 'a.pdf', bytes: tinyPdf('served pdf') }])
    await upload([{ name: 'b.jpg', bytes: await picture('jpeg') }])
    await upload([{ name: 'c.png', bytes: await picture('png') }])
    const types = { 'a.pdf': 'application/pdf', 'b.jpg': 'image/jpeg', 'c.png': 'image/png' }
    for (const row of await attachments()) {
      for (const method of ['GET', 'HEAD']) {
        const answer = await browser.raw(paths.attachment(caseFile, row.id), { method })
        expect(answer.status).toBe(200)
        expect(answer.headers.get('content-type')).toBe(types[row.name as keyof typeof types])
        expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
        expect(answer.headers.get('cache-control')).toBe('no-store')
        expect(answer.headers.get('x-frame-options')).toBe('SAMEORIGIN')
        expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin')
        const policy = answer.headers.get('content-security-policy') ?? ''
        expect(policy).toContain("default-src 'none'")
        expect(policy).toContain("frame-ancestors 'self'")
        if (row.name !== 'a.pdf') expect(policy).toMatch(/(^|; )sandbox(;|$)/)
      }
    }
  })

  it('S42 of a kind that is no longer known are saved, not shown', async () => {
    await upload([{ name: 'old.pdf', bytes: tinyPdf('of an unknown kind') }])
    const [row] = await attachments()
    await portal.owner.knex('stored_file').where({ sha256: row?.sha256 }).update({ type: 'html' })
    const answer = await browser.raw(paths.attachment(caseFile, row?.id ?? ''))
    expect(answer.headers.get('content-type')).toBe('application/octet-stream')
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment;/)
    expect(answer.headers.get('content-security-policy')).toMatch(/sandbox/)
  })

  it('S42 never lie where static files are served from, and are nobody else’s', async () => {
    await upload([{ name: 'private.pdf', bytes: tinyPdf('private file') }])
    const [row] = await attachments()
    const hash = row?.sha256 ?? ''
    expect(readdirSync(publicFolder, { recursive: true }).filter((name) => String(name).includes(hash))).toEqual([])
    for (const address of [
      `/assets/${hash}`,
      `/assets/files/${hash}`,
      `/files/${hash.slice(0, 2)}/${hash}`,
      `/uploads/${hash}`,
    ])
      expect((await browser.raw(address)).status).toBe(404)
    const own = paths.attachment(caseFile, row?.id ?? '')
    expect((await fetch(`${portal.baseUrl}${own}`, { redirect: 'manual' })).status).toBe(303)
    const stranger = await browserOf(portal, await createAccount(portal))
    expect((await stranger.raw(own)).status).toBe(404)
    const official = await staffBrowser(portal, 'chuangkou')
    expect((await official.raw(own)).status).toBe(303)
  })

  it('S42 gone from the disk answer 404 with a page', async () => {
    await upload([{ name: 'gone.pdf', bytes: tinyPdf('gone') }])
    const [row] = await attachments()
    await portal.deps.files.remove(row?.sha256 ?? '')
    await portal.deps.files.remove(await shownOf(row?.sha256))
    expect((await browser.get(paths.attachment(caseFile, row?.id ?? ''))).status).toBe(404)
  })
})

describe('the same bytes', () => {
  it('S43 are stored once, whoever brings them and under whatever name; taking one away keeps the others', async () => {
    const bytes = tinyPdf('shared by two')
    await upload([{ name: 'a.pdf', bytes }])
    await upload([{ name: 'b.pdf', bytes }], 'M103')
    const other = await createAccount(portal)
    const theirs = await browserOf(portal, other)
    const theirCase = await putCase(portal, other.id, { stage: 'nameApproval' })
    await theirs.get(paths.material(theirCase, 'M102'))
    await theirs.upload(paths.material(theirCase, 'M102'), theirs.token(), [{ name: 'c.pdf', bytes }])
    expect(stored().filter((name) => name === sha256(bytes))).toHaveLength(1)
    const [first, second] = await attachments()
    const removed = await browser.post(paths.removeAttachment(caseFile, first?.id ?? ''), {
      _csrf: token,
      answer: 'yes',
    })
    expect(removed.status).toBe(303)
    portal.clock.forward(40 * 24 * 3_600_000)
    try {
      await sweepFilesTask(portal.deps)({}, {} as never)
    } finally {
      portal.clock.set('2026-11-20T04:00:00.000Z')
    }
    const kept = await browser.raw(paths.attachment(caseFile, second?.id ?? ''))
    expect(sha256(new Uint8Array(await kept.arrayBuffer()))).toBe(await shownOf(sha256(bytes)))
    expect(sha256(await portal.deps.files.bytes(sha256(bytes)))).toBe(sha256(bytes))
    const row = await portal.owner.knex('attachment').where({ case_id: theirCase }).first<{ id: string }>('id')
    expect((await theirs.raw(paths.attachment(theirCase, row.id))).status).toBe(200)
  })

  it('S43 twice under one material count once, also within one upload', async () => {
    const bytes = tinyPdf('twice')
    await upload([
      { name: 'a.pdf', bytes },
      { name: 'again.pdf', bytes },
    ])
    await upload([{ name: 'b.pdf', bytes }])
    expect(await attachments()).toHaveLength(1)
    await nothingWaits()
  })

  it('S43 brought by thirty at the same time stay whole', async () => {
    const bytes = Buffer.concat([tinyPdf('many at once'), Buffer.alloc(300_000, ' '), Buffer.from('%%EOF\n')])
    const cases = await Promise.all(
      Array.from({ length: 30 }, () => putCase(portal, account.id, { stage: 'nameApproval' })),
    )
    const pages = await Promise.all(
      cases.map((id) => browser.upload(paths.material(id, 'M102'), token, [{ name: 'a.pdf', bytes }])),
    )
    expect(new Set(pages.map(({ status }) => status))).toEqual(new Set([200]))
    expect(sha256(await portal.deps.files.bytes(sha256(bytes)))).toBe(sha256(bytes))
  })

  it('S43 that nothing names any more are swept after a day; what is young or named stays', async () => {
    const orphan = await portal.deps.files.put(tinyPdf('orphan with a row'))
    const unrecorded = await portal.deps.files.put(tinyPdf('orphan without a row'))
    await portal.owner
      .knex('stored_file')
      .insert({ sha256: orphan.sha256, size: orphan.size, type: 'pdf', created_at: portal.clock.now() })
    await upload([{ name: 'kept.pdf', bytes: tinyPdf('kept') }])
    const [kept] = await attachments()
    const sweep = () => sweepFilesTask(portal.deps)({}, {} as never)
    await sweep()
    expect(await portal.deps.files.has(orphan.sha256)).toBe(true)
    // Files carry the machine's time, rows the portal's: go well past both.
    portal.clock.set('2036-01-01T00:00:00.000Z')
    try {
      await sweep()
    } finally {
      portal.clock.set('2026-11-20T04:00:00.000Z')
    }
    expect(await portal.deps.files.has(orphan.sha256)).toBe(false)
    expect(await portal.deps.files.has(unrecorded.sha256)).toBe(false)
    expect(await portal.deps.files.has(kept?.sha256 ?? '')).toBe(true)
    const rows = await portal.owner.knex('stored_file').whereIn('sha256', [orphan.sha256, unrecorded.sha256])
    expect(rows).toEqual([])
  })
})

describe('uploads meant to harm', () => {
  it('S41 a sender who hangs up right after the last byte leaves nothing behind', async () => {
    const address = paths.material(caseFile, 'M102')
    const sent = multipart([fieldPart('_csrf', token), filePart('a.pdf', tinyPdf('hang-up'))])
    for (let tries = 0; tries < 10; tries += 1)
      await postBroken(browser, portal.baseUrl, address, { ...sent, pause: tries % 3 })
    await expect.poll(() => readdirSync(portal.deps.files.uploadFolder), { timeout: 10_000 }).toEqual([])
  })

  it('S41 files of somebody without a page of ours are not even read', async () => {
    const stranger = createBrowser(portal.baseUrl)
    const sent = multipart([filePart('a.pdf', randomBytes(100_000))])
    expect((await postBytes(stranger, paths.verifyDocument('ABC'), sent)).status).toBe(403)
    // What a test before left goes with its own answer.
    await expect.poll(() => readdirSync(portal.deps.files.uploadFolder)).toEqual([])
  })

  it('S40 a PDF of more streams than any paper has is refused, and others are served meanwhile', async () => {
    const unit = Buffer.concat([Buffer.from('<< >>stream\n'), deflateSync(Buffer.alloc(30, 'a')), Buffer.from('\n')])
    const bytes = Buffer.concat([
      Buffer.from('%PDF-1.4\n'),
      ...Array.from({ length: 25_000 }, () => unit),
      Buffer.from('%%EOF'),
    ])
    const [page] = await Promise.all([
      upload([{ name: 'many.pdf', bytes }]),
      fetch(`${portal.baseUrl}/healthz`).then((answer) => expect(answer.status).toBe(200)),
    ])
    expect(page.status).toBe(422)
    expect(page.$('.govuk-error-message').text()).toContain('many.pdf：文件不完整')
  })

  it('S40 packed objects are found behind a padded dictionary', async () => {
    const objects = deflateSync(Buffer.from('1 0 << /S /JavaScript /JS (app.alert(1)) >>'))
    const bytes = Buffer.concat([
      Buffer.from(
        `%PDF-1.5\n1 0 obj\n<< /Type /ObjStm /Filter [/ASCIIHexDecode /FlateDecode] /Pad (${'x'.repeat(500)}) >>stream\n`,
      ),
      Buffer.from(objects.toString('hex')),
      Buffer.from('>\nendstream\nendobj\n%%EOF'),
    ])
    expect((await upload([{ name: 'padded.pdf', bytes }])).status).toBe(422)
  })

  it('S43 a file taken off before it was ever submitted is gone, so that nobody fills the store by turns', async () => {
    await upload([{ name: 'a.pdf', bytes: tinyPdf('by turns') }])
    const rows = () => portal.owner.knex('attachment').where({ case_id: caseFile })
    const [row] = await rows()
    await browser.get(paths.material(caseFile, 'M102'))
    await browser.post(paths.removeAttachment(caseFile, row.id), { _csrf: token, answer: 'yes' })
    expect(await rows()).toEqual([])
  })
})
