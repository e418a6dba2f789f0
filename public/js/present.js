// Presents a certificate: the key signs the question the page brought, here in the browser; the certificate and the
// signature are sent, and nothing else.

import { createPicker } from './key-picker.js'
import { KeyFault, toBase64 } from './key/keys.js'

export const start = (form) => {
  const picker = createPicker(form.querySelector('[data-key-picker]'))
  for (const one of form.querySelectorAll('[data-without-scripts]')) one.hidden = true
  for (const one of form.querySelectorAll('[data-with-scripts]')) one.hidden = false
  let busy = false
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    if (busy) return
    busy = true
    picker.tell(undefined)
    try {
      const { key, sign } = await picker.current()
      const text = form.dataset.present
      // Asked by another address than the one in the window: somebody passes questions on.
      if (!text.split('\n').includes(`origin: ${location.origin}`)) throw new KeyFault('foreign-page')
      const signature = await sign(new TextEncoder().encode(text))
      form.elements.certificate.value = [key.certificate, ...key.chain].map(toBase64).join(' ')
      form.elements.signature.value = toBase64(signature)
      picker.forget()
      form.submit()
    } catch (fault) {
      picker.tell(fault)
      busy = false
    }
  })
}
