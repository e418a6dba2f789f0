import type { Deps } from '../../deps.ts'
import type { Matter } from '../../core/matters/define.ts'
import { EDITABLE, type Status } from '../../core/workflow/states.ts'
import { matterByCode } from '../../matters/index.ts'
import { paths } from '../../web/paths.ts'
import { deadlineView, stageSteps, statusTag } from '../applications/progress.ts'
import { counterMatters } from './counter-matters.ts'
import { hallApplications, type OpenApplication } from './queries.ts'
import { authorityById } from './reference.ts'

/** Where the authority reviews new applicants first: the next thing to do, or what one waits for. */
type Gate = {
  readonly title: string
  readonly text: string
  readonly link: { readonly href: string; readonly text: string }
}

const isEditable = (status: Status): boolean => EDITABLE.includes(status)

const card = (deps: Deps, application: OpenApplication, action: string, primary: boolean) => {
  const matter = matterByCode(application.matter)
  if (!matter) return []
  const deadline = deadlineView(deps, application, application.reservedUntil)
  return [
    {
      title: application.title || `${matter.title}（还没有填写名称）`,
      number: application.number,
      matter: matter.title,
      authority: authorityById(deps.reference, application.authorityId).name,
      deadline: deadline && `${deadline.dueText}前${deadline.what}，${deadline.remainingText}`,
      tag: statusTag(application.status),
      steps: stageSteps(matter, application.stage, application.status),
      href: paths.application(application.id),
      action,
      primary,
    },
  ]
}

/** What a person sees in the hall. 登记 leads on with the latest application that waits for the person. Legal persons found nothing. */
export const hallView = (
  deps: Deps,
  matters: readonly Matter[],
  applications: readonly OpenApplication[],
  holder: { readonly legalPerson: boolean; readonly gate: Gate | undefined },
) => {
  const shown = applications.slice(0, hallApplications)
  const waiting = shown.find(({ status }) => isEditable(status))
  const word = (application: OpenApplication): string => {
    if (application === waiting) return '登记'
    return isEditable(application.status) ? '继续办理' : '查看进度'
  }
  return {
    applications: shown.flatMap((application) =>
      card(deps, application, word(application), application === (waiting ?? shown[0])),
    ),
    more: applications.length > hallApplications,
    legalPerson: holder.legalPerson,
    gate: holder.gate,
    start: matters
      .filter((matter) => matter.audience === 'personal' && !holder.legalPerson)
      .map((matter) => ({ href: paths.start(matter.code), text: `申请${matter.title.replace(/登记$/, '')}` })),
    closed: counterMatters.map((matter) => matter.short),
    closedText: holder.legalPerson ? '目前在窗口办理' : '由法人账号办理',
    reason: holder.legalPerson
      ? '变更、备案、章程核准、年报、注销目前在登记管理机关的窗口办理，本平台还不能在线提交。'
      : '变更、备案、章程核准、年报、注销由已成立的社会组织用法人账号办理，个人账号不能办理；目前请到登记管理机关的窗口。',
  }
}
