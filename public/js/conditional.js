// Shows a field only while another field of the form has one of the values that call for it.

const current = (form, name) => {
  const ticked = new FormData(form).getAll(name)
  return ticked.length > 0 ? ticked : ['']
}

export const start = (group) => {
  const form = group.closest('form')
  if (!form) return
  const values = group.dataset.showValues.split('|')
  const update = () => {
    group.hidden = !current(form, group.dataset.showField).some((value) => values.includes(value))
  }
  form.addEventListener('change', update)
  addEventListener('pageshow', update)
  update()
}
