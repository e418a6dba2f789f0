import { createHash, randomUUID } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { emptyPage, type Field, type PageData, type RawValues } from '../../core/forms/field.ts'
import {
  doubtsAbout,
  isVisible,
  itemTitle,
  readForm,
  rows,
  validateFields,
  type FieldErrors,
} from '../../core/forms/page.ts'
import { applyRules, askedPages, pageOf } from '../../core/matters/journey.ts'
import { registerItems } from '../../core/register/items.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { fieldViews, errorList } from '../../web/form-view.ts'
import { applicantRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { paths } from '../../web/paths.ts'
import { PageConflict, savePage } from './commands.ts'
import { isOpenFor, lockedFields } from './corrections.ts'
import { authorityById } from '../../reference/reference.ts'
import { ruleContext } from './rule-context.ts'
import { namePrefix } from '../organizations/check-name.ts'
import { nameFault, nameView } from '../organizations/name-view.ts'
import { postsOf } from './held-posts.ts'
import { checkNames } from './name.ts'
import { isId, readVersion } from '../../web/params.ts'
import { loadForm, type LoadedCase } from './queries.ts'

/** Where one goes after a page is done: the next page of the stage, then its materials, then the check. */
const nextPath = (form: LoadedCase, page: string): string => {
  const { id } = form.caseFile
  const open = askedPages(form.matter, form.stage.pages, form.answers)
    .map(({ code }) => code)
    .filter((code) => isOpenFor(form.correction, code))
  const following = open[open.indexOf(page) + 1]
  if (following) return paths.answerPage(id, following)
  return form.stage.materials.length > 0 || form.correction ? `${paths.case(id)}#materials` : paths.checkAnswers(id)
}

/**
 * Answers a correction notice does not open keep what is stored, whatever was posted. What an open answer makes visible
 * is taken over only as far as it was stored.
 */
const keepLocked = (
  fields: readonly Field[],
  posted: RawValues,
  stored: RawValues,
  locked: ReadonlySet<string>,
): RawValues => {
  const values: Record<string, string> = {}
  for (const field of fields) {
    const { name } = field
    if (isVisible(field, values)) values[name] = (locked.has(name) ? stored[name] : posted[name]) ?? ''
  }
  return values
}

/** What stands in the way of submitting and is about fields of one page, by field; several of one field in one text. */
const faultsByField = (
  fields: readonly Field[],
  found: readonly { readonly field?: string | undefined; readonly message: string }[],
): FieldErrors => {
  const faults: Record<string, string> = {}
  for (const { field, message } of found) {
    const name = fields.find((each) => each.name === field)?.name ?? fields[0]?.name
    if (name !== undefined) faults[name] = faults[name] === undefined ? message : `${faults[name]}；${message}`
  }
  return faults
}

const sameValues = (one: RawValues, other: RawValues): boolean =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].every((key) => (one[key] ?? '') === (other[key] ?? ''))

/** Names a set of answers, so that a form can say which ones its faults were told of. */
const digestOf = (values: RawValues): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(values).toSorted(([one], [other]) => (one < other ? -1 : 1))))
    .digest('base64url')

/**
 * Whether somebody was told what speaks against exactly these answers: whoever sends the same again may go on, because
 * the fault may have to be mended on another page, or the answer is meant so.
 */
const isTold = (body: Readonly<Record<string, string>>, values: RawValues): boolean => body['told'] === digestOf(values)

/** What a suggested name is posted as, so that it replaces what was typed in its field. */
const suggestionOf = (field: string): string => `suggestion-${field}`

/** The key a form of a new item was shown with: sent twice, it is one item. */
const keyOfForm = (body: Readonly<Record<string, string>>): string | undefined =>
  isId(body['itemKey'] ?? '') ? body['itemKey'] : undefined

/** A script saves the draft while it is typed, and goes on with the version it is told. */
const isAutosave = ({ req, body }: Context<Applicant>): boolean =>
  body['action'] === 'save-draft' && req.accepts(['html', 'json']) === 'json'

/** `same`: what is stored is what was typed, as after a save whose answer was lost. */
const tellVersion = ({ res }: Context<Applicant>, version: number, same = true): void => {
  res.setHeader('Cache-Control', 'no-store')
  if (same) res.json({ version })
  else res.status(409).json({ error: '这一页已在其他窗口修改。请按“保存草稿”，比较后决定保留哪一份。' })
}

/** Form pages of a case: one handler and one template for all of them. */
export const answerPageRoutes = (deps: Deps): readonly Route[] => {
  const today = () => localDate(deps.clock.now())

  const openPage = async (context: Context<Applicant>) => {
    const form = await loadForm(deps, context.param('id'), context.actor.id)
    const page = pageOf(form.matter, context.param('page'))
    if (!page || !form.stage.pages.includes(page.code)) throw new AppError('NOT_FOUND')
    if (!form.fillable || !isOpenFor(form.correction, page.code))
      throw new AppError(
        'NOT_ALLOWED_NOW',
        '这一页现在不能修改：申请已经提交，或者它不在需要补正的内容之内。请到“我的办件”查看办理进度。',
      )
    const data = form.stored[page.code] ?? emptyPage
    return { form, page, data, version: form.versions[page.code] ?? 0 }
  }

  type Opened = Awaited<ReturnType<typeof openPage>>

  /** What the fields of a page take from the authority that was chosen. */
  const ofAuthority = ({ caseFile }: LoadedCase) => {
    const authority = authorityById(deps.reference, caseFile.authority_id)
    const units = deps.reference.supervisoryUnits.filter((unit) => unit.divisionCode === authority.divisionCode)
    return {
      lookups: { supervisoryUnits: units.map((unit) => unit.name) },
      words: { ...deps.site.matters, area: namePrefix(deps.reference, authority.id) },
    }
  }

  const shared = (opened: Opened, title: string) => {
    const { form, page } = opened
    const { id } = form.caseFile
    const asked = askedPages(form.matter, form.stage.pages, form.answers)
    return {
      caseId: id,
      stageTitle: form.stage.title,
      pageCode: page.code,
      intro: page.intro,
      position: asked.indexOf(page) + 1,
      total: asked.length,
      correctionNotes: form.correction?.items.filter(
        (item) => item.target === page.code || item.target.startsWith(`${page.code}.`),
      ),
      backHref: paths.case(id),
      page: {
        title,
        breadcrumb: [
          { href: paths.home, text: '首页' },
          { href: paths.cases, text: '我的办件' },
          { href: paths.case(id), text: form.stage.title },
          { text: title },
        ],
      },
    }
  }

  /** What the register says now of what a page would change. */
  const registered = ({ form, page }: Opened) =>
    Object.values(page.before ?? {}).map((item) => ({
      label: registerItems[item].text[form.matter.orgType] ?? item,
      text: form.register?.[item] || '无',
    }))

  /** What the rules say about a page somebody has begun: beside its fields what must change, above them the rest. */
  const judge = async ({ form, page, data }: Opened) => {
    const peoplePages = form.matter.facts.people.map((list) => list.page)
    const begun = Object.keys(data.values).length > 0 || data.items.length > 0
    const found = begun
      ? applyRules(
          form.matter,
          form.stage.code,
          form.answers,
          ruleContext(deps, today(), form.caseFile.authority_id, {
            posts: peoplePages.includes(page.code) ? await postsOf(deps, form) : [],
            register: form.register,
          }),
        ).filter((finding) => finding.page === page.code)
      : []
    const fact = form.matter.facts.names?.proposed
    const names =
      page.code === fact?.page
        ? await checkNames(deps, form.caseFile, {
            ...form.answers,
            value: (code, field) => (code === page.code ? (data.values[field] ?? '') : form.answers.value(code, field)),
          })
        : []
    const isFault = (finding: (typeof found)[number]): boolean =>
      finding.level === 'BLOCK' && finding.itemId === undefined && page.fields.length > 0
    return {
      findings: found.filter((finding) => !isFault(finding)),
      nameChecks: names.map(({ field, label, name, answer }) => ({
        ...nameView(answer, name, field === fact?.field ? undefined : { field, label }),
        suggestionField: suggestionOf(field),
      })),
      faults: faultsByField(page.fields, [
        ...names.flatMap(({ field, label, answer }) => {
          const message = nameFault(answer, field === fact?.field ? undefined : label)
          return message === undefined ? [] : [{ field, message }]
        }),
        ...found.filter(isFault),
      ]),
    }
  }

  const showPage = async (
    context: Context<Applicant>,
    opened: Opened,
    values: RawValues,
    errors: FieldErrors,
    status: number,
    version = opened.version,
  ) => {
    const { form, page, data } = opened
    const { list } = page
    const { findings, nameChecks, faults } = await judge(opened)
    const shown = { ...faults, ...errors }
    context.view(
      'cases/page.njk',
      {
        ...shared(opened, page.title),
        fields: fieldViews(page.fields, values, shown, {
          locked: lockedFields(form.correction, page.code, page.fields),
          ...ofAuthority(form),
        }),
        errors: errorList(shown),
        told: status === 422 ? digestOf(values) : undefined,
        registered: registered(opened),
        version,
        findings,
        nameChecks,
        list: list && {
          noun: list.noun,
          min: list.min,
          items: data.items.map((item) => ({
            id: item.id,
            title: itemTitle(list, item),
            rows: rows(
              list.fields.filter(({ name: field }) =>
                list.summaryFields ? list.summaryFields.includes(field) : field !== list.titleField,
              ),
              item.values,
            )
              .filter((row) => item.values[row.field])
              .slice(0, 3),
            faults: Object.keys(validateFields(list.fields, item.values, today())).length,
            href: paths.answerItem(form.caseFile.id, page.code, item.id),
            removeHref: paths.removeItem(form.caseFile.id, page.code, item.id),
          })),
          addHref: data.items.length < list.max ? paths.answerItem(form.caseFile.id, page.code, 'new') : undefined,
        },
      },
      status,
    )
  }

  const showItem = (
    context: Context<Applicant>,
    opened: Opened,
    itemId: string,
    values: RawValues,
    errors: FieldErrors,
    status: number,
  ) => {
    const { list } = opened.page
    if (!list) throw new AppError('NOT_FOUND')
    context.view(
      'cases/item.njk',
      {
        ...shared(opened, itemId === 'new' ? `添加${list.noun}` : `修改${list.noun}`),
        fields: fieldViews(list.fields, values, errors, ofAuthority(opened.form)),
        errors: errorList(errors),
        told: status === 422 ? digestOf(values) : undefined,
        version: opened.version,
        itemKey: keyOfForm(context.body) ?? randomUUID(),
        backHref: paths.answerPage(opened.form.caseFile.id, opened.page.code),
      },
      status,
    )
  }

  /** Both versions side by side, and the typed one in a form that can still be saved. */
  const showConflict = (
    context: Context<Applicant>,
    opened: Opened,
    fields: readonly Field[],
    typed: RawValues,
    stored: RawValues,
    version: number,
    again: { readonly action: string; readonly itemKey?: string | undefined } = { action: context.req.originalUrl },
  ) => {
    const mine = rows(fields, typed)
    const theirs = new Map(rows(fields, stored).map((row) => [row.field, row.text]))
    context.view(
      'cases/conflict.njk',
      {
        ...shared(opened, '这一页已在其他窗口修改'),
        comparison: mine.map((row) => ({
          ...row,
          stored: theirs.get(row.field) ?? '未填写',
          same: theirs.get(row.field) === row.text,
        })),
        typed: Object.entries(typed).map(([name, value]) => ({ name, value })),
        version,
        ...again,
      },
      409,
    )
  }

  const save = async (
    context: Context<Applicant>,
    opened: Opened,
    version: number,
    change: (data: PageData) => PageData,
  ): Promise<number> =>
    savePage(deps, context.actor, context.audit, {
      caseId: opened.form.caseFile.id,
      page: opened.page.code,
      version,
      change,
    })

  return [
    applicantRoute({
      method: 'get',
      path: paths.answerPage(':id', ':page'),
      handler: async (context) => {
        const opened = await openPage(context)
        // A page saved before with faults shows them when it is opened again.
        const seen = opened.version > 0 && Object.keys(opened.data.values).length > 0
        const errors = seen ? validateFields(opened.page.fields, opened.data.values, today()) : {}
        await showPage(context, opened, opened.data.values, errors, 200)
      },
    }),
    applicantRoute({
      method: 'post',
      path: paths.answerPage(':id', ':page'),
      handler: async (context) => {
        const opened = await openPage(context)
        const { form, page, data } = opened
        const locked = lockedFields(form.correction, page.code, page.fields)
        // A suggested name taken over replaces the one typed; everything else on the page is saved as typed.
        const taken = page.fields.find(({ name }) => context.body[suggestionOf(name)] !== undefined)
        const posted = taken
          ? { ...context.body, [taken.name]: context.body[suggestionOf(taken.name)] ?? '' }
          : context.body
        const values = keepLocked(page.fields, readForm(page.fields, posted), data.values, locked)
        try {
          const version = await save(context, opened, readVersion(context.body['version']), (now) => ({
            ...now,
            values,
          }))
          if (isAutosave(context)) return tellVersion(context, version)
        } catch (error) {
          if (!(error instanceof PageConflict)) throw error
          if (isAutosave(context)) return tellVersion(context, error.version, sameValues(values, error.stored.values))
          return showConflict(context, opened, page.fields, values, error.stored.values, error.version)
        }
        if (taken) return context.redirect(paths.answerPage(form.caseFile.id, page.code))
        if (context.body['action'] === 'save-draft')
          return context.redirect(`${paths.case(form.caseFile.id)}?done=saved`)
        const errors = validateFields(page.fields, values, today())
        const saved = await openPage(context)
        const doubts = doubtsAbout(page.fields, values)
        const found = async () => Object.keys({ ...doubts, ...(await judge(saved)).faults }).length > 0
        if (Object.keys(errors).length === 0 && (isTold(context.body, values) || !(await found())))
          return context.redirect(nextPath(saved.form, page.code))
        // What was typed is kept; the person is told what is missing before going on.
        const shown = { ...doubts, ...errors }
        await showPage(context, { ...saved, data: { ...data, values } }, values, shown, 422, opened.version + 1)
      },
    }),
    applicantRoute({
      method: 'get',
      path: paths.answerItem(':id', ':page', ':item'),
      handler: async (context) => {
        const opened = await openPage(context)
        const itemId = context.param('item')
        const item = opened.data.items.find((candidate) => candidate.id === itemId)
        if (!item && itemId !== 'new') throw new AppError('NOT_FOUND')
        const errors = item && opened.page.list ? validateFields(opened.page.list.fields, item.values, today()) : {}
        showItem(context, opened, itemId, item?.values ?? {}, errors, 200)
      },
    }),
    applicantRoute({
      method: 'post',
      path: paths.answerItem(':id', ':page', ':item'),
      handler: async (context) => {
        const opened = await openPage(context)
        const { form, page } = opened
        if (!page.list) throw new AppError('NOT_FOUND')
        const itemId = context.param('item')
        const version = readVersion(context.body['version'])
        const values = readForm(page.list.fields, context.body)
        const id = itemId === 'new' ? (keyOfForm(context.body) ?? randomUUID()) : itemId
        if (itemId !== 'new' && !opened.data.items.some((item) => item.id === itemId)) {
          // Gone since the form was shown: what was typed is not lost, it can still be kept as an item of its own.
          if (!isId(itemId) || version === opened.version) throw new AppError('NOT_FOUND')
          if (isAutosave(context)) return tellVersion(context, opened.version, false)
          const action = paths.answerItem(form.caseFile.id, page.code, 'new')
          return showConflict(context, opened, page.list.fields, values, {}, opened.version, {
            action,
            itemKey: itemId,
          })
        }
        const errors = {
          ...(isTold(context.body, values) ? {} : doubtsAbout(page.list.fields, values)),
          ...validateFields(page.list.fields, values, today()),
        }
        const keep = context.body['action'] === 'save-draft' || Object.keys(errors).length === 0
        if (!keep) return showItem(context, opened, itemId, values, errors, 422)
        if (opened.data.items.length >= page.list.max && !opened.data.items.some((item) => item.id === id))
          throw new AppError('INVALID', `${page.list.noun}最多${page.list.max}名（个）。`)
        try {
          const saved = await save(context, opened, version, (now) => ({
            ...now,
            items: now.items.some((item) => item.id === id)
              ? now.items.map((item) => (item.id === id ? { id, values } : item))
              : [...now.items, { id, values }],
          }))
          if (isAutosave(context)) return tellVersion(context, saved)
        } catch (error) {
          if (!(error instanceof PageConflict)) throw error
          const stored = error.stored.items.find((item) => item.id === id)
          if (isAutosave(context))
            return tellVersion(context, error.version, stored !== undefined && sameValues(values, stored.values))
          if (stored && JSON.stringify(stored.values) === JSON.stringify(values))
            return context.redirect(paths.answerPage(form.caseFile.id, page.code))
          return showConflict(context, opened, page.list.fields, values, stored?.values ?? {}, error.version, {
            action: context.req.originalUrl,
            itemKey: itemId === 'new' ? id : undefined,
          })
        }
        context.redirect(paths.answerPage(form.caseFile.id, page.code))
      },
    }),
    applicantRoute({
      method: 'get',
      path: paths.removeItem(':id', ':page', ':item'),
      handler: async (context) => {
        const opened = await openPage(context)
        const { list } = opened.page
        const item = opened.data.items.find(({ id }) => id === context.param('item'))
        if (!list || !item) throw new AppError('NOT_FOUND')
        context.view('cases/remove.njk', {
          ...shared(opened, `删除${list.noun}`),
          what: list.noun,
          name: itemTitle(list, item),
          loss: '已填写的各项内容将被删除，不能恢复；需要时要重新填写。',
          action: paths.removeItem(opened.form.caseFile.id, opened.page.code, item.id),
        })
      },
    }),
    applicantRoute({
      method: 'post',
      path: paths.removeItem(':id', ':page', ':item'),
      handler: async (context) => {
        const opened = await openPage(context)
        const itemId = context.param('item')
        if (context.body['answer'] === 'yes' && opened.data.items.some((item) => item.id === itemId))
          await save(context, opened, opened.version, (now) => ({
            ...now,
            items: now.items.filter((item) => item.id !== itemId),
          }))
        context.redirect(paths.answerPage(opened.form.caseFile.id, opened.page.code))
      },
    }),
  ]
}
