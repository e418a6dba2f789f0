import { filledCharter } from '../../core/charters/fill.ts'
import { charterOf } from '../../core/charters/index.ts'
import type { PageData, RawValues } from '../../core/forms/field.ts'
import type { Answers, AnswerSet, AnyStage, Matter } from '../../core/matters/define.ts'
import { readAnswers } from '../../core/matters/answers.ts'
import { askedPages, materialOf } from '../../core/matters/journey.ts'
import { placesOf, type Place } from '../../core/matters/take-over.ts'
import { fieldTarget, itemTarget, keyOf, placeOf, type Target } from '../../core/verdicts/targets.ts'

/** What is open beside what a notice of correction names, since it repeats or states that; `from`: what it goes along with. */
export type GoingAlong = Target & { readonly title: string; readonly from: string }

type Named = Target & { readonly title: string }

const names = (target: Target, { page, field, item }: Place): boolean => {
  const { code, part } = placeOf(target)
  if (code !== page) return false
  if (target.kind === 'field') return field === undefined || part === field
  return target.kind === 'page' || (target.kind === 'item' && (item === undefined || item === part))
}

/** Somebody is the same whose number or name was not the fault. */
const isAkin = (own: RawValues, theirs: RawValues, fields: Readonly<Record<string, string>>, title: string): boolean =>
  Object.entries(fields).some(
    ([mine, other]) => (other === 'idNumber' || other === title) && Boolean(own[mine]) && own[mine] === theirs[other],
  )

/** The answers and items of a stage that are known from places a target names. */
const copiesOf = (matter: Matter, stage: AnyStage, answers: Answers, target: Named): readonly GoingAlong[] =>
  askedPages(matter, stage.pages, answers).flatMap((page): GoingAlong[] => {
    const along = (own: Target, label: string): GoingAlong => ({
      ...own,
      title: `${page.title}：${label}`,
      from: target.title,
    })
    const known = page.fields
      .filter(({ name }) => placesOf(matter, answers, page.code, name).some((place) => names(target, place)))
      .map(({ name, label }) => along(fieldTarget(page.code, name), label))
    const made = (matter.takesOver?.items[page.code] ?? []).flatMap((offer) => {
      const source = matter.pages.find(({ code }) => code === offer.page)
      if (!source?.list) return []
      const { titleField } = source.list
      const own = page.list?.fields ?? page.fields
      const fields = offer.fields ?? Object.fromEntries(own.map(({ name }) => [name, name]))
      const theirs = answers.items(offer.page).filter(({ id }) => names(target, { page: offer.page, item: id }))
      const like = (values: RawValues) => theirs.some((item) => isAkin(values, item.values, fields, titleField))
      if (page.list)
        return answers
          .items(page.code)
          .filter(({ values }) => like(values))
          .map(({ id, values }) => along(itemTarget(page.code, id), values[page.list?.titleField ?? ''] ?? ''))
      const values = Object.fromEntries(own.map(({ name }) => [name, answers.value(page.code, name)]))
      return like(values)
        ? own
            .filter(({ name }) => fields[name] !== undefined)
            .map(({ name, label }) => along(fieldTarget(page.code, name), label))
        : []
    })
    return [...known, ...made]
  })

/** The places the model charter is filled from, as it would be filled now. */
const statedInCharter = (matter: Matter, answers: Answers): readonly Place[] => {
  const places: Place[] = []
  const read: Answers = {
    ...answers,
    value: (page, field) => {
      places.push({ page, field })
      return answers.value(page, field)
    },
    items: (page) => {
      places.push({ page })
      return answers.items(page)
    },
  }
  filledCharter(charterOf(matter.orgType), {
    orgType: matter.orgType,
    pages: matter.pages,
    answers: read,
    name: '',
    authority: '',
  })
  return places
}

/** What of a stage is open beside what a notice names: copies of it, copies of those, and the charter that states it. */
export const goingAlong = (
  matter: Matter,
  stage: AnyStage,
  stored: AnswerSet,
  named: readonly Named[],
): readonly GoingAlong[] => {
  const answers = readAnswers(matter.pages, stored)
  const isNamed = (target: Target) => (other: Target) =>
    keyOf(other) === keyOf(target) || (other.kind === 'page' && other.target === placeOf(target).code)
  const found: GoingAlong[] = []
  const queue: Named[] = [...named]
  for (let target = queue.shift(); target; target = queue.shift())
    for (const copy of copiesOf(matter, stage, answers, target)) {
      if ([...named, ...found].some(isNamed(copy))) continue
      found.push(copy)
      queue.push(copy)
    }
  const charter = stage.materials.find((code) => materialOf(matter, code)?.charter)
  if (charter === undefined || named.some(({ target }) => target === charter)) return found
  const stated = statedInCharter(matter, answers)
  const said = named.find((target) => stated.some((place) => names(target, place)))
  return said
    ? [
        ...found,
        { kind: 'material', target: charter, title: materialOf(matter, charter)?.title ?? '', from: said.title },
      ]
    : found
}

/** Answers of which those that go along count as taken over: what they are known from is told where they differ from it. */
export const asCopies = (stored: AnswerSet, along: readonly GoingAlong[] = []): AnswerSet => {
  const told: Record<string, PageData> = { ...stored }
  for (const one of along) {
    const { code, part = '' } = placeOf(one)
    const data = told[code]
    if (one.kind === 'field' && data)
      told[code] = { ...data, taken: { ...data.taken, [part]: data.values[part] ?? '' } }
  }
  return told
}

/** That the charter states what a notice had mended, and nobody uploaded it since; nothing where that is not so. */
export const staleCharter = (
  notice: { readonly openedAt: Date; readonly along: readonly GoingAlong[] } | undefined,
  files: readonly { readonly material: string; readonly uploaded_at: Date | string }[],
): { readonly code: string; readonly page: string; readonly text: string } | undefined => {
  const charter = notice?.along.find(({ kind }) => kind === 'material')
  if (!notice || !charter) return undefined
  const isNew = files.some(
    (file) => file.material === charter.target && new Date(file.uploaded_at).getTime() > notice.openedAt.getTime(),
  )
  const text = `写有“${charter.from}”，文件还是补正告知以前上传的；这一项改动的，请核对是否需要重新上传`
  return isNew ? undefined : { code: charter.target, page: charter.title, text }
}
