import { chineseDate } from '../../core/documents/dates.ts'
import type { Snapshot } from '../../core/submissions/snapshot.ts'
import { stepOf } from '../../core/workflow/procedures/index.ts'
import type { StaffCase } from './case-data.ts'

type Event = StaffCase['events'][number]

/** The unit's online consent a submission rests on: the office and never who answered; what is otherwise than it saw. */
export const consentRows = ({ consent }: Snapshot) =>
  consent && [
    { label: '业务主管单位', text: consent.unit },
    { label: '文号', text: consent.number },
    { label: '同意日期', text: chineseDate(consent.date) },
    consent.changed.length === 0
      ? { label: '提交的内容', tag: { text: '与业务主管单位所见一致', tone: 'success' } }
      : {
          label: '提交的内容',
          text: `同意以后改动了：${consent.changed.join('、')}。请核实是否需要业务主管单位重新同意。`,
        },
  ]

/** Whether somebody of a supervisory unit took the step: of them the authority's pages tell the office only. */
export const isOfUnit = ({ procedure, action }: Event): boolean =>
  stepOf(procedure, action)?.by.includes('SUPERVISOR') ?? false

/** Asking the unit is between it and the applicant: officials see its consent, once what it stands for was filed. */
export const isForOfficials = ({ events }: StaffCase, event: Event): boolean =>
  isOfUnit(event)
    ? event.action === 'consent' && events.some(({ stage, action }) => stage === event.stage && action === 'submit')
    : event.action !== 'sendToUnit' && event.action !== 'takeBackFromUnit'
