import { createHash, randomUUID } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { AppError } from '../../core/errors.ts'
import { emptyPage } from '../../core/forms/field.ts'
import type { Page } from '../../core/forms/page.ts'
import type { AnswerSet } from '../../core/matters/define.ts'
import { readAnswers } from '../../core/matters/answers.ts'
import { applyRules, stageOf, titleOfStage, toldRows } from '../../core/matters/journey.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import {
  editionText,
  idlePages,
  packPages,
  packSheets,
  pageText,
  settledPages,
  type PackIdentity,
} from '../../core/offline-pack/layout.ts'
import { planPack, type Plan } from '../../core/offline-pack/plan.ts'
import { readPack, type Pack } from '../../core/offline-pack/read.ts'
import { systemOf } from '../../core/statements/index.ts'
import { ledgerReading } from '../../core/statements/ledger.ts'
import type { ReadSheet } from '../../core/workbooks.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { titleOf } from '../cases/case-state.ts'
import { lockedFields } from '../cases/corrections.ts'
import { takenIntoPage } from '../cases/known.ts'
import { wordsOf } from '../cases/open-page.ts'
import type { LoadedCase } from '../cases/queries.ts'
import { ruleContext, seenOf } from '../cases/rule-context.ts'

// 离线填报包: the questions of the present stage as a workbook, filled in elsewhere, taken back in after its changes were
// shown page by page. What is uploaded is kept nowhere; between showing and taking it is with the person, sealed.

const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 24)

/** The pages that stand in the workbook. What the unit said online is not asked. */
const pagesOf = ({ matter, stage, answers, consent }: LoadedCase): readonly Page[] => {
  const settled = consent?.given && consent.settled ? [consent.settled.page] : []
  const open = packPages(matter, stage, new Set([...settled, ...idlePages(matter, stage, answers)]))
  return settledPages(stage, open, answers)
}

const editionOf = ({ matter, stage }: LoadedCase): string => digestOf(editionText(matter, stage))

/** What a workbook is for, in words: somebody has several of them. */
const purposeOf = (deps: Deps, { caseFile, matter, stage, answers }: LoadedCase): string =>
  [titleOf(deps, caseFile), matter.title === stage.title ? '' : matter.title, titleOfStage(matter, stage, answers)]
    .filter(Boolean)
    .join(' ')

const identityOf = (deps: Deps, form: LoadedCase): PackIdentity => ({
  caseId: form.caseFile.id,
  stage: form.stage.code,
  title: purposeOf(deps, form),
  edition: editionOf(form),
  pages: pagesOf(form).map((page) => ({
    page: page.code,
    version: form.versions[page.code] ?? 0,
    digest: digestOf(pageText(page, form.stored[page.code] ?? emptyPage)),
  })),
})

/** The answers as the pages open with them: what is stored, and of a page nobody saved what is known from elsewhere. */
const opensWith = async (deps: Deps, form: LoadedCase): Promise<AnswerSet> => {
  const unsaved = pagesOf(form).filter(({ code, fields }) => (form.versions[code] ?? 0) === 0 && fields.length > 0)
  const taken = await Promise.all(
    unsaved.map(async (page) => {
      const own = form.stored[page.code] ?? emptyPage
      return [page.code, { ...own, values: (await takenIntoPage(deps, form, page, own.values)).values }] as const
    }),
  )
  return { ...form.stored, ...Object.fromEntries(taken) }
}

/** The workbook of the present stage with what is answered already, and what the portal knows. */
export const makePack = async (deps: Deps, form: LoadedCase): Promise<Buffer> => {
  const { caseFile, matter, stage } = form
  const sheets = packSheets({
    asking: {
      matter,
      words: wordsOf(deps, form),
      registered: (page, field) => {
        const item = page.before?.[field]
        return item && (form.register?.[item] || '无')
      },
      told: ({ code }) => toldRows(matter, code, form),
      locked: (page, field) => lockedFields(form, page.code, page.fields).has(field),
    },
    pages: pagesOf(form),
    stored: await opensWith(deps, form),
    identity: identityOf(deps, form),
    paged: stage.workbook === true,
    title: [purposeOf(deps, form), caseFile.number].filter(Boolean).join('　'),
    day: chineseDate(localDate(deps.clock.now())),
  })
  return deps.writeWorkbook(sheets)
}

/** Why what a workbook says cannot be taken into a case as it is now; nothing where it can. */
export const misplaced = (
  deps: Deps,
  form: LoadedCase,
  { identity: { caseId, stage, edition, title } }: Pack,
): string | undefined => {
  const name = form.stage.workbook ? '表格' : '填报包'
  if (caseId !== form.caseFile.id)
    return `这个${name}是另一个办件的${title && title !== purposeOf(deps, form) ? `（${title}）` : ''}，不是“${purposeOf(deps, form)}”的。请到那个办件的页面上传，或者在本页重新下载。`
  if (stage !== form.stage.code) {
    const was = form.matter.stages.find(({ code }) => code === stage)
    return `这个${name}是“${was?.title ?? stage}”环节的，办件现在在“${form.stage.title}”环节。请重新下载。`
  }
  return edition === editionOf(form)
    ? undefined
    : `下载以后，这一环节的问题有了变化，旧的${name}不能用了。请重新下载，把内容粘贴进去。`
}

/** What is wrong with the workbook as a whole, or what it says. */
export const openPack = (deps: Deps, form: LoadedCase, sheets: readonly ReadSheet[]): Pack | string => {
  const pack = readPack(sheets, pagesOf(form), randomUUID)
  if (!pack)
    return `这不是从办件页面下载的${form.stage.workbook ? '表格' : '离线填报包'}，或者其中的“识别信息”表被删除了。请重新下载，把内容粘贴进去。`
  const wrong = misplaced(deps, form, pack)
  if (wrong !== undefined) return wrong
  // What was not touched needs not be carried along.
  const pages = Object.fromEntries(
    Object.entries(pack.pages).filter(([code]) =>
      pagesOf(form).some((page) => page.code === code && isTouched(pack, page)),
    ),
  )
  return { ...pack, pages }
}

/** The statements a stage asks of the year, and where; nothing where it asks none. */
const statementPagesOf = (form: LoadedCase) => {
  const pages = pagesOf(form).flatMap((page) => {
    const set = page.sheet && systemOf(page.sheet)
    const statement = set?.statements.find((one) => one === page.sheet)
    return set && statement ? [{ page, set, code: statement.code }] : []
  })
  const [first] = pages
  return first && { set: first.set, pages: pages.filter(({ set }) => set === first.set) }
}

export const asksStatements = (form: LoadedCase): boolean => statementPagesOf(form) !== undefined

/** What a table of accounts proposes for the statements, as a workbook of their pages would; or why it proposes nothing. */
export const packOfLedger = (deps: Deps, form: LoadedCase, sheets: readonly ReadSheet[]): Pack | string => {
  const asked = statementPagesOf(form)
  if (!asked) throw new AppError('NOT_FOUND')
  const reading = ledgerReading(asked.set, sheets)
  if (typeof reading === 'string') return reading
  const pages = asked.pages.flatMap(({ page, code }) => {
    const stored = form.stored[page.code]?.values ?? {}
    const proposed = Object.entries(reading.typed[code] ?? {}).filter(
      // Nothing on the accounts, and nothing typed: it stays empty.
      ([cell, amount]) => amount !== '0.00' || (stored[cell] ?? '') !== '',
    )
    return proposed.length > 0
      ? [[page.code, { values: { ...stored, ...Object.fromEntries(proposed) }, places: {} }] as const]
      : []
  })
  const { told, faults } = reading
  return { identity: identityOf(deps, form), pages: Object.fromEntries(pages), unknown: [], ignored: told, faults }
}

/** The workbook without what is not a colleague's to change, and the names of that. */
const withoutLocked = (form: LoadedCase, pack: Pack): { readonly pack: Pack; readonly left: readonly string[] } => {
  const left: string[] = []
  const pages = Object.entries(pack.pages).map(([code, read]) => {
    const page = pagesOf(form).find((one) => one.code === code)
    const values = { ...read.values }
    const locked = lockedFields(form, code, page?.fields ?? [])
    for (const { name, label } of (page?.fields ?? []).filter((field) => locked.has(field.name))) {
      const stays = form.stored[code]?.values[name] ?? ''
      if ((values[name] ?? stays) !== stays) left.push(`“${page?.title ?? code}”的“${label}”：由申请人本人更改`)
      values[name] = stays
    }
    return [code, { ...read, values }] as const
  })
  return { pack: { ...pack, pages: Object.fromEntries(pages) }, left }
}

const thenOf = ({ identity }: Pack, { code }: Page) => identity.pages.find(({ page }) => page === code)

const isTouched = (pack: Pack, page: Page): boolean => {
  const read = pack.pages[page.code]
  const then = thenOf(pack, page)
  if (!read || !then) return false
  return digestOf(pageText(page, { values: read.values, items: read.items ?? [] })) !== then.digest
}

/** Each hint once; one that another says with more besides is said by that. */
const saidOnce = (hints: readonly string[]): readonly string[] =>
  [...new Set(hints)].filter((hint, _place, all) => !all.some((other) => other !== hint && other.startsWith(hint)))

/** What the workbook would make of the case as it is now, with what the rules would say of that. */
export const planOf = (
  deps: Deps,
  form: LoadedCase,
  uploaded: Pack,
  overwrite: ReadonlySet<string>,
): Plan & { readonly hints: readonly string[] } => {
  const today = localDate(deps.clock.now())
  const { pack, left } = withoutLocked(form, uploaded)
  const plan = planPack(form.matter, pagesOf(form), form.stored, pack, {
    today,
    touched: (page) => pack.pages[page.code] !== undefined,
    moved: (page) => (form.versions[page.code] ?? 0) !== (thenOf(pack, page)?.version ?? 0),
    overwrite,
  })
  const answers = readAnswers(form.matter.pages, plan.answers)
  const context = ruleContext(deps, today, form.caseFile.authority_id, {
    posts: [],
    ...seenOf(form),
  })
  const said = applyRules(form.matter, stageOf(form.matter, form.stage.code).code, answers, context)
  const at = (page: Page, field = ''): string => pack.pages[page.code]?.places[field] ?? page.title
  const hints = plan.pages.flatMap(({ page, doubts }) => [
    ...doubts.map(({ field, question }) => `${at(page, field)}：${question.split('？')[0] ?? ''}？请核对`),
    ...said
      .filter((finding) => finding.page === page.code)
      .map(({ field, message }) => `${at(page, field)}：${message}`),
  ])
  return { ...plan, dropped: [...plan.dropped, ...left], hints: saidOnce(hints) }
}

/** How the pages of the stage stand: whoever confirms must have seen them so. */
export const standOf = (form: LoadedCase): string =>
  pagesOf(form)
    .map(({ code }) => `${code}:${String(form.versions[code] ?? 0)}`)
    .join(',')

/** Pages that were saved since somebody saw them so. */
export const movedSince = (form: LoadedCase, seen: string): readonly Page[] => {
  const then = new Set(seen.split(','))
  return pagesOf(form).filter(({ code }) => !then.has(`${code}:${String(form.versions[code] ?? 0)}`))
}

const place = (caseId: string): string => `offline-pack:${caseId}`

/** What the form takes that carries a workbook from its preview on. */
const mostSealed = 1_800_000

/** A workbook that was read, on its way between showing and taking. More than a form takes is refused. */
export const sealPack = ({ crypto }: Pick<Deps, 'crypto'>, pack: Pack): string => {
  const sealed = crypto.encrypt(gzipSync(JSON.stringify(pack)).toString('base64'), place(pack.identity.caseId))
  if (sealed.length > mostSealed) throw new AppError('TOO_LARGE', '一次改动的内容太多，请分几次填写、上传。')
  return sealed
}

/** Nothing for what was sealed for another case, or long ago under another key. */
export const unsealPack = ({ crypto }: Pick<Deps, 'crypto'>, caseId: string, sealed: string): Pack | undefined => {
  try {
    return JSON.parse(gunzipSync(Buffer.from(crypto.decrypt(sealed, place(caseId)), 'base64')).toString()) as Pack
  } catch {
    return undefined
  }
}
