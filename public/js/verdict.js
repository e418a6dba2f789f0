// A verdict is saved without leaving the page: the answer holds the parts of the page that say something else now.
// What was typed into them and not sent stays typed.

import { fault } from './request.js'

const isTyped = (field) => field.defaultValue !== undefined && field.value !== field.defaultValue

const exchange = (fresh, old) => {
  for (const field of old.querySelectorAll('textarea'))
    if (isTyped(field) && !field.closest('[data-verdict]'))
      for (const same of fresh.querySelectorAll('textarea')) if (same.name === field.name) same.value = field.value
  old.replaceWith(fresh)
}

/** Exchanges what the answer holds; whether it held anything of this page. */
const show = (html) => {
  const parts = [...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('[data-part]')]
  const own = parts.filter((fresh) => document.getElementById(fresh.id))
  for (const fresh of own) {
    // Where one goes on is decided below.
    for (const field of fresh.querySelectorAll('[autofocus]')) field.removeAttribute('autofocus')
    exchange(document.adoptNode(fresh), document.getElementById(fresh.id))
  }
  return own.length > 0
}

/** Where one goes on: the field that is wrong or to be filled in, or the button that was pressed. */
const goOn = (part, pressed) => {
  const again = part && document.getElementById(part.id)
  const [verdict] = pressed.value.split('@')
  const target =
    again?.querySelector('[aria-invalid]') ??
    (pressed.name === 'mark' ? again?.querySelector('select[name=reason], textarea[name=note]') : undefined) ??
    again?.querySelector(`button[name="judge"][value^="${verdict}@"], button[name="mark"]`)
  target?.focus()
}

/** All of a part was found good: the next one in which something is to be looked at opens. */
const openNext = (done) => {
  done.open = false
  const next = document.querySelector('.part__pass button')?.closest('[data-case-part]')
  if (next) next.open = true
  const head = (next ?? done).querySelector('summary')
  head.focus()
  head.scrollIntoView({ block: 'start' })
}

const request = (form, data) => {
  const headers = { 'X-Requested-With': 'fetch' }
  return form.method === 'get'
    ? fetch(`${form.action}?${data}`, { headers })
    : fetch(form.action, { method: 'POST', body: data, headers })
}

const send = async (form, button, data) => {
  const part = button.closest('.entry')?.querySelector('[data-part]') ?? button.closest('[data-part]')
  const whole = button.value.includes('@part:') ? button.closest('[data-case-part]') : undefined
  let answer = { status: 0, body: {} }
  try {
    const response = await request(form, data)
    answer = { status: response.status, body: {} }
    if (show(await response.text())) {
      // Who went on by the keys meanwhile is left where they are, unless there is something to be filled in.
      const wentOn = response.ok && button.name === 'judge' && document.activeElement !== document.body
      if (whole) openNext(whole)
      else if (!wentOn) goOn(part, button)
      return
    }
  } catch {
    // No connection: said below.
  }
  button.disabled = false
  document.querySelector('[data-verdict-text]').textContent = fault(answer, '没有保存，请刷新页面后重试。')
}

// One after the other: an answer that was made before another verdict was saved must not come after it.
let last = Promise.resolve()

const sendInTurn = (form, button) => {
  // A button that is disabled is no part of its form.
  const data = new URLSearchParams(new FormData(form, button))
  button.disabled = true
  last = last.then(() => send(form, button, data))
}

// Before any other part takes the form as one that leaves the page.
document.addEventListener(
  'submit',
  (event) => {
    if (!event.target.matches('[data-verdict], #mark') || !event.submitter) return
    event.preventDefault()
    sendInTurn(event.target, event.submitter)
  },
  true,
)

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-close]')
  if (!link) return
  event.preventDefault()
  const { id } = link.closest('[data-part]')
  link.closest('form').remove()
  document.querySelector(`#${id} button`)?.focus()
})

export const start = () => undefined
