import type { Deps } from '../../deps.ts'
import type { Matter } from '../../core/matters/define.ts'
import { isCivilAffairs, legalPersonTypes } from '../../core/legal-persons/types.ts'
import { certificateHold, leftTexts, accountStanding, type UnitAccount } from '../../core/legal-persons/standing.ts'
import { statuses } from '../../core/workflow/statuses.ts'
import { paths } from '../../web/paths.ts'
import { deadlineView, stageSteps, statusTag } from '../cases/progress.ts'
import { endedAs, type AccountCheck } from '../people/register-agreement.ts'
import { families } from '../../core/register/allowed.ts'
import type { OwnFamily } from './families.ts'
import { hallCases, type OpenCase } from './queries.ts'
import { authorityById } from '../../reference/reference.ts'

/** Where the authority reviews new applicants first: the next thing to do, or what one waits for. */
type Gate = {
  readonly title: string
  readonly text: string
  readonly link: { readonly href: string; readonly text: string }
}

const card = (deps: Deps, caseFile: OpenCase, action: string, primary: boolean) => {
  const matter = deps.matters.byCode(caseFile.matter)
  if (!matter) return []
  const deadline = deadlineView(deps, caseFile, caseFile.reservedUntil)
  return [
    {
      title: caseFile.title || `${matter.title}（还没有填写名称）`,
      principal: caseFile.principal,
      number: caseFile.number,
      matter: matter.title,
      authority: authorityById(deps.reference, caseFile.authorityId).name,
      deadline: deadline && `${deadline.dueText}前${deadline.what}，${deadline.remainingText}`,
      tag: statusTag(deps, caseFile),
      steps: stageSteps(matter, caseFile.stage, caseFile.status),
      href: paths.case(caseFile.id),
      action,
      primary,
    },
  ]
}

/** Why a legal person's account finds no matters here, and where to turn; undefined for one that does. */
export const noMatters = (deps: Deps, check: AccountCheck): Gate | undefined => {
  const { account } = check
  const ended = endedAs(check)
  if (account.released)
    return {
      title: '本账号不能再代表这个单位',
      text: '这个统一社会信用代码已由通过实名认证的账号使用，办理业务请用那个账号登录。',
      link: { href: paths.accountMismatch, text: '查看原因和怎么办' },
    }
  if (ended) {
    const authority = check.authorityId === undefined ? undefined : authorityById(deps.reference, check.authorityId)
    return {
      title: `这个社会组织${ended}`,
      text: `登记信息里，${account.name}${ended}，不能再办理变更、备案、章程核准、年报、注销。以前的办件、文书仍可以在“我的办件”“机构主页”查看和下载。有疑问或者还有没办完的事，请联系${authority ? `${authority.name}，电话${authority.phone}` : '登记机关'}。`,
      link: { href: paths.accountMismatch, text: '查看登记信息' },
    }
  }
  if (account.type && !isCivilAffairs(account.type))
    return {
      title: '这里没有您的账号可以办理的事项',
      text: `您登录的是${legalPersonTypes[account.type].label}账号。办事大厅办理社会组织的变更、备案、章程核准、年报、注销，用该社会组织自己的法人账号，或者它委任的经办人的个人账号；发起成立新的社会组织，由发起人或者经办人用个人账号办理。`,
      link: { href: paths.personalServices, text: '查看怎样成立社会组织' },
    }
  return undefined
}

/** What an organization's account waits for, or who must act in its place; nothing for one that may act. */
export const unitGate = (unit: UnitAccount): Gate | undefined => {
  const standing = accountStanding(unit)
  if (standing === 'left')
    return {
      title: leftTexts.title,
      text: leftTexts.text(unit),
      link: { href: paths.registerLegal, text: '由新法定代表人重新办理法人注册' },
    }
  if (standing !== 'unseen' || unit.certificate === 'PASSED') return undefined
  return {
    title: unit.certificate === 'WAITING' ? '登记证书等待窗口核对' : '登记证书图片被退回',
    text: certificateHold[unit.certificate],
    link: { href: paths.accountCertificate, text: '查看登记证书' },
  }
}

/** Kinds of a family that the hall names. */
const mostNamed = 4

/** What a family comes to here, in a sentence. */
const kindsText = (kinds: OwnFamily['kinds']): string => {
  const [first] = kinds
  if (!first) return '由已登记的社会组织的法人账号或者经办人办理'
  if (kinds.length === 1) return first.matter.guide.summary
  const named = kinds.slice(0, mostNamed).map(({ matter }) => matter.title)
  return `${named.join('、')}${kinds.length > mostNamed ? '等' : ''}，共${String(kinds.length)}个子事项`
}

/** What a person sees in the hall. 登记 leads on with the latest case that waits for the person. Legal persons found nothing. */
export const hallView = (
  deps: Deps,
  matters: readonly Matter[],
  cases: readonly OpenCase[],
  holder: {
    readonly legalPerson: boolean
    /** The organizations it acts for, each with what it does here, family by family; of a 经办人 with its name. */
    readonly organizations: readonly {
      readonly name: string | undefined
      readonly homeHref: string | undefined
      readonly own: readonly OwnFamily[]
    }[]
    readonly gate: Gate | undefined
    /** See noMatters. */
    readonly none: Gate | undefined
  },
) => {
  const shownAs = (own: readonly OwnFamily[], inHall: boolean) =>
    own
      .filter(({ family }) => families[family].inHall === inHall)
      .map(({ family, text, href, kinds, reason }) => ({
        title: inHall ? text : families[family].title,
        href,
        reason,
        text: kindsText(kinds),
      }))
  const organizations = holder.none
    ? []
    : holder.organizations.map(({ name, homeHref, own }) => ({
        name,
        homeHref,
        families: shownAs(own, true),
        beside: shownAs(own, false),
      }))
  const shown = cases.slice(0, hallCases)
  const waiting = shown.find(({ status, principal }) => statuses[status].turn === 'applicant' && principal === null)
  const word = (caseFile: OpenCase): string => {
    if (caseFile === waiting && !holder.legalPerson) return '登记'
    return statuses[caseFile.status].turn === 'applicant' ? '继续办理' : '查看进度'
  }
  return {
    cases: shown.flatMap((caseFile) => card(deps, caseFile, word(caseFile), caseFile === (waiting ?? shown[0]))),
    more: cases.length > hallCases,
    legalPerson: holder.legalPerson,
    gate: holder.none ?? holder.gate,
    start: matters
      .filter((matter) => matter.begunBy === 'person' && !holder.legalPerson)
      .map((matter) => ({ href: paths.start(matter.code), text: `申请${matter.title.replace(/登记$/, '')}` })),
    organizations,
    closed:
      holder.legalPerson || organizations.length > 0
        ? []
        : Object.values(families)
            .filter(({ inHall }) => inHall)
            .map(({ text }) => text),
  }
}
