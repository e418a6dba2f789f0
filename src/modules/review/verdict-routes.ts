import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { kindOf } from '../../core/forms/kinds.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { reasonsFor } from '../../core/verdicts/reasons.ts'
import { keyOf, placeOf, type NamedTarget } from '../../core/verdicts/targets.ts'
import { VERDICTS } from '../../core/verdicts/verdicts.ts'
import { readVersion } from '../../web/params.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, type Context, type Route, type Staff } from '../../web/route.ts'
import { loadStaffCase, type StaffCase } from './case-data.ts'
import { faultForms } from './case-page.ts'
import { recordView } from './commands.ts'
import { showCase } from './show-case.ts'
import { saveVerdict, VerdictConflict, type WantedVerdict } from './verdict-commands.ts'
import { verdictsOf } from './verdict-state.ts'
import { verdictAnchor, verdictPanel, type VerdictTyped } from './verdict-view.ts'

const noteField = { name: 'note', label: '说明', kind: 'textarea', max: 300 } as const

/** What was posted of one thing of the submission; only what can be judged is taken. */
const readVerdict = (caseId: string, target: NamedTarget, body: Readonly<Record<string, string>>) => {
  const verdict = VERDICTS.find((known) => known === body['verdict'])
  if (!verdict) throw new AppError('BAD_REQUEST')
  const fails = verdict === 'FAIL'
  const reason = reasonsFor(target.kind).find(({ code }) => code === body['reason'])?.code
  const note = fails ? kindOf(noteField).fromForm(body, noteField.name, noteField) : ''
  const tooLong = note === '' ? undefined : kindOf(noteField).check(note, noteField, { siblings: {}, today: '' })
  const errors: FieldErrors = {
    ...(fails && !reason ? { reason: `请选择“${target.title}”不合格的原因` } : {}),
    ...(fails && reason === 'OTHER' && note === '' ? { note: '原因为“其他”的，请写明' } : {}),
    ...(tooLong ? { note: tooLong } : {}),
  }
  const wanted: WantedVerdict = {
    caseId,
    kind: target.kind,
    target: target.target,
    round: readVersion(body['round']),
    verdict,
    reason: fails ? (reason ?? null) : null,
    note,
    seen: readVersion(body['seen']),
  }
  return { wanted, errors }
}

/** A script takes the parts of the page that say something else now; without scripts the whole page comes. */
const isQuiet = ({ req }: Context<Staff>): boolean => req.get('X-Requested-With') === 'fetch'

const answer = async (
  deps: Deps,
  context: Context<Staff>,
  found: StaffCase,
  code: string,
  typed?: VerdictTyped,
  status = 200,
): Promise<void> => {
  if (isQuiet(context)) {
    const { id } = found.caseFile
    // What was saved stands in the log itself.
    if (typed) await recordView(deps, context.actor, context.audit, { kind: 'case', id, caseId: id })
    const panel = verdictPanel(deps, found, typed)
    context.view('staff/verdict.njk', { panel, group: panel?.groups[code], forms: faultForms(deps, found) }, status)
  } else if (typed) await showCase(deps, context, found, { verdict: typed }, status)
  else context.redirect(`${paths.staffCase(found.caseFile.id)}#${verdictAnchor(code)}`)
}

const post = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { actor, audit, body } = context
  const id = context.param('id')
  const found = await loadStaffCase(deps, actor, id)
  const verdicts = verdictsOf(deps, found)
  if (!verdicts) throw new AppError('NOT_ALLOWED_NOW')
  const target = verdicts.groups.flatMap(({ targets }) => targets).find((one) => keyOf(one) === body['target'])
  // What is gone from the case since the form was shown was submitted anew.
  if (!target) throw new AppError('STALE')
  const { code } = placeOf(target)
  const { wanted, errors } = readVerdict(id, target, body)
  const typed = {
    code,
    target: keyOf(target),
    values: { reason: body['reason'] ?? '', note: body['note'] ?? '' },
    errors,
  }
  if (Object.keys(errors).length > 0) return answer(deps, context, found, code, typed, 422)
  try {
    await saveVerdict(deps, actor, audit, wanted)
  } catch (error) {
    if (!(error instanceof VerdictConflict)) throw error
    const now = await loadStaffCase(deps, actor, id)
    const other = verdictsOf(deps, now)?.last.get(keyOf(target))
    const refused = `在您操作期间，${other?.staffRole ?? ''} ${other?.staffName ?? ''}已对“${target.title}”作出判断，见上。您的没有保存；看过以后仍要改的，请再按一次`
    return answer(deps, context, now, code, { ...typed, refused }, 409)
  }
  await answer(deps, context, await loadStaffCase(deps, actor, id), code)
}

/** 逐项审查: each thing of a submission is judged by a form of its own. */
export const verdictRoutes = (deps: Deps): readonly Route[] => [
  permittedRoute('case:act', {
    method: 'get',
    path: paths.staffVerdicts(':id'),
    handler: async (context) => {
      const { caseFile } = await loadStaffCase(deps, context.actor, context.param('id'))
      context.redirect(paths.staffCase(caseFile.id))
    },
  }),
  permittedRoute('case:act', {
    method: 'post',
    path: paths.staffVerdicts(':id'),
    handler: (context) => post(deps, context),
  }),
]
