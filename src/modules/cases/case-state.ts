import type { Deps } from '../../deps.ts'
import { stageState } from '../../core/matters/journey.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { accountsToTell } from './accounts-filed.ts'
import { organizationsNamed } from '../register/named.ts'
import { ruleContext, seenOf } from './rule-context.ts'
import { stateIfAgreed } from './consent-view.ts'
import { postsOf } from './held-posts.ts'
import { itemsUnderWay } from './under-way.ts'
import type { WholeCase } from './queries.ts'
import type { AttachmentRow, CaseRow } from './store.ts'

/** What is going to be filed, or was filed last. */
export const titleOf = (
  deps: Pick<Deps, 'matters'>,
  caseFile: Pick<CaseRow, 'title' | 'draft_title' | 'matter'>,
): string => caseFile.draft_title ?? (caseFile.title || `未命名的${deps.matters.require(caseFile.matter).title}`)

/** That the name is another one than before, in words; nothing when it is not. */
export const renamed = ({
  title,
  draft_title: draft,
  consulted_title: consulted,
  procedure,
}: Pick<CaseRow, 'title' | 'draft_title' | 'consulted_title' | 'procedure'>): string | undefined => {
  if (draft) return `上次提交的名称是“${title}”，现在填写的是“${draft}”，提交以后按现在的名称办理。`
  return consulted && procedure === 'nameApproval'
    ? `拟用名称咨询时的名称是“${consulted}”，现在申请的是“${title}”。`
    : undefined
}

const countFiles = (attachments: readonly AttachmentRow[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const file of attachments) counts[file.material] = (counts[file.material] ?? 0) + 1
  return counts
}

/** What rules see of a case besides its answers. */
export const contextOf = async (deps: Deps, whole: WholeCase) =>
  ruleContext(deps, localDate(deps.clock.now()), whole.caseFile.authority_id, {
    posts: await postsOf(deps, whole),
    ...seenOf(whole),
    named: await organizationsNamed(deps.db.knex, whole.matter, whole.answers),
    accountsFiled: await accountsToTell(deps, whole),
    underWay: await itemsUnderWay(deps.db.knex, deps, whole.caseFile),
  })

export const stateOf = async (deps: Deps, whole: WholeCase) =>
  stageState(
    whole.matter,
    whole.stage,
    whole.stored,
    whole.answers,
    countFiles(whole.attachments),
    await contextOf(deps, whole),
    whole.consent?.settled,
  )

/** The same as it would be if the unit agreed today. */
export const stateForUnit = async (deps: Deps, whole: WholeCase) =>
  stateIfAgreed(whole, countFiles(whole.attachments), await contextOf(deps, whole))
