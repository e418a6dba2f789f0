import type { SelfCheck } from '../../../core/matters/define.ts'
import { councilSize } from './posts.ts'

const REGULATION = '《基金会管理条例》'

/** What somebody asks themselves before founding a 基金会. */
export const selfCheck = {
  fits: '没有会员，用捐赠的财产资助或者开展公益活动：教育、扶贫、医疗、文化、环保等基金会。只在省级登记。',
  questions: [
    {
      ask: '是不是为特定的公益目的设立，不使特定的个人或者单位受益？',
      no: '为特定的人或者单位受益的，不能登记为基金会。',
      way: '可以考虑慈善信托，或者向已有的基金会捐赠、设立专项基金。',
      basis: `${REGULATION}第八条第一项、第十条`,
    },
    {
      ask: '能不能拿出{fund}万元以上、已经到账的货币资金作原始基金？',
      hint: '公募基金会不低于{publicFund}万元；不能用实物、股权出资，也不能分期到账',
      no: '非公募基金会的原始基金不低于{fund}万元，必须是到账货币资金。',
      way: '先募集原始基金；数额不够的，可以登记为民办非企业单位或者在已有的基金会设立专项基金。',
      basis: `${REGULATION}第八条第二项`,
    },
    {
      ask: `有没有${councilSize.fewest}至${councilSize.most}名理事和至少1名监事的人选？`,
      hint: '监事不能是理事、理事的近亲属或者财会人员；有近亲属关系的，见办事指南的条件',
      no: `理事会不足${councilSize.fewest}人或者没有监事的，不能登记。`,
      way: '先定下理事、监事的人选再提交成立材料。名称咨询和名称核准可以先办。',
      basis: `${REGULATION}第二十条、第二十二条`,
    },
    {
      ask: '拟任理事长是不是没有担任其他组织的法定代表人？',
      hint: '理事长是法定代表人；公司、事业单位、其他社会组织都算',
      no: '担任其他组织法定代表人的，不能担任基金会的法定代表人。',
      way: '换一位理事长，或者先办理原单位的法定代表人变更。',
      basis: `${REGULATION}第二十三条`,
    },
    {
      ask: '拟任理事长、副理事长、秘书长是不是都不是现职国家工作人员，也没有不得任职的情形？',
      no: '有其中一种情形的，不能担任。',
      way: '换一位符合条件的人选。',
      basis: `${REGULATION}第二十三条`,
    },
    {
      ask: '有没有固定的住所和专职工作人员？',
      hint: '住所可以租、可以借；租的，租期一般不少于{leaseMonths}个月',
      no: '没有固定住所或者专职工作人员的，不能登记。',
      way: '先定下住所、聘好专职人员再提交成立材料。名称咨询和名称核准可以先办。',
      basis: `${REGULATION}第八条第三项、第四项`,
    },
    {
      ask: '业务主管单位同意吗？或者属于可以直接登记的类别？',
      hint: '科技类、公益慈善类试行直接登记',
      no: '其他的，要先经业务主管单位同意。',
      way: '先联系业务与您相近的省级行政机关。名称核准以后，可以在本平台把申请送给它征求同意。',
      basis: `${REGULATION}第七条、第九条第五项`,
    },
  ],
} as const satisfies SelfCheck
