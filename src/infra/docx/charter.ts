import {
  AlignmentType,
  CommentRangeEnd,
  CommentRangeStart,
  CommentReference,
  Document,
  Footer,
  HeadingLevel,
  Packer,
  PageNumber,
  Paragraph,
  TextRun,
  type ICommentOptions,
  type ParagraphChild,
} from 'docx'
import type { CharterArticle, CharterText, Run } from '../../core/charters/define.ts'
import { a4, INDENT, LINE, SONG } from './page.ts'

const HEI = { ...SONG, eastAsia: '黑体' }
/** Half points: 小四, 三号, 二号. */
const SIZE = { body: 24, chapter: 32, title: 44 }
/** Twips. */
const MARGIN = 1440

const ownGuidance = [
  '黄色底纹是留待填写或者选择的内容。旁边的批注是条文的依据和写法，定稿时全部删除批注。',
  '“★”只作提示，定稿时用“查找和替换”全部删去；本页也应当删去。',
]

const runOf = ({ text, open }: Run): TextRun =>
  new TextRun({ text, ...(open !== undefined && { highlight: 'yellow' as const }) })

const optionRun = (option: string): TextRun => new TextRun({ text: `【${option}】`, bold: true, highlight: 'yellow' })

const body = (children: readonly ParagraphChild[]): Paragraph =>
  new Paragraph({ children, indent: { firstLine: INDENT }, spacing: { line: LINE } })

/** What stands beside an article: what asks for it, and how it is written. */
const remarksOf = ({ compulsory, note }: CharterArticle): readonly string[] => [
  ...(compulsory.length > 0 ? [`必须写明：${compulsory.join('；')}`] : []),
  ...(note === undefined ? [] : [`写法：${note}`]),
]

const articleParagraphs = (article: CharterArticle, comment: (remarks: readonly string[]) => number): Paragraph[] => {
  const remarks = remarksOf(article)
  const mark = article.compulsory.length > 0 ? '★' : ''
  const number = new TextRun({ text: `${mark}${article.number}　`, bold: true })
  const id = remarks.length > 0 ? comment(remarks) : undefined
  const head: readonly ParagraphChild[] =
    id === undefined
      ? [number]
      : [
          new CommentRangeStart(id),
          number,
          new CommentRangeEnd(id),
          new TextRun({ children: [new CommentReference(id)] }),
        ]
  return article.paragraphs.map(({ option, runs }, index) =>
    body([
      ...(index === 0 ? head : []),
      ...(index === 0 && article.option !== undefined ? [optionRun(article.option)] : []),
      ...(option === undefined ? [] : [optionRun(option)]),
      ...runs.map(runOf),
    ]),
  )
}

/**
 * A charter to go on writing in a word processor: marks and open places in the text, what asks for an article and how it
 * is written beside it as comments.
 */
export const charterDocx = (charter: CharterText, origin: { readonly siteName: string }): Promise<Buffer> => {
  const comments: ICommentOptions[] = []
  const comment = (remarks: readonly string[]): number => {
    const id = comments.length
    const children = remarks.map((text) => new Paragraph({ children: [new TextRun({ text })] }))
    comments.push({ id, author: charter.title, initials: '章程', children })
    return id
  }
  const centred = { alignment: AlignmentType.CENTER } as const
  const text = charter.chapters.flatMap((chapter) => [
    new Paragraph({ text: chapter.title, heading: HeadingLevel.HEADING_1 }),
    ...chapter.articles.flatMap((article) => articleParagraphs(article, comment)),
  ])
  const document = new Document({
    title: charter.title,
    creator: origin.siteName,
    lastModifiedBy: origin.siteName,
    description: charter.under,
    styles: {
      default: {
        document: { run: { font: SONG, size: SIZE.body, language: { eastAsia: 'zh-CN' } } },
        title: { run: { font: HEI, size: SIZE.title, bold: true }, paragraph: { ...centred, spacing: { after: 360 } } },
        heading1: {
          run: { font: HEI, size: SIZE.chapter, bold: true },
          paragraph: { ...centred, spacing: { before: 360, after: 240 }, keepNext: true },
        },
      },
    },
    comments: { children: comments },
    sections: [
      {
        properties: {
          page: a4(MARGIN),
        },
        footers: {
          default: new Footer({
            children: [new Paragraph({ ...centred, children: [new TextRun({ children: [PageNumber.CURRENT] })] })],
          }),
        },
        children: [
          new Paragraph({ text: charter.title, heading: HeadingLevel.TITLE }),
          new Paragraph({ ...centred, text: charter.under }),
          ...[...charter.guidance, ...ownGuidance].map((line) => body([new TextRun(line)])),
          new Paragraph({ heading: HeadingLevel.TITLE, pageBreakBefore: true, children: charter.heading.map(runOf) }),
          ...text,
        ],
      },
    ],
  })
  return Packer.toBuffer(document)
}
