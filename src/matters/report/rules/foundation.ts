import { readAmount } from '../../../core/forms/money.ts'
import type { Answers, Rule, RuleFinding } from '../../../core/matters/define.ts'
import { fenOf, figuresOf, shareText, yuan } from '../figures.ts'
import type { Reporter } from '../law.ts'
import { supervisorsOf } from '../supervisors.ts'
import { explainedRule } from './define.ts'

type At = Pick<Rule, 'effectiveFrom' | 'stages'>

const R400 = (article: string): string => `《基金会管理条例》${article}`

/** An amount of an item of a list. */
export const fenIn = (values: Readonly<Record<string, string>>, field: string): bigint =>
  readAmount(values[field] ?? '') ?? 0n

/** All amounts of a field of a list. */
export const totalOf = (answers: Answers, page: string, ...fields: readonly string[]): bigint =>
  answers
    .items(page)
    .reduce((sum, { values }) => sum + fields.reduce((own, field) => own + fenIn(values, field), 0n), 0n)

/** A donor is large with more than 5% of the year's donations, or more than 500万元 (domain-2.md §19). */
export const isLarge = (given: bigint, income: bigint): boolean => given * 100n > income * 5n || given > 500_000_000n

const eachOf =
  (
    page: string,
    field: string,
    wrong: (values: Readonly<Record<string, string>>, answers: Answers) => string | undefined,
  ) =>
  (answers: Answers): readonly RuleFinding[] =>
    answers.items(page).flatMap(({ id, values }) => {
      const message = wrong(values, answers)
      return message === undefined ? [] : [{ page, field, itemId: id, message }]
    })

const DISCLOSURE = '《慈善组织信息公开办法》'
const disclosedFields = Array.from({ length: 19 }, (_, at) => `item${String(at + 1)}`)

/** What of the nineteen happened, where something else was ticked. */
const happenedWith = [
  { what: 'FUNDRAISING', text: '公开募捐', fields: ['item9', 'item10', 'item11'] },
  { what: 'TRUST', text: '慈善信托', fields: ['item16'] },
  { what: 'INVESTMENT', text: '投资', fields: ['item17'] },
  { what: 'RELATED', text: '关联方交易和往来', fields: ['item19'] },
] as const

const spentOnPurpose = (answers: Answers): bigint | undefined =>
  fenOf(answers, 'spending', 'charitable') ?? fenOf(answers, 'welfare', 'welfare')

/** Rules of what only a 基金会 reports (R400 art. 20–24, domain-2.md §20.3). */
export const foundationRules = (at: At, { report }: Reporter): readonly Rule[] => {
  const warn = { ...at, level: 'WARN', basis: report.basis } as const
  return [
    ...explainedRule(at, {
      code: 'COUNCIL-TWICE',
      basis: R400('第二十一条'),
      page: 'councils',
      why: 'fewCouncils',
      says: (answers) =>
        answers.number('councils', 'councilSize') !== undefined && answers.items('councils').length < 2
          ? { message: `理事会每年至少召开两次，本年度填写了${String(answers.items('councils').length)}次` }
          : undefined,
    }),
    {
      ...warn,
      code: 'COUNCIL-QUORUM',
      basis: R400('第二十一条'),
      check: eachOf('councils', 'present', ({ present = '', session = '' }, answers) => {
        const size = answers.number('councils', 'councilSize')
        return size === undefined || present === '' || Number(present) * 3 >= size * 2
          ? undefined
          : `${session}：出席${present}人，没有达到理事${String(size)}人的三分之二`
      }),
    },
    {
      ...warn,
      code: 'COUNCIL-MORE',
      basis: R400('第二十一条'),
      level: 'BLOCK',
      check: eachOf('councils', 'present', ({ present = '', session = '' }, answers) => {
        const size = answers.number('councils', 'councilSize')
        return size === undefined || Number(present) <= size
          ? undefined
          : `${session}：出席${present}人，多于理事${String(size)}人`
      }),
    },
    {
      ...warn,
      code: 'PAID-THIRD',
      basis: R400('第二十三条'),
      check: (answers) => {
        const paid = answers.items('paid').filter(({ values }) => values['post'] === 'COUNCIL').length
        const size = answers.number('councils', 'councilSize')
        return size === undefined || paid * 3 <= size
          ? []
          : [{ page: 'paid', field: 'hasPaid', message: `领取报酬的理事${String(paid)}人，超过理事总人数的三分之一` }]
      },
    },
    {
      ...warn,
      code: 'SUPERVISOR-PAID',
      basis: R400('第二十三条'),
      check: eachOf('paid', 'post', ({ post, name = '' }) =>
        post === 'SUPERVISOR' ? `监事${name}不得从基金会获取报酬` : undefined,
      ),
    },
    {
      ...warn,
      code: 'PAID-LISTED',
      level: 'BLOCK',
      check: (answers) =>
        answers.value('paid', 'hasPaid') === 'yes' && answers.items('paid').length === 0
          ? [{ page: 'paid', field: 'hasPaid', message: '有理事、监事领取报酬的，请逐人添加' }]
          : [],
    },
    {
      ...warn,
      code: 'DONOR-SMALL',
      check: eachOf('donors', 'cash', (values, answers) => {
        const income = figuresOf(answers)('activity.donations-total')
        const given = fenIn(values, 'cash') + fenIn(values, 'inKind')
        return income === undefined || isLarge(given, income)
          ? undefined
          : `${values['name'] ?? ''}捐赠${yuan(given)}，占捐赠收入${shareText(given, income)}，不属于大额捐赠，可以不填`
      }),
    },
    ...explainedRule(at, {
      code: 'PROJECTS-NONE',
      basis: report.basis,
      page: 'projects',
      why: 'projectsNote',
      says: (answers) =>
        (spentOnPurpose(answers) ?? 0n) > 0n && answers.items('projects').length === 0
          ? { message: '填写了慈善活动（公益事业）支出，没有填写公益项目' }
          : undefined,
    }),
    {
      ...warn,
      code: 'SUPERVISOR-SILENT',
      basis: R400('第二十二条'),
      check: (answers, { holdings }) => {
        const said = answers.items('supervisors').map(({ values }) => values['name'])
        const silent = supervisorsOf(holdings).filter((name) => !said.includes(name))
        return silent.length === 0
          ? []
          : [{ page: 'supervisors', message: `登记簿中的监事${silent.join('、')}没有意见` }]
      },
    },
    {
      ...warn,
      code: 'PROJECTS-SUM',
      finds: 'ARITHMETIC',
      check: (answers) => {
        const [sum, spent] = [totalOf(answers, 'projects', 'spent'), spentOnPurpose(answers)]
        return spent === undefined || sum <= spent
          ? []
          : [
              {
                page: 'projects',
                field: 'projectsNote',
                message: `公益项目支出合计${yuan(sum)}，多于填写的慈善活动（公益事业）支出${yuan(spent)}`,
              },
            ]
      },
    },
    {
      ...warn,
      code: 'PROJECT-COST',
      check: eachOf('projects', 'spent', (values) => {
        if (values['major'] !== 'yes') return undefined
        const parts = ['given', 'staffCost', 'officeCost', 'assetCost', 'publicity', 'travel', 'otherCost']
        const sum = parts.reduce((all, part) => all + fenIn(values, part), 0n)
        const spent = fenIn(values, 'spent')
        return sum === spent
          ? undefined
          : `${values['name'] ?? ''}各项费用合计${yuan(sum)}，与本年度支出${yuan(spent)}不一致`
      }),
    },
    {
      ...warn,
      code: 'PAYEE-SMALL',
      check: eachOf('payees', 'paid', (values, answers) => {
        const project = answers.items('projects').find((item) => item.values['name'] === values['project'])
        const [paid, spent] = [fenIn(values, 'paid'), fenIn(project?.values ?? {}, 'spent')]
        if (!project) return `没有名称是“${values['project'] ?? ''}”的公益项目`
        return paid * 100n > spent * 5n
          ? undefined
          : `${values['payee'] ?? ''}占项目支出${shareText(paid, spent)}，没有超过5%，可以不填`
      }),
    },
    {
      ...warn,
      code: 'BELOW-NOTHING',
      level: 'BLOCK',
      check: (answers) =>
        ['investments', 'balances'].flatMap((page) =>
          eachOf(page, 'less', (values) =>
            fenIn(values, 'start') + fenIn(values, 'more') < fenIn(values, 'less')
              ? `${values['name'] ?? values['client'] ?? ''}：减少的比年初余额与增加的合计还多`
              : undefined,
          )(answers),
        ),
    },
    {
      ...warn,
      code: 'NOT-AVOIDED',
      basis: R400('第二十三条'),
      check: eachOf('related', 'avoided', ({ avoided, name = '' }) =>
        avoided === 'no' ? `与${name}的交易，有利害关系的理事没有回避` : undefined,
      ),
    },
    {
      ...warn,
      code: 'SUPERVISORS-DISAGREE',
      check: eachOf('supervisors', 'agrees', ({ agrees, name = '' }) =>
        agrees === 'no' ? `监事${name}不同意本年度工作报告` : undefined,
      ),
    },
    ...explainedRule(at, {
      code: 'NOT-DISCLOSED',
      basis: DISCLOSURE,
      page: 'disclosure',
      why: 'notPublished',
      says: (answers) => {
        const left = disclosedFields.filter((field) => answers.value('disclosure', field) === 'NO').length
        return left === 0 ? undefined : { message: `应当公开的信息有${String(left)}项没有公开` }
      },
    }),
    {
      ...warn,
      code: 'DISCLOSED-HAPPENED',
      basis: DISCLOSURE,
      check: (answers) =>
        happenedWith.flatMap(({ fields, what, text }) =>
          answers.has('happened', 'had', what)
            ? fields
                .filter((field) => answers.value('disclosure', field) === 'NONE')
                .map((field) => ({ page: 'disclosure', field, message: `选了“没有发生”，但是填写了${text}` }))
            : [],
        ),
    },
  ]
}
