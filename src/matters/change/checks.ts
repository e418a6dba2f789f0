import type { Check } from '../../core/matters/define.ts'
import { itemsFor, whenChanged, type ChangedItem } from './items.ts'
import type { ChangeLaw } from './law.ts'

const stages = ['change'] as const

/** What is made sure of where an item changes. */
const ofItem = (basis: string): Readonly<Partial<Record<ChangedItem, readonly Check[]>>> => ({
  name: [
    {
      stages,
      code: 'NAME',
      text: '新名称符合名称管理规定，没有与他人的名称相同或者容易混淆',
      basis: '《社会组织名称管理办法》',
      when: whenChanged('name'),
      shows: [{ page: 'name', field: 'proposedName' }],
    },
  ],
  domicile: [
    {
      stages,
      code: 'AREA',
      text: '新住所在登记管理机关的管辖区域内',
      basis: '《行政许可法》第三十二条（管辖）',
      rules: ['WITHIN-AREA'],
      when: whenChanged('domicile'),
      shows: [{ page: 'domicile', field: 'address' }],
    },
    {
      stages,
      code: 'PREMISES',
      text: '新住所的使用权有证明，租赁期限符合要求',
      basis,
      rules: ['CHANGE-LEASE-ORDER', 'CHANGE-LEASE-LENGTH'],
      when: whenChanged('domicile'),
      shows: [
        { page: 'domicile', field: 'domicileSource' },
        { page: 'domicile', field: 'leaseTo' },
      ],
    },
  ],
  businessScope: [
    {
      stages,
      code: 'SCOPE',
      text: '证书业务范围没有超出业务范围；须经批准的业务已经批准',
      basis,
      rules: ['CHANGE-CERTIFICATE-SCOPE'],
      when: whenChanged('businessScope'),
      shows: [{ page: 'scope', field: 'businessScopeForCertificate' }],
    },
  ],
  legalRepresentative: [
    {
      stages,
      code: 'REPRESENTATIVE',
      text: '新任法定代表人符合任职条件，没有在不得兼任的组织担任法定代表人',
      basis,
      rules: [
        'ANOTHER-PERSON',
        'CHANGE-LEGAL-REPRESENTATIVE-POST',
        'CHANGE-LEGAL-REPRESENTATIVE-REGISTER',
        'CHANGE-OFFICER-ADULT',
        'CHANGE-OFFICER-AGE',
      ],
      when: whenChanged('legalRepresentative'),
      shows: [{ page: 'officers', field: 'predecessorStays' }],
      counts: ['officers'],
    },
    {
      stages,
      code: 'AUDIT',
      text: '原法定代表人已经离任审计，审计报告没有未处理的问题',
      basis,
      when: whenChanged('legalRepresentative'),
    },
  ],
  fund: [
    {
      stages,
      code: 'FUND',
      text: '变更后的资金不低于规定的数额，有验资报告（证明）',
      basis,
      rules: ['CHANGE-FUND'],
      when: whenChanged('fund'),
      shows: [
        { page: 'funds', field: 'fundAmount' },
        { page: 'funds', field: 'verificationNo' },
      ],
    },
  ],
  supervisoryUnit: [
    {
      stages,
      code: 'UNITS',
      text: '原业务主管单位和新业务主管单位都已经同意',
      basis,
      when: whenChanged('supervisoryUnit'),
      shows: [
        { page: 'unit', field: 'newUnit' },
        { page: 'unit', field: 'newConsentNo' },
      ],
    },
  ],
})

/** What is made sure of before a change is decided (domain.md §5.1). */
export const changeChecks = ({ orgType, regulation, article, days, organs }: ChangeLaw): readonly Check[] => {
  const basis = `${regulation}${article}`
  const own = ofItem(basis)
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
            text: `自业务主管单位审查同意之日（没有业务主管单位的，自决议之日）起${String(days)}日内申请；逾期的，原因成立`,
            basis,
            rules: ['IN-TIME'],
            shows: [
              { page: 'consent', field: 'consentDate' },
              { page: 'resolution', field: 'meetingDate' },
              { page: 'resolution', field: 'lateReason' },
              { page: 'consent', field: 'lateReason' },
            ],
          },
        ]
      : []),
    {
      stages,
      code: 'RESOLVED',
      text: '变更由章程规定的机构按照规定的人数表决通过，有会议纪要和签到册',
      basis: '章程',
      rules: [
        ...(organs.length > 1 ? ['ORGAN'] : []),
        'CHANGE-VOTES-COUNT',
        'CHANGE-VOTES-PASSED',
        'CHANGE-QUORUM',
        'TWO-THIRDS',
      ],
      shows: [
        { page: 'resolution', field: 'organ' },
        { page: 'resolution', field: 'expectedCount' },
        { page: 'resolution', field: 'presentCount' },
        { page: 'resolution', field: 'resolutionFor' },
      ],
    },
    {
      stages,
      code: 'CHARTER',
      text: '修改后的章程与变更的事项一致，内容合法，可以核准',
      basis,
      when: { page: 'resolution', field: 'charterChanged', is: ['yes'] },
    },
    ...itemsFor(orgType).flatMap(({ item }) => own[item] ?? []),
    {
      stages,
      code: 'CERTIFICATE',
      text: '原登记证书正本、副本齐全，有效期没有届满；遗失的，已经公告',
      basis: '登记管理机关要求',
    },
  ]
}
