import { chineseDate } from '../../core/documents/dates.ts'
import { CHAIR_POSTS, LEFT_POST, postText } from '../../core/posts.ts'
import type { Page } from '../../core/forms/page.ts'
import type { RawValues } from '../../core/forms/field.ts'
import type { ChangeContext } from '../../core/matters/contexts.ts'
import type { Answers, Material } from '../../core/matters/define.ts'
import type { PostHolder, RegisterChange } from '../../core/register/changes.ts'
import { heldOf } from '../../core/register/holdings.ts'
import { officialsHoldingPosts } from '../establishment/shared/materials.ts'
import { meetingOn } from '../shared/findings.ts'
import { person } from '../shared/forms/people.ts'
import { original } from '../shared/materials.ts'
import { chosenHeld } from '../shared/registered.ts'
import { byAuthority, type Filer, type Filing, ask, brought } from './define.ts'
import { heldToThen, pageThen, reworded } from './founding.ts'
import { electionRules, inTime, meetingMaterial, meetingPage } from './meeting.ts'
import { leaderRules, midTermRules, newTermRules, postOf, represents, type Person } from './leaders.ts'
import { organs } from './organs.ts'

/** Rules of the founding about people, those of a whole council, and those that hold for each. */
export const ofEach = ['SAME-POST-TWICE', 'EXCLUSIVE-POSTS', 'OFFICER-ADULT', 'OFFICER-AGE', 'PAID-PART-TIME']
export const ofSome = ['SUPERVISOR-PAID', 'SUPERVISOR-KIN', 'SUPERVISOR-ACCOUNTANT', 'CIVIL-SERVANT']
const ofAll = ['ONE-LEGAL-REPRESENTATIVE', 'LEGAL-REPRESENTATIVE-POST', 'LEGAL-REPRESENTATIVE-REGISTER', 'ONE-CHAIR']
const ofCouncils = ['POSTS-FILLED', 'OFFICERS-ENOUGH', 'COUNCIL-SIZE', 'KIN-IN-COUNCIL', 'PAID-SHARE']
const ofRepresentatives = ['LEGAL-REPRESENTATIVE-ELSEWHERE', 'LEGAL-REPRESENTATIVE-RESIDENT']

export const peopleMaterials = (filer: Filer): readonly Material[] => [
  {
    ...original,
    code: 'F03',
    title: '负责人（理事、监事）登记表、身份证明',
    hint: '每人一份，贴照片，由本人签名，附身份证件正反面',
    maxFiles: 50,
    basis: filer.law.charter,
    forms: [person],
  },
  { ...officialsHoldingPosts, code: 'F04' },
  {
    ...original,
    code: 'F05',
    title: '业务主管单位或者党建工作机构意见',
    hint: '有业务主管单位的，上传其对人选的意见；年龄超过70周岁或者连任超过两届的，一并写明同意',
    optional: true,
    basis: byAuthority,
    noForm: '由业务主管单位或者党建工作机构出具',
  },
]

export const peopleFact = {
  role: 'OFFICER',
  page: 'officers',
  name: 'name',
  idType: 'idType',
  idNumber: 'idNumber',
  phone: 'phone',
  post: 'orgPost',
} as const

const holder = (
  values: RawValues,
  time: { readonly since: string; readonly until: string | undefined },
  legalRepresentative: boolean,
): PostHolder => ({
  name: values['name'] ?? '',
  idType: values['idType'] ?? '',
  idNumber: values['idNumber'] ?? '',
  post: values['orgPost'] ?? '',
  legalRepresentative,
  since: time.since,
  ...(time.until === undefined ? {} : { until: time.until }),
})

const untilChanged = '换届；变更登记以前仍登记为法定代表人'

/** The organs elected anew: who was there leaves, who was elected enters; whoever represented does so until 变更登记. */
const elected = ({ answers, entry, holdings }: ChangeContext): readonly RegisterChange[] => {
  if (!entry || !holdings) throw new Error('an election of nothing registered')
  const people = answers.items('officers')
  const stays = people.find(represents)?.values['name'] === entry.items.legalRepresentative
  const time = { since: answers.value('term', 'startDate'), until: answers.value('term', 'dueReElectionDate') }
  const texts = heldOf(holdings, 'people')
  return [
    ...holdings.people.flatMap(({ id, legalRepresentative, post }): RegisterChange[] => {
      const held = texts.find((one) => one.id === id)
      if (!held || (post === LEFT_POST && !stays)) return []
      return legalRepresentative && !stays
        ? [{ kind: 'leave', holder: held, how: untilChanged, represents: true }]
        : [{ kind: 'leave', holder: held, how: '换届' }]
    }),
    ...people.map((one): RegisterChange => ({
      kind: 'person',
      enters: holder(one.values, time, stays && represents(one)),
    })),
    { kind: 'term', name: answers.value('term', 'termName'), from: time.since, to: time.until },
  ]
}

const names = (people: readonly Person[]): string =>
  people.map((one) => `${postText(postOf(one))}${one.values['name'] ?? ''}`).join('、')

/** The people of the founding's list, as asked of who is elected later. */
export const officersPage = (filer: Filer, page: Partial<Page>, otherwise: Parameters<typeof reworded>[1]): Page => {
  const { list, ...then } = pageThen(filer, 'officers')
  if (!list) throw new Error('people without a list')
  return {
    ...then,
    ...page,
    list: {
      ...list,
      ...page.list,
      summaryFields: ['idNumber', 'orgPost', 'phone'],
      fields: reworded(list.fields, { orgPost: { hint: '用章程中的叫法' }, ...otherwise }),
    },
  }
}

/** 负责人换届备案: a new term, everybody elected for it. */
export const election = (filer: Filer): Filing => {
  const { law, orgType } = filer
  const { officers, meeting, audit } = organs[orgType]
  const term = (answers: Answers) => {
    const [from, to] = [answers.value('term', 'startDate'), answers.value('term', 'dueReElectionDate')]
    return from && to ? { from, to } : undefined
  }
  const page = meetingPage(
    filer,
    'officers',
    '负责人选举',
    '选举产生新一届负责人、理事和监事；审议上一届工作报告和财务报告。',
  )
  return {
    code: 'term',
    title: '负责人换届备案',
    keywords: ['换届', '换届备案', '负责人备案', '选举', '新一届', '理事会换届', '会长', '理事长'],
    summary: '按照章程换届选举以后，将新一届的届次、负责人、理事和监事报登记管理机关备案。',
    conditions: [
      {
        text: '每届任期最长5年，任期届满前按照章程换届；因特殊情况不能按期换届的，提前申请延期换届。',
        basis: law.charter,
      },
      { text: `由${meeting.who.meeting}选举产生，人数和票数符合章程的规定。`, basis: law.charter },
      { text: '负责人年龄一般不超过70周岁，连任一般不超过两届。', basis: law.charter },
      { text: '现任或者离退休党政领导干部兼任职务的，按干部管理权限经过批准。', basis: '干部管理有关规定' },
      { text: '自选举之日起30日内备案。', basis: byAuthority },
    ],
    faq: [
      {
        question: '换届产生了新的法定代表人怎么办？',
        answer:
          '备案不改变登记的法定代表人。先办理换届备案，再用备案的会议纪要办理法定代表人的变更登记；变更以前，登记簿仍列原法定代表人。',
      },
      {
        question: '登记簿中没有任期和理事会成员，现在也没有到换届的时候，怎么办？',
        answer:
          '较早成立的组织，登记簿可能只有法定代表人。用这项备案补录：按产生本届的那次会议，填写届次、任期和现任的全部负责人、理事、监事；超过30日才备案的原因写在会议内容中。',
      },
      {
        question: '连任的人也要填写吗？',
        answer: '要。新一届的全部负责人、理事、监事都要添加；没有添加的，备案以后不再列入登记簿。',
      },
    ],
    basis: law.charter,
    pages: [
      page,
      {
        ...pageThen(filer, 'term'),
        fields: reworded(pageThen(filer, 'term').fields, {
          termName: { hint: '例如“第二届”', example: '第二届' },
          termYears: { hint: '按章程填写，最长5年' },
          startDate: { hint: '一般为选举之日', example: '2026-11-08' },
          dueReElectionDate: { example: '2031-11-08' },
        }),
      },
      officersPage(
        filer,
        {},
        {
          isLegalRepresentative: {
            hint: '按章程规定；产生新的法定代表人的，备案以后另外办理变更登记',
          },
        },
      ),
    ],
    materials: [
      meetingMaterial(filer),
      ...peopleMaterials(filer),
      brought('F06', '换届财务审计报告', '会计师事务所对上一届任期的审计', audit, '由会计师事务所出具'),
    ],
    rules: [
      ...electionRules(filer, 'officers', '负责人选举'),
      ...inTime(filer),
      ...heldToThen(
        filer,
        'TERM-END',
        'TERM-AFTER-MEETING',
        ...ofAll,
        ...ofRepresentatives,
        ...ofEach,
        ...ofCouncils,
        ...ofSome,
      ),
      ...leaderRules(filer, term),
      ...newTermRules(filer),
    ],
    checks: [
      {
        code: 'ELECTED',
        text: '会议的召开、人数和表决符合章程，有会议纪要和签到册',
        basis: law.charter,
        rules: ['ELECTION-VOTES-COUNT', 'ELECTION-VOTES-PASSED', 'ELECTION-QUORUM'],
        shows: ['expectedCount', 'presentCount', 'officersFor'].map((field) => ({ page: 'resolution', field })),
      },
      {
        code: 'TERM',
        text: '届次、任期与章程一致，最长5年',
        basis: law.charter,
        rules: ['TERM-FOLLOWS', 'TERM-OVERDUE', `${law.prefix}-TERM-END`],
        shows: ['termName', 'startDate', 'dueReElectionDate'].map((field) => ({ page: 'term', field })),
      },
      {
        code: 'LEADERS',
        text: '负责人的年龄、连任届数符合规定；超过的经过同意',
        basis: law.charter,
        rules: ['TURNS-70', 'CONSECUTIVE-TERMS', `${law.prefix}-OFFICER-AGE`],
        counts: ['officers'],
      },
      { code: 'CADRES', text: '党政领导干部兼职经过批准', basis: '干部管理有关规定' },
      { code: 'AUDITED', text: '上一届任期经过财务审计', basis: audit },
    ],
    people: [{ ...peopleFact, legalRepresentative: 'isLegalRepresentative' }],
    clears: () => [{ duty: 'TERM' }, { duty: 'ORGANS' }],
    changes: elected,
    filed: (answers) => {
      const [from, to] = [answers.value('term', 'startDate'), answers.value('term', 'dueReElectionDate')]
      const people = answers.items('officers')
      const led = people.filter((one) => officers.includes(postOf(one)))
      return [
        meetingOn(page)(answers) ?? '',
        from && to ? `${answers.value('term', 'termName')}任期自${chineseDate(from)}至${chineseDate(to)}` : '',
        led.length > 0 ? `负责人：${names(led)}` : '',
        people.length > led.length ? `其他理事、监事${String(people.length - led.length)}人` : '',
      ].filter(Boolean)
    },
    next: '法定代表人改变的，请办理法定代表人变更登记；法定代表人名章更换的，请办理印章备案。',
  }
}

const reasons = ['任期内辞职', '会议罢免', '工作调动', '去世', '其他'].map((text) => ({ value: text, text }))
const leaving = { page: 'midterm', field: 'what', has: 'leave' } as const
const joining = { page: 'midterm', field: 'what', has: 'join' } as const

type MidTerm = {
  readonly code: string
  readonly title: string
  readonly keywords: readonly string[]
  readonly noun: string
  /** Posts it is about, and the kind of filing that all others are filed by. */
  readonly posts: (filer: Filer) => readonly string[]
  readonly other: string
}

/** Who leaves within a term and who comes in their place. */
const midTerm =
  ({ code, title, keywords, noun, posts, other }: MidTerm) =>
  (filer: Filer): Filing => {
    const { law } = filer
    const page = meetingPage(filer, 'officers', `${noun}变更`, `同意有关${noun}的离任和任职。`)
    const then = pageThen(filer, 'officers')
    // A chair within a term mostly represents as well, and that is changed by 变更登记.
    const post = posts(filer).find((one) => !CHAIR_POSTS.includes(one)) ?? ''
    const until = (context: { readonly holdings?: ChangeContext['holdings'] }) => context.holdings?.term?.to
    return {
      code,
      title,
      keywords,
      summary: `一届任期以内，${noun}离任或者增补的，将变动的人员报登记管理机关备案。`,
      conditions: [
        { text: `${noun}的离任和任职，由章程规定的机构表决。`, basis: law.charter },
        { text: '法定代表人离任的，办理法定代表人变更登记，不在这里备案。', basis: law.regulation },
        { text: '监事不得兼任负责人、理事。', basis: law.charter },
        { text: '自会议之日起30日内备案。', basis: byAuthority },
      ],
      basis: law.charter,
      pages: [
        {
          code: 'midterm',
          title: '变动情况',
          fields: [
            ask('choices', 'what', '变动的内容', {
              options: [
                { value: 'leave', text: '有人离任' },
                { value: 'join', text: '有人任职' },
              ],
              example: 'leave,join',
            }),
          ],
        },
        page,
        {
          code: 'leaving',
          title: '离任人员',
          when: leaving,
          fields: [],
          list: {
            noun: '离任人员',
            measure: '名',
            min: 1,
            max: 100,
            titleField: 'who',
            examples: [{}],
            fields: [
              ask('registered', 'who', '离任人员', { lookup: 'people' }),
              ask('date', 'leftOn', '离任日期', { noLaterThanToday: true, example: '2026-11-08' }),
              ask('choice', 'how', '离任原因', { options: reasons, example: reasons[0]?.value ?? '' }),
            ],
          },
        },
        officersPage(
          filer,
          {
            title: '任职人员',
            intro: `逐一添加新任职的${noun}。`,
            when: joining,
            ...(then.list ? { list: { ...then.list, examples: [{ ...then.list.examples?.[5], orgPost: post }] } } : {}),
          },
          { isLegalRepresentative: null, legalRepresentativeElsewhere: null },
        ),
      ],
      materials: [
        meetingMaterial(filer),
        ...peopleMaterials(filer).map((material) =>
          material.code === 'F03' ? { ...material, when: joining } : material,
        ),
      ],
      rules: [
        ...electionRules(filer, 'officers', `${noun}变更`),
        ...inTime(filer),
        ...heldToThen(filer, 'ONE-CHAIR', ...ofEach, ...ofSome),
        ...leaderRules(filer, (_, { today, holdings }) => {
          const to = until({ holdings })
          return to === undefined ? undefined : { from: today, to }
        }),
        ...midTermRules(filer, posts(filer), other),
      ],
      checks: [
        {
          code: 'DECIDED',
          text: '离任和任职由章程规定的机构表决，有会议纪要和签到册',
          basis: law.charter,
          rules: ['ELECTION-VOTES-COUNT', 'ELECTION-VOTES-PASSED', 'ELECTION-QUORUM'],
          shows: ['expectedCount', 'presentCount', 'officersFor'].map((field) => ({ page: 'resolution', field })),
        },
        {
          code: 'FIT',
          text: '任职人员符合任职条件，没有不得兼任的职务',
          basis: law.charter,
          rules: ['POSTS-HELD', 'TURNS-70', 'CONSECUTIVE-TERMS', `${law.prefix}-OFFICER-AGE`],
          when: { page: 'midterm', field: 'what', has: 'join' },
          counts: ['officers'],
        },
      ],
      people: [peopleFact],
      changes: (context) => [
        ...context.answers.items('leaving').map(({ values }): RegisterChange => ({
          kind: 'leave',
          holder: chosenHeld(context, 'people', values['who'] ?? ''),
          how: values['how'] ?? '',
        })),
        ...context.answers.items('officers').map(({ values }): RegisterChange => ({
          kind: 'person',
          enters: holder(
            values,
            { since: context.answers.value('resolution', 'meetingDate'), until: until(context) },
            false,
          ),
        })),
      ],
      filed: (answers) =>
        [
          meetingOn(page)(answers) ?? '',
          ...answers.items('leaving').map(({ values }) => `${values['who'] ?? ''}离任（${values['how'] ?? ''}）`),
          ...answers.items('officers').map((one) => `${postText(postOf(one))}${one.values['name'] ?? ''}任职`),
        ].filter(Boolean),
      next: '任期与本届相同，本届任期届满以前请按章程换届。',
    }
  }

/** 负责人届中变更备案: those who lead. */
export const officersMidTerm = midTerm({
  code: 'midterm',
  title: '负责人届中变更备案',
  keywords: ['届中变更', '负责人变更', '负责人备案', '增补', '辞职', '会长变更', '秘书长变更'],
  noun: '负责人',
  posts: ({ orgType }) => organs[orgType].officers,
  other: '理事、监事备案',
})

/** 理事、监事备案: everybody else in the organs. */
export const councilMidTerm = midTerm({
  code: 'council',
  title: '理事、监事备案',
  keywords: ['理事', '监事', '监事会', '理事会', '增补理事'],
  noun: '理事、监事',
  posts: ({ orgType }) => organs[orgType].others,
  other: '负责人届中变更备案',
})
