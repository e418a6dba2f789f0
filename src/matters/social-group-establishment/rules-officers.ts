import { identityKey } from '../../core/identity/documents.ts'
import { ageRemark } from '../../core/identity/age-rules.ts'
import { representedElsewhere } from '../../core/matters/held-posts.ts'
import type { Answers, Rule, RuleFinding } from '../../core/matters/define.ts'
import { birthDateOf, personKey } from '../shared/people.ts'
import { atSubmission, CHAIR_POSTS, OFFICER_POSTS, REGULATION, SUPERVISOR_POSTS } from './rules-shared.ts'

const MIN_OFFICERS = 3

type Person = ReturnType<Answers['items']>[number]

const postOf = (person: Person): string => person.values['orgPost'] ?? ''
const nameOf = (person: Person): string => person.values['name'] ?? ''
const about = (person: Person, field: string, message: string): RuleFinding => ({
  page: 'officers',
  field,
  itemId: person.id,
  message: `${nameOf(person)}：${message}`,
})

const onList = (message: string): readonly RuleFinding[] => [{ page: 'officers', message }]

/** Rules about the people the founding meeting elected. They speak once somebody is on the list. */
export const officerRules = [
  {
    code: 'SG-ONE-LEGAL-REPRESENTATIVE',
    basis: `${REGULATION}第十二条、第十四条`,
    level: 'BLOCK',
    ...atSubmission,
    check: (answers) => {
      const people = answers.items('officers')
      const marked = people.filter((person) => person.values['isLegalRepresentative'] === 'yes')
      if (people.length === 0 || marked.length === 1) return []
      if (marked.length === 0) return onList('应当有一名法定代表人，请在其中一人的“是否法定代表人”选择“是”')
      return onList(`法定代表人只能有一名，现在有${marked.length}名：${marked.map(nameOf).join('、')}`)
    },
  },
  {
    code: 'SG-LEGAL-REPRESENTATIVE-POST',
    basis: '社会团体章程示范文本',
    level: 'BLOCK',
    ...atSubmission,
    check: (answers) =>
      answers
        .items('officers')
        .filter((person) => person.values['isLegalRepresentative'] === 'yes' && postOf(person) !== '')
        .filter((person) => !OFFICER_POSTS.includes(postOf(person)))
        .map((person) => about(person, 'orgPost', '法定代表人应当由会长（理事长、主席）、副会长或者秘书长担任')),
  },
  {
    code: 'SG-LEGAL-REPRESENTATIVE-ELSEWHERE',
    basis: `${REGULATION}第十二条`,
    level: 'BLOCK',
    ...atSubmission,
    check: (answers) =>
      answers
        .items('officers')
        .filter((person) => person.values['legalRepresentativeElsewhere'] === 'yes')
        .map((person) => about(person, 'legalRepresentativeElsewhere', '不得同时担任其他社会团体的法定代表人')),
  },
  {
    code: 'SG-LEGAL-REPRESENTATIVE-REGISTER',
    basis: `${REGULATION}第十二条、《基金会管理条例》第二十三条`,
    level: 'BLOCK',
    ...atSubmission,
    check: (answers, { posts }) =>
      answers
        .items('officers')
        .filter((person) => person.values['isLegalRepresentative'] === 'yes')
        .flatMap((person) => {
          const { idType = '', idNumber = '' } = person.values
          const held = representedElsewhere('SOCIAL_GROUP', posts, identityKey(idType, idNumber))
          if (held.length === 0) return []
          // Whoever knows a number but not whose it is learns nothing of its holder here.
          const which = held.every(({ name }) => name === nameOf(person))
            ? `“${held.map(({ organization }) => organization).join('”“')}”`
            : '其他社会组织'
          return [
            about(
              person,
              'isLegalRepresentative',
              `登记信息显示已担任${which}的法定代表人，依法不得同时担任本会的法定代表人。请另选法定代表人，或者先办理原单位的法定代表人变更`,
            ),
          ]
        }),
  },
  {
    code: 'SG-SAME-POST-TWICE',
    basis: `${REGULATION}第十四条`,
    level: 'BLOCK',
    ...atSubmission,
    check: (answers) => {
      const seen = new Set<string>()
      return answers.items('officers').flatMap((person) => {
        const key = personKey(person.values)
        if (key === '' || postOf(person) === '') return []
        const held = `${key} ${postOf(person)}`
        const repeated = seen.has(held)
        seen.add(held)
        return repeated ? [about(person, 'orgPost', '同一人的同一职务已经添加过')] : []
      })
    },
  },
  {
    code: 'SG-EXCLUSIVE-POSTS',
    basis: '社会团体章程示范文本',
    level: 'BLOCK',
    ...atSubmission,
    check: (answers) => {
      const people = answers.items('officers').filter((person) => personKey(person.values) && postOf(person))
      const directing = new Set(
        people.filter((person) => !SUPERVISOR_POSTS.includes(postOf(person))).map((person) => personKey(person.values)),
      )
      return people
        .filter((person) => SUPERVISOR_POSTS.includes(postOf(person)) && directing.has(personKey(person.values)))
        .map((person) => about(person, 'orgPost', '监事不得兼任负责人、理事'))
    },
  },
  {
    code: 'SG-ONE-CHAIR',
    basis: '社会团体章程示范文本',
    level: 'BLOCK',
    ...atSubmission,
    check: (answers) => {
      const chairs = answers.items('officers').filter((person) => CHAIR_POSTS.includes(postOf(person)))
      return chairs.length > 1
        ? onList(`会长（理事长、主席）只能有一名，现在有${chairs.length}名：${chairs.map(nameOf).join('、')}`)
        : []
    },
  },
  {
    code: 'SG-POSTS-FILLED',
    basis: `${REGULATION}第十条第二项`,
    level: 'WARN',
    ...atSubmission,
    check: (answers) => {
      const posts = answers.items('officers').map(postOf)
      if (posts.length === 0) return []
      const missing = [
        ...(posts.some((post) => CHAIR_POSTS.includes(post)) ? [] : ['会长（理事长、主席）']),
        ...(posts.includes('SECRETARY_GENERAL') ? [] : ['秘书长']),
        ...(posts.some((post) => SUPERVISOR_POSTS.includes(post)) ? [] : ['监事']),
      ]
      return missing.length > 0 ? onList(`还没有添加${missing.join('、')}`) : []
    },
  },
  {
    code: 'SG-OFFICERS-ENOUGH',
    basis: '登记管理机关要求',
    level: 'WARN',
    ...atSubmission,
    check: (answers) => {
      const people = answers.items('officers')
      const officers = people.filter((person) => OFFICER_POSTS.includes(postOf(person))).length
      return people.length > 0 && officers < MIN_OFFICERS
        ? onList(`负责人一般不少于${MIN_OFFICERS}名，现在有${officers}名`)
        : []
    },
  },
  {
    code: 'SG-OFFICER-ADULT',
    basis: `${REGULATION}第十三条`,
    level: 'BLOCK',
    ...atSubmission,
    check: (answers, { today }) =>
      answers.items('officers').flatMap((person) => {
        const remark = ageRemark('MEMBER_OF_BODY', birthDateOf(person.values, today), today)
        return remark?.level === 'BLOCK' ? [about(person, 'idNumber', remark.message)] : []
      }),
  },
  {
    code: 'SG-OFFICER-AGE',
    basis: '社会团体章程示范文本',
    level: 'WARN',
    ...atSubmission,
    check: (answers, { today }) => {
      const start = answers.value('term', 'startDate')
      const [on, when] = start ? [start, '任期开始时'] : [today, '现已']
      return answers
        .items('officers')
        .filter((person) => OFFICER_POSTS.includes(postOf(person)))
        .flatMap((person) => {
          const remark = ageRemark('LEADER', birthDateOf(person.values, today), on, when)
          return remark?.level === 'WARN' ? [about(person, 'idNumber', remark.message)] : []
        })
    },
  },
] as const satisfies readonly Rule[]
