import { holds } from '../forms/field.ts'
import { examplePage } from '../forms/page.ts'
import { elsewhereOf, readAnswers } from './answers.ts'
import type { AnswerSet, Matter } from './define.ts'

/** A complete case of a matter made of its examples: it passes every check of every stage. Invented throughout. */
export const sampleOf = (matter: Pick<Matter, 'pages'>): AnswerSet => {
  const stored: Record<string, AnswerSet[string]> = {}
  for (const page of matter.pages) {
    const elsewhere = elsewhereOf(readAnswers(matter.pages, stored))
    if (!page.when || holds(page.when, {}, elsewhere)) stored[page.code] = examplePage(page, elsewhere)
  }
  return stored
}
