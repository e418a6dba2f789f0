import { domicileSources } from '../../core/enumerations.ts'
import { postText } from '../../core/posts.ts'
import { chineseDate, validityText } from '../../core/documents/dates.ts'
import { fundText } from '../../core/documents/registered-items.ts'
import type { Page } from '../../core/forms/page.ts'
import type { Answers } from '../../core/matters/define.ts'

/*
 * What a case proves, as the decision on it states it (行政许可法 art. 38): each a clause made of the answers, and nothing
 * where they do not hold it.
 */
export type Finding = (answers: Answers) => string | undefined

/** All that the answers hold, in that order. */
export const proving =
  (...findings: readonly Finding[]) =>
  (answers: Answers): readonly string[] =>
    findings.flatMap((finding) => finding(answers) ?? [])

const joined = (...parts: readonly (string | false | undefined)[]): string => parts.filter(Boolean).join('，')

/** Where the premises are and by what right; whose they are is not told to everybody. `called`: 住所, or the new one. */
export const premises =
  (called = '住所'): Finding =>
  (answers) => {
    const at = (field: string): string => answers.value('domicile', field)
    if (at('address') === '') return undefined
    const source = domicileSources.find(({ value }) => value === at('domicileSource'))
    const [from, to] = [at('leaseFrom'), at('leaseTo')]
    return joined(
      `${called}为${at('address')}`,
      at('domicileSourceNote') || (source && `房屋${source.text}`),
      at('area') !== '' && `建筑面积${at('area')}平方米`,
      from !== '' && to >= from && `租期${validityText(from, to)}`,
    )
  }

/** The money it begins with, as it was verified. `fund`, `proof`: what the type calls it and what proves it. */
export const money =
  (fund: string, proof = '验资报告'): Finding =>
  (answers) => {
    const at = (field: string): string => answers.value('funds', field)
    if (at('fundAmount') === '') return undefined
    return joined(
      `有${fund}${fundText(at('fundAmount'))}万元`,
      at('nonStateShare') !== '' && `其中非国有资产占${at('nonStateShare')}%`,
      at('verificationAgency') !== '' && `验资机构：${at('verificationAgency')}`,
      at('verificationNo') !== '' && `${proof}文号：${at('verificationNo')}`,
    )
  }

/** The votes a page asks for, by the prefix of their fields (see voteFields). */
const resolutionsOn = (page: Page): readonly { readonly prefix: string; readonly text: string }[] =>
  page.fields.flatMap(({ name, label }) => {
    const [text, votes] = label.split('：')
    return text !== undefined && votes === '同意票数' ? [{ prefix: name.replace(/For$/, ''), text }] : []
  })

/** The meeting that decided: when, how many were there, how it voted on each resolution. */
export const meetingOn =
  (page: Page): Finding =>
  (answers) => {
    const at = (field: string): string => answers.value(page.code, field)
    if (at('meetingDate') === '' || at('meetingName') === '') return undefined
    const votes = resolutionsOn(page).flatMap(({ prefix, text }) => {
      const given = [
        ['同意', `${prefix}For`],
        ['反对', `${prefix}Against`],
        ['弃权', `${prefix}Abstain`],
      ].flatMap(([how, field = '']) => (at(field) === '' ? [] : [`${how}${at(field)}票`]))
      return given.length === 0 ? [] : [`${text}：${given.join('、')}`]
    })
    const attendance = joined(
      `${chineseDate(at('meetingDate'))}召开${at('meetingName')}`,
      at('expectedCount') !== '' && `应到${at('expectedCount')}人`,
      at('presentCount') !== '' && `实到${at('presentCount')}人`,
    )
    return [attendance, ...votes].join('；')
  }

/** The consent of the supervisory unit, on paper or given online. `unit`, `date`, `number`: where they are answered. */
export const consentFrom =
  (
    unit: readonly [page: string, field: string],
    date: readonly [page: string, field: string],
    number: readonly [page: string, field: string],
    what: string,
  ): Finding =>
  (answers) => {
    const [who, when, paper] = [unit, date, number].map((ref) => answers.value(...ref)) as [string, string, string]
    if (who === '' || when === '') return undefined
    return `业务主管单位${who}于${chineseDate(when)}${what}${paper === '' ? '' : `（${paper}）`}`
  }

/** How many of each post were elected; `without`: posts that are counted elsewhere. */
export const elected =
  (without: readonly string[] = []): Finding =>
  (answers) => {
    const posts = answers.items('officers').map(({ values }) => values['orgPost'] ?? '')
    const counts = [...new Set(posts)]
      .filter((post) => post !== '' && !without.includes(post))
      .map((post) => `${postText(post)}${posts.filter((other) => other === post).length}人`)
    return counts.length === 0 ? undefined : `产生${counts.join('、')}`
  }

/** Those who work there. `staff`: what the type calls them. */
export const working =
  (staff: string): Finding =>
  (answers) => {
    const at = (field: string): string => answers.value('staffing', field)
    if (at('staffCount') === '') return undefined
    return joined(
      `有${staff}${at('staffCount')}人`,
      at('fullTimeCount') !== '' && `其中专职${at('fullTimeCount')}人`,
      at('licensedCount') !== '' && `持执业资格${at('licensedCount')}人`,
    )
  }
