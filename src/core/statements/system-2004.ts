import { activityColumns, balanceColumns, fromUnrestricted } from './columns.ts'
import { cashStatement } from './cash.ts'
import { balanceChecks, crossChecks } from './checks.ts'
import { defineStatements, type Check, type Statement } from './define.ts'

// 民间非营利组织会计制度 of 2004, for fiscal years up to 2025 (domain.md §5.4, domain-2.md §18.4). What a line of the later
// system is called otherwise keeps its code, so that a year carries over into the next.

const columns = balanceColumns['2004']

const balance: Statement = {
  code: 'balance',
  form: '会民非01表',
  title: '资产负债表',
  columns,
  parts: [
    {
      title: '资产',
      lines: [
        { code: 'money', title: '货币资金', under: '流动资产' },
        { code: 'shortInvestment', title: '短期投资' },
        { code: 'receivables', title: '应收款项' },
        { code: 'prepaid', title: '预付账款' },
        { code: 'stock', title: '存货' },
        { code: 'deferred', title: '待摊费用' },
        { code: 'longInvestmentDue', title: '一年内到期的长期债权投资' },
        { code: 'otherCurrent', title: '其他流动资产' },
        {
          code: 'current',
          title: '流动资产合计',
          sum: [
            'money',
            'shortInvestment',
            'receivables',
            'prepaid',
            'stock',
            'deferred',
            'longInvestmentDue',
            'otherCurrent',
          ],
        },
        { code: 'equityInvestment', title: '长期股权投资', under: '长期投资' },
        { code: 'debtInvestment', title: '长期债权投资' },
        { code: 'longInvestment', title: '长期投资合计', sum: ['equityInvestment', 'debtInvestment'] },
        { code: 'fixedCost', title: '固定资产原价', under: '固定资产' },
        { code: 'depreciation', title: '减：累计折旧' },
        { code: 'fixedNet', title: '固定资产净值', sum: ['fixedCost', '-depreciation'] },
        { code: 'construction', title: '在建工程' },
        { code: 'heritage', title: '文物文化资产' },
        { code: 'disposal', title: '固定资产清理', negative: 'free' },
        { code: 'fixed', title: '固定资产合计', sum: ['fixedNet', 'construction', 'heritage', 'disposal'] },
        { code: 'intangible', title: '无形资产', under: '无形资产' },
        { code: 'entrustedAssets', title: '受托代理资产', under: '受托代理资产' },
        {
          code: 'assets',
          title: '资产总计',
          sum: ['current', 'longInvestment', 'fixed', 'intangible', 'entrustedAssets'],
        },
      ],
    },
    {
      title: '负债和净资产',
      lines: [
        { code: 'shortLoans', title: '短期借款', under: '流动负债' },
        { code: 'payables', title: '应付款项' },
        { code: 'wages', title: '应付工资' },
        { code: 'taxes', title: '应交税金' },
        { code: 'advances', title: '预收账款' },
        { code: 'accrued', title: '预提费用' },
        { code: 'provisions', title: '预计负债' },
        { code: 'longLiabilitiesDue', title: '一年内到期的长期负债' },
        { code: 'otherCurrentLiabilities', title: '其他流动负债' },
        {
          code: 'currentLiabilities',
          title: '流动负债合计',
          sum: [
            'shortLoans',
            'payables',
            'wages',
            'taxes',
            'advances',
            'accrued',
            'provisions',
            'longLiabilitiesDue',
            'otherCurrentLiabilities',
          ],
        },
        { code: 'longLoans', title: '长期借款', under: '长期负债' },
        { code: 'longPayables', title: '长期应付款' },
        { code: 'otherLongLiabilities', title: '其他长期负债' },
        {
          code: 'longLiabilities',
          title: '长期负债合计',
          sum: ['longLoans', 'longPayables', 'otherLongLiabilities'],
        },
        { code: 'entrustedLiabilities', title: '受托代理负债', under: '受托代理负债' },
        {
          code: 'liabilities',
          title: '负债合计',
          sum: ['currentLiabilities', 'longLiabilities', 'entrustedLiabilities'],
        },
        { code: 'unrestricted', title: '非限定性净资产', under: '净资产', negative: 'ask' },
        { code: 'restricted', title: '限定性净资产' },
        { code: 'netAssets', title: '净资产合计', sum: ['unrestricted', 'restricted'] },
        { code: 'liabilitiesAndNetAssets', title: '负债和净资产总计', sum: ['liabilities', 'netAssets'] },
      ],
    },
  ],
}

const activity: Statement = {
  code: 'activity',
  form: '会民非02表',
  title: '业务活动表',
  columns: activityColumns['2004'],
  parts: [
    {
      title: '项目',
      lines: [
        { code: 'donations', title: '捐赠收入', under: '收入', negative: 'ask' },
        { code: 'fees', title: '会费收入', negative: 'ask' },
        { code: 'services', title: '提供服务收入', negative: 'ask' },
        { code: 'sales', title: '商品销售收入', negative: 'ask' },
        { code: 'grants', title: '政府补助收入', negative: 'ask' },
        { code: 'returns', title: '投资收益', negative: 'free' },
        { code: 'otherIncome', title: '其他收入', negative: 'ask' },
        {
          code: 'income',
          title: '收入合计',
          sum: ['donations', 'fees', 'services', 'sales', 'grants', 'returns', 'otherIncome'],
        },
        { code: 'activities', title: '业务活动成本', under: '费用', negative: 'ask' },
        { code: 'activityStaff', title: '其中：人员费用', within: 'activities', negative: 'ask' },
        { code: 'activityDaily', title: '其中：日常费用', within: 'activities', negative: 'ask' },
        { code: 'activityDepreciation', title: '其中：固定资产折旧', within: 'activities', negative: 'ask' },
        { code: 'activityTaxes', title: '其中：税费', within: 'activities', negative: 'ask' },
        { code: 'management', title: '管理费用', negative: 'ask' },
        { code: 'financing', title: '筹资费用', negative: 'ask' },
        { code: 'otherExpenses', title: '其他费用', negative: 'ask' },
        {
          code: 'expenses',
          title: '费用合计',
          sum: ['activities', 'management', 'financing', 'otherExpenses'],
        },
        {
          code: 'released',
          title: '限定性净资产转为非限定性净资产',
          under: '净资产的转换',
          mirror: fromUnrestricted,
          hint: '只填写非限定性一栏，限定性一栏自动为相反数',
        },
        { code: 'change', title: '净资产变动额', sum: ['income', '-expenses', 'released'] },
      ],
    },
  ],
}

const within = ['activityStaff', 'activityDaily', 'activityDepreciation', 'activityTaxes']

export const system2004 = defineStatements({
  code: '2004',
  title: '《民间非营利组织会计制度》（2004年）',
  statements: [balance, activity, cashStatement('2004')],
  checks: [
    ...balanceChecks(columns),
    ...['lastUnrestricted', 'lastRestricted', 'unrestricted', 'restricted'].map((column): Check => ({
      level: 'BLOCK',
      left: within.map((line) => `activity.${line}-${column}`),
      relation: '<=',
      right: [`activity.activities-${column}`],
      at: `activity.activities-${column}`,
      message: '业务活动成本的“其中”各项之和不能大于业务活动成本',
    })),
    ...crossChecks,
  ],
})
