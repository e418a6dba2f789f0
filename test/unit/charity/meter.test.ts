import { describe, expect, it } from 'vitest'
import { spendingMeters, type SpendingFacts, type SpendingMeter } from '../../../src/core/charity/meter.ts'
import { spendingMetersView } from '../../../src/web/meter-view.ts'

const yuan = (amount: number): bigint => BigInt(amount) * 100n

const typed = {
  keptForLater: 'kept',
  becameFree: 'free',
  charitable: 'charitable',
  management: 'management',
  meanIncome: 'mean',
} as const

const meterOf = (facts: Partial<SpendingFacts> | undefined): SpendingMeter => ({
  typed,
  explanation: 'why',
  known: () => facts && { fiscalYear: 2025, publicFundraising: false, figures: {}, ...facts },
})

/** A social group below a million: 8 % of its net assets, half of its income, 20 % of what it spent. */
const small = meterOf({ figures: { netAssets: yuan(900_000), income: yuan(400_000), total: yuan(400_000) } })

const judged = (values: Readonly<Record<string, string>>, meter = small) =>
  spendingMeters(meter, 'SOCIAL_GROUP', values, () => [])

const states = (values: Readonly<Record<string, string>>, meter = small) =>
  judged(values, meter)?.meters.map(({ state }) => state)

describe('the meters of a page', () => {
  it.each([
    ['nothing typed', {}, ['waiting', 'waiting', 'waiting'], false],
    [
      'a fen too little, management exempt',
      { charitable: '199,999.99', management: '199999.99' },
      ['met', 'unmet', 'exempt'],
      true,
    ],
    [
      'just reached, management too much',
      { charitable: '200000', management: '200000' },
      ['met', 'met', 'unmet'],
      true,
    ],
    [
      'what was kept for later counts off, what became free counts',
      { charitable: '150000', management: '1', kept: '110000', free: '10000' },
      ['met', 'met', 'exempt'],
      false,
    ],
    ['the mean asks less', { charitable: '150000', mean: '300000' }, ['met', 'met', 'waiting'], false],
    ['the mean asks more', { charitable: '150000', mean: '500000' }, ['met', 'unmet', 'waiting'], true],
    ['no amount', { charitable: '3万', management: '' }, ['waiting', 'waiting', 'waiting'], false],
  ] as const)('%s', (_name, values, wanted, unmet) => {
    expect([states(values), judged(values)?.unmet]).toEqual([wanted, unmet])
  })

  it('wait for the whole they are a share of', () => {
    const unknown = meterOf({ publicFundraising: true, figures: {} })
    expect(states({ charitable: '1', management: '200000' }, unknown)).toEqual(['waiting', 'waiting'])
    expect(states({ charitable: '1', management: '199999.99' }, unknown)).toEqual(['waiting', 'exempt'])
  })

  it('there are none without a standard, or while nobody knows the class', () => {
    expect(judged({}, meterOf(undefined))).toBeUndefined()
    expect(judged({}, meterOf({ figures: { income: 1n } }))).toBeUndefined()
  })
})

describe('what is said of them', () => {
  const said = (values: Readonly<Record<string, string>>) => {
    const found = judged(values)
    if (!found) throw new Error('no standard')
    return spendingMetersView(small, found)
  }

  it('names the class, the law, the bound in 元 and what is missing', () => {
    const { class: text, basis, meters } = said({ charitable: '199999.99', management: '200000' })
    expect([text, basis]).toEqual([
      '上年末净资产低于100万元的社会团体、社会服务机构',
      '《慈善法》第六十一条，《关于慈善组织开展慈善活动年度支出和管理费用的规定》（民发〔2016〕189号）',
    ])
    expect(meters.map(({ tag, sum, told }) => [tag, sum, told])).toEqual([
      ['已达到', '上年末净资产900,000.00元 × 8% ＝ 72,000.00元', '现在是199,999.99元（22.22%），达到了72,000.00元。'],
      [
        '未达到',
        '上年总收入（调整后）400,000.00元 × 50% ＝ 200,000.00元',
        '现在是199,999.99元（49.99%），比200,000.00元还差0.01元。',
      ],
      [
        '已超过',
        '当年总支出400,000.00元 × 20% ＝ 80,000.00元',
        '现在是200,000.00元（50.00%），比80,000.00元多120,000.00元。',
      ],
    ])
  })

  it('scripts are told the same sums as terms of fields and of what is known', () => {
    const data = said({}).meters.map((one) => JSON.parse(one.data) as Record<string, unknown>)
    expect(data.map(({ part, whole, mean, percent }) => [part, whole, mean, percent])).toEqual([
      ['charitable', '=90000000', '', '8'],
      ['charitable', '=40000000 -kept free', 'mean', '50'],
      ['management', '=40000000', '', '20'],
    ])
  })
})

describe('the meters of a 基金会 that is no charity', () => {
  const meter: SpendingMeter = {
    typed: { charitable: 'welfare', wages: 'wages', office: 'office' },
    explanation: 'why',
    known: () => ({
      fiscalYear: 2025,
      noCharity: true,
      publicFundraising: false,
      figures: { netAssets: yuan(3_580_000), income: yuan(3_815_000), total: yuan(3_830_000) },
    }),
  }
  const of = (values: Readonly<Record<string, string>>) => spendingMeters(meter, 'FOUNDATION', values, () => [])

  it.each([
    [{}, ['waiting', 'waiting'], false],
    [{ welfare: '286400', wages: '383000' }, ['met', 'waiting'], false],
    [{ welfare: '286400', wages: '300000', office: '83000' }, ['met', 'met'], false],
    [{ welfare: '286399.99', wages: '300000', office: '83000.01' }, ['unmet', 'unmet'], true],
  ] as const)('%j', (values, states, unmet) => {
    expect([of(values)?.meters.map(({ state }) => state), of(values)?.unmet]).toEqual([states, unmet])
  })

  it('say their own words and rest on their own article', () => {
    const view = spendingMetersView(
      meter,
      of({ welfare: '1', wages: '1', office: '1' }) ?? { class: { text: '', basis: '' }, meters: [], unmet: false },
    )
    expect([view.title, view.basis]).toEqual(['公益事业支出和工作人员费用的比例', '《基金会管理条例》第二十九条'])
    expect(view.meters.map(({ title }) => title)).toEqual([
      '公益事业支出：上年基金余额的8%',
      '工资福利和行政办公支出：当年总支出的10%',
    ])
    expect(view.meters[1]?.data).toContain('"part":"wages office"')
  })
})
