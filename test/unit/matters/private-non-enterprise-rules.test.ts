import { privateNonEnterpriseEstablishment } from '../../../src/matters/establishment/private-non-enterprise/index.ts'
import { changing, describeRules, sharedCases } from './rule-cases.ts'

const { withValues, itemsOf, withItems, withItem } = changing(privateNonEnterpriseEstablishment)

const scope = (businessScopeForCertificate: string) => withValues({ registration: { businessScopeForCertificate } })
const fund = (fundAmount: string) => withValues({ funds: { fundAmount } })
const share = (nonStateShare: string) => withValues({ funds: { nonStateShare } })
const staff = (values: Readonly<Record<string, string>>) => withValues({ staffing: values })
const licence = (values: Readonly<Record<string, string>>) =>
  withValues({ licence: { needsLicence: 'yes', licenceName: '民办学校办学许可证', licenceNo: '1', ...values } })
/** So many of the council, beside the executive head and the supervisors. */
const council = (count: number) =>
  withItems('officers', [
    ...itemsOf('officers').slice(0, 1),
    ...Array.from({ length: count - 1 }, (_, index) => ({
      id: `member-${index}`,
      values: { name: '某人', orgPost: 'COUNCIL_MEMBER' },
    })),
    ...itemsOf('officers').slice(2, 3),
    ...itemsOf('officers').slice(5),
  ])

describeRules(
  privateNonEnterpriseEstablishment,
  {
    ...sharedCases(privateNonEnterpriseEstablishment, {
      prefix: 'PN',
      chair: 'COUNCIL_CHAIR',
      viceChair: 'COUNCIL_VICE_CHAIR',
      name: '山西省晋彩古建筑彩绘技艺中心',
    }),
    'PN-SPONSORS-ENOUGH': {
      faulty: [
        [
          withItems('sponsors', itemsOf('sponsors').slice(0, 1), withItems('sponsorOrgs', [])),
          { message: /不少于2名，或者举办单位不少于1个；现在有举办者1名、举办单位0个/ },
        ],
      ],
      sound: [
        withItems('sponsors', itemsOf('sponsors').slice(0, 2), withItems('sponsorOrgs', [])),
        withItems('sponsors', itemsOf('sponsors').slice(0, 1)),
        withItems('sponsors', [], withItems('sponsorOrgs', itemsOf('sponsorOrgs').slice(0, 1))),
      ],
    },
    'PN-FUND-PROVED': {
      faulty: [
        [withValues({ funds: { verificationAgency: '' } }), { field: 'verificationAgency' }],
        [withValues({ funds: { verificationNo: '' } }), { field: 'verificationNo', message: /验资报告文号/ }],
      ],
      sound: [withValues({ funds: { fundAmount: '', verificationAgency: '', verificationNo: '' } })],
    },
    'PN-FUND': {
      faulty: [[fund('2.9999'), { field: 'fundAmount', message: /3万元.*2.9999万元/ }]],
      sound: [fund('3'), fund('一万'), fund('')],
    },
    'PN-NON-STATE': {
      faulty: [[share('66.66'), { field: 'nonStateShare', message: /66.66%/ }]],
      sound: [share('66.67'), share('')],
    },
    'PN-COUNCIL-SIZE': {
      faulty: [
        [council(2), { message: /现在有2名/ }],
        [council(26), { message: /现在有26名/ }],
      ],
      sound: [council(3), council(25), withItems('officers', [])],
    },
    'PN-POSTS-FILLED': {
      faulty: [
        [withItem('officers', 0, { orgPost: 'COUNCIL_MEMBER' }), { message: /还没有添加理事长$/ }],
        [withItem('officers', 2, { orgPost: 'DEPUTY_EXECUTIVE_HEAD' }), { message: /行政负责人/ }],
        [withItems('officers', itemsOf('officers').slice(0, 5)), { message: /还没有添加监事$/ }],
      ],
      sound: [
        withItems('officers', itemsOf('officers').slice(0, 6)),
        withItems('officers', itemsOf('officers').toSpliced(5, 1)),
        withItems('officers', []),
      ],
    },
    'PN-STAFF': {
      faulty: [
        [staff({ fullTimeCount: '9' }), { field: 'fullTimeCount', message: /9人，多于从业人员总数8人/ }],
        [staff({ licensedCount: '9' }), { field: 'licensedCount', message: /9人，多于从业人员总数8人/ }],
      ],
      sound: [staff({ fullTimeCount: '8', licensedCount: '8' }), staff({ fullTimeCount: '' })],
    },
    'PN-LICENCE-VALID': {
      faulty: [[licence({ licenceUntil: '2026-11-19' }), { field: 'licenceUntil', message: /已经过期/ }]],
      sound: [
        licence({ licenceUntil: '2026-11-20' }),
        licence({ licenceUntil: '' }),
        licence({ needsLicence: 'no', licenceUntil: '2020-01-01' }),
      ],
    },
    'PN-LEGAL-REPRESENTATIVE-POST': {
      faulty: [
        [withItem('officers', 0, { orgPost: 'COUNCIL_VICE_CHAIR' }), { field: 'orgPost', itemId: 'officers-1' }],
        [withItem('officers', 0, { orgPost: 'SUPERVISOR' }), { message: /理事长或者行政负责人/ }],
      ],
      sound: ['COUNCIL_CHAIR', 'EXECUTIVE_HEAD', ''].map((orgPost) => withItem('officers', 0, { orgPost })),
    },
    'PN-CERTIFICATE-SCOPE': {
      faulty: [
        [scope('古建筑彩绘技艺的传授、房地产中介服务。'), { message: /“房地产中介服务”/ }],
        [scope('医疗美容；汽车维修'), { message: /“医疗美容”“汽车维修”/ }],
      ],
      sound: [scope('彩绘保护技术服务（依法须经批准的项目，经批准后开展）'), scope('编印技术资料')],
    },
  },
  { elsewhere: 'FOUNDATION', speaksOfNothing: ['PN-SPONSORS-GIVEN'] },
)
