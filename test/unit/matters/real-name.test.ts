import { describe, expect, it } from 'vitest'
import { checkMatter } from '../../../src/core/matters/check.ts'
import { mayDraft, maySubmit, needsRealName } from '../../../src/core/matters/real-name.ts'
import { matters } from '../../../src/matters/index.ts'

describe.each(matters.all.map((matter) => ({ title: matter.title, matter })))(
  'A-006 what an account that is not verified may do: $title',
  ({ matter }) => {
    const stages = matter.stages.map(({ code }) => code)
    const declared = (draft: boolean, submitFrom: string) => ({ ...matter, realName: { draft, submitFrom } })

    if (matter.begunBy === 'person')
      it('founding, it may draft, and submit the links about the name, but not 提交成立材料 and what follows', () => {
        expect(mayDraft(matter, 0)).toBe(true)
        expect(stages.filter((stage) => maySubmit(matter, stage, 0))).toEqual(['nameConsultation', 'nameApproval'])
      })

    it('a verified account may submit every stage', () => {
      expect(stages.filter((stage) => maySubmit(matter, stage, 1))).toEqual(stages)
    })

    it.each(stages.map((stage, index) => [stage, index] as const))(
      'declared from %s on, that stage and all after it need verification',
      (submitFrom, index) => {
        expect(stages.filter((stage) => needsRealName(declared(true, submitFrom), stage))).toEqual(stages.slice(index))
      },
    )

    it('a matter may ask for verification before anything is filled in', () => {
      expect(mayDraft(declared(false, 'nameConsultation'), 0)).toBe(false)
      expect(mayDraft(declared(false, 'nameConsultation'), 1)).toBe(true)
    })

    it('a matter that names a stage it does not have is faulty', () => {
      expect(checkMatter(declared(true, 'elsewhere'), '2026-11-20')).toContain('realName: no stage elsewhere')
    })
  },
)
