import { consentFrom, elected, meetingOn, money, premises, proving, working } from '../../shared/findings.ts'
import { establishmentPages } from './pages-establishment.ts'

/** What a 基金会 must show to be registered (R400 art. 8, 9), as the case shows it. */
export const proved = proving(
  consentFrom(
    ['supervision', 'supervisoryUnit'],
    ['supervisoryConsent', 'consentDate'],
    ['supervisoryConsent', 'consentDocNo'],
    '同意设立',
  ),
  money('原始基金', '验资证明'),
  ...establishmentPages.filter(({ code }) => code === 'foundingMeeting').map(meetingOn),
  elected(),
  working('工作人员'),
  premises(),
)
