import type { PaperContent } from './define.ts'

/** What a document was, and whom it went to. */
type Delivery = {
  readonly authority: string
  readonly siteName: string
  readonly recipient: string
  readonly caseNumber: string
  /** Name of the organization. */
  readonly about: string
  readonly document: { readonly title: string; readonly number: string }
  /** ISO date. */
  readonly madeOn: string
}

const WAYS = [
  ['直接送达', '留置送达', '邮寄送达'],
  ['电子送达', '委托送达', '公告送达'],
]
const ROOM = 62

const toWrite = (label: string, foot: string, text = '') =>
  ({ type: 'box', label, text, foot, height: ROOM, signed: true }) as const

/** 送达回证: proves that a document reached whom it is for, when and how (domain.md §4.7); filled in by hand. */
export const deliveryPaper = (delivery: Delivery): PaperContent => {
  const day = '　　　　年　　月　　日　　时'
  return {
    title: '送达回证',
    under: `办件编号：${delivery.caseNumber}`,
    sheets: [
      [
        {
          type: 'facts',
          rows: [
            { label: '送达机关', value: delivery.authority },
            { label: '受送达人', value: delivery.recipient },
            { label: '事由', value: delivery.about },
            { label: '送达文书', value: `《${delivery.document.title}》` },
            { label: '文号', value: delivery.document.number },
            { label: '送达方式', value: WAYS.map((ways) => ways.map((way) => `□ ${way}`).join('　　')).join('\n') },
            { label: '送达地点', value: '\n' },
          ],
        },
        toWrite('受送达人', `签字或者盖章：　　　　　　　　${day}`, '上列文书已经收到。'),
        toWrite('代收人和代收理由', `签字：　　　　　　　　${day}`),
        toWrite('见证人和拒收理由', `签字：　　　　　　　　${day}`),
        toWrite('送达人（两名）', `签字：　　　　　　　　　　　　${day}`),
        toWrite('备注', ''),
      ],
    ],
    note: `本回证由${delivery.siteName}生成，填写以后归入案卷`,
    watermark: null,
    siteName: delivery.siteName,
    madeOn: delivery.madeOn,
  }
}
