import { sections } from '../../core/matters/journey.ts'
import { difference, differenceAt } from '../../core/submissions/difference.ts'
import type { Deps } from '../../deps.ts'
import { submissionOf } from './compare.ts'
import type { OpenCorrection } from './corrections.ts'
import type { WholeCase } from './queries.ts'
import { frozenFiles, frozenSections } from './ready.ts'
import { submissionLinks } from './submissions.ts'

/**
 * Whether what each item of a binding notice names is otherwise than it was handed in, by the item's id; nothing of what
 * was never handed in, and nothing where no notice binds.
 */
export const mendedItems = async (deps: Deps, whole: WholeCase): Promise<ReadonlyMap<number, boolean>> => {
  const { caseFile, matter, stage, stored, register, correction, attachments } = whole
  const last = submissionLinks(whole).find((one) => one.stage === stage.code)
  const before = correction?.binding && last && (await submissionOf(deps, caseFile.id, last.round))
  if (!correction || !before) return new Map()
  const files = attachments.map((file) => ({ ...file, size: Number(file.size), pages: null }))
  const moved = difference(before.content, {
    findings: [],
    sections: frozenSections(sections(matter, [...stage.locked, ...stage.pages], stored, register)),
    materials: stage.materials.map((code) => ({ code, title: code, files: frozenFiles(files, code) })),
  })
  return new Map(
    correction.items.map((item) => {
      const { rows, files: changed } = differenceAt(moved, item)
      return [item.id, rows.length + changed.length > 0]
    }),
  )
}

/** What is handed in again as it was, in a sentence: allowed, for an item may be explained instead. */
export const unmendedText = (
  correction: OpenCorrection | undefined,
  mended: ReadonlyMap<number, boolean>,
): string | undefined => {
  const same = (correction?.items ?? []).filter(({ id }) => mended.get(id) === false)
  return same.length > 0
    ? `与上次提交相同、没有修改的有${same.length}项：${same.map(({ title }) => title).join('、')}。不需要修改的，请在补正说明中写明原因。`
    : undefined
}
