import type { SelfCheck } from '../../../core/matters/self-check.ts'
import { fewestMembers } from './members.ts'

const REGULATION = '《社会团体登记管理条例》'

/** What somebody asks themselves before founding a 社会团体. */
export const selfCheck = {
  fits: '由会员组成，按照章程一起开展活动：协会、商会、学会、研究会、促进会、联合会等。',
  questions: [
    {
      ask: `有没有${fewestMembers.together}个以上愿意加入的个人会员，或者${fewestMembers.units}个以上单位会员？`,
      hint: `个人和单位都有的，合计不少于${fewestMembers.together}个`,
      no: '会员不够的，不能登记为社会团体。',
      way: '先征集会员，人数够了再申请。没有会员、主要对外提供服务的，看看民办非企业单位是不是更合适。',
      basis: `${REGULATION}第十条第一项`,
    },
    {
      ask: '有没有{sponsorPersons}名以上发起人，或者{sponsorUnits}个以上发起单位？',
      no: '发起人一般不少于{sponsorPersons}名，或者发起单位不少于{sponsorUnits}个。',
      way: '再找几位发起人或者几家发起单位；人数少有特殊原因的，先打电话问登记管理机关。',
      basis: '登记管理机关的一般要求',
    },
    {
      ask: '能不能准备{fund}万元以上的活动资金？',
      no: '活动资金不到{fund}万元的，不能登记。',
      way: '先由发起人、会员或者捐赠人凑足，会费和捐赠都可以算。',
      basis: `${REGULATION}第十条第五项`,
    },
    {
      ask: '有没有固定的住所？',
      hint: '可以租、可以借；租的，租期一般不少于{leaseMonths}个月',
      no: '没有固定住所的，不能登记。',
      way: '租赁合同、无偿使用证明都可以，先定下住所再提交成立材料。名称咨询和名称核准可以先办。',
      basis: `${REGULATION}第十条第三项`,
    },
    {
      ask: '有没有专职工作人员？',
      no: '至少要有1名与业务活动相适应的专职工作人员。',
      way: '先确定至少1名专职人员，再提交成立材料。',
      basis: `${REGULATION}第十条第四项`,
    },
    {
      ask: '业务主管单位同意吗？或者属于可以直接登记的四类？',
      hint: '行业协会商会类、科技类、公益慈善类、城乡社区服务类可以直接登记',
      no: '四类以外的，要先经业务主管单位审查同意。',
      way: '先联系业务与您相近的行政机关或者授权的组织。名称核准时就要上传它愿意担任业务主管单位的意向意见；名称核准以后，可以在本平台把成立的申请送给它征求同意。',
      basis: `${REGULATION}第九条`,
    },
    {
      ask: '发起人和拟任负责人是不是都没有受过剥夺政治权利的刑事处罚，都具有完全民事行为能力？',
      no: '有其中一种情形的，登记管理机关不予登记。',
      way: '换一位符合条件的发起人或者负责人。',
      basis: `${REGULATION}第十三条第三项`,
    },
    {
      ask: '拟任法定代表人是不是没有同时担任其他社会团体的法定代表人？',
      no: '社会团体的法定代表人不得同时担任其他社会团体的法定代表人。',
      way: '先在原来的社会团体办理法定代表人变更，或者换一位拟任法定代表人。',
      basis: `${REGULATION}第十二条`,
    },
  ],
} as const satisfies SelfCheck
