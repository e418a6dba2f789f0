import type { Response } from 'express'
import { keyFaults } from '../core/signatures/key-faults.ts'
import type { Deps } from '../deps.ts'
import { paths } from './paths.ts'

const policy = 'Content-Security-Policy'

/** What views/components/key.njk shows; `situations` are the sandbox's states of the helper program to choose from. */
export type KeyPicker = {
  /** Empty where no program for media is configured: then certificates in files are the only way. */
  readonly helperUrl: string
  readonly now: number
  readonly faults: readonly { readonly code: string; readonly title: string; readonly steps: readonly string[] }[]
  readonly situations?: readonly { readonly value: string; readonly text: string }[]
}

/**
 * For a page on which somebody chooses the key of a certificate. It may ask the configured program for media on its
 * reader's own computer, and no other page may.
 */
export const keyPicker = (deps: Pick<Deps, 'config' | 'clock'>, res: Response): KeyPicker => {
  const { keyHelper, sandbox } = deps.config
  const set = res.getHeader(policy)
  if (keyHelper !== undefined && typeof set === 'string')
    res.setHeader(policy, set.replace("connect-src 'self'", `connect-src 'self' ${new URL(keyHelper).origin}`))
  return {
    helperUrl: keyHelper ?? (sandbox ? paths.sandboxHelper('ready') : ''),
    now: deps.clock.now().getTime(),
    faults: Object.entries(keyFaults).map(([code, words]) => ({ code, ...words })),
  }
}
