import type { Knex } from 'knex'
import type { NamedOrganization } from '../../core/matters/contexts.ts'
import { fieldsOf, type Answers, type Matter } from '../../core/matters/define.ts'

/** Organizations of the register that the answers of an organization's case name by their code. */
export const organizationsNamed = async (
  knex: Knex,
  { begunBy, pages }: Pick<Matter, 'begunBy' | 'pages'>,
  answers: Answers,
): Promise<ReadonlyMap<string, NamedOrganization>> => {
  const codes =
    begunBy === 'person'
      ? []
      : pages.flatMap((page) =>
          fieldsOf(page)
            .filter(({ kind }) => kind === 'uscc')
            .flatMap(({ name }) => [
              answers.value(page.code, name),
              ...answers.items(page.code).map(({ values }) => values[name] ?? ''),
            ]),
        )
  const asked = codes.filter((code) => code !== '')
  if (asked.length === 0) return new Map()
  const rows = await knex('organization')
    .whereIn('uscc', asked)
    .select<(NamedOrganization & { readonly uscc: string })[]>('uscc', 'name', 'status')
  return new Map(rows.map(({ uscc, name, status }) => [uscc, { name, status }]))
}
