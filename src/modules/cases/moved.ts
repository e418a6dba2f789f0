import type { Matter } from '../../core/matters/define.ts'
import { askedPages } from '../../core/matters/journey.ts'
import type { RegisterItems } from '../../core/register/changes.ts'
import { registerItems, REGISTER_ITEMS } from '../../core/register/items.ts'
import type { WholeCase } from './queries.ts'

/** Items of the register a case rests on, by its pages, that are not what they were when it was submitted. */
export const movedItems = (
  matter: Matter,
  pages: readonly string[],
  before: RegisterItems,
  now: RegisterItems,
): readonly string[] => {
  const asked = new Set(
    matter.pages.flatMap(({ code, before: items = {} }) => (pages.includes(code) ? Object.values(items) : [])),
  )
  return REGISTER_ITEMS.filter((item) => asked.has(item) && (before[item] || '') !== now[item]).map(
    (item) =>
      `${registerItems[item].text[matter.orgType] ?? item}提交时为“${before[item] || '无'}”，现在为“${now[item] || '无'}”`,
  )
}

/** The same for whoever handed it in, while it is decided on; what is being changed shows what the register says now. */
export const movedSinceFiled = ({
  caseFile,
  matter,
  stage,
  answers,
  fillable,
  registeredNow: now,
}: WholeCase): readonly string[] => {
  const before = caseFile.register_before
  if (!before || !now || fillable || stage !== matter.stages[0]) return []
  const pages = askedPages(matter, stage.pages, answers).map(({ code }) => code)
  return movedItems(matter, pages, before, now)
}
