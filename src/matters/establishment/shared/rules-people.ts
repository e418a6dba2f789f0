import { identityKey } from '../../../core/identity/documents.ts'
import { ageRemark } from '../../../core/identity/age-rules.ts'
import { normalizePersonName } from '../../../core/identity/person-name.ts'
import type { Rule, RuleFinding } from '../../../core/matters/define.ts'
import { representedElsewhere } from '../../../core/matters/held-posts.ts'
import type { OrgType } from '../../../core/org-types.ts'
import type { FoundingLaw } from './law.ts'
import { birthDateOf, personKey } from '../../shared/people.ts'
import { atSubmission, nameOf, postOf, type Person } from './rules.ts'

/** Which posts of a type are what. */
export type Posts = {
  /** 负责人: they represent or run the organization. */
  readonly officers: readonly string[]
  readonly chairs: readonly string[]
  readonly supervisors: readonly string[]
  /** Who may be legal representative, and how that is said. */
  readonly representatives: readonly string[]
  readonly representativesText: string
  readonly chairText: string
  /** Why somebody is kept from representing two, in law. */
  readonly elsewhereBasis: string
}

const about = (person: Person, field: string, message: string): RuleFinding => ({
  page: 'officers',
  field,
  itemId: person.id,
  message: `${nameOf(person)}：${message}`,
})
const onList = (message: string): readonly RuleFinding[] => [{ page: 'officers', message }]

/** Rules about the people elected that every type has. They speak once somebody is on the list. */
export const peopleRules = (law: FoundingLaw, orgType: OrgType, posts: Posts): readonly Rule[] => [
  {
    code: `${law.prefix}-ONE-LEGAL-REPRESENTATIVE`,
    basis: `${law.regulation}${law.articles.charter}`,
    level: 'BLOCK',
    ...atSubmission(law),
    check: (answers) => {
      const people = answers.items('officers')
      const marked = people.filter((person) => person.values['isLegalRepresentative'] === 'yes')
      if (people.length === 0 || marked.length === 1) return []
      if (marked.length === 0) return onList('应当有一名法定代表人，请在其中一人的“是否法定代表人”选择“是”')
      return onList(`法定代表人只能有一名，现在有${marked.length}名：${marked.map(nameOf).join('、')}`)
    },
  },
  {
    code: `${law.prefix}-APPLICANT-REPRESENTS`,
    basis: '登记管理机关核对要求',
    level: 'WARN',
    ...atSubmission(law),
    check: (answers, { applicant }) => {
      const marked = answers.items('officers').filter((person) => person.values['isLegalRepresentative'] === 'yes')
      const [person] = marked
      if (!applicant || !person || marked.length > 1 || nameOf(person) === '') return []
      if (answers.value('contact', 'applicantRole') !== 'LEGAL_REPRESENTATIVE') return []
      if (normalizePersonName(nameOf(person)) === normalizePersonName(applicant)) return []
      return [
        about(
          person,
          'isLegalRepresentative',
          `申请人${applicant}选了自己是拟任法定代表人，这里的法定代表人却是${nameOf(person)}。请核对；由他人担任的，请在办件页的“申请人”一栏把“您是”更改为经办人`,
        ),
      ]
    },
  },
  {
    code: `${law.prefix}-LEGAL-REPRESENTATIVE-POST`,
    basis: law.charter,
    level: 'BLOCK',
    ...atSubmission(law),
    check: (answers) =>
      answers
        .items('officers')
        .filter((person) => person.values['isLegalRepresentative'] === 'yes' && postOf(person) !== '')
        .filter((person) => !posts.representatives.includes(postOf(person)))
        .map((person) => about(person, 'orgPost', `法定代表人应当由${posts.representativesText}担任`)),
  },
  {
    code: `${law.prefix}-LEGAL-REPRESENTATIVE-REGISTER`,
    basis: posts.elsewhereBasis,
    level: 'BLOCK',
    ...atSubmission(law),
    check: (answers, { posts: heldPosts }) =>
      answers
        .items('officers')
        .filter((person) => person.values['isLegalRepresentative'] === 'yes')
        .flatMap((person) => {
          const { idType = '', idNumber = '' } = person.values
          const held = representedElsewhere(orgType, heldPosts, identityKey(idType, idNumber))
          if (held.length === 0) return []
          // Whoever knows a number but not whose it is learns nothing of its holder here.
          const which = held.every(({ name }) => name === nameOf(person))
            ? `“${held.map(({ organization }) => organization).join('”“')}”`
            : '其他社会组织'
          return [
            about(
              person,
              'isLegalRepresentative',
              `登记信息显示已担任${which}的法定代表人，依法不得同时担任${law.own}的法定代表人。请另选法定代表人，或者先办理原单位的法定代表人变更`,
            ),
          ]
        }),
  },
  {
    code: `${law.prefix}-SAME-POST-TWICE`,
    basis: `${law.regulation}${law.articles.charter}`,
    level: 'BLOCK',
    ...atSubmission(law),
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
    code: `${law.prefix}-EXCLUSIVE-POSTS`,
    basis: law.charter,
    level: 'BLOCK',
    ...atSubmission(law),
    check: (answers) => {
      const people = answers.items('officers').filter((person) => personKey(person.values) && postOf(person))
      const supervises = (person: Person): boolean => posts.supervisors.includes(postOf(person))
      const directing = new Set(people.filter((person) => !supervises(person)).map((one) => personKey(one.values)))
      return people
        .filter((person) => supervises(person) && directing.has(personKey(person.values)))
        .map((person) => about(person, 'orgPost', '监事不得兼任负责人、理事'))
    },
  },
  {
    code: `${law.prefix}-ONE-CHAIR`,
    basis: law.charter,
    level: 'BLOCK',
    ...atSubmission(law),
    check: (answers) => {
      const chairs = answers.items('officers').filter((person) => posts.chairs.includes(postOf(person)))
      return chairs.length > 1
        ? onList(`${posts.chairText}只能有一名，现在有${chairs.length}名：${chairs.map(nameOf).join('、')}`)
        : []
    },
  },
  {
    code: `${law.prefix}-OFFICER-ADULT`,
    basis: `${law.regulation}${law.articles.persons}`,
    level: 'BLOCK',
    ...atSubmission(law),
    check: (answers, { today }) =>
      answers.items('officers').flatMap((person) => {
        const remark = ageRemark('MEMBER_OF_BODY', birthDateOf(person.values, today), today)
        return remark?.level === 'BLOCK' ? [about(person, 'idNumber', remark.message)] : []
      }),
  },
  {
    code: `${law.prefix}-OFFICER-AGE`,
    basis: law.charter,
    level: 'WARN',
    ...atSubmission(law),
    check: (answers, { today }) => {
      const start = answers.value('term', 'startDate')
      const [on, when] = start ? [start, '任期开始时'] : [today, '现已']
      return answers
        .items('officers')
        .filter((person) => posts.officers.includes(postOf(person)))
        .flatMap((person) => {
          const remark = ageRemark('LEADER', birthDateOf(person.values, today), on, when)
          return remark?.level === 'WARN' ? [about(person, 'idNumber', remark.message)] : []
        })
    },
  },
]
