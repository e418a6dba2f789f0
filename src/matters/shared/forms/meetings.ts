import { materialForm, type MaterialForm, type Told } from '../../../core/printable-forms/material-form.ts'
import { address, fifth, fourth, lead, named, second, third, typeWords } from './words.ts'

// What a meeting decided, and who was there.

const heldAt = (page: string) =>
  ({
    name: 'name',
    meeting: { page, field: 'meetingName' },
    date: { page, field: 'meetingDate' },
    place: { page, field: 'meetingPlace' },
    form: { page, field: 'meetingForm' },
    expected: { page, field: 'expectedCount' },
    present: { page, field: 'presentCount' },
  }) as const

/** What there may be votes on, by what their fields begin with (meeting.ts), and where what was discussed is said. */
const RESOLUTIONS = {
  charter: '章程草案',
  officers: '负责人选举',
  fee: '会费标准（无记名）',
  resolution: '变更的决议',
  decision: '决议',
} as const
const DISCUSSED = ['issues', 'summary'] as const
const VOTES = '表决结果（票）'
const PRESENT = '出席人员'

/** Whether it was carried stays to be written: that is what the meeting says, and its charter how. */
const votesAt =
  (page: string): MaterialForm['listed'][string] =>
  (told) => {
    const { value } = told.page(page)
    return Object.entries(RESOLUTIONS)
      .map(([prefix, title]) => [title, ...['For', 'Against', 'Abstain'].map((way) => value(`${prefix}${way}`))])
      .filter(([, ...votes]) => votes.some((count) => count !== ''))
  }

/** The meeting of the case, of whichever matter. */
const meetingSays =
  (field: string) =>
  (told: Told): string =>
    told.page('foundingMeeting').text(field) || told.page('resolution').text(field)

/** Who may come: members where there are any, the organs otherwise. */
const invited: MaterialForm['listed'][string] = (told) => {
  const members = [
    ...told
      .items('unitMembers')
      .map(({ text }) => [
        [text('orgName'), text('representative')].filter(Boolean).join('　'),
        '单位会员',
        text('phone'),
      ]),
    ...told.items('individualMembers').map(({ text }) => [text('name'), '个人会员', text('phone')]),
  ]
  return members.length > 0
    ? members
    : told.items('officers').map(({ text }) => [text('name'), text('orgPost'), text('phone')])
}

type Vote = readonly [resolution: string, inFavour: string, against: string, abstaining: string, result: string]

type Meeting = {
  readonly code: string
  readonly title: string
  readonly purpose: string
  readonly note: string
  readonly page: string
  readonly sample: { readonly name: string; readonly meeting: string; readonly count: readonly [string, string] }
  readonly discussed: string
  readonly votes: readonly Vote[]
}

const minutes = ({ code, title, purpose, note, page, sample, discussed, votes }: Meeting) =>
  materialForm({
    code,
    title,
    purpose,
    note,
    sample: {
      name: sample.name,
      meeting: sample.meeting,
      date: '2026年10月18日',
      place: '太原市迎泽区文源巷21号一层会议室',
      form: '现场会议',
      expected: sample.count[0],
      present: sample.count[1],
      chair: `${lead.name}、${third.name}`,
      discussed,
    },
    known: {
      ...heldAt(page),
      discussed: (told) =>
        DISCUSSED.map((field) => told.page(page).text(field))
          .filter(Boolean)
          .join('\n'),
    },
    listed: { [VOTES]: votesAt(page) },
    blocks: ({ row, table, hand, day }) => [
      {
        type: 'rows',
        title: '会议',
        rows: [
          row('组织名称', 'name'),
          row('会议名称', 'meeting'),
          row('日期', 'date'),
          row('地点', 'place'),
          row('会议形式', 'form'),
          row('应到人数', 'expected'),
          row('实到人数', 'present'),
          row('主持人、记录人', 'chair'),
        ],
      },
      { type: 'rows', title: '议程和主要内容', rows: [row('会议内容', 'discussed', 8)] },
      table(
        VOTES,
        [
          ['议题', 3],
          ['同意', 0.8],
          ['反对', 0.8],
          ['弃权', 0.8],
          ['是否通过', 1],
        ],
        votes,
        6,
      ),
      {
        type: 'signature',
        places: [
          hand('主持人（签字）：', lead.name),
          hand('监票人（签字）：', fourth.name),
          hand('计票人（签字）：', fifth.name),
          hand('记录人（签字）：', third.name),
        ],
        date: day('日期：', '2026年10月18日'),
      },
    ],
  })

const { SOCIAL_GROUP, PRIVATE_NON_ENTERPRISE, FOUNDATION } = typeWords

/** M212 of each type. */
export const foundingMinutes = {
  SOCIAL_GROUP: minutes({
    code: 'minutes-social-group',
    title: '成立大会会议纪要',
    purpose: '社会团体成立大会（第一次会员大会或者会员代表大会）以后写。',
    note: '附签到册。章程草案、会费标准和负责人逐项表决，票数与填写的一致；会费标准用无记名投票。',
    page: 'foundingMeeting',
    sample: { name: SOCIAL_GROUP.sample.name, meeting: SOCIAL_GROUP.meeting, count: ['80人', '72人'] },
    discussed:
      '一、筹备组报告筹备经过。二、审议章程草案。三、选举第一届理事会理事和监事，召开第一届理事会第一次会议，选举会长张晓明，副会长沈若川、温如栀，秘书长顾砚秋，张晓明任法定代表人。四、审议会费标准，无记名投票表决。五、通过住所设在山西省太原市迎泽区文源巷21号3层302室。',
    votes: [
      ['章程草案', '71', '0', '1', '通过'],
      ['理事、监事和负责人的选举', '70', '1', '1', '通过'],
      ['会费标准（无记名）', '68', '3', '1', '通过'],
    ],
  }),
  PRIVATE_NON_ENTERPRISE: minutes({
    code: 'minutes-private-non-enterprise',
    title: '第一次理事会（举办者会议）纪要',
    purpose: '民办非企业单位第一次理事会或者举办者会议以后写。',
    note: '附签到册，出席的理事（举办者）签名；章程草案和负责人逐项表决，票数与填写的一致。',
    page: 'foundingMeeting',
    sample: {
      name: PRIVATE_NON_ENTERPRISE.sample.name,
      meeting: PRIVATE_NON_ENTERPRISE.meeting,
      count: ['7人', '7人'],
    },
    discussed:
      '一、举办者报告筹备和出资情况。二、审议章程草案。三、推选第一届理事会理事长张晓明，聘任行政负责人沈若川，选举监事陆鹤鸣，张晓明任法定代表人。四、通过场所设在山西省太原市迎泽区文源巷21号3层302室。',
    votes: [
      ['章程草案', '7', '0', '0', '通过'],
      ['理事长、行政负责人和监事人选', '7', '0', '0', '通过'],
      ['场所和开办资金', '7', '0', '0', '通过'],
    ],
  }),
  FOUNDATION: minutes({
    code: 'minutes-foundation',
    title: '第一次理事会会议纪要',
    purpose: '基金会第一次理事会以后写。',
    note: '附签到册，由出席理事审阅、签名。理事会须有三分之二以上理事出席；重要事项须经出席理事三分之二以上通过（《基金会管理条例》第二十一条）。',
    page: 'foundingMeeting',
    sample: { name: FOUNDATION.sample.name, meeting: FOUNDATION.meeting, count: ['5人', '5人'] },
    discussed:
      '一、发起人报告筹备和捐赠到账情况。二、审议章程草案。三、选举理事长张晓明、副理事长沈若川、秘书长顾砚秋，张晓明任法定代表人；监事陆鹤鸣列席。四、审议公益活动的业务范围和第一年的活动计划。五、通过住所设在山西省太原市迎泽区文源巷21号3层302室。',
    votes: [
      ['章程草案', '5', '0', '0', '通过'],
      ['理事长、副理事长、秘书长人选', '5', '0', '0', '通过'],
      ['业务范围和活动计划', '5', '0', '0', '通过'],
    ],
  }),
} as const

/** C202. */
export const changeMinutes = minutes({
  code: 'minutes-change',
  title: '会议纪要（变更登记事项）',
  purpose: '按照章程召开会议、决定变更登记事项以后写。',
  note: '附签到册。由章程规定的机构决定：章程写明住所的，还要同时修改章程。票数与填写的一致。',
  page: 'resolution',
  sample: { name: SOCIAL_GROUP.sample.name, meeting: '第一届理事会第三次会议', count: ['15人', '13人'] },
  discussed:
    '原住所租期届满。会议审议关于变更住所的提案，同意将住所变更为山西省太原市迎泽区文源巷21号3层302室，由秘书处向登记管理机关申请变更登记。',
  votes: [['变更住所', '13', '0', '0', '通过']],
})

/** Of whatever is filed after a meeting. */
export const filingMinutes = minutes({
  code: 'minutes-filing',
  title: '会议纪要（备案事项）',
  purpose: '按照章程召开会议，换届、增补人员，设立机构，或者决定会费标准以后写。',
  note: '附签到册。由章程规定的机构决定，票数与填写的一致；换届和会费标准用无记名投票。',
  page: 'resolution',
  sample: { name: SOCIAL_GROUP.sample.name, meeting: '第二届第一次会员大会', count: ['80人', '72人'] },
  discussed:
    '一、审议第一届理事会工作报告和财务报告。二、选举第二届理事会理事和监事，召开第二届理事会第一次会议，选举会长张晓明，副会长沈若川，秘书长顾砚秋。',
  votes: [['负责人选举', '71', '0', '1', '通过']],
})

/** Comes with any minutes. */
export const attendance = materialForm({
  code: 'attendance',
  title: '会议签到册',
  purpose: '和会议纪要一起提交，由出席的人本人签名。',
  note: '不能代签；由他人代为出席的附委托书，并在签名栏注明。一页不够的加页。',
  sample: { meeting: SOCIAL_GROUP.meeting, date: '2026年10月18日', place: address },
  known: {
    meeting: meetingSays('meetingName'),
    date: meetingSays('meetingDate'),
    place: meetingSays('meetingPlace'),
  },
  listed: { [PRESENT]: invited },
  blocks: ({ row, table }) => [
    {
      type: 'rows',
      title: '会议',
      rows: [row('会议名称', 'meeting'), row('日期', 'date'), row('地点', 'place')],
    },
    table(
      PRESENT,
      [
        ['姓名（单位会员写单位和代表）', 2.2],
        ['身份（会员、理事、监事）', 1.3],
        ['联系电话', 1.4],
        ['本人签名', 1.3],
      ],
      [lead, second, third, fourth, fifth].map(({ name, phone }) => [name, '会员', phone, name]),
      15,
    ),
  ],
})

/** M217. */
export const fees = materialForm({
  code: 'fees',
  title: '会费标准和表决情况',
  purpose: '社会团体收取会费的，写明会费标准和无记名投票的结果。',
  note: '会费标准由会员大会或者会员代表大会以无记名投票方式表决，应当明确，不具有浮动性。票数与填写的一致。',
  sample: {
    name: SOCIAL_GROUP.sample.name,
    meeting: SOCIAL_GROUP.meeting,
    date: '2026年10月18日',
    expected: '80人',
    present: '72人',
    inFavour: '68票',
    against: '3票',
    abstaining: '1票',
  },
  known: {
    name: named.name,
    meeting: { page: 'foundingMeeting', field: 'meetingName' },
    date: { page: 'foundingMeeting', field: 'meetingDate' },
    expected: { page: 'foundingMeeting', field: 'expectedCount' },
    present: { page: 'foundingMeeting', field: 'presentCount' },
    inFavour: { page: 'foundingMeeting', field: 'feeFor' },
    against: { page: 'foundingMeeting', field: 'feeAgainst' },
    abstaining: { page: 'foundingMeeting', field: 'feeAbstain' },
  },
  blocks: ({ row, table, hand, day }) => [
    {
      type: 'rows',
      title: '会议',
      rows: [
        row('社会团体名称', 'name'),
        row('会议名称', 'meeting'),
        row('日期', 'date'),
        row('应到会员（代表）', 'expected'),
        row('实到会员（代表）', 'present'),
      ],
    },
    table(
      '会费标准（一般不超过四档）',
      [
        ['会员', 2],
        ['每年会费（元）', 1.5],
        ['享有的基本服务', 3],
      ],
      [
        ['会长单位', '5000', '参加全部活动，刊物、资料和技术咨询'],
        ['副会长、理事单位', '3000', '参加全部活动，刊物、资料和技术咨询'],
        ['单位会员', '1000', '参加年会和培训，刊物和资料'],
        ['个人会员', '100', '参加年会，刊物'],
      ],
      4,
    ),
    {
      type: 'rows',
      title: '无记名投票结果',
      rows: [row('同意', 'inFavour'), row('反对', 'against'), row('弃权', 'abstaining')],
    },
    {
      type: 'together',
      blocks: [
        { type: 'paragraph', text: '同意票超过出席会员（代表）的半数，会费标准通过。以上情况属实。' },
        {
          type: 'signature',
          places: [
            hand('主持人（签字）：', lead.name),
            hand('监票人（签字）：', fourth.name),
            hand('计票人（签字）：', fifth.name),
          ],
          date: day('日期：', '2026年10月18日'),
        },
      ],
    },
  ],
})
