// Two minutes before the session ends, asks whether to go on, so that nobody loses what they are typing. The time counts
// from the last request of any tab. When it is over, what is typed here is handed to the portal, which keeps it for
// whoever logs in again.

import { ask } from './request.js'

const warnBefore = 120

const make = (name, text, className) => {
  const element = document.createElement(name)
  element.textContent = text
  if (className) element.className = className
  return element
}

/** When any tab of this side last asked the portal for something; each tab alone where the browser keeps no notes. */
const createLast = (key) => {
  let own = Date.now()
  return {
    read: () => {
      try {
        const noted = Number(localStorage.getItem(key))
        // A note from the future is of a clock that was put right since.
        return noted > own && noted <= Date.now() ? noted : own
      } catch {
        return own
      }
    },
    set: () => {
      own = Date.now()
      try {
        localStorage.setItem(key, String(own))
      } catch {
        // Private windows of some browsers keep no notes.
      }
    },
  }
}

export const start = (body) => {
  const limit = Number(body.dataset.sessionMinutes) * 60
  const last = createLast(`last-request:${body.dataset.extend}`)
  const dialog = make('dialog', '', 'dialog')
  const title = make('h2', '登录即将超时')
  const text = make('p', '')
  const stay = make('button', '继续使用', 'button')
  const row = make('div', '', 'button-row')
  title.id = 'session-title'
  stay.type = 'button'
  text.setAttribute('role', 'status')
  dialog.setAttribute('aria-labelledby', title.id)
  row.append(stay)
  dialog.append(title, text, row)
  body.append(dialog)

  let timer = 0
  let typedIn
  let login
  const secondsLeft = () => Math.ceil(limit - (Date.now() - last.read()) / 1000)

  addEventListener('input', ({ target }) => {
    if (target.form?.method === 'post') typedIn = target.form
  })

  /** Asks whether the login lives; one that does not has the form kept. The form itself is never acted on. */
  const askAfterLogin = () => {
    const fields = new URLSearchParams()
    if (typedIn)
      for (const [name, value] of new FormData(typedIn)) if (typeof value === 'string') fields.append(name, value)
    // By attribute: a button called “action” hides the property of that name.
    const address = typedIn ? (typedIn.getAttribute('action') ?? location.href) : body.dataset.extend
    return ask(address, {
      method: 'POST',
      headers: { 'X-Keep-Only': '1' },
      body: fields,
    })
  }

  const over = async () => {
    clearTimeout(timer)
    const answer = await askAfterLogin()
    if (answer.ok) {
      begin()
      return
    }
    login = answer.body.login
    title.textContent = answer.body.error === 'displaced' ? '您的账号已在其他设备登录' : '登录已超时'
    text.textContent = answer.body.kept
      ? '为保护您的信息，登录已结束。这一页填写的内容已为您保留半小时，重新登录后回到这一页继续。'
      : '为保护您的信息，登录已结束。已保存的内容不会丢失，请重新登录后继续。'
    stay.textContent = typeof login === 'string' ? '重新登录' : '知道了'
    if (!dialog.open) dialog.showModal()
  }
  const check = () => {
    const left = secondsLeft()
    if (left > warnBefore) {
      if (dialog.open) dialog.close()
      timer = setTimeout(check, (left - warnBefore) * 1000)
      return
    }
    if (left <= 0) {
      void over()
      return
    }
    if (!dialog.open) dialog.showModal()
    // Once half a minute is enough to hear; every second would drown the rest.
    text.textContent = `您已较长时间没有操作，${left > 60 ? '2 分钟' : '1 分钟'}内将自动退出登录。需要继续办理吗？`
    timer = setTimeout(check, Math.min(30, left) * 1000)
  }
  const begin = () => {
    clearTimeout(timer)
    last.set()
    check()
  }

  stay.addEventListener('click', async () => {
    if (stay.textContent === '重新登录') {
      document.dispatchEvent(new CustomEvent('portal:leaving'))
      location.assign(login)
      return
    }
    if (stay.textContent === '知道了') {
      dialog.close()
      return
    }
    const answer = await ask(body.dataset.extend, {
      method: 'POST',
      headers: { 'X-CSRF-Token': body.dataset.csrf },
    })
    if (answer.status === 401) {
      void over()
      return
    }
    if (!answer.ok) {
      text.textContent = '没有连接上服务器，请检查网络后再试。'
      return
    }
    begin()
  })
  // Another tab asked for something: the time begins anew here too.
  addEventListener('storage', ({ key }) => {
    if (key !== `last-request:${body.dataset.extend}` || login !== undefined) return
    clearTimeout(timer)
    check()
  })
  document.addEventListener('portal:request', () => {
    if (login === undefined) begin()
  })
  begin()
}
