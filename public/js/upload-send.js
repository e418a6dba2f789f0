// One file on its way to the portal, and what became of it.

/** Nothing has gone out for so long: the connection is dead, even where the browser has not noticed. */
const silence = 30_000
/** The portal looks at the file when all of it is there, and may have others to look at first. */
const patience = 100_000

/** Seconds before each try after the first; after the last one somebody has to press the button. */
const pauses = [1, 3, 10, 30]
const longestPause = 60

/**
 * How long to wait before a broken upload is tried again by itself.
 * @param {number} failures how often it broke @param {number} after seconds the portal asked for
 * @returns {number | undefined} seconds; undefined where it waits for somebody
 */
export const pauseAfter = (failures, after = 0) => {
  const pause = pauses[failures - 1]
  return pause === undefined || after > longestPause ? undefined : Math.max(pause, after)
}

const passing = new Set([0, 408, 429, 500, 502, 503, 504, 507])

/**
 * What an answer means for the file: `saved`, `refused` (the file or the case is not right), `broken` (goes again),
 * `login` (after somebody logged in again), `stale` (the form's token is of the login before).
 * @param {{ status: number, after?: string, body?: Record<string, unknown>, said?: string }} answer `body`: its JSON,
 *   `said`: what its page says went wrong
 */
export const outcomeOf = ({ status, after, body = {}, said }) => {
  if (status >= 200 && status < 300) return { kind: 'saved' }
  if (status === 401)
    return {
      kind: 'login',
      text: body.error === 'displaced' ? '您的账号已在其他设备登录' : '登录已失效',
      login: typeof body.login === 'string' ? body.login : undefined,
    }
  const text = said ?? (typeof body.error === 'string' && body.setup === undefined ? body.error : undefined)
  if (status === 0) return { kind: 'broken', text: '网络中断' }
  // A full disk does not pass by itself.
  if (passing.has(status))
    return { kind: 'broken', text: text ?? '系统暂时没有接收', after: status === 507 ? Infinity : Number(after ?? 0) }
  if (status === 403 && body.setup === undefined) return { kind: 'stale', text: text ?? '页面已经失效' }
  return { kind: 'refused', text: text ?? '上传没有成功' }
}

const pageOf = (request) =>
  request.getResponseHeader('Content-Type')?.includes('html')
    ? new DOMParser().parseFromString(request.responseText, 'text/html')
    : undefined

const jsonOf = (request) => {
  try {
    return JSON.parse(request.responseText)
  } catch {
    return {}
  }
}

const fault = '.govuk-error-summary__list li, .upload .govuk-error-message, .error-page__text'

/** Sends the form with this one file in its file field. Gives what ends it, and what comes of it, with the page shown then. */
export const send = (form, name, file, onProgress) => {
  const request = new XMLHttpRequest()
  const fields = new FormData(form)
  // What else was chosen has a request of its own.
  for (const field of form.querySelectorAll('input[type="file"]')) fields.delete(field.name)
  fields.append(name, file)
  let watch
  const waitFor = (milliseconds) => {
    clearTimeout(watch)
    watch = setTimeout(() => request.abort(), milliseconds)
  }
  const done = new Promise((resolve) => {
    request.addEventListener('loadend', () => {
      clearTimeout(watch)
      const page = pageOf(request)
      const answer = {
        status: request.status,
        after: request.getResponseHeader('Retry-After') ?? undefined,
        body: page ? {} : jsonOf(request),
        said: page?.querySelector(fault)?.textContent.trim() || undefined,
      }
      resolve({ ...outcomeOf(answer), page, address: request.responseURL })
    })
  })
  // By attribute: a button called “action” hides the property of that name.
  request.open('POST', form.getAttribute('action'))
  request.setRequestHeader('Accept', 'application/json, text/html;q=0.9')
  request.upload.addEventListener('progress', ({ loaded, total }) => {
    waitFor(silence)
    onProgress(loaded / total)
  })
  request.upload.addEventListener('load', () => waitFor(patience))
  waitFor(silence)
  request.send(fields)
  return { done, abort: () => request.abort() }
}

const hiddenFields = (form) => form.querySelectorAll('input[type="hidden"]')

/** Takes over what another state of the page says in the form's hidden fields: a new login's token, a new version. */
export const takeOver = (form, page) => {
  const selector = `form[action="${CSS.escape(form.getAttribute('action'))}"]`
  const fresh = [...page.querySelectorAll(selector)].find((one) => one.enctype === form.enctype)
  if (!fresh) return
  for (const field of hiddenFields(form)) {
    const now = [...hiddenFields(fresh)].find(({ name }) => name === field.name)
    if (now) field.value = now.value
  }
}

/** Asks for the page once more, so that the form is right again: gives the page (`fresh`), or an outcome where that cannot be. */
export const renew = async (form) => {
  try {
    const response = await fetch(location.href, {
      headers: { Accept: 'application/json, text/html;q=0.9' },
      signal: AbortSignal.timeout(silence),
    })
    if (response.status === 401) return outcomeOf({ status: 401, body: await response.json() })
    if (!response.ok) return outcomeOf({ status: response.status })
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    takeOver(form, page)
    return { kind: 'fresh', page }
  } catch {
    return outcomeOf({ status: 0 })
  }
}
