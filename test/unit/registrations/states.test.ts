import { describe, expect, it } from 'vitest'
import {
  REGISTRATION_ACTIONS,
  REGISTRATION_STATUSES,
  registrationActions,
  registrationStatuses,
} from '../../../src/core/registrations/states.ts'

describe('the table of a new applicant’s request', () => {
  it('B-05 knows every status and every step, each with its word', () => {
    expect(Object.keys(registrationStatuses)).toEqual([...REGISTRATION_STATUSES])
    expect(Object.keys(registrationActions)).toEqual([...REGISTRATION_ACTIONS])
    const words = [...Object.values(registrationStatuses), ...Object.values(registrationActions)].map(
      ({ text }) => text,
    )
    expect(words.every((word) => word.length > 1)).toBe(true)
  })

  it('B-05 staff act on what waits, or on what they refused, and say why unless they approve', () => {
    for (const action of REGISTRATION_ACTIONS) {
      const { by, from, reason } = registrationActions[action]
      if (by !== 'staff') continue
      expect(from).toBe(action === 'REOPENED' ? 'REJECTED' : 'SUBMITTED')
      expect(reason).toBe(action !== 'APPROVED')
    }
  })

  it('B-05 what is withdrawn or lapsed never moves again; what is refused may be sent again', () => {
    const from = REGISTRATION_ACTIONS.map((action) => registrationActions[action].from)
    expect(from).not.toContain('WITHDRAWN')
    expect(from).not.toContain('EXPIRED')
    expect(registrationActions.SUBMITTED).toMatchObject({ from: 'REJECTED', to: 'SUBMITTED', by: 'applicant' })
  })

  it('B-06 forwarding leaves a request under review', () => {
    expect(registrationActions.FORWARDED).toMatchObject({ from: 'SUBMITTED', to: 'SUBMITTED', reason: true })
  })
})
