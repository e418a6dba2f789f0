import { chineseDate } from '../../core/documents/dates.ts'
import { clausesIn } from '../../core/charters/items.ts'
import type { Answers } from '../../core/matters/define.ts'
import { charterLaws } from '../charter/law.ts'
import { articlesPage, versionFields } from '../charter/pages.ts'
import { amendmentRules, textRule } from '../charter/rules.ts'
import { begunFrom, versionMade } from '../charter/version.ts'
import { copy } from '../shared/materials.ts'
import { ask, brought, byAuthority, ruleAt, type Filer, type Filing } from './define.ts'

const at = (field: string) => ({ page: 'charter', field })

/** By whom a charter was approved, when and with which paper. */
const approvalIn = (answers: Answers) => {
  const [by, on, no] = ['approvedBy', 'approvedOn', 'approvalNo'].map((field) => answers.value('charter', field))
  return { by: by ?? '', on: on ?? '', no: no ?? '' }
}

/**
 * 章程备案 of a 民办非企业单位 whose charter another authority approves, as that of a private school is by 教育行政部门
 * (domain-2.md §16.3): nothing of the text is judged here, so what speaks against it only warns and no article needs a reason.
 */
export const charterElsewhere = (filer: Filer): Filing => {
  const { orgType } = filer
  const law = charterLaws.find((one) => one.orgType === orgType)
  if (!law) throw new Error(`no law on charters of ${orgType}`)
  const rule = ruleAt(filer, byAuthority)
  return {
    code: 'charter-elsewhere',
    title: '章程备案',
    keywords: ['章程', '民办学校', '幼儿园', '培训学校', '教育局核准', '章程核准'],
    summary:
      '民办学校等由教育行政部门或者其他审批机关核准章程的民办非企业单位，修改的章程核准以后，报登记管理机关备案。',
    conditions: [
      { text: '修改的章程已经由审批机关核准，例如民办学校由教育行政部门核准。', basis: byAuthority },
      { text: '章程由登记管理机关核准的，不办理备案，申请章程核准。', basis: law.regulation },
      { text: '名称、住所、宗旨和业务范围等登记事项有改变的，另外办理变更登记。', basis: law.regulation },
    ],
    faq: [
      {
        question: '报备案和申请核准有什么不同？',
        answer:
          '由审批机关核准的，登记管理机关不再核准，只备案；系统提示的内容问题供您核对，不影响备案。其他单位的，应当申请核准，核准以后才生效。',
      },
      {
        question: '每一处修改都要写理由吗？',
        answer: '不用，审批机关已经审查。系统把现行的和核准的文本逐条对照，您只要核对条文与核准的文本一致。',
      },
    ],
    basis: byAuthority,
    pages: [
      {
        code: 'charter',
        title: '章程核准情况',
        intro: '与审批机关的核准文件一致。',
        fields: [
          ask('text', 'approvedBy', '核准章程的机关', {
            max: 100,
            hint: '写全称，与核准文件的印章一致',
            example: '太原市教育局',
          }),
          ask('text', 'approvalNo', '核准文件的文号', { max: 60, example: '并教审〔2026〕15号' }),
          ask('date', 'approvedOn', '核准日期', {
            noLaterThanToday: true,
            hint: '修改后的章程自这一天起生效',
            example: '2026-11-20',
          }),
          ...versionFields,
        ],
      },
      {
        ...articlesPage(orgType),
        intro: '与审批机关核准的文本一致，逐条录入，或者读入DOCX、带文字的PDF。条号按先后自动编排，不用填写。',
      },
    ],
    materials: [
      brought(
        'F02',
        '审批机关核准章程的文件',
        '写明核准修改后的章程，加盖公章',
        byAuthority,
        '由核准章程的机关出具，格式以其为准。',
        {
          form: '复印件',
        },
      ),
      {
        ...copy,
        code: 'F03',
        title: '核准的章程',
        hint: '审批机关核准的文本，有审批机关印章的每页都扫描',
        maxFiles: 20,
        proves: ['articles'],
        basis: byAuthority,
        noForm: '由审批机关核准的文本，不用另写。',
      },
    ],
    papers: [
      {
        code: 'F04',
        title: '录入的章程条文',
        use: '用来与核准的文本核对，不用上传',
        parts: [{ type: 'charter', page: 'articles' }],
      },
    ],
    rules: [
      textRule(law, rule, 'WARN', ['BLOCK', 'WARN']),
      ...amendmentRules(rule, '备案'),
      {
        ...rule,
        code: 'APPROVED-HERE',
        level: 'BLOCK',
        check: (answers, { authority }) =>
          authority !== undefined && answers.value('charter', 'approvedBy') === authority
            ? [{ ...at('approvedBy'), message: `章程由${authority}核准的，不办理备案，请申请章程核准` }]
            : [],
      },
      {
        ...rule,
        code: 'APPROVED-BY-UNIT',
        level: 'WARN',
        check: (answers, { register }) => {
          const by = answers.value('charter', 'approvedBy')
          const unit = register?.supervisoryUnit ?? ''
          return by === '' || unit === '' || by === unit
            ? []
            : [{ ...at('approvedBy'), message: `登记的业务主管单位是“${unit}”，请核对章程是不是由它核准` }]
        },
      },
      {
        ...rule,
        code: 'APPROVED-LATER',
        level: 'BLOCK',
        check: (answers, { holdings }) => {
          const on = answers.value('charter', 'approvedOn')
          const now = holdings?.charter
          if (on === '' || !now || on >= now.from) return []
          const message = `现行章程（第${String(now.n)}版）自${chineseDate(now.from)}起生效，比它早核准的不是修改后的章程，请核对日期`
          return [{ ...at('approvedOn'), message }]
        },
      },
    ],
    checks: [
      {
        code: 'APPROVED',
        text: '章程依法由其他审批机关核准，核准文件真实，机关、文号、日期与填写的一致',
        basis: byAuthority,
        rules: ['APPROVED-HERE', 'APPROVED-BY-UNIT', 'APPROVED-LATER'],
        shows: ['approvedBy', 'approvalNo', 'approvedOn'].map(at),
      },
      {
        code: 'SAME-TEXT',
        text: '填写的条文与核准的文本一致；与登记事项不一致的，已告知还要办理变更登记',
        basis: byAuthority,
        rules: ['CHARTER-BASE', 'CHARTER-REASONS', 'CHARTER-WAS', 'CHARTER-VALUES'],
        counts: ['articles'],
      },
    ],
    prefill: (entry, holdings, beside) => {
      const begun = begunFrom(orgType, entry, holdings, beside)
      const { supervisoryUnit } = entry.items
      return supervisoryUnit === '' || supervisoryUnit === beside.authority
        ? begun
        : {
            ...begun,
            charter: { items: [], values: { ...begun['charter']?.values, approvedBy: supervisoryUnit } },
          }
    },
    changes: (context) => {
      const { by, on, no } = approvalIn(context.answers)
      return [{ ...versionMade(orgType, context), elsewhere: { by: `${by}（${no}）`, on } }]
    },
    filed: (answers) => {
      const { by, on, no } = approvalIn(answers)
      const { length } = clausesIn(answers.items('articles'))
      return on === '' || length === 0
        ? []
        : [`修改后的章程由${by}于${chineseDate(on)}核准（${no}）`, `修改后的章程共${String(length)}条`]
    },
    next: '登记事项与修改后的章程不一致的，请依法办理变更登记。',
  }
}
