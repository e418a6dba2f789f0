// Two minutes before the login ends, asks whether to go on, so that nobody loses what they are typing. The time counts
// from the last request of any tab; the end that nothing puts off is only told. When it is over, what is typed here is
// handed to the portal, which keeps it for whoever logs in again.

import { make } from './dom.js'
import { ask } from './request.js'

const warnBefore = 120

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
  const dialog = make('dialog', 'dialog')
  const title = make('h2')
  const text = make('p')
  const button = make('button', 'button')
  const row = make('div', 'button-row')
  title.id = 'session-title'
  button.type = 'button'
  text.setAttribute('role', 'status')
  dialog.setAttribute('aria-labelledby', title.id)
  row.append(button)
  dialog.append(title, text, row)
  body.append(dialog)

  let timer = 0
  let typedIn
  let over = false
  // The end is told once; whoever has heard it works on until then.
  let heardOfEnd = false
  let pressed = () => {}
  // The portal counts whole seconds, and the last one is not over yet.
  const after = (seconds) => Date.now() + (seconds + 1) * 1000
  let end = after(Number(body.dataset.sessionRest))
  const until = (moment) => Math.ceil((moment - Date.now()) / 1000)
  const secondsLeft = () => until(last.read() + limit * 1000)

  addEventListener('input', ({ target }) => {
    if (target.form?.method === 'post') typedIn = target.form
  })

  const show = (heading, words, label, press) => {
    title.textContent = heading
    text.textContent = words
    button.textContent = label
    pressed = press
    if (!dialog.open) dialog.showModal()
  }
  const close = () => dialog.close()
  button.addEventListener('click', () => pressed())

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

  const finish = async () => {
    const answer = await askAfterLogin()
    if (answer.ok) {
      begin(answer.body)
      return
    }
    if (answer.status !== 401) {
      show('登录可能已经结束', '没有连接上服务器，请检查网络后再试。', '再试一次', () => void finish())
      return
    }
    over = true
    show(
      answer.body.error === 'displaced' ? '您的账号已在其他设备登录' : '登录已超时',
      answer.body.kept
        ? '为保护您的信息，登录已结束。这一页填写的内容已为您保留半小时，重新登录后回到这一页继续。'
        : '为保护您的信息，登录已结束。已保存的内容不会丢失，请重新登录后继续。',
      '重新登录',
      () => {
        document.dispatchEvent(new CustomEvent('portal:leaving'))
        location.assign(answer.body.login)
      },
    )
  }

  const extend = async () => {
    const answer = await ask(body.dataset.extend, {
      method: 'POST',
      headers: { 'X-CSRF-Token': body.dataset.csrf },
    })
    if (answer.ok) begin(answer.body)
    // Also where another tab has logged in anew meanwhile, and the form's token is of the login before.
    else if (answer.status === 401 || answer.status === 403) void finish()
    else text.textContent = '没有连接上服务器，请检查网络后再试。'
  }

  const inMinutes = (left) => (left > 60 ? '2 分钟' : '1 分钟')
  const check = () => {
    clearTimeout(timer)
    const idle = secondsLeft()
    const rest = until(end)
    const final = rest <= idle
    const left = final ? rest : idle
    if (left <= 0) {
      void finish()
      return
    }
    if (left > warnBefore || (final && heardOfEnd)) {
      close()
      timer = setTimeout(check, (left > warnBefore ? left - warnBefore : left) * 1000)
      return
    }
    if (final)
      show(
        '登录即将结束',
        `登录满12小时后自动退出，不能延长，${inMinutes(left)}内将退出。${
          typedIn
            ? '请先保存。来不及保存的，这一页填写的文字会为您保留半小时，重新登录后回到这一页继续；密码和要上传的文件不保留。'
            : '已保存的内容不会丢失，重新登录后可以继续办理。'
        }`,
        '知道了',
        () => {
          heardOfEnd = true
          check()
        },
      )
    // Once half a minute is enough to hear; every second would drown the rest.
    else
      show(
        '登录即将超时',
        `您已较长时间没有操作，${inMinutes(left)}内将自动退出登录。需要继续办理吗？`,
        '继续使用',
        () => void extend(),
      )
    timer = setTimeout(check, Math.min(30, left) * 1000)
  }
  /** A request was answered just now; what the portal says of the login's end counts more than what this page knew. */
  const begin = (rest) => {
    last.set()
    if (rest?.final) end = after(rest.seconds)
    else if (rest) end = Math.max(end, after(rest.seconds))
    check()
  }

  // Another tab asked for something: the time begins anew here too.
  addEventListener('storage', ({ key }) => {
    if (key !== `last-request:${body.dataset.extend}` || over) return
    check()
  })
  document.addEventListener('portal:request', () => {
    if (!over) begin()
  })
  begin()
}
