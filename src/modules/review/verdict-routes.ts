import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { kindOf } from '../../core/forms/kinds.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { reasonsFor, wordingOf } from '../../core/verdicts/reasons.ts'
import { keyOf, placeOf, type NamedTarget } from '../../core/verdicts/targets.ts'
import { VERDICTS, type Verdict } from '../../core/verdicts/verdicts.ts'
import { readVersion } from '../../web/params.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, type Context, type Route, type Staff } from '../../web/route.ts'
import { loadStaffCase, type StaffCase } from './case-data.ts'
import { faultForms, presentContents } from './case-page.ts'
import { checksAnchor, checksOf, checksPanel, checksPart, untickedIn } from './case-checks.ts'
import { recordView } from './commands.ts'
import { showCase } from './show-case.ts'
import { fromList, readOrigin } from './origin.ts'
import { findingMarks, findingsOf, wordsWith } from './finding-marks.ts'
import { saveVerdict, VerdictConflict } from './verdict-commands.ts'
import { verdictsOf, type Verdicts } from './verdict-state.ts'
import { readMark, unseenIn, verdictAnchor, verdictPanel, type VerdictTyped } from './verdict-view.ts'

const noteField = { name: 'note', label: '说明', kind: 'textarea', max: 300 } as const

type Wish = {
  readonly verdict: Verdict
  readonly seen: number
  readonly targets: readonly NamedTarget[]
  /** Of a hint of the rules that becomes a fault: its words. */
  readonly words?: string
}

/** What a press of a button says: a mark on a page, a material or all that is unseen in a part, or the form of a fault. */
const readWish = async (
  deps: Deps,
  found: StaffCase,
  verdicts: Verdicts,
  body: Readonly<Record<string, string>>,
): Promise<Wish> => {
  const mark = readMark(body['judge'])
  const verdict = mark?.verdict ?? VERDICTS.find((known) => known === body['verdict'])
  const hint = mark && findingsOf(found, verdicts).find(({ of: own }) => own === mark.of)
  if (mark && hint && verdict === 'FAIL')
    return { verdict, seen: readVersion(mark.seen), targets: [hint.target], words: hint.words }
  // A fault has a reason, which no other mark tells.
  if (!verdict || (mark && verdict === 'FAIL')) throw new AppError('BAD_REQUEST')
  const of = mark?.of ?? body['target']
  const checks = /^(check|part):/.test(of ?? '') ? await checksOf(deps, found, found.caseFile.stage) : []
  const one = [...verdicts.groups.flatMap(({ targets }) => targets), ...checks.map(({ target }) => target)].find(
    (target) => keyOf(target) === of,
  )
  const whole = (part: string): readonly NamedTarget[] =>
    part === checksPart ? untickedIn(checks) : unseenIn(verdicts, part).flatMap(({ targets }) => targets.slice(0, 1))
  const targets = one ? [one] : mark ? whole(mark.of) : []
  // What is gone from the case since the form was shown was submitted anew; of a part all may have been looked at.
  if (targets.length === 0) throw new AppError('STALE')
  return { verdict, seen: readVersion(mark?.seen ?? body['seen']), targets }
}

/** The reason and the words of a fault, usual ones before one's own, and what is missing or wrong in them. */
const readFault = (target: NamedTarget, body: Readonly<Record<string, string>>) => {
  const known = reasonsFor(target.kind)
  // Where there is only one it is not asked.
  const reason = known.find(({ code }) => known.length === 1 || code === body['reason'])?.code
  const typed = kindOf(noteField).fromForm(body, noteField.name, noteField)
  const note = [wordingOf(target.kind, body['wording'] ?? '') ?? '', typed].filter((part) => part !== '').join('\n')
  const tooLong = note === '' ? undefined : kindOf(noteField).check(note, noteField, { siblings: {}, today: '' })
  const errors: FieldErrors = {
    ...(reason ? {} : { reason: `请选择“${target.title}”不合格的原因` }),
    ...(reason === 'OTHER' && note === ''
      ? { note: target.kind === 'check' ? '请写明不符的情况' : '原因为“其他”的，请写明' }
      : {}),
    ...(tooLong ? { note: tooLong } : {}),
  }
  return { reason: reason ?? null, note, errors }
}

/** What was typed, or the words of a hint, on what the applicant is to mend, added to what stands there already. */
const told = (
  verdicts: Verdicts,
  wish: Wish,
  body: Readonly<Record<string, string>>,
  note: string,
): readonly (NamedTarget & { readonly words?: string })[] => {
  const { words, verdict, targets } = wish
  if (words !== undefined) return targets.map((target) => ({ ...target, words: wordsWith(verdicts, target, words) }))
  if (verdict !== 'FAIL' || targets[0]?.kind !== 'check') return targets
  const mended = verdicts.groups.flatMap((group) => group.targets).find((target) => keyOf(target) === body['tell'])
  return mended ? [...targets, { ...mended, words: wordsWith(verdicts, mended, note) }] : targets
}

/** A script takes the parts of the page that say something else now; without scripts the whole page comes. */
const isQuiet = ({ req }: Context<Staff>): boolean => req.get('X-Requested-With') === 'fetch'

/** The parts of the page that say something else after a verdict, or with the form of a fault open. */
const showParts = async (
  deps: Deps,
  { view }: Context<Staff>,
  found: StaffCase,
  codes: readonly string[],
  { typed, mark, status = 200 }: { readonly typed?: VerdictTyped | undefined; mark?: string; status?: number },
): Promise<void> => {
  const panel = verdictPanel(deps, found, typed, mark)
  const groups = codes.flatMap((code) => panel?.groups[code] ?? [])
  const parts = [...new Set(groups.map(({ part }) => part))].flatMap((part) => panel?.partOf(part) ?? [])
  view(
    'staff/verdict.njk',
    {
      verdicts: panel,
      groups,
      parts,
      contents: presentContents(deps, found, panel),
      checks: await checksPanel(deps, found, typed, mark),
      findings: findingMarks(found, verdictsOf(deps, found), panel?.judges === true),
      forms: faultForms(deps, found),
    },
    status,
  )
}

const answer = async (
  deps: Deps,
  context: Context<Staff>,
  found: StaffCase,
  targets: readonly NamedTarget[],
  typed?: VerdictTyped,
  status = 200,
): Promise<void> => {
  const { id } = found.caseFile
  const codes = targets.map((target) => placeOf(target).code)
  const [only] = codes
  if (isQuiet(context)) {
    // What was saved stands in the log itself.
    if (typed) await recordView(deps, context.actor, context.audit, { kind: 'case', id, caseId: id })
    await showParts(deps, context, found, codes, { typed, status })
  } else if (typed) await showCase(deps, context, found, { verdict: typed }, status)
  else {
    const origin = readOrigin(deps, context.query)
    const ofList = targets.some(({ kind }) => kind === 'check')
    const at = ofList ? checksAnchor : codes.length === 1 && only ? verdictAnchor(only) : undefined
    const href = fromList(origin, paths.staffCase(id), at ? { at } : {})
    context.redirect(at ? `${href}#${at}` : href)
  }
}

const post = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { actor, audit, body } = context
  const id = context.param('id')
  const found = await loadStaffCase(deps, actor, id)
  const verdicts = verdictsOf(deps, found)
  if (!verdicts) throw new AppError('NOT_ALLOWED_NOW')
  const wish = await readWish(deps, found, verdicts, body)
  const { verdict, seen } = wish
  const [target] = wish.targets
  const fault =
    verdict === 'FAIL' && target
      ? readFault(target, wish.words === undefined ? body : { reason: 'OTHER', note: wish.words })
      : undefined
  const { reason = null, note = '' } = fault ?? {}
  const targets = told(verdicts, wish, body, note)
  const typedOf = (one: NamedTarget, more: Pick<VerdictTyped, 'errors' | 'refused'>): VerdictTyped => ({
    code: placeOf(one).code,
    target: keyOf(one),
    values: { reason: body['reason'] ?? '', note: body['note'] ?? '', tell: body['tell'] ?? '' },
    ...more,
  })
  const tooLong = targets.some(({ words = '' }) => words.length > noteField.max)
    ? { note: `这一项已经标为不合格，加上本次的说明超过${String(noteField.max)}个字，请合并改写` }
    : {}
  const errors = { ...fault?.errors, ...tooLong }
  if (target && Object.keys(errors).length > 0)
    return answer(deps, context, found, targets, typedOf(target, { errors }), 422)
  const round = readVersion(body['round'])
  try {
    await saveVerdict(deps, actor, audit, { caseId: id, targets, round, verdict, reason, note, seen })
  } catch (error) {
    if (!(error instanceof VerdictConflict)) throw error
    const now = await loadStaffCase(deps, actor, id)
    const last = verdictsOf(deps, now)?.last
    const judged = targets.find((one) => (last?.get(keyOf(one))?.id ?? 0) > seen) ?? target
    if (!judged) throw error
    const other = last?.get(keyOf(judged))
    const refused = `在您操作期间，${other?.staffRole ?? ''} ${other?.staffName ?? ''}已对“${judged.title}”作出判断，见上。您的没有保存；看过以后仍要改的，请再按一次`
    return answer(deps, context, now, targets, typedOf(judged, { errors: {}, refused }), 409)
  }
  await answer(deps, context, await loadStaffCase(deps, actor, id), targets)
}

/** The form in which something is marked 不合格: in its place on the page, or, for a script, by itself. */
const showFaultForm = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const found = await loadStaffCase(deps, context.actor, context.param('id'))
  const mark = context.query['mark'] ?? ''
  const lines = mark.startsWith('check:') ? await checksOf(deps, found, found.caseFile.stage) : []
  const target = [
    ...(verdictsOf(deps, found)?.groups.flatMap(({ targets }) => targets) ?? []),
    ...lines.map((line) => line.target),
  ].find((one) => keyOf(one) === mark)
  const { id } = found.caseFile
  if (target && isQuiet(context)) {
    await recordView(deps, context.actor, context.audit, { kind: 'case', id, caseId: id })
    await showParts(deps, context, found, [placeOf(target).code], { mark })
  } else if (target) await showCase(deps, context, found, { mark })
  else context.redirect(paths.staffCase(id))
}

/** 逐项审查: each thing of a submission is judged by a form of its own. */
export const verdictRoutes = (deps: Deps): readonly Route[] => [
  permittedRoute('case:act', {
    method: 'get',
    path: paths.staffVerdicts(':id'),
    handler: (context) => showFaultForm(deps, context),
  }),
  permittedRoute('case:act', {
    method: 'post',
    path: paths.staffVerdicts(':id'),
    handler: (context) => post(deps, context),
  }),
]
