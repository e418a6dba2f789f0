import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { constants, copyFile, mkdir, mkdtemp, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Readable } from 'node:stream'
import { Disk } from 'flydrive'
import { FSDriver } from 'flydrive/drivers/fs'

/** What a file is known by, and its size in bytes. */
type FileFacts = { readonly sha256: string; readonly size: number }

/** Files by their content: the name of a file is its SHA-256, so the same bytes are stored once. */
export type FileStore = {
  /** Reads a waiting upload and makes sure that it is on the disk. It stays where it is. */
  readonly hash: (temporaryPath: string) => Promise<FileFacts>
  /** Takes over a file from the upload folder. Durable and whole when it resolves; the temporary file is gone. */
  readonly take: (temporaryPath: string, sha256: string) => Promise<void>
  /** Stores bytes made by the portal itself. Durable and whole when it resolves. */
  readonly put: (bytes: Buffer) => Promise<FileFacts>
  /** Puts a copy of a stored file into the upload folder, to be looked into; gives where. Whoever asked removes it. */
  readonly lend: (sha256: string) => Promise<string>
  readonly stream: (sha256: string) => Promise<Readable>
  readonly bytes: (sha256: string) => Promise<Buffer>
  readonly has: (sha256: string) => Promise<boolean>
  readonly remove: (sha256: string) => Promise<void>
  /** Hashes of what lies in the store since before `instant`, for finding files that nothing names. */
  readonly olderThan: (instant: Date) => AsyncIterable<string>
  /** Removes waiting uploads that a stopped process or a broken connection left behind. */
  readonly clearAbandoned: () => Promise<void>
  /** Where uploads wait before they are checked. */
  readonly uploadFolder: string
}

const keyOf = (sha256: string): string => `${sha256.slice(0, 2)}/${sha256}`

const flush = async (path: string): Promise<void> => {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const hashFile = async (path: string): Promise<FileFacts> => {
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    size += chunk.length
  }
  await flush(path)
  return { sha256: hash.digest('hex'), size }
}

const abandonedAfter = 3_600_000

/** Uploads that a stopped process left half-written belong to nobody; those of another running process are younger. */
const clearAbandoned = async (folder: string): Promise<void> => {
  const probe = await mkdtemp(join(folder, 'now-'))
  const { mtimeMs: now } = await stat(probe)
  await rm(probe, { recursive: true, force: true })
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const found = await stat(path).catch(() => undefined)
    if (found && now - found.mtimeMs > abandonedAfter) await rm(path, { recursive: true, force: true })
  }
}

/** A store below `<dataDir>/files`, private to the process's user. */
export const createFileStore = async (dataDir: string): Promise<FileStore> => {
  const root = resolve(dataDir, 'files')
  const uploadFolder = resolve(dataDir, 'uploads')
  await mkdir(root, { recursive: true, mode: 0o700 })
  await mkdir(uploadFolder, { recursive: true, mode: 0o700 })
  await clearAbandoned(uploadFolder)
  const disk = new Disk(new FSDriver({ location: pathToFileURL(root), visibility: 'private' }))

  // Renaming is one step: a file under its hash is whole, also when the process is killed here, and a file that is
  // there already, perhaps being read, is replaced by the same bytes.
  const take = async (temporaryPath: string, sha256: string): Promise<void> => {
    const path = join(root, keyOf(sha256))
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await rename(temporaryPath, path)
    await flush(dirname(path))
  }

  return {
    uploadFolder,
    clearAbandoned: () => clearAbandoned(uploadFolder),
    hash: hashFile,
    take,
    put: async (bytes) => {
      const temporaryPath = join(uploadFolder, randomUUID())
      await writeFile(temporaryPath, bytes, { mode: 0o600 })
      const found = await hashFile(temporaryPath)
      await take(temporaryPath, found.sha256)
      return found
    },
    lend: async (sha256) => {
      const path = join(uploadFolder, randomUUID())
      await copyFile(join(root, keyOf(sha256)), path, constants.COPYFILE_FICLONE)
      return path
    },
    stream: (sha256) => disk.getStream(keyOf(sha256)),
    bytes: async (sha256) => Buffer.from(await disk.getBytes(keyOf(sha256))),
    has: (sha256) => disk.exists(keyOf(sha256)),
    remove: (sha256) => disk.delete(keyOf(sha256)),
    olderThan: async function* (instant) {
      for (const folder of await readdir(root))
        for (const name of await readdir(join(root, folder))) {
          const found = await stat(join(root, folder, name)).catch(() => undefined)
          if (found && found.mtimeMs < instant.getTime()) yield name
        }
    },
  }
}
