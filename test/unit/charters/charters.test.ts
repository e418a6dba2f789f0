import { describe, expect, it } from 'vitest'
import { blankCharter, blanksIn, filledCharter, openChoices } from '../../../src/core/charters/fill.ts'
import { charterKinds, charterOf } from '../../../src/core/charters/index.ts'
import { requirements, requirementsOf } from '../../../src/core/charters/requirements.ts'
import type { Blank, CharterText, Share } from '../../../src/core/charters/define.ts'
import { isKnownSource, rawOf, traitsOf, type CharterCase } from '../../../src/core/charters/values.ts'
import { readAnswers } from '../../../src/core/matters/answers.ts'
import type { AnswerSet } from '../../../src/core/matters/define.ts'
import { sampleOf } from '../../../src/core/matters/sample.ts'
import { ORG_TYPES, type OrgType } from '../../../src/core/org-types.ts'
import { matters } from '../../../src/matters/index.ts'

const types = Object.keys(ORG_TYPES) as OrgType[]
const founding = (orgType: OrgType) => {
  const matter = matters.all.find((one) => one.orgType === orgType && one.begunBy === 'person')
  if (!matter) throw new Error(`nothing founds ${orgType}`)
  return matter
}
const caseOf = (orgType: OrgType, change: (answers: AnswerSet) => AnswerSet = (same) => same): CharterCase => {
  const { pages } = founding(orgType)
  const answers = readAnswers(pages, change(sampleOf({ pages })))
  return { orgType, pages, answers, name: '山西省示例组织', authority: '山西省民政厅' }
}
const answered = (orgType: OrgType, page: string, values: Readonly<Record<string, string>>) =>
  caseOf(orgType, (answers) => {
    const before = answers[page] ?? { values: {}, items: [] }
    return { ...answers, [page]: { ...before, values: { ...before.values, ...values } } }
  })
const articles = ({ chapters }: CharterText) => chapters.flatMap((chapter) => chapter.articles)
const wordsOf = (text: CharterText): string =>
  articles(text)
    .flatMap(({ paragraphs, option = '' }) => [
      option,
      ...paragraphs.map(({ runs, option: one = '' }) => one + runs.map((run) => run.text).join('')),
    ])
    .join('\n')
const textOf = (about: CharterCase, chosen = {}): string =>
  wordsOf(filledCharter(charterOf(about.orgType), about, chosen))

const enough = (share: Share, least: Share): boolean =>
  share.share > least.share || (share.share === least.share && (share.over === true || least.over !== true))

describe.each(charterKinds)('the blank charter $code', ({ orgType, label, traits }) => {
  const text = blankCharter(charterOf(orgType), label, traits)

  it('says all that the law wants of it, each in a marked article', () => {
    const said = new Set(articles(text).flatMap(({ compulsory }) => compulsory))
    const wanted = requirementsOf(orgType, traits).map((code) => {
      const { text: what, basis } = requirements[code]
      return `${what}（${basis[orgType]}）`
    })
    expect(wanted.length).toBeGreaterThan(15)
    expect(wanted.filter((one) => !said.has(one))).toEqual([])
  })

  it('numbers its articles through and names each once', () => {
    const codes = articles(text).map(({ code }) => code)
    expect(new Set(codes).size).toBe(codes.length)
    expect(articles(text).map(({ number }) => number)).toContain('第二十一条')
    expect(articles(text).every(({ paragraphs }) => paragraphs.length > 0)).toBe(true)
  })
})

describe.each(types)('the charter of %s', (orgType) => {
  const charter = charterOf(orgType)
  const { blanks, choices } = charter
  const given = charter.chapters.flatMap((chapter) => [
    chapter,
    ...chapter.articles.flatMap((article) => [
      article,
      ...article.text.flatMap((one) => (typeof one === 'string' ? [] : [one])),
    ]),
  ])

  it('names blanks it has, all of them, made of what the founding asks', () => {
    const named = charter.chapters
      .flatMap(({ articles: all }) => all)
      .flatMap(({ heading, text }) => [
        heading,
        ...text.flatMap((one) => (typeof one === 'string' ? one : [one.text, ...(one.items ?? [])])),
      ])
      .flatMap(blanksIn)
    expect([...new Set(named)].filter((name) => !Object.hasOwn(blanks, name))).toEqual([])
    expect(Object.keys(blanks).filter((name) => !named.includes(name))).toEqual([])
    const sources = [
      ...Object.values(blanks).flatMap((blank) => (blank.kind === 'answer' ? [blank.from] : [])),
      ...Object.values(choices).flatMap(({ by }) => (by ? [by.from] : [])),
    ]
    expect(sources.filter((source) => !isKnownSource(founding(orgType), source))).toEqual([])
  })

  it('lets founders choose between options there are', () => {
    const odd = given.flatMap(({ chosen }) =>
      chosen && !choices[chosen.of]?.options.some(({ code }) => code === chosen.is) ? [chosen] : [],
    )
    expect(odd).toEqual([])
    for (const blank of Object.values(blanks))
      if (blank.kind === 'choice')
        expect(Object.keys(blank.words)).toEqual(choices[blank.of]?.options.map(({ code }) => code))
  })

  it('proposes no quorum and no majority below the law', () => {
    const shares = Object.values(blanks).filter(
      (blank): blank is Extract<Blank, { kind: 'share' }> => blank.kind === 'share',
    )
    expect(shares.length).toBeGreaterThan(3)
    expect(shares.filter(({ share, least }) => least && !enough(share, least))).toEqual([])
  })

  it('is filled with a whole case: only what nobody was asked stays open', () => {
    const about = caseOf(orgType)
    const text = filledCharter(charter, about, { assembly: 'ALL' })
    const open = articles(text).filter(({ paragraphs }) =>
      paragraphs.some(({ runs }) => runs.some(({ open: what }) => what !== undefined)),
    )
    expect(open.map(({ code }) => code)).toEqual(
      { SOCIAL_GROUP: ['nature', 'loss'], PRIVATE_NON_ENTERPRISE: [], FOUNDATION: ['councilQuorum', 'investments'] }[
        orgType
      ],
    )
    const bounds = Object.values(blanks).filter((blank) => blank.kind === 'answer' && blank.bound !== undefined)
    for (const blank of bounds)
      if (blank.kind === 'answer' && blank.bound) {
        const { least = 0, most = Infinity } = blank.bound
        expect(Number(rawOf(about, blank.from))).toBeGreaterThanOrEqual(least)
        expect(Number(rawOf(about, blank.from))).toBeLessThanOrEqual(most)
      }
    expect(wordsOf(text)).toContain(`${charter.own}的名称是山西省示例组织。`)
    expect(wordsOf(text)).not.toMatch(/[{}【】]|undefined|。。|；。/)
  })
})

describe('a charter follows the answers', () => {
  it('asks only for what they leave open, and takes what was chosen', () => {
    const about = caseOf('SOCIAL_GROUP')
    expect(openChoices(charterOf('SOCIAL_GROUP'), about).map(({ code }) => code)).toEqual(['assembly'])
    expect(textOf(about, { assembly: 'DELEGATES' })).toMatch(/最高权力机构是会员代表大会[\s\S]+会员代表由会员/)
    expect(textOf(about, { assembly: 'ALL' })).not.toContain('会员代表')
    expect(textOf(about, { assembly: '<b>' })).toContain('会员大会（会员代表大会）')
  })

  it.each([
    ['0', false],
    ['7', true],
  ])('with %s 常务理事 it has a standing council: %s', (standingCouncilCount, has) => {
    expect(textOf(answered('SOCIAL_GROUP', 'members', { standingCouncilCount })).includes('本会设常务理事会')).toBe(has)
  })

  it.each([
    ['no', '本会的业务主管单位是山西省文物局。', '本会依法直接登记'],
    ['yes', '本会依法直接登记', '业务主管单位审查同意'],
  ])('直接登记 %s', (directRegistration, says, not) => {
    const text = textOf(answered('SOCIAL_GROUP', 'supervision', { directRegistration, directKind: 'SCIENCE' }))
    expect(text).toContain(says)
    expect(text).not.toContain(not)
  })

  it.each([
    ['SOCIAL_GROUP', 'name', { orgKind: 'INDUSTRY' }, ['INDUSTRY'], '本会的行业管理部门是'],
    ['SOCIAL_GROUP', 'name', { orgKind: 'FEDERATION', homePlace: '浙江省' }, ['HOMETOWN'], '浙江省籍投资者'],
    ['SOCIAL_GROUP', 'charity', { charity: 'yes' }, ['CHARITY'], '依法登记为慈善组织'],
    ['FOUNDATION', 'charity', { charity: 'no' }, [], '上一年基金余额的百分之八'],
    ['FOUNDATION', 'name', { orgKind: 'PUBLIC' }, ['CHARITY', 'PUBLIC'], '百分之七十'],
    ['FOUNDATION', 'funds', { privateFunded: 'yes' }, ['CHARITY'], '总数不得超过理事总数的三分之一'],
  ] as const)('%s with %s %o', (orgType, page, values, traits, says) => {
    const about = answered(orgType, page, values)
    expect(traitsOf(about)).toEqual(traits)
    expect(textOf(about)).toContain(says)
  })
})
