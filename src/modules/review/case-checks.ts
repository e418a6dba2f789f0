import type { Deps } from '../../deps.ts'
import { checkList } from '../../core/matters/checks.ts'
import { keyOf, type NamedTarget } from '../../core/verdicts/targets.ts'
import { standing, verdictWords, type Verdict } from '../../core/verdicts/verdicts.ts'
import { localDate, momentText } from '../../core/workflow/deadlines.ts'
import { mayJudge } from '../../core/workflow/decide.ts'
import { caseFacts } from '../cases/facts.ts'
import { heldPosts } from '../register/held-posts.ts'
import { accountsFiled } from '../register/accounts-filed.ts'
import { organizationsNamed } from '../register/named.ts'
import { handedInOn, lastReportOf, reportContext } from '../cases/report-year.ts'
import { ruleContext } from '../cases/rule-context.ts'
import { paths } from '../../web/paths.ts'
import { entryOf, organizationOf } from '../register/entry.ts'
import { holdingsOf } from '../register/holdings.ts'
import type { StaffCase } from './case-data.ts'
import { submittedAnswers } from './submitted-answers.ts'
import { verdictsOf } from './verdict-state.ts'
import { markValue, verdictAnchor, type VerdictTyped } from './verdict-view.ts'

// 核对清单: what the law asks in a stage, filled in by the rules where they can tell, ticked by a person.

/** The check list of a stage, each line with what the rules say and what was last said by whom. */
export const checksOf = async (deps: Deps, found: StaffCase, stage: string) => {
  const { caseFile, judgments, submissions } = found
  const matter = deps.matters.require(caseFile.matter)
  const submitted = submissions.find((submission) => submission.stage === stage)
  if (!submitted || !matter.checks?.some(({ stages }) => stages.includes(stage))) return []
  const answers = submittedAnswers(deps, found)
  const organization = await organizationOf(deps.db.knex, caseFile)
  // What was applied for in time stays so, however long the review takes.
  const day = localDate(new Date(submitted.at))
  const register = organization && entryOf(organization).items
  const { organization_id: organizationId, fiscal_year: year } = caseFile
  const context = ruleContext(deps, day, caseFile.authority_id, {
    posts: await heldPosts(deps.db.knex, deps.crypto, caseFile, caseFacts(matter, answers).people),
    register,
    ...reportContext(
      matter,
      year,
      register?.charity,
      await lastReportOf(deps.db.knex, deps, organizationId, year),
      handedInOn(found.events, stage, day),
    ),
    holdings: organization && (await holdingsOf(deps.db.knex, deps.crypto, organization.id)),
    certifiedOn: organization?.valid_from ?? undefined,
    applicant: found.account.name,
    named: await organizationsNamed(deps.db.knex, matter, answers),
    accountsFiled: await accountsFiled(
      deps.db.knex,
      deps.crypto,
      { matter, answers, organizationId: caseFile.organization_id },
      'official',
    ),
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

/** What waits for a person: nobody spoke of it, and it is asked of this case. */
export const isOpenLine = ({ judgment, idle }: CheckLines[number]): boolean => !judgment && !idle

/** What one press ticks: every line nobody spoke of, but those the rules speak against. */
export const untickedIn = (lines: CheckLines): readonly NamedTarget[] =>
  lines.filter((line) => isOpenLine(line) && line.machine?.good !== false).map(({ target }) => target)

const words = { PASS: '核对无误', FAIL: '不符', NOT_APPLICABLE: '不适用' } as const satisfies Record<Verdict, string>

/** What was last said of a line, or what the answers say by themselves. */
export const saidOf = ({ judgment, idle }: CheckLines[number]) =>
  judgment
    ? {
        sign: verdictWords[judgment.verdict].sign,
        text: `${words[judgment.verdict]}${judgment.note === '' ? '' : `：${judgment.note}`}`,
        who: `${judgment.staffRole} ${judgment.staffName} ${momentText(judgment.at)}`,
      }
    : idle
      ? { sign: verdictWords.NOT_APPLICABLE.sign, text: words.NOT_APPLICABLE, who: '按填写的内容' }
      : undefined

const machineTag = ({ machine, idle }: CheckLines[number]) =>
  machine === undefined
    ? { text: idle ? '系统核对：不适用' : '由人核对', tone: 'neutral' }
    : machine.good
      ? { text: '系统核对：符合', tone: 'success' }
      : { text: '系统核对：需要核实', tone: 'warning' }

/** The list for the page of a case. */
export const checksPanel = async (deps: Deps, found: StaffCase, typed?: VerdictTyped, mark = '') => {
  const lines = await checksOf(deps, found, found.caseFile.stage)
  if (lines.length === 0) return undefined
  const judges = mayJudge(found.position, found.actor, found.past)
  const seen = found.judgments.at(-1)?.id ?? 0
  const unticked = untickedIn(lines).length
  const groups = verdictsOf(deps, found)?.groups ?? []
  const sections = found.submissions.find(({ stage }) => stage === found.caseFile.stage)?.content.sections ?? []
  const formOf = ({ target, pages }: CheckLines[number]) => {
    const own = typed?.target === keyOf(target) ? typed : undefined
    if (!judges || !(own ?? mark === keyOf(target))) return undefined
    return {
      id: verdictAnchor(target.target),
      target: keyOf(target),
      note: own?.values['note'] ?? '',
      error: own?.errors['note'],
      refused: own?.refused,
      seen,
      round:
        groups.length > 0 ? found.submissions.find(({ stage }) => stage === found.caseFile.stage)?.round : undefined,
      /** What the applicant is to mend: the notice names no line of a list of ours. */
      tells: groups.flatMap(({ targets: [whole], code }) =>
        whole
          ? [
              {
                value: keyOf(whole),
                text: whole.title,
                selected: (own?.values['tell'] ?? '') === keyOf(whole) || (!own && code === pages[0]),
              },
            ]
          : [],
      ),
      backHref: `${paths.staffCase(found.caseFile.id)}?${new URLSearchParams({ at: checksAnchor }).toString()}#${checksAnchor}`,
    }
  }
  return {
    id: checksAnchor,
    action: paths.staffVerdicts(found.caseFile.id),
    open: lines.some((line) => formOf(line) !== undefined),
    sum: `${String(lines.filter((line) => !isOpenLine(line)).length)}/${String(lines.length)}`,
    against: lines.flatMap((line) =>
      line.judgment?.verdict === 'FAIL' ? [{ text: line.text, note: line.judgment.note }] : [],
    ),
    lines: lines.map((line) => ({
      text: line.text,
      basis: line.basis,
      shown: [...line.shown, ...(line.machine?.said ?? [])],
      ways: sections
        .filter(({ page }) => line.pages.includes(page))
        .map(({ page, title }) => ({ text: title, href: `#${verdictAnchor(page)}` })),
      tag: machineTag(line),
      said: saidOf(line),
      marks: judges
        ? {
            pass: markValue('PASS', seen, keyOf(line.target)),
            skip: markValue('NOT_APPLICABLE', seen, keyOf(line.target)),
            fail: keyOf(line.target),
          }
        : undefined,
      form: formOf(line),
    })),
    unticked,
    pass: judges && unticked > 0 ? markValue('PASS', seen, checksPart) : undefined,
  }
}
