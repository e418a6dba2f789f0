import type { PaperBlock, PaperContent } from '../papers/define.ts'
import type { CharterArticle, CharterText, Run } from './define.ts'

const plain = (runs: readonly Run[]): string => runs.map(({ text }) => text).join('')

const articleBlocks = (article: CharterArticle): PaperBlock[] => [
  {
    type: 'heading',
    text: `${article.number}　${article.heading}${article.compulsory.length > 0 ? '　★' : ''}`,
  },
  ...(article.option === undefined ? [] : [{ type: 'paragraph' as const, text: `【${article.option}】` }]),
  ...article.paragraphs.map(({ option, runs }): PaperBlock => {
    const text = plain(runs)
    return { type: 'paragraph', text: option === undefined ? text : `【${option}】${text}` }
  }),
  ...(article.compulsory.length > 0 ? [{ type: 'note' as const, text: `★ ${article.compulsory.join('；')}` }] : []),
  ...(article.note === undefined ? [] : [{ type: 'note' as const, text: `写法：${article.note}` }]),
]

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
      ...text.guidance.map((line): PaperBlock => ({ type: 'paragraph', text: line })),
      { type: 'chapter', text: plain(text.heading) },
      ...text.chapters.flatMap((chapter): PaperBlock[] => [
        { type: 'chapter', text: chapter.title },
        ...chapter.articles.flatMap(articleBlocks),
      ]),
    ],
  ],
  note: `本文本由${origin.siteName}提供，供起草章程时参考`,
  watermark: null,
  ...origin,
})
