import type { Material } from '../../../core/matters/define.ts'
import { domicileForms } from '../../shared/forms/domicile.ts'
import { attendance, foundingMinutes } from '../../shared/forms/meetings.ts'
import { person, staff } from '../../shared/forms/people.ts'
import { authorization, donation, truthfulness } from '../../shared/forms/promises.ts'
import { approval, capitalProof, givers, intent } from '../../shared/forms/units.ts'
import { typeWords } from '../../shared/forms/words.ts'
import { copy, original } from '../../shared/materials.ts'
import {
  dualManagement,
  filingMaterials,
  officialsHoldingPosts,
  partyBuilding,
  personInNameConsent,
  unitInNameConsent,
} from '../shared/materials.ts'

const words = typeWords.PRIVATE_NON_ENTERPRISE
const REGULATION = '《民办非企业单位登记管理暂行条例》'

/** Papers the applicant uploads (domain.md §4.3); the forms among the catalogue are made by the portal. */
export const materials = [
  {
    ...copy,
    code: 'M103',
    title: '举办者身份证明、举办单位登记证书',
    hint: '自然人上传身份证件正反面，单位上传登记证书或营业执照，加盖公章',
    maxFiles: 50,
    lasting: true,
    proves: ['sponsors', 'sponsorOrgs'],
    basis: `${REGULATION}第八条`,
    noForm: '证件、证书本身的复印件，不用另写',
  },
  {
    ...original,
    code: 'M104',
    title: '业务主管单位意向意见',
    hint: '拟确定的业务主管单位出具的同意担任业务主管单位的书面意见；直接登记的不需要',
    when: dualManagement,
    basis: `${REGULATION}第八条第一项`,
    forms: [intent(words)],
  },
  personInNameConsent,
  unitInNameConsent,
  {
    ...original,
    code: 'M106',
    title: '授权委托书和受托人身份证',
    hint: '写明委托事项、权限和期限，由举办者签名或盖章，附受托人身份证件',
    when: { page: 'contact', field: 'applicantRole', is: ['HANDLER'] },
    basis: '《行政许可法》第二十九条',
    forms: [authorization(words)],
  },
  {
    ...original,
    code: 'M202',
    title: '业务主管单位批准文件',
    hint: '业务主管单位同意成立的正式文件；直接登记的不需要，业务主管单位在线同意的不用上传',
    when: dualManagement,
    proves: ['supervisoryConsent'],
    basis: `${REGULATION}第九条第二项`,
    forms: [approval(words)],
  },
  {
    ...original,
    code: 'M204',
    title: '验资报告',
    hint: '会计师事务所出具；当地接受银行存款证明的，可以上传存款证明',
    proves: ['funds', 'contributors'],
    basis: `${REGULATION}第九条第四项`,
    forms: [capitalProof(words, '验资报告', givers.small)],
  },
  {
    ...original,
    code: 'M205',
    title: '捐资承诺书',
    hint: '写明自愿捐资、不要求分红和返还，由出资人签名或盖章',
    proves: ['contributors'],
    basis: '登记管理机关要求',
    forms: [donation(words, '分红和返还')],
  },
  {
    ...copy,
    code: 'M206',
    title: '场所使用权证明',
    hint: '自有：产权证；租赁：租赁合同和产权证；无偿使用：产权人声明和产权证；没有产权证的：有权机关出具的证明。到窗口时核对原件',
    lasting: true,
    proves: ['domicile'],
    basis: `${REGULATION}第九条第三项`,
    forms: domicileForms,
  },
  {
    ...copy,
    code: 'M207',
    title: '拟任负责人基本情况、身份证明',
    hint: '每人一份基本情况并附身份证件正反面',
    maxFiles: 50,
    lasting: true,
    proves: ['officers'],
    basis: `${REGULATION}第九条第五项`,
    forms: [person],
  },
  {
    ...original,
    code: 'M210',
    title: '章程草案',
    hint: '参照章程示范文本起草，每页加盖骑缝章或由法定代表人签名',
    copies: 2,
    charter: true,
    basis: `${REGULATION}第九条第六项、第十条`,
  },
  {
    ...original,
    code: 'M212',
    title: '第一次理事会（举办者会议）纪要',
    hint: '附签到表和每项决议的表决结果',
    proves: ['foundingMeeting'],
    basis: `${REGULATION}第八条第二项`,
    forms: [foundingMinutes.PRIVATE_NON_ENTERPRISE, attendance],
  },
  {
    ...original,
    code: 'M213',
    title: '从业人员名单和资格证明',
    hint: '姓名、身份证件号码、岗位、联系电话；业务需要资格的，附资格证书',
    proves: ['staffing'],
    basis: `${REGULATION}第八条第三项`,
    forms: [staff],
  },
  officialsHoldingPosts,
  {
    ...copy,
    code: 'M215',
    title: '执业（办学）许可证',
    hint: '业务依法须先取得许可的上传，应当在有效期内',
    when: { page: 'licence', field: 'needsLicence', is: ['yes'] },
    proves: ['licence'],
    basis: `${REGULATION}第十二条`,
    noForm: '由行业主管部门颁发，上传许可证的复印件',
  },
  partyBuilding,
  {
    ...original,
    code: 'M218',
    title: '真实性承诺书',
    hint: '由拟任法定代表人和全体举办者签名',
    basis: '《行政许可法》第三十一条',
    forms: [truthfulness(words)],
  },
  ...filingMaterials(`${REGULATION}第十四条`),
] as const satisfies readonly Material[]
