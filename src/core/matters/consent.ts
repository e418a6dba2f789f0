import { chineseDate } from '../documents/dates.ts'
import { emptyPage } from '../forms/field.ts'
import type { AnswerSet, AnyStage, Matter } from './define.ts'
import type { ConsentPlace } from './facts.ts'
import type { Section } from './journey.ts'

/** What a supervisory unit said online when it agreed. */
export type Consent = {
  readonly unit: string
  /** Number of its document. */
  readonly number: string
  /** ISO date. */
  readonly date: string
  readonly opinion: string
}

/** Where the consent stands in a stage; nothing in one that asks for none. */
export const consentPlace = (matter: Matter, stage: AnyStage): ConsentPlace | undefined => {
  const { consent } = matter.facts
  return consent && stage.pages.includes(consent.page) ? consent : undefined
}

/** The fields the applicant answers from a paper, and need not answer when the unit said it online. */
export const paperFields = ({ given, number, date, opinion, onPaper = [] }: ConsentPlace): readonly string[] =>
  [given, number, date, opinion, ...onPaper].filter((name) => name !== undefined)

/** The answers with what the unit said in the place of what a paper would have said. */
export const withConsent = (place: ConsentPlace, stored: AnswerSet, consent: Consent): AnswerSet => {
  const page = stored[place.page] ?? emptyPage
  const said = {
    ...(place.given ? { [place.given]: 'yes' } : {}),
    [place.number]: consent.number,
    [place.date]: consent.date,
    ...(place.opinion ? { [place.opinion]: consent.opinion } : {}),
    ...Object.fromEntries((place.onPaper ?? []).map((name) => [name, ''])),
  }
  return { ...stored, [place.page]: { ...page, values: { ...page.values, ...said } } }
}

/** A consent in one line, for pages and papers. */
export const consentText = ({ unit, number, date, opinion }: Consent): string =>
  `文号${number}，${unit}，${chineseDate(date)}${opinion ? `。意见：${opinion}` : ''}`

/** Readable answers with the online consent told as what it is, in the place of the fields of a paper. */
export const tellConsent = (place: ConsentPlace, told: readonly Section[], consent: Consent): readonly Section[] => {
  const paper = paperFields(place)
  const said = consentText(consent)
  return told.map((section) =>
    section.page === place.page
      ? {
          ...section,
          rows: [
            ...section.rows.filter(({ field }) => !paper.includes(field)),
            { field: place.number, label: '业务主管单位在线同意', kind: 'text' as const, value: said, text: said },
          ],
        }
      : section,
  )
}
