import { cashColumns } from './columns.ts'
import type { Statement } from './define.ts'

const longAssets = { '2004': '固定资产和无形资产', '2024': '固定资产、无形资产和其他非流动资产' } as const

/** 现金流量表 of a system; the later one names 税费 and 其他非流动资产. */
export const cashStatement = (system: '2004' | '2024'): Statement => ({
  code: 'cash',
  form: '会民非03表',
  title: '现金流量表',
  columns: cashColumns,
  parts: [
    {
      title: '项目',
      lines: [
        { code: 'inDonations', title: '接受捐赠收到的现金', under: '业务活动产生的现金流量' },
        { code: 'inFees', title: '收取会费收到的现金' },
        { code: 'inServices', title: '提供服务收到的现金' },
        { code: 'inSales', title: '销售商品收到的现金' },
        { code: 'inGrants', title: '政府补助收到的现金' },
        { code: 'inOther', title: '收到的其他与业务活动有关的现金' },
        {
          code: 'in',
          title: '业务活动现金流入小计',
          sum: ['inDonations', 'inFees', 'inServices', 'inSales', 'inGrants', 'inOther'],
        },
        { code: 'outDonations', title: '提供捐赠或者资助支付的现金' },
        { code: 'outStaff', title: '支付给员工以及为员工支付的现金' },
        { code: 'outPurchases', title: '购买商品、接受服务支付的现金' },
        ...(system === '2024' ? [{ code: 'outTaxes', title: '支付的各项税费' }] : []),
        { code: 'outOther', title: '支付的其他与业务活动有关的现金' },
        {
          code: 'out',
          title: '业务活动现金流出小计',
          sum: ['outDonations', 'outStaff', 'outPurchases', ...(system === '2024' ? ['outTaxes'] : []), 'outOther'],
        },
        { code: 'operating', title: '业务活动产生的现金流量净额', sum: ['in', '-out'] },
        { code: 'inInvestments', title: '收回投资所收到的现金', under: '投资活动产生的现金流量' },
        { code: 'inReturns', title: '取得投资收益所收到的现金' },
        { code: 'inDisposals', title: `处置${longAssets[system]}收回的现金` },
        { code: 'inOtherInvesting', title: '收到的其他与投资活动有关的现金' },
        {
          code: 'investingIn',
          title: '投资活动现金流入小计',
          sum: ['inInvestments', 'inReturns', 'inDisposals', 'inOtherInvesting'],
        },
        { code: 'outAssets', title: `购建${longAssets[system]}支付的现金` },
        { code: 'outInvestments', title: '对外投资所支付的现金' },
        { code: 'outOtherInvesting', title: '支付的其他与投资活动有关的现金' },
        {
          code: 'investingOut',
          title: '投资活动现金流出小计',
          sum: ['outAssets', 'outInvestments', 'outOtherInvesting'],
        },
        { code: 'investing', title: '投资活动产生的现金流量净额', sum: ['investingIn', '-investingOut'] },
        { code: 'inLoans', title: '借款所收到的现金', under: '筹资活动产生的现金流量' },
        { code: 'inOtherFinancing', title: '收到的其他与筹资活动有关的现金' },
        { code: 'financingIn', title: '筹资活动现金流入小计', sum: ['inLoans', 'inOtherFinancing'] },
        { code: 'outLoans', title: '偿还借款所支付的现金' },
        { code: 'outInterest', title: '偿付利息所支付的现金' },
        { code: 'outOtherFinancing', title: '支付的其他与筹资活动有关的现金' },
        {
          code: 'financingOut',
          title: '筹资活动现金流出小计',
          sum: ['outLoans', 'outInterest', 'outOtherFinancing'],
        },
        { code: 'financing', title: '筹资活动产生的现金流量净额', sum: ['financingIn', '-financingOut'] },
        {
          code: 'exchange',
          title: '汇率变动对现金的影响额',
          under: '现金及现金等价物',
          negative: 'free',
        },
        {
          code: 'increase',
          title: '现金及现金等价物净增加额',
          sum: ['operating', 'investing', 'financing', 'exchange'],
        },
      ],
    },
  ],
})
