import { chineseDate } from './documents/dates.ts'

/** What a grant can give of a case or of an organization; `sign` of an organization only. */
const RIGHTS = ['see', 'fill', 'submit', 'sign'] as const
export type Right = (typeof RIGHTS)[number]

const rightTexts = { see: '查看', fill: '填写', submit: '提交', sign: '签章' } as const satisfies Record<Right, string>

export const rightsText = (rights: readonly Right[]): string =>
  RIGHTS.filter((right) => rights.includes(right))
    .map((right) => rightTexts[right])
    .join('、')

/** What may be given: each level holds the one before it. */
export const grantLevels = {
  see: { rights: ['see'] },
  fill: { rights: ['see', 'fill'] },
  submit: { rights: ['see', 'fill', 'submit'] },
  sign: { rights: ['see', 'fill', 'submit', 'sign'] },
} as const satisfies Record<string, { readonly rights: readonly Right[] }>
export type GrantLevel = keyof typeof grantLevels

/** What may be given of a case, as whoever gives it reads it. */
export const caseHints = {
  see: '看填写的内容、办理进度和文书。证件号码、电话、账号隐去一部分，不能打开上传的文件、申请表和印有账号的文书。',
  fill: '还可以填写、上传材料、说明补正情况。提交由您本人办理。',
  submit: '还可以提交、重新提交和送业务主管单位，不用再经您确认。',
} as const satisfies Partial<Record<GrantLevel, string>>

/** The same of an organization, as whoever appoints a 经办人 reads it. */
export const handlerHints = {
  see: '看本单位的办件、进度和文书。证件号码、电话、账号隐去一部分，不能打开上传的文件、申请表和印有账号的文书。',
  fill: '还可以替本单位开始事项、填写、上传材料，把要签章的文件列入待签章。提交由本单位的法人账号或者有提交授权的经办人办理。',
  submit: '还可以提交、重新提交和送业务主管单位，撤回自己开始的办件，不用再经本单位确认。',
  sign: '还可以用单位的证书在线签章。证书和证书密码由单位另行交给经办人保管，平台不保存。',
} as const satisfies Record<GrantLevel, string>

export const isGrantLevel = (text: string): text is GrantLevel => Object.hasOwn(grantLevels, text)
export const isCaseLevel = (text: string): text is keyof typeof caseHints => Object.hasOwn(caseHints, text)

/** What a step calls somebody who took it for the applicant, and for an organization. */
export const colleague = '受托同事'
export const handler = '经办人'

/** Why a grant or an invitation is over, as both sides read it. */
export const grantEndings = {
  revoked: '委托人已收回',
  'given-back': '受托人已退出',
  declined: '受托人已谢绝',
  replaced: '由新的授权代替',
  transferred: '办件已移交给他人',
  'case-ended': '办件已经删除',
  'giver-closed': '委托人的账号已注销',
  'giver-frozen': '委托人的账号已冻结',
  'phone-back': '委托人的手机号修改已撤回',
  'holder-closed': '受托人的账号已注销',
  'holder-frozen': '受托人的账号已冻结',
  'organization-ended': '社会组织已经注销或者撤销登记',
} as const
export type GrantEnding = keyof typeof grantEndings

/** What whoever held a grant is told when they go on; `everyCase`: of an organization, not of one case. */
export const endedText = (
  giver: string,
  {
    everyCase,
    ending,
    startsOn,
  }: { readonly everyCase: boolean; readonly ending: GrantEnding | null; readonly startsOn: string | null },
): string => {
  if (ending === null && startsOn !== null)
    return `${giver}委托您担任经办人的授权自${chineseDate(startsOn)}起生效，现在还不能办理。`
  const why = ending === null ? '已经到期' : grantEndings[ending]
  if (everyCase)
    return `您受${giver}委托担任经办人的授权已经结束（${why}），这次操作没有执行。以前填写和上传的都保留在办件里，由${giver}继续办理；还要办理的，请${giver}的法定代表人重新委任。`
  return `您受${giver}委托办理这件办件的授权已经结束（${why}），这次操作没有执行。${
    ending === 'transferred' ? '' : `还要一起办的，请${giver}重新授权。`
  }`
}

/** A case that has ended can be looked at so many days more. */
export const graceDays = 30
/** What the portal gives whoever founded an organization, when its certificate goes out. */
export const foundersLevel: GrantLevel = 'submit'
/** Who gave it then, as pages name it. */
export const givenByPortal = '平台（成立时自动授予）'
/** A grant lasts so long at most: whoever is still needed then is asked anew. */
export const longestGrantDays = 366
/** Grants and open invitations of one case. */
export const maxGrants = 10
