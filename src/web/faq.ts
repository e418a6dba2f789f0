import { paths } from './paths.ts'

/** Messages and situations of the FAQ source (domain.md §7.3), by their codes. */
export type FaqCode =
  'F-01' | 'F-02' | 'F-03' | 'F-04' | 'F-05' | 'F-06' | 'F-07' | 'F-08' | 'F-09' | 'F-10' | 'F-11' | 'F-12' | 'F-13'

type FaqGroup = 'register' | 'login' | 'account' | 'application' | 'browser'

export const faqGroups = {
  register: '注册账号',
  login: '登录',
  account: '修改账号信息',
  application: '填写和提交申请',
  browser: '浏览器与安全',
} as const satisfies Record<FaqGroup, string>

export type FaqEntry = {
  readonly group: FaqGroup
  readonly question: string
  /** One text a paragraph. */
  readonly answer: readonly string[]
  readonly links?: readonly { readonly href: string; readonly text: string }[]
}

const contact = { href: paths.contact, text: '登记管理机关的地址、电话和办公时间' } as const
const logIn = { href: paths.loginPersonal, text: '个人登录' } as const
const legalServices = { href: paths.legalServices, text: '已成立的社会组织怎样办理' } as const

const lostPassword =
  '忘记密码的，目前请本人带身份证原件到当地政务服务大厅重新设置；密码连续输错会暂时锁定账号，请稍后再试。'
const legalAtCounter =
  '法人账号的注册和登录目前还不能在本平台办理。需要办理变更、备案、章程核准、年报、注销的，请到登记管理机关的窗口。'
const personalPapers = '本人办理：身份证复印件（本人签字），原件当场核对；签字的用户协议。'
const agentPapers =
  '委托他人办理：委托人和受托人的身份证复印件（各自签字），受托人身份证原件当场核对；自然人授权委托书原件；签字的用户协议。授权委托书的空白表在窗口领取。'
const legalPapers =
  '法人账号另需登记证书或者营业执照复印件、法定代表人身份证复印件，都加盖公章；委托他人的，再带法人授权委托书和受托人身份证。'

/** Every message the FAQ source answers, with what helps on this portal today. */
const faq = {
  'F-01': {
    group: 'register',
    question: '注册个人账号时显示“该身份证号已被认证”，怎么办？',
    answer: [
      '说明您已经有个人账号了，不用再注册。请直接登录：用户名一栏填身份证号，再填密码和验证码。',
      lostPassword,
      '从来没有注册过却出现这个提示的，可能有人冒用您的身份证号，请拨打服务热线。',
    ],
    links: [logIn, contact],
  },
  'F-02': {
    group: 'register',
    question: '注册法人账号时显示“该统一社会信用代码已被认证”，怎么办？',
    answer: ['说明这个单位已经有法人账号。', legalAtCounter],
    links: [legalServices, contact],
  },
  'F-03': {
    group: 'register',
    question: '注册时显示“登录账号已注册”，怎么办？',
    answer: ['这个用户账号已经有人使用。请按页面上的规则换一个账号名，其他已填写的内容会保留。'],
    links: [{ href: paths.registerPersonal, text: '个人注册' }],
  },
  'F-04': {
    group: 'login',
    question: '登录个人账号时显示“用户名或密码错误”，怎么办？',
    answer: ['请检查大小写和输入法，也可以改用手机号码或者身份证号登录。', lostPassword],
    links: [logIn, contact],
  },
  'F-05': {
    group: 'login',
    question: '登录个人账号时显示“该账号不存在”，怎么办？',
    answer: ['用户名可能记错了，请改用身份证号登录。仍然显示该账号不存在的，说明还没有注册，请先注册个人账号。'],
    links: [{ href: paths.register, text: '注册' }, logIn],
  },
  'F-06': {
    group: 'login',
    question: '登录法人账号时显示“用户名或密码错误”，怎么办？',
    answer: [legalAtCounter],
    links: [legalServices, contact],
  },
  'F-07': {
    group: 'login',
    question: '登录法人账号时显示“该账号不存在”，怎么办？',
    answer: [legalAtCounter],
    links: [legalServices, contact],
  },
  'F-08': {
    group: 'account',
    question: '收不到短信验证码，或者预留的手机号不能用了，怎么办？',
    answer: [
      '先检查手机信号、欠费和短信拦截；同一号码60秒内只发送一次，每天次数有限。',
      '手机号已经不用的，请带证明材料到当地政务服务大厅修改：',
      personalPapers,
      agentPapers,
    ],
    links: [contact],
  },
  'F-09': {
    group: 'account',
    question: '账号里的姓名、手机号等信息要修改，怎么办？',
    answer: ['请带证明材料到当地政务服务大厅修改，工作人员核对后当场办理：', personalPapers, agentPapers, legalPapers],
    links: [contact],
  },
  'F-10': {
    group: 'account',
    question: '法人账号显示“实名核验失败，失败原因：验证失败，根据统一社会信用代码未查询到信息”，怎么办？',
    answer: [
      '说明登记信息库里没有查到这个统一社会信用代码。请先与登记证书逐字核对。',
      legalAtCounter,
      '代码核对无误的，请带登记证书到登记管理机关窗口核实登记信息。',
    ],
    links: [contact],
  },
  'F-11': {
    group: 'register',
    question: '注册法人账号时显示“非市场监督管理局管理企业”，怎么办？',
    answer: [
      '多半是法人类型选错了：社会团体、民办非企业单位、基金会由民政部门或者行政审批部门登记，不是企业法人，应当选社团法人。',
      legalAtCounter,
    ],
    links: [contact],
  },
  'F-12': {
    group: 'application',
    question: '带星号的都填了，还提示“带星号为必填项”，怎么办？',
    answer: [
      '在本平台不需要删掉重填：提示会写明是哪一页的哪一项，点提示就能跳到那一项；填过的内容，包括填错的，都会保留。',
      '确实想从头再来的，可以在“我的办件”中删除草稿。',
    ],
    links: [{ href: paths.applications, text: '我的办件' }],
  },
  'F-13': {
    group: 'browser',
    question: '浏览器提示网页不安全，或者页面显示不正常，怎么办？',
    answer: [
      '请用近两年更新过的浏览器（电脑或手机均可），不需要安装控件或插件，也不需要降低浏览器的安全设置。',
      '浏览器提示证书错误、网站不安全的，请不要输入密码：先核对网址是否正确，换一个网络再试，仍有提示请拨打服务热线。',
      '在公用电脑上办完以后，请点“退出”。工作人员不会向您索要密码和短信验证码。',
    ],
    links: [{ href: paths.accessibility, text: '无障碍声明' }],
  },
} as const satisfies Record<FaqCode, FaqEntry>

/** All entries in the order of their codes. */
export const faqEntries = Object.entries(faq) as readonly [FaqCode, FaqEntry][]

/** The anchor of an entry on the help page. */
export const faqAnchor = (code: FaqCode): string => code.toLowerCase()

/** The address of the entry that helps with a message. */
export const faqHref = (code: FaqCode): string => `${paths.help}#${faqAnchor(code)}`
