import { fields } from '../../core/forms/page.ts'
import type { TakesOver } from '../../core/matters/take-over.ts'

/** Whom the authority calls about the case. */
export const contactFields = fields(
  { name: 'contactName', label: '联系人姓名', kind: 'personName', example: '沈若川' },
  {
    name: 'contactPhone',
    label: '联系电话',
    kind: 'contactPhone',
    hint: '手机号码，或“区号-号码”形式的固定电话；工作人员会拨打这个电话',
    example: '13900001234',
  },
)

/** An organization is not asked anew whom to call: it is whoever was named before. `page`: where it is asked. */
export const contactTakenOver = (page: string): TakesOver => ({
  fields: { [`${page}.contactName`]: [{ called: 'name' }], [`${page}.contactPhone`]: [{ called: 'phone' }] },
  items: {},
})
