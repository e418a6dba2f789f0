import { describe, expect, it } from 'vitest'
import { STAFF_ROLES, type StaffRole } from '../../../src/core/access.ts'
import {
  actionablePositions,
  availableActions,
  decide,
  mayJudge,
  type Actor,
  type PastStep,
} from '../../../src/core/workflow/decide.ts'
import {
  ACTIONS,
  actionsOf,
  procedureOf,
  PROCEDURES,
  stepOf,
  type Action,
  type ProcedureCode,
} from '../../../src/core/workflow/procedures/index.ts'
import { isEditable, isFinal, STATUSES, statuses, type Status } from '../../../src/core/workflow/statuses.ts'
import { thenText } from '../../../src/core/workflow/then.ts'

/**
 * Everything that may happen, written by hand from the description of the procedures: status, action, who, result.
 * `=`: the case stays where it is. `(paused)`: only while a special procedure runs; `+paused`: also then. `aside`: no
 * case waits in a queue for it.
 */
const expected = {
  consultation: `
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
    SUBMITTED        withdraw         applicant        WITHDRAWN  +paused
    SUBMITTED        accept           WINDOW           ACCEPTED
    SUBMITTED        deemAccepted     system           ACCEPTED
    SUBMITTED        returnForChange  WINDOW           RETURNED
    SUBMITTED        refuse           WINDOW           REFUSED
    SUBMITTED        transfer         WINDOW           SUBMITTED
    RETURNED         resubmit         applicant        SUBMITTED
    RETURNED         withdraw         applicant        WITHDRAWN  +paused
    RETURNED         lapse            system           TERMINATED
    ACCEPTED         secondReview     SECOND_REVIEWER  SECOND_REVIEWED
    ACCEPTED         secondDisagree   SECOND_REVIEWER  SECOND_REVIEWED
    ACCEPTED         extend           APPROVER         =  -  aside
    ACCEPTED         withdraw         applicant        WITHDRAWN  +paused
    SECOND_REVIEWED  withdraw         applicant        WITHDRAWN  +paused
    SECOND_REVIEWED  sendBackName     APPROVER         ACCEPTED
    SECOND_REVIEWED  extend           APPROVER         =  -  aside
    SECOND_REVIEWED  approveName      APPROVER         APPROVED
    SECOND_REVIEWED  rejectName       APPROVER         REJECTED`,
  licence: `
    DRAFT                submit             applicant        SUBMITTED
    DRAFT                abandon            applicant        ABANDONED
    DRAFT                sendToUnit         applicant        WAITING_CONSENT
    DRAFT                expireReservation  system           EXPIRED
    WAITING_CONSENT      takeBackFromUnit   applicant        DRAFT
    WAITING_CONSENT      consent            SUPERVISOR       DRAFT
    WAITING_CONSENT      refuseConsent      SUPERVISOR       DRAFT
    WAITING_CONSENT      expireReservation  system           EXPIRED
    SUBMITTED            withdraw           applicant        WITHDRAWN  +paused
    SUBMITTED            receive            WINDOW           RECEIVED
    SUBMITTED            deemAccepted       system           ACCEPTED
    SUBMITTED            transfer           WINDOW           SUBMITTED
    DRAFT                stateView          applicant        =  +paused  aside
    SUBMITTED            stateView          applicant        =  +paused  aside
    CORRECTION_REQUIRED  stateView          applicant        =  +paused  aside
    RECEIVED             stateView          applicant        =  +paused  aside
    ACCEPTED             stateView          applicant        =  +paused  aside
    FIRST_REVIEWED       stateView          applicant        =  +paused  aside
    SECOND_REVIEWED      stateView          applicant        =  +paused  aside
    RECEIVED             withdraw           applicant        WITHDRAWN  +paused
    RECEIVED             accept             WINDOW           ACCEPTED
    RECEIVED             deemAccepted       system           ACCEPTED
    RECEIVED             requireCorrection  WINDOW           CORRECTION_REQUIRED
    RECEIVED             refuse             WINDOW           REFUSED
    RECEIVED             transfer           WINDOW           SUBMITTED
    RECEIVED             visitSite          WINDOW,FIRST_REVIEWER,SECOND_REVIEWER,APPROVER  =  +paused  aside
    CORRECTION_REQUIRED  resubmit           applicant        SUBMITTED
    CORRECTION_REQUIRED  withdraw           applicant        WITHDRAWN  +paused
    CORRECTION_REQUIRED  terminate          system           TERMINATED
    ACCEPTED             withdraw           applicant        WITHDRAWN  +paused
    ACCEPTED             firstReview        FIRST_REVIEWER   FIRST_REVIEWED
    ACCEPTED             firstDisagree      FIRST_REVIEWER   FIRST_REVIEWED
    ACCEPTED             extend             APPROVER         =  -  aside
    ACCEPTED             pause              FIRST_REVIEWER,SECOND_REVIEWER,APPROVER  =  -  aside
    ACCEPTED             resume             FIRST_REVIEWER,SECOND_REVIEWER,APPROVER  =  (paused)  aside
    ACCEPTED             visitSite          WINDOW,FIRST_REVIEWER,SECOND_REVIEWER,APPROVER  =  +paused  aside
    FIRST_REVIEWED       withdraw           applicant        WITHDRAWN  +paused
    FIRST_REVIEWED       secondReview       SECOND_REVIEWER  SECOND_REVIEWED
    FIRST_REVIEWED       secondDisagree     SECOND_REVIEWER  SECOND_REVIEWED
    FIRST_REVIEWED       sendBackToFirst    SECOND_REVIEWER  ACCEPTED
    FIRST_REVIEWED       extend             APPROVER         =  -  aside
    FIRST_REVIEWED       pause              FIRST_REVIEWER,SECOND_REVIEWER,APPROVER  =  -  aside
    FIRST_REVIEWED       resume             FIRST_REVIEWER,SECOND_REVIEWER,APPROVER  =  (paused)  aside
    FIRST_REVIEWED       visitSite          WINDOW,FIRST_REVIEWER,SECOND_REVIEWER,APPROVER  =  +paused  aside
    SECOND_REVIEWED      withdraw           applicant        WITHDRAWN  +paused
    SECOND_REVIEWED      sendBackToSecond   APPROVER         FIRST_REVIEWED
    SECOND_REVIEWED      extend             APPROVER         =  -  aside
    SECOND_REVIEWED      pause              FIRST_REVIEWER,SECOND_REVIEWER,APPROVER  =  -  aside
    SECOND_REVIEWED      resume             FIRST_REVIEWER,SECOND_REVIEWER,APPROVER  =  (paused)  aside
    SECOND_REVIEWED      grant              APPROVER         GRANTED
    SECOND_REVIEWED      deny               APPROVER         DENIED
    SECOND_REVIEWED      visitSite          WINDOW,FIRST_REVIEWER,SECOND_REVIEWER,APPROVER  =  +paused  aside`,
  certificate: `
    CERT_DUE        recoverCertificate  CERT_CLERK  CERT_RECOVERED
    CERT_DUE        declareLost         CERT_CLERK  CERT_RECOVERED
    CERT_RECOVERED  printCertificate    CERT_CLERK  CERT_PRINTED
    CERT_PRINTED    handOver            WINDOW,CERT_CLERK  COMPLETED
    CERT_DUE        callOff             applicant   CALLED_OFF
    CERT_DUE        endPlanned          system      CALLED_OFF`,
  completion: `
    CERT_DUE      printCertificate  CERT_CLERK  CERT_PRINTED
    CERT_PRINTED  handOver          WINDOW,CERT_CLERK  HANDED_OVER
    HANDED_OVER   submit            applicant   SUBMITTED
    SUBMITTED     returnForChange   WINDOW      RETURNED
    SUBMITTED     file              WINDOW      COMPLETED
    RETURNED      resubmit          applicant   SUBMITTED`,
  filing: `
    DRAFT      submit           applicant  SUBMITTED
    SUBMITTED  withdraw         applicant  WITHDRAWN  +paused
    SUBMITTED  returnForChange  WINDOW     RETURNED
    SUBMITTED  file             WINDOW     FILED
    RETURNED   resubmit         applicant  SUBMITTED
    RETURNED   withdraw         applicant  WITHDRAWN  +paused
    RETURNED   lapse            system     TERMINATED`,
  liquidation: `
    DRAFT            submit            applicant   SUBMITTED
    DRAFT            sendToUnit        applicant   WAITING_CONSENT
    WAITING_CONSENT  takeBackFromUnit  applicant   DRAFT
    WAITING_CONSENT  consent           SUPERVISOR  DRAFT
    WAITING_CONSENT  refuseConsent     SUPERVISOR  DRAFT
    SUBMITTED        withdraw          applicant   WITHDRAWN  +paused
    SUBMITTED        returnForChange   WINDOW      RETURNED
    SUBMITTED        file              WINDOW      FILED
    SUBMITTED        stateView         applicant   =  +paused  aside
    RETURNED         stateView         applicant   =  +paused  aside
    RETURNED         resubmit          applicant   SUBMITTED
    RETURNED         withdraw          applicant   WITHDRAWN  +paused
    RETURNED         lapse             system      TERMINATED`,
  closing: `
    RETURNS_DUE  confirmReturns  CERT_CLERK  COMPLETED`,
  report: `
    DRAFT            submit              applicant   SUBMITTED
    DRAFT            sendToUnit          applicant   WAITING_CONSENT
    WAITING_CONSENT  takeBackFromUnit    applicant   DRAFT
    WAITING_CONSENT  consent             SUPERVISOR  DRAFT
    WAITING_CONSENT  refuseConsent       SUPERVISOR  DRAFT
    SUBMITTED        withdraw            applicant   DRAFT  +paused
    SUBMITTED        returnForChange     WINDOW,FIRST_REVIEWER  RETURNED
    SUBMITTED        checkReport         WINDOW,FIRST_REVIEWER  FIRST_REVIEWED
    RETURNED         resubmit            applicant   SUBMITTED
    RETURNED         withdraw            applicant   DRAFT  +paused
    FIRST_REVIEWED   sendBackToFirst     APPROVER    SUBMITTED
    FIRST_REVIEWED   concludeQualified   APPROVER    QUALIFIED
    FIRST_REVIEWED   concludeBasic       APPROVER    BASIC
    FIRST_REVIEWED   concludeUnqualified APPROVER    UNQUALIFIED`,
  rectification: `
    RECTIFICATION_DUE  submit           applicant  SUBMITTED
    SUBMITTED          returnForChange  WINDOW,FIRST_REVIEWER  RETURNED
    SUBMITTED          confirmRectified WINDOW,FIRST_REVIEWER  COMPLETED
    RETURNED           resubmit         applicant  SUBMITTED`,
} as const satisfies Record<ProcedureCode, string>

type Who = 'applicant' | 'system' | StaffRole
const everybody: readonly Who[] = ['applicant', 'system', ...STAFF_ROLES]

const lines = PROCEDURES.flatMap((procedure) =>
  expected[procedure]
    .trim()
    .split('\n')
    .map((line) => {
      const [status = '', action = '', who = '', to = '', paused = '-', aside = ''] = line.trim().split(/\s+/)
      return { procedure, status, action, who: who.split(','), to: to === '=' ? status : to, paused, aside }
    }),
)

const expectedTo = (
  procedure: ProcedureCode,
  status: Status,
  action: Action,
  who: Who,
  paused: boolean,
): string | undefined =>
  lines
    .filter((line) => (paused ? line.paused !== '-' : line.paused !== '(paused)'))
    .find(
      (line) =>
        line.procedure === procedure && line.status === status && line.action === action && line.who.includes(who),
    )?.to

const staff = (roles: readonly StaffRole[], staffId = 1, own = false): Actor => ({ kind: 'staff', staffId, roles, own })
const actorFor = (who: Who): Actor => (who === 'applicant' || who === 'system' ? { kind: who } : staff([who]))
const at = (procedure: ProcedureCode, status: Status, paused = false) => ({ stage: 's', procedure, status, paused })
const linesOf = (procedure: ProcedureCode) => lines.filter((line) => line.procedure === procedure)

describe.each(PROCEDURES)('procedure %s', (procedure) => {
  it.each(STATUSES)('in status %s allows exactly what the table says, to exactly those it says', (status) => {
    for (const paused of [false, true])
      for (const action of ACTIONS)
        for (const who of everybody) {
          const decision = decide(at(procedure, status, paused), action, actorFor(who), [])
          const place = `${action} by ${who}${paused ? ' paused' : ''}`
          expect([place, decision.ok ? decision.to : undefined]).toEqual([
            place,
            expectedTo(procedure, status, action, who, paused),
          ])
        }
  })

  it('shows each person exactly the buttons that work', () => {
    for (const status of STATUSES)
      for (const who of everybody)
        expect(availableActions(at(procedure, status), actorFor(who), [])).toEqual(
          actionsOf(procedure).filter((action) => expectedTo(procedure, status, action, who, false) !== undefined),
        )
  })

  it('queues for each role exactly the statuses in which a case waits for it', () => {
    for (const role of STAFF_ROLES) {
      const queued = actionablePositions([role]).filter((position) => position.procedure === procedure)
      const wanted = linesOf(procedure)
        .filter((line) => line.who.includes(role) && line.aside === '')
        .map((line) => line.status)
      expect(new Set(queued.map((position) => position.status))).toEqual(new Set(wanted))
      expect(queued.length).toBe(new Set(wanted).size)
    }
  })

  const reachable = (): ReadonlySet<string> => {
    const found = new Set<string>([procedureOf(procedure).start.status])
    for (let size = 0; size !== found.size;) {
      size = found.size
      for (const line of linesOf(procedure)) if (found.has(line.status)) found.add(line.to)
    }
    return found
  }

  it('knows no step from a status it cannot reach', () => {
    const found = reachable()
    for (const line of linesOf(procedure)) expect(found).toContain(line.status)
  })

  it('has no dead end but final statuses, and nothing leaves a final one', () => {
    for (const status of STATUSES.filter((candidate) => reachable().has(candidate))) {
      const leaving = linesOf(procedure).some((line) => line.status === status)
      expect([status, leaving]).toEqual([status, !isFinal(status)])
    }
  })

  it('lets the applicant edit what they may send in', () => {
    for (const line of linesOf(procedure).filter(({ action }) => action === 'submit' || action === 'resubmit'))
      expect([line.status, isEditable(line.status as Status)]).toEqual([line.status, true])
  })

  it('ends only by an outcome, so that what a stage came to can be asked for', () => {
    for (const action of actionsOf(procedure)) {
      const step = stepOf(procedure, action)
      if (step?.to && isFinal(step.to)) expect([action, step.outcome]).not.toEqual([action, undefined])
    }
  })
})

describe('the tables as a whole', () => {
  it('reach every status', () => {
    const reached = [...PROCEDURES.map((code) => procedureOf(code).start.status), ...lines.map((line) => line.to)]
    expect(new Set(reached)).toEqual(new Set(STATUSES))
  })

  it('say of an action the same things by the same name', () => {
    for (const action of ACTIONS) {
      const tones = PROCEDURES.flatMap((code) => stepOf(code, action)?.tone ?? [])
      const words = PROCEDURES.flatMap((code) => stepOf(code, action)?.text ?? [])
      expect([action, new Set(tones).size, new Set(words).size]).toEqual([action, 1, 1])
    }
  })

  it('name only actions of their own where a step leads elsewhere after others', () => {
    for (const code of PROCEDURES)
      for (const step of Object.values(procedureOf(code).steps))
        for (const { action } of step.toAfter ?? []) expect(stepOf(code, action)).toBeDefined()
  })

  it('refuse a role that has no part in an action with another word than a wrong moment', () => {
    expect(decide(at('licence', 'DRAFT'), 'grant', { kind: 'applicant' }, [])).toEqual({
      ok: false,
      refusal: 'NOT_YOUR_ROLE',
    })
    expect(decide(at('licence', 'DRAFT'), 'grant', staff(['APPROVER']), [])).toEqual({
      ok: false,
      refusal: 'NOT_ALLOWED_NOW',
    })
    expect(decide(at('filing', 'SUBMITTED'), 'grant', staff(['APPROVER']), [])).toEqual({
      ok: false,
      refusal: 'NOT_ALLOWED_NOW',
    })
    for (const action of ['toString', '__proto__', 'constructor', ''])
      expect(decide(at('licence', 'DRAFT'), action, staff(['APPROVER']), []).ok).toBe(false)
  })

  it('refuse a person without any role, and those who only administrate, everything', () => {
    for (const roles of [[], ['SYS_ADMIN'], ['AUDIT_ADMIN'], ['HELP_DESK'], ['ACCOUNT_REVIEWER']] as StaffRole[][])
      for (const code of PROCEDURES)
        for (const status of STATUSES) expect(availableActions(at(code, status), staff(roles), [])).toEqual([])
  })

  it('let who holds several roles do what any of them may', () => {
    expect(availableActions(at('licence', 'SUBMITTED'), staff(['HELP_DESK', 'WINDOW']), [])).toEqual([
      'receive',
      'transfer',
    ])
  })
})

describe('who judges what was submitted, item by item', () => {
  it.each<[ProcedureCode, Status, StaffRole, boolean]>([
    ['licence', 'SUBMITTED', 'WINDOW', true],
    ['licence', 'RECEIVED', 'WINDOW', true],
    ['licence', 'RECEIVED', 'FIRST_REVIEWER', false],
    ['licence', 'ACCEPTED', 'FIRST_REVIEWER', true],
    ['licence', 'ACCEPTED', 'WINDOW', false],
    ['licence', 'FIRST_REVIEWED', 'SECOND_REVIEWER', true],
    ['licence', 'SECOND_REVIEWED', 'APPROVER', true],
    ['licence', 'CORRECTION_REQUIRED', 'WINDOW', false],
    ['certificate', 'CERT_DUE', 'CERT_CLERK', false],
    ['completion', 'SUBMITTED', 'WINDOW', true],
    ['report', 'SUBMITTED', 'FIRST_REVIEWER', true],
    ['report', 'FIRST_REVIEWED', 'FIRST_REVIEWER', false],
    ['report', 'FIRST_REVIEWED', 'APPROVER', true],
    ['rectification', 'SUBMITTED', 'WINDOW', true],
  ])('%s %s %s: %s', (procedure, status, role, expected) => {
    expect(mayJudge(at(procedure, status), staff([role]), [])).toBe(expected)
  })

  it('never who acted at another node, or whose own case it is, or the applicant', () => {
    const position = at('licence', 'FIRST_REVIEWED')
    const past: readonly PastStep[] = [{ stage: 's', action: 'firstReview', staffId: 1 }]
    expect(mayJudge(position, staff(['SECOND_REVIEWER'], 2), past)).toBe(true)
    expect(mayJudge(position, staff(['SECOND_REVIEWER'], 1), past)).toBe(false)
    expect(mayJudge(position, staff(['SECOND_REVIEWER'], 2, true), past)).toBe(false)
    expect(mayJudge(position, { kind: 'applicant' }, [])).toBe(false)
  })
})

describe('what is written', () => {
  /** action: internal opinion, conclusion that goes out (r required, o optional, - not asked). */
  const expectedTexts = `
    suggestOk o o, suggestChange o o, findUnsuitable o r, accept o -, returnForChange o o, refuse o r, transfer o r,
    secondReview r -, secondDisagree r -, firstReview r -, firstDisagree r -, sendBackName r -, sendBackToFirst r -,
    sendBackToSecond r -, extend o r, pause - r, resume - o, visitSite - r, approveName o -, rejectName o r, requireCorrection o -,
    grant o o, deny o r, consent - o, refuseConsent - r, file o -,
    confirmReturns o -, checkReport o -, concludeQualified o o, concludeBasic o r, concludeUnqualified o r, confirmRectified o o`
  const texts = new Map(
    expectedTexts.split(',').map((line) => {
      const [action = '', opinion = '', conclusion = ''] = line.trim().split(/\s+/)
      return [action, [opinion, conclusion]]
    }),
  )
  const letter = (rule: 'required' | 'optional' | undefined) => (rule ? rule.slice(0, 1) : '-')

  it('is asked of each step exactly so, inside and outside apart', () => {
    for (const code of PROCEDURES)
      for (const action of actionsOf(code)) {
        const step = stepOf(code, action)
        expect([action, letter(step?.opinion), letter(step?.conclusion)]).toEqual([
          action,
          ...(texts.get(action) ?? ['-', '-']),
        ])
      }
  })

  it('goes out wherever an official ends or turns back what the applicant asked for', () => {
    for (const code of PROCEDURES)
      for (const action of actionsOf(code)) {
        const step = stepOf(code, action)
        if (!step || step.tone === 'forward' || step.by.includes('applicant') || step.by.includes('system')) continue
        // What is made of verdicts carries its reasons item by item; what goes back inside the authority stays inside.
        if (step.verdicts === 'required' || (step.node !== undefined && step.outcome === undefined)) continue
        expect([action, step.conclusion]).toEqual([action, 'required'])
      }
  })

  it('rests on verdicts exactly where something goes back for faults, or is found to be in order', () => {
    const resting = (rule: 'required' | 'clear') =>
      PROCEDURES.flatMap((code) =>
        actionsOf(code).flatMap((action) => (stepOf(code, action)?.verdicts === rule ? [`${code} ${action}`] : [])),
      )
    expect(resting('required')).toEqual([
      'consultation suggestChange',
      'nameApproval returnForChange',
      'licence requireCorrection',
      'completion returnForChange',
      'filing returnForChange',
      'liquidation returnForChange',
      'report returnForChange',
      'rectification returnForChange',
    ])
    expect(resting('clear')).toEqual([
      'consultation suggestOk',
      'nameApproval accept',
      'nameApproval secondReview',
      'nameApproval approveName',
      'licence accept',
      'licence firstReview',
      'licence secondReview',
      'licence grant',
      'completion file',
      'filing file',
      'liquidation file',
      'report checkReport',
      'report concludeQualified',
      'rectification confirmRectified',
    ])
  })

  it('is never asked of the applicant or of the system', () => {
    for (const code of PROCEDURES)
      for (const step of Object.values(procedureOf(code).steps))
        if (step.by.includes('applicant') || step.by.includes('system'))
          expect([step.opinion, step.conclusion]).toEqual([undefined, undefined])
  })
})

describe('four eyes, by node', () => {
  const nodes = {
    first: { status: 'ACCEPTED', role: 'FIRST_REVIEWER', actions: ['firstReview', 'firstDisagree'] },
    second: {
      status: 'FIRST_REVIEWED',
      role: 'SECOND_REVIEWER',
      actions: ['secondReview', 'secondDisagree', 'sendBackToFirst'],
    },
    final: { status: 'SECOND_REVIEWED', role: 'APPROVER', actions: ['grant', 'deny', 'sendBackToSecond'] },
  } as const
  const names = ['first', 'second', 'final'] as const
  const attempts = (earlierNode: keyof typeof nodes, laterNode: keyof typeof nodes, staffId: number) =>
    nodes[earlierNode].actions.flatMap((earlier) =>
      nodes[laterNode].actions.map((later) => {
        const { status, role } = nodes[laterNode]
        const past: PastStep[] = [{ stage: 's', action: earlier, staffId: 7 }]
        return decide(at('licence', status), later, staff([role], staffId), past)
      }),
    )

  it('nobody acts at two nodes of a stage, whatever they did there', () => {
    for (const earlier of names)
      for (const later of names)
        for (const decision of attempts(earlier, later, 7))
          expect(decision).toMatchObject(earlier === later ? { ok: true } : { ok: false, refusal: 'ALREADY_REVIEWED' })
  })

  it('somebody else may', () => {
    for (const earlier of names)
      for (const later of names) for (const decision of attempts(earlier, later, 8)) expect(decision.ok).toBe(true)
  })

  it('whoever sent a case back as second reviewer is not its first reviewer afterwards', () => {
    const past: PastStep[] = [
      { stage: 's', action: 'firstReview', staffId: 7 },
      { stage: 's', action: 'sendBackToFirst', staffId: 8 },
    ]
    const both = staff(['FIRST_REVIEWER', 'SECOND_REVIEWER'], 8)
    expect(availableActions(at('licence', 'ACCEPTED'), both, past)).toEqual(['pause', 'visitSite'])
  })

  it('whoever made a certificate does not hand it out, whatever else they are', () => {
    const past: PastStep[] = [{ stage: 's', action: 'printCertificate', staffId: 7 }]
    for (const procedure of ['completion', 'certificate'] as const) {
      const handOver = (staffId: number) =>
        decide(at(procedure, 'CERT_PRINTED'), 'handOver', staff(['WINDOW', 'CERT_CLERK'], staffId), past)
      expect(handOver(7)).toEqual({ ok: false, refusal: 'OTHER_HANDS' })
      expect(handOver(8)).toMatchObject({ ok: true })
    }
  })

  it('whoever checked a report does not conclude on it, however they conclude', () => {
    const past: PastStep[] = [{ stage: 's', action: 'checkReport', staffId: 7 }]
    const both: readonly StaffRole[] = ['FIRST_REVIEWER', 'APPROVER']
    for (const action of ['concludeQualified', 'concludeBasic', 'concludeUnqualified', 'sendBackToFirst'] as const) {
      const by = (staffId: number) => decide(at('report', 'FIRST_REVIEWED'), action, staff(both, staffId), past)
      expect(by(7)).toEqual({ ok: false, refusal: 'ALREADY_REVIEWED' })
      expect(by(8).ok).toBe(true)
    }
  })

  it('each stage counts by itself', () => {
    const past: PastStep[] = [{ stage: 'earlier', action: 'secondReview', staffId: 7 }]
    expect(decide(at('nameApproval', 'SECOND_REVIEWED'), 'approveName', staff(['APPROVER'], 7), past).ok).toBe(true)
  })

  it('the counter, extension and special procedure are no node', () => {
    const past = (['receive', 'accept', 'extend', 'pause', 'resume'] as const).map((action) => ({
      stage: 's',
      action,
      staffId: 7,
    }))
    expect(decide(at('licence', 'ACCEPTED'), 'firstReview', staff(['FIRST_REVIEWER'], 7), past).ok).toBe(true)
  })
})

describe('once, and after', () => {
  it('a stage is extended once', () => {
    const again = (past: readonly PastStep[]) => decide(at('licence', 'ACCEPTED'), 'extend', staff(['APPROVER']), past)
    expect(again([]).ok).toBe(true)
    expect(again([{ stage: 's', action: 'extend', staffId: 2 }])).toEqual({ ok: false, refusal: 'ALREADY_DONE' })
    expect(again([{ stage: 'earlier', action: 'extend', staffId: 2 }]).ok).toBe(true)
  })

  it.each([
    [[], 'HANDED_OVER'],
    [['submit'], 'SUBMITTED'],
    [['submit', 'returnForChange'], 'RETURNED'],
    [['submit', 'returnForChange', 'resubmit'], 'SUBMITTED'],
    [['submit', 'file'], 'COMPLETED'],
  ] as const)('a certificate handed over after %j leads to %s: nothing is filed twice', (earlier, to) => {
    const past = earlier.map((action) => ({ stage: 's', action }))
    expect(decide(at('completion', 'CERT_PRINTED'), 'handOver', staff(['CERT_CLERK']), past)).toMatchObject({
      ok: true,
      to,
    })
  })
})

describe('own case', () => {
  it('is refused to staff in every step of theirs', () => {
    for (const line of lines)
      for (const role of STAFF_ROLES.filter((candidate) => line.who.includes(candidate))) {
        const position = at(line.procedure, line.status as Status, line.paused === '(paused)')
        expect(decide(position, line.action, staff([role], 1, true), [])).toEqual({ ok: false, refusal: 'OWN_CASE' })
      }
  })
})

describe('what comes next for who waits', () => {
  const positions = PROCEDURES.flatMap((procedure) =>
    [...new Set(Object.values(procedureOf(procedure).steps).flatMap(({ from }) => from))].map(
      (status) => [procedure, status] as const,
    ),
  )

  it.each(positions)('%s %s', (procedure, status) => {
    const waits = ['authority', 'unit'].includes(statuses[status].turn)
    const text = thenText(procedure, status, { decides: '准予登记', after: '全部办结' })
    expect(text !== undefined).toBe(waits)
    expect(text ?? '').not.toMatch(/[{}]/)
  })
})
