import type { Meter, MeterState, MeterTerm, SpendingMeter, SpendingMeters } from '../core/charity/meter.ts'
import { percentText } from '../core/charity/percent.ts'
import { amountText } from '../core/forms/money.ts'

/** What is said of a share by its state; `{…}` stand for amounts, which scripts put in again as one types. */
type Words = {
  readonly title: string
  readonly law: string
  /** The whole it is a share of, and what that is called where the mean of three years counts. */
  readonly of: string
  readonly ofMean: string
  readonly tags: Readonly<Record<MeterState, string>>
  readonly told: Readonly<Record<MeterState, string>>
}

const waiting = '相关的金额填写后，在这里计算。'

const toReach = (of: string, percent: bigint): Pick<Words, 'title' | 'law' | 'tags' | 'told'> => ({
  title: `慈善活动支出：${of}的${String(percent)}%`,
  law: `年度慈善活动支出应当不低于${of}的${String(percent)}%，也可以按前三年的平均数计算（规定第十条）。`,
  tags: { met: '已达到', unmet: '未达到', exempt: '', waiting: '待填写' },
  told: {
    met: '现在是{part}元{share}，达到了{bound}元。',
    unmet: '现在是{part}元{share}，比{bound}元还差{gap}元。',
    exempt: '',
    waiting,
  },
})

const ofFoundation = (of: string, percent: bigint): Pick<Words, 'title' | 'law' | 'tags' | 'told'> => ({
  ...toReach(of, percent),
  title: `公益事业支出：${of}的${String(percent)}%`,
  law: `每年用于公益事业的支出不得低于${of}的${String(percent)}%（条例第二十九条）。`,
})

const words = {
  income: (percent) => ({
    ...toReach('上年总收入', percent),
    of: '上年总收入（调整后）',
    ofMean: '前三年总收入平均数',
  }),
  netAssets: (percent) => ({
    ...toReach('上年末净资产', percent),
    of: '上年末净资产',
    ofMean: '前三年年末净资产平均数',
  }),
  total: (percent) => ({
    title: `管理费用：当年总支出的${String(percent)}%`,
    law: `年度管理费用应当不高于当年总支出的${String(percent)}%；低于20万元的，不受这个比例限制（规定第十一条）。`,
    of: '当年总支出',
    ofMean: '',
    tags: { met: '未超过', unmet: '已超过', exempt: '不受比例限制', waiting: '待填写' },
    told: {
      met: '现在是{part}元{share}，没有超过{bound}元。',
      unmet: '现在是{part}元{share}，比{bound}元多{gap}元。',
      exempt: '现在是{part}元，低于20万元。',
      waiting,
    },
  }),
} as const satisfies Record<Meter['of'], (percent: bigint) => Words>

/** The same of a 基金会 that is no charity. */
const foundationWords = {
  income: (percent) => ({
    ...ofFoundation('上年总收入', percent),
    of: '上年总收入',
    ofMean: '',
  }),
  netAssets: (percent) => ({
    ...ofFoundation('上年基金余额', percent),
    of: '上年末净资产',
    ofMean: '',
  }),
  total: (percent) => ({
    ...words.total(percent),
    title: `工资福利和行政办公支出：当年总支出的${String(percent)}%`,
    law: `工作人员工资福利和行政办公支出不得超过当年总支出的${String(percent)}%（条例第二十九条）。`,
  }),
} as const satisfies Record<Meter['of'], (percent: bigint) => Words>

const said = (text: string, parts: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (_all, name: string) => parts[name] ?? '')

/** How much of its width a bar is full where the bound stands at two thirds of it. */
const fullness = (state: MeterState, part: bigint, bound: bigint): number => {
  if (state === 'waiting' || part <= 0n) return 0
  if (bound <= 0n) return state === 'exempt' ? 0 : 100
  const share = (part * 200n) / (bound * 3n)
  return share > 100n ? 100 : Number(share)
}

/** Terms as scripts add them up: a field's name, or `=` before fen; a minus before what is taken off. */
const written = (terms: readonly MeterTerm[]): string =>
  terms.map((term) => `${term.off ? '-' : ''}${'field' in term ? term.field : `=${String(term.fen)}`}`).join(' ')

const meterView = ({ by, of, state, percent, part, whole, bound, byMean, terms, exemptBelow }: Meter) => {
  const { law, title, told, tags, ...named } = (by === 'FOUNDATION' ? foundationWords : words)[of](percent)
  const least = of !== 'total'
  const percentage = percentText(part, whole, least ? 'down' : 'up')
  const known = state === 'met' || state === 'unmet'
  const sum = `{of}{base}元 × ${String(percent)}% ＝ {bound}元`
  const parts = {
    of: byMean ? named.ofMean : named.of,
    base: amountText(whole),
    part: amountText(part),
    bound: amountText(bound),
    gap: amountText(part > bound ? part - bound : bound - part),
    share: percentage === undefined ? '' : `（${percentage}）`,
  }
  return {
    title,
    law,
    state,
    tag: tags[state],
    sum: known ? said(sum, parts) : '',
    told: said(told[state], parts),
    full: fullness(state, part, bound),
    /** What scripts make the same of. */
    data: JSON.stringify({
      least,
      percent: String(percent),
      exemptBelow: exemptBelow === undefined ? undefined : String(exemptBelow),
      part: written(terms.part),
      whole: written(terms.whole),
      mean: written(terms.mean),
      sum,
      ...named,
      tags,
      told,
    }),
  }
}

/** The spending standard beside the amounts it counts: its class, and each share as it stands. */
export const spendingMetersView = (
  { explanation }: Pick<SpendingMeter, 'explanation'>,
  { class: { text, basis }, meters, unmet }: SpendingMeters,
) => ({
  ...(meters.some(({ by }) => by === 'FOUNDATION')
    ? { title: '公益事业支出和工作人员费用的比例', note: '没有达到规定比例的，应当在下面说明原因和改正的安排。' }
    : {
        title: '慈善活动支出和管理费用标准',
        note: '没有达到标准的，应当在下面说明原因，报告登记管理机关，并向社会公开说明。',
      }),
  class: text,
  basis,
  explanation,
  unmet,
  meters: meters.map(meterView),
})
