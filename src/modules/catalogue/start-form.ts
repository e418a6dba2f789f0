import type { Matter } from '../../core/matters/define.ts'
import { applicantRoleOptions, type ApplicantRole } from '../../core/matters/applicant-role.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import type { Applicant } from '../../web/route.ts'
import { accountAgeRemark } from '../cases/applicant-age.ts'
import type { ReferenceData } from '../../reference/reference.ts'
import { startOptions, whereToGo, type StartChoice, type StartOptions } from './start-options.ts'

export type Question = keyof StartChoice

const questions = {
  orgType: '类型',
  level: '行政区划级别',
  division: '行政区划',
  authority: '登记管理机关',
} as const satisfies Record<Question, string>

const names = Object.keys(questions) as readonly Question[]

/** Which list a choice cuts down next. */
const next = { orgType: 'level', level: 'division', division: 'authority', authority: undefined } as const

export const optionLists = {
  orgType: 'orgTypes',
  level: 'levels',
  division: 'divisions',
  authority: 'authorities',
} as const

export const isQuestion = (text: string | undefined): text is Question =>
  text !== undefined && Object.hasOwn(questions, text)

export const readChoice = (given: Readonly<Record<string, string>>): StartChoice => ({
  orgType: given['orgType'] ?? '',
  level: given['level'] ?? '',
  division: given['division'] ?? '',
  authority: given['authority'] ?? '',
})

export type StartErrors = Readonly<Partial<Record<Question, string>>>

/** Who fills the form in, as the guide shows it. */
export const holderViews = (actor: Applicant) => [
  { id: 'applicantName', name: 'applicantName', kind: 'personName', label: '姓名', value: actor.name, readonly: true },
  { id: 'loginName', name: 'loginName', kind: 'text', label: '用户名', value: actor.loginName, readonly: true },
]

/** The four questions that lead to an authority. */
export const choiceViews = (options: StartOptions, errors: StartErrors) =>
  names.map((question) => ({
    id: question,
    name: question,
    kind: 'division',
    label: questions[question],
    required: true,
    value: options.chosen[question],
    options: options[optionLists[question]],
    cascade: next[question] && { target: next[question], url: paths.startOptions },
    hint: question === 'authority' ? '没有可选的机关，说明当地还没有在本平台受理，请到当地政务服务大厅办理' : undefined,
    error: errors[question],
  }))

/** What is said of the holder's age in a role; nothing in most cases. */
type AgeHints = Readonly<Record<ApplicantRole, string | undefined>>

export const ageHints = async (deps: Deps, accountId: string): Promise<AgeHints> => {
  const hint = async (role: ApplicantRole) => {
    const remark = await accountAgeRemark(deps, accountId, role)
    return remark && `。您${remark.message}`
  }
  const [HANDLER, LEGAL_REPRESENTATIVE] = await Promise.all([hint('HANDLER'), hint('LEGAL_REPRESENTATIVE')])
  return { HANDLER, LEGAL_REPRESENTATIVE }
}

/** 您是: asked without a default; who leaves it open is asked on the page of the contact. */
export const roleView = (value: string, ages: AgeHints) => ({
  id: 'applicantRole',
  name: 'applicantRole',
  kind: 'choice',
  label: '您是',
  hint: '注册账号的人可以是经办人，也可以是拟任法定代表人。现在不选的，填写“联系人”时再选',
  value,
  options: applicantRoleOptions.map((option) => ({
    ...option,
    hint: `${option.hint}${ages[option.value] ?? ''}`,
  })),
})

/** The authority the form is about to go to, by its name. */
export const authorityChosen = ({ authorities, chosen }: StartOptions): string | undefined =>
  authorities.find(({ value }) => value === chosen.authority)?.text

/** What stands against a choice: what is not chosen yet, or no longer fits; a division without an authority says where to go. */
export const choiceFaults = (
  matters: readonly Matter[],
  reference: ReferenceData,
  root: string,
  choice: StartChoice,
): StartErrors => {
  const options = startOptions(matters, reference, root, choice)
  // What was chosen and no longer fits is asked again, never replaced by what happens to be preselected.
  const stale = names.find((question) => choice[question] !== options.chosen[question])
  if (stale !== undefined && choice[stale] !== '') return { [stale]: `${questions[stale]}已不可选，请重新选择` }
  if (choice.orgType === '') return { orgType: '请选择类型' }
  if (choice.level === '') return { level: '请选择行政区划级别' }
  if (choice.division === '') return { division: '请选择行政区划' }
  if (choice.authority !== '') return {}
  return {
    authority:
      options.authorities.length === 0
        ? whereToGo(reference, root, choice.orgType, choice.division)
        : '请选择登记管理机关',
  }
}
