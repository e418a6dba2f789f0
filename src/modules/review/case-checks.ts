import type { Deps } from '../../deps.ts'
import { readAnswers } from '../../core/matters/answers.ts'
import { checkList } from '../../core/matters/checks.ts'
import type { AnswerSet } from '../../core/matters/define.ts'
import type { RawValues } from '../../core/forms/field.ts'
import type { SubmittedRow } from '../../core/submissions/snapshot.ts'
import { keyOf, type NamedTarget } from '../../core/verdicts/targets.ts'
import { standing, verdictWords } from '../../core/verdicts/verdicts.ts'
import { localDate, momentText } from '../../core/workflow/deadlines.ts'
import { mayJudge } from '../../core/workflow/decide.ts'
import { caseFacts } from '../cases/facts.ts'
import { heldPosts } from '../cases/held-posts.ts'
import { ruleContext } from '../cases/rule-context.ts'
import { entryOf, organizationOf } from '../register/entry.ts'
import type { StaffCase } from './case-data.ts'
import { markValue } from './verdict-view.ts'

// 核对清单: what the law asks in a stage, filled in by the rules where they can tell, ticked by a person.

const valuesOf = (rows: readonly SubmittedRow[]): RawValues =>
  Object.fromEntries(rows.map(({ field, value }) => [field, value ?? '']))

/** What was submitted so far, as rules read it. Submissions of old releases have texts only: of them rules are silent. */
const submittedAnswers = (deps: Pick<Deps, 'matters'>, { caseFile, submissions }: StaffCase) => {
  const matter = deps.matters.require(caseFile.matter)
  const stored: AnswerSet = Object.fromEntries(
    matter.stages
      .flatMap(({ code }) => submissions.filter(({ stage }) => stage === code))
      .flatMap(({ content }) => content.sections)
      .map(({ page, rows, items }) => [
        page,
        { values: valuesOf(rows), items: items.map((item) => ({ id: item.id, values: valuesOf(item.rows) })) },
      ]),
  )
  return readAnswers(matter.pages, stored)
}

/** The check list of a stage, each line with what the rules say and what was last said by whom. */
export const checksOf = async (deps: Deps, found: StaffCase, stage: string) => {
  const { caseFile, judgments, submissions } = found
  const matter = deps.matters.require(caseFile.matter)
  const submitted = submissions.find((submission) => submission.stage === stage)
  if (!submitted || !matter.checks?.some(({ stages }) => stages.includes(stage))) return []
  const answers = submittedAnswers(deps, found)
  const organization = await organizationOf(deps.db.knex, caseFile)
  // What was applied for in time stays so, however long the review takes.
  const context = ruleContext(deps, localDate(new Date(submitted.at)), caseFile.authority_id, {
    posts: await heldPosts(deps.db.knex, deps.crypto, caseFile.id, caseFacts(matter, answers).people),
    register: organization && entryOf(organization).items,
  })
  const last = standing(judgments, submitted.round)
  return checkList(matter, stage, answers, context).map((line) => {
    const target: NamedTarget = { kind: 'check', target: line.code, title: line.text, label: line.text }
    return { ...line, target, judgment: last.get(keyOf(target)) }
  })
}

type CheckLines = Awaited<ReturnType<typeof checksOf>>

/** How the anchor and the marks of the list are called. */
export const checksPart = 'part:checks'
export const checksAnchor = 'part-checks'

/** What one press ticks: every line nobody spoke of, but those the rules speak against. */
export const untickedIn = (lines: CheckLines): readonly NamedTarget[] =>
  lines.filter(({ judgment, machine }) => !judgment && machine?.good !== false).map(({ target }) => target)

const machineTag = (machine: CheckLines[number]['machine']) =>
  machine === undefined
    ? { text: '由人核对', tone: 'neutral' }
    : machine.good
      ? { text: '系统核对：符合', tone: 'success' }
      : { text: '系统核对：需要核实', tone: 'warning' }

/** The list for the page of a case. */
export const checksPanel = async (deps: Deps, found: StaffCase) => {
  const lines = await checksOf(deps, found, found.caseFile.stage)
  if (lines.length === 0) return undefined
  const judges = mayJudge(found.position, found.actor, found.past)
  const seen = found.judgments.at(-1)?.id ?? 0
  const unticked = untickedIn(lines).length
  return {
    id: checksAnchor,
    sum: `${String(lines.filter(({ judgment }) => judgment).length)}/${String(lines.length)}`,
    lines: lines.map(({ text, basis, shown, machine, target, judgment }) => ({
      text,
      basis,
      shown: [...shown, ...(machine?.said ?? [])],
      tag: machineTag(machine),
      said: judgment && {
        sign: verdictWords[judgment.verdict].sign,
        text: judgment.verdict === 'PASS' ? '核对无误' : verdictWords[judgment.verdict].text,
        who: `${judgment.staffRole} ${judgment.staffName} ${momentText(judgment.at)}`,
      },
      marks: judges
        ? { pass: markValue('PASS', seen, keyOf(target)), skip: markValue('NOT_APPLICABLE', seen, keyOf(target)) }
        : undefined,
    })),
    unticked,
    pass: judges && unticked > 0 ? markValue('PASS', seen, checksPart) : undefined,
  }
}
