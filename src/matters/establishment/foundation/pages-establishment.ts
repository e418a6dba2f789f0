import { foundationFields } from '../../../core/enumerations.ts'
import { fields, type Page } from '../../../core/forms/page.ts'
import { meetingFields, voteFields } from '../../shared/meeting.ts'
import { foundationContributions } from '../shared/examples.ts'
import { registrationFields } from '../shared/fields-money.ts'
import { foundationLaw as law } from '../shared/law.ts'
import { charityPage } from '../shared/pages-charity.ts'
import { consentPage, contributorsPage, termPage } from '../shared/pages-founding.ts'
import { SCOPE } from './pages-name.ts'

/** Pages of 提交成立材料, up to the council. */
export const establishmentPages = [
  {
    code: 'registration',
    title: '登记事项',
    fields: registrationFields(foundationFields, SCOPE, 'Foundation'),
  },
  charityPage('yes'),
  consentPage(law),
  contributorsPage(
    '原始基金',
    {
      name: 'receivedOn',
      label: '到账日期',
      kind: 'date',
      noLaterThanToday: true,
      hint: '存入验资账户的日期，与验资证明一致；原始基金不能用实物出资',
      source: `${law.regulation}第八条第二项`,
      example: '2026-10-12',
    },
    foundationContributions,
  ),
  {
    code: 'staffing',
    title: '工作人员',
    fields: fields(
      {
        name: 'staffCount',
        label: '工作人员总数',
        kind: 'integer',
        min: 1,
        max: 100_000,
        unit: '人',
        source: `${law.regulation}${law.articles.staff}`,
        example: '4',
      },
      {
        name: 'fullTimeCount',
        label: '专职工作人员数',
        kind: 'integer',
        min: 0,
        max: 100_000,
        unit: '人',
        hint: '与基金会签订劳动合同的人员',
        source: `${law.regulation}${law.articles.staff}`,
        example: '3',
      },
    ),
  },
  {
    code: 'foundingMeeting',
    title: '第一次理事会',
    intro: '填写第一次理事会通过章程、选举理事长、副理事长、秘书长的情况，与会议纪要一致。只有理事参加表决。',
    fields: fields(
      ...meetingFields({ name: '第一届理事会第一次会议', expected: 5, present: 5, members: ['officers'] }),
      ...voteFields('charter', '章程草案', { for: 5, against: 0, abstain: 0 }, {}),
      ...voteFields('officers', '负责人选举', { for: 5, against: 0, abstain: 0 }, {}),
      {
        name: 'issues',
        label: '会议主要议题',
        kind: 'textarea',
        max: 1000,
        example: '审议通过章程草案；选举理事长、副理事长、秘书长；通报监事的产生。',
      },
    ),
  },
  termPage,
] as const satisfies readonly Page[]
