import type { NameAnswer } from '../../core/names/engine.ts'
import { nameKey, normalizeName } from '../../core/names/normalize.ts'
import { comparisonKey } from '../../core/names/parse.ts'
import type { NameDeclarations } from '../../core/names/types.ts'
import type { Answers, Matter } from '../../core/matters/define.ts'
import type { FieldRef } from '../../core/matters/facts.ts'
import { pageOf } from '../../core/matters/journey.ts'
import { isEditable } from '../../core/workflow/statuses.ts'
import type { Database, Statement } from '../../db/client.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import { engineDivisions } from '../../reference/reference.ts'
import { checkCaseName, checkApprovedName, type ComparedName } from '../organizations/check-name.ts'
import { earlierNames, findOpenNames, findOpenNamesNow, type OpenName } from '../organizations/open-names.ts'
import type { CaseRow } from './store.ts'

/** A stage is about the name while it is asked about or decided on; of a change, with all else that is decided. */
const isNaming = ({ begunBy }: Pick<Matter, 'begunBy'>, { procedure }: Pick<CaseRow, 'procedure'>): boolean =>
  procedure === 'consultation' ||
  procedure === 'nameApproval' ||
  (begunBy === 'organization' && procedure === 'licence')

/** What is read of the answers to judge names. */
type NameAnswers = Pick<Answers, 'value' | 'items'>

type Named = Pick<CaseRow, 'id' | 'matter' | 'stage' | 'procedure' | 'status' | 'authority_id' | 'organization_id'>

/** What the answers say of the names beside the names. */
const declarations = ({ facts }: Matter, answers: NameAnswers): NameDeclarations => {
  const given = (ref: FieldRef | undefined): string => (ref ? answers.value(ref.page, ref.field) : '')
  return {
    personInName: given(facts.names?.personIn) === 'yes',
    unitInName: given(facts.names?.unitIn) === 'yes',
    withoutTradeName: given(facts.names?.withoutTradeName) === 'yes',
    licensed: given(facts.names?.licence) !== '',
    founders: facts.people
      .filter(({ role }) => role === 'SPONSOR')
      .flatMap((list) => answers.items(list.page).map(({ values }) => values[list.name] ?? ''))
      .filter((name) => name !== ''),
  }
}

/** The name engine's answer in the stages that are about the name; nothing once the name is approved. */
export const checkStageName = async (
  deps: Deps,
  caseFile: Named,
  name: string,
  answers: NameAnswers,
): Promise<ComparedName | undefined> => {
  const matter = deps.matters.require(caseFile.matter)
  return isNaming(matter, caseFile) && name !== ''
    ? checkCaseName(deps, {
        name,
        orgType: matter.orgType,
        authorityId: caseFile.authority_id,
        caseId: caseFile.id,
        organizationId: caseFile.organization_id,
        declared: declarations(matter, answers),
      })
    : undefined
}

const keptStatement: Statement = {
  name: 'case-kept-name',
  text: 'select name, until from name_reservation where case_id = $1 and released_at is null',
}

/**
 * What is to be said of the name once it is approved, to whoever fills the stage in: whether it is still that name and,
 * until the papers are filed, still kept. What was filed in time keeps its name, also while it is corrected.
 */
const checkKeptName = async (deps: Deps, caseFile: Named, name: string): Promise<NameAnswer | undefined> => {
  const matter = deps.matters.require(caseFile.matter)
  if (isNaming(matter, caseFile) || !isEditable(caseFile.status)) return undefined
  const [kept] = await deps.db.read<{ name: string; until: string }>(keptStatement, [caseFile.id])
  return (
    kept &&
    checkApprovedName(
      deps,
      { name, orgType: matter.orgType, authorityId: caseFile.authority_id },
      caseFile.status === 'DRAFT' ? kept : { name: kept.name },
    )
  )
}

/** Where the names of a case are answered: the one asked for first, then the alternatives in their order. */
const nameRefs = ({ facts }: Matter): readonly FieldRef[] =>
  facts.names ? [facts.names.proposed, ...facts.names.alternatives] : []

export type CheckedName = {
  /** The field the name was answered in, and what it is called. */
  readonly field: string
  readonly label: string
  readonly name: string
  readonly answer: NameAnswer
}

/**
 * Every name of a case that is given, with what the engine says of it: in the stages about the name the
 * alternatives too, for any of them may be the one that is approved.
 */
export const checkNames = async (
  deps: Deps,
  caseFile: Named,
  answers: NameAnswers,
): Promise<readonly CheckedName[]> => {
  const matter = deps.matters.require(caseFile.matter)
  const checked = await Promise.all(
    nameRefs(matter).map(async ({ page, field }, place): Promise<readonly CheckedName[]> => {
      const name = answers.value(page, field)
      const answer =
        (await checkStageName(deps, caseFile, name, answers)) ??
        (place === 0 ? await checkKeptName(deps, caseFile, name) : undefined)
      const label = pageOf(matter, page)?.fields.find((each) => each.name === field)?.label ?? field
      return answer ? [{ field, label, name, answer }] : []
    }),
  )
  return checked.flat()
}

/** Whether some of the names must not be submitted as they are. */
export const isNameUnfit = (checked: readonly CheckedName[]): boolean =>
  checked.some(({ answer }) => answer.findings.some(({ level }) => level === 'BLOCK'))

/**
 * Writes down which names a case asks for from now on, so that other cases with them see it. A name that it submitted
 * before keeps the day it was first submitted.
 */
export const recordNames = async (
  tx: Transaction,
  deps: Pick<Deps, 'reference' | 'matters'>,
  caseFile: Pick<CaseRow, 'id' | 'matter'>,
  answers: Pick<Answers, 'value'>,
): Promise<void> => {
  const rows = tx.trx('case_name').where({ case_id: caseFile.id })
  const before = await rows.clone().select<{ name_key: string; since: Date }[]>('name_key', 'since')
  await rows.delete()
  const divisions = engineDivisions(deps.reference)
  const names = nameRefs(deps.matters.require(caseFile.matter)).flatMap(({ page, field }, place) => {
    const name = normalizeName(answers.value(page, field))
    const key = nameKey(name)
    return key === ''
      ? []
      : [
          {
            case_id: caseFile.id,
            place,
            name,
            name_key: key,
            comparison_key: comparisonKey(key, divisions),
            since: before.find(({ name_key: known }) => known === key)?.since ?? tx.now,
          },
        ]
  })
  if (names.length > 0) await tx.trx('case_name').insert(names)
}

/** Takes a case's names away: it has ended, or its name stands in the register. */
export const forgetNames = async (tx: Transaction, caseId: string): Promise<void> => {
  await tx.trx('case_name').where({ case_id: caseId }).delete()
}

type NameRow = {
  readonly name: string
  readonly name_key: string
  readonly comparison_key: string
  readonly since: Date
}

const namesStatement: Statement = {
  name: 'case-names',
  text: 'select name, name_key, comparison_key, since from case_name where case_id = $1 order by place',
}

/** What an open case asks for: its names as submitted, in their order. */
export const namesOf = (db: Pick<Database, 'read'>, caseId: string): Promise<readonly NameRow[]> =>
  db.read<NameRow>(namesStatement, [caseId])

const questionOf = (caseId: string, name: NameRow) => ({
  nameKey: name.name_key,
  comparisonKey: name.comparison_key,
  caseId,
})

/** Other open cases with a name like one of this case's. */
export const othersWith = (db: Pick<Database, 'read'>, caseId: string, name: NameRow): Promise<readonly OpenName[]> =>
  findOpenNames(db, questionOf(caseId, name))

type Asking = Pick<CaseRow, 'id' | 'authority_id'>

/** Cases that have precedence over this one for the name it asks for first. */
export const namesBefore = async (
  db: Pick<Database, 'read'>,
  { id, authority_id: authorityId }: Asking,
): Promise<readonly OpenName[]> => {
  const [asked] = await namesOf(db, id)
  return asked ? earlierNames(await othersWith(db, id, asked), { since: asked.since, authorityId }) : []
}

/** The same inside the transaction that grants the name. */
export const namesBeforeNow = async (
  tx: Transaction,
  { id, authority_id: authorityId }: Asking,
): Promise<readonly OpenName[]> => {
  const asked = await tx
    .trx('case_name')
    .where({ case_id: id, place: 0 })
    .first<NameRow | undefined>('name', 'name_key', 'comparison_key', 'since')
  return asked
    ? earlierNames(await findOpenNamesNow(tx, questionOf(id, asked)), { since: asked.since, authorityId })
    : []
}
