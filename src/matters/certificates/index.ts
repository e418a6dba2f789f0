import type { ChangeContext } from '../../core/matters/contexts.ts'
import type { AnswerSet, AnyStage, Answers, Check, Guide, Material, Matter, Rule } from '../../core/matters/define.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { fields, type Page } from '../../core/forms/page.ts'
import { ORG_TYPES, type OrgType } from '../../core/org-types.ts'
import { certificateCopies, lossFields, noticeFault, type CertificateCopy } from '../../core/register/certificates.ts'
import type { CertificateReason, RegisterChange } from '../../core/register/changes.ts'
import { addDays } from '../../core/workflow/calendar.ts'
import { collectionPage, collectorFact, commitmentPage } from '../shared/closing.ts'
import { contactFields, contactTakenOver } from '../shared/contact.ts'
import { certificateAnew } from '../shared/certificate.ts'
import { copy, original } from '../shared/materials.ts'
import { organizationSeals, representativeSigns } from '../shared/signing.ts'
import { bothCopies, certificateLimit, lostCertificate } from '../shared/stages.ts'

// 登记证书补发、换发、延续, begun by the organization (domain.md §5.6): the certificate is lost, damaged, or about to end.

const regulations = {
  SOCIAL_GROUP: { regulation: '《社会团体登记管理条例》', own: '本会', inForce: '2016-02-06' },
  PRIVATE_NON_ENTERPRISE: { regulation: '《民办非企业单位登记管理暂行条例》', own: '本单位', inForce: '1998-10-25' },
  FOUNDATION: { regulation: '《基金会管理条例》', own: '本基金会', inForce: '2004-06-01' },
} as const satisfies Record<OrgType, { readonly regulation: string; readonly own: string; readonly inForce: string }>

const ASKED = '登记管理机关要求'
/** So many days before its end a certificate is exchanged for the next one. */
const EARLIEST = 90

const needs = [
  { value: 'LOSS', text: '遗失补发', hint: '正本、副本遗失或者被盗；先在报纸上声明作废，没有遗失的一份要交回' },
  { value: 'DAMAGE', text: '损毁换发', hint: '破损、污损，不能继续使用；原证书要先交回' },
  { value: 'EXTENSION', text: '到期换发（延续）', hint: `有效期届满前${String(EARLIEST)}日内或者已经届满` },
] as const satisfies readonly { readonly value: CertificateReason; readonly text: string; readonly hint: string }[]

const lost = { field: 'need', is: ['LOSS'] } as const
const damaged = { field: 'need', is: ['DAMAGE'] } as const

const pages = (own: string): readonly Page[] => [
  {
    code: 'certificateNeed',
    title: '申请事由',
    intro: '新证书的内容与登记簿一致。登记事项已经改变的，请办理变更登记，变更以后一并换发证书。',
    fields: [
      ...fields(
        { name: 'need', label: '申请事由', kind: 'choice', options: needs, example: 'DAMAGE' },
        {
          name: 'what',
          label: '遗失或者损毁的是',
          kind: 'choice',
          options: [
            { value: 'BOTH', text: '正本和副本' },
            { value: 'ORIGINAL', text: '正本' },
            { value: 'DUPLICATE', text: '副本' },
          ],
          hint: '正本、副本编号相同，一并制作新的。还在的那一份（包括损毁的）要先交回，收到以后才制作',
          example: 'ORIGINAL',
          when: { field: 'need', is: ['LOSS', 'DAMAGE'] },
        },
        {
          name: 'story',
          label: '经过',
          kind: 'textarea',
          max: 500,
          hint: '何时、何地、怎样遗失或者损毁的',
          example: '2026年11月3日办公室暖气管漏水，证书正本被水浸湿，字迹模糊。',
          when: { field: 'need', is: ['LOSS', 'DAMAGE'] },
        },
      ),
      ...lossFields.map((field) => ({ ...field, when: lost })),
    ],
  },
  { code: 'contact', title: '联系人', fields: contactFields },
  collectionPage('HANDLING_AGENT', 'AUTHORIZED_AGENT'),
  commitmentPage(own),
]

const materials: readonly Material[] = [
  { ...original, code: 'R301', title: '补发、换发证书申请书', hint: '由法定代表人签署并加盖印章', basis: ASKED },
  {
    ...copy,
    code: 'R302',
    title: '刊登遗失声明的报纸版面',
    hint: '看得清报名、日期和声明全文；声明写明组织名称、统一社会信用代码和“登记证书遗失，声明作废”',
    when: { page: 'certificateNeed', ...lost },
    basis: ASKED,
    noForm: '报纸版面的扫描件，不用另写',
  },
  {
    ...copy,
    code: 'R303',
    title: '损毁证书的照片',
    hint: '正面拍全；原件要交回',
    when: { page: 'certificateNeed', ...damaged },
    basis: ASKED,
    noForm: '证书本身的照片，不用另写',
  },
]

const reasonOf = ({ answers }: ChangeContext): CertificateReason =>
  needs.find(({ value }) => value === answers.value('certificateNeed', 'need'))?.value ?? 'DAMAGE'

const made = (context: ChangeContext): readonly RegisterChange[] => [certificateAnew(reasonOf(context), context)]

/** The only copy that was lost; nothing where both were, or none. */
const lostCopy = (answers: Answers): CertificateCopy | undefined => {
  const what = answers.value('certificateNeed', 'what')
  return answers.value('certificateNeed', 'need') === 'LOSS' && (what === 'ORIGINAL' || what === 'DUPLICATE')
    ? what
    : undefined
}

/** What there is still comes back, lest two papers of one number go about. */
const handsIn = (answers: Answers): string => {
  if (answers.value('certificateNeed', 'need') !== 'LOSS') return bothCopies
  const one = lostCopy(answers)
  return one ? `原登记证书${certificateCopies[one].other}` : ''
}

/** Why the certificate is made anew. */
const proved = (answers: Answers): readonly string[] => {
  const at = (field: string): string => answers.value('certificateNeed', field)
  if (at('need') === 'LOSS') return [`原登记证书遗失，${chineseDate(at('noticeOn'))}在《${at('noticePaper')}》声明作废`]
  if (at('need') === 'DAMAGE') return ['原登记证书损毁，不能继续使用']
  return at('need') === 'EXTENSION' ? ['原登记证书有效期将要届满或者已经届满'] : []
}

const stages = (regulation: string, type: OrgType): readonly AnyStage[] => {
  const law = { accepted: regulation, decided: regulation }
  const called = `${ORG_TYPES[type].shortLabel}登记证书`
  return [
    {
      code: 'certificateRequest',
      title: '申请补发、换发',
      formalTitle: `${called}补发、换发`,
      intro: '申请书根据填写的内容生成，签署、盖章以后上传。登记管理机关核对以后制作新证书。',
      procedure: 'filing',
      pages: ['certificateNeed', 'contact', 'collection', 'commitment'],
      locked: [],
      papers: [
        {
          code: 'R301',
          title: '补发、换发证书申请书',
          use: '全部填好以后打印，由法定代表人签字、盖章，扫描后上传',
          uploaded: true,
          parts: [
            { type: 'text', text: '{authority}：\n{name}现申请补发、换发登记证书，请予办理。' },
            { type: 'rest', except: ['collection'] },
            {
              type: 'signatures',
              boxes: [representativeSigns, organizationSeals],
            },
          ],
        },
      ],
      materials: ['R301', 'R302', 'R303'],
      limits: {
        revision: { statutory: 30, committed: 30, basis: ASKED },
        filing: { statutory: 10, committed: 5, basis: '登记管理机关承诺', due: '答复补发、换发申请' },
      },
      law,
      on: {
        filed: {
          text: '同意补发、换发',
          status: '同意补发、换发',
          proved,
          opens: 'next stage',
          notice: (answers) => {
            const back = handsIn(answers)
            return back === ''
              ? '登记管理机关同意补发登记证书，登记遗失以后制作新证书。'
              : `登记管理机关同意补发、换发登记证书。请把${back}送到或者寄到登记管理机关，收到以后制作新证书。`
          },
        },
      },
      flow: ['窗口核对申请和材料，同意或者退回修改'],
    },
    {
      code: 'changeCertificate',
      title: '换发证书',
      formalTitle: `${called}换发`,
      intro: '登记管理机关收回原登记证书（遗失的登记遗失），制作新证书。',
      procedure: 'certificate',
      pages: [],
      locked: [],
      materials: [],
      limits: { certificate: certificateLimit },
      law,
      lost: (answers) =>
        answers.value('certificateNeed', 'need') === 'LOSS'
          ? {
              noticePaper: answers.value('certificateNeed', 'noticePaper'),
              noticeOn: answers.value('certificateNeed', 'noticeOn'),
            }
          : undefined,
      on: {
        lost: {
          changes: ({ answers }) => {
            const one = lostCopy(answers)
            return lostCertificate.changes().map((change) => (one ? { ...change, lostCopy: one } : change))
          },
          notice: (answers) => {
            const one = lostCopy(answers)
            if (!one) return '原登记证书已登记遗失，声明作废。'
            const { text, other } = certificateCopies[one]
            return `原登记证书${text}已登记遗失，声明作废；${other}已收回。`
          },
        },
        made: { documents: ['CERTIFICATE_ORIGINAL', 'CERTIFICATE_DUPLICATE'], changes: made },
      },
      flow: ['收回原证书或者登记遗失', '制作新证书', '领取新证书'],
    },
  ]
}

const rules = (inForce: string): readonly Rule[] => [
  {
    code: 'NOTICE-OF-THIS',
    basis: ASKED,
    level: 'BLOCK',
    effectiveFrom: inForce,
    stages: ['certificateRequest'],
    check: (answers, { certifiedOn }) => {
      const message = noticeFault(answers.value('certificateNeed', 'noticeOn'), certifiedOn)
      return message === undefined ? [] : [{ page: 'certificateNeed', field: 'noticeOn', message }]
    },
  },
  {
    code: 'EXTENDED-IN-TIME',
    basis: ASKED,
    level: 'WARN',
    effectiveFrom: inForce,
    stages: ['certificateRequest'],
    check: (answers, { today, holdings }) => {
      const certificateTo = holdings?.certificateTo
      if (answers.value('certificateNeed', 'need') !== 'EXTENSION' || !certificateTo) return []
      const from = addDays(certificateTo, -EARLIEST)
      const message = `现在的证书有效期至${chineseDate(certificateTo)}，${chineseDate(from)}起可以换发；提前换发的，请在联系登记管理机关以后提交`
      return today < from ? [{ page: 'certificateNeed', field: 'need', message }] : []
    },
  },
]

const checks: readonly Check[] = [
  {
    stages: ['certificateRequest'],
    code: 'CERTIFICATE-NEED',
    text: '申请事由属实：遗失的已经登报声明作废，损毁的有照片',
    basis: ASKED,
    shows: [
      { page: 'certificateNeed', field: 'need' },
      { page: 'certificateNeed', field: 'noticePaper' },
      { page: 'certificateNeed', field: 'noticeOn' },
    ],
  },
]

const guide = (type: OrgType, regulation: string): Guide => ({
  summary: `${ORG_TYPES[type].label}的登记证书遗失、损毁，或者有效期将满，申请补发、换发。`,
  conditions: [
    { text: '登记状态正常，没有正在注销清算。', basis: regulation },
    { text: '登记事项没有改变；有改变的先办理变更登记，变更以后一并换发证书。', basis: regulation },
    { text: '遗失的，已在报纸上声明作废。', basis: ASKED },
  ],
  legalBasis: [regulation],
  fee: '不收费',
  place:
    '全程网上办理；原证书还在的（只遗失一份的，另一份）送到或者寄到登记管理机关，收到以后制作新证书；新证书到窗口领取，或者邮寄。',
  faq: [
    {
      question: '遗失声明怎么写？',
      answer: '写明组织名称、统一社会信用代码，“登记证书正本（副本）遗失，声明作废”。在公开发行的报纸上刊登即可。',
    },
    {
      question: '新证书的有效期怎么算？',
      answer: '补发、损毁换发的，到原证书届满之日止；到期换发的，从制证之日起重新计算。',
    },
    {
      question: '登记信息也变了，能一起办吗？',
      answer: '不能。请办理变更登记，准予变更以后一并换发证书；原证书遗失的，在换发时登记遗失。',
    },
    {
      question: '证书到期了还没有换，会怎样？',
      answer: '登记仍然有效，但证书不能再用来证明登记，刻章、开户、投标会受影响。请尽快申请到期换发。',
    },
    {
      question: '电子证书要不要补办？',
      answer: '不用单独补办。新证书制作以后，原来的电子证书同时失效，新的电子证书在办件详情中下载。',
    },
    { question: '找到了遗失的证书怎么办？', answer: '补发以后，遗失的证书已经作废，不能再用，请交回登记管理机关。' },
  ],
})

const certificateMatter = (type: OrgType): Matter => {
  const { regulation, own, inForce } = regulations[type]
  return {
    code: `${type.toLowerCase().replaceAll('_', '-')}-certificate`,
    title: '登记证书补发、换发',
    keywords: ['补证', '补办证书', '证书遗失', '证书丢了', '换证', '证书到期', '延续', '证书损坏'],
    orgType: type,
    begunBy: 'organization',
    family: 'certificate',
    realName: { draft: false, submitFrom: 'certificateRequest' },
    guide: guide(type, regulation),
    pages: pages(own),
    materials,
    stages: stages(regulation, type),
    rules: rules(inForce),
    checks,
    facts: {
      contact: { page: 'contact', name: 'contactName', phone: 'contactPhone' },
      people: [],
      collector: collectorFact,
    },
    takesOver: contactTakenOver('contact'),
    handsIn,
    about: {
      page: 'certificateNeed',
      text: (answers) => needs.find(({ value }) => value === answers.value('certificateNeed', 'need'))?.text ?? '',
    },
    ended: (answers) => ({
      title: answers.value('certificateNeed', 'need') === 'LOSS' ? '登记证书已经补发' : '登记证书已经换发',
      text: '新证书已经发出，本次办理全部办结。',
      next: [],
    }),
    clears: (answers) => (answers.value('certificateNeed', 'need') === 'EXTENSION' ? [{ duty: 'CERTIFICATE' }] : []),
    prefill: (_entry, _holdings, { about }): AnswerSet =>
      needs.some(({ value }) => value === about)
        ? { certificateNeed: { values: { need: about ?? '' }, items: [] } }
        : {},
  }
}

/** 补发、换发 of each type; they differ by their regulation. */
export const certificates: readonly Matter[] = (Object.keys(ORG_TYPES) as OrgType[]).map(certificateMatter)
