// 获取短信验证码: sends the form's fields to ask for a code and counts down, so that nothing typed is lost.

import { captchaForms } from './captcha-forms.js'
import { start as corrected } from './corrected.js'
import { ask, fault, say } from './request.js'

// A captcha is good for one try: a wrong one needs another picture, or the next question.
const renewCaptcha = (form, question) => {
  const input = form.elements.captcha
  const refresh = form.querySelector('[data-captcha-refresh]')
  const words = form.querySelector('[data-captcha-question]')
  if (words && typeof question === 'string') words.textContent = question
  input.value = ''
  if (refresh) refresh.click()
  else input.focus()
}

/** Says a fault at the field it is about, as the server would on a page of its own; false when that is this field. */
const sayAt = (field, own, text) => {
  const group = field instanceof HTMLElement && field !== own ? field.closest('.govuk-form-group') : null
  if (!group) return false
  const id = `${field.id}-error`
  const message = document.getElementById(id) ?? document.createElement('p')
  message.id = id
  message.className = 'govuk-error-message'
  message.setAttribute('role', 'alert')
  message.textContent = text
  group.querySelector('.field-label')?.after(message)
  group.classList.add('govuk-form-group--error')
  field.setAttribute('aria-invalid', 'true')
  const described = new Set((field.getAttribute('aria-describedby') ?? '').split(/\s+/).filter(Boolean))
  field.setAttribute('aria-describedby', [...described.add(id)].join(' '))
  corrected(group)
  field.focus()
  return true
}

export const start = (button) => {
  const group = button.closest('.govuk-form-group')
  const region = group.querySelector('[data-sms-text]')
  const input = group.querySelector('input')
  const text = button.textContent
  // As a plain button it is no longer what Enter presses in the form.
  button.type = 'button'

  const wait = (seconds) => {
    const until = performance.now() + seconds * 1000
    button.disabled = seconds > 0
    const tick = () => {
      const left = Math.ceil((until - performance.now()) / 1000)
      if (left <= 0) {
        button.disabled = false
        button.textContent = text
        return
      }
      button.textContent = `${left} 秒后可重新获取`
      setTimeout(tick, 1000)
    }
    tick()
  }

  button.addEventListener('click', async () => {
    button.disabled = true
    say(region, '正在发送…')
    const send = () => {
      const body = new URLSearchParams()
      for (const [name, value] of new FormData(button.form)) if (typeof value === 'string') body.append(name, value)
      return ask(button.dataset.smsUrl, { method: 'POST', body })
    }
    const captcha = captchaForms.get(button.form)
    await captcha?.ready()
    let answer = await send()
    // What the browser worked out was used up, or too old: it works out another.
    if (answer.body.newCaptcha && captcha && button.form.elements.captcha.value === '' && (await captcha.renew()))
      answer = await send()
    button.disabled = false
    if (answer.ok) {
      say(region, answer.body.message || '短信验证码已发送，请注意查收。', true)
      input.focus()
    } else {
      const sentence = fault(answer, '短信验证码没有发送成功，请稍后重试。')
      if (!sayAt(button.form.elements[answer.body.field], input, sentence)) say(region, sentence, false)
      else say(region, '')
      if (answer.body.newCaptcha) renewCaptcha(button.form, answer.body.question)
    }
    const seconds = Number(answer.body.waitSeconds ?? (answer.ok ? 60 : 0))
    if (seconds > 0) wait(seconds)
  })

  const left = Number(button.dataset.smsWait)
  if (left > 0) wait(left)
}
