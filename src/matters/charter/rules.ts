import { amendmentOf, clausesIn, keptIn } from '../../core/charters/items.ts'
import { checkCharter, type CharterFinding } from '../../core/charters/check.ts'
import { changeTexts } from '../../core/charters/compare.ts'
import { traitsRegistered } from '../../core/charters/registered.ts'
import { articleNumber, sizeFault } from '../../core/charters/text.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import type { RuleContext } from '../../core/matters/contexts.ts'
import type { Answers, Rule, RuleFinding } from '../../core/matters/define.ts'
import type { OrgType } from '../../core/org-types.ts'
import { addDays } from '../../core/workflow/calendar.ts'
import { numbersOf } from '../shared/numbers.ts'
import { consentRules } from '../shared/rules-consent.ts'
import { voteRules } from '../shared/votes.ts'
import type { CharterLaw } from './law.ts'

/** Days from the vote within which the charter goes to the supervisory unit (model charters; domain.md §5.3). */
const SENT_WITHIN = 15

type Known = Pick<RuleContext, 'register' | 'holdings' | 'authority'>

/** What speaks against the articles of a case, as far as the register is known. */
export const foundIn = (
  orgType: OrgType,
  answers: Answers,
  { register, holdings, authority }: Known,
): readonly CharterFinding[] => {
  const clauses = clausesIn(answers.items('articles'))
  const large = sizeFault(clauses)
  if (large !== undefined) return [{ level: 'BLOCK', message: large, basis: '章程示范文本' }]
  return checkCharter(clauses, {
    orgType,
    traits: register ? traitsRegistered({ orgType, items: register, holdings }) : [],
    register,
    holdings,
    authority,
  })
}

/** What speaks against the articles, each at its own; of one level, or all of it where `levels` says so. */
export const textRule = (
  law: CharterLaw,
  at: Pick<Rule, 'effectiveFrom' | 'stages'>,
  level: CharterFinding['level'],
  levels: readonly CharterFinding['level'][] = [level],
): Rule => ({
  ...at,
  code: level === 'BLOCK' ? 'CHARTER-TEXT' : 'CHARTER-VALUES',
  basis: level === 'BLOCK' ? law.charter : '登记簿、章程示范文本',
  level,
  check: (answers, context) => {
    const kept = keptIn(answers.items('articles'))
    return foundIn(law.orgType, answers, context)
      .filter((finding) => levels.includes(finding.level))
      .map(({ at: place, message, basis }): RuleFinding => {
        const item = place === undefined ? undefined : kept[place]
        return item && place !== undefined
          ? { page: 'articles', field: 'text', itemId: item.id, message: `${articleNumber(place)}：${message}`, basis }
          : { page: 'articles', message, basis }
      })
  },
})

/**
 * What is otherwise than in the charter in force, and is said to be so without a reason, or not at all. `wants`: what is
 * wanted of it; only what is approved has to give reasons.
 */
export const amendmentRules = (
  at: Pick<Rule, 'effectiveFrom' | 'stages'>,
  wants: '核准' | '备案' | '预审' = '核准',
): readonly Rule[] => {
  const rule = (code: string, check: Rule['check']): Rule => ({
    ...at,
    code,
    basis: '登记管理机关要求',
    level: 'BLOCK',
    check,
  })
  const before = (answers: Answers, { holdings }: RuleContext) =>
    holdings?.charter && answers.value('charter', 'base') === String(holdings.charter.n)
      ? holdings.charter.clauses
      : null
  return [
    rule('CHARTER-BASE', (answers, { holdings }) => {
      const { n, clauses } = holdings?.charter ?? {}
      const [onFile, base] = [answers.value('charter', 'onFile'), answers.value('charter', 'base')]
      if (!holdings || onFile === '' || (clauses ? base === String(n) : onFile === 'no')) return []
      const message = clauses
        ? `登记管理机关存有的现行章程是第${String(n)}版，请选“是”，版本填写${String(n)}，并在“章程条文”中从现行章程重新开始`
        : '登记管理机关没有现行章程的文本，请选“否”'
      return [{ page: 'charter', field: clauses && onFile === 'yes' ? 'base' : 'onFile', message }]
    }),
    rule('CHARTER-REASONS', (answers, context) => {
      const old = before(answers, context)
      if (!old) return []
      const { rows, titles } = amendmentOf(old, answers.items('articles'))
      if (rows.length > 0 && titles.length === 0 && rows.every(({ change }) => change === 'same'))
        return [{ page: 'articles', message: `与现行章程没有不同，没有需要${wants}的修改` }]
      return rows.flatMap(({ change, item, reason, now, old: from }): readonly RuleFinding[] => {
        const place = now?.place ?? from?.place ?? 0
        const called = `${now ? '' : '现行'}${articleNumber(place)}`
        if (!item)
          return [
            {
              page: 'articles',
              message: `${called}没有列出。要删除的，添加一条，写明现行条号${String(place + 1)}，选“删除现行条文”；不删除的，照原文添加`,
            },
          ]
        return change === 'same' || reason !== '' || wants !== '核准'
          ? []
          : [
              {
                page: 'articles',
                field: 'reason',
                itemId: item,
                message: `${called}：${changeTexts[change]}了，请写明修改理由`,
              },
            ]
      })
    }),
    rule('CHARTER-WAS', (answers) => {
      const seen = new Set<string>()
      return answers.items('articles').flatMap(({ id, values: { was = '' } }) => {
        const twice = was !== '' && seen.has(was)
        seen.add(was)
        const message = `现行条号${was}写了两次：一条现行条文只能对应一条，拆出来的另一条作为新增，不填现行条号`
        return twice ? [{ page: 'articles', field: 'was', itemId: id, message }] : []
      })
    }),
  ]
}

/** What speaks against a charter that is to be approved, for the applicant and for the reviewer (domain.md §5.3). */
export const charterRules = (law: CharterLaw): readonly Rule[] => {
  const at = { effectiveFrom: law.inForce, stages: ['charter'] } as const
  const assembly = law.orgType === 'SOCIAL_GROUP'
  return [
    textRule(law, at, 'BLOCK'),
    textRule(law, at, 'WARN'),
    ...amendmentRules(at),
    ...voteRules(
      { ...at, prefix: 'CHARTER', basis: law.charter, page: 'resolution' },
      {
        meeting: assembly ? '会员大会（会员代表大会）' : '理事会会议',
        members: assembly ? '会员（会员代表）' : '理事',
        ...(law.twoThirds ? { quorum: law.twoThirds } : {}),
        resolutions: [{ prefix: 'charter', text: '章程修改' }],
      },
    ),
    {
      ...at,
      code: 'CHARTER-TWO-THIRDS',
      basis: law.twoThirds ?? law.charter,
      level: law.twoThirds ? 'BLOCK' : 'WARN',
      check: (answers) => {
        const votes = numbersOf(answers, 'resolution', ['presentCount', 'charterFor'])
        if (!votes) return []
        const { presentCount: present, charterFor: yes } = votes
        // What half of them did not want is told already.
        if (yes * 2 <= present || yes * 3 >= present * 2) return []
        const message = `修改章程${law.twoThirds ? '须' : '一般须'}经到会人员三分之二以上通过；同意${String(yes)}票，实到${String(present)}人`
        return [{ page: 'resolution', field: 'charterFor', message }]
      },
    },
    {
      ...at,
      code: 'COUNCIL-FIRST',
      basis: law.charter,
      level: 'WARN',
      check: (answers) => {
        const [council, met] = [answers.value('resolution', 'councilDate'), answers.value('resolution', 'meetingDate')]
        const message = '晚于会议日期，请核对：一般先由理事会通过修改草案，再提交会员大会（会员代表大会）'
        return council !== '' && met !== '' && council > met
          ? [{ page: 'resolution', field: 'councilDate', message }]
          : []
      },
    },
    {
      ...at,
      code: 'SENT-BEFORE-CONSENT',
      basis: law.charter,
      level: 'BLOCK',
      check: (answers) => {
        const [sent, agreed] = [answers.value('consent', 'sentOn'), answers.value('consent', 'consentDate')]
        const message = '早于送审日期，请核对：业务主管单位收到送审的章程以后才能审查同意'
        return sent !== '' && agreed !== '' && agreed < sent ? [{ page: 'consent', field: 'consentDate', message }] : []
      },
    },
    ...(['BLOCK', 'WARN'] as const).map((level): Rule => ({
      ...at,
      code: level === 'BLOCK' ? 'SENT-LATE-REASON' : 'SENT-IN-TIME',
      basis: law.charter,
      level,
      check: (answers) => {
        const [met, sent] = [answers.value('resolution', 'meetingDate'), answers.value('consent', 'sentOn')]
        if (met === '' || sent === '' || sent <= addDays(met, SENT_WITHIN)) return []
        const late = `应当自通过之日起${String(SENT_WITHIN)}日内（${chineseDate(addDays(met, SENT_WITHIN))}以前）送审，已经超过`
        if (level === 'WARN')
          return [{ page: 'consent', field: 'sentOn', message: `${late}，由登记管理机关审查逾期说明` }]
        return answers.value('consent', 'sentLateReason') === ''
          ? [{ page: 'consent', field: 'sentLateReason', message: `${late}。可以申请，请在这里写明逾期的原因` }]
          : []
      },
    })),
    ...consentRules(
      { ...at, basis: `${law.regulation}${law.article}` },
      { title: '章程核准', days: law.days, charter: law.charter },
    ),
  ]
}
