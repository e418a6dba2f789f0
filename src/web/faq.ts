import { notAnEnterprise } from '../core/legal-persons/code.ts'
import type { Site } from '../sites/define.ts'
import { paths } from './paths.ts'

/**
 * Messages and situations people ask about, by their codes: F-01 to F-13 are the questions of the FAQ source
 * (domain.md §7.3), the rest are those of the other guides.
 */
export type FaqCode =
  | 'F-01'
  | 'F-02'
  | 'F-03'
  | 'F-04'
  | 'F-05'
  | 'F-06'
  | 'F-07'
  | 'F-08'
  | 'F-09'
  | 'F-10'
  | 'F-11'
  | 'F-12'
  | 'F-13'
  | 'F-14'
  | 'F-15'
  | 'F-16'
  | 'F-17'
  | 'F-18'

type FaqGroup = 'register' | 'login' | 'account' | 'application' | 'browser'

export const faqGroups = {
  register: '注册账号',
  login: '登录',
  account: '账号信息、手机号和实名核验',
  application: '填写和提交申请',
  browser: '浏览器与安全提示',
} as const satisfies Record<FaqGroup, string>

type FaqLink = { readonly href: string; readonly text: string }

export type FaqEntry = {
  readonly group: FaqGroup
  /** What the portal shows, word for word; absent where people have a situation and no message. */
  readonly message?: string
  /** Where and when it is met. */
  readonly when: string
  readonly question: string
  /** One text a paragraph; `{agreement}` is filled with the title of the site's agreement. */
  readonly answer: readonly string[]
  readonly links: readonly FaqLink[]
  /** Sites on which the question cannot come up leave it out. */
  readonly where?: (site: Pick<Site, 'policies' | 'logins'>) => boolean
}

const contact = { href: paths.contact, text: '登记管理机关的地址、电话和办公时间' }
const logIn = { href: paths.loginPersonal, text: '个人登录' }
const legalLogIn = { href: paths.loginLegal, text: '法人登录' }
const phoneLogIn = { href: paths.loginPhone, text: '手机快速登录' }
const recover = { href: paths.recover, text: '忘记密码' }
const register = { href: paths.registerPersonal, text: '个人注册' }
const registerLegal = { href: paths.registerLegal, text: '法人注册' }
const materials = { href: `${paths.help}#materials`, text: '用户注册和信息修改材料要求' }
const forms = { href: `${paths.help}#forms`, text: '可打印的表格' }
const centre = { href: paths.account, text: '用户中心' }

const resetPassword =
  '忘记密码的，请点“忘记密码”：向注册时预留的手机号发送短信验证码，验证后即可重新设置密码，再用新密码登录。已经实名认证的，还要填写证件号码后四位；没有认证的，请填写用户账号找回。'
const lostPhone =
  '预留的手机号已经不用、收不到短信的，请按“用户注册和信息修改材料要求”准备材料，到当地政务服务大厅修改手机号。'
const atCounter =
  '请按“用户注册和信息修改材料要求”准备身份证、登记证书（营业执照）、委托书、{agreement}等材料，带上原件和复印件到当地政务服务大厅，工作人员核对后当场办理。委托书和{agreement}可以在本页打印，登录后还可以带出您的信息。'

/** Every message the portal may show for an account, when it appears, and what helps. */
const faq = {
  'F-01': {
    group: 'register',
    message: '该身份证号已被认证',
    when: '注册个人账号时',
    question: '注册个人账号时显示“该身份证号已被认证”，怎么办？',
    answer: [
      '说明这个身份证号已经有通过实名认证的个人账号了，不用再注册。请直接登录：用户名一栏填身份证号，再填密码和验证码。',
      resetPassword,
      lostPhone,
      '从来没有认证过却出现这个提示的，可能有人冒用您的身份证号，请拨打服务热线。别人只是填写过您的号码、没有认证的，不影响您注册：您通过实名认证以后，号码就不再属于那个账号。',
    ],
    links: [logIn, recover, materials, forms],
  },
  'F-02': {
    group: 'register',
    message: '该统一社会信用代码已被认证',
    when: '注册法人账号时',
    question: '注册法人账号时显示“该统一社会信用代码已被认证”，怎么办？',
    answer: [
      '说明这个单位已经有法人账号了，不用再注册：一个统一社会信用代码只能注册一个法人账号。请直接登录：用户名一栏填统一社会信用代码，再填密码和验证码。',
      resetPassword,
      lostPhone,
      '本单位没有注册过却出现这个提示的，请拨打服务热线，或者带登记证书到当地政务服务大厅核实。',
    ],
    links: [legalLogIn, recover, materials, forms],
  },
  'F-03': {
    group: 'register',
    message: '登录账号已注册',
    when: '注册个人账号或者法人账号时',
    question: '注册时显示“登录账号已注册”，怎么办？',
    answer: [
      '这个用户账号已经有人使用，请换一个。用户账号为4至20个字符，以英文字母开头，可以含数字和下划线，不区分大小写，注册成功后不能更改。',
      '页面上会列出几个还可以使用的账号供您选择，其他已填写的内容会保留。',
    ],
    links: [register, registerLegal],
  },
  'F-04': {
    group: 'login',
    message: '用户名或密码错误',
    when: '登录个人账号时',
    question: '登录个人账号时显示“用户名或密码错误”，怎么办？',
    answer: [
      '请检查大小写和输入法，也可以改用手机号码或者身份证号登录。',
      resetPassword,
      '密码连续输错5次，账号会锁定15分钟，请稍后再试；重新设置密码以后可以马上登录。',
    ],
    links: [recover, phoneLogIn, logIn],
  },
  'F-05': {
    group: 'login',
    message: '该账号不存在',
    when: '登录个人账号时',
    question: '登录个人账号时显示“该账号不存在”，怎么办？',
    answer: [
      '用户名可能记错了，请改用身份证号登录。',
      '仍然显示该账号不存在的，说明还没有注册个人账号，请先注册。单位的账号请从“法人登录”进入。',
    ],
    links: [logIn, register, legalLogIn],
  },
  'F-06': {
    group: 'login',
    message: '用户名或密码错误',
    when: '登录法人账号时',
    question: '登录法人账号时显示“用户名或密码错误”，怎么办？',
    answer: [
      '请检查大小写和输入法，也可以改用统一社会信用代码登录。',
      '忘记密码的，请点“忘记密码”：向该账号注册时预留的法定代表人手机号发送短信验证码，再填写法定代表人证件号码后四位，验证后即可重新设置密码。',
      lostPhone,
    ],
    links: [recover, legalLogIn, materials],
  },
  'F-07': {
    group: 'login',
    message: '该账号不存在',
    when: '登录法人账号时',
    question: '登录法人账号时显示“该账号不存在”，怎么办？',
    answer: [
      '用户名可能记错了，请改用登记证书上的统一社会信用代码登录。',
      '仍然显示该账号不存在的，说明本单位还没有注册法人账号，请先注册。还没有登记成立的，请用个人账号登录。',
    ],
    links: [legalLogIn, registerLegal, logIn],
  },
  'F-08': {
    group: 'account',
    when: '需要短信验证码的每一步',
    question: '收不到短信验证码，或者预留的手机号不能用了，怎么办？',
    answer: [
      '先检查手机信号、欠费和短信拦截。同一号码60秒后可以重新获取，每天次数有限；验证码5分钟内有效，已填写的内容不会丢失。',
      '还能登录的，在用户中心可以自己更换手机号。',
      `手机号已经不用，也不能登录的，可以到政务服务大厅修改。${atCounter}`,
    ],
    links: [materials, forms, centre, contact],
  },
  'F-09': {
    group: 'account',
    when: '用户中心和登录页',
    question: '账号里的姓名、证件号码、手机号等信息要修改，怎么办？',
    answer: [
      '登录密码、手机号和电子邮箱可以在用户中心自己修改。用户账号注册后不能更改；姓名和证件号码填错的，实名认证以前可以在用户中心自己更正，认证以后在窗口修改。',
      atCounter,
    ],
    links: [centre, materials, forms, contact],
  },
  'F-10': {
    group: 'account',
    message: '实名核验失败，失败原因：验证失败，根据统一社会信用代码未查询到信息',
    when: '注册法人账号、实名认证时',
    question: '法人账号显示“实名核验失败，失败原因：验证失败，根据统一社会信用代码未查询到信息”，怎么办？',
    answer: [
      '说明登记信息库里没有查到这个统一社会信用代码。请先与登记证书逐字核对代码和单位名称。',
      `代码核对无误的，可能登记信息还没有入库，请与登记管理机关联系，或者到窗口办理。${atCounter}`,
      '您已填写的注册信息会保留24小时，核实以后可以接着办理，不用重填。',
    ],
    links: [registerLegal, materials, forms, contact],
  },
  'F-11': {
    group: 'register',
    message: notAnEnterprise,
    when: '注册法人账号、法人类型选错时',
    question: '注册法人账号时显示“非市场监督管理局管理企业”，怎么办？',
    answer: [
      '多半是法人类型选错了，请按登记证书在“法人类型”中重新选择：企业法人、社团法人、民办非企业单位、基金会、机关事业单位法人、个体工商户。社会团体选“社团法人”，不是“企业法人”。',
      `改选以后仍然显示的，请到当地政务服务大厅注册。${atCounter}`,
    ],
    links: [registerLegal, materials, forms, contact],
  },
  'F-12': {
    group: 'application',
    message: '带星号为必填项',
    when: '填写申请时',
    question: '带星号的都填了，还提示“带星号为必填项”，怎么办？',
    answer: [
      '在本平台不需要删掉重填：提示会写明是哪一页的哪一项，点提示就能跳到那一项；填过的内容，包括填错的，都会保留。',
      '确实想从头再来的，可以在“我的办件”中删除暂存办件，再重新填报。',
    ],
    links: [{ href: paths.applications, text: '我的办件' }],
  },
  'F-13': {
    group: 'browser',
    when: '登录后浏览器提示网页安全问题时',
    question: '登录后浏览器提示网页不安全，或者页面显示不正常，怎么办？',
    answer: [
      '请用近两年更新过的浏览器（电脑或手机均可）。本平台不需要安装控件或插件，也不需要降低浏览器的安全设置；要求您安装的，不是本平台。',
      '浏览器提示证书错误、网站不安全的，请不要输入密码：先核对网址是否正确，换一个网络再试，仍有提示请拨打服务热线。',
      '在公用电脑上办完以后，请点“退出”。工作人员不会向您索要密码和短信验证码。',
    ],
    links: [{ href: paths.accessibility, text: '无障碍声明' }, contact],
  },
  'F-14': {
    group: 'login',
    message: '您的账号已在其他设备登录',
    when: '登录时，或者使用中被下线时',
    question: '登录时提示该账号已在其他设备登录，怎么办？',
    answer: [
      '一个账号同一时间只能在一台设备上登录。确认是您自己在别处登录的，点“确定”即可在这里登录，另一台设备会自动下线，已保存的内容不会丢失。',
      '不是您本人登录的，请点“取消”，马上用“忘记密码”重新设置密码，并在用户中心查看登录记录。',
    ],
    links: [recover, { href: paths.accountLogins, text: '登录记录' }],
  },
  'F-15': {
    group: 'account',
    when: '法人账号登录以后',
    question: '法人账号与登记信息不一致，不能办理业务，怎么办？',
    answer: [
      '法人账号的类型、单位名称、统一社会信用代码、法定代表人应当与登记证书一字不差。页面会逐项写明哪一项不一致，以及向谁咨询。',
      `账号填错的，到窗口更正账号信息。${atCounter}`,
      '证书与登记信息库不一致的，请与颁发证书的登记管理机关联系。用个人账号登录的，不能办理已成立单位的业务，请注册法人账号。',
    ],
    links: [{ href: paths.accountMismatch, text: '查看账号与登记信息的差别' }, legalLogIn, materials, contact],
  },
  'F-16': {
    group: 'account',
    when: '首次登录绑定原系统账号时',
    question: '绑定原系统账号不成功，怎么办？',
    answer: [
      '这里填的社会组织名称、登录名和密码，都是原系统里登记管理机关分配的，不是本平台的账号和密码。请逐字核对名称，并检查大小写。',
      '仍然不能绑定的，请联系所属登记管理机关查询原系统里的名称和登录名，或者请其重置原系统密码。',
      '原系统里没有分配过账号的，请选择第二项，向登记管理机关提出申请。',
    ],
    links: [{ href: paths.bind, text: '账号绑定' }, contact],
    where: (site) => site.policies.newApplicantReview,
  },
  'F-17': {
    group: 'login',
    when: '想不起登录账号时',
    question: '忘记登录账号，怎么办？',
    answer: [
      '请用“手机快速登录”：填写注册时的手机号和短信验证码（已经实名认证的，还有证件号码后四位）即可登录，登录后在用户中心可以看到登录账号，以后就能用账号和密码登录。',
      '也可以不用账号：个人登录可填身份证号或者手机号码，法人登录可填统一社会信用代码。',
      '手机号也不用了的，拨打服务热线查询，或者到窗口办理。',
    ],
    links: [phoneLogIn, recover, materials, contact],
  },
  'F-18': {
    group: 'login',
    when: '法人登录页选择一证通登录时',
    question: '一证通登录现在不能用，怎么办？',
    answer: ['数字证书（一证通）登录还没有开通。现在请用用户名或者统一社会信用代码加密码登录，办理的事项相同。'],
    links: [legalLogIn, recover],
  },
} as const satisfies Record<FaqCode, FaqEntry>

type MessageCode = {
  [Code in FaqCode]: (typeof faq)[Code] extends { readonly message: string } ? Code : never
}[FaqCode]

/** The message of a question, word for word; pages take it from here, so that the help always quotes what they show. */
export const faqMessage = <Code extends MessageCode>(code: Code): (typeof faq)[Code]['message'] => faq[code].message

/** All entries in the order of their codes. */
export const faqEntries = Object.entries(faq) as readonly [FaqCode, FaqEntry][]

/** Those that may come up on a site, in its own words. */
export const siteFaqEntries = (site: Pick<Site, 'policies' | 'logins' | 'agreement'>): readonly [FaqCode, FaqEntry][] =>
  faqEntries
    .filter(([, entry]) => entry.where?.(site) ?? true)
    .map(([code, entry]) => [
      code,
      { ...entry, answer: entry.answer.map((line) => line.replaceAll('{agreement}', `《${site.agreement.title}》`)) },
    ])

/** The anchor of an entry on the help page. */
export const faqAnchor = (code: FaqCode): string => code.toLowerCase()

/** The address of the entry that helps with a message. */
export const faqHref = (code: FaqCode): string => `${paths.help}#${faqAnchor(code)}`

/** The same as a link with words, for the page that shows the message. */
export const faqLink = (code: FaqCode): FaqLink => ({ href: faqHref(code), text: `常见问题：${faq[code].question}` })
