// Sends files with a bar that shows how far they are; then shows the page the server answers with.

import { say } from './request.js'

/** What an answer says went wrong: the error in JSON, or the message on the page that came back. */
const reason = (request) => {
  if (request.status === 0) return '上传中断，文件没有保存。请检查网络后重新上传。'
  if (request.getResponseHeader('Content-Type')?.includes('json')) {
    try {
      const { error } = JSON.parse(request.responseText)
      if (typeof error === 'string' && request.status !== 401) return error
    } catch {
      return '上传没有成功，请重试。'
    }
  }
  if (request.status === 401) return '登录已失效，请重新登录后上传。'
  const page = new DOMParser().parseFromString(request.responseText, 'text/html')
  const found = page.querySelector('.govuk-error-summary__list li, .upload .govuk-error-message, .error-page__text')
  return found?.textContent.trim() || '上传没有成功，请重试。'
}

export const start = (form) => {
  const bar = form.querySelector('progress')
  const region = form.querySelector('[data-upload-text]')
  const input = form.querySelector('input[type="file"]')
  let sending = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (sending) return
    if (input.files.length === 0) {
      say(region, '请先选择文件。', false)
      input.focus()
      return
    }
    sending = true
    const request = new XMLHttpRequest()
    request.open('POST', form.action)
    request.setRequestHeader('Accept', 'text/html, application/json;q=0.9')
    request.upload.addEventListener('progress', ({ lengthComputable, loaded, total }) => {
      if (lengthComputable) bar.value = (loaded / total) * 100
    })
    request.addEventListener('loadend', () => {
      sending = false
      bar.hidden = true
      if (request.status >= 200 && request.status < 300) {
        say(region, '上传完成。', true)
        const next = new URL(request.responseURL)
        if (next.pathname === location.pathname || next.pathname === new URL(form.action).pathname) location.reload()
        else location.assign(next)
        return
      }
      say(region, reason(request), false)
    })
    bar.value = 0
    bar.hidden = false
    say(region, `正在上传 ${input.files.length} 个文件，请不要关闭页面。`)
    request.send(new FormData(form))
  })
}
