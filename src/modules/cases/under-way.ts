import type { Knex } from 'knex'
import { chineseDate } from '../../core/documents/dates.ts'
import type { Field } from '../../core/forms/field.ts'
import type { Answers, Matter } from '../../core/matters/define.ts'
import { askedPages } from '../../core/matters/journey.ts'
import type { RegisterChange } from '../../core/register/changes.ts'
import type { RegisterItem } from '../../core/register/items.ts'
import { isFinal } from '../../core/workflow/statuses.ts'
import type { Deps } from '../../deps.ts'
import { waitingOf } from '../register/planned.ts'
import { loadCase } from './load.ts'
import type { CaseRow } from './store.ts'

type Asking = Pick<CaseRow, 'id' | 'matter' | 'organization_id'>
export type UnderWay = ReadonlyMap<RegisterItem, string>

/** What of the register a case is about: the items beside which its pages ask. */
const itemsOfCase = (matter: Matter, answers: Answers): readonly RegisterItem[] =>
  askedPages(
    matter,
    matter.pages.map(({ code }) => code),
    answers,
  ).flatMap(({ before = {} }) => Object.values(before))

/** What of the register a change sets; a namesake may follow who represents. */
const itemOf = (change: RegisterChange): readonly RegisterItem[] => {
  if (change.kind === 'set') return [change.item]
  return change.kind === 'person' && change.enters.legalRepresentative ? ['legalRepresentative'] : []
}

/**
 * Other cases of the organization that were handed in and have not ended: in the same matter, and for a report, which
 * confirms what is registered, those that ask to change it; what was granted stands in the register already.
 */
const othersOpen = async (
  knex: Knex,
  { matters }: Pick<Deps, 'matters'>,
  { id, matter, organization_id: organization }: Asking,
) => {
  const confirms = matters.require(matter).family === 'report'
  const asked = confirms ? matters.all.filter(({ family }) => family === 'change').map(({ code }) => code) : [matter]
  const cases = await knex<CaseRow>('case_file')
    .where({ organization_id: organization })
    .whereIn('matter', asked)
    .whereNot({ id })
    .whereNotNull('number')
    .whereNull('deleted_at')
    .orderBy('submitted_at')
    .select('id', 'matter', 'stage', 'status', 'number')
  return cases.filter(
    (one) => !isFinal(one.status) && !(confirms && one.stage !== matters.require(one.matter).stages[0]?.code),
  )
}

/**
 * What of the register other cases of the organization are changing, or have changed for a later day, each with which
 * that is. Read under the lock of the organization it is so until the transaction ends.
 */
export const itemsUnderWay = async (
  knex: Knex,
  deps: Pick<Deps, 'crypto' | 'matters'>,
  caseFile: Asking,
): Promise<UnderWay> => {
  const found = new Map<RegisterItem, string>()
  if (caseFile.organization_id === null) return found
  for (const other of await othersOpen(knex, deps, caseFile)) {
    const { matter, answers } = await loadCase(knex, deps, other)
    for (const item of itemsOfCase(matter, answers)) found.set(item, `办件编号${other.number ?? ''}`)
  }
  // What waits for its day says so, and not how its case stands.
  for (const { id, changes, effectiveOn } of await waitingOf(knex, deps, caseFile.organization_id))
    if (id !== caseFile.id)
      for (const item of changes.flatMap(itemOf)) found.set(item, `已经准予，${chineseDate(effectiveOn)}生效`)
  return found
}

/** Choices among items of the register, with what is under way already said beside them. */
export const tellingUnderWay = (fields: readonly Field[], underWay: UnderWay): readonly Field[] =>
  underWay.size === 0
    ? fields
    : fields.map((field) =>
        field.kind === 'choices' && field.options
          ? {
              ...field,
              options: field.options.map((option) => {
                const by = underWay.get(option.value as RegisterItem)
                return by === undefined ? option : { ...option, hint: `正在办理变更（${by}），办结以后才能再次申请` }
              }),
            }
          : field,
      )
