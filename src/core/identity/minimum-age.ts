import type { IdDocument } from './documents.ts'
import { ageOn } from './resident-id.ts'

/** 《隐私声明》: no accounts for children under fourteen (个人信息保护法 art. 31). In years. */
export const youngestAge = 14

/** Whether a document's own number tells that its holder is too young on that day (ISO date) to have an account. */
export const isTooYoung = ({ birthDate }: Pick<IdDocument, 'birthDate'>, today: string): boolean =>
  birthDate !== undefined && ageOn(birthDate, today) < youngestAge
