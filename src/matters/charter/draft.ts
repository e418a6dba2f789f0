import { ORG_TYPES } from '../../core/org-types.ts'
import type { Guide, Matter } from '../../core/matters/define.ts'
import { contactFields, contactTakenOver } from '../shared/contact.ts'
import { copy } from '../shared/materials.ts'
import { revisionLimit } from '../shared/stages.ts'
import { basisOf, charterLaws, draftCode, type CharterLaw } from './law.ts'
import { articlesPage, explanation } from './pages.ts'
import { amendmentRules, textRule } from './rules.ts'
import { begunFrom } from './version.ts'

const stages = ['charterDraft'] as const
const promised = '登记管理机关承诺'

const guide = (law: CharterLaw): Guide => ({
  summary: `${ORG_TYPES[law.orgType].label}修改章程，开会表决以前可以先把草案交登记管理机关看一看。不是必经的手续，答复供参考，没有约束力。`,
  conditions: [
    { text: '登记状态正常，没有被限期停止活动，没有正在注销清算。', basis: law.regulation },
    { text: '草案还没有表决；已经表决通过的，直接申请章程核准。', basis: law.charter },
  ],
  legalBasis: [law.regulation],
  fee: '不收费',
  place: '全程网上办理。',
  faq: [
    {
      question: '开会以前一定要预审吗？',
      answer: '不一定。预审帮助您在开会以前发现问题，没有预审的，一样可以申请核准。预审期间也不影响办理其他事项。',
    },
    {
      question: '预审说可以，以后一定核准吗？',
      answer: '不一定。答复不是行政许可决定，能否核准，以表决通过以后的核准决定为准。',
    },
    {
      question: '多久答复？',
      answer: '在本页写明的时限内答复，到期以前可以在办件页面看进度；答复以后发短信告诉您。',
    },
    {
      question: '答复建议修改的怎么办？',
      answer: '按写明的意见改好以后重新提交，其他内容都保留。过期没有提交的，本次预审终止，可以复制为新的预审。',
    },
    {
      question: '不同意答复怎么办？',
      answer: '答复没有约束力，不能申请行政复议或者提起行政诉讼。可以致电登记管理机关，也可以直接开会表决、申请核准。',
    },
    {
      question: '预审过的草案要重新录入吗？',
      answer: '不用。答复“草案可以提交会议”的，申请核准时自动带入条文和修改说明，会议上又有改动的再修改。',
    },
  ],
})

const draft = (law: CharterLaw): Matter => {
  const { orgType } = law
  const pages = [
    explanation,
    {
      ...articlesPage(orgType),
      intro: '逐条修改，或者读入改好的文件。条号按先后自动编排，不用填写；修改理由可以现在写，也可以申请核准时再写。',
    },
    { code: 'contact', title: '联系人', fields: contactFields },
  ]
  const rule = { effectiveFrom: law.inForce, stages } as const
  return {
    code: draftCode(orgType),
    title: '章程草案预审',
    keywords: ['章程', '章程草案', '章程预审', '预审', '修改章程'],
    orgType,
    begunBy: 'organization',
    family: 'charter',
    realName: { draft: false, submitFrom: stages[0] },
    guide: guide(law),
    pages,
    materials: [
      {
        ...copy,
        code: 'K301',
        title: '其他说明材料',
        hint: '例如登记管理机关没有文本的现行章程；没有的不用上传',
        optional: true,
        maxFiles: 20,
        basis: '由申请单位自愿提供',
        noForm: '由本组织自己选交，没有固定格式。',
      },
    ],
    stages: [
      {
        code: stages[0],
        title: '章程草案预审',
        intro: '表决以前先了解草案有没有问题。答复供您参考，不具有行政许可效力。',
        procedure: 'consultation',
        pages: pages.map(({ code }) => code),
        locked: [],
        materials: ['K301'],
        limits: {
          revision: revisionLimit,
          reply: { statutory: 5, committed: 5, basis: promised, due: '答复草案' },
        },
        law: { accepted: basisOf(law), decided: basisOf(law) },
        on: {
          suitable: {
            text: '草案可以提交会议',
            status: '草案可以提交会议',
            notice: '章程草案预审答复：草案可以提交会议。{conclusion} 表决通过以后请申请章程核准，条文自动带入。',
          },
          correction: { notice: '章程草案预审答复：建议修改。{conclusion} 请在{dueOn}前修改后重新提交。' },
          unsuitable: {
            notice: '章程草案预审答复：不宜使用。{conclusion} 您可以修改以后再次预审。答复没有约束力。',
          },
        },
        flow: ['登记管理机关查看草案', '答复草案可以提交会议、建议修改或者不宜使用'],
      },
    ],
    rules: [textRule(law, rule, 'WARN', ['BLOCK', 'WARN']), ...amendmentRules(rule, '预审')],
    checks: [
      {
        stages,
        code: 'CONTENT',
        text: '法律、法规要求写明的内容都已写明，内容不违反法律、法规和国家政策，与登记事项一致',
        basis: basisOf(law),
        rules: ['CHARTER-VALUES', 'CHARTER-BASE', 'CHARTER-REASONS', 'CHARTER-WAS'],
        shows: [{ page: 'charter', field: 'mainIssues' }],
        counts: ['articles'],
      },
    ],
    facts: { contact: { page: 'contact', name: 'contactName', phone: 'contactPhone' }, people: [] },
    takesOver: contactTakenOver('contact'),
    ended: () => ({
      title: '草案可以提交会议',
      text: '登记管理机关看过草案，没有发现不宜提交会议的问题。答复供参考，能否核准以核准决定为准。',
      next: [
        {
          text: '按照章程表决通过以后申请章程核准，条文和修改说明自动带入。',
          way: { text: '申请章程核准', family: 'charter', kind: 'charter' },
        },
      ],
    }),
    prefill: (entry, holdings, beside) => begunFrom(orgType, entry, holdings, beside),
  }
}

/** 章程草案预审 of each type: advice on a draft before the meeting; it binds nobody and is asked of nobody. */
export const charterDrafts: readonly Matter[] = charterLaws.map(draft)
