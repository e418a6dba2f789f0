import type { Elsewhere, RawValues } from '../forms/field.ts'
import { readAmount } from '../forms/money.ts'
import type { OrgType } from '../org-types.ts'
import { adjustedIncome, judgeSpending, smallManagement, type SpendingVerdict } from './spending.ts'

// The spending standard beside the amounts it is reached by, while they are typed. A page says which of its fields are
// which figure; what follows from other answers is known.

type Figure =
  | 'income'
  | 'keptForLater'
  | 'becameFree'
  | 'netAssets'
  | 'charitable'
  | 'total'
  | 'management'
  | 'meanIncome'
  | 'meanNetAssets'
  | 'wages'
  | 'office'

/** A page that asks what the spending standard of charities counts. */
export type SpendingMeter = {
  /** Net assets are never typed: the class follows from them. */
  readonly typed: Readonly<Partial<Record<Exclude<Figure, 'netAssets'>, string>>>
  /**
   * The field that asks why, where the standard is not met: left empty it may be, by itself; a rule holds it then. With
   * scripts it is seen only then.
   */
  readonly explanation: string
  /** What is known from other pages; nothing while there is no standard to be reached. */
  readonly known: (elsewhere: Elsewhere) => SpendingFacts | undefined
}

export type SpendingFacts = {
  /** Of a 基金会 that is no charity: 基金会管理条例 art. 29 holds. */
  readonly noCharity?: true
  readonly fiscalYear: number
  readonly publicFundraising: boolean
  readonly figures: Readonly<Partial<Record<Figure, bigint>>>
}

/** Fen that are known, or the field they are typed in; with a minus before it what is taken off. */
export type MeterTerm = { readonly off?: true } & ({ readonly fen: bigint } | { readonly field: string })

/** `waiting`: an amount it hangs on is not there yet. */
export type MeterState = 'met' | 'unmet' | 'exempt' | 'waiting'

/** One share of the standard as it stands. */
export type Meter = {
  readonly by: 'CHARITY' | 'FOUNDATION'
  readonly of: 'income' | 'netAssets' | 'total'
  readonly state: MeterState
  readonly percent: bigint
  readonly part: bigint
  readonly whole: bigint
  readonly bound: bigint
  /** The mean of three years counts, because it asks less. */
  readonly byMean: boolean
  readonly terms: {
    readonly part: readonly MeterTerm[]
    readonly whole: readonly MeterTerm[]
    /** Counts where it is there and asks less. */
    readonly mean: readonly MeterTerm[]
  }
  /** Below it, in fen, the share is not looked at. */
  readonly exemptBelow?: bigint
}

export type SpendingMeters = {
  readonly class: Pick<SpendingVerdict['class'], 'text' | 'basis'>
  readonly meters: readonly Meter[]
  /** Something is not met: it has to be explained. */
  readonly unmet: boolean
}

/** What R400 art. 29 asks: so much for the purpose, of last year’s income or net assets, and at most so much for people and office. */
const foundationMeters = (
  publicFundraising: boolean,
  figure: (name: Figure) => bigint | undefined,
  term: (name: Figure) => readonly MeterTerm[],
): SpendingMeters => {
  const of = publicFundraising ? 'income' : 'netAssets'
  const least = publicFundraising ? 70n : 8n
  const measured = (
    [percent, towards]: readonly [bigint, 'least' | 'most'],
    parts: readonly Figure[],
    base: Figure,
  ): Omit<Meter, 'of'> => {
    const known = [...parts, base].every((name) => figure(name) !== undefined)
    const part = parts.reduce((sum, name) => sum + (figure(name) ?? 0n), 0n)
    const typed = figure(base) ?? 0n
    const whole = typed < 0n ? 0n : typed
    const met = towards === 'least' ? part * 100n >= whole * percent : part * 100n <= whole * percent
    return {
      by: 'FOUNDATION',
      state: known ? (met ? 'met' : 'unmet') : 'waiting',
      percent,
      part,
      whole,
      bound: (whole * percent + (towards === 'least' ? 99n : 0n)) / 100n,
      byMean: false,
      terms: { part: parts.flatMap((name) => term(name)), whole: term(base), mean: [] },
    }
  }
  const meters: readonly Meter[] = [
    { ...measured([least, 'least'], ['charitable'], of), of },
    { ...measured([10n, 'most'], ['wages', 'office'], 'total'), of: 'total' },
  ]
  return {
    class: {
      text: publicFundraising ? '具有公开募捐资格的基金会' : '没有公开募捐资格的基金会',
      basis: '《基金会管理条例》第二十九条',
    },
    meters,
    unmet: meters.some(({ state }) => state === 'unmet'),
  }
}

/** How the amounts of a page stand to the standard; nothing while it is not known which one holds. */
export const spendingMeters = (
  { typed, known }: SpendingMeter,
  orgType: OrgType,
  values: RawValues,
  elsewhere: Elsewhere,
): SpendingMeters | undefined => {
  const facts = known(elsewhere)
  const netAssets = facts?.figures.netAssets ?? (facts?.publicFundraising ? 0n : undefined)
  if (!facts || netAssets === undefined) return undefined
  const { fiscalYear, publicFundraising, figures } = facts

  const fieldOf: Readonly<Partial<Record<Figure, string>>> = typed
  const figure = (name: Figure): bigint | undefined => {
    const field = fieldOf[name]
    if (field === undefined) return figures[name]
    const text = values[field]?.trim() ?? ''
    return text === '' ? undefined : readAmount(text)
  }
  const term = (name: Figure, off?: true): readonly MeterTerm[] => {
    const field = fieldOf[name]
    const fen = figures[name]
    const sign = off ? { off } : {}
    if (field !== undefined) return [{ ...sign, field }]
    return fen === undefined ? [] : [{ ...sign, fen }]
  }

  if (facts.noCharity) return foundationMeters(publicFundraising, figure, term)
  const lastIncome = figure('income')
  const income =
    lastIncome === undefined
      ? undefined
      : adjustedIncome(lastIncome, figure('keptForLater') ?? 0n, figure('becameFree') ?? 0n)
  const [meanIncome, meanNetAssets] = [figure('meanIncome'), figure('meanNetAssets')]
  const [charitable, total, management] = [figure('charitable'), figure('total'), figure('management')]
  const verdict = judgeSpending(fiscalYear, {
    orgType,
    publicFundraising,
    netAssets,
    income: income ?? 0n,
    charitable: charitable ?? 0n,
    total: total ?? 0n,
    management: management ?? 0n,
    ...(meanIncome === undefined ? {} : { meanIncome }),
    ...(meanNetAssets === undefined ? {} : { meanNetAssets }),
  })

  const wholes = { income, netAssets }
  const means = { income: meanIncome, netAssets: meanNetAssets }
  const reached = verdict.charitable.map(({ met, of, ...measured }): Meter => {
    const [whole, mean] = [wholes[of], means[of]]
    return {
      ...measured,
      by: 'CHARITY',
      of,
      state: charitable === undefined || whole === undefined ? 'waiting' : met ? 'met' : 'unmet',
      byMean: mean !== undefined && whole !== undefined && mean < whole,
      terms: {
        part: term('charitable'),
        whole:
          of === 'netAssets'
            ? term('netAssets')
            : [...term('income'), ...term('keptForLater', true), ...term('becameFree')],
        mean: term(of === 'netAssets' ? 'meanNetAssets' : 'meanIncome'),
      },
    }
  })
  const { met, exempt, ...measured } = verdict.management
  const cost: Meter = {
    ...measured,
    by: 'CHARITY',
    of: 'total',
    // What is below the border is so whatever the whole may be.
    state:
      management === undefined
        ? 'waiting'
        : exempt
          ? 'exempt'
          : total === undefined
            ? 'waiting'
            : met
              ? 'met'
              : 'unmet',
    byMean: false,
    terms: { part: term('management'), whole: term('total'), mean: [] },
    exemptBelow: smallManagement,
  }
  const meters = [...reached, cost]
  return {
    class: verdict.class,
    meters,
    unmet: meters.some(({ state }) => state === 'unmet'),
  }
}
