import type { FieldCrypto } from '../../src/infra/field-crypto.ts'
import type { Passwords } from '../../src/infra/passwords.ts'
import type { Deps } from '../../src/deps.ts'

/** What the demo rows are written with. */
export type DemoTools = {
  readonly crypto: FieldCrypto
  readonly passwords: Passwords
  readonly site: Deps['site']
}
