import { sampleOf } from '../../src/core/matters/sample.ts'
import { socialGroupEstablishment } from '../../src/matters/establishment/social-group/index.ts'

/** A complete case that passes every check of every stage: invented people, units and numbers. */
export const sampleAnswers = sampleOf(socialGroupEstablishment)
