// What has to be taken elsewhere as it stands: a button beside it copies it, and a press into it marks it all.

import { make, makeButton } from './dom.js'

export const start = (field) => {
  const said = make('span', 'muted')
  said.setAttribute('role', 'status')
  const button = makeButton('复制', 'secondary button--small', async () => {
    try {
      await navigator.clipboard.writeText(field.value)
      said.textContent = '已复制'
    } catch {
      field.select()
      said.textContent = '没有复制成功，地址已选中，请按住复制'
    }
  })
  field.addEventListener('focus', () => field.select())
  const row = make('p', 'button-row')
  row.append(button, said)
  field.parentElement.after(row)
}
