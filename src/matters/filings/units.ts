import type { Field } from '../../core/forms/field.ts'
import { unitKinds } from '../../core/register/holdings.ts'
import { domicileFields } from '../shared/domicile.ts'
import { domicileForms } from '../shared/forms/domicile.ts'
import { copy } from '../shared/materials.ts'
import { domicileRules } from '../shared/rules-domicile.ts'
import { ask, brought, byAuthority, ruleAt, type Filer, type Filing } from './define.ts'
import { branchNameFault, officeNameFault, opening, unitFiling } from './unit.ts'

const nameField = (label: string, example: string, hint: string): Field => ({
  name: 'name',
  label,
  kind: 'text',
  min: 2,
  max: 100,
  hint,
  example,
})
const addressField: Field = ask('text', 'address', '地址', {
  min: 6,
  max: 200,
  example: '山西省太原市迎泽区文源巷21号3层305室',
})
const headField: Field = ask('personName', 'head', '负责人', { example: '顾砚秋' })
const phoneField: Field = ask('contactPhone', 'phone', '联系电话')
const scopeField = (label: string, example: string): Field => ({
  name: 'scope',
  label,
  kind: 'textarea',
  max: 500,
  example,
})

/** 分支（代表）机构, 专项基金: a 民办非企业单位 has none (R251 art. 13). */
export const branches = (filer: Filer): Filing => {
  const { orgType, law, name } = filer
  const isFoundation = orgType === 'FOUNDATION'
  const title = isFoundation ? '分支（代表）机构、专项基金备案' : '分支（代表）机构备案'
  return unitFiling(filer, {
    code: 'branch',
    title,
    keywords: ['分支机构', '代表机构', '分会', '专业委员会', '代表处', ...(isFoundation ? ['专项基金'] : [])],
    summary: `按照章程设立、撤销分支机构、代表机构${isFoundation ? '、专项基金' : ''}以后，报登记管理机关备案。`,
    conditions: [
      {
        text: '由章程规定的机构决定设立或者撤销；不是法人，不另行制定章程，法律责任由本组织承担。',
        basis: law.charter,
      },
      {
        text: '名称以本组织全称开头，以“分会”“专业委员会”“代表处”等结尾，不使用“中心”“联盟”“研究院”等文字。',
        basis: '《社会组织名称管理办法》',
      },
      ...(isFoundation
        ? []
        : [{ text: '不得设立地域性分支机构，分支机构下不得再设分支机构。', basis: law.regulation }]),
    ],
    basis: isFoundation ? `${law.regulation}第十二条` : law.charter,
    kinds: isFoundation ? ['SPECIAL_FUND', 'BRANCH', 'REPRESENTATIVE'] : ['BRANCH', 'REPRESENTATIVE'],
    asked: [
      nameField('名称', isFoundation ? `${name}技艺传承专项基金` : `${name}技艺传承专业委员会`, '以本组织的全称开头'),
      { ...addressField, label: '办公地址' },
      headField,
      phoneField,
      scopeField('业务范围', '组织技艺传承人的培训和交流，在本组织授权的范围内开展活动。'),
    ],
    meets: true,
    decided: '同意设立上述机构，聘任其负责人。',
    materials: [
      brought(
        'F03',
        '机构负责人登记表、身份证明',
        '由本人签名，附身份证件正反面',
        law.charter,
        '写明姓名、身份证件号码、简历和所任职务，由本人签名。',
        { when: { page: 'unit', ...opening } },
      ),
    ],
    nameFault: (text, kind, context) => branchNameFault(orgType, text, kind, context),
    nameBasis: '《社会组织名称管理办法》',
    check: {
      text: '名称符合规定，没有地域性分支机构；业务范围在本组织的业务范围以内',
      basis: '《社会组织名称管理办法》',
      shows: ['name', 'scope', 'closed'].map((field) => ({ page: 'unit', field })),
    },
    next: '分支机构不得另开银行基本账户，收支纳入本组织统一核算；设立和撤销应当向社会公布。',
  })
}

/** 办事机构, of a 民办非企业单位 内设机构. */
export const offices = (filer: Filer): Filing => {
  const kind = filer.orgType === 'PRIVATE_NON_ENTERPRISE' ? 'INTERNAL' : 'OFFICE'
  const noun = unitKinds[kind]
  return unitFiling(filer, {
    code: 'office',
    title: `${noun}备案`,
    keywords: [noun, '秘书处', '办公室', '部门', '内设部门'],
    summary: `按照章程设立、撤销${noun}以后，报登记管理机关备案。`,
    conditions: [
      { text: '由章程规定的机构决定设立或者撤销。', basis: filer.law.charter },
      { text: `${noun}的名称以“部”“处”“室”等字样结尾。`, basis: '《社会组织名称管理办法》' },
    ],
    basis: filer.law.charter,
    kinds: [kind],
    asked: [
      nameField('名称', '会员服务部', '以“部”“处”“室”结尾'),
      addressField,
      ask('postcode', 'postcode', '邮政编码'),
      phoneField,
      headField,
      scopeField('职责', '联系和服务本组织的成员，组织日常活动。'),
    ],
    meets: true,
    decided: `同意设立上述${noun}。`,
    nameFault: officeNameFault,
    nameBasis: '《社会组织名称管理办法》',
    check: {
      text: '名称以“部”“处”“室”结尾，职责在本组织的业务范围以内',
      basis: '《社会组织名称管理办法》',
      shows: ['name', 'scope', 'closed'].map((field) => ({ page: 'unit', field })),
    },
    next: `${noun}的印章、负责人有变化的，请及时备案。`,
  })
}

/** 办公场所: where it works besides its domicile. */
export const premises = (filer: Filer): Filing => {
  const called = (text: string): string => text.replaceAll('住所', '办公场所')
  return unitFiling(filer, {
    code: 'premises',
    title: '办公场所备案',
    keywords: ['办公场所', '办公地址', '场地', '活动场所'],
    summary: '在登记的住所以外另有办公场所，或者不再使用的，报登记管理机关备案。',
    conditions: [
      { text: '有合法的使用权；只在住所办公的不用备案。', basis: byAuthority },
      { text: '住所本身改变的，办理住所变更登记；住所续租的，办理住所使用权备案。', basis: filer.law.regulation },
    ],
    basis: byAuthority,
    kinds: ['PREMISES'],
    words: { open: '启用', close: '停用' },
    asked: [],
    beside: [
      {
        code: 'domicile',
        title: '启用的办公场所',
        fields: domicileFields(byAuthority).map((field) => ({
          ...field,
          label: called(field.label),
          ...('hint' in field ? { hint: called(field.hint).replace('，登记后印在证书上', '') } : {}),
          ...(field.name === 'address' ? { example: '山西省太原市迎泽区文源巷21号5层508室' } : {}),
        })),
      },
    ],
    called: { page: 'domicile', name: 'address', address: 'address' },
    meets: false,
    materials: [
      {
        ...copy,
        code: 'F03',
        title: '办公场所使用权证明',
        hint: '自有：产权证；租赁：租赁合同和产权证；无偿使用：产权人声明和产权证',
        when: { page: 'unit', ...opening },
        basis: byAuthority,
        forms: domicileForms,
      },
    ],
    nameFault: (address, _, { register }) =>
      address === register?.domicile ? '与登记的住所相同：续租的，请办理住所使用权备案' : undefined,
    rules: domicileRules({ prefix: 'PREMISES', ...ruleAt(filer, byAuthority) }).filter(({ code }) =>
      code.includes('LEASE'),
    ),
    check: {
      text: '办公场所的使用权有证明，与填写的一致',
      basis: byAuthority,
      rules: ['PREMISES-LEASE-ORDER', 'PREMISES-LEASE-LENGTH'],
      shows: [
        { page: 'domicile', field: 'address' },
        { page: 'unit', field: 'closed' },
      ],
    },
    next: '办公场所租期届满或者搬迁的，请重新备案；住所改变的，办理变更登记。',
  })
}

/** 举办实体. */
export const entities = (filer: Filer): Filing =>
  unitFiling(filer, {
    code: 'entity',
    title: '举办实体备案',
    keywords: ['举办实体', '出资', '公司', '投资', '经济实体'],
    summary: '出资举办企业、民办非企业单位等实体，或者不再举办的，报登记管理机关备案。',
    conditions: [
      { text: '由章程规定的机构决定，与本组织的宗旨和业务范围相适应。', basis: filer.law.charter },
      { text: '实体依法取得营业执照或者登记证书以后备案。', basis: byAuthority },
    ],
    basis: byAuthority,
    kinds: ['ENTITY'],
    words: { open: '举办', close: '不再举办' },
    asked: [
      nameField('实体名称', '山西晋源彩绘文化传播有限公司', '与营业执照或者登记证书一致'),
      { ...addressField, label: '实体住所' },
      { ...headField, label: '实体法定代表人' },
      ask('text', 'licenceKind', '执照（证书）名称', { max: 50, example: '营业执照' }),
      ask('uscc', 'licenceNo', '统一社会信用代码', { example: '91140100MA0KX0013Y' }),
      ask('date', 'licencedOn', '登记日期', { noLaterThanToday: true, example: '2026-10-20' }),
      ask('text', 'licencedBy', '登记机关', { max: 100, example: '太原市市场监督管理局' }),
      ask('decimal', 'capital', '注册资本', { min: 0, max: 10_000_000, unit: '万元', example: '50' }),
      ask('decimal', 'share', '本组织出资比例', { min: 0.01, max: 100, decimals: 2, unit: '%', example: '100' }),
    ],
    meets: true,
    decided: '同意出资举办上述实体。',
    materials: [
      brought('F03', '营业执照或者登记证书', '实体的营业执照或者登记证书副本', byAuthority, '由实体的登记机关颁发', {
        when: { page: 'unit', ...opening },
        form: '复印件',
      }),
    ],
    check: {
      text: '实体已经依法登记，出资与决议一致',
      basis: byAuthority,
      shows: ['name', 'licenceNo', 'share', 'closed'].map((field) => ({ page: 'unit', field })),
    },
    next: '与实体的关联交易应当公允，并在年度工作报告中披露。',
  })

const partyKinds = ['党委', '党总支', '党支部', '联合党支部', '功能型党支部'].map((text) => ({ value: text, text }))

/** 党组织. */
export const partyUnits = (filer: Filer): Filing =>
  unitFiling(filer, {
    code: 'party',
    title: '党组织备案',
    keywords: ['党组织', '党支部', '党建', '联合党支部'],
    summary: '经上级党组织批准建立、撤销党组织以后，报登记管理机关备案。',
    conditions: [
      {
        text: '有正式党员3名以上的，应当建立党的基层组织；不足3名的，可以建立联合党支部。',
        basis: '《中国共产党章程》第三十条',
      },
      { text: '经有审批权限的上级党组织批准。', basis: '社会组织党的建设有关规定' },
    ],
    basis: '社会组织党的建设有关规定',
    kinds: ['PARTY'],
    words: { open: '建立', close: '撤销' },
    asked: [
      nameField('党组织名称', `中共${filer.name}支部委员会`, '与批复一致'),
      ask('choice', 'partyKind', '党组织形式', { options: partyKinds, example: '党支部' }),
      ask('text', 'approvedBy', '批准的上级党组织', { max: 100, example: '中共山西省社会组织综合委员会' }),
      ask('text', 'approvalNo', '批复文号', { max: 60, example: '晋社综党〔2026〕15号' }),
      ask('date', 'approvedOn', '批复日期', { noLaterThanToday: true, example: '2026-11-05' }),
      { ...headField, label: '书记' },
      ask('integer', 'members', '正式党员人数', { min: 1, max: 100_000, unit: '人', example: '5' }),
    ],
    meets: false,
    materials: [
      brought(
        'F03',
        '上级党组织的批复',
        '批准建立或者撤销党组织的文件',
        '社会组织党的建设有关规定',
        '由上级党组织批准，格式以其为准',
        { form: '复印件' },
      ),
    ],
    rules: [
      {
        ...ruleAt(filer, '《中国共产党章程》第三十条'),
        code: 'PARTY-MEMBERS',
        level: 'WARN',
        check: (answers) => {
          const members = answers.number('unit', 'members')
          const alone = ['党支部', '党总支', '党委'].includes(answers.value('unit', 'partyKind'))
          return alone && members !== undefined && members < 3
            ? [{ page: 'unit', field: 'members', message: '正式党员不足3名的，一般建立联合党支部' }]
            : []
        },
      },
    ],
    check: {
      text: '经上级党组织批准，与批复一致',
      basis: '社会组织党的建设有关规定',
      rules: ['PARTY-MEMBERS'],
      shows: ['name', 'approvalNo', 'members', 'closed'].map((field) => ({ page: 'unit', field })),
    },
    next: '党组织换届、书记调整的，请向上级党组织报告。',
  })
