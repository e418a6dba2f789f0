// 看不清，换一张 draws another picture without losing what was typed.

export const start = (link) => {
  const picture = link.parentElement.querySelector('[data-captcha]')
  const input = link.parentElement.querySelector('input')
  link.addEventListener('click', (event) => {
    event.preventDefault()
    const address = new URL(picture.src)
    address.searchParams.set('t', String(performance.now()))
    picture.src = address.href
    input.value = ''
    input.focus()
  })
}
