import { emptyPage, holds, type Condition, type Field, type PageData, type RawValues } from '../forms/field.ts'
import { pageIn, type Page } from '../forms/page.ts'
import { cellsOf } from '../forms/sheet.ts'
import { elsewhereOf } from '../matters/answers.ts'
import type { Answers, AnswerSet, AnyStage, Matter } from '../matters/define.ts'
import { askedPages, pageOf } from '../matters/journey.ts'
import type { BookCell } from '../workbooks.ts'
import { amountBlock } from './amounts.ts'
import { introOf, listBlock, questionBlock, type Asking, type Block } from './blocks.ts'

// The questions of a stage as sheets of a workbook: single questions, lists and tables of amounts. A hidden sheet says
// which case and which edition they are of.

/** A sheet to be written. */
export type PackSheet = {
  readonly name: string
  /** Of each column; what is 0 wide is not shown. */
  readonly widths: readonly number[]
  readonly rows: readonly (readonly BookCell[])[]
  /** So many rows at the top stand still. */
  readonly heading: number
  /** Empty rows below, to be filled in. */
  readonly blank?: number
  readonly hidden?: true
  readonly hiddenRows?: readonly number[]
  /** Only what is to be filled in can be written on. */
  readonly guarded?: true
  readonly choices: Block['choices']
}

/** What a workbook says of itself: the case, its stage, the edition of the questions, and each page as it was then. */
export type PackIdentity = {
  readonly caseId: string
  readonly stage: string
  /** What it is for, in words. */
  readonly title: string
  /** Digest of the questions. */
  readonly edition: string
  readonly pages: readonly { readonly page: string; readonly version: number; readonly digest: string }[]
}

export const identitySheet = '识别信息'
export const questionSheet = '单项问题'

/** The pages of a stage that a workbook asks; what is not open to the applicant is not in it. */
export const packPages = (
  matter: Matter,
  stage: Pick<AnyStage, 'code' | 'pages'>,
  closed: ReadonlySet<string>,
): readonly Page[] =>
  stage.pages.flatMap((code) => {
    const page = closed.has(code) ? undefined : pageOf(matter, code)
    return page ? [pageIn(stage.code, page)] : []
  })

/** Pages of a stage that hang on an answer given in an earlier one, and are not asked for it: no workbook changes that. */
export const idlePages = (
  matter: Matter,
  stage: Pick<AnyStage, 'code' | 'pages'>,
  answers: Answers,
): readonly string[] => {
  const asked = askedPages(matter, stage.pages, answers)
  return packPages(matter, stage, new Set())
    .filter(
      (page) =>
        page.when?.page !== undefined &&
        !stage.pages.includes(page.when.page) &&
        !asked.some(({ code }) => code === page.code),
    )
    .map(({ code }) => code)
}

/**
 * Pages as they are asked of this case: what hangs on an answer no workbook changes is asked without saying so, or is not
 * asked.
 */
export const settledPages = (
  stage: Pick<AnyStage, 'code' | 'pages'>,
  pages: readonly Page[],
  answers: Answers,
): readonly Page[] => {
  const elsewhere = elsewhereOf(answers)
  const settled = <T extends { readonly when?: Condition }>(asked: T): T | undefined => {
    const { when, ...always } = asked
    if (when?.page === undefined || stage.pages.includes(when.page)) return asked
    return holds(when, {}, elsewhere) ? (always as T) : undefined
  }
  const left = <T extends { readonly when?: Condition }>(all: readonly T[]): readonly T[] =>
    all.flatMap((one) => settled(one) ?? [])
  return left(pages).map((page) => ({
    ...page,
    fields: left(page.fields),
    ...(page.list ? { list: { ...page.list, fields: left(page.list.fields) } } : {}),
  }))
}

/** The questions as one text: another edition of them has another one. */
export const editionText = (matter: Matter, stage: Pick<AnyStage, 'code' | 'pages'>): string => {
  const shape = ({ name, kind, options }: Field) => [name, kind, options?.map(({ value, text }) => [value, text])]
  const pages = packPages(matter, stage, new Set())
  return JSON.stringify([
    matter.code,
    stage.code,
    pages.map((page) => [page.code, page.fields.map(shape), page.list?.fields.map(shape)]),
  ])
}

/** A page as one text, in the order of its declaration: filled in otherwise it has another one. */
export const pageText = (page: Page, { values, items }: PageData): string => {
  const all = (list: readonly Field[], given: RawValues) => list.map(({ name }) => given[name] ?? '')
  return JSON.stringify([
    all(page.fields, values),
    items.map((item) => [item.id, ...all(page.list?.fields ?? [], item.values)]),
  ])
}

/** The fields of a page that are asked one by one: all but the cells of its table. */
const singleFields = ({ fields, sheet }: Page): readonly Field[] => {
  const cells = new Set(sheet ? cellsOf(sheet).map(({ name }) => name) : [])
  return fields.filter(({ name }) => !cells.has(name))
}

/** What a page says before its list or table, where it has no single questions to say it above. */
const leadOf = (asking: Asking, page: Page): string => {
  if (singleFields(page).length > 0) return ''
  const told = asking.told?.(page).map(({ label, text }) => `${label}：${text}`) ?? []
  return [introOf(asking, page), ...told].filter(Boolean).join('　')
}

/** Parts of a page below each other on one sheet; a list comes last, it grows. */
const pageBlocks = (asking: Asking, page: Page, data: PageData, lead: string): readonly Block[] => {
  const fields = singleFields(page)
  return [
    // Its formulas name rows: it stands first, below the lead.
    ...(page.sheet ? [amountBlock(page, page.sheet, data.values, lead ? 1 : 0)] : []),
    ...(fields.length > 0 ? [questionBlock(asking, [{ page, fields, data }])] : []),
    ...(page.list ? [listBlock(asking, page, page.list, data)] : []),
  ]
}

/** `aside`: how wide the column of codes is; 0 hides it and what else is only for the portal. */
const sheetOf = (name: string, blocks: readonly Block[], aside: number, lead = ''): PackSheet => {
  const columns = Math.max(...blocks.map(({ widths }) => widths.length))
  const padded = (cells: readonly BookCell[], code: string) => [
    ...cells,
    ...Array.from({ length: columns - cells.length }, () => ''),
    code,
  ]
  const rows: BookCell[][] = lead ? [padded([{ text: lead, long: true }], '')] : []
  const hiddenRows: number[] = []
  const choices: Block['choices'][number][] = []
  for (const [index, block] of blocks.entries()) {
    if (index > 0) rows.push([])
    const top = rows.length
    choices.push(...block.choices.map((rule) => ({ ...rule, from: rule.from + top, to: rule.to + top })))
    for (const { cells, code = '', hidden } of block.rows) {
      if (hidden && aside === 0) hiddenRows.push(rows.length)
      rows.push(padded(cells, code))
    }
  }
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...blocks.map((block) => block.widths[column] ?? 0)),
  )
  const blank = blocks.at(-1)?.blank
  return {
    name,
    widths: [...widths, aside],
    rows,
    heading: (lead ? 1 : 0) + (blocks[0]?.heading ?? 0),
    ...(blank === undefined ? {} : { blank }),
    ...(aside === 0 ? { guarded: true, hiddenRows } : {}),
    choices,
  }
}

/** What a spreadsheet takes as the name of a sheet, and none of them twice. */
const named = (title: string, taken: Set<string>): string => {
  const plain = title.replaceAll(/[[\]:*?/\\]/g, '').slice(0, 26)
  let name = plain
  for (let count = 2; taken.has(name); count += 1) name = `${plain} ${String(count)}`
  taken.add(name)
  return name
}

/** What is asked, who may read it, and how it goes back. */
const about = (title: string, lines: readonly string[]): PackSheet => ({
  name: '填写说明',
  widths: [110],
  rows: [title, ...lines].map((line) => [line]),
  heading: 1,
  choices: [],
})

const identityRows = ({ caseId, stage, title, edition, pages }: PackIdentity): PackSheet => ({
  name: identitySheet,
  widths: [20, 40, 20, 70],
  rows: [
    ['办件', caseId],
    ['环节', stage],
    ['事项', title],
    ['版本', edition],
    ...pages.map(({ page, version, digest }) => ['页面', page, String(version), digest]),
  ],
  heading: 0,
  hidden: true,
  choices: [],
})

/** One sheet of all single questions, one of each list: what somebody founds with. */
const compact = (asking: Asking, pages: readonly Page[], dataOf: (page: Page) => PageData): readonly PackSheet[] => [
  sheetOf(
    questionSheet,
    [
      questionBlock(
        asking,
        pages.map((page) => ({ page, fields: singleFields(page), data: dataOf(page) })),
      ),
    ],
    34,
  ),
  ...pages
    .filter(({ list, sheet }) => list ?? sheet)
    .map((page, index) => {
      const name = named(`${String(index + 1)} ${page.title}`, new Set())
      return sheetOf(name, pageBlocks(asking, { ...page, fields: [] }, dataOf(page), ''), 20)
    }),
]

/** A sheet for every page, under its title: what many people fill in together. */
const book = (asking: Asking, pages: readonly Page[], dataOf: (page: Page) => PageData): readonly PackSheet[] => {
  const taken = new Set<string>([identitySheet])
  return pages.flatMap((page) => {
    const lead = leadOf(asking, page)
    const blocks = pageBlocks(asking, page, dataOf(page), lead)
    return blocks.length > 0 ? [sheetOf(named(page.title, taken), blocks, 0, lead)] : []
  })
}

const common = {
  list: '名单一行是一名或者一个；清空或者删去一行就是去掉它，新增的接着往下写。',
  back: '填好以后保存为“Excel工作簿（*.xlsx）”，回到办件页面上传。上传以后先逐页列出改动，确认以后才保存；有错的列出在哪一格，改好再传，不会只收一部分。',
  partly: '没有填完也可以上传，其余的以后在网页上填写。材料的扫描件只能在网页上传。',
  online: '下载以后在网页上改过的页面，默认保留网页上的内容，上传时可以逐页选择。',
  personal:
    '文件里有身份证号码、电话等个人信息，请妥善保管，不要发给无关的人，用完请删除。上传的文件不保存，只保存确认的内容。',
} as const

const numerals = ['一', '二', '三', '四', '五', '六', '七', '八'] as const

/** The workbook of a stage: what is asked, with what is answered already. */
export const packSheets = (source: {
  readonly asking: Asking
  readonly pages: readonly Page[]
  readonly stored: AnswerSet
  readonly identity: PackIdentity
  /** A sheet for every page. */
  readonly paged: boolean
  readonly title: string
  readonly day: string
}): readonly PackSheet[] => {
  const { asking, pages, stored, identity, paged, title, day } = source
  const dataOf = ({ code }: Page): PageData => stored[code] ?? emptyPage
  const { list, back, partly, online, personal } = common
  const lines = paged
    ? [
        '每一页是一张表，表名就是页面的名称。已经填写的内容、系统已知的内容在表里，可以修改、清空。灰色的格子不用填写：合计、小计和登记簿的内容由系统计算、核对。',
        '金额以元为单位，最多两位小数，可以用自己的公式计算；不要写“3万”这样的文字。合计随填写变化，上传以后由系统重新计算，不采用表格里的合计。',
        `${list}标明“只在……时填写”的，不符合的不用填写。`,
        back,
        partly,
        online,
        personal,
      ]
    : [
        `在“${questionSheet}”和各份名单中填写，已经填写的内容在表里，可以修改、清空。`,
        `${list}不要改动编号。`,
        back,
        partly,
        online,
        personal,
      ]
  return [
    about(paged ? `用Excel填写：${asking.matter.title}` : '离线填报包', [
      `${title}，${day}下载。`,
      ...lines.map((line, index) => `${numerals[index] ?? ''}、${line}`),
    ]),
    ...(paged ? book : compact)(asking, pages, dataOf),
    identityRows(identity),
  ]
}
