import type { TaskList } from 'graphile-worker'
import type { Deps } from './deps.ts'

export const taskList = (_deps: Deps): TaskList => ({})
