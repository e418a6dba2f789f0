import { createHash, randomUUID } from 'node:crypto'
import type { Deps } from '../../src/deps.ts'
import type { Status } from '../../src/core/workflow/statuses.ts'
import { sampleAnswers } from './sample.ts'
import { socialGroupEstablishment } from '../../src/matters/establishment/social-group/index.ts'
import { openAnswers, sealPage, type AnswerRow } from '../../src/modules/cases/answers.ts'
import type { CaseRow } from '../../src/modules/cases/store.ts'

/** What these helpers need of a portal: its parts, and the owner's connection for what no page does. */
type Portal = { readonly deps: Deps; readonly owner: Deps['db'] }

const { stages } = socialGroupEstablishment

export const stageAt = (code: string) => {
  const found = stages.find((stage) => stage.code === code)
  if (!found) throw new Error(`no stage ${code}`)
  return found
}

/** A small PDF of one empty page; every `mark` gives other bytes. */
export const tinyPdf = (mark: string): Buffer<ArrayBuffer> =>
  Buffer.from(
    `%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Count 1 /Kids [3 0 R] >>
endobj
3 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] >>
endobj
% ${mark}
trailer
<< /Root 1 0 R >>
%%EOF
`,
  )

/** Puts a file under a material of a case, as an upload would leave it. Gives the attachment's id. */
export const putFile = async (
  { deps, owner }: Portal,
  caseFile: string,
  material: string,
  bytes: Buffer = tinyPdf(`${caseFile} ${material}`),
  name = `${material}.pdf`,
): Promise<string> => {
  const { sha256, size } = await deps.files.put(bytes)
  await owner
    .knex('stored_file')
    .insert({ sha256, size, type: 'pdf', created_at: deps.clock.now() })
    .onConflict('sha256')
    .ignore()
  const id = randomUUID()
  await owner
    .knex('attachment')
    .insert({ id, case_id: caseFile, material, sha256, name, uploaded_at: deps.clock.now() })
  return id
}

/**
 * A case as it lies in the tables at some stage, with every page and material up to it when `complete`, with some pages
 * of earlier stages when they are `answered`.
 */
export const putCase = async (
  portal: Portal,
  accountId: string,
  wanted: {
    readonly stage?: string
    readonly status?: Status
    readonly complete?: boolean
    readonly answered?: readonly string[]
    readonly authority?: string
  } = {},
): Promise<string> => {
  const { deps, owner } = portal
  const {
    stage = 'nameConsultation',
    status = 'DRAFT',
    complete = false,
    answered = [],
    authority = 'shanxi-mzt',
  } = wanted
  const id = randomUUID()
  const now = deps.clock.now()
  const found = deps.reference.authorities.find(({ code }) => code === authority)
  if (!found) throw new Error(`no authority ${authority}`)
  const fresh = stage === 'nameConsultation' && status === 'DRAFT'
  await owner.knex('case_file').insert({
    id,
    matter: socialGroupEstablishment.code,
    account_id: accountId,
    authority_id: found.id,
    stage,
    procedure: stageAt(stage).procedure,
    status,
    title: complete ? '山西省古建筑彩绘保护协会' : '',
    number: fresh ? null : `TEST-${id}`,
    created_at: now,
    updated_at: now,
  })
  const reached = stages.slice(0, stages.findIndex(({ code }) => code === stage) + 1)
  const pages = complete ? [...new Set(reached.flatMap((each) => each.pages as readonly string[]))] : answered
  if (pages.length === 0) return id
  await owner.knex('answer').insert(
    pages.map((page) => ({
      case_id: id,
      page,
      data_enc: sealPage(deps.crypto, id, page, sampleAnswers[page] ?? { values: {}, items: [] }),
      version: 1,
      updated_at: now,
    })),
  )
  if (complete) for (const material of stageAt(stage).materials) await putFile(portal, id, material)
  return id
}

export const caseRow = async ({ owner }: Portal, id: string): Promise<CaseRow> => {
  const row = await owner.knex<CaseRow>('case_file').where({ id }).first()
  if (!row) throw new Error(`no case ${id}`)
  return row
}

/** What is stored of a case's pages, opened, and each page's version. */
export const storedPages = async ({ deps, owner }: Portal, id: string) => {
  const rows = await owner.knex<AnswerRow & { case_id: string }>('answer').where({ case_id: id })
  return {
    pages: openAnswers(deps.crypto, id, rows),
    versions: Object.fromEntries(rows.map((row) => [row.page, row.version])),
  }
}

/** Opens a correction notice for a case that waits for it. */
export const putCorrection = async (
  { owner, deps }: Portal,
  caseFile: string,
  items: readonly { readonly kind: 'page' | 'field' | 'material'; readonly target: string }[],
): Promise<readonly number[]> => {
  const [correction] = (await owner
    .knex('correction')
    .insert({
      case_id: caseFile,
      stage: 'establishmentSubmission',
      opened_at: deps.clock.now(),
      due_on: '2026-12-31',
    })
    .returning('id')) as { id: number }[]
  if (!correction) throw new Error('no correction')
  const rows = (await owner
    .knex('correction_item')
    .insert(
      items.map(({ kind, target }) => ({
        correction_id: correction.id,
        target_kind: kind,
        target,
        title: target,
        note: `请补正${target}`,
      })),
    )
    .returning('id')) as { id: number }[]
  return rows.map(({ id }) => id)
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
