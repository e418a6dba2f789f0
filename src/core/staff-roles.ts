import { may, STAFF_ROLES, type StaffRole } from './access.ts'

/*
 * Who may be given which roles, and what an administrator may do to whom. Source: GB/T 22239-2019 8.1.4.2 (权限分离,
 * 三员: those who administer, those who audit and those who work are different people).
 */

/** Kinds of duty that exclude each other in one person. */
type Duty = 'ADMINISTRATION' | 'AUDIT' | 'BUSINESS' | 'CONSENT'

export const dutyOf = {
  WINDOW: 'BUSINESS',
  FIRST_REVIEWER: 'BUSINESS',
  SECOND_REVIEWER: 'BUSINESS',
  APPROVER: 'BUSINESS',
  CERT_CLERK: 'BUSINESS',
  // They work for another organ, which is party to the case.
  SUPERVISOR: 'CONSENT',
  ACCOUNT_REVIEWER: 'BUSINESS',
  HELP_DESK: 'BUSINESS',
  SYS_ADMIN: 'ADMINISTRATION',
  AUDIT_ADMIN: 'AUDIT',
} as const satisfies Record<StaffRole, Duty>

export type StaffFault =
  | 'NOT_ADMINISTRATOR'
  | 'NO_ROLE'
  | 'MIXED_DUTIES'
  | 'OWN_ROLES'
  | 'OWN_RETIREMENT'
  | 'OWN_PASSWORD'
  | 'OWN_OTHER_ACCOUNT'
  | 'WORKED_HERE'
  | 'LAST_ADMINISTRATOR'
  | 'RETIRED'
  | 'NOT_RETIRED'
  | 'PHONE_IS_NEW'
  | 'OWN_IDENTITY'
  | 'OF_UNIT'

/** What the administrator is told. */
export const staffFaultTexts = {
  NOT_ADMINISTRATOR: '您已不是系统管理员，不能办理此项操作',
  NO_ROLE: '请至少选择一个岗位',
  MIXED_DUTIES: '系统管理员、审计管理员、业务主管单位人员与登记管理机关的业务岗位应当由不同的人担任，不能同时选择',
  OWN_ROLES: '不能修改本人的岗位，请由其他系统管理员办理',
  OWN_RETIREMENT: '不能停用本人的账号，请由其他系统管理员办理',
  OWN_PASSWORD: '不能重置本人的密码，请在“修改登录密码”中修改',
  OWN_OTHER_ACCOUNT: '该身份证号码是您本人的，不能为本人另设账号或者变更本人的其他账号',
  WORKED_HERE: '该人员在该机关有已停用的账号，请在列表中按“已停用”找到后恢复使用，不能另设账号',
  LAST_ADMINISTRATOR: '该机关至少保留一名在用的系统管理员，请先设置另一名系统管理员',
  RETIRED: '该账号已停用，请先恢复使用',
  NOT_RETIRED: '该账号正在使用，无需恢复',
  OWN_IDENTITY: '不能更正本人的身份证号码，请由其他系统管理员办理',
  OF_UNIT: '业务主管单位人员的岗位和单位不能变更；本人调离的，请停用账号',
  PHONE_IS_NEW: '手机号更换后24小时内不能重置密码、恢复使用，以便原号码的持有人发现异常',
} as const satisfies Record<StaffFault, string>

/** How long after a change of phone no password is sent there, in hours. */
export const newPhoneHours = 24

/** The roles among texts somebody posted, in the order of the list. */
export const knownRoles = (names: readonly string[]): StaffRole[] => STAFF_ROLES.filter((role) => names.includes(role))

/** What is wrong with these roles in one person. */
export const rolesFault = (roles: readonly StaffRole[]): StaffFault | undefined => {
  if (roles.length === 0) return 'NO_ROLE'
  return new Set(roles.map((role) => dutyOf[role])).size > 1 ? 'MIXED_DUTIES' : undefined
}

export type StaffMember = {
  /** Absent of somebody who is about to be added. */
  readonly id?: number
  readonly idNumberIndex: string
  readonly roles: readonly StaffRole[]
  readonly active: boolean
}

export type StaffChange =
  /**
   * `workedHere`: the person has a retired account at this authority. It is brought back instead: what was done with it
   * counts when nobody may take two steps of one case (domain.md §6.1, HD-02).
   */
  | { readonly kind: 'create'; readonly roles: readonly StaffRole[]; readonly workedHere: boolean }
  | { readonly kind: 'roles'; readonly roles: readonly StaffRole[] }
  | { readonly kind: 'details' | 'unlock' | 'retire' }
  /** Name and number together: `idNumberIndex` is of the new number. */
  | { readonly kind: 'identity'; readonly idNumberIndex: string }
  /** Both send a temporary password to the phone. */
  | { readonly kind: 'reset' | 'reinstate'; readonly phoneIsNew: boolean }

type StaffChangeKind = StaffChange['kind']

/** Whoever works for a unit got the account for that alone: it never becomes an official's, nor the other way round. */
export const isOfUnit = ({ roles }: Pick<StaffMember, 'roles'>): boolean =>
  roles.some((role) => dutyOf[role] === 'CONSENT')

const administers = ({ roles, active }: StaffMember): boolean => active && may(roles, 'staff:manage')

const ownFaults: Partial<Record<StaffChangeKind, StaffFault>> = {
  roles: 'OWN_ROLES',
  retire: 'OWN_RETIREMENT',
  reset: 'OWN_PASSWORD',
  identity: 'OWN_IDENTITY',
}

/** What speaks against a member's roles being what they will be after the change. */
const dutyFault = (member: StaffMember, change: StaffChange): StaffFault | undefined => {
  if (change.kind === 'create') return rolesFault(change.roles)
  if (change.kind === 'roles')
    return rolesFault(change.roles) ?? (isOfUnit(member) || isOfUnit(change) ? 'OF_UNIT' : undefined)
  return change.kind === 'reinstate' ? rolesFault(member.roles) : undefined
}

/** Name, number and phone may be put right before somebody is brought back: the temporary password goes to that phone. */
const opensToRetired: ReadonlySet<StaffChangeKind> = new Set(['create', 'details', 'identity', 'reinstate'])

const losesAdministration = (member: StaffMember, change: StaffChange): boolean =>
  administers(member) && (change.kind === 'retire' || (change.kind === 'roles' && !may(change.roles, 'staff:manage')))

/**
 * Why an administrator may not make this change, or nothing. Whether the authority is in the administrator's reach is
 * asked before; `otherAdministrators` counts the active ones of the member's authority besides the member.
 */
export const staffFault = (asked: {
  readonly actor: StaffMember
  readonly member: StaffMember
  readonly change: StaffChange
  readonly otherAdministrators: number
}): StaffFault | undefined => {
  const { actor, member, change, otherAdministrators } = asked
  if (!administers(actor)) return 'NOT_ADMINISTRATOR'
  const own = member.id !== undefined && member.id === actor.id
  const ownFault = own ? ownFaults[change.kind] : undefined
  if (ownFault) return ownFault
  const numbers = [member.idNumberIndex, ...('idNumberIndex' in change ? [change.idNumberIndex] : [])]
  if (!own && numbers.includes(actor.idNumberIndex)) return 'OWN_OTHER_ACCOUNT'
  if (change.kind === 'reinstate' && member.active) return 'NOT_RETIRED'
  if (!member.active && !opensToRetired.has(change.kind)) return 'RETIRED'
  if (change.kind === 'create' && change.workedHere) return 'WORKED_HERE'
  const duty = dutyFault(member, change)
  if (duty) return duty
  if (losesAdministration(member, change) && otherAdministrators < 1) return 'LAST_ADMINISTRATOR'
  return 'phoneIsNew' in change && change.phoneIsNew ? 'PHONE_IS_NEW' : undefined
}

/**
 * Whether a change waits for a second person: whatever opens an account to somebody, gives it more than it has, or says
 * who holds it. Else one administrator alone could decide on cases through somebody else's account, or one made for it.
 * To take away and to close needs nobody else: it must be possible at once.
 */
export const needsSecondPerson = (member: Pick<StaffMember, 'roles'>, change: StaffChange): boolean => {
  switch (change.kind) {
    case 'retire':
    case 'unlock':
      return false
    case 'roles':
      return change.roles.some((role) => !member.roles.includes(role))
    default:
      return true
  }
}

export type SecondFault = 'SAME_PERSON' | 'OWN_AFFAIR'

export const secondFaultTexts = {
  SAME_PERSON: '复核人不能是申请人本人，请由另一名系统管理员或者终审人员复核',
  OWN_AFFAIR: '这项变更与您本人有关，请由其他人员复核',
} as const satisfies Record<SecondFault, string>

type Person = Pick<StaffMember, 'id' | 'idNumberIndex'>

/** Why somebody cannot be the second person; it is the person that counts, whichever account they use. `about`: the member as it is, and as it will be. */
export const secondFault = (second: Person, asker: Person, about: readonly Person[]): SecondFault | undefined => {
  const same = (one: Person): boolean => one.id === second.id || one.idNumberIndex === second.idNumberIndex
  if (same(asker)) return 'SAME_PERSON'
  return about.some(same) ? 'OWN_AFFAIR' : undefined
}

/** How many people must hold a role for its work to go on: what the counter and the administrators do needs two. */
const leastHolders: Partial<Record<StaffRole, number>> = { HELP_DESK: 2, SYS_ADMIN: 2 }

/**
 * The roles a change takes from a member that too few others hold then. `colleagues` are the active members of the same
 * authority; whoever holds two accounts counts once.
 */
export const rolesLeftBare = (
  member: StaffMember,
  change: StaffChange,
  colleagues: readonly StaffMember[],
): readonly StaffRole[] => {
  if (!member.active || (change.kind !== 'retire' && change.kind !== 'roles')) return []
  const kept: readonly StaffRole[] = change.kind === 'roles' ? change.roles : []
  const others = colleagues.filter(({ id, active }) => active && id !== member.id)
  const holders = (role: StaffRole): number =>
    new Set(others.filter(({ roles }) => roles.includes(role)).map(({ idNumberIndex }) => idNumberIndex)).size
  return member.roles.filter((role) => !kept.includes(role) && holders(role) < (leastHolders[role] ?? 1))
}
