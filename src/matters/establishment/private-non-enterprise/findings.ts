import { chineseDate } from '../../../core/documents/dates.ts'
import type { Finding } from '../../shared/findings.ts'
import { consentFrom, elected, meetingOn, money, premises, proving, working } from '../../shared/findings.ts'
import { pages } from './pages.ts'

/** The licence its business calls for. */
const licence: Finding = (answers) => {
  const at = (field: string): string => answers.value('licence', field)
  if (at('licenceName') === '' || at('licenceNo') === '') return undefined
  const until = at('licenceUntil') === '' ? '' : `，有效期至${chineseDate(at('licenceUntil'))}`
  return `已取得${at('licenceName')}（编号${at('licenceNo')}${until}）`
}

/** What a 民办非企业单位 must show to be registered (R251 art. 8, 9), as the case shows it. */
export const proved = proving(
  consentFrom(
    ['supervision', 'supervisoryUnit'],
    ['supervisoryConsent', 'consentDate'],
    ['supervisoryConsent', 'consentDocNo'],
    '批准',
  ),
  licence,
  ...pages.filter(({ code }) => code === 'foundingMeeting').map(meetingOn),
  elected(),
  working('从业人员'),
  money('开办资金'),
  premises(),
)
