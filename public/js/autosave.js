// Saves a draft while it is typed, by the route of 保存草稿, and once more before the page goes. The answer's version goes
// into the form, so that nobody is in their own way. What cannot be saved now is tried again; nothing else is sent.

import { ask, fault, say } from './request.js'

const pause = 4_000
const least = 15_000
const retryAfter = 30_000
const longestWait = 1_500

/** Whether pressing the link makes this tab go to another page of the portal. */
const isPlain = ({ button, altKey, ctrlKey, metaKey, shiftKey }, link) =>
  button === 0 &&
  !(altKey || ctrlKey || metaKey || shiftKey) &&
  link.target === '' &&
  link.origin === location.origin &&
  !(link.hash && link.pathname === location.pathname && link.search === location.search)

const fieldsOf = (form) => {
  const body = new URLSearchParams()
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value)
  return body
}

const contentOf = (form) => {
  const body = fieldsOf(form)
  for (const name of ['_csrf', 'version']) body.delete(name)
  return body.toString()
}

/** Whether the fields are still as the page brought them: somebody may have typed before this ran. */
const isUntouched = (form) =>
  [...form.elements].every(({ defaultValue, value }) => defaultValue === undefined || value === defaultValue)

/** The way to what must be done first, and back to what was kept. */
const offer = (region, address, text) => {
  const link = document.createElement('a')
  link.className = 'govuk-link'
  link.href = address
  link.textContent = text
  region.append(' ', link)
}

export const start = (form) => {
  const region = form.querySelector('[data-autosave-text]')
  let saved = isUntouched(form) ? contentOf(form) : undefined
  let last = -least
  let timer = 0
  let running
  let stopped = false
  let leaving = false
  let unsaved = false

  const told = (answer, content) => {
    unsaved = !answer.ok && !answer.body.kept
    if (answer.ok) {
      form.elements.version.value = String(answer.body.version)
      saved = content
      const time = new Date().toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit', hour12: false })
      say(region, `已自动保存（${time}）`, true)
      // The timer of the session counts from here too.
      document.dispatchEvent(new CustomEvent('portal:request'))
      return
    }
    if (answer.status === 0 || answer.status === 429 || answer.status >= 500) {
      say(region, '暂时没有保存上，填写的内容还在这一页，稍后会自动再试。请不要关闭页面。', false)
      wait(retryAfter)
      return
    }
    stopped = true
    if (answer.status === 401) {
      say(region, answer.body.kept ? '登录已失效，填写的内容已保留。' : '登录已失效，内容没有保存。', false)
      if (typeof answer.body.login === 'string') offer(region, answer.body.login, '重新登录')
      return
    }
    const kept = answer.body.kept ? '填写的内容已保留。' : ''
    say(region, `没有自动保存：${fault(answer, '请按“保存草稿”保存。')}${kept}`, false)
    if (typeof answer.body.setup === 'string') offer(region, answer.body.setup, '现在去办')
  }

  const save = (keepalive = false) => {
    clearTimeout(timer)
    const content = contentOf(form)
    if (stopped || leaving || content === saved) return running
    if (running) return running.then(() => save(keepalive))
    last = performance.now()
    const body = fieldsOf(form)
    body.set('action', 'save-draft')
    // By attribute: a button called “action” hides the property of that name.
    running = ask(form.getAttribute('action') ?? location.href, { method: 'POST', body, keepalive }).then((answer) => {
      running = undefined
      told(answer, content)
      if (answer.ok && contentOf(form) !== saved) wait(pause)
    })
    return running
  }

  const wait = (milliseconds) => {
    clearTimeout(timer)
    timer = setTimeout(save, Math.max(milliseconds, last + least - performance.now()))
  }

  form.addEventListener('input', () => {
    if (!stopped) wait(pause)
  })
  // Before the other listeners of the form: a save on its way would make the version of what is sent an old one.
  form.addEventListener(
    'submit',
    (event) => {
      clearTimeout(timer)
      if (!running) {
        leaving = true
        return
      }
      event.preventDefault()
      const { submitter } = event
      void running.then(() => form.requestSubmit(submitter))
    },
    true,
  )
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void save(true)
  })
  addEventListener('pagehide', () => void save(true))
  // A page that is left by a link goes when its draft is saved, or after a moment: whoever comes straight back finds it.
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href]')
    if (!link || event.defaultPrevented || !isPlain(event, link) || stopped || contentOf(form) === saved) return
    event.preventDefault()
    const patience = new Promise((resolve) => {
      setTimeout(resolve, longestWait)
    })
    void Promise.race([save(true), patience]).then(() => location.assign(link.href))
  })
  // What could not be saved is not left behind without a question.
  addEventListener('beforeunload', (event) => {
    if (unsaved && !leaving && contentOf(form) !== saved) event.preventDefault()
  })
  addEventListener('pageshow', () => {
    leaving = false
  })
  addEventListener('online', () => void save())
  if (saved === undefined) wait(pause)
}
