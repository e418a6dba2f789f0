import { CHAIR_POSTS } from '../../../core/posts.ts'
import type { Rule, RuleFinding } from '../../../core/matters/define.ts'
import { nameOf, postOf, type Person } from '../shared/rules.ts'
import { atSubmission, OFFICER_POSTS, REGULATION, SUPERVISOR_POSTS } from './rules-shared.ts'

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
    check: (answers, { policies }) => {
      const people = answers.items('officers')
      const officers = people.filter((person) => OFFICER_POSTS.includes(postOf(person))).length
      return people.length > 0 && officers < policies.officers
        ? onList(`负责人一般不少于${policies.officers}名，现在有${officers}名`)
        : []
    },
  },
] as const satisfies readonly Rule[]
