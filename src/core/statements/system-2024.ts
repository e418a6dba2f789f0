import { activityColumns, balanceColumns, fromRestricted, fromUnrestricted } from './columns.ts'
import { cashStatement } from './cash.ts'
import { balanceChecks, crossChecks } from './checks.ts'
import { defineStatements, inColumns, type Statement } from './define.ts'

// 民间非营利组织会计制度 (财会〔2024〕25号), for fiscal years from 2026 on (domain-2.md §18.1–18.3).

const columns = balanceColumns['2024']

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
        { code: 'longInvestmentDue', title: '一年内到期的长期投资' },
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
        { code: 'equityInvestment', title: '长期股权投资', under: '非流动资产' },
        { code: 'debtInvestment', title: '长期债权投资' },
        { code: 'otherLongInvestment', title: '其他长期投资' },
        {
          code: 'longInvestment',
          title: '长期投资合计',
          sum: ['equityInvestment', 'debtInvestment', 'otherLongInvestment'],
        },
        { code: 'fixedCost', title: '固定资产原价' },
        { code: 'depreciation', title: '减：累计折旧' },
        { code: 'fixedNet', title: '固定资产净值', sum: ['fixedCost', '-depreciation'] },
        { code: 'construction', title: '在建工程' },
        { code: 'disposal', title: '固定资产清理', negative: 'free' },
        { code: 'fixed', title: '固定资产合计', sum: ['fixedNet', 'construction', 'disposal'] },
        { code: 'heritage', title: '文物资源', hint: '不计提折旧，单独列示，不再计入固定资产' },
        { code: 'intangibleCost', title: '无形资产原价' },
        { code: 'amortisation', title: '减：累计摊销' },
        { code: 'intangible', title: '无形资产净值', sum: ['intangibleCost', '-amortisation'] },
        { code: 'longDeferred', title: '长期待摊费用' },
        {
          code: 'nonCurrent',
          title: '非流动资产合计',
          sum: ['longInvestment', 'fixed', 'heritage', 'intangible', 'longDeferred'],
        },
        { code: 'entrustedAssets', title: '受托代理资产', under: '受托代理资产' },
        { code: 'assets', title: '资产总计', sum: ['current', 'nonCurrent', 'entrustedAssets'] },
      ],
    },
    {
      title: '负债和净资产',
      lines: [
        { code: 'shortLoans', title: '短期借款', under: '流动负债' },
        { code: 'payables', title: '应付款项' },
        { code: 'wages', title: '应付职工薪酬' },
        { code: 'taxes', title: '应交税费' },
        { code: 'advances', title: '预收账款' },
        { code: 'accrued', title: '预提费用' },
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
            'longLiabilitiesDue',
            'otherCurrentLiabilities',
          ],
        },
        { code: 'longLoans', title: '长期借款', under: '长期负债' },
        { code: 'longPayables', title: '长期应付款' },
        { code: 'provisions', title: '预计负债' },
        { code: 'otherLongLiabilities', title: '其他长期负债' },
        {
          code: 'longLiabilities',
          title: '长期负债合计',
          sum: ['longLoans', 'longPayables', 'provisions', 'otherLongLiabilities'],
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
  columns: activityColumns['2024'],
  parts: [
    {
      title: '项目',
      lines: [
        { code: 'donations', title: '捐赠收入', under: '收入', negative: 'ask' },
        { code: 'fees', title: '会费收入', negative: 'ask' },
        { code: 'services', title: '提供服务收入', negative: 'ask' },
        { code: 'grants', title: '政府补助收入', negative: 'ask' },
        { code: 'sales', title: '商品销售收入', negative: 'ask' },
        { code: 'returns', title: '投资收益', negative: 'free' },
        { code: 'otherIncome', title: '其他收入', negative: 'ask' },
        {
          code: 'income',
          title: '收入合计',
          sum: ['donations', 'fees', 'services', 'grants', 'sales', 'returns', 'otherIncome'],
        },
        { code: 'activities', title: '业务活动成本', under: '费用', negative: 'ask' },
        { code: 'surcharges', title: '税金及附加', negative: 'ask' },
        { code: 'management', title: '管理费用', negative: 'ask' },
        { code: 'financing', title: '筹资费用', negative: 'ask' },
        { code: 'impairment', title: '资产减值损失', negative: 'free' },
        { code: 'incomeTax', title: '所得税费用', negative: 'ask' },
        { code: 'otherExpenses', title: '其他费用', negative: 'ask' },
        {
          code: 'expenses',
          title: '费用合计',
          sum: ['activities', 'surcharges', 'management', 'financing', 'impairment', 'incomeTax', 'otherExpenses'],
        },
        {
          code: 'released',
          title: '限定性净资产转为非限定性净资产',
          under: '净资产的转换和调整',
          mirror: fromUnrestricted,
          hint: '只填写非限定性一栏，限定性一栏自动为相反数',
        },
        {
          code: 'restrictedNow',
          title: '非限定性净资产转为限定性净资产',
          mirror: fromRestricted,
          hint: '只填写限定性一栏，非限定性一栏自动为相反数',
        },
        { code: 'earlierYears', title: '以前年度净资产调整', negative: 'free' },
        {
          code: 'change',
          title: '净资产变动额',
          sum: ['income', '-expenses', 'released', 'restrictedNow', 'earlierYears'],
        },
      ],
    },
  ],
}

export const system2024 = defineStatements({
  code: '2024',
  title: '《民间非营利组织会计制度》（财会〔2024〕25号）',
  statements: [balance, activity, cashStatement('2024')],
  checks: [
    ...balanceChecks(columns),
    ...inColumns('balance', columns, {
      level: 'BLOCK',
      left: 'amortisation',
      relation: '<=',
      right: 'intangibleCost',
      message: '累计摊销不能大于无形资产原价',
    }),
    ...crossChecks,
  ],
})
