import { chineseDate } from '../../core/documents/dates.ts'
import { CHAIR_POSTS, LEFT_POST, postText } from '../../core/posts.ts'
import { identityKey } from '../../core/identity/documents.ts'
import { ageOn } from '../../core/identity/resident-id.ts'
import type { RuleContext } from '../../core/matters/contexts.ts'
import type { Answers, Rule } from '../../core/matters/define.ts'
import { heldBy } from '../../core/register/holdings.ts'
import { birthDateOf } from '../shared/people.ts'
import { chosenOnce } from '../shared/registered.ts'
import { ruleAt, type Filer } from './define.ts'
import { organs } from './organs.ts'

export type Person = ReturnType<Answers['items']>[number]
export const postOf = ({ values }: Person): string => values['orgPost'] ?? ''
const keyOf = ({ values }: Person): string => identityKey(values['idType'] ?? '', values['idNumber'] ?? '')
export const represents = ({ values }: Person): boolean => values['isLegalRepresentative'] === 'yes'
const about = (one: Person, field: string, message: string) => ({
  page: 'officers',
  field,
  itemId: one.id,
  message: `${one.values['name'] ?? ''}：${message}`,
})

/** Nobody leads beyond this age at election, nor more than so many terms in a row without being approved (domain-2 §17). */
const ELDEST = 70
const MOST_TERMS = 2

const elders = '一般不作为人选；确需任职的，经会议按特别程序表决，报业务主管单位和登记管理机关同意'

/** What is said against whoever leads: grown old within the term, elected too often. `term`: from when to when. */
export const leaderRules = (
  filer: Filer,
  term: (answers: Answers, context: RuleContext) => { readonly from: string; readonly to: string } | undefined,
): readonly Rule[] => {
  const { officers } = organs[filer.orgType]
  const warned = { ...ruleAt(filer, filer.law.charter), level: 'WARN' } as const
  const leaders = (answers: Answers) => answers.items('officers').filter((one) => officers.includes(postOf(one)))
  return [
    {
      ...warned,
      code: 'TURNS-70',
      check: (answers, context) => {
        const lasts = term(answers, context)
        if (!lasts) return []
        return leaders(answers).flatMap((one) => {
          const born = birthDateOf(one.values, context.today)
          if (born === undefined || ageOn(born, lasts.from) > ELDEST || ageOn(born, lasts.to) < ELDEST) return []
          return [
            about(one, 'idNumber', `任期届满（${chineseDate(lasts.to)}）以前年满${String(ELDEST)}周岁，${elders}`),
          ]
        })
      },
    },
    {
      ...warned,
      code: 'CONSECUTIVE-TERMS',
      check: (answers, { posts }) =>
        leaders(answers).flatMap((one) => {
          const held = posts.find(({ own, person: who, post }) => own && who === keyOf(one) && post === postOf(one))
          if (!held || held.terms < MOST_TERMS) return []
          const message = `登记簿中已连续${String(held.terms)}届担任${postText(held.post)}，连任一般不超过两届，${elders}`
          return [about(one, 'orgPost', message)]
        }),
    },
  ]
}

/** What is said against a new term and who represents in it. */
export const newTermRules = (filer: Filer): readonly Rule[] => {
  const strictly = { ...ruleAt(filer, filer.law.charter), level: 'BLOCK' } as const
  return [
    {
      ...strictly,
      code: 'SAME-REPRESENTATIVE',
      check: (answers, { register, posts }) =>
        answers
          .items('officers')
          .filter((one) => represents(one) && one.values['name'] === register?.legalRepresentative)
          .filter(
            (one) =>
              one.values['idNumber'] &&
              !posts.some((held) => held.own && held.legalRepresentative && held.person === keyOf(one)),
          )
          .map((one) =>
            about(one, 'idNumber', '与登记簿中法定代表人的证件号码不一致，请核对；不是同一人的，备案以后办理变更登记'),
          ),
    },
    {
      ...strictly,
      code: 'NEW-REPRESENTATIVE',
      level: 'WARN',
      check: (answers, { register }) =>
        answers
          .items('officers')
          .filter((one) => register && represents(one) && one.values['name'] !== register.legalRepresentative)
          .map((one) =>
            about(
              one,
              'isLegalRepresentative',
              `登记的法定代表人是${register?.legalRepresentative ?? ''}。备案不改变法定代表人，备案以后请办理法定代表人的变更登记`,
            ),
          ),
    },
    {
      ...strictly,
      code: 'TERM-FOLLOWS',
      check: (answers, { holdings }) => {
        const from = answers.value('term', 'startDate')
        const before = holdings?.term
        return from && before && from <= before.from
          ? [
              {
                page: 'term',
                field: 'startDate',
                message: `应当晚于${before.name}的开始日期${chineseDate(before.from)}`,
              },
            ]
          : []
      },
    },
    {
      ...strictly,
      code: 'TERM-OVERDUE',
      level: 'WARN',
      check: (answers, { holdings }) => {
        const from = answers.value('term', 'startDate')
        const before = holdings?.term
        if (!from || !before || from <= before.to) return []
        const message = `${before.name}任期已于${chineseDate(before.to)}届满，属于逾期换届，请在会议内容中说明原因`
        return [{ page: 'term', field: 'startDate', message }]
      },
    },
  ]
}

/** What is said against who leaves and who joins within a term; `other`: where other posts are filed. */
export const midTermRules = (filer: Filer, posts: readonly string[], other: string): readonly Rule[] => {
  const strictly = { ...ruleAt(filer, filer.law.charter), level: 'BLOCK' } as const
  const { supervisors } = organs[filer.orgType]
  return [
    {
      ...strictly,
      code: 'LEAVING',
      check: (answers, { holdings }) =>
        answers.items('leaving').flatMap(({ id, values: { who = '', leftOn = '' } }) => {
          const at = (field: string, message: string) => [{ page: 'leaving', field, itemId: id, message }]
          const held = holdings && heldBy(holdings, 'people', who)
          const found = holdings?.people.find((one) => one.id === held?.id)
          if (found?.legalRepresentative) return at('who', `${who}是登记的法定代表人，离任请办理法定代表人的变更登记`)
          return found?.since && leftOn && leftOn < found.since
            ? at('leftOn', `${who}：早于任职日期${chineseDate(found.since)}，请核对`)
            : []
        }),
    },
    { ...strictly, code: 'LEAVES-ONCE', check: chosenOnce('leaving', 'who') },
    {
      ...strictly,
      code: 'POST-KIND',
      check: (answers) =>
        answers
          .items('officers')
          .filter((one) => postOf(one) !== '' && !posts.includes(postOf(one)))
          .map((one) => about(one, 'orgPost', `${postText(postOf(one))}请办理${other}`)),
    },
    {
      ...strictly,
      code: 'ONE-CHAIR-HELD',
      check: (answers, { holdings }) => {
        const gone = answers.items('leaving').map(({ values }) => values['who'])
        const held = holdings?.people.find(
          ({ name, post }) => CHAIR_POSTS.includes(post) && !gone.includes(`${name}（${postText(post)}）`),
        )
        return held
          ? answers
              .items('officers')
              .filter((one) => CHAIR_POSTS.includes(postOf(one)) && one.values['name'] !== held.name)
              .map((one) =>
                about(
                  one,
                  'orgPost',
                  `登记簿中的${postText(held.post)}是${held.name}，${held.legalRepresentative ? '是登记的法定代表人，请办理法定代表人的变更登记' : '还没有离任'}`,
                ),
              )
          : []
      },
    },
    {
      ...strictly,
      code: 'POSTS-HELD',
      check: (answers, { posts: held }) => {
        const gone = answers.items('leaving').map(({ values }) => values['who'])
        return answers.items('officers').flatMap((one) => {
          const own = held
            .filter((post) => post.own && post.post !== LEFT_POST && post.person === keyOf(one))
            .filter(({ name, post }) => !gone.includes(`${name}（${postText(post)}）`))
          if (own.some(({ post }) => post === postOf(one))) return [about(one, 'orgPost', '登记簿中已担任这一职务')]
          const supervises = supervisors.includes(postOf(one))
          return own.some(({ post }) => supervisors.includes(post) !== supervises)
            ? [about(one, 'orgPost', '监事不得兼任负责人、理事：原职务还没有离任')]
            : []
        })
      },
    },
  ]
}
