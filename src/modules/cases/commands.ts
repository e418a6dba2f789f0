import { keepFile, type ReceivedFile } from '../files/receive.ts'
import { randomUUID } from 'node:crypto'
import { nextNumber } from '../../db/number-sequence.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../db/command.ts'
import { AppError } from '../../core/errors.ts'
import { maxCaseBytes } from '../../core/files.ts'
import { identityKey } from '../../core/identity/documents.ts'
import { validateContactNumber } from '../../core/identity/phone.ts'
import { emptyPage, type PageData, type RawValues } from '../../core/forms/field.ts'
import { normalizeName } from '../../core/names/normalize.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { mayFillIn } from '../../core/workflow/decide.ts'
import { isFinal } from '../../core/workflow/statuses.ts'
import { materialOf, sections, stageOf, stageState } from '../../core/matters/journey.ts'
import type { Snapshot } from '../../core/submissions/snapshot.ts'
import type { ApplicantRole } from '../../core/matters/applicant-role.ts'
import type { AnswerSet, Matter } from '../../core/matters/define.ts'
import { procedureOf } from '../../core/workflow/procedures/index.ts'
import { requireMatter } from '../../matters/index.ts'
import type { Applicant } from '../../web/route.ts'
import { lockOpenAccount } from '../people/account.ts'
import { approvedRequest, mayFound } from '../people/admission.ts'
import { authorityById } from '../../reference/reference.ts'
import { ruleContext } from './rule-context.ts'
import { accountAgeRemark, requireFitAge } from './applicant-age.ts'
import { requirePassedCertificate } from '../people/legal-person.ts'
import { entryOf, organizationOf, type OrganizationRow } from '../register/entry.ts'
import { openPage, sealPage, type AnswerRow } from './answers.ts'
import type { CasePerson } from './facts.ts'
import { isOpenFor, openCorrectionOf, type OpenCorrection } from './corrections.ts'
import { loadCase } from './load.ts'
import { heldPosts } from './held-posts.ts'
import { checkNames, isNameUnfit, recordNames } from './name.ts'
import { givingUp, submitting } from './progress.ts'
import { roleIn, saidRole, withRole } from './role.ts'
import { requireMayDraft, requireMaySubmit } from './real-name.ts'
import { sealSnapshot } from './snapshot.ts'
import { endOffers } from './offers.ts'
import { eventsOf, lockOwn, type CaseRow } from './store.ts'
import { isId } from '../../web/params.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { byApplicant } from '../../web/acting.ts'
import { takeStep } from './take-step.ts'

/** Who asks and from where, for the audit log. */

/** Parallel establishments one account may have open. */
const maxOpenCases = 3

const chainOf = (deps: Deps, caseFile: Pick<CaseRow, 'authority_id'>): string =>
  authorityById(deps.reference, caseFile.authority_id).code

const record = (tx: Transaction, deps: Deps, caseFile: CaseRow, action: string, details = {}): void =>
  tx.audit({
    chain: chainOf(deps, caseFile),
    action: `case.${action}`,
    objectKind: 'case',
    objectId: caseFile.id,
    details,
  })

/** Refuses one more open case than an account may have, and any for an account that was closed meanwhile. */
export const requireRoom = async (tx: Transaction, accountId: string): Promise<void> => {
  await lockOpenAccount(tx, accountId)
  const statuses = await tx
    .trx<CaseRow>('case_file')
    .where({ account_id: accountId })
    .whereNull('deleted_at')
    .select('status')
  if (statuses.filter(({ status }) => !isFinal(status)).length >= maxOpenCases)
    throw new AppError(
      'NOT_ALLOWED_NOW',
      `您已有${maxOpenCases}件正在办理的成立登记。请先办结、撤回、放弃或删除其中一件，再新建或恢复。`,
    )
}

/** Refuses accounts that may not found an organization; the start page says why at length. */
export const requireFounder = async (tx: Transaction, deps: Deps, actor: Applicant): Promise<void> => {
  if (actor.kind !== 'PERSONAL')
    throw new AppError('FORBIDDEN', '成立登记由个人账号办理。法人账号用于已成立的社会组织办理其他事项。')
  if (!(await mayFound(tx.trx, deps.site, actor)))
    throw new AppError('FORBIDDEN', '请先绑定原系统的账号，或者向登记管理机关提交申请并等待审核通过，再办理成立登记。')
}

const longestTitle = 120

/** A proposed name as it stands in lists. */
const titleFrom = (name: string | undefined): string =>
  Array.from(normalizeName(name ?? ''))
    .slice(0, longestTitle)
    .join('')

/** The name a case was consulted about, when it is handed in under another one. */
const consultedTitle = (matter: Matter, caseFile: CaseRow, title: string): string | null => {
  if (caseFile.number === null || caseFile.stage === matter.stages[0]?.code) return null
  const before = caseFile.consulted_title ?? caseFile.title
  return before === title ? null : before
}

/** The pages a new case begins with: what the authority let in with the account, where it asked for that. */
const firstPages = async (
  tx: Transaction,
  deps: Deps,
  actor: Applicant,
  matter: Matter,
  authorityId: number,
): Promise<AnswerSet> => {
  if (!deps.site.policies.newApplicantReview) return {}
  const approved = await approvedRequest(tx.trx, deps.crypto, {
    accountId: actor.id,
    authorityId,
    orgType: matter.orgType,
  })
  if (!approved) return {}
  const { names, contact } = matter.facts
  return {
    ...(names ? { [names.proposed.page]: { ...emptyPage, values: { [names.proposed.field]: approved.name } } } : {}),
    [contact.page]: {
      ...emptyPage,
      values: { [contact.name]: approved.contactName, [contact.phone]: approved.contactPhone },
    },
  }
}

/** What a new draft is made of. */
type NewDraft = {
  /** From the form it was asked for with: sent twice, it is one draft. */
  readonly id: string
  readonly matter: Matter
  readonly authorityId: number
  /** The organization it is about, locked and allowed to begin it; none for one that founds. */
  readonly organization?: OrganizationRow
  readonly pages: AnswerSet
}

/** Whether the account's draft of that form is there already; the account is locked from here on. */
export const isRepeated = async (tx: Transaction, accountId: string, id: string): Promise<boolean> => {
  if (!isId(id)) throw new AppError('BAD_REQUEST')
  await lockOpenAccount(tx, accountId)
  const known = await tx.trx<CaseRow>('case_file').where({ id }).first('account_id')
  if (known && known.account_id !== accountId) throw new AppError('NOT_FOUND')
  return known !== undefined
}

/** Writes a draft of the first stage. Refuses a fourth open one, and accounts that may not found or draft. */
export const insertDraft = async (tx: Transaction, deps: Deps, actor: Applicant, draft: NewDraft): Promise<void> => {
  const { id, matter, pages } = draft
  const authority = authorityById(deps.reference, draft.authorityId)
  if (!authority.orgTypes.includes(matter.orgType))
    throw new AppError('INVALID', '所选登记管理机关不办理这类社会组织的登记。')
  if (draft.organization === undefined) {
    await requireRoom(tx, actor.id)
    await requireFounder(tx, deps, actor)
  }
  await requireMayDraft(tx, matter, actor.id)
  await requireFitAge(deps, actor.id, roleIn(matter, pages))
  const name = matter.facts.names?.proposed
  const [first] = matter.stages
  if (!first) throw new Error('a matter without stages')
  await tx.trx('case_file').insert({
    id,
    matter: matter.code,
    account_id: actor.id,
    authority_id: authority.id,
    applicant_role: roleIn(matter, pages),
    organization_id: draft.organization?.id ?? null,
    title: draft.organization?.name ?? titleFrom(name && pages[name.page]?.values[name.field]),
    stage: first.code,
    procedure: first.procedure,
    status: procedureOf(first.procedure).start.status,
    created_at: tx.now,
    updated_at: tx.now,
  })
  for (const [page, data] of Object.entries(pages))
    await tx.trx('answer').insert({
      case_id: id,
      page,
      data_enc: sealPage(deps.crypto, id, page, data),
      // Not saved by the person yet: the page greets nobody with what is still missing.
      version: 0,
      updated_at: tx.now,
    })
}

/**
 * Opens a case for an account at an authority; gives its id. An approved request of a new applicant fills in
 * the name and whom to call, to be changed like any other answer. The same form sent twice opens one. Throws
 * NOT_ALLOWED_NOW for an organization whose certificate nobody at the window has passed.
 */
export const createCase = (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  wanted: {
    readonly matter: string
    readonly authorityId: number
    readonly applicantRole?: ApplicantRole | undefined
    readonly id?: string | undefined
  },
): Promise<string> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    const matter = requireMatter(wanted.matter)
    const chain = authorityById(deps.reference, wanted.authorityId).code
    const id = isId(wanted.id ?? '') ? (wanted.id ?? '') : randomUUID()
    if (await isRepeated(tx, actor.id, id)) {
      tx.audit({ chain, action: 'case.create-repeated', objectKind: 'case', objectId: id })
      return id
    }
    if (actor.kind === 'LEGAL_PERSON') await requirePassedCertificate(tx, actor.id)
    const pages = await firstPages(tx, deps, actor, matter, wanted.authorityId)
    await insertDraft(tx, deps, actor, {
      id,
      matter,
      authorityId: wanted.authorityId,
      pages: wanted.applicantRole ? withRole(matter, pages, wanted.applicantRole) : pages,
    })
    tx.audit({
      chain,
      action: 'case.create',
      objectKind: 'case',
      objectId: id,
      details: { filledIn: Object.keys(pages) },
    })
    return id
  })

const requireFillable = async (tx: Transaction, caseFile: CaseRow): Promise<void> => {
  if (caseFile.deleted_at !== null || !mayFillIn(caseFile, await eventsOf(tx.trx, caseFile.id)))
    throw new AppError('NOT_ALLOWED_NOW', '办件已提交，现在不能修改。')
}

/** A page's row, locked, as it is stored now. */
const lockPage = async (tx: Transaction, caseId: string, page: string): Promise<AnswerRow | undefined> =>
  tx
    .trx<AnswerRow & { case_id: string }>('answer')
    .where({ case_id: caseId, page })
    .forUpdate()
    .first('page', 'data_enc', 'version')

/** Another window saved the page after this one was shown. Carries what is stored now, so that both can be shown. */
export class PageConflict extends Error {
  readonly stored: PageData
  readonly version: number

  constructor(stored: PageData, version: number) {
    super('page was saved elsewhere')
    this.stored = stored
    this.version = version
  }
}

type PageEdit = {
  readonly caseId: string
  readonly page: string
  /** The version the person looked at; 0 when the page was still empty. */
  readonly version: number
  readonly change: (data: PageData) => PageData
}

/**
 * Saves a page, valid or not. Refused while the page is not open to the applicant; throws PageConflict when another
 * window saved it since it was shown. Gives the page's version from now on.
 */
export const savePage = (deps: Deps, actor: Applicant, request: RequestFacts, edit: PageEdit): Promise<number> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    const caseFile = await lockOwn(tx.trx, edit.caseId, actor.id)
    await requireFillable(tx, caseFile)
    const matter = requireMatter(caseFile.matter)
    const stage = stageOf(matter, caseFile.stage)
    const correction = await openCorrectionOf(tx.trx, caseFile)
    if (!stage.pages.includes(edit.page) || !isOpenFor(correction, edit.page))
      throw new AppError('NOT_ALLOWED_NOW', '这一页现在不能修改。请到“我的办件”查看办理进度。')
    const row = await lockPage(tx, caseFile.id, edit.page)
    const stored = row ? openPage(deps.crypto, caseFile.id, row) : emptyPage
    if ((row?.version ?? 0) !== edit.version) throw new PageConflict(stored, row?.version ?? 0)
    const data = edit.change(stored)
    await tx
      .trx('answer')
      .insert({
        case_id: caseFile.id,
        page: edit.page,
        data_enc: sealPage(deps.crypto, caseFile.id, edit.page, data),
        version: edit.version + 1,
        updated_at: tx.now,
      })
      .onConflict(['case_id', 'page'])
      .merge()
    await tx
      .trx('case_file')
      .where({ id: caseFile.id })
      .update({ updated_at: tx.now, ...followed(matter, caseFile, edit.page, data.values) })
    record(tx, deps, caseFile, 'save', { page: edit.page, version: edit.version + 1 })
    return edit.version + 1
  })

/**
 * The name a draft goes by in lists, and 您是, follow their answers. Once submitted they follow submissions only:
 * staff see nothing that was not handed in.
 */
const followed = (
  matter: Matter,
  caseFile: CaseRow,
  page: string,
  values: RawValues,
): Partial<Pick<CaseRow, 'title' | 'draft_title' | 'applicant_role'>> => {
  const { names, applicantRole } = matter.facts
  if (page === names?.proposed.page) {
    const title = titleFrom(values[names.proposed.field])
    if (caseFile.number === null) return { title }
    return { draft_title: title === caseFile.title || title === '' ? null : title }
  }
  if (caseFile.number !== null) return {}
  return page === applicantRole?.page ? { applicant_role: roleIn(matter, { [page]: { ...emptyPage, values } }) } : {}
}

/**
 * Attaches files to a material and has the store take over those that wait. The same bytes twice under one material
 * count once. What is refused leaves nothing in the store.
 */
export const attachFiles = (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  target: { readonly caseId: string; readonly material: string; readonly files: readonly ReceivedFile[] },
): Promise<void> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    const caseFile = await lockOwn(tx.trx, target.caseId, actor.id)
    const material = await requireOpenMaterial(tx, caseFile, target.material)
    const present = await tx
      .trx('attachment as a')
      .join('stored_file as f', 'f.sha256', 'a.sha256')
      .where({ case_id: caseFile.id })
      .select<{ material: string; sha256: string; size: number; removed_at: Date | null }[]>(
        'a.material',
        'a.sha256',
        'f.size',
        'a.removed_at',
      )
    const here = present.filter((file) => file.material === material.code && file.removed_at === null)
    const added = target.files.filter(
      (file, place) =>
        !here.some((other) => other.sha256 === file.sha256) &&
        target.files.findIndex((other) => other.sha256 === file.sha256) === place,
    )
    if (here.length + added.length > material.maxFiles)
      throw new AppError('INVALID', `“${material.title}”最多上传${material.maxFiles}个文件，请先删除不需要的文件。`)
    // What an earlier submission contained stays stored after it is taken off, and counts.
    const sizeOf = (files: readonly { size: number }[]) => files.reduce((sum, file) => sum + Number(file.size), 0)
    const live = sizeOf([...present.filter((file) => file.removed_at === null), ...added])
    if (live > maxCaseBytes || sizeOf([...present, ...added]) > 3 * maxCaseBytes)
      throw new AppError('INVALID', `本次申请的文件合计不能超过${maxCaseBytes / 1024 / 1024}MB。`)
    for (const file of added) {
      await keepFile(tx, deps, file)
      await tx.trx('attachment').insert({
        case_id: caseFile.id,
        material: material.code,
        sha256: file.sha256,
        name: file.name,
        uploaded_at: tx.now,
      })
    }
    await tx.trx('case_file').where({ id: caseFile.id }).update({ updated_at: tx.now })
    record(tx, deps, caseFile, 'attach', { material: material.code, files: added.map((file) => file.sha256) })
  })

const requireOpenMaterial = async (tx: Transaction, caseFile: CaseRow, code: string) => {
  await requireFillable(tx, caseFile)
  const matter = requireMatter(caseFile.matter)
  const material = materialOf(matter, code)
  const correction = await openCorrectionOf(tx.trx, caseFile)
  if (!material || !stageOf(matter, caseFile.stage).materials.includes(code) || !isOpenFor(correction, code))
    throw new AppError('NOT_ALLOWED_NOW', '这项材料现在不能更改。')
  return material
}

/** Takes a file off a material. What an earlier submission contained stays readable in its snapshot. */
export const removeAttachment = (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  target: { readonly caseId: string; readonly attachmentId: string },
): Promise<string> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    const caseFile = await lockOwn(tx.trx, target.caseId, actor.id)
    const row = isId(target.attachmentId)
      ? await tx
          .trx('attachment')
          .where({ id: target.attachmentId, case_id: caseFile.id })
          .whereNull('removed_at')
          .first<{ material: string; uploaded_at: Date } | undefined>('material', 'uploaded_at')
      : undefined
    if (!row) throw new AppError('NOT_FOUND')
    await requireOpenMaterial(tx, caseFile, row.material)
    const submittedWith = await tx
      .trx('snapshot')
      .where({ case_id: caseFile.id })
      .where('at', '>=', row.uploaded_at)
      .first<object | undefined>('id')
    const attachment = tx.trx('attachment').where({ id: target.attachmentId })
    await (submittedWith ? attachment.update({ removed_at: tx.now }) : attachment.delete())
    record(tx, deps, caseFile, 'detach', { material: row.material, attachment: target.attachmentId })
    return row.material
  })

/** Notes how the applicant met each item of the open correction notice. Empty texts are kept as not yet answered. */
export const answerCorrection = (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  target: { readonly caseId: string; readonly answers: Readonly<Record<string, string>> },
): Promise<void> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    const caseFile = await lockOwn(tx.trx, target.caseId, actor.id)
    await requireFillable(tx, caseFile)
    const correction = await openCorrectionOf(tx.trx, caseFile)
    if (!correction) throw new AppError('NOT_ALLOWED_NOW')
    for (const item of correction.items) {
      const text = (target.answers[String(item.id)] ?? '').trim().slice(0, 500)
      await tx
        .trx('correction_item')
        .where({ id: item.id })
        .update({ answer: text || null, answered_at: text ? tx.now : null })
    }
    record(tx, deps, caseFile, 'answer-correction', {})
  })

/** A draft that was never submitted, and did not come from another system at a later stage: it may be thrown away. */
export const isDisposable = (caseFile: Pick<CaseRow, 'matter' | 'number' | 'status' | 'stage'>): boolean =>
  caseFile.number === null &&
  caseFile.status === 'DRAFT' &&
  caseFile.stage === requireMatter(caseFile.matter).stages[0]?.code

/** Puts a draft that was never submitted into the recycle bin, or takes it out again, if it is not one too many then. */
export const setDeleted = (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  target: { readonly caseId: string; readonly deleted: boolean },
): Promise<void> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    const caseFile = await lockOwn(tx.trx, target.caseId, actor.id)
    if (!isDisposable(caseFile)) throw new AppError('NOT_ALLOWED_NOW', '只有从未提交过的草稿可以删除。')
    if (!target.deleted && caseFile.deleted_at !== null) await requireRoom(tx, actor.id)
    await tx
      .trx('case_file')
      .where({ id: caseFile.id })
      .update({ deleted_at: target.deleted ? tx.now : null, updated_at: tx.now })
    if (target.deleted) await endOffers(tx, deps, { case_id: caseFile.id }, 'case-ended')
    record(tx, deps, caseFile, target.deleted ? 'delete-draft' : 'restore-draft')
  })

const filesOf = async (tx: Transaction, caseId: string) =>
  tx
    .trx('attachment as a')
    .join('stored_file as f', 'f.sha256', 'a.sha256')
    .where({ case_id: caseId })
    .whereNull('removed_at')
    .orderBy('uploaded_at')
    .select<{ id: string; material: string; name: string; sha256: string; size: number; type: string }[]>(
      'a.id',
      'a.material',
      'a.name',
      'a.sha256',
      'f.size',
      'f.type',
    )

const nextCaseNumber = async (tx: Transaction, deps: Deps, caseFile: CaseRow): Promise<string> => {
  const { divisionCode } = authorityById(deps.reference, caseFile.authority_id)
  const year = Number(localDate(tx.now).slice(0, 4))
  const seq = await nextNumber(tx.trx, `case:${divisionCode}`, year)
  return `${divisionCode}${year}${String(seq).padStart(6, '0')}`
}

const recordPeople = async (
  tx: Transaction,
  deps: Deps,
  caseId: string,
  people: readonly CasePerson[],
): Promise<void> => {
  await tx.trx('case_person').where({ case_id: caseId }).delete()
  if (people.length === 0) return
  await tx
    .trx('case_person')
    .insert(
      // One person may hold two posts: the row that is kept is the representative's.
      people
        .toSorted((one, other) => Number(other.legalRepresentative) - Number(one.legalRepresentative))
        .map((person) => ({
          case_id: caseId,
          role: person.role,
          legal_representative: person.legalRepresentative,
          id_number_idx: deps.crypto.index('id-number', identityKey(person.idType, person.idNumber)),
        })),
    )
    .onConflict()
    .ignore()
}

/** By what the authority finds the case when somebody calls. */
const contactIndex = (deps: Deps, phone: string): string | null => {
  const checked = validateContactNumber(phone)
  return checked.ok ? deps.crypto.index('phone', checked.value) : null
}

const incomplete = '还有未完成的内容，请按任务清单补充后再提交。'

const requireAnswered = (correction: OpenCorrection | undefined): void => {
  if (correction?.items.some((item) => !item.answer))
    throw new AppError('INVALID', '请先逐项说明补正告知书中每一项的补正情况，再重新提交。')
}

/**
 * Submits the present stage: checks everything once more with the rules the reviewer sees, gives the number, takes
 * the step and freezes what was submitted. The same form sent twice is one submission; both get the same number.
 */
export const submitStage = (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  wanted: { readonly caseId: string; readonly requestKey: string; readonly version: number },
): Promise<void> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    const caseFile = await lockOwn(tx.trx, wanted.caseId, actor.id)
    const known = isId(wanted.requestKey)
    if (!known) throw new AppError('BAD_REQUEST')
    const repeated = await tx
      .trx('case_event')
      .where({ case_id: caseFile.id, request_key: wanted.requestKey })
      .first('id')
    if (repeated) {
      record(tx, deps, caseFile, 'submit-repeated')
      return
    }
    await requireFillable(tx, caseFile)
    const action = submitting(caseFile)
    if (!action) throw new AppError('NOT_ALLOWED_NOW', '现在可以填写和上传，领取登记证书以后才能提交。')
    const { matter, stored, answers, facts } = await loadCase(tx.trx, deps.crypto, caseFile)
    const stage = stageOf(matter, caseFile.stage)
    await requireMaySubmit(tx, matter, stage.code, actor.id)
    const files = await filesOf(tx, caseFile.id)
    const counts = Object.fromEntries(
      stage.materials.map((code) => [code, files.filter((file) => file.material === code).length]),
    )
    const posts = await heldPosts(tx.trx, deps.crypto, caseFile.id, facts.people)
    const organization = await organizationOf(tx.trx, caseFile)
    const register = organization && entryOf(organization).items
    const context = ruleContext(deps, localDate(tx.now), caseFile.authority_id, { posts, register })
    const state = stageState(matter, stage, stored, answers, counts, context)
    const role = saidRole(matter, stored, caseFile)
    const age = await accountAgeRemark(deps, actor.id, role)
    if (!state.complete || age?.level === 'BLOCK') throw new AppError('INVALID', incomplete)
    requireAnswered(await openCorrectionOf(tx.trx, caseFile))
    if (isNameUnfit(await checkNames(deps, caseFile, answers)))
      throw new AppError('INVALID', '名称不符合规定，请先按提示修改。')

    const title = normalizeName(facts.name) || caseFile.title
    const submitted: CaseRow = {
      ...caseFile,
      number: caseFile.number ?? (await nextCaseNumber(tx, deps, caseFile)),
      title,
      draft_title: null,
      consulted_title: consultedTitle(matter, caseFile, title),
      register_before: register ?? null,
    }
    await tx
      .trx('case_file')
      .where({ id: caseFile.id })
      .update({
        number: submitted.number,
        title: submitted.title,
        draft_title: null,
        consulted_title: submitted.consulted_title,
        applicant_role: role,
        register_before: register ? JSON.stringify(register) : null,
        submitted_at: caseFile.submitted_at ?? tx.now,
        contact_phone_idx: contactIndex(deps, facts.contactPhone),
      })
    await recordPeople(tx, deps, caseFile.id, facts.people)
    await recordNames(tx, deps, caseFile, answers)
    const { event } = await takeStep(tx, deps, submitted, {
      action,
      by: { kind: 'applicant', accountId: actor.id, name: actor.name },
      requestKey: wanted.requestKey,
      expectedVersion: wanted.version,
    })
    const snapshot: Snapshot = {
      findings: state.pages.flatMap(({ page, findings }) =>
        findings.map(({ message, basis = '' }) => ({ page: page.title, text: message, basis })),
      ),
      sections: [...sections(matter, [...stage.locked, ...stage.pages], stored, register)].map((section) => ({
        ...section,
        rows: [...section.rows],
        items: section.items.map((item) => ({ ...item, rows: [...item.rows] })),
      })),
      materials: stage.materials.map((code) => ({
        code,
        title: materialOf(matter, code)?.title ?? code,
        files: files
          .filter((file) => file.material === code)
          .map(({ id, name: fileName, sha256, size, type }) => ({
            id,
            name: fileName,
            sha256,
            size: Number(size),
            type,
          })),
      })),
    }
    await tx.trx('snapshot').insert({
      case_id: caseFile.id,
      event_id: event.id,
      stage: caseFile.stage,
      at: tx.now,
      ...sealSnapshot(deps.crypto, caseFile.id, event.id, snapshot),
    })
  })

/** Ends a case for the applicant: takes back what was submitted, or gives up the draft of a later stage. */
export const withdraw = (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  wanted: { readonly caseId: string; readonly requestKey: string; readonly version: number },
): Promise<void> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    if (!isId(wanted.requestKey)) throw new AppError('BAD_REQUEST')
    const caseFile = await lockOwn(tx.trx, wanted.caseId, actor.id)
    const { repeated } = await takeStep(tx, deps, caseFile, {
      // A form sent twice finds the case ended: the step it took is known by its key.
      action: givingUp(caseFile) ?? 'withdraw',
      by: { kind: 'applicant', accountId: actor.id, name: actor.name },
      requestKey: wanted.requestKey,
      expectedVersion: wanted.version,
    })
    if (repeated) record(tx, deps, caseFile, 'withdraw-repeated')
  })
