import { emptyPage } from '../../core/forms/field.ts'
import { readApplicantRole, type ApplicantRole } from '../../core/matters/applicant-role.ts'
import type { AnswerSet, Matter } from '../../core/matters/define.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import { openPage, sealPage, type AnswerRow } from './answers.ts'
import type { CaseRow } from './store.ts'

/** 您是 among the answers. The case's own column follows it, for staff as it was submitted. */
export const roleIn = ({ facts }: Matter, stored: AnswerSet): ApplicantRole | null =>
  (facts.applicantRole && readApplicantRole(stored[facts.applicantRole.page]?.values[facts.applicantRole.field])) ??
  null

/** 您是 as the applicant says it now: by the answers, which in older cases do not have it. */
export const saidRole = (
  matter: Matter,
  stored: AnswerSet,
  caseFile: Pick<CaseRow, 'applicant_role'>,
): ApplicantRole | null => roleIn(matter, stored) ?? caseFile.applicant_role

/** The answers with 您是 among them. */
export const withRole = ({ facts }: Matter, stored: AnswerSet, role: ApplicantRole): AnswerSet => {
  if (!facts.applicantRole) return stored
  const { page, field } = facts.applicantRole
  const data = stored[page] ?? emptyPage
  return { ...stored, [page]: { ...data, values: { ...data.values, [field]: role } } }
}

/** Answers 您是 for a locked case, outside the page that asks it. */
export const sayRole = async (
  tx: Transaction,
  deps: Pick<Deps, 'crypto' | 'matters'>,
  caseFile: Pick<CaseRow, 'id' | 'matter'>,
  role: ApplicantRole,
): Promise<void> => {
  const matter = deps.matters.require(caseFile.matter)
  if (!matter.facts.applicantRole) return
  const { page } = matter.facts.applicantRole
  const answer = tx.trx<AnswerRow & { case_id: string; saved_by: string | null }>('answer')
  const row = await answer.where({ case_id: caseFile.id, page }).forUpdate().first('page', 'data_enc', 'version')
  const data = row ? openPage(deps.crypto, caseFile.id, row) : emptyPage
  const said = withRole(matter, { [page]: data }, role)[page] ?? data
  await tx
    .trx('answer')
    .insert({
      case_id: caseFile.id,
      page,
      data_enc: sealPage(deps.crypto, caseFile.id, page, said),
      // A window that shows the page meanwhile is told; a page nobody saved stays one.
      version: row && row.version > 0 ? row.version + 1 : 0,
      saved_by: null,
      updated_at: tx.now,
    })
    .onConflict(['case_id', 'page'])
    .merge()
}
