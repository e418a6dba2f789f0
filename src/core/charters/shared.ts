import type { Article, Blank, Chapter, Choice, Share } from './define.ts'

// What charters of every type say in the same way; `own` is what the organization calls itself: 本会, 本单位, 本基金会.

export const OVER_HALF: Share = { text: '过半数', share: 1 / 2, over: true }
export const TWO_THIRDS: Share = { text: '三分之二以上', share: 2 / 3 }
export const ONE_THIRD: Share = { text: '三分之一以上', share: 1 / 3 }
export const ONE_FIFTH: Share = { text: '五分之一以上', share: 1 / 5 }

const answer = (label: string, page: string, field: string): Blank => ({ kind: 'answer', label, from: { page, field } })

export const sharedBlanks = {
  name: { kind: 'answer', label: '名称', from: { value: 'name' } },
  authority: { kind: 'answer', label: '登记管理机关', from: { value: 'authority' } },
  supervisoryUnit: answer('业务主管单位', 'supervision', 'supervisoryUnit'),
  partyLead: { kind: 'answer', label: '党建领导机关', from: { value: 'partyLead' } },
  address: answer('住所', 'domicile', 'address'),
  purpose: answer('宗旨', 'purpose', 'purpose'),
  businessScope: answer('业务范围', 'purpose', 'businessScope'),
  fundAmount: answer('资金数额', 'funds', 'fundAmount'),
  fundSource: answer('资金来源', 'funds', 'fundSource'),
  councilCount: { kind: 'answer', label: '理事人数', from: { value: 'councilCount' } },
  supervisorCount: { kind: 'answer', label: '监事人数', from: { value: 'supervisorCount' } },
  termYears: {
    kind: 'answer',
    label: '每届任期（年）',
    from: { page: 'term', field: 'termYears' },
    bound: { least: 1, most: 5, basis: '每届任期最长五年' },
  },
  meetingName: answer('通过章程的会议', 'foundingMeeting', 'meetingName'),
  meetingDate: answer('通过章程的日期', 'foundingMeeting', 'meetingDate'),
  charityActivities: answer('慈善活动', 'charity', 'charityActivities'),
  enName: answer('英文名称', 'registration', 'enName'),
  website: answer('网址', 'registration', 'website'),
} as const satisfies Record<string, Blank>

export const sharedChoices = {
  management: {
    label: '登记方式',
    options: [
      { code: 'DUAL', label: '有业务主管单位' },
      { code: 'DIRECT', label: '直接登记' },
    ],
    by: { from: { page: 'supervision', field: 'directRegistration' }, is: { no: 'DUAL', yes: 'DIRECT' } },
  },
  supervision: {
    label: '监督机构',
    options: [
      { code: 'BOARD', label: '设监事会' },
      { code: 'SUPERVISORS', label: '设监事' },
    ],
    by: { from: { value: 'supervision' }, is: { BOARD: 'BOARD', SUPERVISORS: 'SUPERVISORS' } },
  },
} as const satisfies Record<string, Choice>

export const DUAL = { chosen: { of: 'management', is: 'DUAL' } } as const
export const DIRECT = { chosen: { of: 'management', is: 'DIRECT' } } as const
export const BOARD = { chosen: { of: 'supervision', is: 'BOARD' } } as const
export const FEW = { chosen: { of: 'supervision', is: 'SUPERVISORS' } } as const

export const nameArticle = (own: string): Article => ({
  code: 'name',
  heading: '名称',
  text: [`${own}的名称是{{name}}。`, `${own}的英文名称是{{enName}}。`],
  compulsory: ['name'],
  note: '名称与名称核准通知书完全一致。没有英文名称的，删去第二款。',
})

export const purposeArticle = (own: string): Article => ({
  code: 'purpose',
  heading: '宗旨',
  text: [
    `${own}的宗旨：{{purpose}}。`,
    `${own}的一切活动遵守宪法、法律、法规和国家政策，践行社会主义核心价值观，弘扬爱国主义精神，遵守社会道德风尚，恪守诚信，自觉加强自律。`,
  ],
  compulsory: ['purpose', 'values'],
  note: '宗旨与申请表一致；第二款按要求写明，不能删去。',
})

export const partyArticle = (own: string): Article => ({
  code: 'party',
  heading: '党的建设',
  text: [
    `${own}坚持中国共产党的全面领导，依照中国共产党章程的规定设立党的组织，开展党的活动，并为党组织的活动提供场所、经费等必要条件。`,
    `正式党员三名以上的，单独建立党的组织；不足三名的，通过联合组建、派入党建工作指导员等方式开展党的工作，条件成熟时及时建立党的组织。`,
    `${own}的党组织发挥政治引领作用，负责人中符合条件的党员与党组织班子成员可以交叉任职；重大事项决策、重要业务活动、大额支出、接受大额捐赠和涉外活动，事先听取党组织的意见。`,
  ],
  compulsory: ['party'],
})

export const authoritiesArticle = (own: string, extra: Article['text'] = []): Article => ({
  code: 'authorities',
  heading: '管理和指导',
  text: [
    `${own}的登记管理机关是{{authority}}，党建领导机关是{{partyLead}}。`,
    { text: `${own}的业务主管单位是{{supervisoryUnit}}。`, ...DUAL },
    { text: `${own}依法直接登记，在业务上接受有关行业管理部门的指导。`, ...DIRECT },
    ...extra,
    `${own}接受上述机关、单位的业务指导和监督管理。`,
  ],
  compulsory: ['authorities'],
  note: '写机关、单位的全称。党建领导机关拿不准的，向登记管理机关或者业务主管单位询问。',
})

export const domicileArticle = (own: string): Article => ({
  code: 'domicile',
  heading: '住所',
  text: [`${own}的住所设在{{address}}。`],
  compulsory: ['domicile'],
  note: '与住所使用权证明、申请表一致，写到门牌号和房间号。',
})

export const scopeArticle = (subject: string): Article => ({
  code: 'scope',
  heading: '业务范围',
  text: [
    `${subject}业务范围：{{businessScope}}。`,
    '上述事项中依法须经批准的，经批准后开展；所开展的活动不超出登记的业务范围。',
  ],
  compulsory: ['scope'],
  note: '逐项写实，与申请表一致。须经批准的项目，在该项后面注明“经批准”。',
})

export const websiteArticle = (own: string): Article => ({
  code: 'website',
  heading: '网站',
  text: [`${own}的网址是{{website}}。`],
  note: '没有网站的，删去本条。',
})

/** `bodies`: whose meetings they are. */
export const recordsArticle = (own: string, bodies: string): Article => ({
  code: 'records',
  heading: '会议记录',
  text: [
    `${own}召开${bodies}会议，应当制作会议记录；形成决议的，制作会议纪要或者决议，由出席会议的人员或者其推举的人签名，并长期保存。`,
  ],
})

export const sealsArticle = (own: string): Article => ({
  code: 'seals',
  heading: '印章和档案',
  text: [
    `${own}制定印章、证书、文件档案的保管和使用制度，由专人保管。负责人或者经办人离任时，应当把印章、证书、档案和财务资料移交清楚；拒不移交的，${own}依法追索。`,
  ],
})

export const conflictArticle = (own: string): Article => ({
  code: 'conflict',
  heading: '利益冲突',
  text: [
    `${own}的负责人、理事、监事不得利用职务谋取不正当利益。与${own}拟作出的决定有利害关系的，应当主动说明，不参加该事项的表决，也不代替他人表决。`,
    `${own}与负责人、理事、监事及其近亲属或者其控制的单位发生交易的，按照公允的条件进行，并在会议纪要中写明。`,
  ],
})

const publicInformation = (own: string): readonly Article[] => [
  {
    code: 'disclosure',
    heading: '信息公开',
    text: [
      `${own}按照规定向社会公开登记事项、章程、组织机构、接受和使用捐赠、收费项目和标准、年度工作报告等信息，公开的内容真实、完整、及时。`,
      `${own}每年按照规定向登记管理机关报送上一年度的工作报告，接受年度检查，并对报告的真实性负责。`,
    ],
  },
  {
    code: 'spokesperson',
    heading: '新闻发言人',
    text: [`${own}建立新闻发言人制度，由理事会指定的负责人就重要活动、社会关注的事项对外发布信息。`],
  },
  {
    code: 'creditPledge',
    heading: '信用承诺',
    text: [
      `${own}建立年度信用承诺制度，每年向社会公开承诺服务内容、服务质量、收费标准和守法诚信的事项，并接受监督；违反承诺的，主动改正并向社会说明。`,
    ],
  },
]

export const disclosureChapter = (own: string): Chapter => ({
  title: '信息公开和信用承诺',
  articles: publicInformation(own),
})

/** What the Charity Law wants of a charter beside what every charter says (art. 11). `form`: 社会团体, 社会服务机构, 基金会. */
export const charityChapter = (own: string, form: string): Chapter => ({
  title: '慈善活动的特别规定',
  trait: 'CHARITY',
  articles: [
    {
      code: 'charityForm',
      heading: '慈善组织',
      text: [
        `${own}以面向社会开展慈善活动为宗旨，不以营利为目的，采取${form}的组织形式，依法登记为慈善组织。`,
        `${own}开展的慈善活动：{{charityActivities}}。`,
      ],
      compulsory: ['charityForm'],
    },
    {
      code: 'charitySources',
      heading: '财产来源和构成',
      text: [
        {
          text: `${own}的慈善财产由下列各项构成：`,
          items: [`发起人捐赠、资助的创始财产`, `募集的财产`, `依法取得的其他财产`],
        },
        `捐赠人对捐赠财产的用途有约定的，按照约定使用；确需改变用途的，应当征得捐赠人同意。`,
      ],
      compulsory: ['charitySources'],
    },
    {
      code: 'charityAssets',
      heading: '慈善财产的管理和使用',
      text: [
        `慈善财产全部用于章程规定的慈善目的，不在发起人、捐赠人和成员中分配；任何组织和个人不得私分、挪用、截留或者侵占。`,
        `${own}每年的慈善活动支出和管理费用，执行国家规定的标准；募捐成本遵循最必要的原则。不能达到标准的，向登记管理机关报告并向社会公开说明。`,
        `投资只使用非限定性资产和投资期间暂不需要拨付的限定性资产，遵循合法、安全、有效的原则，收益全部用于慈善目的；重大投资方案经理事会组成人员{{investment}}同意。`,
      ],
      compulsory: ['charityAssets'],
    },
    {
      code: 'charityProjects',
      heading: '项目管理',
      text: [
        `${own}建立慈善项目管理制度，项目立项、实施、检查、结项都有记录；受益人的确定坚持公开、公平、公正，不指定管理人员的利害关系人为受益人。`,
        `项目结束以后捐赠财产有剩余的，按照募捐方案或者捐赠协议处理；没有规定的，用于目的相同或者相近的其他慈善项目，并向社会公开。`,
      ],
      compulsory: ['charityProjects'],
    },
    {
      code: 'charityOversight',
      heading: '内部监督',
      text: [
        `监督机构对慈善财产的使用、慈善项目的实施和信息公开进行监督，发现问题的，向理事会提出意见；理事会不改正的，向登记管理机关报告。`,
        `发起人、主要捐赠人和管理人员不得利用其关联关系损害${own}、受益人的利益和社会公共利益，与${own}发生交易的，不参与有关决策，并把交易情况向社会公开。`,
      ],
      compulsory: ['charityOversight'],
    },
    {
      code: 'charityLiquidation',
      heading: '慈善组织的清算',
      text: [
        `出现终止情形的，理事会应当在三十日内成立清算组进行清算，并向社会公告。`,
        `清算以后的剩余财产，由理事会确定转给宗旨相同或者相近的慈善组织；不能确定的，由登记管理机关主持转给，并向社会公告。`,
      ],
      compulsory: ['charityLiquidation'],
    },
  ],
})

export const contributions: Blank = { kind: 'answer', label: '各出资人的出资', from: { value: 'contributions' } }

export const charityBlanks = {
  investment: {
    kind: 'share',
    label: '重大投资方案的表决',
    share: TWO_THIRDS,
    least: TWO_THIRDS,
    basis: '《慈善法》第五十五条',
  },
} as const satisfies Record<string, Blank>

/** What stands at the end of every charter. `body`: who adopted it and may interpret it. */
export const closingChapter = (own: string, interpreter: string): Chapter => ({
  title: '附则',
  articles: [
    {
      code: 'adopted',
      heading: '通过',
      text: ['本章程经{{meetingDate}}{{meetingName}}表决通过。'],
      compulsory: ['effect'],
      note: '会议名称、日期与会议纪要一致。',
    },
    {
      code: 'interpretation',
      heading: '解释和冲突',
      text: [
        `本章程由${own}${interpreter}负责解释。`,
        '本章程的规定与法律、法规、规章和国家政策不一致的，以法律、法规、规章和国家政策为准。',
      ],
      compulsory: ['effect'],
    },
    {
      code: 'effect',
      heading: '生效',
      text: ['本章程自登记管理机关核准之日起生效。'],
      compulsory: ['effect'],
    },
  ],
})
