import type { Material } from '../../core/matters/define.ts'
import type { Paper } from '../../core/papers/define.ts'
import { brought, byAuthority } from '../filings/define.ts'
import { original } from '../shared/materials.ts'
import { organizationSeals, representativeSigns, unitSays } from '../shared/signing.ts'
import { isFoundation, isService, type Reporter } from './law.ts'

/** 声明签章页. */
const DECLARATION = 'R01'
/** Opinions of the supervisors of a 基金会. */
const OPINIONS = 'R06'
const RECTIFICATION = 'R20'

/** What is handed in with a report (domain-2.md §20.5). */
export const reportMaterials = (reporter: Reporter): readonly Material[] => {
  const { report } = reporter
  return [
    {
      ...original,
      code: DECLARATION,
      title: '声明签章页',
      hint: '根据填写的内容生成，打印以后由法定代表人签字、加盖公章，拍照或者扫描上传',
      basis: report.basis,
    },
    brought(
      'R02',
      '审计报告',
      '会计师事务所出具，含会计报表和附注',
      report.judged,
      '由会计师事务所出具，格式以其为准',
      {
        form: '复印件',
        ...(isFoundation(reporter) ? {} : { when: { page: 'oversight', field: 'audited', is: ['yes'] } }),
      },
    ),
    brought(
      'R03',
      '专项信息审核报告',
      '会计师事务所对捐赠、支出比例、重大项目、关联方等信息的审核报告',
      byAuthority,
      '由会计师事务所出具，格式以其为准',
      {
        form: '复印件',
        ...(isFoundation(reporter) ? {} : { when: { page: 'oversight', field: 'deductible', is: ['yes'] } }),
      },
    ),
    brought(
      'R04',
      '上年度整改报告',
      '写明上年度的问题和整改结果，加盖公章',
      report.judged,
      '由本组织写，内容与填写的一致。',
      {
        when: { page: 'standing', field: 'lastConclusion', is: ['BASIC', 'UNQUALIFIED', 'NOT_FILED'] },
      },
    ),
    brought(
      'R05',
      '业务主管单位初审意见',
      '写明初审意见，加盖公章；业务主管单位在线同意的不用上传',
      report.basis,
      '由业务主管单位出具，格式以其为准',
      { when: { page: 'consent', field: 'hasUnit', is: ['yes'] } },
    ),
    ...(isFoundation(reporter)
      ? [
          {
            ...original,
            code: OPINIONS,
            title: '监事意见',
            hint: '根据填写的内容生成，每名监事签名',
            basis: '《基金会管理条例》第二十二条',
          },
        ]
      : []),
    ...(isService(reporter)
      ? [
          brought('R07', '执业许可证', '在有效期内', report.basis, '由许可机关颁发', {
            form: '复印件',
            when: { page: 'office', field: 'hasLicence', is: ['yes'] },
          }),
        ]
      : []),
  ]
}

/** What the portal makes of a report, to be signed. */
export const reportPapers = (reporter: Reporter): readonly Paper[] => [
  {
    code: DECLARATION,
    title: '年度工作报告声明签章页',
    use: '全部填好以后打印，由法定代表人签字、加盖公章，拍照或者扫描上传',
    uploaded: true,
    parts: [
      {
        type: 'text',
        text: `{authority}：\n{name}声明：本年度工作报告依照${reporter.report.basis}编制，所填内容和所附的会计报表真实、准确、完整，没有虚假记载和重大遗漏；如有不实，愿意承担法律责任。`,
      },
      { type: 'pages', pages: ['year', 'standing', 'entry', 'oversight', 'handler'] },
      {
        type: 'signatures',
        boxes: [representativeSigns, organizationSeals, unitSays],
      },
    ],
  },
  {
    code: 'R00',
    title: '年度工作报告',
    use: '填写的全部内容和会计报表，留存备查，不用上传',
    parts: [{ type: 'rest', except: ['commitment'] }],
  },
  ...(isFoundation(reporter)
    ? [
        {
          code: OPINIONS,
          title: '监事意见',
          use: '打印以后由每名监事签名，扫描后上传',
          uploaded: true as const,
          parts: [
            {
              type: 'text' as const,
              text: '本基金会监事对年度工作报告、财务会计报告和理事会履职情况的意见如下。',
            },
            {
              type: 'table' as const,
              page: 'supervisors',
              columns: [
                { share: 1.2, field: 'name' },
                { share: 1.2, field: 'agrees' },
                { share: 5, field: 'opinion' },
              ],
            },
            { type: 'places' as const, page: 'supervisors', of: 'hand' as const },
            { type: 'signatures' as const, boxes: [organizationSeals] },
          ],
        },
      ]
    : []),
]

/** What proves 整改. */
export const rectificationMaterials: readonly Material[] = [
  {
    ...original,
    code: RECTIFICATION,
    title: '整改报告',
    hint: '根据填写的内容生成，由法定代表人签字、加盖公章',
    basis: byAuthority,
  },
  {
    ...original,
    code: 'R21',
    title: '整改的证明材料',
    hint: '备案回执、会议纪要、退款凭证等；没有的可以不提交',
    optional: true,
    basis: byAuthority,
    noForm: '按照整改通知书的要求提供。',
  },
]

export const rectificationPapers: readonly Paper[] = [
  {
    code: RECTIFICATION,
    title: '整改报告',
    use: '填好以后打印，由法定代表人签字、加盖公章，扫描后上传',
    uploaded: true,
    parts: [
      { type: 'text', text: '{authority}：\n{name}按照整改通知书完成整改，现将整改情况报告如下。' },
      { type: 'pages', pages: ['year', 'rectification'] },
      { type: 'signatures', boxes: [representativeSigns, organizationSeals] },
    ],
  },
]
