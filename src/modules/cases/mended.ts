import { materialOf, sections } from '../../core/matters/journey.ts'
import { difference, differenceAt, type Difference } from '../../core/submissions/difference.ts'
import type { Deps } from '../../deps.ts'
import { submissionOf } from './compare.ts'
import type { OpenCorrection } from './corrections.ts'
import type { WholeCase } from './queries.ts'
import { frozenFiles, frozenSections } from './ready.ts'
import { submissionLinks } from './submissions.ts'

/** What of a stage that was sent back is otherwise than it was handed in; nothing of what was never handed in. */
export const mendedSince = async (deps: Deps, whole: WholeCase): Promise<Difference | undefined> => {
  const { caseFile, matter, stage, stored, register, holdings, correction, attachments } = whole
  const last = submissionLinks(whole).find((one) => one.stage === stage.code)
  const before = correction && last && (await submissionOf(deps, caseFile.id, last.round))
  if (!before) return undefined
  const files = attachments.map((file) => ({ ...file, size: Number(file.size), pages: null }))
  return difference(before.content, {
    findings: [],
    sections: frozenSections(sections(matter, [...stage.locked, ...stage.pages], stored, register, holdings)),
    materials: stage.materials.map((code) => ({
      code,
      title: materialOf(matter, code)?.title ?? code,
      files: frozenFiles(files, code),
    })),
  })
}

/** Whether what each item of a notice names is otherwise than it was handed in, by the item's id. */
export const mendedItems = (
  { correction }: Pick<WholeCase, 'correction'>,
  moved: Difference | undefined,
): ReadonlyMap<number, boolean> =>
  new Map(
    moved &&
      correction?.items.map((item) => {
        const { rows, files } = differenceAt(moved, item)
        return [item.id, rows.length + files.length > 0]
      }),
  )

/** What is handed in again as it was, in a sentence: allowed, for an item may be explained instead. */
export const unmendedText = (
  correction: OpenCorrection | undefined,
  mended: ReadonlyMap<number, boolean>,
): string | undefined => {
  const same = (correction?.items ?? []).filter(({ id }) => mended.get(id) === false)
  return same.length > 0
    ? `与上次提交相同、没有修改的有${same.length}项：${same.map(({ title }) => title).join('、')}。${correction?.binding ? '不需要修改的，请在补正说明中写明原因。' : '请修改以后再提交；不需要修改的，请先与登记管理机关联系。'}`
    : undefined
}
