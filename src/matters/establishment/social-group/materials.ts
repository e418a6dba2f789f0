import type { Material } from '../../../core/matters/define.ts'
import { domicileForms } from '../../shared/forms/domicile.ts'
import { attendance, fees, foundingMinutes } from '../../shared/forms/meetings.ts'
import { individualMember, person, staff, unitMember } from '../../shared/forms/people.ts'
import { authorization, truthfulness } from '../../shared/forms/promises.ts'
import { approval, capitalProof, feasibility, givers, intent } from '../../shared/forms/units.ts'
import { typeWords } from '../../shared/forms/words.ts'
import { typedCounts } from './members.ts'
import { copy, original } from '../../shared/materials.ts'
import { dualManagement, filingMaterials, officialsHoldingPosts, partyBuilding } from '../shared/materials.ts'

const words = typeWords.SOCIAL_GROUP

/** Papers the applicant uploads; the forms among the catalogue are made by the portal from the answers. */
export const materials = [
  {
    ...original,
    code: 'M102',
    title: '拟成立社会团体情况简介或可行性报告',
    hint: '说明成立的必要性、发起过程、工作设想，由全体发起人签名或盖章',
    basis: '《社会团体登记管理条例》第十三条',
    forms: [feasibility],
  },
  {
    ...copy,
    code: 'M103',
    title: '发起人身份证明、发起单位登记证书',
    hint: '自然人上传身份证件正反面，单位上传登记证书或营业执照，加盖公章',
    maxFiles: 50,
    lasting: true,
    proves: ['sponsors', 'sponsorOrgs'],
    basis: '《社会团体登记管理条例》第十一条',
    noForm: '证件、证书本身的复印件，不用另写',
  },
  {
    ...original,
    code: 'M104',
    title: '业务主管单位意向意见',
    hint: '拟确定的业务主管单位出具的同意担任业务主管单位的书面意见；直接登记的不需要',
    when: dualManagement,
    basis: '《社会团体登记管理条例》第九条',
    forms: [intent(words)],
  },
  {
    ...original,
    code: 'M106',
    title: '授权委托书和受托人身份证',
    hint: '写明委托事项、权限和期限，由发起人签名或盖章，附受托人身份证件',
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
    basis: '《社会团体登记管理条例》第十一条第二项',
    forms: [approval(words)],
  },
  {
    ...original,
    code: 'M204',
    title: '验资报告',
    hint: '会计师事务所出具；当地接受银行存款证明的，可以上传存款证明',
    proves: ['funds', 'contributors'],
    basis: '《社会团体登记管理条例》第十一条第三项',
    forms: [capitalProof(words, '验资报告', givers.small)],
  },
  {
    ...copy,
    code: 'M206',
    title: '住所使用权证明',
    hint: '自有：产权证；租赁：租赁合同和产权证；无偿使用：产权人声明和产权证；没有产权证的：有权机关出具的证明。到窗口时核对原件',
    lasting: true,
    proves: ['domicile'],
    basis: '《社会团体登记管理条例》第十一条第三项',
    forms: domicileForms,
  },
  {
    ...copy,
    code: 'M207',
    title: '发起人和拟任负责人基本情况、身份证明',
    hint: '每人一份基本情况并附身份证件正反面',
    maxFiles: 50,
    lasting: true,
    proves: ['officers'],
    basis: '《社会团体登记管理条例》第十一条第四项',
    forms: [person],
  },
  {
    ...original,
    code: 'M210',
    title: '章程草案',
    hint: '参照章程示范文本起草，每页加盖骑缝章或由法定代表人签名',
    copies: 2,
    charter: true,
    basis: '《社会团体登记管理条例》第十一条第五项、第十四条',
  },
  {
    ...original,
    code: 'M211',
    title: '会员名单、入会登记表',
    hint: '单位会员写明统一社会信用代码，个人会员写明身份证件号码；数量与填写的会员数一致',
    // Only with numbers typed before members were lists: 会员名单 is made of those.
    when: { ...typedCounts, given: true },
    maxFiles: 30,
    basis: '《社会团体登记管理条例》第十条第一项',
    forms: [unitMember, individualMember],
  },
  {
    ...original,
    code: 'M212',
    title: '成立大会会议纪要',
    hint: '附签到表和每项决议的表决结果',
    proves: ['foundingMeeting'],
    basis: '《社会团体登记管理条例》第十条',
    forms: [foundingMinutes.SOCIAL_GROUP, attendance],
  },
  {
    ...original,
    code: 'M213',
    title: '专职工作人员名单',
    hint: '姓名、身份证件号码、岗位、联系电话',
    proves: ['staffing'],
    basis: '《社会团体登记管理条例》第十条第四项',
    forms: [staff],
  },
  officialsHoldingPosts,
  partyBuilding,
  {
    ...original,
    code: 'M217',
    title: '会费标准表决情况',
    hint: '会费标准和无记名投票的结果，监票人、计票人签名',
    when: { page: 'foundingMeeting', field: 'feeDecided', is: ['yes'] },
    proves: ['foundingMeeting'],
    basis: '社会团体会费管理有关规定',
    forms: [fees],
  },
  {
    ...original,
    code: 'M218',
    title: '真实性承诺书',
    hint: '由拟任法定代表人和全体发起人签名',
    basis: '《行政许可法》第三十一条',
    forms: [truthfulness(words)],
  },
  ...filingMaterials('《社会团体登记管理条例》第十六条'),
] as const satisfies readonly Material[]
