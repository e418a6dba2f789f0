import { clausesIn } from '../../core/charters/items.ts'
import { cite } from '../../core/law.ts'
import type { Guide, Material, Matter } from '../../core/matters/define.ts'
import type { Grounds } from '../../core/matters/grounds.ts'
import { ORG_TYPES, type OrgType } from '../../core/org-types.ts'
import { consentQuestion } from '../shared/consent-words.ts'
import { consentFrom, meetingOn, proving } from '../shared/findings.ts'
import { refusedGrounds } from '../shared/grounds.ts'
import { licenceFlow, licenceLimits } from '../shared/stages.ts'
import { contactTakenOver } from '../shared/contact.ts'
import { charterDrafts } from './draft.ts'
import { basisOf, charterCode, charterLaws, draftCode, type CharterLaw } from './law.ts'
import { charterChecks, charterMaterials, charterPapers } from './materials.ts'
import { charterPages } from './pages.ts'
import { charterRules } from './rules.ts'
import { begunFrom, versionMade } from './version.ts'

const contents: Readonly<Record<OrgType, Grounds>> = {
  SOCIAL_GROUP: [
    { code: 'R250_14', text: '章程没有写明应当写明的事项', basis: cite('R250', 14), pages: ['articles'] },
    { code: 'R250_18', text: '没有经业务主管单位审查同意', basis: cite('R250', 18, 2), pages: ['consent'] },
  ],
  PRIVATE_NON_ENTERPRISE: [
    { code: 'R251_10', text: '章程没有写明应当写明的事项', basis: cite('R251', 10), pages: ['articles'] },
    { code: 'R251_15', text: '没有经业务主管单位审查同意', basis: cite('R251', 15, 2), pages: ['consent'] },
  ],
  FOUNDATION: [
    { code: 'R400_10', text: '章程没有写明应当写明的事项', basis: cite('R400', 10), pages: ['articles'] },
    { code: 'R400_15', text: '没有征得业务主管单位同意', basis: cite('R400', 15, 2), pages: ['consent'] },
    { code: 'R400_21', text: '没有经规定的人数表决通过', basis: cite('R400', 21), pages: ['resolution'] },
  ],
}

const deniedGrounds = (type: OrgType): Grounds => [
  ...contents[type],
  { code: 'APL_38', text: '章程的内容不符合法律、法规和国家政策', basis: cite('APL', 38, 2), pages: ['articles'] },
  { code: 'FALSE_PAPERS', text: '隐瞒有关情况或者提供虚假材料申请行政许可', basis: cite('APL', 78) },
]

const guide = (law: CharterLaw, materials: readonly Material[]): Guide => ({
  summary: `${ORG_TYPES[law.orgType].label}修改章程，按照章程表决通过、业务主管单位审查同意以后，报登记管理机关核准。修改后的章程自核准之日起生效，没有核准的不得使用。${law.orgType === 'PRIVATE_NON_ENTERPRISE' ? '民办学校等由教育行政部门或者其他审批机关核准章程的，不用申请，核准以后在“备案”中办理章程备案。' : ''}`,
  parts: [
    {
      title: '修改章程',
      text: `在系统中逐条修改，或者读入改好的DOCX、带文字的PDF。${materials.length > 0 ? '修改对照表、章程核准表和章程文本由系统生成。' : ''}`,
    },
    {
      title: '同时变更登记事项',
      text: '改变名称的，在变更登记中一并修改章程。改变住所、宗旨、业务范围、资金、业务主管单位的，可以在变更登记中一并修改，也可以核准章程以后再办理变更登记。',
    },
  ],
  conditions: [
    { text: '登记状态正常，没有被限期停止活动，没有正在注销清算。', basis: law.regulation },
    {
      text: law.twoThirds
        ? '理事会有三分之二以上理事出席，经出席理事三分之二以上表决通过。'
        : '按照章程规定的程序和人数表决通过，一般须经到会人员三分之二以上通过。',
      basis: law.twoThirds ?? law.charter,
    },
    { text: '自通过之日起15日内报业务主管单位审查；没有业务主管单位的，直接申请核准。', basis: law.charter },
    {
      text: law.days
        ? `自业务主管单位审查同意之日起${String(law.days)}日内申请核准；没有业务主管单位的，自通过之日起${String(law.days)}日内。`
        : '征得业务主管单位同意。',
      basis: basisOf(law),
    },
    { text: '法律、法规要求写明的内容都写明，没有留空的地方。', basis: law.charter },
    ...(law.orgType === 'PRIVATE_NON_ENTERPRISE'
      ? [{ text: '章程由教育行政部门等审批机关核准的，不申请章程核准，办理章程备案。', basis: '登记管理机关要求' }]
      : []),
  ],
  legalBasis: ['《中华人民共和国行政许可法》', law.regulation],
  fee: '不收费',
  place: '全程网上办理。',
  faq: [
    {
      question: '没有电子文本，只有盖章的扫描件怎么办？',
      answer: '扫描件是图片，系统读不出文字。请在“章程条文”中逐条录入，也可以从章程示范文本开始修改。',
    },
    {
      question: '修改对照表要自己做吗？',
      answer:
        '不用。系统按现行章程和修改后的条文逐条对照，标出修改、新增、删除、移动的条文，您只写每一处的理由。登记管理机关没有现行章程文本的，另外上传现行章程和修改说明。',
    },
    {
      question: '章程的条号要自己编吗？',
      answer:
        '不用。条号按先后自动编排，增加、删除、移动条文以后自动改变；条文里互相引用的条号要自己改正，系统会提示超出范围的。',
    },
    consentQuestion,
    {
      question: '超过期限了还能申请吗？',
      answer: '可以。在“业务主管单位审查”中写明逾期的原因，由登记管理机关审查。',
    },
    {
      question: '核准以后证书会换吗？',
      answer: '章程核准不换证书。修改后的章程与登记事项不一致的，决定书写明还要办理哪些变更登记，变更以后换发证书。',
    },
  ],
})

const charter = (law: CharterLaw): Matter => {
  const pages = charterPages(law)
  const materials = charterMaterials(law)
  const { orgType } = law
  return {
    code: charterCode(orgType),
    title: '章程核准',
    keywords: ['章程', '章程修改', '修改章程', '章程备案', '对照表'],
    orgType,
    begunBy: 'organization',
    family: 'charter',
    realName: { draft: false, submitFrom: 'charter' },
    guide: guide(law, materials),
    pages,
    materials,
    stages: [
      {
        code: 'charter',
        title: '章程核准',
        intro: '章程核准表、修改后的章程和修改对照表根据填写的内容生成，签署、盖章以后上传。核准以后章程生效。',
        procedure: 'licence',
        pages: pages.map(({ code }) => code),
        locked: [],
        papers: charterPapers,
        materials: materials.map(({ code }) => code),
        limits: { ...licenceLimits, decision: { statutory: 20, committed: 10, basis: '《行政许可法》第四十二条' } },
        law: { accepted: basisOf(law), decided: basisOf(law) },
        grounds: { refused: refusedGrounds, denied: deniedGrounds(orgType) },
        on: {
          granted: {
            text: '核准章程',
            status: '已核准章程',
            documents: ['DECISION_GRANTED'],
            changes: (context) => [versionMade(orgType, context)],
            proved: proving(
              ...pages.filter(({ code }) => code === 'resolution').map(meetingOn),
              (answers) => {
                const { length } = clausesIn(answers.items('articles'))
                return length > 0 ? `修改后的章程共${String(length)}条` : undefined
              },
              consentFrom(['consent', 'supervisoryUnit'], ['consent', 'consentDate'], ['consent', 'consentNo'], '同意'),
            ),
            notice:
              '登记管理机关核准了修改后的章程，自今日起生效，原章程停止执行。还要办理变更登记的，决定书已经写明。',
          },
          denied: {
            text: '不予核准章程',
            status: '不予核准章程',
            documents: ['DECISION_DENIED'],
            notice: '登记管理机关不予核准修改后的章程：{conclusion} 决定书载明了救济权利。现行章程继续有效。',
          },
        },
        flow: licenceFlow,
      },
    ],
    rules: charterRules(law),
    checks: charterChecks(law),
    reviewedBy: {
      matter: draftCode(orgType),
      pages: ['charter', 'articles'],
      since: { page: 'charter', field: 'base' },
    },
    facts: {
      contact: { page: 'contact', name: 'contactName', phone: 'contactPhone' },
      people: [],
      supervisoryUnit: { page: 'consent', field: 'supervisoryUnit' },
      consent: {
        page: 'consent',
        number: 'consentNo',
        date: 'consentDate',
        onPaper: ['sentOn', 'sentLateReason'],
        material: 'K203',
        beside: ['contact'],
      },
    },
    takesOver: contactTakenOver('contact'),
    ended: () => ({
      title: '章程已经核准',
      text: '修改后的章程已经生效，在机构主页的“章程”中可以查看，也可以与以前的各版比较。',
      next: [
        {
          text: '决定书写明还要变更登记事项的，办理变更登记。',
          way: { text: '变更登记', family: 'change' },
        },
      ],
    }),
    prefill: (entry, holdings, beside) => {
      const { items } = entry
      return {
        ...begunFrom(orgType, entry, holdings, beside),
        consent: {
          values:
            items.supervisoryUnit === ''
              ? { hasUnit: 'no' }
              : { hasUnit: 'yes', supervisoryUnit: items.supervisoryUnit },
          items: [],
        },
      }
    },
  }
}

/** 章程核准 of each type, and the 预审 that may come before; they differ by their regulation (R250 art. 18, R251 art. 15, R400 art. 15). */
export const charters: readonly Matter[] = [...charterLaws.map(charter), ...charterDrafts]
