import { chineseNumber } from './numerals.ts'
import { requirements } from './requirements.ts'
import type { Blank, Charter, CharterArticle, CharterText, Choice, Given, Paragraph, Run, Trait } from './define.ts'
import { rawOf, traitsOf, wordsOf, type CharterCase } from './values.ts'

/** What founders chose by hand, option by choice. */
export type Chosen = Readonly<Record<string, string>>

/** Long enough to be written on. */
const OPEN = '＿＿＿＿'

const settled = (choice: Choice, about: CharterCase | undefined): string | undefined => {
  if (!choice.by || !about) return undefined
  const raw = rawOf(about, choice.by.from)
  return raw === '' ? undefined : (choice.by.is[raw] ?? choice.by.other)
}

type Filling = {
  readonly charter: Charter
  readonly traits: readonly Trait[]
  readonly about: CharterCase | undefined
  /** The option of each choice that is settled: by the answers, or by hand. */
  readonly options: Chosen
}

const fillingOf = (
  charter: Charter,
  traits: readonly Trait[],
  about: CharterCase | undefined,
  chosen: Chosen,
): Filling => {
  const options = Object.entries(charter.choices).flatMap(([code, choice]) => {
    const option = settled(choice, about) ?? choice.options.find((one) => one.code === chosen[code])?.code
    return option === undefined ? [] : [[code, option]]
  })
  return { charter, traits, about, options: Object.fromEntries(options) }
}

const written = ({ traits, options }: Filling, { trait, without, chosen }: Given): boolean =>
  (trait === undefined || traits.includes(trait)) &&
  (without === undefined || !traits.includes(without)) &&
  (chosen === undefined || options[chosen.of] === undefined || options[chosen.of] === chosen.is)

/** What has to be chosen for this to be written; nothing where that is settled. */
const optionOf = ({ charter, options }: Filling, { chosen }: Given): { readonly option?: string } => {
  if (chosen === undefined || options[chosen.of] !== undefined) return {}
  const choice = charter.choices[chosen.of]
  const option = choice?.options.find(({ code }) => code === chosen.is)
  return choice && option ? { option: `${choice.label}：${option.label}` } : {}
}

const blankRun = ({ about, options }: Filling, blank: Blank): Run => {
  switch (blank.kind) {
    case 'share':
      return { text: blank.share.text }
    case 'choice': {
      const option = options[blank.of]
      const word = option === undefined ? undefined : blank.words[option]
      const [first = '', ...others] = Object.values(blank.words)
      return word === undefined ? { text: `${first}（${others.join('、')}）`, open: blank.label } : { text: word }
    }
    case 'answer': {
      const words = about ? wordsOf(about, blank.from) : ''
      if (words !== '') return { text: words }
      break
    }
    case 'hand':
      break
  }
  return { text: blank.usual ?? OPEN, ...(blank.usual === undefined && { open: blank.label }) }
}

/** The names of the blanks in a text. */
export const blanksIn = (text: string): readonly string[] =>
  Array.from(text.matchAll(/\{\{(\w+)\}\}/g), ([, name = '']) => name)

const runsOf = (filling: Filling, text: string): readonly Run[] =>
  text.split(/(\{\{\w+\}\})/).flatMap((part): Run[] => {
    const [name] = blanksIn(part)
    if (name === undefined) return part === '' ? [] : [{ text: part }]
    const blank = filling.charter.blanks[name]
    if (!blank) throw new Error(`${filling.charter.title} has no blank ${name}`)
    return [blankRun(filling, blank)]
  })

const plain = (runs: readonly Run[]): string => runs.map(({ text }) => text).join('')

const asGiven = (paragraph: Paragraph): Exclude<Paragraph, string> =>
  typeof paragraph === 'string' ? { text: paragraph } : paragraph

/** （一） and on, as a regulation counts. */
const itemsOf = ({ items = [] }: Exclude<Paragraph, string>): readonly string[] =>
  items.map((item, index) => `（${chineseNumber(index + 1)}）${item}${index < items.length - 1 ? '；' : '。'}`)

const chaptersOf = (filling: Filling): CharterText['chapters'] => {
  let count = 0
  return filling.charter.chapters
    .filter((chapter) => written(filling, chapter))
    .map((chapter, index) => ({
      title: `第${chineseNumber(index + 1)}章　${chapter.title}`,
      articles: chapter.articles
        .filter((article) => written(filling, article))
        .map((article): CharterArticle => {
          count += 1
          return {
            code: article.code,
            number: `第${chineseNumber(count)}条`,
            heading: plain(runsOf(filling, article.heading)),
            compulsory: (article.compulsory ?? []).flatMap((code) => {
              const { text, basis } = requirements[code]
              const source = basis[filling.charter.orgType]
              return source === undefined ? [] : [`${text}（${source}）`]
            }),
            ...optionOf(filling, article),
            paragraphs: article.text
              .map(asGiven)
              .filter((paragraph) => written(filling, paragraph))
              .flatMap((paragraph) => [
                { ...optionOf(filling, paragraph), runs: runsOf(filling, paragraph.text) },
                ...itemsOf(paragraph).map((item) => ({ runs: runsOf(filling, item) })),
              ]),
            ...(article.note !== undefined && { note: article.note }),
          }
        }),
    }))
}

/** Choices that the text still leaves open: neither the answers nor a hand settled them. */
const openIn = (filling: Filling): readonly string[] => {
  const { charter, options } = filling
  const here = (given: Given): boolean => written(filling, given)
  const given = charter.chapters
    .filter(here)
    .flatMap(({ articles }) => articles)
    .filter(here)
    .flatMap((article): Given[] => [article, ...article.text.map(asGiven).filter(here)])
  return Object.keys(charter.choices).filter(
    (code) => options[code] === undefined && given.some(({ chosen }) => chosen?.of === code),
  )
}

const marks = [
  '标“★”的条文是法律、法规或者国家规定要求写明的，必须保留。其他条文可以按本组织的实际情况增减，但不得与法律、法规和国家政策相抵触。',
  '横线是留待填写的内容，定稿以前应当全部填完；【】中写明的是供选择的情形，留下与本组织一致的，删去其他的和【】本身。',
]

const textOf = (filling: Filling, under: string): Omit<CharterText, 'guidance'> => ({
  title: filling.charter.title,
  under,
  heading: [...runsOf(filling, '{{name}}'), { text: '章程' }],
  chapters: chaptersOf(filling),
})

/** What is still to be written in, each once. */
const openPlaces = ({ chapters }: Pick<CharterText, 'chapters'>): readonly string[] => {
  const runs = chapters.flatMap(({ articles }) =>
    articles.flatMap(({ paragraphs }) => paragraphs.flatMap((one) => one.runs)),
  )
  return [...new Set(runs.flatMap(({ open }) => open ?? []))]
}

/** The model charter of a kind, with its places empty. */
export const blankCharter = (charter: Charter, label: string, traits: readonly Trait[]): CharterText => ({
  ...textOf(fillingOf(charter, traits, undefined, {}), `适用于${label}`),
  guidance: marks,
})

/** The model charter filled with what a case says, and with what founders chose beside. */
export const filledCharter = (charter: Charter, about: CharterCase, chosen: Chosen = {}): CharterText => {
  const text = textOf(fillingOf(charter, traitsOf(about), about, chosen), '已填入申请中填写的内容')
  const left = openPlaces(text)
  return {
    ...text,
    guidance: [
      ...marks,
      '已填入的内容来自申请中的填写；定稿以前请逐条核对，申请内容改变的，章程也要相应改正。',
      ...(left.length > 0 ? [`还要填写或者选择：${left.join('、')}。`] : []),
    ],
  }
}

/** What founders still have to choose for their charter. */
export const openChoices = (
  charter: Charter,
  about: CharterCase,
): readonly { readonly code: string; readonly choice: Choice }[] =>
  openIn(fillingOf(charter, traitsOf(about), about, {})).flatMap((code) => {
    const choice = charter.choices[code]
    return choice ? [{ code, choice }] : []
  })
