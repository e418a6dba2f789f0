import { consentQuestion } from '../shared/consent-words.ts'
import type { Guide, Material } from '../../core/matters/define.ts'
import { ORG_TYPES } from '../../core/org-types.ts'
import { changeOf, itemsFor } from './items.ts'
import type { ChangeLaw } from './law.ts'

/** What an organization reads before it applies for 变更登记. */
export const changeGuide = (
  { orgType, regulation, article, audit, fund, days }: ChangeLaw,
  materials: readonly Material[],
): Guide => ({
  summary: `已登记的${ORG_TYPES[orgType].label}改变登记事项，向登记管理机关申请变更登记：${itemsFor(orgType)
    .map(({ text }) => text)
    .join('、')}。证书记载的事项变更的，换发登记证书。`,
  parts: itemsFor(orgType).map(({ item, text }) => {
    const { page, inCharter } = changeOf(item)
    const own = materials.filter(({ when }) => when && (when.page === page || ('has' in when && when.has === item)))
    return {
      title: `变更${text}`,
      text: [
        inCharter ? '同时修改章程。' : '',
        own.length > 0 ? `除每项变更都要的材料外，还要：${own.map(({ title }) => title).join('、')}。` : '',
        inCharter || own.length > 0 ? '' : '只要每项变更都要的材料。',
      ].join(''),
    }
  }),
  conditions: [
    { text: '登记状态正常，没有被限期停止活动，没有正在注销清算。', basis: regulation },
    { text: '按照章程规定的程序作出变更的决定。', basis: '章程' },
    { text: '有业务主管单位的，经业务主管单位审查同意。', basis: `${regulation}${article}` },
    ...(days
      ? [
          {
            text: `自业务主管单位审查同意之日起${days}日内提出申请；没有业务主管单位的，自作出决议之日起${days}日内。`,
            basis: `${regulation}${article}`,
          },
        ]
      : []),
    { text: '变更章程写明的事项，同时修改章程；修改后的章程与变更一起审查。', basis: '章程' },
    { text: '新名称符合名称管理规定；新住所在登记管理机关的管辖区域内，有合法的使用权。', basis: regulation },
    { text: '新任法定代表人符合任职条件，原法定代表人已经离任审计。', basis: audit },
    { text: `变更后的${fund.text}不低于规定的数额。`, basis: regulation },
  ],
  legalBasis: ['《中华人民共和国行政许可法》', regulation],
  fee: '不收费',
  place: '全程网上办理；换领证书时到登记管理机关办事窗口交回原证书。',
  faq: [
    {
      question: '由谁来申请？',
      answer:
        '由社会组织用自己的法人账号申请，或者由它委任的经办人用自己的个人账号申请。经办人能不能提交，由单位在委任时决定。',
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
      question: '几项可以一起变更吗？',
      answer:
        '可以，在“变更事项”中一次选几项。不同的事项也可以分别申请，同时办理；同一事项，前一件办结以后才能再次申请。',
    },
    {
      question: '变更名称要先核准名称吗？',
      answer:
        '不用另外申请。填写新名称时系统按名称规则和登记信息检查，登记管理机关在审查变更时一并审查新名称；先提交的申请优先。原名称自变更之日起一年内不能由他人使用。',
    },
    {
      question: '变更法定代表人以后，其他负责人怎么办？',
      answer: '这里只登记新任法定代表人。其他负责人、理事、监事的变动，另外办理备案。',
    },
    {
      question: '可以约定以后某一天生效吗？',
      answer:
        '可以，在“变更事项”中填写生效日期，最迟一年以后。准予变更以后，到那一天登记信息才改变；在那一天以前，可以在办件页面撤回。',
    },
    {
      question: days ? `超过${days}日了还能申请吗？` : '变更已经实际发生了还能申请吗？',
      answer: days
        ? '可以。填写会议日期或者业务主管单位同意日期以后，会请您写明逾期的原因，由登记管理机关审查。'
        : '可以申请，请在变更理由中写明实际变更的日期。',
    },
    {
      question: '要交回原证书吗？',
      answer:
        '变更证书记载的事项的，要。准予变更以后，先把原证书正本、副本送到或者寄到登记管理机关，收回以后制作新证书；遗失的，先公告声明作废。只变更宗旨等证书没有记载的事项，不换发证书。',
    },
    {
      question: '新证书的有效期怎么算？',
      answer: '换发的证书从制证之日起生效，有效期到原证书届满之日止。',
    },
  ],
})
