import { randomUUID } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import { materialNeed, materialOf } from '../../core/matters/journey.ts'
import type { Signer } from '../../core/papers/define.ts'
import { signersOf } from '../../core/papers/signing.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import { byApplicant } from '../../web/acting.ts'
import type { Applicant } from '../../web/route.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { isOpenFor } from '../cases/corrections.ts'
import { requireFillable } from '../cases/fill-in.ts'
import { paperPdf } from '../cases/papers.ts'
import { loadWhole, type WholeCase } from '../cases/queries.ts'
import { record } from '../cases/record.ts'
import { paperToSignOnline, signedDigest } from '../cases/signed-papers.ts'
import { lockCase } from '../cases/store.ts'
import type { ItemRow } from './store.ts'

/** Whose name stands beside a place: the organization's, its registered representative's, or that of the list. */
const nameOf = ({ role, name }: Signer, { caseFile, register }: WholeCase): string => {
  if (role === 'organization') return caseFile.title
  return role === 'representative' ? (register?.legalRepresentative ?? '') : (name ?? '')
}

/** Bytes the portal made, kept in the transaction of what names them. */
export const keepMade = async (
  tx: Transaction,
  file: { readonly sha256: string; readonly size: number },
): Promise<void> => {
  await tx
    .trx('stored_file')
    .insert({ sha256: file.sha256, size: file.size, type: 'pdf', shown_sha256: file.sha256, created_at: tx.now })
    .onConflict('sha256')
    .ignore()
}

const voidItem = (tx: Transaction, id: string, why: ItemRow['void_why']): Promise<number> =>
  tx
    .trx('signing_item')
    .where({ id, state: 'WAITING' })
    .update({ state: 'VOID', settled_at: tx.now, void_why: why })
    .then(Number)

/**
 * Puts a paper of a case into 待签章, made of the answers as they are now. What is listed already and still says the same
 * stays; what says something else is no longer to be signed and makes room. Gives the item's id.
 */
export const listPaper = async (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  wanted: { readonly caseId: string; readonly material: string },
): Promise<string> => {
  const whole = await loadWhole(deps, wanted.caseId, actor, 'fill')
  const material = materialOf(whole.matter, wanted.material)
  const content = paperToSignOnline(deps, whole, wanted.material)
  if (!content || !material || materialNeed(material, whole.answers) === 'not-needed') throw new AppError('NOT_FOUND')
  if (!whole.fillable || !isOpenFor(whole.correction, material.code))
    throw new AppError('NOT_ALLOWED_NOW', '这项材料现在不能更改。')
  const beside = whole.attachments.filter((file) => file.material === material.code && file.signed_digest === null)
  if (beside.length >= material.maxFiles)
    throw new AppError('NOT_ALLOWED_NOW', `“${material.title}”已经上传了${beside.length}个文件，请先删除不需要的文件。`)
  const digest = signedDigest(content)
  const waiting = await deps.db
    .knex<ItemRow>('signing_item')
    .where({ case_id: whole.caseFile.id, paper: material.code, state: 'WAITING' })
    .first<ItemRow | undefined>()
  if (waiting?.digest === digest) return waiting.id
  const signers = signersOf(content)
  if (signers.some((signer) => nameOf(signer, whole) === ''))
    throw new AppError('NOT_ALLOWED_NOW', '还没有写明由谁签名，请先填写。')
  await deps.limits.use('own-form', actor.id)
  const file = await deps.files.put(await paperPdf(deps, content))
  return deps.command(byApplicant(actor, request), async (tx) => {
    const caseFile = await lockCase(tx, wanted.caseId, actor, 'fill')
    await requireFillable(tx, caseFile)
    const now = await tx
      .trx<ItemRow>('signing_item')
      .where({ case_id: caseFile.id, paper: material.code, state: 'WAITING' })
      .first<ItemRow | undefined>()
    const details = { material: material.code, digest }
    if (now?.digest === digest) {
      record(tx, deps, caseFile, 'signing-listed', { ...details, repeated: true })
      return now.id
    }
    if (now) await voidItem(tx, now.id, 'CHANGED')
    await keepMade(tx, file)
    const id = randomUUID()
    await tx.trx('signing_item').insert({
      id,
      case_id: caseFile.id,
      organization_id: caseFile.organization_id,
      paper: material.code,
      title: content.title,
      digest,
      sha256: file.sha256,
      state: 'WAITING',
      listed_by: actor.id,
      listed_at: tx.now,
    })
    await tx.trx('signing_place').insert(
      signers.map((signer, position) => ({
        item_id: id,
        position,
        role: signer.role,
        name: nameOf(signer, whole),
        place: signer.place,
      })),
    )
    record(tx, deps, caseFile, 'signing-listed', details)
    return id
  })
}

/** Takes something out of 待签章 again, signed in part or not; what all have signed stays. */
export const takeBack = (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  item: Pick<ItemRow, 'id' | 'case_id' | 'paper'>,
): Promise<void> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    const caseFile = await lockCase(tx, item.case_id, actor, 'fill')
    const taken = await voidItem(tx, item.id, 'TAKEN_BACK')
    record(tx, deps, caseFile, 'signing-taken-back', { material: item.paper, repeated: taken === 0 })
  })
