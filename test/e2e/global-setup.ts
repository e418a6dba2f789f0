import { setup, teardown } from '../support/global-setup.ts'
import { liaoningUrlVariable, portalUrlVariable, startPortal } from './portal.ts'

/** Starts one portal of each site for the whole run and gives the function that stops them. */
const globalSetup = async (): Promise<() => Promise<void>> => {
  await setup()
  const [shanxi, liaoning] = await Promise.all([startPortal(), startPortal('liaoning')])
  process.env[portalUrlVariable] = shanxi.url
  process.env[liaoningUrlVariable] = liaoning.url
  return async () => {
    await Promise.all([shanxi.stop(), liaoning.stop()])
    await teardown()
  }
}

export default globalSetup
