import type { Material } from '../../../core/matters/define.ts'
import { partyMembers } from '../../shared/forms/people.ts'
import { partyBuilding as partyPromise, personInName, unitInName } from '../../shared/forms/promises.ts'
import { copy, original } from '../../shared/materials.ts'

/** Whoever is not registered directly has a supervisory unit. */
export const dualManagement = { page: 'supervision', field: 'directRegistration', is: ['no'] } as const

// What every type that asks it asks in the same words.

export const personInNameConsent = {
  ...original,
  code: 'M105',
  title: '使用自然人姓名同意书',
  hint: '本人签名的同意书；已故名人由其近亲属出具，并附说明其贡献的材料',
  when: { page: 'name', field: 'personInName', is: ['yes'] },
  basis: '《社会组织名称管理办法》第十五条',
  forms: [personInName],
} as const satisfies Material

export const unitInNameConsent = {
  ...original,
  code: 'M105U',
  title: '使用单位名称同意书',
  hint: '该单位加盖公章的同意书',
  when: { page: 'name', field: 'unitInName', is: ['yes'] },
  basis: '《社会组织名称管理办法》第十四条',
  forms: [unitInName],
} as const satisfies Material

export const officialsHoldingPosts = {
  ...copy,
  code: 'M214',
  title: '党政领导干部兼职批准文件',
  hint: '有现任或离退休党政领导干部兼任职务的，上传有审批权限的机关的批准文件',
  when: { page: 'officers', field: 'isPartyGovLeader', is: ['yes'] },
  proves: ['officers'],
  basis: '干部管理有关规定',
  noForm: '由有干部管理权限的机关批准，格式以其为准',
} as const satisfies Material

export const partyBuilding = {
  ...original,
  code: 'M216',
  title: '社会组织党建工作承诺书、党员情况表',
  hint: '写明承诺内容和党员人数，由拟任法定代表人签名',
  proves: ['party'],
  basis: '社会组织党的建设有关规定',
  forms: [partyPromise, partyMembers],
} as const satisfies Material

const taxIfDone: Pick<Material, 'optional' | 'hint'> = { hint: '已经办理税务信息确认的上传', optional: true }

/** Papers of the last link, which every type files with its certificate in hand. `tax`: what its law says of the tax office's paper. */
export const filingMaterials = (basis: string, tax: Pick<Material, 'optional' | 'hint'> = taxIfDone) =>
  [
    {
      ...original,
      code: 'M301',
      title: '印章式样备案表',
      hint: '盖上每一枚印章的清晰印模',
      proves: ['seals'],
      basis,
    },
    {
      ...original,
      code: 'M302',
      title: '银行账户备案表和账户信息',
      hint: '备案表和银行出具的开户许可或账户信息',
      proves: ['bankAccount'],
      basis,
    },
    {
      ...copy,
      code: 'M303',
      title: '税务信息备案',
      ...tax,
      proves: ['tax'],
      basis: '税收征收管理有关规定',
      noForm: '由税务机关出具',
    },
    {
      ...original,
      code: 'M304',
      title: '纸质材料送交或邮寄回执',
      hint: '已经邮寄或者送交纸质原件的，上传快递单或窗口回执',
      optional: true,
      basis: '登记管理机关窗口要求',
      noForm: '由窗口或者快递公司出具',
    },
  ] as const satisfies readonly Material[]
