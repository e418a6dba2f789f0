import { describe, expect, it } from 'vitest'
import { STAFF_ROLES, type StaffRole } from '../../../src/core/access.ts'
import {
  actionablePositions,
  availableActions,
  decide,
  stageAfter,
  type Actor,
  type PastStep,
} from '../../../src/core/workflow/decide.ts'
import { EDITABLE, isFinal, STAGES, STATUSES, type StageCode, type Status } from '../../../src/core/workflow/states.ts'
import { ACTIONS, transitions, type Action } from '../../../src/core/workflow/transitions.ts'

/** Everything that may happen, written by hand from the description of the four links: status, action, who, result. */
const expected = {
  nameConsultation: `
    DRAFT             submit          applicant              SUBMITTED
    SUBMITTED         withdraw        applicant              WITHDRAWN
    SUBMITTED         suggestOk       WINDOW,FIRST_REVIEWER  SUGGESTED_OK
    SUBMITTED         suggestChange   WINDOW,FIRST_REVIEWER  SUGGESTED_CHANGE
    SUBMITTED         findUnsuitable  WINDOW,FIRST_REVIEWER  NOT_SUITABLE
    SUGGESTED_CHANGE  resubmit        applicant              SUBMITTED
    SUGGESTED_CHANGE  withdraw        applicant              WITHDRAWN
    SUGGESTED_CHANGE  lapse           system                 TERMINATED`,
  nameApproval: `
    DRAFT            submit           applicant        SUBMITTED
    DRAFT            abandon          applicant        ABANDONED
    SUBMITTED        withdraw         applicant        WITHDRAWN
    SUBMITTED        accept           WINDOW           ACCEPTED
    SUBMITTED        deemAccepted     system           ACCEPTED
    SUBMITTED        returnForChange  WINDOW           RETURNED
    SUBMITTED        refuse           WINDOW           REFUSED
    RETURNED         resubmit         applicant        SUBMITTED
    RETURNED         withdraw         applicant        WITHDRAWN
    RETURNED         lapse            system           TERMINATED
    ACCEPTED         secondReview     SECOND_REVIEWER  SECOND_REVIEWED
    ACCEPTED         withdraw         applicant        WITHDRAWN
    SECOND_REVIEWED  withdraw         applicant        WITHDRAWN
    SECOND_REVIEWED  sendBackName     APPROVER         ACCEPTED
    SECOND_REVIEWED  approveName      APPROVER         APPROVED
    SECOND_REVIEWED  rejectName       APPROVER         REJECTED`,
  establishmentSubmission: `
    DRAFT                submit             applicant        SUBMITTED
    DRAFT                abandon            applicant        ABANDONED
    DRAFT                expireReservation  system           EXPIRED
    SUBMITTED            withdraw           applicant        WITHDRAWN
    SUBMITTED            receive            WINDOW           RECEIVED
    SUBMITTED            deemAccepted       system           ACCEPTED
    RECEIVED             withdraw           applicant        WITHDRAWN
    RECEIVED             accept             WINDOW           ACCEPTED
    RECEIVED             deemAccepted       system           ACCEPTED
    RECEIVED             requireCorrection  WINDOW           CORRECTION_REQUIRED
    RECEIVED             refuse             WINDOW           REFUSED
    CORRECTION_REQUIRED  resubmit           applicant        SUBMITTED
    CORRECTION_REQUIRED  withdraw           applicant        WITHDRAWN
    CORRECTION_REQUIRED  terminate          system           TERMINATED
    ACCEPTED             withdraw           applicant        WITHDRAWN
    FIRST_REVIEWED       withdraw           applicant        WITHDRAWN
    SECOND_REVIEWED      withdraw           applicant        WITHDRAWN
    ACCEPTED             firstReview        FIRST_REVIEWER   FIRST_REVIEWED
    FIRST_REVIEWED       secondReview       SECOND_REVIEWER  SECOND_REVIEWED
    FIRST_REVIEWED       sendBackToFirst    SECOND_REVIEWER  ACCEPTED
    SECOND_REVIEWED      sendBackToSecond   APPROVER         FIRST_REVIEWED
    SECOND_REVIEWED      grant              APPROVER         GRANTED
    SECOND_REVIEWED      deny               APPROVER         DENIED`,
  establishmentCompletion: `
    DRAFT         submit            applicant   SUBMITTED
    SUBMITTED     returnForChange   WINDOW      RETURNED
    SUBMITTED     file              WINDOW      FILED
    RETURNED      resubmit          applicant   SUBMITTED
    FILED         printCertificate  CERT_CLERK  CERT_PRINTED
    CERT_PRINTED  handOver          CERT_CLERK  COMPLETED`,
} as const satisfies Record<StageCode, string>

type Who = 'applicant' | 'system' | StaffRole
const everybody: readonly Who[] = ['applicant', 'system', ...STAFF_ROLES]

const lines = STAGES.flatMap((stage) =>
  expected[stage]
    .trim()
    .split('\n')
    .map((line) => {
      const [status = '', action = '', who = '', to = ''] = line.trim().split(/\s+/)
      return { stage, status, action, who: who.split(','), to }
    }),
)

const expectedTo = (stage: StageCode, status: Status, action: Action, who: Who): string | undefined =>
  lines.find(
    (line) => line.stage === stage && line.status === status && line.action === action && line.who.includes(who),
  )?.to

const staff = (roles: readonly StaffRole[], staffId = 1, own = false): Actor => ({ kind: 'staff', staffId, roles, own })
const actorFor = (who: Who): Actor => (who === 'applicant' || who === 'system' ? { kind: who } : staff([who]))

describe.each(STAGES)('stage %s', (stage) => {
  it.each(STATUSES)('in status %s allows exactly what the table says, to exactly those it says', (status) => {
    for (const action of ACTIONS)
      for (const who of everybody) {
        const decision = decide({ stage, status }, action, actorFor(who), [])
        const place = `${action} by ${who}`
        expect([place, decision.ok ? decision.to : undefined]).toEqual([place, expectedTo(stage, status, action, who)])
      }
  })

  it('shows each person exactly the buttons that work', () => {
    for (const status of STATUSES)
      for (const who of everybody)
        expect(availableActions({ stage, status }, actorFor(who), [])).toEqual(
          ACTIONS.filter((action) => expectedTo(stage, status, action, who) !== undefined),
        )
  })

  it('queues for each role exactly the statuses in which it can do something', () => {
    for (const role of STAFF_ROLES) {
      const queued = actionablePositions([role]).filter((position) => position.stage === stage)
      const wanted = lines.filter((line) => line.stage === stage && line.who.includes(role)).map((line) => line.status)
      expect(new Set(queued.map((position) => position.status))).toEqual(new Set(wanted))
      expect(queued.length).toBe(new Set(wanted).size)
    }
  })

  const reachable = (): ReadonlySet<string> => {
    const found = new Set(['DRAFT'])
    for (let size = 0; size !== found.size;) {
      size = found.size
      for (const line of lines) if (line.stage === stage && found.has(line.status)) found.add(line.to)
    }
    return found
  }

  it('knows no transition from a status it cannot reach', () => {
    const found = reachable()
    for (const line of lines.filter((candidate) => candidate.stage === stage)) expect(found).toContain(line.status)
  })

  it('has no dead end but final statuses, and nothing leaves a final one', () => {
    for (const status of STATUSES.filter((candidate) => reachable().has(candidate))) {
      const leaving = lines.some((line) => line.stage === stage && line.status === status)
      expect([status, leaving]).toEqual([status, !isFinal(status)])
    }
  })

  it('lets the applicant send in what they may edit', () => {
    for (const status of STATUSES.filter((candidate) => reachable().has(candidate))) {
      const sendable = ['submit', 'resubmit'].some((action) =>
        lines.some((line) => line.stage === stage && line.status === status && line.action === action),
      )
      expect([status, EDITABLE.includes(status)]).toEqual([status, sendable])
    }
  })
})

describe('the table as a whole', () => {
  it('reaches every status, and uses every action, somewhere', () => {
    expect(new Set(['DRAFT', ...lines.map((line) => line.to)])).toEqual(new Set(STATUSES))
    expect(new Set(lines.map((line) => line.action))).toEqual(new Set(ACTIONS))
  })

  it('refuses a role that has no part in an action with another word than a wrong moment', () => {
    const draft = { stage: 'nameConsultation', status: 'DRAFT' } as const
    expect(decide(draft, 'grant', { kind: 'applicant' }, [])).toEqual({ ok: false, refusal: 'NOT_YOUR_ROLE' })
    expect(decide(draft, 'grant', staff(['APPROVER']), [])).toEqual({ ok: false, refusal: 'NOT_ALLOWED_NOW' })
  })

  it('refuses a person without any role, and those who only administrate, everything', () => {
    for (const roles of [[], ['SYS_ADMIN'], ['AUDIT_ADMIN'], ['HELP_DESK'], ['ACCOUNT_REVIEWER']] as StaffRole[][])
      for (const stage of STAGES)
        for (const status of STATUSES) expect(availableActions({ stage, status }, staff(roles), [])).toEqual([])
  })

  it('lets who holds several roles do what any of them may', () => {
    const submitted = { stage: 'establishmentSubmission', status: 'SUBMITTED' } as const
    expect(availableActions(submitted, staff(['HELP_DESK', 'WINDOW']), [])).toEqual(['receive'])
  })
})

describe('opinions', () => {
  const written: readonly Action[] = [
    'suggestChange',
    'findUnsuitable',
    'returnForChange',
    'refuse',
    'firstReview',
    'secondReview',
    'sendBackToFirst',
    'sendBackToSecond',
    'sendBackName',
    'rejectName',
    'deny',
  ]
  const voluntary: readonly Action[] = ['suggestOk', 'accept', 'requireCorrection', 'approveName', 'grant', 'file']

  it('are required, optional or not asked as written here', () => {
    const wanted = (action: Action) =>
      written.includes(action) ? 'required' : voluntary.includes(action) ? 'optional' : 'none'
    for (const action of ACTIONS) expect([action, transitions[action].opinion]).toEqual([action, wanted(action)])
  })

  it('are never asked of the applicant or of the system', () => {
    for (const action of [...written, ...voluntary])
      for (const who of ['applicant', 'system'])
        expect(lines.some((line) => line.action === action && line.who.includes(who))).toBe(false)
  })

  it('are required of everybody who refuses, sends back or asks for a change by hand', () => {
    for (const line of lines) {
      const byStaff = !line.who.includes('applicant') && !line.who.includes('system')
      const turnsBack = transitions[line.action as Action].tone !== 'forward'
      // A correction notice carries its reasons item by item.
      if (byStaff && turnsBack && line.action !== 'requireCorrection') expect(written).toContain(line.action)
    }
  })
})

describe('four eyes', () => {
  const stage = 'establishmentSubmission'
  const steps = {
    firstReview: { from: 'ACCEPTED', role: 'FIRST_REVIEWER' },
    secondReview: { from: 'FIRST_REVIEWED', role: 'SECOND_REVIEWER' },
    grant: { from: 'SECOND_REVIEWED', role: 'APPROVER' },
    deny: { from: 'SECOND_REVIEWED', role: 'APPROVER' },
  } as const
  const names = ['firstReview', 'secondReview', 'grant', 'deny'] as const
  const attempt = (action: keyof typeof steps, staffId: number, past: readonly PastStep[]) =>
    decide({ stage, status: steps[action].from }, action, staff([steps[action].role], staffId), past)

  it('refuses a review step to whoever took another kind of review step in the stage', () => {
    for (const earlier of names)
      for (const later of names) {
        const decision = attempt(later, 7, [{ stage, action: earlier, staffId: 7 }])
        const wanted = earlier === later ? { ok: true } : { ok: false, refusal: 'ALREADY_REVIEWED' }
        expect(decision).toMatchObject(wanted)
      }
  })

  it('lets somebody else take it', () => {
    for (const earlier of names)
      for (const later of names) expect(attempt(later, 8, [{ stage, action: earlier, staffId: 7 }]).ok).toBe(true)
  })

  it('counts each stage by itself', () => {
    const past: PastStep[] = [{ stage: 'nameApproval', action: 'secondReview', staffId: 7 }]
    expect(attempt('grant', 7, past).ok).toBe(true)
    expect(
      decide({ stage: 'nameApproval', status: 'SECOND_REVIEWED' }, 'approveName', staff(['APPROVER'], 7), past),
    ).toEqual({
      ok: false,
      refusal: 'ALREADY_REVIEWED',
    })
  })

  it('does not count acceptance at the counter, nor steps of the applicant and the system', () => {
    expect(
      attempt('firstReview', 7, [
        { stage, action: 'submit' },
        { stage, action: 'deemAccepted' },
        { stage, action: 'receive', staffId: 7 },
        { stage, action: 'accept', staffId: 7 },
      ]).ok,
    ).toBe(true)
  })

  it('holds after a case was sent back', () => {
    const past: PastStep[] = [
      { stage, action: 'firstReview', staffId: 7 },
      { stage, action: 'secondReview', staffId: 8 },
      { stage, action: 'sendBackToSecond', staffId: 9 },
      { stage, action: 'sendBackToFirst', staffId: 8 },
    ]
    expect(attempt('firstReview', 7, past).ok).toBe(true)
    expect(attempt('firstReview', 8, past).ok).toBe(false)
    expect(attempt('secondReview', 7, past).ok).toBe(false)
    expect(attempt('grant', 9, past).ok).toBe(true)
  })

  it('hides the button it would refuse', () => {
    const past: PastStep[] = [{ stage, action: 'secondReview', staffId: 7 }]
    expect(availableActions({ stage, status: 'SECOND_REVIEWED' }, staff(['APPROVER'], 7), past)).toEqual([
      'sendBackToSecond',
    ])
  })
})

describe('own case', () => {
  it('is refused to staff in every step of theirs', () => {
    for (const line of lines)
      for (const role of STAFF_ROLES.filter((candidate) => line.who.includes(candidate))) {
        const position = { stage: line.stage, status: line.status as Status }
        const decision = decide(position, line.action as Action, staff([role], 1, true), [])
        expect(decision).toEqual({ ok: false, refusal: 'OWN_CASE' })
      }
  })
})

describe('the happy path', () => {
  const path = [
    ['nameConsultation', 'submit suggestOk', 'applicant FIRST_REVIEWER', 'nameApproval'],
    [
      'nameApproval',
      'submit accept secondReview approveName',
      'applicant WINDOW SECOND_REVIEWER APPROVER',
      'establishmentSubmission',
    ],
    [
      'establishmentSubmission',
      'submit receive accept firstReview secondReview grant',
      'applicant WINDOW WINDOW FIRST_REVIEWER SECOND_REVIEWER APPROVER',
      'establishmentCompletion',
    ],
    [
      'establishmentCompletion',
      'submit file printCertificate handOver',
      'applicant WINDOW CERT_CLERK CERT_CLERK',
      undefined,
    ],
  ] as const satisfies readonly (readonly [StageCode, string, string, StageCode | undefined])[]

  it.each(path)(
    'of %s leads through, each step by somebody else, and opens the next stage only at its end',
    (stage, actions, people, next) => {
      const who = people.split(' ')
      const past: PastStep[] = []
      let status: Status = 'DRAFT'
      let opened: StageCode | undefined
      for (const [index, action] of (actions.split(' ') as Action[]).entries()) {
        expect(opened).toBeUndefined()
        const actor = actorFor(who[index] as Who)
        const decision = decide(
          { stage, status },
          action,
          actor.kind === 'staff' ? { ...actor, staffId: index } : actor,
          past,
        )
        if (!decision.ok) throw new Error(`${action} from ${status}: ${decision.refusal}`)
        past.push({ stage, action, ...(actor.kind === 'staff' ? { staffId: index } : {}) })
        status = decision.to
        opened = decision.nextStage
      }
      expect(isFinal(status)).toBe(true)
      expect(opened).toBe(next)
      expect(stageAfter(stage)).toBe(next)
    },
  )

  it('is the only way on: no other step opens a stage', () => {
    const opening = lines.filter((line) => {
      const position = { stage: line.stage, status: line.status as Status }
      const decision = decide(position, line.action as Action, actorFor(line.who[0] as Who), [])
      return decision.ok && decision.nextStage !== undefined
    })
    expect(opening.map((line) => line.action)).toEqual(['suggestOk', 'approveName', 'grant'])
  })
})
