import type { Task } from 'graphile-worker'
import type { Deps } from '../../deps.ts'
import { clearFiles } from '../files/clear-files.ts'
import { purgeDrafts } from './purge-drafts.ts'

/** Clears what nobody refers to any more: drafts long deleted or idle, then the files they leave behind. */
export const sweepFilesTask =
  (deps: Deps): Task =>
  async () => {
    await purgeDrafts(deps)
    await clearFiles(deps)
  }
