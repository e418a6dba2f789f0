import { createHash } from 'node:crypto'
import { test as base } from '@playwright/test'
import { liaoningUrlVariable } from './portal.ts'

export { expect } from '@playwright/test'

/** A private address (RFC 1918) that belongs to one test. */
const addressOf = (testId: string): string =>
  `10.${createHash('sha256').update(testId).digest().subarray(0, 3).join('.')}`

/**
 * Every test comes from an address of its own, as people do who do not share an office: what the portal counts per
 * address (messages, registrations, failed logins) is counted for the test alone. The portals of the run believe one
 * proxy, see portal.ts.
 */
export const test = base.extend({
  extraHTTPHeaders: async ({ extraHTTPHeaders }, use, { testId }) => {
    await use({ ...extraHTTPHeaders, 'x-forwarded-for': addressOf(testId) })
  },
})

/** The same in the portal of Liaoning. */
export const liaoningTest = test.extend({
  baseURL: async ({ baseURL }, use) => {
    await use(process.env[liaoningUrlVariable] ?? baseURL)
  },
})
