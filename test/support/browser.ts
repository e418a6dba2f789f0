import { setTimeout as sleep } from 'node:timers/promises'
import * as cheerio from 'cheerio'

export type Page = {
  readonly status: number
  readonly url: string
  readonly headers: Headers
  readonly text: string
  readonly $: cheerio.CheerioAPI
}

type Fields = Readonly<Record<string, string>>

type Sent = {
  readonly method?: string
  readonly body?: NonNullable<RequestInit['body']>
  readonly headers?: Readonly<Record<string, string>>
}

/** A form inside a form: a browser drops the inner one and ends the outer with it, so that its buttons send nothing. */
const requireNoNestedForm = (text: string, url: string): void => {
  let open = false
  for (const [tag] of text.matchAll(/<\/?form[\s>]/gi)) {
    if (open && !tag.startsWith('</')) throw new Error(`a form inside a form on ${url}`)
    open = !tag.startsWith('</')
  }
}

/**
 * A browser without scripts: keeps cookies, follows redirects, and sends forms as they stand on the page, hidden
 * fields and CSRF token included. `always` goes with every request, as what a proxy says of its network.
 */
export const createBrowser = (baseUrl: string, always: Readonly<Record<string, string>> = {}) => {
  const cookies = new Map<string, string>()
  let current: Page | undefined

  const raw = async (address: string, sent: Sent = {}): Promise<Response> => {
    const answer = await fetch(new URL(address, baseUrl), {
      method: sent.method ?? 'GET',
      ...(sent.body === undefined ? {} : { body: sent.body }),
      headers: {
        accept: 'text/html',
        ...always,
        ...(cookies.size > 0 ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
        ...sent.headers,
      },
      redirect: 'manual',
    })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const name = pair.slice(0, pair.indexOf('='))
      const value = pair.slice(pair.indexOf('=') + 1)
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
    return answer
  }

  const follow = async (first: Response, address: string): Promise<Page> => {
    let answer = first
    let url = new URL(address, baseUrl)
    for (let hops = 0; answer.status >= 300 && answer.status < 400; hops += 1) {
      if (hops > 10) throw new Error(`too many redirects at ${url.href}`)
      url = new URL(answer.headers.get('location') ?? '/', url)
      answer = await raw(url.href)
    }
    const text = await answer.text()
    if (answer.headers.get('content-type')?.startsWith('text/html')) requireNoNestedForm(text, url.pathname)
    let $: cheerio.CheerioAPI | undefined
    current = {
      status: answer.status,
      url: url.pathname + url.search,
      headers: answer.headers,
      text,
      // Many pages are only read as text; taking one apart costs as much as making it.
      get $() {
        return ($ ??= cheerio.load(text))
      },
    }
    return current
  }

  const get = async (address: string): Promise<Page> => follow(await raw(address), address)

  /** What the form would post as it stands. */
  const formFields = (page: Page, form: string): URLSearchParams => {
    const { $ } = page
    const found = $(form).first()
    if (found.length === 0) throw new Error(`no form ${form} on ${page.url}`)
    const fields = new URLSearchParams()
    for (const element of found.find('input, select, textarea').toArray()) {
      const control = $(element)
      const name = control.attr('name')
      const type = control.attr('type')
      if (!name || type === 'submit' || type === 'file' || control.attr('disabled') !== undefined) continue
      if ((type === 'checkbox' || type === 'radio') && control.attr('checked') === undefined) continue
      if (element.tagName === 'select') fields.set(name, control.find('option[selected]').attr('value') ?? '')
      else if (element.tagName === 'textarea') fields.set(name, control.text())
      else fields.set(name, control.attr('value') ?? '')
    }
    return fields
  }

  /** Fills the form on the present page and sends it; what is not named goes as it stands. `to` is the button's own address. */
  const submit = async (form: string, fields: Fields = {}, page = current, to?: string): Promise<Page> => {
    if (!page) throw new Error('no page is open')
    const body = formFields(page, form)
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    const action = to ?? page.$(form).first().attr('action') ?? page.url
    const answer = await raw(action, {
      method: 'POST',
      body: body.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    return follow(answer, action)
  }

  /** Posts without a form: attacks, and several requests at once. */
  const post = (address: string, fields: Fields, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    raw(address, {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    })

  /** Sends files through the upload form of a page, with its other fields when there are any. */
  const upload = async (
    address: string,
    token: string,
    files: readonly { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer>; readonly type?: string }[],
    fields: Fields = {},
  ): Promise<Page> => {
    const body = new FormData()
    body.set('_csrf', token)
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    for (const file of files)
      body.append('files', new Blob([file.bytes], { type: file.type ?? 'application/octet-stream' }), file.name)
    return follow(await raw(address, { method: 'POST', body }), address)
  }

  return {
    get,
    raw,
    submit,
    post,
    upload,
    cookies,
    /** The CSRF token on the present page. */
    token: (): string => current?.$('input[name=_csrf]').first().attr('value') ?? '',
    page: (): Page => {
      if (!current) throw new Error('no page is open')
      return current
    },
  }
}

export type Browser = ReturnType<typeof createBrowser>

/** Sends until it was taken in: a portal with too many at once, or a slow machine, says to come back with the same form. */
export const untilTaken = async <A extends { readonly status: number }>(send: () => Promise<A>): Promise<A> => {
  for (;;) {
    const answer = await send()
    if (answer.status !== 503) return answer
    await sleep(1000)
  }
}
