import type { TaskList } from 'graphile-worker'
import type { JobName } from './db/command.ts'
import type { Deps } from './deps.ts'
import { renderDocumentTask } from './modules/documents/render-document.ts'
import { sendSmsTask } from './modules/messages/send-sms.ts'

/** What the job runner can do; complete by type, so that no job is queued that nobody knows. */
export const taskList = (deps: Deps): TaskList =>
  ({
    'send-sms': sendSmsTask(deps),
    'render-document': renderDocumentTask(deps),
  }) as const satisfies Partial<Record<JobName, TaskList[string]>>
