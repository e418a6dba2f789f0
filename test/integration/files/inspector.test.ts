import { randomUUID } from 'node:crypto'
import { execFileSync, spawn } from 'node:child_process'
import { openSync, closeSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { EventEmitter } from 'node:events'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import type { Response } from 'express'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AppError } from '../../../src/core/errors.ts'
import { isAlive } from '../../../src/embedded/processes.ts'
import type { Bringer } from '../../../src/infra/inspector/pool.ts'
import { writeWorkbook } from '../../../src/infra/workbook-writer.ts'
import { sweepFilesTask } from '../../../src/modules/cases/sweep-files.ts'
import { maxWorkbookBytes, readTable, readWorkbook } from '../../../src/modules/files/read-upload.ts'
import { networkOf } from '../../../src/web/address.ts'
import { paths } from '../../../src/web/paths.ts'
import type { Files } from '../../../src/web/route.ts'
import { putCase, putFile, sha256, tinyPdf } from '../../support/own-cases.ts'
import { createBrowser, type Browser, type Page } from '../../support/browser.ts'
import { findChromium } from '../../support/chromium.ts'
import {
  activePdfs,
  drawnForm,
  emptyScans,
  hostileWorkbooks,
  hungryPdfs,
  undrawnForm,
  workbook,
} from '../../support/hostile-files.ts'
import { browserOf, createAccount, type TestApplicant } from '../../support/people.ts'
import { poppler } from '../../support/poppler.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'
import { fieldPart, filePart, multipart, postBytes } from '../../support/upload.ts'

type Bytes = Buffer<ArrayBuffer>

let portal: TestPortal
let account: TestApplicant
let browser: Browser
let caseFile: string
let token: string
/** Asked for by whatever a file does; it writes down what it was asked. */
let sink: Server
let sinkAddress: string
const asked: string[] = []

beforeAll(async () => {
  portal = await startTestPortal()
  account = await createAccount(portal)
  browser = await browserOf(portal, account)
  sink = createServer((req, res) => {
    if (req.url === '/raw') {
      res.setHeader('Content-Type', 'application/pdf')
      res.end(activePdfs(sinkAddress)['JavaScript when opened']?.('as it came'))
      return
    }
    if (req.url !== '/favicon.ico') asked.push(`${req.method} ${req.url}`)
    res.end()
  })
  await new Promise<void>((ready) => sink.listen(0, '127.0.0.1', ready))
  const at = sink.address()
  sinkAddress = `http://127.0.0.1:${typeof at === 'object' ? at?.port : 0}/taken`
})
afterAll(async () => {
  sink.close()
  await portal.stop()
})
beforeEach(async () => {
  caseFile = await putCase(portal, account.id, { stage: 'nameApproval' })
  await browser.get(paths.material(caseFile, 'M102'))
  token = browser.token()
  await portal.deps.limits.reset('upload', account.id)
})

const upload = (name: string, bytes: Bytes): Promise<Page> =>
  browser.upload(paths.material(caseFile, 'M102'), token, [{ name, bytes }])
const faultOf = (page: Page): string => page.$('.govuk-error-message').text()
const files = (folder: string): readonly string[] =>
  readdirSync(join(portal.config.dataDir, folder), { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [entry.name] : [],
  )
const attached = async (): Promise<{ id: string; sha256: string; shown: string } | undefined> =>
  portal.owner
    .knex('attachment as a')
    .join('stored_file as f', 'f.sha256', 'a.sha256')
    .where({ case_id: caseFile })
    .first('a.id', 'a.sha256', 'f.shown_sha256 as shown')
const served = async (id: string): Promise<Buffer> =>
  Buffer.from(await (await browser.raw(paths.attachment(caseFile, id))).arrayBuffer())

/** Files that cannot be read to the end until they are let go: each holds whoever reads it, however fast it is. */
const endlessFiles = (bringer: Bringer, count: number) => {
  const { uploadFolder } = portal.deps.files
  const made = Array.from({ length: count }, (_, n) => join(uploadFolder, `held-${n}-${randomUUID()}`))
  for (const path of made) execFileSync('mkfifo', [path])
  const verdicts = made.map((input) =>
    portal.deps.inspector
      .inspect({ input, output: `${input}.out`, accept: ['pdf'], purpose: 'keep' }, bringer)
      .catch((error: AppError) => error.code),
  )
  return {
    verdicts,
    letGo: async () => {
      // Opened for both ends, so that it does not wait for the reader; each reader then finds the end.
      await Promise.all(
        made.map(async (path, n) => {
          const writer = openSync(path, 'r+')
          writeFileSync(writer, '%PDF-')
          const poll = setInterval(() => closeSync(openSync(path, 'r+')), 50)
          closeSync(writer)
          await verdicts[n]
          clearInterval(poll)
        }),
      )
      await Promise.all(made.map((path) => rm(path, { force: true })))
      return Promise.all(verdicts)
    },
  }
}

describe('files that keep whoever opens them busy', () => {
  it('7.1 7.2 7.4 four of the worst at once: each is refused at its field, pages and probes answer meanwhile', async () => {
    const before = files('files')
    const worst: readonly (readonly [string, Bytes])[] = [
      ['扫描.jpg', emptyScans(7000, 7000, 1000)],
      ['搜索.pdf', hungryPdfs['an endless search']()],
      ['膨胀.pdf', hungryPdfs['packed objects that grow a thousandfold']()],
      ['数组.pdf', hungryPdfs['an array of five million numbers']()],
    ]
    let left = worst.length
    const posts = worst.map(async ([name, bytes]) => {
      const page = await upload(name, bytes)
      left -= 1
      return page
    })
    let answers = 0
    while (left > 0) {
      for (const path of [paths.health, paths.ready, paths.home]) {
        expect((await fetch(`${portal.baseUrl}${path}`)).status).toBe(200)
        answers += 1
      }
    }
    expect(answers).toBeGreaterThan(3)
    const pages = await Promise.all(posts)
    expect(pages.map(({ status }) => status)).toEqual([422, 422, 422, 422])
    expect(pages.map(faultOf)).toEqual([
      expect.stringContaining('扫描.jpg：图片的编码方式少见'),
      expect.stringContaining('搜索.pdf：文件不完整'),
      expect.stringContaining('膨胀.pdf：文件过于复杂'),
      expect.stringContaining('数组.pdf：文件过于复杂'),
    ])
    expect(files('files')).toEqual(before)
    await expect.poll(() => files('uploads'), { timeout: 10_000 }).toEqual([])
  }, 120_000)

  it('7.1 scans that hide behind a marker without a length are found', async () => {
    const page = await upload('扫描.jpg', emptyScans(7000, 7000, 1000, 0x01))
    expect([page.status, faultOf(page)]).toEqual([422, expect.stringContaining('图片的编码方式少见')])
  })

  it.each([
    'pages that lead back to themselves',
    'ten thousand pages within pages',
    'references in a circle',
    'more objects than any paper has',
    'comments without an end',
    'arrays in arrays',
  ] as const)('7.2 a PDF of %s ends in an answer', async (what) => {
    const page = await upload('a.pdf', hungryPdfs[what]())
    expect([200, 413, 422]).toContain(page.status)
  })

  it('7.4 a full queue of strangers answers 503 with Retry-After and keeps their form; who is logged in is served', async () => {
    const stranger = createBrowser(portal.baseUrl)
    await stranger.get(paths.registerLegal)
    const held = endlessFiles({ door: 'public', whose: networkOf('127.0.0.1') }, 4)
    const sent = multipart([
      fieldPart('_csrf', stranger.token()),
      fieldPart('action', 'send-code'),
      fieldPart('name', '太原晋韵文化传播有限公司'),
      filePart('证书.pdf', tinyPdf('waits')),
    ])
    const answer = await postBytes(stranger, paths.registerLegal, sent)
    const html = await answer.text()
    expect(answer.status).toBe(503)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(html).toContain('value="太原晋韵文化传播有限公司"')
    expect(html).toMatch(/id="certificate-error"[^]*证书\.pdf：现在等待检查的文件较多/)
    expect((await upload('章程.pdf', tinyPdf(`served ${caseFile}`))).status).toBe(200)
    await held.letGo()
    expect((await postBytes(stranger, paths.registerLegal, sent)).status).not.toBe(503)
  })

  it('7.4 nobody takes every process: beside somebody whose files keep one busy, the next account is served', async () => {
    // Both processes are there before somebody takes what they get.
    await Promise.all(['甲', '乙', '丙', '丁'].map((name) => upload(`${name}.pdf`, tinyPdf(`${name} ${caseFile}`))))
    const held = endlessFiles({ door: 'applicant', whose: randomUUID() }, 4)
    expect((await upload('章程.pdf', tinyPdf(`beside ${caseFile}`))).status).toBe(200)
    await held.letGo()
  })

  it('7.4 nobody fills a queue for others: whoever brings most makes room for who brings less', async () => {
    const bring = (whose: string, count: number) => endlessFiles({ door: 'public', whose }, count)
    const crowd = ['a', 'b', 'c', 'd'].map((whose) => bring(whose, 4))
    const others = [bring('e', 1), bring('f', 1), bring('g', 1)]
    const oneMore = bring('a', 1)
    await expect(oneMore.verdicts[0]).resolves.toBe('BUSY')
    const outcomes = await Promise.all([...crowd, ...others].map(({ letGo }) => letGo()))
    const busy = outcomes.map((each) => each.filter((verdict) => verdict === 'BUSY').length)
    expect(busy.slice(4)).toEqual([0, 0, 0])
    expect(Math.max(...busy.slice(0, 4))).toBe(1)
    await oneMore.letGo()
  })

  it('7.4 the processes that open files hold no key, and go with the portal however it goes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'inspected-'))
    execFileSync('mkfifo', [join(folder, 'held')])
    const pool = new URL('../../../src/infra/inspector/pool.ts', import.meta.url).href
    const code = `
      const { createInspector } = await import('${pool}')
      const quiet = { debug() {}, warn() {}, error() {} }
      const inspector = createInspector('${folder}', quiet)
      const job = { input: '${folder}/held', output: '${folder}/out', accept: ['pdf'], purpose: 'keep' }
      await inspector.inspect(job, { door: 'staff', whose: 'a' })`
    const parent = spawn(process.execPath, ['--input-type=module', '-e', code], {
      env: { ...process.env, PASSWORD_PEPPER: 'not for children' },
      stdio: 'ignore',
    })
    try {
      const children = (): readonly number[] =>
        readFileSync(`/proc/${parent.pid}/task/${parent.pid}/children`, 'utf8')
          .trim()
          .split(' ')
          .filter(Boolean)
          .map(Number)
      await expect.poll(children, { timeout: 20_000 }).toHaveLength(1)
      const [child = 0] = children()
      // Once it opens the file it is held by it.
      await expect
        .poll(() => readFileSync(`/proc/${child}/cmdline`, 'utf8'), { timeout: 20_000 })
        .toContain('--permission')
      const names = readFileSync(`/proc/${child}/environ`, 'utf8')
        .split('\0')
        .filter(Boolean)
        .map((line) => line.split('=')[0])
      expect(names.filter((name) => !/^(MALLOC_|NODE_CHANNEL_|PWD$|OLDPWD$|SHLVL$|_$)/.test(name ?? ''))).toEqual([])
      parent.kill('SIGKILL')
      await expect.poll(() => isAlive(child), { timeout: 20_000 }).toBe(false)
    } finally {
      parent.kill('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    }
  })
})

/** Whatever makes a PDF do something, as names of its dictionaries; content streams of the tests hold none of them. */
const doing =
  /\/(?:JavaScript|JS|OpenAction|AA|A|URI|SubmitForm|ImportData|Launch|GoToR|GoToE|Names|AcroForm|Annots|XFA|EF|EmbeddedFiles?|RichMedia|Rendition|F|Foo|ObjStm|Metadata|Encrypt)\b/

describe('a workbook, which is read and not kept', () => {
  /** What a page that asks for a workbook learns of one. */
  const read = async (bytes: Bytes, name = '名单.xlsx') => {
    const path = join(portal.deps.files.uploadFolder, randomUUID())
    writeFileSync(path, bytes)
    const res = Object.assign(new EventEmitter(), { closed: false }) as unknown as Response
    const upload = { bringer: { door: 'applicant', whose: account.id }, res } as const
    const files = [{ originalname: name, path }] as unknown as Files
    const found = await readWorkbook(portal.deps, files, upload).finally(() => res.emit('close'))
    await rm(path)
    return found
  }

  it('11 its cells come as text: dates as such, a number that lost digits is told by its cell, a formula as what it gave', async () => {
    const bytes = await writeWorkbook([
      {
        name: '名单',
        widths: [10, 20],
        heading: 1,
        rows: [
          ['姓名', '证件号码'],
          ['=1+1', '140106198503120014'],
        ],
        blank: 500,
        choices: [{ column: 0, from: 1, to: 500, options: Array.from({ length: 80 }, (_, n) => `第${n}种`) }],
      },
    ])
    expect(bytes.length).toBeLessThan(maxWorkbookBytes)
    const [sheet] = JSON.parse(JSON.stringify(await read(bytes as Bytes))).sheets
    expect(sheet).toEqual({
      name: '名单',
      rows: [
        ['姓名', '证件号码'],
        ['=1+1', '140106198503120014'],
      ],
      lost: [],
    })
    const dates =
      '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    const typed = workbook(
      '<row r="2"><c r="A2" s="1"><v>46356</v></c><c r="B2"><v>140106198503120014</v></c><c r="C2"><v>0.5</v></c><c r="D2"><f>C2*2</f><v>1</v></c><c r="E2"><f>A1+C2</f></c></row><row r="1048576"><c r="A1048576" s="1"/></row>',
      {
        'xl/styles.xml': dates,
        'xl/_rels/workbook.xml.rels':
          '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>',
      },
    )
    expect(await read(typed)).toEqual({
      sheets: [
        { name: '名单', rows: [[], ['2026-11-30', '140106198503120020', '0.5', '1', '=A1+C2']], lost: [[1, 1]] },
      ],
    })
    expect(await read(workbook('<row r="1"><c r="A1"><v>7</v></c></row>'), '名单.pdf')).toMatchObject({ status: 422 })
  })

  it('11 a table as text is read in the encodings programmes write; what is no text is refused', async () => {
    const table = async (bytes: Bytes, name: string) => {
      const path = join(portal.deps.files.uploadFolder, randomUUID())
      writeFileSync(path, bytes)
      const res = Object.assign(new EventEmitter(), { closed: false }) as unknown as Response
      const upload = { bringer: { door: 'applicant', whose: account.id }, res } as const
      const found = await readTable(portal.deps, [{ originalname: name, path }] as unknown as Files, upload)
      res.emit('close')
      return found
    }
    const rows = [
      ['科目编码', '说明'],
      ['1001', '现金, "备用"'],
    ]
    const text = '科目编码,说明\r\n1001,"现金, ""备用"""'
    // 科目编码,说明 / 1001,现金 as Chinese Windows writes it.
    const chinese = Buffer.from('bfc6c4bfb1e0c2eb2ccbb5c3f70a313030312ccfd6bdf0', 'hex')
    const read = await Promise.all([
      table(Buffer.from(text) as Bytes, '余额表.csv'),
      table(
        Buffer.from(`\uFEFF${text.replace('科目编码,', '科目编码\t').replace('1001,', '1001\t')}`, 'utf16le') as Bytes,
        'a.txt',
      ),
    ])
    expect(read).toEqual([rows, rows].map((cells) => ({ sheets: [{ name: '表格', rows: cells, lost: [] }] })))
    expect(await table(chinese as Bytes, 'b.csv')).toMatchObject({
      sheets: [
        {
          rows: [
            ['科目编码', '说明'],
            ['1001', '现金'],
          ],
        },
      ],
    })
    const refused = await table(Buffer.from([0, 1, 2, 0, 7, 0]) as Bytes, 'c.csv')
    expect(refused).toMatchObject({ error: expect.stringContaining('这不是XLSX或者CSV表格'), status: 422 })
  })

  it('11 whatever runs, grows, fetches or is no workbook is refused before a reader opens it', async () => {
    for (const [what, [says, bytes]] of Object.entries(hostileWorkbooks))
      expect(await read(bytes()), what).toMatchObject({ error: expect.stringContaining(says), status: 422 })
  })
})

describe('a PDF and what is shown of it', () => {
  it('7.3 what runs, sends or opens something is refused, or is not in what is shown; what is written there stays', async () => {
    const outcomes: Record<string, string> = {}
    for (const [n, [what, make]] of Object.entries(activePdfs(sinkAddress)).entries()) {
      caseFile = await putCase(portal, account.id, { stage: 'nameApproval' })
      await portal.deps.limits.reset('upload', account.id)
      const bytes = make(`Page ${n}`)
      const page = await upload('章程.pdf', bytes)
      outcomes[what] = page.status === 200 ? 'shown' : faultOf(page).replace(/^.*章程\.pdf：/, '')
      const row = await attached()
      if (!row) continue
      // The bytes that came stay as they are, for whoever judges what is signed in them.
      expect(row.sha256).toBe(sha256(bytes))
      expect(sha256(await portal.deps.files.bytes(row.sha256))).toBe(row.sha256)
      const shown = await served(row.id)
      expect([what, doing.exec(shown.toString('latin1'))?.[0]]).toEqual([what, undefined])
      expect([what, await poppler('pdfinfo', ['-js', '-'], shown)]).toEqual([what, ''])
      expect([what, await poppler('pdftotext', ['-', '-'], shown)]).toEqual([
        what,
        expect.stringContaining(`Page ${n}`),
      ])
    }
    const active = expect.stringContaining('脚本、附件或动态表单')
    expect(outcomes).toEqual({
      'JavaScript when opened': active,
      'JavaScript of the page': active,
      'JavaScript by name': active,
      'JavaScript whose kind is told elsewhere': active,
      'JavaScript in packed objects behind a decoy': active,
      'JavaScript in packed objects after `stream` and a space': expect.stringContaining('不是有效的PDF'),
      'JavaScript in packed objects after `stream` and a carriage return': active,
      'JavaScript in packed objects whose kind is told elsewhere': active,
      'JavaScript in packed objects whose kind is told later': 'shown',
      'a form that is sent when opened': active,
      'an address when opened': 'shown',
      'an address of the page': 'shown',
      'a link over the whole page': 'shown',
      'another file when opened': 'shown',
      'data brought in when opened': active,
      'a programme when opened': active,
      'a file inside': active,
      'a dynamic form': active,
      'a picture from somewhere else': 'shown',
    })
  }, 60_000)

  it('7.3 what a form field and a stamp show is on the page that is shown; what nothing draws is not taken', async () => {
    expect((await upload('表.pdf', drawnForm('Printed'))).status).toBe(200)
    const row = await attached()
    const shown = await served(row?.id ?? '')
    const text = await poppler('pdftotext', ['-', '-'], shown)
    for (const word of ['Printed', 'Filled', 'Stamped', 'Ticked']) expect(text).toContain(word)
    expect(text).not.toContain('Hidden')
    expect(doing.exec(shown.toString('latin1'))?.[0]).toBeUndefined()
    const refused = await upload('空表.pdf', undrawnForm())
    expect([refused.status, faultOf(refused)]).toEqual([422, expect.stringContaining('没有固定在页面上')])
  })

  it('7.3 a file stored before there were copies gets one when it is first opened, or a page that says why not', async () => {
    const opened = await putFile(portal, caseFile, 'M102', tinyPdf(`before ${caseFile}`))
    const first = await served(opened)
    const row = await attached()
    expect(sha256(first)).toBe(row?.shown)
    expect(row?.shown).not.toBe(row?.sha256)
    expect(sha256(await served(opened))).toBe(row?.shown)
    const scripted = activePdfs(sinkAddress)['JavaScript when opened']?.(caseFile) ?? Buffer.alloc(0)
    const closed = await putFile(portal, caseFile, 'M103', scripted)
    const page = await browser.get(paths.attachment(caseFile, closed))
    expect([page.status, page.$('h1').text()]).toEqual([422, '文件不能打开'])
    expect(page.$('main').text()).toContain('脚本、附件或动态表单')
    // Opened again at once it keeps nobody busy.
    const inspect = vi.spyOn(portal.deps.inspector, 'inspect')
    const again = await browser.get(paths.attachment(caseFile, closed))
    expect([again.status, again.$('main').text()]).toEqual([422, expect.stringContaining('脚本、附件或动态表单')])
    expect(inspect).not.toHaveBeenCalled()
    inspect.mockRestore()
  })

  it('7.3 what is shown goes from the store with the file it is shown for, and stays as long as that', async () => {
    const bytes = drawnForm('Swept')
    await upload('a.pdf', bytes)
    const row = await attached()
    const sweep = async () => {
      portal.clock.set('2036-01-01T00:00:00.000Z')
      try {
        await sweepFilesTask(portal.deps)({}, {} as never)
      } finally {
        portal.clock.set('2026-11-20T04:00:00.000Z')
      }
    }
    const there = async () =>
      Promise.all([row?.sha256 ?? '', row?.shown ?? ''].map((hash) => portal.deps.files.has(hash)))
    await sweep()
    expect(await there()).toEqual([true, true])
    await portal.owner.knex('attachment').where({ id: row?.id }).delete()
    await sweep()
    expect(await there()).toEqual([false, false])
    expect(await portal.owner.knex('stored_file').whereIn('sha256', [row?.sha256 ?? '', row?.shown ?? ''])).toEqual([])
  })

  it('7.3 in Chromium nothing that was uploaded runs, sends or opens anything when somebody looks at it', async () => {
    const active = activePdfs(sinkAddress)
    const seen = await chromium.launch({ executablePath: findChromium() ?? '', args: ['--no-sandbox'] })
    try {
      const context = await seen.newContext()
      await context.addCookies([...browser.cookies].map(([name, value]) => ({ name, value, url: portal.baseUrl })))
      const page = await context.newPage()
      const other = await context.newPage()
      const events: string[] = []
      page.on('dialog', (dialog) => {
        events.push(`dialog ${dialog.message()}`)
        void dialog.dismiss()
      })
      context.on('page', (opened) => events.push(`page ${opened.url()}`))
      asked.length = 0
      for (const [n, make] of Object.values(active).entries()) {
        caseFile = await putCase(portal, account.id, { stage: 'nameApproval' })
        await portal.deps.limits.reset('upload', account.id)
        if ((await upload('章程.pdf', make(`Looked at ${n}`))).status !== 200) continue
        const row = await attached()
        const address = `${portal.baseUrl}${paths.attachment(caseFile, row?.id ?? '')}`
        await page.goto(address)
        await page.mouse.click(150, 150)
        // The same viewer, begun later in another tab, with what was uploaded as it came: there it runs.
        const [dialog] = await Promise.all([
          other.waitForEvent('dialog'),
          other.goto(`${new URL(sinkAddress).origin}/raw`),
        ])
        await dialog.dismiss()
        expect(page.url()).toBe(address)
      }
      expect(events).toEqual([])
      expect(asked).toEqual([])
    } finally {
      await seen.close()
    }
  }, 60_000)
})
