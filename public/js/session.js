// Two minutes before the session ends, asks whether to go on, so that nobody loses what they are typing.

import { ask } from './request.js'

const warnBefore = 120

const make = (name, text, className) => {
  const element = document.createElement(name)
  element.textContent = text
  if (className) element.className = className
  return element
}

export const start = (body) => {
  const limit = Number(body.dataset.sessionMinutes) * 60
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

  let ends = 0
  let timer = 0
  const secondsLeft = () => Math.ceil((ends - performance.now()) / 1000)

  const over = () => {
    title.textContent = '登录已超时'
    text.textContent = '为保护您的信息，登录已结束。已保存的草稿不会丢失，请重新登录后继续。'
    stay.textContent = '知道了'
  }
  const warn = () => {
    if (!dialog.open) dialog.showModal()
    const left = secondsLeft()
    if (left <= 0) {
      over()
      return
    }
    // Once half a minute is enough to hear; every second would drown the rest.
    text.textContent = `您已较长时间没有操作，${left > 60 ? '2 分钟' : '1 分钟'}内将自动退出登录。需要继续办理吗？`
    timer = setTimeout(warn, Math.min(30, left) * 1000)
  }
  const begin = () => {
    clearTimeout(timer)
    ends = performance.now() + limit * 1000
    timer = setTimeout(warn, Math.max(0, limit - warnBefore) * 1000)
  }

  stay.addEventListener('click', async () => {
    if (secondsLeft() <= 0) {
      dialog.close()
      return
    }
    const answer = await ask(body.dataset.extend, {
      method: 'POST',
      headers: { 'X-CSRF-Token': body.dataset.csrf },
    })
    if (answer.status === 401) {
      clearTimeout(timer)
      ends = 0
      over()
      return
    }
    if (!answer.ok) {
      text.textContent = '没有连接上服务器，请检查网络后再试。'
      return
    }
    dialog.close()
    begin()
  })
  begin()
}
