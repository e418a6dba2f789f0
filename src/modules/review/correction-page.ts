import { randomUUID } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import { availableActions } from '../../core/workflow/decide.ts'
import { requireMatter } from '../../matters/index.ts'
import { paths } from '../../web/paths.ts'
import type { StaffCase } from './case-data.ts'
import { correctionChoices, noteName, readCorrectionForm, tickName, type ChoiceGroup } from './correction-form.ts'

/** What a correction notice of the case can name now. Refused when the case does not wait for one. */
export const choicesOf = (found: StaffCase): readonly ChoiceGroup[] => {
  const { application, position, actor, past } = found
  const submission = found.submissions.find(({ stage }) => stage === application.stage)
  if (!submission || !availableActions(position, actor, past).includes('requireCorrection'))
    throw new AppError('NOT_ALLOWED_NOW')
  return correctionChoices(requireMatter(application.matter), application.stage, submission.content)
}

/** The page on which a correction notice is put together: every answer and material, each with a tick and a note. */
export const correctionPage = (
  found: StaffCase,
  groups: readonly ChoiceGroup[],
  typed: ReturnType<typeof readCorrectionForm> | undefined,
) => ({
  number: found.application.number,
  name: found.application.title,
  caseHref: paths.staffCase(found.application.id),
  action: paths.staffAction(found.application.id, 'requireCorrection'),
  groups: groups.map((group) => ({
    title: group.title,
    choices: group.choices.map((choice) => {
      const tick = tickName(choice)
      const note = noteName(choice)
      return {
        tick,
        note,
        label: choice.label,
        text: choice.text,
        title: choice.title,
        ticked: typed?.ticked.has(tick) ?? false,
        value: typed?.notes[note] ?? '',
        error: typed?.errors[note] ?? typed?.errors[tick],
      }
    }),
  })),
  requestKey: randomUUID(),
  version: found.application.lock_version,
  errors: Object.entries(typed?.errors ?? {}).map(([field, text]) => ({ text, href: `#${field}` })),
})
