import { sampleOf } from '../../../core/matters/sample.ts'
import { socialGroupEstablishment } from './index.ts'

/** A complete case that passes every check of every stage: invented people, units and numbers. */
export const sampleAnswers = sampleOf(socialGroupEstablishment)
