import { chineseDate } from '../../core/documents/dates.ts'
import { plainAmount, readAmount } from '../../core/forms/money.ts'
import { identityKey } from '../../core/identity/documents.ts'
import { counterState } from '../../core/matters/counters.ts'
import type { RuleContext } from '../../core/matters/contexts.ts'
import type { Answers, Rule, RuleFinding } from '../../core/matters/define.ts'
import { nameKey } from '../../core/names/normalize.ts'
import { heldOf } from '../../core/register/holdings.ts'
import { registerStatuses } from '../../core/register/statuses.ts'
import { fieldsOf } from '../../core/matters/define.ts'
import type { Page } from '../../core/forms/page.ts'
import { chosenOnce, stillRegistered } from '../shared/registered.ts'
import { voteRules } from '../shared/votes.ts'
import { byAuthority } from '../filings/define.ts'
import { organs } from '../filings/organs.ts'
import { claimsUntil, countersOf } from './counters.ts'
import { CIVIL_CODE, CREDITORS, type Ender } from './law.ts'
import { CLOSURES, RETURNED } from './pages-closing.ts'

const yuan = (amount: bigint): string => `${plainAmount(amount)}元`

/** A day that does not come before another one; both as they are called. */
type Order = readonly [
  page: string,
  field: string,
  text: string,
  after: readonly [page: string, field: string, text: string],
]

const formed = ['liquidators', 'formedOn', '清算组成立日期'] as const
const over = ['settlement', 'endedOn', '清算结束日期'] as const
const occurred = ['ending', 'occurredOn', '终止情形出现日期'] as const

/** Of the end itself; a body may have decided or agreed ahead, so that who decides on the case judges it. */
const beginning: readonly Order[] = [
  ['ending', 'opinionOn', '检查意见日期', ['ending', 'planOn', '终止方案日期']],
  ['resolution', 'meetingDate', '会议日期', occurred],
  ['resolution', 'recognizedOn', '业务主管单位认可日期', ['resolution', 'noticeOn', '公告日期']],
  ['consent', 'consentDate', '同意日期', ['resolution', 'meetingDate', '会议日期']],
]

const liquidating: readonly Order[] = [
  ['creditors', 'toldOn', '通知已知债权人日期', formed],
  ['creditors', 'noticeOn', '清算公告见报日期', formed],
  [...over, formed],
  ['audit', 'reportedOn', '清算报告日期', over],
  ['acceptance', 'acceptedOn', '认可清算结果的日期', over],
]

const ordered =
  (orders: readonly Order[]) =>
  (answers: Answers): readonly RuleFinding[] =>
    orders.flatMap(([page, field, name, [otherPage, otherField, text]]) => {
      const [day, before] = [answers.value(page, field), answers.value(otherPage, otherField)]
      return day === '' || before === '' || day >= before
        ? []
        : [{ page, field, message: `${name}早于${text}${chineseDate(before)}，请核对` }]
    })

const found = (page: string, field: string, message: string): readonly RuleFinding[] => [{ page, field, message }]

/** Why a recipient may not have what is left; the code tells what it is, whatever was ticked. */
const unfit = (values: Readonly<Record<string, string>>, named: RuleContext['named']) => {
  const { kind = '', uscc = '', name = '' } = values
  if (kind === 'PERSON') return ['kind', '剩余财产不得分给个人，请填写按照章程接收的公益组织'] as const
  if (kind === 'COMPANY' || /^[^15]/.test(uscc))
    return [
      'kind',
      '剩余财产用于公益，不得转给企业；应当转给社会团体、民办非企业单位、基金会或者公益性事业单位',
    ] as const
  if (uscc !== '' && uscc.startsWith('5') !== (kind === 'NONPROFIT'))
    return ['uscc', '统一社会信用代码与所选的接收方不符，请核对'] as const
  const registered = named?.get(uscc)
  if (!registered) return undefined
  if (registered.status !== 'ACTIVE')
    return [
      'uscc',
      `登记簿中${registered.name}的状态是“${registerStatuses[registered.status].text}”，不能接收`,
    ] as const
  return nameKey(name) === nameKey(registered.name)
    ? undefined
    : (['name', `与登记簿中这个代码的名称“${registered.name}”不一致`] as const)
}

/** Which of several it is about. */
const ofOne = ({ name = '' }: Readonly<Record<string, string>>, message: string): string =>
  name === '' ? message : `${name}：${message}`

const recipientRules = ({ law }: Ender, at: Pick<Rule, 'effectiveFrom' | 'stages'>): readonly Rule[] => [
  {
    ...at,
    code: 'RECIPIENT',
    basis: law.residue,
    level: 'BLOCK',
    check: (answers, { named }) =>
      answers.items('recipients').flatMap(({ id, values }) => {
        const fault = unfit(values, named)
        return fault ? [{ page: 'recipients', itemId: id, field: fault[0], message: ofOne(values, fault[1]) }] : []
      }),
  },
  {
    ...at,
    code: 'RECIPIENT-UNKNOWN',
    basis: law.residue,
    level: 'WARN',
    check: (answers, { named }) =>
      answers.items('recipients').flatMap(({ id, values }) =>
        !values['uscc'] || !named || named.has(values['uscc']) || unfit(values, named)
          ? []
          : [
              {
                page: 'recipients',
                itemId: id,
                field: 'uscc',
                message: ofOne(values, '本平台的登记簿中没有这个单位，由登记管理机关核实其性质'),
              },
            ],
      ),
  },
  {
    ...at,
    code: 'RECIPIENTS-SUM',
    basis: law.residue,
    level: 'BLOCK',
    check: (answers) => {
      const residue = readAmount(answers.value('settlement', 'residue'))
      const parts = answers.items('recipients').map(({ values }) => readAmount(values['amount'] ?? ''))
      if (residue === undefined || parts.length === 0 || parts.includes(undefined)) return []
      const sum = parts.reduce<bigint>((all, part) => all + (part ?? 0n), 0n)
      if (sum === residue) return []
      const message = `接收金额合计${yuan(sum)}，剩余财产${yuan(residue)}，${sum > residue ? '多' : '少'}${yuan(sum > residue ? sum - residue : residue - sum)}`
      return [{ page: 'recipients', message }]
    },
  },
]

const settlementRules = (ender: Ender, at: Pick<Rule, 'effectiveFrom' | 'stages'>): readonly Rule[] => [
  {
    ...at,
    code: 'TOTALS',
    basis: byAuthority,
    level: 'BLOCK',
    check: (answers) => {
      const [assets, debts, expenses, residue] = ['assets', 'debts', 'expenses', 'residue'].map((field) =>
        readAmount(answers.value('settlement', field)),
      )
      if (assets === undefined || debts === undefined || expenses === undefined || residue === undefined) return []
      const left = assets - debts - expenses
      if (left < 0n)
        return found(
          'settlement',
          'debts',
          `资产不足以清偿债务和清算费用，差${yuan(-left)}，清算组应当依法向人民法院申请破产清算，不能申请注销登记`,
        )
      if (left === residue) return []
      const message = `${yuan(assets)}减${yuan(debts)}减${yuan(expenses)}等于${yuan(left)}，填写的剩余财产是${yuan(residue)}，相差${yuan(left > residue ? left - residue : residue - left)}`
      return found('settlement', 'residue', message)
    },
  },
  {
    ...at,
    code: 'RESIDUE-TOLD',
    basis: ender.law.residue,
    level: 'BLOCK',
    check: (answers) => {
      const residue = readAmount(answers.value('settlement', 'residue'))
      const told = answers.value('settlement', 'hasResidue')
      if (residue === undefined || told === '' || (told === 'yes') === residue > 0n) return []
      return found('settlement', 'hasResidue', `填写的剩余财产是${yuan(residue)}，请选“${residue > 0n ? '是' : '否'}”`)
    },
  },
  {
    ...at,
    code: 'CLAIMS-OVER',
    basis: CREDITORS,
    level: 'BLOCK',
    check: (answers) => {
      const [until, ended] = [claimsUntil(answers), answers.value('settlement', 'endedOn')]
      if (until === '' || ended === '' || ended > until) return []
      return found('settlement', 'endedOn', `债权申报到${chineseDate(until)}才届满，清算不能在那以前结束`)
    },
  },
  {
    ...at,
    code: 'LATE-REASON',
    basis: ender.law.applies,
    level: 'BLOCK',
    check: (answers, { today }) => {
      const applied = countersOf(ender)(answers, { charity: false, today }).find(({ code }) => code === 'APPLIED')
      if (!applied || today <= applied.dueOn || answers.value('settlement', 'lateReason') !== '') return []
      const message = `应当自清算结束之日起15日内（${chineseDate(applied.dueOn)}以前）申请，现在已经超过。可以申请，请在这里写明逾期的原因`
      return found('settlement', 'lateReason', message)
    },
  },
]

const returnRules = ({ law }: Ender, at: Pick<Rule, 'effectiveFrom' | 'stages'>): readonly Rule[] => [
  {
    ...at,
    code: 'RETURNS',
    basis: law.applies,
    level: 'BLOCK',
    check: (answers, { holdings }) => {
      const items = answers.items('returns')
      if (items.length === 0) return []
      const missing = RETURNED.filter(
        ({ value }) => value !== 'SEAL' && !items.some(({ values }) => values['what'] === value),
      ).map(({ text }) => text)
      const seals = holdings ? heldOf(holdings, 'seals').map(({ text }) => text) : []
      const left = seals.filter((text) => !items.some(({ values }) => values['seal'] === text))
      const all = [...missing, ...left]
      return all.length > 0 ? [{ page: 'returns', message: `还没有列出：${all.join('、')}` }] : []
    },
  },
  { ...at, code: 'RETURNED-ONCE', basis: law.applies, level: 'BLOCK', check: chosenOnce('returns', 'seal') },
  {
    ...at,
    code: 'CLOSURES',
    basis: byAuthority,
    level: 'WARN',
    check: (answers) =>
      CLOSURES.filter(({ name, ours }) => ours && answers.value('closures', name) === 'OPEN').map(
        ({ name, title }) => ({
          page: 'closures',
          field: name,
          message: `${title}还没有办结，请在准予注销以前办结`,
        }),
      ),
  },
]

const groupRules = ({ law }: Ender, at: Pick<Rule, 'effectiveFrom' | 'stages'>): readonly Rule[] => [
  {
    ...at,
    code: 'ONE-HEAD',
    basis: law.group,
    level: 'BLOCK',
    check: (answers) => {
      const items = answers.items('liquidators')
      const heads = items.filter(({ values }) => values['isHead'] === 'yes').length
      if (items.length === 0 || heads === 1) return []
      return [{ page: 'liquidators', message: `清算组应当有一名负责人，现在有${String(heads)}名` }]
    },
  },
  {
    ...at,
    code: 'THREE-LIQUIDATORS',
    basis: byAuthority,
    level: 'WARN',
    check: (answers) => {
      const { length } = answers.items('liquidators')
      return length === 0 || length >= 3
        ? []
        : [{ page: 'liquidators', message: `清算组一般由三人以上组成，现在有${String(length)}人` }]
    },
  },
  {
    ...at,
    code: 'LIQUIDATOR-ONCE',
    basis: law.group,
    level: 'BLOCK',
    check: (answers) => {
      const seen = new Set<string>()
      return answers.items('liquidators').flatMap(({ id, values }) => {
        const { idType = '', idNumber = '' } = values
        const key = identityKey(idType, idNumber)
        const again = idNumber !== '' && seen.has(key)
        seen.add(key)
        return again
          ? [{ page: 'liquidators', field: 'idNumber', itemId: id, message: ofOne(values, '已经在清算组中列出') }]
          : []
      })
    },
  },
  {
    ...at,
    code: 'GROUP-AFTER',
    basis: law.group,
    level: 'BLOCK',
    check: ordered([[...formed, occurred]]),
  },
  {
    ...at,
    code: 'CHARITY-ANNOUNCED',
    basis: law.charity,
    level: 'BLOCK',
    check: (answers, { register }) =>
      register &&
      register.charity !== '' &&
      answers.value('liquidators', 'formedOn') &&
      !answers.value('liquidators', 'announcedOn')
        ? found('liquidators', 'announcedOn', '慈善组织成立清算组以后，应当向社会公告，请填写公告日期')
        : [],
  },
  {
    ...at,
    code: 'CHARITY-REASON',
    basis: law.ends,
    level: 'BLOCK',
    check: (answers, { register }) =>
      register && register.charity === '' && answers.value('ending', 'reason') === 'CHARITY_IDLE'
        ? found('ending', 'reason', '登记簿中本组织不是慈善组织，请选择其他事由')
        : [],
  },
]

/** What was late, said where the day is answered: whoever decides sees it, and it closes no door. */
const lateRule = (ender: Ender, at: Pick<Rule, 'effectiveFrom' | 'stages'>, pages: readonly string[]): Rule => ({
  ...at,
  code: 'IN-TIME',
  basis: `${ender.law.group}、${CIVIL_CODE}第七十条`,
  level: 'WARN',
  check: (answers, { today, register }) =>
    countersOf(ender)(answers, { charity: (register?.charity ?? '') !== '', today })
      .filter(
        (counter) => pages.includes(counter.at.page) && counterState(counter, today).toLowerCase().includes('late'),
      )
      .map(({ title, dueOn, basis, at: { page, field } }) => ({
        page,
        field,
        basis,
        message: `${title}应当在${chineseDate(dueOn)}以前，已经超过，由登记管理机关审查`,
      })),
})

/** What speaks against the end of an organization, for the applicant and for the reviewer. */
export const liquidationRules = (ender: Ender, first: readonly Page[], last: readonly Page[]): readonly Rule[] => {
  const { law, orgType } = ender
  const { meeting, twoThirds } = organs[orgType]
  const inForce = { effectiveFrom: law.inForce } as const
  const begins = { ...inForce, stages: ['liquidation'] } as const
  const ends = { ...inForce, stages: ['deregistration'] } as const
  return [
    ...voteRules(
      { prefix: 'ENDING', basis: law.charter, page: 'resolution', ...begins },
      { ...meeting.who, resolutions: [{ prefix: 'decision', text: '终止的决议' }] },
    ),
    {
      ...begins,
      code: 'TWO-THIRDS',
      basis: twoThirds ?? law.charter,
      level: 'WARN',
      check: (answers) => {
        const [present, yes] = [
          answers.number('resolution', 'presentCount'),
          answers.number('resolution', 'decisionFor'),
        ]
        if (present === undefined || yes === undefined || yes * 2 <= present || yes * 3 >= present * 2) return []
        return found(
          'resolution',
          'decisionFor',
          `终止一般须经到会人员三分之二以上通过；同意${String(yes)}票，实到${String(present)}人`,
        )
      },
    },
    {
      ...begins,
      code: 'OWN-UNIT',
      basis: law.ends,
      level: 'WARN',
      check: (answers, { register }) => {
        const given = answers.value('consent', 'supervisoryUnit')
        if (!register || answers.value('consent', 'hasUnit') === '' || given === register.supervisoryUnit) return []
        return found(
          'consent',
          'supervisoryUnit',
          `与登记的不一致，登记的是：${register.supervisoryUnit || '没有业务主管单位'}`,
        )
      },
    },
    { ...begins, code: 'DAYS-DOUBTFUL', basis: byAuthority, level: 'WARN', check: ordered(beginning) },
    ...groupRules(ender, begins),
    lateRule(
      ender,
      begins,
      first.map(({ code }) => code),
    ),
    { ...ends, code: 'DAYS-IN-ORDER', basis: byAuthority, level: 'BLOCK', check: ordered(liquidating) },
    ...settlementRules(ender, ends),
    ...recipientRules(ender, ends),
    stillRegistered(
      last.filter((page) => fieldsOf(page).some(({ kind }) => kind === 'registered')),
      {
        ...ends,
        basis: law.applies,
      },
    ),
    ...returnRules(ender, ends),
    {
      ...lateRule(
        ender,
        ends,
        last.map(({ code }) => code),
      ),
      code: 'LATE',
    },
  ]
}
