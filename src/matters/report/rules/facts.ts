import { registerItems, type RegisterItem } from '../../../core/register/items.ts'
import type { OrgType } from '../../../core/org-types.ts'
import type { Answers, Rule, RuleFinding } from '../../../core/matters/define.ts'
import { chineseDate } from '../../../core/documents/dates.ts'
import { splitChoices } from '../../../core/forms/field.ts'
import { changedBy } from '../../change/items.ts'
import { fenOf, figuresOf, fiscalYearOf, sumOn, yuan } from '../figures.ts'
import { isGroup, type Reporter } from '../law.ts'
import { donationSheet } from '../pages/giving.ts'
import { explainedRule } from './define.ts'

type At = Pick<Rule, 'effectiveFrom' | 'stages'>

const textOf = (orgType: OrgType, item: string): string => registerItems[item as RegisterItem]?.text[orgType] ?? item

/** Each item that is not so any more, with the change that mends it, or that it is under way already. */
const wrongItems =
  ({ orgType }: Reporter): Rule['check'] =>
  (answers, { underWay }) => {
    if (answers.value('entry', 'itemsRight') !== 'WRONG') return []
    return splitChoices(answers.value('entry', 'wrongItems')).map((item): RuleFinding => {
      const text = textOf(orgType, item)
      const by = underWay?.get(item as RegisterItem)
      const at = { page: 'entry', field: 'wrongItems' }
      if (by !== undefined) return { ...at, message: `${text}的变更已经提交（${by}），请改选“已提交变更”` }
      const about = changedBy(orgType, item)
      return {
        ...at,
        message: `${text}与登记的不一致，请先办理变更登记，办好以后回来，改选“正确”`,
        way: { text: `变更${text}`, family: 'change', ...(about === undefined ? {} : { about }) },
      }
    })
  }

/** Items said to be under way that are not: granted meanwhile, or never handed in. */
const notUnderWay =
  ({ orgType }: Reporter): Rule['check'] =>
  (answers, { underWay }) => {
    if (answers.value('entry', 'itemsRight') !== 'FILED' || underWay === undefined) return []
    return splitChoices(answers.value('entry', 'wrongItems'))
      .filter((item) => !underWay.has(item as RegisterItem))
      .map((item): RuleFinding => {
        const text = textOf(orgType, item)
        const about = changedBy(orgType, item)
        return {
          page: 'entry',
          field: 'wrongItems',
          message: `没有正在办理的${text}变更：已经办结的，请核对上面的登记内容，改选“正确”；还没有提交的，请先办理变更登记`,
          way: { text: `变更${text}`, family: 'change', ...(about === undefined ? {} : { about }) },
        }
      })
  }

const wrongPeople: Rule['check'] = (answers, { holdings }) =>
  answers.value('organs', 'peopleRight') === 'WRONG'
    ? [
        {
          page: 'organs',
          field: 'peopleRight',
          message: '负责人、理事、监事与登记簿不一致，请办理负责人备案',
          way: { text: '负责人备案', family: 'filing', kind: holdings?.term ? 'filing-midterm' : 'filing-term' },
        },
      ]
    : []

const wrongUnits: Rule['check'] = (answers) =>
  answers.value('branches', 'unitsRight') === 'WRONG'
    ? [
        {
          page: 'branches',
          field: 'unitsRight',
          message: '分支机构与备案的不一致，请办理备案',
          way: { text: '办理备案', family: 'filing' },
        },
      ]
    : []

/** Which may not be more than which, on a page. */
const within: readonly (readonly [page: string, field: string, of: string, text: string])[] = [
  ['staff', 'staffWomen', 'staff', '工作人员中女性'],
  ['staff', 'staffBachelor', 'staff', '工作人员中大学本科以上学历'],
  ['staff', 'staffParty', 'staff', '工作人员中中共党员'],
  ['staff', 'fullTime', 'staff', '专职工作人员'],
  ['staff', 'civilStaff', 'staff', '工作人员中的公务员'],
  ['staff', 'fullWomen', 'fullTime', '专职工作人员中女性'],
  ['staff', 'fullBachelor', 'fullTime', '专职工作人员中大学本科以上学历'],
  ['staff', 'fullParty', 'fullTime', '专职工作人员中中共党员'],
  ['staff', 'contracts', 'fullTime', '签订劳动合同的'],
  ['staff', 'housingFund', 'fullTime', '缴存住房公积金的'],
]

const countsWithin: Rule['check'] = (answers) =>
  within.flatMap(([page, field, of, text]): readonly RuleFinding[] => {
    const [part, whole] = [answers.number(page, field), answers.number(page, of)]
    return part === undefined || whole === undefined || part <= whole
      ? []
      : [
          {
            page,
            field,
            message: `${text}${String(part)}人，多于${of === 'staff' ? '工作人员' : '专职工作人员'}${String(whole)}人`,
          },
        ]
  })

const noneAlone: Rule['check'] = (answers) => {
  const ticked = splitChoices(answers.value('happened', 'had'))
  return ticked.length > 1 && ticked.includes('NONE')
    ? [{ page: 'happened', field: 'had', message: '勾选了“以上都没有”的，不能再勾选其他情况' }]
    : []
}

/** What happened in the year reported, by its day. */
const happenedIn = [
  ['activity', 'heldOn', 'name'],
  ['councils', 'heldOn', 'session'],
] as const

const inTheYear: Rule['check'] = (answers) => {
  const year = String(fiscalYearOf(answers) ?? '')
  return happenedIn.flatMap(([page, field, name]) =>
    answers.items(page).flatMap(({ id, values }): readonly RuleFinding[] => {
      const day = values[field] ?? ''
      if (year === '' || day === '' || day.startsWith(year)) return []
      return [{ page, field, itemId: id, message: `${values[name] ?? ''}：${chineseDate(day)}不在${year}年度` }]
    }),
  )
}

/** Amounts in the statements that call for a page which was not ticked. */
const ticked = (reporter: Reporter): Rule['check'] => {
  const asked: readonly (readonly [cell: string, option: string, text: string])[] = [
    ['activity.donations-total', 'DONATIONS', '捐赠收入'],
    ...(isGroup(reporter) ? [['activity.fees-total', 'FEES', '会费收入'] as const] : []),
  ]
  return (answers) => {
    const figure = figuresOf(answers)
    return asked.flatMap(([cell, option, text]): readonly RuleFinding[] => {
      const income = figure(cell) ?? 0n
      return income === 0n || answers.has('happened', 'had', option)
        ? []
        : [{ page: 'happened', field: 'had', message: `业务活动表有${text}${yuan(income)}，这里没有勾选` }]
    })
  }
}

const gap = (one: bigint, other: bigint): bigint => (one > other ? one - other : other - one)

const donationsAgree =
  (reporter: Reporter): Rule['check'] =>
  (answers) => {
    if (!answers.has('happened', 'had', 'DONATIONS')) return []
    const [income, sum] = [
      figuresOf(answers)('activity.donations-total'),
      sumOn(answers, 'donations', donationSheet(reporter), 'all-total'),
    ]
    return income === undefined || sum === undefined || income === sum
      ? []
      : [
          {
            page: 'donations',
            field: 'all-total',
            message: `捐赠合计${yuan(sum)}，业务活动表的捐赠收入是${yuan(income)}，相差${yuan(gap(sum, income))}`,
          },
        ]
  }

const feesAgree: Rule['check'] = (answers) => {
  const [income, received] = [figuresOf(answers)('activity.fees-total'), fenOf(answers, 'feesYear', 'feeReceived')]
  return income === undefined || received === undefined || income === received
    ? []
    : [
        {
          page: 'feesYear',
          field: 'feeReceived',
          message: `实收会费与业务活动表的会费收入${yuan(income)}不一致，相差${yuan(gap(income, received))}`,
        },
      ]
}

const inKind = (reporter: Reporter, answers: Answers): bigint =>
  answers.has('happened', 'had', 'DONATIONS')
    ? (sumOn(answers, 'donations', donationSheet(reporter), 'all-inKind') ?? 0n)
    : 0n

const ownUnit: Rule['check'] = (answers, { register }) => {
  if (!register || answers.value('consent', 'hasUnit') === '') return []
  return answers.value('consent', 'supervisoryUnit') === register.supervisoryUnit
    ? []
    : [
        {
          page: 'consent',
          field: 'supervisoryUnit',
          message: `与登记的不一致，登记的是：${register.supervisoryUnit || '没有业务主管单位'}`,
          way: { text: '变更业务主管单位', family: 'change', about: 'supervisoryUnit' },
        },
      ]
}

/** Rules on what was answered: it agrees in itself, with the register and with the statements (domain-2.md §20.4). */
export const factRules = (at: At, reporter: Reporter): readonly Rule[] => {
  const law = { ...at, basis: reporter.report.basis }
  return [
    { ...law, code: 'ITEMS-WRONG', level: 'WARN', asks: true, finds: 'REGISTER', check: wrongItems(reporter) },
    { ...law, code: 'ITEMS-FILED', level: 'WARN', asks: true, finds: 'REGISTER', check: notUnderWay(reporter) },
    { ...law, code: 'PEOPLE-WRONG', level: 'WARN', asks: true, finds: 'REGISTER', check: wrongPeople },
    { ...law, code: 'UNITS-WRONG', level: 'WARN', asks: true, finds: 'REGISTER', check: wrongUnits },
    { ...law, code: 'COUNTS-WITHIN', level: 'BLOCK', check: countsWithin },
    { ...law, code: 'NONE-ALONE', level: 'BLOCK', check: noneAlone },
    { ...law, code: 'IN-THE-YEAR', level: 'WARN', check: inTheYear },
    { ...law, code: 'TICKED', level: 'WARN', check: ticked(reporter) },
    { ...law, code: 'DONATIONS-AGREE', level: 'WARN', finds: 'ARITHMETIC', check: donationsAgree(reporter) },
    ...(isGroup(reporter)
      ? [{ ...law, code: 'FEES-AGREE', level: 'WARN' as const, finds: 'ARITHMETIC' as const, check: feesAgree }]
      : []),
    {
      ...law,
      code: 'VALUATION',
      level: 'BLOCK',
      check: (answers) =>
        inKind(reporter, answers) > 0n && answers.value('donations', 'valuation') === ''
          ? [{ page: 'donations', field: 'valuation', message: '收到实物捐赠的，请写明怎样估价' }]
          : [],
    },
    { ...law, code: 'OWN-UNIT', level: 'WARN', check: ownUnit },
    ...explainedRule(at, {
      code: 'LATE',
      basis: reporter.report.basis,
      page: 'handler',
      why: 'lateReason',
      says: (_answers, { reporting }) =>
        reporting?.late
          ? {
              message: `${String(reporting.year)}年度工作报告应当在${chineseDate(reporting.dueOn)}以前报送，现在已经逾期`,
            }
          : undefined,
    }),
    ...explainedRule(at, {
      code: 'LEASE-OVER',
      basis: reporter.report.basis,
      page: 'office',
      why: 'leaseNote',
      says: (_answers, { holdings, today }) =>
        holdings?.leaseTo && holdings.leaseTo < today
          ? {
              message: `登记簿中住所的租赁合同到${chineseDate(holdings.leaseTo)}已经期满`,
              way: { text: '住所使用权备案', family: 'filing', kind: 'filing-lease' },
            }
          : undefined,
    }),
    ...explainedRule(at, {
      code: 'TERM-OVER',
      basis: reporter.law.charter,
      page: 'organs',
      why: 'termNote',
      says: (_answers, { holdings, today }) =>
        holdings?.term && holdings.term.to < today
          ? {
              message: `${holdings.term.name}任期到${chineseDate(holdings.term.to)}已经届满，登记簿中没有换届备案`,
              way: { text: '办理换届', family: 'filing', kind: 'filing-term' },
            }
          : undefined,
    }),
  ]
}
