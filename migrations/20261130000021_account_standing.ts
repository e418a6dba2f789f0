import type { Knex } from 'knex'

const before = ['REGISTER', 'CHANGE_DATA', 'RESET_PASSWORD', 'UNLOCK', 'CHANGE_PHONE', 'CHANGE_REPRESENTATIVE']
const kinds = [...before, 'RELEASE_PHONE', 'FREEZE', 'UNFREEZE', 'CLOSE']
const outcomes = ['SUCCESS', 'WRONG_PASSWORD', 'LOCKED']

const oneOf = (table: string, column: string, values: readonly string[]): string => `
  alter table ${table} drop constraint ${table}_${column}_check;
  alter table ${table} add constraint ${table}_${column}_check check (${column} in ('${values.join("', '")}'));
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    -- The counter shut the account: nobody logs in until it is lifted, its cases go on.
    alter table account add column frozen_at timestamptz;
    ${oneOf('desk_operation', 'kind', kinds)}
    ${oneOf('login_history', 'outcome', [...outcomes, 'FROZEN'])}
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    ${oneOf('login_history', 'outcome', outcomes)}
    ${oneOf('desk_operation', 'kind', before)}
    alter table account drop column frozen_at;
  `)
}
