import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Deps } from '../../src/deps.ts'
import { paths } from '../../src/web/paths.ts'
import { sessionCookie } from '../support/people.ts'
import type { Applicant } from './fill.ts'
import type { Server } from './machine.ts'

const usedMemory = async (deps: Deps): Promise<number> =>
  Number(/^used_memory:(\d+)/m.exec(await deps.redis.info('memory'))?.[1])

/** Bytes of Redis a logged-in session takes, from what many of them take together. */
export const sessionBytes = async (deps: Deps, count: number): Promise<number> => {
  const ids = Array.from({ length: count }, () => randomUUID())
  const before = await usedMemory(deps)
  for (const accountId of ids)
    await sessionCookie(deps, 'applicant', accountId, { accountId, csrfToken: randomBytes(16).toString('hex') })
  const bytes = ((await usedMemory(deps)) - before) / count
  for (const accountId of ids) await deps.sessions.applicant.store.endAll(accountId)
  return bytes
}

const material = 'M207'
const fileBytes = 10 * 1024 * 1024 - 1024

const pdfOf = (bytes: number): Uint8Array<ArrayBuffer> => {
  const pdf = new Uint8Array(bytes).fill('x'.charCodeAt(0))
  pdf.set(new TextEncoder().encode('%PDF-1.7\n'))
  pdf.set(randomBytes(64), 1024)
  pdf.set(new TextEncoder().encode('\n%%EOF\n'), bytes - 7)
  return pdf
}

/** How far the portal's memory rises, in bytes, while so many files of 10 MB arrive at once; and their rate. */
export const measureUploads = async (
  portal: Server,
  applicants: readonly Applicant[],
): Promise<{ readonly before: number; readonly rise: number; readonly megabytesPerSecond: number }> => {
  const { memory: before } = await portal.usage()
  let peak = before
  let running = true
  const watch = async (): Promise<void> => {
    while (running) {
      peak = Math.max(peak, (await portal.usage()).memory)
      await sleep(30)
    }
  }
  const watching = watch()
  const start = performance.now()
  await Promise.all(
    applicants.map(async ({ cookie, csrfToken, formDraft }) => {
      const form = new FormData()
      form.set('_csrf', csrfToken)
      form.append('files', new Blob([pdfOf(fileBytes)], { type: 'application/pdf' }), '材料.pdf')
      const answer = await fetch(portal.baseUrl + paths.material(formDraft, material), {
        method: 'POST',
        body: form,
        headers: { cookie },
        redirect: 'manual',
      })
      if (answer.status !== 303) throw new Error(`an upload was answered ${String(answer.status)}`)
    }),
  )
  const seconds = (performance.now() - start) / 1000
  running = false
  await watching
  return { before, rise: peak - before, megabytesPerSecond: (applicants.length * fileBytes) / 1e6 / seconds }
}
