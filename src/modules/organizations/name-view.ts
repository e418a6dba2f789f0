import type { NameAnswer } from '../../core/names/engine.ts'
import type { Finding, FindingLevel, RuleCode } from '../../core/names/types.ts'

/** What each level means to whoever asked for the name, and to whoever decides on it; what weighs most comes first. */
const levels = {
  BLOCK: { words: '须修改', tag: { text: '不符合', tone: 'danger' } },
  WARN: { words: '请注意', tag: { text: '需要说明', tone: 'warning' } },
  MANUAL: { words: '由登记管理机关审核', tag: { text: '请人工判断', tone: 'info' } },
} as const satisfies Record<FindingLevel, object>

/** A blank or an invisible character in words: nobody could see the mark around it. */
const shown = (text: string): string =>
  text.replaceAll(/[^\p{L}\p{N}\p{P}\p{S}]/gu, (character) => (/\s/u.test(character) ? '〔空格〕' : '〔不可见字符〕'))

/** The name around the words a finding is about; nothing where it is about no words in particular. */
const marked = (name: string, typed: string, { code, span }: Finding) => {
  if (!span) return undefined
  const text = code === 'N03' ? typed : name
  return {
    before: shown(text.slice(0, span[0])),
    words: shown(text.slice(...span)),
    after: shown(text.slice(span[1])),
  }
}

/** The heading of a result, which says which name it is of where a page has several. */
const resultTitle = (label?: string): string => `名称自查结果${label === undefined ? '' : `：${label}`}`

/** What was looked at, said with every result, so that an empty one says something too. */
export const checkedText = ({ rules }: NameAnswer): string =>
  `已核对：${rules}条名称规则，全部登记信息、已经保留的名称和其他正在办理的申请`

/** The answer of the name check for whoever asked: parts, what was looked at, and every finding once, what must change first. */
export const nameView = (
  answer: NameAnswer,
  typed: string,
  of?: { readonly field: string; readonly label: string },
) => {
  const { normalized, parts } = answer
  const findings = Object.keys(levels).flatMap((level) => answer.findings.filter((finding) => finding.level === level))
  return {
    id: `name-check${of ? `-${of.field}` : ''}`,
    title: resultTitle(of?.label),
    parts: [
      ['行政区划', parts.division],
      ['字号', parts.tradeName],
      ['业务领域', parts.field],
      ['组织形式', parts.form],
    ].flatMap(([label, text]) => (text ? [`${label ?? ''}“${text}”`] : [])),
    checked: checkedText(answer),
    findings: findings.map((finding, index) => ({
      code: finding.code,
      words: levels[finding.level].words,
      message: finding.message,
      basis: finding.basis,
      marked: marked(normalized, typed, finding),
      // The same correction is offered once, where it is first called for.
      suggestion: findings.slice(0, index).some(({ suggestion }) => suggestion === finding.suggestion)
        ? undefined
        : finding.suggestion,
    })),
  }
}

/** One sentence at the field for everything that must change; the findings themselves stand in the result, by `label`. */
export const nameFault = ({ findings }: NameAnswer, label?: string): string | undefined => {
  const count = findings.filter(({ level }) => level === 'BLOCK').length
  return count === 0 ? undefined : `名称有${count}处须修改，见“${resultTitle(label)}”`
}

/** What says that a name belongs to somebody: registered, closed since it was lost, or kept by an open case. */
const taken: readonly RuleCode[] = ['N70', 'N71', 'N72', 'N73', 'N74']

/** What to do about a name that belongs to somebody else; nothing of one that nobody holds. */
export const takenText = ({ findings, parts }: NameAnswer): string | undefined => {
  if (!findings.some(({ code }) => taken.includes(code))) return undefined
  const change = parts.tradeName
    ? `请更换字号“${parts.tradeName}”`
    : '请加上字号，或者改动业务领域中的文字，与它区别开来'
  return `这个名称现在归其他组织或者申请人，不能用它办理。${change}，再检查一次。`
}

/** The findings as lines of a table for officials. */
export const nameRows = ({ findings }: Pick<NameAnswer, 'findings'>) =>
  findings.map(
    ({ basis, code, level, message }) =>
      [{ tag: levels[level].tag }, { text: message, sub: code }, { text: basis }] as const,
  )
