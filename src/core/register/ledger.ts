import { chineseDate } from '../documents/dates.ts'
import { postText } from '../posts.ts'
import { ORG_TYPES, type OrgType } from '../org-types.ts'
import { certificateReasons, certificateStatuses, endOfEarlier } from './certificates.ts'
import type { CertificateReason, RegisterChange } from './changes.ts'
import { unitKinds, type UnitKind } from './holdings.ts'
import { registerItems, type RegisterItem } from './items.ts'
import { registerStatuses, type RegisterStatus } from './statuses.ts'

/** One line of the ledger as it is kept; what it holds follows from its kind. */
export type LedgerLine = {
  readonly kind: RegisterChange['kind']
  readonly item: string | null
  readonly before: unknown
  readonly after: unknown
}

const quoted = (value: unknown): string => (typeof value === 'string' && value !== '' ? `“${value}”` : '无')

const certificateText = ({ item, before, after }: LedgerLine): string => {
  const reason = item as CertificateReason
  const { serial } = after as { readonly serial: number }
  const end = certificateStatuses[endOfEarlier[reason]].text
  return `颁发登记证书（${certificateReasons[reason]}），序号${serial}${typeof before === 'number' ? `；原证书序号${before}，${end}` : ''}`
}

/** What a line says to everybody; nothing where it is about people, who are not named to the public. */
export const ledgerText = (type: OrgType, line: LedgerLine): string | undefined => {
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
    case 'certificate':
      return certificateText(line)
    case 'recovery':
      return line.item === 'LOST'
        ? `登记证书遗失，声明作废，序号${String(before)}`
        : `收回登记证书，序号${String(before)}`
    case 'person':
    case 'leave':
    case 'lease':
      return undefined
  }
}

/** The same for the organization itself, which may read who came and went, and until when it rents. */
export const ownLedgerText = (type: OrgType, line: LedgerLine): string | undefined => {
  switch (line.kind) {
    case 'person': {
      const { name, post } = line.after as { readonly name: string; readonly post: string }
      return `${name}任${postText(post)}`
    }
    case 'leave': {
      const { text, how } = line.before as { readonly text: string; readonly how: string }
      return `${text}：${how}`
    }
    case 'lease': {
      const { to } = line.after as { readonly to: string }
      return to === '' ? '住所不再租赁' : `住所租期至${chineseDate(to)}`
    }
    default:
      return ledgerText(type, line)
  }
}
