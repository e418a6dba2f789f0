import type { Material } from '../../core/matters/define.ts'
import type { Paper } from '../../core/papers/define.ts'
import { domicileForms } from '../shared/forms/domicile.ts'
import { attendance, changeMinutes } from '../shared/forms/meetings.ts'
import { person } from '../shared/forms/people.ts'
import { changeConsent } from '../shared/forms/units.ts'
import { copy, original } from '../shared/materials.ts'
import { authoritySays, organizationSeals, representativeSigns, unitSays } from '../shared/signing.ts'
import { broughtThen } from './founding.ts'
import { changeOf, itemsFor, whenChanged, type ChangedItem } from './items.ts'
import type { ChangeLaw } from './law.ts'

const whenCharter = { page: 'resolution', field: 'charterChanged', is: ['yes'] } as const

/** What each item has to be proved by, beside what every change brings (domain-2.md §16.1). */
const proofs = (
  { orgType, audit }: ChangeLaw,
  basis: string,
): Readonly<Partial<Record<ChangedItem, readonly Material[]>>> => ({
  name: broughtThen(orgType, 'M105', 'M105U', 'M107'),
  domicile: [
    {
      ...copy,
      code: 'C206',
      title: '新住所使用权证明',
      hint: '自有：产权证；租赁：租赁合同和产权证；无偿使用：产权人声明和产权证；没有产权证的：有权机关出具的证明',
      proves: ['domicile'],
      when: whenChanged('domicile'),
      basis,
      forms: domicileForms,
    },
  ],
  legalRepresentative: [
    {
      ...original,
      code: 'C210',
      title: '法定代表人登记表',
      hint: '由新任法定代表人签字、工作单位盖章',
      proves: ['officers'],
      when: whenChanged('legalRepresentative'),
      basis,
    },
    {
      ...copy,
      code: 'C211',
      title: '新任法定代表人简历和身份证件',
      hint: '基本情况和简历表由本人签名，附身份证件正反面',
      proves: ['officers'],
      when: whenChanged('legalRepresentative'),
      basis,
      forms: [person],
    },
    {
      ...original,
      code: 'C212',
      title: '原法定代表人离任审计报告',
      hint: '会计师事务所出具',
      when: whenChanged('legalRepresentative'),
      basis: audit,
      noForm: '由会计师事务所出具，格式以其为准',
    },
    ...broughtThen(orgType, 'M214', 'M219'),
    ...(orgType === 'PRIVATE_NON_ENTERPRISE'
      ? [
          {
            ...original,
            code: 'C213',
            title: '债权债务说明',
            hint: '由原、新法定代表人签名，加盖公章；登记管理机关没有要求的可以不提交',
            optional: true as const,
            when: whenChanged('legalRepresentative'),
            basis: '登记管理机关要求',
            noForm: '由原、新法定代表人写明变更时的债权、债务和交接情况，没有固定格式。',
          },
        ]
      : []),
  ],
  fund: broughtThen(orgType, 'M204').map((report) => ({
    ...report,
    code: 'C214',
    when: whenChanged('fund'),
    basis,
  })),
  supervisoryUnit: [
    {
      ...original,
      code: 'C205',
      title: '新业务主管单位同意文件',
      hint: '写明同意担任业务主管单位，加盖公章',
      proves: ['unit'],
      when: { page: 'unit', field: 'hasNewUnit', is: ['yes'] },
      basis,
      noForm: '由新业务主管单位出具，格式以其为准',
    },
  ],
  contributors: [
    {
      ...copy,
      code: 'C215',
      title: '新出资人身份证明和转让协议',
      hint: '自然人上传身份证件正反面，单位上传登记证书或者营业执照；原出资人退出的，附双方签名的协议',
      proves: ['contributors'],
      when: whenChanged('contributors'),
      basis: '登记管理机关要求',
      noForm: '证件、证书本身的复印件，不用另写；协议由双方写，没有固定格式',
    },
  ],
})

/** Papers the applicant uploads, by what is changed. */
export const changeMaterials = (law: ChangeLaw): readonly Material[] => {
  const basis = `${law.regulation}${law.article}`
  const proved = proofs(law, basis)
  return [
    {
      ...original,
      code: 'C201',
      title: '变更登记申请表',
      hint: '由法定代表人签署并加盖印章；原法定代表人不能签署的，附说明',
      basis,
    },
    {
      ...original,
      code: 'C202',
      title: '会议纪要和签到册',
      hint: '作出变更决定的会议，出席人员签名',
      proves: ['resolution'],
      maxFiles: 20,
      basis: '章程',
      forms: [changeMinutes, attendance],
    },
    {
      ...original,
      code: 'C203',
      title: '业务主管单位同意文件',
      hint: '写明同意变更的事项，加盖公章；业务主管单位在线同意的不用上传',
      proves: ['consent'],
      when: { page: 'consent', field: 'hasUnit', is: ['yes'] },
      basis,
      forms: [changeConsent],
    },
    {
      ...copy,
      code: 'C204',
      title: '登记证书正、副本',
      hint: '上传正本和副本的扫描件；换发证书的，原件在准予变更以后交回。遗失的，上传遗失公告',
      basis: '登记管理机关要求',
      noForm: '证书本身的扫描件，不用另写',
    },
    {
      ...original,
      code: 'C207',
      title: '修改后的章程和修改说明',
      hint: '章程全文；逐条写明修改前、修改后的内容。与章程核准表一起核准',
      when: whenCharter,
      basis,
      noForm: '在现行章程上修改，可以参照章程示范文本，附修改前后对照表',
    },
    {
      ...original,
      code: 'C208',
      title: '章程核准表',
      hint: '由法定代表人签署，业务主管单位盖章',
      when: whenCharter,
      basis,
    },
    ...itemsFor(law.orgType).flatMap(({ item }) => proved[item] ?? []),
    ...(law.orgType === 'PRIVATE_NON_ENTERPRISE'
      ? [
          {
            ...copy,
            code: 'C216',
            title: '变更后的执业（办学）许可证',
            hint: '业务须先取得许可，并且名称、住所、法定代表人或者业务范围变更的上传；不需要许可的不上传',
            optional: true as const,
            basis: `${law.regulation}第十二条`,
            noForm: '由行业主管部门颁发，上传许可证的复印件',
          },
        ]
      : []),
  ]
}

/** What the portal makes of the answers, signed and uploaded. */
export const changePapers = (law: ChangeLaw): readonly Paper[] => [
  {
    code: 'C201',
    title: '变更登记申请表',
    use: '全部填好以后打印，由法定代表人签字、盖章，扫描后上传',
    uploaded: true,
    parts: [
      { type: 'text', text: '{authority}：\n{name}现申请变更登记，请予核准。' },
      { type: 'rest', except: ['collection'] },
      { type: 'signatures', boxes: [representativeSigns, organizationSeals, unitSays] },
    ],
  },
  {
    code: 'C208',
    title: '章程核准表',
    use: '修改章程的，打印后由法定代表人签字、业务主管单位盖章，扫描后上传',
    uploaded: true,
    parts: [
      { type: 'text', text: '{authority}：\n{name}修改了章程，修改后的章程和修改说明附后，请予核准。' },
      {
        type: 'pages',
        pages: [
          ...itemsFor(law.orgType).flatMap(({ item }) => {
            const { page, inCharter } = changeOf(item)
            return inCharter ? [page] : []
          }),
          'resolution',
        ],
      },
      {
        type: 'signatures',
        boxes: [representativeSigns, unitSays, authoritySays('登记管理机关核准意见')],
      },
    ],
  },
  {
    code: 'C210',
    title: '法定代表人登记表',
    use: '打印后贴照片，由本人签字，工作单位盖章，扫描后上传',
    uploaded: true,
    each: { page: 'officers' },
    parts: [
      { type: 'person' },
      {
        type: 'signatures',
        boxes: [
          { label: '本人', by: 'hand', text: '以上内容属实。' },
          { label: '工作单位（人事部门）意见', by: 'seal' },
        ],
      },
    ],
  },
]
