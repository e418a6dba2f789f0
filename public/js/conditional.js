// Shows a field only while another field of the form has one of the values that call for it, or any at all where none is
// named: then while it is typed.

const current = (form, name) => {
  const ticked = new FormData(form).getAll(name)
  return ticked.length > 0 ? ticked : ['']
}

/** Whether answers call for it: one of `values` (parted by |) is among them, or without them anything is. */
export const isAsked = (answers, values) =>
  answers.some((answer) => (values === undefined ? answer.trim() !== '' : values.split('|').includes(answer)))

/** Seen only while it is asked, a field need not say when, and is needed. */
export const seenOnlyWhileAsked = (group) => {
  for (const when of group.querySelectorAll('[data-asked-when]')) {
    when.textContent = ''
    when.hidden = true
  }
  for (const needed of group.querySelectorAll('[data-needed]')) {
    if (needed.hidden) needed.hidden = false
    else needed.setAttribute('aria-required', 'true')
  }
}

export const start = (group) => {
  const form = group.closest('form')
  if (!form) return
  seenOnlyWhileAsked(group)
  const { showField, showValues } = group.dataset
  const update = () => {
    group.hidden = !isAsked(current(form, showField), showValues)
  }
  form.addEventListener(showValues === undefined ? 'input' : 'change', update)
  addEventListener('pageshow', update)
  update()
}
