import type { Knex } from 'knex'
import { seedDemoLegacyAccounts } from './legacy.ts'
import { seedDemoOrganizations } from './organizations.ts'
import { seedDemoStaff, seedDemoUnitStaff } from './staff.ts'
import type { DemoTools } from './tools.ts'

export { seedBoundAccount } from './bound-account.ts'
export type { DemoTools } from './tools.ts'
export { demoLegacyAccounts } from './legacy.ts'
export { livedHeads, livedUnit, seedRegisterLife } from './register-life.ts'
export { demoPassword } from './staff.ts'

/** Everything invented that a newcomer can try the portal with; only ever called with the sandbox. */
export const seedDemo = async (knex: Knex, tools: DemoTools): Promise<void> => {
  await seedDemoStaff(knex, tools)
  await seedDemoUnitStaff(knex, tools)
  await seedDemoOrganizations(knex, tools)
  await seedDemoLegacyAccounts(knex, tools)
}
