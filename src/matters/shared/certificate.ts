import type { ChangeContext } from '../../core/matters/contexts.ts'
import { certificateTerm } from '../../core/register/certificates.ts'
import type { CertificateReason, RegisterChange } from '../../core/register/changes.ts'

/** The certificate made in the place of the one before, from the day it is made on. */
export const certificateAnew = (
  reason: CertificateReason,
  { today, validTo, policies }: ChangeContext,
): RegisterChange => ({
  kind: 'certificate',
  reason,
  ...certificateTerm(reason, validTo ? { from: today, to: validTo } : undefined, today, policies.certificateMonths),
})
