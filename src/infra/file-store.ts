import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Readable } from 'node:stream'
import { Disk } from 'flydrive'
import { FSDriver } from 'flydrive/drivers/fs'

/** Files by their content: the name of a file is its SHA-256, so the same bytes are stored once. */
export type FileStore = {
  /** Takes over a file from the upload folder. Durable when it resolves; the temporary file is gone. */
  readonly take: (temporaryPath: string) => Promise<{ sha256: string; size: number }>
  readonly put: (bytes: Buffer) => Promise<{ sha256: string; size: number }>
  readonly stream: (sha256: string) => Promise<Readable>
  readonly bytes: (sha256: string) => Promise<Buffer>
  readonly has: (sha256: string) => Promise<boolean>
  readonly remove: (sha256: string) => Promise<void>
  /** Where uploads wait before they are checked. */
  readonly uploadFolder: string
}

const keyOf = (sha256: string): string => `${sha256.slice(0, 2)}/${sha256}`

const hashFile = async (path: string): Promise<{ sha256: string; size: number }> => {
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    size += chunk.length
  }
  return { sha256: hash.digest('hex'), size }
}

const flush = async (path: string): Promise<void> => {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A store below `<dataDir>/files`, private to the process's user. */
export const createFileStore = async (dataDir: string): Promise<FileStore> => {
  const root = resolve(dataDir, 'files')
  const uploadFolder = resolve(dataDir, 'uploads')
  await mkdir(root, { recursive: true, mode: 0o700 })
  // Uploads that a stopped process left half-written belong to nobody.
  await rm(uploadFolder, { recursive: true, force: true })
  await mkdir(uploadFolder, { recursive: true, mode: 0o700 })
  const disk = new Disk(new FSDriver({ location: pathToFileURL(root), visibility: 'private' }))
  return {
    uploadFolder,
    take: async (temporaryPath) => {
      const found = await hashFile(temporaryPath)
      await flush(temporaryPath)
      await disk.moveFromFs(temporaryPath, keyOf(found.sha256))
      return found
    },
    put: async (bytes) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      await disk.put(keyOf(sha256), bytes)
      return { sha256, size: bytes.length }
    },
    stream: (sha256) => disk.getStream(keyOf(sha256)),
    bytes: async (sha256) => Buffer.from(await disk.getBytes(keyOf(sha256))),
    has: (sha256) => disk.exists(keyOf(sha256)),
    remove: (sha256) => disk.delete(keyOf(sha256)),
  }
}
