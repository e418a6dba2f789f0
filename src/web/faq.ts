import { notAnEnterprise } from '../core/legal-persons/code.ts'
import type { Site } from '../sites/define.ts'
import { paths } from './paths.ts'

/**
 * Messages and situations people ask about, by their codes: F-01 to F-13 are the questions of the FAQ source
 * (domain.md §7.3), F-14 to F-18 those of the other guides, the rest what else stops people (domain.md §7.1 to §7.7).
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
  | 'F-19'
  | 'F-20'
  | 'F-21'
  | 'F-22'
  | 'F-23'
  | 'F-24'
  | 'F-25'
  | 'F-26'
  | 'F-27'
  | 'F-28'
  | 'F-29'
  | 'F-30'
  | 'F-31'
  | 'F-32'
  | 'F-33'
  | 'F-34'
  | 'F-35'
  | 'F-36'
  | 'F-37'
  | 'F-38'
  | 'F-39'
  | 'F-40'
  | 'F-41'
  | 'F-42'
  | 'F-43'

type FaqGroup = 'register' | 'login' | 'account' | 'case' | 'browser'

export const faqGroups = {
  register: '注册账号',
  login: '登录',
  account: '账号信息、手机号和实名核验',
  case: '填写和提交申请',
  browser: '浏览器与安全提示',
} as const satisfies Record<FaqGroup, string>

/** What of a site decides which questions come up on it, and in which words. */
export type FaqSite = Pick<Site, 'policies' | 'logins' | 'agreement' | 'personalSubtypes'>

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
  /** Other words people look for it by. */
  readonly keywords?: readonly string[]
  /** Sites on which the question cannot come up leave it out. */
  readonly where?: (site: FaqSite) => boolean
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

/** The guides to founding each type online, at one of their parts. */
const guides = (part: string, title: string): readonly FaqLink[] =>
  [
    ['social-group-establishment', '社会团体'],
    ['private-non-enterprise-establishment', '民办非企业单位'],
  ].map(([matter = '', type]) => ({ href: `${paths.guide(matter)}#${part}`, text: `${title}（${type}）` }))

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
    keywords: ['身份证已认证', '身份证被占用', '被人冒用'],
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
      '说明这个单位已经有法人账号了，不用再注册：一个统一社会信用代码只能有一个法人账号；法定代表人变更登记以后，新法定代表人可以重新注册。请直接登录：用户名一栏填统一社会信用代码，再填密码和验证码。',
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
    keywords: ['账号名', '用户名被占用'],
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
    keywords: ['密码错误', '忘记密码', '密码忘了', '账号锁定', '被锁'],
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
    keywords: ['登录不了', '登不上', '登录不上去'],
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
    keywords: [
      '手机号换了',
      '手机号码换了',
      '换手机号',
      '换号',
      '更换手机',
      '手机丢了',
      '停机',
      '收不到短信',
      '没有短信',
      '预留手机号',
      '短信',
    ],
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
    keywords: ['改名', '改名字', '改姓名', '名字填错', '身份证号填错', '修改信息', '更正'],
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
    keywords: ['核验失败', '认证失败', '查不到单位'],
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
    keywords: ['企业类型', '法人类型'],
    question: '注册法人账号时显示“非市场监督管理局管理企业”，怎么办？',
    answer: [
      '多半是法人类型选错了，请按登记证书在“法人类型”中重新选择：企业法人、社团法人、民办非企业单位、基金会、机关事业单位法人、个体工商户。社会团体选“社团法人”，不是“企业法人”。',
      `改选以后仍然显示的，请到当地政务服务大厅注册。${atCounter}`,
    ],
    links: [registerLegal, materials, forms, contact],
  },
  'F-12': {
    group: 'case',
    message: '带星号为必填项',
    when: '填写申请时',
    keywords: ['必填项', '删除草稿', '暂存'],
    question: '带星号的都填了，还提示“带星号为必填项”，怎么办？',
    answer: [
      '在本平台不需要删掉重填：提示会写明是哪一页的哪一项，点提示就能跳到那一项；填过的内容，包括填错的，都会保留。',
      '确实想从头再来的，可以在“我的办件”中删除暂存办件，再重新填报。',
    ],
    links: [{ href: paths.cases, text: '我的办件' }],
  },
  'F-13': {
    group: 'browser',
    when: '登录后浏览器提示网页安全问题时',
    keywords: ['浏览器', '打不开', '安全提示', '控件'],
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
    keywords: ['被下线', '被挤下线', '多处登录', '单点登录'],
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
    keywords: ['信息不一致', '进不去系统', '用户类型'],
    question: '法人账号与登记信息不一致，不能办理业务，怎么办？',
    answer: [
      '法人账号的类型、单位名称、统一社会信用代码、法定代表人应当与登记证书一字不差。页面会逐项写明哪一项不一致，以及向谁咨询。',
      `账号填错的，到窗口更正账号信息。${atCounter}`,
      '证书与登记信息库不一致的，请与颁发证书的登记管理机关联系。用个人账号登录的，只有单位委任的经办人可以替单位办理；没有委任的，请用单位的法人账号登录。',
      '登记的法定代表人变更以后，原来的法人账号可以查看和填写，不能提交和委任经办人：由新法定代表人重新办理法人注册，原来的账号即不再代表单位；也可以到窗口办理账号的“变更法定代表人”，继续用原来的账号。',
    ],
    links: [{ href: paths.accountMismatch, text: '查看账号与登记信息的差别' }, legalLogIn, materials, contact],
  },
  'F-16': {
    group: 'account',
    when: '首次登录绑定原系统账号时',
    keywords: ['绑定', '原系统', '老账号', '旧系统'],
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
    keywords: ['忘记账号', '账号忘了', '几个账号'],
    question: '忘记登录账号，怎么办？',
    answer: [
      '请用“手机快速登录”：填写注册时的手机号和短信验证码（已经实名认证的，还有证件号码后四位）即可登录，登录后在用户中心可以看到登录账号，以后就能用账号和密码登录。',
      '也可以不用账号：个人登录可填身份证号或者手机号码，法人登录可填统一社会信用代码。同一手机号有几个账号的，登录时会请您选择。',
      '手机号也不用了的，拨打服务热线查询，或者到窗口办理。',
    ],
    links: [phoneLogIn, recover, materials, contact],
  },
  'F-18': {
    group: 'login',
    when: '法人登录页选择一证通登录时',
    keywords: ['一证通', '数字证书', '电子签章', '签章', 'UKey', 'CA证书'],
    question: '怎样用一证通证书登录，登录不成功怎么办？',
    answer: [
      '在法人登录页点“一证通方式”，选择证书，填写证书密码，点“授权并登录”。第一次登录要绑定：填写不用证书登录时的用户名和密码，点“绑定”；忘记了的，在绑定页向登记管理机关申请重置。',
      '没有登录成功的，页面会说明是证书过期、吊销、没有生效、介质锁定还是读不出来，以及怎么办。证书的续期、解锁和密码重置由证书颁发机构办理。',
      '急着办事的，用用户名或者统一社会信用代码加密码登录，办理的事项相同。',
      '平台生成的材料（申请表、声明签章页、章程等）可以用绑定的证书签章：在材料页点“在线签章”，再到“待签章”签章，不用打印和上传。没有证书的，打印签字盖章以后扫描上传。',
    ],
    links: [legalLogIn, recover],
  },
  'F-19': {
    group: 'register',
    when: '注册时选择个人注册或者法人注册',
    keywords: ['注册哪个', '选错', '自然人用户', '法人用户', '账号类型'],
    question: '个人注册和法人注册该选哪个，选错了怎么办？',
    answer: [
      '还没有登记证书、要申请成立社会组织的，选“个人注册”；已经成立、有登记证书的，选“法人注册”。',
      '两种账号不能互相转换。选错了的，用另一种再注册一个；不用的账号可以在用户中心注销。同一个人可以有一个个人账号，又为几个单位办理法人账号。',
    ],
    links: [register, registerLegal, { href: paths.accountClose, text: '注销账号' }],
  },
  'F-20': {
    group: 'register',
    when: '个人注册时选择注册类型',
    keywords: ['自然人', '个体自然人', '个体工商户', '注册类型'],
    question: '“自然人”和“个体自然人（个体工商户）”选哪一个？',
    answer: [
      '一般选“自然人”。由企业或者个体工商户发起的，可以选“个体自然人（个体工商户）”，要填营业执照上的统一社会信用代码。两种都能申请成立社会组织。',
    ],
    links: [register],
    where: (site) => site.personalSubtypes.length > 1,
  },
  'F-21': {
    group: 'register',
    when: '注册个人账号或者法人账号时',
    keywords: ['填谁的', '经办人', '法定代表人手机号', '法人换了', '法定代表人变更', '代表人换了'],
    question: '注册时填经办人的信息，还是法定代表人的信息？',
    answer: [
      '个人注册可以填经办人的，也可以填拟任法定代表人的；开始申请时再选择“您是”。以后换人办理的，可以把办件移交给对方的账号。',
      '法人注册填登记证书上的法定代表人和他本人的手机号，另填经办人。法定代表人已经更换、还没有办理变更登记的，请先到登记管理机关办理变更登记。',
    ],
    links: [register, registerLegal, contact],
  },
  'F-22': {
    group: 'register',
    when: '法人注册、登记证书是旧证时',
    keywords: ['旧证', '老证书', '组织机构代码', '没有统一社会信用代码', '证书编号', '企业实名认证失败'],
    question: '证书上没有统一社会信用代码，或者实名认证一直不成功，怎么办？',
    answer: [
      '2015年以前的旧证书，在“统一社会信用代码”一栏填写9位组织机构代码或者证书编号。',
      '单位名称要与登记证书一字不差，法人类型按证书的种类选择。仍然不成功的，页面会写明是哪一项，以及怎样到窗口办理；核验服务没有应答的，填好的内容保留24小时，不用重填。',
    ],
    links: [registerLegal, materials, contact],
  },
  'F-23': {
    group: 'register',
    when: '注册账号时',
    keywords: ['登录名', '用户名', '用户账号', '登录账号', '改登录名'],
    question: '登录名（用户账号）怎么取，以后能改吗？',
    answer: [
      '操作指南中的“登录名”“登录账号”就是本平台的“用户账号”：4至20个字符，以英文字母开头，可以含数字和下划线，不区分大小写。填好以后页面会提示有没有人使用。',
      '注册成功后不能修改。忘记了的，用“手机快速登录”进入用户中心查看。',
    ],
    links: [register, phoneLogIn, centre],
  },
  'F-24': {
    group: 'register',
    when: '注册和重新设置密码时',
    keywords: ['密码规则', '密码太简单', '设置密码', '密码不符合', '原来的密码'],
    question: '密码总是不符合要求，怎么设置？',
    answer: [
      '密码为8至128个字符，小写字母、大写字母、数字、其他字符（符号、汉字等）中至少有三种；不能含用户账号、手机号、证件号码，也不能是常见密码。原系统的密码不符合要求的，要换一个。',
    ],
    links: [recover, { href: paths.accountPassword, text: '修改密码' }],
  },
  'F-25': {
    group: 'login',
    when: '登录、注册和找回密码时',
    keywords: ['验证码', '看不清', '图形验证码', '验证码错误'],
    question: '验证码看不清，或者总是提示错误，怎么办？',
    answer: [
      '点“看不清，换一张”可以换图片，点“换成文字题”可以改答一道文字题，已填写的内容不会丢失。验证码5分钟内有效，只能用一次，输错了会换新的，不计入密码错误次数。',
    ],
    links: [logIn, legalLogIn],
  },
  'F-26': {
    group: 'account',
    when: '个人账号实名认证时',
    keywords: ['人脸', '刷脸', '实名', '实名认证', '银联卡', '社保卡', '摄像头', '暂不实名认证', '认证不了'],
    question: '实名认证（刷脸、银联卡、社会保障卡）不成功，怎么办？',
    answer: [
      '三种方式任选一种。一种不成功或者暂停服务的，换另一种；没有摄像头的，刷脸可以上传近期正面照片。姓名或者身份证号码填错的，先在用户中心更正。',
      '可以先选“暂不实名认证”：能登录、填写和保存，要求认证的环节提交以前再认证。每天的次数有限，用完了第二天再试。',
      '用护照等其他证件的，或者网上一直不成功的，带证件原件到登记管理机关窗口核验。',
    ],
    links: [
      { href: paths.verify, text: '实名认证' },
      { href: paths.accountIdentity, text: '更正姓名和证件号码' },
      contact,
    ],
  },
  'F-27': {
    group: 'account',
    when: '用户中心',
    keywords: ['注销', '注销账号', '删除账号', '销户', '不用了'],
    question: '怎样注销账号？',
    answer: [
      '登录后在用户中心点“注销账号”，用短信验证码确认。还有没办完的办件的，先办结、撤回、删除或者移交给他人。注销以后不能恢复，已经提交的办件和文书按档案规定保存。',
      '不能登录、收不到短信的，带身份证件（单位带登记证书）和写明原因的注销申请到当地政务服务大厅，两名工作人员核对后注销，条件相同。',
      '这里注销的是登录账号。社会组织本身的注销登记，由登记管理机关办理，见“法人服务”。',
    ],
    links: [
      { href: paths.accountClose, text: '注销账号' },
      { href: paths.legalServices, text: '法人服务：注销登记' },
    ],
  },
  'F-28': {
    group: 'account',
    when: '登录以后要求再次同意时',
    keywords: ['协议', '不同意', '隐私', '重新同意'],
    question: '为什么又要我同意协议，不同意会怎样？',
    answer: [
      '{agreement}或者《隐私声明》有了新版本，要重新征得您的同意。不同意的，仍然可以查看办件和消息、下载自己的数据、撤回申请、注销账号；新的申请要同意以后才能办理。',
    ],
    links: [
      { href: paths.agreement, text: '查看协议' },
      { href: paths.privacy, text: '隐私声明' },
    ],
  },
  'F-29': {
    group: 'account',
    when: '委托他人到窗口办理时',
    keywords: ['委托', '委托书', '代办', '授权', '过期', '材料不全'],
    question: '可以委托别人到窗口办吗？委托书过期了怎么办？',
    answer: [
      '可以。受托人带委托书和双方的证件，按“委托他人办理”的清单准备。委托书自委托之日起一个月内有效，不能转委托，要勾选所办的事项；过期的要重新签。',
      '清单上的材料少一项，窗口就不能办结，已核对的会保留，补齐以后接着办。',
    ],
    links: [materials, forms],
  },
  'F-30': {
    group: 'case',
    when: '申请以前',
    keywords: ['多少钱', '费用', '收费', '免费', '要不要钱', '注册资金', '活动资金', '开办资金', '验资'],
    question: '办理登记要多少钱？',
    answer: [
      '登记不收费，使用本平台也不收费。',
      '社会组织本身要有合法的资金：地方性社会团体和跨行政区域的社会团体有3万元以上的活动资金，民办非企业单位有与业务活动相适应的开办资金。资金归社会组织所有，不是交给登记管理机关的。',
    ],
    links: guides('conditions', '办理条件'),
  },
  'F-31': {
    group: 'case',
    when: '提交成立材料时，或者成立以后修改章程时',
    keywords: ['章程', '章程范本', '章程草案', '修改章程', '章程核准'],
    question: '章程怎么交，成立以后怎么改？',
    answer: [
      '成立时，参照章程示范文本起草章程草案，经社会团体的成立大会或者民办非企业单位的第一次理事会通过，在第三个环节“提交成立材料”中上传，每页加盖骑缝章或者由法定代表人签名。',
      '章程示范文本有DOCX和PDF，必须写明的条款标有“★”，在“空白表和样例”下载；在申请里“章程草案”的上传页面下载的，已经填入您填写的内容。',
      '成立以后修改章程，社会团体由会员大会或者会员代表大会、民办非企业单位由理事会通过，再用法人账号在“法人服务”申请章程核准：可以逐条修改，也可以读入改好的章程，修改对照表由系统生成。',
    ],
    links: [
      { href: `${paths.helpForms}#charters`, text: '章程示范文本' },
      ...guides('materials', '申请材料'),
      { href: paths.legalServices, text: '法人服务：章程核准' },
    ],
  },
  'F-32': {
    group: 'case',
    when: '提交成立材料时',
    keywords: ['会员名单', '会员', '入会', '入会登记表', '多少会员', '会员人数'],
    question: '成立社会团体要有多少会员，会员名单怎么交？',
    answer: [
      '社会团体要有50个以上的个人会员，或者30个以上的单位会员；两种都有的，总数不少于50个。',
      '会员在第三个环节“提交成立材料”的“单位会员名单”“个人会员名单”中填写，可以逐个添加，在表格中填写或者从电子表格粘贴，也可以下载模板（XLSX）填好后上传。会员数由系统计算，会员名单由系统生成，不用另外上传。',
    ],
    links: [{ href: paths.helpForms, text: '空白表和样例' }, ...guides('materials', '申请材料').slice(0, 1)],
  },
  'F-33': {
    group: 'case',
    when: '名称核准前后',
    keywords: ['改名', '更名', '换名称', '改名称', '名称变更', '名称写错'],
    question: '社会组织的名称想改，怎么办？',
    answer: [
      '还没有提交名称核准的，直接修改。已经提交、还没有决定的，可以撤回以后重新申请。名称核准以后在保留期内不能再修改，要用别的名称的，重新申请名称核准。',
      '已经成立的，用法人账号申请变更登记，变更事项选“名称”，可以在线办理。想好的名称可以先用“名称自查”看看。',
    ],
    links: [
      { href: paths.names, text: '名称自查' },
      { href: paths.legalServices, text: '法人服务：变更登记' },
    ],
  },
  'F-34': {
    group: 'case',
    when: '选择登记管理机关、切换区划时',
    keywords: ['没有开通', '找不到机关', '选不到', '区划', '登记管理机关', '县里', '外地'],
    question: '列表里没有我们当地的登记管理机关，怎么办？',
    answer: [
      '说明当地还没有在本平台受理。请到当地政务服务大厅的社会组织登记窗口办理；在“切换区划”中选当地，页面会写明到哪里去、可以向谁咨询。账号在全省通用，换地方办理不用重新注册。',
    ],
    links: [{ href: paths.divisionPreference, text: '切换区划' }, contact],
  },
  'F-35': {
    group: 'case',
    when: '上传材料时',
    keywords: ['上传', '传不上去', '文件太大', '附件', '扫描', '照片', '图片', '格式', '拍照'],
    question: '材料传不上去，怎么办？',
    answer: [
      '可以上传PDF、JPG、PNG文件，每个不超过10 MB，一次申请合计不超过100 MB。文件太大的，扫描时选较低的清晰度，或者分成几个文件。',
      '用手机办理的，可以在上传页面直接拍照，几页合成一份PDF，照片自动缩小。网络中断时自动再试，也可以按“重试”，不用重新选择文件。',
      'Word、WPS文件请先另存为PDF。加密的、打不开的文件不能上传，页面会写明是哪一个文件、什么原因，已传好的不受影响。',
    ],
    links: [{ href: paths.cases, text: '我的办件' }],
  },
  'F-36': {
    group: 'case',
    when: '提交以后',
    keywords: ['进度', '查询进度', '我的申请', '办到哪', '多久', '几天', '时限', '超时'],
    question: '在哪里看办理进度，要等多久？',
    answer: [
      '登录后在“我的办件”中查看：每一步由谁办理、最迟哪天，都写明。有进展时发短信，并在“消息”中告诉您。各环节的时限见办事指南。',
      '到了最迟的日子还没有结果的，请拨打登记管理机关的电话询问，或者拨打投诉电话。',
    ],
    links: [{ href: paths.cases, text: '我的办件' }, ...guides('limits', '办理时限'), contact],
  },
  'F-37': {
    group: 'case',
    when: '办事大厅和办件详情',
    keywords: ['下一环节', '四个环节', '不能新建', '三件', '不能登记', '点不了'],
    question: '为什么不能进入下一个环节，或者不能再新建申请？',
    answer: [
      '成立登记分四个环节，前一个环节办完才能进入下一个。每个环节现在等谁，在办件详情里写明。',
      '一个账号同时办理的成立登记最多三件，先办结、撤回、放弃或者删除其中一件，再新建。用法人账号登录的，不能申请成立，请改用个人账号。',
    ],
    links: [
      { href: paths.hall, text: '社会组织办事大厅' },
      { href: paths.cases, text: '我的办件' },
    ],
  },
  'F-38': {
    group: 'case',
    when: '新申请成立、等待登记管理机关审核时',
    keywords: ['新申请', '审核', '退回', '登记机关所属地', '选错机关', '注册用户审核'],
    question: '新申请的审核要等多久，选错了登记管理机关或者被退回怎么办？',
    answer: [
      '由您所选的登记管理机关审核，结果发短信并在“消息”中告诉您。选错机关的，机关可以转给应当受理的机关，也可以由您撤回后重新选择。',
      '没有通过的，页面写明理由，修改以后可以重新提交。建议提交以前先打电话咨询。',
    ],
    links: [{ href: paths.bind, text: '账号绑定和新申请' }, contact],
    where: (site) => site.policies.newApplicantReview,
  },
  'F-39': {
    group: 'case',
    when: '准予登记、领取登记证书以后',
    keywords: ['成立以后', '拿到证书', '刻章', '印章', '开户', '银行账户', '年报', '年检', '备案', '变更', '法人账号'],
    question: '准予登记以后还要做什么，变更、备案、年报怎么办？',
    answer: [
      '登记证书在准予登记以后10个工作日内颁发。领到证书以后，凭证书刻制印章、开立银行账户、办理税务信息确认，在第四个环节“补充完善材料”中填写并上传，备案完成，成立登记才全部办结。',
      '领取登记证书以后，请由法定代表人用证书上的信息注册法人账号。从登记发证起一年内，办理成立登记的个人账号也可以替社会组织办理。',
      '能在线办理的都列在“社会组织办事大厅”和“法人服务”，登录以后“机构主页”写明本单位要办的事；其余的目前在登记管理机关的窗口办理，要带的材料也写在“法人服务”。',
    ],
    links: [registerLegal, { href: paths.legalServices, text: '法人服务' }, contact],
  },
  'F-40': {
    group: 'account',
    message: '账号已冻结',
    when: '登录或者找回密码时',
    keywords: ['冻结', '盗号', '被盗', '冒用', '冒名', '解冻', '解除冻结', '不是我注册的'],
    question: '账号被盗用、冒用怎样冻结？显示“账号已冻结”怎么办？',
    answer: [
      '还能登录的，请马上修改登录密码；预留手机号还在您手里的，用“忘记密码”重新设置。这样别人立即退出，不能再登录。',
      '密码和手机号都不在您手里，或者有人冒用您的身份注册的，请拨打服务热线，并带身份证件（单位带登记证书）和写明原因的冻结申请到当地政务服务大厅。两名工作人员核对后冻结，账号立即不能登录，已经提交的办件照常审查。',
      '显示“账号已冻结”的，请拨打服务热线或者登记管理机关的电话了解原因。查明情况后到政务服务大厅办理解除冻结：原密码作废，临时密码发到预留手机号。',
    ],
    links: [recover, centre, materials, contact],
  },
  'F-41': {
    group: 'account',
    when: '手机快速登录出现不认识的账号，或者收到与自己无关的短信时',
    keywords: ['号码被占用', '手机号被占用', '移除手机号', '别人的账号', '不认识的账号', '二次放号', '收到别人的短信'],
    question: '我的手机号被登记在别人的账号上，怎么办？',
    answer: [
      '换过号码的人没有更换预留手机号，或者填错了号码，都会这样。请不要进入不是您的账号。',
      '请带身份证件、通信运营商出具的号码登记证明和写明情况的申请，到当地政务服务大厅办理“移除手机号”：两名工作人员核对后，号码从那个账号移除，不再收到它的短信。',
      '这个号码要登记到您自己的账号的，当场一并办理，或者在用户中心修改手机号。',
    ],
    links: [centre, contact],
  },
  'F-42': {
    group: 'case',
    when: '准备材料时',
    keywords: ['空白表', '样表', '样例', '范本', '模板', '承诺书', '材料怎么写', '住所证明', '委托书', '签到册'],
    question: '材料怎么写，有没有空白表和样例？',
    answer: [
      '要自己写的材料都有空白表和填好的样例，按组织类型和环节排列，可以下载PDF打印填写，也可以下载DOCX在电脑上填写。样例中的单位和人员是虚构的，不能作为材料提交。',
      '在申请里，上传材料的页面也能下载，空白表会填入您已经填写的名称、住所等内容。由别的单位出具的材料，写明向谁要、要写明什么。',
    ],
    links: [{ href: paths.helpForms, text: '空白表和样例' }, ...guides('materials', '申请材料')],
  },
  'F-43': {
    group: 'account',
    when: '替已成立的社会组织办事时',
    keywords: ['经办人', '委任', '委托', '授权', '替单位办理', '同事', '换经办人', '法定代表人', '收回授权'],
    question: '经办人怎样替单位办理，怎样委任和收回？',
    answer: [
      '法人账号由法定代表人使用，不用交给别人。登录法人账号，在“用户中心—经办人”填写经办人的姓名、手机号、可以做什么（查看、填写、提交）和起止日期，最长366天。对方用自己的个人账号在“用户中心—办件授权”接受，接受以前要先实名认证。',
      '经办人用自己的个人账号登录，在“办事大厅”选择替哪个单位办理。每一步都记在经办人的名下，单位可以查看他办过什么。单位随时可以收回，经办人也可以退出；授权结束以后，经办人打开着的页面也不能再保存，已经填写的内容由单位继续办理。',
      '成立登记发证以后，办理成立登记的个人账号自动得到一年的授权，法定代表人注册法人账号以后可以收回。单位注销、撤销登记的，授权自动结束。',
    ],
    links: [{ href: paths.grants, text: '办件授权' }, { href: paths.hall, text: '办事大厅' }, legalLogIn],
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
export const siteFaqEntries = (site: FaqSite): readonly [FaqCode, FaqEntry][] =>
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
