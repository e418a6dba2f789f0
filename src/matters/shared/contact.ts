import { fields } from '../../core/forms/page.ts'

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
