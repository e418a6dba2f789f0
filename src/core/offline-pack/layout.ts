import { emptyPage, isNeeded, type Condition, type Field, type PageData, type RawValues } from '../forms/field.ts'
import { askedWhen, cellOptions, toCell } from '../forms/cells.ts'
import { isRetired, pageIn, type ListSpec, type Page } from '../forms/page.ts'
import { withWords } from '../forms/words.ts'
import { fieldsOf, type Answers, type AnswerSet, type AnyStage, type Matter } from '../matters/define.ts'
import { askedPages, pageOf } from '../matters/journey.ts'

// The questions of a stage as sheets of a workbook: one of single questions, one for each list. Everything stands where
// its code says, so that rows and columns may be moved; a hidden sheet says which case and which edition they are of.

/** A sheet to be written: rows of texts, of which so many at the top are headings. */
export type PackSheet = {
  readonly name: string
  readonly widths: readonly number[]
  readonly rows: readonly (readonly string[])[]
  readonly heading: number
  /** Empty rows below, to be filled in. */
  readonly blank?: number
  readonly hidden?: true
  readonly choices: readonly {
    readonly column: number
    readonly from: number
    readonly to: number
    readonly options: readonly string[]
  }[]
}

/** What a workbook says of itself: the case, its stage, the edition of the questions, and each page as it was then. */
export type PackIdentity = {
  readonly caseId: string
  readonly stage: string
  /** Digest of the questions. */
  readonly edition: string
  readonly pages: readonly { readonly page: string; readonly version: number; readonly digest: string }[]
}

export const identitySheet = '识别信息'
export const questionSheet = '单项问题'
/** What stands above the answers. */
export const answerHead = '填写'
/** Names an item of a list that is there already. */
export const itemColumn = '#'

/** The code of a question as it stands in the workbook. */
export const codeOf = (page: string, field: string): string => `${page}.${field}`

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

/** When something is asked, in words; nothing for what is asked no more. */
const whenText = (matter: Matter, page: Page, condition: Condition): string => {
  const on = condition.page === undefined ? page : pageOf(matter, condition.page)
  const field = on && fieldsOf(on).find(({ name }) => name === condition.field)
  if (!field || isRetired(field)) return ''
  return askedWhen(condition, field, condition.page === undefined ? '' : `“${on.title}”的`)
}

const formOf = (field: Field): string => {
  const { kind, min, max, unit, statement } = field
  const options = cellOptions(field).map(({ text }) => text)
  const numbers = [min === undefined ? '' : `不小于${String(min)}`, max === undefined ? '' : `不大于${String(max)}`]
  switch (kind) {
    case 'choices':
      return `可以选几项，用“；”隔开：${options.join('；')}`
    case 'choice':
    case 'yesNo':
      return `从列表中选择：${options.join('、')}`
    case 'declaration':
      return `${statement ?? ''}（同意的填“已确认”）`
    case 'date':
      return '按年、月、日填写，例如 2026-11-20'
    case 'integer':
    case 'decimal':
      return [unit ? `单位：${unit}` : '', ...numbers].filter(Boolean).join('，')
    default:
      return [min === undefined ? '' : `至少${String(min)}个字`, max === undefined ? '' : `最多${String(max)}个字`]
        .filter(Boolean)
        .join('，')
  }
}

export type PackWords = Parameters<typeof withWords>[1]

const guidance = (matter: Matter, page: Page, field: Field, words: PackWords): string =>
  [field.when ? whenText(matter, page, field.when) : '', field.hint ? withWords(field.hint, words) : '', formOf(field)]
    .filter((part) => part !== '')
    .join('。')

const markOf = (field: Field, page: Page): string => {
  if (!isNeeded(field)) return '选填'
  return (field.when ?? page.when) ? '符合条件时必填' : '必填'
}

const choiceRule = (field: Field, column: number, from: number, to: number): PackSheet['choices'] => {
  const options = cellOptions(field).map(({ text }) => text)
  return field.kind !== 'choices' && options.length > 0 ? [{ column, from, to, options }] : []
}

const answerColumn = 1

const questions = (matter: Matter, pages: readonly Page[], stored: AnswerSet, words: PackWords): PackSheet => {
  const rows: (readonly string[])[] = [['问题', answerHead, '必填', '说明', '编号（请不要改）']]
  const choices: PackSheet['choices'][number][] = []
  for (const page of pages) {
    if (page.fields.length === 0) continue
    const intro = [
      page.when ? whenText(matter, page, page.when).replace('填写', '填写这一页') : '',
      page.intro ? withWords(page.intro, words) : '',
    ]
    rows.push([`【${page.title}】`, '', '', intro.filter(Boolean).join('。')])
    for (const field of page.fields) {
      const given = stored[page.code]?.values[field.name] ?? ''
      if (given === '' && isRetired(field)) continue
      choices.push(...choiceRule(field, answerColumn, rows.length, rows.length))
      rows.push([
        field.label,
        toCell(given, field),
        markOf(field, page),
        guidance(matter, page, field, words),
        codeOf(page.code, field.name),
      ])
    }
  }
  return { name: questionSheet, widths: [34, 44, 16, 70, 34], rows, heading: 1, choices }
}

/** Rows at the top of a list: labels, guidance, codes. */
const listHeading = 3
const spareRows = 60
const widthOf = ({ kind, options }: Field): number =>
  kind === 'textarea' ? 40 : kind === 'idNumber' ? 24 : options ? 18 : 20

const listSheet = (
  matter: Matter,
  page: Page,
  list: ListSpec,
  data: PageData,
  words: PackWords,
  index: number,
): PackSheet => {
  const { fields } = list
  const rows = [
    [...fields.map((field) => `${field.label}（${markOf(field, page)}）`), '已有项（请不要改）'],
    [...fields.map((field) => guidance(matter, page, field, words)), '新增的一行不填'],
    [...fields.map(({ name }) => codeOf(page.code, name)), codeOf(page.code, itemColumn)],
    ...data.items.map(({ id, values }) => [...fields.map((field) => toCell(values[field.name] ?? '', field)), id]),
  ]
  const blank = Math.max(0, Math.min(list.bulk ? list.max : spareRows, list.max - data.items.length))
  const last = rows.length + blank - 1
  return {
    // What a spreadsheet takes as the name of a sheet.
    name: `${String(index)} ${page.title}`.replaceAll(/[[\]:*?/\\]/g, '').slice(0, 28),
    widths: [...fields.map(widthOf), 20],
    rows,
    heading: listHeading,
    blank,
    choices: fields.flatMap((field, column) => choiceRule(field, column, listHeading, last)),
  }
}

/** What is asked, who may read it, and how it goes back. */
const about = (lines: readonly string[]): PackSheet => ({
  name: '说明',
  widths: [110],
  rows: lines.map((line) => [line]),
  heading: 1,
  choices: [],
})

const identityRows = ({ caseId, stage, edition, pages }: PackIdentity): PackSheet => ({
  name: identitySheet,
  widths: [20, 40, 20, 70],
  rows: [
    ['办件', caseId],
    ['环节', stage],
    ['版本', edition],
    ...pages.map(({ page, version, digest }) => ['页面', page, String(version), digest]),
  ],
  heading: 0,
  hidden: true,
  choices: [],
})

/** The workbook of a stage: what is asked, with what is answered already. */
export const packSheets = (source: {
  readonly matter: Matter
  readonly pages: readonly Page[]
  readonly stored: AnswerSet
  readonly identity: PackIdentity
  readonly words: PackWords
  readonly title: string
  readonly day: string
}): readonly PackSheet[] => {
  const { matter, pages, stored, identity, words, title, day } = source
  const lists = pages.flatMap((page) => (page.list ? [{ page, list: page.list }] : []))
  return [
    about([
      '离线填报包',
      `${title}，${day}下载。`,
      `一、在“${questionSheet}”和各份名单中填写，已经填写的内容在表里，可以修改、清空。`,
      '二、名单一行是一名或者一个；删去一行就是去掉它，新增的接着往下写。不要改动编号。',
      '三、填好以后保存为“Excel工作簿（*.xlsx）”，回到办件页面上传。上传以后先逐页列出改动，确认以后才保存；有错的列出在哪一格，改好再传，不会只收一部分。',
      '四、没有填完也可以上传，其余的以后在网页上填写。材料的扫描件只能在网页上传。',
      '五、下载以后在网页上改过的页面，默认保留网页上的内容，上传时可以逐页选择。',
      '六、文件里有身份证号码、电话等个人信息，请妥善保管，不要发给无关的人，用完请删除。上传的文件不保存，只保存确认的内容。',
    ]),
    questions(matter, pages, stored, words),
    ...lists.map(({ page, list }, index) =>
      listSheet(matter, page, list, stored[page.code] ?? emptyPage, words, index + 1),
    ),
    identityRows(identity),
  ]
}
