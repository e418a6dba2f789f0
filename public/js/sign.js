// 签章: the key signs here what the portal prepared. What is sent is the certificate and then the signature; the file of the
// key and its password stay in their fields, which have no names.

import { make } from './dom.js'
import { createPicker } from './key-picker.js'
import { toBase64 } from './key/keys.js'
import { ask, fault, say } from './request.js'

const fromBase64 = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0))

export const start = (form) => {
  const picker = createPicker(form.querySelector('[data-key-picker]'))
  const part = (name) => form.querySelector(`[data-sign-${name}]`)
  const [problem, region, group] = ['fault', 'text', 'read'].map(part)
  const read = group.querySelector('input')
  const unread = group.querySelector('.govuk-error-message')
  let busy = false
  form.hidden = false

  const send = (address, fields) =>
    ask(address, { method: 'POST', body: new URLSearchParams({ _csrf: form.elements._csrf.value, ...fields }) })

  /** Why the portal did not take it, in its own words. */
  const refuse = (answer) => {
    const { title, steps = [] } = answer.body.fault ?? { title: fault(answer, '没有签上，请刷新页面再试。') }
    const heading = make('p', 'notice__title')
    const icon = make('span', 'notice__icon', '✕')
    icon.setAttribute('aria-hidden', 'true')
    heading.append(icon, title)
    const list = make('ul', 'govuk-list govuk-list--bullet')
    list.append(...steps.map((step) => make('li', '', step)))
    const body = make('div', 'notice__body')
    if (steps.length > 0) body.append(list)
    problem.replaceChildren(heading, body)
    problem.hidden = false
    problem.scrollIntoView({ block: 'nearest' })
  }

  const sign = async () => {
    const { key, sign: signWith } = await picker.current()
    say(region, '正在核对证书…')
    const begun = await send(form.dataset.begin, {
      certificate: [key.certificate, ...key.chain].map(toBase64).join(' '),
    })
    if (!begun.ok) return refuse(begun)
    say(region, '正在签章…')
    const signature = await signWith(fromBase64(begun.body.attributes))
    const done = await send(form.dataset.finish, { attempt: begun.body.attempt, signature: toBase64(signature) })
    if (!done.ok) return refuse(done)
    picker.forget()
    location.reload()
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    unread.hidden = read.checked
    group.classList.toggle('govuk-form-group--error', !read.checked)
    if (!read.checked) return read.focus()
    if (busy) return
    busy = true
    problem.hidden = true
    picker.tell(undefined)
    try {
      await sign()
    } catch (error) {
      picker.tell(error)
    }
    say(region, '')
    busy = false
  })
}
