import { facts, own, type SmsFact, type SmsSource } from './sms-facts.ts'

/**
 * How messages are counted against what one number gets in a day: of each kind for itself, so that nothing shuts out
 * what matters more. Codes and temporary passwords have limits of their own where they are asked for; staff have no
 * inbox a message could stay in.
 */
export type SmsCount = 'none' | 'account' | 'case'

const askAdministrator = '如有疑问，请联系本单位系统管理员。'
const tellAdministrator = '不是您本人操作的，请立即联系本单位系统管理员。'
const notMe = '{notMe}'
const notSent = '如非您本人或者您委托的人办理，请立即致电{hotline}。'

/** Every text message the portal sends, without the site's name in front. */
export const smsTemplates = {
  code: { counts: 'none', text: '验证码{code}，用于{purpose}，{minutes}分钟内有效。请勿告诉他人。' },

  'password-changed': { counts: 'account', text: `您的登录密码已修改，其他设备已退出登录。${notMe}` },
  'password-reset': {
    counts: 'account',
    text: '您的账号{account}于{at}通过手机短信重新设置了登录密码，所有设备都已退出登录。不是您本人操作的，请立即拨打{hotline}。',
  },
  'phone-changed': {
    counts: 'account',
    text: '您账号的手机号已由{phone}改为{otherPhone}。不是本人操作的，请在{hours}小时内用原手机号通过“忘记密码”重新设置登录密码，手机号随之恢复，并联系服务热线{hotline}。',
  },
  'phone-taken-back': {
    counts: 'account',
    text: '您的账号{account}于{at}通过“忘记密码”重新设置了登录密码，手机号已由{phone}恢复为{otherPhone}，所有设备都已退出登录。不是您本人操作的，请立即拨打{hotline}。',
  },
  'key-bound': { counts: 'account', text: `您的账号绑定了一张一证通证书，可以用它登录。${notMe}` },
  'key-changed': { counts: 'account', text: `您的账号绑定的一证通证书有变更，请登录用户中心查看。${notMe}` },
  'account-closed': { counts: 'account', text: '您的账号{account}已注销。不是本人操作的，请立即联系服务热线。' },
  'uscc-released': {
    counts: 'account',
    text: '您的法人账号登记的统一社会信用代码已由通过实名认证的账号使用，您的账号不能再代表该单位。请登录平台查看。',
  },
  'certificate-passed': { counts: 'account', text: '您的法人账号上传的登记证书图片已由登记机关窗口核对通过。' },
  'certificate-returned': {
    counts: 'account',
    text: '您的法人账号上传的登记证书图片被登记机关窗口退回，请登录平台查看原因并重新上传。',
  },
  'uscc-released-at-desk': {
    counts: 'account',
    text: '您的法人账号登记的统一社会信用代码已由在政务大厅核验证书的账号使用。如有疑问，请致电{hotline}。',
  },

  'number-released': {
    counts: 'account',
    text: '您账号登记的证件号码已由通过实名认证的账号使用，请登录平台更正为您本人的证件号码。如有疑问，请致电{hotline}。',
  },
  'identity-corrected': { counts: 'account', text: `您账号的姓名或者证件号码已更正。${notMe}` },

  'desk-registered': {
    counts: 'none',
    text: '您的账号{account}已在政务大厅注册，临时密码{password}，{hours}小时内有效，登录后须立即修改。请勿告诉任何人，包括工作人员。',
  },
  'desk-password-reset': {
    counts: 'none',
    text: '您的账号{account}已在政务大厅重置密码，临时密码{password}，{hours}小时内有效，登录后须立即修改。请勿告诉任何人，包括工作人员。',
  },
  'desk-representative-password': {
    counts: 'none',
    text: '贵单位的账号{account}已在政务大厅变更法定代表人，临时密码{password}，{hours}小时内有效，登录后须立即修改。请勿告诉任何人，包括工作人员。',
  },
  'desk-unfrozen-password': {
    counts: 'none',
    text: '您的账号{account}已在政务大厅解除冻结，临时密码{password}，{hours}小时内有效，登录后须立即修改。请勿告诉任何人，包括工作人员。',
  },
  'desk-phone-back-password': {
    counts: 'none',
    text: '您的账号{account}修改手机号已撤回，临时密码{password}，{hours}小时内有效，登录后须立即修改。请勿告诉任何人，包括工作人员。',
  },
  'desk-done': { counts: 'account', text: `您的账号于{at}在{authority}政务大厅办理了{desk}。${notSent}` },
  'desk-data': { counts: 'account', text: `您的账号于{at}在{authority}政务大厅办理了{desk}（{parts}）。${notSent}` },
  'desk-phone': {
    counts: 'account',
    text: `您的账号于{at}在{authority}政务大厅办理了{desk}，新手机号{phone}。${notSent}`,
  },
  'desk-phone-released': {
    counts: 'account',
    text: '手机号{phone}已于{at}在{authority}政务大厅从账号{account}移除，该账号不再使用这个号码。如有疑问，请致电{hotline}。',
  },
  'desk-representative': {
    counts: 'account',
    text: `您的账号于{at}在{authority}政务大厅办理了{desk}，预留手机号改为{phone}，原密码作废。${notSent}`,
  },
  'desk-phone-back': {
    counts: 'account',
    text: `您的账号于{at}在{authority}政务大厅办理了撤回修改手机号，恢复为{phone}。${notSent}`,
  },
  'desk-refused': {
    counts: 'account',
    text: '有人于{at}在{authority}政务大厅申请为您的账号办理{desk}，复核后没有办理，账号没有变化。如非您本人或者您委托的人申请，请致电{hotline}。',
  },

  'case-status': { counts: 'case', text: '您的办件{number}（{stage}）：{status}。请登录平台“我的办件”查看。' },
  'case-news': { counts: 'case', text: '您的办件{number}（{stage}）有新的办理通知。请登录平台“我的办件”查看。' },
  'case-asked': {
    counts: 'case',
    text: '您的办件{number}（{stage}）：{status}。请在{day}前{ask}。请登录平台“我的办件”办理。',
  },
  'case-asked-colleague': {
    counts: 'case',
    text: '您受托一起办理的办件{number}（{stage}）：{status}。请在{day}前{ask}。请登录平台“我的办件”办理。',
  },
  'case-filled-in': {
    counts: 'case',
    text: '一起办理您的办件{number}（{stage}）的同事说已经填好，请您核对并提交。请登录平台“我的办件”办理。',
  },
  'case-collect': {
    counts: 'case',
    text: '您的办件{number}：登记证书已制作完成，请携带有效身份证件到{authority}领取，地址和办公时间见平台“我的办件”。',
  },
  'case-post': {
    counts: 'case',
    text: '您的办件{number}：登记证书已制作完成，由{authority}邮寄到您填写的地址，寄出以后再通知您。请登录平台“我的办件”查看。',
  },
  'name-ending': {
    counts: 'case',
    text: '您的办件{number}：已核准的名称保留至{day}，请在保留期内提交成立材料，届满后名称不再保留。',
  },
  'term-ending': {
    counts: 'case',
    text: '您的办件{number}（{stage}）需要由您提交或者重新提交，最后一天是{day}。请登录平台“我的办件”办理。',
  },
  'draft-ending': {
    counts: 'case',
    text: '您在平台暂存的成立登记草稿保留至{day}，之后清除。仍要办理的，请在此之前登录平台保存一次。',
  },
  'duty-coming': {
    counts: 'account',
    text: '您办理业务的社会组织，{duty}到{day}届满。请登录平台“机构主页”，查看怎样办理。',
  },
  'grant-made': {
    counts: 'account',
    text: `您已请手机号{phone}的同事一起办理您的办件{number}，可以随时在“用户中心—办件授权”收回。${notMe}`,
  },
  'grant-offered': {
    counts: 'case',
    text: '{giver}请您一起办理{matter}（{level}，至{day}）。请用您本人的姓名和这个手机号登录或者注册个人账号，在“用户中心—办件授权”决定是否接受；不认识对方的，不用理会。',
  },
  'representative-left': {
    counts: 'account',
    text: '登记的法定代表人已经变更，本单位的法人账号现在只能查看和填写，不能提交和委任经办人。请由新法定代表人重新办理法人注册，或者到窗口办理变更法定代表人。',
  },
  'representative-new': {
    counts: 'case',
    text: '您已登记为{organization}的法定代表人。请在平台“法人注册”用本单位的统一社会信用代码重新注册法人账号，注册以后才能办理事项、委任经办人；原来的法人账号不能再代表本单位。',
  },
  'handler-made': {
    counts: 'account',
    text: `您已委任手机号{phone}的人为本单位的经办人，可以随时登录法人账号在“经办人”收回。${notMe}`,
  },
  'handler-offered': {
    counts: 'case',
    text: '{organization}委任您为经办人（{level}，至{day}）。请用您本人的姓名和这个手机号登录或者注册个人账号，完成实名认证，在“用户中心—办件授权”决定是否接受；不认识这个单位的，不用理会。',
  },
  'transfer-made': {
    counts: 'account',
    text: `您的办件{number}已请他人接手，对方接受以前可以在“用户中心—办件移交”撤回，接受以后不能取回。${notMe}`,
  },
  'transfer-offered': {
    counts: 'case',
    text: '有人请您接手一件办件{number}。接受以后由您继续办理，不认识的请谢绝。请登录平台“用户中心—办件移交”查看。',
  },
  'transfer-accepted': {
    counts: 'case',
    text: '对方已接手您移交的办件{number}，您不能再查看和办理。请登录平台“用户中心—办件移交”查看。',
  },
  'transfer-taken': { counts: 'case', text: '您已接手办件{number}，请登录平台“我的办件”继续办理。' },
  'transfer-declined': {
    counts: 'case',
    text: '对方没有接手您移交的办件{number}，仍由您办理。请登录平台“用户中心—办件移交”查看。',
  },
  'transfer-withdrawn': { counts: 'case', text: '对方已撤回办件{number}的移交，您不需要处理。' },
  'transfer-ended': { counts: 'case', text: '办件{number}的移交已终止，您不需要处理。请登录平台“消息”查看原因。' },

  'registration-approved': {
    counts: 'case',
    text: '您的注册用户申请已由{authority}审核通过，现在可以登录办理成立登记。',
  },
  'registration-ending': {
    counts: 'case',
    text: '您的注册用户申请审核通过后还没有开始办理，{day}以后失效。仍要成立社会组织的，请在此之前登录开始办理。',
  },
  'registration-lapsed': {
    counts: 'case',
    text: '您的注册用户申请审核通过后一直没有开始办理，审核结果已失效。仍要成立社会组织的，请登录，按原来的内容重新申请。',
  },
  'registration-same-name': {
    counts: 'case',
    text: '另有一位申请人以相同的名称通过了注册用户审核。请登录平台查看，并尽快与{authority}联系。',
  },
  'registration-rejected': {
    counts: 'case',
    text: '您的注册用户申请经{authority}审核未通过，请登录查看原因，修改后可以重新提交。',
  },
  'registration-reopened': {
    counts: 'case',
    text: '{authority}已撤销您的注册用户申请未通过的结果，重新审核，最迟{day}答复，您不需要重新提交。',
  },
  'registration-forwarded': {
    counts: 'case',
    text: '您的注册用户申请已转给{authority}审核，最迟{day}答复，您不需要重新提交。',
  },
  'unit-password': {
    counts: 'none',
    text: '{authority}同意了贵单位用证书提出的申请，账号{account}的临时密码：{password}，{hours}小时内有效，登录后须立即修改。请勿告诉任何人，包括工作人员。',
  },
  'legacy-password': {
    counts: 'none',
    text: '您在原系统的账号密码已由{authority}重新设置，临时密码：{password}，{hours}小时内用于账号绑定。非本人要求的，请联系该机关。',
  },

  'consent-asked': {
    counts: 'none',
    text: '有一件申请送贵单位征求意见，请在{day}前登录工作平台答复是否同意：{staffLogin}。',
  },
  'consent-ending': {
    counts: 'none',
    text: '送贵单位征求意见的一件申请还没有答复，最后一天是{day}，请登录工作平台答复：{staffLogin}。',
  },
  'consent-overdue': {
    counts: 'none',
    text: '送贵单位征求意见的一件申请已过答复期限（{day}），仍需答复是否同意，请登录工作平台办理：{staffLogin}。',
  },
  'unit-asked-late': {
    counts: 'case',
    text: '您的申请（{stage}）送业务主管单位征求意见，答复期限是{day}，到现在还没有答复，已再次提醒该单位。没有答复不等于同意，您可以与该单位联系，也可以登录平台取回修改。',
  },

  'staff-added': {
    counts: 'none',
    text: '{authority}已为您开设工作人员账号，用户名{staffName}，临时密码{password}，{hours}小时内有效，登录后须先设置新密码。登录地址{staffLogin}。请勿告诉他人。',
  },
  'staff-reset': {
    counts: 'none',
    text: '您的登录密码已由系统管理员重置，用户名{staffName}，临时密码{password}，{hours}小时内有效，登录后须先设置新密码。登录地址{staffLogin}。请勿告诉他人。',
  },
  'staff-reinstated': {
    counts: 'none',
    text: '您的工作人员账号已恢复使用，用户名{staffName}，临时密码{password}，{hours}小时内有效，登录后须先设置新密码。登录地址{staffLogin}。请勿告诉他人。',
  },
  'staff-roles': {
    counts: 'none',
    text: `您的工作人员账号{staffName}的岗位已变更为{roles}，请重新登录。${askAdministrator}`,
  },
  'staff-details': {
    counts: 'none',
    text: `您的工作人员账号{staffName}的资料已由系统管理员修改。${askAdministrator}`,
  },
  'staff-phone': {
    counts: 'none',
    text: '您的工作人员账号{staffName}接收验证码的手机号已由系统管理员更换。不是您本人要求的，请立即向本单位负责人反映。',
  },
  'staff-unlocked': {
    counts: 'none',
    text: `您的工作人员账号{staffName}已由系统管理员解除锁定。${askAdministrator}`,
  },
  'staff-desk-ended': {
    counts: 'none',
    text: '您在用户管理中办理的一件{desk}已终止：账号已注销，不需要再办。请登录查看办理过程。',
  },
  'staff-retired': { counts: 'none', text: `您的工作人员账号{staffName}已停用。${askAdministrator}` },
  'staff-password': {
    counts: 'none',
    text: `您的工作人员账号{staffName}的登录密码已修改。${tellAdministrator}`,
  },
  'staff-totp': {
    counts: 'none',
    text: `您的工作人员账号{staffName}已绑定动态验证码应用。${tellAdministrator}`,
  },
  'staff-totp-removed': {
    counts: 'none',
    text: `您的工作人员账号{staffName}已解除动态验证码应用。${tellAdministrator}`,
  },

  /** In place of the last message a number gets in a day. */
  more: { counts: 'none', text: '您今天的通知较多，之后的不再逐条发送短信。请登录平台，在“消息”中查看全部通知。' },
} as const satisfies Record<string, { readonly counts: SmsCount; readonly text: string }>
export type SmsTemplate = keyof typeof smsTemplates

type Holes<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Holes<Rest> : never
type FactsOf<Template extends SmsTemplate> = {
  readonly [Name in Exclude<Holes<(typeof smsTemplates)[Template]['text']>, keyof typeof own>]: Name extends SmsFact
    ? Parameters<(typeof facts)[Name]>[0]
    : never
}

/** A message and what it says: no template takes a text, and no hole takes one that is not of its kind. */
export type SmsText = {
  readonly [Template in SmsTemplate]: { readonly template: Template; readonly facts: FactsOf<Template> }
}[SmsTemplate]

const holes = /\{(\w+)\}/g

/** What a message was, without anything it said of anybody: its words with the holes left open. */
export const templateWords = (template: string | null): string =>
  template !== null && Object.hasOwn(smsTemplates, template)
    ? smsTemplates[template as SmsTemplate].text.replaceAll(holes, '…')
    : '以前版本的短信'

/** The facts a template asks for, in the order of its words. */
export const factsAsked = (template: SmsTemplate): readonly SmsFact[] =>
  [...smsTemplates[template].text.matchAll(holes)].flatMap(([, name]) =>
    name !== undefined && Object.hasOwn(facts, name) ? [name as SmsFact] : [],
  )

/** The whole message, the site's name in front. Throws TypeError for a fact that is none. */
export const smsText = (source: SmsSource, { template, facts: given }: SmsText): string => {
  const body = smsTemplates[template].text.replaceAll(holes, (_hole, name: string) => {
    if (Object.hasOwn(own, name)) return own[name as keyof typeof own](source)
    const write = facts[name as SmsFact] as (value: unknown, source: SmsSource) => string
    return write((given as Readonly<Record<string, unknown>>)[name], source)
  })
  return `【${source.site.shortName}】${body}`
}
