import type { OrgType } from '../org-types.ts'

// What a charity has to spend on its purpose, and at most on itself: 慈善法 art. 61, and until its successor is known
// 民发〔2016〕189号 (domain-2.md §19). Amounts are in fen, shares in percent; nothing is rounded before it is compared.

/** What the standard counts by. */
export type CharityYear = {
  readonly orgType: OrgType
  /** It may raise money from the public. */
  readonly publicFundraising: boolean
  /** Net assets at the end of the year before. */
  readonly netAssets: bigint
  /** Income of the year before, adjusted for what was restricted in time. */
  readonly income: bigint
  readonly charitable: bigint
  readonly total: bigint
  readonly management: bigint
  /** Means of the last three years, which may stand in the place of the year before (art. 10). */
  readonly meanIncome?: bigint
  readonly meanNetAssets?: bigint
}

type Share = { readonly percent: bigint; readonly of: 'income' | 'netAssets' }

type SpendingClass = {
  readonly code: string
  readonly text: string
  /** All of them are to be reached. */
  readonly least: readonly Share[]
  readonly mostManagement: bigint
}

type Row = SpendingClass & {
  readonly foundation: boolean
  readonly publicFundraising: boolean
  /** Net assets of the class, in 万元: a value at the border belongs to the higher class. */
  readonly from: bigint
}

const tenThousand = 1_000_000n

const row = (
  code: string,
  foundation: boolean,
  publicFundraising: boolean,
  from: bigint,
  text: string,
  least: readonly Share[],
  mostManagement: bigint,
): Row => ({ code, foundation, publicFundraising, from, text, least, mostManagement })

const ofNetAssets = (percent: bigint): Share => ({ percent, of: 'netAssets' })
const ofIncome = (percent: bigint): Share => ({ percent, of: 'income' })

/** From the highest net assets down. */
const standard2016: readonly Row[] = [
  row('P1', true, true, 0n, '具有公开募捐资格的基金会', [ofIncome(70n)], 10n),
  row('P2', false, true, 0n, '具有公开募捐资格的社会团体、社会服务机构', [ofIncome(70n)], 13n),
  row('F1', true, false, 6000n, '上年末净资产不低于6000万元的基金会', [ofNetAssets(6n)], 12n),
  row('F2', true, false, 800n, '上年末净资产不低于800万元、低于6000万元的基金会', [ofNetAssets(6n)], 13n),
  row('F3', true, false, 400n, '上年末净资产不低于400万元、低于800万元的基金会', [ofNetAssets(7n)], 15n),
  row('F4', true, false, 0n, '上年末净资产低于400万元的基金会', [ofNetAssets(8n)], 20n),
  row('S1', false, false, 1000n, '上年末净资产不低于1000万元的社会团体、社会服务机构', [ofNetAssets(6n)], 13n),
  row(
    'S2',
    false,
    false,
    500n,
    '上年末净资产不低于500万元、低于1000万元的社会团体、社会服务机构',
    [ofNetAssets(7n)],
    14n,
  ),
  row(
    'S3',
    false,
    false,
    100n,
    '上年末净资产不低于100万元、低于500万元的社会团体、社会服务机构',
    [ofNetAssets(8n)],
    15n,
  ),
  row('S4', false, false, 0n, '上年末净资产低于100万元的社会团体、社会服务机构', [ofNetAssets(8n), ofIncome(50n)], 20n),
]

/** Standards by the first fiscal year they hold for; the last one that has begun counts. */
const standards: readonly { readonly from: number; readonly basis: string; readonly rows: readonly Row[] }[] = [
  {
    from: 2016,
    basis: '《慈善法》第六十一条，《关于慈善组织开展慈善活动年度支出和管理费用的规定》（民发〔2016〕189号）',
    rows: standard2016,
  },
]

/** Below it the share of management cost is not looked at (art. 11). */
export const smallManagement = 20n * tenThousand

/** The class of an organization in a fiscal year; negative net assets count as none. Throws before there was a standard. */
export const spendingClass = (
  fiscalYear: number,
  { orgType, publicFundraising, netAssets }: Pick<CharityYear, 'orgType' | 'publicFundraising' | 'netAssets'>,
): SpendingClass & { readonly basis: string } => {
  const standard = standards.findLast(({ from }) => from <= fiscalYear)
  const found = standard?.rows.find(
    (each) =>
      each.foundation === (orgType === 'FOUNDATION') &&
      each.publicFundraising === publicFundraising &&
      (netAssets < 0n ? 0n : netAssets) >= each.from * tenThousand,
  )
  if (!standard || !found) throw new RangeError(`no spending standard for ${fiscalYear}`)
  const { code, text, least, mostManagement } = found
  return { code, text, least, mostManagement, basis: standard.basis }
}

/** A share that is compared, exactly: `part` of `whole`, and how much `part` would have to be, rounded up to a fen. */
type Measured = {
  readonly percent: bigint
  readonly part: bigint
  readonly whole: bigint
  readonly bound: bigint
  readonly met: boolean
}

const reached = (part: bigint, percent: bigint, whole: bigint): boolean => part * 100n >= whole * percent

const least = (part: bigint, { percent, of }: Share, year: CharityYear): Measured & { readonly of: Share['of'] } => {
  const [last, mean] = of === 'income' ? [year.income, year.meanIncome] : [year.netAssets, year.meanNetAssets]
  const positive = (amount: bigint): bigint => (amount < 0n ? 0n : amount)
  // Whichever of the two asks less: it is enough to reach one of them.
  const whole = positive(mean !== undefined && mean < last ? mean : last)
  return {
    percent,
    part,
    whole,
    bound: (whole * percent + 99n) / 100n,
    met: reached(part, percent, whole),
    of,
  }
}

/** How a charity stands for a fiscal year: what it had to reach, what it may not pass, and whether that counts at all. */
export type SpendingVerdict = {
  readonly class: ReturnType<typeof spendingClass>
  readonly charitable: readonly (Measured & { readonly of: Share['of'] })[]
  readonly management: Measured & { readonly exempt: boolean }
  readonly met: boolean
}

/** Judges a year by its standard. A report to the authority and a public explanation are due where it is not met. */
export const judgeSpending = (fiscalYear: number, year: CharityYear): SpendingVerdict => {
  const its = spendingClass(fiscalYear, year)
  const charitable = its.least.map((share) => least(year.charitable, share, year))
  const { management: part, total: whole } = year
  const exempt = part < smallManagement
  const within = part * 100n <= whole * its.mostManagement
  return {
    class: its,
    charitable,
    management: {
      percent: its.mostManagement,
      part,
      whole,
      bound: (whole * its.mostManagement) / 100n,
      met: exempt || within,
      exempt,
    },
    met: charitable.every(({ met }) => met) && (exempt || within),
  }
}

/**
 * Income of a year as the standard counts it: without what donors kept from use in that year, with what became free
 * in it.
 */
export const adjustedIncome = (actual: bigint, keptForLater: bigint, becameFree: bigint): bigint =>
  actual - keptForLater + becameFree
