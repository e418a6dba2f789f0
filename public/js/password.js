// 显示密码 beside a password, and how strong a new one is. The server judges when the form is sent.

import { say } from './request.js'

const kinds = [
  ['小写字母', /[a-z]/],
  ['大写字母', /[A-Z]/],
  ['数字', /[0-9]/],
  ['符号', /[^a-zA-Z0-9]/],
]

const judge = (region, password) => {
  const length = Array.from(password).length
  if (length === 0) return say(region, '')
  const missing = kinds.filter(([, kind]) => !kind.test(password)).map(([name]) => name)
  const faults = []
  if (length < 8) faults.push(`还差${8 - length}个字符`)
  if (missing.length > 1) faults.push(`还要加上${missing.join('、')}中的${missing.length - 1}种`)
  if (faults.length > 0) return say(region, `密码强度：弱，${faults.join('，')}`, false)
  return length >= 12 ? say(region, '密码强度：强', true) : say(region, '密码强度：中，再长一些更安全', true)
}

const startStrength = (input, region) => {
  let timer = 0
  input.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(() => judge(region, input.value), 300)
  })
}

export const start = (row) => {
  const input = row.querySelector('input')
  const button = row.querySelector('[data-password-toggle]')
  const show = (shown) => {
    input.type = shown ? 'text' : 'password'
    button.textContent = shown ? '隐藏密码' : '显示密码'
    button.setAttribute('aria-pressed', String(shown))
  }
  const region = row.parentElement.querySelector('[data-password-strength]')
  if (region) startStrength(input, region)
  button.hidden = false
  button.addEventListener('click', () => show(input.type === 'password'))
  // A password left readable would be remembered by the browser as ordinary text.
  input.form?.addEventListener('submit', () => show(false))
}
