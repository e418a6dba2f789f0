import { chineseDate } from '../documents/dates.ts'
import { postText } from '../posts.ts'
import { ORG_TYPES, type OrgType } from '../org-types.ts'
import {
  certificateCopies,
  certificateReasons,
  certificateStatuses,
  endOfEarlier,
  type CertificateCopy,
} from './certificates.ts'
import type { CertificateReason, RegisterChange } from './changes.ts'
import { unitKinds, type UnitKind } from './holdings.ts'
import { registerItems, type RegisterItem } from './items.ts'
import { reportConclusions, type ReportConclusion } from './reports.ts'
import { registerStatuses, type RegisterStatus } from './statuses.ts'

/** One line of the ledger as it is kept; what it holds follows from its kind. */
export type LedgerLine = {
  readonly kind: RegisterChange['kind']
  readonly item: string | null
  readonly before: unknown
  readonly after: unknown
}

const quoted = (value: unknown): string => (typeof value === 'string' && value !== '' ? `“${value}”` : '无')

/** The number printed on the certificate of a serial, where the portal made one: the serial itself says nothing to anybody. */
export type CertificateNumber = (serial: number) => string | null | undefined

const numbered = (text: string, serial: unknown, numberOf: CertificateNumber | undefined): string => {
  const number = typeof serial === 'number' ? numberOf?.(serial) : undefined
  return number ? `${text}（编号${number}）` : text
}

const certificateText = ({ item, before, after }: LedgerLine, numberOf: CertificateNumber | undefined): string => {
  const reason = item as CertificateReason
  const { serial } = after as { readonly serial: number }
  const end = certificateStatuses[endOfEarlier[reason]].text
  const given = numbered(`${certificateReasons[reason]}，颁发登记证书`, serial, numberOf)
  return typeof before === 'number' ? `${given}；${numbered('原证书', before, numberOf)}${end}` : given
}

const lossText = (after: unknown): string => {
  const { lostCopy } = (after ?? {}) as { readonly lostCopy?: CertificateCopy }
  if (!lostCopy) return '登记证书遗失，声明作废'
  const { text, other } = certificateCopies[lostCopy]
  return `登记证书${text}遗失，声明作废，${other}已收回`
}

/** What a line says to everybody; nothing where it is about people, who are not named to the public. */
export const ledgerText = (type: OrgType, line: LedgerLine, numberOf?: CertificateNumber): string | undefined => {
  const { kind, before, after } = line
  switch (kind) {
    case 'found':
      return `${ORG_TYPES[type].founding}，名称${quoted((after as { readonly name: string }).name)}`
    case 'set':
      // Those who gave the money are people, who are not named to the public.
      if (line.item === 'contributors') return '出资人变更'
      return `${registerItems[line.item as RegisterItem].text[type] ?? ''}由${quoted(before)}变更为${quoted(after)}`
    case 'status':
      return `登记状态由“${registerStatuses[before as RegisterStatus].text}”变为“${registerStatuses[after as RegisterStatus].text}”`
    case 'seal':
      return `印章备案：${(after as { readonly kind: string }).kind}`
    case 'sealEnd': {
      const ended = before as { readonly text: string; readonly how: string }
      return `${ended.text}停止使用：${ended.how}`
    }
    case 'account':
      return '银行账户备案'
    case 'accountEnd':
      return '银行账户销户备案'
    case 'unit': {
      const unit = after as { readonly kind: UnitKind; readonly name: string }
      return `${unitKinds[unit.kind]}备案${quoted(unit.name)}`
    }
    case 'unitEnd':
      return `${(before as { readonly text: string }).text}撤销备案`
    case 'term': {
      const term = after as { readonly name: string; readonly to: string }
      return `${term.name}任期至${chineseDate(term.to)}`
    }
    case 'note': {
      const note = after as { readonly what: string; readonly text: string }
      return `${note.what}备案${note.text === '' ? '' : `：${note.text}`}`
    }
    case 'charter': {
      const { told, by } = after as { readonly told: string; readonly by?: string }
      return by === undefined ? `章程核准：${told}` : `章程备案：${told}，由${by}核准`
    }
    case 'report': {
      const { year, conclusion, late } = after as {
        readonly year: number
        readonly conclusion: ReportConclusion
        readonly late?: true
      }
      const { text } = reportConclusions[conclusion]
      const report = `${String(year)}年度检查`
      if (before === null) return `${report}：${text}${late ? '（逾期报送）' : ''}`
      return `${report}结论由“${reportConclusions[before as ReportConclusion].text}”改为“${text}”${late ? '（逾期报送）' : ''}`
    }
    case 'certificate':
      return certificateText(line, numberOf)
    case 'recovery':
      return line.item === 'LOST'
        ? numbered(lossText(after), before, numberOf)
        : numbered('收回登记证书', before, numberOf)
    case 'person':
    case 'leave':
    case 'lease':
      return undefined
  }
}

/** Why somebody left a post that was given up with an office, or with a term; other reasons are as they were chosen. */
const leaves: Readonly<Record<string, string>> = { 变更法定代表人: '不再担任法定代表人', 换届: '任期结束' }

/** The same for the organization itself, which may read who came and went, and until when it rents. */
export const ownLedgerText = (type: OrgType, line: LedgerLine, numberOf?: CertificateNumber): string | undefined => {
  switch (line.kind) {
    case 'person': {
      const { name, post } = line.after as { readonly name: string; readonly post: string }
      return `${name}任${postText(post)}`
    }
    case 'leave': {
      const { text, how } = line.before as { readonly text: string; readonly how: string }
      return Object.hasOwn(leaves, how) ? `${text}${leaves[how] ?? ''}` : `${text}不再担任：${how}`
    }
    case 'lease': {
      const { to } = line.after as { readonly to: string }
      return to === '' ? '住所不再租赁' : `住所租期至${chineseDate(to)}`
    }
    default:
      return ledgerText(type, line, numberOf)
  }
}
