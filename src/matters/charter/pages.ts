import { filledCharter } from '../../core/charters/fill.ts'
import { charterOf } from '../../core/charters/index.ts'
import { itemNumbers, itemsBegun, KEPT, REMOVED } from '../../core/charters/items.ts'
import { modelFor, type Registered } from '../../core/charters/registered.ts'
import { clausesOf, type Clause } from '../../core/charters/text.ts'
import type { Field, RawValues } from '../../core/forms/field.ts'
import { fields, type Page } from '../../core/forms/page.ts'
import { readAnswers } from '../../core/matters/answers.ts'
import { sampleOf } from '../../core/matters/sample.ts'
import type { OrgType } from '../../core/org-types.ts'
import { addDays } from '../../core/workflow/calendar.ts'
import { foundings } from '../establishment/index.ts'
import { commitmentPage } from '../shared/closing.ts'
import { consentFields, lateReason } from '../shared/consent.ts'
import { contactFields } from '../shared/contact.ts'
import { authority, typeWords } from '../shared/forms/words.ts'
import { heldLately, meetingFields, voteFields } from '../shared/meeting.ts'
import type { CharterLaw } from './law.ts'

/** Places the model leaves to the hand, by what stands around them, and what the example says there. */
const byHand: readonly (readonly [RegExp, string])[] = [
  [/【[^】]*】/gu, ''],
  // Who has neither leaves them out.
  [/^.*(?:英文名称|网址)是＿+。\n?/gmu, ''],
  [/＿+(?=自愿)/gu, '热心本会事业的单位和个人'],
  [/(?<=每届(?:任期)?)＿+(?=年)/gu, '五'],
  [/＿+(?=年)/gu, '二'],
  [/＿+(?=万元)/gu, '一百'],
  [/＿+(?=名)/gu, '三'],
  [/(?<=从事)＿+/gu, '相关业务'],
  [/(?<=党建领导机关是)＿+/gu, '社会组织综合党委'],
  [/(?<=行业管理部门是)＿+/gu, '有关行业管理部门'],
  [/＿+(?=担任)/gu, '主要负责人'],
  [/(?<=举办者是)＿+/gu, '发起设立本单位的人员和单位'],
  [/(?<=其中：)＿+/gu, '由发起人足额缴纳'],
  [/(?<=来源：)＿+/gu, '发起人自愿捐赠'],
  [/(?<=慈善活动：)＿+/gu, '扶贫济困、助学兴教等'],
  [/＿+(?=表决通过)/gu, '本届会议'],
  [/＿{2,}/gu, '按照规定确定的内容'],
]

/** Of paragraphs the model leaves a choice of, 【会费：收取】 and 【会费：不收取】, the first. */
const firstOf = (text: string): string => {
  const taken = new Map<string, string>()
  const lines = text.split('\n').filter((line) => {
    const [, of, option = ''] = /^【([^：】]+)：([^】]+)】/u.exec(line) ?? []
    if (of === undefined) return true
    taken.set(of, taken.get(of) ?? option)
    return taken.get(of) === option
  })
  return lines.join('\n')
}

/** What stands where the model leaves a place to the hand, for the example. */
const written = (text: string): string =>
  byHand.reduce((now, [place, words]) => now.replaceAll(place, words), firstOf(text)).trimEnd()

/** What an example chooses where the model leaves a choice. */
const chosen = { assembly: 'ALL', standing: 'WITHOUT', fees: 'YES', supervision: 'SUPERVISORS' }

/** The charter of a registered organization as it could be, for trying the portal. */
export const exampleCharterOf = (registered: Registered): readonly Clause[] =>
  modelFor(registered, chosen)
    .map((clause) => ({ ...clause, text: written(clause.text) }))
    .filter(({ text }) => text !== '')

/** The example of an amendment: what is open is filled in, and of a charter in force one article says more. */
const amendedExample = (items: readonly RawValues[]): readonly RawValues[] => {
  const filled = items.flatMap((values): readonly RawValues[] => {
    const text = written(values['text'] ?? '')
    return text === '' ? [] : [{ ...values, text }]
  })
  const at = filled.findIndex(({ text = '' }) => /会计核算/u.test(text))
  return filled.map((values, place) =>
    place === at && values['was']
      ? {
          ...values,
          text: `${values['text'] ?? ''}\n每年的收支情况在年度工作报告中公布。`,
          reason: '增加公开收支的规定，便于会员和社会监督。',
        }
      : values,
  )
}

/** The model of a type filled with the examples of its founding: a charter to show and to try with. */
const exampleCharter = (orgType: OrgType): readonly Clause[] => {
  const { pages } = foundings[orgType]
  const answers = readAnswers(pages, sampleOf({ pages }))
  const about = { orgType, pages, answers, name: typeWords[orgType].sample.name, authority }
  return clausesOf(filledCharter(charterOf(orgType), about, chosen)).map((clause) => ({
    ...clause,
    text: written(clause.text),
  }))
}

/** The articles of a charter; each in its place, none lost. */
export const articlesPage = (orgType: OrgType): Page => ({
  code: 'articles',
  title: '章程条文',
  intro: '逐条修改，或者读入改好的文件。条号按先后自动编排，不用填写；每处修改写明理由，修改对照表由系统生成。',
  fields: [],
  list: {
    noun: '条文',
    measure: '条',
    min: 1,
    max: 400,
    titleField: 'text',
    titleLength: 40,
    summaryFields: ['reason'],
    bulk: true,
    ordered: itemNumbers,
    struck: { field: 'state', as: REMOVED, when: 'was' },
    groupedBy: 'chapter',
    begun: ({ chapter = '', section = '' } = {}) => ({ chapter, section, state: KEPT }),
    examples: itemsBegun(exampleCharter(orgType), false),
    exampleOf: amendedExample,
    fields: fields(
      {
        name: 'chapter',
        label: '章名',
        kind: 'text',
        max: 60,
        optional: true,
        hint: '不写“第几章”；同一章的条文写同样的章名',
        example: '总则',
      },
      { name: 'section', label: '节名', kind: 'text', max: 60, optional: true, hint: '没有分节的不填', example: '' },
      {
        name: 'text',
        label: '条文',
        kind: 'textarea',
        max: 4000,
        hint: '不写条号；分款、分项的另起一行',
        example: '本会的名称是山西省古建筑彩绘保护协会。',
      },
      {
        name: 'was',
        label: '现行条号',
        kind: 'integer',
        min: 1,
        max: 999,
        optional: true,
        hint: '从现行章程的第几条改来，只写数字；新增的条文不填',
        example: '',
      },
      {
        name: 'state',
        label: '处理',
        kind: 'choice',
        options: [
          { value: KEPT, text: '写入修改后的章程' },
          { value: REMOVED, text: '删除现行条文' },
        ],
        example: KEPT,
      },
      {
        name: 'reason',
        label: '修改理由',
        kind: 'textarea',
        max: 500,
        optional: true,
        hint: '修改、新增、删除、移动的条文填写；没有改动的不填',
        example: '',
      },
    ),
  },
})

/** Which version of the charter the articles are made of. */
export const versionFields = fields(
  {
    name: 'onFile',
    label: '登记管理机关存有现行章程的文本',
    kind: 'yesNo',
    hint: '已按登记簿填写，不用改',
    example: 'no',
  },
  {
    name: 'base',
    label: '现行章程的版本',
    kind: 'integer',
    min: 1,
    max: 999,
    hint: '已按登记簿填写，不用改',
    example: '1',
    when: { field: 'onFile', is: ['yes'] },
  },
)

/** What is amended and why. */
export const explanation: Page = {
  code: 'charter',
  title: '修改说明',
  fields: fields(
    {
      name: 'mainIssues',
      label: '修改的主要内容和原因',
      kind: 'textarea',
      max: 2000,
      example: '按照会员大会的决定，增加监督会费使用的规定，其他条文不变。',
    },
    ...versionFields,
  ),
}

/** What 章程核准 asks (domain.md §5.8): the charter itself, who adopted it and how, who agreed. */
export const charterPages = (law: CharterLaw): readonly Page[] => {
  const { orgType, meeting, own } = law
  const basis = `${law.regulation}${law.article}`
  const organs = law.organs.filter(({ value }) => value === 'ASSEMBLY' || value === 'DELEGATES')
  return [
    { ...explanation, intro: '登记管理机关没有现行章程文本的，另外上传现行章程和修改说明。' },
    articlesPage(orgType),
    {
      code: 'resolution',
      title: '内部履行程序',
      intro: '按照章程表决通过修改后的章程的那次会议，与会议纪要一致。',
      fields: [
        ...(organs.length > 0
          ? fields(
              {
                name: 'organ',
                label: '表决通过的机构',
                kind: 'choice',
                options: organs,
                example: organs[0]?.value ?? '',
              },
              {
                name: 'councilDate',
                label: '理事会通过修改草案的日期',
                kind: 'date',
                noLaterThanToday: true,
                source: law.charter,
                example: addDays(heldLately, -14),
              },
            )
          : []),
        ...meetingFields({ ...meeting, held: heldLately }).flatMap((field) =>
          field.name === 'meetingDate' ? [field, ...lateReason(law.days, '通过', basis)] : [field],
        ),
        ...voteFields('charter', '章程修改', { for: meeting.present, against: 0, abstain: 0 }, {}),
        { name: 'summary', label: '会议内容', kind: 'textarea', max: 1000, example: '审议并表决通过修改后的章程。' },
      ],
    },
    {
      code: 'consent',
      title: '业务主管单位审查',
      fields: [
        ...consentFields(basis).flatMap((field): readonly Field[] =>
          field.name === 'consentDate' ? [field, ...lateReason(law.days, '业务主管单位同意', basis)] : [field],
        ),
        {
          name: 'sentOn',
          label: '送审日期',
          kind: 'date',
          noLaterThanToday: true,
          hint: '把通过的章程报业务主管单位审查的日期；应当在通过之日起15日以内',
          source: law.charter,
          example: heldLately,
          when: { field: 'hasUnit', is: ['yes'] },
        },
        {
          name: 'sentLateReason',
          label: '送审逾期说明',
          kind: 'textarea',
          max: 500,
          optional: true,
          byRule: true,
          hint: '自通过之日起超过15日才送审的，写明原因',
          source: law.charter,
          example: '',
        },
      ],
    },
    { code: 'contact', title: '联系人', fields: contactFields },
    commitmentPage(own),
  ]
}
