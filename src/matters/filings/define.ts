import type { Field } from '../../core/forms/field.ts'
import type { Page } from '../../core/forms/page.ts'
import type { ChangeContext } from '../../core/matters/contexts.ts'
import type { Check, Guide, Material, Matter, On, Rule } from '../../core/matters/define.ts'
import type { OrgType } from '../../core/org-types.ts'
import type { Paper, PaperPart } from '../../core/papers/define.ts'
import type { RegisterChange } from '../../core/register/changes.ts'
import { foundingLaws } from '../establishment/index.ts'
import type { FoundingLaw } from '../establishment/shared/law.ts'
import { commitmentPage } from '../shared/closing.ts'
import { contactFields, contactTakenOver } from '../shared/contact.ts'
import { typeWords } from '../shared/forms/words.ts'
import { original } from '../shared/materials.ts'
import { stillRegistered } from '../shared/registered.ts'
import { organizationSeals, representativeSigns } from '../shared/signing.ts'
import { revisionLimit } from '../shared/stages.ts'

/** Who files: an organization of a type, under its law; `name`: of the examples. */
export type Filer = { readonly orgType: OrgType; readonly law: FoundingLaw; readonly name: string }

export const filers: readonly Filer[] = Object.entries(typeWords).map(([type, { sample }]) => ({
  orgType: type as OrgType,
  law: foundingLaws[type as OrgType],
  name: sample.name,
}))

/** The articles on seals, accounts and, for a 基金会, tax (R250 art. 16, R251 art. 14, R400 art. 14). */
export const filedUnder = ({ law }: Filer): string => `${law.regulation}${law.articles.filed}`

/** Stages of filings; rules and checks of them are `at` it. */
export const stages = ['filing'] as const
export const ruleAt = ({ law }: Filer, basis: string) => ({ basis, effectiveFrom: law.inForce, stages }) as const

export const byAuthority = '登记管理机关要求'

/** A question in one line. */
export const ask = (kind: Field['kind'], name: string, label: string, more: Partial<Field> = {}): Field => ({
  ...more,
  name,
  label,
  kind,
})

/** A paper somebody else makes out, or that is free in its form: `from` says who, or how. */
export const brought = (
  code: string,
  title: string,
  hint: string,
  basis: string,
  from: string,
  more: Pick<Material, 'when'> & Partial<Pick<Material, 'form'>> = {},
): Material => ({ ...original, code, title, hint, basis, noForm: from, ...more })

/** One kind of 备案: what sets it apart from the others. */
export type Filing = {
  /** Ends the matter's code. */
  readonly code: string
  readonly title: string
  readonly keywords: readonly string[]
  readonly summary: string
  readonly conditions: Guide['conditions']
  readonly faq?: Guide['faq']
  /** What it rests on, as guide and receipt cite it. */
  readonly basis: string
  readonly pages: readonly Page[]
  readonly materials: readonly Material[]
  readonly rules?: readonly Rule[]
  readonly checks: readonly Omit<Check, 'stages'>[]
  /** Parts of its form before the signatures, where all that was answered is not enough. */
  readonly formParts?: readonly PaperPart[]
  /** What the portal makes besides its form, which leaves out what stands there in full. */
  readonly papers?: readonly Paper[]
  readonly people?: Matter['facts']['people']
  readonly accountNumber?: Matter['facts']['accountNumber']
  readonly askedBy?: Matter['askedBy']
  readonly barred?: Matter['barred']
  readonly prefill?: Matter['prefill']
  readonly clears?: Matter['clears']
  readonly exampleFor?: Matter['exampleFor']
  readonly changes: (context: ChangeContext) => readonly RegisterChange[]
  /** What the receipt says was filed, clause by clause; no person's number, none of an account. */
  readonly filed: NonNullable<On['proved']>
  /** What is to be done next, told with the receipt. */
  readonly next: string
}

/** F01: the form that is signed, of any kind. */
const formCode = 'F01'

export const formTitle = (title: string): string => `${title}${/备案$|报告$|报批$/.test(title) ? '表' : '申请表'}`

/** What is signed of everything asked, by its parts. */
export const formPaper = (title: string, parts: readonly PaperPart[] = [], except: readonly string[] = []) => ({
  code: formCode,
  title: formTitle(title),
  use: '全部填好以后打印，由法定代表人签字、加盖公章，扫描后上传',
  uploaded: true as const,
  parts: [
    { type: 'rest' as const, except },
    ...parts,
    {
      type: 'signatures' as const,
      boxes: [representativeSigns, organizationSeals],
    },
  ],
})

/** Pages that are a text of their own on a paper. */
const textsOf = (papers: readonly Paper[]): readonly string[] =>
  papers.flatMap(({ parts }) => parts.flatMap((part) => (part.type === 'charter' ? [part.page] : [])))

export const formMaterial = (title: string, basis: string): Material => ({
  ...original,
  code: formCode,
  title: formTitle(title),
  hint: '根据填写的内容生成，由法定代表人签字、加盖公章',
  basis,
})

/** What everybody asks of a filing. */
const questions: Guide['faq'] = [
  {
    question: '备案会不会不批准？',
    answer:
      '备案不是行政许可，没有“不予备案”。材料不齐全或者填写有误的，登记管理机关逐项写明原因，退回修改；改好以后重新提交。',
  },
  {
    question: '退回修改以后要全部重填吗？',
    answer:
      '不用。只改写明的内容，其他的都保留；应当在告知的期限内重新提交，过期没有提交的，本次办理终止，可以复制为新的备案。',
  },
  {
    question: '要从登记簿中选择的内容没有列出来怎么办？',
    answer:
      '只列出登记簿中现有的人员、印章、账户和机构。旧印章、原账户没有列出的（例如使用本平台以前备案的），选“登记簿中没有”，填写印文或者账号；人员、机构没有列出的，请先联系登记管理机关核对登记簿。选好以后登记簿又有变化的，提交或者备案时会提示重新选择。',
  },
  {
    question: '可以同时办几件备案吗？',
    answer: '不同的备案可以同时办理；同一种备案，前一件办结、撤回或者删除以后才能开始下一件。',
  },
  {
    question: '备案回执有什么用？',
    answer:
      '准予备案以后，在办件详情中下载备案回执，可以用来向银行、审计机构等证明已经备案；任何人可以用文书核验码核验真伪。',
  },
  {
    question: '要到窗口去吗？',
    answer: '不用，全程网上办理。备案内容是否属实由本单位负责，登记管理机关可以要求出示原件。',
  },
]

export const filingGuide = (
  { summary, conditions, faq = [], basis }: Pick<Filing, 'summary' | 'conditions' | 'faq' | 'basis'>,
  { law }: Filer,
): Guide => ({
  summary,
  conditions,
  legalBasis: [...new Set([law.regulation, basis])],
  fee: '不收费',
  place: '全程网上办理。',
  faq: [...faq, ...questions],
})

/** Asked in the end of everybody who files or asks for approval. */
export const lastPages = ({ law }: Filer): readonly Page[] => [
  { code: 'handler', title: '联系人', fields: contactFields },
  commitmentPage(law.own),
]

export const contactFact = { page: 'handler', name: 'contactName', phone: 'contactPhone' } as const

export const codeOf = ({ orgType }: Filer, code: string): string =>
  `${orgType.toLowerCase().replaceAll('_', '-')}-${code}`

/** The matter of a kind of filing for a type. */
export const filing = (filer: Filer, kind: Filing): Matter => {
  const pages = [...kind.pages, ...lastPages(filer)]
  const { papers = [] } = kind
  const materials = [formMaterial(kind.title, kind.basis), ...kind.materials]
  return {
    code: codeOf(filer, `filing-${kind.code}`),
    title: kind.title,
    keywords: ['备案', ...kind.keywords],
    orgType: filer.orgType,
    begunBy: 'organization',
    family: 'filing',
    realName: { draft: false, submitFrom: 'filing' },
    guide: filingGuide(kind, filer),
    pages,
    materials,
    stages: [
      {
        code: 'filing',
        title: kind.title,
        intro: `${formTitle(kind.title)}根据填写的内容生成，可以下载，签字、盖章以后上传。准予备案以后出具备案回执。`,
        procedure: 'filing',
        pages: pages.map(({ code }) => code),
        locked: [],
        papers: [formPaper(kind.title, kind.formParts, textsOf(papers)), ...papers],
        materials: materials.map(({ code }) => code),
        limits: {
          filing: { statutory: 10, committed: 5, basis: '登记管理机关承诺' },
          revision: revisionLimit,
        },
        law: { accepted: kind.basis, decided: kind.basis },
        on: {
          filed: {
            documents: ['FILING_RECEIPT'],
            changes: kind.changes,
            proved: kind.filed,
            notice: `${kind.title}已经备案，备案回执可在办件详情中下载。${kind.next}`,
          },
        },
        flow: ['窗口核对，退回修改或者准予备案', '出具备案回执'],
      },
    ],
    rules: [stillRegistered(pages, ruleAt(filer, kind.basis)), ...(kind.rules ?? [])],
    checks: [
      {
        stages,
        code: 'FORM',
        text: `${formTitle(kind.title)}与填写的内容一致，法定代表人签字，加盖公章`,
        basis: kind.basis,
      },
      ...kind.checks.map((check) => ({ stages, ...check })),
    ],
    facts: {
      contact: contactFact,
      people: kind.people ?? [],
      ...(kind.accountNumber ? { accountNumber: kind.accountNumber } : {}),
    },
    takesOver: contactTakenOver(contactFact.page),
    ended: () => ({
      title: kind.title.endsWith('备案') ? `${kind.title}已经办结` : `${kind.title}已经备案`,
      text: '已经准予备案，备案回执可以在下面下载。',
      next: [{ text: kind.next }],
    }),
    ...(kind.askedBy ? { askedBy: kind.askedBy } : {}),
    ...(kind.barred ? { barred: kind.barred } : {}),
    ...(kind.prefill ? { prefill: kind.prefill } : {}),
    ...(kind.clears ? { clears: kind.clears } : {}),
    ...(kind.exampleFor ? { exampleFor: kind.exampleFor } : {}),
  }
}
