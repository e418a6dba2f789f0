import type { StatementSet } from './define.ts'

// Accounts of the ledger by their first-level codes (会计科目编号), and the line of a statement each adds to. Codes and names
// are those the accounting system prescribes; the code alone decides nothing, since the two systems give some of them
// to different accounts (domain-2.md §18.5).

export type Account = {
  readonly code: string
  /** What it is called: names of both systems, since organizations carry them over. */
  readonly names: readonly string[]
  /** The line it adds to: of the balance sheet, or of the statement of activities; `-depreciation` shows it as taken off. */
  readonly balance?: string
  readonly activity?: string
  /** Its balance stands on the other side than that of its class: 坏账准备. */
  readonly contra?: true
  /** Whether donors restricted it is kept apart below it: …01 非限定性, …02 限定性. */
  readonly split?: true
  /** Nothing is put in for it; what has to be done instead. */
  readonly tell?: string
}

const fromDonors = { split: true } as const

/** Accounts both systems have. */
const common: readonly Account[] = [
  { code: '1001', names: ['现金', '库存现金'], balance: 'money' },
  { code: '1002', names: ['银行存款'], balance: 'money' },
  { code: '1009', names: ['其他货币资金'], balance: 'money' },
  { code: '1101', names: ['短期投资'], balance: 'shortInvestment' },
  { code: '1102', names: ['短期投资跌价准备'], balance: 'shortInvestment', contra: true },
  { code: '1111', names: ['应收票据'], balance: 'receivables' },
  { code: '1121', names: ['应收账款'], balance: 'receivables' },
  { code: '1122', names: ['其他应收款'], balance: 'receivables' },
  { code: '1131', names: ['坏账准备'], balance: 'receivables', contra: true },
  { code: '1141', names: ['预付账款'], balance: 'prepaid' },
  { code: '1201', names: ['存货'], balance: 'stock' },
  { code: '1202', names: ['存货跌价准备'], balance: 'stock', contra: true },
  { code: '1301', names: ['待摊费用'], balance: 'deferred' },
  { code: '1401', names: ['长期股权投资'], balance: 'equityInvestment' },
  { code: '1402', names: ['长期债权投资'], balance: 'debtInvestment' },
  {
    code: '1421',
    names: ['长期投资减值准备'],
    contra: true,
    tell: '请按所属的投资，从长期股权投资或者长期债权投资中减去',
  },
  { code: '1501', names: ['固定资产'], balance: 'fixedCost' },
  { code: '1502', names: ['累计折旧'], balance: '-depreciation', contra: true },
  { code: '1505', names: ['在建工程'], balance: 'construction' },
  { code: '1506', names: ['文物文化资产', '文物资源'], balance: 'heritage' },
  { code: '1509', names: ['固定资产清理'], balance: 'disposal' },
  { code: '2101', names: ['短期借款'], balance: 'shortLoans' },
  { code: '2201', names: ['应付票据'], balance: 'payables' },
  { code: '2202', names: ['应付账款'], balance: 'payables' },
  { code: '2203', names: ['预收账款'], balance: 'advances' },
  { code: '2204', names: ['应付工资', '应付职工薪酬'], balance: 'wages' },
  { code: '2206', names: ['应交税金', '应交税费'], balance: 'taxes' },
  { code: '2209', names: ['其他应付款'], balance: 'payables' },
  { code: '2301', names: ['预提费用'], balance: 'accrued' },
  { code: '2501', names: ['长期借款'], balance: 'longLoans' },
  { code: '2502', names: ['长期应付款'], balance: 'longPayables' },
  { code: '2601', names: ['受托代理负债'], balance: 'entrustedLiabilities' },
  { code: '3101', names: ['非限定性净资产'], balance: 'unrestricted' },
  { code: '3102', names: ['限定性净资产'], balance: 'restricted' },
  { code: '4101', names: ['捐赠收入'], activity: 'donations', ...fromDonors },
  { code: '4201', names: ['会费收入'], activity: 'fees', ...fromDonors },
  { code: '4301', names: ['提供服务收入'], activity: 'services', ...fromDonors },
  { code: '4401', names: ['政府补助收入'], activity: 'grants', ...fromDonors },
  { code: '4501', names: ['商品销售收入'], activity: 'sales', ...fromDonors },
  { code: '4601', names: ['投资收益'], activity: 'returns', ...fromDonors },
  { code: '4901', names: ['其他收入'], activity: 'otherIncome', ...fromDonors },
  { code: '5101', names: ['业务活动成本'], activity: 'activities' },
]

/** The accounts of a system, each code once. */
export const ACCOUNTS: Readonly<Record<StatementSet['code'], readonly Account[]>> = {
  '2004': [
    ...common,
    { code: '1601', names: ['无形资产'], balance: 'intangible' },
    { code: '1701', names: ['受托代理资产'], balance: 'entrustedAssets' },
    { code: '2401', names: ['预计负债'], balance: 'provisions' },
    { code: '5201', names: ['管理费用'], activity: 'management' },
    { code: '5301', names: ['筹资费用'], activity: 'financing' },
    { code: '5401', names: ['其他费用'], activity: 'otherExpenses' },
  ],
  '2024': [
    ...common,
    { code: '1403', names: ['其他长期投资'], balance: 'otherLongInvestment' },
    { code: '1601', names: ['无形资产'], balance: 'intangibleCost' },
    { code: '1602', names: ['累计摊销'], balance: '-amortisation', contra: true },
    { code: '1701', names: ['长期待摊费用'], balance: 'longDeferred' },
    { code: '1801', names: ['受托代理资产'], balance: 'entrustedAssets' },
    { code: '2503', names: ['预计负债'], balance: 'provisions' },
    {
      code: '3201',
      names: ['以前年度净资产调整'],
      tell: '请在业务活动表的“以前年度净资产调整”一行，按限定性、非限定性分别填写',
    },
    { code: '4701', names: ['总部拨款收入'], tell: '只由境外非政府组织的代表机构使用，会计报表没有这一行' },
    { code: '5201', names: ['税金及附加'], activity: 'surcharges' },
    { code: '5301', names: ['管理费用'], activity: 'management' },
    { code: '5401', names: ['筹资费用'], activity: 'financing' },
    { code: '5501', names: ['资产减值损失'], activity: 'impairment' },
    { code: '5601', names: ['所得税费用'], activity: 'incomeTax' },
    { code: '5901', names: ['其他费用'], activity: 'otherExpenses' },
  ],
}

/** Accounts of class 1 and 5 stand on the debit side, those of 2, 3 and 4 on the credit side. */
export const isDebit = ({ code, contra }: Pick<Account, 'code' | 'contra'>): boolean =>
  /^[15]/.test(code) !== (contra === true)
