import type { PaperBlock, PaperContent } from '../papers/define.ts'
import type { CharterArticle, CharterText, Run } from './define.ts'

const plain = (runs: readonly Run[]): string => runs.map(({ text }) => text).join('')

/** `above`: what asks for the article before, which is not said twice. */
const articleBlocks = (article: CharterArticle, above: CharterArticle | undefined): PaperBlock[] => {
  const { number, heading, compulsory, option, paragraphs, note } = article
  const basis = compulsory.join('；')
  return [
    { type: 'heading', text: `${number}　${heading}${basis === '' ? '' : '　★'}` },
    ...(option === undefined ? [] : [{ type: 'paragraph' as const, text: `【${option}】` }]),
    ...paragraphs.map((one): PaperBlock => {
      const text = plain(one.runs)
      return { type: 'paragraph', text: one.option === undefined ? text : `【${one.option}】${text}` }
    }),
    ...(basis === '' || basis === above?.compulsory.join('；') ? [] : [{ type: 'note' as const, text: `★ ${basis}` }]),
    ...(note === undefined ? [] : [{ type: 'note' as const, text: `写法：${note}` }]),
  ]
}

/** A charter to be read and printed: each article with its heading, what asks for it, and how it is written. */
export const charterPaper = (
  text: CharterText,
  origin: { readonly siteName: string; readonly madeOn: string },
): PaperContent => ({
  title: text.title,
  under: text.under,
  sheets: [
    [
      { type: 'chapter', text: '使用说明' },
      ...[...text.guidance, '条文下面以“★”开头的是依据，与上一条相同的不再写。'].map((line): PaperBlock => ({
        type: 'paragraph',
        text: line,
      })),
      { type: 'chapter', text: plain(text.heading) },
      ...text.chapters.flatMap((chapter): PaperBlock[] => [
        { type: 'chapter', text: chapter.title },
        ...chapter.articles.flatMap((article, index) => articleBlocks(article, chapter.articles[index - 1])),
      ]),
    ],
  ],
  note: `本文本由${origin.siteName}提供，供起草章程时参考`,
  watermark: null,
  ...origin,
})
