import { cleanFileName } from '../../core/files.ts'
import type { FileType } from '../../core/matters/define.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import type { Files } from '../../web/route.ts'
import { inspectFile } from './inspect.ts'

export type ReceivedFile = {
  readonly sha256: string
  readonly size: number
  readonly type: FileType
  readonly name: string
  /** Where it waits in the upload folder; absent when the store has it already. */
  readonly path?: string
}

/** Checks each uploaded file from its bytes; good ones wait for the store, for the others it is said why not. */
export const receiveFiles = async (
  deps: Pick<Deps, 'files'>,
  files: Files,
  accept: readonly FileType[],
): Promise<{ readonly received: ReceivedFile[]; readonly errors: string[] }> => {
  const received: ReceivedFile[] = []
  const errors: string[] = []
  for (const file of files) {
    const name = cleanFileName(file.originalname)
    const found = await inspectFile(file.path, name, accept)
    if (found.ok) received.push({ ...(await deps.files.hash(file.path)), type: found.type, name, path: file.path })
    else errors.push(`${name}：${found.message}`)
  }
  return { received, errors }
}

/** Records a file and moves it into the store, in the transaction of what will name it. */
export const keepFile = async (tx: Transaction, deps: Pick<Deps, 'files'>, file: ReceivedFile): Promise<void> => {
  await tx
    .trx('stored_file')
    .insert({ sha256: file.sha256, size: file.size, type: file.type, created_at: tx.now })
    .onConflict('sha256')
    .ignore()
  // After the row: should the sweeper be removing the same bytes at this moment, the row waits until they are gone.
  if (file.path !== undefined) await deps.files.take(file.path, file.sha256)
}
