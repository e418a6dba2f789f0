import type { Deps } from '../../deps.ts'
import { applicantRoleText } from '../../core/matters/applicant-role.ts'
import { ID_TYPES } from '../../core/identity/documents.ts'
import { maskIdNumber, maskPhone } from '../../core/identity/mask.ts'
import { paths } from '../../web/paths.ts'
import { accountPlaces } from '../people/account.ts'
import { holderAgeRemark } from '../cases/applicant-age.ts'
import { entryOf, organizationOf } from '../register/entry.ts'
import type { Staff } from '../../web/route.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { localDate, momentText } from '../../core/workflow/deadlines.ts'
import { statusTag } from '../cases/progress.ts'
import { lastReviewOf } from '../cases/reviewed.ts'
import { movedItems } from '../cases/moved.ts'
import type { StaffCase } from './case-data.ts'

type Row = { readonly label: string; readonly text: string; readonly href?: string }

/** How the numbers of people are told on the page. */
export type Telling = { readonly number: (text: string) => string; readonly phone: (text: string) => string }

/** As they are told unless somebody asked for them in full, with a reason. */
export const masked: Telling = { number: maskIdNumber, phone: maskPhone }

const contact = (deps: Deps, { account }: StaffCase, { phone }: Telling): Row => ({
  label: '手机号',
  text: phone(deps.crypto.decrypt(account.phone_enc, accountPlaces.phone(account.id))),
})

const person = (deps: Deps, found: StaffCase, tell: Telling): readonly Row[] => {
  const { account, caseFile } = found
  const age = holderAgeRemark(deps, account, caseFile.applicant_role)
  const other = found.other_representative ? '（与填报的拟任法定代表人不是同一人）' : ''
  return [
    { label: '申请人身份', text: `${applicantRoleText(caseFile.applicant_role)}${other}` },
    ...(age ? [{ label: '申请人年龄', text: `${age.message}（${age.basis}）` }] : []),
    {
      label: ID_TYPES[account.id_type as keyof typeof ID_TYPES]?.label ?? '证件号码',
      text: tell.number(deps.crypto.decrypt(account.id_number_enc, accountPlaces.idNumber(account.id))),
    },
    contact(deps, found, tell),
  ]
}

/** That a draft of what is applied for was looked at before, and how that ended. */
const reviewRow = (deps: Deps, review: NonNullable<Awaited<ReturnType<typeof lastReviewOf>>>): Row => ({
  label: deps.matters.require(review.matter).title,
  text: `${chineseDate(localDate(review.at))}答复：${statusTag(deps, review).text}（办件编号：${review.number}）`,
  href: paths.staffCase(review.id),
})

/** The pages that were handed in. */
const handedIn = ({ submissions }: StaffCase): readonly string[] =>
  submissions.flatMap(({ content }) => content.sections.map(({ page }) => page))

/**
 * Who applies, as officials see it, and what of the register moved under a case that is still to be decided: a decision
 * on it would be refused as STALE.
 */
export const applicantPanel = async (
  deps: Deps,
  staff: Staff,
  found: StaffCase,
  tell: Telling,
): Promise<{ readonly rows: readonly Row[]; readonly moved: readonly string[] }> => {
  const { account, caseFile } = found
  const around = (own: readonly Row[]): readonly Row[] => [
    {
      label: '申请人',
      text: caseFile.on_behalf === null ? account.applicant : `${caseFile.on_behalf}（代“${account.applicant}”申请）`,
    },
    ...own,
    { label: '实名认证', text: account.real_name_level > 0 ? '已认证' : '未认证' },
    { label: '首次提交', text: momentText(caseFile.submitted_at) },
    { label: '登记管理机关', text: staff.authority.name },
  ]
  const matter = deps.matters.require(caseFile.matter)
  const { begunBy, stages } = matter
  if (begunBy !== 'organization') return { rows: around(person(deps, found, tell)), moved: [] }
  const organization = await organizationOf(deps.db.knex, caseFile)
  const review = organization && (await lastReviewOf(deps.db.knex, matter, organization.id, caseFile.submitted_at))
  return {
    rows: around(
      organization
        ? [
            { label: '统一社会信用代码', text: organization.uscc, href: paths.staffOrganization(organization.uscc) },
            { label: '法定代表人', text: organization.legal_representative },
            ...(account.kind === 'PERSONAL' ? [{ label: '经办人', text: account.name }] : []),
            contact(deps, found, tell),
            ...(review ? [reviewRow(deps, review)] : []),
          ]
        : [contact(deps, found, tell)],
    ),
    moved:
      caseFile.stage === stages[0]?.code && organization && caseFile.register_before
        ? movedItems(matter, handedIn(found), caseFile.register_before, entryOf(organization).items)
        : [],
  }
}
