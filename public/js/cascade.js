// A choice that decides what another drop-down offers: fetches the options of the field named in data-cascade.
// Without scripts a button (data-cascade-refresh) asks the server for the same; here it is not needed.

import { ask } from './request.js'

const offer = (select, options) => {
  const before = select.value
  const rows = options.map(({ value, text }) => new Option(text, value))
  select.replaceChildren(new Option('请选择', ''), ...rows)
  if (options.some(({ value }) => value === before)) select.value = before
  else if (options.length === 1) select.value = options[0].value
  select.dispatchEvent(new Event('change', { bubbles: true }))
}

export const start = (select) => {
  const target = document.getElementById(select.dataset.cascade)
  for (const button of document.querySelectorAll('[data-cascade-refresh]')) button.hidden = true
  if (!target) return
  let latest = 0
  select.addEventListener('change', async () => {
    latest += 1
    const mine = latest
    const query = new URLSearchParams()
    for (const [name, value] of new FormData(select.form))
      if (typeof value === 'string' && name !== '_csrf') query.append(name, value)
    query.set('for', target.name)
    target.setAttribute('aria-busy', 'true')
    const answer = await ask(`${select.dataset.url}?${query}`)
    if (mine !== latest) return
    target.removeAttribute('aria-busy')
    if (answer.ok && Array.isArray(answer.body.options)) offer(target, answer.body.options)
  })
  // What was chosen before this script arrived, or came back with the page, has not been asked about yet.
  const sent = Array.from(select.options).find((option) => option.defaultSelected)
  if (select.value !== (sent?.value ?? '')) select.dispatchEvent(new Event('change', { bubbles: true }))
}
