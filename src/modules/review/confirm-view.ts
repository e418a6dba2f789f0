import type { Deps } from '../../deps.ts'
import { rows } from '../../core/forms/page.ts'
import type { Field, RawValues } from '../../core/forms/field.ts'
import type { Step } from '../../core/workflow/procedure.ts'
import { momentText } from '../../core/workflow/deadlines.ts'
import type { Staff } from '../../web/route.ts'
import type { StepDetails } from '../cases/take-step.ts'
import { collectedAtLabel, precedenceField, textFields } from './action-forms.ts'
import type { StaffCase } from './case-data.ts'
import { checksOf, isOpenLine } from './case-checks.ts'
import { comparisonLines, postsPanel } from './case-comparison.ts'
import { namesPanel } from './case-names.ts'
import { maskedCase } from './case-people.ts'
import { unseenBefore } from './fault-form.ts'
import { verdictsOf } from './verdict-state.ts'

type Said = { readonly opinion: string; readonly conclusion: string; readonly details: StepDetails }

/** What an official wrote for a step, as rows; `own`: what the step asks in its stage. */
export const saidRows = (step: Step, own: readonly Field[], { opinion, conclusion, details }: Said) => {
  const texts: RawValues = { opinion, conclusion }
  return [
    ...textFields(step).map(({ name, label }) => ({ label, text: texts[name] || '（未填写）' })),
    ...(details.lateReason ? [{ label: '再次告知的理由', text: details.lateReason }] : []),
    ...(details.precedenceReason ? [{ label: precedenceField.label, text: details.precedenceReason }] : []),
    ...rows(own, details.form ?? {}).map(({ label, text }) => ({ label, text })),
    ...(details.collectedAt ? [{ label: collectedAtLabel, text: momentText(details.collectedAt) }] : []),
  ]
}

type Reminder = { readonly title: string; readonly items: readonly string[]; readonly text: string }

const some = (title: string, items: readonly string[], text: string): readonly Reminder[] =>
  items.length > 0 ? [{ title, items, text }] : []

const unseenText = {
  told: '依照《行政许可法》第三十二条，需要补正的全部内容应当一次告知。没有看完的，请先返回。',
  clear: '这些页面和材料还没有人标过。没有看完的，请先返回。',
}

/** What the comparisons say against a case, or to be looked into, as its page shows it. */
const doubtsOf = async (deps: Deps, staff: Staff, whole: StaffCase): Promise<readonly string[]> => {
  const found = maskedCase(deps, whole)
  const { matter: code, stage } = found.caseFile
  const matter = deps.matters.require(code)
  const content = found.submissions.find((submission) => submission.stage === stage)?.content
  const posts = found.posts.length > 0 ? postsPanel(matter, found) : undefined
  const names = await namesPanel(deps, staff, found)
  return comparisonLines(names, posts, content, matter.facts.people.length > 0)
    .lines.filter(({ tag }) => tag.tone === 'danger' || tag.tone === 'warning')
    .map(({ tag, page, text }) => `${tag.text}：${page ? `${page.text}：` : ''}${text}`)
}

/** How a step calls itself in what it is reminded of before it is taken. */
type Asked = { readonly step: Step; readonly text: string }

/**
 * What an official is reminded of before a step says that all is well: what stands as 不合格, what nobody looked at, what
 * of the check list nobody ticked, and what the comparisons found. Before a notice that tells all at once: what is unseen.
 */
export const remindersOf = async (
  deps: Deps,
  staff: Staff,
  found: StaffCase,
  { step, text }: Asked,
): Promise<readonly Reminder[]> => {
  const told = unseenBefore(deps, step, found)
  if (told > 0) return [{ title: `还有 ${told} 项未看`, items: [], text: unseenText.told }]
  const verdicts = verdictsOf(deps, found)
  if (step.verdicts !== 'clear' || !verdicts) return []
  const failed = verdicts.failures.map(({ title }) => title)
  const unseen = verdicts.groups
    .filter(({ code }) => verdicts.states.get(code) === 'UNSEEN')
    .map(({ title, kind }) => (kind === 'material' ? `材料：${title}` : title))
  const checks = await checksOf(deps, found, found.caseFile.stage)
  const unticked = checks.filter(isOpenLine)
  const against = checks.filter(({ judgment }) => judgment?.verdict === 'FAIL')
  const doubts = await doubtsOf(deps, staff, found)
  return [
    ...some(
      `还有 ${failed.length} 项标为不合格`,
      failed,
      `这些内容仍标为不合格。确定${text}的再继续；已经没有问题的，请先返回改标为合格。`,
    ),
    ...some(`还有 ${unseen.length} 项未看`, unseen, unseenText.clear),
    ...some(
      `核对清单有 ${against.length} 项不符`,
      against.map(({ text: line, judgment }) => `${line}：${judgment?.note ?? ''}`),
      `这些内容仍记为不符。确定${text}的再继续；已经没有问题的，请先返回改为核对无误。`,
    ),
    ...some(
      `核对清单还有 ${unticked.length} 项没有核对`,
      unticked.map((line) => line.text),
      '没有核对的，请先返回。',
    ),
    ...some(`比对有 ${doubts.length} 处需要注意`, doubts, `已经核实、确定${text}的再继续。`),
  ]
}
