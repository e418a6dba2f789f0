import type { Task, TaskList } from 'graphile-worker'
import type { JobName } from './db/command.ts'
import type { Deps } from './deps.ts'
import { startJobs } from './infra/jobs.ts'
import { sweepStaffChangesTask } from './modules/admin/second-person.ts'
import { sweepTriesTask } from './modules/accounts/sweep-tries.ts'
import { sweepRemindersTask } from './modules/cases/sweep-reminders.ts'
import { sweepRegistrationsTask } from './modules/binding/sweep-registrations.ts'
import { renderDocumentTask } from './modules/documents/render-document.ts'
import { sweepFilesTask } from './modules/cases/sweep-files.ts'
import { endOperationsTask } from './modules/helpdesk/end-operations.ts'
import { sweepPendingLegalTask } from './modules/legal-persons/sweep-pending.ts'
import { sendSmsTask } from './modules/messages/send-sms.ts'
import { sweepDutiesTask } from './modules/organization-home/sweep-duties.ts'
import { askForSeals, sweepSealsTask } from './modules/documents/sweep-seals.ts'
import { sweepPlannedTask } from './modules/register-desk/sweep-planned.ts'
import { sweepClocksTask } from './modules/review/sweep-clocks.ts'

/** What the job runner can do; complete by type, so that no job is queued that nobody knows. */
const taskList = (deps: Deps): TaskList =>
  ({
    'send-sms': sendSmsTask(deps),
    'end-operations': endOperationsTask(deps),
    'render-document': renderDocumentTask(deps),
    'sweep-clocks': sweepClocksTask(deps),
    'sweep-duties': sweepDutiesTask(deps),
    'sweep-files': sweepFilesTask(deps),
    'sweep-pending-legal': sweepPendingLegalTask(deps),
    'sweep-planned': sweepPlannedTask(deps),
    'sweep-registrations': sweepRegistrationsTask(deps),
    'sweep-seals': sweepSealsTask(deps),
    'sweep-reminders': sweepRemindersTask(deps),
    'sweep-staff-changes': sweepStaffChangesTask(deps),
    'sweep-tries': sweepTriesTask(deps),
  }) as const satisfies Record<JobName, Task>

/** Does jobs until stopped, with the process that seals beside it; what waits for a seal is asked for as soon as one is active. */
export const startWork = async (deps: Deps): Promise<{ stop: () => Promise<void> }> => {
  deps.seals.start(() => {
    askForSeals(deps).catch((error: unknown) => deps.log.warn({ error: String(error) }, 'what waits for a seal'))
  })
  return startJobs(deps, taskList(deps))
}
