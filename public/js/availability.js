// Says while typing whether an account name is still free. The server checks again when the form is sent.

import { ask, fault, say } from './request.js'

export const start = (group) => {
  const input = group.querySelector('input')
  const region = group.querySelector('[data-availability-text]')
  const choices = group.querySelector('[data-availability-free]')
  let timer = 0
  const offer = (names) => {
    if (!choices) return
    choices.replaceChildren(
      ...names.map((name) => {
        const button = document.createElement('button')
        button.type = 'button'
        button.className = 'button button--secondary button--field'
        button.textContent = `改用 ${name}`
        button.addEventListener('click', () => {
          input.value = name
          input.focus()
          void check()
        })
        return button
      }),
    )
    choices.hidden = names.length === 0
  }
  const check = async () => {
    const name = input.value.trim()
    offer([])
    if (name === '') return say(region, '')
    const answer = await ask(`${group.dataset.availability}?name=${encodeURIComponent(name)}`)
    // Only the answer to what stands there now counts.
    if (name !== input.value.trim()) return undefined
    if (!answer.ok) return say(region, fault(answer, '暂时无法检查账号是否可用，提交时会再次检查。'))
    offer(Array.isArray(answer.body.free) ? answer.body.free : [])
    return say(region, answer.body.message || '', answer.body.available === true)
  }
  input.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(check, 400)
  })
  // Typed before this ran. What the server gave back with a fault has been judged already.
  if (!input.hasAttribute('aria-invalid')) void check()
}
