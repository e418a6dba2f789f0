import type { AnyStage, Guide, Matter } from '../../src/core/matters/define.ts'
import { offered, type Matters } from '../../src/core/matters/offered.ts'
import { yearPage } from '../../src/core/matters/year-page.ts'
import { codeOf, filers } from '../../src/matters/filings/define.ts'
import { contactFields, contactTakenOver } from '../../src/matters/shared/contact.ts'
import { concluding } from '../../src/matters/shared/reports.ts'
import { licenceLimits, revisionLimit } from '../../src/matters/shared/stages.ts'

// An annual report of one question, so that what is the same of every report is tested without filling in twenty sections.

const days = { statutory: 20, committed: 10, basis: '登记管理机关承诺' } as const
const law = { accepted: '《社会团体登记管理条例》第二十八条', decided: '《社会团体登记管理条例》第二十八条' } as const
const guide: Guide = { summary: '', conditions: [], legalBasis: [], fee: '', place: '', faq: [] }

const stages: readonly AnyStage[] = [
  {
    code: 'report',
    title: '年度工作报告',
    intro: '',
    procedure: 'report',
    pages: ['work', 'contact'],
    locked: [yearPage.code],
    materials: [],
    limits: { consent: licenceLimits.consent, conclusion: days, revision: revisionLimit },
    law,
    on: {
      qualified: { changes: concluding('QUALIFIED') },
      basic: { changes: concluding('BASIC'), opens: 'next stage' },
      unqualified: { changes: concluding('UNQUALIFIED'), opens: 'next stage' },
    },
    flow: [],
  },
  {
    code: 'rectification',
    title: '整改',
    intro: '',
    procedure: 'rectification',
    pages: ['mended'],
    locked: [yearPage.code],
    materials: [],
    limits: {
      rectification: { statutory: 3, committed: 3, inMonths: true, basis: '' },
      conclusion: days,
      revision: revisionLimit,
    },
    law,
    on: {},
    flow: [],
  },
]

const small = (filer: (typeof filers)[number]): Matter => ({
  code: codeOf(filer, 'report'),
  title: '年度工作报告',
  keywords: [],
  orgType: filer.orgType,
  begunBy: 'organization',
  family: 'report',
  realName: { draft: false, submitFrom: 'report' },
  guide,
  pages: [
    yearPage,
    {
      code: 'work',
      title: '业务活动',
      fields: [
        { name: 'summary', label: '业务活动', kind: 'textarea', max: 500, example: '开展业务活动12场' },
        { name: 'before', label: '上年业务活动', kind: 'textarea', max: 500, optional: true },
        { name: 'lateReason', label: '逾期原因', kind: 'textarea', max: 200, optional: true, example: '换届' },
      ],
    },
    { code: 'contact', title: '联系人', fields: contactFields },
    {
      code: 'mended',
      title: '整改情况',
      fields: [{ name: 'measures', label: '整改措施', kind: 'textarea', max: 500, example: '已经补开理事会' }],
    },
  ],
  materials: [],
  stages,
  rules: [
    {
      code: 'LATE-REASON',
      basis: '',
      level: 'BLOCK',
      effectiveFrom: '2020-01-01',
      stages: ['report'],
      check: (answers, { reporting }) =>
        reporting?.late && answers.value('work', 'lateReason') === ''
          ? [{ page: 'work', field: 'lateReason', message: '请写明逾期原因' }]
          : [],
    },
  ],
  facts: { contact: { page: 'contact', name: 'contactName', phone: 'contactPhone' }, people: [] },
  takesOver: contactTakenOver('contact'),
  prefill: (_entry, _holdings, { lastReport }) => ({
    work: { values: { before: lastReport?.answers['work']?.values['summary'] ?? '' }, items: [] },
  }),
})

/** The matters of a portal with these reports in the place of its own. */
export const withSmallReports = (matters: Matters): Matters => {
  const reports = filers.map(small)
  const others = matters.all.filter(({ code }) => reports.every((report) => report.code !== code))
  return offered([...others, ...reports])
}
