import { foldGlyphs, isStandardCharacter, withStandardGlyphs } from './glyphs.ts'
import { categoriesIn } from './parse.ts'
import { middleOf, replaced, written, type Hit, type RuleContext } from './rule-context.ts'
import { NATIONAL_PREFIXES, NATIONWIDE_WORDS, TELLING_ENDINGS } from './words.ts'
import { wordsIn, type ListedWord, type WordList } from './word-lists.ts'

/** N02: everything but unified ideographs, 〇 and the separator dot, told once with all the characters. */
export function foreignCharacters(folded: string): Hit[] {
  const first = folded.match(/[^\p{Unified_Ideograph}〇·]+/u)
  if (!first) return []
  const all = [...new Set(folded.match(/[^\p{Unified_Ideograph}〇·]/gu))].join('')
  const start = first.index ?? 0
  const message = `名称只能使用规范汉字，不能含字母、数字、符号或空格（“${all}”）`
  return [{ message, span: [start, start + first[0].length] }]
}

/** N02: a dot between two ideographs may part a transliterated name of an ethnic group; anywhere else it is a symbol. */
export function separatorDots(folded: string): Hit[] {
  return Array.from(folded.matchAll(/·+/g), ({ index, 0: dots }): Hit => {
    const span: [number, number] = [index, index + dots.length]
    const before = /\p{Unified_Ideograph}$/u.test(folded.slice(0, span[0]))
    const after = /^\p{Unified_Ideograph}/u.test(folded.slice(span[1]))
    return dots.length === 1 && before && after
      ? { message: '“·”只能用于少数民族译名，请说明用途', level: 'WARN', span }
      : { message: '名称只能使用规范汉字，不能含字母、数字、符号或空格（“·”）', span }
  })
}

/** N04: ideographs outside 通用规范汉字表, told once; where each has its standard form, the name with those. */
export function rareCharacters({ normalized, folded }: RuleContext): Hit[] {
  const written = Array.from(normalized)
  const odd = written.filter((character) => /\p{Unified_Ideograph}/u.test(character) && !isStandardCharacter(character))
  const [first] = odd
  if (first === undefined) return []
  const better = withStandardGlyphs(normalized)
  const fully = Array.from(better).every(
    (character) => !/\p{Unified_Ideograph}/u.test(character) || isStandardCharacter(character),
  )
  const before = written.slice(0, written.indexOf(first)).length
  const counted = Array.from(folded)
  const start = counted.slice(0, before).join('').length
  const all = [...new Set(odd)].join('')
  return [
    {
      message: fully
        ? `名称含有非规范汉字“${all}”，请改用规范汉字`
        : `名称含有《通用规范汉字表》以外的字“${all}”，请改用规范汉字，确需使用的请说明`,
      span: [start, start + (counted[before]?.length ?? 1)],
      ...(better === normalized ? {} : { suggestion: better }),
    },
  ]
}

/** N20: a nationwide word in front of a local name. */
export function nationwidePrefix(context: RuleContext): Hit[] {
  const { folded, authority } = context
  const word = NATIONWIDE_WORDS.find((candidate) => folded.startsWith(candidate))
  if (word === undefined || authority.level === 'NATION') return []
  return [
    {
      message: `地方社会组织名称不得冠以“${word}”字样`,
      span: [0, word.length],
      suggestion: replaced(context, [0, word.length], authority.divisionName),
    },
  ]
}

/** N21: a nationwide word inside a local name. */
export function nationwideInside(context: RuleContext): Hit[] {
  if (context.authority.level === 'NATION') return []
  const { start, text } = middleOf(context)
  return NATIONWIDE_WORDS.flatMap((word): Hit[] => {
    const at = text.indexOf(word, start === 0 ? 1 : 0)
    return at < 0 || text.startsWith('国家级', at)
      ? []
      : [
          {
            message: `“${word}”只能作为行（事）业领域的限定语，请说明用途并上传依据`,
            span: [start + at, start + at + word.length],
          },
        ]
  })
}

/** N22: 中国, 全国 or 中华 in front of the name of a private non-enterprise, also after the division. */
export function nationalPrefixOfUnit(context: RuleContext): Hit[] {
  const { folded } = context
  const starts = [0, context.prefix?.text.length ?? 0]
  for (const start of new Set(starts)) {
    const word = NATIONAL_PREFIXES.find((candidate) => folded.startsWith(candidate, start))
    if (word === undefined) continue
    const span: [number, number] = [start, start + word.length]
    return [
      {
        message: '民办非企业单位名称不得冠以“中国”“全国”“中华”等字样',
        span,
        ...(start === 0 ? {} : { suggestion: replaced(context, span, '') }),
      },
    ]
  }
  return []
}

/** The listed words in a text, one inside a longer found one left out. */
function found(text: string, list: WordList): { at: number; row: ListedWord }[] {
  const hits = wordsIn(text, list)
  return hits.filter(({ row }) => !hits.some((other) => other.row !== row && other.row.word.includes(row.word)))
}

/** A finding for each listed word in the name; at the national authority what is forbidden elsewhere may be approved. */
export function listedWords(
  { folded, authority }: RuleContext,
  list: WordList,
  message: (word: string, level: ListedWord['level']) => string,
  approvable = false,
): Hit[] {
  return found(folded, list).map(({ at, row }) => {
    const level = approvable && authority.level === 'NATION' ? 'MANUAL' : row.level
    return {
      message: message(row.word, level),
      span: [at, at + row.word.length],
      ...(level === undefined ? {} : { level }),
    }
  })
}

/** N45: the name of somebody who founds it stands in the name. */
export function founderInName({ declared, folded }: RuleContext, message: (name: string) => string): Hit[] {
  return (declared?.founders ?? []).flatMap((founder): Hit[] => {
    const at = founder.length > 1 ? folded.indexOf(foldGlyphs(founder)) : -1
    return at < 0 ? [] : [{ message: message(founder), span: [at, at + foldGlyphs(founder).length] }]
  })
}

/** A university, company, station or paper named inside the name: what stands before the word has to be a name. */
const UNIT_INSIDE =
  /\p{Unified_Ideograph}{2,12}?(?:大学|公司|集团|电视台|日报社|出版社)(?!生|城|科技园|英语|语文|文化)/u
const KIND_OF_UNIT =
  /(?:民办|老年|开放|广播|网络|职工|社区|上市|民营|医学|物业|保险|证券|旅游|建筑|电视|高校|企业|高等|少年)(?:大学|公司|集团|出版社)$/u

/** N47: another legal person's name, from the list, from the register, or by the kind of unit it ends in. */
export function otherLegalPerson(context: RuleContext): Hit[] {
  const { lists, register } = context
  const ask = (name: string): string => `名称含有“${name}”，须提交该单位同意使用的证明`
  const registered = (register.contained ?? [])
    .filter(({ name }) => name !== context.normalized)
    .map(({ name, uscc }): Hit => ({ message: `名称含有已登记的“${name}”（${uscc}），须提交该单位同意使用的证明` }))
  if (registered.length > 0) return registered
  const listed = listedWords(context, lists.legalPersons, ask)
  if (listed.length > 0) return listed
  const { start, text } = middleOf(context)
  const unit = UNIT_INSIDE.exec(text)
  // What a name without a form ends in is its own ending.
  const own = context.parts.form === '' && unit !== null && unit.index + unit[0].length === text.length
  if (!unit || own || KIND_OF_UNIT.test(unit[0]))
    return context.declared?.unitInName === true
      ? [{ message: '名称使用了其他单位的名称，须提交该单位同意使用的证明' }]
      : []
  const span: [number, number] = [start + unit.index, start + unit.index + unit[0].length]
  return [{ message: ask(written(context, span)), span }]
}

/** Last characters of words for a trade, a science or a thing people gather around. */
const TELLING_END = /[业学术医药法史教艺剧棋牌球车船机茶酒花鸟鱼果棉粮油煤铁钢铝铜石玉瓷陶布丝纸木竹菜菇蜂羊牛马猪犬]$/u

/** N51: nothing in the name says what the organization works in or whom it gathers. */
export function fieldUnclear(context: RuleContext): Hit[] {
  const { folded, orgType, parts, lists } = context
  if (folded === '' || TELLING_ENDINGS.some((word) => folded.endsWith(word))) return []
  // What stands first may be a 字号 or already the field: a word of either is enough.
  const { start, text } = middleOf(context)
  const isKnown =
    categoriesIn(text).size > 0 ||
    // 社会学会 is 社会学 and 会 as well: the form may lend its first character.
    wordsIn(folded.slice(start), lists.fields).length > 0 ||
    TELLING_END.test(orgType === 'SOCIAL_GROUP' ? text : parts.field)
  if (isKnown) return []
  return [
    {
      message:
        '行（事）业领域不明确：从名称看不出做什么、由什么人组成。请在“协会”“中心”等组织形式前面写明行业、学科或者会员是什么人，例如古建筑彩绘保护协会、力学学会、福建商会、养老服务中心；名称中已经写明的，不用修改',
      ...(text === '' ? {} : { span: [start, start + text.length] as [number, number] }),
    },
  ]
}
