import { chineseDate } from '../documents/dates.ts'
import { CHAIR_POSTS, LEFT_POST, postText } from '../posts.ts'
import type { Counter } from '../matters/counters.ts'
import type { OrgType } from '../org-types.ts'
import { addMonths, toDayNumber } from '../workflow/calendar.ts'
import type { OrganizationMatter } from './allowed.ts'
import { basicAccount, heldOf, officialSeal, type Holdings } from './holdings.ts'
import { yearsDue, type ReportPolicy, type ReportYear } from './report-years.ts'
import type { RegisterStatus } from './statuses.ts'

/** What an organization owes, as far as the register and the calendar tell it. */
export type DutyKind =
  | 'TERM'
  | 'REPRESENTATIVE'
  | 'ORGANS'
  | 'CERTIFICATE'
  | 'LEASE'
  | 'SEAL_NAME'
  | 'SEAL'
  | 'ACCOUNT'
  | 'REPORT_UNIT'
  | 'REPORT'
  | 'LIQUIDATION'
  | 'CASE'

/** How many months before its day an organization is told of it. */
export const toldBefore = {
  TERM: [6, 3],
  REPRESENTATIVE: [],
  ORGANS: [],
  CERTIFICATE: [3, 1],
  LEASE: [1],
  SEAL_NAME: [],
  SEAL: [],
  ACCOUNT: [],
  REPORT_UNIT: [1],
  REPORT: [1],
  LIQUIDATION: [],
  CASE: [],
} as const satisfies Record<DutyKind, readonly number[]>

/** How it presses: of what is `running` nothing is to be done now; `ahead` is only told to a calendar. */
type Urgency = 'overdue' | 'due' | 'soon' | 'running' | 'ahead'
const URGENCIES: readonly Urgency[] = ['overdue', 'due', 'soon', 'running', 'ahead']

/** What settles it: a matter of a family, `kind` the one of several (the end of its code). */
export type Way = {
  readonly text: string
  readonly family: OrganizationMatter
  readonly kind?: string
  /** What of the matter it is about (Matter.prefill). */
  readonly about?: string
}

export type Duty = {
  readonly kind: DutyKind
  /** Tells it from others of its kind, today and tomorrow: what a calendar and a reminder know it by. */
  readonly key: string
  readonly text: string
  /** What it is called where its day stands beside it. */
  readonly title: string
  /** ISO date; none for what has no day. */
  readonly dueOn?: string
  readonly urgency: Urgency
  /** What helps, in a sentence. */
  readonly help: string
  readonly ways: readonly Way[]
  /** What of the register it is about, as that is called there (holdings.ts), where there may be several. */
  readonly held?: string
  /** The case it is, or the one that puts an end to it. */
  readonly caseId?: string
}

/** A duty that a case puts an end to when it ends well. */
export type Cleared = { readonly duty: DutyKind } & Pick<Duty, 'held'>

/** A case that has not ended. */
export type RunningCase = {
  readonly id: string
  readonly title: string
  readonly status: string
  readonly turn: 'applicant' | 'authority' | 'unit'
  /** What its clock asks for, and by when. */
  readonly due: { readonly what: string; readonly on: string } | undefined
  readonly submitted: boolean
  readonly clears: readonly Cleared[]
}

export type DutyFacts = {
  readonly type: OrgType
  readonly status: RegisterStatus
  readonly name: string
  readonly formerNames: readonly string[]
  readonly charity: boolean
  readonly supervised: boolean
  readonly establishedOn: string
  /** The last day of the certificate in force. */
  readonly certificateTo: string | null
  readonly holdings: Pick<Holdings, 'people' | 'seals' | 'accounts' | 'term' | 'leaseTo' | 'reports'>
  readonly policy: ReportPolicy
  /** The case that founded it still asks for seal and account. */
  readonly founding: boolean
  readonly cases: readonly RunningCase[]
  /** What the liquidation that runs has a day for, each with its case. */
  readonly counters: readonly (Counter & { readonly caseId: string })[]
}

const daysFrom = (one: string, other: string): number => toDayNumber(other) - toDayNumber(one)

/** `soon` and `due` begin so many months before the last day; after it, it is overdue. */
const urgencyOf = (today: string, last: string, soon: number, due: number): Urgency => {
  if (today > last) return 'overdue'
  if (today >= addMonths(last, -due)) return 'due'
  return today >= addMonths(last, -soon) ? 'soon' : 'ahead'
}

/**
 * 延期换届 is for a year at most, once, and asked for three months before the term ends (domain-2 §17). A term that is
 * longer than five years has been put off already.
 */
const extensionMonths = { most: 12, before: 3, term: 60 } as const

const reelect: Way = { text: '办理换届', family: 'filing', kind: 'filing-term' }
const extend: Way = { text: '申请延期', family: 'filing', kind: 'approval-extension' }

const termDuty = ({ holdings: { term } }: DutyFacts, today: string): readonly Duty[] => {
  if (!term) return []
  const { from, to } = term
  const urgency = urgencyOf(today, to, 6, 3)
  const askBy = addMonths(to, -extensionMonths.before)
  const over = today > addMonths(to, extensionMonths.most)
  const days = daysFrom(to, today)
  const extendable = to <= addMonths(from, extensionMonths.term)
  return [
    {
      kind: 'TERM',
      key: `term-${to}`,
      title: '换届',
      dueOn: to,
      urgency,
      text:
        urgency === 'overdue'
          ? `换届已逾期${days}天${over ? '，超过1年' : ''}`
          : `${term.name}任期到${chineseDate(to)}届满，请准备换届`,
      help: !extendable
        ? '请召开会议换届，并办理负责人备案。'
        : over
          ? '延期换届最长1年，现在不能再申请延期，请尽快召开会议换届，并办理负责人备案。'
          : urgency === 'ahead' || urgency === 'soon'
            ? `不能按期换届的，应当在${chineseDate(askBy)}以前申请延期，最长延期1年。`
            : '请召开会议换届，并办理负责人备案；申请延期应当在届满3个月以前，现在申请的要说明原因，最长延期1年。',
      ways: over || !extendable ? [reelect] : [reelect, extend],
    },
  ]
}

/**
 * Who was registered before there was this register has an entry without its organs or their term; from nothing no
 * 换届 follows, so that they are asked for.
 */
const organsDuty = ({ holdings: { people, term } }: DutyFacts): readonly Duty[] => {
  const missing = [
    ...(people.some(({ legalRepresentative }) => !legalRepresentative) ? [] : ['理事会']),
    ...(term ? [] : ['任期']),
  ]
  if (missing.length === 0) return []
  return [
    {
      kind: 'ORGANS',
      key: 'organs',
      title: '补录现任负责人和任期',
      urgency: 'due',
      text: `登记簿中没有${missing.join('和')}，请办理换届备案，或者补录现任负责人`,
      help: '都用“负责人换届备案”办理：任期已满的，换届以后备案；任期未满的，按产生本届的那次会议，填写届次、任期和全部负责人、理事、监事。',
      ways: [reelect],
    },
  ]
}

const certificateDuty = ({ certificateTo: to }: DutyFacts, today: string): readonly Duty[] => {
  if (to === null) return []
  const urgency = urgencyOf(today, to, 3, 1)
  return [
    {
      kind: 'CERTIFICATE',
      key: `certificate-${to}`,
      title: '登记证书到期',
      dueOn: to,
      urgency,
      text:
        urgency === 'overdue'
          ? `登记证书已于${chineseDate(to)}到期，过期${daysFrom(to, today)}天`
          : `登记证书有效期到${chineseDate(to)}`,
      help: `请${urgency === 'overdue' ? '尽快' : '在到期以前'}申请延续；同意以后把原证书正本、副本交回，收回以后制作新证书。`,
      ways: [{ text: '申请延续', family: 'certificate', about: 'EXTENSION' }],
    },
  ]
}

const leaseDuty = ({ holdings: { leaseTo: to } }: DutyFacts, today: string): readonly Duty[] => {
  if (to === null) return []
  const urgency = urgencyOf(today, to, 3, 1)
  return [
    {
      kind: 'LEASE',
      key: `lease-${to}`,
      title: '住所租赁合同到期',
      dueOn: to,
      urgency,
      text: `住所的租赁合同${urgency === 'overdue' ? '已于' : '到'}${chineseDate(to)}到期`,
      help: '在原址续租的，办理住所使用权备案；迁到别处的，办理住所变更。',
      ways: [
        { text: '续租备案', family: 'filing', kind: 'filing-lease' },
        { text: '变更住所', family: 'change', about: 'domicile' },
      ],
    },
  ]
}

/** Another was elected for whoever the register still names: the election changes no representative (R250 art. 18). */
const representativeDuty = ({ holdings: { people } }: DutyFacts): readonly Duty[] => {
  const left = people.find(({ post }) => post === LEFT_POST)
  if (!left) return []
  const chair = people.find(({ post }) => CHAIR_POSTS.includes(post))
  return [
    {
      kind: 'REPRESENTATIVE',
      key: `representative-${left.id}`,
      title: '法定代表人变更',
      text: `换届以后，登记的法定代表人${left.name}已经离任，还没有变更登记`,
      help: `${chair ? `换届选出的${postText(chair.post)}是${chair.name}。` : ''}请用备案的会议纪要办理法定代表人的变更登记，变更以后换发证书。`,
      urgency: 'due',
      ways: [{ text: '变更法定代表人', family: 'change', about: 'legalRepresentative' }],
    },
  ]
}

const fileSeal: Way = { text: '印章备案', family: 'filing', kind: 'filing-seal' }

/** Seals that still bear a name from before, and what was never filed after the founding (R250 art. 16). */
const filingDuties = ({ name, formerNames, holdings, founding, status }: DutyFacts): readonly Duty[] => {
  const undated = { urgency: 'due' } as const
  const isOld = ({ engraving }: Holdings['seals'][number]): boolean =>
    !engraving.includes(name) && formerNames.some((former) => engraving.includes(former))
  const texts = new Map(heldOf(holdings, 'seals').map(({ id, text }) => [id, text]))
  const asked = status === 'ACTIVE' && !founding
  const has = (list: readonly { readonly kind: string }[], wanted: string): boolean =>
    list.some(({ kind }) => kind === wanted)
  return [
    ...holdings.seals.filter(isOld).map(({ id, kind, engraving }): Duty => ({
      ...undated,
      kind: 'SEAL_NAME',
      key: `seal-name-${id}`,
      title: '更换印章',
      text: `${kind}“${engraving}”刻的是原来的名称`,
      help: '名称变更以后，请刻制新印章并备案，原印章交回登记管理机关。',
      ways: [fileSeal],
      held: texts.get(id) ?? '',
    })),
    ...(asked && !has(holdings.seals, officialSeal)
      ? [
          {
            ...undated,
            kind: 'SEAL',
            key: 'seal',
            title: `${officialSeal}备案`,
            text: `登记簿中没有备案的${officialSeal}`,
            help: `凭登记证书刻制${officialSeal}以后，把印章式样报登记管理机关备案。`,
            ways: [fileSeal],
          } as const,
        ]
      : []),
    ...(asked && !has(holdings.accounts, basicAccount)
      ? [
          {
            ...undated,
            kind: 'ACCOUNT',
            key: 'account',
            title: `${basicAccount}备案`,
            text: `登记簿中没有备案的${basicAccount}`,
            help: `凭登记证书开立${basicAccount}以后，把账号报登记管理机关备案。`,
            ways: [{ text: '银行账户备案', family: 'filing', kind: 'filing-account' }],
          } as const,
        ]
      : []),
  ]
}

const reportHelp = '逾期没有报送的，依照《社会组织信用信息管理办法》列入活动异常名录。逾期以后仍应当补报，注明原因。'

/**
 * Reports of the years that are over and have none, and of the running one. What was handed in on paper stands here until
 * its conclusion is entered.
 */
const reportDuties = (facts: DutyFacts, today: string): readonly Duty[] => {
  const { reports } = facts.holdings
  const { owed, coming } = yearsDue({ ...facts, reports, begun: [] }, today)
  const one = (kind: 'REPORT' | 'REPORT_UNIT', { year, late }: ReportYear, dueOn: string): Duty => {
    const title = `${String(year)}年度工作报告${kind === 'REPORT' ? '' : '送业务主管单位初审'}`
    const unfiled = reports.some((report) => report.year === year)
    return {
      kind,
      key: `${kind.toLowerCase().replace('_', '-')}-${String(year)}`,
      title,
      dueOn,
      // From the first day after the year it can be written.
      urgency: year === coming?.year ? 'ahead' : urgencyOf(today, dueOn, 12, 1),
      text: late
        ? `${title}${unfiled ? '没有报送，已记为未参检' : `逾期${String(daysFrom(dueOn, today))}天，登记簿中没有它的年检结论`}`
        : `${title}，${chineseDate(dueOn)}前`,
      help: late && !unfiled ? `${reportHelp}已经在窗口报送的，请联系登记管理机关补录结论。` : reportHelp,
      ways: [{ text: '填报', family: 'report', about: String(year) }],
      held: String(year),
    }
  }
  return [...owed, ...(coming ? [coming] : [])].flatMap((year) => [
    ...(facts.supervised && year.dueOn > year.unitDueOn && today <= year.unitDueOn
      ? [one('REPORT_UNIT', year, year.unitDueOn)]
      : []),
    one('REPORT', year, year.dueOn),
  ])
}

/** How a case stands, in a clause. */
const standing = ({ title, status, due }: RunningCase): string =>
  `${title} ${status}${due ? `，${chineseDate(due.on)}前${due.what}` : ''}`

/** Only what the organization has to do has a day: by when the authority answers is told in words. */
const caseDuty = (caseFile: RunningCase, today: string): Duty => {
  const { id, title, turn, due } = caseFile
  const mine = turn === 'applicant' ? due : undefined
  return {
    kind: 'CASE',
    key: `case-${id}`,
    title: mine ? `${title}：${mine.what}` : title,
    ...(mine ? { dueOn: mine.on } : {}),
    urgency: mine ? (today > mine.on ? 'overdue' : 'due') : 'running',
    text: standing(caseFile),
    help: '',
    ways: [],
    caseId: id,
  }
}

/** A duty with the case that puts an end to it: handed in, nothing presses; a draft is where one goes on. */
const underWay = (cases: readonly RunningCase[]) => {
  const clearing = (wanted: Duty): RunningCase | undefined => {
    const found = cases.filter(({ clears }) =>
      clears.some(({ duty, held }) => duty === wanted.kind && held === wanted.held),
    )
    return found.find(({ submitted }) => submitted) ?? (wanted.urgency === 'ahead' ? undefined : found[0])
  }
  return (duty: Duty): Duty => {
    const caseFile = clearing(duty)
    if (!caseFile) return duty
    const going = caseFile.submitted
      ? {
          urgency: 'running' as const,
          help: `${standing(caseFile)}。`,
          // That a report is late is over once it is there.
          ...(duty.kind === 'REPORT' || duty.kind === 'REPORT_UNIT' ? { text: duty.title } : {}),
        }
      : {}
    return { ...duty, ...going, caseId: caseFile.id }
  }
}

/** What a liquidation has still to do, the last days as they come. */
const counterDuties = ({ counters }: DutyFacts, today: string): readonly Duty[] =>
  counters
    .filter(({ doneOn }) => doneOn === undefined)
    .map(({ code, title, basis, dueOn, waits, caseId }) => ({
      kind: 'LIQUIDATION',
      key: `liquidation-${code.toLowerCase()}-${dueOn}`,
      title,
      dueOn,
      urgency: waits ? 'ahead' : today > dueOn ? 'overdue' : 'due',
      text: `${title}，${chineseDate(dueOn)}前`,
      help: `依据：${basis}`,
      ways: [],
      caseId,
    }))

const going: readonly RegisterStatus[] = ['ACTIVE', 'SUSPENDED']

/**
 * What an organization owes today and what comes, the most pressing first. One that is being liquidated or is no more
 * owes nothing but what its cases ask. A case that stands with its duty is told on its own only while it presses.
 */
export const dutiesOf = (facts: DutyFacts, today: string): readonly Duty[] => {
  const owed = going.includes(facts.status)
    ? [
        ...termDuty(facts, today),
        ...representativeDuty(facts),
        ...organsDuty(facts),
        ...certificateDuty(facts, today),
        ...leaseDuty(facts, today),
        ...filingDuties(facts),
        ...reportDuties(facts, today),
      ].map(underWay(facts.cases))
    : counterDuties(facts, today)
  const told = new Set(owed.map(({ caseId }) => caseId))
  const cases = facts.cases.map((one) => caseDuty(one, today))
  return [...owed, ...cases.filter(({ caseId, urgency }) => urgency !== 'running' || !told.has(caseId))].toSorted(
    (one, other) =>
      URGENCIES.indexOf(one.urgency) - URGENCIES.indexOf(other.urgency) ||
      (one.dueOn ?? '9').localeCompare(other.dueOn ?? '9'),
  )
}
