// Saves a draft while it is typed, by the route of 保存草稿, and once more before the page goes. The answer's version goes
// into the form, so that nobody is in their own way. What cannot be saved now is tried again; nothing else is sent.
// A page that is read again may come before its own last save: what was not answered is sent again first, as it was.

import { forget, recall, remember } from './draft-left.js'
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

const draftOf = (form) => {
  const body = new URLSearchParams()
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value)
  body.set('action', 'save-draft')
  return body
}

const typedIn = (draft) => {
  const body = new URLSearchParams(draft)
  for (const name of ['_csrf', 'version']) body.delete(name)
  return body.toString()
}

const contentOf = (form) => typedIn(draftOf(form))

/** By attribute: a button called “action” hides the property of that name. */
const addressOf = (form) => form.getAttribute('action') ?? location.href

const isRetryable = ({ status }) => status === 0 || status === 429 || status >= 500

/** Sends a draft as 保存草稿 does, for a page that shows both where another one was saved meanwhile. */
const compare = (address, draft) => {
  const form = document.createElement('form')
  form.method = 'post'
  form.action = address
  for (const [name, value] of draft) {
    const input = document.createElement('input')
    Object.assign(input, { type: 'hidden', name, value })
    form.append(input)
  }
  document.body.append(form)
  form.submit()
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
  // A new item stays the one it is when the page is read again, and so does what came of sending it.
  history.replaceState(history.state, '', form.elements.itemKey ? addressOf(form) + location.hash : location.href)
  const left = recall(form)
  const untouched = isUntouched(form)
  // What was sent back with faults may be stored nowhere.
  let saved = untouched && !form.elements.told ? contentOf(form) : undefined
  let last = -least
  let timer = 0
  let running
  let unanswered
  let stopped = false
  let leaving = false
  let elsewhere = false
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
    if (isRetryable(answer)) {
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

  /** Notes what would be lost with this page: what is on its way, and what was typed since. */
  const note = () => {
    if (elsewhere || leaving || stopped) return
    const now = draftOf(form)
    const drafts = unanswered ? [unanswered] : []
    if (typedIn(unanswered ?? '') !== typedIn(now) && typedIn(now) !== saved) drafts.push(now)
    if (drafts.length > 0) remember(form, addressOf(form), drafts)
  }

  const save = (keepalive = false) => {
    clearTimeout(timer)
    const content = contentOf(form)
    if (stopped || leaving || (content === saved && !unanswered)) return running
    if (running) return running.then(() => save(keepalive))
    last = performance.now()
    unanswered ??= draftOf(form)
    const draft = unanswered
    running = ask(addressOf(form), { method: 'POST', body: draft, keepalive }).then((answer) => {
      running = undefined
      // Of one without an answer nobody knows whether it was saved: the next time it goes first, as it was.
      if (!isRetryable(answer)) {
        unanswered = undefined
        forget(form)
      }
      told(answer, typedIn(draft))
      if (answer.ok && contentOf(form) !== saved) wait(pause)
    })
    return running
  }

  const wait = (milliseconds) => {
    clearTimeout(timer)
    timer = setTimeout(save, Math.max(milliseconds, last + least - performance.now()))
  }

  /** Nothing is typed into what will be shown anew. */
  const hold = (held) => {
    for (const part of form.children) part.inert = held && part !== region
  }

  /** Saves what the page before this one was left with, and shows it. */
  const takeUp = async ({ address, drafts }) => {
    const shown = form.elements.version.value
    let version
    for (const text of drafts) {
      const draft = new URLSearchParams(text)
      if (version !== undefined) draft.set('version', version)
      const answer = await ask(address, { method: 'POST', body: draft })
      if (isRetryable(answer)) {
        say(region, '网络连接不上，连上后会取回您离开前填写的内容。', false)
        setTimeout(() => void takeUp({ address, drafts }), pause)
        return
      }
      if (!answer.ok) {
        forget(form)
        stopped = true
        if (answer.status === 409) compare(address, draft)
        else location.reload()
        return
      }
      version = String(answer.body.version)
    }
    forget(form)
    if (version !== shown) {
      stopped = true
      location.reload()
      return
    }
    hold(false)
    say(region, '已自动保存', true)
  }

  form.addEventListener('input', () => {
    if (!stopped) wait(pause)
  })
  // Before the other listeners of the form: a save on its way would make the version of what is sent an old one.
  let resent = false
  form.addEventListener(
    'submit',
    (event) => {
      clearTimeout(timer)
      if (!running && (unanswered === undefined || resent)) {
        leaving = true
        forget(form)
        return
      }
      event.preventDefault()
      const { submitter } = event
      resent = !running
      void (running ?? save()).then(() => form.requestSubmit(submitter))
    },
    true,
  )
  // Another form of the page does what was meant, whatever is typed here.
  document.addEventListener('submit', ({ target, defaultPrevented }) => {
    if (target !== form && !defaultPrevented) elsewhere = true
  })
  const leave = () => {
    note()
    void save(true)
  }
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') leave()
  })
  // The first comes before the next page is asked for, the second also where there is no first.
  addEventListener('beforeunload', leave)
  addEventListener('pagehide', leave)
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
  if (left) {
    hold(true)
    say(region, '正在取回您离开前填写的内容…')
    void takeUp(left)
  } else if (!untouched) wait(pause)
}
