import { holds, type PageData, type RawValues } from '../forms/field.ts'
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

/** What stands instead of which words. */
export type Words = Readonly<Record<string, string>>

/** Says a text in other words, all at once: nothing that was put in is replaced again, and the longer words come first. */
export const inOtherWords = (words: Words): ((text: string) => string) => {
  const known = Object.keys(words).toSorted((one, other) => other.length - one.length)
  if (known.length === 0) return (text) => text
  const any = new RegExp(known.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('|'), 'g')
  return (text) => text.replaceAll(any, (word) => words[word] ?? word)
}

/** The answers of a page with each of them changed; `change` is told the field. */
export const changedPage = (data: PageData, change: (raw: string, field: string) => string): PageData => {
  const changed = (values: RawValues): RawValues =>
    Object.fromEntries(Object.entries(values).map(([field, raw]) => [field, change(raw, field)]))
  return { values: changed(data.values), items: data.items.map(({ id, values }) => ({ id, values: changed(values) })) }
}
