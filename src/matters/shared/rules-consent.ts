import { chineseDate } from '../../core/documents/dates.ts'
import type { Answers, Rule } from '../../core/matters/define.ts'
import { addDays } from '../../core/workflow/calendar.ts'

type Law = Pick<Rule, 'basis' | 'effectiveFrom' | 'stages'>

/** What is applied for; `days` after the consent, or the vote where nobody has to consent; the provision on votes. */
type Applied = { readonly title: string; readonly days: number | undefined; readonly charter: string }

/** The day it had to be applied for, counted from the unit's consent or, where there is no unit, from the vote. */
const lastDay = (
  days: number,
  answers: Answers,
): { readonly from: string; readonly last: string; readonly field: readonly [string, string] } | undefined => {
  const hasUnit = answers.value('consent', 'hasUnit')
  const field = hasUnit === 'no' ? (['resolution', 'meetingDate'] as const) : (['consent', 'consentDate'] as const)
  const [page, name] = field
  const from = answers.value(page, name)
  if (hasUnit === '' || from === '') return undefined
  return { from: hasUnit === 'no' ? '决议' : '业务主管单位同意', last: addDays(from, days), field }
}

const isLate = (days: number, answers: Answers, today: string) => {
  const end = lastDay(days, answers)
  return end && today > end.last ? end : undefined
}

/** Whoever comes late may apply all the same, and says why. */
const inTimeRules = (law: Law, days: number, title: string): readonly Rule[] => [
  {
    ...law,
    code: 'LATE-REASON',
    level: 'BLOCK',
    check: (answers, { today }) => {
      const late = isLate(days, answers, today)
      const told = ['resolution', 'consent'].some((page) => answers.value(page, 'lateReason') !== '')
      if (!late || told) return []
      const message = `应当自${late.from}之日起${days}日内（${chineseDate(late.last)}以前）申请，现在已经超过。可以申请，请在这里写明逾期的原因`
      return [{ page: late.field[0], field: 'lateReason', message }]
    },
  },
  {
    ...law,
    code: 'IN-TIME',
    level: 'WARN',
    check: (answers, { today }) => {
      const late = isLate(days, answers, today)
      if (!late) return []
      const [page, field] = late.field
      const message = `应当自${late.from}之日起${days}日内（${chineseDate(late.last)}以前）申请${title}，已经超过，由登记管理机关审查逾期说明`
      return [{ page, field, message }]
    },
  },
]

/** Rules about the consent of the supervisory unit to what was resolved: whose it is, when it came, and in time. */
export const consentRules = (law: Law, { title, days, charter }: Applied): readonly Rule[] => [
  {
    ...law,
    code: 'OWN-UNIT',
    level: 'WARN',
    check: (answers, { register }) => {
      const given = answers.value('consent', 'supervisoryUnit')
      if (!register || answers.value('consent', 'hasUnit') === '' || given === register.supervisoryUnit) return []
      const registered = register.supervisoryUnit || '没有业务主管单位'
      return [{ page: 'consent', field: 'supervisoryUnit', message: `与登记的不一致，登记的是：${registered}` }]
    },
  },
  ...(days === undefined ? [] : inTimeRules(law, days, title)),
  {
    ...law,
    code: 'CONSENT-ORDER',
    basis: charter,
    level: 'WARN',
    check: (answers) => {
      const [met, agreed] = [answers.value('resolution', 'meetingDate'), answers.value('consent', 'consentDate')]
      if (met === '' || agreed === '' || agreed >= met) return []
      const message = `早于会议日期${chineseDate(met)}，请核对：一般先由会议决定，再由业务主管单位审查同意`
      return [{ page: 'consent', field: 'consentDate', message }]
    },
  },
]
