import { describe, expect, it } from 'vitest'
import { operationObstacles, type DeskFacts } from '../../../src/core/helpdesk/complete.ts'
import { dataFaults, operationFields, storedForm } from '../../../src/core/helpdesk/data.ts'
import { operationPapers } from '../../../src/core/helpdesk/kind-papers.ts'
import { DESK_USER_TYPES } from '../../../src/core/helpdesk/materials.ts'
import { DESK_KINDS, deskKinds, isOffered, needsSecond } from '../../../src/core/helpdesk/operations.ts'
import { obstacle, refusalReasons } from '../../../src/core/helpdesk/refusals.ts'
import { exampleValues } from '../../../src/core/forms/page.ts'
import { sites } from '../../../src/sites/index.ts'

const today = '2026-11-20'

const complete = (kind: DeskFacts['kind'], type: (typeof DESK_USER_TYPES)[number], byAgent: boolean): DeskFacts => {
  const lines = operationPapers({ kind, userType: type, byAgent }, sites.shanxi)
  const codes = new Set(lines.map(({ code }) => code))
  const letter = byAgent ? { date: today, matters: [deskKinds[kind].matter] } : undefined
  return { kind, byAgent, letter, lines, ticked: codes, scanned: codes, dataReady: true }
}

const cells = DESK_KINDS.flatMap((kind) =>
  DESK_USER_TYPES.filter((type) => isOffered(kind, type)).flatMap((type) =>
    [false, true].map((byAgent) => [kind, type, byAgent] as const),
  ),
)

describe('what stands in the way of finishing', () => {
  it.each(cells)('H-01 %s for %s, by agent %s: nothing when all is there, any one thing when it is not', (...cell) => {
    const facts = complete(...cell)
    expect(operationObstacles(facts, today)).toEqual([])
    for (const { code } of facts.lines) {
      const without = new Set([...facts.ticked].filter((one) => one !== code))
      expect(operationObstacles({ ...facts, ticked: without }, today)).toMatchObject([
        { reason: 'TICK_MISSING', place: `line-${code}` },
      ])
      expect(operationObstacles({ ...facts, scanned: without }, today)).toMatchObject([
        { reason: 'SCAN_MISSING', place: `line-${code}` },
      ])
    }
    expect(operationObstacles({ ...facts, dataReady: false }, today)).toMatchObject([{ reason: 'DATA_MISSING' }])
    if (!facts.letter) return
    const { letter } = facts
    const reasonOf = (changed: Partial<DeskFacts>): readonly string[] =>
      operationObstacles({ ...facts, ...changed }, today).map(({ reason }) => reason)
    expect(reasonOf({ letter: undefined })).toEqual(['AGENT_MISSING'])
    expect(reasonOf({ letter: { ...letter, date: '2026-10-19' } })).toEqual(['LETTER_EXPIRED'])
    expect(reasonOf({ letter: { ...letter, date: '2026-11-21' } })).toEqual(['LETTER_FUTURE'])
    expect(reasonOf({ letter: { ...letter, matters: [] } })).toEqual(['LETTER_MATTER'])
  })
})

describe('the answers of an operation', () => {
  it.each(DESK_KINDS.flatMap((kind) => DESK_USER_TYPES.map((type) => [kind, type] as const)))(
    '%s for %s has an acceptable answer, and says what is missing in an empty one',
    (kind, type) => {
      const list = operationFields(kind, type)
      const code = { SOCIAL_GROUP: '51140000MJ0000018C' }[type as string]
      const example = {
        ...exampleValues(list),
        ...(kind === 'REGISTER' ? { loginName: 'xinyonghu1' } : {}),
        ...(code ? { uscc: code } : {}),
      }
      // The example of a code is a 社会团体's.
      const foreign = type !== 'SOCIAL_GROUP' && list.some((field) => field.kind === 'uscc')
      expect(Object.keys(dataFaults(kind, type, example, today))).toEqual(foreign ? ['uscc'] : [])
      const required = list.filter((field) => !field.optional)
      const faults = dataFaults(kind, type, {}, today)
      for (const field of required) expect(faults[field.name]).toMatch(/^请/)
      expect(Object.keys(faults).length > 0).toBe(list.length > 0)
    },
  )

  it('1 a second person is needed for whatever gives level, phone or password', () => {
    const needed = Object.fromEntries(DESK_KINDS.map((kind) => [kind, needsSecond(kind, { email: 'a@example.org' })]))
    expect(needed).toEqual({
      REGISTER: true,
      CHANGE_DATA: false,
      RESET_PASSWORD: true,
      UNLOCK: false,
      CHANGE_PHONE: true,
      CHANGE_REPRESENTATIVE: true,
      RELEASE_PHONE: true,
      FREEZE: true,
      UNFREEZE: true,
      CLOSE: true,
    })
    expect(needsSecond('CHANGE_DATA', { name: '张明' })).toBe(true)
    expect(needsSecond('CHANGE_DATA', { idNumber: '140106198503120014' })).toBe(true)
  })

  it('a phone is typed twice, however it is written', () => {
    const faults = (phone: string, phoneAgain: string) =>
      dataFaults('CHANGE_PHONE', 'NATURAL_PERSON', { phone, phoneAgain }, today)
    expect(faults('13912345678', '+86 139-1234-5678')).toEqual({})
    expect(faults('13912345678', '13912345679')).toEqual({ phoneAgain: '两次填写的手机号不一致' })
    expect(
      storedForm('CHANGE_PHONE', 'NATURAL_PERSON', { phone: '+86 139-1234-5678', phoneAgain: '13912345678' }, today),
    ).toEqual({ phone: '13912345678', phoneAgain: '13912345678' })
  })

  it('nobody under fourteen gets an account, as at registration', () => {
    const values = { idType: 'RESIDENT_ID', idNumber: '140106198503120014' }
    expect(dataFaults('REGISTER', 'NATURAL_PERSON', values, '1999-03-11')['idNumber']).toMatch(/未满14周岁/)
    expect(dataFaults('REGISTER', 'NATURAL_PERSON', values, '1999-03-12')['idNumber']).toBeUndefined()
  })

  it('a change changes something, and a handler is changed whole', () => {
    expect(dataFaults('CHANGE_DATA', 'NATURAL_PERSON', {}, today)).toEqual({ name: '请至少填写一项要修改的内容' })
    expect(dataFaults('CHANGE_DATA', 'NATURAL_PERSON', { idType: 'RESIDENT_ID' }, today)).toEqual({
      idNumber: '请填写新证件号码',
    })
    expect(Object.keys(dataFaults('CHANGE_DATA', 'FOUNDATION', { handlerName: '李明' }, today))).toEqual([
      'handlerIdNumber',
      'handlerPhone',
    ])
  })
})

it.each(refusalReasons)('4 the refusal %s says what can be done next', (reason) => {
  expect(obstacle(reason).text).toMatch(/请|办理“/)
})
