import type { Answers, Rule } from '../../../core/matters/define.ts'
import { personKey } from '../../shared/people.ts'
import type { FoundingLaw } from './law.ts'

/** Parts every rule about the papers of establishment has. */
export const atSubmission = (law: FoundingLaw) =>
  ({ effectiveFrom: law.inForce, stages: ['establishmentSubmission'] }) as const satisfies Partial<Rule>

/** Parts every rule about what is obtained with the certificate has. */
export const atCompletion = (law: FoundingLaw) =>
  ({ effectiveFrom: law.inForce, stages: ['establishmentCompletion'] }) as const satisfies Partial<Rule>

/** How many people stand in one of the posts, each counted once. */
export const holding = (answers: Answers, posts: readonly string[]): number =>
  new Set(
    answers
      .items('officers')
      .filter((person) => posts.includes(postOf(person)))
      .map((person) => personKey(person.values) || person.id),
  ).size

export type Person = ReturnType<Answers['items']>[number]
export const postOf = (person: Person): string => person.values['orgPost'] ?? ''
export const nameOf = (person: Person): string => person.values['name'] ?? ''
