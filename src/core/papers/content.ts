import { clausesIn } from '../charters/items.ts'
import { charterBlocks, comparisonBlocks } from '../charters/sheets.ts'
import type { Clause } from '../charters/text.ts'
import { chineseDate } from '../documents/dates.ts'
import type { Fact } from '../documents/blocks.ts'
import type { Field } from '../forms/field.ts'
import type { Page } from '../forms/page.ts'
import { withWords } from '../forms/words.ts'
import type { AnyStage, Matter } from '../matters/define.ts'
import { pageOf } from '../matters/journey.ts'
import { toldByNumber } from '../identity/documents.ts'
import { ORG_TYPES } from '../org-types.ts'
import type { Snapshot, SubmittedRow, SubmittedSection } from '../submissions/snapshot.ts'
import { besidesSheet, sheetBlocks } from './sheet-blocks.ts'
import { boxOnline, boxOnPaper } from './boxes.ts'
import type { Paper, PaperBlock, PaperColumn, PaperContent, PaperPart } from './define.ts'

/** What a paper is made of: answers as they are read, and the materials that go with them. */
export type PaperSource = Pick<Snapshot, 'sections'> & {
  readonly materials: readonly { readonly title: string; readonly files: readonly unknown[] }[]
  /** The charter that one of the answers was made of. */
  readonly charterBefore?: readonly Clause[] | null | undefined
}

type Item = SubmittedSection['items'][number]

const PRINT_OF_SEAL = 150

const unanswered = '未填写'

const written = ({ text, before }: SubmittedRow): string => {
  const now = text === unanswered ? '' : text
  return before === undefined ? now : `原登记：${before}\n变更为：${now}`
}

/** A page speaks to whoever fills it in, a paper does not. */
const onPaper = (label: string): string => (label === '您是' ? '申请人身份' : label)

/** A declaration is printed in full: who signs the paper signs it. */
const facts = (fields: readonly Field[] | undefined, rows: readonly SubmittedRow[]): Fact[] =>
  rows.map((row) => {
    const statement = fields?.find(({ name }) => name === row.field)?.statement
    return { label: onPaper(row.label), value: statement ?? written(row) }
  })

/** The answers of a page in rows, or, where it is a table of amounts, as that. */
const rowBlocks = (page: Page | undefined, { title, rows }: SubmittedSection): PaperBlock[] => {
  const told = page?.sheet ? besidesSheet(page.sheet, rows) : rows
  return [
    ...(told.length > 0 ? [{ type: 'facts' as const, rows: facts(page?.fields, told) }] : []),
    ...(page?.sheet ? sheetBlocks(page.sheet, title, rows) : []),
  ]
}

const inFull = (page: Page | undefined, section: SubmittedSection): PaperBlock[] => [
  ...(section.rows.length > 0 || section.items.length > 0 ? [{ type: 'heading' as const, text: section.title }] : []),
  ...rowBlocks(page, section),
  ...section.items.map((item, index) => ({
    type: 'facts' as const,
    about: 'item' as const,
    rows: [
      { label: `${page?.list?.noun ?? section.title}${index + 1}`, value: item.title },
      ...facts(page?.list?.fields, item.rows).filter(({ value }) => value !== item.title),
    ],
  })),
]

const withoutAlternatives = (matter: Matter, section: SubmittedSection): SubmittedSection => ({
  ...section,
  rows: section.rows.filter(
    ({ field }) =>
      !matter.facts.names?.alternatives.some((other) => other.page === section.page && other.field === field),
  ),
})

const columnsOf = (page: Page | undefined, columns: readonly PaperColumn[]) => [
  { title: '序号', share: 0.5, align: 'center' as const },
  ...columns.map((column) => ({
    title:
      'blank' in column ? column.blank : (page?.list?.fields.find(({ name }) => name === column.field)?.label ?? ''),
    share: column.share,
    align: 'left' as const,
  })),
]

const cellsOf = (columns: readonly PaperColumn[], item: Item): string[] =>
  columns.map((column) => {
    const row = 'field' in column ? item.rows.find(({ field }) => field === column.field) : undefined
    // Room for a hand.
    return row ? written(row) : '\n'
  })

/** The sheets a paper has: one, or one for each item it is about. */
const sheetsOf = (paper: Paper, { sections }: PaperSource): readonly (Item | undefined)[] => {
  const { each } = paper
  if (!each) return [undefined]
  const items = sections.find(({ page }) => page === each.page)?.items ?? []
  const { only } = each
  return items.filter(({ rows }) => !only || rows.some(({ field, text }) => field === only.field && text === only.text))
}

/** Whom a sheet is about, and the day by which a number is read. */
type About = { readonly item: Item | undefined; readonly today: string; readonly online: boolean }

/** What the words of a paper may name. */
type Words = { readonly name: string; readonly authority: string; readonly type: string }

/** A person as a form of paper asks for them: with what the number says and no page asks beside it. */
const personFacts = (fields: readonly Field[] | undefined, { rows }: Item, today: string): Fact[] => {
  const rowOf = (name: string) => rows.find(({ field }) => field === name)
  const number = rowOf('idNumber')
  const told = toldByNumber(rowOf('idType')?.value, number?.value ?? '', today)
  const values = { sex: told.sex, birthDate: told.birthDate && chineseDate(told.birthDate) }
  const added = Object.entries(values).flatMap(([name, value]): SubmittedRow[] =>
    value && !rowOf(name)
      ? [{ field: name, label: fields?.find((one) => one.name === name)?.label ?? '', text: value }]
      : [],
  )
  return facts(
    fields,
    rows.flatMap((row) => (row === number ? [row, ...added] : [row])),
  )
}

const blocksOf = (matter: Matter, paper: Paper, source: PaperSource, words: Words, about: About) => {
  const { item, today, online } = about
  const boxOf: typeof boxOnline = online ? boxOnline : boxOnPaper
  const sectionAt = (code: string) => source.sections.find(({ page }) => page === code)
  const itemsAt = (code: string) =>
    (sectionAt(code)?.items ?? []).map(({ id, rows }) => ({
      id,
      values: Object.fromEntries(rows.map((row) => [row.field, row.value ?? written(row)])),
    }))
  const blocks = (part: PaperPart): PaperBlock[] => {
    switch (part.type) {
      case 'text':
        return part.text.split('\n').map((line) => ({ type: 'paragraph', text: withWords(line, words) }))
      case 'name':
        return [{ type: 'facts', rows: [{ label: '名称', value: words.name }] }]
      case 'pages':
        return part.pages.flatMap((code) => {
          const section = sectionAt(code)
          return section ? inFull(pageOf(matter, code), section) : []
        })
      case 'rest':
        return source.sections
          .filter(({ page }) => !part.except.includes(page))
          .map((section) => (part.approved ? withoutAlternatives(matter, section) : section))
          .flatMap((section) => inFull(pageOf(matter, section.page), section))
      case 'person': {
        const page = paper.each && pageOf(matter, paper.each.page)
        if (!item) return []
        // Whom they follow stands in the application, not on their own sheet.
        const own = { ...item, rows: item.rows.map(({ before: _before, ...row }) => row) }
        return [{ type: 'facts', about: 'person', rows: personFacts(page?.list?.fields, own, today) }]
      }
      case 'table': {
        const section = sectionAt(part.page)
        if (!section || section.items.length === 0) return []
        const columns = columnsOf(pageOf(matter, part.page), part.columns)
        const rows = section.items.map((one, index) => [String(index + 1), ...cellsOf(part.columns, one)])
        return [{ type: 'table', caption: section.title, columns, rows }]
      }
      case 'places':
        return (sectionAt(part.page)?.items ?? [])
          .filter(({ rows }) => part.asked === undefined || rows.some(({ field }) => field === part.asked))
          .map(({ title: name }, index) =>
            part.of === 'seal'
              ? boxOf({ label: name, by: 'seal' })
              : part.of === 'hand'
                ? boxOf({ label: name, by: 'hand', signer: 'person' }, { name, number: index + 1 })
                : { type: 'box', label: name, text: '印模：', foot: '', height: PRINT_OF_SEAL, signed: false },
          )
      case 'signatures':
        return part.boxes
          .filter(
            ({ unless, onlineOnly }) =>
              (online || !onlineOnly) &&
              (!unless ||
                !sectionAt(unless.page)?.rows.some(
                  ({ field, text }) => field === unless.field && text === unless.text,
                )),
          )
          .map((box) => boxOf(box))
      case 'charter':
        return [...charterBlocks(clausesIn(itemsAt(part.page)))]
      case 'comparison':
        return [...comparisonBlocks(source.charterBefore ?? [], itemsAt(part.page))]
      case 'materials': {
        const given = source.materials.filter(({ files }) => files.length > 0).map(({ title }) => title)
        return given.length > 0 ? [{ type: 'paragraph', text: `随本表提交的材料：${given.join('；')}。` }] : []
      }
    }
  }
  return paper.parts.flatMap(blocks)
}

export const paperOf = (stage: AnyStage, code: string): Paper | undefined =>
  stage.papers?.find((paper) => paper.code === code)

/** Where a paper comes from: a submission, or what is being written. */
export type PaperOrigin = {
  readonly authority: string
  readonly siteName: string
  /** Of the organization, where the answers do not propose one. */
  readonly name: string
  /** Of an organization that is registered. */
  readonly uscc?: string | undefined
  /** 办件编号; nothing before the first submission. */
  readonly number: string | null
  /** In words, of a submission: 2026年11月20日 12:00. */
  readonly submittedAt: string | undefined
  /** ISO date: of the submission, or today. */
  readonly madeOn: string
  /** Personal data are masked in it. */
  readonly masked?: true
  /** It is signed online, not on paper. */
  readonly online?: true
}

const stateText = (paper: Paper, { submittedAt, madeOn }: PaperOrigin): string => {
  if (submittedAt !== undefined) return `提交时间：${submittedAt}`
  return paper.uploaded ? `生成日期：${chineseDate(madeOn)}` : '草稿，尚未提交'
}

/** A paper as it is drawn, made of the answers of a stage. The same answers always give the same paper. */
export const paperContent = (matter: Matter, paper: Paper, source: PaperSource, origin: PaperOrigin): PaperContent => {
  const { proposed } = matter.facts.names ?? {}
  // Who is registered applies under the name it has, whatever it wants to be called.
  const named =
    matter.begunBy === 'person'
      ? source.sections.find(({ page }) => page === proposed?.page)?.rows.find(({ field }) => field === proposed?.field)
      : undefined
  const words = {
    name: named ? written(named) : origin.name,
    authority: origin.authority,
    type: ORG_TYPES[matter.orgType].shortLabel,
  }
  const about = sheetsOf(paper, source)
  const { uscc, online = false } = origin
  // Each sheet may go its own way, and says whose it is.
  const whose: readonly PaperBlock[] = uscc
    ? [
        {
          type: 'facts',
          rows: [
            { label: '社会组织名称', value: words.name },
            { label: '统一社会信用代码', value: uscc },
          ],
        },
      ]
    : []
  const number = origin.number === null ? '' : `办件编号：${origin.number}　　`
  return {
    title: paper.title,
    under: `${number}${stateText(paper, origin)}`,
    sheets:
      about.length > 0
        ? about.map((item) => [
            ...whose,
            ...blocksOf(matter, paper, source, words, { item, today: origin.madeOn, online }),
          ])
        : [[{ type: 'paragraph', text: '还没有添加人员；添加以后，每人一张。' }]],
    note: `本表由${origin.siteName}根据申请人填写的内容生成${origin.masked ? '，个人信息只显示一部分' : ''}`,
    watermark: origin.submittedAt === undefined && !paper.uploaded ? '草稿' : null,
    siteName: origin.siteName,
    madeOn: origin.madeOn,
  }
}
