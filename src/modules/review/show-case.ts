import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { momentText } from '../../core/workflow/deadlines.ts'
import { stageOf, stepText } from '../../core/matters/journey.ts'
import type { Action } from '../../core/workflow/procedures/index.ts'
import { caseHead } from '../../web/page.ts'
import type { Context, Staff } from '../../web/route.ts'
import { staffStepOf } from './action-forms.ts'
import type { StaffCase } from './case-data.ts'
import { casePage, type Notice, type Shown } from './case-page.ts'
import { recordView } from './commands.ts'
import { listOf, readOrigin } from './origin.ts'

/** A step of officials as an address names it. */
export type Named = NonNullable<ReturnType<typeof staffStepOf>>

/** The word of a step in the stage it belongs to. */
const wordOf = (deps: Pick<Deps, 'matters'>, { caseFile }: StaffCase, stage: string, action: Action): string =>
  stepText(stageOf(deps.matters.require(caseFile.matter), stage), action)

/** Answers with the page of a case as an official sees it now, whatever brought them there, and records that they looked. */
export const showCase = async (
  deps: Deps,
  context: Context<Staff>,
  found: StaffCase,
  shown: Shown = {},
  status = 200,
): Promise<void> => {
  const { id } = found.caseFile
  const origin = readOrigin(deps, context.query)
  const page = await casePage(deps, context.actor, found, { ...shown, origin, refused: status >= 400 })
  const list = listOf(origin)
  await recordView(deps, context.actor, context.audit, { kind: 'case', id, caseId: id })
  context.view(
    'staff/case.njk',
    {
      ...page,
      page: {
        title: `${page.number} ${page.name}`,
        sheetHead: caseHead(page.number, page.name, page.matter),
        breadcrumb: [{ href: list.href, text: list.text }, { text: page.number }],
        listPath: list.path,
      },
    },
    status,
  )
}

const whoTook = ({ actor_role: role, actor_name: name }: StaffCase['events'][number]): string =>
  [role, name].filter(Boolean).join(' ')

/** What was done last here, said once after the redirect; only what the record bears out is said. */
export const doneNotice = (
  deps: Pick<Deps, 'matters'>,
  found: StaffCase,
  staff: Staff,
  done: string | undefined,
): Notice | undefined => {
  const last = found.events.at(-1)
  if (!last || last.action !== done || last.actor_kind !== 'staff') return undefined
  const by = last.staff_id === staff.id ? '' : whoTook(last)
  return { kind: 'success', text: `${by}已办理：${wordOf(deps, found, last.stage, last.action)}。` }
}

/** Who moved the case on while this official was looking at it. */
export const staleNotice = (
  deps: Pick<Deps, 'matters'>,
  found: StaffCase,
  { stage, action }: Named,
  error: AppError,
): Notice => {
  const text = stepText(stage, action)
  if (error.code !== 'STALE' && error.detail) return { kind: 'error', title: `“${text}”没有办理`, text: error.detail }
  // Not the case but the register moved, and the writer says what.
  if (error.detail)
    return {
      kind: 'error',
      title: '登记簿已有变化',
      text: `“${text}”没有执行，您填写的内容保留在下面。${error.detail}`,
    }
  const last = found.events.at(-1)
  const latest = last
    ? `${whoTook(last)}已于${momentText(last.at)}办理“${wordOf(deps, found, last.stage, last.action)}”。`
    : ''
  return {
    kind: 'error',
    title: '内容已被更改',
    text: `在您操作期间，该办件已有变化，“${text}”没有执行。${latest}请查看最新状态后再决定，您填写的内容保留在下面。`,
  }
}
