import type { Answers } from '../../core/matters/define.ts'
import type { Counter, CounterContext } from '../../core/matters/counters.ts'
import { addDays } from '../../core/workflow/calendar.ts'
import { CREDITORS, type Ender } from './law.ts'

/** Days of the calendar (domain-2 §16.4). */
const DAYS = { group: 30, told: 10, noticed: 60, claimsTold: 30, claimsNoticed: 45, applied: 15 } as const

/** The last day to declare a claim: 30 days from being told, for everybody else 45 from the notice. */
export const claimsUntil = (answers: Answers): string =>
  [
    [answers.value('creditors', 'toldOn'), DAYS.claimsTold] as const,
    [answers.value('creditors', 'noticeOn'), DAYS.claimsNoticed] as const,
  ]
    .flatMap(([from, days]) => (from === '' ? [] : [addDays(from, days)]))
    .reduce((latest, day) => (day > latest ? day : latest), '')

const counter = (
  facts: Omit<Counter, 'dueOn' | 'doneOn'>,
  from: string,
  days: number,
  done: string | undefined,
): readonly Counter[] =>
  from === '' ? [] : [{ ...facts, dueOn: addDays(from, days), ...(done ? { doneOn: done } : {}) }]

/** What the law gives the liquidation so many days for, as far as its beginning is known. */
export const countersOf =
  ({ law }: Ender) =>
  (answers: Answers, { charity, today, appliedOn }: CounterContext): readonly Counter[] => {
    const formed = answers.value('liquidators', 'formedOn')
    const at = (field: string): string => answers.value('creditors', field)
    const until = claimsUntil(answers)
    return [
      ...(charity
        ? counter(
            {
              code: 'GROUP',
              title: '成立清算组并向社会公告',
              basis: law.charity,
              at: { page: 'liquidators', field: 'formedOn' },
            },
            answers.value('ending', 'occurredOn'),
            DAYS.group,
            formed,
          )
        : []),
      ...(at('hasKnown') === 'no'
        ? []
        : counter(
            { code: 'TOLD', title: '通知已知的债权人', basis: CREDITORS, at: { page: 'creditors', field: 'toldOn' } },
            formed,
            DAYS.told,
            at('toldOn'),
          )),
      ...counter(
        {
          code: 'NOTICED',
          title: '在报纸上公告债权债务清算',
          basis: CREDITORS,
          at: { page: 'creditors', field: 'noticeOn' },
        },
        formed,
        DAYS.noticed,
        at('noticeOn'),
      ),
      ...(until === ''
        ? []
        : [
            {
              code: 'CLAIMS',
              title: '债权人申报债权（收到通知之日起30日，未收到通知的自公告之日起45日）',
              basis: CREDITORS,
              at: { page: 'settlement', field: 'endedOn' },
              dueOn: until,
              waits: true as const,
              ...(today > until ? { doneOn: until } : {}),
            },
          ]),
      ...counter(
        { code: 'APPLIED', title: '申请注销登记', basis: law.applies, at: { page: 'settlement', field: 'endedOn' } },
        answers.value('settlement', 'endedOn'),
        DAYS.applied,
        appliedOn,
      ),
    ]
  }
