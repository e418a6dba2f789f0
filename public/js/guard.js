// A second press on a button that was pressed must not send the form twice. Pages come back from the
// browser's history with the buttons as they were left, so they are freed again on pageshow.

const freed = new Set()

addEventListener('pageshow', () => {
  for (const release of freed) release()
  freed.clear()
})

export const start = (form) => {
  // An upload guards itself: it leaves the page as it is.
  if (form.method !== 'post' || form.dataset.upload !== undefined) return
  let sending = false
  form.addEventListener('submit', (event) => {
    if (sending) {
      event.preventDefault()
      return
    }
    // Another part may have taken the submission over; then the form stays usable.
    if (event.defaultPrevented) return
    sending = true
    const buttons = [...form.elements].filter(({ type, disabled }) => type === 'submit' && !disabled)
    // After the browser has collected the form, or the pressed button's own name would not be sent.
    setTimeout(() => {
      for (const button of buttons) button.disabled = true
    })
    freed.add(() => {
      sending = false
      for (const button of buttons) button.disabled = false
    })
  })
}
