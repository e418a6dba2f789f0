import type { AnyStage, Matter, Rule } from '../../core/matters/define.ts'
import type { Page } from '../../core/forms/page.ts'
import { codeOf } from '../filings/define.ts'
import { contactTakenOver } from '../shared/contact.ts'
import { concluding } from '../shared/reports.ts'
import { licenceLimits } from '../shared/stages.ts'
import { checksOf } from './checks.ts'
import { reportGuide } from './guide.ts'
import { isFoundation, reporters, type Reporter } from './law.ts'
import { rectificationMaterials, rectificationPapers, reportMaterials, reportPapers } from './materials.ts'
import { activityPages } from './pages/activity.ts'
import { entryPages } from './pages/entry.ts'
import { councilPages, projectPages, supervisorPages } from './pages/foundation.ts'
import { disclosurePages, moneyPages } from './pages/foundation-money.ts'
import { charitySpendingPage, donationsPage, foundationSpendingPage, opennessPage } from './pages/giving.ts'
import { accountingPage, closingPages, oversightPages, rectificationPage } from './pages/oversight.ts'
import { peoplePages } from './pages/people.ts'
import { statementPage, statementPages, SYSTEMS } from './pages/statements.ts'
import { prefillOf } from './prefill.ts'
import { factRules } from './rules/facts.ts'
import { foundationRules } from './rules/foundation.ts'
import { judgedRules } from './rules/judged.ts'
import { statementRules } from './rules/statements.ts'
import { tellsOf } from './tells.ts'
import { foundationTells } from './tells-foundation.ts'

/** What is written when a report is begun, and asked of nobody. */
const written = ['year', 'standing'] as const

/**
 * What everybody may read of a report: what was done, the money and how it was used, who looks at it and what is published
 * (R400 art. 38, 慈善组织信息公开办法). Whom to call, staff, and how it works inside are the authority's.
 */
const published = [
  'year',
  'happened',
  'activity',
  'donations',
  ...SYSTEMS.flatMap((set) => set.statements.map(({ code }) => statementPage(set, code))),
  'spending',
  'welfare',
  'specialFunds',
  'fundraising',
  'donors',
  'projects',
  'payees',
  'special',
  'trust',
  'investments',
  'related',
  'penalties',
  'oversight',
  'rectified',
  'disclosure',
  'media',
  'openness',
  'supervisors',
]

/** All sections of a type's report, in the order of its form (domain-2.md §20.1–20.3). */
const pagesOf = (reporter: Reporter): readonly Page[] => [
  ...entryPages(reporter),
  ...peoplePages(reporter),
  ...(isFoundation(reporter) ? councilPages : []),
  ...activityPages(reporter),
  donationsPage(reporter),
  accountingPage,
  ...statementPages(reporter),
  charitySpendingPage(reporter),
  ...(isFoundation(reporter) ? [foundationSpendingPage, ...projectPages, ...moneyPages] : []),
  ...oversightPages(reporter),
  ...(isFoundation(reporter) ? disclosurePages : [opennessPage]),
  ...(isFoundation(reporter) ? supervisorPages : []),
  ...closingPages(reporter),
]

const rulesOf = (reporter: Reporter, pages: readonly Page[]): readonly Rule[] => {
  const at = { effectiveFrom: reporter.law.inForce, stages: ['report'] } as const
  return [
    ...factRules(at, reporter),
    ...statementRules(at, pages),
    ...judgedRules(at, reporter),
    ...(isFoundation(reporter) ? foundationRules(at, reporter) : []),
  ]
}

const concludedIn = (basis: string) => ({ statutory: 60, committed: 30, basis: `登记管理机关承诺；${basis}` })
const revision = { statutory: 5, committed: 5, basis: '登记管理机关要求' } as const

const stagesOf = (reporter: Reporter, pages: readonly Page[]): readonly AnyStage[] => {
  const { report } = reporter
  const law = { accepted: report.basis, decided: report.judged }
  return [
    {
      code: 'report',
      title: '年度工作报告',
      intro: '逐页填写，随时保存。登记簿已有的只核对，合计和比例由平台计算。声明签章页根据填写的内容生成。',
      procedure: 'report',
      pages: pages.map(({ code }) => code).filter((code) => !written.some((one) => one === code)),
      locked: written,
      workbook: true,
      papers: reportPapers(reporter),
      materials: reportMaterials(reporter).map(({ code }) => code),
      limits: { consent: licenceLimits.consent, conclusion: concludedIn(report.judged), revision },
      law,
      on: {
        qualified: { changes: concluding('QUALIFIED') },
        basic: { changes: concluding('BASIC'), opens: 'next stage' },
        unqualified: { changes: concluding('UNQUALIFIED'), opens: 'next stage' },
      },
      flow: ['初审，需要补正的退回', '另一名工作人员作出结论：合格、基本合格或者不合格', '结论载入登记簿，公告'],
    },
    {
      code: 'rectification',
      title: '整改',
      unhoped: true,
      intro: '按照整改通知书逐项整改，在期限内提交整改报告。',
      procedure: 'rectification',
      pages: [rectificationPage.code],
      locked: written,
      papers: rectificationPapers,
      materials: rectificationMaterials.map(({ code }) => code),
      limits: {
        rectification: { statutory: 3, committed: 3, inMonths: true, basis: report.judged },
        conclusion: { ...concludedIn(report.judged), due: '核查整改' },
        revision,
      },
      law,
      on: {
        rectified: {
          status: '整改完成',
          notice:
            '登记管理机关已经确认整改完成，本次办理全部办结。年检结论不因整改而改变，下一年度报告要写明整改情况。',
        },
      },
      flow: ['核查整改报告，不到位的退回', '确认整改'],
    },
  ]
}

const annualReport = (reporter: Reporter): Matter => {
  const pages = pagesOf(reporter)
  return {
    code: codeOf(reporter, 'report'),
    title: '年度工作报告',
    keywords: ['年报', '年检', '年度检查', '年度工作报告', '会计报表', '审计报告', '整改报告'],
    orgType: reporter.orgType,
    begunBy: 'organization',
    family: 'report',
    published,
    realName: { draft: false, submitFrom: 'report' },
    guide: reportGuide(reporter),
    pages: [...pages, rectificationPage],
    materials: [...reportMaterials(reporter), ...rectificationMaterials],
    stages: stagesOf(reporter, pages),
    rules: rulesOf(reporter, pages),
    checks: checksOf(reporter),
    tells: { ...tellsOf(reporter), ...(isFoundation(reporter) ? foundationTells : {}) },
    facts: {
      contact: { page: 'handler', name: 'contactName', phone: 'contactPhone' },
      people: [],
      supervisoryUnit: { page: 'consent', field: 'supervisoryUnit' },
      consent: { page: 'consent', number: 'consentNo', date: 'consentDate', material: 'R05', beside: ['handler'] },
    },
    takesOver: contactTakenOver('handler'),
    ended: (answers) => ({
      title: `${answers.value('year', 'fiscalYear')}年度工作报告已经办结`,
      text: '年检结论已经载入登记簿。',
      next: [],
    }),
    about: { page: 'year', text: (answers) => `${answers.value('year', 'fiscalYear')}年度` },
    prefill: prefillOf(pages),
  }
}

/** 年度工作报告 of each type; they differ by their sections and their law. */
export const reports: readonly Matter[] = reporters.map(annualReport)
