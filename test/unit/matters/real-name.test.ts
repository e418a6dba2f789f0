import { describe, expect, it } from 'vitest'
import { checkMatter } from '../../../src/core/matters/check.ts'
import { mayDraft, maySubmit, needsRealName } from '../../../src/core/matters/real-name.ts'
import { STAGES, type StageCode } from '../../../src/core/workflow/states.ts'
import { socialGroupEstablishment as matter } from '../../../src/matters/social-group-establishment/index.ts'

const declared = (draft: boolean, submitFrom: StageCode) => ({ ...matter, realName: { draft, submitFrom } })

describe('A-006 what an account that is not verified may do', () => {
  it('founding a 社会团体: it may draft, and submit the links about the name, but not 提交成立材料 and what follows', () => {
    expect(mayDraft(matter, 0)).toBe(true)
    expect(STAGES.filter((stage) => maySubmit(matter, stage, 0))).toEqual(['nameConsultation', 'nameApproval'])
  })

  it('a verified account may submit every stage', () => {
    expect(STAGES.filter((stage) => maySubmit(matter, stage, 1))).toEqual([...STAGES])
  })

  it.each(STAGES.map((stage, index) => [stage, index] as const))(
    'declared from %s on, that stage and all after it need verification',
    (submitFrom, index) => {
      expect(STAGES.filter((stage) => needsRealName(declared(true, submitFrom), stage))).toEqual(STAGES.slice(index))
    },
  )

  it('a matter may ask for verification before anything is filled in', () => {
    expect(mayDraft(declared(false, 'nameConsultation'), 0)).toBe(false)
    expect(mayDraft(declared(false, 'nameConsultation'), 1)).toBe(true)
  })

  it('a matter that names a stage it does not have is faulty', () => {
    const odd = { ...matter, realName: { draft: true, submitFrom: 'elsewhere' as StageCode } }
    expect(checkMatter(odd, '2026-11-20')).toContain('realName: no stage elsewhere')
  })
})
