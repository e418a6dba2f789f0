/** 您是: who handles a case is the future representative, or acts for the founders. */
const roles = {
  HANDLER: { text: '经办人', hint: '受发起人（举办者）委托办理，不担任法定代表人；名称核准时需要上传授权委托书' },
  LEGAL_REPRESENTATIVE: { text: '拟任法定代表人', hint: '成立后由您本人担任法定代表人' },
} as const

export type ApplicantRole = keyof typeof roles

export const applicantRoleOptions = (Object.keys(roles) as readonly ApplicantRole[]).map((value) => ({
  value,
  ...roles[value],
}))

/** The role of that code; nothing for a code that is none, such as no answer. */
export const readApplicantRole = (raw: string | undefined): ApplicantRole | undefined =>
  raw !== undefined && Object.hasOwn(roles, raw) ? (raw as ApplicantRole) : undefined

/** 您是, as it is read; cases of the old system do not say. */
export const applicantRoleText = (role: ApplicantRole | null): string => (role ? roles[role].text : '未说明')
