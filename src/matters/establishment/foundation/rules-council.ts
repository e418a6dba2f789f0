import { ELSEWHERE_ID_TYPES } from '../../../core/identity/documents.ts'
import type { Answers, Rule, RuleFinding } from '../../../core/matters/define.ts'
import { foundationLaw as law } from '../shared/law.ts'
import { atSubmission, nameOf, postOf, type Person } from '../shared/rules.ts'
import { COUNCIL, councilSize, LEADERS, SUPERVISORS } from './posts.ts'

const about = (person: Person, field: string, message: string): RuleFinding => ({
  page: 'officers',
  field,
  itemId: person.id,
  message: `${nameOf(person)}：${message}`,
})
const onList = (message: string): readonly RuleFinding[] => [{ page: 'officers', message }]

const said = (field: string) => (person: Person) => person.values[field] === 'yes'
const inPost = (posts: readonly string[]) => (person: Person) => posts.includes(postOf(person))
const councilOf = (answers: Answers): readonly Person[] => answers.items('officers').filter(inPost(COUNCIL))
const namesOf = (people: readonly Person[]): string => people.map(nameOf).join('、')

/** Everybody in one of the posts who answered yes, each told so. */
const eachIn =
  (posts: readonly string[], field: string, message: string): Rule['check'] =>
  (answers) =>
    answers
      .items('officers')
      .filter(inPost(posts))
      .filter(said(field))
      .map((person) => about(person, field, message))

const blocked = (code: string, articles: string, check: Rule['check']): Rule => ({
  code: `${law.prefix}-${code}`,
  basis: `${law.regulation}${articles}`,
  level: 'BLOCK',
  ...atSubmission(law),
  check,
})

/** Rules about the council, its leaders and the supervisors. They speak once somebody is on the list. */
export const councilRules: readonly Rule[] = [
  blocked('COUNCIL-SIZE', '第二十条', (answers) => {
    const { length } = councilOf(answers)
    const { fewest, most } = councilSize
    return answers.items('officers').length === 0 || (length >= fewest && length <= most)
      ? []
      : onList(`理事会由${fewest}至${most}名理事组成（含理事长、副理事长、秘书长），现在有${length}名`)
  }),
  blocked('POSTS-FILLED', '第二十条、第二十二条', (answers) => {
    const people = answers.items('officers')
    if (people.length === 0) return []
    const posts = people.map(postOf)
    const missing = [
      ...(posts.includes('COUNCIL_CHAIR') ? [] : ['理事长']),
      ...(posts.includes('SECRETARY_GENERAL') ? [] : ['秘书长']),
      ...(people.some(inPost(SUPERVISORS)) ? [] : ['监事']),
    ]
    return missing.length > 0 ? onList(`还没有添加${missing.join('、')}`) : []
  }),
  blocked('KIN-IN-COUNCIL', '第二十条', (answers) => {
    const council = councilOf(answers)
    const kin = council.filter(said('kinInCouncil'))
    if (kin.length === 0) return []
    const privately = answers.value('name', 'orgKind') === 'NON_PUBLIC' && answers.value('funds', 'privateFunded')
    if (privately === '') return []
    if (privately === 'yes')
      return kin.length * 3 <= council.length
        ? []
        : onList(
            `相互间有近亲属关系的理事不得超过理事总数的三分之一；现在${council.length}名理事中有${kin.length}名：${namesOf(kin)}`,
          )
    return onList(`除用私人财产设立的非公募基金会外，有近亲属关系的不得同时担任理事：${namesOf(kin)}`)
  }),
  blocked('PAID-SHARE', '第二十条', (answers) => {
    const council = councilOf(answers)
    const paid = council.filter(said('paid'))
    return paid.length * 3 <= council.length
      ? []
      : onList(
          `领取报酬的理事不得超过理事总数的三分之一；现在${council.length}名理事中有${paid.length}名：${namesOf(paid)}`,
        )
  }),
  blocked('PAID-PART-TIME', '第二十三条', (answers) =>
    councilOf(answers)
      .filter((person) => said('paid')(person) && person.values['fullTime'] === 'no')
      .map((person) => about(person, 'paid', '不在本基金会专职工作的理事不得领取报酬')),
  ),
  blocked('SUPERVISOR-PAID', '第二十三条', eachIn(SUPERVISORS, 'paid', '监事不得从本基金会领取报酬')),
  blocked('SUPERVISOR-KIN', '第二十二条', eachIn(SUPERVISORS, 'kinInCouncil', '理事的近亲属不得兼任监事')),
  blocked('SUPERVISOR-ACCOUNTANT', '第二十二条', eachIn(SUPERVISORS, 'accountant', '本基金会财会人员不得兼任监事')),
  blocked(
    'CIVIL-SERVANT',
    '第二十三条',
    eachIn(LEADERS, 'civilServant', '现职国家工作人员不得兼任理事长、副理事长、秘书长'),
  ),
  blocked('LEGAL-REPRESENTATIVE-ELSEWHERE', '第二十三条', (answers) =>
    answers
      .items('officers')
      .filter(said('legalRepresentativeElsewhere'))
      .map((person) =>
        about(person, 'legalRepresentativeElsewhere', '基金会的法定代表人不得同时担任其他组织的法定代表人'),
      ),
  ),
  blocked('LEGAL-REPRESENTATIVE-RESIDENT', '第二十三条', (answers) => {
    const isPublic = answers.value('name', 'orgKind') === 'PUBLIC'
    if (!isPublic && answers.value('funds', 'fromMainland') !== 'yes') return []
    const elsewhere: readonly string[] = ELSEWHERE_ID_TYPES
    const why = isPublic ? '公募基金会' : '原始基金来自中国内地的非公募基金会'
    return answers
      .items('officers')
      .filter(said('isLegalRepresentative'))
      .filter(({ values }) => elsewhere.includes(values['idType'] ?? ''))
      .map((person) => about(person, 'idType', `${why}的法定代表人应当由内地居民担任`))
  }),
]
