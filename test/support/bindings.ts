import { randomUUID } from 'node:crypto'
import type { Certificate } from '../../src/infra/pki/certificate.ts'
import type { TestPortal } from './portal.ts'

/** Binds a certificate to the account of a unit, as 法人登录 with it leaves it. */
export const bindToUnit = async (
  portal: TestPortal,
  certificate: Certificate,
  unit: { readonly name: string; readonly uscc: string },
  purpose: 'ANNUAL' | null,
): Promise<void> => {
  const { knex } = portal.owner
  const row = await knex('legal_person').where({ uscc: unit.uscc }).first<{ account_id: string }>('account_id')
  await knex('certificate_binding').insert({
    id: randomUUID(),
    account_id: row.account_id,
    uscc: unit.uscc,
    unit_name: unit.name,
    subject: certificate.subject.text,
    issuer: certificate.issuer,
    serial: certificate.serial,
    fingerprint: certificate.fingerprint,
    algorithm: certificate.algorithm,
    not_before: certificate.notBefore,
    not_after: certificate.notAfter,
    purpose,
    bound_at: portal.clock.now(),
  })
}
