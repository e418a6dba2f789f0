import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import knexFactory, { type Knex } from 'knex'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'

let database: TestDatabase
let knex: Knex

beforeAll(async () => {
  database = await createTestDatabase()
  knex = knexFactory({ client: 'pg', connection: database.databaseUrl, pool: { min: 0, max: 1 } })
})
afterAll(async () => {
  await knex.destroy()
  await database.drop()
})

/** Columns a row type takes from another type it names. */
const takenFrom: Readonly<Record<string, readonly [file: string, type: string]>> = {
  CaseRow: ['src/core/workflow/case-clock.ts', 'ClockColumns'],
}

/** Row types of the code, the table each describes, and whether it names every column. */
const rowTypes = [
  ['src/modules/cases/store.ts', 'CaseRow', 'case_file', 'whole'],
  ['src/modules/cases/store.ts', 'EventRow', 'case_event', 'whole'],
  ['src/modules/cases/answers.ts', 'AnswerRow', 'answer', 'part'],
  ['src/modules/cases/snapshot.ts', 'SnapshotRow', 'snapshot', 'part'],
  ['src/modules/documents/render-document.ts', 'Row', 'document', 'part'],
  ['src/modules/register/entry.ts', 'OrganizationRow', 'organization', 'part'],
  ['src/modules/messages/send-sms.ts', 'OutgoingSms', 'outgoing_sms', 'part'],
  ['src/modules/binding/store.ts', 'LegacyRow', 'legacy_account', 'whole'],
  ['src/modules/people/admission.ts', 'RegistrationRow', 'registration_request', 'whole'],
  ['src/modules/helpdesk/store.ts', 'OperationRow', 'desk_operation', 'whole'],
  ['src/db/audit.ts', 'AuditRow', 'audit_log', 'part'],
] as const

type Column = { readonly column_name: string; readonly data_type: string; readonly is_nullable: 'YES' | 'NO' }

/** Members of a type written out in a file: name → what stands behind the colon. */
const ownMembersOf = (file: string, type: string): ReadonlyMap<string, string> => {
  const text = readFileSync(fileURLToPath(new URL(`../../../${file}`, import.meta.url)), 'utf8')
  const body = new RegExp(`type ${type} = (?:\\w+ & )?\\{(.*?)(?:\\n| )\\}\\n`, 's').exec(text)?.[1]
  if (body === undefined) throw new Error(`no type ${type} in ${file}`)
  return new Map(
    body
      .split(/\n|; /)
      .map((line) => /^\s*(?:readonly\s+)?(\w+)\??:\s*(.+?)\s*$/.exec(line))
      .filter((match) => match !== null)
      .map(([, name = '', kind = '']) => [name, kind]),
  )
}

const membersOf = (file: string, type: string): ReadonlyMap<string, string> => {
  const other = takenFrom[type]
  return new Map([...(other ? ownMembersOf(...other) : []), ...ownMembersOf(file, type)])
}

/** What the driver gives for a column (see db/client.ts: counts are numbers, days are texts). */
const kindOf = (dataType: string): RegExp => {
  if (/^(smallint|integer|bigint)$/.test(dataType)) return /^number$/
  if (dataType === 'ARRAY') return /\[\]$/
  if (dataType === 'boolean') return /^boolean$/
  if (dataType.startsWith('timestamp')) return /^(Date|string)$/
  if (dataType === 'jsonb')
    return /^(unknown|(Readonly<)?Record<.*|DocumentData|RegisterCheck|RegisterItems|EventDetails)$/
  // A text may be of a union of texts, and those have names.
  return /^(string|'.*'|[A-Z]\w*)$/
}

describe('types of rows', () => {
  it.each(rowTypes)('S61 %s %s is what %s has', async (file, type, table, extent) => {
    const columns = await knex('information_schema.columns')
      .where({ table_schema: 'public', table_name: table })
      .select<Column[]>('column_name', 'data_type', 'is_nullable')
    const members = membersOf(file, type)
    expect(members.size).toBeGreaterThan(2)
    for (const [name, kind] of members) {
      const column = columns.find(({ column_name: own }) => own === name)
      expect([type, name, column !== undefined]).toEqual([type, name, true])
      const nullable = kind.endsWith(' | null')
      expect([type, name, nullable || kind === 'unknown']).toEqual([
        type,
        name,
        column?.is_nullable === 'YES' || kind === 'unknown',
      ])
      expect(kind.replace(/ \| null$/, '')).toMatch(kindOf(column?.data_type ?? ''))
    }
    if (extent === 'whole')
      expect([...members.keys()].toSorted()).toEqual(columns.map((column) => column.column_name).toSorted())
  })
})
