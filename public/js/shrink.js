// A photo above the limit is made smaller before it is sent: phones take pictures of more than the portal takes. What no
// browser can draw, a PDF for instance, is named with the limit at once instead of after the upload.

import { make } from './dom.js'
import { say } from './request.js'

const longestSides = [4000, 3000, 2200, 1600]
const quality = 0.85

const drawn = async (file, limit) => {
  const picture = await createImageBitmap(file)
  const canvas = document.createElement('canvas')
  try {
    for (const side of longestSides) {
      const scale = Math.min(1, side / Math.max(picture.width, picture.height))
      canvas.width = Math.round(picture.width * scale)
      canvas.height = Math.round(picture.height * scale)
      const pen = canvas.getContext('2d')
      pen.fillStyle = '#fff'
      pen.fillRect(0, 0, canvas.width, canvas.height)
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height)
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
      if (blob && blob.size <= limit)
        return new File([blob], `${file.name.replace(/\.\w+$/, '')}.jpg`, { type: 'image/jpeg' })
    }
  } finally {
    picture.close()
  }
  return undefined
}

const megabytes = (bytes) => (bytes / 1024 / 1024).toFixed(1)

export const start = (input) => {
  const limit = Number(input.dataset.maxBytes)
  const region = make('p', 'field-live')
  region.setAttribute('role', 'status')
  input.after(region)
  let running
  let tooLarge = false

  const shrink = async () => {
    const chosen = [...input.files]
    const files = new DataTransfer()
    const words = []
    let good = true
    for (const file of chosen) {
      if (file.size <= limit) {
        files.items.add(file)
        continue
      }
      say(region, `正在缩小“${file.name}”…`)
      const smaller = await drawn(file, limit).catch(() => undefined)
      files.items.add(smaller ?? file)
      good &&= smaller !== undefined
      words.push(
        smaller
          ? `“${file.name}”已从 ${megabytes(file.size)} MB 缩小到 ${megabytes(smaller.size)} MB。`
          : `“${file.name}”有 ${megabytes(file.size)} MB，超过了 ${megabytes(limit)} MB，请缩小或者分成几个文件后再选。`,
      )
    }
    // Somebody may have chosen others meanwhile: those have a run of their own.
    if (words.length > 0 && chosen.every((file, n) => file === input.files[n])) input.files = files.files
    tooLarge = !good
    say(region, words.join(''), words.length > 0 ? good : undefined)
  }

  input.addEventListener('change', () => {
    const mine = shrink().finally(() => {
      if (running === mine) running = undefined
    })
    running = mine
  })
  // Before the other listeners of the form: what is sent must be the smaller one.
  input.form?.addEventListener(
    'submit',
    (event) => {
      if (!running && !tooLarge) return
      event.preventDefault()
      event.stopImmediatePropagation()
      const { submitter } = event
      if (running) void running.then(() => input.form.requestSubmit(submitter))
      // It would be sent for nothing, and take the page with what is typed there along.
      else input.focus()
    },
    true,
  )
}
