import { identityKey } from '../../../core/identity/documents.ts'
import { ageRemark } from '../../../core/identity/age-rules.ts'
import { normalizePersonName } from '../../../core/identity/person-name.ts'
import type { Answers, Rule, RuleFinding } from '../../../core/matters/define.ts'
import type { FoundingLaw } from './law.ts'
import { birthDateOf } from '../../shared/people.ts'
import { atCompletion, atSubmission } from './rules.ts'

/** Somebody the answers name with a document, and where. */
type Named = {
  readonly page: string
  readonly itemId?: string
  readonly nameField: string
  readonly numberField: string
  readonly name: string
  readonly number: string
  readonly key: string
}

const LISTS = ['sponsors', 'officers'] as const

const single = (answers: Answers, page: string, prefix: string): readonly Named[] => {
  const name = answers.value(page, `${prefix}Name`)
  const number = answers.value(page, `${prefix}IdNumber`)
  const key = identityKey(answers.value(page, `${prefix}IdType`), number)
  const place = { page, nameField: `${prefix}Name`, numberField: `${prefix}IdNumber` }
  return name === '' || number === '' ? [] : [{ ...place, name, number, key }]
}

const inLists = (answers: Answers): readonly Named[] =>
  LISTS.flatMap((page) =>
    answers.items(page).flatMap(({ id, values }): readonly Named[] => {
      const { name = '', idType = '', idNumber: number = '' } = values
      const place = { page, itemId: id, nameField: 'name', numberField: 'idNumber' }
      return name === '' || number === '' ? [] : [{ ...place, name, number, key: identityKey(idType, number) }]
    }),
  )

const agentOf = (answers: Answers) => single(answers, 'agent', 'agent')
const collectorOf = (answers: Answers) => single(answers, 'collection', 'collector')

const isSameName = (one: Pick<Named, 'name'>, other: Pick<Named, 'name'>): boolean =>
  normalizePersonName(one.name).toLowerCase() === normalizePersonName(other.name).toLowerCase()

const tail = ({ number }: Named): string => `尾号${number.slice(-4)}`

const at = ({ page, itemId }: Named, field: string, message: string): RuleFinding => ({
  page,
  field,
  ...(itemId === undefined ? {} : { itemId }),
  message,
})

/** Each of those looked at whose number stands under another name first. */
const otherNames = (before: readonly Named[], looked: readonly Named[]): readonly RuleFinding[] =>
  looked.flatMap((person) => {
    const first = [...before, ...looked].find((one) => one.key === person.key)
    return first === undefined || isSameName(first, person)
      ? []
      : [
          at(
            person,
            person.nameField,
            `${person.name}与${first.name}填写了同一个证件号码（${tail(person)}）。一个号码只属于一个人，请核对姓名和证件号码`,
          ),
        ]
  })

/** Rules about who is who: one number is one person, and one person has one number and an age. */
export const identityRules = (law: FoundingLaw): readonly Rule[] => [
  {
    code: `${law.prefix}-NUMBER-TWO-NAMES`,
    basis: '《居民身份证法》第三条、登记管理机关核对要求',
    level: 'WARN',
    ...atSubmission(law),
    check: (answers) => otherNames([], [...inLists(answers), ...agentOf(answers)]),
  },
  {
    code: `${law.prefix}-PERSON-TWO-NUMBERS`,
    basis: '登记管理机关核对要求',
    level: 'WARN',
    ...atSubmission(law),
    check: (answers) => {
      const people = [...inLists(answers), ...agentOf(answers)]
      return people.flatMap((person, index) => {
        const other = people.slice(0, index).find((one) => isSameName(one, person))
        return other && other.key !== person.key
          ? [
              at(
                person,
                person.numberField,
                `${person.name}有两个不同的证件号码（${tail(other)}、${tail(person)}）。是同一个人的，请改为同一证件；是同名的两个人的，不需修改`,
              ),
            ]
          : []
      })
    },
  },
  {
    code: `${law.prefix}-NUMBER-REGISTER-NAME`,
    basis: '登记管理机关核对要求',
    level: 'WARN',
    ...atSubmission(law),
    // Whoever only knows a number learns that the name is another one, not which.
    check: (answers, { posts }) =>
      inLists(answers).flatMap((person) =>
        posts.some(
          (post) => post.person === person.key && normalizePersonName(post.name) !== normalizePersonName(person.name),
        )
          ? [
              at(
                person,
                person.nameField,
                `${person.name}：登记信息中这个证件号码（${tail(person)}）对应的姓名与填写的不同，请核对姓名和证件号码`,
              ),
            ]
          : [],
      ),
  },
  {
    code: `${law.prefix}-AGENT-ADULT`,
    basis: '《民法典》第十九条',
    level: 'WARN',
    ...atSubmission(law),
    check: (answers, { today }) =>
      agentOf(answers).flatMap((person) => {
        const born = birthDateOf({ idType: answers.value('agent', 'agentIdType'), idNumber: person.number }, today)
        const remark = ageRemark('HANDLER', born, today)
        return remark ? [at(person, person.numberField, `${person.name}：${remark.message}`)] : []
      }),
  },
  {
    code: `${law.prefix}-COLLECTOR-NAME`,
    basis: '登记管理机关窗口要求',
    level: 'WARN',
    ...atSubmission(law),
    check: (answers) => otherNames([...inLists(answers), ...agentOf(answers)], collectorOf(answers)),
  },
  {
    code: `${law.prefix}-LEGAL-REPRESENTATIVE-SEAL`,
    basis: `${law.regulation}${law.articles.filed}`,
    level: 'WARN',
    ...atCompletion(law),
    check: (answers) => {
      const [representative] = answers
        .items('officers')
        .filter(({ values }) => values['isLegalRepresentative'] === 'yes')
      const name = representative?.values['name'] ?? ''
      return answers
        .items('seals')
        .filter(({ values }) => values['sealKind'] === 'LEGAL_REPRESENTATIVE' && values['engraving'])
        .filter(({ values }) => name !== '' && !values['engraving']?.includes(name))
        .map(({ id, values }) => ({
          page: 'seals',
          field: 'engraving',
          itemId: id,
          message: `法定代表人名章的印文“${values['engraving']}”不是法定代表人${name}的姓名`,
        }))
    },
  },
]
