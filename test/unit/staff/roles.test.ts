import { describe, expect, it } from 'vitest'
import { STAFF_ROLES, type StaffRole } from '../../../src/core/access.ts'
import {
  dutyOf,
  knownRoles,
  needsSecondPerson,
  rolesFault,
  rolesLeftBare,
  staffFault,
  type StaffChange,
  type StaffMember,
} from '../../../src/core/staff-roles.ts'

/** None, each, each with each other, and all: a rule about duties is a rule about two roles, and sets double with each. */
const roleSets: readonly (readonly StaffRole[])[] = [
  [],
  ...STAFF_ROLES.map((role) => [role]),
  ...STAFF_ROLES.flatMap((one, index) => STAFF_ROLES.slice(index + 1).map((other) => [one, other])),
  STAFF_ROLES,
]

describe('separation of duties', () => {
  it('holds for every pair of roles: some, and of one duty only', () => {
    for (const roles of roleSets) {
      const administers = roles.includes('SYS_ADMIN')
      const audits = roles.includes('AUDIT_ADMIN')
      const consents = roles.includes('SUPERVISOR')
      const works = roles.some((role) => role !== 'SYS_ADMIN' && role !== 'AUDIT_ADMIN' && role !== 'SUPERVISOR')
      const duties = [administers, audits, consents, works].filter(Boolean).length
      const expected = duties === 0 ? 'NO_ROLE' : duties > 1 ? 'MIXED_DUTIES' : undefined
      expect([roles, rolesFault(roles)]).toEqual([roles, expected])
    }
    const workers = STAFF_ROLES.length - 3
    expect(roleSets.filter((roles) => rolesFault(roles) === undefined)).toHaveLength(
      STAFF_ROLES.length + (workers * (workers - 1)) / 2,
    )
  })

  it('knows roles by name, in the order of the list, and nothing else', () => {
    expect(knownRoles(['HELP_DESK', 'WINDOW', 'ROOT', '', 'WINDOW'])).toEqual(['WINDOW', 'HELP_DESK'])
  })
})

const actor: StaffMember = { id: 1, idNumberIndex: 'person-1', roles: ['SYS_ADMIN'], active: true }

const members: readonly StaffMember[] = [
  actor,
  ...STAFF_ROLES.flatMap((role) =>
    [true, false].flatMap((active) => [
      { id: 2, idNumberIndex: 'person-2', roles: [role], active },
      { id: 3, idNumberIndex: actor.idNumberIndex, roles: [role], active },
    ]),
  ),
  { idNumberIndex: 'person-4', roles: [], active: false },
  { idNumberIndex: actor.idNumberIndex, roles: [], active: false },
]

const changes: readonly StaffChange[] = [
  ...roleSets.flatMap((roles) => [
    ...[false, true].map((workedHere) => ({ kind: 'create', roles, workedHere }) as const),
    { kind: 'roles', roles } as const,
  ]),
  ...(['details', 'unlock', 'retire'] as const).map((kind) => ({ kind })),
  ...(['reset', 'reinstate'] as const).flatMap((kind) => [false, true].map((phoneIsNew) => ({ kind, phoneIsNew }))),
]

const everyCase = members.flatMap((member) =>
  changes
    .filter(({ kind }) => (kind === 'create') === (member.id === undefined))
    .flatMap((change) => [0, 1].map((otherAdministrators) => ({ member, change, otherAdministrators }))),
)

describe('what an administrator may do', () => {
  it('is nothing for anybody who is not one, or is one no longer', () => {
    for (const one of everyCase)
      for (const other of [
        { ...actor, active: false },
        ...STAFF_ROLES.filter((role) => role !== 'SYS_ADMIN').map((role) => ({ ...actor, roles: [role] })),
        { ...actor, roles: [] },
      ])
        expect(staffFault({ ...one, actor: other })).toBe('NOT_ADMINISTRATOR')
  })

  it('to his own account: name and phone only', () => {
    for (const one of everyCase.filter(({ member }) => member.id === actor.id)) {
      const fault = staffFault({ ...one, actor })
      const kind = one.change.kind
      if (kind === 'roles') expect(fault).toBe('OWN_ROLES')
      else if (kind === 'retire') expect(fault).toBe('OWN_RETIREMENT')
      else if (kind === 'reset') expect(fault).toBe('OWN_PASSWORD')
      else expect([kind, fault]).toEqual([kind, kind === 'reinstate' ? 'NOT_RETIRED' : undefined])
    }
  })

  it('never to a second account with his own ID number, made or to be made', () => {
    const mine = everyCase.filter(
      ({ member }) => member.id !== actor.id && member.idNumberIndex === actor.idNumberIndex,
    )
    expect(mine.length).toBeGreaterThan(100)
    for (const one of mine) expect(staffFault({ ...one, actor })).toBe('OWN_OTHER_ACCOUNT')
  })

  it('to others: roles of one duty, no step on the retired but name, phone and bringing them back, never the last administrator away', () => {
    const others = everyCase.filter(({ member }) => member.idNumberIndex !== actor.idNumberIndex)
    for (const { member, change, otherAdministrators } of others) {
      const fault = staffFault({ actor, member, change, otherAdministrators })
      const roles = 'roles' in change ? change.roles : []
      let expected: string | undefined
      if (change.kind === 'create') expected = change.workedHere ? 'WORKED_HERE' : rolesFault(roles)
      else if (change.kind === 'reinstate' && member.active) expected = 'NOT_RETIRED'
      else if (!member.active && change.kind !== 'reinstate' && change.kind !== 'details') expected = 'RETIRED'
      else if (change.kind === 'roles' && rolesFault(roles)) expected = rolesFault(roles)
      // Whoever works for a unit got the account for that, and nobody else becomes one of a unit.
      else if (change.kind === 'roles' && [...roles, ...member.roles].includes('SUPERVISOR')) expected = 'OF_UNIT'
      else if (
        otherAdministrators === 0 &&
        member.roles.includes('SYS_ADMIN') &&
        (change.kind === 'retire' || (change.kind === 'roles' && !roles.includes('SYS_ADMIN')))
      )
        expected = 'LAST_ADMINISTRATOR'
      else if ('phoneIsNew' in change && change.phoneIsNew) expected = 'PHONE_IS_NEW'
      expect([member, change, otherAdministrators, fault]).toEqual([member, change, otherAdministrators, expected])
    }
  })

  it('not bring back somebody whose roles are of two duties by now', () => {
    const member: StaffMember = { id: 2, idNumberIndex: 'person-2', roles: ['SYS_ADMIN', 'WINDOW'], active: false }
    expect(
      staffFault({ actor, member, change: { kind: 'reinstate', phoneIsNew: false }, otherAdministrators: 1 }),
    ).toBe('MIXED_DUTIES')
  })

  it('8.29 let somebody in, more in, or in as somebody else without a second person: only taking away goes alone', () => {
    const member: StaffMember = { id: 2, idNumberIndex: 'person-2', roles: ['WINDOW', 'APPROVER'], active: true }
    const waits = (change: StaffChange) => needsSecondPerson(member, change)
    for (const roles of [['WINDOW'], ['APPROVER'], ['WINDOW', 'APPROVER']] as const)
      expect([roles, waits({ kind: 'roles', roles })]).toEqual([roles, false])
    for (const role of STAFF_ROLES)
      if (!member.roles.includes(role)) expect([role, waits({ kind: 'roles', roles: [role] })]).toEqual([role, true])
    expect([waits({ kind: 'retire' }), waits({ kind: 'unlock' })]).toEqual([false, false])
    for (const change of [
      { kind: 'create', roles: ['AUDIT_ADMIN'], workedHere: false },
      { kind: 'details' },
      { kind: 'identity', idNumberIndex: 'person-9' },
      { kind: 'reset', phoneIsNew: false },
      { kind: 'reinstate', phoneIsNew: false },
    ] as const)
      expect([change.kind, waits(change)]).toEqual([change.kind, true])
  })

  it('8.35 leave a role with too few people unseen: each once, two at the counter and among administrators', () => {
    const of = (id: number, roles: readonly StaffRole[], person = `person-${String(id)}`): StaffMember => ({
      id,
      idNumberIndex: person,
      roles,
      active: true,
    })
    const leaving = of(1, ['APPROVER', 'HELP_DESK'])
    const retire = { kind: 'retire' } as const
    expect(rolesLeftBare(leaving, retire, [leaving])).toEqual(['APPROVER', 'HELP_DESK'])
    expect(rolesLeftBare(leaving, retire, [leaving, of(2, ['APPROVER', 'HELP_DESK'])])).toEqual(['HELP_DESK'])
    const twice = [of(2, ['HELP_DESK'], 'one'), of(3, ['HELP_DESK'], 'one'), of(4, ['APPROVER'])]
    expect(rolesLeftBare(leaving, retire, twice)).toEqual(['HELP_DESK'])
    expect(rolesLeftBare(leaving, { kind: 'roles', roles: ['HELP_DESK'] }, twice)).toEqual([])
    expect(rolesLeftBare(leaving, { kind: 'roles', roles: ['HELP_DESK'] }, [])).toEqual(['APPROVER'])
  })

  it('every role has its duty', () => {
    expect(Object.keys(dutyOf).toSorted()).toEqual([...STAFF_ROLES].toSorted())
  })
})
