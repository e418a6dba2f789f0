import { maskWithin } from '../../core/forms/personal.ts'
import { faultText } from '../../core/verdicts/reasons.ts'
import { keyOf, type NamedTarget } from '../../core/verdicts/targets.ts'
import type { StaffCase } from './case-data.ts'
import type { Verdicts } from './verdict-state.ts'
import { markValue } from './verdict-view.ts'

// 据此标为不合格: what the rules or the check list say against a case becomes the fault of the page it speaks of, in the
// same words, so that a notice made of marks carries it.

const wordsAt = ({ last }: Pick<Verdicts, 'last'>, target: NamedTarget): string => {
  const said = last.get(keyOf(target))
  return said?.verdict === 'FAIL' ? faultText(said.kind, said.reason ?? '', said.note) : ''
}

/** Words added to what already stands against a thing; the same words twice are once. */
export const wordsWith = (verdicts: Pick<Verdicts, 'last'>, target: NamedTarget, words: string): string => {
  const before = wordsAt(verdicts, target)
  return before === '' || before.includes(words) ? before || words : `${before}\n${words}`
}

/** What the rules pointed out in the submission, each with the page of this stage it can be told of. */
export const findingsOf = ({ submissions }: Pick<StaffCase, 'submissions'>, verdicts: Verdicts) =>
  (submissions.find(({ round }) => round === verdicts.round)?.content.findings ?? []).flatMap((finding, index) => {
    const target = verdicts.groups.find(({ kind, title }) => kind === 'page' && title === finding.page)?.targets[0]
    if (!target) return []
    const words = `${maskWithin(finding.text)}（${finding.basis}）`
    return [{ of: `finding:${String(index)}`, index, target, words, marked: wordsAt(verdicts, target).includes(words) }]
  })

/** The presses beside the hints, by the place of a hint in the submission. */
export const findingMarks = (found: Pick<StaffCase, 'submissions'>, verdicts: Verdicts | undefined, judges: boolean) =>
  verdicts
    ? findingsOf(found, verdicts).map(({ of, index, target, marked }) => ({
        index,
        id: `finding-${String(index)}`,
        title: target.title,
        marked,
        mark: judges && !marked ? markValue('FAIL', verdicts.upTo, of) : undefined,
      }))
    : []
