import { AppError } from '../../core/errors.ts'
import type { Field, PageData, RawValues } from '../../core/forms/field.ts'
import type { AnswerSet, Matter } from '../../core/matters/define.ts'
import { pageOf } from '../../core/matters/journey.ts'
import { isEnding } from '../../core/workflow/endings.ts'
import type { Deps } from '../../deps.ts'
import type { Applicant } from '../../web/route.ts'
import { authorityById } from '../../reference/reference.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { byApplicant } from '../../web/acting.ts'
import { insertDraft, isRepeated } from './drafts.ts'
import { loadCase } from './load.ts'
import { organizationBeginning } from './organization-case.ts'
import { lockCase, type CaseRow } from './store.ts'

/** Whether a case may be begun anew from what it holds: one that ended without what was applied for. */
export const isCopyable = (caseFile: Pick<CaseRow, 'status'> & { readonly deleted_at: unknown }): boolean =>
  caseFile.deleted_at === null && isEnding(caseFile.status)

/** What somebody vouched for, they vouched for in that case. */
const withoutDeclarations = (fields: readonly Field[], values: RawValues): RawValues => {
  const vouched = new Set(fields.filter(({ kind }) => kind === 'declaration').map(({ name }) => name))
  return Object.fromEntries(Object.entries(values).filter(([name]) => !vouched.has(name)))
}

/** Answers that may stand in a new case; a page of which nothing is left is asked anew. */
const copiedAnswers = (matter: Matter, stored: AnswerSet): AnswerSet => {
  const copied: Record<string, PageData> = {}
  for (const [code, data] of Object.entries(stored)) {
    const page = pageOf(matter, code)
    if (!page) continue
    const values = withoutDeclarations(page.fields, data.values)
    const items = data.items.map((item) => ({
      ...item,
      values: withoutDeclarations(page.list?.fields ?? [], item.values),
    }))
    if (Object.keys(values).length > 0 || items.length > 0) copied[code] = { values, items }
  }
  return copied
}

/** Titles of the materials a copy takes along. */
export const lastingMaterials = (matter: Matter): readonly string[] =>
  matter.materials.filter(({ lasting }) => lasting).map(({ title }) => title)

/**
 * Begins a new case from one that ended: its answers without declarations, and the files of materials that stay
 * right; nothing the authority decided. The same form (`newId`) sent twice makes one. Everything is checked anew on
 * the way.
 */
export const copyCase = (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  wanted: { readonly caseId: string; readonly newId: string },
): Promise<void> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    const source = await lockCase(tx, wanted.caseId, actor, 'own')
    const repeated = await isRepeated(tx, actor.id, wanted.newId)
    const record = (action: string): void =>
      tx.audit({
        chain: authorityById(deps.reference, source.authority_id).code,
        action,
        objectKind: 'case',
        objectId: wanted.newId,
        details: { from: source.id },
      })
    if (repeated) return record('case.create-repeated')
    if (!isCopyable(source)) throw new AppError('NOT_ALLOWED_NOW', '办件还没有结束，不能复制为新申请。')
    const { matter, typed } = await loadCase(tx.trx, deps, source)
    const organization =
      matter.begunBy === 'organization' && source.organization_id !== null
        ? await organizationBeginning(tx, deps, actor, matter, source.organization_id)
        : undefined
    await insertDraft(tx, deps, actor, {
      id: wanted.newId,
      matter,
      authorityId: organization?.authority_id ?? source.authority_id,
      ...(organization ? { organization } : {}),
      pages: copiedAnswers(matter, typed),
    })
    const lasting = matter.materials.filter((material) => material.lasting).map(({ code }) => code)
    await tx.trx.raw(
      `insert into attachment (case_id, material, sha256, name, uploaded_at)
       select ?, material, sha256, name, ? from attachment
       where case_id = ? and removed_at is null and material = any (?) order by uploaded_at, id`,
      [wanted.newId, tx.now, source.id, lasting],
    )
    record('case.copy')
  })
