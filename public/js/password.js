// 显示密码 beside a password.

export const start = (row) => {
  const input = row.querySelector('input')
  const button = row.querySelector('[data-password-toggle]')
  const show = (shown) => {
    input.type = shown ? 'text' : 'password'
    button.textContent = shown ? '隐藏密码' : '显示密码'
    button.setAttribute('aria-pressed', String(shown))
  }
  button.hidden = false
  button.addEventListener('click', () => show(input.type === 'password'))
  // A password left readable would be remembered by the browser as ordinary text.
  input.form?.addEventListener('submit', () => show(false))
}
