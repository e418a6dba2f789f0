import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../db/command.ts'
import { consentPlace, consentText, paperFields, tellConsent, withConsent } from '../../core/matters/consent.ts'
import { AppError } from '../../core/errors.ts'
import { readAnswers } from '../../core/matters/answers.ts'
import { findingKind } from '../../core/reports/findings.ts'
import { materialOf, sections, stageOf, stageState, type Section } from '../../core/matters/journey.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Applicant } from '../../web/route.ts'
import { entryOf, organizationOf } from '../register/entry.ts'
import { holdingsOf } from '../register/holdings.ts'
import { accountAgeRemark } from './applicant-age.ts'
import { bindingCorrection, type OpenCorrection } from './corrections.ts'
import { asCopies, staleCharter } from './going-along.ts'
import { heldPosts } from '../register/held-posts.ts'
import { accountsFiled } from '../register/accounts-filed.ts'
import { organizationsNamed } from '../register/named.ts'
import { loadCase } from './load.ts'
import { checkNames, isNameUnfit } from './name.ts'
import { requireMaySubmit } from './real-name.ts'
import { ruleContext } from './rule-context.ts'
import { handedInOn, lastReportOf, reportContext } from './report-year.ts'
import { saidRole } from './role.ts'
import { changedSinceSigned, resignText } from './signed-papers.ts'
import { lastSnapshot } from './snapshot.ts'
import { itemsUnderWay } from './under-way.ts'
import type { Snapshot } from '../../core/submissions/snapshot.ts'
import { eventsOf, type CaseRow } from './store.ts'

const filesOf = async (tx: Transaction, caseId: string) =>
  tx
    .trx('attachment as a')
    .join('stored_file as f', 'f.sha256', 'a.sha256')
    .where({ case_id: caseId })
    .whereNull('removed_at')
    .orderBy('uploaded_at')
    .select<
      {
        id: string
        material: string
        name: string
        uploaded_at: Date
        sha256: string
        size: number
        type: string
        pages: number | null
        signed_digest: string | null
      }[]
    >('a.id', 'a.material', 'a.name', 'a.uploaded_at', 'a.sha256', 'f.size', 'f.type', 'f.pages', 'a.signed_digest')

type StoredFiles = readonly Omit<Awaited<ReturnType<typeof filesOf>>[number], 'uploaded_at' | 'signed_digest'>[]

const incomplete = '还有未完成的内容，请按任务清单补充后再提交。'

const requireAnswered = (correction: OpenCorrection | undefined): void => {
  if (correction?.items.some((item) => !item.answer))
    throw new AppError('INVALID', '请先逐项说明补正告知书中每一项的补正情况，再重新提交。')
}

export const frozenSections = (told: readonly Section[]): Snapshot['sections'] =>
  told.map((section) => ({
    ...section,
    rows: [...section.rows],
    items: section.items.map((item) => ({ ...item, rows: [...item.rows] })),
  }))

export const frozenFiles = (files: StoredFiles, code: string) =>
  files
    .filter(({ material }) => material === code)
    .map(({ id, name, sha256, size, type, pages }) => ({
      id,
      name,
      sha256,
      size: Number(size),
      type,
      ...(pages === null ? {} : { pages }),
    }))

/**
 * The present stage of a case, checked with the rules the reviewer sees, ready to leave the applicant's hands; `to` the
 * authority, or to the unit, of whom nothing is asked that only its consent can give. Throws INVALID for what is not
 * complete, NOT_VERIFIED for whom may not submit.
 */
export const readyStage = async (
  tx: Transaction,
  deps: Deps,
  actor: Applicant,
  caseFile: CaseRow,
  to: 'authority' | 'unit',
) => {
  const loaded = await loadCase(tx.trx, deps, caseFile)
  const { matter, stored, answers, facts, consent } = loaded
  const stage = stageOf(matter, caseFile.stage)
  // An organization is known by its register: whoever submits for it answers for themselves.
  const applicant = matter.begunBy === 'organization' ? actor.id : caseFile.account_id
  await requireMaySubmit(tx, actor.id === applicant ? 'submit' : 'submitFor', { matter, stage: stage.code }, applicant)
  const files = await filesOf(tx, caseFile.id)
  const counts = Object.fromEntries(
    stage.materials.map((code) => [code, files.filter((file) => file.material === code).length]),
  )
  const posts = await heldPosts(tx.trx, deps.crypto, caseFile, facts.people)
  const organization = await organizationOf(tx.trx, caseFile)
  const register = organization && entryOf(organization).items
  const holdings = organization && (await holdingsOf(tx.trx, deps.crypto, organization.id))
  const owner = await tx.trx<{ id: string; name: string }>('account').where({ id: applicant }).first('name')
  const today = localDate(tx.now)
  const place = consentPlace(matter, stage)
  const asking = to === 'unit' ? place : undefined
  // Asked as it would be if the unit agreed today.
  const agreed = asking && withConsent(asking, stored, { unit: '', number: '', date: today, opinion: '' })
  const correction = await bindingCorrection(tx.trx, deps, caseFile)
  const state = stageState(
    matter,
    stage,
    asCopies(agreed ?? stored, correction?.along),
    agreed ? readAnswers(matter.pages, agreed) : answers,
    counts,
    ruleContext(deps, today, caseFile.authority_id, {
      posts,
      named: await organizationsNamed(tx.trx, matter, answers),
      accountsFiled: await accountsFiled(
        tx.trx,
        deps.crypto,
        { matter, answers, organizationId: caseFile.organization_id },
        'applicant',
      ),
      register,
      holdings,
      certifiedOn: organization?.valid_from ?? undefined,
      ...reportContext(
        matter,
        caseFile.fiscal_year,
        register?.charity,
        await lastReportOf(tx.trx, deps, caseFile.organization_id, caseFile.fiscal_year),
        handedInOn(caseFile.fiscal_year === null ? [] : await eventsOf(tx.trx, caseFile.id), caseFile.stage, today),
      ),
      applicant: owner?.name ?? '',
      underWay: await itemsUnderWay(tx.trx, deps, caseFile),
    }),
    asking ?? consent?.settled,
  )
  const role = saidRole(matter, stored, caseFile)
  const age = await accountAgeRemark(deps, applicant, role)
  if (!state.complete || age?.level === 'BLOCK') throw new AppError('INVALID', incomplete)
  requireAnswered(correction)
  const written = { matter, stage, stored, register, holdings, uscc: organization?.uscc, caseFile }
  const [resign] = changedSinceSigned(deps, written, files)
  if (resign !== undefined) throw new AppError('INVALID', `${resignText(matter, resign)}。`)
  if (isNameUnfit(await checkNames(deps, caseFile, answers)))
    throw new AppError('INVALID', '名称不符合规定，请先按提示修改。')
  const told = sections(matter, [...stage.locked, ...stage.pages], stored, register, holdings)
  const before = correction && (await lastSnapshot(tx.trx, deps.crypto, caseFile))
  const stale = staleCharter({ matter, answers }, correction, files, before)
  return { ...loaded, stage, files, state, register, registerStatus: organization?.status, role, told, stale }
}

export type ReadyStage = Awaited<ReturnType<typeof readyStage>>

/** The register moved since the page was filled in, which no rule of the matter says. */
const movedCode = 'REGISTER-MOVED'
/** What goes along was made of something that is otherwise now. */
const staleCode = 'STALE'

/** What the authority gets: everything as it stands, and what the rules pointed out. */
export const forAuthority = ({ matter, consent, stage, files, state, told, stale }: ReadyStage): Snapshot => {
  const given = consent?.settled && consent.given
  return {
    ...(consent && given
      ? { consent: { unit: given.unit, number: given.number, date: given.date, changed: [...consent.changed] } }
      : {}),
    findings: [
      ...state.pages.flatMap(({ page, findings }) =>
        findings.map(({ message, basis = '' }) => ({ page: page.title, text: message, basis })),
      ),
      ...(stale ? [{ page: stale.page, text: stale.text, basis: '' }] : []),
    ],
    sections: frozenSections(consent?.settled && given ? tellConsent(consent.settled, told, given) : told),
    // What the answers do not ask for is not missing: it stands there only if something was uploaded all the same.
    materials: stage.materials
      .map((code) => ({
        code,
        title: materialOf(matter, code)?.title ?? code,
        files: frozenFiles(files, code),
        ...(given && code === consent?.settled?.material
          ? { instead: `业务主管单位在线同意：${consentText(given)}` }
          : {}),
      }))
      .filter(
        (material) =>
          'instead' in material ||
          material.files.length > 0 ||
          state.materials.some(({ material: asked }) => asked.code === material.code),
      ),
  }
}

/** What the rules pointed out, as lists of the authority count it: the words stand in what it gets. */
export const countedFindings = ({ matter, state, stale }: ReadyStage) => {
  const found = [
    ...state.pages.flatMap(({ page, findings }) => findings.map(({ code = movedCode }) => ({ page: page.code, code }))),
    ...(stale ? [{ page: stale.page, code: staleCode }] : []),
  ]
  return {
    finding_codes: found.map(({ code }) => code),
    finding_kinds: [...new Set(found.map((finding) => findingKind(matter, finding)))],
  }
}

/** What the unit gets: the same without the answers and the paper that are to come from it. */
export const forUnit = ({ matter, stage, files, told }: ReadyStage): Snapshot => {
  const place = consentPlace(matter, stage)
  const own = place ? paperFields(place) : []
  return {
    findings: [],
    sections: frozenSections(
      told
        .map((section) =>
          section.page === place?.page
            ? { ...section, rows: section.rows.filter(({ field }) => !own.includes(field)) }
            : section,
        )
        .filter(({ page, rows, items }) => page !== place?.page || rows.length > 0 || items.length > 0),
    ),
    materials: stage.materials
      .filter((code) => code !== place?.material)
      .map((code) => ({ code, title: materialOf(matter, code)?.title ?? code, files: frozenFiles(files, code) }))
      .filter((material) => material.files.length > 0),
  }
}
