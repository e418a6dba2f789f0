import { filledCharter } from '../../core/charters/fill.ts'
import { charterOf } from '../../core/charters/index.ts'
import type { PageData, RawValues } from '../../core/forms/field.ts'
import type { Answers, AnswerSet, AnyStage, Matter } from '../../core/matters/define.ts'
import { isVisible } from '../../core/forms/page.ts'
import { elsewhereOf, readAnswers } from '../../core/matters/answers.ts'
import { askedPages, materialNeed, materialOf, pageOf } from '../../core/matters/journey.ts'
import { placesOf, type Place } from '../../core/matters/take-over.ts'
import type { Snapshot, SubmittedRow } from '../../core/submissions/snapshot.ts'
import { fieldTarget, itemTarget, keyOf, placeOf, type Target } from '../../core/verdicts/targets.ts'
import type { OpenCorrection } from './corrections.ts'

/**
 * What is open beside what a notice of correction names, since it repeats, states, proves or makes up that; `how` it
 * belongs to it, in a word; `from`: what it goes along with.
 */
export type GoingAlong = Target & {
  readonly title: string
  readonly how: '取自' | '写有' | '证明' | '对应'
  readonly from: string
}

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
const copiesOf = (
  matter: Matter,
  stage: AnyStage,
  { stored, answers }: { readonly stored: AnswerSet; readonly answers: Answers },
  target: Named,
): readonly GoingAlong[] =>
  askedPages(matter, stage.pages, answers).flatMap((page): GoingAlong[] => {
    const along = (own: Target, label: string): GoingAlong => ({
      ...own,
      title: `${page.title}：${label}`,
      how: '取自',
      from: target.title,
    })
    const known = page.fields
      .filter((field) => isVisible(field, stored[page.code]?.values ?? {}, elsewhereOf(answers)))
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

/** The lists of a stage whose length is said where a target lies. */
const countedOf = (matter: Matter, stage: AnyStage, answers: Answers, target: Named): readonly GoingAlong[] => {
  const { code } = placeOf(target)
  const counts = (pageOf(matter, code)?.fields ?? [])
    .filter(({ name }) => names(target, { page: code, field: name }))
    .flatMap((field) => field.counts ?? [])
  return askedPages(matter, stage.pages, answers)
    .filter((page) => counts.includes(page.code))
    .map((page) => ({ kind: 'page', target: page.code, title: page.title, how: '对应', from: target.title }))
}

/** The papers of a stage that prove what stands on the page of a target. */
const proofsOf = (matter: Matter, stage: AnyStage, answers: Answers, target: Named): readonly GoingAlong[] =>
  stage.materials
    .map((code) => materialOf(matter, code))
    .filter((material) => material !== undefined)
    .filter(
      (material) => material.proves?.includes(placeOf(target).code) && materialNeed(material, answers) !== 'not-needed',
    )
    .map(({ code, title }) => ({ kind: 'material', target: code, title, how: '证明', from: target.title }))

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

/**
 * What of a stage is open beside what a notice names: copies of it and copies of those, lists it says the length of, the
 * papers that prove it, and the charter that states it.
 */
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
  const add = (one: GoingAlong): boolean => {
    const isNew = ![...named, ...found].some(isNamed(one))
    if (isNew) found.push(one)
    return isNew
  }
  for (let target = queue.shift(); target; target = queue.shift())
    for (const copy of copiesOf(matter, stage, { stored, answers }, target)) if (add(copy)) queue.push(copy)
  for (const target of named) countedOf(matter, stage, answers, target).forEach(add)
  for (const target of named) proofsOf(matter, stage, answers, target).forEach(add)
  const charter = stage.materials.find((code) => materialOf(matter, code)?.charter)
  if (charter === undefined || named.some(({ target }) => target === charter)) return found
  const stated = statedInCharter(matter, answers)
  const said = named.find((target) => stated.some((place) => names(target, place)))
  return said
    ? [
        ...found,
        {
          kind: 'material',
          target: charter,
          title: materialOf(matter, charter)?.title ?? '',
          how: '写有',
          from: said.title,
        },
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

/** Whether what stands at a place is otherwise than it was handed in; what was handed in untyped cannot be compared. */
const isMoved = (before: Snapshot, answers: Answers, { page, field }: Place): boolean => {
  const section = before.sections.find((one) => one.page === page)
  const typed = (rows: readonly SubmittedRow[], name: string): string | undefined => {
    const row = rows.find((one) => one.field === name)
    return row ? row.value : ''
  }
  if (field !== undefined) return typed(section?.rows ?? [], field) !== answers.value(page, field)
  const [was, is] = [section?.items ?? [], answers.items(page)]
  return (
    was.length !== is.length ||
    is.some(({ id, values }) => {
      const item = was.find((one) => one.id === id)
      return !item || item.rows.some(({ field: name }) => typed(item.rows, name) !== (values[name] ?? ''))
    })
  )
}

/**
 * That the charter states what a notice had mended, that it was changed since it was handed in, and nobody uploaded the
 * charter since; nothing where that is not so. `before`: what was handed in last, as far as it is known.
 */
export const staleCharter = (
  { matter, answers }: { readonly matter: Matter; readonly answers: Answers },
  notice: Pick<OpenCorrection, 'openedAt' | 'along' | 'items'> | undefined,
  files: readonly { readonly material: string; readonly uploaded_at: Date | string }[],
  before: Snapshot | undefined,
): { readonly code: string; readonly page: string; readonly text: string } | undefined => {
  const charter = notice?.along.find(({ how }) => how === '写有')
  if (!notice || !charter) return undefined
  const isNew = files.some(
    (file) => file.material === charter.target && new Date(file.uploaded_at).getTime() > notice.openedAt.getTime(),
  )
  const stated = statedInCharter(matter, answers).filter((place) => !before || isMoved(before, answers, place))
  const said = notice.items.find((target) => stated.some((place) => names(target, place)))
  return isNew || !said
    ? undefined
    : {
        code: charter.target,
        page: charter.title,
        text: `写有“${said.title}”，那里改动了，文件还是补正告知以前上传的，请核对是否需要重新上传`,
      }
}
