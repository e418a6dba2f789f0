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

const show = (html) => {
  const answer = new DOMParser().parseFromString(html, 'text/html')
  for (const fresh of answer.querySelectorAll('[data-part]')) {
    const old = document.getElementById(fresh.id)
    if (old) exchange(document.adoptNode(fresh), old)
  }
}

const send = async (form, button) => {
  const body = new URLSearchParams(new FormData(form, button))
  const part = form.closest('[data-part]')
  const buttons = [...form.querySelectorAll('button')]
  for (const one of buttons) one.disabled = true
  let answer = { status: 0, body: {} }
  try {
    const response = await fetch(form.action, { method: 'POST', body, headers: { 'X-Requested-With': 'fetch' } })
    const html = await response.text()
    answer = { status: response.status, body: {} }
    if (html.includes(`id="${part.id}" data-part`)) {
      show(html)
      const again = document.getElementById(part.id)
      ;(again.querySelector('[aria-invalid]') ?? again.querySelector(`button[value="${button.value}"]`))?.focus()
      return
    }
  } catch {
    // No connection: said below.
  }
  for (const one of buttons) one.disabled = false
  form.querySelector('[data-verdict-text]').textContent = fault(answer, '没有保存，请刷新页面后重试。')
}

// Before any other part takes the form as one that leaves the page.
document.addEventListener(
  'submit',
  (event) => {
    if (!event.target.matches('[data-verdict]') || !event.submitter) return
    event.preventDefault()
    void send(event.target, event.submitter)
  },
  true,
)

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-mark]')
  const part = link && document.getElementById(new URL(link.href).hash.slice(1))
  const choice = part?.querySelector('select[name=target]')
  if (!choice) return
  event.preventDefault()
  choice.value = link.dataset.mark
  part.querySelector('details').open = true
  part.querySelector('select[name=reason]').focus()
})

export const start = () => undefined
