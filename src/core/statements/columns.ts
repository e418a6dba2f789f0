import type { SheetColumn } from '../forms/sheet.ts'

/** 资产负债表: what there was at the end of the year and at its beginning, in the order of the form. */
export const balanceColumns = {
  '2004': [
    { code: 'start', title: '年初数' },
    { code: 'end', title: '期末数' },
  ],
  '2024': [
    { code: 'end', title: '期末余额' },
    { code: 'start', title: '年初余额' },
  ],
} as const satisfies Record<string, readonly SheetColumn[]>

const threefold = (group: string, codes: readonly [string, string, string]): readonly SheetColumn[] => [
  { code: codes[0], title: '非限定性', group },
  { code: codes[1], title: '限定性', group },
  { code: codes[2], title: '合计', group, sum: [codes[0], codes[1]] },
]

const lastYear = threefold('上年数', ['lastUnrestricted', 'lastRestricted', 'last'])
const thisYear = threefold('本年累计数', ['unrestricted', 'restricted', 'total'])

/** 业务活动表: this year beside the last, each by what donors restricted and what not. */
export const activityColumns = {
  '2004': [...lastYear, ...thisYear],
  '2024': [...thisYear, ...lastYear],
} as const satisfies Record<string, readonly SheetColumn[]>

/** 现金流量表. */
export const cashColumns: readonly SheetColumn[] = [
  { code: 'total', title: '本年金额' },
  { code: 'last', title: '上年金额' },
]

/** What is typed as unrestricted stands as restricted with the other sign, and the other way round. */
export const fromUnrestricted = { restricted: 'unrestricted', lastRestricted: 'lastUnrestricted' } as const
export const fromRestricted = { unrestricted: 'restricted', lastUnrestricted: 'lastRestricted' } as const
