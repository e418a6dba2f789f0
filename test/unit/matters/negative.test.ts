import { describe, expect, it } from 'vitest'
import { fields, type Page } from '../../../src/core/forms/page.ts'
import { checkMatter } from '../../../src/core/matters/check.ts'
import { cite } from '../../../src/core/law.ts'
import type { Grounds } from '../../../src/core/matters/grounds.ts'
import type { AnyStage, Matter, Stage } from '../../../src/core/matters/define.ts'
import type { MatterPolicies } from '../../../src/core/matters/policies.ts'
import type { Clock } from '../../../src/core/workflow/clocks.ts'
import type { OutcomeOf } from '../../../src/core/workflow/procedures/index.ts'
import { statuses, type Status } from '../../../src/core/workflow/statuses.ts'
import { socialGroupEstablishment } from '../../../src/matters/establishment/social-group/index.ts'

/*
 * What must not compile. Each line below an expectation is an error of the compiler; one that is none any more is
 * itself an error, so `tsc --noEmit` holds this file.
 */
const sound: Matter = socialGroupEstablishment
const [consultation] = sound.stages
if (consultation?.procedure !== 'consultation') throw new Error('the matter does not begin with a consultation')

const cannotHappen: Stage<'consultation'> = {
  ...consultation,
  // @ts-expect-error -- a consultation decides nothing
  on: { granted: { documents: ['DECISION_GRANTED'] } },
}

const ofAnotherProcedure: AnyStage = {
  ...consultation,
  procedure: 'filing',
  // @ts-expect-error -- a filing is never denied
  on: { denied: { notice: '不予备案' } },
}

const opensSomething: Stage<'consultation'> = {
  ...consultation,
  // @ts-expect-error -- a stage opens the next one and nothing else
  on: { suitable: { opens: 'nameApproval' } },
}

const unknownDocument: Stage<'licence'> = {
  ...consultation,
  procedure: 'licence',
  // @ts-expect-error -- no such document
  on: { granted: { documents: ['DIPLOMA'] } },
}

// @ts-expect-error -- what refuses has its grounds
const groundless: Stage<'licence'> = { ...consultation, procedure: 'licence', on: {} }

// @ts-expect-error -- at least one
const noGround: Grounds = []

// @ts-expect-error -- an article nobody could read, or of another law
const unread = () => cite('NAMES', 13)

// @ts-expect-error -- an outcome of another procedure
const outcome: OutcomeOf<'filing'> = 'granted'

const conditions = fields(
  // @ts-expect-error -- no field of the name `lease` on the page
  { name: 'leased', label: '是否租赁', kind: 'yesNo' },
  { name: 'owner', label: '出租人', kind: 'text', when: { field: 'lease', is: ['yes'] } },
)

const unknownProcedure: AnyStage = {
  ...consultation,
  // @ts-expect-error -- no procedure of the name
  procedure: 'lottery',
  on: {},
}

const unknownItem: Stage<'licence'>['on'] = {
  // @ts-expect-error -- the register has no item `address`; it is called domicile
  granted: { changes: () => [{ kind: 'set', item: 'address', before: '', after: '' }] },
}

const unknownBefore: Page = {
  code: 'extra',
  title: '附加',
  fields: [],
  // @ts-expect-error -- the register has no item `address`
  before: { address: 'address' },
}

const { COMPLETED: _left, ...incomplete } = statuses
// @ts-expect-error -- every status has its row
const statusTable: Record<Status, object> = incomplete

// @ts-expect-error -- every clock has its words
const clockTable: Record<Clock, string> = { reply: '答复' }

// @ts-expect-error -- a site says what each type begins with
const funds: MatterPolicies['minimumFund'] = { SOCIAL_GROUP: { PROVINCE: 3, CITY: 3, COUNTY: 3 } }

describe('what hangs on something that cannot be', () => {
  it('does not compile, and where the compiler was overruled it stops the start', () => {
    const starting = (stage: AnyStage) =>
      checkMatter({ ...sound, stages: [stage, ...sound.stages.slice(1)] }, '2026-11-20')
    expect(starting(cannotHappen as AnyStage)).toContain('stage nameConsultation: consultation never comes to granted')
    expect(starting(ofAnotherProcedure)).toContain('stage nameConsultation: filing never comes to denied')
    const page = { code: 'extra', title: '附加', fields: conditions }
    expect(checkMatter({ ...sound, pages: [...sound.pages, page] }, '2026-11-20')).toContain(
      'extra.owner: hangs on no earlier field lease',
    )
    expect([opensSomething, unknownDocument, unknownProcedure].map(({ code }) => code)).toEqual(
      Array.from({ length: 3 }, () => 'nameConsultation'),
    )
    expect(starting(groundless)).toContain('stage nameConsultation: comes to denied without grounds')
    expect(noGround).toEqual([])
    expect(unread).toThrow('NAMES has no 13')
    expect([outcome, unknownItem, unknownBefore, statusTable, clockTable, funds]).not.toContain(undefined)
  })
})
