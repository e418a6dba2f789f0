import type { Deps } from '../../deps.ts'
import type { RawValues } from '../../core/forms/field.ts'
import { maskWithin } from '../../core/forms/personal.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { differenceAt } from '../../core/submissions/difference.ts'
import { faultText, reasonsFor } from '../../core/verdicts/reasons.ts'
import { keyOf, placeOf, type TargetGroup } from '../../core/verdicts/targets.ts'
import { sumText, verdictWords, type GroupState, type Judgment } from '../../core/verdicts/verdicts.ts'
import { momentText } from '../../core/workflow/deadlines.ts'
import { mayJudge } from '../../core/workflow/decide.ts'
import { paths } from '../../web/paths.ts'
import { comparedRow } from '../cases/compare.ts'
import type { StaffCase } from './case-data.ts'
import { maskedText } from './case-people.ts'
import { verdictsOf, type Verdicts } from './verdict-state.ts'

/** What was typed of one thing and not saved, and which page or material is open besides. */
export type VerdictTyped = {
  /** Page or material code. */
  readonly code: string
  /** Key of the target. */
  readonly target: string
  readonly values: RawValues
  readonly errors: FieldErrors
  /** Why it was not saved, above the form. */
  readonly refused?: string | undefined
}

/** Where the verdict on a page or material stands on the page of a case. */
export const verdictAnchor = (code: string): string => `review-${code}`

const noun = { UNSEEN: '未看', KEPT: '✓ 上次合格，没有改动', EMPTY: '未上传' } as const
const tones = { UNSEEN: 'warning', KEPT: 'success', EMPTY: 'neutral' } as const

const stateTag = (state: GroupState, faults: number) =>
  state === 'FAIL'
    ? { text: `✗ ${faults} 项不合格`, tone: 'danger' }
    : state === 'PASS' || state === 'NOT_APPLICABLE'
      ? { text: `${verdictWords[state].sign} ${verdictWords[state].text}`, tone: verdictWords[state].tone }
      : { text: noun[state], tone: tones[state] }

const who = ({ staffRole, staffName, at }: Judgment): string => `${staffRole} ${staffName} ${momentText(at)}`

const saidText = ({ kind, verdict, reason, note }: Judgment): string =>
  verdict === 'FAIL' ? `不合格：${faultText(kind, reason ?? '', note)}` : verdictWords[verdict].text

/** Every last word on the things of a group, with what was said of the same thing before. */
const entries = ({ targets }: TargetGroup, { last, said }: Verdicts) =>
  targets.flatMap((target) => {
    const judgment = last.get(keyOf(target))
    if (!judgment) return []
    return [
      {
        label: target.label,
        failed: judgment.verdict === 'FAIL',
        sign: verdictWords[judgment.verdict].sign,
        text: saidText(judgment),
        who: who(judgment),
        before: said
          .filter((other) => keyOf(other) === keyOf(target) && other.id < judgment.id)
          .map((other) => `${saidText(other)}（${who(other)}）`),
      },
    ]
  })

const groupForm = (group: TargetGroup, verdicts: Verdicts, typed: VerdictTyped | undefined, mark: string) => {
  const own = typed?.code === group.code ? typed : undefined
  const marked = group.targets.find((target) => keyOf(target) === (own?.target ?? mark))
  return {
    open: own !== undefined || marked !== undefined,
    targets: group.targets.map((target) => ({
      value: keyOf(target),
      text: target.label,
      selected: target === marked,
    })),
    reasons: reasonsFor(group.kind).map(({ code, text }) => ({
      value: code,
      text,
      selected: own?.values['reason'] === code,
    })),
    note: own?.values['note'] ?? '',
    errors: own?.errors ?? {},
    refused: own?.refused,
    seen: verdicts.upTo,
    round: verdicts.round,
  }
}

type GroupView = {
  readonly id: string
  readonly title: string
  readonly tag: { readonly text: string; readonly tone: string }
  readonly entries: ReturnType<typeof entries>
  readonly form: ReturnType<typeof groupForm> | undefined
}

/** The verdicts of a case for its page: by page and material, the sum, and what was told before and became of it. */
export const verdictPanel = (deps: Pick<Deps, 'matters'>, whole: StaffCase, typed?: VerdictTyped, mark = '') => {
  const verdicts = verdictsOf(deps, whole)
  if (!verdicts) return undefined
  const judges = mayJudge(whole.position, whole.actor, whole.past)
  const groups = new Map<string, GroupView>(
    verdicts.groups.map((group) => {
      const own = entries(group, verdicts)
      return [
        group.code,
        {
          id: verdictAnchor(group.code),
          title: group.title,
          tag: stateTag(verdicts.states.get(group.code) ?? 'UNSEEN', own.filter(({ failed }) => failed).length),
          entries: own,
          form: judges ? groupForm(group, verdicts, typed, mark) : undefined,
        },
      ]
    }),
  )
  return {
    action: paths.staffVerdicts(whole.caseFile.id),
    groups: Object.fromEntries(groups),
    /** Where a row of a page or an item of its list is marked. */
    markHref: judges
      ? (key: string, code: string): string =>
          `${paths.staffCase(whole.caseFile.id)}?${new URLSearchParams({ mark: key }).toString()}#${verdictAnchor(code)}`
      : undefined,
    sum: sumText(verdicts.failures.length, [...verdicts.states.values()]),
    failures: verdicts.failures.map((failure) => ({
      href: `#${verdictAnchor(placeOf(failure).code)}`,
      title: failure.title,
      text: faultText(failure.kind, failure.judgment.reason ?? '', failure.judgment.note),
    })),
    late: lateTexts(whole),
    told: toldBefore(deps, whole, verdicts),
  }
}

/** Notices that told what an earlier one did not: how often, how much, and why, for whoever decides. */
const lateTexts = ({ corrections, caseFile }: StaffCase): readonly string[] =>
  corrections
    .filter(({ stage, late_reason: reason }) => stage === caseFile.stage && reason !== null)
    .map(
      ({ opened_at: at, items, late_reason: reason }, index) =>
        `第${index + 1}次再次告知（${momentText(at)}）：新增${items.filter(({ late }) => late).length}项。理由：${reason ?? ''}`,
    )

/** What the last notice of the stage asked to be put right, and what the new submission says in its place. */
const toldBefore = (deps: Pick<Deps, 'matters'>, whole: StaffCase, { changes }: Verdicts) => {
  const { caseFile, corrections } = whole
  const last = corrections.findLast(({ stage, closed_at: closed }) => stage === caseFile.stage && closed !== null)
  if (!last || !changes) return undefined
  const shown = maskedText(deps, caseFile.matter)
  return last.items.map((item) => {
    const { code } = placeOf(item)
    const { rows, files } = differenceAt(changes, item)
    return {
      title: item.title,
      href: `#${verdictAnchor(code)}`,
      note: item.note,
      answer: item.answer === null ? undefined : maskWithin(item.answer),
      rows: rows.map(({ row, item: title }) => {
        const compared = comparedRow({ shown }, code, title !== undefined, row)
        return { ...compared, label: title === undefined ? compared.label : `${title}：${compared.label}` }
      }),
      files: files.map(({ name, change }) => ({
        name,
        text: { added: '新上传', removed: '已删除', changed: '改名', same: '' }[change],
      })),
    }
  })
}
