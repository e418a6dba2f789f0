/** Roles of staff (等保: least privilege; nobody is two kinds of administrator). */
export const STAFF_ROLES = [
  'WINDOW',
  'FIRST_REVIEWER',
  'SECOND_REVIEWER',
  'APPROVER',
  'CERT_CLERK',
  'SUPERVISOR',
  'ACCOUNT_REVIEWER',
  'HELP_DESK',
  'SYS_ADMIN',
  'AUDIT_ADMIN',
] as const
export type StaffRole = (typeof STAFF_ROLES)[number]

export const PERMISSIONS = [
  'case:read',
  'case:act',
  'certificate:issue',
  'certificate:hand-over',
  'register:withdraw',
  'report:decide',
  'seal:activate',
  'consent:give',
  'registration:review',
  'desk:work',
  'staff:manage',
  'staff:confirm',
  'audit:read',
] as const
export type Permission = (typeof PERMISSIONS)[number]

type RoleFacts = { readonly text: string; readonly permissions: readonly Permission[] }

/** What each role may do. */
export const roles = {
  WINDOW: { text: '窗口受理', permissions: ['case:read', 'case:act', 'certificate:hand-over'] },
  FIRST_REVIEWER: { text: '初审', permissions: ['case:read', 'case:act'] },
  SECOND_REVIEWER: { text: '复审', permissions: ['case:read', 'case:act'] },
  // Where there is no second administrator, whoever decides for the authority is the second person.
  APPROVER: {
    text: '终审',
    // Whoever decides and whoever makes the certificates hold the two parts of the seal’s password.
    permissions: ['case:read', 'case:act', 'register:withdraw', 'report:decide', 'seal:activate', 'staff:confirm'],
  },
  CERT_CLERK: {
    text: '制证发证',
    permissions: ['case:read', 'case:act', 'certificate:issue', 'certificate:hand-over', 'seal:activate'],
  },
  SUPERVISOR: { text: '业务主管单位', permissions: ['consent:give'] },
  ACCOUNT_REVIEWER: { text: '注册用户审核', permissions: ['registration:review'] },
  HELP_DESK: { text: '大厅帮办', permissions: ['desk:work'] },
  SYS_ADMIN: { text: '系统管理员', permissions: ['staff:manage', 'staff:confirm'] },
  AUDIT_ADMIN: { text: '审计管理员', permissions: ['audit:read'] },
} as const satisfies Record<StaffRole, RoleFacts>

/** Whether any of the roles carries the permission. */
export const may = (held: readonly StaffRole[], permission: Permission): boolean =>
  held.some((role) => (roles[role].permissions as readonly Permission[]).includes(permission))

/**
 * Who may call a route. `public` is everybody; `holder` whoever's account it is; `applicant` a holder who has agreed to
 * the terms in force. What the law gives without that agreement is for the holder: reading what is kept, a copy of it,
 * taking a case back, deleting and closing (个人信息保护法 15, 45, 47). There is no default: a route without it
 * does not compile.
 */
export type Access = 'public' | 'holder' | 'applicant' | 'staff' | Permission

/** Whose sessions open a route; everybody's where it needs none. */
export const sideOf = (access: Access): 'applicant' | 'staff' | undefined => {
  if (access === 'public') return undefined
  return access === 'holder' || access === 'applicant' ? 'applicant' : 'staff'
}
