import { portalUrlVariable, startPortal } from './portal.ts'

/** Starts one portal for the whole run and gives the function that stops it. */
const globalSetup = async (): Promise<() => Promise<void>> => {
  const portal = await startPortal()
  process.env[portalUrlVariable] = portal.url
  return portal.stop
}

export default globalSetup
