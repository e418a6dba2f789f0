import type { Task, TaskList } from 'graphile-worker'
import type { JobName } from './db/command.ts'
import type { Deps } from './deps.ts'
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
import { sweepPlannedTask } from './modules/register-desk/sweep-planned.ts'
import { sweepClocksTask } from './modules/review/sweep-clocks.ts'

/** What the job runner can do; complete by type, so that no job is queued that nobody knows. */
export const taskList = (deps: Deps): TaskList =>
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
    'sweep-reminders': sweepRemindersTask(deps),
    'sweep-staff-changes': sweepStaffChangesTask(deps),
    'sweep-tries': sweepTriesTask(deps),
  }) as const satisfies Record<JobName, Task>
