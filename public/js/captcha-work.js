// 验证码 passes by itself: workers compute a proof beside whatever the person does. The field and its questions stay for
// whoever prefers them, and come back when a browser cannot compute.

import { solveChallengeWorkers } from '/assets/altcha/pow.js'
import { captchaForms } from './captcha-forms.js'
import { ask, say } from './request.js'

/** A challenge lives five minutes; one that is nearly over is not sent. */
const freshMilliseconds = 4.5 * 60_000

const createWorker = () => new Worker('/assets/altcha/worker/pbkdf2.js')

/** One processor is left to the page. */
const concurrency = Math.max(1, Math.min(4, (navigator.hardwareConcurrency || 2) - 1))

const solve = async (address) => {
  const answer = await ask(address)
  if (!answer.ok) return ''
  const challenge = answer.body
  const solution = await solveChallengeWorkers({ challenge, concurrency, createWorker, timeout: 30_000 }).catch(
    () => null,
  )
  return solution ? btoa(JSON.stringify({ challenge, solution })) : ''
}

export const start = (group) => {
  if (!globalThis.crypto?.subtle || !globalThis.Worker) return
  const input = group.querySelector('input')
  const { form } = input
  const status = group.querySelector('[data-captcha-status]')
  const aids = [
    ...group.querySelectorAll('.field-mark, .govuk-hint, [data-captcha-question], .field-row > :not(input)'),
  ]
  const proof = document.createElement('input')
  proof.type = 'hidden'
  proof.name = 'captchaWork'
  form.append(proof)
  let at = 0
  let running

  const work = async () => {
    proof.value = ''
    input.placeholder = '正在验证…'
    say(status, '正在验证，请稍候，一般不用填写。')
    proof.value = await solve(group.dataset.captchaWork)
    at = performance.now()
    const passed = proof.value !== ''
    for (const aid of aids) aid.hidden = passed
    input.required = !passed
    input.placeholder = passed ? '已通过' : ''
    say(status, passed ? '已通过，不用填写验证码。' : '自动验证没有成功，请填写验证码。', passed)
    return passed
  }
  const renew = () =>
    (running ??= work().finally(() => {
      running = undefined
    }))
  const isFresh = () => running === undefined && proof.value !== '' && performance.now() - at < freshMilliseconds
  const ready = async () => input.value !== '' || isFresh() || renew()
  captchaForms.set(form, { ready, renew })

  // Before other parts see it: what is not ready yet is sent as soon as it is.
  form.addEventListener(
    'submit',
    (event) => {
      const { submitter } = event
      if (input.value !== '' || isFresh() || /^(captcha-.*|show)$/.test(submitter?.value ?? '')) return
      event.preventDefault()
      event.stopImmediatePropagation()
      renew().then((passed) => (passed ? form.requestSubmit(submitter) : input.focus()))
    },
    true,
  )
  renew()
}
