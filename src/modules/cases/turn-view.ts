import type { Deps } from '../../deps.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { certificateCollectors } from '../../core/enumerations.ts'
import type { Following } from '../../core/matters/define.ts'
import { afterText, decidesText } from '../../core/matters/journey.ts'
import { handedText } from '../../core/register/collector.ts'
import { clocks } from '../../core/workflow/clocks.ts'
import { localDate, localDateTime } from '../../core/workflow/deadlines.ts'
import { isFinal, statuses } from '../../core/workflow/statuses.ts'
import { thenText } from '../../core/workflow/then.ts'
import { paths } from '../../web/paths.ts'
import { mayDo } from '../grants/access.ts'
import { authorityById } from '../../reference/reference.ts'
import { caseFacts } from './facts.ts'
import { clockView, deadlineView, overdueWarning, statusTag, submitting } from './progress.ts'
import type { WholeCase } from './queries.ts'
import type { taskList } from './task-view.ts'

type Action = { readonly text: string; readonly href: string }

/** The first box of a case: whose turn it is, by when, what happens if not, and the next press. */
type Turn = {
  readonly mine: boolean
  readonly title: string
  readonly lines: readonly string[]
  /** What is to be seen to from now on. */
  readonly next: readonly { readonly text: string; readonly link?: Action | undefined }[]
  readonly facts: readonly { readonly label: string; readonly text: string }[]
  readonly consequence: string | undefined
  readonly action: Action | undefined
  /** What a colleague presses who may not submit; `last`: everything is filled in, and nothing else is left to do. */
  readonly tell?: (Action & { readonly last: boolean }) | undefined
}

type Seen = {
  readonly tasks: ReturnType<typeof taskList>
  /** Everything that can be told without a person is in order. */
  readonly ready: boolean
  /** 送业务主管单位, where that is what is left to do. */
  readonly ask: Action | undefined
  /** What a colleague said of filling it in. */
  readonly told?: string | undefined
}

/** Whoever the case belongs to, as the reader is told of them. */
const applicantOf = ({ acting, owner }: WholeCase): string => (acting ? `申请人${owner.behalf ?? owner.name}` : '您')

/** What a colleague who may not submit presses when what was asked of them is filled in. */
export const tellText = ({ name }: WholeCase['owner']): string => `填好了，请${name}核对并提交`

/** Since when a case stands where it stands. */
const sinceOf = ({ events }: WholeCase): string => {
  const event = events.findLast(({ from_status: from, to_status: to }) => from !== to)
  return event ? `（${localDateTime(new Date(event.at)).text}起）` : ''
}

/** What one holds in hand once the certificate is there. */
const certificateKinds: readonly string[] = ['CERTIFICATE_ORIGINAL', 'CERTIFICATE_DUPLICATE']

/** The certificate that holds, 正本 first: what somebody came for. */
export const certificatesOf = <D extends { readonly kind: string; readonly status: string }>(
  documents: readonly D[],
): readonly D[] =>
  certificateKinds.flatMap((kind) =>
    documents.filter((document) => document.kind === kind && document.status === 'VALID').slice(-1),
  )

/** What an organization has to see to from its first day on. */
const founded: readonly Following[] = [
  '以后办理变更、备案、章程核准、年报、注销：由法定代表人注册社会组织的法人账号，并可以委任经办人；从登记发证起一年内，您也可以用现在的账号在办事大厅替它办理。',
  '名称、住所、法定代表人等登记事项有变化的，在规定时间内办理变更登记；换届以后办理备案。',
  // R250 art. 28, R251 art. 23, R400 art. 36, 慈善法 art. 13.
  '每年报送上一年度的年度工作报告：基金会和慈善组织3月31日前，其他社会组织5月31日前。',
].map((text) => ({ text }))

/** Where what follows is done, for whoever has the organization's own account. */
const followLink = (
  { matters }: Pick<Deps, 'matters'>,
  { matter, acting }: WholeCase,
  { way }: Following,
): Action | undefined => {
  if (!way || (acting && acting.hindrance === undefined)) return undefined
  if (way === 'registration') return { text: '法人注册', href: paths.registerLegal }
  const found = matters.all.find(
    ({ orgType, family, code }) =>
      orgType === matter.orgType && family === way.family && (!way.kind || code.endsWith(`-${way.kind}`)),
  )
  return found && { text: way.text, href: paths.start(found.code, undefined, way.about) }
}

const doneTurn = (deps: Pick<Deps, 'matters'>, whole: WholeCase) => {
  const { matter, acting, answers } = whole
  const plain =
    matter.begunBy === 'organization'
      ? { title: `${matter.title}已经办结`, text: '本次办理全部办结。', next: [] }
      : { title: '社会组织已登记', text: '成立登记全部办结。', next: founded }
  const { title, text, next } = matter.ended?.(answers) ?? plain
  return {
    mine: false,
    title,
    lines: [text],
    next: next.map((one) => ({ text: one.text, link: followLink(deps, whole, one) })),
    // A colleague on the case speaks for nobody in the organization.
    action: acting ? undefined : { text: '机构主页', href: paths.organizationHome },
  }
}

/** That the certificate went by post, and in which parcel; nothing where it was fetched. */
const sentText = ({ events }: WholeCase): readonly string[] => {
  const form = events.findLast(({ action }) => action === 'handOver')?.details.form
  return form?.['handedBy'] === 'POST' ? [`${handedText(form)}。`] : []
}

/** How the applicant's own turn is headed, and what is said in it. */
const ownTurn = (whole: WholeCase, { tasks, ready, ask }: Seen, title: string) => {
  const { caseFile, correction } = whole
  if (correction?.binding) return { title: `补正${correction.items.length}项内容`, lines: [] }
  if (caseFile.status === 'SUGGESTED_CHANGE' || caseFile.status === 'RETURNED')
    return { title: `修改后重新提交“${title}”`, lines: [] }
  if (ask) return { title: '送业务主管单位征求同意', lines: ['其他内容和材料已经完成。'] }
  if (ready) {
    // What was taken over and nobody opened holds nothing up, and is not done either.
    const open = tasks.pages.open.length + tasks.materials.open.length
    const line = open > 0 ? `必须完成的都已完成，还有${open}项没有打开核对。` : '需要填写的内容和材料都已完成。'
    return { title: `核对并提交“${title}”`, lines: [line, ...sentText(whole)] }
  }
  const open = tasks.pages.open.length + tasks.materials.open.length
  const [does, lines] =
    mayDo(whole, 'submit') || !mayDo(whole, 'fill')
      ? ['填写并提交', []]
      : ['填写', [`还有${open}项没有完成。您的部分填好以后，请${whole.owner.name}核对并提交。`]]
  if (caseFile.status === 'HANDED_OVER')
    return { title: `凭登记证书刻制印章、开立银行账户，${does}“${title}”`, lines: [...lines, ...sentText(whole)] }
  return { title: `${does}“${title}”`, lines }
}

/** What happens when the last day passes, with the day; nothing where there is none. */
const consequenceOf = (deps: Deps, { caseFile, correction, reservedUntil }: WholeCase): string | undefined => {
  const clock = deadlineView(deps, caseFile, reservedUntil)
  if (!clock) return undefined
  if (correction?.binding)
    return `${clock.dueText}前未补正的，依照${deps.site.matters.correction.rule}终止办理。补正告知为一次性告知，只有下列内容${correction.along.length > 0 ? '和随之变动的内容' : ''}可以修改。`
  return `请在${clock.dueText}前${clock.what}，${clock.remainingText}。${overdueWarning(caseFile)}`
}

const factsOf = (rows: readonly (readonly [string, string | undefined])[]) =>
  rows.flatMap(([label, text]) => (text ? [{ label, text }] : []))

const quiet = { lines: [], next: [], facts: [], consequence: undefined, action: undefined } as const

/** No law and no limit asks for the paper: what was uploaded is decided on, and who decides may want to see it. */
const originalsText = (address: string): string =>
  `请留存，现在不用交。登记管理机关要求核对原件时，送到或者寄到：${address}`

const waitingTitle = (turn: 'authority' | 'unit', who: string, overdue: boolean): string => {
  if (turn === 'authority') return `${who}正在办理，现在不用您做什么`
  return overdue ? `${who}逾期没有答复` : `等待${who}答复`
}

/** From which day a limit counts, where that is a later one than the day of the submission. */
const countsFrom = ({ caseFile, events }: WholeCase): string | undefined => {
  const { clock, clock_started_on: from } = caseFile
  const sent = events.findLast(({ outcome }) => outcome === 'submitted')
  if (!clock || !('startsAtReceipt' in clocks[clock]) || !from || !sent) return undefined
  if (from <= localDate(new Date(sent.at))) return undefined
  return `在办公时间以后或者非工作日提交的，按${chineseDate(from)}提交计算，从次日起数工作日`
}

/** What of the certificate in force is to come back now, before a new one is made; nothing before a change holds. */
const toHandIn = (deps: Deps, { caseFile, matter, answers }: WholeCase): string =>
  caseFile.procedure === 'certificate' &&
  caseFile.status === 'CERT_DUE' &&
  (caseFile.clock_started_on ?? '') <= localDate(deps.clock.now())
    ? (matter.handsIn?.(answers) ?? '')
    : ''

/** Who has a case that is not the applicant's to act on: since when, until when, and what comes then. */
export const waitingTurn = (deps: Deps, whole: WholeCase): Turn | undefined => {
  const { caseFile, stage } = whole
  const { turn } = statuses[caseFile.status]
  if (turn !== 'authority' && turn !== 'unit') return undefined
  const authority = authorityById(deps.reference, caseFile.authority_id)
  const words = { decides: decidesText(stage) || '准予', after: afterText(whole.matter, stage) }
  const then = ['接下来', thenText(caseFile.procedure, caseFile.status, words)] as const
  const { posted, collector, collectorKind, preferredOn } = caseFacts(whole.matter, whole.answers)
  if (caseFile.status === 'CERT_PRINTED' && posted)
    return {
      ...quiet,
      mine: false,
      title: `${authority.name}将把登记证书邮寄给${applicantOf(whole)}，现在不用您做什么`,
      lines: ['寄出以后发消息和短信通知。电子证书现在就可以下载。'],
      facts: factsOf([
        ['寄到', `${posted.to}，${posted.name}收，电话${posted.phone}`],
        ['登记管理机关电话', authority.phone],
        then,
      ]),
    }
  if (caseFile.status === 'CERT_PRINTED')
    return {
      ...quiet,
      mine: true,
      title: `请${applicantOf(whole)}到${authority.name}领取登记证书`,
      lines: ['请携带有效身份证件。电子证书现在就可以下载。'],
      facts: factsOf([
        ['领证人', collector?.name || certificateCollectors.find(({ value }) => value === collectorKind)?.text],
        ['预约领取', preferredOn && `${chineseDate(preferredOn)}；改日领取的，在办公时间内到窗口就可以`],
        ['地址', authority.address],
        ['办公时间', authority.hours],
        ['电话', authority.phone],
        then,
      ]),
    }
  if (caseFile.status === 'RETURNS_DUE')
    return {
      ...quiet,
      mine: true,
      title: `请${applicantOf(whole)}把证书、印章和财务凭证交到${authority.name}窗口`,
      lines: ['逐项确认以后发给注销证明、予以公告，登记状态变为“已注销”。找不到的，先在报纸上声明作废，把报纸带来。'],
      facts: factsOf([
        ['要交的', whole.matter.handsIn?.(whole.answers)],
        ['地址', authority.address],
        ['办公时间', authority.hours],
        ['电话', authority.phone],
      ]),
    }
  const who = turn === 'unit' ? (whole.consent?.open?.unit ?? '业务主管单位') : authority.name
  const clock = clockView(deps, caseFile)
  const sameDay = caseFile.statutory_due_on === caseFile.clock_due_on
  const back = toHandIn(deps, whole)
  if (back !== '')
    return {
      ...quiet,
      mine: true,
      title: `请${applicantOf(whole)}把${back}交回${authority.name}`,
      lines: [
        '收到以后制作新证书。可以送到窗口，也可以寄到下面的地址，写明组织名称和办件编号。找不到的，先在报纸上声明作废，把报纸送来登记遗失。',
        posted ? '新证书制作完成以后邮寄给您，不用再来窗口。' : '新证书制作完成以后，通知您到窗口领取。',
      ],
      facts: factsOf([
        ['送到或者寄到', `${authority.address}，${authority.name}收`],
        ['办公时间', authority.hours],
        ['电话', authority.phone],
        ['制作期限', clock && `${clock.dueText}前${clock.what}`],
      ]),
    }
  return {
    ...quiet,
    mine: false,
    title: waitingTitle(turn, who, clock !== undefined && clock.remaining < 0),
    facts: factsOf([
      ['现在', `${statusTag(deps, caseFile).text}${sinceOf(whole)}`],
      [
        sameDay ? '最迟' : '承诺期限',
        clock && `${clock.dueText}前${clock.what}，${clock.remainingText}。${clock.signal.word}`,
      ],
      ['起算', clock && countsFrom(whole)],
      ['纸质原件', turn === 'authority' && stage.materials.length > 0 ? originalsText(authority.address) : undefined],
      ['法定期限', sameDay || !clock?.statutoryText ? undefined : `${clock.statutoryText}前`],
      then,
    ]),
  }
}

/** Whose turn it is in a case that has not ended without what was applied for. */
export const turnView = (deps: Deps, whole: WholeCase, seen: Seen): Turn => {
  const waiting = waitingTurn(deps, whole)
  if (waiting) return waiting
  if (isFinal(whole.caseFile.status)) return { ...quiet, ...doneTurn(deps, whole) }
  const { tasks, ready, ask } = seen
  const looking = !mayDo(whole, 'fill')
  const again = submitting(whole.caseFile) === 'resubmit' ? '核对并重新提交' : '核对申请信息'
  const check = { text: looking ? '查看填写的内容' : again, href: paths.checkAnswers(whole.caseFile.id) }
  // All that is left is to submit, to the authority or to the unit.
  const filled = ready || ask !== undefined
  const mayAct = mayDo(whole, filled ? 'submit' : 'fill')
  const own = ownTurn(whole, seen, whole.stage.title)
  return {
    ...quiet,
    ...own,
    mine: true,
    lines: [...own.lines, ...(seen.told ? [seen.told] : [])],
    title: `轮到${mayAct ? '您' : applicantOf(whole)}：${own.title}`,
    consequence: consequenceOf(deps, whole),
    action: mayAct && ask ? ask : filled || looking ? check : tasks.next,
    tell:
      looking || mayDo(whole, 'submit') || whole.acting?.hindrance !== undefined
        ? undefined
        : { text: tellText(whole.owner), href: paths.filledIn(whole.caseFile.id), last: !mayAct },
  }
}
