import { randomUUID } from 'node:crypto'
import { checkCharter, findingText } from '../../core/charters/check.ts'
import { amendedText, amendmentOf, itemsBegun, itemsTaken } from '../../core/charters/items.ts'
import { readCharter } from '../../core/charters/read.ts'
import { modelFor, traitsRegistered, type Registered } from '../../core/charters/registered.ts'
import { linesOf, placed, sizeFault, type Clause } from '../../core/charters/text.ts'
import { AppError } from '../../core/errors.ts'
import type { Deps } from '../../deps.ts'
import { authorityById } from '../../reference/reference.ts'
import { errorPages } from '../../web/errors.ts'
import { readVersion } from '../../web/params.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, type Applicant, type Context, type Files, type Route } from '../../web/route.ts'
import { maxTextBytes, readText } from '../files/read-upload.ts'
import { ARTICLES, articlesOf, frame } from './charter-tools.ts'
import { isItemOpen } from './corrections.ts'
import { PageConflict } from './fill-in.ts'
import { openedPath, saveOpened, type Opened } from './open-page.ts'
import type { LoadedCase } from './queries.ts'

/** Characters of a charter that are read at most; the longest seen have a quarter of it. */
const longest = 120_000

/** The register of the organization a charter is of. */
const registeredOf = (deps: Pick<Deps, 'reference'>, { matter, register, holdings, caseFile }: LoadedCase) => {
  if (!register) throw new AppError('NOT_FOUND')
  const authority = authorityById(deps.reference, caseFile.authority_id).name
  return { orgType: matter.orgType, items: register, holdings, authority } satisfies Registered
}

/** The articles of a case, while all of them may change. */
const openedArticles = async (deps: Deps, context: Context<Applicant>): Promise<Opened> => {
  const opened = await articlesOf(deps, context)
  if (!isItemOpen(opened.form.correction, ARTICLES, 'new'))
    throw new AppError('NOT_ALLOWED_NOW', '需要补正的只是其中几条，请在列表中逐条修改。')
  return opened
}

/** Answers with the ways a text may come, and why one did not. */
const showWays = (
  context: Context<Applicant>,
  opened: Opened,
  refused?: { readonly field: 'text' | 'files'; readonly message: string; readonly text?: string },
  status = 200,
): void => {
  const { id } = opened.form.caseFile
  context.view(
    'cases/charter-text.njk',
    {
      ...frame(opened, '读入章程文本'),
      action: paths.charterText(id),
      inForceHref: opened.form.holdings?.charter?.clauses ? paths.charterText(id, 'inForce') : undefined,
      modelHref: paths.charterText(id, 'model'),
      replaces: opened.data.items.length,
      fileAction: paths.charterFile(id),
      text: refused?.text ?? '',
      faults: refused ? { [refused.field]: refused.message } : {},
      errors: refused ? [{ text: refused.message, field: refused.field }] : [],
    },
    status,
  )
}

/** Answers with what was read, and what speaks against it, before anything is taken. */
const showRead = (
  deps: Deps,
  context: Context<Applicant>,
  opened: Opened,
  clauses: readonly Clause[],
  told: readonly string[],
  conflict?: { readonly version: number },
): void => {
  const { form } = opened
  const registered = registeredOf(deps, form)
  const inForce = form.holdings?.charter?.clauses
  const findings = checkCharter(clauses, {
    ...registered,
    traits: traitsRegistered(registered),
    register: registered.items,
  })
  context.view(
    'cases/charter-read.njk',
    {
      ...frame(opened, '核对读出的章程'),
      action: paths.charterTaken(form.caseFile.id),
      waysHref: paths.charterText(form.caseFile.id),
      version: conflict?.version ?? opened.version,
      conflict: conflict !== undefined,
      replaces: opened.data.items.length,
      told,
      findings: findings.map((finding) => ({
        level: finding.level,
        message: findingText(finding),
        basis: finding.basis,
      })),
      amended: inForce ? amendedText(amendmentOf(inForce, asItems(itemsTaken(inForce, clauses)))) : undefined,
      articles: placed(clauses),
      text: linesOf(clauses).join('\n'),
    },
    conflict ? 409 : 200,
  )
}

const asItems = (values: ReturnType<typeof itemsTaken>) => values.map((one) => ({ id: randomUUID(), values: one }))

const getText = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const opened = await openedArticles(deps, context)
  const from = context.query['from']
  const inForce = opened.form.holdings?.charter?.clauses
  if (from === 'inForce' && inForce) return showRead(deps, context, opened, inForce, ['现行章程原文'])
  if (from !== 'model') return showWays(context, opened)
  const told = '本类型的章程示范文本，已填入登记簿的内容；横线和【】中的内容读入以后逐条填写、选择'
  showRead(deps, context, opened, modelFor(registeredOf(deps, opened.form)), [told])
}

const postText = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const opened = await openedArticles(deps, context)
  const text = context.body['text'] ?? ''
  const refuse = (message: string) => showWays(context, opened, { text, message, field: 'text' }, 422)
  if (text.trim() === '') return refuse('请粘贴章程全文')
  if (text.length > longest) return refuse(`章程最多${String(longest)}个字，请核对是否粘贴了其他内容`)
  const { clauses, told } = readCharter(text.split('\n'))
  const fault = clauses.length === 0 ? '没有找到“第一条”“第1条”这样的条号，请核对是不是章程全文' : sizeFault(clauses)
  if (fault !== undefined) return refuse(fault)
  showRead(deps, context, opened, clauses, told)
}

/** Reads a file of a word processor, or a PDF that has text. */
const postFile = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const opened = await openedArticles(deps, context)
  const { req, res, actor } = context
  const refuse = (message: string, status = 422) => showWays(context, opened, { message, field: 'files' }, status)
  if (req.filesRefused) return refuse(req.filesRefused.message, errorPages[req.filesRefused.code].status)
  const upload = { bringer: { door: 'applicant', whose: actor.id }, res } as const
  const read = await readText(deps, (req.files ?? []) as Files, upload)
  if ('error' in read) return refuse(read.error, read.status)
  const { clauses, told } = readCharter(read.lines)
  if (clauses.length === 0)
    return refuse('文件里没有找到“第一条”“第1条”这样的条号，请核对是不是章程全文；条号在行首才读得出来')
  const fault = sizeFault(clauses)
  if (fault !== undefined) return refuse(fault)
  showRead(deps, context, opened, clauses, told)
}

/** Takes a text that was shown as the articles, in place of what stood there; reasons given for an article stay. */
const postTaken = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const opened = await openedArticles(deps, context)
  const text = context.body['text'] ?? ''
  const { clauses, told } = readCharter(text.length > 2 * longest ? [] : text.split('\n'))
  // It was read before: this is what no page of ours sends.
  if (clauses.length === 0 || sizeFault(clauses) !== undefined) throw new AppError('INVALID')
  const inForce = opened.form.holdings?.charter?.clauses
  try {
    await saveOpened(deps, context, opened, readVersion(context.body['version']), (now) => ({
      ...now,
      items: asItems(inForce ? itemsTaken(inForce, clauses, now.items) : itemsBegun(clauses, false)),
    }))
  } catch (error) {
    if (!(error instanceof PageConflict)) throw error
    return showRead(deps, context, opened, clauses, told, error)
  }
  context.redirect(openedPath(opened))
}

/** The charter of a case as a text: brought, read, taken. */
export const charterTextRoutes = (deps: Deps): readonly Route[] => [
  applicantRoute({ method: 'get', path: paths.charterText(':id'), handler: (context) => getText(deps, context) }),
  applicantRoute({ method: 'post', path: paths.charterText(':id'), handler: (context) => postText(deps, context) }),
  applicantRoute({
    method: 'post',
    path: paths.charterFile(':id'),
    upload: {
      maxFiles: 1,
      maxBytes: maxTextBytes,
      keepsForm: true,
      count: ({ actor }) => deps.limits.use('upload', actor?.id ?? ''),
    },
    handler: (context) => postFile(deps, context),
  }),
  applicantRoute({ method: 'post', path: paths.charterTaken(':id'), handler: (context) => postTaken(deps, context) }),
]
