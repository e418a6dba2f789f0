// A second press on a button that was pressed must not send the form twice. Pages come back from the
// browser's history with the buttons as they were left, so they are freed again on pageshow.
// And who leaves a form with something typed in it by a link is asked first, unless it is saved by itself.

const freed = new Set()
const guarded = new Set()
let leaving = false

addEventListener('pageshow', () => {
  leaving = false
  for (const release of freed) release()
  freed.clear()
})
// Where it is kept already nothing is lost.
document.addEventListener('portal:leaving', () => {
  leaving = true
})

const isTyped = (field) =>
  field.defaultValue !== undefined &&
  !['hidden', 'password', 'checkbox', 'radio', 'file', 'submit'].includes(field.type) &&
  field.value !== field.defaultValue

addEventListener('beforeunload', (event) => {
  if (leaving) return
  for (const form of guarded) if ([...form.elements].some(isTyped)) event.preventDefault()
})

export const start = (form) => {
  // An upload guards itself: it leaves the page as it is.
  if (form.method !== 'post' || form.dataset.upload !== undefined) return
  if (document.body.dataset.sessionMinutes && form.dataset.autosave === undefined) guarded.add(form)
  let sending = false
  form.addEventListener('submit', (event) => {
    if (sending) {
      event.preventDefault()
      return
    }
    // Another part may have taken the submission over; then the form stays usable.
    if (event.defaultPrevented) return
    sending = true
    leaving = true
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
