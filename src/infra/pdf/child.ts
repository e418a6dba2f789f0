import type { PressJob, PressMessage } from './press.ts'
import { createPdfRenderer } from './render.ts'

// The process in which PDF files are made. It holds no key, no connection and no file but the code and the fonts; who
// asks watches its time and memory and ends it (see press.ts).

const renderer = createPdfRenderer()

const make = (job: PressJob): Promise<Buffer> => {
  switch (job.kind) {
    case 'document':
      return renderer.render(job.content, job.options)
    case 'overprintTest':
      return renderer.overprintTest(job.content, job.offset)
    case 'form':
      return renderer.form(job.form, job.print)
    case 'paper':
      return renderer.paper(job.content)
    case 'join':
      return renderer.join(job.parts)
    case 'formDocx':
      return renderer.formDocx(job.form, job.print)
    case 'charterDocx':
      return renderer.charterDocx(job.text, job.origin)
    case 'prepareSignature':
      return renderer.prepareSignature(job.pdf, job.field)
    case 'addEvidence':
      return renderer.addEvidence(job.pdf, job.evidence)
    case 'sealPicture':
      return renderer.sealPicture(job.face)
    case 'bundle':
      return renderer.bundle(job.parts, job.list, job.print)
  }
}

const say = (message: PressMessage): void => {
  process.send?.(message)
}

process.on('disconnect', () => process.exit(0))
process.on('message', (job: PressJob) => {
  make(job).then(
    (pdf) => say({ kind: 'made', pdf }),
    (error: unknown) => say({ kind: 'fault', message: error instanceof Error ? (error.stack ?? '') : String(error) }),
  )
})
say({ kind: 'ready' })
