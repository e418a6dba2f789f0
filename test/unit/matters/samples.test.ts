import { describe, expect, it } from 'vitest'
import { readAnswers } from '../../../src/core/matters/answers.ts'
import { applyRules, stageState } from '../../../src/core/matters/journey.ts'
import { sampleOf } from '../../../src/core/matters/sample.ts'
import { matters } from '../../../src/matters/index.ts'

const context = { today: '2026-11-20', posts: [] }

describe.each(matters.map((matter) => ({ title: matter.title, matter })))('the example of $title', ({ matter }) => {
  const sample = sampleOf(matter)
  const answers = readAnswers(matter.pages, sample)

  it.each(matter.stages.map((stage) => ({ stageTitle: stage.title, stage })))(
    'passes every rule and completes $stageTitle with one file for each material',
    ({ stage }) => {
      expect(applyRules(matter, stage.code, answers, context)).toEqual([])
      const files = Object.fromEntries(stage.materials.map((code) => [code, 1]))
      const state = stageState(matter, stage, sample, answers, files, context)
      expect(state.pages.flatMap((page) => page.findings)).toEqual([])
      expect(state.complete).toBe(true)
    },
  )
})
