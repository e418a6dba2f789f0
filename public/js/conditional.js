// Shows a field only while another field of the form has one of the values that call for it.

const current = (form, name) => {
  const ticked = new FormData(form).getAll(name)
  return ticked.length > 0 ? ticked : ['']
}

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
  const values = group.dataset.showValues.split('|')
  const update = () => {
    group.hidden = !current(form, group.dataset.showField).some((value) => values.includes(value))
  }
  form.addEventListener('change', update)
  addEventListener('pageshow', update)
  update()
}
