import { randomUUID } from 'node:crypto'
import { AppError } from '../core/errors.ts'
import { splitChoices, type Field, type ListItem, type RawValues } from '../core/forms/field.ts'
import type { Page } from '../core/forms/page.ts'
import { materialOf, pageOf } from '../core/matters/journey.ts'
import type { Deps } from '../deps.ts'
import { tableBody } from '../modules/cases/table-view.ts'
import { loadForm, loadWhole } from '../modules/cases/queries.ts'
import { overviewView } from '../modules/cases/views.ts'
import { paths } from '../web/paths.ts'
import type { Applicant, Context } from '../web/route.ts'
import { demoMaterial } from './demo-material.ts'
import { ownExampleFor } from './own-example.ts'
import { saidOn, type Form, type Press } from './press.ts'

const goOn = { action: 'continue' } as const

/** Answers as a form sends them: ticks one by one. */
const sent = (fields: readonly Field[], values: RawValues): Form['body'] => ({
  ...values,
  ...Object.fromEntries(
    fields.filter(({ kind }) => kind === 'choices').map(({ name }) => [name, splitChoices(values[name] ?? '')]),
  ),
})

/** A list without examples of its own has one item, of the examples of its fields. */
const withItem = (page: Page): Page =>
  page.list && !page.list.examples ? { ...page, list: { ...page.list, examples: [{}] } } : page

/** 填入示例: what the examples say, sent through the forms of the applicant. */
export const createFill = (deps: Deps, press: Press) => {
  const send = (context: Context<Applicant>, form: Form) =>
    press(context, { actor: context.actor, pressedBy: context.actor.loginName }, form)

  /** Sends a form that must be taken: what it is answered with instead is the reason it was not. */
  const mustGo = async (context: Context<Applicant>, form: Form): Promise<void> => {
    const answer = await send(context, form)
    if (!('to' in answer)) throw new AppError('INVALID', `示例没有保存：${saidOn(answer)}`)
  }

  const open = async (context: Context<Applicant>, id: string, code: string) => {
    const form = await loadForm(deps, id, context.actor, 'fill')
    const page = pageOf(form.matter, code)
    if (!page || !form.stage.pages.includes(code)) throw new AppError('NOT_FOUND')
    return { form, page, version: String(form.versions[code] ?? 0) }
  }

  const isNamed = ({ form, page }: Awaited<ReturnType<typeof open>>): boolean =>
    form.matter.facts.names?.proposed.page === page.code

  const addItem = async (context: Context<Applicant>, id: string, code: string, values: RawValues) => {
    const { page, version } = await open(context, id, code)
    await mustGo(context, {
      path: paths.answerItem(':id', ':page', ':item'),
      params: { id, page: code, item: 'new' },
      body: { ...sent(page.list?.fields ?? [], values), ...goOn, version, itemKey: randomUUID() },
    })
  }

  /** Many at once, in place of what was there. */
  const fillTable = async (context: Context<Applicant>, id: string, code: string, items: readonly ListItem[]) => {
    const { version } = await open(context, id, code)
    await mustGo(context, {
      path: paths.answerTable(':id', ':page'),
      params: { id, page: code },
      body: { ...tableBody(items), ...goOn, version },
    })
  }

  /** Fills a whole page; what stood on it gives way. Faults that remain are told on the page itself. */
  const fillPage = async (context: Context<Applicant>, id: string, code: string): Promise<void> => {
    const opened = await open(context, id, code)
    const { form, page, version } = opened
    const example = (await ownExampleFor(deps, form, isNamed(opened)))(page)
    if (page.fields.length > 0 || example.items.length === 0) {
      const answer = await send(context, {
        path: paths.answerPage(':id', ':page'),
        params: { id, page: code },
        body: { ...sent(page.fields, example.values), ...goOn, version },
      })
      if (!('to' in answer) && answer.status === 409) throw new AppError('STALE')
    }
    if (page.list?.bulk) return fillTable(context, id, code, example.items)
    for (const { id: item } of form.stored[code]?.items ?? [])
      await mustGo(context, {
        path: paths.removeItem(':id', ':page', ':item'),
        params: { id, page: code, item },
        body: { answer: 'yes' },
      })
    for (const { values } of example.items) await addItem(context, id, code, values)
  }

  /** Fills what nobody answered of a page: what stands on it, and the items of its list, are somebody's own. */
  const completePage = async (context: Context<Applicant>, id: string, code: string): Promise<void> => {
    const { form, page, version } = await open(context, id, code)
    const stands = form.stored[code]
    if (version === '0' || !stands) return fillPage(context, id, code)
    const example = (await ownExampleFor(deps, form))(page)
    const own = Object.entries(stands.values).filter(([, raw]) => raw !== '')
    if (page.fields.length > 0) {
      const answer = await send(context, {
        path: paths.answerPage(':id', ':page'),
        params: { id, page: code },
        body: { ...sent(page.fields, { ...example.values, ...Object.fromEntries(own) }), ...goOn, version },
      })
      if (!('to' in answer) && answer.status === 409) throw new AppError('STALE')
    }
    if (stands.items.length > 0) return
    if (page.list?.bulk) return fillTable(context, id, code, example.items)
    for (const { values } of example.items) await addItem(context, id, code, values)
  }

  /** Fills one item of a list, a new one or the one shown; gives its id. */
  const fillItem = async (context: Context<Applicant>, id: string, code: string, item: string): Promise<string> => {
    const { form, page, version } = await open(context, id, code)
    const { items } = (await ownExampleFor(deps, form))(withItem(page))
    const there = form.stored[code]?.items ?? []
    const at = item === 'new' ? there.length : there.findIndex((one) => one.id === item)
    const example = items[Math.max(at, 0) % Math.max(items.length, 1)]
    if (!example) throw new AppError('NOT_FOUND')
    const itemKey = randomUUID()
    await mustGo(context, {
      path: paths.answerItem(':id', ':page', ':item'),
      params: { id, page: code, item },
      body: { ...sent(page.list?.fields ?? [], example.values), ...goOn, version, itemKey },
    })
    return item === 'new' ? itemKey : item
  }

  const fillMaterial = async (context: Context<Applicant>, id: string, code: string): Promise<void> => {
    const form = await loadForm(deps, id, context.actor, 'fill')
    const material = materialOf(form.matter, code)
    if (!material) throw new AppError('NOT_FOUND')
    await mustGo(context, {
      path: paths.material(':id', ':material'),
      params: { id, material: code },
      body: {},
      files: [await demoMaterial(deps, form, material)],
    })
  }

  /** Says of everything a correction notice names that it was put right, where nothing is said yet. */
  const answerItems = async (
    context: Context<Applicant>,
    id: string,
    items: readonly { readonly id: number; readonly answer: string | null }[],
  ): Promise<void> => {
    if (items.every(({ answer }) => answer)) return
    await mustGo(context, {
      path: paths.correctionAnswer(':id'),
      params: { id },
      body: Object.fromEntries(items.map((item) => [`item-${item.id}`, item.answer ?? '已按要求修改，请核对。'])),
    })
  }

  /** Fills of every open page of the stage what nobody answered yet, and every paper that is missing. */
  const fillStage = async (context: Context<Applicant>, id: string): Promise<void> => {
    const overview = async () => overviewView(deps, await loadWhole(deps, id, context.actor, 'fill'))
    const tried = new Set<string>()
    const nextPage = async () => {
      const { open, optional, named } = (await overview()).tasks.pages
      return [...named, ...open, ...optional].find((task) => task.status !== 'done' && !tried.has(task.id))
    }
    if (!(await overview()).editable)
      throw new AppError('NOT_ALLOWED_NOW', '办件已提交，现在没有需要您填写的内容。请到“我的办件”查看办理进度。')
    // What is asked follows from what was answered: after each page the list is looked at again.
    for (let task = await nextPage(); task; task = await nextPage()) {
      tried.add(task.id)
      await completePage(context, id, task.id)
    }
    const { tasks, correction } = await overview()
    for (const { id: code, status } of [...tasks.materials.named, ...tasks.materials.open])
      if (status === 'todo') await fillMaterial(context, id, code)
    if (correction?.binding) await answerItems(context, id, correction.items)
  }

  return { page: fillPage, item: fillItem, material: fillMaterial, stage: fillStage }
}
