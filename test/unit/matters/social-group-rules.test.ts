import { socialGroupEstablishment } from '../../../src/matters/establishment/social-group/index.ts'
import { changing, describeRules, sharedCases, type Cases } from './rule-cases.ts'

const { withValues, itemsOf, withItems, withItem, withCopy } = changing(socialGroupEstablishment)
const NAME = '山西省古建筑彩绘保护协会'

const members = (unitMemberCount: string, individualMemberCount: string) =>
  withValues({ members: { unitMemberCount, individualMemberCount, councilCount: '1', standingCouncilCount: '0' } })
const meeting = (values: Readonly<Record<string, string>>) => withValues({ foundingMeeting: values })
const scope = (businessScopeForCertificate: string) => withValues({ registration: { businessScopeForCertificate } })

const shared = sharedCases(socialGroupEstablishment, {
  prefix: 'SG',
  chair: 'COUNCIL_CHAIR',
  viceChair: 'COUNCIL_VICE_CHAIR',
  name: NAME,
})

/** The shared cases of a rule with what 社会团体 are asked beside them. */
const and = (code: string, more: Cases[string]): Cases => ({
  [code]: {
    faulty: [...(shared[code]?.faulty ?? []), ...more.faulty],
    sound: [...(shared[code]?.sound ?? []), ...more.sound],
  },
})

const direct = (directKind: string) => withValues({ supervision: { directRegistration: 'yes', directKind } })
const chamber = (proposedName: string, values = {}) =>
  withValues({
    name: {
      proposedName,
      alternativeName1: '',
      alternativeName2: '',
      orgKind: 'FEDERATION',
      homePlace: '浙江省',
      ...values,
    },
  })

describeRules(
  socialGroupEstablishment,
  {
    ...shared,
    'SG-CHAMBER-NAME': {
      faulty: [
        [chamber('山西省古建筑商会'), { field: 'proposedName', message: /以“浙江商会”结尾/ }],
        [chamber('山西省浙江省商会'), { field: 'proposedName' }],
      ],
      sound: [chamber('山西省浙江商会'), chamber('山西省古建筑商会', { orgKind: 'INDUSTRY' }), chamber('')],
    },
    'SG-DIRECT-KIND': {
      faulty: [[direct('INDUSTRY'), { field: 'directKind', message: /行业性/ }]],
      sound: [
        direct('SCIENCE'),
        withValues({ name: { orgKind: 'INDUSTRY' } }, direct('INDUSTRY')),
        withValues({ name: { orgKind: 'FEDERATION', homePlace: '浙江省' } }, direct('INDUSTRY')),
      ],
    },
    'SG-SPONSORS-ENOUGH': {
      faulty: [[withItems('sponsors', itemsOf('sponsors').slice(0, 4)), { message: /发起人4名、发起单位2个/ }]],
      sound: [
        withItems('sponsors', itemsOf('sponsors').slice(0, 5), withItems('sponsorOrgs', [])),
        withItems('sponsors', [], withCopy('sponsorOrgs', 0, {})),
        withItems('sponsors', [], withItems('sponsorOrgs', [])),
      ],
    },
    'SG-MEMBERS': {
      faulty: [
        [members('0', '49'), { field: 'individualMemberCount', message: /49/ }],
        [members('29', '0'), { field: 'unitMemberCount', message: /29/ }],
        [members('29', '20'), { message: /49/ }],
        [members('0', '0'), {}],
        [withItems('unitMembers', [], withItems('individualMembers', [])), { message: /现在是0个/ }],
        [
          withItems(
            'unitMembers',
            itemsOf('unitMembers').slice(0, 2),
            withItems('individualMembers', itemsOf('individualMembers').slice(0, 47)),
          ),
          { message: /49/ },
        ],
        [withItems('individualMembers', []), { message: /单位会员不得少于30个；现在是12个/ }],
      ],
      sound: [members('0', '50'), members('30', '0'), members('30', '20'), withItems('unitMembers', [])],
    },
    'SG-MEMBERS-TWICE': {
      faulty: [
        [withCopy('individualMembers', 3, {}), { message: /“温如栀”与第4名的号码相同/ }],
        [withCopy('unitMembers', 0, { orgName: '别的名称' }), {}],
      ],
      sound: [withItems('individualMembers', itemsOf('individualMembers').slice(1))],
    },
    'SG-SPONSORS-AMONG-MEMBERS': {
      faulty: [
        [
          withItems('individualMembers', itemsOf('individualMembers').slice(1)),
          { message: new RegExp(`发起人${itemsOf('sponsors')[0]?.values['name'] ?? ''}不在个人会员名单中`) },
        ],
      ],
      sound: [withItems('individualMembers', [])],
    },
    'SG-FUND': {
      faulty: [
        [withValues({ funds: { fundAmount: '2.9999' } }), { field: 'fundAmount', message: /3万元.*2.9999/ }],
        [
          withValues({ funds: { fundAmount: '9.99' }, name: { proposedName: '中国古建筑彩绘保护协会' } }),
          { message: /全国性.*10万元/ },
        ],
      ],
      sound: [
        withValues({ funds: { fundAmount: '3' } }),
        withValues({ funds: { fundAmount: '10' }, name: { proposedName: '中国古建筑彩绘保护协会' } }),
        withValues({ funds: { fundAmount: '一万' } }),
      ],
    },
    'SG-COUNCIL-SIZE': {
      faulty: [[withValues({ members: { councilCount: '27' } }), { field: 'councilCount', message: /27.*80/ }]],
      sound: [withValues({ members: { councilCount: '26' } }), withValues({ members: { councilCount: '' } })],
    },
    'SG-STANDING-COUNCIL-SIZE': {
      faulty: [
        [withValues({ members: { councilCount: '25', standingCouncilCount: '9' } }), { field: 'standingCouncilCount' }],
      ],
      sound: [
        withValues({ members: { councilCount: '25', standingCouncilCount: '8' } }),
        withValues({ members: { standingCouncilCount: '0' } }),
      ],
    },
    'SG-COUNCIL-LISTED': {
      faulty: [[withValues({ members: { councilCount: '21' } }), { message: /理事21人.*有5名/ }]],
      sound: [withItems('officers', []), withValues({ members: { councilCount: '' } })],
    },
    'SG-STAFF': {
      faulty: [
        [withValues({ staffing: { fullTimeCount: '0' } }), { field: 'fullTimeCount' }],
        [withValues({ staffing: { fullTimeCount: '5' } }), { message: /5人，多于.*4人/ }],
      ],
      sound: [withValues({ staffing: { fullTimeCount: '4' } }), withValues({ staffing: { fullTimeCount: '' } })],
    },
    'SG-LEGAL-REPRESENTATIVE-POST': {
      faulty: [[withItem('officers', 0, { orgPost: 'COUNCIL_MEMBER' }), { field: 'orgPost', itemId: 'officers-1' }]],
      sound: ['COUNCIL_CHAIR', 'VICE_PRESIDENT', 'SECRETARY_GENERAL', ''].map((orgPost) =>
        withItem('officers', 0, { orgPost }),
      ),
    },
    'SG-LEGAL-REPRESENTATIVE-ELSEWHERE': {
      faulty: [
        [
          withItem('officers', 0, { legalRepresentativeElsewhere: 'yes' }),
          { field: 'legalRepresentativeElsewhere', itemId: 'officers-1' },
        ],
      ],
      sound: [withItem('officers', 1, { legalRepresentativeElsewhere: 'yes' })],
    },
    'SG-POSTS-FILLED': {
      faulty: [
        [withItem('officers', 2, { orgPost: 'DEPUTY_SECRETARY_GENERAL' }), { message: /秘书长/ }],
        [withItem('officers', 0, { orgPost: 'VICE_PRESIDENT' }), { message: /会长（理事长、主席）/ }],
        [withItems('officers', itemsOf('officers').slice(0, 5)), { message: /监事/ }],
      ],
      sound: [withItem('officers', 0, { orgPost: 'CHAIRPERSON' }), withItems('officers', [])],
    },
    'SG-OFFICERS-ENOUGH': {
      faulty: [[withItem('officers', 1, { orgPost: 'COUNCIL_MEMBER' }), { message: /现在有2名/ }]],
      sound: [withItems('officers', itemsOf('officers').slice(0, 3)), withItems('officers', [])],
    },
    'SG-ACTIVITY-AREA': {
      faulty: [
        [
          withValues({ purpose: { activityArea: '全国、河北省' } }),
          { field: 'activityArea', message: /“全国”“河北省”/ },
        ],
      ],
      sound: [withValues({ purpose: { activityArea: '山西省太原市' } })],
    },
    'SG-CERTIFICATE-SCOPE': {
      faulty: [
        [scope('古建筑彩绘保护的学术研究、房地产中介服务。'), { message: /“房地产中介服务”/ }],
        [scope('医疗美容；汽车维修'), { message: /“医疗美容”“汽车维修”/ }],
      ],
      sound: [scope('学术研究、技术交流（依法须经批准的项目，经批准后开展）'), scope('彩绘技艺人才培训')],
    },
    ...and('SG-VOTES-COUNT', {
      faulty: [[meeting({ feeAbstain: '2' }), { field: 'feeFor' }]],
      sound: [meeting({ feeDecided: 'no', feeFor: '900' })],
    }),
    ...and('SG-VOTES-PASSED', {
      faulty: [[meeting({ feeFor: '36' }), { field: 'feeFor' }]],
      sound: [meeting({ feeDecided: 'no', feeFor: '0' })],
    }),
  },
  { elsewhere: 'SOCIAL_GROUP', speaksOfNothing: ['SG-SPONSORS-GIVEN', 'SG-MEMBERS'] },
)
