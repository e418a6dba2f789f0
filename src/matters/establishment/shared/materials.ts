import type { Material } from '../../../core/matters/define.ts'
import { copy, original } from '../../shared/materials.ts'

/** Whoever is not registered directly has a supervisory unit. */
export const dualManagement = { page: 'supervision', field: 'directRegistration', is: ['no'] } as const

const taxIfDone: Pick<Material, 'optional' | 'hint'> = { hint: '已经办理税务信息确认的上传', optional: true }

/** Papers of the last link, which every type files with its certificate in hand. `tax`: what its law says of the tax office's paper. */
export const filingMaterials = (basis: string, tax: Pick<Material, 'optional' | 'hint'> = taxIfDone) =>
  [
    { ...original, code: 'M301', title: '印章式样备案表', hint: '盖上每一枚印章的清晰印模', basis },
    {
      ...original,
      code: 'M302',
      title: '银行账户备案表和账户信息',
      hint: '备案表和银行出具的开户许可或账户信息',
      basis,
    },
    {
      ...copy,
      code: 'M303',
      title: '税务信息备案',
      ...tax,
      basis: '税收征收管理有关规定',
    },
    {
      ...original,
      code: 'M304',
      title: '纸质材料送交或邮寄回执',
      hint: '已经邮寄或者送交纸质原件的，上传快递单或窗口回执',
      optional: true,
      basis: '登记管理机关窗口要求',
    },
  ] as const satisfies readonly Material[]
