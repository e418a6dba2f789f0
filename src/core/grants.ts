/** What a grant can give of a case or of an organization. `sign` is given to nobody before persons can sign online. */
const RIGHTS = ['see', 'fill', 'submit', 'sign'] as const
export type Right = (typeof RIGHTS)[number]

const rightTexts = { see: '查看', fill: '填写', submit: '提交', sign: '签章' } as const satisfies Record<Right, string>

export const rightsText = (rights: readonly Right[]): string =>
  RIGHTS.filter((right) => rights.includes(right))
    .map((right) => rightTexts[right])
    .join('、')

/** What may be given of a case: each level holds the one before it. */
export const grantLevels = {
  see: {
    rights: ['see'],
    hint: '看填写的内容、办理进度和文书。证件号码、电话、账号隐去一部分，不能打开上传的文件和申请表。',
  },
  fill: { rights: ['see', 'fill'], hint: '还可以填写、上传材料、说明补正情况。提交由您本人办理。' },
  submit: { rights: ['see', 'fill', 'submit'], hint: '还可以提交、重新提交和送业务主管单位，不用再经您确认。' },
} as const satisfies Record<string, { readonly rights: readonly Right[]; readonly hint: string }>
export type GrantLevel = keyof typeof grantLevels

export const isGrantLevel = (text: string): text is GrantLevel => Object.hasOwn(grantLevels, text)

/** What a step calls somebody who took it for the applicant. */
export const colleague = '受托同事'

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
} as const
export type GrantEnding = keyof typeof grantEndings

/** A case that has ended can be looked at so many days more. */
export const graceDays = 30
/** A grant lasts so long at most: whoever is still needed then is asked anew. */
export const longestGrantDays = 366
/** Grants and open invitations of one case. */
export const maxGrants = 10
