import { chineseDate } from '../../core/documents/dates.ts'
import { stageOf } from '../../core/matters/journey.ts'
import { isFinal } from '../../core/workflow/statuses.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import { authorityById } from '../../reference/reference.ts'
import { applicantsOf } from '../grants/applicants.ts'
import { tellAccount } from '../messages/account-notice.ts'
import { openPlanned } from '../register/planned.ts'
import { plannedTexts } from '../register/planned-text.ts'
import { revokeGranted } from './effects.ts'
import type { CaseRow } from './store.ts'
import { systemStep, takeStep } from './take-step.ts'

// What becomes of a change that was granted for a later day, where nobody takes a step of its case by hand.

type PlannedRow = { readonly id: string; readonly changes_enc: string; readonly effective_on: string }

/** What became of it; `why`: the reason an official gave, or what moved meanwhile. */
type Ending = { readonly how: 'applied' } | { readonly how: 'stale' | 'withdrawn'; readonly why: string }

const titles = {
  applied: '变更已经生效',
  stale: '变更到期没有生效',
  withdrawn: '登记管理机关撤回了未生效的变更',
} as const

/** Tells whoever applied for it what became of a change that waited: what it was to be, and, where it is not, why. */
export const tellPlanned = async (
  tx: Transaction,
  deps: Deps,
  caseFile: CaseRow,
  planned: PlannedRow,
  ending: Ending,
): Promise<void> => {
  const { matter: code, stage, number } = caseFile
  const matter = deps.matters.require(code)
  const authority = authorityById(deps.reference, caseFile.authority_id)
  const on = chineseDate(planned.effective_on)
  const what = plannedTexts(matter.orgType, openPlanned(deps, planned)).join('；')
  const said = {
    applied: () =>
      `准予的变更自${on}起生效：${what}。${isFinal(caseFile.status) ? '' : '请把原登记证书正本、副本送到或者寄到登记管理机关，收回以后制作新证书；原证书遗失的，请先公告声明作废。'}`,
    stale: (why: string) =>
      `准予的变更应当自${on}起生效（${what}），但在此期间登记簿有了变化，没有生效：${why}登记管理机关将核对处理，有疑问的请致电${authority.name}（${authority.phone}）。`,
    withdrawn: (why: string) =>
      `登记管理机关撤回了准予、没有生效的变更（${what}），登记信息没有改变，原登记证书继续有效。原因：${why}`,
  }
  for (const { id: accountId, phone } of await applicantsOf(tx, deps, caseFile.id))
    await tellAccount(tx, deps, {
      accountId,
      caseId: caseFile.id,
      title: `${matter.title}：${titles[ending.how]}`,
      body: ending.how === 'applied' ? said.applied() : said[ending.how](ending.why),
      sms: {
        phones: [phone],
        template: 'case-news',
        facts: { number, stage: { matter: code, stage: stageOf(matter, stage).code } },
      },
    })
}

/** The case of a change that waits, locked before the change is: in the order of whoever takes a step. */
export const lockPlannedCase = async (
  { trx }: Transaction,
  planned: { readonly case_id: string | null },
): Promise<CaseRow | undefined> =>
  planned.case_id === null ? undefined : trx<CaseRow>('case_file').where({ id: planned.case_id }).forUpdate().first()

/** An official took back what waited: its case ends where it waited for the certificate, its decision counts for nothing, and the applicant is told why. */
export const endWithdrawn = async (
  tx: Transaction,
  deps: Deps,
  caseFile: CaseRow,
  planned: PlannedRow,
  why: string,
): Promise<void> => {
  await revokeGranted(tx, caseFile.id)
  await tellPlanned(tx, deps, caseFile, planned, { how: 'withdrawn', why })
  if (isFinal(caseFile.status))
    await tx
      .trx('case_file')
      .where({ id: caseFile.id })
      .update({ lock_version: caseFile.lock_version + 1, updated_at: tx.now })
  else await takeStep(tx, deps, caseFile, { ...systemStep('endPlanned'), conclusion: why })
}
