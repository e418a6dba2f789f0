import type { PaperBlock } from '../papers/define.ts'
import { changeTexts } from './compare.ts'
import { amendmentOf, clausesIn } from './items.ts'
import { articleNumber, placed, type Clause } from './text.ts'

/** A charter article by article, under its chapters. */
export const charterBlocks = (clauses: readonly Clause[]): readonly PaperBlock[] =>
  placed(clauses).flatMap(({ begins, number, text }): readonly PaperBlock[] => {
    const [first = '', ...others] = text.split('\n')
    return [
      ...begins.map((title) => ({ type: 'chapter' as const, text: title })),
      ...[`${number}　${first}`, ...others].map((line) => ({ type: 'paragraph' as const, text: line })),
    ]
  })

const COLUMNS = [
  { title: '修改', share: 0.6, align: 'center' },
  { title: '现行条文', share: 2.2, align: 'left' },
  { title: '修改后的条文', share: 2.2, align: 'left' },
  { title: '修改理由', share: 1.2, align: 'left' },
] as const

/** 章程修改对照表: what is otherwise than in the charter in force, with the reason of each; what stayed is not told. */
export const comparisonBlocks = (
  before: readonly Clause[],
  items: Parameters<typeof clausesIn>[0],
): readonly PaperBlock[] => {
  const { rows, titles } = amendmentOf(before, items)
  const changed = rows.filter(({ change }) => change !== 'same')
  const said = (side: { readonly place: number; readonly text: string } | undefined): string =>
    side ? `${articleNumber(side.place)}　${side.text}` : '（无）'
  return [
    {
      type: 'table',
      caption: '章程修改对照表',
      columns: COLUMNS,
      rows: changed.map(({ change, old, now, reason }) => [changeTexts[change], said(old), said(now), reason]),
    },
    ...titles.map(({ old, now }) => ({
      type: 'paragraph' as const,
      text: `章、节名称“${old}”改为“${now}”。`,
    })),
    {
      type: 'paragraph',
      text: `现行章程${String(before.length)}条，修改后${String(clausesIn(items).length)}条；没有列出的条文内容不变，条号按先后顺序编排。`,
    },
  ]
}
