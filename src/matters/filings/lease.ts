import { chineseDate } from '../../core/documents/dates.ts'
import { domicileFields } from '../shared/domicile.ts'
import { premises, proving } from '../shared/findings.ts'
import { domicileForms } from '../shared/forms/domicile.ts'
import { copy } from '../shared/materials.ts'
import { domicileRules } from '../shared/rules-domicile.ts'
import { byAuthority, ruleAt, type Filer, type Filing } from './define.ts'
import { reworded } from './founding.ts'

/** 住所使用权备案: the domicile stays where it is, and the right to use it is renewed or another one. */
export const lease = (filer: Filer): Filing => ({
  code: 'lease',
  title: '住所使用权备案',
  keywords: ['续租', '租期', '租赁合同', '住所租期', '房租到期', '住所使用权'],
  summary: '住所的地址没有改变，租赁合同续签，或者由租赁改为自有、无偿使用的，报登记管理机关备案。',
  conditions: [
    { text: '住所的地址与登记簿一致；迁到别处的，办理住所变更登记。', basis: filer.law.regulation },
    { text: '租期届满以前备案；已经届满的，续租以后尽快备案。', basis: byAuthority },
  ],
  basis: byAuthority,
  pages: [
    {
      code: 'domicile',
      title: '住所的使用权',
      intro: '按新的租赁合同或者产权证明填写。',
      fields: reworded(domicileFields(byAuthority), {
        address: { hint: '与登记簿一致，迁到别处的办理住所变更登记' },
        leaseFrom: { hint: '续租的，为新的租期' },
        leaseTo: { example: '2031-09-30' },
      }),
    },
  ],
  materials: [
    {
      ...copy,
      code: 'F02',
      title: '住所使用权证明',
      hint: '续租：新的租赁合同；自有：产权证；无偿使用：产权人声明和产权证',
      basis: byAuthority,
      forms: domicileForms,
    },
  ],
  rules: [
    ...domicileRules({ prefix: 'DOMICILE', ...ruleAt(filer, byAuthority) }).filter(({ code }) =>
      code.includes('LEASE'),
    ),
    {
      ...ruleAt(filer, byAuthority),
      code: 'SAME-ADDRESS',
      level: 'BLOCK',
      check: (answers, { register }) => {
        const address = answers.value('domicile', 'address')
        if (!register || address === '' || address === register.domicile) return []
        const message = `登记的住所是“${register.domicile}”。迁到别处的，请办理住所变更登记`
        return [{ page: 'domicile', field: 'address', message }]
      },
    },
    {
      ...ruleAt(filer, byAuthority),
      code: 'LEASE-LATER',
      level: 'BLOCK',
      check: (answers, { holdings }) => {
        const to = answers.value('domicile', 'leaseTo')
        const now = holdings?.leaseTo
        if (!to || !now || to > now) return []
        const message = `登记簿中的租期已经到${chineseDate(now)}，续租以后的租期应当更晚`
        return [{ page: 'domicile', field: 'leaseTo', message }]
      },
    },
  ],
  checks: [
    {
      code: 'RIGHT-OF-USE',
      text: '住所地址没有改变，使用权有证明，与填写的一致',
      basis: byAuthority,
      rules: ['SAME-ADDRESS', 'DOMICILE-LEASE-ORDER', 'DOMICILE-LEASE-LENGTH', 'LEASE-LATER'],
      shows: ['domicileSource', 'propertyOwner', 'leaseTo'].map((field) => ({ page: 'domicile', field })),
    },
  ],
  prefill: ({ items: { domicile } }) => ({ domicile: { values: { address: domicile }, items: [] } }),
  clears: () => [{ duty: 'LEASE' }],
  changes: ({ answers }) => [{ kind: 'lease', to: answers.value('domicile', 'leaseTo') }],
  filed: proving(premises()),
  next: '租期再次届满或者搬迁的，请重新备案或者办理住所变更登记。',
})
