/** Characters that may not begin a line (避头). */
const NO_START = new Set('。，、；：？！）》〉」』】〕｝”’…—～·％℃,.;:?!)]}%')
/** Characters that may not end a line (避尾). */
const NO_END = new Set('（《〈「『【〔｛“‘([{')

/**
 * What stays in one piece: the numbers of articles and items (第三十二条, 第（四）项) and of documents (〔2026〕7号), western
 * words and numbers with what they count (2026年, 3.5万元, 20个), two-character dashes and dots. An address may break
 * anywhere, everything else is one character.
 */
const TOKEN = new RegExp(
  [
    String.raw`(?<=https?:[\x21-\x7e]*)[\x21-\x7e]`,
    String.raw`https?:`,
    String.raw`第[（(]?[一二三四五六七八九十百零〇\d]+[）)]?[条款项章节号页份次届期名个]?`,
    String.raw`〔\d{4}〕(?:第?\d+号)?`,
    String.raw`[\x21-\x7e\u00c0-\u024f\u1e00-\u1eff]+(?<=\d)(?:[万亿]?[元年月日时分秒号个名份人项条款页次天岁位届]|[万亿])`,
    String.raw`[\x21-\x7e\u00c0-\u024f\u1e00-\u1eff]+`,
    '—+|…+|.',
  ].join('|'),
  'gsu',
)

/** Gives the width of a piece of text in points. */
export type Measure = (text: string) => number

/** What is wider than a line breaks behind its hyphens, and anywhere where that does not help. */
function tokensOf(text: string, width: number, measure: Measure): string[] {
  const fitting = (token: string, next: (token: string) => readonly string[]): readonly string[] =>
    measure(token) > width ? next(token) : [token]
  return (text.match(TOKEN) ?? []).flatMap((token) =>
    fitting(token, () => token.split(/(?<=-)/).flatMap((part) => fitting(part, Array.from))),
  )
}

/** Whether a line may begin with the token at `cut`; spaces at a break vanish, so the marks beyond them count. */
function mayBreakAt(tokens: readonly string[], cut: number): boolean {
  const after = tokens.slice(cut).find((token) => token !== ' ') ?? ''
  const before = tokens.slice(0, cut).findLast((token) => token !== ' ') ?? ''
  return !NO_START.has(after.charAt(0)) && !NO_END.has(before.charAt(before.length - 1))
}

function wrapParagraph(text: string, width: number, measure: Measure, indent: number): string[] {
  const tokens = tokensOf(text, width - indent, measure)
  const widths = tokens.map((token) => measure(token))
  const lines: string[] = []
  let start = 0
  let used = indent
  for (let index = 0; index < tokens.length; index += 1) {
    const tokenWidth = widths[index] ?? 0
    // A hundredth of a point forgives the rounding of sums.
    if (used + tokenWidth > width + 0.01 && index > start && tokens[index] !== ' ') {
      let cut = index
      while (cut > start && !mayBreakAt(tokens, cut)) cut -= 1
      if (cut === start) cut = index
      lines.push(tokens.slice(start, cut).join('').trimEnd())
      start = cut
      while (tokens[start] === ' ') start += 1
      used = 0
      for (let kept = start; kept < index; kept += 1) used += widths[kept] ?? 0
    }
    used += tokenWidth
  }
  lines.push(tokens.slice(start).join(''))
  return lines
}

/**
 * Breaks Chinese text, which has no spaces, into lines no wider than `width` points. No line begins with a closing
 * mark or ends with an opening one (中文排版 避头尾); words and numbers are not cut unless one alone is wider than a
 * line. `indent` is the space left free at the start of the first line. Line feeds in the text are kept as breaks, a tab
 * is a space.
 */
export function wrapText(text: string, width: number, measure: Measure, indent = 0): string[] {
  return text
    .replaceAll('\t', ' ')
    .split('\n')
    .flatMap((part) => wrapParagraph(part, width, measure, indent))
}
