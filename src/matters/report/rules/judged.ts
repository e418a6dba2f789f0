import type { Answers, Rule, RuleFinding } from '../../../core/matters/define.ts'
import { addMonths } from '../../../core/workflow/calendar.ts'
import { fenOf, figuresOf, spendingOf, welfareShares, shareText, yuan } from '../figures.ts'
import { CHARITY_LAW, isFoundation, isGroup, isService, type Reporter } from '../law.ts'
import { explainedRule } from './define.ts'

type At = Pick<Rule, 'effectiveFrom' | 'stages'>

/** Individual and unit members a 社会团体 has at least (R250 art. 10). */
const fewest = { individual: 50, unit: 30, together: 50 } as const

const tooFew = (answers: Answers): boolean => {
  const [units, persons] = [
    answers.number('memberCount', 'unitMembers'),
    answers.number('memberCount', 'individualMembers'),
  ]
  if (units === undefined || persons === undefined) return false
  return persons < fewest.individual && units < fewest.unit && units + persons < fewest.together
}

/** Councils a type holds in a year at least, by its model charter. */
const leastCouncils = (reporter: Reporter): number => (isGroup(reporter) ? 1 : 2)

/** The year has no assembly though the charter asks for one by now. */
const assemblyDue = (answers: Answers): boolean => {
  const [every, last] = [answers.number('meetings', 'assemblyEvery'), answers.value('meetings', 'lastAssembly')]
  const held = answers.number('meetings', 'assemblies')
  const end = `${answers.value('year', 'fiscalYear')}-12-31`
  return every !== undefined && last !== '' && held === 0 && addMonths(last, every * 12) <= end
}

const fewMeetings =
  (reporter: Reporter) =>
  (answers: Answers): { readonly message: string } | undefined => {
    const councils = answers.number('meetings', 'councils')
    const least = leastCouncils(reporter)
    if (councils !== undefined && councils < least)
      return { message: `本年度召开理事会${String(councils)}次，少于${String(least)}次` }
    return assemblyDue(answers) ? { message: '按章程应当召开会员大会（会员代表大会），本年度没有召开' } : undefined
  }

/** The same of a page with a message for each item of its list that is so. */
const eachItem =
  (
    page: string,
    field: string,
    wrong: (values: Readonly<Record<string, string>>) => string | undefined,
  ): Rule['check'] =>
  (answers) =>
    answers.items(page).flatMap(({ id, values }): readonly RuleFinding[] => {
      const message = wrong(values)
      return message === undefined ? [] : [{ page, field, itemId: id, message }]
    })

const saysYes =
  (page: string, field: string, message: string): Rule['check'] =>
  (answers) =>
    answers.value(page, field) === 'yes' ? [{ page, field, message }] : []

/** 民发〔2016〕189号 art. 61: what was not reached, in a sentence. */
const notMet =
  (reporter: Reporter) =>
  (answers: Answers): { readonly message: string } | undefined => {
    const verdict = spendingOf(reporter, answers)
    if (!verdict || verdict.met) return undefined
    const { charitable, management } = verdict
    const said = [
      ...charitable
        .filter(({ met }) => !met)
        .map(({ part, bound }) => `慈善活动支出${yuan(part)}，没有达到${yuan(bound)}`),
      ...(management.met
        ? []
        : [
            `管理费用占本年度总支出${shareText(management.part, management.whole, 'up')}，超过${String(management.percent)}%`,
          ]),
    ]
    return { message: said.join('；') }
  }

const welfareNotMet =
  (reporter: Reporter) =>
  (answers: Answers): { readonly message: string } | undefined => {
    const missed = welfareShares(reporter, answers).filter(({ met }) => !met)
    return missed.length === 0
      ? undefined
      : {
          message: missed
            .map(({ text, part, whole, asked, towards }) => `${text}${shareText(part, whole, towards)}，应当${asked}`)
            .join('；'),
        }
  }

/** What is spent on the purpose and on the office is no more than all that was spent. */
const spentWithin =
  (page: string, fields: readonly string[], from: readonly string[]): Rule['check'] =>
  (answers) => {
    const figure = figuresOf(answers)
    const total = figure('activity.expenses-total')
    const parts = [...fields.map((field) => fenOf(answers, page, field)), ...from.map((cell) => figure(cell))]
    if (total === undefined || parts.some((part) => part === undefined)) return []
    const sum = parts.reduce<bigint>((all, part) => all + (part ?? 0n), 0n)
    return sum <= total
      ? []
      : [{ page, field: fields[0] ?? '', message: `各项支出合计${yuan(sum)}，多于业务活动表的费用合计${yuan(total)}` }]
  }

const spendingRules = (at: At, reporter: Reporter): readonly Rule[] => [
  ...explainedRule(at, {
    code: 'SPENDING',
    basis: `${CHARITY_LAW}第六十一条`,
    page: 'spending',
    why: 'whyNotMet',
    at: 'charitable',
    says: notMet(reporter),
  }),
  {
    ...at,
    code: 'SPENDING-WITHIN',
    basis: `${CHARITY_LAW}第六十一条`,
    level: 'BLOCK',
    check: spentWithin('spending', ['charitable'], ['activity.management-total']),
  },
  ...(isFoundation(reporter)
    ? [
        ...explainedRule(at, {
          code: 'WELFARE',
          basis: '《基金会管理条例》第二十九条',
          page: 'welfare',
          why: 'whyNotMet',
          at: 'welfare',
          says: welfareNotMet(reporter),
        }),
        {
          ...at,
          code: 'WELFARE-WITHIN',
          basis: '《基金会管理条例》第二十九条',
          level: 'BLOCK' as const,
          check: spentWithin('welfare', ['welfare', 'wages', 'office'], []),
        },
      ]
    : []),
]

const groupRules = (at: At, { law, report }: Reporter): readonly Rule[] => [
  ...explainedRule(at, {
    code: 'MEMBERS-FEW',
    basis: `${law.regulation}第十条`,
    page: 'memberCount',
    why: 'fewMembers',
    at: 'individualMembers',
    says: (answers) =>
      tooFew(answers)
        ? { message: '会员少于规定的数：个人会员50个，或者单位会员30个，个人和单位混合的总数50个' }
        : undefined,
  }),
  {
    ...at,
    code: 'COMPULSORY',
    basis: report.judged,
    level: 'WARN',
    check: saysYes('charges', 'compulsory', '有强制入会、强制收费'),
  },
  {
    ...at,
    code: 'BY-POWER',
    basis: report.judged,
    level: 'WARN',
    check: saysYes('charges', 'byPower', '利用政府名义或者影响收费'),
  },
  {
    ...at,
    code: 'NOT-PASSED',
    basis: report.judged,
    level: 'WARN',
    check: eachItem('charges', 'passed', ({ passed, item = '' }) =>
      passed === 'no' ? `“${item}”的收费没有经理事会或者会员大会通过` : undefined,
    ),
  },
]

/** Rules that give evidence for what a conclusion rests on (domain-2.md §21); none of them decides it. */
export const judgedRules = (at: At, reporter: Reporter): readonly Rule[] => {
  const { report, law } = reporter
  const judged = { ...at, basis: report.judged, level: 'WARN' } as const
  return [
    ...(isGroup(reporter) ? groupRules(at, reporter) : []),
    ...(isFoundation(reporter)
      ? []
      : explainedRule(at, {
          code: 'MEETINGS-FEW',
          basis: law.charter,
          page: 'meetings',
          why: 'fewMeetings',
          at: 'councils',
          says: fewMeetings(reporter),
        })),
    ...explainedRule(at, {
      code: 'OVER-70',
      basis: law.charter,
      page: 'organs',
      why: 'over70Note',
      at: 'over70',
      says: (answers) =>
        (answers.number('organs', 'over70') ?? 0) > 0
          ? { message: '负责人最高任职年龄不超过70周岁，超过的应当经审批' }
          : undefined,
    }),
    ...explainedRule(at, {
      code: 'IDLE',
      basis: report.judged,
      page: 'activity',
      why: 'idle',
      says: (answers) =>
        answers.value('activity', 'summary') !== '' && answers.items('activity').length === 0
          ? { message: '本年度没有填写任何活动' }
          : undefined,
    }),
    ...explainedRule(at, {
      code: 'AUDIT-OPINION',
      basis: report.judged,
      page: 'oversight',
      why: 'auditNote',
      at: 'auditOpinion',
      says: (answers) =>
        ['', 'CLEAN'].includes(answers.value('oversight', 'auditOpinion'))
          ? undefined
          : { message: '审计意见不是标准无保留意见' },
    }),
    {
      ...judged,
      code: 'UNCHANGED',
      finds: 'REGISTER',
      check: eachItem('changed', 'handled', ({ handled, item = '' }) =>
        handled === 'NOT' ? `${item}有变化，没有办理登记或者备案` : undefined,
      ),
    },
    {
      ...judged,
      code: 'UNITS-UNFILED',
      finds: 'REGISTER',
      check: eachItem('unitMoves', 'filed', ({ filed, name = '' }) => (filed === 'no' ? `${name}没有备案` : undefined)),
    },
    {
      ...judged,
      code: 'CIVIL-UNAPPROVED',
      check: eachItem('civil', 'approved', ({ approved, name = '' }) =>
        approved === 'no' ? `${name}兼职没有经过批准` : undefined,
      ),
    },
    {
      ...judged,
      code: 'PENALTIES',
      check: eachItem('penalties', 'kind', ({ kind = '', authority = '' }) => `受到行政处罚：${authority}，${kind}`),
    },
    {
      ...judged,
      code: 'NO-PARTY',
      check: (answers) =>
        answers.value('partyWork', 'hasParty') === 'no' && (answers.number('staff', 'staffParty') ?? 0) >= 3
          ? [{ page: 'partyWork', field: 'hasParty', message: '工作人员中有三名以上党员，应当建立党组织' }]
          : [],
    },
    {
      ...judged,
      code: 'NO-FINANCE-RULES',
      check: (answers) =>
        answers.value('internal', 'rules') !== '' && !answers.has('internal', 'rules', 'FINANCE')
          ? [{ page: 'internal', field: 'rules', message: '没有书面的财务制度' }]
          : [],
    },
    {
      ...judged,
      code: 'NET-ASSETS',
      check: (answers, { policies, level }) => {
        const net = figuresOf(answers)('balance.netAssets-end')
        const least = policies.minimumFund[reporter.orgType][level]
        const page = `balance${answers.value('year', 'system')}`
        return net === undefined || least === undefined || net >= BigInt(least) * 1_000_000n
          ? []
          : [
              {
                page,
                field: 'netAssets-end',
                message: `年末净资产${yuan(net)}，低于注册资金的最低标准${String(least)}万元`,
              },
            ]
      },
    },
    ...(isService(reporter)
      ? [
          {
            ...judged,
            code: 'BRANCHES',
            basis: `${law.regulation}第十三条`,
            check: ((_answers, { holdings }) =>
              holdings?.units.some(({ kind }) => kind === 'BRANCH')
                ? [{ page: 'branches', field: 'unitsRight', message: '民办非企业单位不得设立分支机构' }]
                : []) satisfies Rule['check'],
          },
        ]
      : []),
    ...spendingRules(at, reporter),
  ]
}
