import { ELSEWHERE_ID_TYPES } from '../../../core/identity/documents.ts'
import type { Material } from '../../../core/matters/define.ts'
import { domicileForms } from '../../shared/forms/domicile.ts'
import { attendance, foundingMinutes } from '../../shared/forms/meetings.ts'
import { council, person, staff } from '../../shared/forms/people.ts'
import { authorization, donation, residence, truthfulness } from '../../shared/forms/promises.ts'
import { approval, capitalProof, givers, intent, withoutTradeName } from '../../shared/forms/units.ts'
import { typeWords } from '../../shared/forms/words.ts'
import { copy, original } from '../../shared/materials.ts'
import { foundationLaw as law } from '../shared/law.ts'
import {
  dualManagement,
  filingMaterials,
  officialsHoldingPosts,
  partyBuilding,
  personInNameConsent,
  unitInNameConsent,
} from '../shared/materials.ts'

const words = typeWords.FOUNDATION

/** Papers the applicant uploads (domain.md §4.3); the forms among the catalogue are made by the portal. */
export const materials = [
  {
    ...copy,
    code: 'M103',
    title: '发起人身份证明、发起单位登记证书',
    hint: '自然人上传身份证件正反面，单位上传登记证书或营业执照，加盖公章',
    maxFiles: 50,
    lasting: true,
    proves: ['sponsors', 'sponsorOrgs'],
    basis: `${law.regulation}第九条`,
    noForm: '证件、证书本身的复印件，不用另写',
  },
  {
    ...original,
    code: 'M104',
    title: '业务主管单位意向意见',
    hint: '拟确定的业务主管单位出具的同意担任业务主管单位的书面意见；直接登记的不需要',
    when: dualManagement,
    basis: `${law.regulation}第七条`,
    forms: [intent(words)],
  },
  personInNameConsent,
  unitInNameConsent,
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
    code: 'M107',
    title: '业务主管单位同意不使用字号的意见',
    hint: '写明同意名称不使用字号和理由，加盖公章',
    when: { page: 'name', field: 'withoutTradeName', is: ['yes'] },
    basis: '民政部关于基金会名称可以不使用字号情形的通知（2024年11月）',
    forms: [withoutTradeName],
  },
  {
    ...original,
    code: 'M202',
    title: '业务主管单位同意设立的文件',
    hint: '业务主管单位同意设立的正式文件；直接登记的不需要，业务主管单位在线同意的不用上传',
    when: dualManagement,
    proves: ['supervisoryConsent'],
    basis: `${law.regulation}第九条第五项`,
    forms: [approval(words)],
  },
  {
    ...original,
    code: 'M204',
    title: '验资证明',
    hint: '会计师事务所出具，证明原始基金是到账货币资金，附银行进账凭证',
    proves: ['funds', 'contributors'],
    basis: `${law.regulation}第八条第二项、第九条第三项`,
    forms: [capitalProof(words, '验资证明', givers.foundation)],
  },
  {
    ...original,
    code: 'M205',
    title: '捐资承诺书',
    hint: '写明自愿捐资、不要求回报和返还，由出资人签名或盖章',
    proves: ['contributors'],
    basis: '登记管理机关要求',
    forms: [donation(words, '回报和返还')],
  },
  {
    ...copy,
    code: 'M206',
    title: '住所证明',
    hint: '自有：产权证；租赁：租赁合同和产权证；无偿使用：产权人声明和产权证；没有产权证的：有权机关出具的证明。到窗口时核对原件',
    lasting: true,
    proves: ['domicile'],
    basis: `${law.regulation}第九条第三项`,
    forms: domicileForms,
  },
  {
    ...copy,
    code: 'M207',
    title: '理事名单、身份证明和理事长、副理事长、秘书长简历',
    hint: '理事、监事每人附身份证件正反面；简历由本人签名',
    maxFiles: 50,
    lasting: true,
    proves: ['officers'],
    basis: `${law.regulation}第九条第四项`,
    forms: [council, person],
  },
  {
    ...original,
    code: 'M210',
    title: '章程草案',
    hint: '参照章程示范文本起草，每页加盖骑缝章或由法定代表人签名',
    copies: 2,
    charter: true,
    basis: `${law.regulation}第九条第二项、第十条`,
  },
  {
    ...original,
    code: 'M212',
    title: '第一次理事会会议纪要',
    hint: '附签到表和每项决议的表决结果，出席理事签名',
    proves: ['foundingMeeting'],
    basis: `${law.regulation}第二十一条`,
    forms: [foundingMinutes.FOUNDATION, attendance],
  },
  {
    ...original,
    code: 'M213',
    title: '专职工作人员名单',
    hint: '姓名、身份证件号码、岗位、联系电话',
    proves: ['staffing'],
    basis: `${law.regulation}${law.articles.staff}`,
    forms: [staff],
  },
  officialsHoldingPosts,
  partyBuilding,
  {
    ...original,
    code: 'M218',
    title: '真实性承诺书',
    hint: '由拟任法定代表人和全体发起人签名',
    basis: '《行政许可法》第三十一条',
    forms: [truthfulness(words)],
  },
  {
    ...original,
    code: 'M219',
    title: '非内地居民居留承诺书',
    hint: '担任理事长、副理事长或者秘书长的香港、澳门、台湾居民和外国人，承诺每年在中国内地居留不少于3个月，本人签名',
    when: { page: 'officers', field: 'idType', is: ELSEWHERE_ID_TYPES },
    basis: `${law.regulation}第二十四条`,
    forms: [residence],
  },
  ...filingMaterials(`${law.regulation}第十四条`, { hint: '税务登记的材料复印件，加盖公章' }),
] as const satisfies readonly Material[]
