// Shows a field only while another field of the form has one of the values that call for it.

const current = (form, name) => {
  const data = new FormData(form)
  const value = data.get(name)
  return typeof value === 'string' ? value : ''
}

export const start = (group) => {
  const form = group.closest('form')
  if (!form) return
  const values = group.dataset.showValues.split('|')
  const update = () => {
    group.hidden = !values.includes(current(form, group.dataset.showField))
  }
  form.addEventListener('change', update)
  addEventListener('pageshow', update)
  update()
}
