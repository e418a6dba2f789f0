import type { SheetColumn } from '../forms/sheet.ts'
import { inColumns, type Check } from './define.ts'

/** What both columns of a balance sheet must say, whichever the system. */
export const balanceChecks = (columns: readonly SheetColumn[]): readonly Check[] => [
  ...inColumns('balance', columns, {
    level: 'BLOCK',
    left: 'assets',
    relation: '=',
    right: 'liabilitiesAndNetAssets',
    message: '资产总计应当等于负债和净资产总计',
  }),
  ...inColumns('balance', columns, {
    level: 'BLOCK',
    left: 'entrustedAssets',
    relation: '=',
    right: 'entrustedLiabilities',
    message: '受托代理资产应当等于受托代理负债',
  }),
  ...inColumns('balance', columns, {
    level: 'BLOCK',
    left: 'depreciation',
    relation: '<=',
    right: 'fixedCost',
    message: '累计折旧不能大于固定资产原价',
  }),
]

const change = (column: string, netAssets: string, text: string): Check => ({
  level: 'BLOCK',
  left: [`activity.change-${column}`],
  relation: '=',
  right: [`balance.${netAssets}-end`, `-balance.${netAssets}-start`],
  at: `activity.change-${column}`,
  message: `业务活动表的净资产变动额（${text}）应当等于资产负债表${netAssetsText[text]}的年末数减年初数`,
})

const netAssetsText: Readonly<Record<string, string>> = {
  非限定性: '非限定性净资产',
  限定性: '限定性净资产',
  合计: '净资产合计',
}

/**
 * What agrees between the three statements (domain-2.md §18.2, 18.3). Cash may differ from 货币资金 by what is no cash
 * equivalent, so that is only asked.
 */
export const crossChecks: readonly Check[] = [
  change('unrestricted', 'unrestricted', '非限定性'),
  change('restricted', 'restricted', '限定性'),
  change('total', 'netAssets', '合计'),
  {
    level: 'WARN',
    left: ['cash.increase-total'],
    relation: '=',
    right: ['balance.money-end', '-balance.money-start'],
    at: 'cash.increase-total',
    message: '现金流量表的净增加额一般等于资产负债表货币资金的年末数减年初数',
  },
]
