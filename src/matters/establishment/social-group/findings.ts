import type { Finding } from '../../shared/findings.ts'
import { consentFrom, elected, meetingOn, money, premises, proving, working } from '../../shared/findings.ts'
import { memberCounts } from './members.ts'
import { establishmentPages } from './pages-establishment.ts'

/** Members by kind (R250 art. 10(1)), each list for itself. */
const unitMembers: Finding = (answers) => {
  const { units = 0 } = memberCounts(answers) ?? {}
  return units > 0 ? `有单位会员${units}个` : undefined
}
const individualMembers: Finding = (answers) => {
  const { persons = 0 } = memberCounts(answers) ?? {}
  return persons > 0 ? `有个人会员${persons}个` : undefined
}

const council: Finding = (answers) => {
  const all = answers.number('members', 'councilCount')
  const standing = answers.number('members', 'standingCouncilCount')
  return all === undefined || all === 0
    ? undefined
    : `理事会由理事${all}人组成${standing ? `，其中常务理事${standing}人` : ''}`
}

/** What a 社会团体 must show to be registered (R250 art. 9–11), as the case shows it. */
export const proved = proving(
  consentFrom(
    ['supervision', 'supervisoryUnit'],
    ['supervisoryConsent', 'consentDate'],
    ['supervisoryConsent', 'consentDocNo'],
    '批准',
  ),
  unitMembers,
  individualMembers,
  ...establishmentPages.filter(({ code }) => code === 'foundingMeeting').map(meetingOn),
  council,
  elected(['STANDING_COUNCIL_MEMBER', 'COUNCIL_MEMBER']),
  premises(),
  working('工作人员'),
  money('活动资金'),
)
