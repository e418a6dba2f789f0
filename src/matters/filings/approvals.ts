import { chineseDate } from '../../core/documents/dates.ts'
import type { Page } from '../../core/forms/page.ts'
import { cite } from '../../core/law.ts'
import type { ChangeContext } from '../../core/matters/contexts.ts'
import type { Check, Guide, Material, Matter, On, Rule } from '../../core/matters/define.ts'
import type { Grounds } from '../../core/matters/grounds.ts'
import type { RegisterChange } from '../../core/register/changes.ts'
import { AppError } from '../../core/errors.ts'
import { addMonths } from '../../core/workflow/calendar.ts'
import { consentQuestion } from '../shared/consent-words.ts'
import { consentFields } from '../shared/consent.ts'
import { contactTakenOver } from '../shared/contact.ts'
import { consentFrom, meetingOn, proving } from '../shared/findings.ts'
import { termConsent } from '../shared/forms/units.ts'
import { refusedGrounds } from '../shared/grounds.ts'
import { original } from '../shared/materials.ts'
import { licenceFlow, licenceLimits } from '../shared/stages.ts'
import {
  codeOf,
  contactFact,
  filingGuide,
  formMaterial,
  formPaper,
  formTitle,
  lastPages,
  type Filer,
  ask,
  brought,
} from './define.ts'
import { electionRules, meetingMaterial, meetingPage } from './meeting.ts'
import { leaderRules } from './leaders.ts'
import { officersPage, ofEach, ofSome, peopleFact, peopleMaterials } from './officers.ts'
import { organs } from './organs.ts'
import { heldToThen } from './founding.ts'

/** What is asked of the authority beforehand, and decided by it. */
type Approval = {
  readonly code: string
  readonly title: string
  readonly keywords: readonly string[]
  readonly summary: string
  readonly conditions: Guide['conditions']
  readonly faq?: Guide['faq']
  /** 准予 and 不予, as the buttons say it. */
  readonly granted: string
  readonly denied: string
  /** Why it is denied. */
  readonly ground: string
  readonly pages: readonly Page[]
  readonly materials: readonly Material[]
  readonly rules: readonly Omit<Rule, 'stages'>[]
  readonly checks: readonly Omit<Check, 'stages'>[]
  readonly people?: Matter['facts']['people']
  readonly clears?: Matter['clears']
  readonly changes: (context: ChangeContext) => readonly RegisterChange[]
  readonly proved: NonNullable<On['proved']>
  readonly next: string
}

const approval = (filer: Filer, one: Approval): Matter => {
  const { law, orgType } = filer
  const basis = law.charter
  const stages = [one.code]
  const pages: readonly Page[] = [
    ...one.pages,
    { code: 'consent', title: '业务主管单位意见', fields: consentFields(basis) },
    ...lastPages(filer),
  ]
  const materials = [
    formMaterial(one.title, basis),
    ...one.materials,
    {
      ...original,
      code: 'F03',
      title: '业务主管单位同意文件',
      hint: `写明同意${one.title.replace(/^换届事先报批$/, '换届方案和人选')}，加盖公章；业务主管单位在线同意的不用上传`,
      when: { page: 'consent', field: 'hasUnit', is: ['yes'] },
      basis,
      forms: [termConsent],
    } satisfies Material,
  ]
  const denied: Grounds = [
    { code: 'APL_49', text: one.ground, basis: cite('APL', 49) },
    { code: 'FALSE_PAPERS', text: '隐瞒有关情况或者提供虚假材料', basis: cite('APL', 78) },
  ]
  return {
    code: codeOf(filer, `approval-${one.code}`),
    title: one.title,
    keywords: ['换届', '备案', ...one.keywords],
    orgType,
    begunBy: 'organization',
    family: 'filing',
    realName: { draft: false, submitFrom: one.code },
    ended: () => ({
      title: `已经${one.granted}`,
      text: '决定书可以在下面下载，本次办理全部办结。',
      next: [{ text: one.next }],
    }),
    guide: {
      ...filingGuide({ ...one, basis }, filer),
      faq: [
        ...(one.faq ?? []),
        consentQuestion,
        {
          question: '没有业务主管单位的怎么办？',
          answer: '直接登记或者已经脱钩的，在“业务主管单位意见”中选“否”，不用上传同意文件。',
        },
        {
          question: '不同意的怎么办？',
          answer:
            '决定书写明理由和救济权利。可以按写明的理由改正以后重新申请，也可以依法申请行政复议或者提起行政诉讼。',
        },
        {
          question: '材料不齐全怎么办？',
          answer: '登记管理机关在5个工作日内一次性告知需要补正的全部内容；补正以后继续办理，不用重新申请。',
        },
        {
          question: '可以撤回吗？',
          answer: '登记管理机关作出决定以前可以撤回，撤回以后可以重新申请。',
        },
        {
          question: '申请期间可以办理别的备案吗？',
          answer: '可以。同一个事项前一件办结以后，才能开始下一件。',
        },
      ],
    },
    pages,
    materials,
    stages: [
      {
        code: one.code,
        title: one.title,
        intro: `${formTitle(one.title)}根据填写的内容生成，可以下载，签字、盖章以后上传。`,
        procedure: 'licence',
        pages: pages.map(({ code }) => code),
        locked: [],
        papers: [formPaper(one.title)],
        materials: materials.map(({ code }) => code),
        limits: {
          ...licenceLimits,
          decision: { statutory: 20, committed: 10, basis: '《行政许可法》第四十二条' },
        },
        law: { accepted: basis, decided: basis },
        grounds: { refused: refusedGrounds, denied },
        on: {
          granted: {
            text: one.granted,
            status: one.granted,
            documents: ['DECISION_GRANTED'],
            changes: one.changes,
            proved: one.proved,
            notice: `登记管理机关${one.granted}，决定书可在办件详情中下载。${one.next}`,
          },
          denied: {
            text: one.denied,
            status: one.denied,
            documents: ['DECISION_DENIED'],
            notice: `登记管理机关${one.denied}：{conclusion} 决定书载明了救济权利。`,
          },
        },
        flow: licenceFlow,
      },
    ],
    rules: one.rules.map((rule) => ({ ...rule, stages })),
    checks: [
      {
        stages,
        code: 'CONSENT',
        text: '业务主管单位已经同意；没有业务主管单位的，依法可以直接申请',
        basis,
        shows: ['hasUnit', 'supervisoryUnit', 'consentNo'].map((field) => ({ page: 'consent', field })),
      },
      ...one.checks.map((check) => ({ stages, ...check })),
    ],
    facts: {
      contact: contactFact,
      people: one.people ?? [],
      supervisoryUnit: { page: 'consent', field: 'supervisoryUnit' },
      consent: { page: 'consent', number: 'consentNo', date: 'consentDate', material: 'F03', beside: ['handler'] },
    },
    takesOver: contactTakenOver(contactFact.page),
    ...(one.clears ? { clears: one.clears } : {}),
    prefill: ({ items: { supervisoryUnit } }) => ({
      consent: {
        values: supervisoryUnit === '' ? { hasUnit: 'no' } : { hasUnit: 'yes', supervisoryUnit },
        items: [],
      },
    }),
  }
}

const consented = consentFrom(
  ['consent', 'supervisoryUnit'],
  ['consent', 'consentDate'],
  ['consent', 'consentNo'],
  '同意',
)

/** Asked so many months before a term ends; a term lasts at most so many months longer (domain-2 §17, §16.2). */
const MONTHS_BEFORE = 3
const MONTHS_LONGER = 12
const LONGEST_TERM = 60

/** 延期换届: the present term until a later day, once. */
export const extension = (filer: Filer): Matter => {
  const { law } = filer
  const at = (field: string, message: string) => [{ page: 'extension', field, message }]
  const page = meetingPage(filer, 'decision', '延期换届的决议', '因新一届人选尚在考察，同意延期换届。')
  const strictly = { basis: law.charter, effectiveFrom: law.inForce, level: 'BLOCK' } as const
  return approval(filer, {
    code: 'extension',
    title: '延期换届',
    keywords: ['延期换届', '推迟换届', '任期延长', '不能按期换届'],
    summary: '因特殊情况不能在任期届满以前换届的，申请延期换届，最长不超过一年。',
    conditions: [
      {
        text: `在任期届满${String(MONTHS_BEFORE)}个月以前，由理事会表决通过，经业务主管单位同意以后申请。`,
        basis: law.charter,
      },
      { text: '延期最长不超过一年，只能延期一次。', basis: law.charter },
    ],
    faq: [
      {
        question: '任期马上届满，还能申请吗？',
        answer: `应当在任期届满${String(MONTHS_BEFORE)}个月以前申请；晚了也可以提交，请写明原因，由登记管理机关审查。`,
      },
    ],
    granted: '准予延期换届',
    denied: '不予延期换届',
    ground: '不符合章程规定的延期换届的条件',
    pages: [
      {
        code: 'extension',
        title: '延期换届',
        fields: [
          ask('date', 'newEnd', '延期至', { hint: '最迟为本届任期届满以后一年', example: '2027-09-15' }),
          ask('textarea', 'reason', '延期的理由', { max: 1000, example: '新一届人选尚在考察，暂时不能确定。' }),
        ],
      },
      page,
    ],
    materials: [meetingMaterial(filer)],
    rules: [
      ...electionRules(filer, 'decision', '延期换届的决议'),
      {
        ...strictly,
        code: 'EXTENSION-LENGTH',
        check: (answers, { holdings }) => {
          const to = answers.value('extension', 'newEnd')
          if (!to || !holdings) return []
          const { term } = holdings
          if (!term) return at('newEnd', '登记簿中没有本届的任期，请先办理负责人换届备案')
          const last = addMonths(term.to, MONTHS_LONGER)
          if (to <= term.to) return at('newEnd', `应当晚于本届任期届满的日期${chineseDate(term.to)}`)
          if (to > last) return at('newEnd', `延期最长不超过一年，即${chineseDate(last)}`)
          return term.to > addMonths(term.from, LONGEST_TERM)
            ? at('newEnd', `${term.name}自${chineseDate(term.from)}起，已经延期过一次，请尽快换届`)
            : []
        },
      },
      {
        ...strictly,
        code: 'EXTENSION-EARLY',
        level: 'WARN',
        check: (answers, { today, holdings }) => {
          const end = holdings?.term?.to
          const last = end && addMonths(end, -MONTHS_BEFORE)
          return last && today > last && answers.value('extension', 'newEnd')
            ? at(
                'newEnd',
                `应当在任期届满${String(MONTHS_BEFORE)}个月以前（${chineseDate(last)}以前）申请，现在已经超过，请在理由中说明`,
              )
            : []
        },
      },
    ],
    checks: [
      {
        code: 'EXTENSION',
        text: '在任期届满3个月以前申请，理由充分，延期不超过一年，以前没有延期',
        basis: law.charter,
        rules: ['EXTENSION-LENGTH', 'EXTENSION-EARLY'],
        shows: ['newEnd', 'reason'].map((field) => ({ page: 'extension', field })),
      },
      {
        code: 'DECIDED',
        text: '由理事会表决通过，有会议纪要和签到册',
        basis: law.charter,
        rules: ['ELECTION-VOTES-COUNT', 'ELECTION-VOTES-PASSED', 'ELECTION-QUORUM'],
        shows: ['expectedCount', 'presentCount', 'decisionFor'].map((field) => ({ page: 'resolution', field })),
      },
    ],
    clears: () => [{ duty: 'TERM' }],
    changes: ({ answers, holdings }) => {
      if (!holdings?.term) throw new AppError('STALE', '登记簿中现在没有本届的任期。')
      const { name, from } = holdings.term
      return [{ kind: 'term', name, from, to: answers.value('extension', 'newEnd') }]
    },
    proved: proving(meetingOn(page), consented, (answers) => {
      const reason = answers.value('extension', 'reason')
      return reason === '' ? undefined : `延期的理由：${reason}`
    }),
    next: '请在延长的期限届满以前换届，并自选举之日起30日内办理负责人换届备案。',
  })
}

/** 换届事先报批: the plan and the candidates, before the meeting. */
export const beforeElection = (filer: Filer): Matter => {
  const { law, orgType } = filer
  const { officers } = organs[orgType]
  const plan = (field: string) => ({ page: 'plan', field })
  const strictly = { basis: law.charter, effectiveFrom: law.inForce } as const
  return approval(filer, {
    code: 'election',
    title: '换届事先报批',
    keywords: ['换届方案', '换届报批', '候选人', '人选审查'],
    summary: '召开换届会议以前，将换届方案和负责人候选人报登记管理机关审查。',
    conditions: [
      { text: '在召开换届会议以前申请，有业务主管单位的先经其同意。', basis: law.charter },
      {
        text: '负责人候选人年龄一般不超过70周岁，连任一般不超过两届；现任或者离退休党政领导干部兼任的，按干部管理权限经过批准。',
        basis: law.charter,
      },
    ],
    granted: '同意换届方案',
    denied: '不同意换届方案',
    ground: '换届方案或者候选人不符合章程规定的条件',
    pages: [
      {
        code: 'plan',
        title: '换届方案',
        fields: [
          ask('text', 'termName', '新一届的届次', { max: 30, hint: '例如“第二届”', example: '第二届' }),
          ask('date', 'meetingOn', '拟召开会议的日期', { example: '2027-01-20' }),
          ask('text', 'meetingAt', '拟召开会议的地点', { max: 200, example: '太原市晋阳示例会议中心' }),
          ask('integer', 'termYears', '每届任期', {
            min: 1,
            max: 5,
            unit: '年',
            hint: '按章程填写，最长5年',
            example: '5',
          }),
          ask('yesNo', 'feesChange', '会议是否修改会费标准', { example: 'no' }),
          ask('textarea', 'plan', '换届方案', {
            max: 2000,
            hint: '代表和候选人的产生办法、选举办法、会议议程',
            example: '理事候选人由会员推荐，差额选举；会长、副会长、秘书长由新一届理事会选举产生。',
          }),
        ],
      },
      officersPage(
        filer,
        { title: '负责人候选人', intro: '逐一添加负责人候选人。' },
        { isLegalRepresentative: { label: '是否拟任法定代表人' } },
      ),
    ],
    materials: [
      brought(
        'F02',
        '换届方案和选举办法',
        '经现任理事会讨论通过，加盖公章',
        law.charter,
        '由本单位写，内容与填写的各项一致，加盖公章。',
      ),
      ...peopleMaterials(filer)
        .filter(({ code }) => code !== 'F05')
        .map((material) =>
          material.code === 'F03' ? { ...material, code: 'F05', title: '负责人候选人登记表、身份证明' } : material,
        ),
    ],
    rules: [
      ...heldToThen(filer, ...ofEach, ...ofSome),
      ...leaderRules(filer, (answers) => {
        const [from, years] = [answers.value('plan', 'meetingOn'), answers.number('plan', 'termYears')]
        return from && years ? { from, to: addMonths(from, years * 12) } : undefined
      }),
      {
        ...strictly,
        code: 'ELECTION-AHEAD',
        level: 'WARN',
        check: (answers, { today }) => {
          const on = answers.value('plan', 'meetingOn')
          return on && on <= today
            ? [{ ...plan('meetingOn'), message: '应当在召开会议以前报批；会议已经召开的，请直接办理负责人换届备案' }]
            : []
        },
      },
    ],
    checks: [
      {
        code: 'PLAN',
        text: '换届方案符合章程，在会议召开以前报批',
        basis: law.charter,
        rules: ['ELECTION-AHEAD'],
        shows: ['termName', 'meetingOn', 'termYears'].map(plan),
      },
      {
        code: 'CANDIDATES',
        text: '候选人的年龄、连任届数、兼职符合规定',
        basis: law.charter,
        rules: ['TURNS-70', 'CONSECUTIVE-TERMS', `${law.prefix}-OFFICER-AGE`],
        counts: ['officers'],
      },
    ],
    people: [{ ...peopleFact, legalRepresentative: 'isLegalRepresentative' }],
    changes: ({ answers }) => [{ kind: 'note', what: '换届方案', text: answers.value('plan', 'termName') }],
    proved: proving(
      consented,
      (answers) => {
        const [term, on] = [answers.value('plan', 'termName'), answers.value('plan', 'meetingOn')]
        return term && on ? `拟于${chineseDate(on)}召开会议，选举${term}` : undefined
      },
      (answers) => {
        const { length } = answers.items('officers').filter(({ values }) => officers.includes(values['orgPost'] ?? ''))
        return length > 0 ? `负责人候选人${String(length)}人` : undefined
      },
    ),
    next: '请按照同意的方案召开会议，自选举之日起30日内办理负责人换届备案。',
  })
}
