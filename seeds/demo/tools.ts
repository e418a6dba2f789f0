import type { FieldCrypto } from '../../src/infra/field-crypto.ts'
import type { Passwords } from '../../src/infra/passwords.ts'
import type { Site } from '../../src/sites/define.ts'

/** What the demo rows are written with. */
export type DemoTools = {
  readonly crypto: FieldCrypto
  readonly passwords: Passwords
  readonly site: Site
}
