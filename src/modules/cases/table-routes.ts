import { randomUUID } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import { cellOptions, toCell } from '../../core/forms/cells.ts'
import type { Field, ListItem } from '../../core/forms/field.ts'
import type { ListSpec } from '../../core/forms/page.ts'
import {
  columnTitle,
  itemsOf,
  merged,
  readRows,
  rowValues,
  tableErrors,
  type TableRow,
} from '../../core/forms/table.ts'
import { fileTypes } from '../../core/files.ts'
import type { Deps } from '../../deps.ts'
import { byApplicant } from '../../web/acting.ts'
import { errorPages } from '../../web/errors.ts'
import { isId, readVersion } from '../../web/params.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, type Applicant, type Context, type Files, type Route } from '../../web/route.ts'
import { maxWorkbookBytes, readWorkbook } from '../files/read-upload.ts'
import { isAutosave, sameValues, tellVersion } from './autosave.ts'
import { isItemOpen } from './corrections.ts'
import { PageConflict } from './fill-in.ts'
import { notedOn, rowsToBegin } from './known.ts'
import { nextPath, openedPage, openedPath, saveOpened, today, type Opened } from './open-page.ts'
import { judgePage } from './page-judgement.ts'
import { record } from './record.ts'
import { lockCase } from './store.ts'
import { cellId, moreRows, showTable, showTableConflict, tableDigest } from './table-view.ts'

type Table = { readonly opened: Opened; readonly list: ListSpec }

/** The list of an address, while all of it may change: a correction notice that opens single items opens no table. */
const openedTable = async (deps: Deps, context: Context<Applicant>): Promise<Table> => {
  const opened = await openedPage(deps, context)
  const { list } = opened.page
  if (!list || list.max < 2) throw new AppError('NOT_FOUND')
  if (!isItemOpen(opened.form.correction, opened.page.code, 'new'))
    throw new AppError('NOT_ALLOWED_NOW', '需要补正的只是其中几项，请在列表中逐项修改。')
  return { opened, list }
}

/** The rows of a posted table, empty ones included. Never more than the list takes, whatever the form says. */
const postedRows = (context: Context<Applicant>, list: ListSpec): readonly TableRow[] => {
  const count = Math.min(Number(/^\d{1,4}$/.exec(context.body['rows'] ?? '')?.[0] ?? 0), list.max)
  const taken = new Set<string>()
  return Array.from({ length: count }, (_, index) => {
    const posted = context.body[cellId(index, 'id')] ?? ''
    // What is compared, judged and corrected is found by its id: the second of the same is another row.
    const id = isId(posted) && !taken.has(posted) ? posted : randomUUID()
    taken.add(id)
    const cells = list.fields.map(({ name }) => [name, context.body[cellId(index, name)] ?? ''] as const)
    return { id, values: rowValues(list, Object.fromEntries(cells)) }
  })
}

const noErrors = new Map<number, never>()

/** What stands in the table when it is opened: the items, or who was named before where there are none yet. */
const rowsThere = async (deps: Deps, { form, page, data }: Opened) => {
  const known = await rowsToBegin(deps, form, page)
  const from = [...new Set(known.map(({ noun }) => noun || '您的账号'))].join('、')
  return {
    rows: [...data.items, ...known.map(({ taken }) => ({ id: randomUUID(), values: taken.values }))],
    ...(from ? { known: `前${known.length}行取自${from}，可以修改；不需要的，清空那一行。还没有保存。` } : {}),
  }
}

/** The list as a table: what is stored, and empty rows. */
const getTable = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const { opened, list } = await openedTable(deps, context)
  const { rows, known } = await rowsThere(deps, opened)
  const errors = tableErrors(list, opened.data.items, today(deps), true)
  showTable(deps, context, opened, rows, { errors, status: 200, known })
}

const sameItems = (one: readonly ListItem[], other: readonly ListItem[]): boolean =>
  one.length === other.length && one.every(({ values }, index) => sameValues(values, other[index]?.values ?? {}))

/**
 * Saves the rows that are filled in as the list. With a fault in any of them nothing is taken, unless a draft is asked
 * for; an emptied row is an item taken off.
 */
const postTable = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const { opened, list } = await openedTable(deps, context)
  const { form, page } = opened
  const { action } = context.body
  const rows = postedRows(context, list)
  const version = readVersion(context.body['version'])
  if (action === 'more')
    return showTable(deps, context, opened, rows, {
      errors: noErrors,
      status: 200,
      version,
      count: rows.length + moreRows,
    })
  const errors = tableErrors(list, rows, today(deps), context.body['told'] === tableDigest(rows))
  if (action !== 'save-draft' && errors.size > 0)
    return showTable(deps, context, opened, rows, { errors, status: 422, version, count: rows.length })
  const items = await notedOn(deps, form, page, itemsOf(rows))
  try {
    const saved = await saveOpened(deps, context, opened, version, (now) => ({ ...now, items }))
    if (isAutosave(context)) return tellVersion(context, saved)
  } catch (error) {
    if (!(error instanceof PageConflict)) throw error
    const same = sameItems(items, error.stored.items)
    if (isAutosave(context)) return tellVersion(context, error.version, same)
    if (!same) return showTableConflict(context, opened, rows, error.stored, error.version)
  }
  const saved = await openedPage(deps, context)
  const { findings, faults } = await judgePage(deps, saved)
  const done =
    action === 'continue' &&
    page.fields.length === 0 &&
    items.length >= list.min &&
    findings.length + Object.keys(faults).length === 0
  context.redirect(done ? nextPath(deps, saved) : openedPath(saved))
}

/** What a file would do to the list, in words. */
const toldOf = ({ added, replaced, removed }: ReturnType<typeof merged>): string =>
  [
    `新增${added}行`,
    ...(replaced > 0 ? [`更新原有的${replaced}行`] : []),
    ...(removed > 0 ? [`去掉文件里没有的${removed}行`] : []),
  ].join('，')

/** Reads a workbook into the table and shows it there: nothing is saved before every row is right and sent. */
const postFile = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const { opened, list } = await openedTable(deps, context)
  const there = await rowsThere(deps, opened)
  const { req, res, actor } = context
  const refuse = (fileError: string, status: number) =>
    showTable(deps, context, opened, there.rows, { errors: noErrors, status, fileError, known: there.known })
  if (req.filesRefused) return refuse(req.filesRefused.message, errorPages[req.filesRefused.code].status)
  const upload = { bringer: { door: 'applicant', whose: actor.id }, res } as const
  const read = await readWorkbook(deps, (req.files ?? []) as Files, upload)
  if ('error' in read) return refuse(read.error, read.status)
  const found = readRows(list, read.sheets)
  if (typeof found === 'string') return refuse(found, 422)
  if (found.length === 0) return refuse('表头下面没有填写内容', 422)
  const mode = context.body['mode'] === 'replace' ? 'replace' : 'add'
  const taken = merged(list, mode === 'add' ? there.rows : opened.data.items, found, mode, randomUUID)
  if (taken.rows.length > list.max)
    return refuse(`${list.noun}最多${list.max}${list.measure}，加上文件里的共${taken.rows.length}行，没有接收`, 422)
  const errors = tableErrors(list, taken.rows, today(deps), false)
  const lineOf = new Map(found.map((row) => [row.values, row]))
  showTable(deps, context, opened, taken.rows, {
    errors,
    status: errors.size > 0 ? 422 : 200,
    count: taken.rows.length,
    note: `已读取文件：${toldOf(taken)}，共${taken.rows.length}行。${
      errors.size > 0
        ? `其中${errors.size}行需要修改，全部改正以前不会保存任何一行。`
        : '还没有保存，请核对后按“保存并继续”。'
    }`,
    placeOf: (index, field) => {
      const row = lineOf.get(taken.rows[index]?.values ?? {})
      return row ? `，文件的${row.columns[field] ?? ''}${row.line}格` : ''
    },
  })
}

const templateRows = 500

/** A workbook to fill in: what the list says already, and how each column is filled in. */
const getTemplate = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const { actor, audit } = context
  const { opened, list } = await openedTable(deps, context)
  await deps.limits.use('own-form', actor.id)
  const { fields } = list
  const known = (await rowsToBegin(deps, opened.form, opened.page)).map(({ taken }) => taken)
  const items = [...opened.data.items, ...known]
  const rows = Math.min(templateRows, list.max)
  const options = (field: Field): readonly string[] => cellOptions(field).map(({ text }) => text)
  const bytes = await deps.writeWorkbook([
    {
      name: list.noun,
      widths: fields.map(({ kind, label }) =>
        kind === 'idNumber' || kind === 'uscc' || kind === 'orgName' ? 24 : Math.max(12, 2 * label.length + 4),
      ),
      heading: 1,
      rows: [
        fields.map(columnTitle),
        ...items.map(({ values }) => fields.map((field) => toCell(values[field.name] ?? '', field))),
      ],
      blank: Math.max(0, rows - items.length),
      choices: fields.flatMap((field, column) =>
        options(field).length > 0 ? [{ column, from: 1, to: rows, options: options(field) }] : [],
      ),
    },
    {
      name: '填写说明',
      widths: [24, 10, 60, 30],
      heading: 1,
      rows: [
        ['列', '是否必填', '怎样填写', '示例'],
        ...fields.map((field) => [
          field.label,
          field.optional ? '选填' : field.when ? '有时要填' : '必填',
          [field.hint ?? field.statement, options(field).length > 0 ? '从下拉列表中选择' : undefined]
            .filter((text) => text !== undefined)
            .join('；'),
          field.example ? toCell(field.example, field) : '',
        ]),
        ['', '', '不要改动第一行表头；号码按文本填写，不要设成数字；证件类型空着的，18位号码按居民身份证。', ''],
      ],
    },
  ])
  // It takes everybody of the list along, with their numbers.
  await deps.command(byApplicant(actor, audit), async (tx) => {
    const caseFile = await lockCase(tx, opened.form.caseFile.id, actor, 'fill')
    record(tx, deps, caseFile, 'table-download', { page: opened.page.code })
  })
  const name = encodeURIComponent(`${opened.page.title}.xlsx`)
  context.res.setHeader('Content-Disposition', `attachment; filename*=UTF-8''${name}`)
  context.res.setHeader('Cache-Control', 'no-store')
  context.res.type(fileTypes.xlsx.mime).send(bytes)
}

/** A list as a table: many rows at once, typed, pasted or brought as a workbook. */
export const answerTableRoutes = (deps: Deps): readonly Route[] => [
  applicantRoute({
    method: 'get',
    path: paths.answerTable(':id', ':page'),
    handler: (context) => getTable(deps, context),
  }),
  applicantRoute({
    method: 'post',
    path: paths.answerTable(':id', ':page'),
    handler: (context) => postTable(deps, context),
  }),
  applicantRoute({
    method: 'get',
    path: paths.answerTableTemplate(':id', ':page'),
    handler: (context) => getTemplate(deps, context),
  }),
  applicantRoute({
    method: 'post',
    path: paths.answerTableFile(':id', ':page'),
    upload: {
      maxFiles: 1,
      maxBytes: maxWorkbookBytes,
      keepsForm: true,
      count: ({ actor }) => deps.limits.use('upload', actor?.id ?? ''),
    },
    handler: (context) => postFile(deps, context),
  }),
]
