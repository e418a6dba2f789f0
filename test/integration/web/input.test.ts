import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import * as cheerio from 'cheerio'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sideOf } from '../../../src/core/access.ts'
import type { Field } from '../../../src/core/forms/field.ts'
import { kindOf } from '../../../src/core/forms/kinds.ts'
import { exampleValues, type Page as FormPage } from '../../../src/core/forms/page.ts'
import { socialGroupEstablishment } from '../../../src/matters/establishment/social-group/index.ts'
import { isOwnPath, paths } from '../../../src/web/paths.ts'
import { allRoutes } from '../../../src/app.ts'
import { putCase, stageAt, tinyPdf } from '../../support/own-cases.ts'
import { createBrowser, type Browser, type Page } from '../../support/browser.ts'
import { browserOf, createAccount, staffBrowser, type TestApplicant } from '../../support/people.ts'
import { captchaAnswer, startTestPortal, type TestPortal } from '../../support/portal.ts'

const formPages: readonly FormPage[] = socialGroupEstablishment.pages

let portal: TestPortal
let account: TestApplicant
let browser: Browser

beforeAll(async () => {
  portal = await startTestPortal()
  account = await createAccount(portal)
  browser = await browserOf(portal, account)
})
afterAll(() => portal.stop())

const payloads = [
  '<script>alert(1)</script>',
  '"><script>alert(1)</script>',
  "'><script>alert(1)</script>",
  '</textarea><script>alert(1)</script>',
  '</title><script>alert(1)</script>',
  '</option></select><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><img src=x onerror=alert(1)>',
  '" onmouseover="alert(1)" x="',
  "' onmouseover='alert(1)' x='",
  '` onmouseover=`alert(1)`',
  '<svg/onload=alert(1)>',
  '<svg><script xlink:href="data:,alert(1)"/></svg>',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<a href="javascript:alert(1)">x</a>',
  'javascript:alert(1)//',
  'JaVaScRiPt:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '<math><mtext></mtext><script>alert(1)</script></math>',
  '<body onload=alert(1)>',
  '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
  '<form action="javascript:alert(1)"><button>x</button></form>',
  '<base href="javascript:alert(1)//">',
  '{{7*7}}',
  '{% for x in [1,2] %}{{ x }}{% endfor %}',
  '{{ page.csrfToken }}',
  '${7*7}#{7*7}<%= 7*7 %>',
  '<!--<script>alert(1)//-->',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '\\x3cscript\\x3ealert(1)\\x3c/script\\x3e',
  '＜script＞alert(1)＜/script＞',
  '\u2028<script>alert(1)</script>',
] as const

/** Elements and attributes that only the portal itself may have put into a page. */
const expectInert = (page: Page, where: string): void => {
  const { $ } = page
  const scripts = $('script')
    .toArray()
    .filter((script) => $(script).text().trim() !== '' || !($(script).attr('src') ?? '').startsWith('/assets/'))
  expect([where, scripts.map((script) => $.html(script))]).toEqual([where, []])
  const active = $('iframe, object, embed, base, svg script, math, meta[http-equiv=refresh]')
    .toArray()
    .filter((element) => !/^\/(staff\/)?cases\//.test($(element).attr('src') ?? $(element).attr('data') ?? ''))
  expect([where, active.map((element) => $.html(element))]).toEqual([where, []])
  const live: string[] = []
  for (const element of $('*').toArray()) {
    if (element.type !== 'tag') continue
    for (const [name, value] of Object.entries(element.attribs)) {
      if (name.startsWith('on') || name === 'srcdoc' || name === 'style') live.push(`${name}="${value}"`)
      if (['href', 'src', 'action', 'formaction', 'xlink:href', 'data'].includes(name))
        if (/^\s*(javascript|data|vbscript):/i.test(value)) live.push(`${name}="${value}"`)
    }
  }
  expect([where, live]).toEqual([where, []])
}

/** Whether a page says the text as it was typed, somewhere in its words or in a control. */
const shows = (page: Page, text: string): boolean => {
  const wanted = text.replaceAll(/\s+/g, ' ').trim()
  const { $ } = page
  const values = $('input, option')
    .toArray()
    .map((element) => $(element).attr('value') ?? '')
  return [$('body').text(), ...values].some((found) => found.replaceAll(/\s+/g, ' ').includes(wanted))
}

const free = new Set<Field['kind']>([
  'text',
  'textarea',
  'orgName',
  'proposedName',
  'personName',
  'lookup',
  'email',
  'uscc',
  'phone',
  'contactPhone',
  'idNumber',
  'postcode',
  'bankAccount',
  'accountName',
] as Field['kind'][])
const freeFields = (fields: readonly Field[]) => fields.filter((field) => free.has(field.kind))

/** The text a field keeps of what was typed: some kinds take spaces out or fold full-width forms. */
const keptText = (field: Field, text: string): string =>
  kindOf(field).fromForm({ [field.name]: text }, field.name, field)

describe('script in every text field', () => {
  it.each(['nameApproval', 'establishmentSubmission', 'establishmentCompletion'] as const)(
    'S25 of %s: inert on the form, in the list, on the check, on the overview',
    async (stage) => {
      // Whether the consent of a unit is asked for was said before.
      const answered = stage === 'establishmentSubmission' ? ['supervision'] : []
      const id = await putCase(portal, account.id, { stage, answered })
      await browser.get(paths.case(id))
      const token = browser.token()
      let next = 0
      const payload = (): string => payloads[next++ % payloads.length] ?? ''
      const typed: string[] = []
      for (const code of stageAt(stage).pages) {
        const page = formPages.find((each) => each.code === code)
        if (!page) throw new Error(code)
        const fill = (all: readonly Field[], form: Page) => {
          // What hangs on other pages and is not asked here has no control.
          const fields = all
            .filter(({ name }) => form.$(`main [name="${name}"]`).length > 0)
            .map(({ when, ...field }): Field => (when && when.page === undefined ? { ...field, when } : field))
          const values: Record<string, string> = { ...exampleValues(fields) }
          for (const field of freeFields(fields)) {
            if (field.when && values[field.name] === undefined) continue
            const text = payload()
            values[field.name] = text
            typed.push(keptText(field, text))
          }
          return values
        }
        if (page.fields.length > 0) {
          const values = fill(page.fields, await browser.get(paths.answerPage(id, code)))
          const answer = await browser.post(paths.answerPage(id, code), {
            _csrf: token,
            ...values,
            version: '0',
            action: 'continue',
          })
          const reflected = await pageOf(answer)
          expectInert(reflected, `${code} reflected`)
          expectInert(await browser.get(paths.answerPage(id, code)), `${code} stored`)
        }
        if (page.list) {
          const formOfItem = await browser.get(paths.answerItem(id, code, 'new'))
          const values = fill(page.list.fields, formOfItem)
          const version = formOfItem.$('main input[name=version]').attr('value') ?? ''
          const wrong = await browser.post(paths.answerItem(id, code, 'new'), {
            _csrf: token,
            ...values,
            version,
            action: 'continue',
          })
          expectInert(await pageOf(wrong), `${code} item reflected`)
          if (wrong.status === 303) continue
          const kept = await browser.post(paths.answerItem(id, code, 'new'), {
            _csrf: token,
            ...values,
            version,
            action: 'save-draft',
          })
          expect([code, kept.status]).toEqual([code, 303])
          const shown = await browser.get(paths.answerPage(id, code))
          expectInert(shown, `${code} list`)
          const href = shown.$('main a[href*="/items/"]').first().attr('href') ?? ''
          expectInert(await browser.get(href), `${code} item stored`)
          const conflict = await browser.post(paths.answerItem(id, code, 'new'), {
            _csrf: token,
            ...values,
            version: '0',
            action: 'save-draft',
          })
          expectInert(await pageOf(conflict), `${code} conflict`)
        }
      }
      const check = await browser.get(paths.checkAnswers(id))
      expect(check.status).toBe(200)
      expectInert(check, 'check')
      for (const text of typed) expect([text, shows(check, text)]).toEqual([text, true])
      for (const address of [
        paths.case(id),
        paths.cases,
        ...stageAt(stage).materials.map((code) => paths.material(id, code)),
      ])
        expectInert(await browser.get(address), address)
    },
    30_000,
  )

  const pageOf = async (answer: Response): Promise<Page> => {
    const text = await answer.text()
    return { status: answer.status, url: answer.url, headers: answer.headers, text, $: cheerio.load(text) }
  }

  it.each(payloads)('S25 %j in one field: shown literally, reflected and stored', async (payload) => {
    const id = await putCase(portal, account.id)
    await browser.get(paths.answerPage(id, 'purpose'))
    const reflected = await browser.submit('form[action$="/pages/purpose"]', {
      purpose: payload,
      businessScope: payload,
      activityArea: '',
      action: 'continue',
    })
    expect(reflected.status).toBe(422)
    expectInert(reflected, 'reflected')
    expect(reflected.$('textarea[name=purpose]').text().trim()).toBe(payload.trim())
    const check = await browser.get(paths.checkAnswers(id))
    expectInert(check, 'check')
    expect(shows(check, payload)).toBe(true)
    expect(check.$('main').text()).not.toMatch(/(?<!\d)49(?!\d)/)
  })

  it('S25 as the name of the organization: in lists, titles, breadcrumbs and at the official’s', async () => {
    const official = await staffBrowser(portal, 'chuangkou')
    for (const payload of payloads) {
      const person = await createAccount(portal, payload)
      const own = await browserOf(portal, person)
      const id = await putCase(portal, person.id, { stage: 'nameApproval', status: 'SUBMITTED', complete: true })
      await portal.owner.knex('case_file').where({ id }).update({ title: payload })
      await portal.owner.knex('message').insert({
        account_id: person.id,
        case_id: id,
        title: payload,
        body: `退回修改：${payload}`,
        created_at: portal.clock.now(),
      })
      for (const [who, address] of [
        [own, paths.cases],
        [own, paths.case(id)],
        [own, paths.withdraw(id)],
        [own, paths.messages],
        [own, paths.account],
        [official, paths.staffQueue],
        [official, paths.staffCase(id)],
        [official, paths.staffHistory],
      ] as const) {
        const page = await who.get(address)
        expect([address, page.status < 500]).toEqual([address, true])
        expectInert(page, `${address} with ${payload}`)
        if (address === paths.messages) expect(shows(page, payload)).toBe(true)
      }
      await portal.owner.knex('case_file').where({ id }).update({ status: 'WITHDRAWN' })
    }
  }, 60_000)

  it('S25 as the name of a file', async () => {
    const id = await putCase(portal, account.id, { stage: 'nameApproval' })
    for (const payload of payloads) {
      await portal.deps.limits.reset('upload', account.id)
      const attachment = randomUUID()
      const { sha256, size } = await portal.deps.files.put(tinyPdf(payload))
      await portal.owner.knex('stored_file').insert({ sha256, size, type: 'pdf', created_at: portal.clock.now() })
      // As it lies in the table: cleaning on the way in is not what protects the page.
      await portal.owner.knex('attachment').insert({
        id: attachment,
        case_id: id,
        material: 'M103',
        sha256,
        name: payload,
        uploaded_at: portal.clock.now(),
      })
      const page = await browser.get(paths.material(id, 'M103'))
      expectInert(page, payload)
      expect(shows(page, payload)).toBe(true)
      expectInert(await browser.get(paths.checkAnswers(id)), payload)
      const file = await browser.raw(paths.attachment(id, attachment))
      expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/pdf'])
      await file.arrayBuffer()
    }
  })

  it('S25 in an address: searches, logins, codes, pages that are not there', async () => {
    const nobody = createBrowser(portal.baseUrl)
    for (const payload of payloads) {
      const text = encodeURIComponent(payload)
      for (const address of [
        `${paths.services}?q=${text}`,
        `${paths.personalServices}?q=${text}&theme=${text}`,
        `${paths.hall}?q=${text}&division=${text}`,
        `${paths.help}?q=${text}`,
        `${paths.organizations}?name=${text}&q=${text}&uscc=${text}`,
        `${paths.verifyDocumentSearch}?code=${text}`,
        paths.verifyDocument(text),
        `${paths.loginPersonal}?next=${text}&captcha=${text}`,
        `${paths.elder}?on=1&next=${text}`,
        `/none/${text}`,
        `/services/matters/${text}`,
        `/organizations/${text}`,
        `/sandbox/sms?phone=${text}`,
      ]) {
        const page = await nobody.get(address)
        expect([address, page.status < 500]).toEqual([address, true])
        expectInert(page, address)
      }
    }
    for (const payload of payloads) {
      const failed = await nobody.get(paths.loginPersonal)
      const again = await nobody.submit(
        'main form[method=post]',
        { identity: payload, password: 'x', captcha: 'wrong' },
        failed,
      )
      expectInert(again, 'login')
      expect(again.$('input[name=identity]').attr('value')).toBe(payload)
    }
  }, 60_000)
})

describe('where a person is sent', () => {
  const elsewhere = [
    '//evil.example',
    '///evil.example',
    '////evil.example',
    '/\\evil.example',
    '\\/evil.example',
    '/\t/evil.example',
    '/%09/evil.example',
    '/%5cevil.example',
    '/%5Cevil.example',
    'https://evil.example',
    'http:evil.example',
    'https:/evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '/\r\nLocation: https://evil.example',
    '/%0d%0aX: 1',
    '/%0D%0AX:1',
    '/\u0000/evil',
    'evil.example',
    '.evil.example',
    '@evil.example',
    ' //evil.example',
    '\t//evil.example',
    '/\n/evil.example',
    '/..//evil.example',
    '/.//evil.example',
    '/\u2215evil.example',
    '\u3002evil.example',
    '／／evil.example',
    '',
  ]

  it('S27 next= leads nowhere else, whatever stands there', async () => {
    const origin = new URL(portal.baseUrl)
    for (const next of elsewhere) {
      const person = await createAccount(portal)
      const own = createBrowser(portal.baseUrl)
      await own.get(`${paths.loginPersonal}?next=${encodeURIComponent(next)}`)
      const page = own.page()
      const fields = Object.fromEntries(
        page
          .$('main form[method=post] input[type=hidden]')
          .toArray()
          .map((input) => [page.$(input).attr('name') ?? '', page.$(input).attr('value') ?? '']),
      )
      const answer = await own.post(paths.loginPersonal, {
        ...fields,
        identity: person.loginName,
        password: 'Test@20261121',
        captcha: captchaAnswer,
        next,
      })
      const location = answer.headers.get('location') ?? ''
      expect([next, answer.status, new URL(location, origin).origin]).toEqual([next, 303, origin.origin])
      const elder = await own.raw(`${paths.elder}?on=1&next=${encodeURIComponent(next)}`)
      expect([next, new URL(elder.headers.get('location') ?? '/', origin).origin]).toEqual([next, origin.origin])
    }
  }, 30_000)

  it('S27 what is called an own path is one for every browser', () => {
    for (const next of elsewhere)
      if (isOwnPath(next))
        expect([next, new URL(next, 'http://portal.test').origin]).toEqual([next, 'http://portal.test'])
    expect(['/', '/applications', '/applications?at=1&id=2', '/services/matters/x#a'].every(isOwnPath)).toBe(true)
  })

  const climbs = [
    '../',
    '..%2f',
    '%2e%2e/',
    '%2e%2e%2f',
    '..%5c',
    '..\\',
    '%2e%2e%5c',
    '..%252f',
    '%252e%252e%252f',
    '..%c0%af',
    '%c0%ae%c0%ae/',
    '....//',
    '..;/',
    '..%00/',
    './../',
    '.%2e/',
    '%2e./',
    '..//',
    '//../',
    '/%2e%2e/%2e%2e/',
    '..%ef%bc%8f',
    '%uff0e%uff0e/',
    '..%u2215',
    '..%5c..%5c',
    '..././',
  ]
  const targets = ['package.json', 'src/config.ts', '.git/config', 'etc/passwd', 'node_modules/express/package.json']

  /** Over a bare socket: fetch would tidy the path up. */
  const ask = (path: string): Promise<string> =>
    new Promise((resolve) => {
      const { hostname, port } = new URL(portal.baseUrl)
      let answer = ''
      const socket = connect(Number(port), hostname, () => {
        socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
      })
      socket.on('data', (piece) => {
        answer += piece.toString('latin1')
      })
      socket.on('error', () => resolve(answer))
      socket.on('close', () => resolve(answer))
    })

  it('S27 static addresses do not climb out of their folder', async () => {
    for (const climb of climbs)
      for (const start of ['/assets/', '/assets/govuk/', '/assets/css/'])
        for (const target of targets) {
          const path = start + climb.repeat(6) + target
          const answer = await ask(path)
          expect([path, /^HTTP\/1\.1 (400|403|404)/.test(answer)]).toEqual([path, true])
          expect(answer).not.toMatch(/root:x|"dependencies"|\[core\]|process\.env/)
        }
  }, 30_000)

  it('S27 static files of other kinds are not served', async () => {
    for (const path of [
      '/assets/',
      '/assets',
      '/assets/css',
      '/assets/css/',
      '/assets/.env',
      '/assets/../package.json',
      '/assets/scss/_tokens.scss',
      '/assets/js/..%2fscss/build.ts',
      '/assets/SCSS/build.ts',
      '/assets//scss/build.ts',
      '/assets/./scss/build.ts',
    ])
      expect([path, (await ask(path)).slice(0, 12)]).toEqual([path, 'HTTP/1.1 404'])
  })
})

describe('input in shapes no form sends', () => {
  const form = 'application/x-www-form-urlencoded'
  const send = (address: string, body: string | Buffer<ArrayBuffer>, type = form) =>
    browser.raw(address, { method: 'POST', body, headers: { 'content-type': type } })

  it('IN-01 duplicate names, arrays, objects and prototypes in bodies and queries: no 5xx, nobody’s prototype changes', async () => {
    const id = await putCase(portal, account.id, { stage: 'nameApproval', complete: true })
    await browser.get(paths.messages)
    const shapes = (value: string): readonly string[] => [
      `purpose=a&purpose=${value}`,
      `purpose[]=${value}`,
      `purpose[a]=${value}`,
      `purpose[a][b][c]=${value}`,
      `__proto__=${value}`,
      `__proto__[polluted]=${value}`,
      `constructor[prototype][polluted]=${value}`,
      `__proto__.polluted=${value}`,
      `toString=${value}`,
      `hasOwnProperty=${value}`,
      `valueOf=x&version[]=1`,
      `version=1&version=2`,
      `page[]=1`,
      `%00=${value}`,
      `purpose=%00${value}`,
      `purpose=%ff%fe`,
      `=&&&==`,
      `purpose=%E0%80%80`,
      `purpose=%`,
      `purpose=%zz`,
    ]
    const targets = allRoutes(portal.deps)
      .filter((route) => sideOf(route.access) !== 'staff')
      .map((route) => ({
        route,
        address: route.path
          .replace(':id', route.path.startsWith('/messages') ? '1' : id)
          .replace(':page', 'purpose')
          .replace(':item', 'new')
          .replace(':material', 'M102')
          .replace(':matter', 'social-group-establishment')
          .replace(/:\w+/g, randomUUID()),
      }))
      .filter(({ route }) => route.path !== paths.logout)
    for (const { route, address } of targets)
      for (const shape of shapes('x')) {
        const answer =
          route.method === 'get'
            ? await browser.raw(`${address}?${shape}`)
            : await send(address, `_csrf=${browser.token()}&${shape}`)
        await answer.arrayBuffer()
        expect([route.method, address, shape, answer.status < 500]).toEqual([route.method, address, shape, true])
      }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect(Object.prototype.toString.call({})).toBe('[object Object]')
  }, 180_000)

  it('IN-01 a field posted twice counts as not posted', async () => {
    const id = await putCase(portal, account.id)
    await browser.get(paths.answerPage(id, 'purpose'))
    const answer = await send(
      paths.answerPage(id, 'purpose'),
      `_csrf=${browser.token()}&version=0&action=save-draft&activityArea=A&activityArea=B&purpose=C`,
    )
    expect(answer.status).toBe(303)
    const page = await browser.get(paths.answerPage(id, 'purpose'))
    expect(page.$('[name=activityArea]').attr('value') ?? '').toBe('')
    expect(page.$('[name=purpose]').text().trim()).toBe('C')
  })

  it('S26 ids, places and pages that are none: not found or inert, never a fault', async () => {
    const odd = [
      "'",
      "' or '1'='1",
      // Longer than a statement may take: were it carried out, the answer would be a 503.
      '1;select pg_sleep(60)',
      '1)--',
      '$1',
      '%',
      '_',
      '\\',
      '9'.repeat(40),
      '-1',
      '0x10',
      '1e9',
      'NaN',
      'null',
      'undefined',
      'true',
      '{}',
      '[]',
      '\u0000',
      '\ud800',
      '../',
      'a'.repeat(5000),
    ]
    const official = await staffBrowser(portal, 'chuangkou')
    for (const raw of odd) {
      const text = encodeURIComponent(raw.toWellFormed())
      for (const [who, address] of [
        [browser, `${paths.cases}?at=${text}&id=${text}`],
        [browser, `${paths.cases}?at=2026-11-20T00:00:00Z&id=${text}`],
        [browser, `${paths.messages}?before=${text}`],
        [browser, `/applications/${text}`],
        [browser, `/applications/${text}/documents/${text}`],
        [browser, `${paths.organizations}?page=${text}&name=${text}&sort=${text}`],
        [browser, `${paths.hall}?division=${text}&page=${text}`],
        [browser, `${paths.startOptions}?division=${text}&province=${text}&city=${text}`],
        [official, `${paths.staffQueue}?sort=${text}&page=${text}&stage=${text}&status=${text}&after=${text}`],
        [official, `${paths.staffHistory}?q=${text}&from=${text}&to=${text}&page=${text}&at=${text}&id=${text}`],
        [official, `/staff/applications/${text}`],
      ] as const) {
        const answer = await who.raw(address)
        await answer.arrayBuffer()
        expect([address.slice(0, 200), answer.status < 500]).toEqual([address.slice(0, 200), true])
      }
    }
  }, 30_000)

  it('IN-03 a body of 1 MB: 413 with a page, from every form that takes no files, and quickly', async () => {
    const id = await putCase(portal, account.id)
    const large = `a=${'x'.repeat(1_000_000)}`
    for (const address of [
      paths.loginPersonal,
      paths.answerPage(id, 'purpose'),
      paths.confirm(id),
      paths.registerPersonal,
      '/none',
    ]) {
      const started = performance.now()
      const answer = await send(address, large)
      expect([address, answer.status]).toEqual([address, 413])
      expect(await answer.text()).toContain('内容过大')
      expect(performance.now() - started).toBeLessThan(2000)
    }
    expect((await send(paths.loginPersonal, `{"a":"${'x'.repeat(100_000)}"}`, 'application/json')).status).toBe(413)
  })

  it('IN-03 more fields than any form has: 413', async () => {
    const body = Array.from({ length: 3000 }, (_, n) => `a${n}=1`).join('&')
    expect((await send(paths.loginPersonal, body)).status).toBe(413)
  })

  it.each([
    ['broken JSON', '{"a":', 'application/json'],
    ['JSON that is no object', '"x"', 'application/json'],
    [
      'JSON with a prototype',
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
      'application/json',
    ],
    ['deep JSON', `${'['.repeat(15_000)}${']'.repeat(15_000)}`, 'application/json'],
    ['an unknown character set', 'a=b', `${form}; charset=utf-32`],
    ['an unknown kind', '<a/>', 'application/xml'],
    ['a lying length of compression', 'a=b', form],
    ['no kind', 'a=b', ''],
  ])('IN-01 %s: refused, not a fault', async (_what, body, type) => {
    await browser.get(paths.messages)
    const answer = await send(paths.messagesRead, body, type)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('IN-01 compressed bodies do not grow past the limit', async () => {
    const answer = await browser.raw(paths.loginPersonal, {
      method: 'POST',
      body: gzipSync(Buffer.from(`a=${'x'.repeat(50_000_000)}`)) as Buffer<ArrayBuffer>,
      headers: { 'content-type': form, 'content-encoding': 'gzip' },
    })
    expect(answer.status).toBe(413)
  })

  it('IN-03 10,000 characters in every text field are judged quickly', async () => {
    const id = await putCase(portal, account.id, { stage: 'nameApproval' })
    await browser.get(paths.messages)
    for (const filler of ['a', '1', ' ', '（', '省市县', '@a.', '-0', 'x '])
      for (const code of stageAt('nameApproval').pages) {
        const page = formPages.find((each) => each.code === code)
        const text = filler.repeat(Math.ceil(10_000 / filler.length)).slice(0, 10_000)
        const fields = Object.fromEntries(freeFields(page?.fields ?? []).map((field) => [field.name, text]))
        const started = performance.now()
        const answer = await browser.post(paths.answerPage(id, code), {
          _csrf: browser.token(),
          ...fields,
          version: '-1',
          action: 'continue',
        })
        await answer.arrayBuffer()
        expect([code, answer.status < 500]).toEqual([code, true])
        expect([code, filler, performance.now() - started < 1500]).toEqual([code, filler, true])
      }
  }, 30_000)

  it('IN-06 nothing typed gets into a header', async () => {
    for (const text of ['%0d%0aX-Evil:%201', '%0aX-Evil:1', '%e5%98%8a%e5%98%8dX-Evil:1', '\r\nX-Evil: 1']) {
      for (const address of [
        `${paths.elder}?on=1&next=/${text}`,
        `${paths.loginPersonal}?next=/${text}`,
        `/applications/${text}`,
        `${paths.verifyDocumentSearch}?code=A${text}`,
      ]) {
        const answer = await browser.raw(encodeURI(decodeURI(address)))
        expect(answer.headers.get('x-evil')).toBeNull()
        expect(answer.status).toBeLessThan(500)
        await answer.arrayBuffer()
      }
    }
  })
})
