import type { TakesOver } from '../../../core/matters/take-over.ts'
import { foundingTakesOver, fromTotal, usual } from '../shared/takes-over.ts'

/** What a 社会团体 is not asked again. */
export const takesOver: TakesOver = {
  ...foundingTakesOver,
  fields: {
    ...foundingTakesOver.fields,
    'purpose.activityArea': [{ follows: ({ known }) => known.area, text: '登记管理机关的管辖范围' }],
    'funds.fundAmount': fromTotal,
    'individualMembers.idType': usual('RESIDENT_ID'),
  },
  // Who founds is a member.
  items: {
    ...foundingTakesOver.items,
    unitMembers: [
      {
        page: 'sponsorOrgs',
        fields: { orgName: 'orgName', orgUscc: 'orgUscc', representative: 'orgHead', phone: 'orgPhone' },
      },
    ],
    individualMembers: [{ page: 'sponsors' }],
  },
}
