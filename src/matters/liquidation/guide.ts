import type { Guide } from '../../core/matters/define.ts'
import { ORG_TYPES } from '../../core/org-types.ts'
import { consentQuestion } from '../shared/consent-words.ts'
import { CIVIL_CODE, CREDITORS, type Ender } from './law.ts'

/** What an organization reads before it ends. */
export const liquidationGuide = ({ orgType, law }: Ender): Guide => ({
  summary: `${ORG_TYPES[orgType].label}终止，先成立清算组清算，清算结束以后申请注销登记。`,
  parts: [
    {
      title: '清算备案',
      text: '作出终止的决定、经业务主管单位同意、成立清算组以后备案。备案以后登记状态变为“注销清算中”，不能办理清算以外的事项。',
    },
    {
      title: '注销登记',
      text: '清算结束之日起15日内申请。准予以后交回证书、印章和财务凭证，发给注销证明并公告。',
    },
    {
      title: '撤回注销',
      text: '准予注销以前，由原来作出决定的机构决定恢复活动的，在办件页面撤回，登记状态恢复为清算以前的状态。',
    },
  ],
  conditions: [
    { text: `有下列情形之一：${law.reasons.map(({ text }) => text).join('；')}。`, basis: law.ends },
    { text: '按照章程作出终止的决定；不能召开会议的，公告并经业务主管单位认可。', basis: law.charter },
    { text: '有业务主管单位的，经业务主管单位审查同意。', basis: law.ends },
    { text: '成立清算组，完成清算；清算期间不开展清算以外的活动。', basis: law.group },
    { text: '通知债权人、在报纸上公告，债权申报期满以后结束清算。', basis: CREDITORS },
    { text: '剩余财产按照章程的规定用于公益，不分给会员、出资人、捐赠人和负责人。', basis: law.residue },
    { text: '没有正在办理的变更、备案、章程核准，没有等待生效的变更。', basis: '登记管理机关要求' },
  ],
  legalBasis: ['《中华人民共和国行政许可法》', law.regulation, CIVIL_CODE, '《中华人民共和国慈善法》（慈善组织）'],
  fee: '不收费',
  place: '全程网上办理；准予注销以后到登记管理机关办事窗口交回证书、印章和财务凭证。',
  faq: [
    {
      question: '清算期间要在多少日内做什么？',
      answer:
        '清算组成立之日起10日内通知已知的债权人，60日内在报纸上公告；债权人自接到通知之日起30日内、没有接到通知的自公告之日起45日内申报债权；清算结束之日起15日内提出申请。慈善组织应当在终止情形出现之日起30日内成立清算组并公告。办件页面和机构主页逐项显示到哪一天为止。',
    },
    {
      question: '不能召开会议怎么办？',
      answer: '在“内部履行程序”中选“不能召开会议”，写明原因、公告的报纸和日期，并上传公告和业务主管单位认可的文件。',
    },
    {
      question: '清算组没有按时成立怎么办？',
      answer: `${law.mayAsk.map(({ text }) => text).join('、')}可以申请人民法院指定清算组。法院指定的，在“清算组”中选“由人民法院指定”，填写法院和案号。`,
    },
    consentQuestion,
    {
      question: '剩余财产可以给谁？',
      answer:
        '给社会团体、民办非企业单位、基金会或者公益性事业单位，用于公益，并签订协议。不能给企业和个人。本平台登记簿中的单位按统一社会信用代码核对名称和状态。',
    },
    {
      question: '清算结束超过15日了还能申请吗？',
      answer: '可以。在“清算结果”中写明逾期的原因，由登记管理机关审查。',
    },
    {
      question: '证书、印章找不到了怎么办？',
      answer: '在报纸上声明作废，在“交回的证书、印章和凭证”中选“已经遗失，登报声明作废”，填写报纸和日期。',
    },
    {
      question: '备案以后清算组成员变动了怎么办？',
      answer:
        '还不能在网上办理。请把变动的决议和新的清算组名单送到登记管理机关窗口，在清算报告中写明变动的时间和原因；不用撤回注销。',
    },
    {
      question: '决定不注销了怎么办？',
      answer: '申请已经提交的，先在办件页面撤回申请；再按“撤回注销”，登记状态恢复为清算以前的状态。',
    },
    {
      question: '登记管理机关不予准许怎么办？',
      answer:
        '办件回到清算中，按决定书写明的理由改正以后重新申请，不用重新备案。不服的，可以依法申请行政复议或者提起行政诉讼。',
    },
    {
      question: '注销以后账号还能用吗？',
      answer:
        '法人账号可以登录，查看和下载全部办件、文书，不能再办理事项；经办人的授权同时结束。名称一年内他人不能使用。',
    },
  ],
})
