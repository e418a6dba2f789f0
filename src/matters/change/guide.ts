import { consentQuestion } from '../shared/consent-words.ts'
import type { Guide } from '../../core/matters/define.ts'
import { ORG_TYPES } from '../../core/org-types.ts'
import type { ChangeLaw } from './law.ts'

/** What an organization reads before it applies for 变更登记. */
export const changeGuide = ({ orgType, regulation, article, days }: ChangeLaw): Guide => ({
  summary: `已登记的${ORG_TYPES[orgType].label}改变登记事项，向登记管理机关申请变更登记，换发登记证书。目前可以在线变更住所，其他登记事项到窗口办理。`,
  conditions: [
    { text: '登记状态正常，没有被限期停止活动，没有正在注销清算。', basis: regulation },
    { text: '按照章程规定的程序作出变更的决定。', basis: '章程' },
    { text: '有业务主管单位的，经业务主管单位审查同意。', basis: `${regulation}${article}` },
    ...(days ? [{ text: `自业务主管单位审查同意之日起${days}日内提出申请。`, basis: `${regulation}${article}` }] : []),
    { text: '新住所在登记管理机关的管辖区域内，有合法的使用权。', basis: regulation },
  ],
  legalBasis: ['《中华人民共和国行政许可法》', regulation],
  fee: '不收费',
  place: '全程网上办理；换领证书时到登记管理机关办事窗口交回原证书。',
  faq: [
    {
      question: '由谁来申请？',
      answer: '由社会组织用自己的法人账号申请。经办人用本单位的法人账号填写，提交前由本单位核对。',
    },
    {
      question: '变更期间登记信息又改变了怎么办？',
      answer: '申请按提交时的登记信息审查。登记信息在审查期间另有变更的，系统会提示登记管理机关，需要核对后重新提交。',
    },
    consentQuestion,
    {
      question: '没有业务主管单位的怎么办？',
      answer: '直接登记或者已经脱钩的，在“业务主管单位审查”中选“否”，不用上传同意文件，按内部决议直接申请。',
    },
    {
      question: '住所已经搬了才来申请可以吗？',
      answer: days
        ? `可以申请，但应当自业务主管单位审查同意之日起${days}日内提出；超过的，请在决议内容中说明原因。`
        : '可以申请，请在变更理由中写明实际迁入的日期。',
    },
    {
      question: '要交回原证书吗？',
      answer: '要。准予变更以后，领取新证书时把原证书正本、副本一并交回登记管理机关。',
    },
    {
      question: '新证书的有效期怎么算？',
      answer: '换发的证书从制证之日起生效，有效期到原证书届满之日止。',
    },
  ],
})
