import { randomUUID } from 'node:crypto'
import type { Deps } from '../../src/deps.ts'
import { checkCaseName } from '../../src/modules/organizations/check-name.ts'
import { figuresOf, type Figures } from './load.ts'

/** The name engine with its look into the register, one name after the other, each name another registered one. */
export const measureNameCheck = async (deps: Deps, count: number): Promise<Figures> => {
  const rows = await deps.db
    .knex('organization')
    .where({ type: 'SOCIAL_GROUP' })
    .orderByRaw('md5(uscc)')
    .limit(count)
    .select<{ name: string; authority_id: number }[]>('name', 'authority_id')
  const times: number[] = []
  const start = performance.now()
  for (const { name, authority_id: authorityId } of rows) {
    const begun = performance.now()
    // One character differs, so that the exact name is not there and the similar ones are what is looked for.
    const wanted = `${name.slice(0, -4)}新${name.slice(-4)}`
    await checkCaseName(deps, {
      name: wanted,
      orgType: 'SOCIAL_GROUP',
      authorityId,
      caseId: randomUUID(),
    })
    times.push(performance.now() - begun)
  }
  return figuresOf(times, (performance.now() - start) / 1000)
}
