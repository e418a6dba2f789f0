import { foundationEstablishment } from '../../../src/matters/establishment/foundation/index.ts'
import { changing, describeRules, sharedCases } from './rule-cases.ts'

const { sample, withValues, itemsOf, withItems, withItem } = changing(foundationEstablishment)

const scope = (businessScopeForCertificate: string) => withValues({ registration: { businessScopeForCertificate } })
const fund = (fundAmount: string, orgKind = 'NON_PUBLIC') => withValues({ funds: { fundAmount }, name: { orgKind } })
const meeting = (values: Readonly<Record<string, string>>) => withValues({ foundingMeeting: values })
const staff = (values: Readonly<Record<string, string>>) => withValues({ staffing: values })
/** So many of the council beside the supervisors, the first ones answering like this. */
const council = (count: number, answering = 0, values: Readonly<Record<string, string>> = {}, base = sample) =>
  withItems(
    'officers',
    [
      ...Array.from({ length: count }, (_, index) => ({
        id: `member-${index}`,
        values: { name: '某人', orgPost: 'COUNCIL_MEMBER', ...(index < answering ? values : {}) },
      })),
      ...itemsOf('officers').slice(5),
    ],
    base,
  )
const privately = withValues({ funds: { privateFunded: 'yes' } })
const kin = { kinInCouncil: 'yes' }
const passport = { idType: 'PASSPORT_FOREIGN', idNumber: 'AB123456', birthDate: '1970-01-01' }
const foreignChair = (base = sample) =>
  withItems('officers', withItem('officers', 0, passport)['officers']?.items ?? [], base)

describeRules(
  foundationEstablishment,
  {
    ...sharedCases(foundationEstablishment, {
      prefix: 'FD',
      chair: 'COUNCIL_CHAIR',
      viceChair: 'COUNCIL_VICE_CHAIR',
      name: '山西省晋彩古建筑彩绘保护基金会',
    }),
    'FD-SPONSORS-ENOUGH': {
      faulty: [
        [
          withItems('sponsors', itemsOf('sponsors').slice(0, 1), withItems('sponsorOrgs', [])),
          { message: /不少于2名/ },
        ],
      ],
      sound: [withItems('sponsors', [])],
    },
    'FD-CONTRIBUTIONS': {
      faulty: [[withItem('contributors', 0, { amount: '120.0001' }), { message: /200.0001/ }]],
      sound: [withItem('contributors', 0, { amount: '' })],
    },
    'FD-FUND-PROVED': {
      faulty: [
        [withValues({ funds: { verificationAgency: '' } }), { field: 'verificationAgency' }],
        [withValues({ funds: { verificationNo: '' } }), { field: 'verificationNo', message: /验资证明文号/ }],
      ],
      sound: [withValues({ funds: { fundAmount: '', verificationAgency: '', verificationNo: '' } })],
    },
    'FD-FUND': {
      faulty: [
        [fund('199.9999'), { field: 'fundAmount', message: /非公募.*200万元.*199.9999万元/ }],
        [fund('399', 'PUBLIC'), { message: /地方性公募基金会.*400万元/ }],
      ],
      sound: [fund('200'), fund('400', 'PUBLIC'), fund('')],
    },
    'FD-PUBLIC-CHARITY': {
      faulty: [[withValues({ name: { orgKind: 'PUBLIC' }, charity: { charity: 'no' } }), { field: 'charity' }]],
      sound: [withValues({ charity: { charity: 'no' } }), withValues({ name: { orgKind: 'PUBLIC' } })],
    },
    'FD-IMPORTANT-VOTES': {
      faulty: [
        [meeting({ officersFor: '3' }), { field: 'officersFor', message: /三分之二以上通过；同意3票，实到5人/ }],
      ],
      sound: [meeting({ officersFor: '4' }), meeting({ officersFor: '2' }), meeting({ presentCount: '' })],
    },
    'FD-STAFF': {
      faulty: [
        [staff({ fullTimeCount: '0' }), { message: /至少1人/ }],
        [staff({ fullTimeCount: '5' }), { message: /5人，多于工作人员总数4人/ }],
      ],
      sound: [staff({ fullTimeCount: '4' }), staff({ fullTimeCount: '' })],
    },
    'FD-COUNCIL-SIZE': {
      faulty: [
        [council(4), { message: /现在有4名/ }],
        [council(26), { message: /现在有26名/ }],
      ],
      sound: [council(5), council(25), withItems('officers', [])],
    },
    'FD-POSTS-FILLED': {
      faulty: [
        [withItem('officers', 0, { orgPost: 'COUNCIL_MEMBER' }), { message: /还没有添加理事长$/ }],
        [withItem('officers', 2, { orgPost: 'COUNCIL_MEMBER' }), { message: /还没有添加秘书长$/ }],
        [withItems('officers', itemsOf('officers').slice(0, 5)), { message: /还没有添加监事$/ }],
      ],
      sound: [withItems('officers', itemsOf('officers').slice(0, 6)), withItems('officers', [])],
    },
    'FD-KIN-IN-COUNCIL': {
      faulty: [
        [council(6, 2, kin), { message: /不得同时担任理事：某人、某人/ }],
        [council(6, 3, kin, privately), { message: /6名理事中有3名/ }],
        [
          council(6, 2, kin, withValues({ name: { orgKind: 'PUBLIC' } }, privately)),
          { message: /除用私人财产设立的非公募基金会外/ },
        ],
      ],
      sound: [council(6, 2, kin, privately), council(6, 2, kin, withValues({ funds: { privateFunded: '' } }))],
    },
    'FD-PAID-SHARE': {
      faulty: [[council(5, 2, { paid: 'yes' }), { message: /5名理事中有2名/ }]],
      sound: [council(6, 2, { paid: 'yes' })],
    },
    'FD-PAID-PART-TIME': {
      faulty: [[withItem('officers', 2, { fullTime: 'no' }), { field: 'paid', itemId: 'officers-3' }]],
      sound: [withItem('officers', 2, { fullTime: '' }), withItem('officers', 2, { paid: 'no', fullTime: 'no' })],
    },
    'FD-SUPERVISOR-PAID': {
      faulty: [[withItem('officers', 5, { paid: 'yes' }), { field: 'paid', itemId: 'officers-6' }]],
      sound: [withItem('officers', 1, { paid: 'yes' })],
    },
    'FD-SUPERVISOR-KIN': {
      faulty: [[withItem('officers', 6, kin), { field: 'kinInCouncil', itemId: 'officers-7' }]],
      sound: [withItem('officers', 1, kin)],
    },
    'FD-SUPERVISOR-ACCOUNTANT': {
      faulty: [[withItem('officers', 5, { accountant: 'yes' }), { field: 'accountant', itemId: 'officers-6' }]],
      sound: [withItem('officers', 1, { accountant: 'yes' })],
    },
    'FD-CIVIL-SERVANT': {
      faulty: [[withItem('officers', 1, { civilServant: 'yes' }), { field: 'civilServant', itemId: 'officers-2' }]],
      sound: [withItem('officers', 3, { civilServant: 'yes' })],
    },
    'FD-LEGAL-REPRESENTATIVE-ELSEWHERE': {
      faulty: [
        [
          withItem('officers', 0, { legalRepresentativeElsewhere: 'yes' }),
          { field: 'legalRepresentativeElsewhere', itemId: 'officers-1' },
        ],
      ],
      sound: [withItem('officers', 1, { legalRepresentativeElsewhere: 'yes' })],
    },
    'FD-LEGAL-REPRESENTATIVE-RESIDENT': {
      faulty: [
        [foreignChair(), { field: 'idType', itemId: 'officers-1', message: /来自中国内地的非公募/ }],
        [foreignChair(withValues({ name: { orgKind: 'PUBLIC' } })), { message: /公募基金会的法定代表人/ }],
      ],
      sound: [foreignChair(withValues({ funds: { fromMainland: 'no' } })), withItem('officers', 1, passport)],
    },
    'FD-LEGAL-REPRESENTATIVE-POST': {
      faulty: [[withItem('officers', 0, { orgPost: 'SECRETARY_GENERAL' }), { message: /由理事长担任/ }]],
      sound: [withItem('officers', 0, { orgPost: '' })],
    },
    'FD-CERTIFICATE-SCOPE': {
      faulty: [[scope('资助古建筑彩绘的保护；汽车维修'), { message: /“汽车维修”/ }]],
      sound: [scope('奖励作出突出贡献的传承人')],
    },
  },
  { elsewhere: 'PRIVATE_NON_ENTERPRISE', speaksOfNothing: ['FD-SPONSORS-GIVEN'] },
)
