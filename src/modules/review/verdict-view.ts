import type { Deps } from '../../deps.ts'
import type { RawValues } from '../../core/forms/field.ts'
import { maskWithin } from '../../core/forms/personal.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { differenceAt } from '../../core/submissions/difference.ts'
import { faultText, reasonsFor, wordingsFor } from '../../core/verdicts/reasons.ts'
import { partOf, type PartCode } from '../../core/verdicts/parts.ts'
import { keyOf, placeOf, type TargetGroup } from '../../core/verdicts/targets.ts'
import {
  sumText,
  VERDICTS,
  verdictWords,
  type GroupState,
  type Judgment,
  type Verdict,
} from '../../core/verdicts/verdicts.ts'
import { momentText } from '../../core/workflow/deadlines.ts'
import { mayJudge } from '../../core/workflow/decide.ts'
import { paths } from '../../web/paths.ts'
import { comparedRow } from '../cases/compare.ts'
import type { StaffCase } from './case-data.ts'
import { maskedText } from '../cases/masked.ts'
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

/** How a mark is posted: what is said, the last thing that was said when the page was shown, and of what. */
export const markValue = (verdict: Verdict, seen: number, of: string): string => `${verdict}@${seen}@${of}`

/** Reads a mark; nothing for what no button of ours says. */
export const readMark = (raw: string | undefined) => {
  const [verdict, seen, of] = (raw ?? '').split('@')
  const known = VERDICTS.find((one) => one === verdict)
  return known && seen && of ? { verdict: known, seen, of } : undefined
}

const partKey = (part: PartCode): string => `part:${part}`

/** Every page and material of a part nobody has judged yet: what one press finds good. */
export const unseenIn = ({ groups, states }: Verdicts, of: string): readonly TargetGroup[] =>
  groups.filter((group) => partKey(partOf(group.kind, group.code)) === of && states.get(group.code) === 'UNSEEN')

const faultForm = (
  group: TargetGroup,
  verdicts: Verdicts,
  typed: VerdictTyped | undefined,
  mark: string,
  caseHref: string,
) => {
  const own = typed?.code === group.code ? typed : undefined
  const marked = group.targets.find((target) => keyOf(target) === (own?.target ?? mark))
  if (!own && !marked) return undefined
  const anchor = verdictAnchor(group.code)
  const backHref = `${caseHref}?${new URLSearchParams({ at: anchor }).toString()}#${anchor}`
  return {
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
    wordings: wordingsFor(group.kind).map(({ code, text, phrases }) => ({
      text,
      options: phrases.map((phrase, place) => ({ value: `${code}:${String(place)}`, text: phrase })),
    })),
    errors: own?.errors ?? {},
    refused: own?.refused,
    seen: verdicts.upTo,
    round: verdicts.round,
    backHref,
  }
}

/** What became of a page or material since the submission before. */
export const changeTags = {
  same: undefined,
  changed: { text: '有改动', tone: 'warning' },
  added: { text: '新增', tone: 'warning' },
  removed: { text: '已删除', tone: 'danger' },
} as const

const changeOf = ({ kind, code }: TargetGroup, { changes }: Verdicts) =>
  changeTags[
    (kind === 'page'
      ? changes?.sections.find(({ page }) => page === code)
      : changes?.materials.find((material) => material.code === code)
    )?.change ?? 'same'
  ]

const signs = { UNSEEN: '·', KEPT: '✓', EMPTY: '–' } as const

const groupView = (
  group: TargetGroup,
  verdicts: Verdicts,
  judges: boolean,
  typed: VerdictTyped | undefined,
  mark: string,
  caseHref: string,
) => {
  const own = entries(group, verdicts)
  const state = verdicts.states.get(group.code) ?? 'UNSEEN'
  const whole = group.targets[0]
  return {
    id: verdictAnchor(group.code),
    title: group.title,
    part: partOf(group.kind, group.code),
    changed: changeOf(group, verdicts),
    state,
    sign: state in signs ? signs[state as keyof typeof signs] : verdictWords[state as Verdict].sign,
    tag: stateTag(state, own.filter(({ failed }) => failed).length),
    entries: own,
    /** What its buttons say; nobody has any who does not judge. */
    marks:
      judges && whole
        ? {
            pass: markValue('PASS', verdicts.upTo, keyOf(whole)),
            skip: markValue('NOT_APPLICABLE', verdicts.upTo, keyOf(whole)),
            fail: keyOf(whole),
          }
        : undefined,
    form: judges ? faultForm(group, verdicts, typed, mark, caseHref) : undefined,
  }
}

type GroupView = ReturnType<typeof groupView>

/** Whose marks they are, with how many of each: officials of a case read one set, and must not take another's for their own. */
const marksBy = ({ last }: Verdicts): string => {
  const people = Map.groupBy(last.values(), ({ staffRole, staffName }) => `${staffRole} ${staffName}`)
  return [...people].map(([person, marks]) => `${person} ${marks.length} 项`).join('，')
}

/** The verdicts of a case for its page: by page and material, the sum, and what was told before and became of it. */
export const verdictPanel = (deps: Pick<Deps, 'matters'>, whole: StaffCase, typed?: VerdictTyped, mark = '') => {
  const verdicts = verdictsOf(deps, whole)
  if (!verdicts) return undefined
  const judges = mayJudge(whole.position, whole.actor, whole.past)
  const caseHref = paths.staffCase(whole.caseFile.id)
  const groups = verdicts.groups.map((group) => groupView(group, verdicts, judges, typed, mark, caseHref))
  return {
    action: paths.staffVerdicts(whole.caseFile.id),
    judges,
    round: verdicts.round,
    groups: Object.fromEntries(verdicts.groups.map(({ code }, index) => [code, groups[index]])) as Readonly<
      Partial<Record<string, GroupView>>
    >,
    /** How a part stands, and the button that finds good what is unseen in it. */
    partOf: (code: PartCode) => {
      const own = groups.filter(({ part }) => part === code)
      const unseen = own.filter(({ state }) => state === 'UNSEEN').length
      const failed = own.filter(({ state }) => state === 'FAIL').length
      return {
        id: `part-${code}`,
        unseen,
        failed,
        tags: [
          ...(failed > 0 ? [{ text: `✗ ${failed}`, tone: 'danger' }] : []),
          ...(unseen > 0 ? [{ text: `未看 ${unseen}`, tone: 'warning' }] : []),
          ...(own.length > 0 && failed + unseen === 0 ? [{ text: '✓ 已看', tone: 'success' }] : []),
        ],
        pass: judges && unseen > 0 ? markValue('PASS', verdicts.upTo, partKey(code)) : undefined,
      }
    },
    sum: sumText(verdicts.failures.length, [...verdicts.states.values()]),
    by: marksBy(verdicts),
    failures: verdicts.failures.map((failure) => ({
      href: `#${verdictAnchor(placeOf(failure).code)}`,
      title: failure.title,
      text: faultText(failure.kind, failure.judgment.reason ?? '', failure.judgment.note),
    })),
    late: lateTexts(whole),
    told: toldBefore(deps, whole, verdicts),
    /** What became of the submission before; told from both as they were handed in, for masked ones differ by their masks. */
    changes: verdicts.changes,
  }
}

export type VerdictPanel = NonNullable<ReturnType<typeof verdictPanel>>

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
