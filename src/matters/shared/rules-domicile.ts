import { chineseDate } from '../../core/documents/dates.ts'
import type { Rule } from '../../core/matters/define.ts'
import { lastDayOfMonths } from '../../core/workflow/calendar.ts'

/** Rules about the address and the lease of the premises, wherever they are asked for. `prefix`: of their codes. */
export const domicileRules = ({
  prefix,
  basis,
  ...inForce
}: Pick<Rule, 'basis' | 'effectiveFrom' | 'stages'> & { readonly prefix: string }): readonly Rule[] => [
  {
    ...inForce,
    code: `${prefix}-ADDRESS-WHOLE`,
    basis,
    level: 'WARN',
    asks: true,
    check: (answers, { fromProvince }) => {
      const address = answers.value('domicile', 'address')
      if (address === '' || !fromProvince) return []
      const whole = fromProvince(address)
      if (whole === address) return []
      const message = '住所印在证书上，应当从省、市、县（市、区）写起'
      return [
        whole === undefined
          ? { page: 'domicile', field: 'address', message }
          : { page: 'domicile', field: 'address', message: `${message}：${whole}`, choices: [whole] },
      ]
    },
  },
  {
    ...inForce,
    code: `${prefix}-LEASE-ORDER`,
    basis,
    level: 'BLOCK',
    check: (answers) => {
      const from = answers.value('domicile', 'leaseFrom')
      const to = answers.value('domicile', 'leaseTo')
      return from && to && to <= from
        ? [{ page: 'domicile', field: 'leaseTo', message: '租期结束日期应当晚于租期开始日期' }]
        : []
    },
  },
  {
    ...inForce,
    code: `${prefix}-LEASE-LENGTH`,
    basis: '登记管理机关要求',
    level: 'WARN',
    asks: true,
    check: (answers, { today, policies: { leaseMonths } }) => {
      const to = answers.value('domicile', 'leaseTo')
      const wanted = lastDayOfMonths(today, leaseMonths)
      if (!to || to >= wanted) return []
      const message = `租期到${chineseDate(to)}结束，自申请之日起一般不少于${leaseMonths}个月（到${chineseDate(wanted)}）`
      return [{ page: 'domicile', field: 'leaseTo', message }]
    },
  },
]
