import { AppError } from '../../core/errors.ts'
import { kindOf } from '../../core/forms/kinds.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import type { Matter } from '../../core/matters/define.ts'
import { materialOf, pageOf, stageOf } from '../../core/matters/journey.ts'
import { availableActions } from '../../core/workflow/decide.ts'
import type { CorrectionTarget } from '../cases/take-step.ts'
import type { Snapshot } from '../../core/submissions/snapshot.ts'
import type { Deps } from '../../deps.ts'
import type { StaffCase } from './case-data.ts'

const noteLength = 300

type Choice = Pick<CorrectionTarget, 'kind' | 'target' | 'title'> & {
  /** Short name within its group, and the answer given, for the official who ticks it. */
  readonly label: string
  readonly text: string
}

export type ChoiceGroup = { readonly title: string; readonly choices: readonly Choice[] }

/**
 * What a correction notice of this stage can name: every page of the stage, each answered field of a page that is no
 * list, and every material. A list of people or units is named as a whole: its items may have to change in number.
 */
const correctionChoices = (matter: Matter, stage: string, submitted: Snapshot): readonly ChoiceGroup[] => {
  const { pages, materials } = stageOf(matter, stage)
  const pageGroups = submitted.sections
    .filter((section) => pages.includes(section.page))
    .map((section): ChoiceGroup => {
      const whole: Choice = {
        kind: 'page',
        target: section.page,
        title: section.title,
        label: `整页：${section.title}`,
        text: section.items.map((item) => item.title).join('、'),
      }
      const single = pageOf(matter, section.page)?.list
        ? []
        : section.rows.map((row): Choice => ({
            kind: 'field',
            target: `${section.page}.${row.field}`,
            title: `${section.title}：${row.label}`,
            label: row.label,
            text: row.text,
          }))
      return { title: section.title, choices: [whole, ...single] }
    })
  const files = new Map(submitted.materials.map((material) => [material.code, material.files]))
  const materialGroup: ChoiceGroup = {
    title: '上传的材料',
    choices: materials.map((code): Choice => {
      const title = materialOf(matter, code)?.title ?? code
      return {
        kind: 'material',
        target: code,
        title,
        label: title,
        text: (files.get(code) ?? []).map((file) => file.name).join('、') || '未上传',
      }
    }),
  }
  return [...pageGroups, materialGroup]
}

/** What a correction notice of the case can name now. Refused while the case does not wait for one. */
export const choicesOf = (deps: Pick<Deps, 'matters'>, found: StaffCase): readonly ChoiceGroup[] => {
  const { caseFile, position, actor, past } = found
  const submission = found.submissions.find(({ stage }) => stage === caseFile.stage)
  if (!submission || !availableActions(position, actor, past).includes('requireCorrection'))
    throw new AppError('NOT_ALLOWED_NOW')
  return correctionChoices(deps.matters.require(caseFile.matter), caseFile.stage, submission.content)
}

/** Names of the controls of a choice. */
export const tickName = (choice: Choice): string => `tick-${choice.kind}-${choice.target}`
export const noteName = (choice: Choice): string => `note-${choice.kind}-${choice.target}`

const noteField = { name: 'note', label: '补正原因', kind: 'textarea', max: noteLength } as const

/** What was ticked and why. Only choices that were offered count. */
export const readCorrectionForm = (
  groups: readonly ChoiceGroup[],
  body: Readonly<Record<string, string>>,
): {
  readonly items: readonly CorrectionTarget[]
  readonly errors: FieldErrors
} => {
  const choices = groups.flatMap((group) => group.choices)
  const notes = Object.fromEntries(
    choices.map((choice) => [noteName(choice), kindOf(noteField).fromForm(body, noteName(choice), noteField)]),
  )
  const chosen = choices.filter((choice) => body[tickName(choice)] === 'yes')
  const errors: Record<string, string> = {}
  for (const choice of choices) {
    const name = noteName(choice)
    const note = notes[name] ?? ''
    if (chosen.includes(choice)) {
      if (note === '') errors[name] = `请写明“${choice.title}”需要补正的原因和要求`
      else {
        const fault = kindOf(noteField).check(note, noteField, { siblings: {}, today: '' })
        if (fault) errors[name] = fault
      }
    } else if (note !== '') errors[name] = `已写明“${choice.title}”的补正原因，但没有勾选该项`
  }
  const [first] = choices
  if (chosen.length === 0 && first && Object.keys(errors).length === 0)
    errors[tickName(first)] = '请至少勾选一项需要补正的内容'
  return {
    items: chosen.map((choice) => ({
      kind: choice.kind,
      target: choice.target,
      title: choice.title,
      note: notes[noteName(choice)] ?? '',
    })),
    errors,
  }
}
