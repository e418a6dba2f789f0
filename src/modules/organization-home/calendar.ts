import ical, { ICalAlarmType, ICalCalendarMethod, ICalEventTransparency } from 'ical-generator'
import { toldBefore, type Duty } from '../../core/register/duties.ts'

const day = 86_400
/** An alarm of a whole day rings at nine in the morning, not at midnight. */
const morning = 9 * 3600
const daysOfMonth = 30

/** Who makes a calendar, of what, and when; `home`: where the organization looks what to do. */
type Heading = {
  readonly id: string
  readonly name: string
  readonly portal: string
  readonly home: string
  readonly now: Date
}

/**
 * What an organization owes as a calendar (RFC 5545), a whole day each, with alarms as far ahead as the portal reminds.
 * Only what is due and what helps: no person, no number.
 */
export const calendarText = (heading: Heading, duties: readonly Duty[]): string => {
  const calendar = ical({
    name: heading.name,
    prodId: { company: heading.portal, product: '机构主页', language: 'ZH' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: day,
  })
  for (const { kind, key, title, dueOn, help } of duties)
    if (dueOn !== undefined)
      calendar.createEvent({
        id: `${key}@${heading.id}`,
        start: new Date(`${dueOn}T00:00:00Z`),
        allDay: true,
        stamp: heading.now,
        summary: title,
        ...(help === '' ? {} : { description: help }),
        url: heading.home,
        transparency: ICalEventTransparency.TRANSPARENT,
        alarms: [...toldBefore[kind].map((months) => months * daysOfMonth), 1].map((days) => ({
          type: ICalAlarmType.display,
          trigger: days * day - morning,
          description: title,
        })),
      })
  return calendar.toString()
}
