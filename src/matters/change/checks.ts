import type { Check } from '../../core/matters/define.ts'
import type { ChangeLaw } from './law.ts'

const stages = ['change'] as const

/** What is made sure of before a change is decided (domain.md §5.1). */
export const changeChecks = ({ regulation, article, days }: ChangeLaw): readonly Check[] => {
  const basis = `${regulation}${article}`
  return [
    {
      stages,
      code: 'CONSENT',
      text: '业务主管单位已经审查同意，与登记的业务主管单位一致；没有业务主管单位的，依法可以直接登记',
      basis,
      rules: ['OWN-UNIT'],
      shows: [
        { page: 'consent', field: 'hasUnit' },
        { page: 'consent', field: 'supervisoryUnit' },
        { page: 'consent', field: 'consentNo' },
      ],
    },
    ...(days
      ? [
          {
            stages,
            code: 'IN-TIME',
            when: { page: 'consent', field: 'hasUnit', is: ['yes'] } as const,
            text: `自业务主管单位审查同意之日起${String(days)}日内申请`,
            basis,
            rules: ['IN-TIME'],
            shows: [{ page: 'consent', field: 'consentDate' }],
          },
        ]
      : []),
    {
      stages,
      code: 'RESOLVED',
      text: '变更由章程规定的机构按照规定的人数表决通过，有会议纪要和签到册',
      basis: '章程',
      rules: ['RESOLVED'],
      shows: [
        { page: 'resolution', field: 'expectedCount' },
        { page: 'resolution', field: 'presentCount' },
        { page: 'resolution', field: 'resolutionFor' },
      ],
    },
    {
      stages,
      code: 'AREA',
      text: '新住所在登记管理机关的管辖区域内',
      basis: '《行政许可法》第三十二条（管辖）',
      rules: ['WITHIN-AREA'],
      shows: [{ page: 'domicile', field: 'address' }],
    },
    {
      stages,
      code: 'PREMISES',
      text: '新住所的使用权有证明，租赁期限符合要求',
      basis,
      rules: ['CHANGE-LEASE-ORDER', 'CHANGE-LEASE-LENGTH'],
      shows: [
        { page: 'domicile', field: 'domicileSource' },
        { page: 'domicile', field: 'leaseTo' },
      ],
    },
    {
      stages,
      code: 'CERTIFICATE',
      text: '原登记证书正本、副本齐全，有效期没有届满',
      basis: '登记管理机关要求',
    },
  ]
}
